"""Stable Diffusion 1.x and 2.x, and viper-mini: one text encoder, no pooled vector.

The condition is the text encoder's sequence and nothing else. A U-Net with ``addition_embed_type="text"`` (viper-mini)
derives what it adds to the time embedding from that same sequence, so a personalised sequence enters there too.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning, Run
from viper_core.backends.pipeline import PipelineBackend, sampled
from viper_core.backends.prompts import TextTower

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Generator, Tensor

__all__ = ["StableDiffusionBackend"]


class StableDiffusionBackend(PipelineBackend):
    """A diffusers ``StableDiffusionPipeline`` by its parts."""

    @staticmethod
    def pipeline_class() -> Any:
        """diffusers' ``StableDiffusionPipeline``."""
        from diffusers import StableDiffusionPipeline

        return StableDiffusionPipeline

    @cached_property
    def towers(self) -> tuple[TextTower, ...]:
        """The one text encoder: its last hidden state, after the final layer norm."""
        tokenizer, encoder = self.pipeline.tokenizer, self.pipeline.text_encoder

        def encode(ids: Tensor) -> tuple[Tensor, None]:
            return encoder(ids.to(encoder.device))[0], None

        return (TextTower(tokenizer, encode, tokenizer.model_max_length),)

    def denoiser_inputs(self, run: Run, rows: Sequence[Conditioning]) -> dict[str, Any]:
        """None besides the sequences."""
        return {}

    def decode_pixels(self, latents: Tensor) -> Tensor:
        """The VAE's output ``(N, 3, H, W)`` in −1 … 1."""
        vae = self.pipeline.vae
        pixels: Tensor = vae.decode(latents / vae.config.scaling_factor, return_dict=False)[0]
        return pixels

    def encode_pixels(self, pixels: Tensor, generator: Generator) -> Tensor:
        """The denoiser's latents ``(1, C, h, w)`` of a picture ``(1, 3, H, W)`` in −1 … 1."""
        vae = self.pipeline.vae
        latents: Tensor = sampled(vae.encode(pixels), generator) * vae.config.scaling_factor
        return latents

    def decode(self, latents: Tensor) -> Image:
        """The picture of ``(1, C, h, w)`` latents; black where the pipeline's own safety checker, if any, says so."""
        import torch

        with torch.no_grad():
            pixels = self.decode_pixels(latents)
            pixels, flagged = self.pipeline.run_safety_checker(pixels, self.device, latents.dtype)
        denormalize = [True] if flagged is None else [not flag for flag in flagged]
        images = self.pipeline.image_processor.postprocess(pixels, output_type="pil", do_denormalize=denormalize)
        image: Image = images[0]
        return image
