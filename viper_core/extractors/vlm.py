"""Any chat model with eyes of transformers, asked for JSON.

Knows the two models that are recommended, both under Apache-2.0, and how many comments go into one question; the rest
is :mod:`~viper_core.extractors.local_model`, :mod:`~viper_core.extractors.json_answers` and
:mod:`~viper_core.extractors.model_based`. Environment:

    VIPER_VLM_MODEL            folder or hub id of a model, or small or middle; small if not given
    VIPER_VLM_REVISION         commit of that repository
    VIPER_EXTRACTOR_DEVICE     cpu, cuda, … if not the best there is
"""

from __future__ import annotations

import os
from pathlib import Path
from types import MappingProxyType
from typing import Final

from viper_core.extractors.json_answers import JsonAnswers
from viper_core.extractors.local_model import LocalModel, LocalModelSpec
from viper_core.extractors.model_based import Limits, ModelExtractor
from viper_core.extractors.model_files import Weights

__all__ = ["RECOMMENDED", "vlm_extractor"]

RECOMMENDED: Final = MappingProxyType(
    {
        "small": Weights("Qwen/Qwen3-VL-2B-Instruct", "89644892e4d85e24eaac8bacfd4f463576704203", parameters=2.1e9),
        "middle": Weights("Qwen/Qwen3-VL-8B-Instruct", "0c351dd01ed87e9c1b53cbc748cba10e6187ff3b", parameters=8.8e9),
    }
)
"""The models that are recommended, by size; both under Apache-2.0."""

LIMITS: Final = Limits(comments=6, tokens=12_000)  # of these about 2500 for the vocabulary
_ANSWER_TOKENS: Final = 3072  # six comments of eight attributes at 60 tokens each
_PICTURE_EDGE: Final = 512  # px


def vlm_extractor(*, weights: Weights | None = None, device: str | None = None) -> ModelExtractor:
    """The extractor, ready to load at the first comment.

    Args:
        weights: the model; by default the environment's, else the small one of :data:`RECOMMENDED`.
        device: where it runs; by default the environment's, else the best there is.
    """
    weights = weights or _from_environment()
    folder = Path(weights.source)
    spec = LocalModelSpec(
        name=folder.name if folder.is_dir() else weights.source,
        weights=weights,
        picture_edge=_PICTURE_EDGE,
        answer_tokens=_ANSWER_TOKENS,
    )
    return ModelExtractor(
        LocalModel(spec, device=device or os.environ.get("VIPER_EXTRACTOR_DEVICE") or None),
        JsonAnswers(),
        limits=LIMITS,
        sends_pictures=True,
        tells_shown=False,
        needs_words=True,
    )


def _from_environment() -> Weights:
    given = os.environ.get("VIPER_VLM_MODEL") or "small"
    if given in RECOMMENDED:
        return RECOMMENDED[given]
    return Weights(given, os.environ.get("VIPER_VLM_REVISION") or "")
