"""Feelings along the segments of a clause: "soft, warm, lovely", "fog, which I love", "…, but in the best way".

Knows how a verdict is carried forward along a list from what leads it, back from what closes it, and how a piece that
names nothing takes back or confirms what stands before it. The feelings within a segment are left to
:mod:`viper_core.extractors.polarity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from viper_core.extractors.answers import answer_in, refuses
from viper_core.extractors.clauses import Segment
from viper_core.extractors.cues import Kind
from viper_core.extractors.feelings import BY_ITS_WORD, FIRM, Feeling, Verdict
from viper_core.words import word_set

if TYPE_CHECKING:
    from viper_core.extractors.polarity import ClauseReader

__all__ = ["THANKS", "carry_along", "turn_by_ending"]

_BEING: Final = word_set("is are was were it's they're that's isn't aren't looks look feels")
_AUXILIARIES: Final = word_set("is are was were does do did has have can could would will")
_DETERMINERS: Final = word_set("the this that these those its")
_ATTACHING: Final = word_set(
    "in on of at with behind that which from to around over under by for and or across through along above below as "
    "everywhere here there too also tho though look effect style vibe thing stuff"
)
_ASIDE: Final = 5  # words; more is no aside
_WAYS: Final = word_set("way ways places sense")
THANKS: Final = word_set("thankfully luckily fortunately mercifully happily finally gladly")
"""Words that are glad of what stands beside them, lack included."""


def carry_along(
    reader: ClauseReader,
    segments: Sequence[Segment],
    found: Sequence[list[Feeling]],
    verdicts: Sequence[Sequence[Verdict]],
) -> None:
    """Carry feelings along a list, forward from what leads it, then back from what closes it."""
    carry: tuple[float, Kind] | None = None
    operated: float | None = None
    for index, segment in enumerate(segments):
        if index and _joins_in(reader, segment) and (said := _said_before(found, index)):
            for one in found[index]:  # "the fog doesn't help and neither does the neon"
                one.force(said)
        if segment.opener in ("which", "that") and verdicts[index] and not found[index] and index and found[index - 1]:
            last = found[index - 1][-1]
            last.settle(-verdicts[index][-1][1] if last.lacking else verdicts[index][-1][1])
            if index == len(segments) - 1:
                reader.closing = verdicts[index][-1][1]
        if index and not found[index]:
            _take_back(reader, segment, found[index - 1], verdicts[index])
        for position, one in enumerate(found[index]):
            listed = position == 0 and segment.opener in ("and", "or", ",") and not segment.cues and index
            one.hedged = one.hedged or (bool(listed) and any(before.hedged for before in found[index - 1]))
            if one.value is not None:
                continue
            plain = position == 0 and not segment.cues and operated is not None
            if one.negated and operated is not None and all(cue.kind is Kind.NEGATE for cue in segment.cues):
                one.value, one.by_operator, one.negated = -operated, True, False  # "give me fog, not neon"
            elif plain and not one.negated and operated is not None:
                one.value, one.by_operator = operated, True
            elif one.mention.valence and not (carry and carry[1] is Kind.GOVERN and not _states(reader, segment)):
                one.value = _later_verdict(reader, segments, found, verdicts, index)
                one.by_word = one.value is None
                one.value = one.mention.valence * BY_ITS_WORD if one.value is None else one.value
            elif _ends_in_aux(reader, segment) and index and _said_before(found, index):
                one.settle(-_said_before(found, index))  # "the fog isn't the problem, the neon is"
            elif carry is not None and carry[1] is Kind.JUDGE and _predicates(reader, segment, one):
                one.closed = True  # "the fog pulls me in and the neon hums": what that says of it is not known
            elif carry is not None and carry[1] is Kind.JUDGE and not segment.cues and _is_torn(verdicts[:index]):
                one.closed = True  # praise and blame before it: which is meant cannot be told
            elif carry is not None and not (abs(carry[0]) < FIRM and _states(reader, segment)):
                one.settle(carry[0])
        governing = [(value, kind) for _, value, kind in verdicts[index] if kind is Kind.GOVERN]
        if segment.opener == "(" and verdicts[index] and not found[index] and index and found[index - 1]:
            found[index - 1][-1].force(verdicts[index][-1].value)  # "fog (yay) and neon (boo)"
            continue
        named = next((part for part in reversed(found[:index]) if part), [])
        if _denies(reader, segment) and named and not verdicts[index]:
            for one in named:  # "the neon, on the other hand, is not"
                one.negated, one.value = True, None
                if carry is not None:
                    one.settle(carry[0])
        if governing:
            carry = governing[-1]
        elif verdicts[index]:
            carry = (verdicts[index][-1][1], Kind.JUDGE)
        elif carry and carry[0] < 0 and carry[1] is Kind.JUDGE and not found[index] and _tells(reader, segment):
            carry = None  # what was blamed has been left
        elif carry is None:
            words = [one for one in found[index] if one.by_word and one.mention.valence and not one.negated]
            carry = (float(words[-1].mention.valence), Kind.JUDGE) if words else None
        final = found[index][-1] if found[index] else None
        if final is not None:
            operated = final.value if final.by_operator else None
        elif segment.cues:
            operated = None
    closing: float | None = None
    for index in range(len(segments) - 1, -1, -1):
        settled = any(one.value is not None for one in found[index])
        for one in reversed(found[index]):
            if one.value is None and closing is not None:
                one.settle(closing)
        if verdicts[index]:
            place, value, kind = verdicts[index][0]
            leads = any(one.mention.anchor > place for one in found[index])
            closing = None if kind is Kind.GOVERN and leads else value
        elif settled:
            judged = found[index][0]
            closing = judged.value if judged.mention.valence and not judged.by_operator else None
            if closing is not None and (judged.negated or judged.lacking):
                closing = -closing  # "clean lines, no clutter"


def turn_by_ending(reader: ClauseReader, segments: Sequence[Segment], found: Sequence[list[Feeling]]) -> None:
    """Let "… in the best way" at the end decide how all before it is meant."""
    for index, segment in enumerate(segments):
        for cue in segment.cues:
            phrase = [token.word for token in reader.tokens[cue.first : cue.last + 1]]
            decides = (phrase[0] == "in" and phrase[-1] in _WAYS) or phrase[-3:] == ["better", "for", "it"]
            if cue.kind is Kind.JUDGE and decides:
                for one in (feeling for part in found[: index + 1] for feeling in part):
                    if one.mention.last < cue.first and not one.lacking:
                        one.force(cue.cue.value)


def _is_torn(verdicts: Sequence[Sequence[Verdict]]) -> bool:
    """Whether there has been both praise and blame."""
    return len({verdict.value > 0 for part in verdicts for verdict in part}) > 1


def _predicates(reader: ClauseReader, segment: Segment, one: Feeling) -> bool:
    """Whether a segment says something of its own of a mention, in words that are no cues: "and the neon hums away"."""
    before = reader.tokens[one.mention.first - 1].word if one.mention.first else ""
    after = [token.word for token in reader.tokens[one.mention.last + 1 : segment.last + 1] if token.is_word]
    if len(after) < 2 or after[0] in _ATTACHING or after[0].endswith("ing") or answer_in(["it", *after]):
        return False  # "the fog over the hills", "the fog rolling in", "the fog is too"
    return before in _DETERMINERS and not segment.cues


def _joins_in(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a segment says the same of something else: "so is the fog", "neither does the neon"."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
    words = words[words[:1] == ["and"] :]
    joins = words[:1] in (["so"], ["neither"], ["nor"]) and words[1:2] != [] and words[1] in _AUXILIARIES
    return joins or (segment.opener == "nor" and all(cue.kind is Kind.NEGATE for cue in segment.cues))


def _tells(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a segment that names and judges nothing goes on about something else: "…, I came in from the rain, …"."""
    return sum(token.is_word for token in reader.tokens[segment.first : segment.last + 1]) > _ASIDE


