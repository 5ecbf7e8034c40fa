"""What pictures show: every subject, drawn from its foot (x, y) upwards to about height k.

Knows the shapes of things. Styling comes from the canvas, surroundings from ``scenery``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from training.atelier.canvas import Canvas
from training.atelier.palettes import mix, shade
from training.atelier.scenery import mountain, skyline, tree

Draw = Callable[[Canvas, float, float, float], None]


@dataclass(frozen=True)
class Subject:
    """A thing that can be drawn: ``phrases`` are ways to name it, ``settings`` where it may be."""

    name: str
    phrases: tuple[str, ...]
    settings: tuple[str, ...]
    draw: Draw


def house(c: Canvas, x: float, y: float, k: float) -> None:
    """A house with a gable or hipped roof."""
    p, r = c.palette, c.rng
    w, h = k * 0.48, k * 0.52
    wall, roof = r.choice((p.d, p.b, p.light)), r.choice((p.a, p.c))
    if r.random() < 0.7:
        c.rect(x + w * 0.35, y - h - k * 0.44, k * 0.12, k * 0.32, shade(roof, 0.75))
    c.rect(x - w, y - h, 2 * w, h, wall, deco=True)
    if r.random() < 0.6:
        c.poly([(x - w * 1.18, y - h), (x, y - h - k * 0.46), (x + w * 1.18, y - h)], roof, deco=True)
    else:
        c.poly(
            [
                (x - w * 1.15, y - h),
                (x - w * 0.75, y - h - k * 0.4),
                (x + w * 0.75, y - h - k * 0.4),
                (x + w * 1.15, y - h),
            ],
            roof,
            deco=True,
        )
    c.rect(x - k * 0.09, y - k * 0.31, k * 0.18, k * 0.31, shade(roof, 0.7))
    c.window(x - w * 0.78, y - h * 0.75, k * 0.19, k * 0.19)
    c.window(x + w * 0.4, y - h * 0.75, k * 0.19, k * 0.19)


def castle(c: Canvas, x: float, y: float, k: float) -> None:
    """Three towers, a wall and a gate."""
    p, r = c.palette, c.rng
    wall = r.choice((mix(p.d, p.far, 0.35), p.d, mix(p.b, p.light, 0.4)))
    roof = r.choice((p.a, p.c))

    def tower(tx: float, w: float, h: float) -> None:
        c.rect(tx - w / 2, y - h, w, h, wall, deco=True)
        c.poly([(tx - w * 0.72, y - h), (tx, y - h - w * 1.4), (tx + w * 0.72, y - h)], roof, deco=True)
        c.window(tx - w * 0.13, y - h * 0.8, w * 0.26, w * 0.45)
        c.line([(tx, y - h - w * 1.4), (tx, y - h - w * 1.8)], p.dark, 1.5)
        c.poly(
            [(tx, y - h - w * 1.8), (tx + w * 0.45, y - h - w * 1.66), (tx, y - h - w * 1.5)],
            p.a,
            edge=False,
            lift=False,
        )

    tower(x, k * 0.3, k * 0.72)
    c.rect(x - k * 0.46, y - k * 0.44, k * 0.92, k * 0.44, wall, deco=True)
    for i in range(6):
        c.rect(x - k * 0.46 + i * k * 0.162, y - k * 0.5, k * 0.1, k * 0.09, wall, edge=False, lift=False, shading=0)
    tower(x - k * 0.46, k * 0.25, k * 0.62)
    tower(x + k * 0.46, k * 0.25, k * 0.62)
    c.rect(x - k * 0.11, y - k * 0.31, k * 0.22, k * 0.31, p.dark, k * 0.1, lift=False)


def lighthouse(c: Canvas, x: float, y: float, k: float) -> None:
    """A striped tower with a lamp; at night it throws beams."""
    p = c.palette
    k *= 0.92
    if c.night:
        beam = p.light if {"monochrome", "sepia tones"} & c.attributes else (255.0, 235.0, 150.0)
        for f in (-1, 1):
            c.poly(
                [(x, y - k * 1.12), (x + f * 190, y - k * 1.12 - 36), (x + f * 190, y - k * 1.12 + 22)],
                beam,
                alpha=80,
                edge=False,
                lift=False,
                shading=0,
            )
    c.poly([(x - k * 0.22, y), (x - k * 0.13, y - k), (x + k * 0.13, y - k), (x + k * 0.22, y)], p.light)
    for i in range(3):
        low, high = 0.1 + i * 0.3, 0.25 + i * 0.3
        wl, wh = k * (0.22 - 0.09 * low), k * (0.22 - 0.09 * high)
        c.poly(
            [(x - wl, y - k * low), (x - wh, y - k * high), (x + wh, y - k * high), (x + wl, y - k * low)],
            p.a,
            lift=False,
            deco=True,
        )
    c.rect(x - k * 0.18, y - k * 1.04, k * 0.36, k * 0.06, p.dark, lift=False)
    c.rect(x - k * 0.09, y - k * 1.18, k * 0.18, k * 0.15, p.sun, shading=0)
    c.blob([(x - k * 0.17, y - k * 1.16), (x, y - k * 1.42), (x + k * 0.17, y - k * 1.16)], p.a)
    if c.night or c.neon:
        c.glow(x, y - k * 1.1, k * 0.35, p.sun, 190)


def windmill(c: Canvas, x: float, y: float, k: float) -> None:
    """A mill with four sails."""
    p, r = c.palette, c.rng
    c.poly(
        [(x - k * 0.27, y), (x - k * 0.16, y - k * 0.72), (x + k * 0.16, y - k * 0.72), (x + k * 0.27, y)],
        r.choice((p.d, p.light, p.b)),
        deco=True,
    )
    c.blob(
        [(x - k * 0.22, y - k * 0.69), (x - k * 0.1, y - k), (x + k * 0.1, y - k), (x + k * 0.22, y - k * 0.69)], p.a
    )
    c.rect(x - k * 0.07, y - k * 0.22, k * 0.14, k * 0.22, p.dark)
    c.window(x - k * 0.06, y - k * 0.52, k * 0.12, k * 0.13)
    turn, hub = r.uniform(0.2, 1.3), (x, y - k * 0.78)
    for i in range(4):
        a = turn + i * math.pi / 2
        u, v = (math.cos(a), math.sin(a)), (-math.sin(a), math.cos(a))
        at = lambda d, s: (hub[0] + u[0] * k * d + v[0] * k * s, hub[1] + u[1] * k * d + v[1] * k * s)  # noqa: E731, B023
        c.poly([at(0.12, 0.0), at(0.6, 0.0), at(0.6, 0.15), at(0.12, 0.15)], p.light, shading=0.05)
        c.line([hub, at(0.62, 0.0)], p.dark, 2.4)
    c.oval(*hub, k * 0.045, p.dark)


def city(c: Canvas, x: float, y: float, k: float) -> None:
    """Two rows of buildings over the whole width."""
    skyline(c, y, k * 1.02)


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


def sailboat(c: Canvas, x: float, y: float, k: float) -> None:
    """A boat with two sails."""
    p, r = c.palette, c.rng
    k *= 0.86
    c.poly(
        [
            (x - k * 0.56, y - k * 0.18),
            (x + k * 0.62, y - k * 0.18),
            (x + k * 0.42, y + k * 0.08),
            (x - k * 0.42, y + k * 0.08),
        ],
        p.a,
        deco=True,
    )
    c.line([(x, y - k * 0.16), (x, y - k * 1.22)], p.dark, 3)
    c.poly(
        [(x + k * 0.04, y - k * 1.18), (x + k * 0.04, y - k * 0.26), (x + k * 0.56, y - k * 0.26)], p.light, deco=True
    )
    c.poly(
        [(x - k * 0.04, y - k * 1.02), (x - k * 0.04, y - k * 0.26), (x - k * 0.42, y - k * 0.26)],
        r.choice((p.b, p.d)),
        deco=True,
    )
    for i in range(3):
        c.line(
            [(x - k * 0.44 + i * 5, y + k * 0.14 + i * 5), (x + k * 0.44 - i * 5, y + k * 0.14 + i * 5)],
            mix(p.water, p.light, 0.35),
            2,
        )


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


def mountains(c: Canvas, x: float, y: float, k: float) -> None:
    """Three mountains."""
    p, r = c.palette, c.rng
    for dx, h in ((-78, 0.75), (84, 0.7)):
        mountain(c, x + dx + r.uniform(-8, 8), y, k * h, r.uniform(0.8, 0.95), mix(p.far, p.sky_low, 0.25))
    mountain(c, x, y, k * 1.12, r.uniform(0.72, 0.85), p.far)


_SUBJECTS = (
    Subject(
        "house",
        ("a house", "a cottage", "a small house"),
        ("on a hill", "by a lake", "in a forest", "in a field"),
        house,
    ),
    Subject(
        "castle",
        ("a castle", "an old castle", "a fairytale castle"),
        ("on a hill", "by a lake", "in the mountains", "in a forest"),
        castle,
    ),
    Subject(
        "lighthouse",
        ("a lighthouse", "a striped lighthouse", "a tall lighthouse"),
        ("on a cliff by the sea", "on a hill"),
        lighthouse,
    ),
    Subject(
        "windmill",
        ("a windmill", "an old windmill", "a mill with sails"),
        ("in a field", "on a hill", "by a lake"),
        windmill,
    ),
    Subject("city", ("a city skyline", "a city", "skyscrapers"), ("by a lake", "in a field"), city),
    Subject(
        "tree",
        ("a tree", "a big tree", "a lone tree"),
        ("in a field", "on a hill", "by a lake", "in the desert"),
        big_tree,
    ),
    Subject(
        "mushroom",
        ("a mushroom", "a giant mushroom", "a toadstool"),
        ("in a forest", "in a field", "in a garden"),
        mushroom,
    ),
    Subject(
        "flowers", ("flowers in a vase", "a vase of flowers", "a bouquet"), ("on a table", "on a windowsill"), vase
    ),
    Subject(
        "cat",
        ("a cat", "a sitting cat", "a kitten"),
        ("in a garden", "in a field", "on a table", "on a windowsill", "in a town"),
        cat,
    ),
    Subject("owl", ("an owl", "a big owl", "a round owl"), ("in a forest", "on a hill", "in a garden"), owl),
    Subject("fish", ("a fish", "a big fish", "a striped fish"), ("under water",), fish),
    Subject("boat", ("a sailing boat", "a sailboat", "a boat"), ("on the sea", "on a lake"), sailboat),
    Subject("car", ("a car", "an old car", "a little car"), ("in a town", "in the desert", "in a field"), car),
    Subject("rocket", ("a rocket", "a space rocket", "a rocket ship"), ("in space", "above the hills"), rocket),
    Subject(
        "balloon",
        ("a hot air balloon", "a balloon", "a big hot air balloon"),
        ("above the hills", "above the sea"),
        balloon,
    ),
    Subject(
        "mountains",
        ("mountains", "a mountain peak", "snowy mountains"),
        ("by a lake", "in a forest", "in a field"),
        mountains,
    ),
)

SUBJECTS: dict[str, Subject] = {s.name: s for s in _SUBJECTS}
"""Every subject by name."""

WIDE = frozenset({"city", "mountains"})
"""Subjects that fill the picture's width and stand at the horizon, not in the foreground."""
