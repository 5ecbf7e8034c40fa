"""Stopping: which drawings of a browser tab are still wanted.

A tab numbers its drawings as it asks for them. A drawing looks before every step whether it is still wanted: it is not
once it was stopped, or once a later one has begun, so a tab never has two of them at work. One that still waits in a
queue ends as soon as its turn comes. Holds numbers only, nothing that a visitor entered.
"""

from __future__ import annotations

import math
from collections.abc import Callable

__all__ = ["Jobs"]


class Jobs:
    """The drawings of one session; kept in a :class:`gradio.State`, whose copies each start anew."""

    def __init__(self) -> None:
        self._latest = -math.inf  # number of the latest drawing that has begun
        self._stopped = -math.inf  # everything up to this number was stopped

    def __deepcopy__(self, memo: dict[int, object]) -> Jobs:
        """A session of its own: gradio copies a state's first value for every session."""
        return Jobs()

    def begin(self, run: float) -> Callable[[], bool]:
        """Begin drawing ``run``, and with it end the one before; returns what tells whether it is to end."""
        self._latest = max(self._latest, run)
        return lambda: run <= self._stopped or run < self._latest

    def stop(self, run: float = math.inf) -> None:
        """Stop every drawing up to ``run``, whether it has begun or not; by default, all there will ever be."""
        self._stopped = max(self._stopped, run)
