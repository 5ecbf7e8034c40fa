"""The facade: everything that the interface, the command line and tests may ask for.

Knows how the parts work together: who may see what, what is stored when, that one picture is drawn at a time and that a
stopped one ends within a step. It holds no visitor's data, only the store does; the parts do the work. Importing it and
constructing a :class:`Studio` load no model and none of the heavy libraries.
"""

from __future__ import annotations

import contextlib
import dataclasses
import io
import threading
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.errors import Cancelled, InputError, NothingExtracted, unknown_name
from viper_core.generated import ComparisonProgress, GeneratedImage
from viper_core.loading import ModelLoader, ModelStatus
from viper_core.preferences import COMMENT_LENGTH, Comment, Preferences
from viper_core.profile import (
    Add,
    EditAction,
    Flip,
    Profile,
    Remove,
    Rename,
    SetEnabled,
    SetWeight,
    apply_edit,
)
from viper_core.store import PICTURE_LIMIT, OwnPicture, Store, data_folder
from viper_core.turns import Turns

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.backends import Backend
    from viper_core.sampling import SamplingOptions, SamplingStep
    from viper_core.seed_images import SeedImage

__all__ = [
    "COMMENT_LENGTH",
    "PICTURE_LIMIT",
    "PROMPT_LENGTH",
    "Add",
    "BoardPicture",
    "ComparisonProgress",
    "EditAction",
    "ExtractionResult",
    "Flip",
    "GeneratedImage",
    "ModelStatus",
    "Remove",
    "Rename",
    "SetEnabled",
    "SetWeight",
    "Studio",
    "VisitorState",
    "data_folder",
]

PROMPT_LENGTH = 2000  # characters of a prompt
_TITLE_LENGTH = 80  # characters of an own picture's title
_LONGEST_EDGE = 1024  # px of an own picture as it is kept
_MOST_BETAS = 21  # pictures of one comparison: β in steps of 0.05


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


@dataclass(frozen=True, slots=True)
class ExtractionResult:
    """What came of reading the comments.

    Attributes:
        preferences: the preferences as they now stand, the person's own edits among them.
        read: how many comments were read.
        silent: images whose comment held no visual attribute.
    """

    preferences: Preferences
    read: int
    silent: tuple[str | None, ...]


