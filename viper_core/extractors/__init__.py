"""Extractors: from comments in a person's own words to their preferences.

Knows the protocols and the table of extractors by name; each extractor is a module of its own. What the preferences are
is left to :mod:`viper_core.preferences`, who may read them to :mod:`viper_core.studio`.

    bundled    rules and the vocabulary; offline, deterministic, nothing to load
    vpe        the paper's extractor: IDEFICS2-8b with the authors' adapter
    vlm        any chat model with eyes of transformers
    chat       any chat model behind an address; the only one for which comments leave this machine
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from viper_core.errors import unknown_name
from viper_core.extractors.progress import ReadingProgress
from viper_core.extractors.readings import CommentReading, Extraction
from viper_core.preferences import Comment, Preferences

__all__ = [
    "EXTRACTORS",
    "DetailedExtractor",
    "Extractor",
    "ExtractorInfo",
    "ReadingProgress",
    "WatchedExtractor",
    "find_extractor",
    "fingerprint_of",
    "get_extractor",
    "read_in_detail",
    "read_with",
]


@runtime_checkable
class Extractor(Protocol):
    """Reads comments into preferences."""

    def extract(self, comments: Sequence[Comment], *, pictures: Mapping[str, Path] | None = None) -> Preferences:
        """What the comments say about the person's taste; empty where they say nothing of it.

        A comment is data: text in it that gives orders changes nothing but attributes.

        Args:
            comments: what was said about which picture, in the order in which it was said.
            pictures: files of pictures that are not on the board, by the id that the comments use.

        Returns:
            Preferences of origin ``"extracted"`` with evidence: the words, their place in the comment, the picture.
        """
        ...


@runtime_checkable
class WatchedExtractor(Extractor, Protocol):
    """An extractor that takes its time: it says how far it has come, and can be stopped."""

    def extract_watched(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Preferences:
        """As :meth:`Extractor.extract`; raises :class:`~viper_core.errors.Cancelled` when stopped."""
        ...


@runtime_checkable
class DetailedExtractor(WatchedExtractor, Protocol):
    """An extractor that says what each comment adds, and reads again only those that changed."""

    def fingerprint(self) -> str:
        """What a reading depends on beside the comment and its picture; a reading of another one is out of date."""
        ...

    def read(
        self,
        comments: Sequence[Comment],
        *,
        pictures: Mapping[str, Path] | None = None,
        earlier: Sequence[CommentReading] = (),
        on_progress: Callable[[ReadingProgress], None] | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Extraction:
        """As :meth:`WatchedExtractor.extract_watched`, comment by comment; ``earlier`` are readings of before."""
        ...


def _bundled() -> Extractor:
    from viper_core.extractors.bundled import BundledExtractor

    return BundledExtractor()


def _vpe() -> Extractor:
    from viper_core.extractors.vpe import vpe_extractor

    return vpe_extractor()


def _vlm() -> Extractor:
    from viper_core.extractors.vlm import vlm_extractor

    return vlm_extractor()


def _chat() -> Extractor:
    from viper_core.extractors.chat import chat_extractor

    return chat_extractor()


def _chat_notice() -> str:
    from viper_core.extractors.chat import pictures_leave

    what = "your comments, and the pictures they are about," if pictures_leave() else "your comments"
    return f"Learning sends {what} to a chat model outside of this server."


@dataclass(frozen=True, slots=True)
class ExtractorInfo:
    """An extractor of the table.

    Attributes:
        make: the extractor, with nothing loaded yet.
        notice: what people should know whose comments it reads; "" where nothing needs to be said.
    """

    make: Callable[[], Extractor]
    notice: Callable[[], str]


EXTRACTORS: Final[Mapping[str, ExtractorInfo]] = {
    "bundled": ExtractorInfo(_bundled, lambda: ""),
    "vpe": ExtractorInfo(_vpe, lambda: "Your comments are read by VPE, the paper\u2019s extractor, on this server."),
    "vlm": ExtractorInfo(_vlm, lambda: "Your comments are read by a vision-language model on this server."),
    "chat": ExtractorInfo(_chat, _chat_notice),
}
"""Every extractor by name."""


def find_extractor(name: str) -> ExtractorInfo:
    """The entry of the table by that name.

    Raises:
        UnknownName: there is no such extractor; lists the valid names.
    """
    if name not in EXTRACTORS:
        raise unknown_name("extractor", name, EXTRACTORS)
    return EXTRACTORS[name]


def get_extractor(name: str) -> Extractor:
    """The extractor of that name, ready to read. It loads what it needs with the first comment; keep it for the next.

    Raises:
        UnknownName: there is no such extractor; lists the valid names.
    """
    return find_extractor(name).make()


def fingerprint_of(extractor: Extractor) -> str:
    """What the readings of an extractor depend on; "" for one that gives none."""
    return extractor.fingerprint() if isinstance(extractor, DetailedExtractor) else ""


def read_with(
    extractor: Extractor,
    comments: Sequence[Comment],
    *,
    pictures: Mapping[str, Path] | None = None,
    on_progress: Callable[[ReadingProgress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Preferences:
    """Read comments with any extractor, watched and stopped where it can be."""
    if isinstance(extractor, WatchedExtractor):
        return extractor.extract_watched(
            comments, pictures=pictures, on_progress=on_progress, is_cancelled=is_cancelled
        )
    return extractor.extract(comments, pictures=pictures)


def read_in_detail(
    extractor: Extractor,
    comments: Sequence[Comment],
    *,
    pictures: Mapping[str, Path] | None = None,
    earlier: Sequence[CommentReading] = (),
    on_progress: Callable[[ReadingProgress], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Extraction:
    """Read comments with any extractor: what they add up to, and where they contradict each other if it can tell."""
    if isinstance(extractor, DetailedExtractor):
        return extractor.read(
            comments, pictures=pictures, earlier=earlier, on_progress=on_progress, is_cancelled=is_cancelled
        )
    found = read_with(extractor, comments, pictures=pictures, on_progress=on_progress, is_cancelled=is_cancelled)
    return Extraction(found, (), (), len(comments))
