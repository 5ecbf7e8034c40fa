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

__all__ = ["ADVERBS", "Cue", "Kind", "cue_table", "is_negation", "opening_words"]


ADVERBS: Final = word_set(
    "really quite so very totally just actually even exactly particularly always still truly simply kinda completely "
    "absolutely definitely especially honestly certainly clearly also"
)
"""Words that may stand inside of a phrase without changing what it does: "doesn't really work"."""

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


# Ways to write the same: each phrase of the table stands for all of its spellings and inflections.
_SPELLINGS: Final = {
    "don't": ("do not", "dont"),
    "doesn't": ("does not", "doesnt"),
    "didn't": ("did not", "didnt"),
    "isn't": ("is not", "isnt"),
    "aren't": ("are not", "arent"),
    "wasn't": ("was not", "wasnt"),
    "can't": ("cannot", "cant", "can not"),
    "couldn't": ("could not", "couldnt"),
    "wouldn't": ("would not", "wouldnt"),
    "i'd": ("i would", "id"),
    "i'm": ("i am", "im"),
    "it's": ("it is", "its"),
    "what's": ("what is", "whats"),
    "that's": ("that is", "thats"),
    "there's": ("there is", "theres"),
}
_INFLECTIONS: Final = {
    "gives": ("give", "giving", "gave"),
    "makes": ("make", "making", "made"),
    "puts": ("put", "putting"),
    "turns": ("turn", "turning", "turned"),
    "leaves": ("leave", "leaving", "left"),
    "drives": ("drive", "driving", "drove"),
    "hurts": ("hurt", "hurting"),
    "takes": ("take", "taking", "took"),
    "draws": ("draw", "drawing", "drew"),
    "pulls": ("pull", "pulling", "pulled"),
    "speaks": ("speak", "speaking", "spoke"),
    "gets": ("get", "getting", "got"),
    "lets": ("let", "letting"),
    "kills": ("kill", "killing", "killed"),
    "ruins": ("ruin", "ruining", "ruined"),
    "spoils": ("spoil", "spoiling", "spoiled"),
    "throws": ("throw", "throwing", "threw"),
    "brings": ("bring", "bringing", "brought"),
    "catches": ("catch", "catching", "caught"),
    "wins": ("win", "winning", "won"),
    "steals": ("steal", "stealing", "stole"),
    "warms": ("warm", "warming", "warmed"),
    "works": ("work", "working", "worked"),
    "fits": ("fit", "fitting", "fitted"),
    "suits": ("suit", "suiting", "suited"),
    "distracts": ("distract", "distracting", "distracted"),
    "bothers": ("bother", "bothering", "bothered"),
    "annoys": ("annoy", "annoying", "annoyed"),
    "blows": ("blow", "blowing", "blew"),
    "feels": ("feel", "feeling", "felt"),
    "looks": ("look", "looking", "looked"),
    "lacks": ("lack", "lacking", "lacked"),
    "tells": ("tell", "telling", "told"),
    "lifts": ("lift", "lifting", "lifted"),
    "saves": ("save", "saving", "saved"),
    "adds": ("adding", "added"),
    "lends": ("lend", "lending", "lent"),
}
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
    for key, cue in list(table.items()):
        for other in _variants(key):
            table.setdefault(other, cue)
    return table, max(map(len, table))


@lru_cache(maxsize=1)
def opening_words() -> frozenset[str]:
    """The words with which a phrase of the table may begin."""
    table, _ = cue_table()
    return frozenset(key[0] for key in table)


def _variants(key: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Other spellings and inflections of a phrase, one word of it changed at a time."""
    found = []
    for index, word in enumerate(key):
        others = _SPELLINGS.get(word, ())
        if len(key) > 1:  # a single word is listed with its forms: "made" alone is not "makes"
            others += _INFLECTIONS.get(word, ())
        found += [(*key[:index], *other.split(), *key[index + 1 :]) for other in others]
    return found
