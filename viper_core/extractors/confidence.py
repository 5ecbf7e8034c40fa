"""How sure the reading of a feeling is: what could as well be the contrary is better left to the person.

Knows the marks by which readings that go wrong can be told: what speaks for a feeling and what against it, near and
far, how much of the comment the rules have no word for, and the words around, with parts of the sentence called by what
they do ("don't P the X", "X is N though"). Each mark has a weight in ``confidence.json``, a table that people can read:
a logistic regression over what became of readings of labelled comments, made by ``python -m benchmarks.confidence``.

    doubt = σ(bias + Σ_marks weight)

How the feeling itself is read is the business of the other modules; this one only looks at what came of it.
"""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from viper_core.common_words import COMMON_WORDS, FUNCTION_WORDS
from viper_core.errors import FormatError
from viper_core.extractors.clauses import Clause, Segment, Sentence
from viper_core.extractors.cues import Kind
from viper_core.extractors.feelings import FIRM, Reading
from viper_core.extractors.finding import FoundCue
from viper_core.extractors.other_people import OTHERS
from viper_core.words import Token

__all__ = ["TABLE", "Confidence", "load_confidence", "marks_of", "weigh"]

TABLE: Final = Path(__file__).with_name("confidence.json")
_JUDGING: Final = (Kind.GOVERN, Kind.JUDGE)
_ONE_SIDED: Final = (Kind.NEGATE, Kind.TOO, Kind.LESS, Kind.WISH, Kind.LACK, Kind.INSTEAD, Kind.IRONY)
_AROUND: Final = 9  # words from what is named that are looked at
_LONGEST: Final = 3  # words that make a mark together
_FAR: Final = 60  # words and signs from what is named beyond which nothing is looked at
_NEARNESS: Final = (2, 4, 7)  # words to a verdict


@dataclass(frozen=True, slots=True)
class Confidence:
    """The table.

    Attributes:
        bias: log-odds of a reading without any mark to be on the wrong side.
        weights: what each mark adds to them.
        limit: the doubt from which on a reading is unclear.
    """

    bias: float
    weights: Mapping[str, float]
    limit: float

    def doubt(self, marks: Collection[str]) -> float:
        """How likely a reading with these marks is to be on the wrong side, from 0 to 1."""
        return 1.0 / (1.0 + math.exp(-self.bias - sum(self.weights.get(mark, 0.0) for mark in marks)))


