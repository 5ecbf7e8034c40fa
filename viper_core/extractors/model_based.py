"""An extractor that asks a model: batches, one retry, alignment, and what several answers add up to.

    comments --pictures--> SeenComments --batches--> answers --claims--> aligned attributes --votes--> Preferences

Knows how many comments go into one question, what happens when an answer cannot be read or is too long, how progress is
told and where reading stops. What is asked and how the answer is read is the format's, who answers the model's (both
:mod:`~viper_core.extractors.conversation`).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

from viper_core.errors import Cancelled, UnusableAnswer
from viper_core.extractors.alignment import Aligned, align
from viper_core.extractors.conversation import AnswerFormat, AnswerTooLong, ChatModel, Claim, OutOfMemory, SeenComment
from viper_core.extractors.progress import ReadingProgress
from viper_core.preferences import ATTRIBUTE_LIMIT, Attribute, Comment, Preferences, Side, fold_name
from viper_core.turns import Turns

__all__ = ["Limits", "ModelExtractor"]

MIN_WEIGHT: Final = 0.5
MAX_WEIGHT: Final = 1.5
_REPEATED: Final = 0.1  # added to the weight for each further vote that agrees
_EVIDENCE_KEPT: Final = 50  # places kept for one attribute


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much goes into one question.

    Attributes:
        comments: comments at once.
        tokens: length of the question in tokens, pictures included; a single comment may exceed it.
    """

    comments: int
    tokens: int


@dataclass(frozen=True, slots=True)
class _Vote:
    """An aligned attribute and where it stands among all answers: (batch, comment, -1 for the batch as a whole)."""

    one: Aligned
    place: tuple[int, int]


class ModelExtractor:
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

    def extract(self, comments: Sequence[Comment], *, pictures: Mapping[str, Path] | None = None) -> Preferences:
        """What the comments say about the person's taste; see :meth:`extract_watched`."""
        return self.extract_watched(comments, pictures=pictures)

    def extract_watched(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Preferences:
        """What the comments say about the person's taste; empty where they say nothing of it.

        Contradictions go to the side with more votes, and to the later one where both have as many; what one answer
        claims to be both liked and disliked at once is left out.

        Args:
            comments: what was said about which picture.
            pictures: files of pictures that are not on the board.
            on_progress: told before the first comment, while the model is loaded, and after each batch.
            is_cancelled: asked between answers and, where the model can be stopped, within them.

        Raises:
            ModelUnavailable: the model cannot be loaded or reached; the message says what to do.
            UnusableAnswer: an answer could not be read, at the second try either.
            PictureError: a picture cannot be read.
            Cancelled: ``is_cancelled`` said so.
        """
        is_cancelled = is_cancelled or _never
        tell = on_progress or _ignore
        spoken = [self._seen(comment, pictures or {}) for comment in comments if comment.text.strip()]
        if not spoken:
            return Preferences()
        try:
            with self._turns.turn(is_cancelled):
                tell(ReadingProgress(0, len(spoken), f"{self._model.name} is being made ready."))
                self._model.load()
                return _add_up(self._votes(spoken, tell, is_cancelled))
        except Cancelled:
            raise Cancelled("Stopped before all comments were read.") from None

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

    def _votes(
        self, comments: Sequence[SeenComment], tell: Callable[[ReadingProgress], None], is_cancelled: Callable[[], bool]
    ) -> list[_Vote]:
        """What all answers say, batch by batch; a batch that is too much for the model is halved."""
        votes: list[_Vote] = []
        waiting = deque(self._batches(comments))
        done = number = 0
        while waiting:
            batch = waiting.popleft()
            if is_cancelled():
                raise Cancelled
            tell(ReadingProgress(done, len(comments), f"{done} of {len(comments)} comments read."))
            try:
                claims = self._ask(batch, is_cancelled)
            except (OutOfMemory, AnswerTooLong):
                if len(batch) == 1:
                    raise
                half = len(batch) // 2
                waiting.extendleft((batch[half:], batch[:half]))
                continue
            for one in align(claims, batch, needs_words=self._needs_words):
                votes.append(_Vote(one, (number, -1 if one.comment is None else one.comment)))
            done += len(batch)
            number += 1
        tell(ReadingProgress(done, len(comments), f"{done} of {len(comments)} comments read."))
        return votes

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

    def _batches(self, comments: Sequence[SeenComment]) -> Iterator[Sequence[SeenComment]]:
        """Comments in their order, as many at once as the limits allow."""
        alone = self._model.tokens(self._answers.question(()))
        batch: list[SeenComment] = []
        length = alone
        for comment in comments:
            more = self._model.tokens(self._answers.question((comment,))) - alone
            if batch and (len(batch) == self._limits.comments or length + more > self._limits.tokens):
                yield batch
                batch, length = [], alone
            batch.append(comment)
            length += more
        yield batch


# -- votes ------------------------------------------------------------------------------------------------------------


def _add_up(votes: Sequence[_Vote]) -> Preferences:
    """One side, one weight and all evidence for each attribute, in the order in which they were first named."""
    by_name: dict[str, list[_Vote]] = {}
    for vote in votes:
        by_name.setdefault(fold_name(vote.one.name), []).append(vote)
    sides: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
    for group in list(by_name.values())[:ATTRIBUTE_LIMIT]:
        decided = _decide(group)
        if decided is not None:
            sides[decided[0]].append(decided[1])
    return Preferences(liked=tuple(sides["liked"]), disliked=tuple(sides["disliked"]))


def _decide(votes: Sequence[_Vote]) -> tuple[Side, Attribute] | None:
    """The side with more votes; None for one answer that says both of the same words. A place has one vote a side."""
    places: dict[Side, dict[tuple[int, int], float]] = {"liked": {}, "disliked": {}}
    for vote in votes:
        one = places[vote.one.side]
        one[vote.place] = max(one.get(vote.place, 0.0), vote.one.strength)
    liked, disliked = places["liked"], places["disliked"]
    side: Side
    if len(liked) != len(disliked):
        side = "liked" if len(liked) > len(disliked) else "disliked"
    elif max(liked) == max(disliked):
        return None
    else:
        side = "liked" if max(liked) > max(disliked) else "disliked"
    agreeing = list(places[side].values())
    against = len(places["disliked" if side == "liked" else "liked"])
    weight = sum(agreeing) / len(agreeing) + _REPEATED * (len(agreeing) - 1)
    weight *= 1.0 - 0.5 * against / len(agreeing)
    evidence = dict.fromkeys(place for vote in votes if vote.one.side == side for place in vote.one.evidence)
    attribute = Attribute(
        name=votes[0].one.name,
        category=votes[0].one.category,
        weight=round(min(max(weight, MIN_WEIGHT), MAX_WEIGHT), 2),
        evidence=tuple(evidence)[:_EVIDENCE_KEPT],
    )
    return side, attribute


def _never() -> bool:
    return False


def _ignore(progress: ReadingProgress) -> None:
    pass
