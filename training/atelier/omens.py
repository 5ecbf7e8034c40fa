"""Skies and weather with a will of their own: storm, overcast, northern lights, the blue hour, falling leaves.

Knows what hangs in the sky and what blows through the picture for these attributes; sun, moon, stars, fog, rain
and snow are in ``scenery``.
"""

from __future__ import annotations

import math
import random

import skia

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade


def in_the_sky(c: Canvas, horizon: float) -> None:
    """What these attributes hang in a sky that ends at ``horizon``."""
    c.sky_done = True
    if "stormy" in c.attributes:
        _storm(c, horizon)
    if "cloudy" in c.attributes:
        _overcast(c, horizon)
    if "northern lights" in c.attributes:
        _aurora(c, horizon)
    if "blue hour" in c.attributes and not c.attributes & {"stormy", "cloudy", "foggy"}:
        r = c.rng_for("blue hour")
        x, y = r.uniform(40, 216), r.uniform(18, 60)
        c.glow(x, y, 11, c.palette.light, 190)
        c.dot(x, y, 1.9, c.palette.light)


def through_the_air(c: Canvas) -> None:
    """What these attributes blow in front of everything."""
    if "stormy" in c.attributes:
        r = c.rng_for("squall")
        drop = mix(c.palette.light, c.palette.water, 0.3)
        for _ in range(105):
            x, y, n = r.uniform(-10, UNITS + 60), r.uniform(-20, UNITS), r.uniform(13, 26)
            c.line([(x, y), (x - n * 0.75, y + n)], drop, 1.0, 165)
    if "falling leaves" in c.attributes:
        _leaves(c)


def _bank(c: Canvas, r: random.Random, y: float, size: float, color: RGB) -> None:
    """One row of heavy clouds right across, bulging downwards to height y."""
    puffs = [(-20.0 + 26.0 * i + r.uniform(-7, 7), y - size * 0.6, size * 1.1, size * 0.75) for i in range(12)]
    low = [(-10.0 + 34.0 * i + r.uniform(-10, 10), y, size * r.uniform(0.6, 0.95), size * 0.5) for i in range(9)]
    c.union([*puffs, *low, (128.0, y - size * 1.7, 190.0, size * 1.5)], color, shading=0.10, edge=False)


