"""Pipelines put together: from folders and files on this machine to a backend on its device.

Knows the calls of diffusers that read weights, merge an adapter, add a refiner and move parts to a GPU. Where files
come from, whether they are whole, and what to say when they are not, is left to ``weights``. Nothing here ever asks the
hub.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.backends.refined import RefinedBackend
from viper_core.backends.sdxl import StableDiffusionXLBackend, StableDiffusionXLRefinerBackend
from viper_core.backends.silence import silenced
from viper_core.backends.stable_diffusion import StableDiffusionBackend
from viper_core.errors import ModelUnavailable

if TYPE_CHECKING:
    import torch

    from viper_core.backends.latent_preview import LatentRGB
    from viper_core.backends.pipeline import PipelineBackend
    from viper_core.bundle import Known
    from viper_core.checkpoints import Family
    from viper_core.devices import Placement
    from viper_core.registry import ModelInfo

__all__ = ["check_adapters", "finish", "load_file", "load_folder", "load_refiner", "make_backend", "merge_adapter"]

_BACKENDS: dict[Family, type[PipelineBackend]] = {
    "stable-diffusion": StableDiffusionBackend,
    "stable-diffusion-xl": StableDiffusionXLBackend,
}


def load_folder(family: Family, folder: Path, dtype: torch.dtype, *, variant: str | None, **more: Any) -> Any:
    """The pipeline in a diffusers folder; safetensors only."""
    with silenced():
        return (
            _BACKENDS[family]
            .pipeline_class()
            .from_pretrained(folder, dtype=dtype, variant=variant, use_safetensors=True, local_files_only=True, **more)
        )


def load_file(family: Family, file: Path, configuration: Path, dtype: torch.dtype) -> Any:
    """The pipeline in a single file of Stability AI's layout, with configurations and tokenizers from a folder."""
    with silenced():
        return (
            _BACKENDS[family]
            .pipeline_class()
            .from_single_file(
                str(file), config=str(configuration), dtype=dtype, use_safetensors=True, local_files_only=True
            )
        )


def load_refiner(base: Any, folder: Path, variant: str | None, dtype: torch.dtype) -> Any:
    """The refiner's pipeline: its own U-Net and scheduler, the base's second text encoder and autoencoder."""
    from diffusers import StableDiffusionXLImg2ImgPipeline

    with silenced():
        return StableDiffusionXLImg2ImgPipeline.from_pretrained(
            folder,
            text_encoder=None,
            tokenizer=None,
            text_encoder_2=base.text_encoder_2,
            tokenizer_2=base.tokenizer_2,
            vae=base.vae,
            dtype=dtype,
            variant=variant,
            use_safetensors=True,
            local_files_only=True,
        )


def check_adapters() -> None:
    """What ``merge_adapter`` needs is installed.

    Raises:
        ModelUnavailable: it is not; the message says what to install.
    """
    if importlib.util.find_spec("peft") is None:
        raise ModelUnavailable(
            "An adapter needs the package peft, which is not installed: pip install -r requirements-models.txt"
        )


def merge_adapter(pipeline: Any, file: Path) -> None:
    """Add a LoRA to the weights it was made for, at full strength; nothing of it is left to compute."""
    with silenced():
        pipeline.load_lora_weights(file.parent, weight_name=file.name, use_safetensors=True, local_files_only=True)
        pipeline.fuse_lora()
        pipeline.unload_lora_weights()


def make_backend(
    pipeline: Any, info: ModelInfo, *, known: Known | None = None, latent_rgb: LatentRGB | None = None
) -> PipelineBackend:
    """The backend of a pipeline that is on its device."""
    pipeline.set_progress_bar_config(disable=True)
    return _BACKENDS[info.family](pipeline, info, known=known, latent_rgb=latent_rgb)


def finish(
    pipeline: Any, info: ModelInfo, device: torch.device, placement: Placement, *, refiner: Any = None
) -> PipelineBackend | RefinedBackend:
    """Scheduler, device and backend of a pipeline, with its refiner if it has one."""
    if info.is_trailing:
        pipeline.scheduler = _trailing(pipeline.scheduler)
    for one in (pipeline, refiner):
        if one is not None:
            _place(one, device, placement)
    base = make_backend(pipeline, info)
    if refiner is None or info.refiner is None:
        return base
    refiner.set_progress_bar_config(disable=True)
    return RefinedBackend(base, StableDiffusionXLRefinerBackend(refiner, info), hand_over=info.refiner.hand_over)


def _trailing(scheduler: Any) -> Any:
    from diffusers import DDIMScheduler

    return DDIMScheduler.from_config(scheduler.config, timestep_spacing="trailing")


def _place(pipeline: Any, device: torch.device, placement: Placement) -> None:
    """The whole pipeline on its device, or each part only while it computes and pictures decoded in tiles."""
    if placement == "whole":
        pipeline.to(device)
        return
    pipeline.enable_model_cpu_offload(device=device)
    pipeline.vae.enable_tiling()
