"""People as simple figures."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def _skin(q: Pen) -> RGB:
    p, r = q.canvas.palette, q.canvas.rng
    return r.choice((mix(p.b, p.light, 0.5), mix(mix(p.b, p.a, 0.25), p.light, 0.2), mix(p.b, p.dark, 0.45)))


def _hair(q: Pen) -> RGB:
    p, r = q.canvas.palette, q.canvas.rng
    return r.choice((mix(p.dark, p.b, 0.12), mix(p.dark, p.a, 0.45), mix(p.b, p.dark, 0.25)))


def _head(q: Pen, u: float, v: float, skin: RGB, hair: RGB, *, long: bool = False, front: bool = False) -> None:
    """A head about (u, v) that looks along u, or at us."""
    p = q.canvas.palette
    h = q.moved(u, v + 1, 1.2)
    if long:
        h.blob("-14 8, -22 -14, -10 -24, 2 -12, 6 6", hair)
    h.oval(0, 0, 12.5, skin, 13.5)
    if front:
        h.blob("-16 0, -17 20, 17 20, 16 0, 8 8, -8 8", hair)
        for s in h.sides():
            s.mark(4.6, -1, 1.7, p.dark, 2.1)
        h.line("-3.4 -6.4, 0 -8.2, 3.4 -6.4", p.dark, 1.2, curved=True)
    else:
        h.blob("14 10, 4 20, -16 18, -18 -6, -8 -8, -4 6", hair)
        h.mark(6, 0, 1.8, p.dark, 2.2)
        h.line("4.4 -6, 7.4 -7, 9.6 -5.4", p.dark, 1.1, curved=True)


def _shoe(q: Pen, u: float, v: float, color: RGB) -> None:
    q.oval(u + 2.5, v, 7.4, color, 4, lift=False)


def walker(c: Canvas, x: float, y: float, k: float) -> None:
    """Someone out for a walk, in coat, hat and scarf."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    coat, trim = r.sample((p.a, p.c, p.b), 2)
    skin, hair, trousers = _skin(q), _hair(q), mix(p.dark, p.far, 0.25)
    q.limb("-2 44, -10 26, -19 6", shade(trousers, 0.85), 10)
    _shoe(q, -17, 3, p.dark)
    q.limb("-2 74, 14 62, 19 48", shade(coat, 0.75), 8.5)
    q.limb("2 44, 13 26, 17 5", trousers, 10)
    _shoe(q, 19, 3, p.dark)
    q.blob("-17 32, -15 88, 0 92, 14 86, 22 32", coat, deco=True)
    q.line("4 36, 6 80", shade(coat, 0.7), 1.6)
    q.limb("-1 78, -14 66, -17 46", shade(coat, 0.88), 9)
    q.oval(-17, 44, 4.6, skin, lift=False)
    q.limb("-7 86, 2 82, 10 86", trim, 7)
    q.blob("-6 84, -26 82, -32 68, -20 70, -4 78", trim)
    _head(q, 3, 100, skin, hair)
    q.blob("-15 104, -12 126, 16 124, 16 104", trim)
    q.box(-18, 103, 24, 108, shade(trim, 0.85), 2.4, lift=False)


