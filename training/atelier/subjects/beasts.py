"""Horses, foxes and elephants, and the unicorn that is a horse."""

from __future__ import annotations

from training.atelier.canvas import Canvas
from training.atelier.palettes import RGB, mix, shade
from training.atelier.pen import Pen
from training.atelier.subjects.kinds import Look, Subject


def _horse(q: Pen, coat: RGB, mane: RGB, *, running: bool = False, horn: RGB | None = None) -> None:
    """A horse that stands or gallops."""
    p = q.canvas.palette
    far, hoof = shade(coat, 0.78), mix(p.dark, coat, 0.25)
    if running:
        q.blob("-42 82, -70 92, -92 74, -84 62, -70 74, -44 68", mane)
        back, front = (("-34 58, -46 40, -72 34", far), ("36 56, 58 46, 66 22", far)), ()
        near = ("-34 56, -40 30, -66 12", "34 54, 62 50, 82 36")
    else:
        q.blob("-42 82, -68 78, -66 34, -54 26, -52 56, -42 66", mane)
        back, front = (("-28 54, -34 30, -26 4", far), ("26 54, 26 30, 22 4", far)), ()
        near = ("-38 56, -44 32, -40 4", "34 56, 36 30, 38 4")
    for leg, color in (*back, *front):
        q.limb(leg, color, 9)
        _hoof(q, leg, hoof)
    q.blob("-52 56, -54 86, -14 80, 22 86, 48 80, 48 56, 12 46, -34 46", coat, deco=True)
    for leg in near:
        q.limb(leg, coat, 10)
        _hoof(q, leg, hoof)
    q.blob("14 66, 22 104, 40 126, 64 116, 54 88, 50 58", coat)
    q.blob("38 128, 62 128, 92 98, 88 84, 70 88, 46 100", coat)
    q.oval(82, 92, 8.5, mix(coat, p.light, 0.35), 7.5, edge=False, lift=False)
    q.poly("44 118, 44 138, 56 122", coat)
    if horn:
        q.poly("54 122, 78 156, 63 118", horn, lift=False)
    q.blob("8 84, 14 114, 40 140, 58 126, 38 112, 30 92, 28 78", mane)
    q.eye(61, 110, 3.4)
    q.mark(84, 94, 1.8, p.dark)


def _hoof(q: Pen, leg: str, color: RGB) -> None:
    u, v = (float(n) for n in leg.split(",")[-1].split())
    q.oval(u + 1.5, v - 1, 6.4, color, 4.4, lift=False)


def standing_horse(c: Canvas, x: float, y: float, k: float) -> None:
    """A horse that stands."""
    p, r = c.palette, c.rng
    coat = r.choice((mix(p.b, p.dark, 0.45), mix(p.a, p.dark, 0.35), p.light, mix(p.dark, p.far, 0.3)))
    _horse(Pen(c, x, y, k * 0.86, r.choice((-1, 1))), coat, mix(p.dark, p.b, 0.15) if coat != p.light else p.b)


def galloping_horse(c: Canvas, x: float, y: float, k: float) -> None:
    """A horse that gallops."""
    p, r = c.palette, c.rng
    coat = r.choice((mix(p.b, p.dark, 0.45), mix(p.a, p.dark, 0.35), p.light, mix(p.dark, p.far, 0.3)))
    q = Pen(c, x, y, k * 0.84, r.choice((-1, 1)))
    _horse(q, coat, mix(p.dark, p.b, 0.15) if coat != p.light else p.b, running=True)


