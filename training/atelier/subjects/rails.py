"""Cars, trains and bicycles."""

from __future__ import annotations

import math

from training.atelier.canvas import Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def car(c: Canvas, x: float, y: float, k: float) -> None:
    """A small rounded car."""
    p, r = c.palette, c.rng
    body, f = r.choice((p.a, p.c, p.b)), r.choice((-1, 1))
    k *= 0.92
    c.blob(
        [
            (x - f * k * 0.46, y - k * 0.32),
            (x - f * k * 0.36, y - k * 0.7),
            (x + f * k * 0.12, y - k * 0.72),
            (x + f * k * 0.42, y - k * 0.34),
        ],
        shade(body, 0.9),
    )
    c.rect(
        x - k * 0.3 + f * -k * 0.05, y - k * 0.56, k * 0.25, k * 0.19, mix(p.water, p.light, 0.5), k * 0.05, lift=False
    )
    c.rect(
        x + k * 0.0 + f * -k * 0.05, y - k * 0.56, k * 0.23, k * 0.19, mix(p.water, p.light, 0.5), k * 0.05, lift=False
    )
    c.rect(x - k * 0.7, y - k * 0.38, k * 1.4, k * 0.3, body, k * 0.12, deco=True)
    for s in (-0.4, 0.4):
        c.oval(x + s * k, y - k * 0.08, k * 0.17, p.dark)
        c.oval(x + s * k, y - k * 0.08, k * 0.075, p.light, lift=False, shading=0)
    c.oval(x + f * k * 0.66, y - k * 0.26, k * 0.055, p.sun, lift=False, shading=0)
    if c.night or c.neon:
        c.glow(x + f * k * 0.72, y - k * 0.26, k * 0.4, p.sun, 190)


def _wheel(q: Pen, u: float, v: float, radius: float, hub: RGB) -> None:
    q.oval(u, v, radius, q.canvas.palette.dark)
    q.oval(u, v, radius * 0.45, hub, lift=False, shading=0)


def van(c: Canvas, x: float, y: float, k: float) -> None:
    """A camper van in two colours, luggage on its roof."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    body, glass = r.choice((p.a, p.c, p.b)), mix(p.water, p.light, 0.5)
    q.box(-46, 84, -14, 94, mix(p.b, p.dark, 0.4), 2)
    q.box(-10, 84, 18, 92, r.choice((p.c, p.leaf)), 2)
    q.box(-70, 10, 70, 84, p.light, 16)
    q.box(-70, 10, 70, 44, body, 7, deco=True, lift=False)
    q.poly("70 44, 70 34, 40 22, 34 44", body, lift=False, edge=False)
    for u in (-60, -32, -4):
        q.box(u, 50, u + 23, 72, glass, 4, lift=False)
    q.poly("28 50, 28 72, 52 72, 66 50", glass, lift=False)
    q.line("-70 44, 70 44", p.light, 2.4)
    q.box(-74, 10, 74, 16, mix(p.far, p.light, 0.4), 2, lift=False)
    for u in (-40, 42):
        _wheel(q, u, 9, 16, p.light)
    q.oval(65, 30, 5.4, p.sun, lift=False, shading=0)
    if c.night or c.neon:
        c.glow(*q.at(72, 30), k * 0.4, p.sun, 190)


def roadster(c: Canvas, x: float, y: float, k: float) -> None:
    """A long open racing car."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    body = r.choice((p.a, p.c, p.b))
    q.blob("-16 44, -26 74, -6 86, 8 74, 4 44", p.dark)
    q.oval(-9, 72, 12, r.choice((p.light, p.d)), 12)
    q.box(-8, 68, 6, 76, p.dark, 3, lift=False)
    q.blob("-86 16, -88 50, -50 58, -30 44, 16 46, 60 48, 92 34, 88 12", body, deco=True)
    q.poly("8 46, 18 66, 22 46", mix(p.water, p.light, 0.5), lift=False)
    q.blob("-84 46, -94 66, -78 66, -58 52", shade(body, 0.8))
    q.oval(-24, 31, 12, p.light, lift=False, edge=False, shading=0)
    q.line("-24 37, -24 25", p.dark, 2.6)
    q.line("8 36, 82 30", shade(body, 0.7), 2)
    _wheel(q, -56, 14, 21, p.light)
    _wheel(q, 52, 12, 18, p.light)
    if c.night or c.neon:
        c.glow(*q.at(92, 28), k * 0.4, p.sun, 190)