def with_umbrella(c: Canvas, x: float, y: float, k: float) -> None:
    """Someone under an umbrella."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    coat, cover = r.sample((p.a, p.c, p.b), 2)
    skin, hair = _skin(q), _hair(q)
    boots = shade(coat, 0.6)
    q.limb("-4 34, -10 20, -14 6", mix(p.dark, p.far, 0.3), 8)
    _shoe(q, -13, 4, boots)
    q.limb("4 34, 9 20, 12 6", mix(p.dark, p.far, 0.2), 8)
    _shoe(q, 14, 4, boots)
    _head(q, 0, 90, skin, hair, long=True)
    q.poly("-7 78, -23 28, 23 28, 8 78", coat, deco=True)
    q.limb("0 72, 14 62, 22 74", shade(coat, 0.85), 8.5)
    q.line("24 66, 24 138", p.dark, 2.4)
    q.oval(24, 75, 4.6, skin, lift=False)
    q.blob("-44 106, -26 142, 24 158, 74 142, 92 106, 24 122", cover, deco=True)
    for u in (-8, 24, 56):
        q.line(f"24 140, {u} 114", shade(cover, 0.75), 1.4)
    q.line("24 138, 24 146", p.dark, 2.4)


def hiker(c: Canvas, x: float, y: float, k: float) -> None:
    """A hiker with a backpack and a stick."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    shirt, pack = r.sample((p.a, p.c, p.b), 2)
    skin, hair, shorts = _skin(q), _hair(q), mix(p.b, p.dark, 0.4)
    q.line("38 0, 30 78", mix(p.b, p.dark, 0.5), 3)
    q.limb("-4 40, -13 24, -20 6", shade(skin, 0.85), 8)
    _shoe(q, -18, 4, p.dark)
    q.limb("4 40, 15 26, 15 6", skin, 8.5)
    _shoe(q, 17, 4, p.dark)
    q.limb("-3 46, -9 34", shade(shorts, 0.85), 13)
    q.limb("3 46, 10 34", shorts, 13)
    q.box(-34, 48, -8, 90, pack, 8, deco=True)
    q.box(-36, 52, -24, 70, shade(pack, 0.8), 4)
    q.oval(-21, 94, 13, shade(pack, 0.7), 6)
    q.blob("-14 40, -14 86, 0 92, 13 86, 14 40", shirt, deco=True)
    q.line("-4 84, 6 60", shade(pack, 0.75), 3.4)
    q.limb("4 78, 16 62, 31 66", shade(shirt, 0.86), 8)
    q.oval(32, 66, 4.6, skin, lift=False)
    _head(q, 4, 101, skin, hair)
    q.blob("-10 104, -8 122, 16 120, 16 106", shirt)
    q.blob("10 106, 14 112, 30 106, 14 103", shade(shirt, 0.8), lift=False)


def ballerina(c: Canvas, x: float, y: float, k: float) -> None:
    """A dancer on one toe, arms up."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    skin, hair, dress = _skin(q), _hair(q), r.choice((mix(p.a, p.light, 0.35), p.a, p.c))
    q.limb("2 62, 26 46, 6 34", shade(skin, 0.88), 7.4)
    q.limb("0 62, 1 34, 0 8", skin, 7.4)
    q.poly("-4 12, 4 12, 1 -3", dress, lift=False)
    q.poly("10 38, 2 30, -2 36", dress, lift=False)
    for s in q.sides():
        s.limb("7 88, 42 106, 15 146", skin, 6.4)
        s.oval(14, 145, 4, skin, lift=False)
    q.blob("-50 58, -36 74, 0 78, 36 74, 50 58, 22 52, -22 52", mix(dress, p.light, 0.4), deco=True)
    q.blob("-40 64, 0 76, 40 64, 0 58", dress, lift=False, edge=False)
    q.blob("-11 62, -12 92, 0 88, 12 92, 11 62", dress)
    _head(q, 0, 108, skin, hair, front=True)
    q.oval(0, 125, 6.6, hair)


def leaping_dancer(c: Canvas, x: float, y: float, k: float) -> None:
    """A dancer in a great leap, a ribbon in hand."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.1, k * 0.94, r.choice((-1, 1)))
    skin, hair, dress = _skin(q), _hair(q), r.choice((p.a, p.c, p.b))
    ribbon = p.b if dress != p.b else p.a
    q.limb("-40 104, -70 128, -86 100, -64 88, -56 112", ribbon, 4.4, lift=False)
    q.limb("-4 52, -34 48, -62 38", shade(skin, 0.88), 8)
    q.limb("8 54, 36 46, 66 26", skin, 8)
    q.oval(-64, 37, 6, dress, 3.6, lift=False)
    q.oval(68, 24, 6.4, dress, 3.6, lift=False)
    q.limb("-4 86, -24 94, -41 104", shade(skin, 0.9), 6.6)
    q.blob("-12 62, -34 40, -8 36, 22 38, 40 46, 16 66", dress, deco=True)
    q.blob("-8 54, -10 92, 4 96, 14 90, 14 54", dress)
    q.limb("8 86, 30 98, 48 112", skin, 6.6)
    _head(q, 6, 108, skin, hair, long=True)


