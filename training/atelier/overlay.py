"""Vector marks over a raster picture: drops, threads, frames, leaders.

Knows how skia paints over channels-first float pictures. What is painted is left to the callers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from training.atelier.raster import GRID

if TYPE_CHECKING:
    import skia


def marks(size: int, draw: Callable[[skia.Canvas], None]) -> tuple[np.ndarray, np.ndarray]:
    """Colour ``(3, size, size)`` times alpha, and alpha ``(size, size)``, of what ``draw`` paints on the 256 grid."""
    import skia

    array = np.zeros((size, size, 4), np.uint8)
    surface = skia.Surface(array)
    surface.getCanvas().scale(size / GRID, size / GRID)
    draw(surface.getCanvas())
    planes = array.transpose(2, 0, 1).astype(np.float32) * np.float32(1.0 / 255.0)
    rgb = planes[2::-1] if skia.kN32_ColorType == skia.kBGRA_8888_ColorType else planes[:3]
    return rgb * planes[3], planes[3]  # skia keeps an array that it is given unpremultiplied


def over(image: np.ndarray, draw: Callable[[skia.Canvas], None], *, cover: np.ndarray | float = 1.0) -> np.ndarray:
    """``image`` (3, S, S) with the marks over it; ``cover`` in [0, 1] thins them."""
    rgb, alpha = marks(image.shape[-1], draw)
    return image * (1.0 - alpha * cover) + rgb * cover


def ink(red: float, green: float, blue: float, alpha: float = 1.0, *, width: float = 0.0) -> skia.Paint:
    """A paint from channels in [0, 1]: a fill, or a round stroke of ``width`` grid pixels."""
    import skia

    paint = skia.Paint(AntiAlias=True, Color4f=skia.Color4f(float(red), float(green), float(blue), float(alpha)))
    if width:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
    return paint
