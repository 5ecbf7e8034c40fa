"""Two subjects in one picture: who goes with whom, how large, and where each stands."""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import lru_cache

from training.atelier.scenery import OPEN_AIR, Stage
from training.atelier.subjects import SUBJECTS
from training.atelier.subjects.kinds import Draw

ALONE = frozenset({"close-up", "minimalist composition", "busy composition"})
"""Attributes that leave no room, or no calm, for a companion."""

_OFF_CENTRE = 36.0  # units; a subject farther out keeps its place and has its companion on the inner side
_ROOM = 238.0  # units that a pair may be wide
_LEAST = 0.62  # the smaller of a pair is at least so high, in shares of a lone subject

_GROUPS: dict[str, tuple[str, ...]] = {
    "building": ("building", "plant", "animal", "vehicle", "person", "fantasy"),
    "plant": ("building", "animal", "person"),
    "animal": ("building", "plant", "animal", "person", "still life", "vehicle"),
    "person": ("building", "plant", "animal", "person", "vehicle", "still life", "fantasy"),
    "vehicle": ("building", "plant", "animal", "person", "vehicle"),
    "still life": ("still life", "animal"),
    "fantasy": ("building", "plant", "person", "fantasy", "animal"),
}
"""Which kinds of things are seen beside which."""


@dataclass(frozen=True)
class Place:
    """Where one subject stands, and how large (in units)."""

    x: float
    y: float
    height: float


@lru_cache(maxsize=4096)
def companions_of(subject: str, setting: str) -> tuple[str, ...]:
    """The subjects that may accompany that one there: of a fitting kind, and at home there or in the open air."""
    main = SUBJECTS[subject]
    if main.panorama:
        return ()
    return tuple(
        other.name
        for other in SUBJECTS.values()
        if other.name != subject
        and not other.panorama
        and other.group in _GROUPS.get(main.group, ())
        and (setting in other.settings or (other.aloft is not None and setting in OPEN_AIR))
    )


def look_of(companion: str, subject: str, setting: str, variant: int) -> Draw:
    """How a companion is drawn: aloft beside what stands, otherwise in a look that fits the setting."""
    other = SUBJECTS[companion]
    if other.aloft is not None and SUBJECTS[subject].aloft is None:
        return other.look(other.aloft).draw
    fitting = other.variants_in(setting)
    return other.look(fitting[variant % len(fitting)]).draw


def arrange(stage: Stage, subject: str, companion: str, *, rng: random.Random, mirrored: bool) -> tuple[Place, Place]:
    """Where the subject and its companion stand on a stage; what is much taller stands behind.

    ``mirrored`` says that the picture's left half is all that will be seen: the companion stands there, and the
    subject stays in the middle.
    """
    main, other = SUBJECTS[subject], SUBJECTS[companion]
    off_centre = abs(stage.x - 128) > _OFF_CENTRE and not mirrored
    side = -1 if mirrored else 1 if off_centre and stage.x < 128 else -1 if off_centre else rng.choice((-1, 1))
    taller = max(main.stature, other.stature)
    high = stage.height * max(_LEAST, (main.stature / taller) ** 0.6) * (0.9 if mirrored else 1.0)
    if other.aloft is not None and main.aloft is None:
        high, small = high * 0.92, stage.height * min(0.52, max(0.36, 0.62 * (other.stature / main.stature) ** 0.5))
        half = high * main.breadth / 2
        x = stage.x if mirrored or off_centre else _inside(stage.x - side * 0.24 * stage.height, half - 8)
        over = Place(_inside(x + side * 0.78 * stage.height), stage.y - 0.7 * stage.height, small)
        return Place(x, stage.y, high), over
    low = stage.height * max(_LEAST - 0.08, (other.stature / taller) ** 0.6)
    reach, span = high * main.breadth / 2, low * other.breadth / 2
    needed = 2 * (reach + 2 * span) if mirrored else 2 * (reach + span)
    squeeze = min(1.0, _ROOM / needed) if not off_centre else 0.92
    high, low, reach, span = high * squeeze, low * squeeze, reach * squeeze, span * squeeze
    x = stage.x if mirrored or off_centre else 128 + 0.35 * (stage.x - 128) - side * span
    depth = 9 if low > 1.2 * high else -5 if low < 0.8 * high else 2
    return Place(x, stage.y, high), Place(x + side * (reach + span), stage.y - depth, low)


def _inside(x: float, margin: float = 40.0) -> float:
    """x, or the nearest place at least ``margin`` from the picture's sides."""
    return min(256.0 - margin, max(margin, x))
