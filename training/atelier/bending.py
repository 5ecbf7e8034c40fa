"""Views and shapes: how the camera stands, how the lens bends, what blocks the world is built of.

Knows where each pixel comes from. Every move takes the subject's mask along.
"""

from __future__ import annotations

import numpy as np

from training.atelier.geometry import Moved
from training.atelier.raster import (
    GRID,
    Canvas,
    blur,
    colour,
    coordinates,
    luminance,
    mix,
    resize,
    saturate,
    smoothstep,
    warp,
)


def _seen_from(image: np.ndarray, canvas: Canvas, px: np.ndarray, py: np.ndarray) -> Moved:
    """The picture whose pixel comes from grid position ``(px, py)``; beyond the border it is mirrored."""
    x, y = coordinates(canvas.size)
    fold_x, fold_y = (GRID - np.abs(GRID - np.abs(p)) for p in (px, py))
    both = np.concatenate([image, canvas.subject[None]])
    moved = warp(both, (fold_x - x) * canvas.unit, (fold_y - y) * canvas.unit)
    return moved[:3], moved[3]


def tilted_view(image: np.ndarray, canvas: Canvas) -> Moved:
    """The camera leans: the whole picture is turned by about sixteen degrees."""
    rng = canvas.rng_for("tilted view")
    x, y = coordinates(canvas.size)
    angle = float(rng.choice((-1.0, 1.0))) * rng.uniform(0.26, 0.32)
    c, s = np.cos(angle) / 1.12, np.sin(angle) / 1.12
    dx, dy = x - 128, y - 136
    return _seen_from(image, canvas, 128 + c * dx + s * dy, 132 - s * dx + c * dy)


def fisheye_view(image: np.ndarray, canvas: Canvas) -> Moved:
    """A round lens: the middle swells, straight lines bow, the corners stay black."""
    x, y = coordinates(canvas.size)
    dx, dy = (x - 128) / 132.0, (y - 128) / 132.0
    r = np.hypot(dx, dy)
    pull = 0.52 + 0.62 * np.square(r)
    fx, fy = (v / canvas.unit for v in canvas.focus[:2])
    ax, ay = 128 + 0.5 * (fx - 128), 128 + 0.5 * (fy - 128)  # the lens looks towards the subject
    bent, mask = _seen_from(image, canvas, ax + dx * pull * 132.0, ay + dy * pull * 132.0)
    rim = smoothstep(0.955, 1.0, r)
    shade = 1.0 - 0.5 * smoothstep(0.62, 1.0, r)
    return np.clip(mix(bent * shade, colour(0.02, 0.02, 0.03), rim), 0.0, 1.0), mask * (1.0 - rim)


def diagonal_composition(image: np.ndarray, canvas: Canvas) -> Moved:
    """The world climbs from one lower corner to the opposite upper one; upright things stay upright."""
    rng = canvas.rng_for("diagonal composition")
    x, y = coordinates(canvas.size)
    slope = float(rng.choice((-1.0, 1.0))) * rng.uniform(0.42, 0.5)
    fx = canvas.focus[0] / canvas.unit
    rise = slope * (x - fx)
    # the subject keeps its own lines: the slope rests within its width
    rest = slope * 30.0 * np.tanh((x - fx) / 30.0)
    near = smoothstep(0.15, 0.75, blur(canvas.subject, 9.0 * canvas.unit)) * 0.7
    return _seen_from(image, canvas, x, y + rise - rest * near)


def elongated_shapes(image: np.ndarray, canvas: Canvas) -> Moved:
    """Everything is drawn out upwards and the subject is narrow, as in a mannerist painting."""
    x, y = coordinates(canvas.size)
    unit = canvas.unit
    fx, _, radius = (v / unit for v in canvas.focus)
    rows = np.flatnonzero(canvas.subject.max(axis=1) > 0.5)
    top, foot = (float(rows[0] / unit), float(rows[-1] / unit)) if len(rows) else (90.0, 200.0)
    stretch = float(np.clip((foot - 5.0) / max(foot - top, 20.0), 1.22, 1.62))
    py = foot + (y - foot) / np.where(y < foot, stretch, 1.0)
    reach = max(2.2 * radius, 70.0)
    near = (x - fx) / reach
    px = x + 0.62 * (x - fx) * np.exp(-np.square(near) * 1.6)
    return _seen_from(image, canvas, np.clip(px, 1.0, GRID - 1.0), py)


def blocky_shapes(image: np.ndarray, canvas: Canvas) -> Moved:
    """Built of blocks: a quadtree of squares, fine where something is, each with a lit and a shaded edge."""
    size = canvas.size
    x, y = coordinates(size)
    small = {n: resize(image, n) for n in (16, 32)}
    tone32 = luminance(resize(image, 64)) + 0.6 * resize(canvas.subject, 64)
    spread = (resize(np.square(tone32), 16) - np.square(resize(tone32, 16))).clip(0)
    fine = np.kron(spread > 0.0022, np.ones((2, 2), np.float32)) > 0
    steps = (np.arange(size) * 32 // size).astype(np.intp)
    pick = fine[steps][:, steps]
    coarse = small[16][:, np.arange(size) * 16 // size][:, :, np.arange(size) * 16 // size]
    detail = small[32][:, steps][:, :, steps]
    cell = np.where(pick, 8.0, 16.0).astype(np.float32)
    u, v = np.mod(x, cell), np.mod(y, cell)
    light = smoothstep(1.5, 0.7, np.minimum(u, v)) - smoothstep(1.5, 0.7, cell - np.maximum(u, v))
    blocks = saturate(np.where(pick, detail, coarse), 1.15)
    mask = (resize(canvas.subject, 32) > 0.5).astype(np.float32)[steps][:, steps]
    return np.clip(blocks * (1.0 + 0.30 * light) + 0.06 * np.clip(light, 0, 1), 0.0, 1.0), mask


def flat_space(image: np.ndarray, canvas: Canvas) -> Moved:
    """No near and no far: what is behind becomes a few even tones of one backdrop, shapes lie on it like cut-outs."""
    unit = canvas.unit
    outside = 1.0 - canvas.subject
    tone = blur(luminance(image), 1.2 * unit)
    weight = float(outside.mean()) + 1e-3
    backdrop = (image * outside).mean((1, 2), keepdims=True) / weight
    middle = float(luminance(backdrop).mean())
    steps = (tone - middle) * 3.2
    base = np.floor(steps)
    level = (base + smoothstep(0.44, 0.56, steps - base)) / 3.2
    flat = saturate(backdrop, 1.25) + 0.42 * level
    line = np.clip(blur(canvas.subject, 1.5 * unit) * (1.0 - canvas.subject) * 3.0, 0.0, 1.0)
    out = mix(mix(flat, colour(0.98, 0.97, 0.94), line * 0.9), image, canvas.subject)
    return np.clip(out, 0.0, 1.0), canvas.subject
