"""The vector canvas: shapes with shading, outlines, patterns and ornament, on skia.

Knows how a *shape* is filled and edged under the attributes of a scene. What the shapes depict is
left to ``scenery`` and ``subjects``. All lengths are in units of 1/256 of the picture's side.
"""

from __future__ import annotations

import math
import random
from collections.abc import Collection, Sequence

import numpy as np
import skia

from training.atelier.palettes import RGB, Palette, mix, shade

UNITS = 256.0
_BANDS = 4  # of a flat sky
_FORM = 1.7  # strength of all shading: strong enough that flat shapes are seen to be flat
Point = tuple[float, float]


def _color(color: RGB, alpha: float = 255) -> int:
    r, g, b = (int(min(255, max(0, v))) for v in color)
    return int(skia.Color(r, g, b, int(min(255, max(0, alpha)))))


class Canvas:
    """A square RGBA drawing surface with the styling of one scene.

    ``attributes`` decides how every shape looks: flat or shaded, outlined boldly or finely,
    patterned, ornamented, or cut from paper with a drop shadow.
    """

    def __init__(self, size: int, palette: Palette, attributes: Collection[str], rng: random.Random) -> None:
        self.size, self.palette, self.attributes, self.rng = size, palette, frozenset(attributes), rng
        self.scale = size / UNITS
        self.flat = bool({"flat vector", "woodcut print", "paper cutout"} & self.attributes)
        self.paper = "paper cutout" in self.attributes
        self.neon = "neon colors" in self.attributes
        self.night = "night" in self.attributes
        self.minimal = "minimalist composition" in self.attributes
        self.busy = "busy composition" in self.attributes
        self.ornate = "intricate details" in self.attributes
        self.pattern = next(
            (p for p in ("striped pattern", "polka dots", "swirl pattern") if p in self.attributes), None
        )
        self.outline = 4.4 if "bold outlines" in self.attributes else 1.0 if "fine outlines" in self.attributes else 0.0
        if "pop art" in self.attributes and not self.outline:
            self.outline = 2.4
        self.lit_windows: list[tuple[float, float, float]] = []
        self._layers: list[np.ndarray] = []
        self._surfaces: list[skia.Surface] = []
        self.push_layer()

    # -- layers ---------------------------------------------------------------------------------
    def push_layer(self) -> None:
        """Start a transparent layer; what is drawn next lands there until ``pop_layer``."""
        array = np.zeros((self.size, self.size, 4), np.uint8)
        surface = skia.Surface(array)
        surface.getCanvas().scale(self.scale, self.scale)
        self._layers.append(array)
        self._surfaces.append(surface)

    @property
    def canvas(self) -> skia.Canvas:
        return self._surfaces[-1].getCanvas()

    def pop_layer(self, *, cast_shadow: tuple[float, float] | None = None) -> np.ndarray:
        """Compose the topmost layer onto the one below; returns its alpha, (S, S) float in [0, 1].

        ``cast_shadow`` = (base height, slant): the layer's silhouette is also laid on the ground.
        """
        array, surface = self._layers.pop(), self._surfaces.pop()
        image = surface.makeImageSnapshot()
        below = self.canvas
        if cast_shadow:
            base, slant = cast_shadow
            below.save()
            below.translate(0, base)
            below.skew(slant, 0)
            below.scale(1, -0.55)
            below.translate(0, -base)
            below.scale(1 / self.scale, 1 / self.scale)
            tint = _color(mix(self.palette.dark, self.palette.ground, 0.15), 150)
            below.drawImage(
                image,
                0,
                0,
                skia.SamplingOptions(skia.FilterMode.kLinear),
                skia.Paint(ColorFilter=skia.ColorFilters.Blend(tint, skia.BlendMode.kSrcIn)),
            )
            below.restore()
        below.save()
        below.scale(1 / self.scale, 1 / self.scale)
        below.drawImage(image, 0, 0)
        below.restore()
        return array[..., 3].astype(np.float32) / 255.0

    def pixels(self) -> np.ndarray:
        """The picture so far, (S, S, 3) float32 RGB in [0, 1]."""
        array = self._layers[0][..., :3].astype(np.float32) / 255.0
        return np.ascontiguousarray(array[..., ::-1]) if skia.kN32_ColorType == skia.kBGRA_8888_ColorType else array

    # -- shapes ---------------------------------------------------------------------------------
    def path(
        self,
        path: skia.Path,
        color: RGB,
        *,
        shading: float = 0.15,
        edge: bool = True,
        lift: bool = True,
        alpha: float = 255,
        deco: bool = False,
    ) -> None:
        """Fill a path.

        ``shading`` is the strength of its gradient, ``edge`` lets it be outlined, ``lift`` lets cut
        paper cast a shadow, ``deco`` lets it take patterns and ornament.
        """
        if self.paper and lift:
            blur = skia.Paint(
                AntiAlias=True,
                Color=_color((0, 0, 0), 105),
                MaskFilter=skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, 3.0),
            )
            self.canvas.save()
            self.canvas.translate(2.2, 4.2)
            self.canvas.drawPath(path, blur)
            self.canvas.restore()
        paint = skia.Paint(AntiAlias=True, Color=_color(color, alpha))
        if shading and not self.flat:
            box = path.getBounds()
            form = min(0.4, shading * _FORM)
            ends = [_color(mix(color, (255, 255, 255), form), alpha), _color(shade(color, 1 - form * 1.2), alpha)]
            paint.setShader(
                skia.GradientShader.MakeLinear(
                    [skia.Point(box.left(), box.top()), skia.Point(box.right(), box.bottom())], ends
                )
            )
        self.canvas.drawPath(path, paint)
        if deco and (self.pattern or self.ornate):
            self._decorate(path, color)
        if edge and self.outline:
            ink = self.palette.b if self.neon else self.palette.dark
            self.canvas.drawPath(path, self._stroke(ink, self.outline))
        elif self.paper and lift:
            self.canvas.drawPath(path, self._stroke(mix(color, (255, 255, 255), 0.45), 0.8))

    def _stroke(self, color: RGB, width: float, alpha: float = 255) -> skia.Paint:
        return skia.Paint(
            AntiAlias=True, Color=_color(color, alpha), Style=skia.Paint.kStroke_Style, StrokeWidth=width,
            StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
        )  # fmt: skip

    def _decorate(self, path: skia.Path, color: RGB) -> None:
        box = path.getBounds()
        if box.width() < 9 or box.height() < 9:
            return
        bright = sum(color) > 420
        ink = mix(color, self.palette.dark if bright else self.palette.light, 0.5)
        cv = self.canvas
        cv.save()
        cv.clipPath(path, True)
        left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
        if self.pattern == "striped pattern":
            paint, x = self._stroke(ink, 3.6), left - box.height()
            while x < right:
                cv.drawLine(x, bottom, x + box.height() * 0.6, top, paint)
                x += 9.5
        elif self.pattern == "polka dots":
            paint, row, y = skia.Paint(AntiAlias=True, Color=_color(ink)), 0, top + 3
            while y < bottom + 4:
                x = left + (5 if row % 2 else 0)
                while x < right + 4:
                    cv.drawCircle(x, y, 2.7, paint)
                    x += 10
                y, row = y + 8, row + 1
        elif self.pattern == "swirl pattern":
            paint, y, row = self._stroke(ink, 1.7), top + 7, 0
            while y < bottom + 9:
                x = left + (10 if row % 2 else 0)
                while x < right + 9:
                    spiral = skia.Path()
                    spiral.moveTo(x, y)
                    for i in range(1, 15):
                        t = i * 0.72
                        spiral.lineTo(x + t * 0.72 * math.cos(t), y + t * 0.72 * math.sin(t))
                    cv.drawPath(spiral, paint)
                    x += 19
                y, row = y + 14, row + 1
        if self.ornate:
            paint, y, row = self._stroke(ink, 0.8, 170), top + 1.5, 0
            while y < bottom:
                scallops = skia.Path()
                x = left - (3 if row % 2 else 0)
                scallops.moveTo(x, y)
                while x < right:
                    scallops.quadTo(x + 3, y + 3.6, x + 6, y)
                    x += 6
                cv.drawPath(scallops, paint)
                y, row = y + 4.4, row + 1
        cv.restore()

    def poly(self, points: Sequence[Point], color: RGB, **style: object) -> None:
        self.path(skia.Path.Polygon([skia.Point(float(x), float(y)) for x, y in points], True), color, **style)  # type: ignore[arg-type]

    def rect(self, x: float, y: float, w: float, h: float, color: RGB, radius: float = 0, **style: object) -> None:
        rect = skia.Rect.MakeXYWH(x, y, w, h)
        path = skia.Path.RRect(skia.RRect.MakeRectXY(rect, radius, radius)) if radius else skia.Path.Rect(rect)
        self.path(path, color, **style)  # type: ignore[arg-type]

    def oval(self, x: float, y: float, rx: float, color: RGB, ry: float | None = None, **style: object) -> None:
        """An ellipse about (x, y) with radii rx and ry (ry = rx when left out)."""
        ry = rx if ry is None else ry
        self.path(skia.Path.Oval(skia.Rect.MakeXYWH(x - rx, y - ry, 2 * rx, 2 * ry)), color, **style)  # type: ignore[arg-type]

    def blob(self, points: Sequence[Point], color: RGB, **style: object) -> None:
        """A closed smooth shape that is pulled towards ``points`` (quadratic B-spline)."""
        path, n = skia.Path(), len(points)
        mid = [
            ((points[i][0] + points[(i + 1) % n][0]) / 2, (points[i][1] + points[(i + 1) % n][1]) / 2) for i in range(n)
        ]
        path.moveTo(*mid[-1])
        for point, end in zip(points, mid, strict=True):
            path.quadTo(point[0], point[1], end[0], end[1])
        path.close()
        self.path(path, color, **style)  # type: ignore[arg-type]

    def union(self, circles: Sequence[tuple[float, float, float, float]], color: RGB, **style: object) -> None:
        """One shape from overlapping ellipses (x, y, rx, ry): clouds, crowns of trees."""
        path = skia.Path()
        for x, y, rx, ry in circles:
            path.addOval(skia.Rect.MakeXYWH(x - rx, y - ry, 2 * rx, 2 * ry))
        self.path(skia.Simplify(path) or path, color, **style)  # type: ignore[arg-type]

    def line(self, points: Sequence[Point], color: RGB, width: float = 2.0, alpha: float = 255) -> None:
        path = skia.Path()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        self.canvas.drawPath(path, self._stroke(color, width, alpha))

    def dot(self, x: float, y: float, r: float, color: RGB, alpha: float = 255) -> None:
        """A plain disc without shading or outline."""
        self.canvas.drawCircle(x, y, r, skia.Paint(AntiAlias=True, Color=_color(color, alpha)))

    def glow(self, x: float, y: float, r: float, color: RGB, alpha: float = 200) -> None:
        """Light that fades out at radius r."""
        shader = skia.GradientShader.MakeRadial(skia.Point(x, y), r, [_color(color, alpha), _color(color, 0)])
        self.canvas.drawCircle(x, y, r, skia.Paint(AntiAlias=True, Shader=shader))

    def haze(self, x: float, y: float, rx: float, ry: float, color: RGB, alpha: float) -> None:
        """An ellipse of mist about (x, y) that fades out at its radii."""
        self.canvas.save()
        self.canvas.translate(x, y)
        self.canvas.scale(1.0, ry / rx)
        self.glow(0.0, 0.0, rx, color, alpha)
        self.canvas.restore()

    def wash(self, top: RGB, low: RGB, y0: float, y1: float, *, alpha0: float = 255, alpha1: float = 255) -> None:
        """Fill the whole picture with a vertical gradient from y0 to y1."""
        colors = [_color(top, alpha0), _color(low, alpha1)]
        ends = [skia.Point(0, y0), skia.Point(0, y1)]
        shader = skia.GradientShader.MakeLinear(ends, colors)
        if self.flat and (alpha0, alpha1) == (255, 255):  # bands of one colour each
            bands = [_color(mix(top, low, i / (_BANDS - 1))) for i in range(_BANDS) for _ in (0, 1)]
            shader = skia.GradientShader.MakeLinear(
                ends, bands, [(i + j) / _BANDS for i in range(_BANDS) for j in (0, 1)]
            )
        self.canvas.drawRect(skia.Rect.MakeWH(UNITS, UNITS), skia.Paint(Shader=shader))

    def window(self, x: float, y: float, w: float, h: float, *, radius: float = 0) -> None:
        """A window, lit at night and under neon."""
        p = self.palette
        lit = self.night or self.neon
        warm: RGB = (255, 222, 120)
        mono = bool({"monochrome", "sepia tones"} & self.attributes)
        color = p.d if self.neon else (p.light if mono else warm) if lit else mix(p.water, p.light, 0.35)
        self.rect(x, y, w, h, color, radius, lift=False, shading=0.05)
        if lit:
            self.lit_windows.append((x + w / 2, y + h / 2, max(w, h)))

    def light_windows(self) -> None:
        """Let the lit windows glow."""
        mono = bool({"monochrome", "sepia tones"} & self.attributes)
        color = self.palette.d if self.neon else self.palette.light if mono else (255, 215, 120)
        for x, y, r in self.lit_windows[:40]:
            self.glow(x, y, r * 1.8, color, 90)
