"""What a person may do with pictures and comments, down to having their taste read: everything that needs no model.

Knows who may see which picture, what is stored when, and what helps with commenting; the store keeps it and the
extractors read it. What is done with a taste is :mod:`viper_core.tastes`' part, and :class:`~viper_core.studio.Studio`
is this and drawing. It holds no visitor's data, only the store does.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.errors import Cancelled, InputError, NothingExtracted, ViPerError, unknown_name
from viper_core.guide import Advice, advise
from viper_core.preferences import COMMENT_LENGTH, Comment, Preferences, fold_name, parse_comments
from viper_core.profile import Profile
from viper_core.profile_store import ProfileEntry
from viper_core.store import OwnPicture
from viper_core.tastes import Tastes, printable
from viper_core.word_help import WordGroup, words_in_general, words_of_picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.extractors import Extractor, ReadingProgress
    from viper_core.extractors.readings import Contradiction, Extraction, Unclear

__all__ = ["BoardPicture", "ExtractionResult", "VisitorState", "Visitors"]

_TITLE_LENGTH = 80  # characters of an own picture's title
_LONGEST_EDGE = 1024  # px of an own picture as it is kept


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """A picture that can be commented on, from the board or a visitor's own."""

    id: str
    path: Path
    title: str
    alt: str
    own: bool


@dataclass(frozen=True, slots=True)
class VisitorState:
    """Everything a visitor has entered, as it is stored."""

    id: str
    comments: dict[str, str]
    preferences: Preferences
    removed: frozenset[str]
    own_pictures: tuple[BoardPicture, ...]
    can_undo: bool
    can_redo: bool = False
    profiles: tuple[ProfileEntry, ...] = ()
    last_deleted: ProfileEntry | None = None
    unclear: tuple[Unclear, ...] = ()


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """What came of reading the comments.

    Attributes:
        preferences: the preferences as they now stand, the person's own edits among them.
        read: how many comments were read.
        silent: images whose comment held no visual attribute.
        contradictions: attributes that are praised in one comment and blamed in another, most doubtful first.
        hints: image and a sentence on what to write about, for each silent comment.
        unclear: attributes that are in neither list, because it could not be told whether they are liked.
    """

    preferences: Preferences
    read: int
    silent: tuple[str | None, ...]
    contradictions: tuple[Contradiction, ...] = ()
    hints: tuple[tuple[str | None, str], ...] = ()
    unclear: tuple[Unclear, ...] = ()


