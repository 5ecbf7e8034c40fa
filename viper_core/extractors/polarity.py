"""What is liked and what is not: the feeling that each attribute of a comment is named with.

Knows how verdicts, negation, degree, wishes, contrast, comparison, irony and questions reach the attributes around
them, first within a segment, then from its neighbours, the sentence and the whole comment. It takes the words from
:mod:`viper_core.extractors.cues` and their order from :mod:`viper_core.extractors.clauses`. What an aspect without a
name ("lovely colours") stands for is left to :mod:`viper_core.extractors.bundled`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from viper_core.extractors.clauses import Clause, FoundCue, Segment, Sentence, parse_comment
from viper_core.extractors.cues import Kind, is_negation
from viper_core.matching import Matcher, Mention
from viper_core.words import Token, word_set

__all__ = ["Reading", "read_comment"]

# Strength of a feeling that is not said in so many words, 1 being "like".
_TOO: Final = 1.0
_WISHED: Final = 0.9
_BY_ITS_WORD: Final = 0.9  # "garish", "enchanting"
_BY_CONTRAST: Final = 0.75
_IRONIC: Final = 1.1
_ASKED_WHY: Final = 0.9
_FARTHER: Final = 0.9  # factor for a feeling taken from elsewhere in the comment
_REACH: Final = 5  # words over which a negation acts
_DEGREE_REACH: Final = 3
_HABITS: Final = word_set(
    "usually normally generally typically often tend mostly ordinarily rarely seldom otherwise thought expected"
)
_PREFERRING: Final = word_set("prefer preferred preferring rather better favor instead beats beat")
_SUBJECTS_OF_COMPARISON: Final = word_set("i i'd id my what it necessary needed he she we they reality usual")
_NOT_I: Final = frozenset({"i don't", "i dont", "i do not", "not me", "not i", "i can't", "not for me", "i didn't"})
_ASKING: Final = word_set("is are was were do does did can could what who which when how would should has have")


@dataclass(frozen=True, slots=True)
class Reading:
    """An attribute or aspect with the feeling it is named with.

    Attributes:
        mention: what is named, and where.
        value: the feeling: positive for like, negative for dislike, 1 in size for the plain word.
        is_near: whether the feeling is said beside it, and not only somewhere in the comment.
    """

    mention: Mention
    value: float
    is_near: bool


@dataclass(slots=True)
class _Open:
    """A mention on its way to a feeling."""

    mention: Mention
    value: float | None = None
    is_near: bool = True
    negated: bool = False
    by_operator: bool = False
    from_govern: bool = False

    def settle(self, value: float, *, near: bool = True) -> None:
        self.value = -value if self.negated else value
        self.is_near = near


def read_comment(text: str, matcher: Matcher) -> tuple[Reading, ...]:
    """What ``text`` names and what it feels about it, in the order of the text; neutral mentions are left out."""
    tokens, sentences = parse_comment(text, matcher)
    loud = text.isupper()
    states = [_Reader(tokens, sentence, loud).read() for sentence in sentences]
    _between_sentences(tokens, states)
    readings = [
        Reading(one.mention, one.value, one.is_near)
        for state in states
        for one in state.mentions
        if one.value is not None and abs(one.value) > 1e-9
    ]
    return tuple(sorted(readings, key=lambda reading: (reading.mention.anchor, reading.mention.first)))


class _Reader:
    """Reads one sentence. What it finds is in ``mentions`` and ``verdict``."""

    def __init__(self, tokens: Sequence[Token], sentence: Sentence, loud: bool) -> None:
        self.tokens = tokens
        self.sentence = sentence
        self.loud = loud
        self.mentions: list[_Open] = []
        self.verdicts: list[float] = []
        self.words = [token.word for token in tokens[sentence.first : sentence.last + 1]]
        self.clause_values: list[list[float]] = []
        self._closing: float | None = None
        self._used: set[int] = set()

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.sentence.ending == "?"

    def read(self) -> _Reader:
        """Settle every mention whose feeling is said in this sentence."""
        by_clause: list[list[_Open]] = []
        for clause in self.sentence.clauses:
            found, verdicts = self._read_clause(clause)
            by_clause.append(found)
            self.clause_values.append(verdicts)
            self.mentions += found
            self.verdicts += verdicts
        self._across_turns(by_clause)
        self._comparisons()
        if self.is_question:
            self._ask()
        if self.sentence.is_ironic:
            for one in self.mentions:
                one.value = -max(abs(one.value or _IRONIC), _IRONIC)
            self.verdicts = [-abs(value) for value in self.verdicts] or [-1.0]
        return self

    # -- one clause ---------------------------------------------------------------------------------------------------

    def _read_clause(self, clause: Clause) -> tuple[list[_Open], list[float]]:
        """The mentions of a clause, and its verdicts in order."""
        found: list[list[_Open]] = []
        verdicts: list[list[tuple[int, float, Kind]]] = []
        wished = False
        for segment in clause.segments:
            feelings = self._feelings(segment, wished=wished)
            wished = wished or any(cue.kind is Kind.WISH for cue in segment.cues)
            found.append(self._read_segment(segment, feelings))
            verdicts.append(feelings)
        self._along_list(clause.segments, found, verdicts)
        return [one for part in found for one in part], [value for part in verdicts for _, value, _ in part]

    def _feelings(self, segment: Segment, *, wished: bool) -> list[tuple[int, float, Kind]]:
        """(token, value, kind) of each verdict in a segment, with negation and degree worked in."""
        feelings: list[tuple[int, float, Kind]] = []
        used: set[int] = set()
        for place, cue in enumerate(segment.cues):
            if cue.kind not in (Kind.GOVERN, Kind.JUDGE):
                continue
            value = cue.cue.value * self._degree(segment.cues[:place], cue)
            for other in reversed(segment.cues[:place]):
                if other.kind in (Kind.GOVERN, Kind.JUDGE) or cue.first - other.last > _REACH:
                    break
                between = any(other.last < one.anchor < cue.first for one in segment.mentions)
                if other.kind is Kind.NEGATE and other.first not in used and not between:
                    used.add(other.first)
                    if self._is_tag(other, segment):
                        continue
                    value = -value if value > 0 else 0.65
                if other.kind is Kind.TOO and not between:
                    value = -abs(value)
                if other.kind is Kind.LACK and value > 0 and not between:
                    value = -value
            feelings.append((cue.first, value, cue.kind))
        self._used = used
        return feelings

    def _is_tag(self, negation: FoundCue, segment: Segment) -> bool:
        """Whether a negation only asks for assent: "isn't the light gorgeous?" """
        return self.is_question and negation.first == self.sentence.first and is_negation(self._word(negation))

    def _degree(self, before: Sequence[FoundCue], cue: FoundCue) -> float:
        """Factor of the words of degree that lead to a verdict, of capitals and of an exclamation mark."""
        factor = 1.0
        for other in before:
            if 0 < cue.first - other.last <= _DEGREE_REACH:
                if other.kind is Kind.STRONGER:
                    factor *= 1.15
                elif other.kind is Kind.WEAKER:
                    factor *= 0.75
        word = self.tokens[cue.first].text
        if not self.loud and len(word) > 2 and word.isupper():
            factor *= 1.15
        return factor * 1.1 if self.sentence.ending == "!" else factor

    def _read_segment(self, segment: Segment, feelings: Sequence[tuple[int, float, Kind]]) -> list[_Open]:
        found: list[_Open] = []
        for mention in segment.mentions:
            one = _Open(mention)
            start = found[-1].mention.last if found else segment.first - 1
            operators = [cue for cue in segment.cues if start < cue.first and cue.last < mention.anchor]
            if (
                found
                and not operators
                and not any(found[-1].mention.anchor < place < mention.anchor for place, _, _ in feelings)
            ):
                one.negated = found[-1].negated
                if found[-1].by_operator and found[-1].value is not None:
                    one.value, one.by_operator = found[-1].value, True
                    found.append(one)
                    continue
            self._operate(one, operators, feelings, segment)
            if one.value is None:
                self._judge(one, segment, feelings)
            found.append(one)
        return found

    def _operate(
        self,
        one: _Open,
        operators: Sequence[FoundCue],
        feelings: Sequence[tuple[int, float, Kind]],
        segment: Segment,
    ) -> None:
        """Settle a mention by what stands right before it: "too", "less", "I wish it were", "not enough"."""
        negations = [cue for cue in operators if cue.kind is Kind.NEGATE and cue.first not in self._used]
        negations = [cue for cue in negations if not self._is_tag(cue, segment)]
        acting = [cue for cue in operators if cue.kind in (Kind.TOO, Kind.LESS, Kind.WISH, Kind.LACK, Kind.INSTEAD)]
        degree = (
            self._degree(operators, FoundCue(operators[-1].cue, one.mention.anchor, one.mention.anchor))
            if operators
            else 1
        )
        after = [cue for cue in segment.cues if cue.first > one.mention.last]
        if acting:
            cue = acting[-1]
            negated = any(other.first < cue.first or cue.kind is Kind.WISH for other in negations)
            feeling = next((value for place, value, _ in reversed(feelings) if place < one.mention.anchor), 1.0)
            match cue.kind:
                case Kind.TOO:
                    one.value = -_TOO * degree * self._phrase_degree(cue)
                    if negated:
                        one.value = -0.7 if feeling > 0 else 0.7
                case Kind.LESS:
                    one.value = _WISHED if negated else -_WISHED
                case Kind.WISH:
                    one.value = -_WISHED if negated else _WISHED
                case Kind.LACK:
                    one.value = _WISHED
                case _:
                    one.value = None
            if one.value is not None:
                one.by_operator = True
                return
        near = [cue for cue in negations if one.mention.anchor - cue.last <= _REACH + 1]
        one.negated = len(near) % 2 == 1
        if one.negated and any(self._word(cue) == "enough" for cue in after[:2]):
            one.value, one.by_operator, one.negated = _WISHED, True, False
            return
        if one.negated and one.mention.is_amount and not feelings:
            one.value, one.by_operator, one.negated = _WISHED, True, False
            return
        if self._than_wanted(one.mention):
            one.value, one.by_operator = -_TOO, True

    def _judge(self, one: _Open, segment: Segment, feelings: Sequence[tuple[int, float, Kind]]) -> None:
        """Settle a mention by a verdict in its own segment, or by its own word."""
        mention = one.mention
        before = [feeling for feeling in feelings if feeling[0] < mention.first or feeling[0] < mention.anchor]
        after = [feeling for feeling in feelings if feeling[0] > mention.last]
        between_before = bool(before) and any(
            before[-1][0] < other.anchor < mention.first for other in segment.mentions
        )
        between_after = bool(after) and any(mention.last < other.anchor < after[0][0] for other in segment.mentions)
        if before and (before[-1][2] is Kind.GOVERN or not between_before or not after or between_after):
            place, value, kind = before[-1]
            if mention.valence and kind is Kind.JUDGE and mention.anchor - place > 3:
                one.value = mention.valence * _BY_ITS_WORD
                return
            one.from_govern = kind is Kind.GOVERN
            one.settle(value)
        elif after and not (mention.valence and between_after):
            one.settle(after[0][1])
            one.from_govern = after[0][2] is Kind.GOVERN
        elif any(cue.kind is Kind.TOO for cue in segment.cues if cue.first > mention.last) and not between_after:
            one.value = -_TOO  # "the close-up is too close"
        elif any(
            cue.kind is Kind.WISH and self._word(cue) == "would" for cue in segment.cues if cue.first > mention.last
        ):
            one.value = _WISHED  # "a night version would be nice"
        elif not mention.valence:
            judging = [other.valence for other in segment.mentions if other.valence and other.anchor > mention.last]
            if judging:  # "the fog is creepy"
                one.settle(judging[0] * _BY_ITS_WORD)

    def _phrase_degree(self, cue: FoundCue) -> float:
        words = {token.word for token in self.tokens[cue.first : cue.last + 1]}
        return (
            0.8 if words & {"bit", "little", "touch", "tad", "slightly", "somewhat"} else 1.2 if len(words) > 1 else 1.0
        )

    def _than_wanted(self, mention: Mention) -> bool:
        """ "darker than I like" """
        follows = [token.word for token in self.tokens[mention.last + 1 : mention.last + 3]]
        return len(follows) == 2 and follows[0] == "than" and follows[1] in _SUBJECTS_OF_COMPARISON

    def _word(self, cue: FoundCue) -> str:
        return self.tokens[cue.first].word

    # -- from segment to segment --------------------------------------------------------------------------------------

    def _along_list(
        self,
        segments: Sequence[Segment],
        found: Sequence[list[_Open]],
        verdicts: Sequence[Sequence[tuple[int, float, Kind]]],
    ) -> None:
        """Carry feelings along a list, forward from what leads it, then back from what closes it."""
        carry: tuple[float, Kind] | None = None
        operated: float | None = None
        for index, segment in enumerate(segments):
            if (
                segment.opener in ("which", "that")
                and verdicts[index]
                and not found[index]
                and index
                and found[index - 1]
            ):
                found[index - 1][-1].settle(verdicts[index][-1][1])
                if index == len(segments) - 1:
                    self._closing = verdicts[index][-1][1]
            for position, one in enumerate(found[index]):
                if one.value is not None:
                    continue
                plain = position == 0 and not segment.cues and operated is not None
                if plain and not one.negated and operated is not None:
                    one.value, one.by_operator = operated, True
                elif one.mention.valence and not (carry and carry[1] is Kind.GOVERN):
                    one.value = self._later_verdict(segments, found, verdicts, index)
                    one.value = one.mention.valence * _BY_ITS_WORD if one.value is None else one.value
                elif carry is not None:
                    one.settle(carry[0])
                    one.from_govern = carry[1] is Kind.GOVERN
            governing = [(value, kind) for _, value, kind in verdicts[index] if kind is Kind.GOVERN]
            if governing:
                carry = governing[-1]
            elif verdicts[index]:
                carry = (verdicts[index][-1][1], Kind.JUDGE)
            last = found[index][-1] if found[index] else None
            if last is not None:
                operated = last.value if last.by_operator else None
            elif segment.cues:
                operated = None
        closing: float | None = None
        for index in range(len(segments) - 1, -1, -1):
            for one in reversed(found[index]):
                if one.value is None and closing is not None:
                    one.settle(closing)
            if verdicts[index]:
                place, value, kind = verdicts[index][0]
                leads = any(one.mention.anchor > place for one in found[index])
                closing = None if kind is Kind.GOVERN and leads else value
            elif found[index]:
                judged = found[index][0]
                closing = judged.value if judged.mention.valence and not judged.by_operator else None

    @staticmethod
    def _later_verdict(
        segments: Sequence[Segment],
        found: Sequence[list[_Open]],
        verdicts: Sequence[Sequence[tuple[int, float, Kind]]],
        index: int,
    ) -> float | None:
        """The next verdict of a list that is not about anything else: "creepy, love it"."""
        for later in range(index + 1, len(segments)):
            if verdicts[later]:
                about_other = found[later] or segments[later].opener in ("which", "that")
                return None if about_other else verdicts[later][-1][1]
        return None

    # -- from clause to clause ----------------------------------------------------------------------------------------

    def _across_turns(self, by_clause: Sequence[list[_Open]]) -> None:
        """Give what stands on the other side of a "but" the contrary feeling, where it has none of its own."""
        if self._closing is not None:
            for found in by_clause:
                for one in found:
                    if one.value is None:
                        one.settle(self._closing)
        signs = [self._sign(found, verdicts) for found, verdicts in zip(by_clause, self.clause_values, strict=True)]
        for index, found in enumerate(by_clause):
            habit = bool(set(self.words) & _HABITS) or self._refers_back(index + 1)
            follows = index + 1 < len(by_clause)
            if habit and follows and not by_clause[index + 1] and self.clause_values[index + 1]:
                for one in found:  # "I usually skip watercolours but this one won me over"
                    one.negated = False
                    one.settle(self.clause_values[index + 1][-1])
                continue
            if self.clause_values[index]:
                continue
            for one in found:
                if one.value is not None:
                    continue
                other = signs[index - 1] if index else 0
                if not other and follows:
                    other = signs[index + 1]
                if other and len(by_clause) > 1:
                    one.settle(-other * _BY_CONTRAST)

    def _refers_back(self, index: int) -> bool:
        """Whether a clause tells how the one before is meant: "but in a good way", "but here it works"."""
        if index >= len(self.sentence.clauses):
            return False
        segments = self.sentence.clauses[index].segments
        words = [token.word for token in self.tokens[segments[0].first : segments[-1].last + 1]]
        cues = [cue for segment in segments for cue in segment.cues]
        if any(self.tokens[cue.last].word in ("way", "it", "that") for cue in cues):
            return True
        return bool({"here", "this", "that"} & set(words)) or "it works" in " ".join(words)

    @staticmethod
    def _sign(found: Sequence[_Open], verdicts: Sequence[float]) -> int:
        values = [one.value for one in found if one.value is not None] or list(verdicts)
        total = sum(values)
        return (total > 0) - (total < 0)

    def _comparisons(self) -> None:
        """The second of two that are compared: "rather warm than cold", "night instead of day"."""
        cues = [
            cue
            for clause in self.sentence.clauses
            for segment in clause.segments
            for cue in segment.cues
            if cue.kind is Kind.INSTEAD
        ]
        prefers = bool(set(self.words) & _PREFERRING) or self._any_day()
        if not cues and prefers and "to" in self.words:
            self._prefers_to()
        for cue in cues:
            plain = self.tokens[cue.first].word in ("over", "than", "to", "more", "versus", "vs")
            if plain and not prefers:
                if cue.last > cue.first:  # "I like the light more than the colours" says nothing of the colours
                    for one in self.mentions:
                        if one.mention.anchor > cue.last and not one.by_operator:
                            one.value, one.is_near = None, False
                continue
            first = [one for one in self.mentions if one.mention.anchor < cue.first]
            second = [one for one in self.mentions if one.mention.anchor > cue.last]
            if not second:
                continue
            liking = next((one.value for one in reversed(first) if one.value is not None), None)
            if liking is None:
                liking = _WISHED
                for one in first:
                    one.settle(liking)
            second[0].negated = False
            second[0].value = -liking
            for one in second[1:]:
                if one.value is None:
                    one.value = -liking

    def _any_day(self) -> bool:
        return "any" in self.words and ("day" in self.words or "time" in self.words)

    def _prefers_to(self) -> None:
        place = self.sentence.first + len(self.words) - 1 - self.words[::-1].index("to")
        starts = [
            self.sentence.first + index for index, word in enumerate(self.words) if word in ("prefer", "preferred")
        ]
        first = [one for one in self.mentions if starts and starts[0] < one.mention.anchor < place]
        second = [one for one in self.mentions if one.mention.anchor > place]
        if first and second:
            second[0].negated = False
            second[0].value = -(first[-1].value or _WISHED)

    # -- questions ----------------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        """What a question says: "why is it so dark?" complains, "is this a mosaic?" says nothing."""
        first = self.words[0] if self.words else ""
        unsettled = [one for one in self.mentions if not one.by_operator]
        if first == "why" and not self.verdicts:
            for one in unsettled:
                one.value = _ASKED_WHY if one.negated else -_ASKED_WHY
                one.is_near = one.mention.entry is not None
        elif first == "who" and self.verdicts and not self._who_does_not():
            for one in unsettled:
                one.value = -abs(one.value or 1.0)

    def _who_does_not(self) -> bool:
        return len(self.words) > 1 and (self.words[1].endswith("n't") or self.words[1] in ("does", "doesnt", "wouldnt"))


# -- from sentence to sentence -----------------------------------------------------------------------------------------


def _between_sentences(tokens: Sequence[Token], states: Sequence[_Reader]) -> None:
    """Give mentions without a feeling of their own the feeling of the sentences around them."""
    for earlier, state in itertools.pairwise(states):
        if " ".join(state.words).strip(" .!") in _NOT_I:
            for one in earlier.mentions:
                one.value = -(one.value or 0.0)
    for index, state in enumerate(states):
        bullet = _bullet(tokens, state, states)
        if bullet:
            for one in state.mentions:
                if one.value is None:
                    one.settle(bullet)
        opening = state.words[0] if state.words else ""
        if opening in ("but", "however", "though", "yet") and index and not state.verdicts:
            before = _total(states[index - 1])
            for one in state.mentions:
                if one.value is None and before:
                    one.settle(-_BY_CONTRAST if before > 0 else _BY_CONTRAST)
    overall = {value > 0 for state in states for value in state.verdicts}
    overall |= {one.value > 0 for state in states for one in state.mentions if one.value is not None}
    for index, state in enumerate(states):
        unsettled = [one for one in state.mentions if one.value is None]
        if not unsettled:
            continue
        value = None
        if state.is_question:
            if _is_fragment(state) and index + 1 < len(states):
                value = _global(states[index + 1])
        else:
            value = next((v for other in reversed(states[:index]) if (v := _global(other)) is not None), None)
            if value is None:
                value = next((v for other in states[index + 1 :] if (v := _global(other)) is not None), None)
            if value is None and len(overall) == 1:
                value = 1.0 if True in overall else -1.0
        if value is not None:
            for one in unsettled:
                one.settle(value * _FARTHER, near=False)


def _global(state: _Reader) -> float | None:
    """The feeling of a sentence that names nothing, or is but one word of praise: it is about the whole picture."""
    if state.is_question:
        return None
    words = [token for token in state.tokens[state.sentence.first : state.sentence.last + 1] if token.is_word]
    if len(state.mentions) == 1 and state.mentions[0].mention.valence and len(words) <= 2:
        return state.mentions[0].value
    return state.verdicts[-1] if state.verdicts and not state.mentions else None


def _total(state: _Reader) -> float:
    return sum(one.value for one in state.mentions if one.value is not None) or sum(state.verdicts)


def _is_fragment(state: _Reader) -> bool:
    return bool(state.words) and state.words[0] not in _ASKING


def _bullet(tokens: Sequence[Token], state: _Reader, states: Sequence[_Reader]) -> float:
    """+1 or -1 where a line begins with a plus or a minus, and the comment uses both signs or the plus."""
    signs = {other.words[0] for other in states if other.words and other.words[0] in "+-–"}
    if "+" not in signs or not state.words:
        return 0.0
    return 1.0 if state.words[0] == "+" else -1.0 if state.words[0] in "-–" else 0.0