def steam_train(c: Canvas, x: float, y: float, k: float) -> None:
    """A steam engine with one wagon."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.86, r.choice((-1, 1)))
    body, trim = r.sample((p.a, p.c, p.leaf), 2)
    smoke = mix(p.light, p.far, 0.25)
    _rails(q)
    for u, v, s in ((44, 100, 9), (36, 114, 13), (20, 128, 17), (-6, 136, 15)):
        q.oval(u, v, s, smoke, s * 0.8, shading=0.1, edge=False)
    q.box(-96, 16, -48, 62, trim, 2, deco=True)
    q.box(-99, 60, -45, 67, shade(trim, 0.75), 2)
    q.window(-90, 36, -76, 54)
    q.window(-68, 36, -54, 54)
    q.line("-48 20, -38 20", p.dark, 4)
    q.box(-38, 16, 4, 80, body, 2, deco=True)
    q.box(-43, 78, 9, 86, shade(body, 0.7), 2)
    q.window(-30, 48, -6, 70)
    q.box(0, 26, 68, 64, shade(body, 0.92), 10, deco=True)
    for u in (18, 44):
        q.box(u, 26, u + 4, 64, p.b, lift=False, edge=False)
    q.poly("40 62, 36 94, 60 94, 56 62", p.dark)
    q.blob("14 62, 12 80, 30 80, 28 62", p.b)
    q.oval(68, 46, 7, p.sun, 11, lift=False, shading=0)
    q.poly("60 26, 88 6, 60 6", mix(p.dark, p.far, 0.3))
    q.box(-38, 16, 66, 26, p.dark, 2, lift=False)
    for u, s in ((-84, 10), (-60, 10), (-18, 16), (20, 12), (46, 12)):
        _wheel(q, u, s + 1, s, trim if u > -40 else p.light)
    q.line("-18 14, 46 12", p.light, 3)
    if c.night or c.neon:
        c.glow(*q.at(72, 46), k * 0.4, p.sun, 190)


def _rails(q: Pen) -> None:
    p = q.canvas.palette
    for i in range(14):
        q.box(-128 + 19 * i, -5, -120 + 19 * i, -1, mix(p.b, p.dark, 0.5), lift=False, edge=False)
    q.box(-130, -1, 130, 1.6, mix(p.far, p.dark, 0.5), lift=False, edge=False)


def fast_train(c: Canvas, x: float, y: float, k: float) -> None:
    """A modern fast train with a long nose."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    stripe = r.choice((p.a, p.c, p.leaf))
    _rails(q)
    q.box(-130, 6, -52, 56, p.light, 4, deco=True)
    q.box(-130, 20, -52, 28, stripe, lift=False, edge=False)
    q.blob("-56 4, -56 58, -10 62, 40 58, 84 38, 108 8, 96 4, 20 4", p.light, deco=True)
    q.blob("-50 20, -40 30, 20 30, 82 26, 104 12, 92 10, 30 18", stripe, lift=False, edge=False)
    q.poly("40 50, 52 36, 76 34, 62 46", p.dark, lift=False)
    for u in (-116, -96, -76, -44, -24, -4, 16):
        q.window(u, 34, u + 13, 48, radius=3)
    q.box(-52.5, 8, -49.5, 54, p.dark, lift=False, edge=False)
    q.box(-124, 0, 80, 6, mix(p.dark, p.far, 0.3), 2, lift=False)
    q.line("-40 60, -28 74, -16 72", p.dark, 2)
    q.mark(96, 14, 4, p.sun)
    if c.night or c.neon:
        c.glow(*q.at(100, 14), k * 0.45, p.sun, 190)


def tram(c: Canvas, x: float, y: float, k: float) -> None:
    """A train of one carriage, round and friendly, with big windows."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    body = r.choice((p.a, p.c, p.leaf, p.b))
    _rails(q)
    q.line("-130 112, 130 112", p.dark, 1.4)
    q.line("-10 84, 8 98, -6 112", p.dark, 2)
    q.box(-72, 8, 72, 82, body, 14, deco=True)
    q.box(-72, 40, 72, 70, p.light, 4, lift=False, edge=False)
    for u in (-66, -42, 22, 46):
        q.window(u, 44, u + 19, 66, radius=3)
    q.box(-16, 10, 16, 68, shade(body, 0.78), 3, lift=False)
    q.window(-13, 30, -1, 64)
    q.window(1, 30, 13, 64)
    q.box(-62, 80, 62, 86, shade(body, 0.72), 3)
    for u in (-46, -28, 28, 46):
        _wheel(q, u, 7, 8, p.far)
    q.mark(66, 24, 5, p.sun)
    q.mark(-66, 24, 4, p.sun)


def bicycle(c: Canvas, x: float, y: float, k: float) -> None:
    """A bicycle, seen from the side."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    _bicycle(q, r.choice((p.a, p.c, p.leaf)))


