"""Media made of small pieces of one colour: stained glass, mosaic, dots, pixels.

Knows seamless tables of cells, made once per size and rolled for variety, and how a picture is
painted with them. Brush strokes are left to ``strokes``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from training.atelier.raster import (
    GRID,
    Canvas,
    blur,
    box,
    cell_means,
    colour,
    contour,
    coordinates,
    is_dark,
    luminance,
    mix,
    noise,
    relief,
    resize,
    sample,
    saturate,
    shift,
    smoothstep,
)

_VARIANTS = 3


@dataclass(frozen=True)
class Cells:
    """A Voronoi diagram on the torus; planes are ``(S, S)``.

    ``label`` int32 in [0, count); ``gap`` distance to the neighbour's border, ``reach`` distance to
    the cell's own point, both in 256-grid pixels.
    """

    label: np.ndarray
    gap: np.ndarray
    reach: np.ndarray
    count: int


_KINDS = {
    "glass": (15.1, 0.40, False),
    "tile": (8.0, 0.10, False),
    "dot": (5.12, 0.30, True),
    "scrap": (42.0, 0.45, True),
}
"""Kind of cell: spacing of the points on the 256 grid, their jitter, whether rows are staggered."""


@lru_cache(maxsize=32)
def _cell_table(kind: str, variant: int, size: int) -> Cells:
    from scipy.spatial import cKDTree

    spacing, jitter, staggered = _KINDS[kind]
    rng = np.random.default_rng((variant, round(spacing * 10)))
    side = round(GRID / spacing)
    row, column = np.mgrid[0:side, 0:side].astype(np.float64)
    points = np.stack([column + 0.5 + (row % 2) * 0.5 * staggered, row + 0.5], -1)
    points = ((points + rng.uniform(-jitter, jitter, points.shape)) * (GRID / side) % GRID).reshape(-1, 2)
    x, y = coordinates(size)
    order = np.inf if kind == "tile" else 2
    tree = cKDTree(points, boxsize=GRID)
    distance, index = tree.query(np.stack([x.ravel(), y.ravel()], -1), k=2, p=order)
    gap = ((distance[:, 1] - distance[:, 0]) * 0.5).astype(np.float32).reshape(size, size)
    reach = distance[:, 0].astype(np.float32).reshape(size, size)
    return Cells(index[:, 0].astype(np.int32).reshape(size, size), gap, reach, len(points))


def cells(kind: str, rng: np.random.Generator, size: int) -> Cells:
    """One of the tables of ``kind``, rolled to a place of its own."""
    table = _cell_table(kind, int(rng.integers(_VARIANTS)), size)
    dy, dx = (int(v) * size // GRID for v in rng.integers(GRID, size=2))
    planes = (np.roll(plane, (dy, dx), (0, 1)) for plane in (table.label, table.gap, table.reach))
    return Cells(*planes, table.count)


def _split_by_subject(table: Cells, canvas: Canvas) -> tuple[np.ndarray, int, np.ndarray]:
    """Labels that never straddle the subject's outline, their number, and distance to that outline.

    The distance is about right within a few pixels of the outline, where it is needed.
    """
    inside = canvas.subject > 0.5
    soft = blur(canvas.subject, 1.6 * canvas.unit)
    outline = np.abs(soft - 0.5) * 4.2
    return table.label * 2 + inside, table.count * 2, outline


def stained_glass(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Deep clear panes between lead lines; the lead also follows the subject."""
    rng = canvas.rng_for("stained glass")
    table = cells("glass", rng, canvas.size)
    label, count, outline = _split_by_subject(table, canvas)
    edges = blur(contour(image, canvas, width=1.2), 0.6 * canvas.unit)
    panes = cell_means(image, label, count)
    panes = saturate(panes, 1.55) * (1.0 + rng.normal(0.0, 0.07, count).astype(np.float32))
    glass = 0.10 + 0.92 * sample(np.clip(panes, 0.0, 1.0), label)
    glow = 1.10 - 0.022 * table.reach + 0.035 * noise(rng, 3.0, canvas.size)
    glass = glass * glow
    lead = np.maximum(smoothstep(1.35, 0.75, table.gap), smoothstep(1.3, 0.7, outline))
    lead = np.maximum(lead, smoothstep(0.42, 0.75, edges))
    shine = np.clip(relief(blur(lead, 0.8 * canvas.unit), canvas.unit), 0, 1)
    metal = colour(0.055, 0.055, 0.07) + 0.15 * shine
    return np.clip(mix(glass, metal, lead), 0.0, 1.0)


