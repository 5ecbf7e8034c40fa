"""What drawing takes and hands back: what to draw, a finished picture with all that made it, the progress of several.

Plain frozen values. How they come about is :mod:`viper_core.studio`'s business, how they are saved that of
:mod:`viper_core.png`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.preferences import Preferences
    from viper_core.reference import Reference
    from viper_core.sampling import SamplingOptions, SamplingStep

__all__ = ["ComparisonProgress", "GeneratedImage", "Recipe"]


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a picture besides the model.

    Attributes:
        prompt: what to draw.
        preferences: the taste to draw it to, or None.
        options: steps, guidance scale, β, seed, size and formula.
        reference: a picture to start from, or None to start from noise alone.
    """

    prompt: str
    preferences: Preferences | None
    options: SamplingOptions
    reference: Reference | None = None


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
        reference: the picture it was started from, or None.
    """

    image: Image
    prompt: str
    options: SamplingOptions
    preferences: Preferences | None
    model: str
    seconds: float
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class ComparisonProgress:
    """One denoising step of one of several pictures that are drawn in one turn.

    Attributes:
        index: which picture is being drawn, from 0.
        total: how many pictures there will be.
        beta: the β of this picture.
        step: the step itself; ``step.index`` and ``step.total`` count within the picture.
    """

    index: int
    total: int
    beta: float
    step: SamplingStep

    @property
    def fraction(self) -> float:
        """The share of all pictures that is done."""
        return (self.index + self.step.fraction) / self.total
