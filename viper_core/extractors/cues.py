"""The words in which people say what they feel about what they see.

Knows ``cues.json``, a table that people can read and edit: for each kind of cue its phrases in lower case, of which the
longest that fits wins, and for verdicts the strength of the feeling, 1 being "like" and -1 "dislike". How the cues act
on the attributes around them is :mod:`viper_core.extractors.polarity`'s business.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache
from pathlib import Path
from typing import Final

from viper_core.errors import FormatError
from viper_core.words import tokenize, word_set

__all__ = ["Cue", "Kind", "cue_table", "is_negation"]


_FILE: Final = Path(__file__).with_name("cues.json")


class Kind(Enum):
    """What a cue does to the attributes near it."""

    GOVERN = auto()  # a verdict on all that follows in its clause: "I love …, … and …"
    JUDGE = auto()  # a verdict on its neighbours: "beautiful", "ruins it"
    NEGATE = auto()
    TOO = auto()  # more of it than is liked
    LESS = auto()  # less of it is wanted
    WISH = auto()  # what follows is wanted
    LACK = auto()  # what follows is missing
    INSTEAD = auto()  # what follows is the worse alternative
    STRONGER = auto()
    WEAKER = auto()
    IRONY = auto()
    NEUTRAL = auto()  # an idiom that means nothing here and hides its words from everything else


@dataclass(frozen=True, slots=True)
class Cue:
    """One phrase of the tables: what it does, and how strongly, negative for dislike."""

    kind: Kind
    value: float


_NEGATED_VERBS: Final = word_set(
    """
    don't doesn't didn't isn't aren't wasn't weren't can't couldn't won't wouldn't shouldn't haven't hasn't hadn't ain't
    cannot mustn't needn't
    """
)


def is_negation(word: str) -> bool:
    """Whether a word negates by its ending: "isn't", "doesn't"."""
    return word in _NEGATED_VERBS or word.endswith("n't")


@lru_cache(maxsize=1)
def cue_table() -> tuple[dict[tuple[str, ...], Cue], int]:
    """Words of each phrase -> what it does, and the length of the longest phrase. Read once.

    Raises:
        FormatError: the data file is damaged.
    """
    table: dict[tuple[str, ...], Cue] = {}
    try:
        for name, value in json.loads(_FILE.read_text("utf-8")).items():
            kind = Kind[name.upper()]
            graded = value.items() if isinstance(value, dict) else ((0.0, value),)
            for strength, phrases in graded:
                for phrase in phrases:
                    key = tuple(token.word for token in tokenize(phrase))
                    if not key or key in table:
                        raise ValueError(f"{phrase!r} is empty or there twice")
                    table[key] = Cue(kind, float(strength))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"The cues {_FILE} cannot be read: {error}. Restore the file.") from error
    return table, max(map(len, table))
