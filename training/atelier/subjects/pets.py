"""Cats, dogs and rabbits."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def cat(c: Canvas, x: float, y: float, k: float) -> None:
    """A cat that sits and looks at us."""
    p, r = c.palette, c.rng
    k *= 0.88
    fur = r.choice((p.a, p.c, p.b, mix(p.dark, p.far, 0.4)))
    pale, f = mix(fur, p.light, 0.55), r.choice((-1, 1))
    c.blob(
        [
            (x + f * k * 0.2, y - k * 0.02),
            (x + f * k * 0.62, y),
            (x + f * k * 0.76, y - k * 0.3),
            (x + f * k * 0.68, y - k * 0.6),
            (x + f * k * 0.58, y - k * 0.3),
            (x + f * k * 0.45, y - k * 0.16),
        ],
        shade(fur, 0.85),
    )
    c.blob(
        [
            (x - k * 0.38, y + k * 0.02),
            (x - k * 0.34, y - k * 0.45),
            (x - k * 0.12, y - k * 0.68),
            (x + k * 0.12, y - k * 0.68),
            (x + k * 0.34, y - k * 0.45),
            (x + k * 0.38, y + k * 0.02),
        ],
        fur,
        deco=True,
    )
    c.blob(
        [
            (x - k * 0.16, y),
            (x - k * 0.15, y - k * 0.4),
            (x, y - k * 0.5),
            (x + k * 0.15, y - k * 0.4),
            (x + k * 0.16, y),
        ],
        pale,
        edge=False,
        lift=False,
    )
    for s in (-1, 1):
        c.poly(
            [(x + s * k * 0.31, y - k * 0.8), (x + s * k * 0.29, y - k * 1.2), (x + s * k * 0.04, y - k * 0.98)], fur
        )
        c.poly(
            [(x + s * k * 0.25, y - k * 0.9), (x + s * k * 0.245, y - k * 1.1), (x + s * k * 0.12, y - k * 0.98)],
            pale,
            edge=False,
            lift=False,
        )
    c.oval(x, y - k * 0.78, k * 0.34, fur, k * 0.28)
    for s in (-1, 1):
        c.oval(x + s * k * 0.13, y - k * 0.82, k * 0.075, p.sun, lift=False, shading=0, edge=False)
        c.oval(x + s * k * 0.13, y - k * 0.82, k * 0.032, p.dark, k * 0.065, lift=False, shading=0, edge=False)
        for d in (-0.03, 0.05):
            c.line([(x + s * k * 0.12, y - k * 0.68), (x + s * k * 0.42, y - k * (0.68 + d))], p.light, 1)
    c.poly(
        [(x - k * 0.045, y - k * 0.73), (x + k * 0.045, y - k * 0.73), (x, y - k * 0.68)],
        p.dark,
        edge=False,
        lift=False,
    )


def sleeping_cat(c: Canvas, x: float, y: float, k: float) -> None:
    """A cat curled up, its tail about it."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    fur = r.choice((p.a, p.c, p.b, mix(p.dark, p.far, 0.4)))
    pale, dim = mix(fur, p.light, 0.55), shade(fur, 0.82)
    q.blob("-62 -2, -74 34, -34 70, 22 62, 58 36, 56 -2", fur, deco=True)
    for u, v in ((-36, 54), (-22, 58), (-8, 58)):
        q.line(f"{u} {v}, {u - 3} {v - 9}, {u - 4} {v - 17}", dim, 3.4, curved=True)
    q.limb("-54 14, -60 2, -20 -1, 18 5", dim, 12)
    h = q.moved(36, 26)
    for s in h.sides():
        s.poly("30 6, 29 36, 5 22", fur)
        s.poly("24 13, 24 29, 11 20", pale, edge=False, lift=False)
    h.oval(0, 4, 31, fur, 24)
    h.oval(0, -5, 14, pale, 9, edge=False, lift=False)
    for s in h.sides():
        s.line("7 5, 13 1, 19 5", p.dark, 2.4, curved=True)
        s.line("12 -6, 38 -3", p.light, 1)
        s.line("12 -8, 37 -12", p.light, 1)
    h.poly("-4 1, 4 1, 0 -4", p.dark, edge=False, lift=False)


