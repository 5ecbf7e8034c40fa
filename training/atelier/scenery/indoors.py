"""Settings in a room."""

from __future__ import annotations

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import mix, shade
from training.atelier.scenery.land import hills
from training.atelier.scenery.sky import fog, in_the_sky, sky
from training.atelier.scenery.stage import Stage, frame

_SEEN_OUTSIDE = frozenset(
    (
        "night", "sunset", "dawn", "blue hour", "starry sky", "backlit", "bright daylight", "foggy", "rainy",
        "snowy", "stormy", "cloudy", "northern lights", "cyberpunk",
    )
)  # fmt: skip
"""Attributes that need a window to be seen from a room."""


def indoors(c: Canvas, jitter: float, *, window: bool = False) -> Stage:
    """A table before a wall, or a windowsill with the world outside."""
    p, r = c.palette, c.rng
    x, k, _ = frame(c, jitter)
    outside = bool(_SEEN_OUTSIDE & c.attributes)
    wall = mix(p.sky_low, p.d, 0.5)
    c.rect(-5, -5, 266, 266, wall, shading=0.08, edge=False, lift=False, deco=c.pattern is not None)
    if window or outside:
        c.canvas.save()
        c.canvas.clipRect((28, 14, 228, 186))
        sky(c, 160)
        in_the_sky(c, 160)
        hills(c, 160, 8, mix(p.ground, p.far, 0.4))
        fog(c, 130)
        c.canvas.restore()
        for bar in ((22, 8, 212, 9), (22, 180, 212, 9), (22, 8, 9, 180), (225, 8, 9, 180), (124, 8, 7, 180)):
            c.rect(*bar, mix(p.light, p.b, 0.2), lift=False, shading=0.05)
    elif c.busy:
        for i in range(7):
            c.rect(i * 40 - 8, -5, 18, 205, mix(wall, p.a, 0.25), shading=0, edge=False, lift=False)
    table = 168 if "high angle" in c.attributes else 194
    c.rect(-5, table, 266, 120, mix(p.b, p.dark, 0.3), deco=True)
    if c.busy:
        for side in (34, 222):
            fruit(c, side + r.uniform(-10, 10), table + 12, r.uniform(13, 18))
    return Stage(x, table + 17, 116 * k, table, under_the_sky=False)


def fruit(c: Canvas, x: float, y: float, k: float) -> None:
    """A round fruit."""
    c.oval(x, y - k, k, c.rng.choice((c.palette.a, c.palette.b)), shading=0.25)
    c.line([(x, y - 1.9 * k), (x + 2, y - 2.4 * k)], c.palette.dark, 2)


def _outside(c: Canvas, left: float, top: float, width: float, height: float) -> None:
    """A window with the world outside."""
    p = c.palette
    c.canvas.save()
    c.canvas.clipRect((left, top, left + width, top + height))
    low = top + height * 0.8
    sky(c, low)
    in_the_sky(c, low)
    hills(c, low, 5, mix(p.ground, p.far, 0.4))
    fog(c, low - 20)
    c.canvas.restore()
    wood = mix(p.light, p.b, 0.2)
    across = ((left - 5, top - 5, width + 10, 6), (left - 5, top + height - 1, width + 10, 7))
    upright = ((left - 5, 6), (left + width - 1, 6), (left + width / 2 - 2, 4))
    for bar in (*across, *((x, top - 5, w, height + 10) for x, w in upright)):
        c.rect(*bar, wood, lift=False, shading=0.05)


def in_a_living_room(c: Canvas, jitter: float) -> Stage:
    """A room with a window, a rug, a sofa and a picture."""
    p, r = c.palette, c.rng
    x, k, _ = frame(c, jitter)
    wall = mix(mix(p.b, p.light, 0.45), p.sky_low, 0.25)
    c.rect(-5, -5, 266, 266, wall, shading=0.08, edge=False, lift=False, deco=c.pattern is not None)
    floor = 150 if "high angle" in c.attributes else 182
    side = r.choice((-1, 1))
    _outside(c, 154 if side > 0 else 22, 26, 80, 84)
    if not c.minimal:
        left = 34 if side > 0 else 166
        c.rect(left, 34, 56, 44, mix(p.b, p.dark, 0.3), 2)
        c.rect(left + 5, 39, 46, 34, p.sky_low, lift=False, shading=0.1)
        c.poly([(left + 5, 73), (left + 20, 50), (left + 32, 66), (left + 40, 56), (left + 51, 73)], p.c, lift=False)
    c.rect(-5, floor, 266, 120, mix(p.b, p.dark, 0.28), deco=True, lift=False)
    c.rect(-5, floor - 5, 266, 6, mix(wall, p.light, 0.5), lift=False)
    if not c.minimal:
        _sofa(c, 30 if side > 0 else 226, floor + 16, 1 if side > 0 else -1)
        _pot_plant(c, 232 if side > 0 else 24, floor + 18)
    foot = floor + 26
    rug = r.choice((p.a, p.c))
    c.oval(x, foot + 8, 104, rug, 23, shading=0.06, lift=False)
    c.oval(x, foot + 8, 86, mix(rug, p.light, 0.45), 18, shading=0.04, lift=False)
    c.oval(x, foot + 8, 74, rug, 15, shading=0.04, lift=False, edge=False)
    return Stage(x, foot, 108 * k, floor, under_the_sky=False)


