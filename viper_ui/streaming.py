"""What a generator of the core yields, to a request that may go away at any moment.

The generator runs from its beginning to its end in a thread of its own, so nothing but that thread ever waits for a
model. Whoever takes the items leaves when they like: cancelled, closed or failed, the generator is told so and ends by
itself, within a step, also while it waits for its turn.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Callable, Generator
from dataclasses import dataclass
from typing import TypeVar

__all__ = ["stream"]

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class _End:
    """The generator ended, by itself or by an error."""

    error: BaseException | None


async def stream(work: Callable[[Callable[[], bool]], Generator[_Item]]) -> AsyncIterator[_Item]:
    """The items of ``work``, as they come; what it raises is raised here.

    Args:
        work: makes the generator, given what tells it that nobody wants the rest.
    """
    loop, told, left = asyncio.get_running_loop(), asyncio.Queue[_Item | _End](), threading.Event()

    def tell(item: _Item | _End) -> None:
        with contextlib.suppress(RuntimeError):  # the server has been shut down, and its loop closed
            loop.call_soon_threadsafe(told.put_nowait, item)

    def run() -> None:
        error: BaseException | None = None
        try:
            with contextlib.closing(work(left.is_set)) as items:
                for item in items:
                    if left.is_set():
                        break
                    tell(item)
        except BaseException as raised:  # raised again where somebody waits for it
            error = raised
        tell(_End(error))

    threading.Thread(target=run, name="stream", daemon=True).start()
    try:
        while not isinstance(item := await told.get(), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        left.set()
