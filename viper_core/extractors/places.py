"""Where the comments that a model was asked about speak of what it claims.

Knows five ways to find a place, surest first: the model's own quote if it really stands there, the words for an
attribute, its name, the bare aspect that it is a value of ("lovely colors" for warm colors). Of several places those
count where the rules of the bundled extractor read the same feeling. What is claimed is left to
:mod:`~viper_core.extractors.alignment`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from viper_core.categories import Category
from viper_core.extractors.conversation import Claim, SeenComment, as_data
from viper_core.extractors.discourse import read_comment
from viper_core.preferences import COMMENT_LENGTH, Side
from viper_core.vocabulary import Entry, Vocabulary
from viper_core.words import plain_form, tokenize

__all__ = ["Place", "Places"]

_SINGLE: Final = "'’‘´"
_DOUBLE: Final = '"“”„'
_ONE_MARK: Final = str.maketrans(_SINGLE + _DOUBLE, "'" * len(_SINGLE) + '"' * len(_DOUBLE))


@dataclass(frozen=True, slots=True)
class Place:
    """Words of a comment.

    Attributes:
        comment: index of the comment.
        start: offset of their first character, in code points.
        end: offset after the last one.
    """

    comment: int
    start: int
    end: int


_Find = Callable[[int], Iterable[Place]]


class Places:
    """Where the comments of one answer speak of what; each is searched once."""

    def __init__(self, comments: Sequence[SeenComment], vocabulary: Vocabulary) -> None:
        self._comments = comments
        self._data = [as_data(comment.text) for comment in comments]
        self._folded = [_folded(data) for data in self._data]
        self._tokens = [tokenize(comment.text) for comment in comments]
        self._matcher = vocabulary.matcher
        self._mentions = [self._matcher.find(tokens) for tokens in self._tokens]
        self._read: dict[int, dict[tuple[int, int], int]] = {}

    def of_entry(self, entry: Entry, name: str, claim: Claim, side: Side) -> tuple[Place, ...]:
        """Where an attribute is spoken of that a claim calls ``name``."""
        quoted = self._quote(claim)
        if quoted is not None:
            return (quoted,)
        for find in (
            lambda index: self._entry_places(index, entry),
            lambda index: self._word_places(index, name),
            lambda index: self._aspect_places(index, entry.category),
        ):
            found = self._search(find, claim.comment, side)
            if found:
                return found
        return ()

    def of_words(self, name: str, claim: Claim, side: Side) -> tuple[Place, ...]:
        """Where these very words stand."""
        return self._search(lambda index: self._word_places(index, name), claim.comment, side)

    def _search(self, find: _Find, first: int | None, side: Side) -> tuple[Place, ...]:
        """What ``find`` has in the comment that the claim names, else in all others."""
        found = tuple(find(first)) if first is not None and first < len(self._comments) else ()
        return found or self._agreeing([place for index in range(len(self._comments)) for place in find(index)], side)

    def _agreeing(self, found: Sequence[Place], side: Side) -> tuple[Place, ...]:
        """Of several places those where the rules read the same feeling, else those where they read none, else all."""
        wanted = 1 if side == "liked" else -1
        if len(found) > 1:
            signs = [self._signs(place.comment).get((place.start, place.end), 0) for place in found]
            for sign in (wanted, 0):
                kept = tuple(place for place, own in zip(found, signs, strict=True) if own == sign)
                if kept:
                    return kept
        return tuple(found)

    def _signs(self, index: int) -> dict[tuple[int, int], int]:
        """What the rules of the bundled extractor feel at each place of a comment: 1 or -1."""
        if index not in self._read:
            readings = read_comment(self._comments[index].text, self._matcher)
            self._read[index] = {(one.mention.start, one.mention.end): 1 if one.value > 0 else -1 for one in readings}
        return self._read[index]

    def _quote(self, claim: Claim) -> Place | None:
        """The claim's quote where it really stands: case, blanks and kinds of quotation marks aside."""
        quote = as_data((claim.quote or "")[:COMMENT_LENGTH])
        if not any(map(str.isalnum, quote)):
            return None
        folded = _folded(quote)
        indices = range(len(self._comments))
        for index in sorted(indices, key=lambda index: index != claim.comment):  # the one that is named comes first
            if folded in self._folded[index]:
                pattern = r"\s+".join(map(_loose, quote.split()))
                found = re.search(pattern, self._data[index], re.IGNORECASE)  # places are the same in the comment
                if found is not None:
                    return Place(index, *found.span())
        return None

    def _entry_places(self, index: int, entry: Entry) -> Iterator[Place]:
        for mention in self._mentions[index]:
            if mention.entry is not None and mention.entry.name == entry.name:
                yield Place(index, mention.start, mention.end)

    def _aspect_places(self, index: int, category: Category) -> Iterator[Place]:
        for mention in self._mentions[index]:
            if mention.entry is None and mention.group is not None and category in mention.group.categories:
                yield Place(index, mention.start, mention.end)

    def _word_places(self, index: int, name: str) -> Iterator[Place]:
        """Where the words of ``name`` stand side by side, in whatever inflection."""
        wanted = [plain_form(token.word) for token in tokenize(name) if token.is_word]
        tokens = [token for token in self._tokens[index] if token.is_word]
        plain = [plain_form(token.word) for token in tokens]
        for first in range(len(tokens) - len(wanted) + 1 if wanted else 0):
            if plain[first : first + len(wanted)] == wanted:
                yield Place(index, tokens[first].start, tokens[first + len(wanted) - 1].end)


def _folded(text: str) -> str:
    """``text`` as quotes are compared."""
    return " ".join(text.translate(_ONE_MARK).split()).casefold()


def _loose(word: str) -> str:
    """A pattern for a word with any kind of apostrophe and quotation mark."""
    return "".join(f"[{_SINGLE}]" if c in _SINGLE else f"[{_DOUBLE}]" if c in _DOUBLE else re.escape(c) for c in word)
