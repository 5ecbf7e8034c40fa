"""Failures that a person can mend, as messages on the page; bugs keep their traceback.

What the core refuses is recognised by its sentence, what the page itself refuses is a :class:`Refusal`. Either way the
page's scripts put it in words, and show it as text. gradio's own toasts render HTML; none of ours is one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from viper_core.errors import InputError, ViPerError
from viper_ui.languages import Said, in_words, recognise, say

__all__ = ["Refusal", "answer", "told"]


class Refusal(InputError):
    """Something that the page itself refuses, by its key in the catalogues."""

    def __init__(self, key: str, **values: Any) -> None:
        self.said = say(key, **values)
        super().__init__(in_words(self.said))


def told(error: ViPerError) -> Said:
    """A failure as the page is told of it."""
    return error.said if isinstance(error, Refusal) else recognise(str(error))


def answer(work: Callable[[], Mapping[str, Any] | None]) -> dict[str, Any]:
    """The answer to a script: what ``work`` returns with ``ok`` true, or ``ok`` false and what the error says."""
    try:
        return {"ok": True, **(work() or {})}
    except ViPerError as error:
        return {"ok": False, "error": told(error)}