def _sofa(c: Canvas, x: float, y: float, face: int) -> None:
    """A sofa cut by the picture's edge."""
    tone = c.palette.leaf
    c.rect(x - 52, y - 54, 104, 50, shade(tone, 0.85), 10)
    c.rect(x - 56, y - 30, 112, 28, tone, 8)
    c.rect(x + face * 50 - 9, y - 42, 18, 42, shade(tone, 0.92), 8)
    for dx in (-40, 36):
        c.rect(x + dx, y - 3, 5, 8, c.palette.dark, lift=False)


def _pot_plant(c: Canvas, x: float, y: float) -> None:
    p = c.palette
    for dx, dy in ((-20, -52), (-9, -68), (8, -70), (20, -54), (0, -48)):
        c.blob([(x, y - 18), (x + dx * 0.3 - 7, y + dy * 0.6), (x + dx, y + dy), (x + dx * 0.5 + 7, y + dy * 0.55)],
               mix(p.leaf, p.meadow, 0.2))  # fmt: skip
    c.poly([(x - 14, y - 22), (x + 14, y - 22), (x + 9, y + 4), (x - 9, y + 4)], p.a, deco=True)


def on_a_stage(c: Canvas, jitter: float) -> Stage:
    """A theatre: a painted backdrop between curtains, and a spotlight."""
    p, r = c.palette, c.rng
    x, k, _ = frame(c, jitter)
    sky(c, 150)
    if not c.minimal:
        in_the_sky(c, 150)
    hills(c, 146, 9, mix(p.far, p.sky_low, 0.2))
    fog(c, 146)
    hills(c, 164, 6, mix(p.leaf, p.far, 0.25))
    floor = 158 if "high angle" in c.attributes else 188
    c.rect(-5, floor, 266, 100, mix(p.b, p.dark, 0.34), deco=True, lift=False)
    for i in range(9):
        c.line([(128 + (i - 4) * 26, floor), (128 + (i - 4) * 46, 258)], mix(p.b, p.dark, 0.52), 1.2)
    cloth = p.a
    for side in (-1, 1):
        for i in range(4):
            edge = 128 + side * (132 - 12 * i)
            c.poly([(edge, -4), (edge - side * 13, -4), (edge - side * (15 + 2 * i), floor + 12), (edge, floor + 12)],
                   shade(cloth, (0.86, 1.04, 0.8, 0.98)[i]), lift=i == 3)  # fmt: skip
        c.rect(128 + side * 112 - 16, floor - 66, 32, 6, p.b, 2, lift=False)
    for i in range(9):
        c.oval(i * 32, 8, 20, shade(cloth, 0.92 if i % 2 else 1.05), 20)
    c.rect(-5, -5, 266, 12, shade(cloth, 0.8), lift=False)
    c.poly([(x - 14, 20), (x + 14, 20), (x + 70, floor + 30), (x - 70, floor + 30)], p.light, alpha=52, edge=False,
           lift=False, shading=0)  # fmt: skip
    spot = mix(p.sun, p.light, 0.4)
    c.oval(x, floor + 26, 72 + r.uniform(-4, 4), spot, 15, alpha=110, edge=False, lift=False, shading=0)
    return Stage(x, floor + 26, 106 * k, floor, under_the_sky=False)


def in_a_fishbowl(c: Canvas, jitter: float) -> Stage:
    """A bowl of water on a table."""
    p, r = c.palette, c.rng
    stage = indoors(c, jitter)
    size = stage.height / 116
    x, base, radius = stage.x, stage.y + 6, 74 * size
    middle = base - radius * 0.86
    glass = mix(p.light, p.water, 0.4)
    c.oval(x, middle, radius * 1.03, mix(p.far, p.water, 0.5), radius * 0.93, lift=False, shading=0, edge=False)
    c.oval(x, middle, radius, glass, radius * 0.9, lift=False, shading=0.05)
    c.canvas.save()
    c.canvas.clipRect((0, middle - radius * 0.42, UNITS, UNITS))
    c.oval(x, middle, radius * 0.95, mix(p.water, p.light, 0.2), radius * 0.85, lift=False, edge=False, shading=0.1)
    c.canvas.restore()
    c.oval(x, middle - radius * 0.42, radius * 0.84, mix(p.water, p.light, 0.5), radius * 0.1, lift=False, edge=False)
    for dx in (-0.5, 0.42):
        bend = r.uniform(-0.08, 0.08)
        c.blob([(x + (dx - 0.07) * radius, middle + radius * 0.68), (x + (dx + bend) * radius, middle + radius * 0.2),
                (x + (dx - bend) * radius, middle - radius * 0.1), (x + (dx + 0.1) * radius, middle + radius * 0.68)],
               p.leaf, lift=False)  # fmt: skip
    for i in range(9):
        dx = (i - 4) * 0.13
        c.oval(x + dx * radius, middle + radius * (0.76 - dx * dx * 0.5), radius * 0.1, (p.b, p.light, p.far)[i % 3],
               radius * 0.07, lift=False)  # fmt: skip

    def front() -> None:
        c.line([(x - radius * 0.72, middle - radius * 0.3), (x - radius * 0.78, middle + radius * 0.02),
                (x - radius * 0.66, middle + radius * 0.32)], p.light, 4 * size, 170)  # fmt: skip
        c.oval(x, middle - radius * 0.8, radius * 0.56, mix(p.far, p.water, 0.5), radius * 0.1, lift=False)
        c.oval(x, middle - radius * 0.79, radius * 0.51, mix(glass, p.light, 0.6), radius * 0.065, lift=False)

    return Stage(x, middle + radius * 0.36, stage.height * 0.62, stage.horizon, front, crowd=False, under_the_sky=False)
