"""What comments say, comment by comment, and what all of them add up to.

    comment --extractor--> CommentReading --all comments--> Extraction: preferences, contradictions

A reading can be kept as JSON and given back with the next reading, so that a changed comment is the only one that is
read again. Knows how contradictions are weighed and how they are shown; how a comment is read is the extractors'
business, and where readings are kept the caller's: nothing of a person stays here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from viper_core.categories import Category
from viper_core.preferences import ATTRIBUTE_LIMIT, Attribute, Comment, Evidence, Preferences, Side, fold_name

__all__ = ["MAX_WEIGHT", "MIN_WEIGHT", "CommentReading", "Contradiction", "Extraction", "Finding", "Unclear", "add_up"]

MIN_WEIGHT: Final = 0.5
MAX_WEIGHT: Final = 1.5
_REPEATED: Final = 0.1  # added to the weight for each further comment that agrees
_EVIDENCE_KEPT: Final = 50  # places kept for one attribute
_EQUAL: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Finding:
    """One attribute in one place of a comment, with the feeling about it.

    Attributes:
        name: the vocabulary's name, or the person's own words where it has none.
        category: id of its category.
        value: the feeling: positive for like, negative for dislike, 1 in size for the plain word.
        start: offset of the words that say so in the comment, in code points.
        end: offset after them.
        is_unclear: whether the contrary may well be meant; such a finding counts for neither side.
    """

    name: str
    category: Category
    value: float
    start: int
    end: int
    is_unclear: bool = False


@dataclass(frozen=True, slots=True)
class CommentReading:
    """A comment and what it says, in the order of its words."""

    comment: Comment
    findings: tuple[Finding, ...]

    def evidence(self, finding: Finding) -> Evidence:
        """The words of a finding and their place."""
        quote = self.comment.text[finding.start : finding.end]
        return Evidence(image=self.comment.image, quote=quote, start=finding.start, end=finding.end)


@dataclass(frozen=True, slots=True)
class Contradiction:
    """An attribute that is praised in one place and blamed in another.

    Attributes:
        name: the attribute.
        category: id of its category.
        side: the side it went to: the one with the larger sum of strengths, the later one where both are equal.
        liked: where it is praised.
        disliked: where it is blamed.
        doubt: the weaker side's part of all that was said, from just above 0 to 0.5, a tie.
    """

    name: str
    category: Category
    side: Side
    liked: tuple[Evidence, ...]
    disliked: tuple[Evidence, ...]
    doubt: float


@dataclass(frozen=True, slots=True)
class Unclear:
    """An attribute that is spoken of with a feeling, but never so that it is clear with which.

    Attributes:
        name: the attribute.
        category: id of its category.
        evidence: where it is spoken of.
    """

    name: str
    category: Category
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Extraction:
    """What came of reading comments.

    Attributes:
        preferences: what they add up to.
        contradictions: where they contradict each other, most doubtful first.
        readings: each comment's own part, in the order of the comments; give them back with the next reading.
        reread: how many of the comments had to be read.
        unclear: what is in neither list, because the person should say first which one is meant.
    """

    preferences: Preferences
    contradictions: tuple[Contradiction, ...]
    readings: tuple[CommentReading, ...]
    reread: int
    unclear: tuple[Unclear, ...] = ()


def add_up(readings: Sequence[CommentReading]) -> tuple[Preferences, tuple[Contradiction, ...], tuple[Unclear, ...]]:
    """One side, one weight and all evidence for each attribute, in the order in which they were first named.

    Contradictions go to the side with the larger sum of strengths, and to the later one where both are equal; the
    evidence of the winning side is kept. The weight is 1 for the plain word, more for a strong or repeated one, less
    for a weak or contested one, within [:data:`MIN_WEIGHT`, :data:`MAX_WEIGHT`]:

        w = (mean strength + 0.1 · (number of places − 1)) · (1 − strength against / (2 · strength for))

    What is unclear counts for neither side; where nothing clear is said of an attribute, it is handed back as such.
    """
    said: dict[str, list[tuple[CommentReading, Finding]]] = {}
    for reading in readings:
        for finding in reading.findings:
            said.setdefault(fold_name(finding.name), []).append((reading, finding))
    sides: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
    contradictions = []
    unclear = []
    for places in list(said.values())[:ATTRIBUTE_LIMIT]:
        clear = [(reading, finding) for reading, finding in places if not finding.is_unclear]
        if not clear:
            evidence = tuple(dict.fromkeys(reading.evidence(finding) for reading, finding in places))
            unclear.append(Unclear(places[0][1].name, places[0][1].category, evidence[:_EVIDENCE_KEPT]))
            continue
        side, attribute = _decide(clear)
        sides[side].append(attribute)
        if len({finding.value > 0 for _, finding in clear}) == 2:
            contradictions.append(_contradiction(side, clear))
    contradictions.sort(key=lambda contradiction: -contradiction.doubt)
    preferences = Preferences(liked=tuple(sides["liked"]), disliked=tuple(sides["disliked"]))
    return preferences, tuple(contradictions), tuple(unclear)


def _decide(places: Sequence[tuple[CommentReading, Finding]]) -> tuple[Side, Attribute]:
    values = [finding.value for _, finding in places]
    total = sum(values)
    likes = total > _EQUAL or (abs(total) <= _EQUAL and values[-1] > 0)
    agreeing = [value for value in values if (value > 0) == likes]
    strength = sum(map(abs, agreeing))
    against = sum(map(abs, values)) - strength
    weight = strength / len(agreeing) + _REPEATED * (len(agreeing) - 1)
    weight *= 1.0 - 0.5 * against / strength  # strength is the larger of the two, so at most halved
    attribute = Attribute(
        name=places[0][1].name,
        category=places[0][1].category,
        weight=round(min(max(weight, MIN_WEIGHT), MAX_WEIGHT), 2),
        evidence=_evidence(places, likes=likes),
    )
    return ("liked" if likes else "disliked"), attribute


def _contradiction(side: Side, places: Sequence[tuple[CommentReading, Finding]]) -> Contradiction:
    strengths = [sum(abs(f.value) for _, f in places if (f.value > 0) == likes) for likes in (True, False)]
    return Contradiction(
        name=places[0][1].name,
        category=places[0][1].category,
        side=side,
        liked=_evidence(places, likes=True),
        disliked=_evidence(places, likes=False),
        doubt=min(strengths) / sum(strengths),
    )


def _evidence(places: Iterable[tuple[CommentReading, Finding]], *, likes: bool) -> tuple[Evidence, ...]:
    found = (reading.evidence(finding) for reading, finding in places if (finding.value > 0) == likes)
    return tuple(dict.fromkeys(found))[:_EVIDENCE_KEPT]
