"""Houses and castles."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def house(c: Canvas, x: float, y: float, k: float) -> None:
    """A house with a gable or hipped roof."""
    p, r = c.palette, c.rng
    w, h = k * 0.48, k * 0.52
    wall, roof = r.choice((p.d, p.b, p.light)), r.choice((p.a, p.c))
    if r.random() < 0.7:
        c.rect(x + w * 0.35, y - h - k * 0.44, k * 0.12, k * 0.32, shade(roof, 0.75))
    c.rect(x - w, y - h, 2 * w, h, wall, deco=True)
    if r.random() < 0.6:
        c.poly([(x - w * 1.18, y - h), (x, y - h - k * 0.46), (x + w * 1.18, y - h)], roof, deco=True)
    else:
        c.poly(
            [
                (x - w * 1.15, y - h),
                (x - w * 0.75, y - h - k * 0.4),
                (x + w * 0.75, y - h - k * 0.4),
                (x + w * 1.15, y - h),
            ],
            roof,
            deco=True,
        )
    c.rect(x - k * 0.09, y - k * 0.31, k * 0.18, k * 0.31, shade(roof, 0.7))
    c.window(x - w * 0.78, y - h * 0.75, k * 0.19, k * 0.19)
    c.window(x + w * 0.4, y - h * 0.75, k * 0.19, k * 0.19)


def castle(c: Canvas, x: float, y: float, k: float) -> None:
    """Three towers, a wall and a gate."""
    p, r = c.palette, c.rng
    wall = r.choice((mix(p.d, p.far, 0.35), p.d, mix(p.b, p.light, 0.4)))
    roof = r.choice((p.a, p.c))

    def tower(tx: float, w: float, h: float) -> None:
        c.rect(tx - w / 2, y - h, w, h, wall, deco=True)
        c.poly([(tx - w * 0.72, y - h), (tx, y - h - w * 1.4), (tx + w * 0.72, y - h)], roof, deco=True)
        c.window(tx - w * 0.13, y - h * 0.8, w * 0.26, w * 0.45)
        c.line([(tx, y - h - w * 1.4), (tx, y - h - w * 1.8)], p.dark, 1.5)
        c.poly(
            [(tx, y - h - w * 1.8), (tx + w * 0.45, y - h - w * 1.66), (tx, y - h - w * 1.5)],
            p.a,
            edge=False,
            lift=False,
        )

    tower(x, k * 0.3, k * 0.72)
    c.rect(x - k * 0.46, y - k * 0.44, k * 0.92, k * 0.44, wall, deco=True)
    for i in range(6):
        c.rect(x - k * 0.46 + i * k * 0.162, y - k * 0.5, k * 0.1, k * 0.09, wall, edge=False, lift=False, shading=0)
    tower(x - k * 0.46, k * 0.25, k * 0.62)
    tower(x + k * 0.46, k * 0.25, k * 0.62)
    c.rect(x - k * 0.11, y - k * 0.31, k * 0.22, k * 0.31, p.dark, k * 0.1, lift=False)


def cabin(c: Canvas, x: float, y: float, k: float) -> None:
    """A wooden cabin whose roof reaches the ground."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    wood, roof = mix(p.b, p.dark, 0.28), r.choice((p.a, p.c, mix(p.a, p.dark, 0.3)))
    q.box(22, 56, 34, 96, shade(roof, 0.7))
    q.poly("-66 0, 0 114, 66 0", roof, deco=True)
    q.poly("-47 0, 0 82, 47 0", wood, deco=True, lift=False)
    for v in (13, 26, 39, 52):
        w = 47 * (1 - v / 82)
        q.line(f"{-w} {v}, {w} {v}", shade(wood, 0.78), 1.5)
    q.box(-10, 0, 10, 33, shade(roof, 0.7))
    q.mark(6, 16, 1.8, p.sun)
    q.window(-9, 44, 9, 58)
    q.window(-31, 9, -16, 24)
    q.window(16, 9, 31, 24)


