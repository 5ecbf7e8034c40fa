"""Where a model runs: the named device, or the best there is. Knows nothing of models."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viper_core.errors import ModelUnavailable, first_line

if TYPE_CHECKING:
    import torch

__all__ = ["pick_device"]


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
