"""Fish, whales and turtles."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def fish(c: Canvas, x: float, y: float, k: float) -> None:
    """A striped fish, seen from the side."""
    p, r = c.palette, c.rng
    f, body = r.choice((-1, 1)), r.choice((p.a, p.b, p.c))
    k, y = k * 0.74, y - k * 0.38
    c.poly(
        [
            (x - f * k * 0.38, y),
            (x - f * k * 0.82, y - k * 0.36),
            (x - f * k * 0.7, y),
            (x - f * k * 0.82, y + k * 0.36),
        ],
        shade(body, 0.85),
    )
    c.blob(
        [(x - f * k * 0.15, y - k * 0.3), (x + f * k * 0.12, y - k * 0.68), (x + f * k * 0.32, y - k * 0.24)],
        shade(body, 0.85),
    )
    c.blob(
        [
            (x - f * k * 0.56, y),
            (x - f * k * 0.22, y - k * 0.42),
            (x + f * k * 0.34, y - k * 0.42),
            (x + f * k * 0.72, y),
            (x + f * k * 0.34, y + k * 0.42),
            (x - f * k * 0.22, y + k * 0.42),
        ],
        body,
        deco=True,
    )
    for d in (-0.14, 0.1):
        c.blob(
            [
                (x + f * k * (d - 0.05), y - k * 0.26),
                (x + f * k * (d + 0.07), y - k * 0.29),
                (x + f * k * (d + 0.09), y + k * 0.24),
                (x + f * k * (d - 0.05), y + k * 0.26),
            ],
            p.light,
            lift=False,
            edge=False,
        )
    c.oval(x + f * k * 0.4, y - k * 0.1, k * 0.085, p.light, lift=False, shading=0)
    c.oval(x + f * k * 0.41, y - k * 0.1, k * 0.042, p.dark, lift=False, shading=0, edge=False)


def angelfish(c: Canvas, x: float, y: float, k: float) -> None:
    """A tall flat fish with long fins and bands."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    body, band = r.sample((p.a, p.b, p.c, p.light), 2)
    fin = shade(body, 0.85)
    q.blob("-32 52, -70 80, -62 54, -72 26, -32 46", fin)
    q.blob("-22 76, -34 130, 6 116, 26 78", fin, deco=True)
    q.blob("-22 26, -34 -22, 6 -10, 24 26", fin, deco=True)
    q.blob("-48 50, -22 92, 18 96, 62 50, 18 6, -22 10", body, deco=True)
    for u, high in ((-22, 31), (2, 40), (24, 34)):
        q.blob(f"{u - 6} {50 + high}, {u + 5} {50 + high}, {u + 7} 50, {u + 5} {50 - high}, {u - 6} {50 - high}", band,
               lift=False, edge=False)  # fmt: skip
    q.limb("10 14, 2 -8, -12 -26", band, 2.4)
    q.oval(42, 58, 7.5, p.light, lift=False, shading=0)
    q.mark(43, 58, 3.8, p.dark)
    q.line("58 47, 52 44", p.dark, 1.8)


