"""The artist: a scene in, a picture out."""

from __future__ import annotations

import random
from dataclasses import replace

import numpy as np

from training.atelier import media
from training.atelier.canvas import Canvas
from training.atelier.emblems import behind, in_front
from training.atelier.pairs import arrange, look_of
from training.atelier.palettes import Palette, choose, mix
from training.atelier.raster import GRID, resize
from training.atelier.scene import Scene
from training.atelier.scenery import SEASONS, SETTINGS, Stage, fog, weather
from training.atelier.subjects import SUBJECTS

BLACK, WHITE = 10.0, 245.0
"""Ink is not quite black and paper not quite white: what goes beyond them in a generated picture was clipped."""

_LOWEST = 234.0  # no subject stands below this height


def paint(scene: Scene, size: int = 256) -> tuple[np.ndarray, np.ndarray]:
    """The vector half: the drawing, (size, size, 3) float32 RGB, and its subjects' mask, (size, size), in [0, 1]."""
    rng = random.Random(scene.seed)
    canvas = Canvas(size, choose(scene.attributes, rng), scene.attributes, rng)
    season = SEASONS[scene.season] if scene.season else None
    if season:
        canvas.palette = season.tint(canvas.palette)
    stage = SETTINGS[scene.setting](canvas, scene.jitter)
    canvas.light_windows()  # of what is behind, before anything stands in front of it
    canvas.lit_windows.clear()
    subject = SUBJECTS[scene.subject]
    draw_subject = subject.look(scene.variant).draw
    y = min(stage.y, _LOWEST)
    if season:
        season.ground(canvas, stage)
    behind(canvas, stage.x, y, stage.horizon)
    if subject.panorama:
        y = stage.horizon + 10
        fog(canvas, y - 40)
    if canvas.busy and stage.crowd and not subject.panorama:
        for x, share in ((stage.x - 84, 0.42), (stage.x + 86, 0.38)):
            draw_subject(canvas, x, y - 6, stage.height * share)
    canvas.push_layer()
    if scene.companion:
        _draw_two(canvas, scene, replace(stage, y=y))
    else:
        draw_subject(canvas, stage.x, y, stage.height)
    slant = 1.5 if stage.x < 128 else -1.5
    mask = canvas.pop_layer(cast_shadow=(y, slant) if "long shadows" in scene.attributes else None)
    if subject.panorama:
        fog(canvas, y)
    canvas.light_windows()
    if stage.front and (season is None or season.flowers):  # in seasonal settings the front is flowers alone
        stage.front()
    if season:
        season.front(canvas)
    weather(canvas)
    in_front(canvas)
    image = canvas.pixels()
    if stage.under_the_sky and ("snowy" in scene.attributes or scene.season == "winter"):
        image = snow_cover(image, mask, canvas.palette)
    if "symmetrical composition" in scene.attributes:
        half = image[:, : size // 2]
        image = np.concatenate([half, half[:, ::-1]], axis=1) if size % 2 == 0 else image
        mask = np.maximum(mask, mask[:, ::-1])
    return image, mask


def _draw_two(canvas: Canvas, scene: Scene, stage: Stage) -> None:
    """Subject and companion, the one that stands farther back first."""
    assert scene.companion is not None
    mirrored = "symmetrical composition" in scene.attributes
    first, second = arrange(stage, scene.subject, scene.companion, rng=canvas.rng, mirrored=mirrored)
    look = look_of(scene.companion, scene.subject, scene.setting, scene.variant)
    both = ((SUBJECTS[scene.subject].look(scene.variant).draw, first), (look, second))
    for paint_one, place in sorted(both, key=lambda item: item[1].y):
        paint_one(canvas, place.x, place.y, place.height)


def draw(scene: Scene, size: int = 256) -> np.ndarray:
    """Draw a scene: (size, size, 3) uint8 RGB.

    Deterministic in the scene; the same scene at another size is the same picture.
    """
    work = max(size, GRID)  # edges of a small drawing are other edges: small pictures are large ones reduced
    image, mask = paint(scene, work)
    image = media.apply(image, scene.attributes, rng=np.random.default_rng(scene.seed), subject=mask)
    image = resize(image.transpose(2, 0, 1), size).transpose(1, 2, 0)
    return (BLACK + (WHITE - BLACK) * np.clip(image, 0.0, 1.0) + 0.5).astype(np.uint8)


def snow_cover(image: np.ndarray, subject: np.ndarray, palette: Palette) -> np.ndarray:
    """Snow on every upper edge of the subject, its lower rim scalloped; all arrays as in ``media.apply``."""
    unit = subject.shape[0] / 256.0
    columns = np.arange(subject.shape[0]) / unit
    depth = (7.0 + 2.2 * np.sin(columns * 0.55) + 1.3 * np.sin(columns * 0.23 + 1.0)) * unit
    rows = np.arange(subject.shape[0], dtype=np.float32)[:, None]
    above = np.clip(np.rint(rows - depth[None, :]), 0, None).astype(np.intp)
    covered = np.take_along_axis(subject, above, axis=0) * (rows >= depth[None, :])
    cap = np.clip(subject - covered, 0.0, 1.0)[..., None]
    snow = np.asarray(mix(palette.light, (255.0, 255.0, 255.0), 0.6), np.float32) / 255.0
    return image * (1.0 - cap) + snow * cap