def _storm(c: Canvas, horizon: float) -> None:
    r, p = c.rng_for("stormy"), c.palette
    dark = mix(shade(p.sky_top, 0.55), (30, 32, 44), 0.55)
    room = max(horizon, 110.0)
    for share, lift in ((0.50, 0.42), (0.34, 0.22), (0.17, 0.05)):
        _bank(c, r, room * share, 26.0, mix(dark, p.sky_low, lift))
    x, y = r.choice((r.uniform(34, 86), r.uniform(170, 222))), room * 0.36
    foot = max(horizon, 150.0) + 4
    bolt, sway = [(x, y)], r.choice((-1.0, 1.0))
    while bolt[-1][1] < foot:
        bx, by = bolt[-1]
        bolt.append((bx + sway * r.uniform(6, 15), min(by + r.uniform(15, 25), foot)))
        sway = -sway * (1.0 if r.random() < 0.85 else -1.0)
    flash: RGB = (255, 250, 214)
    c.glow(x, (y + foot) / 2, 86, mix(flash, p.sky_low, 0.4), 120)
    for width, alpha in ((9.0, 60), (4.6, 130), (2.4, 255)):
        c.line(bolt, flash, width, alpha)
    if len(bolt) > 3:
        fork = bolt[len(bolt) // 2]
        c.line([fork, (fork[0] + 14 * sway, fork[1] + 16), (fork[0] + 9 * sway, fork[1] + 33)], flash, 1.7, 235)


def _overcast(c: Canvas, horizon: float) -> None:
    r, p = c.rng_for("cloudy"), c.palette
    room = max(horizon, 96.0)
    grey = mix(p.light, p.sky_top, 0.42)
    for i, share in enumerate((0.74, 0.54, 0.36, 0.18)):
        tone = mix(mix(grey, (150, 152, 160), 0.30), p.light, 0.12 + 0.20 * i)
        k = 15.0 + 4.5 * i
        for j in range(6):
            x, y = -14.0 + 54.0 * j + r.uniform(-14, 14), room * share + r.uniform(-5, 5)
            puffs = ((-1.1, 0.1, 0.6), (-0.4, -0.3, 0.8), (0.5, -0.2, 0.75), (1.1, 0.1, 0.55), (0.0, 0.3, 1.2))
            round_ones = [
                (x + dx * k, y + dy * k, q * k * 1.25, q * k * (0.42 if dx == 0 else 0.85)) for dx, dy, q in puffs
            ]
            c.union(round_ones, tone, shading=0.16, lift=False)


_CURTAINS = (((70, 255, 160), (150, 70, 255)), ((60, 240, 200), (255, 80, 190)), ((130, 255, 110), (70, 130, 255)))


def _aurora(c: Canvas, horizon: float) -> None:
    r = c.rng_for("northern lights")
    room = max(horizon, 120.0)
    for k in range(3):
        low, high = _CURTAINS[(k + r.randrange(3)) % 3] if k else _CURTAINS[0]
        base, phase, waves = room * (0.46 + 0.17 * k), r.uniform(0, 6.28), r.uniform(0.8, 1.5)
        points, colors = [], []
        for i in range(65):
            x = -8.0 + 4.25 * i
            t = x / UNITS * 6.283
            y = base + 17 * math.sin(t * waves + phase) + 7 * math.sin(2.3 * t * waves + 2 * phase)
            tall = room * (0.42 + 0.10 * math.sin(1.7 * t + phase))
            ray = 0.62 + 0.38 * math.sin(i * 1.3 + phase) * math.sin(i * 0.37)
            for up, tint, alpha in (
                (0.0, low, 30.0),
                (0.10, low, 235.0),
                (0.45, mix(low, high, 0.5), 130.0),
                (1.0, high, 0.0),
            ):
                points.append(skia.Point(x + 6 * up, y - tall * up))
                colors.append(skia.ColorSetARGB(int(alpha * ray), *(int(v) for v in tint)))
        corners = [
            4 * i + j + d
            for i in range(64)
            for j in range(3)
            for d in (0, 1, 4, 4, 1, 5)
        ]  # fmt: skip
        mesh = skia.Vertices(skia.Vertices.kTriangles_VertexMode, points, points, colors, corners)
        c.canvas.drawVertices(mesh, skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kScreen), skia.BlendMode.kDst)


_LEAF_TONES: tuple[RGB, ...] = ((206, 74, 28), (236, 158, 38), (168, 44, 30), (222, 116, 30), (150, 98, 36))


def _leaves(c: Canvas) -> None:
    """Large and small leaves on the wind, some already on the ground."""
    r, cv = c.rng_for("falling leaves"), c.canvas
    for i in range(58):
        fallen = i >= 40
        x, y = r.uniform(-4, 260), r.uniform(212, 254) if fallen else r.uniform(2, 236)
        size = r.uniform(4.2, 6.6) if fallen else r.choice((4.4, 5.6, 7.0, 9.0))
        tone = mix(r.choice(_LEAF_TONES), c.palette.a, 0.12)
        cv.save()
        cv.translate(x, y)
        cv.rotate(r.uniform(0, 360))
        cv.scale(1.0, 0.45 if fallen else r.uniform(0.5, 1.0))
        leaf = skia.Path()
        leaf.moveTo(-size, 0)
        leaf.quadTo(-0.2 * size, -0.95 * size, size, 0)
        leaf.quadTo(-0.2 * size, 0.95 * size, -size, 0)
        cv.drawPath(leaf, skia.Paint(AntiAlias=True, Color=skia.ColorSetARGB(255, *(int(v) for v in tone))))
        dark = skia.ColorSetARGB(220, *(int(v * 0.6) for v in tone))
        vein = skia.Paint(AntiAlias=True, Color=dark, StrokeWidth=0.8)
        cv.drawLine(-size * 1.35, 0, size * 0.7, 0, vein)
        cv.restore()
