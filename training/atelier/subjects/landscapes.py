"""Mountains, volcanoes and islands."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.scenery.land import mountain
from training.atelier.scenery.plants import tree
from training.atelier.subjects.kinds import Look, Subject


def mountains(c: Canvas, x: float, y: float, k: float) -> None:
    """Three mountains."""
    p, r = c.palette, c.rng
    for dx, h in ((-78, 0.75), (84, 0.7)):
        mountain(c, x + dx + r.uniform(-8, 8), y, k * h, r.uniform(0.8, 0.95), mix(p.far, p.sky_low, 0.25))
    mountain(c, x, y, k * 1.12, r.uniform(0.72, 0.85), p.far)


def needles(c: Canvas, x: float, y: float, k: float) -> None:
    """Steep rock needles."""
    p, r = c.palette, c.rng
    rock = mix(p.far, p.a, 0.16)
    for dx, h in ((-96, 0.62), (-52, 0.95), (2, 1.2), (50, 0.85), (98, 0.7)):
        q = Pen(c, 128 + (x - 128) * 0.5 + dx + r.uniform(-6, 6), y, k * h * r.uniform(0.92, 1.05), r.choice((-1, 1)))
        q.poly("-38 0, -26 42, -22 44, -12 84, -2 100, 6 86, 16 60, 20 56, 34 0", rock, shading=0.14, deco=True)
        q.poly("-2 100, 6 86, 16 60, 20 56, 34 0, 4 0, 8 40, -1 62", shade(rock, 0.8), shading=0, edge=False,
               lift=False)  # fmt: skip
        q.poly("-12 84, -2 100, 6 86, 1 80, -4 86", p.light, shading=0.05, lift=False)


def table_mountains(c: Canvas, x: float, y: float, k: float) -> None:
    """Flat-topped red mountains in layers."""
    p, r = c.palette, c.rng
    for dx, h, w in ((-84, 0.62, 1.0), (90, 0.55, 1.1), (0, 1.0, 1.05)):
        q = Pen(c, x + dx + r.uniform(-8, 8), y, k * h, r.choice((-1, 1)))
        rock = mix(mix(p.a, p.b, 0.4), p.far, 0.3 if h == 1 else 0.5)
        q.poly(f"{-74 * w} 0, {-50 * w} 40, {-44 * w} 92, {38 * w} 96, {46 * w} 42, {70 * w} 0", rock, deco=True)
        for v, tone in ((80, 1.12), (62, 0.86), (42, 1.1)):
            a, b = (-44 - (92 - v) * 0.115) * w, (38 + (96 - v) * 0.148) * w
            q.poly(f"{a} {v}, {a + 0.8} {v + 8}, {b - 1} {v + 9}, {b} {v}", shade(rock, tone), lift=False, edge=False,
                   shading=0)  # fmt: skip


def volcano(c: Canvas, x: float, y: float, k: float) -> None:
    """A volcano that smokes."""
    _volcano(c, x, y, k, fire=False)


def erupting_volcano(c: Canvas, x: float, y: float, k: float) -> None:
    """A volcano that spits fire."""
    _volcano(c, x, y, k, fire=True)


def _volcano(c: Canvas, x: float, y: float, k: float, *, fire: bool) -> None:
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 1.02, r.choice((-1, 1)))
    rock = mix(mix(p.far, p.dark, 0.35), p.a, 0.12)
    lava = mix(p.a, p.sun, 0.3)
    if fire:
        c.glow(*q.at(0, 92), k * 0.75, lava, 190)
        for i in range(9):
            a = math.pi * (0.18 + 0.08 * i)
            reach = 34 + 16 * ((i * 7) % 3)
            q.line(f"0 84, {math.cos(a) * reach * 0.5} {84 + reach * 0.95}, {math.cos(a) * reach} {84 + reach * 0.66}",
                   (lava, p.b)[i % 2], 3.4, curved=True)  # fmt: skip
    else:
        smoke = mix(p.far, p.light, 0.55)
        for u, v, s in ((0, 92, 11), (7, 106, 15), (18, 122, 19), (36, 136, 16)):
            q.oval(u, v, s, smoke, s * 0.8, shading=0.1, edge=False)
    q.poly("-112 0, -66 26, -36 62, -20 88, 20 88, 38 60, 70 24, 114 0", rock, deco=True)
    q.poly("2 88, 20 88, 38 60, 70 24, 114 0, 34 0, 20 40", shade(rock, 0.78), shading=0, edge=False, lift=False)
    q.blob("-24 88, 0 80, 24 88, 0 96", p.dark, edge=False, lift=False)
    q.oval(0, 88, 17, lava if fire else shade(rock, 0.6), 4, lift=False, edge=False, shading=0)
    if fire:
        for flow in ("-14 86, -18 66, -10 50, -22 30", "4 86, 2 60, 12 44, 8 22", "13 86, 24 64, 22 52"):
            q.limb(flow, lava, 5, lift=False, edge=False, shading=0)
    else:
        q.blob("-30 76, -22 92, -8 84, -12 72, -20 76", p.light, lift=False, edge=False)
        q.blob("30 76, 22 92, 8 84, 12 68, 20 74", p.light, lift=False, edge=False)


def _palm(q: Pen, lean: float, high: float) -> None:
    """A palm of height ``high`` percent, its crown ``lean`` percent to the side."""
    p = q.canvas.palette
    q.limb(f"0 0, {lean * 0.15} {high * 0.55}, {lean} {high}", mix(p.b, p.dark, 0.35), 5.5)
    crown = q.moved(lean, high, high / 100)
    for i, a in enumerate((-0.45, 0.1, 0.75, 1.57, 2.39, 3.04, 3.6)):
        tip = (math.cos(a) * 44, math.sin(a) * 26 - 10)
        mid = (math.cos(a) * 26, math.sin(a) * 34 + 9)
        crown.blob(f"0 -3, {mid[0]} {mid[1]}, {tip[0]} {tip[1]}, {mid[0] * 0.8} {mid[1] - 13}",
                   shade(p.leaf, 0.88 + 0.06 * (i % 4)))  # fmt: skip
    crown.oval(-4, -5, 4.5, mix(p.dark, p.b, 0.35), lift=False)
    crown.oval(4, -6, 4.5, mix(p.dark, p.b, 0.3), lift=False)


def island(c: Canvas, x: float, y: float, k: float) -> None:
    """A sandy island with one palm."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    q.oval(0, 0, 78, mix(p.water, p.light, 0.5), 10, edge=False, lift=False, shading=0)
    q.blob("-84 -6, -50 16, 0 32, 46 18, 84 -6", mix(p.b, p.light, 0.3), deco=True)
    _palm(q.moved(-6, 16), 26, 84)
    q.blob("-40 6, -38 18, -24 20, -20 6", mix(p.far, p.dark, 0.15))
    q.star(34, 9, 6, p.a, lift=False, edge=False)


