"""Which picture to look at next, and whether enough is known about a person.

Knows what a comment tells about the attributes of the board, and nothing of how the comment judges them: somebody who
spoke of an attribute has said what they think of it, somebody who commented on a picture without a word about one of
its attributes has at least seen it. Each attribute a of the board has an uncertainty u(a), 1 for a stranger:

    u(a) = spoken^[a, or its opposite, was spoken of] * shown^(pictures with a commented on without it)
           * near^[another attribute of its category was spoken of]

The next picture is the one with the largest sum of u over its attributes, the first of the board where several are
equal. The factors are :data:`SPOKEN`, :data:`SHOWN` and :data:`NEAR`; `tests/test_guide.py` holds that people who
follow the advice tell more of their taste in eight comments than people who follow the order of the board or chance.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from viper_core.categories import CATEGORIES, CATEGORY_LABELS, Category
from viper_core.preferences import Preferences, fold_name
from viper_core.vocabulary import Entry, Vocabulary

if TYPE_CHECKING:
    from viper_core.seed_images import SeedImage

__all__ = ["COMMENT_GOAL", "NEAR", "SHOWN", "SPOKEN", "Advice", "advise"]

COMMENT_GOAL: Final = 8  # comments that the paper found to be enough (section 3)
SPOKEN: Final = 0.1  # what is left of an uncertainty when the attribute was spoken of
SHOWN: Final = 0.6  # when it was seen and passed over
NEAR: Final = 0.85  # when its category was spoken of
_LITTLE = 0.3  # a picture whose attributes are on average less uncertain than this has little to ask
_ABOUT = 2  # categories that are named as a reason
_OPEN = 3  # categories that are named as not spoken of yet


@dataclass(frozen=True, slots=True)
class Advice:
    """What to look at next, and how far one has come.

    Attributes:
        picture: id of the picture that would tell most, or None where all are commented on.
        about: what of it is least known, as an interface calls the categories.
        told: comments that speak of a visual attribute.
        is_enough: whether these are as many as the paper found to be enough.
        is_exhausted: whether no picture of the board has much left to ask.
        open: categories of the board that nobody spoke of yet, those with most attributes first.
    """

    picture: str | None
    about: tuple[str, ...]
    told: int
    is_enough: bool
    is_exhausted: bool
    open: tuple[str, ...]


def advise(
    board: Sequence[SeedImage], comments: Mapping[str, str], preferences: Preferences, vocabulary: Vocabulary
) -> Advice:
    """The advice for a person.

    Args:
        board: the pictures, in their order, with their true attributes.
        comments: image id -> what the person wrote; own pictures count by their words alone.
        preferences: what is known besides the comments: attributes that were added by hand were spoken of too.
        vocabulary: finds attributes in comments, knows their category and opposite.
    """
    mentions = {image: _spoken_of(text, vocabulary) for image, text in comments.items() if text.strip()}
    told = sum(1 for names in mentions.values() if names)
    spoken = set().union(*mentions.values()) | {
        fold_name(one.name) for one in (*preferences.liked, *preferences.disliked)
    }
    entries = {name: vocabulary.get(name) for picture in board for name in picture.attributes}
    categories = {entry.category for name in spoken if (entry := vocabulary.get(name)) is not None}
    passed_over = Counter(
        name
        for picture in board
        if picture.id in mentions
        for name in picture.attributes
        if fold_name(name) not in mentions[picture.id]
    )
    unknown = {
        name: _uncertainty(name, entry, spoken, categories, passed_over[name]) for name, entry in entries.items()
    }
    left = [picture for picture in board if picture.id not in mentions]
    best = max(left, key=lambda picture: sum(unknown[name] for name in picture.attributes), default=None)
    return Advice(
        picture=None if best is None else best.id,
        about=() if best is None else _about(best, unknown, entries),
        told=told,
        is_enough=told >= COMMENT_GOAL,
        is_exhausted=best is None or _mean(unknown, best) < _LITTLE,
        open=_open(entries, categories),
    )


def _spoken_of(text: str, vocabulary: Vocabulary) -> frozenset[str]:
    """Folded names of the attributes that a comment speaks of."""
    return frozenset(fold_name(mention.entry.name) for mention in vocabulary.match(text) if mention.entry is not None)


def _uncertainty(
    name: str, entry: Entry | None, spoken: set[str], categories: set[Category], passed_over: int
) -> float:
    opposite = entry.opposite if entry is not None else None
    was_spoken = fold_name(name) in spoken or (opposite is not None and fold_name(opposite) in spoken)
    is_near = entry is not None and entry.category in categories
    return float(SPOKEN**was_spoken * SHOWN**passed_over * NEAR**is_near)


def _mean(unknown: Mapping[str, float], picture: SeedImage) -> float:
    return sum(unknown[name] for name in picture.attributes) / max(1, len(picture.attributes))


def _about(picture: SeedImage, unknown: Mapping[str, float], entries: Mapping[str, Entry | None]) -> tuple[str, ...]:
    """Labels of the categories of the picture's least known attributes."""
    ranked = sorted(picture.attributes, key=lambda name: -unknown[name])
    labels = (CATEGORY_LABELS[entry.category] for name in ranked if (entry := entries[name]) is not None)
    return tuple(dict.fromkeys(labels))[:_ABOUT]


def _open(entries: Mapping[str, Entry | None], spoken: set[Category]) -> tuple[str, ...]:
    """Labels of the board's categories that were not spoken of, the richest first."""
    count = Counter(entry.category for entry in entries.values() if entry is not None)
    silent = [category for category in CATEGORIES if count[category] and category not in spoken]
    return tuple(CATEGORY_LABELS[one] for one in sorted(silent, key=lambda category: -count[category]))[:_OPEN]
