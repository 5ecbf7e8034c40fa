"""One picture from its first step to its pixels, here or with a GPU that is lent for it.

Knows where a model's pictures are drawn; turns, tastes and what becomes of the picture are the studio's.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TYPE_CHECKING

from viper_core.errors import Cancelled
from viper_core.sampling import SamplingStep, sample
from viper_core.zero_gpu import LentBackend

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.backends import Backend
    from viper_core.generated import Recipe

__all__ = ["draw"]


def draw(
    backend: Backend | LentBackend, recipe: Recipe, is_cancelled: Callable[[], bool]
) -> Generator[SamplingStep | Image]:
    """Every step, then the picture.

    Raises:
        Cancelled: ``is_cancelled`` said so, also after the last step.
    """
    if isinstance(backend, LentBackend):
        yield from backend.draw(recipe, is_cancelled)
        return
    latents = None
    taste, options, reference = recipe.preferences, recipe.options, recipe.reference
    for step in sample(backend, recipe.prompt, taste, options, reference=reference, is_cancelled=is_cancelled):
        latents = step.latents
        yield step
    if is_cancelled() or latents is None:
        raise Cancelled("Stopped before the picture was finished.")
    yield backend.decode(latents)
