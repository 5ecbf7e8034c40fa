"""Seasons: what spring, summer, autumn and winter do to a landscape.

A season retints roles of the palette with other roles of it, so that it holds in every palette, and adds what lies on
the ground and hangs into the picture. The hour and the weather are left to attributes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, Palette, mix, shade
from training.atelier.scenery.stage import Stage


@dataclass(frozen=True)
class Season:
    """One season: how it is said, how it tints the palette, what it lays on the ground and hangs before everything.

    ``excluded_by`` are attributes that would belie it; ``flowers`` says whether anything blooms.
    """

    phrases: tuple[str, ...]
    tint: Callable[[Palette], Palette]
    ground: Callable[[Canvas, Stage], None]
    front: Callable[[Canvas], None]
    excluded_by: frozenset[str]
    flowers: bool = True


def _spring(p: Palette) -> Palette:
    fresh = mix(mix(p.leaf, p.meadow, 0.6), p.sun, 0.34)
    return replace(p, leaf=fresh, meadow=mix(p.meadow, p.sun, 0.18), ground=mix(p.ground, p.meadow, 0.35))


def _summer(p: Palette) -> Palette:
    return replace(p, meadow=mix(p.meadow, p.b, 0.5), ground=mix(p.ground, p.b, 0.28), leaf=shade(p.leaf, 0.92))


def _autumn(p: Palette) -> Palette:
    return replace(
        p, leaf=mix(p.a, p.b, 0.45), meadow=mix(mix(p.meadow, p.b, 0.62), p.a, 0.12), ground=mix(p.ground, p.a, 0.42)
    )


def _winter(p: Palette) -> Palette:
    snow = mix(p.light, p.sky_low, 0.12)
    return replace(
        p, leaf=mix(p.leaf, snow, 0.5), meadow=mix(p.meadow, snow, 0.93), ground=mix(p.ground, snow, 0.88),
        far=mix(p.far, snow, 0.3), water=mix(p.water, snow, 0.55),
    )  # fmt: skip


def _blossoms(c: Canvas, stage: Stage) -> None:
    p, r = c.palette, c.rng
    for _ in range(10 if c.minimal else 46):
        x, y = r.uniform(0, UNITS), r.uniform(min(stage.y + 10, 226), 254)
        c.dot(x, y, r.uniform(1.1, 2.2), r.choice((p.light, mix(p.a, p.light, 0.5), p.sun)))


def _sunflowers(c: Canvas, stage: Stage) -> None:
    p, r = c.palette, c.rng
    for _ in range(4 if c.minimal else 26):
        x, y = r.uniform(0, UNITS), r.uniform(min(stage.y + 8, 224), 252)
        c.line([(x, y), (x + r.uniform(-2, 2), y - r.uniform(4, 8))], mix(p.b, p.leaf, 0.3), 1.4)


def _fallen_leaves(c: Canvas, stage: Stage) -> None:
    p, r = c.palette, c.rng
    for _ in range(10 if c.minimal else 44):
        _leaf(c, r.uniform(0, UNITS), r.uniform(min(stage.y + 8, 224), 254), r.uniform(2.4, 4.2), r.uniform(0, 6.3),
              r.choice((p.a, p.b, mix(p.a, p.dark, 0.25))))  # fmt: skip


def _drifts(c: Canvas, stage: Stage) -> None:
    p, r = c.palette, c.rng
    for _ in range(2 if c.minimal else 5):
        x, y = r.uniform(0, UNITS), r.uniform(min(stage.y + 16, 228), 250)
        c.oval(x, y, r.uniform(22, 44), p.light, r.uniform(3, 5), alpha=190, shading=0, edge=False, lift=False)


def _leaf(c: Canvas, x: float, y: float, k: float, turn: float, color: RGB) -> None:
    u, v = math.cos(turn), math.sin(turn)
    c.blob(
        [(x - u * k * 1.3, y - v * k * 1.3), (x - v * k, y + u * k), (x + u * k * 1.3, y + v * k * 1.3),
         (x + v * k, y - u * k)], color, edge=False, lift=False, shading=0,
    )  # fmt: skip


def _twig(c: Canvas, decorate: Callable[[Canvas, float, float, float], None], bark: RGB) -> None:
    """A branch that hangs in from an upper corner, decorated along its way."""
    r = c.rng
    side = r.choice((-1, 1))
    x0, reach = 128 - side * 132, r.uniform(74, 92)
    bend = [(x0 + side * reach * t, 16 + 26 * t * t + 6 * math.sin(5 * t)) for t in (0, 0.25, 0.5, 0.75, 1.0)]
    c.line(bend, bark, 3.6)
    for i, (x, y) in enumerate(bend[1:]):
        tip = (x + side * r.uniform(6, 14), y + (-1) ** i * r.uniform(9, 15))
        c.line([(x - side * 8, y), tip], bark, 1.8)
        for px, py in ((x, y), tip, (x - side * 9, y - 4)):
            decorate(c, px, py, r.uniform(3.6, 5.2))


def _blossom(c: Canvas, x: float, y: float, k: float) -> None:
    p = c.palette
    pink = mix(p.a, p.light, 0.62)
    for i in range(5):
        a = i * 1.2566
        c.oval(x + math.cos(a) * k * 0.75, y + math.sin(a) * k * 0.75, k * 0.62, pink, shading=0.05, lift=False)
    c.dot(x, y, k * 0.36, p.sun)


def _hanging_leaf(c: Canvas, x: float, y: float, k: float) -> None:
    p, r = c.palette, c.rng
    _leaf(c, x, y + k, k * 1.05, r.uniform(0.9, 2.2), r.choice((p.a, p.b, mix(p.a, p.b, 0.5))))


def _green_leaf(c: Canvas, x: float, y: float, k: float) -> None:
    p, r = c.palette, c.rng
    _leaf(c, x, y + k * 0.6, k * 1.1, r.uniform(0.6, 2.5), shade(p.leaf, r.uniform(0.9, 1.12)))


def _snow_pad(c: Canvas, x: float, y: float, k: float) -> None:
    c.oval(x, y - 1.5, k * 1.5, c.palette.light, k * 0.62, shading=0.06, edge=False, lift=False)


def _in_spring(c: Canvas) -> None:
    if not c.minimal:
        _twig(c, _blossom, mix(c.palette.dark, c.palette.b, 0.3))


def _in_summer(c: Canvas) -> None:
    if not c.minimal:
        _twig(c, _green_leaf, mix(c.palette.dark, c.palette.b, 0.3))
    p, r = c.palette, c.rng
    for _ in range(2 if c.minimal else 4):
        x, k = r.choice((r.uniform(8, 60), r.uniform(196, 248))), r.uniform(9, 13)
        y = 256 - k * r.uniform(0.6, 1.8)
        c.line([(x, 262), (x, y)], p.leaf, 2.6)
        for i in range(12):
            a = i * math.pi / 6
            c.oval(x + math.cos(a) * k * 0.72, y + math.sin(a) * k * 0.72, k * 0.3, mix(p.sun, p.b, 0.55), lift=False)
        c.oval(x, y, k * 0.52, mix(p.dark, p.b, 0.35), shading=0.1, lift=False)


def _in_autumn(c: Canvas) -> None:
    p, r = c.palette, c.rng
    if not c.minimal:
        _twig(c, _hanging_leaf, mix(p.dark, p.b, 0.2))
    for _ in range(4 if c.minimal else 13):
        _leaf(c, r.uniform(0, UNITS), r.uniform(20, 210), r.uniform(2.6, 4.4), r.uniform(0, 6.3),
              r.choice((p.a, p.b, mix(p.a, p.b, 0.5))))  # fmt: skip


def _in_winter(c: Canvas) -> None:
    if not c.minimal:
        _twig(c, _snow_pad, mix(c.palette.dark, c.palette.far, 0.3))


SEASONS: dict[str, Season] = {
    "spring": Season(
        ("in spring", "in springtime", "on a spring day"), _spring, _blossoms, _in_spring,
        frozenset({"snowy", "autumn colors", "falling leaves"}),
    ),
    "summer": Season(
        ("in summer", "in summertime", "on a summer day"), _summer, _sunflowers, _in_summer,
        frozenset({"snowy", "autumn colors", "falling leaves"}),
    ),
    "autumn": Season(
        ("in autumn", "in the fall", "on an autumn day"), _autumn, _fallen_leaves, _in_autumn, frozenset({"snowy"}),
    ),
    "winter": Season(
        ("in winter", "in wintertime", "on a winter day"), _winter, _drifts, _in_winter,
        frozenset({"autumn colors", "falling leaves"}), flowers=False,
    ),
}  # fmt: skip
"""Every season by name."""
