"""What can be measured in a picture beside its palette: the hour, grain, blur, blocks, dark corners, which hue rules.

All functions take planes of CIE L*a*b* (see :mod:`viper_core.pictures`, which decides what a picture is called) and
answer yes only where it is plainly to be seen; the thresholds were chosen on drawings whose true attributes are known.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    FloatArray = NDArray[np.float64]

__all__ = ["has_dark_corners", "has_grain", "is_blocky", "is_blurred", "is_colorful", "is_night", "ruling_hue"]

_NIGHT_SKY = 20.0  # mean lightness of the upper third
_NIGHT_WHOLE = 30.0  # and of the whole picture
_GRAIN = 3.4  # median difference from the blurred picture in its plain half, in L*
_CORNER_STEP = 8.0  # how much darker each corner is than the middle of its edge, in L*
_SHARPEST = 4.0  # lightness step per pixel that one pixel in a hundred exceeds in a sharp picture
_BLOCKY = 0.6  # share of all steps that lies on a grid
_BLOCKS: Final = range(3, 33)  # px a block may measure
_HUE_BINS = 12
_MANY_HUES = 0.82  # entropy of the hues over that of all hues alike
_FEW_COLORED = 0.35  # share of pixels that must have a hue for that
_RULING = 0.75  # share of the colour that lies in one hue's name
# Hue angles in degrees at which one name ends and the next begins, from sRGB primaries and secondaries in L*a*b*.
_HUES: Final = (
    (0.0, 48.0, "red tones"),
    (48.0, 78.0, "orange tones"),
    (78.0, 112.0, "yellow tones"),
    (112.0, 165.0, "green tones"),
    (165.0, 235.0, "teal tones"),
    (235.0, 302.0, "blue tones"),
    (302.0, 330.0, "purple tones"),
    (330.0, 360.0, "pink tones"),
)


def is_night(lightness: FloatArray) -> bool:
    """Whether the sky, and most below it, is dark; (H, W) in 0 … 100."""
    upper = lightness[: max(1, lightness.shape[0] // 3)]
    return float(upper.mean()) <= _NIGHT_SKY and float(lightness.mean()) <= _NIGHT_WHOLE


def has_grain(lightness: FloatArray, blurred: FloatArray) -> bool:
    """Whether even the plain parts of a picture differ from it blurred; both (H, W)."""
    import numpy as np

    if min(lightness.shape) < 8:
        return False
    slope = np.hypot(*np.gradient(blurred))
    plain = slope <= np.median(slope)
    return float(np.median(np.abs(lightness - blurred)[plain])) >= _GRAIN


def has_dark_corners(lightness: FloatArray) -> bool:
    """Whether all four corners are darker than the middle of their edge; (H, W)."""
    height, width = lightness.shape
    y, x = height // 10, width // 10
    if not y or not x:
        return False
    steps = []
    for edge in (lightness[:y], lightness[-y:]):
        middle = float(edge[:, width // 2 - x : width // 2 + x].mean())
        steps.append(middle - max(float(edge[:, :x].mean()), float(edge[:, -x:].mean())))
    return min(steps) >= _CORNER_STEP


def is_blurred(lightness: FloatArray) -> bool:
    """Whether there is no sharp edge anywhere, though there is something to see; (H, W)."""
    import numpy as np

    if min(lightness.shape) < 8 or float(lightness.std()) < 6.0:
        return False
    return float(np.percentile(np.hypot(*np.gradient(lightness)), 99)) <= _SHARPEST


def is_blocky(lightness: FloatArray) -> bool:
    """Whether nearly all steps lie on one grid, across and down, as in pixel art; (H, W) at its own resolution."""
    import numpy as np

    shares = []
    for axis in (0, 1):
        steps = np.abs(np.diff(lightness, axis=axis)).mean(axis=1 - axis)
        total = float(steps.sum())
        if len(steps) < 4 * _BLOCKS[-1] or total < 1e-6:
            return False
        shares.append({size: max(float(steps[k::size].sum()) for k in range(size)) / total for size in _BLOCKS})
    return any(shares[0][size] >= _BLOCKY and shares[1][size] >= _BLOCKY for size in _BLOCKS)


def is_colorful(hue: FloatArray, weight: FloatArray) -> bool:
    """Whether hues of all kinds are there; angles in degrees and how much each pixel counts, 0 for colourless ones."""
    import numpy as np

    if float((weight > 0).mean()) < _FEW_COLORED:
        return False
    counts, _ = np.histogram(hue, bins=_HUE_BINS, range=(0.0, 360.0), weights=weight)
    share = counts[counts > 0] / counts.sum()
    return float(-(share * np.log(share)).sum()) >= _MANY_HUES * float(np.log(_HUE_BINS))


def ruling_hue(hue: FloatArray, weight: FloatArray) -> str | None:
    """The name of the one hue that most of the colour has, or None; arrays as in :func:`is_colorful`."""
    total = float(weight.sum())
    if total <= 0 or float((weight > 0).mean()) < _FEW_COLORED:
        return None
    for first, last, name in _HUES:
        if float(weight[(hue >= first) & (hue < last)].sum()) / total >= _RULING:
            return name
    return None