@lru_cache(maxsize=1)
def load_confidence() -> Confidence:
    """The table as it is in the package. Read once.

    Raises:
        FormatError: the data file is damaged.
    """
    try:
        data = json.loads(TABLE.read_text("utf-8"))
        return Confidence(float(data["bias"]), {m: float(w) for m, w in data["weights"].items()}, float(data["limit"]))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"{TABLE.name} cannot be read: {error!r}") from error


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment as it was read.

    Attributes:
        tokens: its words and signs.
        sentences: its parse.
        readings: what the rules made of it.
        cues: all of them, in order.
        names: words and signs that are part of something, by their index: the cue, or None for what is named.
        unread: indices of the words that no rule and no table has a part in.
        words: how many there are.
        quotes: whether it quotes anything.
    """

    tokens: Sequence[Token]
    sentences: Sequence[Sentence]
    readings: Sequence[Reading]
    cues: Sequence[FoundCue]
    names: Mapping[int, FoundCue | None]
    unread: Sequence[int]
    words: int
    quotes: bool

    @classmethod
    def of(cls, tokens: Sequence[Token], sentences: Sequence[Sentence], readings: Sequence[Reading]) -> _Comment:
        """What all readings of a comment have in common."""
        pieces = [piece for sentence in sentences for clause in sentence.clauses for piece in clause.segments]
        cues = [cue for piece in pieces for cue in piece.cues]
        names: dict[int, FoundCue | None] = {i: cue for cue in cues for i in range(cue.first, cue.last + 1)}
        names |= {i: None for piece in pieces for mention in piece.mentions for i in mention.parts}
        words = [index for index, token in enumerate(tokens) if token.is_word]
        unread = [index for index in words if index not in names and tokens[index].word not in FUNCTION_WORDS]
        quotes = any(token.text in ('"', "“", "”") for token in tokens)
        return cls(tokens, sentences, readings, cues, names, unread, len(words), quotes)


def weigh(tokens: Sequence[Token], sentences: Sequence[Sentence], readings: Sequence[Reading]) -> tuple[Reading, ...]:
    """The readings of one comment, each with whether it is unclear.

    Args:
        tokens: of the comment.
        sentences: its parse.
        readings: what the rules made of it.
    """
    table, comment = load_confidence(), _Comment.of(tokens, sentences, readings)
    return tuple(
        dataclasses.replace(one, is_unclear=table.doubt(_marks(comment, one)) > table.limit) for one in readings
    )


def marks_of(
    tokens: Sequence[Token], sentences: Sequence[Sentence], readings: Sequence[Reading], one: Reading
) -> frozenset[str]:
    """The marks of one of the readings of a comment; arguments as of :func:`weigh`."""
    return _marks(_Comment.of(tokens, sentences, readings), one)


def _marks(comment: _Comment, one: Reading) -> frozenset[str]:
    sentence, clause, segment = _place(comment.sentences, one.mention.anchor)
    return frozenset(
        (
            *_of_itself(one),
            *_of_verdicts(one, comment.cues, sentence, clause, segment),
            *_of_other_cues(one, sentence, segment),
            *_of_shape(comment, sentence, clause),
            *_of_the_unread(comment, sentence, segment),
            *_of_other_readings(one, comment.readings, sentence),
            *_of_words(*_frame(comment, one), _sign(one)),
        )
    )


def _place(sentences: Sequence[Sentence], index: int) -> tuple[Sentence, Clause, Segment]:
    """Where a word is."""
    return next(
        (sentence, clause, segment)
        for sentence in sentences
        for clause in sentence.clauses
        for segment in clause.segments
        if segment.first <= index <= segment.last
    )


def _from(name: str, count: int, *levels: int) -> Iterator[str]:
    """ "words 3+" and the like for each of the levels that a count reaches."""
    return (f"{name} {level}+" for level in levels if count >= level)


def _of_itself(one: Reading) -> Iterator[str]:
    """What kind of feeling about what it is."""
    yield "liked" if one.value > 0 else "disliked"
    if not one.is_near:
        yield "said elsewhere"
    if one.is_wanted:
        yield "by wish or degree"
    if abs(one.value) < FIRM:
        yield "weak"
    if one.mention.entry is None:
        yield "an aspect"
    if one.mention.valence:
        yield "by its word" if one.mention.valence * one.value > 0 else "against its word"


def _of_verdicts(
    one: Reading, cues: Sequence[FoundCue], sentence: Sentence, clause: Clause, segment: Segment
) -> Iterator[str]:
    """Which words of praise and blame stand where, taken at their face."""
    judging = [cue for cue in cues if cue.kind in _JUDGING]
    agreeing = [cue for cue in judging if cue.cue.value * one.value > 0]
    objecting = [cue for cue in judging if cue.cue.value * one.value < 0]
    stretches = {
        "segment": (segment.first, segment.last),
        "clause": (clause.segments[0].first, clause.segments[-1].last),
        "sentence": (sentence.first, sentence.last),
    }
    for name, (first, last) in stretches.items():
        for said, found in (("agrees", agreeing), ("objects", objecting)):
            if any(first <= cue.first <= last for cue in found):
                yield f"{name} {said}"
    if agreeing:
        yield "comment agrees"
    if objecting:
        yield "comment objects"
    for_it = min((_distance(cue, one) for cue in agreeing), default=None)
    against = min((_distance(cue, one) for cue in objecting), default=None)
    if for_it is not None:
        yield from _from("words to agreement", for_it, *_NEARNESS)
    if against is not None:
        yield from (f"objection within {words}" for words in _NEARNESS if against < words)
        if for_it is None or against < for_it:
            yield "objection nearer"
    plain = _at_face_value(one, segment, asks=sentence.ending == "?")
    if plain:
        yield "at face value" if plain * one.value > 0 else "against face value"


def _distance(cue: FoundCue, one: Reading) -> int:
    return min(abs(cue.first - one.mention.anchor), abs(cue.last - one.mention.anchor))


def _at_face_value(one: Reading, segment: Segment, *, asks: bool) -> int:
    """+1 or -1 for what the nearest verdict and the "not"s of a segment say without any grammar, 0 for nothing."""
    kinds = [cue.kind for cue in segment.cues]
    judging = sorted((cue for cue in segment.cues if cue.kind in _JUDGING), key=lambda cue: _distance(cue, one))
    sign = -1 if kinds.count(Kind.NEGATE) % 2 and not asks else 1
    if judging:
        return sign if judging[0].cue.value > 0 else -sign
    if Kind.TOO in kinds or Kind.LESS in kinds:
        return -1
    if Kind.WISH in kinds or Kind.LACK in kinds:
        return sign
    return sign * one.mention.valence


def _of_other_cues(one: Reading, sentence: Sentence, segment: Segment) -> Iterator[str]:
    """Negation, degree, wishes and their like, in the segment and around it."""
    for cue in (cue for clause in sentence.clauses for piece in clause.segments for cue in piece.cues):
        if cue.kind not in _JUDGING:
            yield f"{_name(cue, one)} in {'segment' if cue in segment.cues else 'sentence'}"


def _name(cue: FoundCue, one: Reading) -> str:
    """What a cue is called: P where it judges as the reading does, N where it does not, else its kind.

    Where a kind speaks for one side by itself, "too" or "I wish", the side that was read is said with it.
    """
    if cue.kind in _JUDGING:
        return "P" if cue.cue.value * one.value > 0 else "N"
    return f"{cue.kind.name}{_sign(one)}" if cue.kind in _ONE_SIDED else cue.kind.name


def _sign(one: Reading) -> str:
    return "+" if one.value > 0 else "-"


def _of_shape(comment: _Comment, sentence: Sentence, clause: Clause) -> Iterator[str]:
    """How the comment and the sentence are built."""
    yield from _from("sentences", len(comment.sentences), 2, 3, 4)
    yield from _from("clauses", len(sentence.clauses), 2, 3)
    yield from _from("segments", sum(len(one.segments) for one in sentence.clauses), 2, 3, 4, 5)
    yield from _from("words", comment.words, 5, 10, 15, 20, 30)
    if clause is sentence.clauses[0]:
        yield "opening clause"
    if clause.turn:
        yield "behind a turn"
    if sentence.ending in ("?", "!"):
        yield f"ends in {sentence.ending}"
    if any(other.ending == "?" for other in comment.sentences):
        yield "asks"
    if sentence.is_ironic:
        yield "ironic"
    if comment.quotes:
        yield "quotes"


def _of_the_unread(comment: _Comment, sentence: Sentence, segment: Segment) -> Iterator[str]:
    """How many words there are that no rule and no table has a part in."""
    in_segment = [index for index in comment.unread if segment.first <= index <= segment.last]
    in_sentence = [index for index in comment.unread if sentence.first <= index <= sentence.last]
    yield from _from("unread in segment", len(in_segment), 1, 2, 3, 4)
    yield from _from("unread in sentence", len(in_sentence), 1, 2, 4, 6, 8)
    yield from _from("unread", len(comment.unread), 2, 4, 8, 12)
    if any(comment.tokens[index].word not in COMMON_WORDS for index in in_sentence):
        yield "rare word in sentence"


def _of_other_readings(one: Reading, readings: Sequence[Reading], sentence: Sentence) -> Iterator[str]:
    """What else the comment feels."""
    for other in readings:
        if other is one:
            continue
        said = "same" if other.value * one.value > 0 else "contrary"
        yield f"{said} of another"
        if sentence.first <= other.mention.anchor <= sentence.last:
            yield f"{said} of another in sentence"


def _frame(comment: _Comment, one: Reading) -> tuple[list[str], int]:
    """A comment, as far as it is near, with its parts called by what they do, and where in it the mention is.

    X is what is named; S, C and O is what else is named, with the same feeling, the contrary and none; P is a verdict
    that agrees with the reading and N one that does not; other cues go by their kind, people by PERSON, words that are
    in no table by "_". Everything else stays as it is.
    """
    felt = {
        index: "S" if other.value * one.value > 0 else "C"
        for other in comment.readings
        for index in other.mention.parts
    }
    felt |= dict.fromkeys(one.mention.parts, "X")
    first, last = max(0, one.mention.first - _FAR), min(len(comment.tokens), one.mention.last + _FAR)
    frame, place = ["^"] if not first else [], 0
    for index in range(first, last):
        name = _part(comment, index, felt, one)
        if frame and name == frame[-1] and index in comment.names:
            continue
        if name == "X":
            place = len(frame)
        frame.append(name)
    if last < len(comment.tokens):
        return frame, place
    return [*(frame[:-1] if frame[-1] == "." else frame), "$"], place


def _part(comment: _Comment, index: int, felt: Mapping[int, str], one: Reading) -> str:
    """What a word or sign is called in the frame of a reading."""
    if index in felt:
        return felt[index]
    if index not in comment.names:
        return _called(comment.tokens[index])
    cue = comment.names[index]
    return "O" if cue is None else _name(cue, one)


def _called(token: Token) -> str:
    if token.word in OTHERS:
        return "PERSON"
    return token.word if not token.is_word or token.word in COMMON_WORDS else "_"


def _of_words(words: Sequence[str], place: int, sign: str) -> Iterator[str]:
    """Each word, pair and triple around what is named, and on which side of it it begins."""
    for start in range(max(0, place - _AROUND), min(len(words), place + _AROUND + 1)):
        side = "<" if start < place else ">"
        yield f"{side} {sign} {words[start]}"
        for end in range(start + 2, min(start + _LONGEST, len(words)) + 1):
            yield f"{side} {' '.join(words[start:end])}"
