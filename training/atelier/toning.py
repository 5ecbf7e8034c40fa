"""Pictures in a chosen set of colours: two inks, a few, all of the rainbow, gold leaf, one spot of colour.

Knows colour tables and where they are laid. The palettes that subjects are painted with are in ``palettes``.
"""

from __future__ import annotations

import numpy as np

from training.atelier.raster import (
    GRID,
    Canvas,
    blur,
    colour,
    contour,
    coordinates,
    luminance,
    mix,
    noise,
    saturate,
    smoothstep,
    stretch,
)

_TWO_INKS = (
    (colour(0.17, 0.07, 0.42), colour(1.0, 0.86, 0.32)),
    (colour(0.05, 0.14, 0.40), colour(1.0, 0.56, 0.46)),
    (colour(0.42, 0.04, 0.28), colour(0.48, 0.95, 0.86)),
    (colour(0.02, 0.25, 0.22), colour(1.0, 0.80, 0.86)),
    (colour(0.55, 0.06, 0.08), colour(0.72, 0.90, 1.0)),
)


def duotone(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Darks in one strong ink, lights in another; nothing else."""
    dark, light = _TWO_INKS[int(canvas.rng_for("duotone").integers(len(_TWO_INKS)))]
    tone = stretch(luminance(image), 2.0, 98.0)
    return np.clip(mix(dark, light, tone * tone * (3.0 - 2.0 * tone) * 0.6 + tone * 0.4), 0.0, 1.0)


_FEW_INKS = (
    ((0.11, 0.16, 0.30), (0.80, 0.25, 0.20), (0.93, 0.70, 0.36), (0.96, 0.92, 0.82)),
    ((0.10, 0.22, 0.20), (0.20, 0.50, 0.46), (0.94, 0.62, 0.30), (0.97, 0.93, 0.83)),
    ((0.22, 0.12, 0.26), (0.36, 0.40, 0.66), (0.95, 0.58, 0.56), (0.98, 0.92, 0.86)),
    ((0.12, 0.13, 0.16), (0.56, 0.36, 0.24), (0.45, 0.68, 0.68), (0.95, 0.93, 0.88)),
)


def limited_palette(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Four flat inks and no other: each tone takes the nearest, with clean borders."""
    inks = [colour(*ink) for ink in _FEW_INKS[int(canvas.rng_for("limited palette").integers(len(_FEW_INKS)))]]
    key = stretch(luminance(image) + 0.22 * (image[0] - image[2]), 2.0, 98.0)
    key = blur(key, 0.8 * canvas.unit)
    key = key + 0.07 * (canvas.subject - 0.5)
    out = inks[0]
    for border, ink in zip((0.24, 0.52, 0.76), inks[1:], strict=True):
        out = mix(out, ink, smoothstep(border - 0.005, border + 0.005, key))
    return np.clip(out, 0.0, 1.0)


def spectrum(turn: np.ndarray) -> np.ndarray:
    """Pure hues ``(3, ...)`` around the circle; ``turn`` 0 is red, 1/3 green, 2/3 blue, 1 red again."""
    thirds = np.array([0.0, 1.0, 2.0], np.float32).reshape(3, *([1] * turn.ndim)) / 3.0
    return np.clip(0.5 + 0.62 * np.cos((turn[None] - thirds) * np.float32(2.0 * np.pi)), 0.0, 1.0).astype(np.float32)


def at_tone(hue: np.ndarray, tone: np.ndarray) -> np.ndarray:
    """Colours ``hue`` moved to the luma ``tone`` by mixing in white or black."""
    own = luminance(hue)
    up = np.clip((tone - own) / (1.0 - own + 1e-3), 0.0, 1.0)
    down = np.clip(tone / (own + 1e-3), 0.0, 1.0)
    return (hue * down) * (1.0 - up) + up


def rainbow_colors(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """All hues at once: arcs of the spectrum spread over the picture, the subject takes those opposite."""
    rng = canvas.rng_for("rainbow colors")
    x, y = coordinates(canvas.size)
    cx, phase = rng.uniform(70, 186), rng.uniform(0.0, 1.0)
    arcs = np.hypot(x - cx, (y - 285) * 0.9) / 190.0
    bands = arcs * 7.0
    stepped = (np.floor(bands) + smoothstep(0.25, 0.75, bands - np.floor(bands))) / 7.0
    across = ((x + y) / GRID) * 0.9
    turn = mix(stepped, across + 0.5, smoothstep(0.3, 0.7, canvas.subject)) + phase
    tone = luminance(image)
    painted = at_tone(spectrum(turn), 0.16 + 0.70 * tone)
    return np.clip(mix(image, painted, 0.86), 0.0, 1.0)


def gold_accents(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Gold leaf on every outline and wherever the paint is golden, with a metallic sheen and loose flakes."""
    rng = canvas.rng_for("gold accents")
    x, y = coordinates(canvas.size)
    sheen = 0.5 + 0.5 * np.sin((x + 0.7 * y) / 11.0 + 1.4 * noise(rng, 14.0, canvas.size))
    metal = mix(colour(0.48, 0.29, 0.05), colour(1.0, 0.86, 0.42), sheen)
    metal = metal + colour(0.5, 0.48, 0.35) * smoothstep(0.93, 1.0, sheen)
    golden = smoothstep(0.16, 0.30, np.minimum(image[0], image[1] * 1.25) - image[2])
    line = smoothstep(0.26, 0.44, contour(image, canvas, width=1.3))
    flakes = smoothstep(2.2, 2.5, noise(rng, 1.2, canvas.size)) * (1.0 - 0.6 * canvas.subject)
    leaf = np.clip(np.maximum(np.maximum(0.9 * golden, line), flakes), 0.0, 1.0)
    return np.clip(mix(image * 0.94, metal, leaf), 0.0, 1.0)


def selective_color(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Everything grey but the subject, whose colours are full; a grey subject is painted red."""
    mask = blur(canvas.subject, 0.5 * canvas.unit)
    grey = np.repeat((luminance(image) * 0.92 + 0.03)[None], 3, axis=0)
    inside = image[:, canvas.subject > 0.5]
    chroma = float((inside.max(0) - inside.min(0)).mean()) if inside.size else 1.0
    spot = saturate(image, 1.45)
    if chroma < 0.22:
        spot = mix(spot, at_tone(np.broadcast_to(colour(0.93, 0.16, 0.12), image.shape), luminance(image)), 0.75)
    return np.clip(mix(grey, spot, mask), 0.0, 1.0)
