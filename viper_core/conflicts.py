"""Where a taste speaks against itself, so that a person can see it before a picture does.

    opposites   two attributes of one side that exclude each other: warm colors and cool colors, both liked
    contrary    the same attribute under two names on both sides: watercolor liked, watercolour painting disliked
    double      the same attribute under two names on one side, which counts twice

Only attributes that steer pictures take part. Liking one thing and disliking its opposite is no conflict. Knows the
vocabulary's opposites and names; nothing is changed here, and nothing is wrong with a person who likes both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from viper_core.preferences import Attribute, Preferences, Side
from viper_core.vocabulary import Vocabulary

__all__ = ["Conflict", "find_conflicts"]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two attributes that speak against each other, by their names in the preferences, in the order of the lists."""

    kind: Literal["opposites", "contrary", "double"]
    first: str
    second: str


def find_conflicts(preferences: Preferences, vocabulary: Vocabulary) -> tuple[Conflict, ...]:
    """All conflicts of a taste, those of the liked side first."""
    return tuple(_conflicts(preferences, vocabulary))


def _conflicts(preferences: Preferences, vocabulary: Vocabulary) -> Iterator[Conflict]:
    sides: tuple[Side, ...] = ("liked", "disliked")
    for side in sides:
        for first, second in combinations(preferences.active(side), 2):
            if _are_opposites(first, second, vocabulary):
                yield Conflict("opposites", first.name, second.name)
            elif _are_the_same(first, second, vocabulary):
                yield Conflict("double", first.name, second.name)
    for first in preferences.active("liked"):
        for second in preferences.active("disliked"):
            if _are_the_same(first, second, vocabulary):
                yield Conflict("contrary", first.name, second.name)


def _are_the_same(first: Attribute, second: Attribute, vocabulary: Vocabulary) -> bool:
    entry = vocabulary.get(first.name)
    return entry is not None and entry is vocabulary.get(second.name)


def _are_opposites(first: Attribute, second: Attribute, vocabulary: Vocabulary) -> bool:
    one, other = vocabulary.get(first.name), vocabulary.get(second.name)
    return (
        one is not None
        and other is not None
        and other.name != one.name
        and (one.opposite == other.name or other.opposite == one.name)
    )
