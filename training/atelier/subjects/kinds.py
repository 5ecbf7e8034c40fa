"""What a subject is: names, looks, the places that fit it and its size beside others.

Knows no drawing. Which subjects there are is left to the package's themed modules.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.atelier.canvas import Canvas

Draw = Callable[[Canvas, float, float, float], None]
"""Draws from the foot (x, y) upwards to about height k, styled by the canvas."""


@dataclass(frozen=True)
class Look:
    """One variant or pose.

    ``phrases`` are ways to name it that the other looks would belie; ``only`` names the settings it fits, all of the
    subject's when empty.
    """

    draw: Draw
    phrases: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True)
class Subject:
    """A thing that can be drawn.

    ``names`` hold for every look, the first is how an unadorned prompt says it. ``stature`` is its height beside other
    subjects, 1 for a house, ``breadth`` its width over its height. ``aloft`` is the look that hangs in the air beside
    others, ``panorama`` subjects fill the picture's width and stand at the horizon.
    """

    name: str
    group: str
    names: tuple[str, ...]
    settings: tuple[str, ...]
    looks: tuple[Look, ...]
    stature: float = 1.0
    breadth: float = 1.1
    aloft: int | None = None
    panorama: bool = False

    @property
    def phrases(self) -> tuple[str, ...]:
        """Ways to name the first look."""
        return self.phrases_of(0)

    def phrases_of(self, variant: int) -> tuple[str, ...]:
        """Ways to name that look, the first being the subject's own name."""
        return self.names + self.look(variant).phrases

    def look(self, variant: int) -> Look:
        """The look of that number, counted round and round."""
        return self.looks[variant % len(self.looks)]

    def variants_in(self, setting: str) -> tuple[int, ...]:
        """The numbers of the looks that fit a setting."""
        return tuple(i for i, look in enumerate(self.looks) if not look.only or setting in look.only)
