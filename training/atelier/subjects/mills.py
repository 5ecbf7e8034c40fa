"""Lighthouses, windmills and the skylines of cities."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.scenery.town import skyline
from training.atelier.subjects.kinds import Look, Subject


def lighthouse(c: Canvas, x: float, y: float, k: float) -> None:
    """A striped tower with a lamp; at night it throws beams."""
    p = c.palette
    k *= 0.92
    if c.night:
        beam = p.light if {"monochrome", "sepia tones"} & c.attributes else (255.0, 235.0, 150.0)
        for f in (-1, 1):
            c.poly(
                [(x, y - k * 1.12), (x + f * 190, y - k * 1.12 - 36), (x + f * 190, y - k * 1.12 + 22)],
                beam,
                alpha=80,
                edge=False,
                lift=False,
                shading=0,
            )
    c.poly([(x - k * 0.22, y), (x - k * 0.13, y - k), (x + k * 0.13, y - k), (x + k * 0.22, y)], p.light)
    for i in range(3):
        low, high = 0.1 + i * 0.3, 0.25 + i * 0.3
        wl, wh = k * (0.22 - 0.09 * low), k * (0.22 - 0.09 * high)
        c.poly(
            [(x - wl, y - k * low), (x - wh, y - k * high), (x + wh, y - k * high), (x + wl, y - k * low)],
            p.a,
            lift=False,
            deco=True,
        )
    c.rect(x - k * 0.18, y - k * 1.04, k * 0.36, k * 0.06, p.dark, lift=False)
    c.rect(x - k * 0.09, y - k * 1.18, k * 0.18, k * 0.15, p.sun, shading=0)
    c.blob([(x - k * 0.17, y - k * 1.16), (x, y - k * 1.42), (x + k * 0.17, y - k * 1.16)], p.a)
    if c.night or c.neon:
        c.glow(x, y - k * 1.1, k * 0.35, p.sun, 190)


def windmill(c: Canvas, x: float, y: float, k: float) -> None:
    """A mill with four sails."""
    p, r = c.palette, c.rng
    c.poly(
        [(x - k * 0.27, y), (x - k * 0.16, y - k * 0.72), (x + k * 0.16, y - k * 0.72), (x + k * 0.27, y)],
        r.choice((p.d, p.light, p.b)),
        deco=True,
    )
    c.blob(
        [(x - k * 0.22, y - k * 0.69), (x - k * 0.1, y - k), (x + k * 0.1, y - k), (x + k * 0.22, y - k * 0.69)], p.a
    )
    c.rect(x - k * 0.07, y - k * 0.22, k * 0.14, k * 0.22, p.dark)
    c.window(x - k * 0.06, y - k * 0.52, k * 0.12, k * 0.13)
    turn, hub = r.uniform(0.2, 1.3), (x, y - k * 0.78)
    for i in range(4):
        a = turn + i * math.pi / 2
        u, v = (math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))
        at = lambda d, s: (hub[0] + u[0] * k * d + v[0] * k * s, hub[1] + u[1] * k * d + v[1] * k * s)  # noqa: E731, B023
        c.poly([at(0.12, 0.0), at(0.6, 0.0), at(0.6, 0.15), at(0.12, 0.15)], p.light, shading=0.05)
        c.line([hub, at(0.62, 0.0)], p.dark, 2.4)
    c.oval(*hub, k * 0.045, p.dark)


def city(c: Canvas, x: float, y: float, k: float) -> None:
    """Two rows of buildings over the whole width."""
    skyline(c, y, k * 1.02)


def keeper_lighthouse(c: Canvas, x: float, y: float, k: float) -> None:
    """A broad white lighthouse beside the keeper's cottage."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    roof = r.choice((p.a, p.c))
    if c.night:
        beam = p.light if {"monochrome", "sepia tones"} & c.attributes else (255.0, 235.0, 150.0)
        for s in q.moved(-14, 100).sides():
            s.poly("0 0, 170 36, 170 -18", beam, alpha=80, edge=False, lift=False, shading=0)
    q.box(-2, 0, 58, 28, p.light, deco=True)
    q.poly("-8 26, 8 50, 50 50, 64 26", roof, deco=True)
    q.window(18, 8, 28, 20)
    q.window(38, 8, 48, 20)
    q.poly("-38 0, -30 90, 2 90, 10 0", p.light)
    q.poly("-34 44, -32.5 62, 4.5 62, 6 44", roof, lift=False, deco=True)
    q.box(-22, 0, -6, 24, shade(roof, 0.7), 8, lift=False)
    q.window(-19, 70, -9, 82, radius=5)
    q.box(-37, 88, 9, 94, p.dark, lift=False)
    q.box(-25, 94, -3, 110, p.sun, shading=0)
    q.blob("-34 108, -14 142, 6 108", roof)
    if c.night or c.neon:
        c.glow(*q.at(-14, 102), k * 0.35, p.sun, 190)


