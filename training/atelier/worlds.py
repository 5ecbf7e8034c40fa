"""Worlds: which scenes may occur, and how often; scenes drawn at random from them.

``mini`` is what the first bundled model learned; ``midi``, ``wide`` and ``full`` each hold the one before and more of
everything. Entropy decides how long a model has to learn: ``midi`` adds subjects and attributes, but no looks, pairs or
seasons, and moves its subjects less than any other.
"""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from training.atelier.attributes import ATTRIBUTES, SLOTS, compatible
from training.atelier.pairs import ALONE, companions_of
from training.atelier.scene import Scene
from training.atelier.scenery import SEASONAL, SEASONS
from training.atelier.subjects import SUBJECTS

_SHARE = {
    "palette": 0.6, "saturation": 0.16, "contrast": 0.16, "light": 0.3, "shadow": 0.12, "time": 0.42,
    "atmosphere": 0.25, "medium": 0.72, "brush": 0.1, "texture": 0.14, "line": 0.26, "shape": 0.1,
    "composition": 0.32, "symmetry": 0.06, "detail": 0.14, "distance": 0.2, "angle": 0.16, "depth": 0.14,
    "pattern": 0.16, "movement": 0.08, "mood": 0.18, "finish": 0.14,
}  # fmt: skip
_ALL_SLOTS = {  # rarer media and more movements: most movements leave room for few media
    "palette": 0.56, "saturation": 0.15, "contrast": 0.13, "light": 0.24, "shadow": 0.14, "time": 0.34,
    "atmosphere": 0.27, "medium": 0.54, "brush": 0.13, "texture": 0.13, "line": 0.20, "shape": 0.14,
    "composition": 0.25, "symmetry": 0.05, "detail": 0.10, "distance": 0.12, "angle": 0.16, "depth": 0.12,
    "pattern": 0.16, "movement": 0.32, "mood": 0.22, "finish": 0.20,
}  # fmt: skip


@dataclass(frozen=True)
class World:
    """Which scenes may occur: a vocabulary and the share of pictures in which each slot is filled.

    ``plain`` is the share of pictures without any attribute, the style of an unadorned prompt. ``settings`` and
    ``variants`` are how many of a subject's settings and looks occur, ``places`` names the settings of single subjects.
    ``most`` is the largest number of attributes of a picture; a share ``crowded`` of them may have up to ``crowd``,
    and is said in lists of tastes too (``words.taste_list``), since a person likes more than fits into one picture.
    ``companion`` and ``season`` are the shares of pictures that have one, of those that can. ``before`` is the world
    that a model of this one has learned first.
    """

    name: str
    subjects: tuple[str, ...]
    attributes: tuple[str, ...]
    settings: int = 99
    jitter: float = 1.0
    plain: float = 0.12
    most: int = 99
    crowded: float = 0.0
    crowd: int = 99
    share: Mapping[str, float] = field(default_factory=lambda: _ALL_SLOTS)
    variants: int = 1
    companion: float = 0.0
    season: float = 0.0
    places: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    before: World | None = None

    def settings_of(self, subject: str) -> tuple[str, ...]:
        """Where that subject may be in this world."""
        return self.places.get(subject, SUBJECTS[subject].settings)[: self.settings]


MINI_ATTRIBUTES = (
    "warm colors", "cool colors", "pastel colors", "neon colors", "monochrome", "earth tones",
    "vivid colors", "muted colors", "high contrast", "low contrast",
    "night", "sunset", "bright daylight", "foggy", "snowy", "starry sky",
    "watercolor", "oil painting", "pixel art", "pencil sketch", "stained glass", "mosaic",
    "woodcut print", "flat vector", "pointillism",
    "bold outlines", "soft edges", "grainy texture", "minimalist composition", "busy composition",
)  # fmt: skip
"""The attributes of world ``mini``."""

