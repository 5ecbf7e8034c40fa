"""Combinations of a subject and an attribute that a data set leaves out, so that what a model makes of them is new.

Which ones is decided by their names alone: the same with every seed, and a larger share holds all of a smaller one.
What the world before holds is never left out, for a model that grew from that one's has seen it. Knows nothing of
pictures; that no scene with one of them is drawn is ``data``'s part.
"""

from __future__ import annotations

import hashlib
from typing import Any

Combination = tuple[str, str]


def combinations_left_out(world: Any, share: float) -> frozenset[Combination]:
    """About ``share`` (0 … 1) of a world's combinations of subject and attribute that its model has not learned yet."""
    learned = _combinations(world.before) if world.before else frozenset()
    return frozenset(pair for pair in _combinations(world) - learned if _place(*pair) < share)


def combinations_of(subject: str, attributes: frozenset[str]) -> frozenset[Combination]:
    """The combinations that a picture holds."""
    return frozenset((subject, attribute) for attribute in attributes)


def _combinations(world: Any) -> frozenset[Combination]:
    return frozenset((subject, attribute) for subject in world.subjects for attribute in world.attributes)


def _place(subject: str, attribute: str) -> float:
    """A number in [0, 1) that looks random and is always the same for the two names."""
    digest = hashlib.sha256(f"{subject}\n{attribute}".encode()).digest()
    return int.from_bytes(digest[:6]) / 256**6
