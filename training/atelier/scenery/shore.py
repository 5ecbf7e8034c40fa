"""Settings at the edge of the water, and what lives below it: beaches, islands, harbours, reefs."""

from __future__ import annotations

import math

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix, shade
from training.atelier.scenery.land import hills, ridges
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, footing, frame
from training.atelier.scenery.water import under_water, water


def palm(c: Canvas, x: float, y: float, k: float, lean: float) -> None:
    """A palm of height k whose crown leans ``lean`` units to the side."""
    p = c.palette
    bark = mix(p.b, p.dark, 0.35)
    c.line([(x, y), (x + lean * 0.2, y - k * 0.4), (x + lean * 0.55, y - k * 0.72), (x + lean, y - k)], bark, k * 0.07)
    for i, turn in enumerate((-0.4, 0.15, 0.8, 1.57, 2.34, 2.99, 3.54)):
        u, v = math.cos(turn), math.sin(turn)
        tip = (x + lean + u * k * 0.46, y - k - v * k * 0.26 + k * 0.12)
        mid = (x + lean + u * k * 0.26, y - k - v * k * 0.34 - k * 0.08)
        c.blob([(x + lean, y - k), mid, tip, (mid[0] * 0.85 + (x + lean) * 0.15, mid[1] + k * 0.12)],
               shade(p.leaf, 0.88 + 0.06 * (i % 4)))  # fmt: skip


def on_a_beach(c: Canvas, jitter: float) -> Stage:
    """Sand before the sea, a parasol or a palm at its edge."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sea = min(horizon - 14, 186)
    sky(c, sea)
    in_the_sky(c, sea)
    ridges(c, sea + 8)
    fog(c, sea - 8)
    water(c, sea)
    fog(c, sea)
    foot, side = footing(c, horizon), r.choice((-1, 1))
    sand = mix(mix(p.b, p.light, 0.4), p.ground, 0.06)
    c.blob([(-60, foot - 6), (40, foot - 26 - side * 6), (128, foot - 20), (216, foot - 26 + side * 6), (316, foot - 6),
            (330, 330), (-70, 330)], mix(p.water, p.light, 0.7), lift=False, edge=False, shading=0)  # fmt: skip
    c.blob([(-60, foot - 1), (40, foot - 20 - side * 6), (128, foot - 14), (216, foot - 20 + side * 6), (316, foot - 1),
            (330, 330), (-70, 330)], sand, deco=c.pattern is not None)  # fmt: skip
    if not c.minimal:
        if r.random() < 0.5:
            palm(c, x + side * 104, foot + 12, 92, -side * 16)
        else:
            _parasol(c, x + side * 94, foot + 10)
    for _ in range(2 if c.minimal else 7):
        sx, sy, size = r.uniform(6, 250), r.uniform(foot + 14, 252), r.uniform(1.6, 3)
        c.oval(sx, sy, size, r.choice((p.light, p.a, p.far)), lift=False, edge=False)
    return Stage(x, foot, 112 * k, sea)


def _parasol(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    c.line([(x, y), (x - 3, y - 66)], p.light, 2.4)
    for i, (left, right) in enumerate(((-36, -12), (-12, 12), (12, 36))):
        c.blob([(x + left, y - 46), (x + left * 0.6 - 3, y - 72), (x - 3, y - 82), (x - 3, y - 82),
                (x + right * 0.6 - 3, y - 72), (x + right, y - 46)], (p.a, p.light, p.a)[i])  # fmt: skip
    c.oval(x + 20, y + 1, 17, p.c, 4, lift=False)


def on_an_island(c: Canvas, jitter: float) -> Stage:
    """A small green island in the sea."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sea = min(horizon - 12, 190)
    sky(c, sea)
    in_the_sky(c, sea)
    ridges(c, sea + 8)
    fog(c, sea - 8)
    water(c, sea)
    fog(c, sea)
    foot, side = footing(c, horizon), r.choice((-1, 1))
    c.oval(x, foot + 24, 118, mix(p.water, p.light, 0.6), 21, shading=0, edge=False, lift=False)
    c.oval(x, foot + 19, 110, mix(p.b, p.light, 0.3), 18, shading=0.1)
    c.blob([(x - 104, foot + 20), (x - 66, foot - 10), (x + 66, foot - 10), (x + 104, foot + 20)], p.meadow, deco=True)
    if not c.minimal:
        palm(c, x + side * 78, foot + 10, 74, side * 10)
        stone = ((92, 16), (84, -4), (64, -2), (58, 16))
        c.blob([(x - side * dx, foot + dy) for dx, dy in stone], mix(p.far, p.dark, 0.2))
    return Stage(x, foot + 5, 106 * k, sea)