def _denies(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a segment is but a verb with a "not": "…, is not"."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
    answer = answer_in(["it", *words]) if words else None
    return answer is not None and not answer.agrees and words[0] not in ("i", "it", "they")


def _states(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a segment makes a statement of its own: "…, this one is a mess"."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1]]
    return bool(set(words) & _BEING) and not set(words) & {"how", "that"}


def _take_back(reader: ClauseReader, segment: Segment, before: Sequence[Feeling], verdicts: Sequence[Verdict]) -> None:
    """Apply "…, me not so much" and "…, I just don't like them here" to what stands before."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
    answer = answer_in(words)
    if refuses(words) or (answer is not None and not answer.agrees and _is_meant(reader)):
        for one in before:
            one.force(-abs(one.value or 1.0))
    elif answer is not None and (answer.mine or not answer.agrees):
        for one in before:
            one.answer(agrees=answer.agrees)
    elif verdicts and words[:1] in (["that's"], ["that"], ["thats"]) and any(one.lacking for one in before):
        for one in before:  # "hardly any contrast and that's why it is so restful"
            one.value = -verdicts[-1].value if one.lacking else one.value
    elif words and set(words) <= THANKS:
        for one in before:
            absent = one.lacking or one.negated
            one.value = -abs(one.value or 1.0) if absent else abs(one.value or 1.0)
    elif verdicts and (words[-2:] in (["of", "it"], ["of", "them"]) or "why" in words[:4]):
        for one in before:  # "…, there's simply too much of it", "… and that is why I love it"
            one.force(verdicts[-1].value)
    elif verdicts and ({"now", "here"} & set(words)) and {"it", "them", "that"} & set(words):
        for one in before:
            one.settle(verdicts[-1][1])


def _is_meant(reader: ClauseReader) -> bool:
    """Whether a sentence tells what something was to be: "the fog is meant to be charming, it's not"."""
    words = {token.word for token in reader.tokens[reader.sentence.first : reader.sentence.last + 1]}
    return bool(words & {"meant", "supposed"})


def _ends_in_aux(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a segment stops at its verb, leaving the rest to the one before: "…, the neon is"."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
    return len(words) > 1 and "how" not in words and words[-1] in ("is", "are", "does", "do", "did", "was")


def _said_before(found: Sequence[list[Feeling]], index: int) -> float:
    """The last feeling that was settled before a segment; 0 where there is none."""
    return next((one.value for part in reversed(found[:index]) for one in reversed(part) if one.value is not None), 0.0)


def _about_it(reader: ClauseReader, segment: Segment) -> bool:
    """Whether a verdict names its object: "love it"."""
    words = {token.word for token in reader.tokens[segment.first : segment.last + 1]}
    return bool(words & {"it", "this", "that", "them"})


def _is_bare(reader: ClauseReader, segment: Segment, verdict: Verdict) -> bool:
    """Whether blame is all that stands there, so that it goes on with a list: "dreamy, loud and ugly"."""
    words = [token.word for token in reader.tokens[segment.first : segment.last + 1] if token.is_word]
    return verdict.value <= -FIRM and len(words) - (words[:1] == [segment.opener]) == 1


def _later_verdict(
    reader: ClauseReader,
    segments: Sequence[Segment],
    found: Sequence[list[Feeling]],
    verdicts: Sequence[Sequence[Verdict]],
    index: int,
) -> float | None:
    """The next verdict of a list that is not about anything else: "creepy, love it"."""
    for later in range(index + 1, len(segments)):
        if verdicts[later]:
            about_it = verdicts[later][-1][2] is Kind.GOVERN or _about_it(reader, segments[later])
            about_it = about_it or _is_bare(reader, segments[later], verdicts[later][-1])
            about_other = found[later] or segments[later].opener in ("which", "that")
            return verdicts[later][-1][1] if about_it and not about_other else None
    return None
