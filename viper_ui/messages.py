"""Failures that a person can mend, as messages on the page; bugs keep their traceback.

Two ways lead back to the page: the answer to a script, whose text the script shows as text, and gradio's own toast,
which renders HTML and is therefore given escaped text only.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Mapping
from typing import Any

import gradio as gr

from viper_core.errors import ViPerError

__all__ = ["answer", "warn"]


def answer(work: Callable[[], Mapping[str, Any] | None]) -> dict[str, Any]:
    """The answer to a script: what ``work`` returns with ``ok`` true, or ``ok`` false and the error's message."""
    try:
        return {"ok": True, **(work() or {})}
    except ViPerError as error:
        return {"ok": False, "error": str(error)}


def warn(message: object, *, title: str = "Not done") -> None:
    """Show a message as a toast; markup in it stays text."""
    gr.Warning(html.escape(str(message)), title=title, duration=12)
