"""How different two pictures of one size look, as one number.

    d(a, b) = mean over scales s of mean over pixels of ‖OKLab(a_s) − OKLab(b_s)‖

OKLab (Ottosson 2020) is a colour space in which equal distances look about equally large, which RGB is not: there a
step in dark blue counts as much as one in light green. The scales are the picture itself and its halvings, averaged in
linear light as the eye does from further away. Taken at full size alone, grain that was drawn anew would count like a
sky that turned red; in the halvings only what is seen from afar is left. Two pictures of one seed share their layout,
so their pixels can be compared one by one. Knows pixels only.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    FloatArray = NDArray[np.float64]

__all__ = ["perceptual_difference"]

_SMALLEST_EDGE = 8  # px; below it a picture is hardly more than its mean colour
# Linear sRGB to cone responses, and those (as cube roots) to L, a, b; https://bottosson.github.io/posts/oklab
_TO_CONES: Final = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB: Final = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)


def perceptual_difference(first: Image, second: Image) -> float:
    """How different two pictures look: 0 for equal ones, 1 for black and white.

    Between plain colours about 0.02 is just to be seen; between pictures, where it is a mean, less may be plain to see.
    Symmetric, and no detour makes it shorter: d(a, c) ≤ d(a, b) + d(b, c).

    Args:
        first, second: of one size, of any mode that Pillow turns into RGB.

    Raises:
        ValueError: the sizes differ.
    """
    import numpy as np

    if first.size != second.size:
        raise ValueError(f"pictures of {first.size} and {second.size} pixels cannot be compared pixel by pixel")
    distances = [
        float(np.linalg.norm(_oklab(one) - _oklab(other), axis=-1).mean())
        for one, other in zip(_halvings(_linear(first)), _halvings(_linear(second)), strict=True)
    ]
    return sum(distances) / len(distances)


def _linear(image: Image) -> FloatArray:
    """Linear light, (H, W, 3) in 0 … 1."""
    import numpy as np

    coded = np.asarray(image.convert("RGB"), dtype=np.float64) / 255.0
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def _halvings(light: FloatArray) -> Iterator[FloatArray]:
    """The picture, and each half of the one before while it is large enough; an odd last row or column is left out."""
    yield light
    while min(light.shape[:2]) >= 2 * _SMALLEST_EDGE:
        height, width = light.shape[0] // 2, light.shape[1] // 2
        light = light[: 2 * height, : 2 * width].reshape(height, 2, width, 2, 3).mean(axis=(1, 3))
        yield light


def _oklab(light: FloatArray) -> FloatArray:
    """L, a, b of linear sRGB, (H, W, 3)."""
    import numpy as np

    lab: FloatArray = np.cbrt(light @ np.array(_TO_CONES).T) @ np.array(_TO_LAB).T
    return lab
