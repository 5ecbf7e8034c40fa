"""Owls, birds, penguins and butterflies."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def owl(c: Canvas, x: float, y: float, k: float) -> None:
    """An owl, seen from the front."""
    p, r = c.palette, c.rng
    k *= 0.95
    plume = r.choice((p.a, p.c, p.b, mix(p.b, p.dark, 0.35)))
    pale = mix(plume, p.light, 0.6)
    for s in (-1, 1):
        c.poly(
            [(x + s * k * 0.36, y - k * 0.8), (x + s * k * 0.4, y - k * 1.14), (x + s * k * 0.08, y - k * 0.98)], plume
        )
    c.blob(
        [
            (x - k * 0.3, y + k * 0.05),
            (x - k * 0.5, y - k * 0.45),
            (x - k * 0.46, y - k * 1.0),
            (x, y - k * 1.08),
            (x + k * 0.46, y - k * 1.0),
            (x + k * 0.5, y - k * 0.45),
            (x + k * 0.3, y + k * 0.05),
        ],
        plume,
        deco=True,
    )
    c.oval(x, y - k * 0.3, k * 0.24, pale, k * 0.3, edge=False, lift=False)
    for i in range(3):
        for j in range(3 - i % 2):
            bx = x + (j - (2 - i % 2) / 2) * k * 0.13
            c.line(
                [
                    (bx - k * 0.04, y - k * (0.46 - 0.13 * i)),
                    (bx, y - k * (0.42 - 0.13 * i)),
                    (bx + k * 0.04, y - k * (0.46 - 0.13 * i)),
                ],
                plume,
                1.6,
            )
    for s in (-1, 1):
        c.blob(
            [
                (x + s * k * 0.42, y - k * 0.7),
                (x + s * k * 0.6, y - k * 0.3),
                (x + s * k * 0.3, y - k * 0.02),
                (x + s * k * 0.3, y - k * 0.5),
            ],
            shade(plume, 0.8),
        )
        c.oval(x + s * k * 0.17, y - k * 0.76, k * 0.17, p.light, lift=False, shading=0)
        c.oval(x + s * k * 0.16, y - k * 0.76, k * 0.1, p.sun, lift=False, shading=0, edge=False)
        c.oval(x + s * k * 0.16, y - k * 0.76, k * 0.06, p.dark, lift=False, shading=0, edge=False)
        c.oval(x + s * k * 0.14, y + k * 0.01, k * 0.08, p.sun, k * 0.035, lift=False, shading=0)
    c.poly([(x - k * 0.055, y - k * 0.69), (x + k * 0.055, y - k * 0.69), (x, y - k * 0.56)], p.sun, lift=False)


def flying_owl(c: Canvas, x: float, y: float, k: float) -> None:
    """An owl with its wings spread, towards us."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.14, k * 0.92)
    plume = r.choice((p.a, p.c, p.b, mix(p.b, p.dark, 0.35)))
    pale = mix(plume, p.light, 0.6)
    for s in q.sides():
        for i, tip in enumerate(("74 28", "90 46", "98 66", "96 88")):
            s.blob(f"10 {44 + 6 * i}, 40 {30 + 8 * i}, {tip}, 60 {70 + 5 * i}, 16 72", shade(plume, 0.76 + 0.07 * i))
        s.blob("8 74, 40 92, 92 98, 58 66, 14 52", plume)
    q.blob("-26 16, -30 -8, 0 -14, 30 -8, 26 16", shade(plume, 0.8))
    q.blob("-30 20, -34 70, 0 104, 34 70, 30 20, 0 2", plume, deco=True)
    q.oval(0, 36, 17, pale, 22, edge=False, lift=False)
    for v in (28, 38, 48):
        for u in (-7, 7):
            q.line(f"{u - 4} {v + 3}, {u} {v}, {u + 4} {v + 3}", plume, 1.6)
    for s in q.sides():
        s.poly("28 80, 34 108, 8 96", plume)
        s.oval(13, 76, 14, p.light, lift=False, shading=0)
        s.mark(13, 76, 8.6, p.sun)
        s.mark(13, 76, 5, p.dark)
        s.oval(11, 0, 6, p.sun, 4, lift=False, shading=0)
    q.poly("-5 70, 5 70, 0 60", p.sun, lift=False)