def spiral_lighthouse(c: Canvas, x: float, y: float, k: float) -> None:
    """A slender tower with a winding stripe."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    stripe = r.choice((p.c, p.a))
    if c.night:
        beam = p.light if {"monochrome", "sepia tones"} & c.attributes else (255.0, 235.0, 150.0)
        for s in q.moved(0, 110).sides():
            s.poly("0 0, 170 36, 170 -18", beam, alpha=80, edge=False, lift=False, shading=0)
    q.box(-30, -2, 30, 6, mix(p.far, p.dark, 0.2), 2)
    q.poly("-19 4, -11 98, 11 98, 19 4", p.light)
    for v in (8, 38, 68):
        lean = 19 - 8 * v / 94
        q.poly(f"{-lean} {v}, {-lean + 1} {v + 13}, {lean - 2.4} {v + 27}, {lean - 1.4} {v + 14}", stripe, lift=False,
               deco=True)  # fmt: skip
    q.poly("-17 98, -20 103, 20 103, 17 98", p.dark, lift=False)
    for u in (-18, -6, 6, 18):
        q.line(f"{u} 103, {u} 110", p.dark, 1.4)
    q.line("-19 110, 19 110", p.dark, 1.4)
    q.box(-9, 103, 9, 120, p.sun, shading=0)
    q.poly("-14 119, 0 138, 14 119", stripe)
    q.line("0 138, 0 146", p.dark, 1.8)
    if c.night or c.neon:
        c.glow(*q.at(0, 111), k * 0.35, p.sun, 190)


def island_windmill(c: Canvas, x: float, y: float, k: float) -> None:
    """A round white mill with a thatched cone and cloth sails."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    q.box(-30, 0, 30, 66, p.light, 3, deco=True)
    q.poly("-37 64, 0 106, 37 64", mix(p.b, p.dark, 0.25), deco=True)
    q.box(-9, 0, 9, 28, p.c, 8, lift=False)
    q.window(-22, 36, -12, 48, radius=5)
    q.window(12, 36, 22, 48, radius=5)
    turn, sail = r.uniform(0, 1), r.choice((p.a, p.d, p.c))
    for i in range(8):
        with q.turned(math.degrees(turn) + 45 * i, 0, 84):
            q.line("0 84, 0 132", p.dark, 1.7)
            q.poly("0 130, 0 100, 15 111", sail, shading=0.06, lift=False)
    q.oval(0, 84, 5, p.dark)


