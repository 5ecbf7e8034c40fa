"""Rockets, balloons and aeroplanes."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def rocket(c: Canvas, x: float, y: float, k: float) -> None:
    """A rocket in flight, tilted."""
    p, r = c.palette, c.rng
    body, tilt = r.choice((p.light, p.d, p.b)), r.uniform(-14, 20)
    k, y = k * 0.8, y - k * 0.2
    c.canvas.save()
    c.canvas.rotate(tilt, x, y - k * 0.5)
    c.blob([(x - k * 0.16, y), (x, y + k * 0.72), (x + k * 0.16, y), (x, y - k * 0.1)], p.sun, edge=False)
    c.blob([(x - k * 0.09, y), (x, y + k * 0.42), (x + k * 0.09, y)], p.a, edge=False, lift=False)
    for f in (-1, 1):
        c.poly(
            [(x + f * k * 0.16, y - k * 0.42), (x + f * k * 0.46, y + k * 0.06), (x + f * k * 0.12, y - k * 0.06)], p.a
        )
    c.blob(
        [
            (x - k * 0.16, y + k * 0.02),
            (x - k * 0.3, y - k * 0.5),
            (x - k * 0.16, y - k * 0.95),
            (x, y - k * 1.3),
            (x + k * 0.16, y - k * 0.95),
            (x + k * 0.3, y - k * 0.5),
            (x + k * 0.16, y + k * 0.02),
        ],
        body,
        deco=True,
    )
    c.blob([(x - k * 0.17, y - k * 0.88), (x, y - k * 1.3), (x + k * 0.17, y - k * 0.88)], p.a, lift=False)
    c.oval(x, y - k * 0.55, k * 0.12, p.c, lift=False)
    c.canvas.restore()


def balloon(c: Canvas, x: float, y: float, k: float) -> None:
    """A hot air balloon with a basket."""
    p = c.palette
    k, y = k * 0.86, y - k * 0.42
    first, second = c.rng.sample(p.accents, 2)
    for f in (-0.2, 0.2):
        c.line([(x + f * k * 0.9, y - k * 0.1), (x + f * k * 0.5, y + k * 0.3)], p.dark, 1.6)
    c.rect(x - k * 0.12, y + k * 0.28, k * 0.24, k * 0.18, mix(p.b, p.dark, 0.4), 2)

    def envelope(w: float) -> list[tuple[float, float]]:
        return [
            (x - w * 0.28, y + k * 0.04),
            (x - w * 0.6, y - k * 0.38),
            (x - w * 0.54, y - k * 0.9),
            (x, y - k * 1.12),
            (x + w * 0.54, y - k * 0.9),
            (x + w * 0.6, y - k * 0.38),
            (x + w * 0.28, y + k * 0.04),
        ]

    c.blob(envelope(k), first, deco=True)
    c.blob(envelope(k * 0.62), second, lift=False)
    c.blob(envelope(k * 0.24), first, lift=False)


def shuttle(c: Canvas, x: float, y: float, k: float) -> None:
    """A winged space plane on its way up."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.86)
    body, trim = r.choice((p.light, p.d)), r.choice((p.a, p.c))
    with q.turned(r.uniform(10, 26), 0, 60):
        for u in (-13, 13, 0):
            q.blob(f"{u - 8} 18, {u} -34, {u + 8} 18, {u} 22", p.sun, edge=False)
            q.blob(f"{u - 4} 18, {u} -14, {u + 4} 18", p.a, edge=False, lift=False)
        for s in q.sides():
            s.poly("12 84, 56 26, 56 14, 14 20", shade(body, 0.85), deco=True)
            s.poly("22 52, 56 22, 56 14, 20 18", trim, lift=False, edge=False)
        q.blob("-20 14, -24 80, -16 118, 0 142, 16 118, 24 80, 20 14", body, deco=True)
        q.poly("-4 16, -4 62, 0 72, 4 62, 4 16", trim, lift=False)
        q.blob("-12 106, 0 126, 12 106, 0 100", p.dark, lift=False)
        for v in (78, 88):
            q.mark(0, v, 3.4, p.c if trim != p.c else p.a)


