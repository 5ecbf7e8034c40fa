"""Dragons, robots, ghosts and snowmen."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def _dragon_head(h: Pen, skin: RGB, belly: RGB) -> None:
    """A dragon's head about the origin."""
    p = h.canvas.palette
    for u in (-12, 0):
        h.blob(f"{u - 6} 14, {u - 22} 38, {u + 6} 20", belly)
    h.blob("-24 -10, -24 22, 6 26, 20 14, 46 12, 50 -8, 20 -18", skin)
    h.blob("8 -6, 46 -4, 40 -18, 8 -20", shade(skin, 0.85), lift=False)
    h.mark(42, 6, 2.4, p.dark)
    h.oval(4, 11, 7.4, p.light, lift=False, shading=0)
    h.mark(6, 11, 3.6, p.dark, 5)
    for u in (26, 36):
        h.poly(f"{u - 3} -6, {u} -12, {u + 3} -6", p.light, lift=False, edge=False)


def _flame(q: Pen) -> None:
    p = q.canvas.palette
    q.blob("0 0, 20 12, 40 6, 62 12, 44 0, 64 -10, 36 -6, 18 -12", p.b, edge=False)
    q.blob("4 0, 18 6, 40 0, 18 -6", p.a, edge=False, lift=False)


def sitting_dragon(c: Canvas, x: float, y: float, k: float) -> None:
    """A dragon that sits and breathes fire."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    skin, wing = r.choice(((p.leaf, p.a), (p.c, p.a), (p.a, p.b)))
    belly = mix(skin, p.light, 0.6)
    q.blob("-24 0, -70 -6, -100 10, -98 44, -84 30, -70 16, -26 26", skin)
    q.poly("-98 34, -116 58, -84 56", wing)
    q.blob("-12 62, -40 112, -92 128, -78 108, -84 92, -66 90, -64 72, -46 74, -30 52", wing, deco=True)
    q.line("-18 66, -78 118", shade(wing, 0.75), 2)
    q.line("-22 62, -74 94", shade(wing, 0.75), 2)
    q.blob("-40 -4, -46 40, -20 72, 2 108, 30 112, 26 78, 34 40, 28 -4", skin, deco=True)
    q.blob("4 0, 6 50, 18 92, 28 84, 32 40, 26 -2", belly, edge=False, lift=False)
    for v in (16, 32, 48, 62):
        q.line(f"12 {v}, 28 {v + 1}", shade(belly, 0.82), 1.6)
    for u, v in ((-42, 42), (-30, 62), (-16, 80), (-4, 98)):
        q.poly(f"{u + 4} {v - 9}, {u - 10} {v + 8}, {u + 8} {v + 7}", wing)
    q.oval(-16, 14, 23, shade(skin, 0.88), 18)
    q.oval(0, 1, 17, shade(skin, 0.88), 6, lift=False)
    q.limb("16 48, 30 38, 36 30", shade(skin, 0.9), 9)
    q.oval(28, 1, 12, skin, 5.4, lift=False)
    _flame(q.moved(64, 108, 0.78))
    _dragon_head(q.moved(18, 114, 0.98), skin, belly)


def flying_dragon(c: Canvas, x: float, y: float, k: float) -> None:
    """A dragon in flight."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.16, k * 0.84, r.choice((-1, 1)))
    skin, wing = r.choice(((p.leaf, p.a), (p.c, p.a), (p.a, p.b)))
    belly = mix(skin, p.light, 0.6)
    q.blob("14 66, 30 112, 64 128, 56 108, 64 92, 46 88, 34 64", shade(wing, 0.78))
    q.blob("-30 52, -72 46, -104 66, -112 92, -96 82, -76 66, -32 72", skin)
    q.poly("-106 84, -126 104, -94 108", wing)
    for leg in ("-24 44, -34 26, -50 22", "22 46, 18 28, 6 20"):
        q.limb(leg, shade(skin, 0.82), 9)
    q.blob("-46 60, -30 82, 10 78, 40 82, 68 104, 82 88, 60 58, 24 38, -24 36", skin, deco=True)
    q.blob("-30 44, 10 48, 44 60, 66 84, 76 82, 56 54, 22 38, -20 38", belly, edge=False, lift=False)
    for u, v in ((-34, 76), (38, 80), (52, 92)):
        q.poly(f"{u - 7} {v - 3}, {u - 6} {v + 14}, {u + 7} {v}", wing)
    q.blob("-16 66, -26 122, -66 152, -58 128, -76 118, -58 106, -66 90, -44 88, -36 64, 12 66", wing, deco=True)
    q.line("-12 70, -56 140", shade(wing, 0.75), 2)
    q.line("-16 68, -64 110", shade(wing, 0.75), 2)
    _dragon_head(q.moved(78, 100, 0.82), skin, belly)


