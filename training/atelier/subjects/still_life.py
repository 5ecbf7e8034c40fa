"""Things on tables: vases, teapots, fruit, guitars and lamps."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def vase(c: Canvas, x: float, y: float, k: float) -> None:
    """Five flowers in a vase."""
    p, r = c.palette, c.rng
    for i in range(5):
        a = -math.pi / 2 + (i - 2) * 0.34
        reach = k * r.uniform(0.58, 0.7)
        fx, fy = x + math.cos(a) * reach, y - k * 0.42 + math.sin(a) * reach
        c.line([(x, y - k * 0.4), (fx, fy)], p.leaf, 2.6)
        color, q = r.choice((p.a, p.b, p.c)), k * r.uniform(0.09, 0.115)
        for j in range(6):
            c.oval(
                fx + math.cos(j * 1.047) * q, fy + math.sin(j * 1.047) * q, q * 0.62, color, shading=0.05, lift=False
            )
        c.oval(fx, fy, q * 0.6, p.sun, lift=False, shading=0.05)
    for f in (-1, 1):
        c.blob(
            [
                (x, y - k * 0.42),
                (x + f * k * 0.2, y - k * 0.7),
                (x + f * k * 0.42, y - k * 0.66),
                (x + f * k * 0.25, y - k * 0.46),
            ],
            p.leaf,
        )
    pot = r.choice((p.c, p.a, p.d))
    c.blob(
        [
            (x - k * 0.2, y - k * 0.48),
            (x - k * 0.08, y - k * 0.38),
            (x - k * 0.34, y - k * 0.2),
            (x - k * 0.2, y + k * 0.05),
            (x + k * 0.2, y + k * 0.05),
            (x + k * 0.34, y - k * 0.2),
            (x + k * 0.08, y - k * 0.38),
            (x + k * 0.2, y - k * 0.48),
        ],
        pot,
        deco=True,
    )


def jug_of_tulips(c: Canvas, x: float, y: float, k: float) -> None:
    """Tulips in a jug."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    jug = r.choice((p.c, p.d, p.b))
    colors = r.sample((p.a, p.b, mix(p.a, p.light, 0.5), p.c), 3)
    for i, (lean, high) in enumerate(((-34, 58), (34, 58), (-17, 70), (18, 70), (0, 78))):
        with q.turned(lean, 0, 34):
            q.limb(f"0 34, 0 {34 + high - 12}", p.leaf, 3)
            q.blob(f"0 40, 9 {40 + high * 0.3}, 11 {34 + high * 0.7}, 2 60", shade(p.leaf, 0.9))
            z, color = q.moved(0, 34 + high - 14, 0.5), colors[i % 3]
            z.blob("-5 0, -30 8, -16 46, 0 20", shade(color, 0.88))
            z.blob("5 0, 30 8, 16 46, 0 20", shade(color, 0.88))
            z.blob("-12 -4, -17 22, 0 48, 17 22, 12 -4", color)
    q.limb("20 40, 42 36, 36 12, 22 10", shade(jug, 0.85), 5)
    q.blob("-18 46, -14 34, -32 14, -22 -4, 22 -4, 32 14, 14 34, 18 46", jug, deco=True)
    q.poly("-17 45, -26 50, -14 40", jug, lift=False)
    q.line("-25 17, 25 17", p.light, 2.4)


