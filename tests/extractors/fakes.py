"""A chat model that says what a test tells it to, and remembers what it was asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from viper_core.errors import Cancelled
from viper_core.extractors.conversation import Answer, Question


class Scripted:
    """Answers with the next line of a script, or with what a function makes of the question."""

    name = "a fake"
    identity = "a fake"

    def __init__(self, script: Iterable[Answer | str | Exception] | Callable[[Question], str]) -> None:
        self._script = None if callable(script) else iter(script)
        self._make = script if callable(script) else None
        self.asked: list[Question] = []

    def load(self) -> None:
        pass

    def tokens(self, question: Question) -> int:
        return sum(len(part) if isinstance(part, str) else 100 for part in question.content)

    def answer(self, question: Question, *, is_cancelled: Callable[[], bool]) -> Answer:
        self.asked.append(question)
        said = self._make(question) if self._make is not None else next(self._script)  # type: ignore[arg-type]
        if isinstance(said, Exception):
            raise said
        if is_cancelled():
            raise Cancelled
        return said if isinstance(said, Answer) else Answer(said)


def text_of(question: Question) -> str:
    """All texts of a question's data."""
    return "\n".join(part for part in question.content if not isinstance(part, Path))
