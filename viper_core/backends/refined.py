"""A base and a refiner as one model: the refiner's denoiser takes over for the last part of every picture.

The two share latents, autoencoder and the noise schedule. Which of them a step belongs to is told by its timestep, as
in the stock pipelines' ``denoising_end`` and ``denoising_start``: those at or above (1 − hand-over) of the training
steps are the base's. Each has its own scheduler, so a multistep one starts afresh at the hand-over, and its own
embeddings of every text (``Conditioning.refined``). β and every equation are the same on both sides of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning, Run

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

    from viper_core.backends.latent_preview import LatentRGB
    from viper_core.backends.pipeline import PipelineBackend
    from viper_core.backends.prompts import TextTower
    from viper_core.bundle import Known
    from viper_core.preferences import Attribute
    from viper_core.reference import Reference
    from viper_core.registry import ModelInfo
    from viper_core.sampling import SamplingOptions

__all__ = ["RefinedBackend"]


@dataclass(frozen=True, eq=False, kw_only=True)
class _RefinedRun(Run):
    """A run of both: ``base`` denoises timesteps from ``cutoff`` up, ``refiner`` those below."""

    base: Run
    refiner: Run
    cutoff: float

    def at(self, timestep: Tensor) -> tuple[Run, bool]:
        """The run that this timestep belongs to, and whether it is the refiner's."""
        is_refined = float(timestep) < self.cutoff
        return (self.refiner if is_refined else self.base), is_refined


class RefinedBackend:
    """Two backends as one ``viper_core.backends.Backend``.

    Args:
        base: begins every picture, encodes, decodes and previews.
        refiner: finishes it.
        hand_over: the share of the noise schedule that the base denoises, between 0 and 1.
    """

    def __init__(self, base: PipelineBackend, refiner: PipelineBackend, *, hand_over: float) -> None:
        self._base, self._refiner, self._hand_over = base, refiner, hand_over

    @property
    def info(self) -> ModelInfo:
        """The registry's entry of both together."""
        return self._base.info

    @property
    def known(self) -> Known | None:
        """What the base was trained to draw."""
        return self._base.known

    @property
    def towers(self) -> tuple[TextTower, ...]:
        """The base's text encoders, the refiner's among them."""
        return self._base.towers

    @property
    def latent_rgb(self) -> LatentRGB:
        """The base's map of the preview."""
        return self._base.latent_rgb

    @property
    def cell(self) -> int:
        """Pixels a side that one latent covers."""
        return self._base.cell

    def encode(self, text: str) -> Conditioning:
        """E(text) for the base, with the refiner's."""
        return replace(self._base.encode(text), refined=self._refiner.encode(text))

    def encode_attributes(self, attributes: Sequence[Attribute]) -> Conditioning:
        """E(VP) for the base, with the refiner's."""
        refined = self._refiner.encode_attributes(attributes)
        return replace(self._base.encode_attributes(attributes), refined=refined)

    def encode_negative(self, text: str) -> Conditioning:
        """The unconditional side for the base, with the refiner's."""
        return replace(self._base.encode_negative(text), refined=self._refiner.encode_negative(text))

    def start(self, options: SamplingOptions, *, seeds: Sequence[int] = (), reference: Reference | None = None) -> Run:
        """The base's run with the timesteps of both."""
        import torch

        base = self._base.start(options, seeds=seeds, reference=reference)
        scheduler = self._refiner.make_scheduler(options)
        trained = int(scheduler.config.num_train_timesteps)
        cutoff = round(trained - self._hand_over * trained)
        kept = base.timesteps[base.timesteps >= cutoff]
        taken = scheduler.timesteps[(scheduler.timesteps < cutoff) & (scheduler.timesteps <= base.timesteps[0])]
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(len(scheduler.timesteps) - len(taken))
        refiner = replace(base, scheduler=scheduler, timesteps=taken)
        shared: dict[str, Any] = {name: getattr(base, name) for name in Run.__dataclass_fields__}
        shared["timesteps"] = torch.cat([kept, taken])
        return _RefinedRun(**shared, base=base, refiner=refiner, cutoff=cutoff)

    def predict_noise(self, run: Run, latents: Tensor, timestep: Tensor, rows: Sequence[Conditioning]) -> Tensor:
        """ε of the base or of the refiner, each told what it understands."""
        part, is_refined = _refined(run).at(timestep)
        if not is_refined:
            return self._base.predict_noise(part, latents, timestep, rows)
        told = [row.refined for row in rows if row.refined is not None]
        return self._refiner.predict_noise(part, latents, timestep, told)

    def predict_original(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x̂_0 by the scheduler of this timestep."""
        part, _ = _refined(run).at(timestep)
        return self._base.predict_original(part, noise_pred, timestep, latents)

    def step(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x_t → x_{t−1} by the scheduler of this timestep."""
        part, _ = _refined(run).at(timestep)
        return self._base.step(part, noise_pred, timestep, latents)

    def decode(self, latents: Tensor) -> Image:
        """The picture, by the autoencoder that both share."""
        return self._base.decode(latents)

    def preview(self, latents: Tensor) -> Image:
        """The base's rough picture."""
        return self._base.preview(latents)


def _refined(run: Run) -> _RefinedRun:
    assert isinstance(run, _RefinedRun)
    return run
