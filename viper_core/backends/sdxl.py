"""Stable Diffusion XL (Podell et al. 2023): two text encoders, a pooled vector, and the size of the picture.

The condition of a row is a sequence ``(1, L, D₁ + D₂)``, both encoders' penultimate hidden states side by side, and a
pooled vector ``(1, P)``, the second encoder's projection, which the U-Net adds to its time embedding. How the
preferences enter the pooled part, which the paper leaves open:

- The prompt's pooled vector is shifted by β exactly as its sequence is: e(p) + β (e(VP+) − e(VP−)); with the released
  formula e(p) + β e(VP+), and e(neg) + β e(VP−) on the negative side.
- The conditions ε_θ(x_t, t, E(VP±)) use the sequence and the pooled vector of VP±, each its own.

The six time ids (original size, crop, target size) describe the picture, not the text, and are the same in every row.

The refiner is a U-Net of its own that reads the second encoder alone. In the place of the target size it is told an
aesthetic score, 6 in every row but the unconditional one, whose 2.5 leads away from plain pictures as the stock
pipeline's does.

Without a negative prompt the stock pipeline's unconditional row is zeros, not E("")
(``force_zeros_for_empty_prompt``); so it is here. A side of the preferences that is empty still stands for the
encoders' E("") in the embedding, since β (E(VP+) − 0) would not be a shift but a second prompt.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning, Run
from viper_core.backends.pipeline import PipelineBackend, sampled
from viper_core.backends.prompts import TextTower

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Generator, Tensor

    from viper_core.sampling import SamplingOptions

__all__ = ["StableDiffusionXLBackend", "StableDiffusionXLRefinerBackend"]

_AESTHETIC_SCORE, _NEGATIVE_AESTHETIC_SCORE = 6.0, 2.5  # the stock pipeline's defaults


class StableDiffusionXLBackend(PipelineBackend):
    """A diffusers ``StableDiffusionXLPipeline`` (base) by its parts."""

    @staticmethod
    def pipeline_class() -> Any:
        """diffusers' ``StableDiffusionXLPipeline``."""
        from diffusers import StableDiffusionXLPipeline

        return StableDiffusionXLPipeline

    @cached_property
    def towers(self) -> tuple[TextTower, ...]:
        """Both text encoders: penultimate hidden states, and the projection of the second."""
        pipeline = self.pipeline

        def encode_first(ids: Tensor) -> tuple[Tensor, None]:
            encoder = pipeline.text_encoder
            return encoder(ids.to(encoder.device), output_hidden_states=True).hidden_states[-2], None

        first = TextTower(pipeline.tokenizer, encode_first, pipeline.tokenizer.model_max_length)
        return first, _second_tower(pipeline)

    def encode_negative(self, text: str) -> Conditioning:
        """The unconditional side: E(text); for an empty text zeros, where the pipeline is configured so."""
        import torch

        encoded = replace(self.encode(text), is_negative=True)
        if text or not self.pipeline.config.force_zeros_for_empty_prompt:
            return encoded
        return encoded.combine(torch.zeros_like)

    def make_scheduler(self, options: SamplingOptions) -> Any:
        """A fresh copy of the pipeline's scheduler that begins at its first step, as the stock pipeline tells it."""
        scheduler = super().make_scheduler(options)
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(0)
        return scheduler

    def denoiser_inputs(self, run: Run, rows: Sequence[Conditioning]) -> dict[str, Any]:
        """The pooled vectors and time ids of every row: an uncropped picture of its own size."""
        import torch

        text_embeds = torch.cat([row.pooled for row in rows if row.pooled is not None])
        ids = [self.time_ids(run, row) for row in rows for _ in row.embeds]
        time_ids = torch.tensor(ids, dtype=text_embeds.dtype, device=text_embeds.device)
        return {"added_cond_kwargs": {"text_embeds": text_embeds, "time_ids": time_ids}}

    def time_ids(self, run: Run, row: Conditioning) -> tuple[float, ...]:
        """What a row is told of the picture: original size, crop, target size."""
        return (run.height, run.width, 0, 0, run.height, run.width)

    def decode_pixels(self, latents: Tensor) -> Tensor:
        """The VAE's output ``(N, 3, H, W)`` in −1 … 1, computed in float32 where half precision would overflow."""
        with self._vae_in_safe_precision() as vae:
            pixels: Tensor = vae.decode(self._unscale(latents.to(vae.dtype)), return_dict=False)[0]
        return pixels

    def encode_pixels(self, pixels: Tensor, generator: Generator) -> Tensor:
        """The denoiser's latents ``(1, C, h, w)`` of a picture ``(1, 3, H, W)`` in −1 … 1, in the pixels' precision."""
        with self._vae_in_safe_precision() as vae:
            latents = sampled(vae.encode(pixels.to(vae.dtype)), generator)
        return self._rescale(latents.to(pixels.dtype))

    def decode(self, latents: Tensor) -> Image:
        """The picture of ``(1, C, h, w)`` latents, with the invisible watermark where the pipeline has one."""
        import torch

        with torch.no_grad():
            pixels = self.decode_pixels(latents)
        if self.pipeline.watermark is not None:
            pixels = self.pipeline.watermark.apply_watermark(pixels)
        image: Image = self.pipeline.image_processor.postprocess(pixels, output_type="pil")[0]
        return image

    @contextmanager
    def _vae_in_safe_precision(self) -> Iterator[Any]:
        """The VAE, in float32 where it would overflow in half precision."""
        import torch

        vae = self.pipeline.vae
        needs_upcasting = vae.dtype == torch.float16 and vae.config.force_upcast
        if needs_upcasting:
            vae.to(dtype=torch.float32)
        try:
            yield vae
        finally:
            if needs_upcasting:
                vae.to(dtype=torch.float16)

    def _unscale(self, latents: Tensor) -> Tensor:
        """The VAE's own latents from the denoiser's: z σ / s + μ where the VAE has a mean and a spread, else z / s."""
        mean, std, scale = self._scales(latents)
        return latents / scale if mean is None or std is None else latents * std / scale + mean

    def _rescale(self, latents: Tensor) -> Tensor:
        """The denoiser's latents from the VAE's own, the other way."""
        mean, std, scale = self._scales(latents)
        return latents * scale if mean is None or std is None else (latents - mean) * scale / std

    def _scales(self, latents: Tensor) -> tuple[Tensor | None, Tensor | None, float]:
        config = self.pipeline.vae.config
        mean, std = (
            None if config.get(name) is None else latents.new_tensor(config.get(name)).view(1, -1, 1, 1)
            for name in ("latents_mean", "latents_std")
        )
        return mean, std, float(config.scaling_factor)


