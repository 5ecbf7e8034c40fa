"""Words to say what one sees: for everybody who knows what they like and not what it is called.

Knows how the twenty categories are gathered into a few that people think in, and which words to offer about a picture:
those for what is truly in it first, each with its opposite, then the ones that are most at home in its group.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from viper_core.categories import Category
from viper_core.vocabulary import Vocabulary

__all__ = ["WORDS_SHOWN", "WordGroup", "words_in_general", "words_of_picture"]

WORDS_SHOWN: Final = 12  # words of a group that are offered in general

_GROUPS: Final[tuple[tuple[str, tuple[Category, ...]], ...]] = (
    ("Color", ("color_palette", "saturation", "contrast")),
    ("Light", ("lighting", "shadow", "time_of_day")),
    ("Mood", ("mood", "atmosphere")),
    ("Material", ("medium", "brushwork", "texture", "finish")),
    ("Shape", ("line", "shape", "pattern")),
    ("Layout", ("composition", "detail", "perspective", "depth")),
    ("Style", ("art_movement",)),
)


@dataclass(frozen=True, slots=True)
class WordGroup:
    """Words of one kind: what an interface calls it, and the words, the best first."""

    label: str
    words: tuple[str, ...]


def words_in_general(vocabulary: Vocabulary) -> tuple[WordGroup, ...]:
    """Words that are worth offering about any picture: at most :data:`WORDS_SHOWN` of each group.

    What the bundled artist can draw comes first, so that what is said can be seen; categories take turns.
    """
    groups = []
    for label, categories in _GROUPS:
        by_category = [
            sorted((one for one in vocabulary.entries if one.category == category), key=lambda one: not one.renderable)
            for category in categories
        ]
        mixed = [one.name for turn in zip_longest(*by_category) for one in turn if one is not None]
        groups.append(WordGroup(label, tuple(mixed[:WORDS_SHOWN])))
    return tuple(groups)


def words_of_picture(attributes: Iterable[str], vocabulary: Vocabulary) -> tuple[WordGroup, ...]:
    """Words for what is in one picture, each followed by its opposite; groups that have none are left out."""
    label_of = {category: label for label, categories in _GROUPS for category in categories}
    found: dict[str, list[str]] = {}
    for name in attributes:
        entry = vocabulary.get(name)
        if entry is not None:
            words = found.setdefault(label_of[entry.category], [])
            words += [word for word in (entry.name, entry.opposite) if word is not None and word not in words]
    return tuple(WordGroup(label, tuple(found[label])) for label, _ in _GROUPS if label in found)
