"""Extractors: from comments in a person's own words to their preferences.

Knows the protocol and the table of extractors by name; each extractor is a module of its own. What the preferences are
is left to :mod:`viper_core.preferences`, who may read them to :mod:`viper_core.studio`.

    bundled    rules and the vocabulary; offline, deterministic, nothing to load
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final, Protocol, runtime_checkable

from viper_core.errors import unknown_name
from viper_core.preferences import Comment, Preferences

__all__ = ["EXTRACTORS", "Extractor", "get_extractor"]


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


def _bundled() -> Extractor:
    from viper_core.extractors.bundled import BundledExtractor

    return BundledExtractor()


EXTRACTORS: Final[Mapping[str, Callable[[], Extractor]]] = {"bundled": _bundled}
"""Every extractor by name."""


def get_extractor(name: str) -> Extractor:
    """The extractor of that name, ready to read.

    Raises:
        UnknownName: there is no such extractor; lists the valid names.
    """
    if name not in EXTRACTORS:
        raise unknown_name("extractor", name, EXTRACTORS)
    return EXTRACTORS[name]()
