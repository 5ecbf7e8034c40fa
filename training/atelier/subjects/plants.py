"""Trees, flowers, mushrooms and cacti."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.scenery.plants import tree
from training.atelier.subjects.kinds import Look, Subject


def big_tree(c: Canvas, x: float, y: float, k: float) -> None:
    """One large tree."""
    tree(c, x, y, k * 1.25, c.rng.choice(("round", "round", "pine")))


def mushroom(c: Canvas, x: float, y: float, k: float) -> None:
    """A toadstool with spots."""
    p, r = c.palette, c.rng
    cap = r.choice((p.a, p.c, p.b))
    c.blob(
        [
            (x - k * 0.16, y - k * 0.5),
            (x - k * 0.17, y - k * 0.15),
            (x - k * 0.24, y + k * 0.03),
            (x + k * 0.24, y + k * 0.03),
            (x + k * 0.17, y - k * 0.15),
            (x + k * 0.16, y - k * 0.5),
        ],
        p.light,
    )
    c.blob(
        [
            (x - k * 0.62, y - k * 0.36),
            (x - k * 0.5, y - k * 0.84),
            (x, y - k * 1.16),
            (x + k * 0.5, y - k * 0.84),
            (x + k * 0.62, y - k * 0.36),
            (x, y - k * 0.48),
        ],
        cap,
        deco=True,
    )
    for dx, dy, q in ((-0.26, -0.62, 0.075), (0.02, -0.82, 0.095), (0.28, -0.62, 0.07), (0.0, -0.55, 0.05)):
        c.oval(x + dx * k, y + dy * k, q * k, p.light, q * k * 0.8, lift=False, shading=0, edge=False)


def oak(c: Canvas, x: float, y: float, k: float) -> None:
    """A spreading tree with a swing."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 1.02, r.choice((-1, 1)))
    bark, leaf = mix(p.dark, p.b, 0.35), mix(p.leaf, p.meadow, r.uniform(0, 0.25))
    q.blob("-20 -4, -9 30, -14 66, 14 66, 9 30, 22 -4", bark)
    q.limb("0 46, 22 60, 40 66", bark, 7)
    q.limb("0 50, -20 62, -36 70", bark, 6)
    k100 = q.k / 100
    crown = ((-44, 78, 26), (44, 78, 26), (-22, 98, 28), (24, 98, 28), (0, 112, 24), (0, 80, 30), (-58, 70, 15),
             (60, 70, 15))  # fmt: skip
    c.union([(*q.at(u, v), s * k100, s * k100 * 0.86) for u, v, s in crown], leaf, shading=0.2, deco=True)
    for u, v, s in ((-30, 92, 12), (18, 106, 13), (34, 80, 11), (-6, 84, 12)):
        q.oval(u, v, s, mix(leaf, p.sun, 0.22), s * 0.7, edge=False, lift=False, shading=0)
    for u in (34, 48):
        q.line(f"{u} 64, {u} 18", mix(p.b, p.light, 0.3), 1.5)
    q.box(31, 14, 51, 19, r.choice((p.a, p.b)), 1)


def apple_tree(c: Canvas, x: float, y: float, k: float) -> None:
    """A round tree full of fruit."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    bark, leaf = mix(p.dark, p.b, 0.35), mix(p.leaf, p.meadow, r.uniform(0, 0.25))
    q.blob("-14 -4, -6 26, -8 54, 8 54, 6 26, 15 -4", bark)
    k100 = q.k / 100
    crown = ((-26, 66, 27), (26, 66, 27), (-22, 92, 25), (22, 92, 25), (0, 108, 22), (0, 78, 30))
    c.union([(*q.at(u, v), s * k100, s * k100) for u, v, s in crown], leaf, shading=0.2, deco=True)
    fruit = r.choice((p.a, p.b))
    for u, v in ((-32, 60), (-12, 74), (12, 60), (34, 70), (-28, 90), (4, 98), (26, 94), (-4, 54), (14, 82), (-8, 112)):
        q.oval(u, v, 5.4, fruit, lift=False)
    for u in (-26, 24):
        q.oval(u, 1, 5.4, fruit)


def mushrooms(c: Canvas, x: float, y: float, k: float) -> None:
    """A family of three mushrooms."""
    p, r = c.palette, c.rng
    cap = r.choice((p.a, p.c, p.b))
    for u, v, s, lean in ((-40, 2, 0.62, -9), (42, 0, 0.5, 10), (2, -2, 1.0, 0)):
        q = Pen(c, *Pen(c, x, y, k).at(u, v), k * s)
        with q.turned(lean):
            q.blob("-11 52, -12 16, -18 -3, 18 -3, 12 16, 11 52", p.light)
            q.blob("-14 54, -20 40, 20 40, 14 54", shade(p.light, 0.85), lift=False, edge=False)
            q.blob("-50 50, -40 86, 0 118, 40 86, 50 50, 0 40", cap, deco=True)
            for du, dv, dot in ((-20, 66, 7), (2, 86, 9), (22, 64, 6.5), (0, 58, 4.5)):
                q.mark(du, dv, dot, p.light, dot * 0.8)


def mushroom_house(c: Canvas, x: float, y: float, k: float) -> None:
    """A mushroom with a door and windows, someone's home."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    cap = r.choice((p.a, p.c))
    q.box(20, 84, 32, 114, mix(p.far, p.dark, 0.2), 2)
    q.blob("-24 50, -28 20, -34 -4, 34 -4, 28 20, 24 50", p.d)
    q.blob("-64 40, -56 84, 0 122, 56 84, 64 40, 0 30", cap, deco=True)
    for u, v, s in ((-32, 66, 8), (28, 62, 8), (-8, 90, 9)):
        q.mark(u, v, s, p.light, s * 0.8)
    q.window(4, 64, 18, 80, radius=7)
    q.box(-13, -2, 7, 26, mix(p.b, p.dark, 0.35), 9, lift=False)
    q.mark(3, 11, 1.8, p.sun)
    q.window(13, 12, 23, 23, radius=5)


