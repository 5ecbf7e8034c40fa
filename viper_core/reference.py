"""A picture to start from in place of noise, and what tells one such picture from another.

Knows how a stranger's picture becomes a reference and by what it is recognised later. How it enters the denoising is a
backend's business, how it is kept for a visitor that of :mod:`viper_core.reference_store`.
"""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from viper_core.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["DEFAULT_STRENGTH", "REFERENCE_EDGE", "Reference", "load_reference"]

REFERENCE_EDGE: Final = 1024  # px; a larger picture is made smaller: no model here starts from more
DEFAULT_STRENGTH: Final = 0.6


@dataclass(frozen=True, eq=False)
class Reference:
    """A picture to start from in place of noise (Meng et al. 2022).

    Attributes:
        image: of any size; the middle of it is fitted to the picture's.
        strength: above 0 and up to 1, the share of the steps that are taken; at 1 little but its masses is left.

    Raises:
        InputError: the strength is out of its range.
    """

    image: Image
    strength: float = DEFAULT_STRENGTH

    def __post_init__(self) -> None:
        if isinstance(self.strength, bool) or not (math.isfinite(self.strength) and 0 < self.strength <= 1):
            raise InputError(f"The strength is {self.strength!r}; it must be above 0, where nothing changes, up to 1.")

    def check_steps(self, steps: int) -> None:
        """Raise InputError where the strength leaves none of ``steps`` to take."""
        if int(steps * self.strength) < 1:
            raise InputError(
                f"A strength of {self.strength:g} leaves none of {steps} steps. Choose one from {1 / steps:.2f} to 1."
            )

    @cached_property
    def sha256(self) -> str:
        """Of size and pixels, in hexadecimal: the same picture has the same one in every file format without loss."""
        picture = self.image.convert("RGB")
        return hashlib.sha256(f"{picture.width}x{picture.height}:".encode() + picture.tobytes()).hexdigest()


def load_reference(source: Path | str | bytes, strength: float = DEFAULT_STRENGTH) -> Reference:
    """A stranger's picture as a reference, no side of it longer than :data:`REFERENCE_EDGE`.

    Args:
        source: path or content of the file.
        strength: see :class:`Reference`.

    Raises:
        PictureError: not there, or no picture that can be read.
        InputError: the strength is out of its range.
    """
    from viper_core.pictures import open_picture

    return Reference(open_picture(source, longest_edge=REFERENCE_EDGE), strength)