def couple(c: Canvas, x: float, y: float, k: float) -> None:
    """Two people who dance together."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    suit, dress = mix(p.dark, p.c, 0.4), r.choice((p.a, p.b))
    lead, other = q.moved(-20, 0), q.moved(20, 0, 1.0, -1)
    skin = _skin(q)
    lead.limb("-3 46, -8 26, -12 5", shade(suit, 0.8), 9)
    lead.limb("4 46, 10 28, 5 5", suit, 9)
    _shoe(lead, -10, 3, p.dark)
    _shoe(lead, 7, 3, p.dark)
    other.limb("0 30, -4 16, 0 4", _skin(q), 6.4)
    _shoe(other, 0, 3, dress)
    other.blob("-8 54, -40 12, -4 4, 26 12, 9 54", dress, deco=True)
    other.blob("-9 48, -10 84, 0 88, 9 84, 9 48", dress)
    lead.blob("-12 40, -13 86, 0 92, 13 86, 12 40", suit, deco=True)
    q.limb("-14 84, 10 106, 22 122", suit, 7.4)
    q.limb("16 80, 16 100, 22 122", skin, 6.2)
    q.limb("-16 74, 4 62, 20 62", shade(suit, 0.85), 7.4)
    _head(lead, 0, 104, skin, _hair(q))
    _head(other, 0, 99, _skin(q), _hair(q), long=True)


def kite_runner(c: Canvas, x: float, y: float, k: float) -> None:
    """A child that runs with a kite."""
    p, r = c.palette, c.rng
    q = Pen(c, x + k * 0.0, y, k * 0.94, r.choice((-1, 1)))
    shirt, kite = r.sample((p.a, p.c, p.b), 2)
    other = next(v for v in (p.b, p.a, p.c) if v not in (shirt, kite))
    body = q.moved(24, 0, 0.8)
    skin, hair = _skin(q), _hair(q)
    q.line("12 66, -16 86, -40 112", p.dark, 1.2, curved=True)
    _kite(q.moved(-50, 112, 0.66), kite, other)
    body.limb("-3 44, -22 34, -42 34", shade(skin, 0.88), 9)
    _shoe(body, -42, 33, p.dark)
    body.limb("4 44, 24 34, 20 8", skin, 9)
    _shoe(body, 24, 6, p.dark)
    body.limb("-2 46, -14 38", shade(p.far, 0.8), 14)
    body.limb("3 46, 15 38", p.far, 14)
    body.limb("0 80, 20 70, 30 84", shade(shirt, 0.8), 8)
    body.blob("-14 40, -12 88, 2 94, 15 86, 14 40", shirt, deco=True)
    body.limb("-3 82, -14 84, -20 84", shade(shirt, 0.88), 9)
    body.oval(-19, 84, 5, skin, lift=False)
    _head(body, 8, 108, skin, hair)


def _kite(q: Pen, color: RGB, other: RGB) -> None:
    """A kite, its middle at the origin."""
    p = q.canvas.palette
    with q.turned(-28):
        q.limb("0 -44, 12 -62, -6 -78, 8 -98", other, 2.6, lift=False)
        for u, v in ((9, -58), (-2, -76), (8, -94)):
            q.poly(f"{u - 9} {v + 5}, {u} {v}, {u - 9} {v - 5}", color, lift=False, edge=False)
            q.poly(f"{u + 9} {v + 5}, {u} {v}, {u + 9} {v - 5}", color, lift=False, edge=False)
        q.poly("0 50, -32 10, 0 -46, 32 10", color, deco=True)
        q.poly("0 50, 32 10, 0 10", other, lift=False, edge=False)
        q.poly("-32 10, 0 10, 0 -46", other, lift=False, edge=False)
        q.line("0 50, 0 -46", p.dark, 1.6)
        q.line("-32 10, 32 10", p.dark, 1.6)


def kite_flyer(c: Canvas, x: float, y: float, k: float) -> None:
    """A child that stands, both hands on the line of a kite with a face."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    dress, kite = r.sample((p.a, p.c, p.b), 2)
    skin, hair = _skin(q), _hair(q)
    body = q.moved(-34, 0, 0.78)
    q.line("-14 60, 22 78, 44 104", p.dark, 1.2, curved=True)
    z = q.moved(54, 116, 0.58)
    for u in (-12, 0, 12):
        z.limb(f"{u} -30, {u + 10} -54, {u - 6} -72, {u + 4} -92", p.b if kite != p.b else p.a, 4, lift=False)
    z.blob("-44 0, -40 46, 0 58, 40 46, 44 0, 30 -40, -30 -40", kite, deco=True)
    for s in z.sides():
        s.oval(16, 12, 10, p.light, lift=False, shading=0)
        s.mark(15, 11, 5, p.dark)
    z.blob("-18 -8, 0 -26, 18 -8, 0 -14", p.light, lift=False)
    body.limb("-7 30, -8 6", skin, 8.5)
    body.limb("8 30, 9 6", shade(skin, 0.9), 8.5)
    _shoe(body, -8, 4, p.dark)
    _shoe(body, 9, 4, p.dark)
    _head(body, 2, 106, skin, hair, long=True)
    body.poly("-9 92, -25 28, 26 28, 11 92", dress, deco=True)
    body.limb("2 84, 14 70, 26 76", shade(dress, 0.85), 8.5)
    body.oval(27, 77, 5, skin, lift=False)


