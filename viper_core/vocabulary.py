"""The vocabulary of visual attributes: what they are called, how people say them, what is the opposite of what.

Knows the one data file, ``vocabulary.json``, which people can read and edit, and its checks. How a text is searched for
the words is :mod:`viper_core.matching`'s business, whether they are praise or blame the extractors'.

The file's *groups* are nouns that one can speak of in general ("the colours", "the lighting"). ``{color}`` in a form
stands for any word of that group, so that ``"warm {color}"`` covers warm tones, warm hues, a warm palette, and, because
adjective and noun may stand apart, "the colours are warm". A form that begins with ``~`` counts only where no noun that
is not of the picture follows it: "too red", not "a red car". ``praise`` and ``blame`` are forms that name an attribute
and judge it at once: "washed out", "enchanting".
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from viper_core.categories import CATEGORIES, CATEGORY_LABELS, Category
from viper_core.errors import FormatError

if TYPE_CHECKING:
    from viper_core.matching import Matcher, Mention

__all__ = ["Entry", "Group", "Vocabulary", "load_vocabulary"]

_FILE: Final = Path(__file__).with_name("vocabulary.json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One visual attribute.

    Attributes:
        name: what it is called in preferences.
        category: id of its category.
        forms: ways to say it, the name first.
        opposite: name of the attribute that excludes it most plainly, or None.
        renderable: whether the bundled artist can draw it, under this very name.
        praise: ways to say it that approve of it.
        blame: ways to say it that disapprove of it.
    """

    name: str
    category: Category
    forms: tuple[str, ...]
    opposite: str | None
    renderable: bool
    praise: tuple[str, ...] = ()
    blame: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """Nouns for one aspect of a picture.

    Attributes:
        id: what forms call it.
        words: all nouns that ``{id}`` stands for.
        aspect: those that name the aspect even without an adjective, so that the picture must say the rest.
        categories: the categories in which the picture's attributes are looked up.
        fallback: further ones for a picture that has nothing in these.
        amount: the attribute of which there is more or less of when people say "more …", "too much …", or None.
        default: the attribute that is meant when the picture says nothing, or None.
    """

    id: str
    words: tuple[str, ...]
    aspect: tuple[str, ...]
    categories: tuple[Category, ...]
    fallback: tuple[Category, ...]
    amount: str | None
    default: str | None


class Vocabulary:
    """All entries, with look-up by name, by what is typed, and in running text. Not to be changed once made."""

    def __init__(self, entries: tuple[Entry, ...], groups: tuple[Group, ...]) -> None:
        self.entries = entries
        self.groups = groups
        self._by_name = {entry.name.casefold(): entry for entry in entries}
        self._by_form = {
            form.lstrip("~").casefold(): entry
            for entry in reversed(entries)
            for form in (*entry.forms, *entry.praise, *entry.blame)
            if "{" not in form
        }

    @property
    def categories(self) -> Mapping[Category, str]:
        """Category id -> what an interface calls it."""
        return CATEGORY_LABELS

    def get(self, name: str) -> Entry | None:
        """The entry of that name, or else the one that has exactly this form; None where there is neither."""
        key = " ".join(name.split()).casefold()
        return self._by_name.get(key) or self._by_form.get(key)

    def match(self, text: str) -> tuple[Mention, ...]:
        """Where ``text`` speaks of attributes, whatever it thinks of them, in the order of the text."""
        from viper_core.words import tokenize

        return tuple(mention for mention in self.matcher.find(tokenize(text)) if mention.entry is not None)

    def suggest(self, prefix: str, limit: int = 10) -> tuple[Entry, ...]:
        """Entries for what is being typed: names that begin with it, then words or forms that do."""
        key = " ".join(prefix.split()).casefold()
        if not key or limit <= 0:
            return ()
        ranked: list[tuple[int, int, Entry]] = []
        for index, entry in enumerate(self.entries):
            name = entry.name.casefold()
            said = (form.lstrip("~") for form in (*entry.forms, *entry.praise, *entry.blame) if "{" not in form)
            if name.startswith(key):
                rank = 0
            elif any(word.startswith(key) for word in name.replace("-", " ").split()):
                rank = 1
            elif any(form.startswith(key) for form in said):
                rank = 2
            else:
                continue
            ranked.append((rank, index, entry))
        return tuple(entry for _, _, entry in sorted(ranked, key=lambda row: row[:2])[:limit])

    def best_category(self, text: str) -> Category:
        """The category that fits a name which is not in the vocabulary best; style where nothing is recognised."""
        from viper_core.words import tokenize

        mentions = self.matcher.find(tokenize(text))
        for mention in sorted(mentions, key=lambda one: one.last, reverse=True):  # the head of a name is last
            if mention.entry is not None:
                return mention.entry.category
            if mention.group is not None and mention.group.categories:
                return "art_movement" if mention.group.id == "style" else mention.group.categories[0]
        return "art_movement"

    @cached_property
    def matcher(self) -> Matcher:
        """What searches token sequences for attributes and aspects."""
        from viper_core.matching import Matcher

        return Matcher(self.entries, self.groups)


@lru_cache(maxsize=1)
def load_vocabulary() -> Vocabulary:
    """The vocabulary that comes with the project; read once.

    Raises:
        FormatError: the data file is damaged.
    """
    return _read(_FILE)


def _read(path: Path) -> Vocabulary:
    try:
        data = json.loads(path.read_text("utf-8"))
        groups = tuple(_group(key, value) for key, value in data["groups"].items())
        entries = tuple(_entry(row) for row in data["attributes"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise FormatError(f"The vocabulary {path} cannot be read: {error}. Restore the file.") from error
    names = [entry.name for entry in entries]
    for name in names:
        if names.count(name) > 1:
            raise FormatError(f"{path}: the attribute {name!r} is there twice.")
    known = set(names)
    for reference in (*(entry.opposite for entry in entries), *(ref for g in groups for ref in (g.amount, g.default))):
        if reference is not None and reference not in known:
            raise FormatError(f"{path}: {reference!r} is referred to but is no attribute.")
    return Vocabulary(entries, groups)


def _entry(row: dict[str, Any]) -> Entry:
    forms = dict.fromkeys((row["name"], *row["forms"]))
    return Entry(
        name=row["name"],
        category=_category(row["category"]),
        forms=tuple(forms),
        opposite=row["opposite"],
        renderable=row["renderable"],
        praise=tuple(row.get("praise", ())),
        blame=tuple(row.get("blame", ())),
    )


def _group(key: str, row: dict[str, Any]) -> Group:
    return Group(
        id=key,
        words=tuple(row["words"]),
        aspect=tuple(row["aspect"]),
        categories=tuple(_category(one) for one in row["categories"]),
        fallback=tuple(_category(one) for one in row["fallback"]),
        amount=row["amount"],
        default=row["default"],
    )


def _category(name: str) -> Category:
    for category in CATEGORIES:
        if category == name:
            return category
    raise ValueError(f"{name!r} is no category")
