"""Light, colour grade, mood, surface and finish.

Knows what changes tone and colour without redrawing shapes. The last step, ``lock_palette``,
makes monochrome strictly neutral and sepia strictly sepia, whatever came before.
"""

from __future__ import annotations

import numpy as np

from training.atelier.raster import (
    COLOURLESS,
    REC601,
    Canvas,
    blur,
    colour,
    contour,
    coordinates,
    gradient,
    luminance,
    mix,
    noise,
    resize,
    saturate,
    smoothstep,
    stretch,
)

# --- before everything ------------------------------------------------------------------------------------------

_APART = 0.24
"""Least distance between the subject and what is around it that survives coarse marks."""


def set_apart(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Subject and surroundings pushed apart in tone where they are nearly the same.

    Grey pictures need it most: a red fish in blue water turns into grey on grey.
    """
    small = resize(image, 64)
    if canvas.attributes & COLOURLESS:
        small = np.repeat(luminance(small)[None], 3, axis=0)
    mask = resize(canvas.subject, 64)
    ring = np.clip(blur(mask, 4.0) - mask, 0, 1)
    if min(float(mask.sum()), float(ring.sum())) < 8.0:
        return image
    apart = (small * mask).sum((1, 2)) / mask.sum() - (small * ring).sum((1, 2)) / ring.sum()
    distance = float(np.abs(apart).max())
    if distance >= _APART:
        return image
    push = (_APART - distance) * (1.0 if float(apart @ REC601) >= 0 else -1.0)
    return np.clip(image + push * (0.75 * canvas.subject - 0.25), 0.0, 1.0)


# --- light on the scene, before the medium ----------------------------------------------------------------------


def soft_light(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Diffuse light: a bloom that rounds the tones, open shadows, a gentle fall-off from the upper left."""
    x, y = coordinates(canvas.size)
    bloom = blur(image, 9.0 * canvas.unit)
    lit = 1.0 - (1.0 - image) * (1.0 - 0.42 * bloom)
    lit = mix(lit, blur(image, 2.0 * canvas.unit), 0.16)
    window = 0.10 * np.exp(-((x - 60) ** 2 + (y - 40) ** 2) / 16000.0)
    return np.clip(0.08 + lit * 0.90 + window * colour(1, 0.95, 0.82), 0.0, 1.0)


def dramatic_lighting(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A spotlight: a beam from above, a pool of light on the subject, everything else falls into the dark."""
    rng = canvas.rng_for("dramatic lighting")
    fx, fy, radius = (v / canvas.unit for v in canvas.focus)
    x, y = coordinates(canvas.size)
    pool = np.exp(-((((x - fx) / (radius * 1.35)) ** 2 + ((y - fy) / (radius * 1.25)) ** 2) ** 1.3))
    source = fx + float(rng.choice((-1.0, 1.0))) * rng.uniform(50, 90)
    down = np.clip((y + 10) / (fy + 10), 0.02, 1.4)
    axis = source + (fx - source) * down
    beam = smoothstep(1.0, 0.55, np.abs(x - axis) / (10 + radius * 0.95 * down)) * smoothstep(1.35, 0.9, down)
    light = np.clip(0.17 + 1.05 * pool + 0.22 * beam, 0.0, 1.25)
    lit = image * light * mix(colour(0.80, 0.88, 1.18), colour(1.12, 1.02, 0.86), np.clip(light, 0, 1))
    lit = lit + (0.10 * beam * (1.0 - pool)) * colour(1.0, 0.95, 0.8)
    return np.clip((lit - 0.4) * 1.12 + 0.41, 0.0, 1.0)


def glowing_lights(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Bright parts bloom, the subject stands in a warm halo, small lamps float around it."""
    rng = canvas.rng_for("glowing lights")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    warm = colour(1.0, 0.78, 0.42)
    base = image * 0.78
    bright = np.clip(image - 0.58, 0, 1) * 1.6
    bloom = blur(bright, 4.0 * unit) + 0.8 * blur(bright, 14.0 * unit)
    halo = blur(canvas.subject, 16.0 * unit) * (1.0 - 0.75 * canvas.subject)
    lamps = np.zeros((size, size), np.float32)
    steps = coordinates(64)[0][0]
    soft = np.zeros((64, 64), np.float32)
    for px, py, r in zip(rng.uniform(8, 248, 13), rng.uniform(12, 225, 13), rng.uniform(1.6, 3.4, 13), strict=True):
        across, down = (np.exp(-np.square((steps - centre) / (r * 5.9))) for centre in (px, py))
        soft += 0.55 * np.outer(down, across).astype(np.float32)
        x0, x1 = (int(np.clip((px + s * 4 * r) * unit, 0, size)) for s in (-1, 1))
        y0, y1 = (int(np.clip((py + s * 4 * r) * unit, 0, size)) for s in (-1, 1))
        patch = (x[y0:y1, x0:x1] - px) ** 2 + (y[y0:y1, x0:x1] - py) ** 2
        lamps[y0:y1, x0:x1] += smoothstep(r * r * 1.3, r * r * 0.5, patch)
    glow = (0.42 * halo + resize(soft, size)) * warm + 0.9 * bloom
    glow = glow + lamps * colour(1.0, 0.95, 0.8)
    return 1.0 - (1.0 - base) * (1.0 - np.clip(glow, 0, 1))


def deep_shadows(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """One side lies in shade behind a soft diagonal terminator; forms and darks are deeper everywhere."""
    rng = canvas.rng_for("deep shadows")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    fx, fy, _ = (v / unit for v in canvas.focus)
    lean = float(rng.choice((-1.0, 1.0)))
    edge = ((x - fx) * lean + (y - fy) * 0.75 + 3.0 * noise(rng, 20.0, size)) - rng.uniform(0, 14)
    shade = smoothstep(-30.0, 34.0, edge)
    form = blur(canvas.subject, 6.0 * unit)
    gx, gy = gradient(form)
    side = np.clip(-(gx * lean + gy * 0.6) * 14.0 * unit, 0, 1) * canvas.subject
    dark = np.clip(0.76 * shade + 0.5 * side, 0, 0.84)
    deep = np.square(image) * 0.35 + image * 0.62
    return np.clip(deep * (1.0 - dark * colour(1.0, 0.97, 0.88)), 0.0, 1.0)


# --- saturation and contrast ------------------------------------------------------------------------------------


def vivid_colors(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Strong chroma at the same lightness."""
    lively = saturate(image, 2.3)
    return np.clip((lively - 0.5) * 1.08 + 0.5, 0.0, 1.0)


def muted_colors(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Chroma down to a third, a warm grey over all."""
    return np.clip(mix(saturate(image, 0.33), colour(0.56, 0.545, 0.52), 0.16), 0.0, 1.0)


def high_contrast(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A steep S-curve between near black and near white; the middle tones keep their order."""
    tone = stretch(luminance(image), 4.0, 96.0)
    steep = tone * tone * (3.0 - 2.0 * tone)
    steep = steep * steep * (3.0 - 2.0 * steep)
    target = 0.02 + 0.97 * (0.7 * steep + 0.3 * tone)
    return np.clip(image * 1.08 + (target - luminance(image) * 1.08), 0.0, 1.0)


def low_contrast(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """All tones within a narrow band around the picture's middle."""
    middle = 0.55 * float(luminance(image[:, ::4, ::4]).mean()) + 0.45 * 0.54
    return np.clip(middle + (image - middle) * 0.46, 0.0, 1.0)


# --- mood -------------------------------------------------------------------------------------------------------


def confetti(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Drifting flecks of light and colour, part of a cheerful mood."""
    rng = canvas.rng_for("confetti")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    out = image.copy()
    party = np.array([[1, 0.93, 0.45], [1, 0.62, 0.55], [0.62, 0.9, 1], [1, 1, 0.93], [0.78, 1, 0.66]], np.float32)
    for px, py, r, k in zip(
        rng.uniform(4, 252, 34), rng.uniform(4, 200, 34), rng.uniform(1.3, 3.0, 34), rng.integers(len(party), size=34),
        strict=True,
    ):  # fmt: skip
        x0, x1 = (int(np.clip((px + s * 1.6 * r) * unit, 0, size)) for s in (-1, 1))
        y0, y1 = (int(np.clip((py + s * 1.6 * r) * unit, 0, size)) for s in (-1, 1))
        patch = (x[y0:y1, x0:x1] - px) ** 2 + (y[y0:y1, x0:x1] - py) ** 2
        cover = smoothstep(r * r * 1.2, r * r * 0.6, patch) * (1.0 - 0.8 * canvas.subject[y0:y1, x0:x1]) * 0.85
        out[:, y0:y1, x0:x1] = mix(out[:, y0:y1, x0:x1], party[k].reshape(3, 1, 1), cover)
    return out


def cheerful_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Brighter, warmer, more saturated, with a sunny upper corner."""
    x, y = coordinates(canvas.size)
    bright = np.sqrt(np.clip(image, 0, 1)) * 0.45 + image * 0.58
    sunny = saturate(bright, 1.28) * colour(1.05, 1.01, 0.90)
    ray = np.exp(-((x - 230) ** 2 + (y - 10) ** 2) / 15000.0)
    return np.clip(sunny + (0.22 * ray) * colour(1.0, 0.85, 0.40), 0.0, 1.0)


def gloomy_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Darker, drained, bluish; a heavy mottled weight from above."""
    rng = canvas.rng_for("gloomy mood")
    _, y = coordinates(canvas.size)
    drained = saturate(image, 0.42) * colour(0.80, 0.88, 1.02)
    cloud = 0.5 + 0.5 * np.tanh(noise(rng, 26.0, canvas.size))
    weight = smoothstep(190.0, -20.0, y) * (0.45 + 0.35 * cloud)
    return np.clip((drained * 0.78 + 0.015) * (1.0 - 0.72 * weight), 0.0, 1.0)


def dreamy_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A glow over everything, shadows lifted into lilac, lights into rose."""
    glow = blur(image, 5.0 * canvas.unit)
    dream = 1.0 - (1.0 - image * 0.85) * (1.0 - 0.55 * glow)
    dream = mix(dream, glow, 0.22)
    tone = luminance(dream)
    tint = mix(colour(0.60, 0.48, 0.86), colour(1.0, 0.87, 0.93), smoothstep(0.1, 0.95, tone))
    return np.clip(mix(dream, tint, 0.36) * 0.98, 0.0, 1.0)


def eerie_mood(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Sickly green lights, violet shadows, darkness closing in with a ragged rim."""
    rng = canvas.rng_for("eerie mood")
    x, y = coordinates(canvas.size)
    tone = luminance(image)
    split = mix(colour(0.20, 0.03, 0.30), colour(0.62, 0.95, 0.45), smoothstep(0.0, 0.9, tone))
    ghost = mix(saturate(image, 0.5), split, 0.58) * (0.45 + 0.55 * tone)
    distance = np.sqrt((x - 128) ** 2 + (y - 134) ** 2) + 15.0 * noise(rng, 12.0, canvas.size)
    rim = smoothstep(88.0, 168.0, distance)
    return np.clip(ghost * (1.0 - 0.86 * rim) + colour(0.015, 0.03, 0.02), 0.0, 1.0)


# --- weather in front of everything ------------------------------------------------------------------------------


def snowflakes(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Falling flakes, laid over the medium, which would swallow them; small blocks show their own."""
    if "pixel art" in canvas.attributes:
        return image
    rng = canvas.rng_for("snowflakes")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    out = image.copy()
    places = zip(rng.uniform(0, 256, 110), rng.uniform(0, 256, 110), rng.uniform(1.4, 4.0, 110), strict=True)
    for px, py, r in places:
        x0, x1 = (int(np.clip((px + s * 1.9 * r) * unit, 0, size)) for s in (-1, 1.2))
        y0, y1 = (int(np.clip((py + s * 1.9 * r) * unit, 0, size)) for s in (-1, 1.2))
        patch = (x[y0:y1, x0:x1] - px) ** 2 + (y[y0:y1, x0:x1] - py) ** 2
        cover = smoothstep(r * r * 1.25, r * r * 0.6, patch) * 0.96
        rim = smoothstep(r * r * 3.0, r * r * 1.2, patch) * 0.4  # on white paper the rim alone is seen
        around = mix(out[:, y0:y1, x0:x1], colour(0.42, 0.48, 0.58), rim)
        out[:, y0:y1, x0:x1] = mix(around, colour(1.0, 1.0, 1.0), cover)
    return out


# --- surface and movement ---------------------------------------------------------------------------------------


def grainy_texture(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Film grain, strongest in the middle tones."""
    rng = canvas.rng_for("grainy texture")
    grain = 0.6 * noise(rng, 0.0, canvas.size) + 0.8 * noise(rng, 1.1, canvas.size)
    tone = luminance(image)
    strength = 0.065 + 0.20 * tone * (1.0 - tone)
    return np.clip(image + (grain * strength), 0.0, 1.0)


def canvas_texture(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Over-and-under weave of threads, slightly irregular."""
    rng = canvas.rng_for("canvas texture")
    x, y = coordinates(canvas.size)
    wander = noise(rng, 12.0, canvas.size) * 0.3
    u, v = (x + wander) * (np.pi / 4.6), (y + wander) * (np.pi / 4.6)
    over = np.sin(u) * np.sin(v) > 0
    weave = np.where(over, np.abs(np.sin(v)), np.abs(np.sin(u))) - 0.62
    slub = 0.35 * noise(rng, 1.4, canvas.size)
    return np.clip(image * (1.0 + 0.40 * weave + 0.06 * slub) + 0.07 * weave, 0.0, 1.0)


def pop_art(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Flat loud colours in few steps, halftone dots in shadows and middle tones, a black contour."""
    unit = canvas.unit
    x, y = coordinates(canvas.size)
    flat = saturate(blur(image, 0.7 * unit), 1.9)
    flat = np.clip((flat - 0.5) * 1.25 + 0.56, 0.0, 1.0)
    flat = np.round(flat * 3.0) / 3.0
    flat = mix(flat, colour(1.0, 0.98, 0.9), 0.06)
    tone = stretch(luminance(image))
    pitch = 6.4
    u, v = (x + y) * (np.pi / pitch), (x - y) * (np.pi / pitch)
    screen = 0.5 + 0.25 * (np.cos(u) + np.cos(v))
    dots = smoothstep(-0.09, 0.09, screen - (0.32 + 0.62 * tone)) * smoothstep(0.92, 0.75, tone)
    inked = mix(flat, flat * colour(0.50, 0.38, 0.62), dots)
    line = smoothstep(0.14, 0.34, contour(image, canvas, width=1.5))
    return np.clip(mix(inked, colour(0.04, 0.03, 0.05), line), 0.0, 1.0).astype(np.float32)


# --- finish -----------------------------------------------------------------------------------------------------


def vignette(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Corners fall into the dark."""
    x, y = coordinates(canvas.size)
    distance = np.sqrt(((x - 128) / 128) ** 2 + ((y - 128) / 128) ** 2)
    return image * (1.0 - 0.85 * smoothstep(0.58, 1.40, distance))


def vintage_fade(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Lifted blacks, yellowed lights, uneven fading, thin scratches and dust."""
    rng = canvas.rng_for("vintage fade")
    size, unit = canvas.size, canvas.unit
    faded = saturate(image, 0.60) * colour(0.78, 0.73, 0.60) + colour(0.19, 0.155, 0.125)
    faded = faded + (0.035 * noise(rng, 30.0, size)) * colour(1.0, 0.8, 0.4)
    marks = smoothstep(2.75, 3.1, noise(rng, 1.0, size)) * 0.5
    low, high = np.array([10, -40, 50]), np.array([246, 190, 170])
    for place, start, length in rng.uniform(low, high, (5, 3)).tolist():
        column = int(place * unit)
        rows = slice(int(max(0, start) * unit), int((start + length) * unit))
        marks[rows, column : column + max(1, round(0.8 * unit))] = 0.45
    return np.clip(mix(faded, colour(0.93, 0.89, 0.78), marks), 0.0, 1.0)


def glossy_shine(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Like lacquer: bright sweeps and a hot spot on the subject, a faint reflection across the picture."""
    rng = canvas.rng_for("glossy shine")
    unit = canvas.unit
    fx, fy, radius = (v / unit for v in canvas.focus)
    x, y = coordinates(canvas.size)
    form = blur(canvas.subject, 4.0 * unit)
    gx, gy = gradient(form)
    facing = np.clip((gx + gy) * 9.0 * unit, 0.0, 1.0)
    across = (x - fx) * 0.80 + (y - fy) * 0.60 + ((x - fx) * 0.6 - (y - fy) * 0.8) ** 2 * 0.0022
    place = -radius * rng.uniform(0.25, 0.45)
    sweep = np.exp(-np.square((across - place) / (radius * 0.13))) + 0.55 * np.exp(
        -np.square((across - place - radius * 0.38) / (radius * 0.05))
    )
    spot = np.exp(-((x - fx + radius * 0.45) ** 2 + (y - fy + radius * 0.5) ** 2) / (2.0 * (radius * 0.13) ** 2))
    inside = blur(canvas.subject, 0.8 * unit)
    shine = inside * (0.62 * sweep + 0.75 * facing**2 + 0.6 * spot)
    band = np.exp(-np.square((x + y * 0.55 - rng.uniform(90, 260)) / 26.0)) * (1.0 - inside)
    shine = np.clip(shine + 0.20 * band, 0.0, 0.95)
    rich = np.clip((saturate(image, 1.18) - 0.5) * 1.12 + 0.48, 0.0, 1.0)
    return rich + (1.0 - rich) * shine


_SEPIA_DARK, _SEPIA_MID, _SEPIA_LIGHT = colour(0.13, 0.075, 0.045), colour(0.60, 0.43, 0.28), colour(0.985, 0.935, 0.83)


def lock_palette(image: np.ndarray, attributes: frozenset[str]) -> np.ndarray:
    """Monochrome becomes exactly neutral, sepia exactly a brown ramp; other palettes stay as they are."""
    if "monochrome" in attributes:
        return np.repeat(luminance(image)[None], 3, axis=0)
    if "sepia tones" in attributes:
        tone = luminance(image)
        low = mix(_SEPIA_DARK, _SEPIA_MID, np.clip(tone * 2.0, 0, 1))
        return mix(low, _SEPIA_LIGHT, np.clip(tone * 2.0 - 1.0, 0, 1))
    return image
