"""Light that falls on the subject: keys, rims, beams, and the shadows it throws.

Knows where light comes from. Tone curves and moods are left to ``grading`` and ``moods``.
"""

from __future__ import annotations

import numpy as np

from training.atelier.raster import (
    Canvas,
    blur,
    colour,
    coordinates,
    gradient,
    luminance,
    mix,
    saturate,
    shift,
    smoothstep,
    warp,
)


def high_key(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Almost all white: the surroundings dissolve in light, the subject stays in pale clear tones."""
    bright = 1.0 - np.square(1.0 - image) * 0.78
    around = blur(bright, 3.0 * canvas.unit)
    veil = 0.52 * (1.0 - 0.8 * blur(canvas.subject, 1.5 * canvas.unit))
    lit = mix(mix(bright, around, 0.25), colour(1.0, 0.995, 0.985), veil)
    return np.clip(lit * 0.94 + 0.07, 0.0, 1.0)


def low_key(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Mostly darkness: one lamp from the side models the subject, the rest sinks to near black."""
    rng = canvas.rng_for("low key")
    fx, fy, radius = (v / canvas.unit for v in canvas.focus)
    x, y = coordinates(canvas.size)
    side = float(rng.choice((-1.0, 1.0)))
    across = side * (x - fx) + 0.5 * (y - fy)
    lamp = smoothstep(radius * 0.75, -radius * 0.9, across)
    form = blur(canvas.subject, 5.0 * canvas.unit)
    gx, gy = gradient(form)
    facing = np.clip((gx * side + gy * 0.5) * 12.0 * canvas.unit, 0.0, 1.0)
    subject = blur(canvas.subject, 0.6 * canvas.unit)
    near = np.exp(-(((x - fx + side * radius) / (radius * 1.5)) ** 2 + ((y - fy) / (radius * 1.5)) ** 2))
    light = subject * (0.10 + 0.95 * lamp + 0.5 * facing) + (1.0 - subject) * (0.10 + 0.24 * near)
    lit = saturate(image, 0.85) * colour(1.05, 0.98, 0.88) * light
    return np.clip(lit + colour(0.012, 0.013, 0.02), 0.0, 1.0)


def rim_light(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """The subject dark against a dark ground, its whole edge aglow: warm on one side, cold on the other."""
    rng = canvas.rng_for("rim light")
    unit = canvas.unit
    side = float(rng.choice((-1.0, 1.0)))
    mask = canvas.subject
    inner = np.clip(mask - blur(mask, 2.6 * unit), 0.0, 1.0) * 2.6
    halo = np.clip(blur(mask, 7.0 * unit) - 0.7 * mask, 0.0, 1.0)
    gx, gy = gradient(blur(mask, 3.0 * unit))
    strength = np.sqrt(gx * gx + gy * gy) + 1e-4
    turn = np.clip((-(gx * side) + 0.55 * gy) / strength, -1.0, 1.0)
    warm, cold = smoothstep(-0.35, 0.5, turn), smoothstep(0.25, -0.7, turn)
    light = warm * colour(1.0, 0.86, 0.58) + 0.75 * cold * colour(0.45, 0.78, 1.0)
    dim = image * mix(0.42, 0.30, mask) * colour(0.88, 0.94, 1.1)
    glow = np.clip(inner, 0, 1) * 1.1 + 0.62 * halo
    return 1.0 - (1.0 - np.clip(dim, 0, 1)) * (1.0 - np.clip(glow * light, 0.0, 1.0))


def sunbeams(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Shafts of light fan out from an upper corner over a slightly darkened picture."""
    rng = canvas.rng_for("sunbeams")
    x, y = coordinates(canvas.size)
    left = rng.random() < 0.5
    sx, sy = (rng.uniform(-30, 30) if left else rng.uniform(226, 286)), rng.uniform(-70, -35)
    angle = np.arctan2(y - sy, (x - sx) * (1.0 if left else -1.0))
    centres = np.linspace(0.32, 1.5, 6) + rng.uniform(-0.07, 0.07, 6)
    shafts = np.zeros_like(x)
    for centre, width in zip(centres.tolist(), rng.uniform(0.045, 0.085, 6).tolist(), strict=True):
        off = np.abs(angle - centre)
        shafts += smoothstep(width * 1.35, width * 0.7, off) * (0.85 + 0.15 * np.cos(off * 60.0))
    distance = np.hypot(x - sx, y - sy)
    fade = np.exp(-distance / 340.0) * smoothstep(330.0, 190.0, distance)
    source = np.exp(-((distance / 95.0) ** 2))
    light = np.clip(1.0 * shafts * fade + 0.8 * source, 0.0, 0.92)
    ground = image * colour(0.80, 0.78, 0.80)
    return 1.0 - (1.0 - ground) * (1.0 - light * colour(0.98, 0.86, 0.56))


def drop_shadow(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """The subject floats before the picture: its own dark shape lies behind it, down and to the right."""
    unit = canvas.unit
    moved = shift(canvas.subject, round(10 * unit), round(11 * unit))
    shadow = blur(moved, 2.6 * unit) * (1.0 - canvas.subject)
    lift = 1.0 + 0.06 * canvas.subject
    return np.clip(image * lift * (1.0 - 0.78 * shadow * colour(1.0, 0.96, 0.86)), 0.0, 1.0)


_SHADE_TINTS = (colour(0.36, 0.16, 0.92), colour(0.06, 0.30, 0.95), colour(0.60, 0.12, 0.80))


def colored_shadows(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Shade is never grey: darks, the side away from the light and the cast shadow turn violet, blue or magenta."""
    rng = canvas.rng_for("colored shadows")
    unit = canvas.unit
    tint = _SHADE_TINTS[int(rng.integers(len(_SHADE_TINTS)))]
    x, y = coordinates(canvas.size)
    mask = canvas.subject
    fx, fy, radius = (v / unit for v in canvas.focus)
    rows = np.flatnonzero(mask.max(axis=1) > 0.5)
    foot = float(rows[-1] / unit if len(rows) else 200.0)
    # the silhouette laid on the ground, to the lower right
    cast = warp(mask[None], ((y - foot) * -1.1 - 4.0) * unit, 2.4 * (foot - y) * unit)[0]
    cast = blur(cast, 1.0 * unit) * (y > foot - 2) * (1.0 - mask)
    side = smoothstep(-0.1 * radius, 0.65 * radius, (x - fx) + 0.45 * (y - fy)) * mask
    dark = smoothstep(0.55, 0.10, luminance(image))
    shade = np.clip(0.92 * dark + 0.60 * side + 0.85 * cast, 0.0, 0.95)
    tone = luminance(image)
    painted = tint * (0.35 + 0.75 * tone) + 0.10
    lit = saturate(image, 1.12) * colour(1.06, 1.02, 0.92)
    return np.clip(mix(lit, painted, shade), 0.0, 1.0)
