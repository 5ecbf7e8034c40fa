"""Art movements: recipes over strokes, tones and lines, each with a sign of its own.

Knows the raster half of each recipe; what is drawn behind the subject (suns, floors, rays, bars) is in
``emblems``. Pop art is in ``grading``, cubism and expressionism in ``geometry``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.atelier.focus import kuwahara
from training.atelier.overlay import ink, over
from training.atelier.raster import (
    COLOURLESS,
    Canvas,
    blur,
    colour,
    contour,
    coordinates,
    luminance,
    mix,
    noise,
    relief,
    resize,
    sample,
    saturate,
    smoothstep,
    stretch,
)
from training.atelier.strokes import DIRECTIONS, flow_direction, lay_strokes
from training.atelier.surfaces import streaks
from training.atelier.toning import at_tone, spectrum

if TYPE_CHECKING:
    import skia


def impressionism(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Short broken dabs of pure colour side by side, sunlight in the lights and violet in the shadows."""
    rng = canvas.rng_for("impressionism")
    tone = luminance(blur(image, 1.0 * canvas.unit))
    shadow, sun = smoothstep(0.58, 0.12, tone), smoothstep(0.52, 0.95, tone)
    aired = saturate(image, 1.3) * 0.92 + 0.05
    aired = mix(aired, colour(0.42, 0.34, 0.78), 0.52 * shadow)
    aired = mix(aired, aired * colour(1.08, 1.0, 0.78) + colour(0.05, 0.03, 0.0), 0.8 * sun)
    direction = (flow_direction(image, canvas, rng) + rng.integers(-1, 2)) % DIRECTIONS
    dab, high = lay_strokes(aired, canvas, rng, direction, length=13.0, width=5.4, variety=0.12)
    fine, low = lay_strokes(aired, canvas, rng, direction, length=8.0, width=3.2, variety=0.09)
    detail = smoothstep(0.08, 0.3, blur(contour(image, canvas, width=1.0), 1.6 * canvas.unit) + 0.14 * canvas.subject)
    painted, height = mix(dab, fine, detail), high + (low - high) * detail
    flicker = noise(rng, 2.2, canvas.size)
    painted = painted + 0.055 * np.sign(flicker) * smoothstep(0.7, 1.3, np.abs(flicker)) * colour(1.0, 0.2, -0.9)
    return np.clip(painted + 0.12 * relief(height, canvas.unit), 0.0, 1.0)


