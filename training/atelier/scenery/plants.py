"""What grows in settings: trees, flowers, cacti. Plants that are subjects are left to ``subjects.plants``."""

from __future__ import annotations

import math

from training.atelier.canvas import UNITS, Canvas
from training.atelier.palettes import RGB, mix, shade


def tree(c: Canvas, x: float, y: float, k: float, kind: str = "", color: RGB | None = None) -> None:
    """A tree of height about k standing at (x, y)."""
    p, r = c.palette, c.rng
    color = color or mix(p.leaf, p.meadow, r.uniform(0, 0.35))
    kind = kind or r.choice(("pine", "round", "round", "poplar"))
    c.poly(
        [(x - 0.08 * k, y), (x - 0.05 * k, y - 0.5 * k), (x + 0.05 * k, y - 0.5 * k), (x + 0.08 * k, y)],
        mix(p.dark, p.b, 0.25),
        shading=0.05,
    )
    if kind == "pine":
        for i in range(3):
            w = (0.38 - 0.08 * i) * k
            c.poly(
                [(x - w, y - (0.2 + 0.23 * i) * k), (x, y - (0.58 + 0.21 * i) * k), (x + w, y - (0.2 + 0.23 * i) * k)],
                shade(color, 0.85 + 0.1 * i),
            )
    elif kind == "poplar":
        c.oval(x, y - 0.6 * k, 0.16 * k, color, 0.4 * k)
    else:
        crown = (
            (-0.22, -0.55, 0.21),
            (0.22, -0.55, 0.21),
            (0, -0.75, 0.24),
            (-0.12, -0.48, 0.19),
            (0.13, -0.48, 0.19),
            (0, -0.58, 0.24),
        )
        c.union([(x + dx * k, y + dy * k, q * k, q * k) for dx, dy, q in crown], color, shading=0.2, deco=k > 90)


def flower(c: Canvas, x: float, y: float, k: float) -> None:
    """A flower of height about 2 k."""
    p, r = c.palette, c.rng
    color = r.choice(p.accents)
    c.line([(x, y), (x + r.uniform(-2, 2), y - k * 1.6)], p.leaf, 1.6)
    for i in range(5):
        c.dot(x + math.cos(i * 1.257) * k * 0.5, y - k * 1.8 + math.sin(i * 1.257) * k * 0.5, k * 0.4, color)
    c.dot(x, y - k * 1.8, k * 0.32, p.sun)


def flowers(c: Canvas, y0: float, y1: float, few: tuple[int, int] = (2, 5)) -> None:
    """Scattered flowers between two heights; none when minimal, many when busy."""
    r = c.rng
    for _ in range(0 if c.minimal or "snowy" in c.attributes else r.randint(14, 22) if c.busy else r.randint(*few)):
        flower(c, r.uniform(0, UNITS), r.uniform(y0, max(y1, y0 + 1)), r.uniform(4, 7))


def cactus(c: Canvas, x: float, y: float, k: float) -> None:
    """A cactus of height k."""
    leaf = c.palette.leaf
    c.rect(x - k * 0.1, y - k, k * 0.2, k, leaf, k * 0.1)
    for side, low, high in ((-1, 0.35, 0.75), (1, 0.25, 0.6)):
        c.rect(x + (side * 0.3 - 0.08) * k, y - k * high, k * 0.16, k * (high - low), leaf, k * 0.08)
        c.rect(x + min(0, side * 0.3) * k, y - k * (low + 0.12), k * 0.3, k * 0.14, leaf, k * 0.07)