class Studio:
    """One model, one extractor, one store, shared by all visitors; safe to call from any thread."""

    def __init__(
        self,
        *,
        data_dir: Path | None = None,
        model: str = "viper-mini",
        extractor: str = "bundled",
        device: str | None = None,
    ) -> None:
        """Nothing is loaded or opened yet.

        Args:
            data_dir: folder for what visitors enter; by default ``VIPER_DATA_DIR`` or the user's data folder.
            model: name in the registry.
            extractor: name of the extractor.
            device: where the model runs, ``"cpu"``, ``"cuda"``; by default the best there is.

        Raises:
            UnknownName: no such model.
        """
        from viper_core.registry import find_model

        self._info = find_model(model)
        self.model = self._info.name
        self.extractor = extractor
        self._data_dir = data_dir
        self._opening = threading.Lock()
        self._opened: Store | None = None
        self._loader = ModelLoader(model, lambda: _load_backend(model, device))
        self._turns = Turns()

    def close(self) -> None:
        """Close the store. Nothing is lost without it; the next call that needs the store opens it again."""
        with self._opening:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    # -- the model ----------------------------------------------------------------------------------------------------

    def start_loading(self) -> None:
        """Load the model in a thread behind; returns at once. After a failure it tries again."""
        self._loader.start()

    def model_status(self) -> ModelStatus:
        """Where loading stands."""
        return self._loader.status

    @property
    def jobs(self) -> int:
        """How many pictures are being drawn or wait for their turn."""
        return len(self._turns)

    def default_options(self, **overrides: Any) -> SamplingOptions:
        """The model's own options with ``overrides`` in their place, an override of None counting as none.

        Raises:
            InputError: no such option, or a value that is not valid.
        """
        defaults = self._info.defaults
        valid = [field.name for field in dataclasses.fields(defaults)]
        for name in overrides:
            if name not in valid:
                raise unknown_name("option", name, valid)
        given = {name: value for name, value in overrides.items() if value is not None}
        options = dataclasses.replace(defaults, **given)
        _check_beta(options)
        return options

    def unknown_words(self, text: str) -> tuple[str, ...]:
        """Words of ``text`` that the model was not trained on; empty where it does not say or is not loaded."""
        backend = self._loader.backend
        return backend.unknown_words(text) if backend is not None else ()

    # -- the board ----------------------------------------------------------------------------------------------------

    @cached_property
    def board(self) -> tuple[SeedImage, ...]:
        """The seed images, in the board's order."""
        from viper_core.seed_images import load_board

        return load_board()

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
        return VisitorState(
            id=visitor_id,
            comments=self._store.comments(visitor_id),
            preferences=profile.preferences,
            removed=profile.removed,
            own_pictures=tuple(map(_as_board_picture, self._store.pictures(visitor_id))),
            can_undo=self._store.can_undo(visitor_id),
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
        title = " ".join("".join(c if c.isprintable() else " " for c in Path(name).stem).split())[:_TITLE_LENGTH]
        return _as_board_picture(self._store.add_picture(visitor, data, title=title or "Own picture", suffix=".jpg"))

    def remove_picture(self, visitor: str, picture_id: str) -> None:
        """Delete an own picture with its comment."""
        self._store.remove_picture(visitor, picture_id)

    def forget(self, visitor: str) -> None:
        """Delete everything the visitor entered, pictures included."""
        self._store.forget(visitor)

    # -- preferences --------------------------------------------------------------------------------------------------

    def extract(self, visitor: str) -> ExtractionResult:
        """Read the visitor's comments into their preferences.

        What they edited or added stays as it is and what they removed stays away, also when they do so while the
        extractor is reading. Can be undone.

        Raises:
            NothingExtracted: there are no comments, or they hold no visual attribute; nothing is changed.
        """
        comments = tuple(Comment(image=image, text=text) for image, text in self._store.comments(visitor).items())
        own = {picture.id: picture.path for picture in self._store.pictures(visitor)}
        found = self.read_comments(comments, pictures=own)
        profile = self._store.update_profile(visitor, lambda profile: _merge(profile, found.preferences))
        return dataclasses.replace(found, preferences=profile.preferences)

    def read_comments(
        self, comments: Sequence[Comment], *, pictures: Mapping[str, Path] | None = None
    ) -> ExtractionResult:
        """Preferences from comments, storing nothing.

        Args:
            comments: what was said about which image.
            pictures: files of images that are not on the board, by the id that the comments use.

        Raises:
            NothingExtracted: there are no comments, or they hold no visual attribute.
            UnknownName: no such extractor.
        """
        from viper_core.extractors import get_extractor

        spoken = tuple(comment for comment in comments if comment.text.strip())
        if not spoken:
            raise NothingExtracted("There are no comments yet. Write what you like or dislike about a few pictures.")
        preferences = get_extractor(self.extractor).extract(spoken, pictures=pictures)
        if preferences.is_empty:
            raise NothingExtracted(
                "No visual attribute was found in the comments. Say what you like or dislike about colours, light, "
                "medium, lines or mood: “I love the soft watercolour”, “too dark”."
            )
        attributes = (*preferences.liked, *preferences.disliked)
        heard = {evidence.image for attribute in attributes for evidence in attribute.evidence}
        silent = tuple(comment.image for comment in spoken if comment.image not in heard)
        return ExtractionResult(preferences, read=len(spoken), silent=silent)

    def edit(self, visitor: str, action: EditAction) -> Preferences:
        """Apply one edit and store the outcome; can be undone.

        Raises:
            UnknownName: the attribute is not in the preferences.
            InputError: a value that cannot be used.
        """
        return self._store.update_profile(visitor, lambda profile: apply_edit(profile, action)).preferences

    def undo(self, visitor: str) -> Preferences:
        """Take back the last extraction, edit or import.

        Raises:
            InputError: there is nothing to undo.
        """
        return self._store.undo(visitor).preferences

    def import_preferences(self, visitor: str, json_text: str | bytes) -> Preferences:
        """Put preferences from JSON in place of the visitor's; can be undone.

        Raises:
            FormatError: no such JSON; nothing is changed.
        """
        preferences = Preferences.parse(json_text)
        return self._store.update_profile(visitor, lambda _: Profile(preferences)).preferences

    def export_preferences(self, visitor: str) -> str:
        """The visitor's preferences as JSON."""
        return self._store.profile(visitor).preferences.to_json()

    # -- drawing ------------------------------------------------------------------------------------------------------

    def generate(
        self,
        prompt: str,
        preferences: Preferences | None,
        options: SamplingOptions,
        *,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[SamplingStep | GeneratedImage]:
        """Draw one picture: every denoising step, then the finished :class:`GeneratedImage`.

        Waits for the model and for one's turn first. Closing the generator, ``is_cancelled`` and any exception end the
        job within one step and let the next one begin.

        Args:
            prompt: what to draw.
            preferences: the taste to draw it to, or None.
            options: see :class:`~viper_core.sampling.SamplingOptions`.
            is_cancelled: asked while waiting and before each step.

        Raises:
            InputError: an empty or overlong prompt, β above 1; at once, before anything runs.
            ModelUnavailable: loading failed.
            Cancelled: ``is_cancelled`` said so.
        """
        prompt = _checked_prompt(prompt)
        _check_beta(options)
        return self._generate(prompt, preferences, options, is_cancelled or _never)

    def compare(
        self,
        prompt: str,
        preferences: Preferences | None,
        betas: Sequence[float],
        options: SamplingOptions,
        *,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[ComparisonProgress | GeneratedImage]:
        """Draw the same scene once for each β, with the same seed: progress and each picture as it is finished.

        Waiting, ending and errors are those of :meth:`generate`; the whole comparison is one turn.

        Raises:
            InputError: no β, too many, or one that is not valid; at once.
        """
        prompt = _checked_prompt(prompt)
        if not 1 <= len(betas) <= _MOST_BETAS:
            raise InputError(f"{len(betas)} values of β were given; a comparison takes 1 to {_MOST_BETAS}.")
        each = tuple(dataclasses.replace(options, beta=beta) for beta in betas)
        for one in each:
            _check_beta(one)
        return self._compare(prompt, preferences, each, is_cancelled or _never)

    def preview(self, step: SamplingStep) -> Image:
        """A quick look at the picture that an unfinished one is becoming.

        Raises:
            ModelUnavailable: the model is not loaded.
        """
        return self._loader.wait(_never).preview(step.predicted)

    # -- inside -------------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> Store:
        """Opened on first use: who only draws leaves no file behind."""
        with self._opening:
            if self._opened is None:
                self._opened = Store(data_folder(self._data_dir))
            return self._opened

    @cached_property
    def _board_pictures(self) -> dict[str, BoardPicture]:
        return {seed.id: BoardPicture(seed.id, Path(seed.file), seed.title, seed.alt, own=False) for seed in self.board}

    def _generate(
        self, prompt: str, preferences: Preferences | None, options: SamplingOptions, is_cancelled: Callable[[], bool]
    ) -> Iterator[SamplingStep | GeneratedImage]:
        backend = self._loader.wait(is_cancelled)
        with self._turns.turn(is_cancelled):
            yield from self._draw(backend, prompt, preferences, options, is_cancelled)

    def _compare(
        self,
        prompt: str,
        preferences: Preferences | None,
        each: Sequence[SamplingOptions],
        is_cancelled: Callable[[], bool],
    ) -> Iterator[ComparisonProgress | GeneratedImage]:
        backend = self._loader.wait(is_cancelled)
        with self._turns.turn(is_cancelled):
            for index, options in enumerate(each):
                with contextlib.closing(self._draw(backend, prompt, preferences, options, is_cancelled)) as drawing:
                    for item in drawing:
                        if isinstance(item, GeneratedImage):
                            yield item
                        else:
                            yield ComparisonProgress(index, len(each), options.beta, item)

    def _draw(
        self,
        backend: Backend,
        prompt: str,
        preferences: Preferences | None,
        options: SamplingOptions,
        is_cancelled: Callable[[], bool],
    ) -> Generator[SamplingStep | GeneratedImage]:
        """The steps and the finished picture; runs within a turn."""
        from viper_core.sampling import sample

        seconds, begun, latents = 0.0, time.perf_counter(), None
        for step in sample(backend, prompt, preferences, options, is_cancelled=is_cancelled):
            latents = step.latents
            seconds += time.perf_counter() - begun
            yield step
            begun = time.perf_counter()
        if is_cancelled() or latents is None:
            raise Cancelled("Stopped before the picture was finished.")
        image = backend.decode(latents)
        seconds += time.perf_counter() - begun
        yield GeneratedImage(image, prompt, options, preferences, self.model, seconds)


def _load_backend(model: str, device: str | None) -> Backend:
    from viper_core.registry import load_backend

    return load_backend(model, device=device)


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


def _checked_prompt(prompt: str) -> str:
    prompt = prompt.strip()
    if any("\ud800" <= letter <= "\udfff" for letter in prompt):
        raise InputError("The prompt holds half of a surrogate pair, which is no text. Write it again.")
    if not prompt:
        raise InputError("The prompt is empty. Write what to draw, for example “a lighthouse by the sea”.")
    if len(prompt) > PROMPT_LENGTH:
        raise InputError(f"The prompt has {len(prompt)} characters; at most {PROMPT_LENGTH} are taken. Shorten it.")
    return prompt


def _check_beta(options: SamplingOptions) -> None:
    """Beyond 1 a picture may lose its prompt (section 3 of the paper); the sampler could, the studio does not."""
    if options.beta > 1:
        raise InputError(f"β is {options.beta:g}; it must be from 0 (the picture everyone gets) to 1 (fully to taste).")


def _never() -> bool:
    return False
