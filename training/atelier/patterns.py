"""Patterns and ornament on shapes: stripes, dots, swirls, checks, flowers, zigzags, grids, scallops.

Knows how a pattern is laid inside one path. Which shapes take one is decided by ``canvas``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import skia

from training.atelier.palettes import RGB


@dataclass(frozen=True)
class Cloth:
    """Where a pattern goes: the skia canvas (clipped to the shape), the shape's box, and two inks."""

    canvas: skia.Canvas
    left: float
    top: float
    right: float
    bottom: float
    ink: RGB
    second: RGB

    def fill(self, color: RGB, alpha: float = 255) -> skia.Paint:
        """A flat paint."""
        return skia.Paint(AntiAlias=True, Color=skia.ColorSetARGB(int(alpha), *(int(v) for v in color)))

    def stroke(self, color: RGB, width: float, alpha: float = 255) -> skia.Paint:
        """A round pen."""
        paint = self.fill(color, alpha)
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(width)
        paint.setStrokeCap(skia.Paint.kRound_Cap)
        paint.setStrokeJoin(skia.Paint.kRound_Join)
        return paint

    def places(self, dx: float, dy: float, *, staggered: bool = True) -> list[tuple[float, float, int]]:
        """Points ``(x, y, row)`` of a lattice that covers the box, on one raster for the whole picture."""
        rows = range(math.floor(self.top / dy), math.ceil(self.bottom / dy) + 1)
        columns = range(math.floor(self.left / dx) - 1, math.ceil(self.right / dx) + 1)
        return [(dx * (i + (0.5 if staggered and j % 2 else 0.0)), dy * j, j) for j in rows for i in columns]


def stripes(cloth: Cloth) -> None:
    """Slanted bars."""
    paint, tall = cloth.stroke(cloth.ink, 4.2), cloth.bottom - cloth.top
    x = math.floor((cloth.left - tall) / 10.0) * 10.0
    while x < cloth.right:
        cloth.canvas.drawLine(x, cloth.bottom, x + tall * 0.6, cloth.top, paint)
        x += 10.0


def dots(cloth: Cloth) -> None:
    """Rows of discs."""
    paint = cloth.fill(cloth.ink)
    for x, y, _ in cloth.places(11.0, 9.0):
        cloth.canvas.drawCircle(x, y, 3.1, paint)


def swirls(cloth: Cloth) -> None:
    """Spirals."""
    paint = cloth.stroke(cloth.ink, 2.8)
    spiral = [(1.16 * t * math.cos(t), 1.16 * t * math.sin(t)) for t in (i * 0.72 for i in range(15))]
    for x, y, _ in cloth.places(29.0, 22.0):
        path = skia.Path()
        path.moveTo(x, y)
        for u, v in spiral[1:]:
            path.lineTo(x + u, y + v)
        cloth.canvas.drawPath(path, paint)


def checks(cloth: Cloth) -> None:
    """A chessboard."""
    paint, side = cloth.fill(cloth.ink), 9.0
    for x, y, row in cloth.places(side, side, staggered=False):
        if (round(x / side) + row) % 2:
            cloth.canvas.drawRect(skia.Rect.MakeXYWH(x, y, side, side), paint)


def blossoms(cloth: Cloth) -> None:
    """Five-petalled flowers with two leaves, scattered in staggered rows."""
    petal, heart = cloth.fill(cloth.ink), cloth.fill(cloth.second)
    leaf = cloth.stroke(cloth.second, 1.9)
    ring = [(3.9 * math.cos(a), 3.9 * math.sin(a)) for a in (i * 1.2566 - 1.57 for i in range(5))]
    for x, y, row in cloth.places(25.0, 19.0):
        cloth.canvas.drawLine(x + 5, y + 5, x + 12.0, y + (9.5 if row % 2 else 2.0), leaf)
        for u, v in ring:
            cloth.canvas.drawCircle(x + u, y + v, 3.3, petal)
        cloth.canvas.drawCircle(x, y, 2.5, heart)


def zigzags(cloth: Cloth) -> None:
    """Rows of chevrons."""
    paint = cloth.stroke(cloth.ink, 3.4)
    y = math.floor(cloth.top / 10.0) * 10.0 - 6
    start = math.floor(cloth.left / 14.0) * 14.0 - 14
    while y < cloth.bottom + 8:
        path, x = skia.Path(), start
        path.moveTo(x, y)
        while x < cloth.right + 14:
            path.lineTo(x + 7, y + 7)
            path.lineTo(x + 14, y)
            x += 14
        cloth.canvas.drawPath(path, paint)
        y += 10.0


def grid(cloth: Cloth) -> None:
    """Crossing lines."""
    paint = cloth.stroke(cloth.ink, 1.9)
    x = math.floor(cloth.left / 10.0) * 10.0
    while x < cloth.right:
        cloth.canvas.drawLine(x, cloth.top, x, cloth.bottom, paint)
        x += 10.0
    y = math.floor(cloth.top / 10.0) * 10.0
    while y < cloth.bottom:
        cloth.canvas.drawLine(cloth.left, y, cloth.right, y, paint)
        y += 10.0


def scallops(cloth: Cloth) -> None:
    """Ornament for intricate details: rows of small arcs with a bead in each."""
    paint, bead = cloth.stroke(cloth.ink, 1.0, 215), cloth.fill(cloth.second, 220)
    y, row = cloth.top + 1.5, 0
    while y < cloth.bottom:
        arcs, x = skia.Path(), cloth.left - (3.5 if row % 2 else 0)
        arcs.moveTo(x, y)
        while x < cloth.right:
            arcs.quadTo(x + 3.5, y + 4.6, x + 7, y)
            x += 7
        cloth.canvas.drawPath(arcs, paint)
        y, row = y + 5.2, row + 1
    for x, y, _ in cloth.places(7.0, 10.4):
        cloth.canvas.drawCircle(x, y, 0.9, bead)


def dabs(cloth: Cloth) -> None:
    """Foliage of naive painters: small touches in two tones, leaf by leaf."""
    paints = cloth.fill(cloth.ink), cloth.fill(cloth.second)
    for x, y, row in cloth.places(7.5, 5.5):
        shift = math.sin(x * 1.7 + row * 2.3)
        rect = skia.Rect.MakeXYWH(x - 1.9 + 1.4 * shift, y - 1.1, 3.8, 2.2)
        cloth.canvas.drawOval(rect, paints[row % 2])


PATTERNS: dict[str, Callable[[Cloth], None]] = {
    "striped pattern": stripes,
    "polka dots": dots,
    "swirl pattern": swirls,
    "checkered pattern": checks,
    "floral pattern": blossoms,
    "zigzag pattern": zigzags,
    "grid pattern": grid,
}
"""What each pattern attribute lays on a shape."""