def _bicycle(q: Pen, frame: RGB) -> None:
    p = q.canvas.palette
    for u in (-46, 46):
        q.ring(u, 32, 30, p.dark, 5)
        for i in range(6):
            a = i * math.pi / 6
            du, dv = 29 * math.cos(a), 29 * math.sin(a)
            q.line(f"{u - du} {32 - dv}, {u + du} {32 + dv}", mix(p.light, p.far, 0.3), 0.9)
        q.mark(u, 32, 4, p.dark)
    for tube in ("-46 32, -8 32, -20 76, -46 32", "-20 76, 32 76, -8 32", "32 76, 46 32", "34 68, 28 96"):
        q.limb(tube, frame, 5, curved=False)
    q.limb("20 100, 30 97, 40 98, 46 92", p.dark, 4.4)
    q.limb("-20 76, -22 86", frame, 4, curved=False)
    q.blob("-42 86, -36 94, -6 92, -8 86, -24 84", mix(p.b, p.dark, 0.5))
    q.oval(-8, 32, 8, mix(p.far, p.dark, 0.3), lift=False)
    q.line("-8 32, 0 19", p.dark, 3)
    q.line("-4 19, 5 19", p.dark, 3.6)


def bicycle_with_basket(c: Canvas, x: float, y: float, k: float) -> None:
    """A bicycle with a basket of flowers."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    for u, v, color in ((44, 104, p.a), (56, 110, p.b), (67, 103, p.d), (50, 98, p.b), (62, 98, p.a)):
        for du, dv in ((0, 5), (5, 0), (0, -5), (-5, 0)):
            q.oval(u + du, v + dv, 4.4, color, lift=False, edge=False)
        q.mark(u, v, 3, p.sun)
    _bicycle(q, r.choice((p.c, p.leaf, p.a)))
    q.poly("38 94, 42 70, 68 70, 73 94", mix(p.b, p.dark, 0.25), deco=True)
    for v in (78, 86):
        q.line(f"40 {v}, 70 {v}", mix(p.b, p.dark, 0.5), 1.4)


def penny_farthing(c: Canvas, x: float, y: float, k: float) -> None:
    """An old bicycle with one great wheel."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.92, r.choice((-1, 1)))
    frame = r.choice((p.a, p.c))
    for u, s in ((14, 48), (-56, 18)):
        q.ring(u, s + 2, s, p.dark, 4.4)
        for i in range(7):
            a = i * math.pi / 7
            du, dv = s * math.cos(a), s * math.sin(a)
            q.line(f"{u - du} {s + 2 - dv}, {u + du} {s + 2 + dv}", mix(p.light, p.far, 0.3), 0.9)
        q.mark(u, s + 2, 4.4, p.dark)
    q.limb("-56 20, -56 64, -20 96, 8 106", frame, 5)
    q.limb("14 50, 12 116", frame, 5, curved=False)
    q.limb("0 120, 12 116, 26 118", p.dark, 4.4)
    q.blob("-28 104, -20 114, 2 110, -4 102", mix(p.b, p.dark, 0.5))
    q.line("14 50, 22 40", p.dark, 3)


SUBJECTS = (
    Subject(
        "car", "vehicle", ("a car",),
        ("in a town", "in the desert", "in a field", "on a country road", "on a beach", "in a village"),
        (Look(car, ("an old car", "a little car")), Look(van, ("a camper van", "a car for camping")),
         Look(roadster, ("a racing car", "a fast car"))),
        stature=0.6, breadth=1.5,
    ),
    Subject(
        "train", "vehicle", ("a train",),
        ("in a field", "in the mountains", "in the desert", "in a town", "in a forest", "by a lake"),
        (Look(steam_train, ("a steam train", "an old train")), Look(fast_train, ("a fast train", "a modern train")),
         Look(tram, ("a tram", "a train with one carriage"))),
        stature=0.85, breadth=1.9,
    ),
    Subject(
        "bicycle", "vehicle", ("a bicycle", "a bike"),
        ("in a park", "in a town", "in a village", "on a country road", "on a beach", "in a field"),
        (Look(bicycle, ("a simple bicycle",)), Look(bicycle_with_basket, ("a bicycle with flowers",)),
         Look(penny_farthing, ("a penny-farthing", "an old bicycle"))),
        stature=0.5, breadth=1.6,
    ),
)  # fmt: skip
"""Vehicles on wheels."""