def sleeping_dragon(c: Canvas, x: float, y: float, k: float) -> None:
    """A dragon asleep on its gold."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    skin, wing = r.choice(((p.leaf, p.a), (p.c, p.a), (p.a, p.c)))
    belly = mix(skin, p.light, 0.6)
    q.blob("-92 -6, -60 22, 0 30, 60 22, 94 -6", p.b, deco=True)
    for u, v in ((-66, 6), (-44, 12), (52, 10), (72, 4), (-78, 0), (62, 0), (-56, 2)):
        q.oval(u, v, 6, mix(p.b, p.sun, 0.5), 3.4, lift=False)
    q.blob("-58 14, -66 60, -20 86, 30 78, 58 50, 54 12", skin, deco=True)
    for u, v in ((-48, 62), (-28, 78), (-4, 82), (20, 78)):
        q.poly(f"{u - 8} {v - 8}, {u - 4} {v + 12}, {u + 9} {v - 4}", wing)
    q.blob("10 34, -8 84, -52 92, -44 70, -56 58, -38 48, -34 30", wing, deco=True)
    q.line("6 40, -42 82", shade(wing, 0.75), 2)
    q.line("4 38, -46 58", shade(wing, 0.75), 2)
    q.limb("-44 20, -66 8, -20 4, 8 8", shade(skin, 0.88), 10)
    q.poly("4 16, 26 8, 4 0", wing)
    h = q.moved(52, 26, 0.92)
    for u in (-14, -2):
        h.blob(f"{u - 6} 14, {u - 24} 34, {u + 6} 20", belly)
    h.blob("-28 -14, -26 22, 6 24, 20 12, 48 8, 52 -12, 20 -20", skin)
    h.line("-2 10, 6 6, 14 10", p.dark, 2.6, curved=True)
    h.mark(44, 2, 2.4, p.dark)
    for u, v, s in ((58, 20, 4), (66, 34, 5.4), (76, 50, 7)):
        h.oval(u, v, s, mix(p.far, p.light, 0.6), lift=False, edge=False)


def robot(c: Canvas, x: float, y: float, k: float) -> None:
    """A friendly box robot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k)
    body, trim = r.choice(((mix(p.far, p.light, 0.4), p.a), (p.c, p.b), (p.b, p.c), (p.a, p.b)))
    joint = mix(p.dark, p.far, 0.35)
    for s in q.sides():
        s.box(10, 6, 20, 34, joint, 3)
        s.box(4, -2, 28, 10, shade(body, 0.8), 5)
        s.limb("34 64, 50 56, 50 38", joint, 7.4)
        s.oval(50, 32, 9, trim)
        s.mark(50, 27, 4.4, joint)
    q.box(-34, 30, 34, 78, body, 9, deco=True)
    q.box(-20, 40, 20, 66, p.dark, 4, lift=False)
    for i, h in enumerate((8, 16, 11, 20, 13)):
        q.box(-16 + 7 * i, 43, -12 + 7 * i, 43 + h, (p.leaf, p.b, p.a)[i % 3], lift=False, edge=False, shading=0)
    q.box(-8, 76, 8, 86, joint)
    q.box(-30, 84, 30, 122, body, 10, deco=True)
    for s in q.sides():
        s.box(30, 94, 37, 110, trim, 3)
        s.oval(12, 106, 9, p.light, lift=False, shading=0)
        s.mark(12, 106, 4.6, p.dark)
    q.box(-14, 89, 14, 95, p.dark, 3, lift=False)
    for u in (-8, 0, 8):
        q.line(f"{u} 89.4, {u} 94.6", p.light, 1.6)
    q.line("0 122, 0 136", joint, 3)
    q.oval(0, 138, 6, trim)
    if c.night or c.neon:
        c.glow(*q.at(0, 138), k * 0.25, p.sun, 190)