def guitarist(c: Canvas, x: float, y: float, k: float) -> None:
    """Someone who plays the guitar."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    shirt = r.choice((p.a, p.c, p.leaf))
    skin, hair, trousers = _skin(q), _hair(q), mix(p.dark, p.c, 0.3)
    wood = mix(p.b, p.a, 0.3)
    q.limb("-7 42, -11 22, -13 6", trousers, 11)
    q.limb("7 42, 11 22, 13 6", shade(trousers, 0.88), 11)
    _shoe(q, -14, 3, p.dark)
    _shoe(q, 14, 3, p.dark)
    q.blob("-18 36, -20 86, 0 94, 20 86, 18 36", shirt, deco=True)
    q.limb("14 82, 30 66, 38 72", shirt, 9)
    q.limb("-8 56, 50 76", mix(p.b, p.dark, 0.5), 5)
    q.box(46, 72, 58, 81, p.dark, 2)
    q.blob("-34 36, -40 62, -14 66, 6 70, 14 54, 2 46, -10 32", wood, deco=True)
    q.oval(-8, 54, 6.4, mix(p.dark, p.b, 0.2), lift=False)
    q.line("-24 49, 46 75", p.light, 0.9)
    q.limb("-15 82, -32 70, -14 54", shade(shirt, 0.86), 9)
    q.oval(-12, 54, 4.8, skin, lift=False)
    q.oval(38, 73, 4.8, skin, lift=False)
    _head(q, 0, 106, skin, hair, front=True)
    q.box(-22, 114, 22, 118, mix(p.b, p.dark, 0.35), 2)
    q.blob("-14 116, -12 132, 12 132, 14 116", mix(p.b, p.dark, 0.3))


def violinist(c: Canvas, x: float, y: float, k: float) -> None:
    """A violinist in a long dress, notes about her."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    dress = r.choice((p.a, p.c, mix(p.a, p.c, 0.5)))
    skin, hair = _skin(q), _hair(q)
    _head(q, 2, 103, skin, hair, long=True)
    q.blob("-9 56, -36 -6, 0 2, 38 -6, 11 56", dress, deco=True)
    q.blob("-12 48, -15 84, 0 94, 14 86, 12 48", dress)
    q.limb("10 84, 26 78, 44 92", shade(skin, 0.9), 6.6)
    with q.turned(-18, 20, 92):
        q.blob("6 84, 4 100, 16 96, 28 100, 28 84, 16 90", mix(p.a, p.b, 0.35))
        q.limb("26 92, 52 93", mix(p.dark, p.b, 0.2), 3.4)
    q.limb("-10 82, -28 62, -2 70", skin, 6.6)
    q.line("-12 62, 40 116", mix(p.b, p.dark, 0.4), 1.8)
    _notes(q, ((56, 118), (-44, 108), (-54, 84)))


