"""Settings among buildings."""

from __future__ import annotations

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix, shade
from training.atelier.scenery.land import ridges
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, footing, frame


def in_town(c: Canvas, jitter: float) -> Stage:
    """A street with houses behind."""
    p, _r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon - 6)
    skyline(c, horizon + 14, 84, near=False)
    fog(c, horizon + 8)
    c.rect(-5, horizon + 12, 266, 200, mix(p.far, p.dark, 0.18), shading=0.08, deco=True)
    for i in range(5):
        c.rect(i * 62 - 20, horizon + 54, 30, 4, mix(p.far, p.light, 0.6), edge=False, lift=False, shading=0)
    return Stage(x, horizon + 36, 106 * k, horizon)


def skyline(c: Canvas, y: float, k: float, *, near: bool = True) -> None:
    """Two rows of buildings (one when not ``near``) standing on height y, up to about k high."""
    p, r = c.palette, c.rng
    for row in range(2 if near else 1):
        x = -10.0
        while x < UNITS:
            w, h = r.uniform(22, 40), r.uniform(0.4, 1) * k * (1.15 if row == 0 else 0.8)
            tone = mix(r.choice((p.c, p.a, p.far, p.b)), p.far if row == 0 else p.dark, 0.55 if row == 0 else 0.25)
            c.rect(x, y - h, w, h + 2, tone, shading=0.1, deco=row == 1)
            top = r.random()
            if top < 0.3:
                c.poly([(x + 2, y - h), (x + w / 2, y - h - w * 0.6), (x + w - 2, y - h)], tone)
            elif top < 0.55:
                c.line([(x + w / 2, y - h), (x + w / 2, y - h - 14)], p.dark, 2)
            if row or not near:
                mono = bool({"monochrome", "sepia tones"} & c.attributes)
                pane = (
                    (255.0, 222.0, 120.0)
                    if c.night and not mono and not c.neon
                    else p.light
                    if c.night and mono
                    else p.d
                )
                for wy in range(int(y - h + 6), int(y - 6), 11):
                    for i in range(int((w - 9) // 9)):
                        if r.random() < 0.7:
                            c.rect(x + 5 + 9 * i, wy, 4.5, 6, pane, edge=False, lift=False, shading=0)
            x += w + r.uniform(-3, 3)


def on_a_rooftop(c: Canvas, jitter: float) -> Stage:
    """A tiled roof with chimneys, the town behind it."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    ridges(c, horizon - 6)
    skyline(c, horizon + 40, 58 if c.minimal else 76, near=False)
    fog(c, horizon + 8)
    foot = footing(c, horizon) + 2
    roof, side = mix(p.a, p.dark, 0.12), r.choice((-1, 1))
    brick = shade(mix(p.a, p.b, 0.3), 0.85)
    for dx, h in ((side * 88, 44), (-side * 104, 30))[: 1 if c.minimal else 2]:
        c.rect(x + dx - 12, foot - h, 24, h + 30, brick, deco=True)
        c.rect(x + dx - 15, foot - h - 6, 30, 8, shade(brick, 0.8))
    c.poly([(-10, foot + 3), (266, foot + 3), (300, 270), (-44, 270)], roof, deco=True)
    c.rect(-10, foot - 3, 276, 9, shade(roof, 0.78), 3, lift=False)
    rows = 3 if c.minimal else 5
    for row in range(rows):
        y = foot + 14 + row * (248 - foot) / rows
        for i in range(15):
            tx = -16 + 20 * i + (10 if row % 2 else 0)
            c.line([(tx - 9, y), (tx - 5, y + 5), (tx + 5, y + 5), (tx + 9, y)], shade(roof, 0.74), 1.5)
    return Stage(x, foot, 108 * k, horizon)
