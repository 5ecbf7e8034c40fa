"""Attributes of sharpness: what is in focus, how soft the edges are, how much detail is kept.

Knows blurs and edge-preserving filters. Light and colour are left to ``grading``.
"""

from __future__ import annotations

import numpy as np

from training.atelier.raster import (
    Canvas,
    blur,
    box,
    coordinates,
    fetch,
    luminance,
    mix,
    resize,
    saturate,
    shift,
    smoothstep,
)


def shallow_depth_of_field(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Sharp subject, surroundings out of focus: discs, not a Gaussian, and a few bright circles of confusion."""
    rng = canvas.rng_for("shallow depth of field")
    half = resize(image, canvas.size // 2)
    keep = 1.0 - resize(canvas.subject, canvas.size // 2) * 0.985
    lifted = half * half * half * keep  # bright points dominate their disc, as in a lens
    radius = max(1, round(4.6 * canvas.unit))
    stack = np.concatenate([lifted, keep[None]])
    total = _disc(stack, radius)
    background = resize(np.cbrt(total[:3] / np.maximum(total[3:], 1e-3)), canvas.size)
    x, y = coordinates(canvas.size)
    outside = 1.0 - canvas.subject
    glow = np.zeros_like(x)
    low, high = np.array([0, 0, 7, 0.08]), np.array([256, 180, 17, 0.22])  # x, y, radius, strength
    for cx, cy, r, strength in rng.uniform(low, high, (11, 4)).tolist():
        distance = np.sqrt((x - cx) ** 2 + (y - cy) ** 2)
        glow += smoothstep(r, r - 1.6, distance) * (0.75 + 0.25 * (distance / r) ** 4) * strength
    warm = background.reshape(3, -1).max(axis=1).reshape(3, 1, 1) * 0.4 + 0.6
    background = background + (warm - background) * (glow * outside)
    return np.clip(mix(background, image, smoothstep(0.25, 0.85, canvas.subject)), 0.0, 1.0)


def _disc(stack: np.ndarray, radius: int) -> np.ndarray:
    """Mean over a disc: for each row offset a box whose width follows the circle, from running sums."""
    size = stack.shape[-1]
    padded = np.pad(stack, ((0, 0), (radius, radius), (radius + 1, radius)), mode="edge")
    running = np.cumsum(padded, axis=2, dtype=np.float32)
    total = np.zeros_like(stack)
    count = 0
    for dy in range(-radius, radius + 1):
        half = int((radius * radius + radius * 0.5 - dy * dy) ** 0.5) if abs(dy) <= radius else 0
        rows = running[:, radius + dy : radius + dy + size]
        total += (
            rows[..., radius + half + 1 : radius + half + 1 + size] - rows[..., radius - half : radius - half + size]
        )
        count += 2 * half + 1
    return total / count


def soft_edges(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Outlines melt into each other; flat areas keep what they have."""
    near = blur(image, 3.4 * canvas.unit)
    far = blur(image, 7.0 * canvas.unit)
    change = np.abs(far - image).sum(0) + 0.5 * np.abs(near - image).sum(0)
    edge = smoothstep(0.02, 0.16, blur(change, 2.5 * canvas.unit))
    return mix(image, near * 0.72 + far * 0.28, edge)


def simplified_details(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Shading becomes a few flat tones, small things vanish (a Kuwahara filter), edges stay crisp."""
    tone = luminance(image)
    steps = tone * 6.0
    base = np.floor(steps)
    level = (base + smoothstep(0.40, 0.60, steps - base)) / 6.0
    flat = image + 0.8 * (level - tone)
    flat = kuwahara(flat, 2 * round(3.4 * canvas.unit) + 1)
    return np.clip(saturate(blur(flat, 0.55 * canvas.unit), 1.06), 0.0, 1.0)


def kuwahara(image: np.ndarray, width: int) -> np.ndarray:
    """For each pixel the mean of the calmest of four windows that touch it (Kuwahara et al. 1976)."""
    tone = luminance(image)
    planes = box(np.concatenate([image, tone[None], (tone * tone)[None]]), width)
    means, spread = planes[:3], planes[4] - planes[3] ** 2
    reach = width // 2
    best, way = shift(spread, -reach, -reach), np.zeros(tone.shape, np.intp)
    for k, (dx, dy) in enumerate(((reach, -reach), (-reach, reach), (reach, reach)), start=1):
        variance = shift(spread, dx, dy)
        calmer = variance < best
        way[calmer] = k
        best = np.minimum(variance, best)
    steps = np.arange(image.shape[-1])
    dx, dy = (np.array(side)[way] for side in ((reach, -reach, reach, -reach), (reach, reach, -reach, -reach)))
    return fetch(means, steps + dx, steps[:, None] + dy)
