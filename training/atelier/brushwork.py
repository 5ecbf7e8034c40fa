"""More ways to lay paint: a dry brush, a palette knife, drops flung at the picture.

Knows marks of tools. The tables of strokes are in ``strokes``.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from training.atelier.overlay import ink, over
from training.atelier.raster import (
    Canvas,
    blur,
    colour,
    contour,
    is_dark,
    mix,
    noise,
    relief,
    resize,
    saturate,
    smoothstep,
)
from training.atelier.strokes import DIRECTIONS, flow_direction, lay_strokes
from training.atelier.surfaces import streaks

if TYPE_CHECKING:
    import skia


def dry_brush(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A nearly dry brush dragged across rough paper: broken streaks, the paper shows between the bristles."""
    rng = canvas.rng_for("dry brush")
    size, unit = canvas.size, canvas.unit
    direction = np.zeros((size, size), np.int32)
    painted, height = lay_strokes(image, canvas, rng, direction, length=44.0, width=9.0, variety=0.05)
    edges = smoothstep(0.12, 0.4, blur(contour(image, canvas, width=1.4), 1.0 * unit))
    painted = saturate(mix(painted, image, np.clip(edges + 0.35 * canvas.subject, 0, 0.85)), 1.15)
    bristle = 0.75 * streaks(rng, 0.9, size, 24) + 0.5 * streaks(rng, 1.8, size, 12)
    tooth = 0.45 * noise(rng, 0.7, size)
    loaded = 0.75 + 0.5 * noise(rng, 16.0, size) + 1.1 * (height - 0.45) + 0.9 * edges + 0.75 * canvas.subject
    cover = smoothstep(-0.25, 0.45, loaded + bristle + tooth - 0.45)
    paper = colour(0.12, 0.115, 0.13) if is_dark(image) else colour(0.955, 0.94, 0.905)
    return np.clip(mix(paper, painted, cover), 0.0, 1.0)


def palette_knife(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Flat slabs of paint scraped on with a knife: broad planes of one colour, a sharp ridge where each ends."""
    rng = canvas.rng_for("palette knife")
    direction = flow_direction(image, canvas, rng) // 2 * 2 % DIRECTIONS
    soft = blur(image, 1.0 * canvas.unit)
    slab, high = lay_strokes(soft, canvas, rng, direction, length=52.0, width=14.0, variety=0.10)
    chip, low = lay_strokes(soft, canvas, rng, direction, length=18.0, width=6.0, variety=0.06)
    edges = blur(contour(image, canvas, width=1.0), 2.0 * canvas.unit)
    detail = smoothstep(0.10, 0.30, edges + 0.22 * canvas.subject)
    painted, height = mix(slab, chip, detail), high + (low - high) * detail
    plateau = smoothstep(0.02, 0.42, height) + 0.22 * height
    light = np.clip(relief(blur(plateau, 0.5 * canvas.unit), canvas.unit), -1.0, 1.0)
    painted = saturate(painted, 1.18)
    return np.clip(painted * (1.0 + 0.42 * light) + 0.22 * np.clip(light, 0, 1), 0.0, 1.0)


def paint_splatter(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Paint flung at the picture: bursts with fingers and a spray of droplets, some running down."""
    rng = canvas.rng_for("paint splatter")
    small = np.clip(saturate(resize(image, 16), 2.4), 0.0, 1.0)
    loud = ((0.95, 0.16, 0.25), (0.10, 0.45, 0.95), (1.0, 0.80, 0.08), (0.98, 0.98, 0.96), (0.08, 0.07, 0.12))

    def draw(cv: skia.Canvas) -> None:
        for k in range(13):
            x, y = rng.uniform(6, 250), rng.uniform(6, 250)
            own = small[:, int(rng.integers(16)), int(rng.integers(16))].tolist()
            tint = loud[int(rng.integers(len(loud)))] if k % 3 else tuple(own)
            _splash(cv, rng, x, y, rng.uniform(4.0, 10.5), ink(*tint))

    cover = 1.0 - 0.55 * blur(canvas.subject, 2.0 * canvas.unit)
    return np.clip(over(image, draw, cover=cover), 0.0, 1.0)


def _splash(cv: skia.Canvas, rng: np.random.Generator, x: float, y: float, r: float, paint: skia.Paint) -> None:
    """One splash about (x, y) of radius r with its fingers, droplets and perhaps a run."""
    cv.drawCircle(x, y, r, paint)
    for _ in range(11):
        angle, far = rng.uniform(0, 2 * math.pi), r * rng.uniform(0.8, 1.35)
        cv.drawCircle(x + math.cos(angle) * far, y + math.sin(angle) * far, r * rng.uniform(0.12, 0.34), paint)
    for _ in range(14):
        angle, far = rng.uniform(0, 2 * math.pi), r * (1.5 + rng.exponential(1.1))
        cv.drawCircle(x + math.cos(angle) * far, y + math.sin(angle) * far, rng.uniform(0.5, 1.7), paint)
    if rng.random() < 0.4:
        length = rng.uniform(12, 38)
        cv.drawRect(_box(x - 1.2, y, 2.4, length), paint)
        cv.drawCircle(x, y + length, 2.0, paint)


def _box(x: float, y: float, w: float, h: float) -> skia.Rect:
    import skia

    return skia.Rect.MakeXYWH(x, y, w, h)