def walking_cat(c: Canvas, x: float, y: float, k: float) -> None:
    """A cat on its way, tail up."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    fur = r.choice((p.a, p.c, p.b, mix(p.dark, p.far, 0.4)))
    pale, dim = mix(fur, p.light, 0.55), shade(fur, 0.8)
    q.limb("-40 52, -62 62, -58 92, -46 108", dim, 10)
    for leg in ("-30 38, -26 18, -16 3", "30 36, 24 18, 16 3"):
        q.limb(leg, dim, 11)
    q.blob("-50 34, -48 66, -8 66, 34 66, 50 50, 36 28, -8 34, -36 26", fur, deco=True)
    for u in (-26, -12, 2):
        q.line(f"{u} 61, {u - 2} 51, {u} 44", dim, 3.2, curved=True)
    for leg in ("-36 40, -42 18, -38 3", "32 40, 42 20, 44 3"):
        q.limb(leg, fur, 11.5)
    q.oval(-36, 3, 7, pale, 4.5, lift=False)
    q.oval(46, 3, 7, pale, 4.5, lift=False)
    h = q.moved(46, 72)
    for s in h.sides():
        s.poly("24 8, 24 36, 4 20", fur)
        s.poly("19 13, 20 28, 9 20", pale, edge=False, lift=False)
    h.oval(0, 2, 26, fur, 21)
    h.oval(3, -6, 11, pale, 7.5, edge=False, lift=False)
    for s in h.sides():
        s.mark(10, 3, 5.6, p.sun)
        s.mark(10, 3, 2.2, p.dark, 4.6)
        s.line("11 -6, 32 -4", p.light, 0.9)
    h.poly("-3 -1, 5 -1, 1 -6", p.dark, edge=False, lift=False)


def sitting_dog(c: Canvas, x: float, y: float, k: float) -> None:
    """A dog that sits, seen from the side."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    fur = r.choice((mix(p.b, p.a, 0.3), mix(p.b, p.dark, 0.35), p.d))
    dark, pale = mix(fur, p.dark, 0.42), mix(fur, p.light, 0.5)
    q.limb("-30 8, -52 10, -60 34", dark, 8)
    q.blob("-42 -2, -48 36, -24 62, 2 88, 26 76, 28 40, 20 -2", fur, deco=True)
    q.blob("6 20, 2 60, 22 78, 30 52, 22 18", pale, edge=False, lift=False)
    q.blob("-48 -2, -46 32, -16 38, -2 16, -2 -2", shade(fur, 0.9))
    q.oval(-2, 4, 12, shade(fur, 0.9), 5, lift=False)
    q.limb("16 48, 20 24, 20 4", fur, 12)
    q.oval(25, 4, 10, pale, 5, lift=False)
    q.limb("-2 66, 12 60, 26 66", p.a if fur != p.a else p.c, 5.5)
    h = q.moved(14, 92)
    h.blob("-24 -14, -26 24, 18 28, 24 10, 22 -18, -6 -22", fur)
    h.blob("10 8, 48 10, 48 -14, 14 -18", pale)
    h.oval(44, 3, 5.5, p.dark, 4.5, lift=False)
    h.line("22 -8, 34 -10, 42 -6", p.dark, 1.8, curved=True)
    h.eye(13, 8, 4)
    h.blob("-10 22, -36 18, -34 -24, -14 -22, -6 2", dark)


