"""The vector canvas: shapes with shading, outlines, patterns and ornament, on skia.

Knows how a *shape* is filled and edged under the attributes of a scene. What the shapes depict is
left to ``scenery`` and ``subjects``. All lengths are in units of 1/256 of the picture's side.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Sequence

import numpy as np
import skia

from training.atelier.palettes import RGB, Palette, mix, shade
from training.atelier.patterns import PATTERNS, Cloth, dabs, scallops

UNITS = 256.0
_BANDS = 4  # of a flat sky
_FORM = 1.7  # strength of all shading: strong enough that flat shapes are seen to be flat
_FLAT = frozenset({"flat vector", "woodcut print", "paper cutout", "flat space", "ukiyo-e", "bauhaus", "naive art"})
_BROAD = 72.0, 22.0  # shapes at least this wide and high take a pattern, whatever they are
_VAST = 180.0, 60.0  # and those at least as large as this even if they have no edge: water, walls
_CORNER = 6.0, 0.24, 34.0  # radius of rounded shapes: least, share of the smaller side, most
Point = tuple[float, float]


def _color(color: RGB, alpha: float = 255) -> int:
    r, g, b = (int(min(255, max(0, v))) for v in color)
    return int(skia.Color(r, g, b, int(min(255, max(0, alpha)))))


def simplified(path: skia.Path) -> skia.Path:
    """The path without overlaps within itself, or as it is where skia finds no such path."""
    try:
        return skia.Simplify(path)
    except RuntimeError:
        return path


class Canvas:
    """A square RGBA drawing surface with the styling of one scene.

    ``attributes`` decides how every shape looks: flat or shaded, outlined boldly or finely,
    patterned, ornamented, or cut from paper with a drop shadow.
    """

    def __init__(self, size: int, palette: Palette, attributes: Collection[str], rng: random.Random) -> None:
        self.size, self.palette, self.attributes, self.rng = size, palette, frozenset(attributes), rng
        self.scale = size / UNITS
        self.flat = bool(_FLAT & self.attributes)
        self.paper = "paper cutout" in self.attributes
        self.neon = "neon colors" in self.attributes
        self.night = "night" in self.attributes
        self.minimal = "minimalist composition" in self.attributes
        self.busy = "busy composition" in self.attributes
        self.ornate = "intricate details" in self.attributes
        self.pattern = next((p for p in PATTERNS if p in self.attributes), None)
        self.naive = "naive art" in self.attributes
        self.rounded = "rounded shapes" in self.attributes
        self.white_lines = "white outlines" in self.attributes
        self.lit = self.night or self.neon or bool({"blue hour", "cyberpunk"} & self.attributes)
        self.sky_done = False
        fork = random.Random()
        fork.setstate(rng.getstate())
        self._seed = fork.getrandbits(32)
        self.outline = 4.4 if "bold outlines" in self.attributes else 1.3 if "fine outlines" in self.attributes else 0.0
        if "pop art" in self.attributes and not self.outline:
            self.outline = 2.4
        if self.white_lines or (self.naive and not self.outline):
            self.outline = 3.0 if self.white_lines else 1.9
        self.lit_windows: list[tuple[float, float, float]] = []
        self._layers: list[np.ndarray] = []
        self._surfaces: list[skia.Surface] = []
        self.push_layer()

    def rng_for(self, name: str) -> random.Random:
        """Chance of this scene for the attribute ``name`` alone: what it adds does not reshuffle the rest."""
        return random.Random(f"{name}:{self._seed}")

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
            tint = _color(mix(self.palette.dark, self.palette.ground, 0.15), 185)
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
        rounded = self.rounded and path.getBounds().width() < UNITS  # land and water reach beyond the picture
        if rounded:
            paint.setPathEffect(self._round_off(path))
            if shading and min(path.getBounds().width(), path.getBounds().height()) < 240:
                paint.setShader(self._puffy(path.getBounds(), color, alpha))
        self.canvas.drawPath(path, paint)
        if self._takes_ornament(path, deco=deco, edge=edge, alpha=alpha):
            self._decorate(path, color)
        if edge and self.outline:
            ink = self.palette.b if self.neon else self.palette.dark
            if self.white_lines:
                ink = mix(self.palette.light, (255, 255, 255), 0.6)
            pen = self._stroke(ink, self.outline)
            if rounded:
                pen.setPathEffect(self._round_off(path))
            self.canvas.drawPath(path, pen)
        elif self.ornate and edge and path.getBounds().width() > 6:
            beads = self._stroke(mix(color, self.palette.light if sum(color) < 420 else self.palette.dark, 0.7), 1.7)
            beads.setPathEffect(skia.DashPathEffect.Make([0.0, 4.2], 0.0))
            self.canvas.drawPath(path, beads)
        elif self.paper and lift:
            self.canvas.drawPath(path, self._stroke(mix(color, (255, 255, 255), 0.45), 0.8))

    def _round_off(self, path: skia.Path) -> skia.PathEffect:
        least, share, most = _CORNER
        box = path.getBounds()
        return skia.CornerPathEffect.Make(min(most, max(least, share * min(box.width(), box.height()))))

    def _puffy(self, box: skia.Rect, color: RGB, alpha: float) -> skia.Shader:
        """Light on a cushion: bright in the upper left, dark round the rim."""
        reach = 0.62 * max(box.width(), box.height(), 4.0)
        tones = [mix(color, (255, 255, 255), 0.42), color, shade(color, 0.68)]
        return skia.GradientShader.MakeRadial(
            skia.Point(box.left() + 0.36 * box.width(), box.top() + 0.30 * box.height()),
            reach,
            [_color(tone, alpha) for tone in tones],
            [0.0, 0.45, 1.0],
        )

    def _takes_ornament(self, path: skia.Path, *, deco: bool, edge: bool, alpha: float) -> bool:
        if not (self.pattern or self.ornate or self.naive):
            return False
        box = path.getBounds()
        wide, tall = _BROAD if edge else _VAST
        return deco or (not self.naive and alpha == 255 and box.width() >= wide and box.height() >= tall)

    def stroke(self, color: RGB, width: float, alpha: float = 255) -> skia.Paint:
        """A round pen, for what is drawn with skia directly."""
        return self._stroke(color, width, alpha)

    def _stroke(self, color: RGB, width: float, alpha: float = 255) -> skia.Paint:
        return skia.Paint(
            AntiAlias=True, Color=_color(color, alpha), Style=skia.Paint.kStroke_Style, StrokeWidth=width,
            StrokeCap=skia.Paint.kRound_Cap, StrokeJoin=skia.Paint.kRound_Join,
        )  # fmt: skip

    def _decorate(self, path: skia.Path, color: RGB) -> None:
        box = path.getBounds()
        if box.width() < 9 or box.height() < 9:
            return
        bright, p = sum(color) > 420, self.palette
        ink = mix(color, p.dark if bright else p.light, 0.55)
        second = mix(color, p.b if bright else p.sun, 0.65)
        if self.naive:
            ink, second = mix(color, (255, 255, 190), 0.42), shade(color, 0.72)
        cv = self.canvas
        cv.save()
        cv.clipPath(path, True)
        cloth = Cloth(
            cv,
            max(box.left(), 0.0),
            max(box.top(), 0.0),
            min(box.right(), UNITS),
            min(box.bottom(), UNITS),
            ink,
            second,
        )
        if self.pattern:
            PATTERNS[self.pattern](cloth)
        if self.ornate:
            scallops(cloth)
        elif self.naive and not self.pattern:
            dabs(cloth)
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
        self.path(simplified(path), color, **style)  # type: ignore[arg-type]

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
        if self.pattern and (alpha0, alpha1) == (255, 255):
            middle = mix(top, low, 0.5)
            near = mix(middle, self.palette.light if sum(middle) < 420 else self.palette.dark, 0.16)
            box = self.canvas.getLocalClipBounds()
            PATTERNS[self.pattern](
                Cloth(
                    self.canvas,
                    max(box.left(), 0),
                    max(box.top(), 0),
                    min(box.right(), UNITS),
                    min(box.bottom(), y1),
                    near,
                    mix(near, self.palette.sun, 0.3),
                )
            )

    def window(self, x: float, y: float, w: float, h: float, *, radius: float = 0) -> None:
        """A window, lit at night and under neon."""
        p = self.palette
        lit = self.lit
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
