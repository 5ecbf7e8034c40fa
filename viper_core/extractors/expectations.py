"""Expectations that come out otherwise: "I'm not usually into fog, this one made me smile though".

Knows the words of habit and expectation, and that what is said of *this* picture behind them is what counts. Habits
without such a turn ("I usually like fog") stay what they are.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from viper_core.extractors.answers import answer_in
from viper_core.extractors.feelings import Feeling
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
_DENYING: Final = word_set("no not nope nah wrong lies")


def turn_expectations(readers: Sequence[SentenceReader]) -> None:
    """Let what is found count in place of what was expected, in place."""
    for reader in readers:
        if _expects(reader):
            _within(reader)
    for before, after in itertools.pairwise(readers):
        if _expects(before) and before.mentions and not after.mentions and not after.is_question:
            answer = answer_in(after.words)
            if answer is not None and answer.agrees and not answer.mine:  # "This one did."
                _settle(before.mentions, 1.0)
            elif answer is None and _denies(after.words):
                _turn(before.mentions)
            elif answer is not None:
                continue  # it has been taken at its word
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
    clauses = reader.sentence.clauses
    turned = clauses[-1].turn and parts[named[-1]][0].last < clauses[-1].segments[0].first
    if turned and _at_first(reader) and not any(verdicts for _, _, verdicts in parts[named[-1] + 1 :]):
        _turn(mentions)  # "At first it put me off but the longer I look the more sense it makes"
        return
    for segment, _, verdicts in reversed(parts[named[-1] + 1 :]):
        words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
        if answer_in(words) is not None:
            return  # it has been taken at its word
        if _denies(words):
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


def _at_first(reader: SentenceReader) -> bool:
    text = " ".join(reader.words)
    return any(phrase in text for phrase in ("at first", "initially", "to begin with", "first impression"))


def _denies(words: Sequence[str]) -> bool:
    """ "But somehow no." """
    plain = [word for word in words if word[0].isalnum()]
    denies = bool(plain) and (plain[-1] in _DENYING or plain[-3:] == ["not", "at", "all"])
    return denies and len(plain) <= _BRIEF + 1


def _turn(mentions: Sequence[Feeling]) -> None:
    for one in mentions:
        if one.value is not None:
            one.force(-one.value)


def _settle(mentions: Sequence[Feeling], value: float) -> None:
    for one in mentions:
        one.force(value)
