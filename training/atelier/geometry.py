"""Attributes that bend or break the picture's shapes: curves, facets, planes, distortion.

Knows how coordinates and cells are rearranged. Colour grades and materials are left to others.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from training.atelier.raster import (
    GRID,
    Canvas,
    blur,
    cell_means,
    colour,
    contour,
    coordinates,
    fetch,
    luminance,
    mix,
    noise,
    resize,
    sample,
    saturate,
    smoothstep,
    warp,
)

Moved = tuple[np.ndarray, np.ndarray]
"""A picture and the subject's mask after the same movement."""


def organic_curves(image: np.ndarray, canvas: Canvas) -> Moved:
    """Everything sways: a flowing warp, with faint bands that follow the flow."""
    rng = canvas.rng_for("organic curves")
    x, y = coordinates(canvas.size)
    stream = noise(rng, 26.0, canvas.size)
    phase = rng.uniform(0, 2 * np.pi, 2)
    calm = 1.0 - 0.35 * canvas.subject
    dx = (6.5 * np.sin(y / 15.0 + phase[0] + stream * 0.9) + 2.0 * stream) * calm
    dy = (5.5 * np.sin(x / 17.0 + phase[1] - stream * 0.9)) * calm
    curved, mask = _warp_both(image, canvas, dx, dy)
    bands = np.sin((y + dy * 1.8) / 3.1 + stream * 2.4 + np.sin(x / 24.0) * 2.0)
    return np.clip(curved * (1.0 + 0.06 * bands) + 0.012 * bands, 0.0, 1.0), mask


def _warp_both(image: np.ndarray, canvas: Canvas, dx: np.ndarray, dy: np.ndarray) -> Moved:
    both = warp(np.concatenate([image, canvas.subject[None]]), dx * canvas.unit, dy * canvas.unit)
    return both[:3], both[3]


def expressionism(image: np.ndarray, canvas: Canvas) -> Moved:
    """Leaning, trembling shapes; colour pushed to its extremes; swirling bands and rough dark contours."""
    rng = canvas.rng_for("expressionism")
    x, y = coordinates(canvas.size)
    swirl, tremble = noise(rng, 22.0, canvas.size), noise(rng, 9.0, canvas.size)
    lean = float(rng.choice((-1.0, 1.0))) * rng.uniform(0.10, 0.16)
    dx = lean * (y - GRID / 2) + 6.0 * swirl + 2.6 * tremble
    dy = 5.0 * np.sin(x / 19.0 + 1.6 * swirl) + 2.2 * tremble
    bent, mask = _warp_both(image, canvas, dx, dy)
    bands = np.sin((y + dy * 2.5) / 3.0 + swirl * 4.0)
    tone = luminance(bent) + 0.07 * bands * (1.0 - 0.5 * mask)
    hot, cold = colour(0.22, 0.05, -0.22), colour(-0.14, -0.02, 0.16)
    pushed = saturate(bent, 1.55) + (0.09 * bands)
    pushed = pushed + mix(cold, hot, smoothstep(0.25, 0.75, tone)) * (0.75 - 0.35 * mask)
    pushed = (pushed - 0.5) * 1.2 + 0.46
    lines = smoothstep(0.10, 0.5, contour(bent, replace(canvas, subject=mask), width=2.0) + 0.05 * tremble)
    return np.clip(mix(pushed, colour(0.07, 0.04, 0.12), lines * 0.8), 0.0, 1.0), mask