def stubby_rocket(c: Canvas, x: float, y: float, k: float) -> None:
    """A stubby rocket with three fins and a big window, smoke below it."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.02, k * 0.84)
    body, trim = r.sample((p.a, p.b, p.c, p.light), 2)
    smoke = mix(p.light, p.far, 0.2)
    for u, v, s in ((-24, -8, 13), (24, -8, 13), (0, -14, 17), (-10, 0, 11), (11, 0, 11)):
        q.oval(u, v, s, smoke, s * 0.8, shading=0.1, edge=False)
    q.blob("-12 20, 0 -22, 12 20", p.sun, edge=False)
    for s in q.sides():
        s.blob("20 58, 56 44, 58 2, 46 16, 18 22", trim, deco=True)
    q.blob("-24 14, -46 60, -34 104, 0 136, 34 104, 46 60, 24 14", body, deco=True)
    q.blob("-27 100, -14 120, 0 132, 14 120, 27 100, 0 94", trim, lift=False)
    q.oval(0, 74, 17, p.dark, lift=False)
    q.oval(0, 74, 13, mix(p.water, p.light, 0.55), lift=False)
    q.mark(-4, 79, 3.4, p.light)
    q.blob("-6 44, -6 4, 6 4, 6 44", trim, lift=False)
    q.line("0 132, 0 144", p.dark, 2)
    q.mark(0, 145, 3.4, p.sun)


def starry_balloon(c: Canvas, x: float, y: float, k: float) -> None:
    """A round balloon with wide bands and flags."""
    p = c.palette
    q = Pen(c, x, y - k * 0.3, k * 0.86)
    first, second = c.rng.sample(p.accents, 2)
    for u in (-9, 9):
        q.line(f"{u * 2.1} 12, {u} -24", p.dark, 1.6)
    q.box(-13, -42, 13, -24, mix(p.b, p.dark, 0.4), 2, deco=True)
    q.box(-15, -27, 15, -22, mix(p.b, p.dark, 0.55), 2, lift=False)
    q.blob("-24 8, -66 34, -72 104, 0 136, 72 104, 66 34, 24 8", first, deco=True)
    q.blob("-61 62, 0 50, 61 62, 63 88, 0 76, -63 88", second, lift=False)
    for i in range(5):
        q.star(-40 + 20 * i, 71 - (2 - abs(i - 2)) * 3.4, 7, first, lift=False, edge=False)
    for i in range(7):
        u = -30 + 10 * i
        q.poly(f"{u - 4} {22 - abs(i - 3) * -2}, {u} {12 - abs(i - 3) * -2}, {u + 4} {22 - abs(i - 3) * -2}", second,
               lift=False)  # fmt: skip


def balloons(c: Canvas, x: float, y: float, k: float) -> None:
    """A hot air balloon with two others far behind."""
    for u, v, s in ((-0.66, 0.72, 0.36), (0.68, 0.5, 0.44)):
        balloon(c, x + u * k, y - v * k, k * s)
    balloon(c, x, y + k * 0.06, k * 0.86)


def airliner(c: Canvas, x: float, y: float, k: float) -> None:
    """A passenger aeroplane."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.24, k * 0.9, r.choice((-1, 1)))
    trim = r.choice((p.a, p.c))
    with q.turned(-10, 0, 50):
        q.poly("-6 60, -30 100, -16 100, 26 62", mix(p.far, p.light, 0.35))
        q.poly("-62 56, -92 100, -74 100, -40 62", trim, deco=True)
        q.blob("-94 56, -70 32, 20 28, 84 34, 98 50, 82 66, 10 68, -66 66", p.light, deco=True)
        q.blob("-80 44, -66 32, 20 28, 84 34, 96 46, 20 42", trim, lift=False, edge=False)
        q.poly("68 58, 88 56, 80 64, 66 64", mix(p.water, p.dark, 0.3), lift=False)
        for i in range(8):
            q.mark(-46 + 13 * i, 55, 3.2, mix(p.water, p.dark, 0.2))
        q.poly("8 44, -42 -6, -22 -6, 40 42", mix(p.light, p.far, 0.35), deco=True)
        q.box(-4, 10, 22, 22, trim, 5)
        q.poly("-66 50, -96 34, -84 34, -48 48", mix(p.light, p.far, 0.35))


