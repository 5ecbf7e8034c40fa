"""What the extractors that ask a model have in common: one question about some comments, one answer, the claims in it.

    comments --AnswerFormat.question--> Question --ChatModel.answer--> Answer --AnswerFormat.claims--> Claims

Knows these values and the two protocols between them, and how a stranger's text becomes data that no chat template and
no delimiter can be broken with. The formats are :mod:`~viper_core.extractors.headed_lists` and
:mod:`~viper_core.extractors.json_answers`, the models :mod:`~viper_core.extractors.local_model` and
:mod:`~viper_core.extractors.endpoint`; what becomes of the claims is :mod:`~viper_core.extractors.alignment`'s.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from viper_core.categories import Category
from viper_core.errors import ModelUnavailable, UnusableAnswer
from viper_core.preferences import Side

__all__ = [
    "ANSWER_LENGTH",
    "Answer",
    "AnswerFormat",
    "AnswerTooLong",
    "ChatModel",
    "Claim",
    "OutOfMemory",
    "Question",
    "SeenComment",
    "as_data",
]

ANSWER_LENGTH: Final = 50_000  # characters of an answer that is looked at; the longest sensible one has a fifth

# Letters that open or close something in a chat template, in a delimiter or in JSON, and what stands in their place.
# One for one, so that a place in the data is the same place in the comment.
_DEFUSED: Final = str.maketrans(
    {
        "<": "‹", ">": "›", "[": "(", "]": ")", "{": "(", "}": ")", "|": "/", "`": "'", "\\": "/",
        "＜": "‹", "＞": "›", "［": "(", "］": ")", "｛": "(", "｝": ")", "｜": "/",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SeenComment:
    """A comment with what is known of its picture.

    Attributes:
        text: the words, untouched.
        image: what the comment calls its picture, or None.
        picture: the picture's file, or None.
        shown: attributes that are known to be in the picture.
    """

    text: str
    image: str | None = None
    picture: Path | None = None
    shown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """What a model is asked: one turn of instruction, one turn of data.

    Attributes:
        instruction: what to do; our own words alone.
        content: texts and pictures' files in the order in which the model shall see them; comments as data.
        opening: how the answer begins; a model that can be made to goes on from there.
        schema: JSON schema of the answer, or None for plain text.
    """

    instruction: str
    content: tuple[str | Path, ...]
    opening: str = ""
    schema: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model said.

    Attributes:
        text: all of it, the opening included.
        is_whole: whether the model ended it, rather than its limit of tokens.
    """

    text: str
    is_whole: bool = True


@dataclass(frozen=True, slots=True)
class Claim:
    """What an answer says of the person: a stranger's words until it is aligned.

    Attributes:
        name: the attribute as the model calls it.
        side: liked or disliked.
        category: the model's idea of its category, or None.
        comment: index of the comment it is said to come from, or None.
        quote: words of that comment, or None where the format has none.
        strength: how much, 1 for the plain word.
    """

    name: str
    side: Side
    category: Category | None = None
    comment: int | None = None
    quote: str | None = None
    strength: float = 1.0


class AnswerTooLong(UnusableAnswer):
    """The answer ran into its limit; fewer comments at once have a shorter one."""


class OutOfMemory(ModelUnavailable):
    """The device ran out of memory while answering; fewer comments at once need less."""


class AnswerFormat(Protocol):
    """How comments become a question, and the answer claims."""

    def question(self, comments: Sequence[SeenComment], *, again: bool = False) -> Question:
        """What to ask; ``again`` after an answer that could not be read."""
        ...

    def claims(self, answer: Answer) -> tuple[Claim, ...]:
        """What the answer says, in its order.

        Raises:
            AnswerTooLong: it was cut off before anything could be read.
            UnusableAnswer: it is not of this format.
        """
        ...


class ChatModel(Protocol):
    """Something that answers questions, at its most likely word every time."""

    @property
    def name(self) -> str:
        """What messages call it."""
        ...

    @property
    def identity(self) -> str:
        """Which model this is, so that another one has another; not for people's eyes."""
        ...

    def load(self) -> None:
        """Be ready to answer. Raises :class:`~viper_core.errors.ModelUnavailable` with the remedy."""
        ...

    def tokens(self, question: Question) -> int:
        """How long a question is for this model, pictures included."""
        ...

    def answer(self, question: Question, *, is_cancelled: Callable[[], bool]) -> Answer:
        """Ask.

        Raises:
            Cancelled: ``is_cancelled`` said so before the answer was there.
            OutOfMemory: the question is too long for the device.
            ModelUnavailable: the model cannot be reached.
            UnusableAnswer: it said nothing at all.
        """
        ...


def as_data(text: str) -> str:
    """``text`` without anything that a chat template, a delimiter or a line of a list could mistake for its own.

    Brackets of all kinds become lookalikes, line breaks and invisible characters blanks. Length and places stay.
    """
    return "".join(
        " " if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp") else letter
        for letter in text.translate(_DEFUSED)
    )