def basket_of_flowers(c: Canvas, x: float, y: float, k: float) -> None:
    """Flowers in a woven basket."""
    p = c.palette
    q = Pen(c, x, y, k * 0.98)
    weave = mix(p.b, p.dark, 0.22)
    for s in q.sides():
        s.limb("42 30, 44 84, 22 108, -2 108", weave, 5)
    for u, v in ((-44, 46), (44, 46), (-26, 60), (28, 60), (0, 66)):
        q.blob(f"{u * 0.4} 30, {u - 10} {v - 6}, {u} {v + 16}, {u + 10} {v - 6}", p.leaf)
    spots = ((-38, 48), (38, 48), (-20, 62), (20, 62), (0, 50), (-8, 78), (12, 78), (-26, 42), (26, 42))
    for i, (u, v) in enumerate(spots):
        color, n = (p.a, p.light, p.c, mix(p.a, p.light, 0.5))[i % 4], 6
        for j in range(n):
            a = j * 2 * math.pi / n
            q.oval(u + 6.4 * math.cos(a), v + 6.4 * math.sin(a), 5, color, lift=False, shading=0.05)
        q.oval(u, v, 4.2, p.sun, lift=False)
    q.blob("-52 40, -40 -5, 40 -5, 52 40", weave, deco=True)
    for v in (9, 21):
        q.line(f"{-38 - v * 0.16} {v}, {38 + v * 0.16} {v}", shade(weave, 0.72), 1.6)
    for i in range(7):
        u = -30 + 10 * i
        q.line(f"{u} 1, {u * 1.14} 31", shade(weave, 0.72), 1.6)
    q.box(-46, 29, 46, 37, mix(weave, p.light, 0.25), 4)


def teapot(c: Canvas, x: float, y: float, k: float) -> None:
    """A round teapot and a cup."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    body, band = r.sample((p.a, p.c, p.d, p.b), 2)
    q.limb("-40 66, -76 72, -72 26, -40 22", shade(body, 0.85), 7.4)
    q.blob("34 20, 56 26, 62 62, 80 70, 70 76, 46 70, 34 50", shade(body, 0.9))
    q.blob("-48 -4, -66 44, -34 86, 34 86, 66 44, 48 -4", body, deco=True)
    q.blob("-52 34, 0 26, 52 34, 52 48, 0 40, -52 48", band, lift=False)
    q.blob("-28 74, -22 92, 22 92, 28 74", shade(body, 0.9))
    q.oval(0, 92, 6.4, band)
    cup = q.moved(82, -4, 0.5)
    cup.oval(0, 4, 48, p.light, 9)
    cup.limb("-32 40, -54 38, -48 18, -28 18", band, 6)
    cup.blob("-36 52, -30 2, 30 2, 36 52", p.light)
    cup.oval(0, 48, 33, mix(p.a, p.dark, 0.4), 6, lift=False)
    for u in (74, 88):
        q.line(f"{u} 30, {u + 6} 42, {u - 2} 52, {u + 4} 66", mix(p.light, p.far, 0.3), 2.2, curved=True, alpha=190)


def coffee_pot(c: Canvas, x: float, y: float, k: float) -> None:
    """A tall pot with a bent spout."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    body, band = r.sample((p.a, p.c, p.d, p.b), 2)
    q.limb("-20 88, -56 94, -56 42, -26 34", shade(body, 0.85), 6.4)
    q.limb("20 34, 46 38, 42 76, 62 88", shade(body, 0.9), 9)
    q.blob("-44 -4, -34 40, -20 100, 20 100, 34 40, 44 -4", body, deco=True)
    for v in (14, 24):
        q.line(f"{-34 + v * 0.2} {v}, {34 - v * 0.2} {v}", band, 3)
    for u in (-14, 0, 14):
        q.oval(u, 50, 5.4, band, lift=False)
        q.mark(u, 50, 2, p.light)
    q.blob("-20 94, -14 116, 14 116, 20 94", band)
    q.oval(0, 117, 5.4, body)