def rocking_horse(c: Canvas, x: float, y: float, k: float) -> None:
    """A wooden rocking horse."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y + k * 0.02, k * 0.8, r.choice((-1, 1)))
    coat, saddle = r.choice((p.light, p.b, p.d)), r.choice((p.a, p.c))
    q.limb("-66 16, -30 2, 30 2, 66 16", saddle, 8)
    _horse(q.moved(0, 6, 0.96), coat, mix(saddle, p.dark, 0.35))
    q.blob("-22 90, -24 62, 16 62, 14 92, -4 84", saddle)
    q.mark(-4, 72, 4, p.sun)


def unicorn(c: Canvas, x: float, y: float, k: float) -> None:
    """A white horse with a golden horn."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.82, r.choice((-1, 1)))
    _horse(q, mix(p.light, p.d, 0.15), r.choice((mix(p.a, p.light, 0.45), mix(p.c, p.light, 0.4))), horn=p.b)
    for u, v, s in ((-66, 112, 6), (-30, 122, 4), (92, 132, 5)):
        q.star(u, v, s, p.sun, lift=False, edge=False)


def leaping_unicorn(c: Canvas, x: float, y: float, k: float) -> None:
    """A unicorn that leaps over a rainbow's foot."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y - k * 0.06, k * 0.8, r.choice((-1, 1)))
    for i, color in enumerate((p.a, p.b, p.leaf, p.c)):
        foot, bend, top = 96 - 7 * i, 60 - 4 * i, 88 - 6 * i
        q.limb(f"{-foot} 0, {-bend} {top}, {bend} {top}, {foot} 0", color, 7.4, lift=False, edge=False)
    with q.turned(-10, 0, 60):
        _horse(q.moved(0, 14), mix(p.light, p.d, 0.15), mix(p.a, p.light, 0.4), running=True, horn=p.b)


def winged_unicorn(c: Canvas, x: float, y: float, k: float) -> None:
    """A unicorn with wings."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.8, r.choice((-1, 1)))
    mane = r.choice((mix(p.c, p.light, 0.3), mix(p.a, p.light, 0.4)))
    _horse(q, mix(p.light, p.d, 0.15), mane, horn=p.b)
    for i, tip in enumerate(("-86 112", "-74 128", "-56 140", "-34 146")):
        feather = mix(mane, p.light, 0.25 + 0.18 * i)
        q.blob(f"6 70, -10 {82 + 5 * i}, {tip}, {-16 + 3 * i} {104 + 6 * i}, 16 84", feather)


def sitting_fox(c: Canvas, x: float, y: float, k: float) -> None:
    """A fox that sits with its tail about its feet."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    fur = mix(p.a, p.b, r.uniform(0.3, 0.5))
    dark = mix(p.dark, fur, 0.2)
    q.blob("-20 2, -62 -4, -86 30, -64 62, -40 40, -30 18", fur)
    q.blob("-86 30, -64 66, -46 52, -64 44, -70 22", p.light, lift=False)
    q.blob("-36 -2, -36 44, -14 74, 14 74, 34 44, 32 -2", fur, deco=True)
    q.blob("-14 12, -12 54, 0 70, 12 54, 14 12", p.light, edge=False, lift=False)
    for s in q.sides():
        s.limb("12 30, 12 5", dark, 9)
        s.oval(14, 4, 8, dark, 4.6, lift=False)
    _fox_face(q.moved(2, 84), fur, dark)


def _fox_face(h: Pen, fur: RGB, dark: RGB) -> None:
    p = h.canvas.palette
    for s in h.sides():
        s.poly("34 4, 32 42, 6 20", fur)
        s.poly("29 14, 29 34, 14 21", dark, edge=False, lift=False)
    h.poly("-42 8, -30 22, 0 27, 30 22, 42 8, 0 -32", fur)
    for s in h.sides():
        s.poly("42 8, 24 6, 5 -14, 0 -32", p.light, edge=False, lift=False)
        s.eye(14, 7, 3.8)
    h.oval(0, -27, 5.6, p.dark, 4.6, lift=False)


def walking_fox(c: Canvas, x: float, y: float, k: float) -> None:
    """A fox on its way, with its great tail."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.86, r.choice((-1, 1)))
    fur = mix(p.a, p.b, r.uniform(0.3, 0.5))
    dark = mix(p.dark, fur, 0.2)
    q.blob("-42 56, -66 66, -98 44, -112 20, -78 22, -44 42", fur)
    q.blob("-98 44, -116 18, -88 20, -84 34", p.light, lift=False)
    for leg in ("-30 40, -26 20, -16 3", "30 40, 26 20, 16 3"):
        q.limb(leg, dark, 8.5)
    q.blob("-54 42, -50 70, -8 68, 36 74, 52 54, 36 34, -8 40, -36 32", fur, deco=True)
    for leg in ("-38 44, -46 20, -42 3", "36 44, 46 22, 50 3"):
        q.limb(leg, dark, 9)
    q.limb("-36 48, -40 36", fur, 12, lift=False, edge=False)
    q.limb("35 48, 40 36", fur, 12, lift=False, edge=False)
    h = q.moved(46, 80)
    h.poly("-16 10, -18 42, 4 20", fur)
    h.poly("2 14, 8 44, 22 16", fur)
    h.poly("6 18, 9 36, 17 18", dark, edge=False, lift=False)
    h.poly("-28 -10, -14 22, 20 20, 58 -10, 14 -24, -12 -26", fur)
    h.poly("58 -10, 20 -4, 0 -16, 14 -24", p.light, edge=False, lift=False)
    h.oval(56, -9, 5, p.dark, 4.2, lift=False)
    h.eye(16, 4, 3.6)