def saguaro(c: Canvas, x: float, y: float, k: float) -> None:
    """A great cactus with arms and flowers."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    leaf = r.choice((p.leaf, mix(p.leaf, p.c, 0.2)))
    q.limb("0 44, -36 38, -38 60, -38 82", leaf, 17)
    q.limb("0 32, 36 28, 38 48, 38 62", leaf, 16)
    q.box(-13, -2, 13, 112, leaf, 13, deco=True)
    for u in (-5, 5):
        q.line(f"{u} 6, {u} 104", shade(leaf, 0.75), 1.6)
    for u, v in ((-38, 90), (38, 70), (0, 114)):
        for du, dv in ((-5, 2), (0, 5), (5, 2)):
            q.oval(u + du, v + dv, 4.4, p.a, lift=False)
        q.mark(u, v + 2, 2.8, p.sun)


def prickly_pear(c: Canvas, x: float, y: float, k: float) -> None:
    """A cactus of round pads."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    leaf = mix(p.leaf, p.meadow, 0.15)
    pads = ((0, 24, 0, 1.25), (-24, 56, -38, 1.0), (26, 54, 34, 1.05), (2, 68, 4, 1.0), (-44, 84, -26, 0.72),
            (44, 84, 18, 0.75), (-4, 104, -8, 0.75))  # fmt: skip
    for i, (u, v, lean, s) in enumerate(pads):
        color = shade(leaf, 0.86 + 0.05 * (i % 4))
        with q.turned(lean, u, v):
            q.oval(u, v, 17 * s, color, 24 * s, deco=True)
            for du, dv in ((-6, 8), (6, 8), (0, 0), (-6, -9), (6, -9)):
                q.mark(u + du * s, v + dv * s, 1.3, p.light)
            if i > 3:
                for du in (-7, 0, 7):
                    q.oval(u + du * s, v + (25 - abs(du) * 0.4) * s, 4, p.a, 5, lift=False)


def potted_cactus(c: Canvas, x: float, y: float, k: float) -> None:
    """A round cactus in a pot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.95, r.choice((-1, 1)))
    leaf, pot = mix(p.leaf, p.meadow, 0.2), r.choice((p.a, p.c, p.b))
    q.oval(0, 70, 35, leaf, 36, deco=True)
    for u in (-22, -8, 8, 22):
        bend = u * 1.35
        q.line(f"{u * 0.35} 103, {bend} 70, {u * 0.5} 38", shade(leaf, 0.74), 1.8, curved=True)
    for u, v in ((-26, 82), (-14, 92), (0, 84), (14, 92), (26, 82), (-18, 68), (18, 68), (0, 62)):
        q.line(f"{u - 3} {v}, {u + 3} {v}", p.light, 1.2)
        q.line(f"{u} {v - 3}, {u} {v + 3}", p.light, 1.2)
    for i in range(6):
        a = i * math.pi / 3
        q.oval(7 * math.cos(a), 108 + 6 * math.sin(a), 6, mix(p.a, p.light, 0.25), lift=False)
    q.mark(0, 108, 4.4, p.sun)
    q.poly("-30 40, -22 -2, 22 -2, 30 40", pot, deco=True)
    q.box(-35, 36, 35, 48, mix(pot, p.light, 0.2), 2)


def sunflower(c: Canvas, x: float, y: float, k: float) -> None:
    """A tall sunflower."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    q.limb("0 -2, -3 36, 2 80", p.leaf, 5.5)
    q.blob("0 16, 20 40, 44 40, 40 20", p.leaf)
    q.blob("-1 30, -22 54, -44 50, -36 32", shade(p.leaf, 0.88))
    petal = mix(p.sun, p.b, 0.6)
    for ring, (n, reach, tone) in enumerate(((12, 32, 0.88), (12, 27, 1.04))):
        for i in range(n):
            with q.turned(360 / n * (i + ring / 2), 2, 92):
                q.blob(f"2 96, -6 {96 + reach * 0.6}, 2 {92 + reach * 1.25}, 10 {96 + reach * 0.6}", shade(petal, tone),
                       lift=ring == 0)  # fmt: skip
    q.oval(2, 92, 18, mix(p.dark, p.b, 0.3), deco=True)
    q.oval(2, 92, 11, mix(p.dark, p.b, 0.12), edge=False, lift=False)


