"""A comment cut into sentences, clauses and segments, each with the attributes and cues in it.

sentence   up to a full stop, a line break
clause     up to a turn: "but", "although", "except"
segment    up to a comma, an "and", a colon, a "because"

sentence   up to a full stop or a line break
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from viper_core.extractors.cues import Kind, is_negation
from viper_core.extractors.finding import LIKERS, SENTENCE_ENDS, FoundCue, find_cues
from viper_core.matching import Matcher, Mention
from viper_core.words import Token, tokenize, word_set

__all__ = ["Clause", "Segment", "Sentence", "parse_comment"]

_TURNS: Final = word_set(
    "but although though however whereas except despite nevertheless nonetheless otherwise notwithstanding albeit"
)
_TURNING_PHRASES: Final = (("even", "though"), ("even", "if"), ("apart", "from"), ("aside", "from"), ("other", "than"))
_ASIDES: Final = word_set("however though")
_VERBS: Final = word_set("is are was were isn't aren't has have does doesn't looks look feels feel makes leaves")
_NOT_ONLY: Final = frozenset({("not", "only"), ("not", "just"), ("not", "merely")})
_JOINTS: Final = word_set("and or because since as which plus also so when where n + & then cos cuz cause whilst")
_JOINTS_AFTER_COMMA: Final = word_set("as so where also then")
_JOINT_SIGNS: Final = frozenset(",:()–—-/|•*·>→\n")
_HEADINGS: Final = word_set("likes dislikes like dislike love hate loves hates pros cons good bad plus minus yes no")
_AFTER_WHILE: Final = word_set("the this these those my i it others")
_PEOPLE: Final = word_set(
    "fan fans people lovers lover artists painters photographers folks crowd guys museum gallery class"
)


@dataclass(slots=True)
class Segment:
    """A piece of a clause without a comma in it.

    Attributes:
        first: index of its first token.
        last: index of its last token.
        opener: the word or sign that begins it, or "".
        cues: its cues in order.
        mentions: its attributes and aspects in order.
    """

    first: int
    last: int
    opener: str
    cues: list[FoundCue] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """Segments up to a turn; ``turn`` is the word that begins it, or ""."""

    turn: str
    segments: list[Segment]


@dataclass(slots=True)
class Sentence:
    """Clauses up to a full stop.

    Attributes:
        clauses: in order.
        first: index of its first token.
        last: index of its last token, the sign that ends it included.
        ending: "." or "!" or "?" or a line break, or "" at the end of the comment.
        is_ironic: whether it says the contrary of what it means.
    """

    clauses: list[Clause]
    first: int
    last: int
    ending: str
    is_ironic: bool


def parse_comment(text: str, matcher: Matcher) -> tuple[tuple[Token, ...], list[Sentence]]:
    """The tokens of a comment and its sentences."""
    tokens = tokenize(text)
    mentions = [mention for mention in matcher.find(tokens) if not _is_of_people(tokens, mention)]
    cues, named = find_cues(tokens, mentions)
    named = [_without_judgement(mention, cues) for mention in named]
    taken = {index for cue in cues for index in range(cue.first, cue.last + 1)}
    taken |= {index for mention in named for index in mention.parts}
    sentences = []
    for first, last, ending in _sentence_spans(tokens, taken):
        inside = [cue for cue in cues if first <= cue.first <= last]
        ironic = any(cue.kind is Kind.IRONY for cue in inside) or _ends_in_not(tokens, first, last)
        clauses = [
            Clause(turn, _segments(tokens, start, end, taken))
            for turn, start, end in _clause_spans(tokens, first, last, taken)
        ]
        segments = [segment for clause in clauses for segment in clause.segments]
        for segment in segments:
            segment.cues = [cue for cue in inside if segment.first <= cue.first <= segment.last]
            segment.mentions = [one for one in named if segment.first <= one.anchor <= segment.last]
        sentences.append(Sentence(clauses, first, last, ending, ironic))
    return tokens, sentences


def _without_judgement(mention: Mention, cues: Sequence[FoundCue]) -> Mention:
    """An aspect's own name, unless it only judges: "a ravishing palette" is no palette of its own."""
    if mention.own is None:
        return mention
    judged = {index for cue in cues for index in range(cue.first, cue.last + 1)}
    if not judged & set(mention.parts):
        return mention
    return dataclasses.replace(mention, own=None)