def rolling_robot(c: Canvas, x: float, y: float, k: float) -> None:
    """A round robot on one wheel, waving."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.98, r.choice((-1, 1)))
    body, trim = r.choice(((p.light, p.c), (p.light, p.a), (p.b, p.a), (p.d, p.leaf)))
    joint = mix(p.dark, p.far, 0.35)
    q.oval(0, 14, 17, p.dark)
    q.oval(0, 14, 8, p.light, lift=False, shading=0)
    q.poly("-12 30, -8 14, 8 14, 12 30", joint)
    q.limb("34 62, 54 70, 62 94", joint, 7)
    q.limb("-34 62, -52 50, -46 34", joint, 7)
    for u, v in ((63, 98), (-45, 31)):
        q.oval(u, v, 8.4, trim)
    q.blob("-44 50, -46 84, 46 84, 44 50, 22 22, -22 22", body, deco=True)
    q.blob("-42 46, -20 40, 20 40, 42 46, 22 22, -22 22", trim, lift=False, edge=False)
    q.oval(0, 60, 9, mix(p.water, p.light, 0.5), lift=False)
    q.blob("-38 80, -42 124, 42 124, 38 80", body, deco=True)
    q.box(-27, 88, 27, 114, p.dark, 12, lift=False)
    for s in q.sides():
        s.mark(12, 102, 5, mix(p.c, p.light, 0.55), 6.4)
    q.line("-6 93, 0 91, 6 93", mix(p.c, p.light, 0.55), 2, curved=True)
    for s in q.sides():
        s.line("16 118, 24 136", joint, 2.4)
        s.mark(24.4, 137, 4, trim)


def tin_robot(c: Canvas, x: float, y: float, k: float) -> None:
    """A tall wind-up tin robot with claws and a key."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    body, trim = r.choice(((mix(p.far, p.light, 0.3), p.a), (p.a, p.b), (p.leaf, p.b)))
    joint = mix(p.dark, p.far, 0.3)
    q.line("-30 62, -46 62", joint, 4)
    for v in (70, 54):
        q.ring(-52, v, 6, p.b, 4)
    for s in q.sides():
        for v in (10, 18, 26):
            s.box(7, v, 21, v + 7, joint, 3)
        s.poly("2 -2, 5 12, 24 12, 30 -2", body)
        s.limb("28 74, 44 64, 46 44", joint, 8)
        s.limb("46 44, 36 34, 42 24", trim, 5, curved=False)
        s.limb("46 44, 57 34, 51 24", trim, 5, curved=False)
    q.poly("-24 32, -30 82, 30 82, 24 32", body, deco=True)
    q.oval(0, 58, 15, p.light, lift=False)
    q.line("0 58, 9 67", trim, 2.6)
    for i in range(7):
        a = math.pi * i / 6
        q.mark(12 * math.cos(a), 58 + 12 * math.sin(a), 1.2, p.dark)
    q.box(-7, 82, 7, 90, joint)
    q.blob("-22 88, -26 132, 26 132, 22 88", body, deco=True)
    for s in q.sides():
        s.oval(9, 112, 7, p.sun, lift=False)
        s.mark(9, 112, 3, p.dark)
    q.poly("-10 100, 10 100, 6 94, -6 94", p.dark, lift=False)
    q.blob("-14 124, 0 146, 14 124", trim)