class StableDiffusionXLRefinerBackend(StableDiffusionXLBackend):
    """The refiner's ``StableDiffusionXLImg2ImgPipeline`` by its parts; ``refined`` joins it to a base."""

    @staticmethod
    def pipeline_class() -> Any:
        """diffusers' ``StableDiffusionXLImg2ImgPipeline``."""
        from diffusers import StableDiffusionXLImg2ImgPipeline

        return StableDiffusionXLImg2ImgPipeline

    @cached_property
    def towers(self) -> tuple[TextTower, ...]:
        """The second text encoder alone."""
        return (_second_tower(self.pipeline),)

    def time_ids(self, run: Run, row: Conditioning) -> tuple[float, ...]:
        """What a row is told of the picture: original size, crop, aesthetic score."""
        if not self.pipeline.config.requires_aesthetics_score:
            return super().time_ids(run, row)
        return (run.height, run.width, 0, 0, _NEGATIVE_AESTHETIC_SCORE if row.is_negative else _AESTHETIC_SCORE)


def _second_tower(pipeline: Any) -> TextTower:
    def encode(ids: Tensor) -> tuple[Tensor, Tensor]:
        encoder = pipeline.text_encoder_2
        output = encoder(ids.to(encoder.device), output_hidden_states=True)
        return output.hidden_states[-2], output.text_embeds

    return TextTower(pipeline.tokenizer_2, encode, pipeline.tokenizer_2.model_max_length)
