"""Settings on land: hills, mountains, forests, fields, deserts, and the air above them."""

from __future__ import annotations

import math

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.scenery.plants import cactus, flower, flowers, tree
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, frame


def hills(c: Canvas, y: float, swell: float, color: RGB, *, deco: bool = False) -> None:
    """A rolling ridge at height y down to the bottom of the picture."""
    phase, waves = c.rng.uniform(0, 6), c.rng.uniform(0.8, 1.7)
    ridge = [
        (
            x,
            y
            + swell * (math.sin(x / UNITS * 6.283 * waves + phase) + 0.4 * math.sin(x / UNITS * 9 * waves + 2 * phase)),
        )
        for x in range(-8, 273, 8)
    ]
    c.poly([*ridge, (266, 266), (-10, 266)], color, deco=deco)


def peaks(c: Canvas, y: float, height: float, color: RGB, n: int = 3, *, snow: bool = True) -> None:
    """A row of n mountains standing on height y."""
    r = c.rng
    centres = sorted(((i + 0.5 + r.uniform(-0.25, 0.25)) * UNITS / n for i in range(n)), key=lambda v: -abs(v - 128))
    for x in centres:
        mountain(c, x, y, height * r.uniform(0.7, 1.1), r.uniform(0.7, 0.95), color, snow=snow)


def mountain(c: Canvas, x: float, y: float, h: float, slope: float, color: RGB, *, snow: bool = True) -> None:
    """One mountain of height h, lit from the left."""
    w, r = h * slope, c.rng
    j = [r.uniform(-0.05, 0.05) for _ in range(4)]
    right = [(x + w * 0.28, y - h * (0.7 + j[2])), (x + w * 0.55, y - h * (0.45 + j[3])), (x + w, y)]
    c.poly(
        [(x - w, y), (x - w * 0.52, y - h * (0.5 + j[0])), (x - w * 0.3, y - h * (0.62 + j[1])), (x, y - h), *right],
        color,
        shading=0.12,
        deco=True,
    )
    c.poly(
        [(x, y - h), *right, (x + w * 0.2, y), (x - w * 0.05, y - h * 0.5)],
        shade(color, 0.82),
        shading=0,
        edge=False,
        lift=False,
    )
    if snow:
        cap = [
            (x, y - h),
            (x - w * 0.24, y - h * 0.7),
            (x - w * 0.1, y - h * 0.74),
            (x, y - h * 0.64),
            (x + w * 0.1, y - h * 0.75),
            (x + w * 0.26, y - h * 0.72),
        ]
        c.poly(cap, c.palette.light, shading=0.05, lift=False)


def ridges(c: Canvas, y: float) -> None:
    """Receding ridges, paler with distance, behind height y; nothing without ``layered depth``."""
    if "layered depth" not in c.attributes:
        return
    p = c.palette
    for i in range(5):
        hills(c, y - 78 + 16 * i, 9, mix(mix(p.far, p.sky_low, 0.7), shade(p.far, 0.75), i / 4))
        fog(c, y - 78 + 16 * i)


def land(c: Canvas, y: float, *, mountains: bool = False, forest: bool = False) -> None:
    """Receding land whose nearest ridge stands at height y."""
    p, r = c.palette, c.rng
    if mountains or (not c.minimal and r.random() < 0.25):
        peaks(c, y + 4, r.uniform(66, 92), p.far, r.randint(3, 4))
    ridges(c, y)
    if forest:
        n = 5 if c.minimal else 11
        for i in range(n):
            tree(
                c,
                (i + 0.5) * UNITS / n + r.uniform(-8, 8),
                y + r.uniform(4, 11),
                r.uniform(60, 88),
                "pine",
                mix(p.leaf, p.far, 0.4),
            )
    if not c.minimal:
        hills(c, y - 6, r.uniform(5, 10), mix(p.ground, p.far, 0.45))
    fog(c, y)
    hills(
        c,
        y + 12,
        r.uniform(2, 6),
        p.meadow if r.random() < 0.5 else p.ground,
        deco=c.pattern is not None and c.rng.random() < 0.5,
    )
    if c.busy:
        for _ in range(r.randint(4, 6)):
            tree(c, r.choice((r.uniform(0, 66), r.uniform(190, 256))), y + r.uniform(14, 30), r.uniform(40, 66))


def on_land(c: Canvas, jitter: float, *, kind: str) -> Stage:
    """Field, hill, lake, forest, mountains, garden, desert, meadow in one go; returns where the subject stands."""
    p, r = c.palette, c.rng
    x, k, horizon = frame(c, jitter)
    sky(c, horizon)
    in_the_sky(c, horizon)
    if kind == "desert":
        p = c.palette
        for i in range(1 if c.minimal else 2):
            hills(c, horizon - 4 + 8 * i, 9, mix(p.b, p.far, 0.5 - 0.2 * i))
        fog(c, horizon)
        hills(c, horizon + 14, 5, mix(p.b, p.ground, 0.25), deco=True)
        for _ in range(0 if c.minimal else 6 if c.busy else 2):
            cactus(c, r.choice((r.uniform(8, 62), r.uniform(194, 248))), horizon + r.uniform(18, 44), r.uniform(26, 44))
    else:
        land(c, horizon, mountains=kind == "mountains", forest=kind == "forest")
    foot = horizon + r.uniform(20, 28) + (14 if "close-up" in c.attributes else 0)
    if "high angle" in c.attributes:
        foot += 66
    if kind == "lake":
        c.oval(x + r.uniform(-20, 20), foot + 34, 150, p.water, 27, shading=0.1, lift=False)
        for _ in range(8):
            rx, ry = r.uniform(x - 70, x + 60), r.uniform(foot + 20, foot + 48)
            c.line([(rx, ry), (rx + 18, ry)], mix(p.water, p.light, 0.5), 1.6)
    if kind == "hill":
        top = horizon + 2
        c.blob(
            [
                (x - 190, 316),
                (x - 128, top + 42),
                (x - 52, top + 6),
                (x + 52, top + 6),
                (x + 128, top + 42),
                (x + 190, 316),
            ],
            p.ground,
            deco=True,
        )
        foot = top + 17

    def front() -> None:
        if kind == "garden" and not c.minimal:
            for _ in range(18):
                flower(c, r.uniform(0, UNITS), r.uniform(224, 256), r.uniform(6, 10))
        elif kind not in ("lake", "desert"):
            flowers(c, max(foot + 16, 212), 252)

    return Stage(x, foot, 112 * k, horizon, front)