def _notes(q: Pen, places: tuple[tuple[float, float], ...]) -> None:
    p = q.canvas.palette
    for u, v in places:
        q.line(f"{u + 3} {v}, {u + 3} {v + 16}, {u + 10} {v + 12}", p.dark, 2)
        q.oval(u, v, 4.2, p.dark, 3.2, lift=False, shading=0)


def drummer(c: Canvas, x: float, y: float, k: float) -> None:
    """Someone with a big drum."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    shirt, drum = r.sample((p.a, p.c, p.b), 2)
    skin, hair = _skin(q), _hair(q)
    for s in q.sides():
        s.limb("8 36, 12 18, 14 6", mix(p.dark, p.far, 0.25), 10)
        _shoe(s, 14, 3, p.dark)
    q.blob("-17 36, -19 86, 0 94, 19 86, 17 36", shirt, deco=True)
    q.blob("-34 30, -36 60, 36 60, 34 30, 0 22", drum, deco=True)
    for i in range(5):
        u = -30 + 12 * i
        q.line(f"{u} 34, {u + 6} 58, {u + 12} 34", p.light, 1.6)
    q.oval(0, 59, 35, p.light, 7.4, lift=False)
    for s in q.sides():
        s.limb("16 82, 32 76, 30 86", shade(shirt, 0.88), 8.4)
        s.line("32 90, 8 64", mix(p.b, p.dark, 0.4), 2.4)
        s.oval(31, 88, 4.8, skin, lift=False)
    _head(q, 0, 106, skin, hair, front=True)


SUBJECTS = (
    Subject(
        "person", "person", ("a person", "someone"),
        ("in a park", "in a town", "on a country road", "in a forest", "in the mountains", "by a lake", "on a beach"),
        (Look(walker, ("a person walking", "a person in a coat")),
         Look(with_umbrella, ("a person with an umbrella", "someone under an umbrella")),
         Look(hiker, ("a hiker", "a person with a backpack"))),
        stature=0.62, breadth=0.7,
    ),
    Subject(
        "dancer", "person", ("a dancer",),
        ("on a stage", "in a park", "in a town", "on a beach", "in a living room"),
        (Look(ballerina, ("a ballerina", "a dancer on her toes")),
         Look(leaping_dancer, ("a leaping dancer", "a dancer with a ribbon")),
         Look(couple, ("a dancing couple", "two dancers"))),
        stature=0.62, breadth=1.1,
    ),
    Subject(
        "kite child", "person", ("a child with a kite",),
        ("in a field", "on a hill", "on a beach", "in a park"),
        (Look(kite_runner, ("a child running with a kite", "a kid and a kite")),
         Look(kite_flyer, ("a girl flying a kite", "a child flying a kite"))),
        stature=0.7, breadth=1.5,
    ),
    Subject(
        "musician", "person", ("a musician",),
        ("on a stage", "in a town", "in a park", "in a living room", "in a village"),
        (Look(guitarist, ("a guitar player", "a musician with a guitar")),
         Look(violinist, ("a violinist", "a musician with a violin")),
         Look(drummer, ("a drummer", "a musician with a drum"))),
        stature=0.62, breadth=0.9,
    ),
)  # fmt: skip
"""People."""
