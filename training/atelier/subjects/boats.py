"""Boats."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def sailboat(c: Canvas, x: float, y: float, k: float) -> None:
    """A boat with two sails."""
    p, r = c.palette, c.rng
    k *= 0.86
    c.poly(
        [
            (x - k * 0.56, y - k * 0.18),
            (x + k * 0.62, y - k * 0.18),
            (x + k * 0.42, y + k * 0.08),
            (x - k * 0.42, y + k * 0.08),
        ],
        p.a,
        deco=True,
    )
    c.line([(x, y - k * 0.16), (x, y - k * 1.22)], p.dark, 3)
    c.poly(
        [(x + k * 0.04, y - k * 1.18), (x + k * 0.04, y - k * 0.26), (x + k * 0.56, y - k * 0.26)], p.light, deco=True
    )
    c.poly(
        [(x - k * 0.04, y - k * 1.02), (x - k * 0.04, y - k * 0.26), (x - k * 0.42, y - k * 0.26)],
        r.choice((p.b, p.d)),
        deco=True,
    )
    for i in range(3):
        c.line(
            [(x - k * 0.44 + i * 5, y + k * 0.14 + i * 5), (x + k * 0.44 - i * 5, y + k * 0.14 + i * 5)],
            mix(p.water, p.light, 0.35),
            2,
        )


def tall_ship(c: Canvas, x: float, y: float, k: float) -> None:
    """A ship of three masts under full sail."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    hull, sail = mix(p.b, p.dark, 0.4), r.choice((p.light, p.d))
    q.line("58 18, 92 40", p.dark, 2.6)
    for u, low, high in ((-38, 34, 96), (0, 32, 118), (38, 34, 100)):
        q.line(f"{u} 16, {u} {high + 8}", p.dark, 2.8)
        rows = ((low, low + (high - low) * 0.52, 22), (low + (high - low) * 0.56, high, 16))
        for a, b, w in rows:
            q.blob(f"{u - w} {b}, {u - w - 2} {a + 4}, {u} {a - 4}, {u + w + 8} {a}, {u + w + 4} {b}", sail, deco=True)
        q.poly(f"{u} {high + 8}, {u - 16} {high + 4}, {u} {high}", p.a, lift=False)
    q.blob("-66 34, -62 -10, 34 -12, 60 -8, 76 34, 40 16, -40 16", hull, deco=True)
    q.line("-58 10, 0 6, 62 12", p.b, 3, curved=True)
    for i in range(3):
        w = 46 - 7 * i
        q.line(f"{-w} {-13 - 5 * i}, {w} {-13 - 5 * i}", mix(p.water, p.light, 0.35), 1.8)


def catamaran(c: Canvas, x: float, y: float, k: float) -> None:
    """A little yacht that leans in the wind, its spinnaker full."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    color = r.choice((p.a, p.c, p.b))
    with q.turned(9):
        q.line("-4 12, -4 130", p.dark, 2.8)
        q.blob("0 120, 44 100, 66 60, 48 30, 0 24", color, deco=True)
        q.blob("0 100, 30 88, 42 62, 34 46, 0 44", p.light, lift=False)
        q.poly("-8 124, -8 24, -52 24", p.light, deco=True)
        q.line("-8 60, -34 58", color, 2)
        q.blob("-66 18, -50 -10, 40 -10, 82 22, 20 12", p.light, deco=True)
        q.poly("-58 10, -52 3, 58 6, 68 13", color, lift=False)
    for i in range(3):
        w = 50 - 8 * i
        q.line(f"{-w} {-12 - 5 * i}, {w} {-12 - 5 * i}", mix(p.water, p.light, 0.35), 1.8)


SUBJECTS = (
    Subject(
        "boat", "vehicle", ("a sailing boat", "a sailboat", "a boat"),
        ("on the sea", "on a lake", "in a harbour"),
        (Look(sailboat), Look(tall_ship, ("a tall ship", "a ship with many sails")),
         Look(catamaran, ("a racing yacht", "a boat leaning in the wind"))),
        stature=0.9, breadth=1.3,
    ),
)  # fmt: skip
"""Boats under sail."""
