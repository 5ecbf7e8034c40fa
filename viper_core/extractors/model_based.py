"""An extractor that asks a model: batches, one further try, progress, stopping.

    comments --pictures--> SeenComments --batches--> answers --claims--> aligned attributes --votes--> Extraction

Knows how many comments go into one question, what happens when an answer cannot be read or is too long, and which
comments need not be asked about again. What is asked and how the answer is read is the format's, who answers the
model's (both :mod:`~viper_core.extractors.conversation`), what answers add up to :mod:`~viper_core.extractors.votes`'s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from viper_core.errors import Cancelled, UnusableAnswer
from viper_core.extractors.alignment import align
from viper_core.extractors.conversation import AnswerFormat, AnswerTooLong, ChatModel, Claim, OutOfMemory, SeenComment
from viper_core.extractors.fingerprints import fingerprint
from viper_core.extractors.progress import ReadingProgress
from viper_core.extractors.reader import Reader
from viper_core.extractors.readings import CommentReading, Extraction, add_up
from viper_core.extractors.votes import ReadBatch, count_votes, readings_of
from viper_core.preferences import Comment
from viper_core.turns import Turns

__all__ = ["Limits", "ModelExtractor"]

_Batch = Sequence[tuple[Comment, SeenComment]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much goes into one question.

    Attributes:
        comments: comments at once.
        tokens: length of the question in tokens, pictures included; a single comment may exceed it.
    """

    comments: int
    tokens: int


