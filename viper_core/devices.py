"""Where a model runs and in what precision: the named device or the best there is, and whether the model fits it.

Knows devices and gigabytes, nothing of models: whoever loads one says what it wants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from viper_core.errors import ModelUnavailable, first_line

if TYPE_CHECKING:
    import torch

__all__ = ["Placement", "choose_placement", "free_memory", "pick_device", "pick_dtype", "release_memory"]

Placement = Literal["whole", "offloaded"]

_GIGABYTE = 1e9
_BFLOAT16_CAPABILITY = (8, 0)  # Ampere; older GPUs emulate it


def pick_device(name: str | None) -> torch.device:
    """The named device, else the first GPU, else the CPU.

    Raises:
        ModelUnavailable: the named device is not there.
    """
    import torch

    if name is None:
        name = "cuda" if torch.cuda.is_available() else "mps" if torch.backends.mps.is_available() else "cpu"
    try:
        device = torch.device(name)
        torch.empty(0, device=device)
    except (RuntimeError, AssertionError) as error:
        raise ModelUnavailable(
            f"The device {name!r} cannot be used here ({first_line(error)}). Use cpu, or leave the device open."
        ) from error
    return device


def pick_dtype(device: torch.device) -> torch.dtype:
    """float32 on a CPU, bfloat16 on a GPU that computes in it, else float16.

    bfloat16 has the range of float32: what overflows in float16 (SDXL's autoencoder, the attention of Stable Diffusion
    2.1) does not in it.
    """
    import torch

    if device.type == "cpu":
        return torch.float32
    if device.type == "cuda" and torch.cuda.get_device_capability(device) >= _BFLOAT16_CAPABILITY:
        return torch.bfloat16
    return torch.float16


def free_memory(device: torch.device) -> float:
    """Bytes that are free on a device; a GPU that shares the machine's memory has what that has."""
    if device.type == "cuda":
        import torch

        return float(torch.cuda.mem_get_info(device)[0])
    import psutil  # type: ignore[import-untyped]  # comes with accelerate

    return float(psutil.virtual_memory().available)


def choose_placement(name: str, device: torch.device, *, whole_gb: float, offloaded_gb: float) -> Placement:
    """Whether a model lies on its device as a whole, or each part only while it computes.

    Args:
        name: what messages call the model.
        device: where it is to run.
        whole_gb: what it wants of the device as a whole.
        offloaded_gb: what it wants with its parts in turn; only a CUDA device can, the rest waits in main memory.

    Raises:
        ModelUnavailable: it does not fit in either way; the message says how much there is and what to do.
    """
    free = free_memory(device) / _GIGABYTE
    if free >= whole_gb:
        return "whole"
    if device.type == "cuda" and free >= offloaded_gb:
        return "offloaded"
    least = offloaded_gb if device.type == "cuda" else whole_gb
    raise ModelUnavailable(
        f"{name} is too big for this machine: it wants {least:g} GB of {device.type}'s memory, {free:.1f} GB are free. "
        "Close what else uses it, or choose a smaller model; viper-mini runs anywhere."
    )


def release_memory() -> None:
    """Give back what the libraries hold on to after a failure, so that the next job finds it free."""
    import gc

    import torch

    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
