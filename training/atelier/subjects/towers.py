"""Towers, pagodas and tents."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def tower(c: Canvas, x: float, y: float, k: float) -> None:
    """A tall round tower with a pointed roof and ivy."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.8, r.choice((-1, 1)))
    stone, roof = r.choice((mix(p.d, p.far, 0.3), mix(p.b, p.far, 0.3))), r.choice((p.a, p.c, mix(p.a, p.c, 0.5)))
    q.poly("-20 0, -16 80, 16 80, 20 0", stone, deco=True)
    q.poly("-16 74, -25 84, -25 102, 25 102, 25 84, 16 74", mix(stone, p.light, 0.3), deco=True)
    q.poly("-32 100, 0 152, 32 100", roof, deco=True)
    q.line("0 152, 0 166", p.dark, 2)
    q.poly("0 166, 18 160, 0 155", p.b, lift=False)
    q.window(-8, 82, 8, 97, radius=8)
    q.window(-5, 46, 5, 60, radius=5)
    q.box(-9, 0, 9, 24, mix(p.dark, p.b, 0.25), 9, lift=False)
    for u, v, s in ((14, 8, 9), (11, 20, 8), (14, 32, 7), (9, 43, 6), (12, 54, 5)):
        q.oval(u, v, s, p.leaf, s * 0.75, lift=False, edge=False)


def twin_tower(c: Canvas, x: float, y: float, k: float) -> None:
    """A crooked tower with a balcony and a small turret."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.8, r.choice((-1, 1)))
    stone, roof = r.choice((mix(p.d, p.b, 0.3), mix(p.far, p.light, 0.4))), r.choice((p.c, p.a, p.leaf))
    q.poly("12 62, 12 96, 34 96, 34 70, 22 56", stone, deco=True)
    q.poly("7 94, 23 130, 39 94", roof, deco=True)
    q.window(18, 76, 28, 89, radius=5)
    q.blob("-26 -14, -18 40, -34 110, 18 110, 8 40, 26 -14", stone, deco=True)
    q.poly("-36 92, -14 148, 20 92", roof, deco=True)
    q.line("-14 148, -14 160", p.dark, 2)
    q.star(-14, 162, 6, p.b, lift=False)
    q.window(-13, 64, 1, 82, radius=7)
    q.box(-20, 56, 8, 61, mix(p.b, p.dark, 0.3), lift=False)
    for u in (-17, -9, -2, 5):
        q.line(f"{u} 61, {u} 69", mix(p.b, p.dark, 0.3), 1.6)
    q.window(-10, 34, -1, 46, radius=4)
    q.box(-13, 0, 5, 23, mix(p.dark, p.a, 0.3), 8, lift=False)


def clock_tower(c: Canvas, x: float, y: float, k: float) -> None:
    """A square tower with a clock."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.8)
    stone, roof = r.choice((p.b, p.d, mix(p.a, p.d, 0.4))), r.choice((p.c, p.leaf, p.a))
    q.box(-28, 0, 28, 10, shade(stone, 0.85))
    q.box(-22, 8, 22, 82, stone, deco=True)
    q.box(-27, 80, 27, 118, mix(stone, p.light, 0.35), deco=True)
    q.poly("-30 116, 0 160, 30 116", roof, deco=True)
    q.line("0 158, 0 170", p.dark, 2)
    q.oval(0, 99, 15, p.light, lift=False)
    q.ring(0, 99, 15, p.dark, 2.4, lift=False, shading=0)
    q.line("0 109, 0 99, 7 95", p.dark, 2.2)
    for u in (-10, 3):
        for v in (32, 56):
            q.window(u, v, u + 7, v + 14, radius=3.5)
    q.box(-9, 8, 9, 26, p.dark, 8, lift=False)


def pagoda(c: Canvas, x: float, y: float, k: float) -> None:
    """Storeys under sweeping roofs."""
    _pagoda(c, x, y, k, 3)


def tall_pagoda(c: Canvas, x: float, y: float, k: float) -> None:
    """A slender pagoda of five storeys."""
    _pagoda(c, x, y, k, 5)


def _pagoda(c: Canvas, x: float, y: float, k: float, storeys: int) -> None:
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    wall, roof = r.choice((p.a, p.light, p.d)), r.choice((p.c, mix(p.leaf, p.c, 0.4), mix(p.dark, p.c, 0.5)))
    post = mix(p.a, p.dark, 0.25)
    rise, w0 = 108 / storeys, 40 if storeys == 3 else 30
    q.box(-w0 - 12, 0, w0 + 12, 6, mix(p.far, p.light, 0.3))
    for i in range(storeys):
        w, v = w0 * (1 - 0.62 * i / storeys), 6 + rise * i
        q.box(-w, v, w, v + rise * 0.7, wall, deco=True)
        for u in (-w + 2, w - 2):
            q.line(f"{u} {v}, {u} {v + rise * 0.6}", post, 2.4)
        half = min(w * 0.3, 7)
        if i == 0:
            q.box(-half - 2, v, half + 2, v + rise * 0.5, p.dark, 2, lift=False)
        else:
            q.window(-half, v + rise * 0.12, half, v + rise * 0.45)
        e, b = w + 15 - 5 * i / storeys, v + rise * 0.6
        q.poly(
            f"{-e} {b + 6}, {-e + 5} {b}, {e - 5} {b}, {e} {b + 6}, {w * 0.72} {b + rise * 0.24},"
            f"{w * 0.5} {b + rise * 0.42}, {-w * 0.5} {b + rise * 0.42}, {-w * 0.72} {b + rise * 0.24}",
            roof, deco=True,
        )  # fmt: skip
    q.line("0 108, 0 132", p.b, 3)
    for v in (116, 123):
        q.mark(0, v, 4.4, p.b, 2)


