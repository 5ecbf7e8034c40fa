"""Irony in its plain forms: praise that says the contrary of what it means.

Knows the few shapes that can be told without knowing the world: "How original." behind a thing, praise that is said
twice ("Great, glitter. Just great."), "again" and "one more time" behind a thing that nobody asked for. Set phrases
("just what the world needed") are cues; see :mod:`viper_core.extractors.cues`. All else is taken at its word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from viper_core.extractors.cues import Kind
from viper_core.extractors.feelings import IRONIC, Feeling
from viper_core.extractors.sentences import SentenceReader
from viper_core.words import word_set

__all__ = ["turn_irony"]

_NOVEL: Final = word_set(
    """
    original groundbreaking creative innovative inventive novel unique revolutionary daring unexpected surprising
    exciting thrilling imaginative brave refreshing edgy avant pioneering visionary rare unusual different modern subtle
    """
)
_PRAISE: Final = word_set("great wonderful fantastic brilliant lovely perfect super awesome terrific marvelous nice")
_HOW: Final = frozenset({"how", "so", "very", "such"})
_INTENSIFIERS: Final = word_set("very so really utterly incredibly truly wow oh ever well just")
_LONG: Final = 6  # words of a sentence that only exclaims


def turn_irony(readers: Sequence[SentenceReader]) -> None:
    """Make dislike of the praise that is not meant, in place."""
    for index, reader in enumerate(readers):
        if _exclaims_how_new(reader):
            for one in (*_named_before(readers, index), *reader.mentions):
                one.force(-IRONIC)
        for one in _again(reader):
            one.force(-IRONIC)
    if _praises_twice(readers):
        for reader in readers:
            for one in reader.mentions:
                if not one.by_operator:
                    one.force(-IRONIC)


def _named_before(readers: Sequence[SentenceReader], index: int) -> tuple[Feeling, ...]:
    """What the sentence before names, unless somebody says there that they love it."""
    if not index:
        return ()
    before = readers[index - 1]
    loved = any(verdict.kind is Kind.GOVERN and verdict.value > 0 for part in before.parts for verdict in part[2])
    return () if loved else tuple(before.mentions)


def _exclaims_how_new(reader: SentenceReader) -> bool:
    """ "How original.", "so groundbreaking": a sentence, or the end of one, of hardly more than that."""
    words = [word for word in reader.words if word[0].isalnum()]
    if not words or words[-1] not in _NOVEL:
        return False
    rest = [word for word in words[-3:-1] if word not in _INTENSIFIERS - {"so", "very"}]
    if not rest or rest[-1] not in _HOW:
        return False
    leads_with_how = rest[0] == "how"
    return leads_with_how if reader.mentions else len(words) <= _LONG and (leads_with_how or len(words) <= 3)


def _again(reader: SentenceReader) -> list[Feeling]:
    """What is met "again", or "one more time" under an "if", and not praised beside it."""
    words = reader.words
    first = reader.sentence.first
    place = first + words.index("again") if "again" in words else None
    threatens = words[0] == "if" and "one more" in " ".join(words)
    praised = any(verdict.kind is Kind.GOVERN and verdict.value > 0 for part in reader.parts for verdict in part[2])
    found = []
    for _, feelings, verdicts in reader.parts:
        plain = not any(verdict.value > 0 for verdict in verdicts) and not praised
        for one in feelings:
            behind = place is not None and 0 < place - one.mention.last <= 1 and not reader.is_question
            if plain and (threatens or (behind and not one.by_operator)):
                found.append(one)
    return found


def _praises_twice(readers: Sequence[SentenceReader]) -> bool:
    """ "Great, glitter. Just great." """
    if len(readers) < 2:
        return False
    opening = readers[0].words[0]
    echoes = (" ".join(word for word in reader.words if word[0].isalnum()) for reader in readers[1:])
    return opening in _PRAISE and any(echo == f"just {opening}" for echo in echoes)