def puffer(c: Canvas, x: float, y: float, k: float) -> None:
    """A round fish with spines."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.86, r.choice((-1, 1)))
    body = r.choice((p.b, p.a, p.c))
    fin = shade(body, 0.82)
    q.blob("-42 52, -78 76, -70 50, -78 26, -42 44", fin)
    for i in range(18):
        with q.turned(20 * i, 0, 50):
            q.poly("-5 96, 0 108, 5 96", fin)
    q.oval(0, 50, 50, body, 48, deco=True)
    q.blob("-42 34, 0 34, 46 36, 30 -2, -26 -2", mix(body, p.light, 0.65), edge=False, lift=False)
    for u, v in ((-20, 80), (-4, 86), (-28, 64), (-8, 68), (10, 76)):
        q.mark(u, v, 4.4, shade(body, 0.75))
    q.blob("-10 52, -34 66, -38 44, -12 40", fin, lift=False)
    q.oval(26, 62, 11, p.light, lift=False, shading=0)
    q.mark(28, 62, 6, p.dark)
    q.mark(30, 65, 2, p.light)
    q.oval(46, 46, 5, shade(body, 0.7), 4, lift=False)


def whale(c: Canvas, x: float, y: float, k: float) -> None:
    """A whale that spouts."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.84, r.choice((-1, 1)))
    skin = r.choice((p.c, mix(p.c, p.far, 0.4), mix(p.far, p.dark, 0.3)))
    for s in q.moved(30, 84).sides():
        s.limb("0 0, 3 26, 22 30, 26 16", mix(p.water, p.light, 0.55), 5, lift=False)
    q.blob("-72 34, -92 44, -104 82, -86 74, -76 62, -62 80, -54 84, -60 56, -54 38", shade(skin, 0.9))
    q.blob("-92 50, -40 36, -30 92, 40 100, 92 62, 82 6, 10 -2, -56 2", skin, deco=True)
    q.blob("-50 12, 10 22, 88 34, 82 6, 10 -2, -44 2", p.light, edge=False, lift=False)
    for i in range(5):
        q.line(f"{12 + 12 * i} 3, {20 + 12 * i} {16 + 1.5 * i}", mix(p.far, p.light, 0.3), 1.5)
    q.blob("6 28, 0 -4, -22 -12, -16 18", shade(skin, 0.84))
    q.eye(54, 46, 4.4)
    q.line("84 36, 70 28, 54 32", shade(skin, 0.6), 2.2, curved=True)


def breaching_whale(c: Canvas, x: float, y: float, k: float) -> None:
    """A whale that leaps, standing up from the water."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    skin = r.choice((p.c, mix(p.c, p.far, 0.4), mix(p.far, p.dark, 0.3)))
    foam = mix(p.water, p.light, 0.7)
    q.blob("-24 44, -62 56, -66 30, -30 26", shade(skin, 0.85))
    q.blob("-34 -6, -34 70, 0 122, 34 122, 44 90, 32 40, 30 -6", skin, deco=True)
    q.blob("6 -6, 12 60, 32 108, 44 90, 32 40, 30 -6", p.light, edge=False, lift=False)
    for i in range(5):
        q.line(f"{12 + 1.6 * i} {6 + 14 * i}, {28 + 1.4 * i} {8 + 14 * i}", mix(p.far, p.light, 0.3), 1.4)
    q.blob("26 48, 58 58, 70 38, 34 30", shade(skin, 0.85))
    q.eye(8, 88, 4)
    q.line("36 106, 22 92, 18 76", shade(skin, 0.6), 2, curved=True)
    for u, s in ((-48, 15), (-24, 20), (4, 22), (32, 20), (54, 14)):
        q.oval(u, -6, s, foam, s * 0.62, lift=False, shading=0.06)
    for u, v in ((-62, 12), (-54, 26), (62, 14), (70, 28)):
        q.oval(u, v, 4, foam, lift=False, edge=False)


def whale_tail(c: Canvas, x: float, y: float, k: float) -> None:
    """The tail of a diving whale."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    skin = r.choice((p.c, mix(p.c, p.far, 0.4), mix(p.far, p.dark, 0.3)))
    foam = mix(p.water, p.light, 0.7)
    q.blob("-26 -4, -9 60, -8 78, 8 78, 9 60, 26 -4", skin)
    for s in q.sides():
        s.blob("0 66, 8 90, 50 98, 86 122, 74 78, 36 62", skin, deco=True)
    q.poly("-6 84, 0 74, 6 84, 0 96", skin, edge=False, lift=False)
    for u, s in ((-44, 14), (-22, 18), (2, 20), (26, 18), (46, 13)):
        q.oval(u, -6, s, foam, s * 0.6, lift=False, shading=0.06)
    for u, v in ((-30, 40), (-38, 54), (34, 44), (28, 58)):
        q.oval(u, v, 3.4, foam, 4.4, lift=False, edge=False)