def tent(c: Canvas, x: float, y: float, k: float) -> None:
    """A tent with an open flap and a small fire."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    cloth = r.choice((p.a, p.c, p.b))
    q.poly("-66 0, -8 88, 26 88, 70 0", shade(cloth, 0.85), deco=True)
    q.poly("-66 0, -8 88, 42 0", cloth, deco=True)
    q.poly("-28 0, -8 66, 12 0", p.dark, lift=False)
    q.poly("-28 0, -8 66, -14 0", mix(cloth, p.light, 0.5), lift=False)
    q.line("-12 97, -8 88, -4 97", mix(p.dark, p.b, 0.4), 3)
    for s in (-50, 62):
        q.limb(f"{s - 8} 0, {s + 8} 5", mix(p.b, p.dark, 0.5), 4)
    q.blob("50 2, 46 14, 56 32, 66 14, 62 2", p.b, edge=False)
    q.blob("53 2, 51 10, 56 20, 61 10, 59 2", p.a, edge=False, lift=False)
    if c.night or c.neon:
        c.glow(*q.at(56, 12), k * 0.4, p.sun, 200)


def tepee(c: Canvas, x: float, y: float, k: float) -> None:
    """A pointed round tent with a painted band."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    cloth, band = r.choice((p.d, p.light, mix(p.b, p.light, 0.4))), r.choice((p.a, p.c))
    for u in (-13, -3, 8):
        q.limb(f"0 92, {u} 122", mix(p.b, p.dark, 0.5), 3.4)
    q.blob("-70 -4, -2 112, 2 112, 70 -4", cloth, deco=True)
    q.poly("-50 6, -44 18, 44 18, 50 6", band, lift=False)
    for u in (-34, -17, 0, 17, 34):
        q.poly(f"{u - 5} 7.5, {u} 16.5, {u + 5} 7.5", p.b, lift=False, edge=False)
    q.poly("-16 0, 0 54, 16 0", mix(p.dark, p.a, 0.25), lift=False)
    q.poly("-16 0, 0 54, -7 0", mix(cloth, p.b, 0.4), lift=False)
    q.mark(0, 68, 7, band)
    q.mark(0, 68, 3, p.b)


def circus(c: Canvas, x: float, y: float, k: float) -> None:
    """A striped circus tent."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    color = r.choice((p.a, p.c))
    q.box(-60, 0, 60, 46, p.light, deco=True)
    for u in (-60, -36, -12, 12, 36):
        q.box(u, 0, u + 12, 46, color, lift=False, edge=False)
    q.poly("-72 44, -24 78, 0 108, 24 78, 72 44", p.light)
    for a, b in ((-72, -48), (-24, 0), (24, 48)):
        q.poly(f"{a} 44, {a * 0.33} 78, 0 108, {b * 0.33} 78, {b} 44", color, lift=False, edge=False, shading=0.05)
    for i in range(9):
        q.oval(-64 + 16 * i, 44, 8, (p.b, color)[i % 2], 6, lift=False)
    q.line("0 108, 0 126", p.dark, 2)
    q.poly("0 126, 20 120, 0 114", p.b, lift=False)
    q.poly("-14 0, -9 34, 9 34, 14 0", p.dark, lift=False)


SUBJECTS = (
    Subject(
        "tower", "building", ("a tower",),
        ("on a hill", "in a forest", "in the mountains", "on an island", "above the clouds", "in a village"),
        (Look(tower, ("a fairytale tower", "a round tower")), Look(twin_tower, ("a crooked tower", "a wizard's tower")),
         Look(clock_tower, ("a clock tower", "a tower with a clock"))),
        stature=1.5, breadth=0.6,
    ),
    Subject(
        "pagoda", "building", ("a pagoda",),
        ("by a lake", "in a garden", "in the mountains", "on a hill", "by a waterfall", "by a river"),
        (Look(pagoda, ("a temple", "a wooden pagoda")), Look(tall_pagoda, ("a tall pagoda", "a pagoda of five roofs"))),
        stature=1.4, breadth=1.0,
    ),
    Subject(
        "tent", "building", ("a tent",),
        ("in a forest", "by a lake", "in the mountains", "in a field", "on a beach", "in the savanna", "by a river"),
        (Look(tent, ("a camping tent", "a tent with a campfire")), Look(tepee, ("a pointed tent", "a tepee")),
         Look(circus, ("a circus tent", "a striped tent"))),
        stature=0.8, breadth=1.3,
    ),
)  # fmt: skip
"""Towers and tents."""
