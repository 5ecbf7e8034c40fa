"""Pictures in lines and dots of ink: engraving, risograph, halftone, blueprint.

Knows screens, rulings and registers. The woodcut is in ``drawing``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

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
    saturate,
    shift,
    smoothstep,
    stretch,
)

if TYPE_CHECKING:
    import skia


def engraving(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Copperplate: fine swelling lines that follow the forms, crossed in the darks, on cream paper."""
    rng = canvas.rng_for("engraving")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    tone = stretch(luminance(image))
    soft = blur(tone, 2.5 * unit)
    fx, fy, _ = (v / unit for v in canvas.focus)
    pitch = 2.0 * np.pi / 4.3
    body = blur(canvas.subject, 8.0 * unit)
    around = np.hypot(x - fx, (y - fy) * 1.1 + 50.0)
    behind = y + 3.0 * np.sin(x / 42.0) + 7.0 * soft
    first = np.where(canvas.subject > 0.5, around + 16.0 * body, behind) * pitch
    second = ((x - y) * 0.72 + 6.0 * soft) * pitch
    need = 1.0 - tone
    swell = np.cos(first) + 2.1 * need - 1.12
    lines = smoothstep(-0.22, 0.22, swell) * smoothstep(0.04, 0.16, need)
    cross = smoothstep(-0.25, 0.25, np.cos(second) + 2.0 * need - 2.0) * smoothstep(0.50, 0.66, need)
    edge = smoothstep(0.16, 0.34, contour(image, canvas, width=0.9))
    plate = np.clip(np.maximum(np.maximum(lines * 0.92, cross * 0.85), edge), 0.0, 0.96)
    paper = colour(0.955, 0.93, 0.865)
    if not canvas.attributes & COLOURLESS:
        tint = blur(image, 5.0 * unit)
        paper = paper + (tint - luminance(tint)) * 0.30
    paper = paper * (1.0 + 0.012 * noise(rng, 1.5, size))
    return np.clip(mix(paper, colour(0.12, 0.09, 0.10), plate), 0.0, 1.0)


