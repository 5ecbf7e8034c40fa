"""What each attribute of a taste did to a picture: the same picture without it, and how different it looks.

    full        the picture drawn to the whole taste
    without a   the same prompt, seed and options, with attribute a switched off
    change of a d(full, without a), see :mod:`viper_core.difference`

Knows which attributes get such a receipt, what is drawn for it, and how receipts are ordered. Drawing is
:mod:`viper_core.studio`'s part. What the model does not know cannot have done anything and gets no picture.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass
from itertools import chain, zip_longest
from typing import TYPE_CHECKING, Final

from viper_core.difference import perceptual_difference
from viper_core.errors import InputError, unknown_name
from viper_core.generated import ComparisonProgress, GeneratedImage, Recipe
from viper_core.preferences import Attribute, Preferences, Side, fold_name

if TYPE_CHECKING:
    from viper_core.familiarity import Familiarity

__all__ = ["MOST_RECEIPTS", "USUAL_RECEIPTS", "Receipt", "by_change", "draw_receipts", "plan_receipts", "without"]

Drawing = Generator[ComparisonProgress | GeneratedImage]

USUAL_RECEIPTS: Final = 8  # attributes that are looked at when nobody chose; the heaviest
MOST_RECEIPTS: Final = 24  # attributes of one run


@dataclass(frozen=True, slots=True)
class Receipt:
    """What one attribute did.

    Attributes:
        side: where it stands in the taste.
        attribute: the attribute that was left out.
        picture: drawn to the taste without it.
        change: how different that looks from the picture with it, from 0 to 1.
    """

    side: Side
    attribute: Attribute
    picture: GeneratedImage
    change: float


def without(preferences: Preferences, name: str) -> Preferences:
    """The taste with one attribute switched off, as a person would switch it off.

    Raises:
        UnknownName: there is no such attribute.
    """
    return preferences.set_enabled(name, False)


def plan_receipts(
    preferences: Preferences, familiarity: Familiarity, names: Sequence[str] | None = None
) -> tuple[str, ...]:
    """Names of the attributes to leave out in turn.

    Args:
        preferences: the taste.
        familiarity: what the model knows of it.
        names: which to look at; by default the :data:`USUAL_RECEIPTS` of most weight, sides in turn where they weigh
            the same.

    Raises:
        InputError: nothing of the taste acts, none or too many were chosen, or one of them does not act.
        UnknownName: the taste has no such attribute.
    """
    sides = (preferences.active("liked"), preferences.active("disliked"))
    mixed = [one for one in chain.from_iterable(zip_longest(*sides)) if one is not None]
    acting = {fold_name(one.name): one for one in mixed if familiarity.attribute(one.name) is not None}
    if not acting:
        raise InputError("Nothing of this taste acts on a picture yet: add an attribute that the model knows.")
    if names is None:
        heaviest = sorted(acting.values(), key=lambda one: -one.weight)
        return tuple(one.name for one in heaviest[:USUAL_RECEIPTS])
    if not 1 <= len(names) <= MOST_RECEIPTS:
        raise InputError(f"{len(names)} attributes were chosen; 1 to {MOST_RECEIPTS} can be looked at in one run.")
    for name in names:
        if preferences.find(name) is None:
            raise unknown_name("attribute", name, (one.name for one in mixed))
        if fold_name(name) not in acting:
            raise InputError(f"“{name}” does not act: it is off, weighs nothing, or the model does not know it.")
    return tuple(acting[key].name for key in dict.fromkeys(fold_name(name) for name in names))


def draw_receipts(
    recipe: Recipe, names: Sequence[str], draw_series: Callable[[Sequence[Recipe]], Drawing]
) -> Generator[ComparisonProgress | GeneratedImage | Receipt]:
    """The full picture, then a receipt for each of ``names``, with the progress between; all in one series.

    Args:
        recipe: of the full picture, with a taste that holds all of ``names``.
        names: attributes to leave out in turn.
        draw_series: draws recipes in their order, :meth:`viper_core.studio.Studio.draw_series`.
    """
    taste = recipe.preferences or Preferences()
    left_out = [dataclasses.replace(recipe, preferences=without(taste, name)) for name in names]
    full: GeneratedImage | None = None
    waiting = iter(names)
    series = draw_series([recipe, *left_out])
    with contextlib.closing(series):
        for item in series:
            if isinstance(item, ComparisonProgress):
                yield item
            elif full is None:
                full = item
                yield item
            elif (found := taste.find(next(waiting))) is not None:
                yield Receipt(*found, item, perceptual_difference(full.image, item.image))


def by_change(receipts: Sequence[Receipt]) -> tuple[Receipt, ...]:
    """The receipts by how much changed, most first; names decide between equals."""
    return tuple(sorted(receipts, key=lambda one: (-one.change, fold_name(one.attribute.name))))
