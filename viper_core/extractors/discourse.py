"""The feelings of a whole comment: from sentence to sentence.

Knows how "I hate this." colours the sentences around it, what bullets, fragments and one-word answers mean, and what is
left without a feeling, a neutral mention. What an aspect without a name ("lovely colours") stands for is left to
:mod:`viper_core.extractors.bundled`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from viper_core.extractors.answers import answer_in, refuses
from viper_core.extractors.clauses import parse_comment
from viper_core.extractors.confidence import weigh
from viper_core.extractors.cues import Kind
from viper_core.extractors.expectations import turn_expectations
from viper_core.extractors.feelings import BY_CONTRAST, EXCLAIMED, HEDGED, Reading
from viper_core.extractors.irony import turn_irony
from viper_core.extractors.other_people import reply
from viper_core.extractors.sentences import SentenceReader
from viper_core.matching import Matcher
from viper_core.words import word_set

__all__ = ["read_comment"]

_AUXILIARIES: Final = (["is"], ["are"], ["does"], ["do"], ["did"], ["was"])
_BRIEF: Final = 4  # words of a sentence that only names or only judges
_FARTHER: Final = 0.9  # factor for a feeling taken from elsewhere in the comment
_ASKING: Final = word_set("is are was were do does did can could what who which when how would should has have")


def read_comment(text: str, matcher: Matcher) -> tuple[Reading, ...]:
    """What ``text`` names and what it feels about it, in the order of the text; neutral mentions are left out."""
    tokens, sentences = parse_comment(text, matcher)
    loud = text.isupper()
    readers = [SentenceReader(tokens, sentence, loud=loud) for sentence in sentences]
    _take_back(readers)
    turn_expectations(readers)
    _answer(readers)
    _overrule(readers)
    _contrast(readers)
    turn_irony(readers)
    _spread(readers)
    readings = [
        Reading(one.mention, one.value, one.is_near, one.by_operator)
        for reader in readers
        for one in reader.mentions
        if one.value is not None and abs(one.value) > 1e-9
    ]
    readings.sort(key=lambda reading: (reading.mention.anchor, reading.mention.first))
    return weigh(tokens, sentences, readings)


def _take_back(readers: Sequence[SentenceReader]) -> None:
    """Let the next sentence answer: "My husband loves it. I don't.", "Critics hate kitsch. I eat it up." """
    for earlier, reader in itertools.pairwise(readers):
        if reader.mentions or reader.is_question:
            continue
        theirs = [one for one in earlier.mentions if one.theirs is not None and one.value is None]
        answer = answer_in(reader.words)
        if theirs:
            reply(theirs, _plain(reader), reader.verdicts[-1] if reader.verdicts else None)
        elif answer is not None and (answer.mine or not answer.agrees):
            for one in earlier.mentions:
                one.answer(agrees=answer.agrees)
        elif refuses(reader.words):
            for one in earlier.mentions:
                one.force(-abs(one.value or 1.0))


def _answer(readers: Sequence[SentenceReader]) -> None:
    """Let the answer decide how a word is meant that judges by itself: "Kitsch? Guilty pleasure." """
    for asked, answer in itertools.pairwise(readers):
        if asked.is_question and _is_fragment(asked) and len(asked.mentions) == 1 and not answer.mentions:
            one = asked.mentions[0]
            if one.mention.valence and answer.verdicts and not answer.is_question:
                one.force(answer.verdicts[-1])


def _overrule(readers: Sequence[SentenceReader]) -> None:
    """Let "It's perfect." decide how the plain words before it are meant: "It's dark. It's gloomy. It's perfect." """
    for index, reader in enumerate(readers):
        leads = any(verdict.kind is Kind.GOVERN for part in reader.parts for verdict in part[2])
        if leads and not {"it", "this", "that", "them", "these"} & set(reader.words):
            continue  # "Dislikes:" is about what follows
        if reader.mentions or not reader.verdicts or reader.is_question or len(_plain(reader)) > _BRIEF:
            continue
        for before in reversed(readers[:index]):
            plain = all(one.by_word or one.value is None for one in before.mentions) and not before.verdicts
            if not before.mentions or not plain or before.is_question or len(_plain(before)) > _BRIEF:
                break
            for one in before.mentions:
                one.settle(reader.verdicts[-1])


def _plain(reader: SentenceReader) -> list[str]:
    return [word for word in reader.words if word[0].isalnum()]


def _contrast(readers: Sequence[SentenceReader]) -> None:
    """Settle list items by their bullet, and what follows "But" at the beginning of a sentence."""
    uses_plus = any(reader.words[:1] == ["+"] for reader in readers)
    for index, reader in enumerate(readers):
        unsettled = [one for one in reader.mentions if one.value is None]
        opening = reader.words[0] if reader.words else ""
        if uses_plus and opening in ("+", "-", "–"):
            for one in unsettled:
                one.settle(1.0 if opening == "+" else -1.0)
        elif index and not reader.verdicts and unsettled and _plain(reader)[-1:] in _AUXILIARIES:
            before = _total(readers[index - 1])
            for one in unsettled:  # "The fog doesn't bother me; the neon does"
                if before:
                    one.settle(-BY_CONTRAST if before > 0 else BY_CONTRAST)
        elif index and not reader.verdicts and unsettled and all(one.negated for one in unsettled):
            before = _total(readers[index - 1])
            for one in unsettled:  # "The fog is lovely; the neon is not"
                if before:
                    one.settle(BY_CONTRAST if before > 0 else -BY_CONTRAST)
        elif _contrasts(reader) and index and not reader.verdicts:
            before = _total(readers[index - 1])
            for one in unsettled:
                if before:
                    one.settle(-BY_CONTRAST if before > 0 else BY_CONTRAST)


def _contrasts(reader: SentenceReader) -> bool:
    """Whether a sentence sets what it says against the one before: "But …", "…, on the other hand, …", "… though"."""
    words = _plain(reader)
    set_against = any(phrase in " ".join(words) for phrase in ("on the other hand", "by contrast", "in contrast"))
    return words[:1] in (["but"], ["however"], ["though"], ["yet"]) or "however" in words or set_against


def _spread(readers: Sequence[SentenceReader]) -> None:
    """Give mentions without a feeling of their own the feeling of the sentences around them."""
    settled = [one for reader in readers for one in reader.mentions if one.value is not None]
    overall = {value > 0 for reader in readers for value in reader.verdicts}
    overall |= {one.value > 0 for one in settled if one.value is not None and not one.by_operator}
    named = {one.mention.entry.name: one.value or 0.0 for one in settled if one.mention.entry is not None}
    for index, reader in enumerate(readers):
        unsettled = [one for one in reader.mentions if one.value is None and not one.closed]
        value = _from_around(readers, index, overall) if unsettled else None
        for one in unsettled:
            opposite = named.get(one.mention.entry.opposite or "") if one.mention.entry is not None else None
            if opposite:  # "This is cold. I like warm."
                one.settle(-opposite * _FARTHER, near=False)
            elif value is not None:
                one.settle(value * _FARTHER, near=False)
            elif one.hedged and not reader.is_question:
                one.settle(-HEDGED)


def _from_around(readers: Sequence[SentenceReader], index: int, overall: set[bool]) -> float | None:
    """The feeling that reaches a sentence from the others: the last one before it, the next one, or the only one."""
    reader = readers[index]
    if reader.is_question:  # only "Cubism? No thanks."
        return _global(readers[index + 1]) if _is_fragment(reader) and index + 1 < len(readers) else None
    for other in (*reversed(readers[:index]), *readers[index + 1 :]):
        value = _global(other)
        if value is not None:
            return value
    values = [one.value for one in reader.mentions if one.value is not None and not one.by_operator]
    if overall == {True}:
        return 1.0
    if overall == {False} and (values or reader.verdicts):  # what one sentence blames says nothing of another's
        return -1.0
    return EXCLAIMED if not overall and reader.sentence.ending == "!" else None


def _global(state: SentenceReader) -> float | None:
    """The feeling of a sentence that names nothing, or is but one word of praise: it is about the whole picture."""
    if state.is_question:
        return None
    if _plain(state) in (["more"], ["again"], ["encore"]):
        return 1.0  # "that eerie light... more!"
    if _plain(state) in (["why"], ["but", "why"], ["why", "though"], ["y", "tho"]):
        return -1.0  # "A cubist cat. Why."
    words = [token for token in state.tokens[state.sentence.first : state.sentence.last + 1] if token.is_word]
    if len(state.mentions) == 1 and state.mentions[0].mention.valence and len(words) <= 2:
        return state.mentions[0].value
    return state.verdicts[-1] if state.verdicts and not state.mentions else None


def _total(state: SentenceReader) -> float:
    return sum(one.value for one in state.mentions if one.value is not None) or sum(state.verdicts)


def _is_fragment(state: SentenceReader) -> bool:
    return bool(state.words) and state.words[0] not in _ASKING
