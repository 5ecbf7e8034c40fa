"""How far an extractor that takes its time has come. Knows only the value that it tells."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ReadingProgress"]


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """Where reading stands.

    Attributes:
        read: comments read so far.
        total: comments in all.
        message: one sentence for a person.
    """

    read: int
    total: int
    message: str