def ghost(c: Canvas, x: float, y: float, k: float) -> None:
    """A little ghost, arms up."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.94, r.choice((-1, 1)))
    sheet = mix(p.light, r.choice((p.c, p.d, p.a)), 0.12)
    if c.night or c.neon:
        c.glow(*q.at(0, 60), k * 0.9, p.light, 90)
    q.oval(0, -4, 40, mix(p.ground, p.dark, 0.45), 5, alpha=110, edge=False, lift=False, shading=0)
    for s in q.sides():
        s.blob("30 66, 52 72, 66 92, 62 66, 36 46", sheet)
    q.blob("-40 14, -46 76, -40 126, 40 126, 46 76, 40 14, 34 2, 24 22, 12 0, 0 20, -12 0, -24 22, -34 2", sheet,
           deco=True)  # fmt: skip
    for s in q.sides():
        s.mark(13, 88, 6, p.dark, 9)
        s.mark(15, 92, 2, p.light)
        s.mark(24, 74, 5, mix(p.a, p.light, 0.45), 3.4)
    q.mark(0, 70, 6, p.dark, 7.4)


def floating_ghost(c: Canvas, x: float, y: float, k: float) -> None:
    """A ghost that sweeps by with a trailing tail."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.12, k * 0.98, r.choice((-1, 1)))
    sheet = mix(p.light, r.choice((p.c, p.d, p.a)), 0.12)
    if c.night or c.neon:
        c.glow(*q.at(10, 70), k * 0.9, p.light, 90)
    q.blob("-14 48, -38 24, -88 22, -70 12, -78 2, -40 0, 10 8, 48 40, 54 84, 44 118, -8 122, -26 88", sheet, deco=True)
    q.blob("38 60, 66 54, 78 66, 64 74, 42 76", sheet)
    q.blob("-6 56, 16 38, 34 40, 22 54, 8 66", shade(sheet, 0.92))
    for u in (6, 30):
        q.mark(u, 88, 5.4, p.dark, 8)
        q.mark(u + 2, 91, 1.8, p.light)
    q.blob("8 74, 18 62, 32 74, 20 70", p.dark, edge=False, lift=False)


def ghost_with_lantern(c: Canvas, x: float, y: float, k: float) -> None:
    """A ghost in a top hat that carries a lantern."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.86, r.choice((-1, 1)))
    sheet = mix(p.light, r.choice((p.c, p.d, p.a)), 0.12)
    q.oval(0, -4, 36, mix(p.ground, p.dark, 0.45), 5, alpha=110, edge=False, lift=False, shading=0)
    q.blob("-38 12, -40 70, -34 120, 34 120, 40 70, 38 12, 30 2, 20 20, 8 0, -4 20, -16 0, -28 20", sheet, deco=True)
    c.glow(*q.at(60, 34), k * 0.45, p.sun, 190)
    q.line("60 64, 60 48", p.dark, 2)
    q.box(51, 22, 69, 46, p.sun, 3)
    q.box(49, 44, 71, 49, p.dark, 2, lift=False)
    q.box(49, 18, 71, 23, p.dark, 2, lift=False)
    q.blob("24 70, 46 64, 64 68, 60 54, 36 50", sheet)
    for u in (-6, 16):
        q.mark(u, 84, 5, p.dark, 7)
        q.mark(u + 2, 87, 1.7, p.light)
    q.line("-4 70, 6 66, 16 70", p.dark, 2, curved=True)
    hat = r.choice((p.dark, p.c, p.a))
    q.box(-22, 106, 26, 140, hat, 3)
    q.box(-22, 110, 26, 117, p.b, lift=False)
    q.box(-34, 104, 38, 110, hat, 3)


def snowman(c: Canvas, x: float, y: float, k: float) -> None:
    """A snowman with hat, scarf and carrot nose."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    snow, scarf = mix(p.light, p.water, 0.06), r.choice((p.a, p.c, p.leaf))
    wood = mix(p.b, p.dark, 0.5)
    for s in q.sides():
        s.limb("20 62, 44 74, 58 86", wood, 3.4)
        s.limb("48 78, 60 76", wood, 2.6)
    q.oval(0, 26, 38, snow, 30, deco=True)
    q.oval(0, 62, 28, snow, 24)
    q.oval(0, 95, 21, snow, 20)
    for v in (52, 64):
        q.mark(2, v, 3, p.dark)
    q.limb("-18 80, 0 75, 18 80", scarf, 8)
    q.blob("8 78, 20 76, 26 48, 12 50", scarf)
    for u in (-6, 10):
        q.mark(u, 101, 2.8, p.dark)
    q.poly("2 98, 34 91, 2 90", mix(p.a, p.b, 0.5), lift=False)
    for u, v in ((-6, 86), (0, 84), (6, 84), (12, 87)):
        q.mark(u, v, 1.5, p.dark)
    q.box(-15, 112, 15, 136, p.dark, 2)
    q.box(-15, 114, 15, 120, scarf, lift=False)
    q.box(-25, 109, 25, 114, p.dark, 2, lift=False)


