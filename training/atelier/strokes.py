"""Painted marks that follow the picture: oil, loose brushwork, impasto, crayon.

Knows seamless tables of brush strokes in eight directions: for every pixel, where the middle of
its stroke lies and how high the paint stands. A picture is painted by taking each stroke's colour
from its middle, so the cost does not depend on the number of strokes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from training.atelier.raster import (
    GRID,
    Canvas,
    blur,
    colour,
    contour,
    coordinates,
    gradient,
    is_dark,
    luminance,
    mix,
    noise,
    relief,
    resize,
    sample,
    saturate,
    smoothstep,
)

DIRECTIONS = 8
"""Stroke directions between 0 and pi."""


@dataclass(frozen=True)
class Strokes:
    """Way to the middle of the pixel's stroke, int16 pixels; height of its paint, uint8 of 255."""

    dx: np.ndarray
    dy: np.ndarray
    height: np.ndarray


def _stroke_table(length: float, width: float, direction: int, size: int) -> Strokes:
    """Strokes of one direction on the torus: an anisotropic Voronoi diagram with bristle marks along each cell."""
    from scipy.spatial import cKDTree

    rng = np.random.default_rng((direction, round(length * 10), round(width * 10)))
    count = int(GRID * GRID / (length * width * 0.72))
    side = int(np.ceil(count**0.5))
    row, column = np.mgrid[0:side, 0:side]
    points = (np.stack([column, row], -1) + rng.uniform(0.0, 1.0, (side, side, 2))).reshape(-1, 2) * (GRID / side)
    angle = np.pi * direction / DIRECTIONS
    along, across = np.array([np.cos(angle), np.sin(angle)]), np.array([-np.sin(angle), np.cos(angle)])
    basis = np.stack([along / length, across / width], 1)
    tiles = np.array([(i, j) for i in (-1, 0, 1) for j in (-1, 0, 1)]) * float(GRID)
    everywhere = (points[None] + tiles[:, None]).reshape(-1, 2)
    near = np.all((everywhere > -2 * length) & (everywhere < GRID + 2 * length), axis=1)
    everywhere = everywhere[near]
    x, y = coordinates(size)
    pixels = np.stack([x.ravel(), y.ravel()], -1).astype(np.float64)
    distance, index = cKDTree(everywhere @ basis).query(pixels @ basis, k=2)
    offset = everywhere[index[:, 0]] - pixels
    u, v = offset @ along, offset @ across
    identity = (np.abs(everywhere[index[:, 0]] % GRID) @ np.array([12.9898, 78.233])) % 6.283
    bristles = 0.5 + 0.5 * np.sin(v * 2.5 + identity * 9.0 + 0.35 * np.sin(u * 0.6 + identity))
    body = np.clip((distance[:, 1] - distance[:, 0]) * 3.2, 0.0, 1.0)
    height = body * (0.62 + 0.38 * bristles) * (0.8 + 0.2 * np.sin(identity * 5.0))
    way = np.rint(offset * (size / GRID)).astype(np.int16)
    return Strokes(way[:, 0], way[:, 1], (height * 255.0).astype(np.uint8))


@lru_cache(maxsize=16)
def _stroke_stack(length: float, width: float, size: int) -> Strokes:
    """All directions of one brush, each array ``(DIRECTIONS * S * S,)``."""
    tables = [_stroke_table(length, width, k, size) for k in range(DIRECTIONS)]
    return Strokes(*(np.concatenate([getattr(t, name) for t in tables]) for name in ("dx", "dy", "height")))


def flow_direction(image: np.ndarray, canvas: Canvas, rng: np.random.Generator) -> np.ndarray:
    """Direction index of the strokes, ``(S, S)`` int: along edges, elsewhere along a slow random flow."""
    size = 64
    small = blur(resize(luminance(image) + 0.5 * canvas.subject, size), 0.9)
    gx, gy = gradient(small)
    twice_cos, twice_sin = blur(np.stack([gx * gx - gy * gy, 2.0 * gx * gy]), 1.6)
    flow = noise(rng, 26.0, size) * 0.55 + rng.uniform(-0.5, 0.5)
    angle2 = np.arctan2(-twice_sin, -twice_cos)  # edges run across the gradient: half a turn in doubled angles
    sure = smoothstep(0.00002, 0.0006, np.hypot(twice_cos, twice_sin))
    c = sure * np.cos(angle2) + (1.0 - sure) * np.cos(2.0 * flow)
    s = sure * np.sin(angle2) + (1.0 - sure) * np.sin(2.0 * flow)
    angle = 0.5 * np.arctan2(resize(s, canvas.size), resize(c, canvas.size))
    return np.rint(angle * (DIRECTIONS / np.pi)).astype(np.int32) % DIRECTIONS