def turtle(c: Canvas, x: float, y: float, k: float) -> None:
    """A tortoise on its way."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    shell, skin = r.choice(((mix(p.b, p.dark, 0.3), p.leaf), (p.leaf, mix(p.b, p.leaf, 0.4)), (p.a, p.leaf)))
    q.poly("-58 18, -82 12, -56 8", skin)
    for u in (-34, 34):
        q.blob(f"{u - 14} 24, {u - 17} -3, {u + 17} -3, {u + 14} 24", skin)
    q.blob("44 10, 54 34, 58 66, 92 72, 96 42, 72 34, 66 10", skin)
    q.eye(80, 56, 4)
    q.line("92 46, 84 42, 76 45", shade(skin, 0.55), 1.8, curved=True)
    q.blob("-70 12, -62 54, -28 90, 28 90, 62 54, 70 12", shell, deco=True)
    dim = shade(shell, 0.76)
    q.poly("-14 76, 14 76, 24 52, 0 36, -24 52", dim, lift=False)
    for s in q.sides():
        s.poly("28 52, 18 74, 38 66, 50 42", dim, lift=False)
        s.poly("4 32, 27 47, 48 36, 44 20, 6 20", dim, lift=False)
    q.box(-66, 8, 66, 18, mix(shell, p.light, 0.35), 5)


def sea_turtle(c: Canvas, x: float, y: float, k: float) -> None:
    """A turtle that swims, seen from above."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    skin = mix(p.leaf, p.light, 0.25)
    shell = r.choice((mix(p.b, p.dark, 0.25), p.leaf, mix(p.a, p.b, 0.4)))
    with q.turned(28, 0, 50):
        for s in q.sides():
            s.blob("24 74, 56 92, 84 62, 70 58, 34 52", skin)
            s.blob("18 18, 40 -4, 48 -14, 26 -8, 10 12", skin)
        q.blob("-15 88, -17 116, 0 128, 17 116, 15 88", skin)
        for s in q.sides():
            s.mark(9, 112, 3.4, p.dark)
        q.blob("-46 50, -36 96, 0 106, 36 96, 46 50, 24 -2, 0 -12, -24 -2", shell, deco=True)
        pale = mix(shell, p.light, 0.35)
        for v in (76, 50, 24):
            q.poly(f"-11 {v}, -7 {v + 11}, 7 {v + 11}, 11 {v}, 7 {v - 11}, -7 {v - 11}", pale, lift=False)
        for s in q.sides():
            s.poly("15 76, 20 88, 30 74, 30 60, 17 62", pale, lift=False)
            s.poly("15 48, 17 58, 33 54, 30 34, 16 34", pale, lift=False)


_SURFACE = ("on the sea", "in a harbour")

SUBJECTS = (
    Subject(
        "fish", "animal", ("a fish",), ("under water", "in a fishbowl", "in a coral reef"),
        (Look(fish, ("a big fish", "a striped fish")), Look(angelfish, ("an angelfish", "a tall fish with long fins")),
         Look(puffer, ("a pufferfish", "a round fish"))),
        stature=0.4, breadth=1.4,
    ),
    Subject(
        "whale", "animal", ("a whale",), ("on the sea", "under water", "in a harbour", "in a coral reef"),
        (Look(whale, ("a big whale", "a spouting whale")),
         Look(breaching_whale, ("a leaping whale", "a breaching whale"), _SURFACE),
         Look(whale_tail, ("a diving whale", "the tail of a whale"), _SURFACE)),
        stature=1.2, breadth=1.9,
    ),
    Subject(
        "turtle", "animal", ("a turtle",),
        ("on a beach", "in a garden", "by a lake", "on an island", "in the savanna", "by a river"),
        (Look(turtle, ("a tortoise", "a slow turtle")),
         Look(sea_turtle, ("a sea turtle", "a turtle seen from above"), ("on a beach", "on an island"))),
        stature=0.36, breadth=1.7,
    ),
)  # fmt: skip
"""Animals of the water."""
