"""ZeroGPU: a hosted Space whose GPU is lent for one picture at a time, in a process of its own.

On such a Space the package ``spaces`` runs a decorated function in a fork of the app that has the GPU, and hands over
what it yields. So the model is loaded before the page is served, in the main thread, and every picture is drawn by one
call of a decorated generator: only the recipe goes in, only plain values come out, and what a visitor
entered is nowhere kept. Closing the generator stops the fork within a step. A failure in the fork would arrive as the
name of its class alone, so it is yielded as a value and raised here.

Everywhere else nothing of this is used, and ``spaces`` is not imported.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viper_core.errors import Cancelled, ViPerError
from viper_core.sampling import SamplingStep, sample

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

    from viper_core.backends import Backend
    from viper_core.backends.latent_preview import LatentRGB
    from viper_core.generated import Recipe

__all__ = ["LentBackend", "is_zero_gpu", "lend", "seconds_needed"]

_TRUE = ("1", "t", "true")  # as the package itself reads its variable
_START = 15.0  # seconds until a fork has the model on its GPU
_PER_STEP = 0.3  # seconds for a step of two rows at 1024 × 1024 pixels; generous, since who asks for too little is cut
_PIXELS = 1024 * 1024


def is_zero_gpu() -> bool:
    """Whether this process runs on ZeroGPU."""
    return os.environ.get("SPACES_ZERO_GPU", "").lower() in _TRUE


def seconds_needed(recipe: Recipe) -> int:
    """For how long a GPU is asked for: a visitor's quota is charged by it, and a drawing that takes longer is cut."""
    options, strength = recipe.options, recipe.reference.strength if recipe.reference is not None else 1.0
    rows = 4 if recipe.preferences is not None and options.beta > 0 else 2
    size = options.height * options.width / _PIXELS
    return int(_START + _PER_STEP * options.num_inference_steps * strength * rows / 2 * size) + 1


def lend(load: Callable[[], Backend]) -> LentBackend:
    """The model that ``load`` loads as one that draws with a lent GPU; on ZeroGPU alone, before the page is served."""
    import spaces  # type: ignore[import-not-found]  # installed there; before torch is told of any GPU

    backend = load()

    def draw(recipe: Recipe) -> Iterator[_Told]:
        """In the fork: the model is the one it was forked with."""
        try:
            latent_rgb: LatentRGB | None = getattr(backend, "latent_rgb", None)
            taste, options, reference = recipe.preferences, recipe.options, recipe.reference
            for step in sample(backend, recipe.prompt, taste, options, reference=reference):
                latents = step.latents
                yield _Step(step.index, step.total, _plain(step.predicted), latent_rgb)
                latent_rgb = None  # once is enough
            yield _Picture(backend.decode(latents))
        except ViPerError as error:
            yield _Failure(error)
        except Exception as error:
            from viper_core.exhaustion import is_exhaustion, not_enough_for

            if not is_exhaustion(error):
                raise
            yield _Failure(not_enough_for(backend.info.name, recipe.options))

    return LentBackend(backend, spaces.GPU(duration=seconds_needed)(draw))


@dataclass(frozen=True)
class _Step:
    """One step: the latents that its prediction leads to, as an array ``(1, C, h, w)``, and the map of the preview."""

    index: int
    total: int
    predicted: Any
    latent_rgb: LatentRGB | None


@dataclass(frozen=True)
class _Picture:
    image: Image


@dataclass(frozen=True)
class _Failure:
    error: ViPerError


_Told = _Step | _Picture | _Failure
_Draw = Callable[["Recipe"], Iterator[_Told]]


class LentBackend:
    """A model whose pictures are drawn elsewhere; what needs no GPU is the model's own."""

    def __init__(self, backend: Any, draw: _Draw) -> None:
        self._backend, self._draw = backend, draw
        self._latent_rgb: LatentRGB | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def draw(self, recipe: Recipe, is_cancelled: Callable[[], bool]) -> Iterator[SamplingStep | Image]:
        """Every step, then the picture; stopping is asked for between two steps.

        Raises:
            ViPerError: as the sampler, or what ended the drawing in the fork.
        """
        import torch

        told: Any = self._draw(recipe)
        with closing(told):
            for item in told:
                if is_cancelled():
                    raise Cancelled("Stopped before the picture was finished.")
                if isinstance(item, _Failure):
                    raise item.error
                if isinstance(item, _Picture):
                    yield item.image
                    return
                self._latent_rgb = item.latent_rgb or self._latent_rgb
                predicted = torch.from_numpy(item.predicted)
                yield SamplingStep(item.index, item.total, predicted, predicted)

    def preview(self, latents: Tensor) -> Image:
        """A rough picture by the map that the fork told; without a GPU."""
        assert self._latent_rgb is not None, "a step comes before its preview"
        return self._latent_rgb.picture(latents, enlarge=self._backend.cell)


def _plain(latents: Tensor) -> Any:
    """Latents as an array: a tensor would be handed over by reference to the fork's memory."""
    return latents.detach().float().cpu().numpy()