def risograph_print(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Three loud inks, blue, fluorescent pink and yellow, grainy and never quite in register, on uncoated paper."""
    rng = canvas.rng_for("risograph print")
    size, unit = canvas.size, canvas.unit
    flat = blur(saturate(image, 1.9), 0.9 * unit)
    plates = smoothstep(0.14, 0.90, 1.0 - flat)
    plates[2] *= 1.0 - 0.75 * np.minimum(plates[0], plates[1])  # three inks on top of each other are mud
    page = colour(0.965, 0.95, 0.91) * (1.0 + 0.012 * noise(rng, 1.0, size))
    inks = (colour(0.02, 0.36, 0.74), colour(1.0, 0.28, 0.50), colour(1.0, 0.86, 0.08))
    ways = rng.permutation(np.array([[-3.2, 1.6], [2.6, -2.4], [1.0, 3.4]]))
    out = np.broadcast_to(page, image.shape)
    for plate, tint, (dx, dy) in zip(plates, inks, ways.tolist(), strict=True):
        steps = 3.76 * plate
        level = (np.floor(steps) + smoothstep(0.4, 0.6, steps - np.floor(steps))) / 4.0
        moved = shift(level, round(dx * unit), round(dy * unit))
        grain = 0.65 * noise(rng, 0.6, size) + 0.35 * noise(rng, 1.1, size)
        cover = moved + 0.20 * grain * np.sqrt(np.clip(moved * (1.05 - moved), 0, 1))
        cover = np.clip(cover * (0.94 + 0.05 * noise(rng, 20.0, size)), 0.0, 1.0)
        out = out * mix(np.float32(1.0), tint, cover)
    return np.clip(out, 0.0, 1.0)


def halftone_dots(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Printed in dots: a screen for each ink at an angle of its own, the dots large where the ink is dark."""
    x, y = coordinates(canvas.size)
    soft = blur(saturate(image, 1.25), 1.1 * canvas.unit)
    pitch = 2.0 * np.pi / 6.6
    black = np.square(np.clip(1.0 - soft.max(0), 0.0, 1.0))
    out = np.broadcast_to(colour(0.985, 0.97, 0.935), image.shape)
    plates = [*(np.clip(0.92 - soft - 0.6 * black, 0.0, 1.0)), black]
    inks = (colour(0.0, 0.62, 0.86), colour(0.90, 0.05, 0.48), colour(1.0, 0.90, 0.05), colour(0.07, 0.06, 0.09))
    for plate, tint, turn in zip(plates, inks, (15.0, 75.0, 0.0, 45.0), strict=True):
        c, s = float(np.cos(np.radians(turn))), float(np.sin(np.radians(turn)))
        screen = 0.5 + 0.25 * (np.cos((c * x + s * y) * pitch) + np.cos((c * y - s * x) * pitch))
        dot = smoothstep(-0.10, 0.10, screen - 1.0 + 0.98 * plate**0.8 - 0.02) * smoothstep(0.02, 0.08, plate)
        out = out * mix(np.float32(1.0), tint, dot)
    return np.clip(out, 0.0, 1.0)


def blueprint(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """White lines on Prussian blue paper with a grid, construction lines, measures and a title block."""
    rng = canvas.rng_for("blueprint")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    paper = colour(0.055, 0.215, 0.50) * (1.0 + 0.05 * noise(rng, 24.0, size) + 0.02 * noise(rng, 0.8, size))
    minor = np.maximum(_ruled(x, 8.0, 0.5), _ruled(y, 8.0, 0.5)) * 0.10
    major = np.maximum(_ruled(x, 32.0, 0.8), _ruled(y, 32.0, 0.8)) * 0.16
    tone = stretch(luminance(image))
    hatch = smoothstep(0.2, 0.75, np.cos((x + y) * (2.0 * np.pi / 5.5))) * canvas.subject * (0.12 + 0.30 * tone)
    line = smoothstep(0.14, 0.32, contour(image, canvas, width=0.8))
    bold = smoothstep(0.10, 0.30, np.abs(blur(canvas.subject, 0.9 * unit) - canvas.subject))
    white = np.clip(np.maximum(np.maximum(minor, major), np.maximum(hatch, np.maximum(line * 0.85, bold))), 0, 0.96)
    paper = mix(paper, colour(0.20, 0.42, 0.78), 0.72 * canvas.subject)
    drawn = mix(paper, colour(0.90, 0.95, 1.0), white)
    box = _extent(canvas)
    return np.clip(over(drawn, lambda cv: _measures(cv, box)), 0.0, 1.0)


def _ruled(steps: np.ndarray, pitch: float, width: float) -> np.ndarray:
    return smoothstep(width, width * 0.4, np.abs(np.mod(steps + pitch / 2, pitch) - pitch / 2))


def _extent(canvas: Canvas) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of the subject on the 256 grid; a middle box without one."""
    inside = canvas.subject > 0.5
    columns, rows = np.flatnonzero(inside.any(0)), np.flatnonzero(inside.any(1))
    if not len(columns):
        return 70.0, 70.0, 186.0, 200.0
    left, right, top, bottom = (float(v / canvas.unit) for v in (columns[0], columns[-1], rows[0], rows[-1]))
    return max(left, 20.0), max(top, 14.0), min(right, 240.0), min(bottom, 226.0)


def _measures(cv: skia.Canvas, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    pen, fine = ink(0.92, 0.96, 1.0, 0.95, width=1.3), ink(0.92, 0.96, 1.0, 0.75, width=0.9)
    low, side = min(bottom + 12, 244.0), max(left - 12, 9.0)
    for x in (left, right):
        cv.drawLine(x, top - 12, x, low + 4, fine)
    for y in (top, bottom):
        cv.drawLine(side - 4, y, right + 14, y, fine)
    cv.drawLine(left, low, right, low, pen)
    cv.drawLine(side, top, side, bottom, pen)
    for x, way in ((left, 1), (right, -1)):
        cv.drawLine(x, low, x + 5 * way, low - 2.2, pen)
        cv.drawLine(x, low, x + 5 * way, low + 2.2, pen)
    for y, way in ((top, 1), (bottom, -1)):
        cv.drawLine(side, y, side - 2.2, y + 5 * way, pen)
        cv.drawLine(side, y, side + 2.2, y + 5 * way, pen)
    cx, cy = (left + right) / 2, (top + bottom) / 2
    cv.drawCircle(cx, cy, max(right - left, bottom - top) * 0.62, fine)
    cv.drawLine(cx, top - 14, cx, bottom + 14, fine)
    for i in range(3):
        cv.drawLine(196.0, 236.0 + 5 * i, 250.0 - 12 * (i % 2), 236.0 + 5 * i, fine)
    import skia

    for inset in (4.0, 7.0):
        cv.drawRect(skia.Rect.MakeLTRB(inset, inset, 256 - inset, 256 - inset), fine)
    cv.drawRect(skia.Rect.MakeLTRB(190.0, 230.0, 252.0, 252.0), pen)