def owl_on_a_branch(c: Canvas, x: float, y: float, k: float) -> None:
    """An owl on a branch, one eye closed."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    plume = r.choice((p.a, p.c, p.b, mix(p.b, p.dark, 0.35)))
    pale, bark = mix(plume, p.light, 0.6), mix(p.dark, p.b, 0.35)
    q.blob("70 -22, 78 30, 72 96, 92 100, 94 30, 104 -22", bark)
    q.limb("-76 18, -20 10, 40 16, 84 30", bark, 9)
    q.limb("50 20, 66 34, 70 46", bark, 5)
    for u, v in ((74, 48), (64, 44), (-72, 26), (-58, 24)):
        q.oval(u, v, 7, p.leaf, 4.6, lift=False)
    q.blob("-10 18, -22 -14, -2 -20, 10 14", shade(plume, 0.75))
    q.blob("-36 16, -42 70, -28 112, 28 112, 42 70, 36 16", plume, deco=True)
    q.blob("-22 16, -24 56, 0 70, 24 56, 22 16", pale, edge=False, lift=False)
    for v in (28, 40, 52):
        for u in (-10, 0, 10):
            q.line(f"{u - 3} {v + 3}, {u} {v}, {u + 3} {v + 3}", plume, 1.5)
    for s in q.sides():
        s.blob("30 74, 50 54, 34 14, 24 40", shade(plume, 0.8))
        s.poly("34 92, 38 122, 8 106", plume)
        s.oval(11, 14, 8, p.sun, 5, lift=False, shading=0)
    q.oval(15, 86, 17, p.light, lift=False, shading=0)
    q.mark(15, 86, 10, p.sun)
    q.mark(15, 86, 6, p.dark)
    q.oval(-15, 86, 17, pale, lift=False, shading=0)
    q.line("-27 86, -15 79, -3 86", p.dark, 2.4, curved=True)
    q.poly("-5 80, 5 80, 0 68", p.sun, lift=False)


def songbird(c: Canvas, x: float, y: float, k: float) -> None:
    """A small bird on a twig, singing."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.88, r.choice((-1, 1)))
    plume, breast = r.choice(((p.c, p.b), (p.a, p.light), (mix(p.c, p.light, 0.3), p.a)))
    bark = mix(p.dark, p.b, 0.35)
    q.blob("-92 -14, -86 20, -88 74, -74 74, -76 20, -68 -14", bark)
    q.limb("-80 10, -20 16, 30 10, 80 20", bark, 6)
    for u, v in ((-64, 22), (58, 24), (72, 26)):
        q.oval(u, v, 8, p.leaf, 5, lift=False)
    for u in (-4, 8):
        q.line(f"{u} 14, {u - 2} 30", p.dark, 2.6)
    q.poly("-34 44, -86 30, -84 46, -36 60", shade(plume, 0.7))
    q.blob("-50 36, -40 84, 10 112, 46 100, 44 52, 10 22, -24 22", plume, deco=True)
    q.blob("-6 26, 8 70, 44 84, 44 52, 14 22", breast, edge=False, lift=False)
    q.blob("-60 38, -40 74, 0 78, 8 56, -26 40", shade(plume, 0.78))
    q.poly("38 92, 62 96, 40 86", p.sun, lift=False)
    q.poly("38 84, 60 82, 40 80", shade(p.sun, 0.85), lift=False)
    q.eye(26, 92, 4.4)
    for u, v in ((72, 104), (84, 114)):
        q.line(f"{u} {v}, {u} {v + 14}, {u + 7} {v + 12}", p.dark, 1.8)
        q.mark(u - 2.4, v, 3, p.dark, 2.4)