def kettle(c: Canvas, x: float, y: float, k: float) -> None:
    """A kettle with a handle across its top, steaming."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.8, r.choice((-1, 1)))
    body = r.choice((p.a, p.c, mix(p.far, p.light, 0.4)))
    for i, u in enumerate((68, 78)):
        q.line(f"{u} 84, {u + 8} 94, {u - 2} 104, {u + 8} {120 + 6 * i}", mix(p.light, p.far, 0.3), 3, curved=True,
               alpha=190)  # fmt: skip
    q.limb("-36 66, -44 118, 44 118, 36 66", p.dark, 7.4)
    q.blob("30 32, 56 40, 76 76, 62 80, 44 62, 28 58", shade(body, 0.88))
    q.blob("-60 -4, -60 54, -28 80, 28 80, 60 54, 60 -4", body, deco=True)
    q.box(-50, -3, 50, 6, shade(body, 0.75), 3, lift=False)
    q.blob("-26 72, -20 86, 20 86, 26 72", shade(body, 0.85))
    q.oval(0, 86, 6, p.dark)
    q.blob("-40 20, -38 54, -26 62, -28 22", mix(body, p.light, 0.45), lift=False, edge=False)


def fruit_bowl(c: Canvas, x: float, y: float, k: float) -> None:
    """A bowl of fruit."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    bowl = r.choice((p.c, p.light, p.d))
    _pear(q.moved(16, 36, 0.62))
    for u, v, s, color in ((-34, 52, 20, p.a), (-6, 58, 21, mix(p.a, p.b, 0.55)), (44, 50, 17, mix(p.a, p.b, 0.5))):
        q.oval(u, v, s, color, s * 0.96)
        q.line(f"{u} {v + s * 0.8}, {u + 3} {v + s * 1.25}", p.dark, 2.2)
    q.blob("-26 60, 10 44, 50 62, 62 80, 56 58, 16 28, -26 44", p.b)
    _grapes(q.moved(-48, 34))
    q.blob("-74 46, -50 -4, 50 -4, 74 46", bowl, deco=True)
    q.box(-26, -5, 26, 4, shade(bowl, 0.82), 3)
    q.line("-52 25, 52 25", mix(bowl, p.a, 0.5), 3)


def _pear(q: Pen) -> None:
    p = q.canvas.palette
    q.blob("-40 -4, -46 40, -18 62, -14 96, 14 96, 18 62, 46 40, 40 -4", mix(p.leaf, p.b, 0.55))
    q.line("0 88, 4 108", p.dark, 4)
    q.blob("3 100, 18 116, 38 112, 22 98", p.leaf)


def _grapes(q: Pen) -> None:
    p = q.canvas.palette
    for u, v in ((-12, 24), (0, 28), (12, 24), (-16, 12), (-5, 14), (7, 13), (-12, 1), (0, 2), (-7, -10)):
        q.oval(u, v, 7.4, mix(p.c, p.a, 0.35), lift=False)


def pear_and_apple(c: Canvas, x: float, y: float, k: float) -> None:
    """A pear, an apple and grapes side by side."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    _pear(q.moved(-22, 0, 0.98))
    q.blob("4 30, 6 66, 34 68, 62 66, 66 30, 48 -6, 22 -6", p.a, deco=True)
    q.line("34 60, 37 78", p.dark, 3)
    q.blob("37 70, 50 84, 64 80, 50 68", p.leaf)
    q.blob("16 30, 18 50, 26 52, 24 32", mix(p.a, p.light, 0.5), lift=False, edge=False)
    _grapes(q.moved(-54, 13, 1.1))


def fruit_basket(c: Canvas, x: float, y: float, k: float) -> None:
    """A basket of apples."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98)
    weave = mix(p.b, p.dark, 0.25)
    for s in q.sides():
        s.limb("44 34, 46 88, 22 112, -2 112", weave, 5.4)
    apple = r.choice((p.a, mix(p.leaf, p.b, 0.4), p.b))
    for u, v in ((-14, 66), (16, 66), (-32, 50), (0, 52), (32, 50)):
        q.oval(u, v, 18, apple, 17)
        q.line(f"{u} {v + 12}, {u + 3} {v + 22}", p.dark, 2)
        q.mark(u - 6, v + 6, 3, mix(apple, p.light, 0.6))
    q.blob("-60 44, -44 -5, 44 -5, 60 44", weave, deco=True)
    for v in (10, 23):
        q.line(f"{-42 - v * 0.2} {v}, {42 + v * 0.2} {v}", shade(weave, 0.72), 1.6)
    for i in range(9):
        u = -36 + 9 * i
        q.line(f"{u} 0, {u * 1.16} 33", shade(weave, 0.72), 1.6)
    q.box(-52, 31, 52, 40, mix(weave, p.light, 0.25), 4)