def running_dog(c: Canvas, x: float, y: float, k: float) -> None:
    """A dog in full run."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.95, r.choice((-1, 1)))
    fur = r.choice((mix(p.b, p.a, 0.3), mix(p.b, p.dark, 0.35), p.d))
    dark, pale = mix(fur, p.dark, 0.42), mix(fur, p.light, 0.5)
    q.limb("-46 58, -64 66, -72 84", dark, 8)
    q.limb("-36 46, -44 30, -64 18", dark, 10)
    q.limb("30 42, 46 26, 66 22", dark, 10)
    q.blob("-56 42, -56 72, -10 64, 34 74, 50 58, 36 32, -6 44, -34 34", fur, deco=True)
    q.limb("-42 48, -36 26, -54 8", fur, 11)
    q.limb("32 46, 40 22, 60 8", fur, 11)
    q.oval(-56, 7, 8, pale, 4.6, lift=False)
    q.oval(64, 7, 8, pale, 4.6, lift=False)
    q.limb("28 76, 38 60, 46 56", p.a, 5.5)
    h = q.moved(48, 82)
    h.blob("-24 -14, -24 22, 14 24, 22 8, 20 -16, -6 -20", fur)
    h.blob("8 8, 44 8, 44 -12, 12 -16", pale)
    h.poly("22 -10, 40 -9, 30 -19", p.a, edge=False, lift=False)
    h.oval(41, 3, 5, p.dark, 4.2, lift=False)
    h.eye(12, 7, 3.8)
    h.blob("-6 20, -34 22, -46 2, -26 -4, -6 4", dark)


def puppy(c: Canvas, x: float, y: float, k: float) -> None:
    """A puppy that looks at us."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    fur = r.choice((p.d, mix(p.b, p.a, 0.25), mix(p.b, p.dark, 0.25)))
    dark, pale = mix(fur, p.dark, 0.45), mix(fur, p.light, 0.6)
    q.limb("26 10, 50 14, 54 34", dark, 8)
    q.blob("-38 -2, -36 42, -14 62, 14 62, 36 42, 38 -2", fur, deco=True)
    q.blob("-18 -2, -16 40, 0 52, 16 40, 18 -2", pale, edge=False, lift=False)
    for s in q.sides():
        s.oval(30, 5, 15, fur, 8)
        s.oval(10, 4, 9, pale, 5.5, lift=False)
    h = q.moved(0, 76)
    h.oval(0, 0, 37, fur, 31)
    h.oval(14, 7, 14, dark, 15, edge=False, lift=False)
    h.oval(0, -12, 19, pale, 14, edge=False, lift=False)
    for s in h.sides():
        s.blob("16 32, 46 30, 56 -14, 36 -24, 28 4", dark)
        s.eye(14, 5, 5)
    h.oval(0, -6, 7, p.dark, 5.4, lift=False)
    h.line("0 -10, 0 -17", p.dark, 1.8)
    for s in h.sides():
        s.line("0 -17, 5 -21, 10 -18", p.dark, 1.8, curved=True)
    h.blob("-5 -18, -5 -29, 5 -29, 5 -18", p.a, edge=False, lift=False)


def sitting_rabbit(c: Canvas, x: float, y: float, k: float) -> None:
    """A rabbit with upright ears, seen from the side."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    fur = r.choice((p.light, mix(p.b, p.far, 0.5), mix(p.far, p.light, 0.4), mix(p.b, p.dark, 0.3)))
    pink = mix(p.a, p.light, 0.5)
    dim = shade(fur, 0.86)
    q.oval(-52, 20, 13, p.light, 12)
    q.blob("-58 -2, -60 46, -18 72, 22 60, 34 30, 30 -2", fur, deco=True)
    q.oval(-24, 18, 27, dim, 21)
    q.oval(-14, 4, 24, dim, 6, lift=False)
    q.limb("18 34, 24 18, 24 4", fur, 11)
    q.oval(28, 4, 9, fur, 5, lift=False)
    h = q.moved(28, 70)
    h.blob("-16 12, -34 56, -18 74, -2 50, 0 12", dim)
    h.blob("-4 12, -12 62, 6 80, 16 52, 12 12", fur)
    h.blob("0 18, -4 58, 6 66, 10 50, 8 18", pink, edge=False, lift=False)
    h.blob("-30 -12, -28 24, 12 28, 38 6, 30 -22, -8 -26", fur)
    h.oval(14, -8, 10, mix(pink, fur, 0.55), 7, edge=False, lift=False)
    h.eye(10, 5, 4.6)
    h.mark(31, 0, 4, pink, 3)
    for v in (-3, -8, -12):
        h.line(f"22 {v}, 44 {v * 1.3 - 1}", p.dark, 0.9)


def hopping_rabbit(c: Canvas, x: float, y: float, k: float) -> None:
    """A rabbit in mid-leap, ears laid back."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    fur = r.choice((p.light, mix(p.b, p.far, 0.5), mix(p.far, p.light, 0.4), mix(p.b, p.dark, 0.3)))
    pink, dim = mix(p.a, p.light, 0.5), shade(fur, 0.86)
    q.limb("-34 36, -52 22, -74 14", dim, 11)
    q.oval(-56, 54, 12, p.light)
    q.blob("-62 28, -58 66, -10 84, 36 66, 42 40, 10 30, -30 18", fur, deco=True)
    q.oval(-30, 40, 26, dim, 20)
    q.limb("-34 28, -50 12, -70 4", dim, 12)
    q.limb("26 44, 44 34, 58 20", fur, 11)
    h = q.moved(46, 74)
    h.blob("-8 8, -46 20, -62 38, -36 42, -4 24", dim)
    h.blob("0 10, -30 34, -40 56, -16 50, 10 22", fur)
    h.blob("-4 18, -24 36, -30 48, -16 42, 2 24", pink, edge=False, lift=False)
    h.blob("-26 -14, -26 20, 10 26, 36 4, 28 -22, -8 -26", fur)
    h.eye(10, 4, 4.4)
    h.mark(29, -2, 4, pink, 3)