WIDE_ATTRIBUTES = (
    *MINI_ATTRIBUTES,
    "sepia tones", "rainbow colors", "selective color", "dramatic lighting", "sunbeams", "drop shadow", "blue hour",
    "stormy", "northern lights", "blueprint", "neon sign", "chalk drawing", "paint splatter", "wood grain",
    "white outlines", "geometric shapes", "organic curves", "framed composition", "intricate details",
    "close-up", "tilted view", "fisheye view", "layered depth", "striped pattern", "polka dots",
    "pop art", "ukiyo-e", "vaporwave", "art deco", "dreamy mood", "eerie mood", "serene mood", "energetic mood",
    "vignette", "halftone dots", "glitch effect",
)  # fmt: skip
"""The attributes of world ``wide``: those that show best."""

MIDI_ATTRIBUTES = (
    *MINI_ATTRIBUTES,
    *(
        name
        for name in WIDE_ATTRIBUTES
        if name not in (*MINI_ATTRIBUTES, "selective color", "paint splatter", "fisheye view", "energetic mood")
    ),
)
"""The attributes of world ``midi``: those of ``wide`` that leave a small subject most legible."""

_MINI = World(
    "mini",
    ("house", "castle", "lighthouse", "cat", "fish", "boat", "rocket", "balloon"),
    MINI_ATTRIBUTES,
    settings=2, jitter=0.45, plain=0.15, share=_SHARE, places={"fish": ("under water",)},
)  # fmt: skip

WORLDS: dict[str, World] = {
    "full": World("full", tuple(SUBJECTS), tuple(ATTRIBUTES), most=5, variants=99, companion=0.25, season=0.3),
    "wide": World(
        "wide",
        (
            "house", "castle", "lighthouse", "windmill", "city", "mountains", "tree", "mushroom", "flowers", "cat",
            "owl", "fish", "dog", "horse", "boat", "car", "rocket", "balloon", "train", "robot",
        ),
        WIDE_ATTRIBUTES,
        settings=3, jitter=0.5, plain=0.14, most=4, variants=2, companion=0.1, season=0.1,
    ),
    "midi": World(
        "midi",
        (
            "house", "castle", "lighthouse", "windmill", "mountains", "tree", "mushroom", "flowers", "cat", "owl",
            "fish", "boat", "car", "rocket", "balloon", "train",
        ),
        MIDI_ATTRIBUTES,
        settings=2, jitter=0.35, plain=0.15, most=3, crowded=0.35, crowd=6, before=_MINI,
    ),
    "mini": _MINI,
}  # fmt: skip
"""Every world by name."""


def sample_attributes(rng: random.Random, world: World) -> frozenset[str]:
    """A random set of attributes that can be seen together, at most one of a slot."""
    if rng.random() < world.plain:
        return frozenset()
    most = world.crowd if world.crowded and rng.random() < world.crowded else world.most
    chosen: list[str] = []
    slots = list(world.share)
    rng.shuffle(slots)
    for slot in slots:
        names = [n for n in SLOTS[slot] if n in world.attributes]
        if names and rng.random() < world.share[slot] and len(chosen) < most:
            fitting = [n for n in names if all(compatible(n, other) for other in chosen)]
            if fitting:
                chosen.append(rng.choice(fitting))
    return frozenset(chosen)


def sample_scene(rng: random.Random, world: World) -> Scene:
    """A random scene of a world; the sequence is decided by ``rng`` alone."""
    subject = rng.choice(world.subjects)
    setting = rng.choice(world.settings_of(subject))
    attributes, seed = sample_attributes(rng, world), rng.getrandbits(32)
    more = random.Random(f"{seed}:more")  # of the seed: a world without looks, companions and seasons draws as before
    looks = SUBJECTS[subject].variants_in(setting)
    variant = more.choice(looks[: world.variants])
    company = () if attributes & ALONE else companions_of(subject, setting)
    companion = more.choice(company) if company and more.random() < world.companion else None
    seasons = [n for n, s in SEASONS.items() if setting in SEASONAL and not attributes & s.excluded_by]
    season = more.choice(seasons) if seasons and more.random() < world.season else None
    return Scene(subject, setting, attributes, seed, world.jitter, variant, companion, season)
