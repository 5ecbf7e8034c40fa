"""What the model families share: a stock diffusers text-to-image pipeline, used by its parts.

The parts are its tokenizers, text encoders, U-Net, scheduler, VAE and image processor; its ``__call__`` is not used.
Every run gets a scheduler of its own, made from the pipeline's configuration, so that no state passes from one picture
to the next, and a generator on the CPU, so that a seed means the same noise on every device. A family adds its text
towers, the further inputs of its U-Net, and how it decodes; it leaves windows and weights to ``prompts``, the rough
picture to ``latent_preview``, and every equation to ``guidance``.
"""

from __future__ import annotations

import inspect
from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning, Run
from viper_core.backends.denoised import predict_original
from viper_core.backends.latent_preview import LatentRGB, fit_latent_rgb, smooth_latents
from viper_core.backends.prompts import TextTower, attribute_windows, encode_windows, text_windows
from viper_core.errors import InputError

if TYPE_CHECKING:
    import torch
    from PIL.Image import Image
    from torch import Generator, Tensor

    from viper_core.bundle import Known
    from viper_core.preferences import Attribute
    from viper_core.reference import Reference
    from viper_core.registry import ModelInfo
    from viper_core.sampling import SamplingOptions

__all__ = ["PipelineBackend", "sampled"]


