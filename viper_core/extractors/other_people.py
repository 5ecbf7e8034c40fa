"""Whose opinion it is: "my sister loves the pink", "people rave about fog, I don't see it".

Knows how others' opinions are left out or set against one's own. What one thinks oneself is read by
:mod:`viper_core.extractors.polarity`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from viper_core.extractors.cues import Kind, is_negation
from viper_core.extractors.feelings import FIRM, NOT_I
from viper_core.words import word_set

if TYPE_CHECKING:
    from viper_core.extractors.sentences import SentenceReader

__all__ = ["weigh_other_people"]

_RELATIVES: Final = word_set(
    """
    wife husband sister brother mother father mom mum dad kid kids son daughter friend friends girlfriend boyfriend
    partner boss colleague colleagues roommate flatmate grandma grandpa grandmother grandfather aunt uncle cousin
    neighbor neighbour parents children teacher
    """
)
_CROWD: Final = word_set("people everybody everyone some others many most critics folks lots")
_I: Final = word_set("i i'm i'd me personally im")
_ELSE: Final = word_set("rest else other others whole overall picture painting image scene composition general")
_LIKINGS: Final = word_set("like love enjoy into want prefer adore fancy dig are a")
_OTHERS: Final = frozenset(
    {("if", "you"), ("if", "you're"), ("people", "who"), ("those", "who"), ("anyone", "who"), ("some", "people")}
)


def weigh_other_people(reader: SentenceReader) -> None:
    """Leave out what others think, or set it against what is said of oneself, in place."""
    _of_others(reader)
    _of_crowd(reader)
    _for_myself(reader)


def _of_others(reader: SentenceReader) -> None:
    """Leave out what is said of other people: "if you like grain, fine", "my sister loves the pink"."""
    for segment, feelings, verdicts in reader.parts:
        governing = [verdict.place for verdict in verdicts if verdict.kind is Kind.GOVERN]
        if governing and _is_others(reader, segment.first, governing[0]):
            for one in feelings:
                if one.mention.anchor > governing[0]:
                    one.value, one.closed = None, True
    about_you = reader.words[:1] == ["if"] and not set(reader.words[2:4]) & _LIKINGS
    if tuple(reader.words[:2]) not in _OTHERS or about_you:
        return
    refused = " ".join(reader.words[-3:]) in NOT_I or " ".join(reader.words[-4:-1]) in NOT_I
    for one in reader.mentions:
        one.value, one.closed = (-1.0 if refused else None), not refused
    reader.verdicts = []


def _of_crowd(reader: SentenceReader) -> None:
    """Weigh what everybody thinks against what I do: "some might find the grain boring, I don't"."""
    if not reader.words or reader.words[0] not in _CROWD:
        return
    mine = [index for index, part in enumerate(reader.parts) if _begins_with_i(reader, part[0].first)]
    if not mine or not mine[0]:
        return
    theirs = [one for part in reader.parts[: mine[0]] for one in part[1] if one.mention.entry is not None]
    said = [verdict.value for part in reader.parts[mine[0] :] for verdict in part[2]]
    named = any(part[1] for part in reader.parts[mine[0] :])
    opinion = [verdict.value for part in reader.parts[: mine[0]] for verdict in part[2]]
    words = {token.word for token in reader.tokens[reader.parts[mine[0]][0].first : reader.sentence.last + 1]}
    denied = any(is_negation(word) or word in ("dont", "not", "disagree") for word in words)
    if named or not theirs:
        return
    for one in theirs:
        if said:
            one.force(said[-1])
        elif denied and opinion:
            one.force(-opinion[-1])


def _begins_with_i(reader: SentenceReader, first: int) -> bool:
    words = [token.word for token in reader.tokens[first : first + 4] if token.is_word]
    return next((word for word in words if word not in ("but", "and", "yet", "though", "so")), "") in _I


def _for_myself(reader: SentenceReader) -> None:
    """Let what is said of oneself count above skill: "well made, just not my taste", "clumsy but it speaks to me"."""
    named = [index for index, part in enumerate(reader.parts) if part[1]]
    if not named:
        return
    for segment, _, _ in reader.parts[named[-1] + 1 :]:
        words = {token.word for token in reader.tokens[segment.first : segment.last + 1]}
        if words & _ELSE:
            return
        for cue in segment.cues:
            phrase = {token.word for token in reader.tokens[cue.first : cue.last + 1]}
            if cue.kind is Kind.JUDGE and abs(cue.cue.value) >= FIRM and phrase & {"me", "my", "mine"}:
                for one in reader.parts[named[-1]][1]:
                    told = any(verdict.kind is Kind.JUDGE for verdict in reader.parts[named[-1]][2])
                    if told and not one.by_operator and one.value is not None and one.value * cue.cue.value < 0:
                        one.force(cue.cue.value)


def _is_others(reader: SentenceReader, first: int, place: int) -> bool:
    """Whether the subject of the verdict at ``place`` is a relative or a friend."""
    subject = [token.word for token in reader.tokens[first:place] if token.is_word]
    return len(subject) >= 2 and subject[-2] == "my" and subject[-1] in _RELATIVES
