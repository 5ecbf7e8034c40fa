"""What drawing hands back: a finished picture with everything that made it, and the progress of a comparison.

Plain frozen values. How they come about is :mod:`viper_core.studio`'s business, how they are saved that of
:mod:`viper_core.png`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.preferences import Preferences
    from viper_core.sampling import SamplingOptions, SamplingStep

__all__ = ["ComparisonProgress", "GeneratedImage"]


@dataclass(frozen=True, slots=True)
class GeneratedImage:
    """A finished picture and all that is needed to draw it again.

    Attributes:
        image: the picture, RGB.
        prompt: what was asked for.
        options: steps, guidance scale, β, seed, size and formula.
        preferences: the taste it was drawn to, or None.
        model: name of the model in the registry.
        seconds: time spent drawing, without waiting for a turn or for the model to load.
    """

    image: Image
    prompt: str
    options: SamplingOptions
    preferences: Preferences | None
    model: str
    seconds: float


@dataclass(frozen=True, slots=True)
class ComparisonProgress:
    """One denoising step of one picture of a comparison.

    Attributes:
        index: which picture is being drawn, from 0.
        total: how many pictures the comparison has.
        beta: the β of this picture.
        step: the step itself; ``step.index`` and ``step.total`` count within the picture.
    """

    index: int
    total: int
    beta: float
    step: SamplingStep