def sleeping_fox(c: Canvas, x: float, y: float, k: float) -> None:
    """A fox asleep in its tail."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.96, r.choice((-1, 1)))
    fur = mix(p.a, p.b, r.uniform(0.3, 0.5))
    dark = mix(p.dark, fur, 0.2)
    q.blob("-66 -2, -74 40, -24 72, 34 62, 66 30, 58 -2", fur, deco=True)
    h = q.moved(-34, 34)
    h.poly("-22 12, -20 44, 2 24", fur)
    h.poly("4 24, 24 44, 24 12", fur)
    h.poly("9 25, 20 36, 20 18", dark, edge=False, lift=False)
    h.poly("-34 0, -22 22, 2 28, 26 20, 34 0, -6 -26", fur)
    h.poly("-34 0, -16 2, -6 -26", p.light, edge=False, lift=False)
    h.poly("34 0, 14 2, -6 -26", p.light, edge=False, lift=False)
    for u in (-14, 12):
        h.line(f"{u - 6} 8, {u} 4, {u + 6} 8", p.dark, 2.2, curved=True)
    q.blob("64 36, 78 8, 46 -6, -10 -6, -40 6, -26 24, 20 22, 44 24", shade(fur, 0.88))
    q.blob("-6 -5, -46 4, -30 26, 4 20", p.light, lift=False)
    q.oval(-39, 13, 5, p.dark, 4.2, lift=False)


def _elephant(q: Pen, skin: RGB, trunk: str) -> None:
    p = q.canvas.palette
    far = shade(skin, 0.78)
    q.limb("-58 66, -70 54, -68 34", far, 4)
    q.oval(-68, 32, 4, p.dark, 6, lift=False)
    for u in (-30, 22):
        q.box(u - 11, 0, u + 11, 44, far, 6)
    q.blob("-66 26, -72 80, -28 106, 24 100, 52 76, 40 28, -10 34", skin, deco=True)
    for u in (-46, 34):
        q.box(u - 12, 0, u + 12, 48, skin, 6, edge=False)
        for i in (-7, 0, 7):
            q.oval(u + i, 3, 3, mix(skin, p.light, 0.6), 3, edge=False, lift=False, shading=0)
    q.limb(trunk, skin, 14)
    q.oval(46, 82, 31, skin, 30)
    q.blob("58 66, 74 50, 86 56, 70 62", p.light, lift=False)
    q.eye(62, 88, 3.8)
    q.blob("34 112, 2 112, -6 70, 14 46, 34 66, 42 88", shade(skin, 0.9))
    q.blob("29 102, 10 102, 5 74, 16 60, 28 74, 34 88", mix(skin, mix(p.a, p.light, 0.4), 0.4), edge=False, lift=False)


def elephant(c: Canvas, x: float, y: float, k: float) -> None:
    """An elephant with its trunk down."""
    p, r = c.palette, c.rng
    skin = r.choice((p.far, mix(p.far, p.c, 0.35), mix(p.far, p.dark, 0.2)))
    _elephant(Pen(c, x, y, k * 0.9, r.choice((-1, 1))), skin, "66 76, 86 50, 78 18, 90 12")


def trumpeting_elephant(c: Canvas, x: float, y: float, k: float) -> None:
    """An elephant that raises its trunk and splashes."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.88, r.choice((-1, 1)))
    skin = r.choice((p.far, mix(p.far, p.c, 0.35), mix(p.far, p.dark, 0.2)))
    for u, v in ((92, 142), (84, 150), (100, 132), (76, 144), (104, 146)):
        q.oval(u, v, 3.4, p.water, 4.4, lift=False)
    _elephant(q, skin, "64 78, 98 72, 98 102, 90 128")