def guitar(c: Canvas, x: float, y: float, k: float) -> None:
    """A guitar that leans."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    wood = r.choice((mix(p.b, p.a, 0.25), p.b, mix(p.a, p.dark, 0.2)))
    with q.turned(12, 0, 50):
        _neck(q, 62, 122)
        q.blob("-38 -4, -46 32, -24 46, -30 72, -10 84, 10 84, 30 72, 24 46, 46 32, 38 -4, 0 -12", wood, deco=True)
        q.oval(0, 50, 12, mix(p.dark, p.b, 0.15), lift=False)
        q.ring(0, 50, 13.5, mix(wood, p.light, 0.5), 2.4, lift=False, edge=False)
        q.box(-14, 18, 14, 23, mix(p.dark, p.b, 0.25), 2, lift=False)
        for u in (-3.4, 0, 3.4):
            q.line(f"{u} 20, {u} 120", p.light, 0.8)


def _neck(q: Pen, low: float, high: float) -> None:
    p = q.canvas.palette
    q.box(-5, low, 5, high, mix(p.b, p.dark, 0.5), 1)
    q.blob(f"-9 {high - 2}, -11 {high + 24}, 11 {high + 24}, 9 {high - 2}", mix(p.dark, p.b, 0.3))
    for v in (high + 5, high + 13):
        for s in q.sides():
            s.mark(11, v, 2.4, p.light)


def electric_guitar(c: Canvas, x: float, y: float, k: float) -> None:
    """An electric guitar with two horns."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    body = r.choice((p.a, p.c, p.leaf))
    with q.turned(12, 0, 50):
        q.blob("-30 -6, -44 24, -22 42, -40 72, -26 78, -8 56, 8 56, 24 70, 36 64, 22 42, 44 24, 30 -6, 0 -10", body,
               deco=True)  # fmt: skip
        q.blob("-18 4, -24 26, -8 46, 14 46, 24 26, 20 6", p.light, lift=False)
        _neck(q, 44, 122)
        for v in (18, 32):
            q.box(-10, v, 10, v + 5, p.dark, 2, lift=False)
        q.mark(17, 12, 3, p.dark)
        q.mark(23, 20, 3, p.dark)
        for u in (-3.4, 0, 3.4):
            q.line(f"{u} 12, {u} 120", mix(p.light, p.far, 0.3), 0.8)


def painted_guitar(c: Canvas, x: float, y: float, k: float) -> None:
    """A small guitar with a shoulder strap, painted with a sun."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    wood = r.choice((p.light, p.c, p.a))
    with q.turned(-14, 0, 50):
        q.limb("0 -8, 66 20, 50 90, 2 118", mix(p.a, p.dark, 0.3) if wood != p.a else p.c, 4.4, lift=False)
        _neck(q, 56, 112)
        q.blob("-34 -4, -40 28, -22 44, -26 66, -9 76, 9 76, 26 66, 22 44, 40 28, 34 -4, 0 -11", wood, deco=True)
        for i in range(10):
            with q.turned(36 * i, 0, 30):
                q.poly("-4 42, 0 54, 4 42", p.b if wood != p.b else p.a, lift=False, edge=False)
        q.oval(0, 30, 11, mix(p.dark, p.b, 0.15), lift=False)
        for u in (-3, 0, 3):
            q.line(f"{u} 8, {u} 112", mix(p.far, p.light, 0.3), 0.8)


def desk_lamp(c: Canvas, x: float, y: float, k: float) -> None:
    """A jointed desk lamp and its cone of light."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    color = r.choice((p.a, p.c, p.leaf))
    q.poly("30 84, 66 62, 96 0, -6 0", p.sun, alpha=110, edge=False, lift=False, shading=0)
    q.blob("-50 -3, -46 10, -2 10, 2 -3", shade(color, 0.8))
    q.limb("-24 8, -42 54, 4 98", mix(p.far, p.dark, 0.3), 4.4, curved=False)
    q.oval(-42, 54, 5.4, color)
    q.oval(48, 72, 11, p.sun, lift=False)
    q.poly("-2 102, 12 114, 38 110, 68 64, 28 82, 4 88", color, deco=True)
    c.glow(*q.at(48, 70), k * (0.5 if c.night or c.neon else 0.26), p.sun, 170)


