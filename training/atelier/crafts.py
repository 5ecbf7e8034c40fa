"""Pictures that were made by hand of something else than paint: thread, clay, torn paper, chalk, spray, glass tubes.

Knows materials and how they take the light. Stones, panes and pixels are in ``cells``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from training.atelier.cells import cells
from training.atelier.focus import kuwahara
from training.atelier.overlay import ink, over
from training.atelier.raster import (
    COLOURLESS,
    Canvas,
    blur,
    cell_means,
    colour,
    contour,
    coordinates,
    fetch,
    gradient,
    is_dark,
    luminance,
    mix,
    noise,
    relief,
    resize,
    sample,
    saturate,
    shift,
    smoothstep,
    stretch,
)
from training.atelier.strokes import lay_strokes

if TYPE_CHECKING:
    import skia


def embroidery(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Satin stitch: short glossy threads side by side on linen, thicker and padded on the subject."""
    rng = canvas.rng_for("embroidery")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    flat = saturate(blur(image, 1.2 * unit), 1.3)
    # each area is filled in a direction of its own
    area = np.clip(np.floor(stretch(blur(luminance(image), 1.5 * unit)) * 4.0), 0, 3).astype(np.int32)
    turns = np.array([[1, 7, 2, 0], [4, 3, 5, 4]], np.int32)
    direction = turns[(canvas.subject > 0.5).astype(np.int32), area]
    thread, height = lay_strokes(flat, canvas, rng, direction, length=13.0, width=3.0, variety=0.055)
    edges = smoothstep(0.16, 0.40, contour(image, canvas, width=1.2))
    light = relief(blur(height, 0.4 * unit), unit)
    pad = np.clip(relief(blur(canvas.subject, 3.0 * unit), unit) * 1.6, -0.3, 0.3)
    gloss = np.clip(height - 0.55, 0, 1) * 0.35
    lit = thread * (0.72 + 0.35 * height + 0.30 * np.clip(light, -1, 1) + pad) + gloss * 0.35
    weave = np.cos(x * (2 * np.pi / 3.2)) * np.cos(y * (2 * np.pi / 3.2))
    linen = colour(0.86, 0.81, 0.71) * (0.94 + 0.10 * weave + 0.03 * noise(rng, 1.0, size))
    hole = smoothstep(0.30, 0.12, height)
    border = smoothstep(118.0, 122.0, np.maximum(np.abs(x - 128), np.abs(y - 128)) + 1.6 * np.cos((x + y) / 2.2))
    stitched = mix(lit, lit * 0.48, hole)
    stitched = mix(stitched, stitched * 0.62, edges * 0.7)
    return np.clip(mix(stitched, linen, border), 0.0, 1.0)


