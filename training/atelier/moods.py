"""Moods that are told by light and by one sign each: still water, drifting mist, speed, an old photograph.

Knows these four recipes. The cheerful, gloomy, dreamy and eerie ones are in ``grading``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.atelier.overlay import ink, over
from training.atelier.raster import (
    Canvas,
    blur,
    colour,
    coordinates,
    luminance,
    mix,
    noise,
    saturate,
    smoothstep,
)
from training.atelier.surfaces import streaks

if TYPE_CHECKING:
    import skia


def serene_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Still water mirrors everything; pale blue-green air, long bands of mist, no hard tones."""
    rng = canvas.rng_for("serene mood")
    size, unit = canvas.size, canvas.unit
    _, y = coordinates(size)
    shore = 200.0
    calm = mix(saturate(image, 0.82), colour(0.78, 0.91, 0.92), 0.20)
    rows = np.arange(size)
    line = int(shore * unit)
    ripple = 0.7 * np.sin(y * 0.9) * np.clip((y - shore) / 30.0, 0, 1)
    source = np.clip(2 * line - rows, 0, size - 1)
    below = np.take(calm, source, axis=1)
    shake = np.clip(np.arange(size)[None] + (ripple * 1.6 * unit).astype(np.intp), 0, size - 1)
    below = np.take_along_axis(below, np.broadcast_to(shake, below.shape), axis=2)
    water = mix(below * 0.92, colour(0.60, 0.82, 0.87), 0.30 + 0.22 * smoothstep(shore, 256.0, y))
    water = water + 0.10 * smoothstep(1.6, 2.0, streaks(rng, 1.2, size, 10)) * smoothstep(shore, 225.0, y)
    still = np.where(y >= shore, water, calm)
    still = still + 0.25 * np.exp(-np.square((y - shore) / 1.4))
    bands = np.exp(-np.square((streaks(rng, 12.0, size, 5) * 9.0 + y - 168.0) / 9.0))
    bands = bands + 0.6 * np.exp(-np.square((streaks(rng, 12.0, size, 5) * 8.0 + y - 116.0) / 7.0))
    veil = np.clip(bands, 0, 1) * 0.55 * (1.0 - 0.45 * canvas.subject)
    return np.clip(mix(still, colour(0.96, 0.985, 0.975), veil), 0.0, 1.0)


def mysterious_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Indigo dusk, a pale glow behind a half-hidden subject, mist rising from below, a few floating lights."""
    rng = canvas.rng_for("mysterious mood")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    fx, fy, radius = (v / unit for v in canvas.focus)
    tone = luminance(image)
    indigo = mix(colour(0.035, 0.02, 0.12), colour(0.52, 0.44, 0.86), tone)
    dim = mix(saturate(image, 0.62) * 0.66, indigo, 0.50)
    back = np.exp(-(((x - fx) ** 2 + (y - fy + 0.5 * radius) ** 2) / (2.0 * (radius * 1.15) ** 2)))
    dim = dim * (1.0 - 0.42 * canvas.subject) + (0.40 * back * (1.0 - canvas.subject)) * colour(0.62, 0.66, 1.0)
    swirl = streaks(rng, 11.0, size, 3) + 0.5 * streaks(rng, 4.0, size, 3)
    mist = smoothstep(120.0, 240.0, y + 30.0 * swirl)
    haze = mix(dim, colour(0.50, 0.50, 0.74) * (0.72 + 0.14 * swirl), np.clip(mist, 0, 1) * 0.74)
    haze = haze * (1.0 - 0.55 * smoothstep(95.0, 185.0, np.hypot(x - 128, y - 128)))
    lights = np.zeros((size, size), np.float32)
    for px, py, r in rng.uniform((14, 40, 1.0), (242, 214, 2.0), (12, 3)).tolist():
        x0, x1 = (int(np.clip((px + s * 7 * r) * unit, 0, size)) for s in (-1, 1))
        y0, y1 = (int(np.clip((py + s * 7 * r) * unit, 0, size)) for s in (-1, 1))
        far = (x[y0:y1, x0:x1] - px) ** 2 + (y[y0:y1, x0:x1] - py) ** 2
        lights[y0:y1, x0:x1] += np.exp(-far / (r * r * 0.6)) + 0.45 * np.exp(-far / (r * r * 7.0))
    return np.clip(haze + np.clip(lights, 0, 1) * colour(0.72, 1.0, 0.92), 0.0, 1.0)


def energetic_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Speed lines burst from the subject, colours at full power, orange and red heat towards the rim."""
    rng = canvas.rng_for("energetic mood")
    unit = canvas.unit
    x, y = coordinates(canvas.size)
    fx, fy, radius = (v / unit for v in canvas.focus)
    angle = np.arctan2(y - fy, x - fx)
    far = np.hypot(x - fx, y - fy)
    count = 26
    place = (angle / (2 * np.pi) + 0.5) * count
    index = np.minimum(place.astype(np.int32), count - 1)
    wide = rng.uniform(0.12, 0.42, count).astype(np.float32)[index]
    radius = min(radius, 52.0)
    start = (radius * 1.15 + rng.uniform(0, 46, count)).astype(np.float32)[index]
    bright = rng.random(count) < 0.62
    off = np.abs(place - index - 0.5)
    grown = np.clip((far - start) / 95.0, 0.0, 1.0)
    ray = smoothstep(0.04, -0.04, off - wide * grown) * smoothstep(0.0, 0.06, grown) * (1.0 - canvas.subject)
    hot = np.where(bright[index], colour(1.0, 0.93, 0.30), colour(0.98, 0.25, 0.10))
    strong = np.clip((saturate(image, 1.7) - 0.5) * 1.15 + 0.52, 0.0, 1.0)
    heat = smoothstep(radius, 190.0, far) * 0.42 * (1.0 - canvas.subject)
    return np.clip(mix(mix(strong, colour(1.0, 0.42, 0.10), heat), hot, 0.88 * ray), 0.0, 1.0)


def nostalgic_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """An instant photograph from long ago: milky shadows, honey light, soft focus, a broad white frame."""
    rng = canvas.rng_for("nostalgic mood")
    unit = canvas.unit
    x, y = coordinates(canvas.size)
    soft = mix(image, blur(image, 1.6 * unit), 0.6)
    faded = saturate(soft, 0.85) * colour(0.80, 0.74, 0.60) + colour(0.23, 0.15, 0.10)
    glow = np.exp(-((x - 60) ** 2 + (y - 50) ** 2) / 15000.0)
    faded = 1.0 - (1.0 - np.clip(faded, 0, 1)) * (1.0 - 0.42 * glow * colour(1.0, 0.76, 0.42))
    faded = faded + 0.012 * noise(rng, 0.7, canvas.size)
    return np.clip(over(faded, _instant_frame), 0.0, 1.0)


def _instant_frame(cv: skia.Canvas) -> None:
    import skia

    frame = skia.Path.Rect(skia.Rect.MakeWH(256, 256))
    frame.addRRect(skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(15, 15, 241, 213), 3, 3))
    frame.setFillType(skia.PathFillType.kEvenOdd)
    cv.drawPath(frame, ink(0.955, 0.935, 0.885))
    cv.drawRRect(
        skia.RRect.MakeRectXY(skia.Rect.MakeLTRB(15, 15, 241, 213), 3, 3), ink(0.45, 0.40, 0.33, 0.5, width=1.0)
    )