def in_a_harbour(c: Canvas, jitter: float) -> Stage:
    """Water before a quay with narrow houses and masts."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    quay = min(horizon - 4, 186)
    sky(c, quay)
    in_the_sky(c, quay)
    ridges(c, quay)
    left = -8.0
    while left < UNITS:
        w, h = r.uniform(20, 30), r.uniform(36, 60) * (0.7 if c.minimal else 1)
        wall = r.choice((p.a, p.b, p.c, p.d, mix(p.a, p.light, 0.4)))
        c.rect(left, quay - h, w, h, wall, deco=True)
        c.poly([(left - 1, quay - h), (left + w / 2, quay - h - w * 0.62), (left + w + 1, quay - h)], shade(wall, 0.72))
        for row in range(int(h // 17)):
            for share in (0.18, 0.6):
                c.window(left + w * share, quay - h + 6 + 16 * row, w * 0.22, 8)
        left += w + r.uniform(-1, 2)
    fog(c, quay - 4)
    c.rect(-5, quay - 3, 266, 15, mix(p.far, p.dark, 0.2), deco=True, lift=False)
    water(c, quay + 12)
    for bx in () if c.minimal else (r.uniform(14, 50), r.uniform(206, 242)):
        c.line([(bx, quay + 18), (bx, quay - 46)], p.dark, 1.8)
        c.poly([(bx - 17, quay + 14), (bx + 17, quay + 14), (bx + 11, quay + 24), (bx - 11, quay + 24)], p.light)
    return Stage(x, quay + 56, 108 * k, quay)


def in_a_reef(c: Canvas, jitter: float) -> Stage:
    """Under water among corals."""
    p, r = c.palette, c.rng
    stage = under_water(c, jitter)
    for _ in range(3 if c.minimal else 8):
        x, k = r.choice((r.uniform(0, 84), r.uniform(172, 256))), r.uniform(24, 46)
        tone = mix(r.choice((p.a, p.b, p.d, mix(p.a, p.c, 0.5))), p.water, 0.12)
        if r.random() < 0.5:
            for turn, reach in ((-0.55, 0.85), (-0.2, 1.0), (0.15, 0.9), (0.5, 0.8)):
                tip = (x + math.sin(turn) * k * reach, 240 - math.cos(turn) * k * reach)
                c.line([(x, 242), ((x + tip[0]) / 2 + 2, (242 + tip[1]) / 2), tip], tone, 5.4)
                c.line([((x + tip[0]) / 2 + 2, (242 + tip[1]) / 2), (tip[0] + 9, tip[1] + 7)], tone, 4)
        else:
            lumps = ((-0.4, 0.15, 0.35), (0.4, 0.15, 0.35), (0, 0.4, 0.42))
            circles = [(x + dx * k, 240 - dy * k, q * k, q * k * 0.8) for dx, dy, q in lumps]
            c.union(circles, tone, shading=0.2, deco=True)
    for _ in range(1 if c.minimal else 4):
        x, y, side = r.uniform(20, 236), r.uniform(26, 96), r.choice((-1, 1))
        c.blob([(x - 7, y), (x, y - 5), (x + 8, y), (x, y + 5)], r.choice((p.a, p.b, p.d)), lift=False)
        c.poly([(x - side * 6, y), (x - side * 12, y - 4), (x - side * 12, y + 4)], p.b, lift=False)
    hills(c, 246, 3, mix(p.b, p.light, 0.3))
    return stage
