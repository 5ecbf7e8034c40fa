"""viper-mini-eye: what a picture shows, and how alike pictures are, as one vector each.

An ordinary ``CLIPModel`` folder with one file more, viper.json: {"names": [...], "scale": a, "bias": b,
"sha256": {...}}, what it can name and how a cosine becomes the log-odds of a name. Knows pictures and vectors, no
person and no taste.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import FiniteFloat

from viper_core.bundle import Listing, read_listing, verify_files

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

__all__ = ["EYE", "Eye", "EyeManifest"]

EYE = Path(__file__).resolve().parent.parent / "assets" / "models" / "viper-mini-eye"
_BATCH = 32  # pictures seen at a time


class EyeManifest(Listing):
    """The viper.json of an eye: what it can name, and from cosines to log-odds: ``scale`` cos + ``bias``."""

    names: tuple[str, ...]
    scale: FiniteFloat
    bias: FiniteFloat


class Eye:
    """Sees pictures."""

    def __init__(self, model: Any, processor: Any, tokenizer: Any, manifest: EyeManifest) -> None:
        self._model, self._processor, self._tokenizer = model.eval(), processor, tokenizer
        self.manifest = manifest

    @classmethod
    def load(cls, folder: Path = EYE, *, device: str = "cpu") -> Eye:
        """The eye of a folder, in float32.

        Raises:
            ModelUnavailable: a file is missing or damaged.
        """
        from transformers import AutoTokenizer, CLIPImageProcessorPil, CLIPModel

        from viper_core.backends.silence import silenced

        manifest = read_listing(folder, EyeManifest)
        verify_files(folder, manifest)
        with silenced():
            model = CLIPModel.from_pretrained(folder, local_files_only=True).float().to(device)
        processor = CLIPImageProcessorPil.from_pretrained(folder)
        return cls(model, processor, AutoTokenizer.from_pretrained(folder), manifest)

    @property
    def features(self) -> int:
        """The length of a picture's vector."""
        return int(self._model.config.projection_dim)

    def see(self, images: Sequence[Image]) -> Tensor:
        """Unit vectors ``(N, F)`` of pictures of any size, in float32."""
        import torch

        parts = []
        with torch.inference_mode():
            for i in range(0, len(images), _BATCH):
                shown = [image.convert("RGB") for image in images[i : i + _BATCH]]
                pixels = self._processor(shown, return_tensors="pt").pixel_values.to(self._model.device)
                parts.append(self._model.get_image_features(pixel_values=pixels).pooler_output)
            seen = torch.cat(parts) if parts else torch.empty(0, self.features)
            return torch.nn.functional.normalize(seen, dim=-1)

    def read(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors ``(N, F)`` of texts, in float32."""
        import torch

        with torch.inference_mode():
            ids = self._tokenizer(list(texts), padding=True, truncation=True, return_tensors="pt").input_ids
            vectors = self._model.get_text_features(input_ids=ids.to(self._model.device)).pooler_output
            return torch.nn.functional.normalize(vectors, dim=-1)

    def names(self, images: Sequence[Image]) -> tuple[dict[str, float], ...]:
        """For each picture the chance, 0 … 1, of every name that the eye was taught: subjects and attributes."""
        named = self.read(self.manifest.names)
        odds = self.manifest.scale * self.see(images) @ named.T + self.manifest.bias
        return tuple(dict(zip(self.manifest.names, row, strict=True)) for row in odds.sigmoid().tolist())
