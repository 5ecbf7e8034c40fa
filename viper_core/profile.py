"""A person's taste as it stands, and the edits they can make to it.

Knows what each edit does to the preferences and to the list of what the person took away, so that a later extraction
brings nothing back that they removed. Where profiles are kept is :mod:`viper_core.store`'s business.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from viper_core.categories import Category
from viper_core.preferences import NAME_LENGTH, Attribute, Preferences, Side, fold_name

__all__ = [
    "Add",
    "EditAction",
    "Flip",
    "Profile",
    "Remove",
    "Rename",
    "SetEnabled",
    "SetWeight",
    "apply_edit",
    "renamed",
    "unused_name",
]


@dataclass(frozen=True, slots=True)
class Profile:
    """Preferences and the names (folded) that the person took away from them."""

    preferences: Preferences = field(default_factory=Preferences)
    removed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Add:
    """Put an attribute on a side. Without a category it gets the vocabulary's.

    A name that is there already moves to this side, switched on, and counts as the person's own from then on.
    """

    side: Side
    name: str
    category: Category | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Remove:
    """Take an attribute away for good: a later extraction leaves it out."""

    name: str


@dataclass(frozen=True, slots=True)
class Flip:
    """Move an attribute from liked to disliked or back."""

    name: str


@dataclass(frozen=True, slots=True)
class Rename:
    """Give an attribute another name; a later extraction does not bring the old one back."""

    name: str
    new: str


@dataclass(frozen=True, slots=True)
class SetWeight:
    """How much an attribute counts, from 0 to 2."""

    name: str
    weight: float


@dataclass(frozen=True, slots=True)
class SetEnabled:
    """Switch an attribute off or on."""

    name: str
    enabled: bool


EditAction = Add | Remove | Flip | Rename | SetWeight | SetEnabled


def apply_edit(profile: Profile, action: EditAction) -> Profile:
    """``profile`` after one edit.

    Raises:
        UnknownName: the attribute to edit is not in the profile.
        InputError: an empty name, an unknown category, a weight outside of 0 to 2, a new name that is taken.
    """
    preferences, removed = profile.preferences, profile.removed
    match action:
        case Add(side, name, category, weight):
            if preferences.find(name) is not None:
                preferences = preferences.remove(name)
            attribute = Attribute(name=name, category=category or _category(name), weight=weight, origin="added")
            return Profile(preferences.add(side, attribute), removed - {fold_name(name)})
        case Remove(name):
            return Profile(preferences.remove(name), removed | {fold_name(name)})
        case Flip(name):
            return Profile(preferences.flip(name), removed)
        case Rename(name, new):
            return Profile(preferences.rename(name, new), (removed | {fold_name(name)}) - {fold_name(new)})
        case SetWeight(name, weight):
            return Profile(preferences.set_weight(name, weight), removed)
        case SetEnabled(name, enabled):
            return Profile(preferences.set_enabled(name, enabled), removed)


def renamed(profile: Profile, name: str) -> Profile:
    """``profile`` under another name. Raises :class:`InputError` for a name that is too long or not printable."""
    preferences = profile.preferences
    return replace(profile, preferences=Preferences(liked=preferences.liked, disliked=preferences.disliked, name=name))


def unused_name(name: str, taken: Iterable[str]) -> str:
    """``name``, or ``name 2``, ``name 3`` … where it is taken; a number at its end is counted on."""
    folded = {fold_name(one) for one in taken}
    stem, _, number = name.rpartition(" ")
    if not (stem and number.isdecimal() and len(number) < 4):
        stem, number = name, "1"
    count = int(number)
    while fold_name(name) in folded:
        count += 1
        ending = f" {count}"
        name = stem[: NAME_LENGTH - len(ending)] + ending
    return name


def _category(name: str) -> Category:
    """The vocabulary's category of ``name``, or the likeliest one of a name it does not hold."""
    from viper_core.vocabulary import load_vocabulary

    vocabulary = load_vocabulary()
    entry = vocabulary.get(name)
    return entry.category if entry is not None else vocabulary.best_category(name)