def snowman_with_broom(c: Canvas, x: float, y: float, k: float) -> None:
    """A stout snowman with a woolly cap and a broom."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k, r.choice((-1, 1)))
    snow, wool = mix(p.light, p.water, 0.06), r.choice((p.a, p.c, p.leaf))
    wood = mix(p.b, p.dark, 0.45)
    q.line("52 2, 50 84", wood, 4)
    q.poly("42 84, 36 116, 64 116, 58 84", p.b, deco=True)
    q.line("42 88, 58 88", wood, 3)
    q.limb("-24 54, -44 42, -52 50", wood, 3.4)
    q.oval(0, 34, 44, snow, 38, deco=True)
    q.oval(0, 84, 29, snow, 27)
    q.limb("26 54, 40 54, 52 60", wood, 3.4)
    for v in (24, 38, 52):
        q.mark(3, v, 3.4, wool)
    for s in q.sides():
        s.mark(9, 92, 3, p.dark)
    q.poly("0 88, 26 80, 1 78", mix(p.a, p.b, 0.5), lift=False)
    q.line("-10 73, 2 67, 13 72", p.dark, 2.2, curved=True)
    q.blob("-30 98, -30 132, 30 132, 30 98", wool, deco=True)
    q.box(-30, 97, 30, 107, mix(wool, p.light, 0.55), 5, lift=False)
    q.oval(0, 127, 8.4, p.light)


SUBJECTS = (
    Subject(
        "dragon", "fantasy", ("a dragon",),
        ("in the mountains", "on a hill", "on a cliff by the sea", "in a forest", "above the clouds", "by a waterfall"),
        (Look(sitting_dragon, ("a fire-breathing dragon", "a dragon breathing fire")),
         Look(flying_dragon, ("a flying dragon", "a dragon in flight")),
         Look(sleeping_dragon, ("a sleeping dragon", "a dragon on its gold"))),
        stature=1.2, breadth=1.8,
    ),
    Subject(
        "robot", "fantasy", ("a robot",),
        ("in a town", "on the moon", "in a living room", "in the desert", "in a park", "on a table"),
        (Look(robot, ("a friendly robot", "a box robot")), Look(rolling_robot, ("a waving robot", "a round robot")),
         Look(tin_robot, ("a tin robot", "a wind-up robot"))),
        stature=0.62, breadth=1.0,
    ),
    Subject(
        "ghost", "fantasy", ("a ghost",),
        ("in a forest", "in a living room", "on a hill", "in a town", "on a rooftop", "in a village"),
        (Look(ghost, ("a little ghost", "a friendly ghost")),
         Look(floating_ghost, ("a floating ghost", "a flying ghost")),
         Look(ghost_with_lantern, ("a ghost with a lantern", "a ghost in a hat"))),
        stature=0.55, breadth=1.0,
    ),
    Subject(
        "snowman", "fantasy", ("a snowman",),
        ("on the ice", "in a garden", "in the mountains", "in a park", "in a field"),
        (Look(snowman, ("a snowman with a hat", "a snowman in a scarf")),
         Look(snowman_with_broom, ("a snowman with a broom", "a stout snowman"))),
        stature=0.6, breadth=1.1,
    ),
)  # fmt: skip
"""Creatures that there are not."""
