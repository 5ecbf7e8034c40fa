"""Contact sheets of what the artist draws: every look of every subject, settings, seasons, pairs, worlds.

Knows which scenes stand on which sheet. Sheets of the attributes are left to ``gallery``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageDraw, ImageFont

from training.atelier.artist import draw
from training.atelier.scene import Scene
from training.atelier.scenery import SEASONAL, SEASONS, SETTINGS
from training.atelier.subjects import SUBJECTS
from training.atelier.words import plain_words
from training.atelier.worlds import WORLDS, sample_scene

_LABEL = 16
_PLAIN = frozenset[str]()


def contact_sheet(scenes: Sequence[tuple[Scene, str]], columns: int, *, cell: int = 176) -> Image.Image:
    """Scenes in rows, each under its label."""
    rows = -(-len(scenes) // columns)
    sheet = Image.new("RGB", (columns * cell, rows * (cell + _LABEL)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12 if cell > 150 else 11)
    for i, (scene, label) in enumerate(scenes):
        x, y = i % columns * cell, i // columns * (cell + _LABEL)
        picture = Image.fromarray(draw(scene, 256)).resize((cell - 4, cell - 4), Image.Resampling.LANCZOS)
        sheet.paste(picture, (x + 2, y + _LABEL))
        pen.text((x + 4, y + 1), label, fill="black", font=font)
    return sheet


def looks() -> list[tuple[Scene, str]]:
    """Every look of every subject, each in another of its settings."""
    shown = []
    for subject in SUBJECTS.values():
        for variant in range(len(subject.looks)):
            fitting = [s for s in subject.settings if variant in subject.variants_in(s)]
            scene = Scene(subject.name, fitting[variant % len(fitting)], _PLAIN, 3 + variant, 0.3, variant)
            own = subject.look(variant).phrases or subject.names
            shown.append((scene, min(own, key=len)))
    return shown


def places() -> list[tuple[Scene, str]]:
    """Every setting with two of the subjects that are at home there."""
    shown = []
    for i, setting in enumerate(SETTINGS):
        home = [s for s in SUBJECTS.values() if setting in s.settings]
        for k in range(2):
            subject = home[(i + 3 * k) % len(home)]
            fitting = subject.variants_in(setting)
            shown.append((Scene(subject.name, setting, _PLAIN, 7 * i + k, 0.6, fitting[k % len(fitting)]), setting))
    return shown


def seasons() -> list[tuple[Scene, str]]:
    """Eight scenes in the four seasons, one season a row."""
    models = (
        ("house", "in the mountains"), ("tree", "by a lake"), ("fox", "in a forest"), ("bicycle", "in a park"),
        ("cat", "in a village"), ("castle", "on a hill"), ("car", "on a country road"), ("person", "in a town"),
    )  # fmt: skip
    assert all(setting in SEASONAL for _, setting in models)
    return [
        (Scene(subject, setting, _PLAIN, 30 + i, 0.3, i % 3, season=season), f"{setting}, {season}")
        for season in SEASONS
        for i, (subject, setting) in enumerate(models)
    ]


def pairs(count: int = 48) -> list[tuple[Scene, str]]:
    """Random pairs."""
    rng, world = random.Random(2), replace(WORLDS["full"], companion=1.0, season=0.0, plain=1.0)
    shown: list[tuple[Scene, str]] = []
    while len(shown) < count:
        scene = sample_scene(rng, world)
        if scene.companion:
            shown.append((scene, plain_words(scene)))
    return shown


def world(name: str, count: int = 48) -> list[tuple[Scene, str]]:
    """Random scenes of a world."""
    rng = random.Random(5)
    return [(scene, scene.subject) for scene in (sample_scene(rng, WORLDS[name]) for _ in range(count))]


def sheets() -> dict[str, Image.Image]:
    """The sheets by file name."""
    made = {
        "subjects": contact_sheet(looks(), 12, cell=132),
        "settings": contact_sheet(places(), 12, cell=132),
        "seasons": contact_sheet(seasons(), 8),
        "pairs": contact_sheet(pairs(), 8, cell=190),
    }
    return made | {f"world-{name}": contact_sheet(world(name), 8) for name in WORLDS}