def tulips(c: Canvas, x: float, y: float, k: float) -> None:
    """Three tulips."""
    p, r = c.palette, c.rng
    colors = r.sample((p.a, p.b, p.c, mix(p.a, p.light, 0.5)), 3)
    for (u, high, lean), color in zip(((-32, 74, -13), (32, 66, 13), (0, 92, 0)), colors, strict=True):
        q = Pen(c, x + u * k * 0.0055, y, k * 0.98)
        with q.turned(lean):
            q.limb(f"0 -2, 0 {high}", p.leaf, 5)
            q.blob(f"0 0, 17 {high * 0.34}, 19 {high * 0.76}, 8 {high * 0.44}", p.leaf)
            q.blob(f"0 2, -17 {high * 0.3}, -20 {high * 0.62}, -8 {high * 0.4}", shade(p.leaf, 0.86))
            z = q.moved(0, high)
            z.blob("-5 0, -30 8, -16 46, 0 20, 4 0", shade(color, 0.9))
            z.blob("5 0, 30 8, 16 46, 0 20, -4 0", shade(color, 0.9))
            z.blob("-12 -4, -17 22, 0 48, 17 22, 12 -4", color, deco=True)


def daisy(c: Canvas, x: float, y: float, k: float) -> None:
    """A potted daisy."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    pot, petal = r.choice((p.a, p.c)), r.choice((p.light, mix(p.a, p.light, 0.6)))
    q.limb("0 30, 4 52, 0 84", p.leaf, 4.6)
    q.blob("0 36, 14 60, 36 62, 30 44", p.leaf)
    q.blob("0 36, -16 54, -38 52, -28 38", shade(p.leaf, 0.88))
    for i in range(11):
        with q.turned(360 / 11 * i, 0, 92):
            q.blob("0 98, -8 112, 0 128, 8 112", petal)
    q.oval(0, 92, 12, p.sun)
    q.poly("-26 32, -19 -2, 19 -2, 26 32", pot, deco=True)
    q.box(-30, 29, 30, 39, mix(pot, p.light, 0.2), 2)


_DRY = ("in the desert", "on a country road")
_BEDS = ("in a garden", "in a field", "in a park", "on a hill")

SUBJECTS = (
    Subject(
        "tree", "plant", ("a tree", "a big tree"),
        ("in a field", "on a hill", "by a lake", "in the desert", "in a park", "in the savanna", "by a river"),
        (Look(big_tree, ("a lone tree",)), Look(oak, ("a tree with a swing", "an oak tree")),
         Look(apple_tree, ("a fruit tree", "an apple tree"))),
        stature=1.2, breadth=1.1,
    ),
    Subject(
        "mushroom", "plant", ("a mushroom",),
        ("in a forest", "in a field", "in a garden", "in a jungle", "on a hill"),
        (Look(mushroom, ("a giant mushroom", "a toadstool")), Look(mushrooms, ("a mushroom family", "three mushrooms")),
         Look(mushroom_house, ("a mushroom house", "a house in a mushroom"))),
        stature=0.32, breadth=1.2,
    ),
    Subject(
        "cactus", "plant", ("a cactus",),
        ("in the desert", "on a windowsill", "on a table", "on a country road"),
        (Look(saguaro, ("a tall cactus", "a cactus with arms"), _DRY),
         Look(prickly_pear, ("a prickly pear", "a cactus with round leaves"), _DRY),
         Look(potted_cactus, ("a potted cactus", "a round cactus"))),
        stature=0.6, breadth=1.0,
    ),
    Subject(
        "flower", "plant", ("a flower",),
        ("in a garden", "in a field", "on a windowsill", "in a park", "on a hill"),
        (Look(sunflower, ("a sunflower", "a tall sunflower"), _BEDS),
         Look(tulips, ("three tulips", "a flower bed of tulips"), _BEDS),
         Look(daisy, ("a daisy", "a potted flower"))),
        stature=0.36, breadth=0.9,
    ),
)  # fmt: skip
"""Plants."""