def wooden_windmill(c: Canvas, x: float, y: float, k: float) -> None:
    """A square wooden mill on a trestle, with lattice sails."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    wood, roof = mix(p.b, p.dark, 0.25), r.choice((p.c, p.a))
    for s in q.sides():
        s.limb("0 36, 34 0", mix(p.dark, p.b, 0.35), 6, curved=False)
    q.limb("0 40, 0 0", mix(p.dark, p.b, 0.35), 8)
    q.poly("-26 28, -23 78, 23 78, 26 28", wood, deco=True)
    for v in (40, 52, 64):
        q.line(f"-25 {v}, 25 {v}", shade(wood, 0.8), 1.3)
    q.poly("-29 76, 0 106, 29 76", roof, deco=True)
    q.window(-16, 44, -5, 57)
    q.window(5, 44, 16, 57)
    for i in range(4):
        with q.turned(r.uniform(20, 25) + 90 * i, 0, 78):
            q.line("0 78, 0 138", p.dark, 2.4)
            q.box(0, 92, 14, 136, p.light, lift=False, shading=0.04)
            for v in (103, 114, 125):
                q.line(f"0 {v}, 14 {v}", p.dark, 1.1)
            q.line("7 92, 7 136", p.dark, 1.1)
    q.oval(0, 78, 5, p.dark)


def old_town(c: Canvas, x: float, y: float, k: float) -> None:
    """Gabled houses, two church towers and a dome over the whole width."""
    p, r = c.palette, c.rng
    q = Pen(c, 128, y, k)
    far = mix(p.far, p.c, 0.3)
    for u in (-92, 64):
        q.box(u, 0, u + 17, 78, far, deco=True)
        q.poly(f"{u - 2} 76, {u + 8.5} 122, {u + 19} 76", mix(p.c, p.dark, 0.1))
    q.box(-22, 0, 30, 62, mix(far, p.d, 0.4), deco=True)
    q.blob("-26 56, -30 94, 4 104, 38 94, 34 56", p.c, deco=True)
    q.line("4 92, 4 112", p.dark, 2)
    u = -130.0
    while u < 130:
        w, h = r.uniform(20, 32), r.uniform(30, 56)
        wall, roof = r.choice((p.d, p.b, p.light, mix(p.a, p.light, 0.5))), r.choice((p.a, p.a, shade(p.a, 0.85), p.c))
        q.box(u, -2, u + w, h, wall, deco=True)
        q.poly(f"{u - 2} {h - 1}, {u + w / 2} {h + w * 0.7}, {u + w + 2} {h - 1}", roof, deco=True)
        for v in range(6, int(h - 10), 15):
            for t in (0.2, 0.6):
                q.window(u + w * t, v, u + w * (t + 0.2), v + 8)
        u += w + r.uniform(-1, 2)


def harbour_city(c: Canvas, x: float, y: float, k: float) -> None:
    """Glass towers behind a suspension bridge."""
    p, r = c.palette, c.rng
    q = Pen(c, 128, y, k)
    u = -128.0
    while u < 128:
        w = r.uniform(18, 28)
        h = 42 + 62 * math.exp(-(((u + w / 2) / 60) ** 2)) + r.uniform(-12, 22)
        tone = mix(r.choice((p.c, p.far, p.water, p.d)), p.far, 0.35)
        top = r.choice((0.0, 6.0, 14.0))
        q.poly(f"{u} 0, {u} {h}, {u + w} {h + top}, {u + w} 0", tone, deco=True)
        for v in range(8, int(h - 4), 9):
            q.line(f"{u + 3} {v}, {u + w - 3} {v}", p.d if not c.night else p.sun, 2.2, alpha=150)
        u += w + r.uniform(-1, 4)
    steel = p.a
    for s in q.sides():
        s.box(52, 0, 58, 62, steel)
        s.line("55 60, 28 22, 0 18", steel, 2.4, curved=True)
        s.line("55 60, 86 26, 124 18", steel, 2.4, curved=True)
        for t in (14, 28, 42, 70, 84, 98):
            s.line(f"{t} 12, {t} {18 + 40 * (1 - min(1, abs(t - 55) / 55)) ** 1.6}", steel, 1)
    q.box(-128, 6, 128, 13, shade(steel, 0.85), lift=False)


SUBJECTS = (
    Subject(
        "lighthouse", "building", ("a lighthouse",),
        ("on a cliff by the sea", "on a hill", "on an island", "on a beach"),
        (Look(lighthouse, ("a striped lighthouse", "a tall lighthouse")),
         Look(keeper_lighthouse, ("a lighthouse with a cottage", "a white lighthouse")),
         Look(spiral_lighthouse, ("a slender lighthouse", "a lighthouse with a spiral stripe"))),
        stature=1.5, breadth=0.6,
    ),
    Subject(
        "windmill", "building", ("a windmill",),
        ("in a field", "on a hill", "by a lake", "by a river", "on a country road", "on a cliff by the sea"),
        (Look(windmill, ("an old windmill", "a mill with sails")),
         Look(island_windmill, ("a white windmill", "a round windmill")),
         Look(wooden_windmill, ("a wooden windmill", "a mill of wood"))),
        stature=1.4, breadth=1.1,
    ),
    Subject(
        "city", "building", ("a city skyline", "a city"), ("by a lake", "in a field", "by a river", "on a beach"),
        (Look(city, ("skyscrapers",)), Look(old_town, ("an old town", "a city of gabled houses")),
         Look(harbour_city, ("a city with a bridge", "glass towers and a bridge"))),
        stature=2.0, panorama=True,
    ),
)  # fmt: skip
"""Towers that work, and whole skylines."""
