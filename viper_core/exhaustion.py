"""When memory runs out: telling it from other failures of the libraries, and what to draw instead.

Knows how torch says so on each kind of device, and sizes. Who draws catches the failure, leaves the handler (a caught
exception holds the frames with everything that was computed), releases the memory and raises what this module makes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from viper_core.errors import NotEnoughMemory

if TYPE_CHECKING:
    from viper_core.sampling import SamplingOptions

__all__ = ["is_exhaustion", "not_enough_for"]

_STEP = 64  # pixels; sides that every model of the table takes
_SHARE = 0.75  # of a side: little more than half of the pixels
_SAID_AS = ("out of memory", "can't allocate memory", "not enough memory")  # where torch raises a plain RuntimeError


def is_exhaustion(error: BaseException) -> bool:
    """Whether this failure says that there is no memory left."""
    import torch

    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    return isinstance(error, RuntimeError) and any(text in str(error) for text in _SAID_AS)


def not_enough_for(model: str, options: SamplingOptions) -> NotEnoughMemory:
    """The error for a picture that did not fit, with a smaller size that may."""
    width, height = (max(_STEP, int(side * _SHARE) // _STEP * _STEP) for side in (options.width, options.height))
    smaller = f"Try {width} × {height}" if width < options.width or height < options.height else "Close what else runs"
    half = ", or β 0, which needs half as much" if options.beta > 0 else ""
    return NotEnoughMemory(
        f"{model} ran out of memory at {options.width} × {options.height} pixels. The memory is free again. "
        f"{smaller}{half}."
    )
