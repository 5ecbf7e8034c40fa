"""Settings on, by and under water."""

from __future__ import annotations

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix
from training.atelier.scenery.land import hills, peaks, ridges
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, frame


def water(c: Canvas, y: float) -> None:
    """Water from height y down, with ripples."""
    p, r = c.palette, c.rng
    c.rect(-5, y, UNITS + 10, UNITS, p.water, shading=0.12, lift=False, edge=False)
    for _ in range(8 if c.minimal else 24):
        ry, rx = r.uniform(y + 5, UNITS), r.uniform(0, UNITS)
        n = r.uniform(8, 26) * (0.5 + (ry - y) / (UNITS - y))
        c.line([(rx, ry), (rx + n, ry)], mix(p.water, p.light, r.uniform(0.2, 0.6)), 1.8)


def on_water(c: Canvas, jitter: float, *, kind: str) -> Stage:
    """Open sea, lake, or a cliff by the sea."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    horizon = min(horizon - 16, 186)
    sky(c, horizon)
    in_the_sky(c, horizon)
    if kind == "lake" and not c.minimal:
        peaks(c, horizon + 2, r.uniform(46, 70), p.far, 4)
    ridges(c, horizon + 8)
    fog(c, horizon - 8)
    water(c, horizon)
    fog(c, horizon)
    foot = horizon + 46 * max(k, 0.8) * (1.6 if "high angle" in c.attributes else 1)
    if kind == "cliff":
        foot = horizon + 44
        rock = mix(p.ground, p.dark, 0.25)
        c.blob(
            [
                (x - 78, 290),
                (x - 64, foot + 22),
                (x - 34, foot - 3),
                (x + 34, foot - 3),
                (x + 68, foot + 18),
                (x + 84, 290),
            ],
            rock,
            deco=True,
        )
        foot += 2
    return Stage(x, foot, 112 * k, horizon)


_SKYWARD = frozenset({"night", "sunset", "dawn", "bright daylight", "starry sky"})


def under_water(c: Canvas, jitter: float) -> Stage:
    """Blue depth with rays, weeds and bubbles."""
    p, r = c.palette, c.rng
    x, k, _ = frame(c, jitter)
    low_sun, noon = bool({"sunset", "dawn"} & c.attributes), "bright daylight" in c.attributes
    surface = 62.0 if _SKYWARD & c.attributes else 0.0
    if surface:  # the hour and the weather are seen above the water
        sky(c, surface)
    c.canvas.save()
    c.canvas.clipRect((0, surface, UNITS, UNITS))
    deep = mix(p.water, p.dark, 0.15 if noon else 0.4)
    c.wash(mix(p.water, p.sky_low, 0.85 if low_sun else 0.5), deep, surface, UNITS)
    if low_sun or noon:
        c.glow(r.uniform(90, 166), surface - 10, 150, p.sun, 220)
    for i in range(3):
        slant = r.uniform(-40, 40)
        c.poly(
            [(40 + i * 70, 0), (70 + i * 70, 0), (40 + i * 70 + slant, 256), (i * 70 + slant, 256)],
            p.light,
            alpha=64 if noon else 28,
            edge=False,
            lift=False,
            shading=0,
        )
    if surface:
        c.rect(-5, surface - 2, UNITS + 10, 4, mix(p.water, p.light, 0.7), edge=False, lift=False, shading=0)
    c.canvas.restore()
    hills(c, 224, 6, mix(p.b, p.meadow, 0.5), deco=True)
    fog(c, 150)
    for _ in range(2 if c.minimal else 9 if c.busy else 4):
        wx, h, bend = r.choice((r.uniform(6, 70), r.uniform(186, 250))), r.uniform(38, 76), r.uniform(-10, 10)
        weed = mix(p.leaf, p.c, r.uniform(0, 0.5))
        c.blob(
            [
                (wx - 6, 244),
                (wx - 7 + bend, 244 - h / 2),
                (wx - bend, 244 - h),
                (wx + 7 + bend, 244 - h / 2),
                (wx + 6, 244),
            ],
            weed,
        )
    for _ in range(3 if c.minimal else 9):
        c.oval(
            r.uniform(10, 246),
            r.uniform(10, 210),
            r.uniform(2, 5.5),
            mix(p.light, p.water, 0.4),
            shading=0.05,
            lift=False,
        )
    return Stage(x, (192 if surface else 176) + r.uniform(-8, 8) * jitter, 112 * k, 224, under_the_sky=False)
