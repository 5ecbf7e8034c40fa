"""What the picture is on and what happened to it: creases, cracks, grain of wood, stray light, a bad signal.

Knows surfaces and finishes that lie over the whole picture, whatever it shows.
"""

from __future__ import annotations

import numpy as np

from training.atelier.cells import cells
from training.atelier.raster import (
    Canvas,
    blur,
    colour,
    coordinates,
    fetch,
    luminance,
    mix,
    noise,
    relief,
    resize,
    saturate,
    shift,
    smoothstep,
)


def streaks(rng: np.random.Generator, scale: float, size: int, stretch: int) -> np.ndarray:
    """Noise drawn out along x by ``stretch``: fibres, scratches, grain; ``(size, size)``."""
    from PIL import Image

    narrow = np.ascontiguousarray(noise(rng, scale, size)[:, : max(2, size // stretch)])
    return np.asarray(Image.fromarray(narrow).resize((size, size), Image.Resampling.BILINEAR))


def crumpled_paper(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Paper crushed to a ball and smoothed out: facets that catch the light differently, creases between them."""
    rng = canvas.rng_for("crumpled paper")
    size = canvas.size
    x, y = coordinates(size)
    bend = noise(rng, 18.0, size) * 3.4, noise(rng, 9.0, size) * 2.0
    shade, crease = np.zeros((size, size), np.float32), np.zeros((size, size), np.float32)
    for k in range(15):
        angle = np.pi * (k / 15.0) + rng.uniform(-0.15, 0.15)
        c, s = float(np.cos(angle)), float(np.sin(angle))
        px, py = rng.uniform(10, 246, 2).tolist()
        side = c * (x - px) + s * (y - py) + bend[k % 2]
        along = np.abs(s * (x - px) - c * (y - py))
        reach = smoothstep(150.0, 60.0, along)
        light = (c * 0.7 + s * 0.7) * float(rng.choice((-1.0, 1.0)))
        fall = np.exp(-np.abs(side) / 26.0)
        shade += light * np.sign(side) * fall * reach * 0.13
        crease += np.exp(-np.square(side / 0.9)) * reach * (0.5 + 0.5 * np.sign(light) * 0.6)
    fibre = 0.015 * noise(rng, 0.8, size)
    lit = image * (1.0 + 1.25 * np.clip(shade, -0.5, 0.45)) + 0.10 * np.clip(shade, 0, 0.5)
    return np.clip(mix(lit, colour(0.97, 0.96, 0.93), np.clip(crease * 0.24, 0, 0.4)) + fibre, 0.0, 1.0)


def cracked_paint(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Craquelure: a dark net of cracks whose lips are lifted and lit; here and there a flake is gone."""
    rng = canvas.rng_for("cracked paint")
    size, unit = canvas.size, canvas.unit
    net = cells("glass", rng, size)
    wander = np.rint(noise(rng, 3.0, size) * 1.7 * unit), np.rint(noise(rng, 3.0, size) * 1.7 * unit)
    steps = np.arange(size)
    both = np.stack([net.gap, net.label.astype(np.float32)])
    gap, label = fetch(both, (steps + wander[0]).astype(np.intp), (steps[:, None] + wander[1]).astype(np.intp))
    width = 0.55 + 0.28 * noise(rng, 22.0, size)
    crack = smoothstep(width + 0.45, width - 0.35, gap)
    lip = np.clip(relief(blur(np.minimum(gap, 3.0), 0.5 * unit), unit), -1.0, 1.0)
    lost = (np.sin(label * 12.9898) * 43758.5 % 1.0 < 0.035) & (canvas.subject < 0.5)
    body = image * (1.0 + 0.20 * lip) * (0.97 + 0.05 * np.sin(label * 7.3))
    body = mix(body, colour(0.62, 0.56, 0.46), lost * 0.8)
    return np.clip(mix(body, colour(0.10, 0.075, 0.06), crack * 0.88), 0.0, 1.0)


def wood_grain(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Painted on boards: long wavering rings, a knot or two, seams between the planks."""
    rng = canvas.rng_for("wood grain")
    size = canvas.size
    x, y = coordinates(size)
    boards = 4
    plank = np.minimum((y * boards / 256.0).astype(np.int32), boards - 1)
    offset = rng.uniform(-60, 60, boards).astype(np.float32)[plank]
    ring = y + 10.0 * streaks(rng, 14.0, size, 6) + offset
    for kx, ky in rng.uniform((20, 20), (236, 236), (3, 2)).tolist():
        ring = ring + 11.0 * np.exp(-(((x - kx) / 22.0) ** 2 + ((y - ky) / 8.0) ** 2)) * np.sign(y - ky)
    grain = 0.5 + 0.5 * np.sin(ring * 1.05)
    fibre = streaks(rng, 0.8, size, 16)
    wood = mix(colour(0.42, 0.25, 0.12), colour(0.83, 0.62, 0.38), np.clip(0.75 * grain + 0.2 + 0.10 * fibre, 0, 1))
    wood = wood * (1.0 + rng.uniform(-0.10, 0.10, boards).astype(np.float32)[plank])
    seam = smoothstep(1.2, 0.5, np.abs(np.mod(y + 32.0, 64.0) - 32.0))
    painted = mix(image * (0.55 + 0.85 * luminance(wood)), wood, 0.26)
    return np.clip(painted * (1.0 - 0.65 * seam), 0.0, 1.0)


def light_leaks(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Light got into the camera: burning orange, red and magenta flares from the edges."""
    rng = canvas.rng_for("light leaks")
    small = 64
    x, y = coordinates(small)
    flare = np.zeros((3, small, small), np.float32)
    tints = (colour(1.0, 0.42, 0.08), colour(1.0, 0.14, 0.22), colour(1.0, 0.72, 0.25), colour(0.85, 0.12, 0.55))
    first = int(rng.integers(2))
    for k, tint in enumerate(tints):
        from_left = (k + first) % 2 == 0
        edge = -14.0 if from_left else 270.0
        cy, tall, wide = rng.uniform(10, 246), rng.uniform(55, 110), rng.uniform(38, 66)
        lean = rng.uniform(-0.25, 0.25)
        place = (x - edge - lean * (y - cy)) / wide
        flare += np.exp(-np.square(place) - np.square((y - cy) / tall)) * tint * (1.05 - 0.12 * k)
    streak = rng.uniform(30, 226)
    flare += 0.5 * np.exp(-np.abs((x + 0.25 * y - streak) / 9.0)) * colour(1.0, 0.45, 0.2)
    leak = resize(np.clip(flare, 0.0, 0.97).astype(np.float32), canvas.size)
    strength = leak.max(0)
    tint = leak / np.maximum(strength, 1e-3)
    burnt = tint + 0.35 * smoothstep(0.72, 0.97, strength)  # the middle of a flare is overexposed
    return np.clip(mix(image * 0.96 + 0.03, burnt, 0.94 * np.clip(1.12 * strength, 0.0, 1.0) ** 1.25), 0.0, 1.0)


def glitch_effect(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A broken signal: colour channels apart, slices of rows torn sideways, blocks of stray colour."""
    rng = canvas.rng_for("glitch effect")
    unit = canvas.unit
    apart = max(1, round(rng.uniform(3.5, 5.0) * unit))
    out = np.stack([shift(image[0], -apart, 0), image[1], shift(image[2], apart, 0)])
    for top, tall, way in rng.uniform((0, 2, 9), (250, 11, 27), (8, 3)).tolist():
        rows = slice(int(top * unit), max(int(top * unit) + 1, int((top + tall) * unit)))
        out[:, rows] = np.roll(out[:, rows], round(way * unit * float(rng.choice((-1.0, 1.0)))), axis=2)
    tints = ((0.0, 1.0, 0.95), (1.0, 0.0, 0.75), (0.3, 1.0, 0.2))
    for left, top, wide, tall in rng.uniform((0, 0, 22, 2), (220, 250, 80, 8), (8, 4)).tolist():
        rows = slice(int(top * unit), max(int(top * unit) + 1, int((top + tall) * unit)))
        columns = slice(int(left * unit), int((left + wide) * unit))
        tint = colour(*tints[int(rng.integers(3))])
        out[:, rows, columns] = mix(1.0 - out[:, rows, columns], tint, 0.55)
    return np.clip(out, 0.0, 1.0)


def scanlines(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A television tube: dark lines between the rows, a mask of red, green and blue, dim rounded corners."""
    x, y = coordinates(canvas.size)
    beam = 0.5 + 0.5 * np.cos(y * (2.0 * np.pi / 4.0))
    bloom = blur(image, 1.3 * canvas.unit)
    glow = mix(image, bloom, 0.45)
    tone = luminance(glow)
    lines = 1.0 - (0.66 - 0.22 * tone) * (1.0 - beam)
    phase = np.mod(x, 6.0)
    thirds = np.stack([smoothstep(2.4, 0.8, np.abs(phase - c)) for c in (1.0, 3.0, 5.0)])
    lit = saturate(glow, 1.2) * 1.5 * lines * (0.72 + 0.34 * thirds)
    u, v = np.abs(x - 128) / 128.0, np.abs(y - 128) / 128.0
    corner = smoothstep(1.06, 0.94, (u**8 + v**8) ** 0.125 + 0.03 * (u * v))
    return np.clip(lit * corner, 0.0, 1.0)
