"""The bundled extractor: rules over clauses and the vocabulary; offline, deterministic, nothing to load.

    comment --clauses, cues--> mentions with a feeling --picture--> attributes --all comments--> Preferences

Knows what a bare aspect stands for ("lovely colours": the colours that this picture truly has), and how what several
comments say of one attribute adds up. Why rules and not a trained tagger: ``docs/decisions/0005-bundled-extractor.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from viper_core.extractors.discourse import Reading, read_comment
from viper_core.preferences import ATTRIBUTE_LIMIT, Attribute, Comment, Evidence, Preferences, Side
from viper_core.vocabulary import Entry, Vocabulary, load_vocabulary

__all__ = ["BundledExtractor"]

MIN_WEIGHT: Final = 0.5
MAX_WEIGHT: Final = 1.5
_REPEATED: Final = 0.1  # added to the weight for each further comment that agrees
_EVIDENCE_KEPT: Final = 50  # places kept for one attribute


@dataclass(frozen=True, slots=True)
class _Found:
    """One attribute in one place of a comment, with the feeling about it."""

    entry: Entry
    value: float
    evidence: Evidence


class BundledExtractor:
    """Reads comments with rules; see :class:`~viper_core.extractors.Extractor`."""

    def __init__(self, board: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Nothing is read yet.

        Args:
            board: names of the attributes that are truly in each picture, by its id; by default the bundled board's.
        """
        self._given_board = board

    def extract(self, comments: Sequence[Comment], *, pictures: Mapping[str, Path] | None = None) -> Preferences:
        """What the comments say about the person's taste; empty where they say nothing of it.

        Contradictions go to the side with the larger sum of strengths, and to the later one where both are equal; the
        evidence of the winning side is kept. The weight is 1 for the plain word, more for a strong or repeated one,
        less for a weak or contested one, within [0.5, 1.5].

        Args:
            comments: what was said about which picture.
            pictures: files of pictures that are not on the board; one is opened only if a comment on it speaks of an
                aspect without naming an attribute.

        Raises:
            PictureError: such a picture cannot be read.
        """
        said: dict[str, list[_Found]] = {}
        measured: dict[str, tuple[str, ...]] = {}
        for comment in comments:
            for found in self._read(comment, pictures or {}, measured):
                said.setdefault(found.entry.name, []).append(found)
        sides: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
        for founds in list(said.values())[:ATTRIBUTE_LIMIT]:
            side, attribute = _decide(founds)
            sides[side].append(attribute)
        return Preferences(liked=tuple(sides["liked"]), disliked=tuple(sides["disliked"]))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return load_vocabulary()

    @cached_property
    def _board(self) -> Mapping[str, tuple[str, ...]]:
        """Attributes of each seed image by its id; none where there is no board at all."""
        from viper_core.seed_images import load_board, manifest_path

        if self._given_board is not None:
            return self._given_board
        return {image.id: image.attributes for image in load_board()} if manifest_path().exists() else {}

    def _read(
        self, comment: Comment, pictures: Mapping[str, Path], measured: dict[str, tuple[str, ...]]
    ) -> list[_Found]:
        """What one comment says, in the order of its words."""
        readings = read_comment(comment.text, self._vocabulary.matcher)
        named = [reading for reading in readings if reading.mention.entry is not None]
        founds = []
        for reading in readings:
            if reading.mention.entry is not None:
                entries: Iterable[Entry] = (reading.mention.entry,)
            elif reading.is_near and not _is_spelt_out(reading, named):
                entries = self._meant(reading, self._shown(comment.image, pictures, measured), named)
            else:
                continue
            start, end = reading.mention.start, reading.mention.end
            evidence = Evidence(image=comment.image, quote=comment.text[start:end], start=start, end=end)
            founds += [_Found(entry, reading.value, evidence) for entry in entries]
        return founds

    def _shown(
        self, image: str | None, pictures: Mapping[str, Path], measured: dict[str, tuple[str, ...]]
    ) -> tuple[str, ...]:
        """What is to be seen in a picture: by the manifest, or as far as it can be measured."""
        if image is None:
            return ()
        if image in self._board:
            return self._board[image]
        if image not in measured:
            from viper_core.pictures import measure_picture, open_picture

            measured[image] = (
                measure_picture(open_picture(pictures[image], longest_edge=512)) if image in pictures else ()
            )
        return measured[image]

    def _meant(self, reading: Reading, shown: Sequence[str], named: Sequence[Reading]) -> list[Entry]:
        """The attributes that an aspect stands for: the picture's of that category, else what it usually means."""
        group = reading.mention.group
        if group is None:
            return []
        taken = {other.mention.entry.name for other in named if other.mention.entry is not None}
        candidates = [entry for name in shown if (entry := self._vocabulary.get(name)) is not None]
        meant = [entry for entry in candidates if entry.category in group.categories]
        meant = meant or [entry for entry in candidates if entry.category in group.fallback]
        usual = group.amount if reading.mention.is_general else group.default if reading.value > 0 else None
        if not meant and usual is not None:
            meant = [entry for entry in (self._vocabulary.get(usual),) if entry is not None]
        return [entry for entry in meant if entry.name not in taken]


def _is_spelt_out(reading: Reading, named: Sequence[Reading]) -> bool:
    """Whether the comment says itself what it means by an aspect: "lovely colours, so warm"."""
    group = reading.mention.group
    return group is not None and any(
        other.mention.entry is not None
        and other.mention.entry.category in group.categories
        and (other.value > 0) == (reading.value > 0)
        for other in named
    )


def _decide(founds: Sequence[_Found]) -> tuple[Side, Attribute]:
    """The side on which the sum of strengths is larger, and the attribute with that side's evidence."""
    total = sum(found.value for found in founds)
    likes = total > 1e-9 or (abs(total) <= 1e-9 and founds[-1].value > 0)
    agreeing = [found for found in founds if (found.value > 0) == likes]
    strength = sum(abs(found.value) for found in agreeing)
    against = sum(abs(found.value) for found in founds) - strength
    weight = strength / len(agreeing) + _REPEATED * (len(agreeing) - 1)
    weight *= 1.0 - 0.5 * against / strength  # strength is the larger of the two, so at most halved
    attribute = Attribute(
        name=founds[0].entry.name,
        category=founds[0].entry.category,
        weight=round(min(max(weight, MIN_WEIGHT), MAX_WEIGHT), 2),
        evidence=tuple(dict.fromkeys(found.evidence for found in agreeing))[:_EVIDENCE_KEPT],
    )
    return ("liked" if likes else "disliked"), attribute