def table_lamp(c: Canvas, x: float, y: float, k: float) -> None:
    """A lamp with a pleated shade on a round foot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    foot, cover = r.sample((p.a, p.b, p.c), 2)
    c.glow(*q.at(0, 78), k * 0.85, p.sun, 150 if c.night or c.neon else 100)
    q.blob("-22 -4, -20 6, 20 6, 22 -4", shade(foot, 0.8))
    q.blob("-10 4, -34 24, -8 46, 8 46, 34 24, 10 4", foot, deco=True)
    q.box(-4, 40, 4, 58, mix(p.b, p.dark, 0.3))
    q.poly("-48 52, -24 112, 24 112, 48 52", mix(cover, p.sun, 0.35), deco=True)
    for t in (-0.6, -0.2, 0.2, 0.6):
        q.line(f"{48 * t} 54, {24 * t} 110", shade(cover, 0.85), 1.4)
    q.poly("-49 51, -47 57, 47 57, 49 51", cover, lift=False)
    q.poly("-25 108, -24 113, 24 113, 25 108", cover, lift=False)
    q.line("20 52, 20 36", p.dark, 1.2)
    q.mark(20, 34, 2.6, cover)


def lantern(c: Canvas, x: float, y: float, k: float) -> None:
    """A lantern with a flame."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    metal = r.choice((p.dark, p.a, p.c))
    c.glow(*q.at(0, 50), k * 0.8, p.sun, 190 if c.night or c.neon else 120)
    q.ring(0, 116, 11, metal, 4)
    q.box(-38, -3, 38, 8, metal, 3)
    q.box(-31, 8, 31, 84, mix(p.sun, p.light, 0.4), 4, lift=False)
    q.blob("-12 12, -20 34, 0 72, 20 34, 12 12", p.b, edge=False, lift=False)
    q.blob("-6 12, -10 26, 0 48, 10 26, 6 12", p.a, edge=False, lift=False)
    for u in (-31, 0, 31):
        q.line(f"{u} 8, {u} 84", metal, 3.4)
    q.line("-31 46, 31 46", metal, 2.4)
    q.poly("-42 82, -16 106, 16 106, 42 82", metal)


SUBJECTS = (
    Subject(
        "flowers", "still life", ("flowers in a vase", "a vase of flowers", "a bouquet"),
        ("on a table", "on a windowsill", "in a living room", "in a garden"),
        (Look(vase), Look(jug_of_tulips, ("tulips in a jug",)), Look(basket_of_flowers, ("flowers in a basket",))),
        stature=0.4, breadth=0.9,
    ),
    Subject(
        "teapot", "still life", ("a teapot",), ("on a table", "on a windowsill", "in a living room", "in a garden"),
        (Look(teapot, ("a teapot and a cup", "a round teapot")), Look(coffee_pot, ("a tall teapot", "a coffee pot")),
         Look(kettle, ("a kettle", "a steaming kettle"))),
        stature=0.3, breadth=1.6,
    ),
    Subject(
        "fruit bowl", "still life", ("fruit", "a still life of fruit"),
        ("on a table", "on a windowsill", "in a garden", "in a living room"),
        (Look(fruit_bowl, ("a fruit bowl", "a bowl of fruit")), Look(pear_and_apple, ("a pear and an apple",)),
         Look(fruit_basket, ("a fruit basket", "a basket of apples"))),
        stature=0.3, breadth=1.4,
    ),
    Subject(
        "guitar", "still life", ("a guitar",), ("on a stage", "in a living room", "on a table", "on a beach"),
        (Look(guitar, ("a wooden guitar", "an acoustic guitar")), Look(electric_guitar, ("an electric guitar",)),
         Look(painted_guitar, ("a painted guitar", "a small guitar"))),
        stature=0.5, breadth=0.9,
    ),
    Subject(
        "lamp", "still life", ("a lamp",), ("on a table", "on a windowsill", "in a living room", "on a stage"),
        (Look(desk_lamp, ("a desk lamp", "a reading lamp")), Look(table_lamp, ("a table lamp", "a lamp with a shade")),
         Look(lantern, ("a lantern", "a lamp with a flame"))),
        stature=0.45, breadth=1.1,
    ),
)  # fmt: skip
"""Still lifes."""
