"""One job at a time, first come, first served.

A denoiser and its scheduler hold state, so two pictures must never be drawn at once. Knows waiting and giving up; what
is done during a turn is the caller's.
"""

from __future__ import annotations

import contextlib
import threading
from collections import deque
from collections.abc import Callable, Iterator

from viper_core.errors import Cancelled

__all__ = ["Turns"]

_LOOK_AGAIN = 0.05  # seconds between two looks at is_cancelled while waiting


class Turns:
    """A line of jobs of which only the first runs.

    A turn may begin in one thread and end in another, as a generator's does when a web server advances it from a pool.
    """

    def __init__(self) -> None:
        # Condition's lock is re-entrant: the garbage collector may close an abandoned generator, and with it end its
        # turn, while this very thread is inside one of the methods below.
        self._changed = threading.Condition()
        self._line: deque[object] = deque()

    def __len__(self) -> int:
        """Jobs in the line, the running one included."""
        with self._changed:
            return len(self._line)

    @contextlib.contextmanager
    def turn(self, is_cancelled: Callable[[], bool]) -> Iterator[None]:
        """Wait for one's turn and hold it until the block is left, however it is left.

        Args:
            is_cancelled: asked while waiting.

        Raises:
            Cancelled: ``is_cancelled`` said so before the turn came; the place in the line is given up.
        """
        ticket = object()
        try:
            with self._changed:
                self._line.append(ticket)
                while self._line[0] is not ticket:
                    if is_cancelled():
                        raise Cancelled("Stopped while waiting for another picture to be finished.")
                    self._changed.wait(_LOOK_AGAIN)
            yield
        finally:
            with self._changed:
                with contextlib.suppress(ValueError):
                    self._line.remove(ticket)
                self._changed.notify_all()