def mosaic(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Small square stones with grout; a stone is inside the subject or outside, never both."""
    rng = canvas.rng_for("mosaic")
    table = cells("tile", rng, canvas.size)
    label, count, outline = _split_by_subject(table, canvas)
    stones = saturate(cell_means(image, label, count), 1.3)
    stones = (stones - 0.5) * 1.08 + 0.52 + rng.normal(0.0, 0.04, count).astype(np.float32)
    height = np.minimum(np.minimum(table.gap, outline), 2.0)
    stone = sample(np.clip(stones, 0, 1), label) + 0.075 * relief(height, canvas.unit)
    grout = colour(0.13, 0.12, 0.15) if is_dark(image) else colour(0.80, 0.78, 0.73)
    line = np.maximum(smoothstep(0.95, 0.35, table.gap), smoothstep(0.85, 0.35, outline))
    return np.clip(mix(stone, grout, line), 0.0, 1.0)


def pointillism(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Dots of pure colour, each a little off the colour it stands for, on light or dark ground."""
    rng = canvas.rng_for("pointillism")
    dark = is_dark(image)
    table = cells("dot", rng, canvas.size)
    label, count, _ = _split_by_subject(table, canvas)
    dots = saturate(cell_means(image, label, count), 1.35)
    dots = dots + rng.normal(0.0, 0.055, (3, count)).astype(np.float32)
    if dark:
        dots = 0.05 + dots * 1.12
    around = blur(image, 5.0 * canvas.unit)
    light = smoothstep(0.30, 0.50, luminance(around))
    ground = mix(around, mix(colour(0.06, 0.05, 0.11), colour(0.97, 0.95, 0.90), light), 0.72)
    size = (2.45 + rng.normal(0.0, 0.18, count).astype(np.float32))[label]
    size = size + 0.25 * canvas.subject
    return np.clip(
        mix(ground, sample(np.clip(dots, 0, 1), label), smoothstep(0.35, -0.35, table.reach - size)), 0.0, 1.0
    )


_BAYER = np.array([[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]], np.float32) / 16.0 - 0.47
"""Ordered dither matrix of order 4 (Bayer 1973), centred."""


def pixel_art(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """64 x 64 blocks, few levels of light (ordered dither) and of hue, a one-pixel outline of the subject."""
    blocks = 64
    small = resize(image, blocks)
    small = saturate(small + (small - box(small, 3)) * 0.9, 1.18)
    inside = resize(canvas.subject, blocks) > 0.45
    core = inside & shift(inside, 1, 0) & shift(inside, -1, 0) & shift(inside, 0, 1) & shift(inside, 0, -1)
    rim = inside & ~core
    tone = luminance(small)
    lighter = float(tone[inside].mean() if inside.any() else 0.5) < 0.28
    small = np.where(rim, small * 0.55 + 0.42 if lighter else small * 0.5, small)
    # light is dithered and hue is not: dithering each channel alone sprinkles stray colours
    tone = luminance(small)
    dither = np.tile(_BAYER, (blocks // 4, blocks // 4)) * np.where(rim, 0.0, 0.75).astype(np.float32)
    light, hue = np.round(tone * 8.0 + dither) / 8.0, np.round((small - tone) * 16.0) / 16.0
    small = np.clip(light + hue, 0.0, 1.0)
    index = np.minimum(np.arange(canvas.size) * blocks // canvas.size, blocks - 1)
    return small[:, index][:, :, index]