class Visitors(Tastes):
    """What visitors entered, and what may be done with it; safe to call from any thread."""

    def __init__(self, *, data_dir: Path | None, extractor: str) -> None:
        super().__init__(data_dir=data_dir)
        self.extractor = extractor

    @property
    def reading_notice(self) -> str:
        """What people should know of who reads their comments; "" where it is the rules that come along."""
        from viper_core.extractors import find_extractor

        return find_extractor(self.extractor).notice()

    @cached_property
    def _extractor(self) -> Extractor:
        """Kept once it was needed: what a model-based one has loaded stays loaded."""
        from viper_core.extractors import get_extractor

        return get_extractor(self.extractor)

    # -- the board ----------------------------------------------------------------------------------------------------

    def picture(self, visitor: str, image_id: str) -> BoardPicture:
        """A seed image, or one of this visitor's own pictures.

        Raises:
            UnknownName: there is no such picture, or it is somebody else's.
        """
        if image_id in self._board_pictures:
            return self._board_pictures[image_id]
        for own in self._store.pictures(visitor):
            if own.id == image_id:
                return _as_board_picture(own)
        raise unknown_name("picture", image_id, self._board_pictures)

    # -- help with commenting -----------------------------------------------------------------------------------------

    def advise(self, visitor: str) -> Advice:
        """Which picture to look at next, and whether enough is known about the person."""
        from viper_core.vocabulary import load_vocabulary

        comments, preferences = self._store.comments(visitor), self._store.profile(visitor).preferences
        return advise(self.board, comments, preferences, load_vocabulary())

    def hear(self, visitor: str, image_id: str) -> Preferences:
        """What the visitor's comment on a picture says by the quick rules, whichever extractor learns in the end."""
        from viper_core.extractors import get_extractor

        text = self._store.comments(visitor).get(image_id, "")
        image = image_id if image_id in self._board_pictures else None
        return get_extractor("bundled").extract([Comment(image=image, text=text)]) if text else Preferences()

    def words(self, attributes: Sequence[str] | None = None) -> tuple[WordGroup, ...]:
        """Words to say what one sees: about a picture with these attributes, or in general."""
        from viper_core.vocabulary import load_vocabulary

        vocabulary = load_vocabulary()
        return words_in_general(vocabulary) if attributes is None else words_of_picture(attributes, vocabulary)

    # -- visitors -----------------------------------------------------------------------------------------------------

    def new_visitor(self) -> str:
        """Begin a profile; the id is a secret for this visitor's browser alone."""
        return self._store.new_visitor()

    def visitor(self, visitor_id: str) -> VisitorState:
        """Everything the visitor has entered.

        Raises:
            UnknownName: the id is malformed or belongs to nobody (any more).
        """
        profile = self._store.profile(visitor_id)
        comments = self._store.comments(visitor_id)
        return VisitorState(
            id=visitor_id,
            comments=comments,
            preferences=profile.preferences,
            removed=profile.removed,
            own_pictures=tuple(map(_as_board_picture, self._store.pictures(visitor_id))),
            can_undo=self._store.can_undo(visitor_id),
            can_redo=self._store.can_redo(visitor_id),
            profiles=self._store.profiles(visitor_id),
            last_deleted=self._store.last_deleted(visitor_id),
            unclear=self._unclear(visitor_id, comments, profile),
        )

    def save_comment(self, visitor: str, image_id: str, text: str) -> None:
        """Keep the comment on a picture; blank text deletes it.

        Raises:
            UnknownName: no such visitor or picture.
            InputError: more than :data:`COMMENT_LENGTH` characters.
        """
        if len(text) > COMMENT_LENGTH:
            raise InputError(f"This comment has {len(text)} characters; at most {COMMENT_LENGTH} are kept. Shorten it.")
        comment = Comment(image=self.picture(visitor, image_id).id, text=text)
        self._store.save_comment(visitor, image_id, comment.text)

    def add_picture(self, visitor: str, source: Path | str | bytes, *, name: str) -> BoardPicture:
        """Take in an own picture to comment on: cleaned, made smaller, and kept in the private folder.

        Raises:
            PictureError: broken, too large, or of an unknown format.
            InputError: the visitor has :data:`PICTURE_LIMIT` own pictures already.
        """
        from viper_core.pictures import open_picture

        self._store.profile(visitor)  # an unknown visitor's file is not even opened
        data = _as_jpeg(open_picture(source if isinstance(source, bytes) else Path(source)))
        title = printable(Path(name).stem)[:_TITLE_LENGTH]
        return _as_board_picture(self._store.add_picture(visitor, data, title=title or "Own picture", suffix=".jpg"))

    def remove_picture(self, visitor: str, picture_id: str) -> None:
        """Delete an own picture with its comment."""
        self._store.remove_picture(visitor, picture_id)

    def forget(self, visitor: str) -> None:
        """Delete everything the visitor entered, pictures included."""
        self._store.forget(visitor)

    def forget_absent(self, days: float) -> int:
        """Do so for everyone who has not been here for so many days; returns how many these were."""
        return self._store.forget_absent(days)

    # -- preferences --------------------------------------------------------------------------------------------------

    def extract(
        self,
        visitor: str,
        *,
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> ExtractionResult:
        """Read the visitor's comments into the profile that is in use now, also if another is by the end.

        Only comments that have changed since they were last learned from are read, also after a restart.
        What they edited or added stays as it is and what they removed stays away, also when they do so while the
        extractor is reading. Can be undone.

        Args:
            visitor: whose comments.
            on_progress: told how far an extractor that takes its time has come.
            is_cancelled: asked while such an extractor reads, and before anything is stored.

        Raises:
            NothingExtracted: there are no comments, or they hold no visual attribute; nothing is changed.
            Cancelled: ``is_cancelled`` said so; nothing is changed.
        """
        from viper_core.extractors import fingerprint_of, read_in_detail

        comments = tuple(Comment(image=image, text=text) for image, text in self._store.comments(visitor).items())
        own = {picture.id: picture.path for picture in self._store.pictures(visitor)}
        into = next(entry.id for entry in self._store.profiles(visitor) if entry.in_use)
        spoken, reader = _spoken(comments), fingerprint_of(self._extractor)
        earlier = self._store.readings.of(visitor, spoken, reader=reader)
        read = read_in_detail(
            self._extractor, spoken, pictures=own, earlier=earlier, on_progress=on_progress, is_cancelled=is_cancelled
        )
        self._store.readings.keep(visitor, read.readings, reader=reader)
        found = _result(read, spoken)
        if is_cancelled is not None and is_cancelled():
            raise Cancelled("Stopped before the comments were read; nothing was changed.")
        profile = self._store.update_profile(visitor, lambda profile: _merge(profile, found.preferences), profile=into)
        return dataclasses.replace(found, preferences=profile.preferences)

    def read_comments(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> ExtractionResult:
        """Preferences from comments, storing nothing.

        Args:
            comments: what was said about which image.
            pictures: files of images that are not on the board, by the id that the comments use.
            on_progress: told how far an extractor that takes its time has come.
            is_cancelled: asked while such an extractor reads.

        Raises:
            NothingExtracted: there are no comments, or they hold no visual attribute.
            UnknownName: no such extractor.
            ModelUnavailable, UnusableAnswer: of an extractor that asks a model.
            Cancelled: ``is_cancelled`` said so.
        """
        from viper_core.extractors import read_in_detail

        spoken = _spoken(comments)
        read = read_in_detail(
            self._extractor, spoken, pictures=pictures, on_progress=on_progress, is_cancelled=is_cancelled
        )
        return _result(read, spoken)

    def board_comments(self, data: str | bytes | Sequence[Any]) -> tuple[Comment, ...]:
        """Comments from JSON, each about a picture of the board or about none; for who has no pictures here.

        Raises:
            FormatError: not JSON, or not of the form of a COMMENTS.json.
            UnknownName: a picture that is not on the board.
        """
        comments = parse_comments(data)
        for comment in comments:
            if comment.image is not None and comment.image not in self._board_pictures:
                raise unknown_name("picture", comment.image, self._board_pictures)
        return comments

    # -- inside -------------------------------------------------------------------------------------------------------

    def _unclear(self, visitor: str, comments: Mapping[str, str], profile: Profile) -> tuple[Unclear, ...]:
        """What was unclear in the comments as they stand, but for what the person put on a side, or removed, since."""
        from viper_core.extractors import fingerprint_of
        from viper_core.extractors.readings import add_up

        try:
            reader = fingerprint_of(self._extractor)
        except ViPerError:  # it lacks a setting or a key, so it has read nothing; learning says what is missing
            return ()
        spoken = [Comment(image=image, text=text) for image, text in comments.items()]
        readings = self._store.readings.of(visitor, spoken, reader=reader)
        sides = (*profile.preferences.liked, *profile.preferences.disliked)
        decided = {fold_name(one.name) for one in sides} | profile.removed
        return tuple(one for one in add_up(readings)[2] if fold_name(one.name) not in decided)

    @cached_property
    def _board_pictures(self) -> dict[str, BoardPicture]:
        return {seed.id: BoardPicture(seed.id, Path(seed.file), seed.title, seed.alt, own=False) for seed in self.board}


def _spoken(comments: Sequence[Comment]) -> tuple[Comment, ...]:
    """The comments that say anything; raises :class:`NothingExtracted` where none does."""
    spoken = tuple(comment for comment in comments if comment.text.strip())
    if not spoken:
        raise NothingExtracted("There are no comments yet. Write what you like or dislike about a few pictures.")
    return spoken


def _result(read: Extraction, spoken: Sequence[Comment]) -> ExtractionResult:
    """What reading led to, with a hint for each comment that said nothing of taste."""
    from viper_core.extractors.hints import hint_for

    preferences = read.preferences
    if preferences.is_empty:
        raise NothingExtracted(
            "No visual attribute was found in the comments. Say what you like or dislike about colours, light, "
            "medium, lines or mood: “I love the soft watercolour”, “too dark”."
        )
    attributes = (*preferences.liked, *preferences.disliked)
    heard = {evidence.image for attribute in attributes for evidence in attribute.evidence}
    heard |= {place.image for one in read.contradictions for place in (*one.liked, *one.disliked)}
    unheard = [comment for comment in spoken if comment.image not in heard]
    hinted = [(comment.image, hint_for(comment.text)) for comment in unheard]
    return ExtractionResult(
        preferences,
        read=len(spoken),
        silent=tuple(comment.image for comment in unheard),
        contradictions=read.contradictions,
        hints=tuple((image, hint.message) for image, hint in hinted if hint is not None),
        unclear=read.unclear,
    )


def _merge(profile: Profile, extracted: Preferences) -> Profile:
    merged = profile.preferences.merge_extraction(extracted, removed=profile.removed)
    return dataclasses.replace(profile, preferences=merged)


def _as_board_picture(own: OwnPicture) -> BoardPicture:
    return BoardPicture(own.id, own.path, own.title, own.title, own=True)


def _as_jpeg(picture: Image) -> bytes:
    """The file that is kept of an own picture: no larger than the board shows it, and its pixels alone."""
    picture.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92, subsampling=0, comment=b"")
    return out.getvalue()
