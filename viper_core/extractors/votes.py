"""What the answers of a model add up to.

Two ways, by what an answer says of its sources. Where each attribute has its place in a comment, an answer is a reading
of each comment, and readings add up as those of the rules do (:mod:`~viper_core.extractors.readings`). Where an answer
is one list about all comments of a batch, each batch has one vote on each attribute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from viper_core.extractors.alignment import Aligned
from viper_core.extractors.readings import MAX_WEIGHT, MIN_WEIGHT, CommentReading, Finding
from viper_core.preferences import ATTRIBUTE_LIMIT, Attribute, Comment, Evidence, Preferences, Side, fold_name

__all__ = ["ReadBatch", "count_votes", "readings_of"]

_REPEATED: Final = 0.1  # added to the weight for each further batch that agrees
_EVIDENCE_KEPT: Final = 50  # places kept for one attribute


@dataclass(frozen=True, slots=True)
class ReadBatch:
    """Comments that went into one question, and what came of its answer."""

    comments: tuple[Comment, ...]
    found: tuple[Aligned, ...]


def readings_of(batch: ReadBatch) -> tuple[CommentReading, ...]:
    """Each comment's own part of an answer, in the order of its words; what has no place is in none."""
    findings: list[list[Finding]] = [[] for _ in batch.comments]
    for one in batch.found:
        value = one.strength if one.side == "liked" else -one.strength
        for place in one.places:
            findings[place.comment].append(Finding(one.name, one.category, value, place.start, place.end))
    return tuple(
        CommentReading(comment, tuple(sorted(dict.fromkeys(own), key=lambda finding: finding.start)))
        for comment, own in zip(batch.comments, findings, strict=True)
    )


def count_votes(batches: Sequence[ReadBatch]) -> Preferences:
    """Each attribute on the side with more votes, on that of the later one where both have as many.

    A batch that has an attribute on both sides has no vote on it. The weight is 1 for one vote, more for more that
    agree, less for a contested one:

        w = (1 + 0.1 · (votes for − 1)) · (1 − votes against / (2 · votes for))
    """
    votes: dict[str, list[tuple[Side, Aligned, ReadBatch]]] = {}
    for batch in batches:
        by_name: dict[str, list[Aligned]] = {}
        for one in batch.found:
            by_name.setdefault(fold_name(one.name), []).append(one)
        for name, group in by_name.items():
            if len({one.side for one in group}) == 1:
                places = tuple(dict.fromkeys(place for one in group for place in one.places))
                votes.setdefault(name, []).append((group[0].side, replace(group[0], places=places), batch))
    sides: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
    for own in list(votes.values())[:ATTRIBUTE_LIMIT]:
        side, attribute = _decide(own)
        sides[side].append(attribute)
    return Preferences(liked=tuple(sides["liked"]), disliked=tuple(sides["disliked"]))


def _decide(votes: Sequence[tuple[Side, Aligned, ReadBatch]]) -> tuple[Side, Attribute]:
    liked = sum(side == "liked" for side, _, _ in votes)
    disliked = len(votes) - liked
    winner: Side = votes[-1][0] if liked == disliked else "liked" if liked > disliked else "disliked"
    count, against = max(liked, disliked), min(liked, disliked)
    weight = (1.0 + _REPEATED * (count - 1)) * (1.0 - 0.5 * against / count)
    evidence = dict.fromkeys(
        _evidence(batch.comments[place.comment], place.start, place.end)
        for side, one, batch in votes
        if side == winner
        for place in one.places
    )
    first = votes[0][1]
    attribute = Attribute(
        name=first.name,
        category=first.category,
        weight=round(min(max(weight, MIN_WEIGHT), MAX_WEIGHT), 2),
        evidence=tuple(evidence)[:_EVIDENCE_KEPT],
    )
    return winner, attribute


def _evidence(comment: Comment, start: int, end: int) -> Evidence:
    return Evidence(image=comment.image, quote=comment.text[start:end], start=start, end=end)
