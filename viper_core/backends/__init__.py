"""What the sampler asks of a model family, and the values that pass between the two.

One module per family implements ``Backend``: ``stable_diffusion`` (Stable Diffusion 1.x and 2.x, viper-mini) and
``sdxl``, to which ``refined`` adds a refiner. ``pipeline`` holds what they share, ``prompts`` turns texts of any length
into embeddings of one shape, ``assembly`` puts pipelines together. A backend uses a stock diffusers pipeline by its
parts and knows nothing of β, of formulas or of profiles. diffusers and torch are imported when a backend is made, never
by importing this package.

Several pictures may be drawn together: their latents are stacked, N of them, and a condition is one for all, (1, …), or
one for each, (N, …).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Generator, Tensor

    from viper_core.bundle import Known
    from viper_core.preferences import Attribute
    from viper_core.reference import Reference
    from viper_core.registry import ModelInfo
    from viper_core.sampling import SamplingOptions

__all__ = ["Backend", "Conditioning", "Run"]


@dataclass(frozen=True, eq=False)
class Conditioning:
    """What the denoiser is told in one row: a sequence, and a pooled vector where the family has one.

    Attributes:
        embeds: ``(1, L, D)`` or ``(N, L, D)``, the hidden states that cross-attention reads.
        pooled: ``(1, P)`` or ``(N, P)``, or None for families that know only the sequence.
        is_negative: whether it is the unconditional side of guidance, which some denoisers are told.
        refined: the same for a refiner, or None for models without one.
    """

    embeds: Tensor
    pooled: Tensor | None = None
    is_negative: bool = False
    refined: Conditioning | None = None

    def combine(self, function: Callable[..., Tensor], *others: Conditioning) -> Conditioning:
        """Apply one function of tensors to the sequences, and the same to the pooled vectors and to the refiner's."""
        return Conditioning(
            function(self.embeds, *(other.embeds for other in others)),
            None if self.pooled is None else function(self.pooled, *(other.pooled for other in others)),
            self.is_negative,
            None if self.refined is None else self.refined.combine(function, *(_refined(other) for other in others)),
        )


def _refined(conditioning: Conditioning) -> Conditioning:
    assert conditioning.refined is not None, "of conditions that are combined, all have a refiner's side or none"
    return conditioning.refined


@dataclass(frozen=True, eq=False)
class Run:
    """The state of one picture on its way: nothing of it is shared with another run.

    Attributes:
        scheduler: a fresh copy of the pipeline's scheduler, its timesteps set.
        timesteps: ``(T,)``, in the order of denoising.
        generator: the seeded source of all randomness of this picture, on the CPU; a list where several are drawn.
        latents: ``(N, C, h, w)``, the initial noise, scaled as the scheduler wants it, or a noised reference.
        height, width: of the picture in pixels.
        step_options: keyword arguments that this scheduler's ``step`` understands (generator, eta).
    """

    scheduler: Any
    timesteps: Tensor
    generator: Generator | list[Generator]
    latents: Tensor
    height: int
    width: int
    step_options: dict[str, Any]


class Backend(Protocol):
    """One loaded model. Not safe for two threads at a time: who shares it holds a lock."""

    @property
    def info(self) -> ModelInfo:
        """The registry's entry of this model."""
        ...

    @property
    def known(self) -> Known | None:
        """What the model was trained to draw; None where nobody can list it."""
        ...

    def encode(self, text: str) -> Conditioning:
        """E(text), of a text of any length."""
        ...

    def encode_attributes(self, attributes: Sequence[Attribute]) -> Conditioning:
        """E(VP) of a weighted list of attributes of any length; the order of the list does not matter."""
        ...

    def encode_negative(self, text: str) -> Conditioning:
        """The unconditional side of guidance; for an empty ``text`` what the stock pipeline uses by default."""
        ...

    def start(self, options: SamplingOptions, *, seeds: Sequence[int] = (), reference: Reference | None = None) -> Run:
        """A new run: scheduler, timesteps and initial noise for these options.

        Args:
            options: of every picture of the run.
            seeds: of several pictures in the place of the one in ``options``.
            reference: a picture to start from.
        """
        ...

    def predict_noise(self, run: Run, latents: Tensor, timestep: Tensor, rows: Sequence[Conditioning]) -> Tensor:
        """ε_θ(x_t, t, c) for every row c, in one call of the denoiser: ``(len(rows) N, C, h, w)``, row by row."""
        ...

    def predict_original(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x̂_0, the latents ``(N, C, h, w)`` that a prediction at x_t leads to if it is right; asked before ``step``."""
        ...

    def step(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x_t → x_{t−1}, both ``(N, C, h, w)``."""
        ...

    def decode(self, latents: Tensor) -> Image:
        """The picture of ``(1, C, h, w)`` latents."""
        ...

    def preview(self, latents: Tensor) -> Image:
        """A cheap rough picture of ``(1, C, h, w)`` latents, in the size of the real one."""
        ...
