"""The Visual Preference Extractor of the paper: IDEFICS2-8b with the authors' adapter.

Knows which weights, which settings of the processor, and how many comments at once; the rest is
:mod:`~viper_core.extractors.local_model`, :mod:`~viper_core.extractors.headed_lists` and
:mod:`~viper_core.extractors.model_based`. Environment:

    VIPER_VPE_BASE             folder or hub id of the base model, if not HuggingFaceM4/idefics2-8b
    VIPER_VPE_ADAPTER          folder or hub id of the adapter, if not EPFL-VILAB/VPE-ViPer
    VIPER_VPE_TASK             file with another wording of the task
    VIPER_EXTRACTOR_DEVICE     cpu, cuda, … if not the best there is
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Final

from viper_core.errors import InputError
from viper_core.extractors.conversation import AnswerFormat, ChatModel
from viper_core.extractors.headed_lists import TASK, HeadedLists
from viper_core.extractors.local_model import LocalModel, LocalModelSpec
from viper_core.extractors.model_based import Limits, ModelExtractor
from viper_core.extractors.model_files import Precision, Weights, from_environment

__all__ = ["ADAPTER", "BASE", "PROCESSOR", "asking", "vpe_extractor", "vpe_model"]

BASE: Final = Weights("HuggingFaceM4/idefics2-8b", "2c42686c57fe21cf0348c9ce1077d094b72e7698", parameters=8.4e9)
ADAPTER: Final = Weights("EPFL-VILAB/VPE-ViPer")
PROCESSOR: Final[dict[str, Any]] = {"size": {"longest_edge": 448, "shortest_edge": 378}, "do_image_splitting": False}
"""What the adapter was tuned with: pictures of 378 to 448 px, each as a whole."""

LIMITS: Final = Limits(comments=10, tokens=8192)  # about ten pictures a person in the tuning data (section 3.2)
_ANSWER_TOKENS: Final = 1024  # fifty names on each side are about 500
_TASK_LENGTH: Final = 8000  # characters


def vpe_extractor(
    *, base: Weights | None = None, adapter: Weights | None = None, device: str | None = None
) -> ModelExtractor:
    """The extractor, ready to load at the first comment.

    Args:
        base: another base model; by default the environment's, else :data:`BASE`.
        adapter: another adapter; by default the environment's, else :data:`ADAPTER`.
        device: where it runs; by default the environment's, else the best there is.

    Raises:
        InputError: the file of VIPER_VPE_TASK cannot be read.
    """
    return asking(vpe_model(base=base, adapter=adapter, device=device), HeadedLists(_task()))


def vpe_model(
    *,
    base: Weights | None = None,
    adapter: Weights | None = None,
    device: str | None = None,
    precision: Precision | None = None,
    answer_tokens: int = _ANSWER_TOKENS,
) -> LocalModel:
    """The model that the extractor asks; arguments as there.

    Args:
        base: as there.
        adapter: as there.
        device: as there.
        precision: of its weights; by default the best that fits the device.
        answer_tokens: tokens of the longest answer.
    """
    spec = LocalModelSpec(
        name="VPE",
        weights=base or from_environment("VIPER_VPE_BASE", BASE),
        adapter=adapter or from_environment("VIPER_VPE_ADAPTER", ADAPTER),
        processor=PROCESSOR,
        picture_edge=2 * PROCESSOR["size"]["longest_edge"],  # the processor scales; this only spares it large files
        answer_tokens=answer_tokens,
    )
    device = device or os.environ.get("VIPER_EXTRACTOR_DEVICE") or None
    return LocalModel(spec, device=device, precision=precision)


def asking(model: ChatModel, answers: AnswerFormat) -> ModelExtractor:
    """A model that is asked as this extractor asks: with the pictures, ten comments at once."""
    return ModelExtractor(
        model,
        answers,
        limits=LIMITS,
        sends_pictures=True,
        tells_shown=False,
        needs_words=False,  # its lists quote nothing, and may name in its own words what a comment means
    )


def _task() -> str:
    given = os.environ.get("VIPER_VPE_TASK")
    if not given:
        return TASK
    try:
        text = Path(given).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"The file of VIPER_VPE_TASK cannot be read: {error}. Give a text file.") from error
    if not 0 < len(text.strip()) <= _TASK_LENGTH:
        raise InputError(f"The file of VIPER_VPE_TASK must hold 1 to {_TASK_LENGTH} characters of text.")
    return text
