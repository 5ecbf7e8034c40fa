"""Expectations that come out otherwise: "I'm not usually into fog, this one made me smile though".

Knows the words of habit and expectation, and that what is said of *this* picture behind them is what counts. Habits
without such a turn ("I usually like fog") stay what they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from viper_core.extractors.feelings import NOT_THIS_TIME, Feeling
from viper_core.extractors.sentences import SentenceReader
from viper_core.words import word_set

__all__ = ["turn_expectations"]

_EXPECTING: Final = word_set(
    """
    usually normally generally typically ordinarily expected expecting thought assumed figured feared worried rarely
    seldom customarily traditionally
    """
)
_EXPECTING_PHRASES: Final = (
    "you'd think", "youd think", "you would think", "one would think", "i'd have thought", "as a rule", "was told",
    "were told", "people say", "they say", "everyone said", "everyone says", "in general", "at first", "used to",
    "in theory", "on paper", "supposed to", "would have sworn", "as much as", "much as", "can be", "want to like",
    "want to love", "want to hate", "wanted to", "was ready to", "takes a lot for me",
)  # fmt: skip
_BRIEF: Final = 2
_THIS: Final = word_set("this here it these they they're it's its that those one now them")
_CONFIRMING: Final = frozenset(
    {
        "this did it",
        "this one did",
        "this one does",
        "but this one does",
        "this does",
        "this did",
        "this one is",
        "this is",
    }
)
_DENYING: Final = (
    "but no", "but not", "no", "nope", "nah", "but nope", "but it doesn't", "but it didn't", "but i don't",
    "but they don't", "but it isn't", "it doesn't", "not at all", "but not at all", "on the contrary",
    "quite the contrary", "quite the opposite", "but i was wrong", "i was wrong", "but somehow no", "but not here",
    "not here", "but not this time", "not this time", "but it does not", "but they didn't", "wrong", "they lied",
    "they were wrong", "lies", "i stand corrected", "boy was i wrong", "this one didn't", "this one doesn't",
    "this one does not", "this didn't", "this doesn't", "this isn't", "this one isn't", "and i can't", "but i can't",
    "and i couldn't", "but i couldn't", "this is not", "this one did not", "these don't", "these aren't",
)  # fmt: skip


def turn_expectations(readers: Sequence[SentenceReader]) -> None:
    """Let what is found count in place of what was expected, in place."""
    for reader in readers:
        if _expects(reader):
            _within(reader)
    for before, after in itertools.pairwise(readers):
        if _expects(before) and before.mentions and not after.mentions and not after.is_question:
            said = _plain(after)
            if said in _CONFIRMING:
                _settle(before.mentions, 1.0)
            elif said in _DENYING and said not in NOT_THIS_TIME:
                _turn(before.mentions)
            elif after.verdicts and set(after.words) & _THIS:
                _settle(before.mentions, after.verdicts[-1])
            elif not after.verdicts and after.words[0] in ("these", "this", "here"):
                for one in before.mentions:  # "usually too stiff for me; these have rhythm"
                    if one.value is not None and one.value < 0:
                        one.force(-one.value)


def _expects(reader: SentenceReader) -> bool:
    text = " ".join(reader.words)
    return bool(set(reader.words) & _EXPECTING) or any(phrase in text for phrase in _EXPECTING_PHRASES)


def _within(reader: SentenceReader) -> None:
    """Settle what is named by the verdict behind it that names nothing itself."""
    parts = reader.parts
    named = [index for index, (_, feelings, _) in enumerate(parts) if feelings]
    if not named:
        return
    mentions = [one for _, feelings, _ in parts for one in feelings]
    for segment, _, verdicts in reversed(parts[named[-1] + 1 :]):
        words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
        if " ".join(words) in _DENYING:
            _turn(mentions)
            return
        if verdicts and len(words) <= _BRIEF:  # "… but wow"
            _settle(mentions, verdicts[-1].value)
            return
        if verdicts and set(words) & (
            _THIS | {"ended", "ending", "grew", "somehow", "turns", "turned", "instead", "too", "left"}
        ):
            _settle(mentions, verdicts[-1].value)
            return


def _plain(reader: SentenceReader) -> str:
    return " ".join(word for word in reader.words if word[0].isalnum())


def _turn(mentions: Sequence[Feeling]) -> None:
    for one in mentions:
        if one.value is not None:
            one.force(-one.value)


def _settle(mentions: Sequence[Feeling], value: float) -> None:
    for one in mentions:
        one.force(value)
