"""Comparisons within a sentence: "rather warm than cold", "the fog makes up for the neon", "despite the grain".

Knows how what is set against something else takes the contrary feeling. What stands on the other side of a "but" is
left to :mod:`viper_core.extractors.sentences`.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Final

from viper_core.extractors.cues import Kind, is_negation
from viper_core.extractors.feelings import BY_CONTRAST, TOO_MUCH, WISHED
from viper_core.words import word_set

if TYPE_CHECKING:
    from viper_core.extractors.sentences import SentenceReader

__all__ = ["compare"]

_PREFERRING: Final = word_set(
    """
    prefer preferred preferring rather sooner better nicer prettier lovelier superior favor instead beats beat choose
    chose chosen pick picked take give gimme opt
    """
)
_REDEEMING: Final = (
    "makes up for the", "make up for the", "made up for the", "compensates for the", "compensate for the",
    "outweighs the", "outweigh the",
)  # fmt: skip
_REDEEMING_WORDS: Final = word_set("makes make made compensates compensate outweighs outweigh")
_DESPITE: Final = (
    ("despite",), ("in", "spite", "of"), ("even", "with"), ("unlike",), ("notwithstanding",), ("contrary", "to"),
)  # fmt: skip
_HARMING: Final = word_set(
    """
    ruins ruin ruined spoils spoil spoiled kills kill killed destroys destroy destroyed drowns drown fights fight
    clashes clash detracts detract distracts distract overpowers overpower undermines weakens competes compete
    overwhelms overwhelm hides hide obscures obscure swallows swallowed overshadows gets takes
    """
)
_WITHOUT: Final = (
    ("without",),
    ("minus",),
    ("take", "away"),
    ("take", "out"),
    ("remove",),
    ("strip", "away"),
    ("lose",),
)
_BEATING: Final = word_set("beats beat trumps trump outshines outdoes outclasses")
_BURYING: Final = word_set(
    "lost buried bury drowned drowning drowns drown hidden hid hide smothered swamped vanishes disappears"
)
_UNDER: Final = word_set("in under by behind beneath below underneath among")
_OTHER_PICTURES: Final = word_set("other others last previous rest first earlier usual one ones most before")
_BEFORE_THAN: Final = 2  # words from a verdict to its "than"
_WERE_NOT: Final = word_set("weren't wasn't werent wasnt not")
_NEAR: Final = 4  # signs and words between ">" and what stands beside it
_SWAPPING: Final = word_set("swap replace exchange trade switch")


def compare(reader: SentenceReader) -> None:
    """Settle what is compared: "rather warm than cold", "night instead of day", "swap the oil for ink"."""
    _swaps(reader)
    _makes_up(reader)
    _without(reader)
    _despite(reader)
    _but_for(reader)
    _harms(reader)
    _beats(reader)
    _buried(reader)
    if ">" in reader.words:
        _greater(reader, reader.sentence.first + reader.words.index(">"))
    segments = [segment for clause in reader.sentence.clauses for segment in clause.segments]
    cues = [cue for segment in segments for cue in segment.cues if cue.kind is Kind.INSTEAD]
    any_day = "any" in reader.words and ("day" in reader.words or "time" in reader.words)
    prefers = any_day or bool(set(reader.words) & _PREFERRING)
    if not cues and prefers and "to" in reader.words:
        _prefers_to(reader)
    for cue in cues:
        plain = reader.tokens[cue.first].word in ("over", "than", "to", "more", "versus", "vs")
        if not plain or prefers or _ranks(reader, cue.first):
            _instead(reader, cue.first, cue.last)
        elif cue.last > cue.first or _follows_more(reader, cue.first):
            # "I like the light more than the colours" says nothing of the colours
            for one in reader.mentions:
                if one.mention.anchor > cue.last and not one.by_operator:
                    one.value, one.is_near = None, False


def _ranks(reader: SentenceReader, place: int) -> bool:
    """Whether a "than" sets one thing above another: "more appealing than the neon", "worse than the fog"."""
    verdicts = (verdict for _, _, verdicts in reader.parts for verdict in verdicts)
    judged = any(verdict.kind is Kind.JUDGE and 0 < place - verdict.place <= _BEFORE_THAN for verdict in verdicts)
    return reader.tokens[place].word == "than" and judged


def _follows_more(reader: SentenceReader, place: int) -> bool:
    """Whether a "than" only compares how much: "appeals to me far more than the neon"."""
    return reader.tokens[place].word == "than" and reader.tokens[place - 1].word in ("more", "less")


def _instead(reader: SentenceReader, start: int, end: int) -> None:
    """Turn the feeling round for what stands behind the words of comparison."""
    first = [one for one in reader.mentions if one.mention.anchor < start]
    second = [one for one in reader.mentions if one.mention.anchor > end]
    if not second:
        return
    compared = not first and reader.words[:1] == ["compared"]
    if compared and _of_other_pictures(reader, end, second[0].mention.first):
        said = [verdict.value for _, feelings, verdicts in reader.parts if not feelings for verdict in verdicts]
        for one in second if said else ():
            one.force(said[-1])  # "compared to the others this has more fog, and I like it less"
        return
    if compared:  # "compared with the watercolours this looks dead"
        total = sum(verdict.value for part in reader.parts for verdict in part[2])
        second[0].value, second[0].closed = (-total if total else None), not total
        return
    if not first and start == reader.sentence.first:  # "instead of boring grey we get a riot of colour"
        second[0].force(-WISHED)
        for one in second[1:]:
            if one.value is None or one.value < 0:
                one.force(WISHED)
        return
    liking = next((one.value for one in reversed(first) if one.value is not None), None)
    if liking is None:
        liking = WISHED
        for one in first:
            one.settle(liking)
    second[0].force(-liking)
    for one in second[1:]:
        if one.value is None:
            one.value = -liking


def _of_other_pictures(reader: SentenceReader, start: int, place: int) -> bool:
    """Whether what is compared is other pictures, so that what follows is said of this one."""
    return bool({token.word for token in reader.tokens[start + 1 : place]} & _OTHER_PICTURES)


def _beats(reader: SentenceReader) -> None:
    """ "Candlelight beats neon": the first is liked, the second is not."""
    for segment, feelings, _ in reader.parts:
        verb = next((i for i in range(segment.first, segment.last + 1) if reader.tokens[i].word in _BEATING), None)
        before = [one for one in feelings if verb is not None and one.mention.last < verb]
        after = [one for one in feelings if verb is not None and one.mention.first > verb]
        if before and after:
            before[-1].force(1.0)
            after[0].force(-BY_CONTRAST)


def _buried(reader: SentenceReader) -> None:
    """ "The line art is lost in all that fog": a pity for the first, the second is too much."""
    if any(value > 0 for value in reader.verdicts if abs(value) > 1):
        return
    for segment, feelings, _ in reader.parts:
        words = [token.word for token in reader.tokens[segment.first : segment.last + 1]]
        verb = next((index for index, word in enumerate(words) if word in _BURYING), len(words))
        under = next((index for index in range(verb, len(words)) if words[index] in _UNDER), len(words))
        before = [one for one in feelings if one.mention.last < segment.first + under]
        after = [one for one in feelings if one.mention.first > segment.first + under]
        if before and after:
            before[-1].force(BY_CONTRAST)
            after[0].force(-TOO_MUCH)


def _swaps(reader: SentenceReader) -> None:
    """Settle "swap the watercolour for ink": the first is disliked, the second liked."""
    starts = [index for index, word in enumerate(reader.words) if word in _SWAPPING]
    joints = [index for index, word in enumerate(reader.words) if word in ("for", "with", "by")]
    joints = [index for index in joints if starts and index > starts[0]]
    if not joints:
        return
    places = [(one.mention.anchor - reader.sentence.first, one) for one in reader.mentions]
    for place, one in places:
        if starts[0] < place < joints[0]:
            one.value, one.by_operator = -WISHED, True
    for _, one in [pair for pair in places if pair[0] > joints[0]][:1]:
        one.value, one.by_operator = WISHED, True


def _makes_up(reader: SentenceReader) -> None:
    """ "The fog makes up for the boring composition": the first is liked, the second is not."""
    text = " ".join(reader.words)
    if not any(phrase in text for phrase in _REDEEMING):
        return
    place = reader.sentence.first + next(i for i, word in enumerate(reader.words) if word in _REDEEMING_WORDS)
    denied = any(is_negation(word) or word == "not" for word in reader.words)
    for one in reader.mentions:
        if one.mention.anchor > place:
            one.force(-1.0)
        elif denied:
            one.value, one.closed = None, True
        else:
            one.force(1.0)


def _despite(reader: SentenceReader) -> None:
    """ "Despite the neon I like the fog": the first is what the rest is not."""
    lead = next((lead for lead in _DESPITE if tuple(reader.words[: len(lead)]) == lead), None)
    if lead is None or len(reader.mentions) < 2:
        return
    rest = sum(one.value for one in reader.mentions[1:] if one.value is not None)
    if rest and reader.mentions[0].mention.first - reader.sentence.first - len(lead) <= 4:
        reader.mentions[0].force(-BY_CONTRAST if rest > 0 else BY_CONTRAST)


def _but_for(reader: SentenceReader) -> None:
    """ "It would be too sweet if it weren't for the grain": what keeps something bad away is liked."""
    pairs = list(itertools.pairwise(reader.words))
    place = next((i for i, (first, second) in enumerate(pairs) if second == "for" and first in _WERE_NOT), None)
    if place is None or reader.words[:1] == ["if"]:
        return
    split = reader.sentence.first + place
    cues = [cue for segment, _, _ in reader.parts for cue in segment.cues if cue.last < split - 2]
    blamed = any(cue.kind is Kind.JUDGE and cue.cue.value < 0 for cue in cues) or "too" in reader.words[:place]
    for one in reader.mentions if blamed else ():
        if one.mention.first > split:
            one.force(WISHED)


def _harms(reader: SentenceReader) -> None:
    """ "The neon ruins the fog": what is ruined is not disliked itself."""
    for segment, feelings, _ in reader.parts:
        verbs = [cue.first for cue in segment.cues if reader.tokens[cue.first].word in _HARMING]
        for verb in verbs[:1]:
            before = [one for one in feelings if one.mention.last < verb and one.value is not None and one.value < 0]
            after = [one for one in feelings if one.mention.first > verb]
            if before and after and not any(is_negation(word) or word == "not" for word in reader.words):
                after[0].value = BY_CONTRAST if after[0].mention.entry is not None else None


def _without(reader: SentenceReader) -> None:
    """ "Without the fog this would be dull": what would be worse without it is liked, and the other way round."""
    lead = next((lead for lead in _WITHOUT if tuple(reader.words[: len(lead)]) == lead), None)
    verdicts = [value for part in reader.parts for value in (verdict.value for verdict in part[2])]
    if lead is None or not reader.mentions or not ({"would", "it'd", "and", "would've"} & set(reader.words)):
        return
    one = reader.mentions[0]
    if one.mention.first - reader.sentence.first - len(lead) > 4:
        return
    good = sum(verdicts) > 0 and "nothing" not in reader.words
    others = [other.mention.valence for other in reader.mentions[1:]]
    one.force(-WISHED if good or sum(others) > 0 else WISHED)


def _greater(reader: SentenceReader, place: int) -> None:
    """ "Watercolour > oil" """
    before = [one for one in reader.mentions if one.mention.last < place <= one.mention.last + _NEAR]
    after = [one for one in reader.mentions if place < one.mention.first <= place + _NEAR]
    if before and after:
        before[-1].force(1.0)
        after[0].force(-1.0)


def _prefers_to(reader: SentenceReader) -> None:
    place = reader.sentence.first + len(reader.words) - 1 - reader.words[::-1].index("to")
    starts = [
        reader.sentence.first + index for index, word in enumerate(reader.words) if word in ("prefer", "preferred")
    ]
    first = [one for one in reader.mentions if starts and starts[0] < one.mention.anchor < place]
    second = [one for one in reader.mentions if one.mention.anchor > place]
    if second and starts:
        second[0].force(-(first[-1].value or WISHED) if first else -WISHED)