def farmhouse(c: Canvas, x: float, y: float, k: float) -> None:
    """Two storeys with shutters, a porch and two chimneys."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    wall, roof = r.choice((p.light, p.d, mix(p.b, p.light, 0.5))), r.choice((p.c, p.a))
    trim = r.choice((p.a, p.c, p.leaf))
    for s in q.sides():
        s.box(24, 84, 34, 116, shade(roof, 0.7))
    q.box(-42, 0, 42, 74, wall, deco=True)
    q.poly("-50 72, -38 106, 38 106, 50 72", roof, deco=True)
    for s in q.sides():
        for v in (10, 44):
            s.window(16, v, 30, v + 19)
            s.box(11, v, 15.5, v + 19, trim, lift=False, edge=False)
            s.box(30.5, v, 35, v + 19, trim, lift=False, edge=False)
    q.window(-7, 44, 7, 63)
    q.poly("-18 36, 0 48, 18 36", roof, lift=False)
    for s in q.sides():
        s.box(13, 0, 16, 36, p.light, lift=False)
    q.box(-8, 0, 8, 30, shade(trim, 0.75))


def fortress(c: Canvas, x: float, y: float, k: float) -> None:
    """A stone keep with battlements and a great gate."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    wall = r.choice((mix(p.d, p.far, 0.45), mix(p.far, p.light, 0.35), mix(p.b, p.far, 0.35)))

    def block(left: float, right: float, high: float) -> None:
        q.box(left, 0, right, high, wall, deco=True)
        teeth = max(3, round((right - left) / 9))
        step = (right - left + 4) / (teeth * 2 - 1)
        q.box(left - 2, high, right + 2, high + 5, shade(wall, 0.88), lift=False)
        for i in range(teeth):
            q.box(left - 2 + 2 * i * step, high + 5, left - 2 + (2 * i + 1) * step, high + 12, wall, lift=False)

    block(-22, 22, 84)
    q.line("0 96, 0 124", p.dark, 2)
    q.poly("0 124, 22 118, 0 110", p.a, lift=False)
    block(-62, 62, 42)
    block(-68, -38, 60)
    block(38, 68, 60)
    for s in q.sides():
        s.window(49, 34, 57, 48, radius=4)
        s.window(7, 58, 14, 72, radius=3.5)
    q.box(-15, 0, 15, 34, p.dark, 14, lift=False)
    for u in (-8, 0, 8):
        q.line(f"{u} 2, {u} 30", mix(p.dark, p.b, 0.5), 1.6)


def palace(c: Canvas, x: float, y: float, k: float) -> None:
    """A palace with onion domes."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96)
    wall = r.choice((p.d, p.light, mix(p.b, p.light, 0.5)))
    first, second = r.sample((p.a, p.b, p.c), 2)

    def dome(s: Pen, u: float, v: float, w: float, color: tuple[float, float, float]) -> None:
        z = s.moved(u, v, w / 100)
        z.line("0 100, 0 168", p.b, 8)
        z.blob("-50 0, -96 34, -40 96, 0 150, 40 96, 96 34, 50 0", color, deco=True)
        z.box(-56, -10, 56, 8, p.b, lift=False)

    for s in q.sides():
        s.box(46, 0, 64, 58, wall, deco=True)
        dome(s, 55, 58, 17, second)
        s.window(51, 32, 59, 46, radius=4)
    q.box(-48, 0, 48, 46, wall, deco=True)
    for s in q.sides():
        dome(s, 30, 46, 19, first)
        s.window(25, 14, 36, 32, radius=5)
    q.box(-19, 0, 19, 70, mix(wall, p.light, 0.4), deco=True)
    dome(q, 0, 70, 28, second)
    q.box(-10, 0, 10, 34, p.dark, 10, lift=False)
    q.window(-7, 44, 7, 60, radius=7)


SUBJECTS = (
    Subject(
        "house", "building", ("a house",),
        ("on a hill", "by a lake", "in a forest", "in a field", "by a river", "in a village", "on a country road",
         "in the mountains", "on an island", "by a waterfall"),
        (Look(house, ("a cottage", "a small house")), Look(cabin, ("a wooden cabin", "a log cabin")),
         Look(farmhouse, ("a farmhouse", "a house with shutters"))),
        stature=1.0, breadth=1.25,
    ),
    Subject(
        "castle", "building", ("a castle",),
        ("on a hill", "by a lake", "in the mountains", "in a forest", "by a river", "on an island", "above the clouds",
         "on a cliff by the sea"),
        (Look(castle, ("an old castle", "a fairytale castle")), Look(fortress, ("a stone castle", "a fortress")),
         Look(palace, ("a castle with domes", "a palace"))),
        stature=1.5, breadth=1.4,
    ),
)  # fmt: skip
"""Buildings to live in."""