def rabbit_with_carrot(c: Canvas, x: float, y: float, k: float) -> None:
    """A rabbit that holds a carrot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92)
    fur = r.choice((p.light, mix(p.b, p.far, 0.5), mix(p.far, p.light, 0.4)))
    pink, pale = mix(p.a, p.light, 0.5), mix(fur, p.light, 0.6)
    q.blob("-40 -2, -42 38, -20 62, 20 62, 42 38, 40 -2", fur, deco=True)
    q.oval(0, 24, 19, pale, 22, edge=False, lift=False)
    for s in q.sides():
        s.oval(28, 4, 20, shade(fur, 0.9), 8)
    h = q.moved(0, 72)
    for s in h.sides():
        s.blob("2 16, 4 64, 18 82, 30 60, 24 14", fur)
        s.blob("9 22, 11 58, 18 68, 23 54, 19 22", pink, edge=False, lift=False)
    h.oval(0, 2, 34, fur, 27)
    for s in h.sides():
        s.eye(14, 6, 4.6)
        s.oval(8, -8, 9, pale, 7, edge=False, lift=False)
        s.mark(22, -5, 5, mix(pink, fur, 0.3), 3.6)
    h.mark(0, -2, 4, pink, 3)
    h.box(-4, -21, 4, -13, p.light, 1.5, lift=False)
    with q.turned(-24, 0, 32):
        for u in (-8, 0, 8):
            q.limb(f"0 50, {u} 66", p.leaf, 5, lift=False)
        q.blob("-11 52, -7 22, 0 2, 7 22, 11 52", mix(p.a, p.b, 0.5))
    for s in q.sides():
        s.limb("24 42, 20 32, 6 30", shade(fur, 0.93), 10)


SUBJECTS = (
    Subject(
        "cat", "animal", ("a cat",),
        ("in a garden", "in a field", "on a table", "on a windowsill", "in a town", "in a living room", "on a rooftop",
         "in a village"),
        (Look(cat, ("a sitting cat", "a kitten")), Look(sleeping_cat, ("a sleeping cat", "a cat curled up")),
         Look(walking_cat, ("a walking cat", "a cat on its way"))),
        stature=0.42, breadth=1.3,
    ),
    Subject(
        "dog", "animal", ("a dog",),
        ("in a park", "in a garden", "in a field", "on a beach", "in a town", "in a living room", "on a country road"),
        (Look(sitting_dog, ("a sitting dog", "a good dog")), Look(running_dog, ("a running dog", "a dog running")),
         Look(puppy, ("a puppy", "a little dog"))),
        stature=0.5, breadth=1.3,
    ),
    Subject(
        "rabbit", "animal", ("a rabbit",),
        ("in a field", "in a garden", "in a forest", "in a park", "on a hill"),
        (Look(sitting_rabbit, ("a bunny", "a sitting rabbit")), Look(hopping_rabbit, ("a hopping rabbit", "a hare")),
         Look(rabbit_with_carrot, ("a rabbit with a carrot", "a rabbit eating a carrot"))),
        stature=0.4, breadth=1.2,
    ),
)  # fmt: skip
"""Animals that live with people."""
