"""Stable Diffusion XL (Podell et al. 2023): two text encoders, a pooled vector, and the size of the picture.

The condition of a row is a sequence ``(1, L, D₁ + D₂)``, both encoders' penultimate hidden states side by side, and a
pooled vector ``(1, P)``, the second encoder's projection, which the U-Net adds to its time embedding. How the
preferences enter the pooled part, which the paper leaves open:

- The prompt's pooled vector is shifted by β exactly as its sequence is: e(p) + β (e(VP+) − e(VP−)); with the released
  formula e(p) + β e(VP+), and e(neg) + β e(VP−) on the negative side.
- The conditions ε_θ(x_t, t, E(VP±)) use the sequence and the pooled vector of VP±, each its own.

The six time ids (original size, crop, target size) describe the picture, not the text, and are the same in every row.

Without a negative prompt the stock pipeline's unconditional row is zeros, not E("")
(``force_zeros_for_empty_prompt``); so it is here. A side of the preferences that is empty still stands for the
encoders' E("") in the embedding, since β (E(VP+) − 0) would not be a shift but a second prompt.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning, Run
from viper_core.backends.pipeline import PipelineBackend
from viper_core.backends.prompts import TextTower

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

    from viper_core.sampling import SamplingOptions

__all__ = ["StableDiffusionXLBackend"]


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

        def encode_second(ids: Tensor) -> tuple[Tensor, Tensor]:
            encoder = pipeline.text_encoder_2
            output = encoder(ids.to(encoder.device), output_hidden_states=True)
            return output.hidden_states[-2], output.text_embeds

        return (
            TextTower(pipeline.tokenizer, encode_first, pipeline.tokenizer.model_max_length),
            TextTower(pipeline.tokenizer_2, encode_second, pipeline.tokenizer_2.model_max_length),
        )

    def encode_negative(self, text: str) -> Conditioning:
        """The unconditional side: E(text); for an empty text zeros, where the pipeline is configured so."""
        import torch

        encoded = self.encode(text)
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
        """The pooled vectors ``(N, P)`` and the time ids ``(N, 6)``: an uncropped picture of its own size."""
        import torch

        text_embeds = torch.cat([row.pooled for row in rows if row.pooled is not None])
        size = (run.height, run.width)
        time_ids = torch.tensor([(*size, 0, 0, *size)], dtype=text_embeds.dtype, device=text_embeds.device)
        return {"added_cond_kwargs": {"text_embeds": text_embeds, "time_ids": time_ids.repeat(len(rows), 1)}}

    def decode_pixels(self, latents: Tensor) -> Tensor:
        """The VAE's output ``(N, 3, H, W)`` in −1 … 1, computed in float32 where half precision would overflow."""
        import torch

        vae = self.pipeline.vae
        needs_upcasting = vae.dtype == torch.float16 and vae.config.force_upcast
        if needs_upcasting:
            vae.to(dtype=torch.float32)
        try:
            pixels: Tensor = vae.decode(self._unscale(latents.to(vae.dtype)), return_dict=False)[0]
        finally:
            if needs_upcasting:
                vae.to(dtype=torch.float16)
        return pixels

    def decode(self, latents: Tensor) -> Image:
        """The picture of ``(1, C, h, w)`` latents, with the invisible watermark where the pipeline has one."""
        import torch

        with torch.no_grad():
            pixels = self.decode_pixels(latents)
        if self.pipeline.watermark is not None:
            pixels = self.pipeline.watermark.apply_watermark(pixels)
        image: Image = self.pipeline.image_processor.postprocess(pixels, output_type="pil")[0]
        return image

    def _unscale(self, latents: Tensor) -> Tensor:
        """The VAE's own latents from the denoiser's: z σ / s + μ where the VAE has a mean and a spread, else z / s."""
        config = self.pipeline.vae.config
        mean, std = config.get("latents_mean"), config.get("latents_std")
        scale = float(config.scaling_factor)
        if mean is None or std is None:
            return latents / scale
        shift, spread = latents.new_tensor(mean).view(1, -1, 1, 1), latents.new_tensor(std).view(1, -1, 1, 1)
        return latents * spread / scale + shift