def ukiyo_e(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Flat tints of indigo, vermilion and ochre on warm paper, a sky that darkens upwards, fine lines, a red seal."""
    rng = canvas.rng_for("ukiyo-e")
    size, unit = canvas.size, canvas.unit
    _, y = coordinates(size)
    flat = kuwahara(image, 2 * round(2.2 * unit) + 1)
    tone = luminance(flat)
    steps = tone * 5.0
    level = (np.floor(steps) + smoothstep(0.42, 0.58, steps - np.floor(steps))) / 5.0
    flat = flat + 0.7 * (level - tone)
    warmth = flat[0] - flat[2]
    ramp_cold = mix(colour(0.10, 0.18, 0.36), colour(0.90, 0.89, 0.82), np.clip(level * 1.05, 0, 1))
    ramp_warm = mix(colour(0.42, 0.10, 0.10), colour(0.95, 0.83, 0.60), np.clip(level * 1.1, 0, 1))
    ground = mix(ramp_cold, ramp_warm, smoothstep(-0.10, 0.22, warmth))
    tinted = mix(saturate(flat, 0.85), ground, 0.66)
    bokashi = smoothstep(74.0, 4.0, y) * (1.0 - canvas.subject)
    tinted = mix(tinted, colour(0.075, 0.16, 0.38), 0.92 * bokashi)
    tinted = mix(
        tinted, colour(0.93, 0.62, 0.50), 0.34 * np.exp(-np.square((y - 128.0) / 24.0)) * (1.0 - canvas.subject)
    )
    fibre = 1.0 + 0.030 * streaks(rng, 0.8, size, 18) + 0.012 * noise(rng, 0.8, size)
    line = smoothstep(0.13, 0.26, contour(flat, canvas, width=0.85))
    printed = mix(tinted * fibre, colour(0.07, 0.08, 0.13), line * 0.92)
    return np.clip(over(printed, lambda cv: _seal(cv, rng)), 0.0, 1.0)


def _seal(cv: skia.Canvas, rng: np.random.Generator) -> None:
    """A cartouche with a column of brush marks, and a red seal below it."""
    import skia

    x = 14.0 if rng.random() < 0.5 else 222.0
    cv.drawRect(skia.Rect.MakeXYWH(x, 14, 20, 60), ink(0.95, 0.90, 0.76))
    cv.drawRect(skia.Rect.MakeXYWH(x, 14, 20, 60), ink(0.25, 0.10, 0.08, width=1.2))
    pen = ink(0.10, 0.09, 0.10, width=1.7)
    for k in range(4):
        y = 22 + 13.0 * k
        for _ in range(3):
            ax, ay, bx, by = rng.uniform(-5, 5, 4).tolist()
            cv.drawLine(x + 10 + ax, y + ay * 0.8, x + 10 + bx, y + by * 0.8, pen)
    cv.drawRRect(skia.RRect.MakeRectXY(skia.Rect.MakeXYWH(x + 2, 80, 16, 16), 2, 2), ink(0.80, 0.14, 0.10))
    white = ink(0.97, 0.90, 0.80, width=1.5)
    for dx, dy, ex, ey in ((5, 84, 15, 84), (10, 84, 10, 92), (5, 88, 15, 88), (6, 92, 14, 92)):
        cv.drawLine(x + dx, dy, x + ex, ey, white)


def art_deco(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Lacquer and gold: deep black-green tones, gold lines on every edge, a stepped golden frame."""
    x, y = coordinates(canvas.size)
    tone = stretch(luminance(image))
    lacquer = mix(colour(0.03, 0.07, 0.09), colour(0.93, 0.87, 0.70), tone)
    lacquer = mix(lacquer, colour(0.05, 0.30, 0.31), 0.55 * np.exp(-np.square((tone - 0.38) / 0.2)))
    rich = mix(saturate(image, 1.05) * 0.92, lacquer, 0.42 if not canvas.attributes & COLOURLESS else 0.25)
    sheen = 0.5 + 0.5 * np.sin((x - y) / 15.0)
    gold = mix(colour(0.62, 0.42, 0.12), colour(1.0, 0.87, 0.48), sheen)
    line = smoothstep(0.20, 0.36, contour(image, canvas, width=1.1))
    drawn = mix(rich, gold, line * 0.95)
    u, v = np.minimum(x, 256 - x), np.minimum(y, 256 - y)
    border = np.minimum(u, v)
    frame = smoothstep(1.9, 1.2, np.abs(border - 8.0)) + smoothstep(1.0, 0.5, np.abs(border - 12.5))
    corner = np.maximum(np.minimum(u, v * 3.0), np.minimum(v, u * 3.0))
    block = smoothstep(1.2, 0.4, np.abs(corner - 30.0)) + smoothstep(1.2, 0.4, np.abs(corner - 37.0))
    dark = smoothstep(8.5, 7.5, border)
    framed = mix(drawn, colour(0.03, 0.055, 0.07), dark)
    return np.clip(mix(framed, gold, np.clip(frame + block * (border > 8.0), 0, 1)), 0.0, 1.0)


def vaporwave(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Everything in violet, hot pink and cyan, with a soft glow and faint screen lines."""
    tone = stretch(luminance(image))
    warmth = smoothstep(-0.15, 0.25, image[0] - image[2])
    cold = mix(colour(0.13, 0.05, 0.36), colour(0.45, 0.95, 1.0), tone)
    hot = mix(colour(0.28, 0.04, 0.42), colour(1.0, 0.62, 0.88), tone)
    dream = mix(saturate(image, 1.1), mix(cold, hot, warmth), 0.52)
    bloom = blur(np.clip(dream - 0.45, 0, 1), 5.0 * canvas.unit)
    _, y = coordinates(canvas.size)
    rows = 1.0 - 0.07 * (0.5 + 0.5 * np.cos(y * (2 * np.pi / 4.0)))
    return np.clip((dream + 0.45 * bloom * colour(1.0, 0.5, 0.9)) * rows, 0.0, 1.0)


def cyberpunk(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Night in teal and magenta: all sinks into blue black, edges glow like tubes, the wet ground mirrors them."""
    rng = canvas.rng_for("cyberpunk")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    tone = luminance(image)
    night = mix(colour(0.015, 0.02, 0.07), colour(0.16, 0.42, 0.60), tone * tone)
    base = mix(saturate(image, 1.2) * 0.34, night, 0.62)
    bright = np.clip((image.max(0) - image.min(0)) * 1.8 - 0.75, 0.0, 1.0) * tone  # signs and lamps keep burning
    edges = smoothstep(0.24, 0.50, contour(image, canvas, width=1.3))
    hue = smoothstep(-30.0, 30.0, x - 128 + 34.0 * noise(rng, 30.0, size))
    tube = mix(colour(0.05, 0.92, 1.0), colour(1.0, 0.10, 0.66), hue)
    light = edges * tube * (0.45 + 0.55 * canvas.subject) + bright * saturate(image, 1.3)
    small = resize(light, size // 2)
    glow = resize(blur(small, 1.4 * unit) + 1.3 * blur(small, 5.0 * unit), size)
    haze = 0.16 * np.exp(-np.square((y - 168.0) / 46.0)) * tube
    lit = base + 0.75 * light + 0.8 * glow + haze
    shore = 206.0
    rows = np.clip(2 * int(shore * unit) - np.arange(size), 0, size - 1)
    wet = np.take(blur(lit, 1.4 * unit), rows, axis=1)
    wet = wet * (0.62 + 0.25 * np.clip(streaks(rng, 2.0, size, 6), -1, 1)) + 0.03
    lit = mix(lit, wet, 0.8 * smoothstep(shore, shore + 5.0, y))
    slant = np.mod(x * 1.0 + y * 0.22 + 9.0 * noise(rng, 0.9, size), 17.0)
    rain = smoothstep(0.9, 0.3, np.abs(slant - 8.0)) * smoothstep(0.2, 1.2, noise(rng, 5.0, size))
    return np.clip(lit + 0.20 * rain * colour(0.7, 0.9, 1.0), 0.0, 1.0)


def naive_art(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Bright even colours straight from the tube."""
    flat = kuwahara(image, 2 * round(1.4 * canvas.unit) + 1)
    return np.clip((saturate(flat, 1.5) - 0.5) * 1.06 + 0.55, 0.0, 1.0)


def noir(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Black and white with hard light; the shadow of blinds falls across the scene, grain and dark corners."""
    rng = canvas.rng_for("noir")
    x, y = coordinates(canvas.size)
    tone = stretch(luminance(image), 4.0, 96.0)
    hard = smoothstep(0.04, 0.90, tone)
    lean = float(rng.choice((-1.0, 1.0))) * rng.uniform(0.24, 0.36)
    run = np.mod(y + lean * (x - 128) + rng.uniform(0, 22), 22.0)
    slats = smoothstep(1.3, -1.3, np.abs(run - 11.0) - 5.6)
    side = lean / abs(lean)
    window = smoothstep(150.0, 60.0, np.abs((x - 128) * side + 30.0 + 0.25 * (y - 128)))
    body = blur(canvas.subject, 0.6 * canvas.unit)
    slats = slats * (1.0 - 0.30 * body)
    hard = mix(0.74 * hard, np.clip(0.16 + 1.05 * hard, 0.0, 1.0), body)  # the subject stands in the light
    light = (0.20 + 0.94 * (1.0 - slats)) * (0.52 + 0.60 * window)
    corner = smoothstep(60.0, 190.0, np.hypot(x - 128, y - 128))
    lit = (0.03 + 0.97 * hard) * light * (1.0 - 0.55 * corner) + 0.035 * noise(rng, 0.5, canvas.size)
    return np.repeat(np.clip(lit, 0.0, 1.0)[None], 3, axis=0)


_PRIMARIES = (
    (0.95, 0.91, 0.82), (0.84, 0.16, 0.13), (0.11, 0.27, 0.58), (0.96, 0.75, 0.11), (0.09, 0.09, 0.10),
)  # fmt: skip


def bauhaus(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Only red, blue, yellow, black and cream, each perfectly flat, edges as if cut with a ruler."""
    flat = kuwahara(image, 2 * round(2.4 * canvas.unit) + 1)
    flat = blur(saturate(flat, 1.9), 0.7 * canvas.unit)
    inks = np.array(_PRIMARIES, np.float32)
    bias = np.array([0.0, 0.02, 0.06, 0.02, 0.02], np.float32)
    away = np.stack([np.square(flat - p.reshape(3, 1, 1)).sum(0) for p in inks]) + bias.reshape(-1, 1, 1)
    away[0] += 0.10 * (canvas.subject > 0.5)
    gap = np.clip(blur(canvas.subject, 1.3 * canvas.unit) * (1.0 - canvas.subject) * 4.0, 0.0, 1.0) > 0.45
    pick = np.where(gap, 0, np.argmin(away, axis=0))  # a cream line keeps red off red
    printed = blur(sample(np.ascontiguousarray(inks.T), pick), 0.45 * canvas.unit)
    grain = 0.018 * noise(canvas.rng_for("bauhaus"), 0.8, canvas.size)
    return np.clip(printed + grain, 0.0, 1.0)


def fauvism(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Wild colour: patches turned to their complements at full strength, broad strokes, blue and red contours."""
    rng = canvas.rng_for("fauvism")
    size = canvas.size
    soft = blur(image, 0.9 * canvas.unit)
    tone = stretch(luminance(soft))
    zones = (noise(rng, 26.0, size) > 0.0).astype(np.int32) * 2 + (noise(rng, 26.0, size) > 0.35)
    steps = np.clip(np.floor(tone * 4.0), 0, 3).astype(np.int32)
    label = zones * 8 + steps * 2 + (canvas.subject > 0.5)
    count = 32
    wild = np.array([0.02, 0.07, 0.13, 0.36, 0.44, 0.55, 0.66, 0.78, 0.92], np.float32)
    pick = rng.integers(0, len(wild), count)
    shade = np.arange(count) // 2 % 4  # darks towards blue and green, lights towards yellow and pink
    pick = np.where((shade == 0) & (rng.random(count) < 0.75), rng.choice((3, 6, 7), count), pick)
    pick = np.where((shade == 3) & (rng.random(count) < 0.75), rng.choice((1, 2, 8), count), pick)
    hue = spectrum(wild)
    patches = at_tone(sample(hue, pick[label]), 0.20 + 0.62 * tone)
    own = saturate(soft, 2.4)
    mixed = np.clip(mix(patches, own, 0.22 + 0.30 * canvas.subject), 0.0, 1.0)
    direction = flow_direction(image, canvas, rng)
    painted, height = lay_strokes(mixed, canvas, rng, direction, length=20.0, width=5.2, variety=0.06)
    painted = mix(painted, painted * 0.8, smoothstep(0.3, 0.05, height) * 0.5)
    edges = smoothstep(0.16, 0.42, contour(image, canvas, width=2.0))
    line = mix(colour(0.06, 0.10, 0.50), colour(0.55, 0.03, 0.16), smoothstep(-0.2, 0.2, noise(rng, 24.0, size)))
    return np.clip(mix(painted, line, edges * 0.9), 0.0, 1.0)


def psychedelic_art(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Rainbow bands flow round the subject like the rings of an agate and melt into its own colours."""
    rng = canvas.rng_for("psychedelic art")
    unit = canvas.unit
    x, y = coordinates(canvas.size)
    fx, fy, _ = (v / unit for v in canvas.focus)
    aura = blur(canvas.subject, 9.0 * unit) * 0.7 + 0.9 * blur(canvas.subject, 26.0 * unit)
    flow = noise(rng, 26.0, canvas.size)
    rings = np.hypot(x - fx, y - fy) / 150.0 - 0.8 * aura + 0.34 * flow
    turn = rings * 2.6 + rng.uniform(0, 1)
    bands = turn * 5.0
    stepped = (np.floor(bands) + smoothstep(0.3, 0.7, bands - np.floor(bands))) / 5.0
    tone = luminance(image)
    hue = spectrum(stepped)
    around = at_tone(hue, 0.30 + 0.42 * tone)
    edge = smoothstep(0.13, 0.05, np.abs(bands - np.round(bands)))
    around = around * (1.0 - 0.42 * edge)
    inside = at_tone(spectrum(stepped + 0.5 + 0.4 * tone), 0.12 + 0.8 * tone)
    inside = mix(saturate(image, 1.9), inside, 0.45)
    mixed = mix(mix(saturate(image, 1.8), around, 0.86), inside, blur(canvas.subject, 0.6 * unit))
    line = smoothstep(0.2, 0.42, contour(image, canvas, width=1.8))
    return np.clip(mix(mixed, colour(0.10, 0.02, 0.18), line * 0.85), 0.0, 1.0)
