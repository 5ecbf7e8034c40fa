"""The bundled extractor: rules over clauses and the vocabulary; offline, deterministic, nothing to load.

    comment --clauses, cues--> mentions with a feeling --picture--> findings --all comments--> Preferences

Knows what a bare aspect stands for ("lovely colours": the colours that this picture truly has), and that a comment
which was read before need not be read again. How what several comments say adds up is left to
:mod:`viper_core.extractors.readings`. Why rules and not a trained tagger: ``docs/decisions/0005-bundled-extractor.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from viper_core.categories import Category
from viper_core.errors import Cancelled
from viper_core.extractors.discourse import read_comment
from viper_core.extractors.feelings import Reading
from viper_core.extractors.fingerprints import fingerprint
from viper_core.extractors.progress import ReadingProgress
from viper_core.extractors.reader import Reader
from viper_core.extractors.readings import MAX_WEIGHT, MIN_WEIGHT, CommentReading, Extraction, Finding, add_up
from viper_core.preferences import Comment
from viper_core.vocabulary import Entry, Vocabulary, load_vocabulary

__all__ = ["MAX_WEIGHT", "MIN_WEIGHT", "BundledExtractor"]


class BundledExtractor(Reader):
    """Reads comments with rules; see :class:`~viper_core.extractors.WatchedExtractor`. Keeps nothing of a comment."""

    def __init__(self, board: Mapping[str, tuple[str, ...]] | None = None) -> None:
        """Nothing is read yet.

        Args:
            board: names of the attributes that are truly in each picture, by its id; by default the bundled board's.
        """
        self._given_board = board

    def read(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        earlier: Sequence[CommentReading] = (),
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Extraction:
        """What the comments say, comment by comment and together; empty where they say nothing of taste.

        Args:
            comments: what was said about which picture.
            pictures: files of pictures that are not on the board; one is opened only if a comment on it speaks of an
                aspect without naming an attribute.
            earlier: readings of before; a comment that is among them, word for word and about the same picture, is
                not read again.
            on_progress: told before the first comment and after each.
            is_cancelled: asked before each comment.

        Raises:
            PictureError: such a picture cannot be read.
            Cancelled: ``is_cancelled`` said so.
        """
        known = {reading.comment: reading for reading in earlier}
        measured: dict[str, tuple[str, ...]] = {}
        readings: list[CommentReading] = []
        reread = 0
        for index, comment in enumerate(comments):
            if is_cancelled is not None and is_cancelled():
                raise Cancelled("Stopped before all comments were read.")
            _tell(on_progress, index, len(comments))
            reading = known.get(comment)
            if reading is None:
                reading = CommentReading(comment, self._read(comment, pictures or {}, measured))
                reread += 1
            readings.append(reading)
        _tell(on_progress, len(comments), len(comments))
        preferences, contradictions, unclear = add_up(readings)
        return Extraction(preferences, contradictions, tuple(readings), reread, unclear)

    def fingerprint(self) -> str:
        """The rules, the tables, and what is known to be in the pictures of the board."""
        return fingerprint(sorted(self._board.items()))

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
    ) -> tuple[Finding, ...]:
        """What one comment says, in the order of its words."""
        readings = read_comment(comment.text, self._vocabulary.matcher)
        named = [reading for reading in readings if reading.mention.entry is not None]
        found: list[Finding] = []
        for reading in readings:
            mention = reading.mention
            if mention.own is not None and mention.group is not None:
                category = self._vocabulary.best_category(mention.own)
                found.append(_finding(mention.own, category, reading))
                continue
            entries = [mention.entry] if mention.entry is not None else []
            entries = entries or self._meant(reading, comment, named, pictures, measured)
            found += [_finding(one.name, one.category, reading) for one in entries]
        return tuple(found)

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

    def _meant(
        self,
        reading: Reading,
        comment: Comment,
        named: Sequence[Reading],
        pictures: Mapping[str, Path],
        measured: dict[str, tuple[str, ...]],
    ) -> list[Entry]:
        """The attributes that an aspect stands for: the picture's of that category, else what it usually means."""
        group = reading.mention.group
        if group is None:
            return []
        if reading.is_wanted and group.amount is not None:  # "tone down the saturation"
            return self._entries((group.amount,))
        if not reading.is_near or _is_spelt_out(reading, named):
            return []
        taken = {other.mention.entry.name for other in named if other.mention.entry is not None}
        candidates = self._entries(self._shown(comment.image, pictures, measured))
        meant = [entry for entry in candidates if entry.category in group.categories]
        meant = meant or [entry for entry in candidates if entry.category in group.fallback]
        usual = group.amount if reading.mention.is_general else group.default if reading.value > 0 else None
        if not meant and usual is not None:
            meant = self._entries((usual,))
        return [entry for entry in meant if entry.name not in taken]

    def _entries(self, names: Sequence[str]) -> list[Entry]:
        return [entry for name in names if (entry := self._vocabulary.get(name)) is not None]


def _finding(name: str, category: Category, reading: Reading) -> Finding:
    return Finding(name, category, reading.value, reading.mention.start, reading.mention.end, reading.is_unclear)


def _is_spelt_out(reading: Reading, named: Sequence[Reading]) -> bool:
    """Whether the comment says itself what it means by an aspect: "lovely colours, so warm"."""
    group = reading.mention.group
    return group is not None and any(
        other.mention.entry is not None
        and other.mention.entry.category in group.categories
        and (other.value > 0) == (reading.value > 0)
        for other in named
    )


def _tell(on_progress: Callable[[ReadingProgress], None] | None, done: int, total: int) -> None:
    if on_progress is not None:
        on_progress(ReadingProgress(done, total, f"{done} of {total} comments read."))