def palm_grove(c: Canvas, x: float, y: float, k: float) -> None:
    """An island with three palms and a hut."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    q.oval(0, 0, 84, mix(p.water, p.light, 0.5), 10, edge=False, lift=False, shading=0)
    q.blob("-92 -6, -60 14, -10 34, 50 20, 92 -6", mix(p.b, p.light, 0.3), deco=True)
    q.blob("-60 6, -50 30, -10 34, 0 10", p.leaf)
    _palm(q.moved(-34, 18), -22, 74)
    _palm(q.moved(-16, 20), 14, 92)
    q.box(16, 12, 46, 34, mix(p.b, p.dark, 0.25), deco=True)
    q.poly("8 32, 31 58, 54 32", mix(p.b, p.sun, 0.3), deco=True)
    q.box(27, 12, 36, 27, p.dark, lift=False)
    _palm(q.moved(60, 8), 10, 52)


def rock_island(c: Canvas, x: float, y: float, k: float) -> None:
    """A steep island with pines."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    rock = mix(p.far, p.dark, 0.12)
    q.oval(0, 0, 72, mix(p.water, p.light, 0.5), 9, edge=False, lift=False, shading=0)
    q.poly("-66 -2, -56 22, -44 26, -36 48, -8 60, 20 52, 34 34, 48 30, 64 -2", rock, deco=True)
    q.poly("-8 60, 20 52, 34 34, 48 30, 64 -2, 16 -2, 8 30", shade(rock, 0.8), shading=0, edge=False, lift=False)
    q.blob("-46 42, -34 62, -8 70, 24 60, 36 42, 10 50, -20 50", p.meadow)
    for u, v, s in ((-26, 56, 0.4), (16, 54, 0.36), (-6, 58, 0.58)):
        tree(c, *q.at(u, v), k * s, "pine")


SUBJECTS = (
    Subject(
        "mountains", "landscape", ("mountains",),
        ("by a lake", "in a forest", "in a field", "by a river", "on a country road", "above the clouds"),
        (Look(mountains, ("a mountain peak", "snowy mountains")), Look(needles, ("steep mountains", "rock needles")),
         Look(table_mountains, ("flat-topped mountains", "red table mountains"))),
        stature=3.0, panorama=True,
    ),
    Subject(
        "volcano", "landscape", ("a volcano",),
        ("by a lake", "in a jungle", "in a field", "on a beach", "in the savanna"),
        (Look(volcano, ("a smoking volcano", "a sleeping volcano")),
         Look(erupting_volcano, ("an erupting volcano", "a volcano spitting fire"))),
        stature=3.0, panorama=True,
    ),
    Subject(
        "island", "landscape", ("an island",), ("on the sea", "on a lake", "in a harbour"),
        (Look(island, ("a palm island", "a desert island")),
         Look(palm_grove, ("an island with a hut", "an island with palms")),
         Look(rock_island, ("a rocky island", "an island with pines"))),
        stature=1.8, breadth=1.7,
    ),
)  # fmt: skip
"""Land seen from afar."""