def clay_model(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Modelled in plasticine: soft lumps with rounded rims, thumb marks, a broad sheen and real shadows."""
    rng = canvas.rng_for("clay model")
    size, unit = canvas.size, canvas.unit
    flat = kuwahara(image, 2 * round(2.6 * unit) + 1)
    edges = smoothstep(0.10, 0.34, contour(flat, canvas, width=1.6))
    rounded = 1.0 - blur(edges, 2.2 * unit)
    lump = rounded * 1.9 + 0.9 * blur(canvas.subject, 2.2 * unit) - 0.55 * blur(edges, 5.0 * unit)
    thumb = 0.16 * noise(rng, 7.0, size) + 0.05 * noise(rng, 2.4, size)
    gx, gy = gradient(blur(lump + thumb, 0.8 * unit))
    light = np.clip(-(gx + gy) * 2.6 * unit, -0.62, 0.62)
    gloss = np.exp(-np.square((light - 0.34) / 0.13)) * 0.26
    shadow = blur(shift(canvas.subject, round(7 * unit), round(8 * unit)), 4.0 * unit) * (1.0 - canvas.subject)
    matt = saturate(flat, 1.12) * 0.90 + 0.05
    lit = matt * (1.0 + 0.85 * light) * (1.0 - 0.5 * shadow) * (1.0 - 0.42 * smoothstep(0.35, 0.9, edges))
    return np.clip(lit + gloss, 0.0, 1.0)


def collage(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Torn papers glued over each other: newsprint, spots, stripes, plain sheets; white torn rims and small shadows."""
    rng = canvas.rng_for("collage")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    table = cells("scrap", rng, size)
    steps = np.arange(size)
    tear = [noise(rng, 2.2, size) * 1.3 + noise(rng, 7.0, size) * 3.4 for _ in (0, 1)]
    ax, ay = ((t * unit).astype(np.intp) for t in tear)
    tone = blur(luminance(image), 1.6 * unit)
    level = np.clip(np.floor(stretch(tone) * 3.0), 0, 2).astype(np.int32)
    inside = (canvas.subject > 0.5).astype(np.int32)
    scrap = fetch(table.label[None].astype(np.float32), steps + ax, steps[:, None] + ay)[0].astype(np.int32)
    label = scrap * 6 + level * 2 + inside
    count = table.count * 6
    body = np.arange(count) % 2  # bright sheets for the subject, pale ones around it
    means = cell_means(image, label, count)
    dark = is_dark(image)
    papers = mix(saturate(means, 1.1), np.full_like(means, 0.9), 0.03 if dark else 0.22)
    papers = np.where(body == 1, saturate(means, 1.6), papers) + rng.normal(0.0, 0.045, (3, count)).astype(np.float32)
    pick = rng.integers(0, 6, count)[label]
    sheet = sample(np.clip(papers, 0, 1), label)
    row = np.mod(y, 5.0)
    words = (row < 2.4) & (
        np.sin(x * 1.9 + np.floor(y / 5.0) * 4.1) + np.sin(x * 0.83 + np.floor(y / 5.0) * 1.7) > -0.9
    )
    spots = smoothstep(2.6, 1.9, np.hypot(np.mod(x, 9.0) - 4.5, np.mod(y, 9.0) - 4.5))
    bars = smoothstep(-0.15, 0.15, np.sin((x + y) * 0.75))
    pale = mix(sheet, colour(0.95, 0.93, 0.88), 0.14 if dark else 0.45)
    sheet = np.where(pick == 1, mix(pale, pale * 0.42, 0.75 * words), sheet)
    sheet = np.where(pick == 2, mix(sheet, mix(sheet, colour(1.0, 0.98, 0.92), 0.22 if dark else 0.62), spots), sheet)
    sheet = np.where((pick == 3), mix(sheet, sheet * 0.78 + 0.02, bars), sheet)
    height = rng.permutation(count).astype(np.float32)[label] / count + 1.2 * inside
    step = max(1, round(1.3 * unit))
    edge = np.zeros((size, size), np.float32)
    for dx, dy in ((step, 0), (-step, 0), (0, step), (0, -step)):
        edge = np.maximum(edge, (height > shift(height, dx, dy) + 1e-6).astype(np.float32))
    torn = blur(edge, 0.5 * unit) * np.clip(0.85 + 0.4 * noise(rng, 1.6, size), 0, 1)
    under = shift(height, round(2.2 * unit), round(2.8 * unit)) - height
    shadow = blur((under > 1e-6).astype(np.float32), 1.3 * unit)
    fibre = 0.02 * noise(rng, 0.8, size)
    return np.clip(mix(sheet * (1.0 - 0.38 * shadow) + fibre, colour(0.97, 0.96, 0.93), torn * 0.92), 0.0, 1.0)


def chalk_drawing(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Coloured chalk on a school blackboard: dusty broken strokes, thick outlines, wiped traces of what was before."""
    rng = canvas.rng_for("chalk drawing")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    green = rng.random() < 0.65 and not canvas.attributes & COLOURLESS
    board = colour(0.115, 0.215, 0.175) if green else colour(0.125, 0.125, 0.135)
    wiped = 0.5 + 0.5 * np.sin((x * 0.35 + y) / 13.0 + 1.6 * noise(rng, 22.0, size))
    board = board + 0.05 * wiped + 0.02 * noise(rng, 1.2, size)
    tone = stretch(luminance(image))
    tooth = 0.7 * noise(rng, 0.7, size) + 0.45 * noise(rng, 1.3, size)
    slope = 1.0 if rng.random() < 0.5 else -1.0
    stroke = np.cos((x * slope + y * 0.75) * 0.92 + 1.2 * noise(rng, 9.0, size))
    body = np.where(canvas.subject > 0.5, 0.72 + 0.4 * tone, 0.06 + 0.62 * tone)
    fill = smoothstep(-0.2, 0.9, 0.62 * stroke + 1.5 * body - 0.72 + 0.50 * tooth) * (0.55 + 0.35 * canvas.subject)
    edges = smoothstep(0.10, 0.36, contour(image, canvas, width=1.7))
    line = smoothstep(0.05, 0.75, edges + 0.24 * tooth * edges) * 0.95
    chalk = np.clip(saturate(image, 2.0) * 0.70 + 0.34, 0.0, 1.0)
    dust = 0.10 * blur(np.maximum(fill, line), 5.0 * unit)
    drawn = mix(board + dust, chalk, fill)
    return np.clip(mix(drawn, mix(chalk, colour(0.97, 0.97, 0.94), 0.62), line), 0.0, 1.0)


def spray_paint(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Sprayed on a brick wall: soft clouds of loud colour, black lines with overspray, speckles and runs."""
    rng = canvas.rng_for("spray paint")
    size, unit = canvas.size, canvas.unit
    x, y = coordinates(size)
    mist = [noise(rng, 0.0, size), noise(rng, 0.0, size)]
    soft = saturate(blur(image, 1.7 * unit), 1.6)
    steps = np.arange(size)
    reach = 2.6 * unit * (1.0 - 0.55 * canvas.subject)
    paint = fetch(soft, steps + (mist[0] * reach).astype(np.intp), steps[:, None] + (mist[1] * reach).astype(np.intp))
    paint = mix(paint, soft, 0.45) * 1.05
    wall = brick_wall(canvas, rng) * colour(0.80, 0.74, 0.70) + 0.12
    far = np.maximum(np.abs(x - 128), np.abs(y - 128)) + 13.0 * noise(rng, 13.0, size) + 5.0 * mist[0]
    cloud = smoothstep(124.0, 96.0, far)
    cover = np.maximum(cloud * 0.93, blur(canvas.subject, 1.6 * unit))
    sprayed = mix(wall, mix(paint, paint * (0.55 + 0.6 * luminance(wall)), 0.35), cover)
    edges = contour(image, canvas, width=2.6)
    line = smoothstep(0.12, 0.40, edges) * 0.9
    over_spray = smoothstep(0.9, 1.5, mist[1]) * blur(edges, 4.0 * unit) * 1.1
    black = np.clip(np.maximum(line * (0.75 + 0.5 * canvas.subject), over_spray), 0.0, 0.94)
    sprayed = mix(sprayed, colour(0.07, 0.06, 0.10), black)
    return np.clip(over(sprayed, lambda cv: _runs(cv, np.clip(soft, 0, 1), canvas, rng)), 0.0, 1.0)


def brick_wall(canvas: Canvas, rng: np.random.Generator) -> np.ndarray:
    """Grey bricks with pale joints, ``(S, S)`` about 0.35 ... 0.75."""
    x, y = coordinates(canvas.size)
    row = np.floor(y / 13.0)
    u, v = np.mod(x + 14.0 * np.mod(row, 2.0), 28.0), np.mod(y, 13.0)
    joint = smoothstep(1.5, 0.7, np.minimum(np.minimum(u, 28.0 - u), np.minimum(v, 13.0 - v)))
    each = np.sin((np.floor((x + 14.0 * np.mod(row, 2.0)) / 28.0) * 7.1 + row * 3.7) * 2.3)
    return 0.52 + 0.07 * each + 0.03 * noise(rng, 1.0, canvas.size) + 0.20 * joint


def _runs(cv: skia.Canvas, paint: np.ndarray, canvas: Canvas, rng: np.random.Generator) -> None:
    """Drips that run down from the lower edge of what was sprayed thickly."""
    import skia

    columns = np.flatnonzero((canvas.subject > 0.5).any(axis=0))
    for k in range(13):
        low, high = (columns[0], columns[-1]) if len(columns) and k % 3 else (0, canvas.size - 1)
        column = int(rng.integers(low, high + 1))
        rows = np.flatnonzero(canvas.subject[:, column] > 0.5)
        row = int(rows[-1]) - 2 if len(rows) else int(rng.uniform(0.2, 0.75) * canvas.size)
        row = int(np.clip(row, 0, canvas.size - 1))
        tint = [float(v) for v in paint[:, row, column]]
        x, y, length, wide = column / canvas.unit, row / canvas.unit, rng.uniform(12, 46), rng.uniform(1.0, 1.9)
        brush = ink(tint[0], tint[1], tint[2])
        cv.drawRect(skia.Rect.MakeXYWH(x - wide / 2, y, wide, length), brush)
        cv.drawCircle(x, y + length, wide * 0.85, brush)


def neon_sign(image: np.ndarray, canvas: Canvas) -> np.ndarray:
    """Bent glass tubes on a dark brick wall: bright lines in pure colours, each with its glow on the bricks."""
    rng = canvas.rng_for("neon sign")
    size, unit = canvas.size, canvas.unit
    edges = contour(image, canvas, width=1.9)
    tube = smoothstep(0.22, 0.46, edges)
    near = blur(image, 1.6 * unit)
    pure = near - near.min(0) * 0.92
    pure = pure / (pure.max(0) + 0.06)
    hue = noise(rng, 30.0, size)
    spare = mix(colour(0.15, 0.85, 1.0), colour(1.0, 0.20, 0.70), smoothstep(-0.25, 0.25, hue))
    chroma = smoothstep(0.05, 0.22, near.max(0) - near.min(0))
    tint = mix(spare, pure, 0.85 * chroma)
    tint = tint * 0.92 + 0.05
    small = resize(tube * tint, size // 2)
    glow = resize(0.9 * blur(small, 1.6 * unit) + 1.5 * blur(small, 5.5 * unit), size)
    wall = brick_wall(canvas, rng) * colour(0.20, 0.15, 0.22) - 0.015
    lit = wall * (0.75 + 2.6 * glow) + 0.62 * glow
    core = smoothstep(0.40, 0.78, edges)
    return np.clip(mix(mix(lit, tint * 1.15, tube * 0.9), colour(1.0, 0.98, 0.99), core * 0.85), 0.0, 1.0)