def biplane(c: Canvas, x: float, y: float, k: float) -> None:
    """A biplane with a propeller and a pilot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.2, k * 0.94, r.choice((-1, 1)))
    body, wing = r.choice(((p.a, p.b), (p.c, p.d), (p.b, p.a)))
    with q.turned(-8, 0, 50):
        q.poly("-66 52, -92 84, -70 82, -52 60", wing)
        q.oval(2, 72, 9, p.d if body != p.d else p.b)
        q.box(4, 70, 12, 76, p.dark, 2, lift=False)
        q.limb("-6 70, -22 76, -36 72", p.a if body != p.a else p.c, 4, lift=False)
        q.blob("-88 56, -60 38, 20 24, 62 30, 66 64, 20 68, -60 66", body, deco=True)
        q.box(54, 30, 68, 64, mix(p.dark, p.far, 0.3), 5)
        for u in (6, 34):
            q.line(f"{u} 34, {u + 2} 92", p.dark, 2.4)
        q.blob("-22 88, -24 98, 20 100, 60 98, 60 90, 20 90", wing, deco=True)
        q.blob("-22 28, -26 38, 20 40, 58 36, 58 28, 20 30", wing, deco=True)
        q.line("20 28, 24 10", p.dark, 3)
        q.oval(25, 9, 9, p.dark)
        q.oval(25, 9, 4, p.light, lift=False, shading=0)
        q.oval(72, 47, 3, p.light, 32, alpha=150, edge=False, lift=False, shading=0)
        q.oval(70, 47, 6, wing, lift=False)
        q.poly("-66 50, -92 46, -90 40, -58 44", wing)


def paper_plane(c: Canvas, x: float, y: float, k: float) -> None:
    """A paper plane with its looping trail."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.2, k * 0.94, r.choice((-1, 1)))
    for i in range(13):
        t = i / 12
        u, v = -104 + 74 * t + 20 * (1 - abs(2 * t - 1)), 6 + 36 * t * t + 26 * (1 - (2 * t - 1) ** 2) * (0.5 - t)
        q.mark(u, v, 2.4, p.light)
    paper = r.choice((p.light, p.d, p.b))
    q.poly("88 86, -66 70, -18 50", paper)
    q.poly("88 86, -18 50, -26 14, -4 40", shade(paper, 0.72))
    q.poly("88 86, -4 42, 34 16", mix(paper, p.light, 0.3))
    q.poly("-26 14, -4 40, 10 33", shade(paper, 0.6), lift=False)


SUBJECTS = (
    Subject(
        "rocket", "vehicle", ("a rocket",),
        ("in space", "above the hills", "on the moon", "above the clouds", "above a city"),
        (Look(rocket, ("a space rocket", "a rocket ship")), Look(shuttle, ("a space shuttle", "a winged rocket")),
         Look(stubby_rocket, ("a round rocket", "a toy rocket"))),
        stature=1.2, breadth=0.9,
    ),
    Subject(
        "balloon", "vehicle", ("a hot air balloon", "a balloon"),
        ("above the hills", "above the sea", "above the clouds", "above a city", "in the mountains"),
        (Look(balloon, ("a big hot air balloon",)),
         Look(starry_balloon, ("a balloon with stars", "a round hot air balloon")),
         Look(balloons, ("a balloon among balloons", "a balloon race"))),
        stature=1.0, breadth=1.2, aloft=0,
    ),
    Subject(
        "airplane", "vehicle", ("an airplane", "a plane"),
        ("above the clouds", "above the hills", "above the sea", "above a city", "in the mountains"),
        (Look(airliner, ("a passenger plane", "an airliner")), Look(biplane, ("a biplane", "an old propeller plane")),
         Look(paper_plane, ("a paper plane", "a folded paper plane"))),
        stature=0.9, breadth=1.8, aloft=0,
    ),
)  # fmt: skip
"""Vehicles of the air."""