def flying_bird(c: Canvas, x: float, y: float, k: float) -> None:
    """A bird in flight, wings up."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.2, k * 0.92, r.choice((-1, 1)))
    plume, breast = r.choice(((p.c, p.light), (p.a, p.b), (p.light, p.d)))
    tail = shade(plume, 0.75)
    q.poly("-40 44, -92 58, -84 44, -94 30, -40 32", tail)
    q.blob("4 50, 14 96, 44 124, 46 92, 30 54", shade(plume, 0.7))
    q.blob("-54 34, -20 58, 40 64, 58 48, 40 24, -10 20", plume, deco=True)
    q.blob("-20 24, 10 36, 52 42, 40 22, 0 18", breast, edge=False, lift=False)
    for i, tip in enumerate(("-66 112", "-46 124", "-24 130")):
        q.blob(f"-28 44, {tip}, {-4 + 8 * i} {90 + 6 * i}, 24 50", shade(plume, 0.8 + 0.1 * i))
    q.oval(50, 54, 17, plume, 16)
    q.poly("64 58, 86 52, 64 47", p.sun, lift=False)
    q.eye(55, 58, 3.8)


def parrot(c: Canvas, x: float, y: float, k: float) -> None:
    """A parrot on a perch."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    plume, wing = r.choice(((p.a, p.c), (p.leaf, p.a), (p.c, p.b)))
    bark = mix(p.dark, p.b, 0.35)
    q.poly("-18 30, -44 -26, -30 -30, -22 -18, -12 -26, 4 28", shade(wing, 0.85))
    q.limb("54 -14, 56 10, 56 34", bark, 7)
    q.limb("-44 16, 0 20, 56 14", bark, 7)
    q.blob("-26 12, -34 70, -16 112, 26 118, 38 84, 26 34, 8 12", plume, deco=True)
    q.blob("-30 20, -42 70, -12 88, 12 60, -2 20", wing)
    q.blob("-30 20, -34 44, -10 54, 2 40, -8 16", p.b, lift=False)
    q.oval(20, 100, 14, p.light, 13, edge=False, lift=False)
    q.blob("28 110, 56 106, 48 76, 38 88, 28 92", p.dark)
    q.eye(20, 103, 4)
    q.blob("-4 112, -22 126, -8 132, 12 116", wing)
    for u in (2, 14):
        q.oval(u, 17, 6, p.b, 4, lift=False)


def penguin(c: Canvas, x: float, y: float, k: float) -> None:
    """A penguin, seen from the front."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    coat = r.choice((p.dark, mix(p.dark, p.c, 0.5)))
    for s in q.sides():
        s.oval(15, 3, 15, p.b, 5.5)
        s.blob("26 66, 52 60, 58 22, 44 24, 30 42", coat)
    q.blob("-38 0, -44 52, -34 118, 34 118, 44 52, 38 0", coat, deco=True)
    q.blob("-26 2, -32 48, -14 74, 14 74, 32 48, 26 2", p.light, edge=False, lift=False)
    for s in q.sides():
        s.oval(11, 86, 14, p.light, 16, edge=False, lift=False)
        s.eye(10, 89, 4.4)
    q.poly("-9 80, 9 80, 0 68", p.b, lift=False)
    scarf = r.choice((p.a, p.c if coat == p.dark else p.a))
    q.limb("-28 62, 0 55, 28 62", scarf, 9)
    q.blob("12 60, 26 60, 30 30, 16 32", scarf)


def waddling_penguin(c: Canvas, x: float, y: float, k: float) -> None:
    """A penguin on its way, seen from the side, wings out."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    coat = r.choice((p.dark, mix(p.dark, p.c, 0.5)))
    with q.turned(-7):
        q.poly("-24 14, -46 2, -20 2", coat)
        q.oval(-6, 2, 15, p.b, 5.5)
        q.oval(20, 7, 15, p.b, 5.5)
        q.blob("-30 2, -40 56, -16 96, 22 94, 38 50, 30 4", coat, deco=True)
        q.blob("8 6, 12 60, 26 86, 38 50, 30 6", p.light, edge=False, lift=False)
        q.oval(8, 98, 24, coat, 22)
        q.blob("6 92, 24 110, 34 96, 24 82", p.light, edge=False, lift=False)
        q.poly("28 100, 52 94, 29 90", p.b, lift=False)
        q.eye(16, 101, 4)
        q.blob("-20 72, -52 62, -64 34, -46 38, -14 54", coat)
        q.blob("-2 76, -12 40, -2 24, 8 44, 12 70", shade(mix(coat, p.far, 0.25), 1.0))


def penguin_family(c: Canvas, x: float, y: float, k: float) -> None:
    """A penguin with its chick."""
    penguin(c, x - k * 0.18, y, k)
    p = c.palette
    q = Pen(c, x + k * 0.44, y + k * 0.03, k * 0.5)
    down = mix(p.far, p.light, 0.3)
    for s in q.sides():
        s.oval(15, 3, 14, p.dark, 6)
        s.blob("28 66, 50 54, 50 26, 34 40", shade(down, 0.85))
    q.blob("-40 0, -46 56, -34 116, 34 116, 46 56, 40 0", down, deco=True)
    q.blob("-30 82, -26 122, 26 122, 30 82, 0 76", p.dark, lift=False)
    for s in q.sides():
        s.oval(13, 90, 14, p.light, 15, edge=False, lift=False)
        s.eye(11, 92, 6)
    q.poly("-7 82, 7 82, 0 70", p.dark, lift=False)


