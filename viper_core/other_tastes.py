"""Tastes of people who do not exist, to draw pictures that were made for somebody else.

``other_tastes.json`` is made by ``python -m training.other_tastes``. Of each taste only what the drawing model knows is
taken, and of that as many words as the person's own taste has on each side, with its weights: a picture of theirs is
drawn as strongly as the person's own, so that strength cannot tell them apart.
"""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from viper_core.errors import FormatError
from viper_core.preferences import Preferences, Side, fold_name

if TYPE_CHECKING:
    from viper_core.familiarity import Familiarity

__all__ = ["FAR", "FILE", "load_other_tastes", "pick_others", "taste_distance"]

FAR: Final = 0.85  # Jaccard distance of any two people in the paper, at least
FILE: Final = Path(__file__).with_name("other_tastes.json")
_SIDES: Final[tuple[Side, Side]] = ("liked", "disliked")


@lru_cache(maxsize=1)
def load_other_tastes() -> tuple[Preferences, ...]:
    """The bundled tastes, each with the words that matter most to it first.

    Raises:
        FormatError: the file is damaged.
    """
    try:
        document = json.loads(FILE.read_text(encoding="utf-8"))
        tastes = document["tastes"]
    except (ValueError, KeyError, TypeError) as error:
        raise FormatError(f"{FILE.name} is damaged: fetch it again.") from error
    return tuple(Preferences.parse(taste) for taste in tastes)


def taste_distance(first: Preferences, second: Preferences) -> float:
    """Jaccard distance of two tastes: 1 − |A∩B| / |A∪B| over their active attributes with side; 0 of two empty ones."""
    a, b = _signed(first), _signed(second)
    return 1.0 - len(a & b) / len(a | b) if a | b else 0.0


def pick_others(
    mine: Preferences,
    count: int,
    familiarity: Familiarity,
    rng: random.Random,
    *,
    tastes: Sequence[Preferences] | None = None,
) -> tuple[Preferences, ...]:
    """``count`` different tastes far from ``mine``, with as many words on each side where they have them, as heavy.

    Args:
        mine: the person's taste as the model can follow it.
        count: how many others.
        familiarity: what the model knows.
        rng: decides which, among those that are at least :data:`FAR` away; the farthest ones where they are too few.
        tastes: to choose from; by default the bundled ones.

    Raises:
        FormatError: there are not enough of them.
    """
    candidates: dict[frozenset[tuple[Side, str]], Preferences] = {}
    for taste in tastes if tastes is not None else load_other_tastes():
        cut = _like(mine, familiarity.taste(taste).acting)
        if not cut.is_empty:
            candidates[frozenset(_signed(cut))] = cut
    if len(candidates) < count:
        raise FormatError(f"{len(candidates)} tastes of others can be drawn by this model; {count} are needed.")
    shuffled = rng.sample(list(candidates.values()), len(candidates))
    far = [taste for taste in shuffled if taste_distance(mine, taste) >= FAR]
    if len(far) < count:
        far = sorted(shuffled, key=lambda taste: -taste_distance(mine, taste))
    return tuple(far[:count])


def _like(mine: Preferences, other: Preferences) -> Preferences:
    """The first words of ``other``, as many and as heavy as those of ``mine``."""
    liked, disliked = (
        tuple(
            one.with_changes(weight=model.weight)
            for one, model in zip(other.active(side), mine.active(side), strict=False)
        )
        for side in _SIDES
    )
    return Preferences(liked=liked, disliked=disliked)


def _signed(preferences: Preferences) -> set[tuple[Side, str]]:
    return {(side, fold_name(one.name)) for side in _SIDES for one in preferences.active(side)}