def circus_elephant(c: Canvas, x: float, y: float, k: float) -> None:
    """An elephant with a festive blanket and a ball."""
    p, r = c.palette, c.rng
    q = Pen(c, x, y, k * 0.9, r.choice((-1, 1)))
    _elephant(q, r.choice((p.far, mix(p.far, p.c, 0.35))), "66 76, 88 52, 84 20, 92 26")
    cloth = r.choice((p.a, p.c))
    q.blob("-50 98, -44 52, 8 52, 8 104, -20 106", cloth, deco=True, lift=False)
    for u in (-36, -22, -8, 4):
        q.oval(u, 54, 5.4, p.b, 4.6, lift=False)
    q.star(-18, 78, 11, p.b, lift=False)


SUBJECTS = (
    Subject(
        "horse", "animal", ("a horse",),
        ("in a field", "on a hill", "by a lake", "on a beach", "on a country road", "in the savanna", "by a river"),
        (Look(standing_horse, ("a standing horse", "a pony")),
         Look(galloping_horse, ("a galloping horse", "a horse running")),
         Look(rocking_horse, ("a rocking horse", "a wooden horse"))),
        stature=0.85, breadth=1.8,
    ),
    Subject(
        "fox", "animal", ("a fox",),
        ("in a forest", "in a field", "on a hill", "in a garden", "in the mountains"),
        (Look(sitting_fox, ("a sitting fox", "a red fox")), Look(walking_fox, ("a walking fox", "a fox on its way")),
         Look(sleeping_fox, ("a sleeping fox", "a fox curled up"))),
        stature=0.48, breadth=1.5,
    ),
    Subject(
        "elephant", "animal", ("an elephant",),
        ("in the savanna", "in a jungle", "by a lake", "by a river", "in a field"),
        (Look(elephant, ("a big elephant", "a grey elephant")),
         Look(trumpeting_elephant, ("an elephant with its trunk up", "an elephant spraying water")),
         Look(circus_elephant, ("a circus elephant", "an elephant with a blanket"))),
        stature=1.0, breadth=1.6,
    ),
    Subject(
        "unicorn", "fantasy", ("a unicorn",),
        ("in a forest", "in a field", "by a lake", "on a hill", "above the clouds", "by a waterfall"),
        (Look(unicorn, ("a white unicorn", "a magic unicorn")),
         Look(leaping_unicorn, ("a leaping unicorn", "a unicorn over a rainbow")),
         Look(winged_unicorn, ("a winged unicorn", "a unicorn with wings"))),
        stature=0.9, breadth=1.8,
    ),
)  # fmt: skip
"""Larger animals on four legs."""
