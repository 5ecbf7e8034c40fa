"""Stopping: one flag for each drawing of a browser tab.

A drawing asks its flag before every step. Beginning another drawing in the same tab, or stopping, raises the flag of
the one before, so a tab never has two of them at work. Holds flags only, nothing that a visitor entered.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

__all__ = ["Jobs"]


class Jobs:
    """The latest drawing of one session; kept in a :class:`gradio.State`, whose copies each start empty."""

    def __init__(self) -> None:
        self._latest: threading.Event | None = None

    def __deepcopy__(self, memo: dict[int, object]) -> Jobs:
        """A session of its own: gradio copies a state's first value for every session."""
        return Jobs()

    def begin(self) -> Callable[[], bool]:
        """Stop the drawing before and begin one; returns what tells whether it is to end."""
        self.stop()
        flag = self._latest = threading.Event()
        return flag.is_set

    def stop(self) -> None:
        """Stop the latest drawing, if there is one."""
        if self._latest is not None:
            self._latest.set()
