"""Scenes: what a picture shows and how, drawn at random from a world, and captions for them."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from training.atelier.attributes import ATTRIBUTES, SLOTS, compatible
from training.atelier.subjects import SUBJECTS


@dataclass(frozen=True)
class Scene:
    """Everything that decides a picture. Equal scenes give equal pictures.

    ``jitter`` scales how freely subject and camera move (1 = the whole range).
    """

    subject: str
    setting: str
    attributes: frozenset[str]
    seed: int
    jitter: float = 1.0


_SHARE = {
    "palette": 0.6, "saturation": 0.16, "contrast": 0.16, "light": 0.3, "shadow": 0.12, "time": 0.42,
    "atmosphere": 0.25, "medium": 0.72, "brush": 0.1, "texture": 0.14, "line": 0.26, "shape": 0.1,
    "composition": 0.32, "symmetry": 0.06, "detail": 0.14, "distance": 0.2, "angle": 0.16, "depth": 0.14,
    "pattern": 0.16, "movement": 0.08, "mood": 0.18, "finish": 0.14,
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """Which scenes may occur: a vocabulary and the share of pictures in which each slot is filled.

    ``plain`` is the share of pictures without any attribute, the style of an unadorned prompt.
    """

    name: str
    subjects: tuple[str, ...]
    attributes: tuple[str, ...]
    settings: int = 99
    jitter: float = 1.0
    plain: float = 0.12
    share: Mapping[str, float] = field(default_factory=lambda: _SHARE)

    def settings_of(self, subject: str) -> tuple[str, ...]:
        return SUBJECTS[subject].settings[: self.settings]


WORLDS: dict[str, World] = {
    "full": World("full", tuple(SUBJECTS), tuple(ATTRIBUTES)),
    "mini": World(
        "mini",
        ("house", "castle", "lighthouse", "cat", "fish", "boat", "rocket", "balloon"),
        (
            "warm colors", "cool colors", "pastel colors", "neon colors", "monochrome", "earth tones",
            "vivid colors", "muted colors", "high contrast", "low contrast",
            "night", "sunset", "bright daylight", "foggy", "snowy", "starry sky",
            "watercolor", "oil painting", "pixel art", "pencil sketch", "stained glass", "mosaic",
            "woodcut print", "flat vector", "pointillism",
            "bold outlines", "soft edges", "grainy texture", "minimalist composition", "busy composition",
        ),
        settings=2, jitter=0.45, plain=0.15,
    ),
}  # fmt: skip
"""``full`` is all the artist can do; ``mini`` is what the first bundled model learns."""


def sample_attributes(rng: random.Random, world: World) -> frozenset[str]:
    """A random set of attributes that can be seen together, at most one of a slot."""
    if rng.random() < world.plain:
        return frozenset()
    chosen: list[str] = []
    slots = list(SLOTS)
    rng.shuffle(slots)
    for slot in slots:
        names = [n for n in SLOTS[slot] if n in world.attributes]
        if names and rng.random() < world.share[slot]:
            fitting = [n for n in names if all(compatible(n, other) for other in chosen)]
            if fitting:
                chosen.append(rng.choice(fitting))
    return frozenset(chosen)


def sample_scene(rng: random.Random, world: World) -> Scene:
    """A random scene of a world; the sequence is decided by ``rng`` alone."""
    subject = rng.choice(world.subjects)
    setting = rng.choice(world.settings_of(subject))
    return Scene(subject, setting, sample_attributes(rng, world), rng.getrandbits(32), world.jitter)


_MEDIA_PHRASE = {
    "watercolor": "a watercolor of {}", "oil painting": "an oil painting of {}", "pixel art": "pixel art of {}",
    "pencil sketch": "a pencil sketch of {}", "mosaic": "a mosaic of {}", "woodcut print": "a woodcut print of {}",
    "stained glass": "a stained glass window of {}", "charcoal drawing": "a charcoal drawing of {}",
    "crayon drawing": "a crayon drawing of {}", "paper cutout": "a paper cutout of {}",
}  # fmt: skip


def caption(scene: Scene, rng: random.Random) -> tuple[str, frozenset[str]]:
    """One caption and the names it mentions (subject and setting included).

    Captions vary in order, synonyms and completeness: most say everything, some only the
    attributes (as lists of preferences do), some leave the setting or one attribute out. A caption
    without attributes is only ever given to a plain picture, so that an unadorned prompt has one
    look.
    """
    mentioned = set(scene.attributes)
    if len(mentioned) > 1 and rng.random() < 0.15:
        mentioned.discard(rng.choice(sorted(mentioned)))
    phrases = {name: rng.choice(ATTRIBUTES[name].phrases) if rng.random() < 0.6 else name for name in sorted(mentioned)}
    order = list(phrases)
    rng.shuffle(order)
    if mentioned and rng.random() < 0.16:
        return ", ".join(phrases[n] for n in order), frozenset(mentioned)
    what = SUBJECTS[scene.subject].phrases[0] if rng.random() < 0.6 else rng.choice(SUBJECTS[scene.subject].phrases)
    mentioned.add(scene.subject)
    if rng.random() < 0.85:
        what += " " + scene.setting
        mentioned.add(scene.setting)
    medium = next((n for n in order if n in _MEDIA_PHRASE), None)
    if medium and rng.random() < 0.3:
        order.remove(medium)
        what = _MEDIA_PHRASE[medium].format(what)
    rest = [phrases[n] for n in order]
    parts = [*rest, what] if rng.random() < 0.25 else [what, *rest]
    if len(rest) == 1 and parts[0] == what and rng.random() < 0.3:
        return f"{what} with {rest[0]}", frozenset(mentioned)
    return ", ".join(parts), frozenset(mentioned)


def captions(scene: Scene, rng: random.Random, n: int, *, mentions: bool = False) -> list:  # type: ignore[type-arg]
    """n captions; with ``mentions`` each as (text, names it mentions)."""
    made = [caption(scene, rng) for _ in range(n)]
    return made if mentions else [text for text, _ in made]
