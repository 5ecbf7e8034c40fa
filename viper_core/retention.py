"""Visitors who do not come back are forgotten after a while, where whoever runs the app wants that.

Knows the number of days and when to look. What forgetting means is the store's business.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Final

from viper_core.errors import InputError, ViPerError

__all__ = ["forget_daily", "parse_days"]

_DAY: Final = 86400.0  # seconds between two looks
_MOST_DAYS: Final = 3650
_log = logging.getLogger(__name__)


def parse_days(text: str | None) -> float | None:
    """The days after which an absent visitor is forgotten; None for never.

    Raises:
        InputError: no number, or one that is not from above 0 to 3650.
    """
    if not text:
        return None
    try:
        days = float(text)
    except ValueError:
        days = 0.0
    if not 0 < days <= _MOST_DAYS:
        raise InputError(f"{text[:40]!r} is no number of days to keep; give more than 0 and at most {_MOST_DAYS}.")
    return days


def forget_daily(forget: Callable[[], int], *, every: float = _DAY) -> threading.Event:
    """Call ``forget`` now and once a day, in a thread behind; it ends when the returned event is set."""
    ended = threading.Event()

    def watch() -> None:
        while True:
            try:
                count = forget()
            except ViPerError as error:
                _log.warning("Visitors who have been away for long could not be forgotten: %s", error)
            else:
                if count:
                    _log.info("%d visitors who have been away for long were forgotten", count)
            if ended.wait(every):
                return

    threading.Thread(target=watch, name="retention", daemon=True).start()
    return ended