def cubism(image: np.ndarray, canvas: Canvas) -> Moved:
    """Long straight cuts split the picture into planes, each seen from a little elsewhere, shaded from its cut."""
    rng = canvas.rng_for("cubism")
    x, y = coordinates(canvas.size)
    fx, fy, radius = (v / canvas.unit for v in canvas.focus)
    count = 7
    angles = rng.permutation(count) * (np.pi / count) + rng.uniform(-0.18, 0.18, count)
    plane, shade = np.zeros((canvas.size, canvas.size), np.int32), np.zeros((canvas.size, canvas.size), np.float32)
    ridge = np.full_like(shade, 1e3)
    for bit, angle in enumerate(angles):
        normal = np.cos(angle), np.sin(angle)
        reach = rng.uniform(0.15, 1.0) * radius * 1.5 * float(rng.choice((-1.0, 1.0)))
        side = (x - fx) * normal[0] + (y - fy) * normal[1] - reach
        plane += (side > 0).astype(np.int32) << bit
        shade -= rng.uniform(0.10, 0.2) * np.exp(np.minimum(side, 0) / 26.0) * (side <= 0)
        shade += rng.uniform(0.04, 0.12) * np.exp(-np.maximum(side, 0) / 18.0) * (side > 0)
        ridge = np.minimum(ridge, np.abs(side))
    shade = np.clip(shade, -0.36, 0.2)
    kinds = 1 << count
    move = rng.normal(0.0, 6.5, (2, kinds)).astype(np.float32)
    turn = rng.normal(0.0, 0.055, kinds).astype(np.float32)[plane]
    px = x + move[0][plane] - turn * (y - fy)
    py = y + move[1][plane] + turn * (x - fx)
    both = np.concatenate([image, canvas.subject[None]])
    moved = fetch(both, (px * canvas.unit).astype(np.int32), (py * canvas.unit).astype(np.int32))
    tint = rng.normal(0.0, 0.035, (3, kinds)).astype(np.float32).take(plane, axis=1)
    shaded = moved[:3] * (1.0 + shade) + np.clip(shade, 0, 1) * 0.25 + tint
    line = smoothstep(1.3, 0.4, ridge)
    return np.clip(mix(shaded, shaded * 0.35, line * 0.75), 0.0, 1.0), moved[3]


def geometric_shapes(image: np.ndarray, canvas: Canvas) -> Moved:
    """Low poly: a Delaunay triangulation with its corners gathered on the edges, one colour a triangle."""
    rng = canvas.rng_for("geometric shapes")
    triangles = _triangles(image, canvas, rng)
    label = _paint_labels(triangles * canvas.unit, canvas.size)
    means = saturate(cell_means(image, label, len(triangles)), 1.15)
    means = means * (1.0 + rng.normal(0.0, 0.04, len(triangles)).astype(np.float32))
    return np.clip(blur(sample(means, label), 0.45 * canvas.unit), 0.0, 1.0), canvas.subject


def _triangles(image: np.ndarray, canvas: Canvas, rng: np.random.Generator) -> np.ndarray:
    """Corners ``(T, 3, 2)`` as (x, y) on the 256 grid."""
    from scipy.spatial import Delaunay

    work = Canvas(128, resize(canvas.subject, 128), canvas.attributes, canvas.seed)
    edges = contour(resize(image, 128), work, width=1.6)
    weight = np.cumsum((edges * (0.3 + 1.2 * work.subject)).ravel() ** 1.3 + 1e-5)
    picks = np.searchsorted(weight, rng.random(260) * weight[-1])
    picks = np.minimum(picks, 128 * 128 - 1)
    on_edges = np.stack([picks % 128, picks // 128], -1) * 2.0 + 1.0
    # one corner per 7 x 7 patch of the grid, or slivers hide the shapes they should follow
    _, first = np.unique((on_edges // 7).astype(np.int64) @ np.array([1, 100]), return_index=True)
    lattice = np.stack(np.meshgrid(np.arange(8), np.arange(8)), -1).reshape(-1, 2) * (GRID / 7.0)
    inner = np.all((lattice > 1) & (lattice < GRID - 1), axis=1)
    lattice = lattice + rng.uniform(-12, 12, lattice.shape) * inner[:, None]
    points = np.concatenate([on_edges[np.sort(first)], lattice])
    return points[Delaunay(points).simplices]


def _paint_labels(triangles: np.ndarray, size: int) -> np.ndarray:
    """Index of the triangle over each pixel, ``(size, size)`` int32; ``triangles`` in pixels."""
    import skia

    surface = np.zeros((size, size, 4), np.uint8)
    ids = np.repeat(np.arange(len(triangles)), 3) + 1
    points = [skia.Point(px, py) for px, py in triangles.reshape(-1, 2).tolist()]
    # low byte in green, high byte in red and blue: the same whichever of RGBA and BGRA skia uses
    colours = [0xFF000000 | ((i >> 8) << 16) | ((i & 255) << 8) | (i >> 8) for i in ids.tolist()]
    vertices = skia.Vertices(skia.Vertices.kTriangles_VertexMode, points, points, colours)
    skia.Surface(surface).getCanvas().drawVertices(vertices, skia.Paint(AntiAlias=False), skia.BlendMode.kDst)
    label = (surface[..., 0].astype(np.int32) << 8) + surface[..., 1] - 1
    return np.clip(label, 0, len(triangles) - 1)
