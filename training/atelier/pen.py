"""A pen for one subject: shapes in the subject's own frame, in percent of its height.

The origin is the subject's foot, u points to where it looks (``face`` = −1 mirrors it), v points up. Points are
written as in a drawing program, ``"-38 0, -34 45, 0 68"``. How shapes are filled and edged is left to ``canvas``.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import skia

from training.atelier.canvas import Canvas, Point, simplified
from training.atelier.palettes import RGB


@lru_cache(maxsize=4096)
def _numbers(points: str) -> tuple[tuple[float, float], ...]:
    pairs = [pair.split() for pair in points.split(",")]
    return tuple((float(u), float(v)) for u, v in pairs)


_SLENDER = 4.0  # strokes less than so many outlines wide


def _opaque(color: RGB) -> int:
    r, g, b = (int(v) for v in color)
    return int(skia.ColorSetARGB(255, r, g, b))


class Pen:
    """Draws on ``canvas`` from the foot (x, y) upwards; 100 percent are k units."""

    def __init__(self, canvas: Canvas, x: float, y: float, k: float, face: int = 1) -> None:
        self.canvas, self.x, self.y, self.k, self.face = canvas, x, y, k, face

    def at(self, u: float, v: float) -> Point:
        """The canvas point of (u, v)."""
        return self.x + self.face * u * self.k / 100, self.y - v * self.k / 100

    def moved(self, u: float, v: float, size: float = 1.0, face: int = 1) -> Pen:
        """A pen whose origin is (u, v), ``size`` times as large, mirrored by ``face``."""
        return Pen(self.canvas, *self.at(u, v), self.k * size, self.face * face)

    def sides(self) -> tuple[Pen, Pen]:
        """This pen and its mirror image: for what comes in pairs."""
        return Pen(self.canvas, self.x, self.y, self.k, -self.face), self

    @contextmanager
    def turned(self, angle: float, u: float = 0, v: float = 0) -> Iterator[Pen]:
        """What is drawn meanwhile is turned by ``angle`` degrees about (u, v), forward when positive."""
        self.canvas.canvas.save()
        self.canvas.canvas.rotate(self.face * angle, *self.at(u, v))
        yield self
        self.canvas.canvas.restore()

    def _points(self, points: str) -> list[Point]:
        return [self.at(u, v) for u, v in _numbers(points)]

    def poly(self, points: str, color: RGB, **style: object) -> None:
        """A polygon."""
        self.canvas.poly(self._points(points), color, **style)

    def blob(self, points: str, color: RGB, **style: object) -> None:
        """A closed smooth shape that is pulled towards the points."""
        self.canvas.blob(self._points(points), color, **style)

    def oval(self, u: float, v: float, ru: float, color: RGB, rv: float | None = None, **style: object) -> None:
        """An ellipse about (u, v)."""
        k = self.k / 100
        self.canvas.oval(*self.at(u, v), ru * k, color, None if rv is None else rv * k, **style)

    def box(
        self, left: float, low: float, right: float, high: float, color: RGB, radius: float = 0, **style: object
    ) -> None:
        """A rectangle from (left, low) to (right, high), its corners rounded by ``radius``."""
        (x0, y0), (x1, y1), k = self.at(left, low), self.at(right, high), self.k / 100
        self.canvas.rect(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), color, radius * k, **style)

    def window(self, left: float, low: float, right: float, high: float, *, radius: float = 0) -> None:
        """A window from (left, low) to (right, high), lit at night."""
        (x0, y0), (x1, y1), k = self.at(left, low), self.at(right, high), self.k / 100
        self.canvas.window(min(x0, x1), min(y0, y1), abs(x1 - x0), abs(y1 - y0), radius=radius * k)

    def _track(self, points: str, curved: bool) -> skia.Path:
        track, path = self._points(points), skia.Path()
        path.moveTo(*track[0])
        if not curved or len(track) < 3:
            for point in track[1:]:
                path.lineTo(*point)
            return path
        for i in range(1, len(track) - 1):
            (x, y), (nx, ny) = track[i], track[i + 1]
            end = (nx, ny) if i == len(track) - 2 else ((x + nx) / 2, (y + ny) / 2)
            path.quadTo(x, y, *end)
        return path

    def limb(self, points: str, color: RGB, width: float, *, curved: bool = True, **style: object) -> None:
        """A shape of even width along the points, round at its ends: legs, arms, tails, ropes."""
        self._along(self._track(points, curved), color, width, style)

    def _along(self, track: skia.Path, color: RGB, width: float, style: dict[str, object]) -> None:
        """Fill a stroke; where an outline would cover most of it, it is laid around instead of over its rim."""
        c = self.canvas
        if style.get("edge", True) and c.outline and width * self.k / 100 < _SLENDER * c.outline:
            rim = self._stroke(width + 100 * c.outline / self.k)
            rim.setColor(_opaque(c.palette.b if c.neon else c.palette.dark))
            rim.setAntiAlias(True)
            c.canvas.drawPath(track, rim)
            style = {**style, "edge": False}
        outline = skia.Path()
        self._stroke(width).getFillPath(track, outline)
        c.path(simplified(outline), color, **style)  # type: ignore[arg-type]

    def _stroke(self, width: float) -> skia.Paint:
        return skia.Paint(
            Style=skia.Paint.kStroke_Style, StrokeWidth=width * self.k / 100,
            StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
        )  # fmt: skip

    def ring(self, u: float, v: float, radius: float, color: RGB, width: float, **style: object) -> None:
        """A circle's rim."""
        path = skia.Path()
        path.addCircle(*self.at(u, v), radius * self.k / 100)
        outline = skia.Path()
        if not style.get("edge", True) or not self.canvas.outline:  # a ring must not be simplified: it would be filled
            self._stroke(width).getFillPath(path, outline)
            self.canvas.path(outline, color, **style)  # type: ignore[arg-type]
            return
        self._along(path, color, width, style)

    def line(self, points: str, color: RGB, width: float = 2.0, *, curved: bool = False, alpha: float = 255) -> None:
        """A drawn line, never outlined itself."""
        paint = self._stroke(width)
        r, g, b = (int(v) for v in color)
        paint.setColor(skia.ColorSetARGB(int(alpha), r, g, b))
        paint.setAntiAlias(True)
        self.canvas.canvas.drawPath(self._track(points, curved), paint)

    def mark(self, u: float, v: float, ru: float, color: RGB, rv: float | None = None) -> None:
        """A small flat spot: an eye, a button, a nostril."""
        self.oval(u, v, ru, color, rv, shading=0, edge=False, lift=False)

    def eye(self, u: float, v: float, size: float = 3.6) -> None:
        """A dark eye with a glint."""
        p = self.canvas.palette
        self.mark(u, v, size, p.dark, size * 1.15)
        self.mark(u + size * 0.3, v + size * 0.4, size * 0.36, p.light)

    def star(self, u: float, v: float, size: float, color: RGB, **style: object) -> None:
        """A five-pointed star."""
        points = []
        for i in range(10):
            a, q = math.pi / 2 + i * math.pi / 5, size * (1 if i % 2 == 0 else 0.42)
            points.append(self.at(u + q * math.cos(a), v + q * math.sin(a)))
        self.canvas.poly(points, color, **style)