def lay_strokes(
    image: np.ndarray,
    canvas: Canvas,
    rng: np.random.Generator,
    direction: np.ndarray,
    *,
    length: float,
    width: float,
    variety: float,
) -> tuple[np.ndarray, np.ndarray]:
    """The picture in strokes ``length`` x ``width`` grid pixels, and the height ``(S, S)`` of their paint.

    ``variety`` is the spread of brightness from stroke to stroke.
    """
    size = canvas.size
    stack = _stroke_stack(length, width, size)
    steps = np.arange(size, dtype=np.int32)
    oy, ox = (int(v) * size // GRID for v in rng.integers(GRID, size=2))
    place = direction * (size * size) + ((steps + oy) % size)[:, None] * size + ((steps + ox) % size)[None]
    px = np.clip(stack.dx[place] + steps, 0, size - 1)
    py = np.clip(stack.dy[place] + steps[:, None], 0, size - 1)
    index = (py * size + px).astype(np.intp)
    painted = sample(image, index)
    shade = noise(rng, 0.0, size).ravel()[index] * variety
    heat = noise(rng, 1.0, size).ravel()[index] * (variety * 0.45)
    # mostly in proportion, or dark pictures drown in the difference between strokes
    painted = painted + (0.3 + 1.3 * painted) * (shade + heat * colour(1.0, 0.1, -1.0))
    return painted, stack.height[place] * np.float32(1.0 / 255.0)


def _detail(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Where the small brush is used, ``(S, S)`` in [0, 1]: along edges, and on most of the subject."""
    edges = blur(contour(image, canvas, width=1.0), 2.0 * canvas.unit)
    return smoothstep(0.10, 0.32, edges + 0.24 * canvas.subject)


def oil_painting(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Two brushes: broad strokes everywhere, short ones where something ends; the paint catches light."""
    rng = canvas.rng_for("oil painting")
    direction = flow_direction(image, canvas, rng)
    soft = blur(image, 0.8 * canvas.unit)
    broad, high = lay_strokes(soft, canvas, rng, direction, length=20.0, width=5.2, variety=0.045)
    fine, low = lay_strokes(soft, canvas, rng, direction, length=9.0, width=2.4, variety=0.03)
    detail = _detail(image, canvas)
    painted, height = mix(broad, fine, detail), high + (low - high) * detail
    painted = saturate(painted, 1.12)
    return np.clip(painted + 0.16 * relief(height, canvas.unit), 0.0, 1.0)


def visible_brushstrokes(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Loose, long, clearly separate strokes that vary in colour; little relief."""
    rng = canvas.rng_for("visible brushstrokes")
    direction = flow_direction(image, canvas, rng)
    broad, high = lay_strokes(image, canvas, rng, direction, length=34.0, width=8.5, variety=0.085)
    fine, low = lay_strokes(image, canvas, rng, direction, length=15.0, width=3.6, variety=0.06)
    detail = _detail(image, canvas)
    painted, height = mix(broad, fine, detail), high + (low - high) * detail
    dry = smoothstep(0.32, 0.0, height) * 0.35
    painted = mix(painted, painted * 0.62, dry)
    return np.clip(painted + (height - 0.6) * 0.10, 0.0, 1.0)


def impasto(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Thick paint laid on with a knife: short fat ridges with strong light and shadow."""
    rng = canvas.rng_for("impasto")
    direction = (flow_direction(image, canvas, rng) + 1) % DIRECTIONS
    fat, high = lay_strokes(image, canvas, rng, direction, length=13.0, width=7.0, variety=0.04)
    fine, low = lay_strokes(image, canvas, rng, direction, length=8.0, width=3.4, variety=0.03)
    detail = _detail(image, canvas)
    painted, height = mix(fat, fine, detail), high + (low - high) * detail * 0.9
    height = blur(height, 0.5 * canvas.unit)
    light = relief(height, canvas.unit) + 0.6 * relief(blur(height, 1.6 * canvas.unit), canvas.unit)
    lit = painted * (1.0 + np.clip(light, -1, 1) * 0.75) + 0.40 * np.clip(light - 0.10, 0, 1)
    return np.clip(lit, 0.0, 1.0)


def crayon_drawing(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Waxy scribbles of strong colour that skip the hollows of the paper; rough outlines."""
    rng = canvas.rng_for("crayon drawing")
    direction = np.full((canvas.size, canvas.size), int(rng.integers(1, 3)), np.int32)
    direction = np.where(canvas.subject > 0.5, (direction + 4) % DIRECTIONS, direction)
    wobble = blur(image, 0.6 * canvas.unit)
    wax, height = lay_strokes(wobble, canvas, rng, direction, length=30.0, width=2.6, variety=0.05)
    wax = mix(wobble, wax, smoothstep(0.35, 0.1, contour(image, canvas, width=2.0)) * 0.8)
    wax = saturate(wax, 1.35)
    edges = smoothstep(0.16, 0.45, contour(image, canvas, width=1.3))
    dark = is_dark(image)
    wax = mix(wax, np.clip(wax * 1.2 + 0.38, 0, 1) if dark else wax * 0.42, edges * 0.75)
    tooth = 0.55 * noise(rng, 0.7, canvas.size) + 0.35 * noise(rng, 1.4, canvas.size)
    density = 1.0 - luminance(np.clip(wax, 0, 1))
    cover = smoothstep(-0.55, 0.45, height * 1.5 - 0.75 + 0.55 * density + 0.4 * edges - 0.42 * tooth)
    paper = colour(0.965, 0.955, 0.93) if not dark else colour(0.13, 0.13, 0.17)
    return np.clip(mix(paper, wax, cover * 0.95), 0.0, 1.0)
