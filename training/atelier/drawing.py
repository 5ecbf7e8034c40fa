"""Media on paper: watercolour, ink, pencil, charcoal, woodcut, cut paper; and the paper itself.

Knows washes, hatching, grain and carving. Strokes of thick paint are left to ``strokes``.
"""

from __future__ import annotations

import numpy as np

from training.atelier.raster import (
    COLOURLESS,
    Canvas,
    blur,
    colour,
    contour,
    coordinates,
    is_dark,
    luminance,
    mix,
    noise,
    relief,
    saturate,
    smoothstep,
    stretch,
    warp,
)


def watercolor(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Transparent washes that pool and darken at their edges, granulate, and bloom; paper shines through."""
    rng = canvas.rng_for("watercolor")
    size, unit = canvas.size, canvas.unit
    dark = is_dark(image)
    wobble = noise(rng, 5.0, size), noise(rng, 5.0, size)
    wet = warp(image, wobble[0] * 1.9 * unit, wobble[1] * 1.9 * unit)
    soft = blur(wet, 0.9 * unit)
    pool = blur(np.abs(blur(wet, 2.6 * unit) - wet).sum(0), 0.6 * unit)
    found = np.clip(0.7 + 0.5 * noise(rng, 12.0, size), 0.1, 1.3)  # edges are lost and found
    bloom = noise(rng, 15.0, size)
    cauliflower = np.exp(-np.square((bloom + 0.12 * wobble[0] - 0.8) / 0.09))
    tooth = 0.6 * noise(rng, 0.7, size) + 0.4 * noise(rng, 1.4, size)
    pigment = 1.0 - saturate(soft, 1.3)
    # thin paint on a night sky would read as snow, and on grey it hides the subject
    calm = 0.4 if dark else 0.6 if canvas.attributes & COLOURLESS else 1.0
    flow = 1.0 + calm * (0.16 * bloom + 0.10 * noise(rng, 4.0, size) + 0.16 * cauliflower)
    flow = flow + 1.5 * np.clip(pool - 0.03, 0, 0.6) * (-0.45 if dark else 1.0) * found
    pigment = pigment * (flow * (0.86 if dark else 0.92))
    pigment = pigment + (0.035 * tooth * (0.4 + luminance(pigment)))
    paper = colour(0.985, 0.978, 0.955)
    return np.clip(paper * (1.0 - np.clip(pigment, 0.0, 0.9 if dark else 0.96)), 0.0, 1.0)


def ink_wash(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """A few wet tones of one ink, blotted into each other, with a loaded brush along the outlines."""
    rng = canvas.rng_for("ink wash")
    size, unit = canvas.size, canvas.unit
    dx, dy = noise(rng, 7.0, size), noise(rng, 7.0, size)
    both = np.stack([luminance(image), contour(image, canvas, width=1.5)])
    bled, edges = warp(both, dx * 1.5 * unit, dy * 1.5 * unit)
    tone = stretch(blur(bled, 1.1 * unit))
    tone = tone + 0.04 * noise(rng, 9.0, size) + 0.025 * noise(rng, 3.0, size)
    levels = 4.0
    stepped = tone * levels
    base = np.floor(stepped)
    tone = (base + smoothstep(0.30, 0.70, stepped - base)) / levels
    rim = np.clip(blur(tone, 2.2 * unit) - tone, 0, 1)  # a wash dries darker at its border
    ink = (1.0 - tone) * 0.82 + rim * 0.35
    loaded = smoothstep(-1.2, 1.0, noise(rng, 12.0, size))
    line = smoothstep(0.10, 0.34, edges) * (0.5 + 0.45 * loaded)
    ink = np.maximum(ink, line) + 0.02 * noise(rng, 0.7, size)
    paper, pigment = colour(0.965, 0.955, 0.925), colour(0.07, 0.075, 0.10)
    if not canvas.attributes & COLOURLESS:
        tint = blur(image, 4.0 * unit)
        tint = tint - luminance(tint)
        paper = paper + tint * 0.32
    return np.clip(mix(paper, pigment, np.clip(ink, 0, 0.97)), 0.0, 1.0)


def pencil_sketch(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Outlines and hatching whose density follows the tone; white pencil on dark paper for dark pictures."""
    rng = canvas.rng_for("pencil sketch")
    size, unit = canvas.size, canvas.unit
    dark = is_dark(image)
    tone = stretch(luminance(image))
    wave = noise(rng, 14.0, size)
    x, y = coordinates(size)
    first = np.sin((x + y) * 1.05 + wave * 1.6)
    second = np.sin((x - y) * 1.05 + wave * 1.6 + 1.0)
    need = (tone if dark else 1.0 - tone) * (0.62 + 0.38 * canvas.subject)  # few lines behind, so that shapes stand out
    pressure = 0.8 + 0.2 * noise(rng, 2.5, size)
    marks = smoothstep(-0.25, 0.9, first + need * 1.7 - 0.95) * smoothstep(0.10, 0.45, need) * 0.62
    marks = marks + smoothstep(-0.2, 0.9, second + need * 1.7 - 1.35) * smoothstep(0.45, 0.85, need) * 0.45
    marks = marks * pressure
    edges = smoothstep(0.09, 0.38, contour(image, canvas, width=0.8))
    lead = np.clip(np.maximum(marks, edges * 0.92), 0, 0.95)
    lead = lead * (0.90 + 0.14 * noise(rng, 0.0, size))
    paper, graphite = colour(0.972, 0.965, 0.948), colour(0.17, 0.17, 0.19)
    if dark:
        paper, graphite = colour(0.13, 0.14, 0.19), colour(0.93, 0.92, 0.90)
    if not canvas.attributes & COLOURLESS:
        tint = blur(image, 2.0 * unit)
        tint = tint - luminance(tint)
        paper, graphite = paper + tint * 0.16, graphite + tint * 0.75
    paper = paper + (0.012 * noise(rng, 0.7, size))
    return np.clip(mix(paper, graphite, lead), 0.0, 1.0)


def charcoal_drawing(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Broad dark strokes smudged along one direction, deep blacks, the grain of rough paper."""
    rng = canvas.rng_for("charcoal drawing")
    size, unit = canvas.size, canvas.unit
    tone = stretch(luminance(image), 2.0, 96.0)
    smear = 0.45 * tone + 0.55 * blur(tone, 3.2 * unit)
    x, y = coordinates(size)
    wave = noise(rng, 18.0, size)
    drag = np.sin((x * 0.5 + y) * 0.85 + wave * 2.0) * 0.5 + noise(rng, 2.5, size) * 0.5
    tooth = 0.7 * noise(rng, 0.6, size) + 0.3 * noise(rng, 1.3, size)
    coal = np.clip(1.0 - smear, 0.0, 1.0) ** 1.15 * 0.98 + 0.05
    coal = coal + (0.14 * drag + 0.16 * tooth) * np.clip(coal * 2.4, 0.15, 1.0) * (1.15 - 0.6 * coal)
    edges = blur(contour(image, canvas, width=1.7), 0.9 * unit)
    coal = np.maximum(coal, smoothstep(0.06, 0.5, edges + 0.05 * tooth) * 0.97)
    light = smoothstep(0.80, 0.97, tone) * 0.3  # kneaded eraser
    coal = np.clip(coal - light * (1.0 - edges), 0.0, 0.96)
    paper, black = colour(0.885, 0.87, 0.84), colour(0.055, 0.05, 0.055)
    if not canvas.attributes & COLOURLESS:
        tint = blur(image, 5.0 * unit)
        paper = paper + (tint - luminance(tint)) * 0.14
    return np.clip(mix(paper, black, coal), 0.0, 1.0)


def woodcut_print(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Black ink from a carved block over flat tints: solid darks, carved half-tones, bare lights."""
    rng = canvas.rng_for("woodcut print")
    size, unit = canvas.size, canvas.unit
    tone = stretch(blur(luminance(image), 1.0 * unit))
    x, y = coordinates(size)
    wave = noise(rng, 14.0, size)
    behind = np.sin(y * 0.98 + 1.6 * np.sin(x * 0.035 + wave) + 0.5 * wave)
    front = np.sin((x * 0.8 + y * 0.8) * 1.05 + 0.5 * wave)
    carved = np.where(canvas.subject > 0.5, front, behind)
    # share of the stripe that stays uncut: none in the lights, three quarters just above the solid darks
    share = np.clip(0.95 - 1.35 * tone, 0.0, 0.78)
    ink = smoothstep(-0.16, 0.16, carved - np.cos(np.pi * share)) * smoothstep(0.0, 0.12, share)
    ink = np.maximum(ink, smoothstep(0.13, 0.08, tone))
    edges = contour(image, canvas, width=1.3)
    halo = smoothstep(0.10, 0.30, blur(edges, 1.8 * unit))
    line = smoothstep(0.30, 0.42, edges)
    # a carved white gap around every outline keeps shapes apart on dark ground
    ink = np.maximum(ink * (1.0 - halo * smoothstep(0.5, 0.3, tone)), line * smoothstep(0.12, 0.2, tone))
    ink = ink * (1.0 - 0.10 * (noise(rng, 0.8, size) > 1.6))
    paper = colour(0.945, 0.915, 0.845)
    if not canvas.attributes & COLOURLESS:
        tint = blur(image, 1.6 * unit)
        tint = tint - luminance(tint)
        paper = paper * 0.9 + tint * 0.85
    paper = paper * (1.0 + 0.015 * noise(rng, 2.0, size))
    return np.clip(mix(paper, colour(0.085, 0.07, 0.075), ink), 0.0, 1.0)


_OWN_LINES = frozenset({"pixel art", "stained glass", "woodcut print"})


def bold_outlines(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """The subject's outline once more, over a medium that has swallowed the one that was drawn."""
    if canvas.attributes & _OWN_LINES or "neon colors" in canvas.attributes:
        return image
    soft = blur(canvas.subject, 2.2 * canvas.unit)
    line = smoothstep(0.66, 0.46, np.abs(soft - 0.5) * 2.0)
    return mix(image, image * 0.12 + 0.02, line)


def paper_cutout(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Fibres in every sheet, a lit upper edge and a shaded lower one where a sheet ends."""
    rng = canvas.rng_for("paper cutout")
    size, unit = canvas.size, canvas.unit
    fibre = 0.020 * noise(rng, 0.7, size) + 0.014 * noise(rng, 2.5, size)
    threads = np.exp(-np.square(noise(rng, 3.2, size) / 0.05)) * 0.02
    height = luminance(image) + 0.4 * canvas.subject
    light = np.clip(relief(blur(height, 0.7 * unit), unit), -0.4, 0.4)
    curl = np.clip(relief(blur(height, 4.0 * unit), unit), -0.2, 0.2)
    shaded = image * (1.0 + 0.16 * light + 0.5 * curl)
    return np.clip(shaded + (fibre - threads) + 0.10 * np.clip(light, 0, 1), 0.0, 1.0)


def sketchy_lines(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Several loose strokes search for every outline, overshoot and never quite meet."""
    rng = canvas.rng_for("sketchy lines")
    size, unit = canvas.size, canvas.unit
    edges = contour(image, canvas, width=0.9)
    tone = luminance(blur(image, 3.0 * unit))
    sway = [2.1 * unit * noise(rng, 8.0, size) for _ in range(3)]
    pressure = np.clip(0.70 + 0.28 * noise(rng, 6.0, size), 0.1, 0.95)
    drawn = np.zeros((size, size), np.float32)
    for k in range(3):
        dx, dy = sway[k] + rng.uniform(-1.5, 1.5) * unit, sway[k - 1] + rng.uniform(-1.5, 1.5) * unit
        line = smoothstep(0.15, 0.32, warp(edges[None], dx, dy)[0])
        drawn = np.maximum(drawn, line * (pressure if k else 0.92) * (1.0 - 0.08 * k))
    light = smoothstep(0.30, 0.22, tone) if is_dark(image) else np.zeros_like(tone)
    lead = mix(colour(0.10, 0.09, 0.11), colour(0.94, 0.93, 0.90), light)
    return np.clip(mix(image, lead, drawn * 0.92), 0.0, 1.0)
