"""ViPer: pictures to a person's own taste, from comments in their own words.

The public API. Names are fetched from their modules when they are first used, so importing this package loads neither a
model nor any of the libraries that run one.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from viper_core.errors import (
        Cancelled,
        FormatError,
        InputError,
        ModelUnavailable,
        NothingExtracted,
        PictureError,
        UnknownName,
        UnusableAnswer,
        ViPerError,
    )
    from viper_core.extractors import get_extractor
    from viper_core.generated import ComparisonProgress, GeneratedImage
    from viper_core.png import read_settings, save_png
    from viper_core.preferences import Attribute, Comment, Evidence, Preferences, parse_comments
    from viper_core.profile import Add, EditAction, Flip, Remove, Rename, SetEnabled, SetWeight
    from viper_core.registry import MODELS, ModelInfo, load_backend
    from viper_core.sampling import SamplingOptions, SamplingStep, sample
    from viper_core.seed_images import SeedImage, load_board
    from viper_core.studio import BoardPicture, ExtractionResult, ModelStatus, Studio, VisitorState
    from viper_core.vocabulary import load_vocabulary

__version__ = "0.1.0"

_NAMES = {
    "errors": (
        "Cancelled",
        "FormatError",
        "InputError",
        "ModelUnavailable",
        "NothingExtracted",
        "PictureError",
        "UnknownName",
        "UnusableAnswer",
        "ViPerError",
    ),
    "extractors": ("get_extractor",),
    "generated": ("ComparisonProgress", "GeneratedImage"),
    "png": ("read_settings", "save_png"),
    "preferences": ("Attribute", "Comment", "Evidence", "Preferences", "parse_comments"),
    "profile": ("Add", "EditAction", "Flip", "Remove", "Rename", "SetEnabled", "SetWeight"),
    "registry": ("MODELS", "ModelInfo", "load_backend"),
    "sampling": ("SamplingOptions", "SamplingStep", "sample"),
    "seed_images": ("SeedImage", "load_board"),
    "studio": ("BoardPicture", "ExtractionResult", "ModelStatus", "Studio", "VisitorState"),
    "vocabulary": ("load_vocabulary",),
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names}

__all__ = [
    "MODELS",
    "Add",
    "Attribute",
    "BoardPicture",
    "Cancelled",
    "Comment",
    "ComparisonProgress",
    "EditAction",
    "Evidence",
    "ExtractionResult",
    "Flip",
    "FormatError",
    "GeneratedImage",
    "InputError",
    "ModelInfo",
    "ModelStatus",
    "ModelUnavailable",
    "NothingExtracted",
    "PictureError",
    "Preferences",
    "Remove",
    "Rename",
    "SamplingOptions",
    "SamplingStep",
    "SeedImage",
    "SetEnabled",
    "SetWeight",
    "Studio",
    "UnknownName",
    "UnusableAnswer",
    "ViPerError",
    "VisitorState",
    "__version__",
    "get_extractor",
    "load_backend",
    "load_board",
    "load_vocabulary",
    "parse_comments",
    "read_settings",
    "sample",
    "save_png",
]


def __getattr__(name: str) -> object:
    """Fetch a public name from its module at first use."""
    if name not in _MODULE_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(importlib.import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