def _is_of_people(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether an attribute only says who is meant: "pop art fans"."""
    return mention.last + 1 < len(tokens) and tokens[mention.last + 1].word in _PEOPLE


def _sentence_spans(tokens: Sequence[Token], taken: set[int]) -> list[tuple[int, int, str]]:
    spans = []
    first = 0
    for index, token in enumerate(tokens):
        if token.word in SENTENCE_ENDS and index not in taken and not _runs_on(tokens, index):
            ending = token.word
            if first < index:
                spans.append((first, index, ending))
            elif spans and ending in "!?":  # "?!" and "!!!"
                spans[-1] = (spans[-1][0], index, "?" if "?" in (ending, spans[-1][2]) else ending)
            first = index + 1
    if first < len(tokens):
        spans.append((first, len(tokens) - 1, ""))
    return spans


def _runs_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether a line break is but a wrapped line: a small letter follows, and no sign stands before."""
    if tokens[index].word != "\n" or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1].is_word and tokens[index + 1].is_word and tokens[index + 1].text[0].islower()


def _clause_spans(tokens: Sequence[Token], first: int, last: int, taken: set[int]) -> list[tuple[str, int, int]]:
    """(turn, first, last) of each clause; a sentence that begins with a turn turns again at its first comma."""
    cuts: list[tuple[int, str]] = []
    for index in range(first, last + 1):
        if index in taken:
            continue
        word = tokens[index].word
        if word in _ASIDES and index < last and tokens[index + 1].word in _VERBS and tokens[index - 1].is_word:
            cuts.append((_subject_start(tokens, first, index), word))  # "…, the fog however is beautiful"
            continue
        pair = (word, tokens[index + 1].word) if index < last else (word, "")
        turns = pair in _TURNING_PHRASES or (word in _TURNS and not (cuts and cuts[-1][0] == index - 1))
        if word == "but" and _adds(tokens, first, index):
            continue
        turns = turns or (word == "while" and index in (first, first + 1))
        turns = turns or (word == "while" and pair[1] in _AFTER_WHILE)
        if turns or word in ("until", "till") or (word in ("while", "yet") and tokens[index - 1].word == ","):
            cuts.append((index, word))
        elif word == "," and len(cuts) == 1 and cuts[0][0] <= first + 1 and cuts[0][1] not in ("but", "however", "yet"):
            cuts.append((index, ","))
    spans = []
    start, turn = first, ""
    for index, word in cuts:
        if index > start:
            spans.append((turn, start, index - 1))
        start, turn = index, word
    spans.append((turn, start, last))
    return spans


def _subject_start(tokens: Sequence[Token], first: int, index: int) -> int:
    """Index of the first word of the phrase that ends before ``index``."""
    return next((i + 1 for i in range(index - 1, first - 1, -1) if not tokens[i].is_word), first)


def _adds(tokens: Sequence[Token], first: int, index: int) -> bool:
    """Whether a "but" at ``index`` only adds: "not only the fog but also the grain"."""
    before = [token.word for token in tokens[first:index]]
    return any(pair in _NOT_ONLY for pair in itertools.pairwise(before))


def _segments(tokens: Sequence[Token], first: int, last: int, taken: set[int]) -> list[Segment]:
    segments: list[Segment] = []
    start, opener = first, ""
    for index in range(first, last + 1):
        word = tokens[index].word
        if _closes_with_a_face(tokens, index, last) and index in taken:
            segments.append(Segment(start, index, opener))
            start, opener = index + 1, ""
            continue
        if start < index < last and word in _HEADINGS and tokens[index + 1].word == ":" and _heads(tokens[index - 1]):
            segments.append(Segment(start, index - 1, opener))  # "likes: fog dislikes: neon"
            start, opener = index, ""
            continue
        if index in taken or not (word in _JOINT_SIGNS or word in _JOINTS):
            continue
        if word in _JOINTS_AFTER_COMMA and not (index and tokens[index - 1].word == ","):
            continue
        if index > start + bool(opener):
            segments.append(Segment(start, index - 1, opener))
            start = index
        opener = word
    segments.append(Segment(start, last, opener))
    return segments


def _heads(before: Token) -> bool:
    """Whether a word behind this one can begin a heading: "fog dislikes: neon", but not "I don't like: neon"."""
    return before.is_word and before.word not in LIKERS and not is_negation(before.word)


def _closes_with_a_face(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether an emoji ends here and words follow: it judges what stands before it, "stripes 👎 fog 👍"."""
    return index < last and tokens[index].word[0] > "\u2000" and not tokens[index].is_word and tokens[index + 1].is_word


def _ends_in_not(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "Lovely colours. Not!" """
    words = [index for index in range(first, last + 1) if tokens[index].is_word]
    return len(words) > 2 and tokens[words[-1]].word == "not" and not tokens[words[-1] - 1].is_word