def butterfly(c: Canvas, x: float, y: float, k: float) -> None:
    """A butterfly with open wings."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.1, k * 0.95)
    first, second = r.sample((p.a, p.b, p.c), 2)
    with q.turned(r.uniform(-14, 14), 0, 56):
        for s in q.sides():
            s.blob("2 52, 44 62, 66 34, 52 6, 30 4, 4 40", shade(second, 0.9), deco=True)
            s.oval(38, 32, 11, first, lift=False)
            s.blob("2 58, 22 110, 70 128, 86 92, 56 58", first, deco=True)
            s.blob("30 84, 46 106, 66 106, 64 84, 44 72", second, lift=False)
            for u, v in ((72, 112), (78, 98), (76, 84)):
                s.mark(u, v, 3.4, p.light)
            s.line("1 92, 10 116, 22 124", p.dark, 1.8, curved=True)
            s.mark(22, 124, 3, p.dark)
        q.blob("-7 8, -6 84, 0 100, 6 84, 7 8, 0 -2", p.dark)
        q.oval(0, 92, 7.5, p.dark)


def resting_butterfly(c: Canvas, x: float, y: float, k: float) -> None:
    """A butterfly with closed wings on a flower."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.95, r.choice((-1, 1)))
    first, second = r.sample((p.a, p.b, p.c), 2)
    petal = p.light if second != p.light else p.d
    q.limb("0 0, -4 18, 0 38", p.leaf, 5)
    q.blob("0 8, 20 26, 38 22, 20 6", p.leaf)
    for i in range(7):
        q.oval(-30 + 10 * i, 40 + (3 - abs(i - 3)) * 1.6, 10, petal, 7, lift=False)
    q.oval(0, 46, 17, p.sun, 7, lift=False)
    q.blob("6 58, -34 74, -62 62, -52 40, -14 44", shade(second, 0.92), deco=True)
    q.blob("8 60, -16 110, -62 128, -58 84, -20 60", shade(first, 0.8))
    q.blob("8 60, 0 112, -38 134, -46 92, -8 62", first, deco=True)
    q.blob("-6 76, -12 104, -32 112, -32 90", second, lift=False)
    q.limb("-16 52, 8 60, 28 70", p.dark, 7)
    q.oval(30, 72, 6.4, p.dark)
    q.line("33 76, 44 90, 56 94", p.dark, 1.8, curved=True)
    q.line("32 77, 36 94, 46 102", p.dark, 1.8, curved=True)


def butterflies(c: Canvas, x: float, y: float, k: float) -> None:
    """Three butterflies."""
    for u, v, s in ((0.0, 0.1, 0.64), (-0.52, 0.66, 0.42), (0.5, 0.72, 0.36)):
        butterfly(c, x + u * k, y - v * k, k * s)


SUBJECTS = (
    Subject(
        "owl", "animal", ("an owl",),
        ("in a forest", "on a hill", "in a garden", "in the mountains", "on a rooftop"),
        (Look(owl, ("a big owl", "a round owl")), Look(flying_owl, ("a flying owl", "an owl with spread wings")),
         Look(owl_on_a_branch, ("an owl on a branch", "a winking owl"))),
        stature=0.45, breadth=1.2,
    ),
    Subject(
        "bird", "animal", ("a bird",),
        ("in a forest", "in a garden", "in a park", "above the hills", "above the sea", "in a jungle"),
        (Look(songbird, ("a singing bird", "a songbird")), Look(flying_bird, ("a flying bird", "a bird in flight")),
         Look(parrot, ("a parrot", "a colourful parrot"))),
        stature=0.4, breadth=1.5, aloft=1,
    ),
    Subject(
        "penguin", "animal", ("a penguin",),
        ("on the ice", "by a lake", "on a beach", "on an island"),
        (Look(penguin, ("a penguin with a scarf", "a little penguin")),
         Look(waddling_penguin, ("a waddling penguin", "a walking penguin")),
         Look(penguin_family, ("a penguin and its chick", "a penguin family"))),
        stature=0.5, breadth=0.9,
    ),
    Subject(
        "butterfly", "animal", ("a butterfly",),
        ("in a garden", "in a field", "in a park", "in a jungle", "above the hills", "in a forest"),
        (Look(butterfly, ("a big butterfly", "a butterfly with open wings")),
         Look(resting_butterfly, ("a butterfly on a flower", "a resting butterfly")),
         Look(butterflies, ("a butterfly and its friends", "a butterfly dance"))),
        stature=0.4, breadth=1.5, aloft=0,
    ),
)  # fmt: skip
"""Animals with wings."""