class PipelineBackend(ABC):
    """A stock pipeline as a ``viper_core.backends.Backend``.

    Args:
        pipeline: the loaded diffusers pipeline, on its device and in its dtype.
        info: the registry's entry of the model.
        known: what the model was trained to draw; None where nobody can list it.
        latent_rgb: the linear map of the preview; None fits one to the VAE when it is first needed.
    """

    def __init__(
        self,
        pipeline: Any,
        info: ModelInfo,
        *,
        known: Known | None = None,
        latent_rgb: LatentRGB | None = None,
    ) -> None:
        self.pipeline = pipeline
        self.info = info
        self.known = known
        self._given_latent_rgb = latent_rgb

    @staticmethod
    @abstractmethod
    def pipeline_class() -> Any:
        """The diffusers class whose ``from_pretrained`` loads this family."""

    @property
    @abstractmethod
    def towers(self) -> tuple[TextTower, ...]:
        """The text encoders, in the order in which their sequences are joined."""

    @abstractmethod
    def denoiser_inputs(self, run: Run, rows: Sequence[Conditioning]) -> dict[str, Any]:
        """The keyword arguments of the U-Net besides the latents, the timestep and the sequences."""

    @abstractmethod
    def decode_pixels(self, latents: Tensor) -> Tensor:
        """The VAE's output ``(N, 3, H, W)`` in −1 … 1 for latents ``(N, C, h, w)``."""

    @abstractmethod
    def encode_pixels(self, pixels: Tensor, generator: Generator) -> Tensor:
        """The denoiser's latents ``(1, C, h, w)`` of a picture ``(1, 3, H, W)`` in −1 … 1."""

    @abstractmethod
    def decode(self, latents: Tensor) -> Image:
        """The picture of ``(1, C, h, w)`` latents, as the stock pipeline makes it."""

    @property
    def device(self) -> torch.device:
        """Where the U-Net runs, also while it waits in main memory for its turn."""
        unet = self.pipeline.unet
        device: torch.device = getattr(getattr(unet, "_hf_hook", None), "execution_device", None) or unet.device
        return device

    def encode(self, text: str) -> Conditioning:
        """E(text), of a text of any length; one that fits a window is encoded as the stock pipeline does."""
        import torch

        with torch.no_grad():
            return encode_windows(text_windows(text, self.towers), self.towers)

    def encode_attributes(self, attributes: Sequence[Attribute]) -> Conditioning:
        """E(VP) of a weighted list of attributes, in any order and number; see ``prompts``."""
        import torch

        with torch.no_grad():
            return encode_windows(attribute_windows(attributes, self.towers), self.towers)

    def encode_negative(self, text: str) -> Conditioning:
        """The unconditional side of guidance: E(text), and E("") without a negative prompt."""
        return self.encode(text)

    def start(self, options: SamplingOptions, *, seeds: Sequence[int] = (), reference: Reference | None = None) -> Run:
        """Scheduler, timesteps and the noise that the stock pipeline draws for the same CPU generators.

        Raises:
            InputError: height or width is not a multiple of what one latent covers, or the reference's strength leaves
                no step to take.
        """
        import torch
        from diffusers.utils.torch_utils import randn_tensor

        if self.device.type == "cpu":
            torch.set_flush_denormal(True)  # per thread; denormals cost a CPU several times the normal step
        scheduler = self.make_scheduler(options)
        timesteps = scheduler.timesteps
        generators = [torch.Generator("cpu").manual_seed(seed) for seed in seeds or (options.seed,)]
        generator = generators if len(generators) > 1 else generators[0]
        size = self._latent_size(options)
        known = None
        if reference is not None:
            timesteps = self._enter_at(scheduler, options.num_inference_steps, reference)
            known = self._encode_reference(reference, options, generators)
        noise = randn_tensor(
            (len(generators), self.pipeline.unet.config.in_channels, *size),
            generator=generator,
            device=self.device,
            dtype=self.pipeline.text_encoder.dtype,
        )
        accepted = inspect.signature(scheduler.step).parameters
        offered = {"generator": generator, "eta": options.eta}
        return Run(
            scheduler=scheduler,
            timesteps=timesteps,
            generator=generator,
            latents=(
                noise * scheduler.init_noise_sigma
                if known is None
                else scheduler.add_noise(known, noise, timesteps[:1].repeat(len(generators)))
            ),
            height=options.height,
            width=options.width,
            step_options={name: value for name, value in offered.items() if name in accepted},
        )

    def make_scheduler(self, options: SamplingOptions) -> Any:
        """A fresh copy of the pipeline's scheduler with its timesteps set."""
        stock = self.pipeline.scheduler
        scheduler = type(stock).from_config(stock.config)
        scheduler.set_timesteps(options.num_inference_steps, device=self.device)
        return scheduler

    def predict_noise(self, run: Run, latents: Tensor, timestep: Tensor, rows: Sequence[Conditioning]) -> Tensor:
        """ε_θ(x_t, t, c) for every row c, in one call of the U-Net: ``(len(rows) N, C, h, w)``."""
        import torch

        rows = [row.combine(lambda one: one.expand(len(latents), *one.shape[1:])) for row in rows]
        model_input = run.scheduler.scale_model_input(torch.cat([latents] * len(rows)), timestep)
        with torch.no_grad():
            noise_pred: Tensor = self.pipeline.unet(
                model_input,
                timestep,
                encoder_hidden_states=torch.cat([row.embeds for row in rows]),
                return_dict=False,
                **self.denoiser_inputs(run, rows),
            )[0]
        return noise_pred

    def predict_original(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x̂_0 of a prediction at x_t, whatever the scheduler; see ``denoised``."""
        return predict_original(run.scheduler, noise_pred, timestep, latents)

    def step(self, run: Run, noise_pred: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
        """x_t → x_{t−1} by the scheduler of this run, both ``(N, C, h, w)``."""
        before: Tensor = run.scheduler.step(noise_pred, timestep, latents, **run.step_options, return_dict=False)[0]
        return before

    def preview(self, latents: Tensor) -> Image:
        """A rough picture by a linear map of each latent to one colour, enlarged to the size of the real one."""
        return self.latent_rgb.picture(latents, enlarge=self.cell)

    @property
    def cell(self) -> int:
        """Pixels a side that one latent covers."""
        return int(self.pipeline.vae_scale_factor)

    @cached_property
    def latent_rgb(self) -> LatentRGB:
        """The given map, or one fitted to what the VAE makes of smooth random latents: one small decode, once."""
        import torch

        if self._given_latent_rgb is not None:
            return self._given_latent_rgb
        latents = smooth_latents(self.pipeline.unet.config.in_channels)
        vae = self.pipeline.vae
        with torch.no_grad():
            pixels = self.decode_pixels(latents.to(device=self.device, dtype=vae.dtype))
        return fit_latent_rgb(latents, (pixels.float().cpu() / 2 + 0.5).clamp(0, 1))

    def _enter_at(self, scheduler: Any, steps: int, reference: Reference) -> Tensor:
        """The timesteps that are left when a reference is entered with its strength, as the stock pipelines count."""
        reference.check_steps(steps)
        first = (steps - int(steps * reference.strength)) * scheduler.order
        if hasattr(scheduler, "set_begin_index"):
            scheduler.set_begin_index(first)
        timesteps: Tensor = scheduler.timesteps[first:]
        return timesteps

    def _encode_reference(
        self, reference: Reference, options: SamplingOptions, generators: Sequence[Generator]
    ) -> Tensor:
        """The latents ``(N, C, h, w)`` of a reference, drawn from its distribution by each picture's generator."""
        import torch
        from PIL import ImageOps

        fitted = ImageOps.fit(reference.image.convert("RGB"), (options.width, options.height))
        pixels = self.pipeline.image_processor.preprocess(fitted)
        pixels = pixels.to(device=self.device, dtype=self.pipeline.text_encoder.dtype)
        with torch.no_grad():
            return torch.cat([self.encode_pixels(pixels, generator) for generator in generators])

    def _latent_size(self, options: SamplingOptions) -> tuple[int, int]:
        cell = self.cell
        for name, size in (("height", options.height), ("width", options.width)):
            if size % cell:
                raise InputError(
                    f"The {name} is {size} pixels; {self.info.name} draws multiples of {cell}, for example "
                    f"{max(cell, round(size / cell) * cell)}."
                )
        return options.height // cell, options.width // cell


def sampled(encoded: Any, generator: Generator) -> Tensor:
    """A draw from the distribution that an autoencoder makes of a picture, or what it makes where it has none."""
    latents: Tensor = encoded.latent_dist.sample(generator) if hasattr(encoded, "latent_dist") else encoded.latents
    return latents