class ModelExtractor(Reader):
    """Reads comments with a model; see :class:`~viper_core.extractors.Extractor`. Safe to call from any thread."""

    def __init__(
        self,
        model: ChatModel,
        answers: AnswerFormat,
        *,
        limits: Limits,
        sends_pictures: bool,
        tells_shown: bool,
        needs_words: bool,
        board: Mapping[str, SeenComment] | None = None,
    ) -> None:
        """Nothing is loaded or read yet.

        Args:
            model: who answers.
            answers: how to ask, and how to read the answer.
            limits: how much goes into one question.
            sends_pictures: whether the model shall see the pictures.
            tells_shown: whether it shall be told what is known to be in them.
            needs_words: whether an attribute must be in the words of the comments; see
                :func:`~viper_core.extractors.alignment.align`.
            board: file and attributes of each picture by its id; by default the bundled board's.
        """
        self._model = model
        self._answers = answers
        self._limits = limits
        self._sends_pictures = sends_pictures
        self._tells_shown = tells_shown
        self._needs_words = needs_words
        self._given_board = board
        self._turns = Turns()  # a model answers one question at a time

    def read(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        earlier: Sequence[CommentReading] = (),
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Extraction:
        """What the comments say about the person's taste; empty where they say nothing of it.

        Args:
            comments: what was said about which picture.
            pictures: files of pictures that are not on the board.
            earlier: readings of before; a comment that is among them is not asked about again. Not used where an
                answer is about all comments of a batch: there are no readings of single comments then.
            on_progress: told before the first comment, while the model is made ready, and after each batch.
            is_cancelled: asked between answers and, where the model can be stopped, within them.

        Raises:
            ModelUnavailable: the model cannot be loaded or reached; the message says what to do.
            UnusableAnswer: an answer could not be read, at the second try either.
            PictureError: a picture cannot be read.
            Cancelled: ``is_cancelled`` said so.
        """
        known = {reading.comment: reading for reading in earlier} if self._needs_words else {}
        spoken = [comment for comment in comments if comment.text.strip()]
        unread = [comment for comment in dict.fromkeys(spoken) if comment not in known]
        batches = self._ask_about(unread, pictures or {}, on_progress or _ignore, is_cancelled or _never)
        if not self._needs_words:
            return Extraction(count_votes(batches), (), (), len(unread))
        known |= {reading.comment: reading for batch in batches for reading in readings_of(batch)}
        readings = tuple(known[comment] for comment in spoken)
        preferences, contradictions, unclear = add_up(readings)
        return Extraction(preferences, contradictions, readings, len(unread), unclear)

    def fingerprint(self) -> str:
        """The model, what it is asked and shown, and what is known to be in the pictures of the board."""
        board = [(one.image, one.shown) for one in self._board.values()]
        asked = self._answers.question(()).instruction
        return fingerprint(self._model.identity, asked, self._sends_pictures, self._tells_shown, board)

    # -- pictures -----------------------------------------------------------------------------------------------------

    @cached_property
    def _board(self) -> Mapping[str, SeenComment]:
        from viper_core.seed_images import load_board, manifest_path

        if self._given_board is not None:
            return self._given_board
        if not manifest_path().exists():
            return {}
        return {one.id: SeenComment("", one.id, one.file, one.attributes) for one in load_board()}

    def _seen(self, comment: Comment, pictures: Mapping[str, Path]) -> SeenComment:
        """A comment with its picture, as far as this model is to know of it."""
        image = comment.image
        picture: Path | None = None
        shown: tuple[str, ...] = ()
        if image is not None and image in self._board:
            picture, shown = self._board[image].picture, self._board[image].shown
        elif image is not None and image in pictures:
            picture = pictures[image]
            if self._tells_shown:
                from viper_core.pictures import measure_picture, open_picture

                shown = measure_picture(open_picture(picture, longest_edge=512))
        return SeenComment(
            comment.text, image, picture if self._sends_pictures else None, shown if self._tells_shown else ()
        )

    # -- answers ------------------------------------------------------------------------------------------------------

    def _ask_about(
        self,
        comments: Sequence[Comment],
        pictures: Mapping[str, Path],
        tell: Callable[[ReadingProgress], None],
        is_cancelled: Callable[[], bool],
    ) -> tuple[ReadBatch, ...]:
        """What all answers say, batch by batch; a batch that is too much for the model is halved."""
        if not comments:
            return ()
        total = len(comments)
        spoken = [(comment, self._seen(comment, pictures)) for comment in comments]
        read: list[ReadBatch] = []
        done = 0
        try:
            with self._turns.turn(is_cancelled):
                tell(ReadingProgress(0, total, f"{self._model.name} is being made ready."))
                self._model.load()
                waiting = deque(self._batches(spoken))
                while waiting:
                    batch = waiting.popleft()
                    if is_cancelled():
                        raise Cancelled
                    tell(ReadingProgress(done, total, f"{done} of {total} comments read."))
                    seen = [one for _, one in batch]
                    try:
                        claims = self._ask(seen, is_cancelled)
                    except (OutOfMemory, AnswerTooLong):
                        if len(batch) == 1:
                            raise
                        half = len(batch) // 2
                        waiting.extendleft((batch[half:], batch[:half]))
                        continue
                    found = align(claims, seen, needs_words=self._needs_words)
                    read.append(ReadBatch(tuple(comment for comment, _ in batch), found))
                    done += len(batch)
                tell(ReadingProgress(done, total, f"{done} of {total} comments read."))
        except Cancelled:
            raise Cancelled("Stopped before all comments were read.") from None
        return tuple(read)

    def _ask(self, batch: Sequence[SeenComment], is_cancelled: Callable[[], bool]) -> tuple[Claim, ...]:
        """The claims of one answer, or of the one after it."""
        problem = ""
        for again in (False, True):
            question = self._answers.question(batch, again=again)
            try:
                return self._answers.claims(self._model.answer(question, is_cancelled=is_cancelled))
            except UnusableAnswer as error:
                if isinstance(error, AnswerTooLong) and len(batch) > 1:
                    raise  # half as many comments have a shorter answer
                problem = str(error)
        raise UnusableAnswer(
            f"{self._model.name} did not answer in the form that it was asked for, twice. {problem} Try again with "
            "other comments, or with another extractor: bundled needs no model."
        )

    def _batches(self, spoken: Sequence[tuple[Comment, SeenComment]]) -> Iterator[_Batch]:
        """Comments in their order, as many at once as the limits allow."""
        alone = self._model.tokens(self._answers.question(()))
        batch: list[tuple[Comment, SeenComment]] = []
        length = alone
        for comment, seen in spoken:
            more = self._model.tokens(self._answers.question((seen,))) - alone
            if batch and (len(batch) == self._limits.comments or length + more > self._limits.tokens):
                yield batch
                batch, length = [], alone
            batch.append((comment, seen))
            length += more
        yield batch


def _never() -> bool:
    return False


def _ignore(progress: ReadingProgress) -> None:
    pass
