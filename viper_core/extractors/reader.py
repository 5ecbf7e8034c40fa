"""An extractor by the one method that matters: whoever can ``read`` in detail can also extract, watched or not."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from viper_core.extractors.progress import ReadingProgress
from viper_core.extractors.readings import CommentReading, Extraction
from viper_core.preferences import Comment, Preferences

__all__ = ["Reader"]


class Reader(ABC):
    """A :class:`~viper_core.extractors.DetailedExtractor` of which :meth:`read` is still to be said."""

    @abstractmethod
    def read(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        earlier: Sequence[CommentReading] = (),
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Extraction:
        """What the comments say, comment by comment and together."""

    @abstractmethod
    def fingerprint(self) -> str:
        """What a reading depends on beside the comment and its picture; a reading of another one is out of date."""

    def extract(self, comments: Sequence[Comment], *, pictures: Mapping[str, Path] | None = None) -> Preferences:
        """What the comments say about the person's taste; see :meth:`read`."""
        return self.read(comments, pictures=pictures).preferences

    def extract_watched(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Preferences:
        """As :meth:`extract`, watched and stoppable."""
        read = self.read(comments, pictures=pictures, on_progress=on_progress, is_cancelled=is_cancelled)
        return read.preferences
