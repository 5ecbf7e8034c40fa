"""The bundled metric: viper-mini-eye sees the pictures, a small model over sets of them tells what is liked.

Everything it needs lies in the project's folder. Knows how the parts are loaded and put together; the network is
:mod:`viper_core.metric.liking`, how it was trained is :mod:`training.liking`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.bundle import Listing, read_listing, verify_files
from viper_core.eye import EYE, Eye
from viper_core.metric import check_context

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

__all__ = ["LIKING", "BundledContext", "BundledMetric", "bundled_metric"]

LIKING = Path(__file__).resolve().parents[2] / "assets" / "models" / "viper-mini-liking"
WEIGHTS = "model.safetensors"


class LikingManifest(Listing):
    """The viper.json of the model of liking: how it is built, and which eye's vectors it reads."""

    config: dict[str, int]
    eye_sha256: str


@cache
def bundled_metric() -> BundledMetric:
    """The metric in the project's folder, loaded once for all who ask.

    Raises:
        ModelUnavailable: a file is missing or damaged; asked again, it is looked for again.
    """
    return BundledMetric.load()


@dataclass(frozen=True)
class BundledContext:
    """A person's pictures, seen and read once."""

    metric: BundledMetric
    states: Tensor
    padding: Tensor

    def score(self, images: Sequence[Image]) -> tuple[float, ...]:
        """Pr(liked) of each picture."""
        return self.metric.score_vectors(self.metric.eye.see(images), self)


class BundledMetric:
    """M(x, 𝒳) on the eye's vectors."""

    def __init__(self, eye: Eye, liking: Any) -> None:
        self.eye, self.liking = eye, liking.eval()

    @classmethod
    def load(cls, folder: Path = LIKING, *, eye: Path = EYE) -> BundledMetric:
        """The metric in the project's folder.

        Raises:
            ModelUnavailable: a file is missing or damaged, or the model of liking is of another eye.
        """
        from safetensors.torch import load_file

        from viper_core.errors import ModelUnavailable
        from viper_core.metric.liking import Liking

        manifest = read_listing(folder, LikingManifest)
        verify_files(folder, manifest)
        sees = Eye.load(eye)
        if sees.manifest.sha256.get(WEIGHTS) != manifest.eye_sha256:
            raise ModelUnavailable(f"The model of liking in {folder} was trained on another eye than the one in {eye}.")
        liking = Liking(**manifest.config)
        liking.load_state_dict({name: value.float() for name, value in load_file(folder / WEIGHTS).items()})
        return cls(sees, liking)

    def context(self, *, liked: Sequence[Image], disliked: Sequence[Image]) -> BundledContext:
        """See :class:`viper_core.metric.Metric`."""
        check_context(liked, disliked)
        return self.context_of_vectors(self.eye.see(liked), self.eye.see(disliked))

    def score(self, images: Sequence[Image], *, liked: Sequence[Image], disliked: Sequence[Image]) -> tuple[float, ...]:
        """See :class:`viper_core.metric.Metric`."""
        return self.context(liked=liked, disliked=disliked).score(images)

    def context_of_vectors(self, liked: Tensor, disliked: Tensor) -> BundledContext:
        """The context of pictures that were seen before: vectors ``(N, F)`` and ``(M, F)``."""
        import torch

        signs = torch.cat([torch.ones(len(liked)), -torch.ones(len(disliked))])
        with torch.inference_mode():
            states, padding = self.liking.read(torch.cat([liked, disliked])[None], signs[None])
        return BundledContext(self, states, padding)

    def score_vectors(self, vectors: Tensor, context: BundledContext) -> tuple[float, ...]:
        """Pr(liked) of pictures that were seen before, vectors ``(Q, F)``."""
        import torch

        if not len(vectors):
            return ()
        with torch.inference_mode():
            odds = self.liking.ask(vectors[None], context.states, context.padding)[0]
        return tuple(odds.double().sigmoid().tolist())
