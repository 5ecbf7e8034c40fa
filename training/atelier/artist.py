"""The artist: a scene in, a picture out."""

from __future__ import annotations

import random

import numpy as np

from training.atelier import media
from training.atelier.canvas import Canvas
from training.atelier.palettes import Palette, choose, mix
from training.atelier.scene import Scene
from training.atelier.scenery import SETTINGS, fog, weather
from training.atelier.subjects import SUBJECTS, WIDE

BLACK, WHITE = 10.0, 245.0
"""Ink is not quite black and paper not quite white: what goes beyond them in a generated picture was clipped."""


def draw(scene: Scene, size: int = 256) -> np.ndarray:
    """Draw a scene: (size, size, 3) uint8 RGB.

    Deterministic in the scene; the same scene at another size is the same picture.
    """
    rng = random.Random(scene.seed)
    canvas = Canvas(size, choose(scene.attributes, rng), scene.attributes, rng)
    stage = SETTINGS[scene.setting](canvas, scene.jitter)
    subject = SUBJECTS[scene.subject]
    y = min(stage.y, 234.0)
    if scene.subject in WIDE:
        y = stage.horizon + 10
        fog(canvas, y - 40)
    if canvas.busy and scene.subject not in WIDE:
        for x, share in ((stage.x - 84, 0.42), (stage.x + 86, 0.38)):
            subject.draw(canvas, x, y - 6, stage.height * share)
    canvas.push_layer()
    subject.draw(canvas, stage.x, y, stage.height)
    slant = 1.5 if stage.x < 128 else -1.5
    mask = canvas.pop_layer(cast_shadow=(y, slant) if "long shadows" in scene.attributes else None)
    if scene.subject in WIDE:
        fog(canvas, y)
    canvas.light_windows()
    if stage.front:
        stage.front()
    weather(canvas)
    image = canvas.pixels()
    if "snowy" in scene.attributes and stage.under_the_sky:
        image = snow_cover(image, mask, canvas.palette)
    if "symmetrical composition" in scene.attributes:
        half = image[:, : size // 2]
        image = np.concatenate([half, half[:, ::-1]], axis=1) if size % 2 == 0 else image
        mask = np.maximum(mask, mask[:, ::-1])
    image = media.apply(image, scene.attributes, rng=np.random.default_rng(scene.seed), subject=mask)
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
