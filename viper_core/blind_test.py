"""The paper's two blind tests: which of these pictures of one prompt do you like best, one of them being yours?

    unpersonalized   mine among pictures that everyone gets, each of a seed of its own
    others           mine among pictures made for others, all of one seed: only the taste differs

Knows what is drawn for a round and where each picture is shown. Nothing may tell which one is the person's before they
have answered: seeds are secret and new, places are drawn at random, and since a personalised picture takes longer than
a plain one, the person's own is always the first to be drawn and nothing is shown until all are finished. Drawing is
:mod:`viper_core.studio`'s part, keeping the answer that of :mod:`viper_core.votes`.
"""

from __future__ import annotations

import dataclasses
import random
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

from viper_core.errors import InputError
from viper_core.generated import Recipe
from viper_core.other_tastes import pick_others
from viper_core.preferences import Preferences
from viper_core.votes import Maker, Protocol

if TYPE_CHECKING:
    from viper_core.familiarity import Familiarity

__all__ = ["FEWEST", "MOST", "BlindRound", "RoundPlan", "plan_round"]

FEWEST: Final = 2  # pictures of a round
MOST: Final = 8  # as in the paper
_SEEDS: Final = 2**31  # what secret seeds are drawn from

_Item = TypeVar("_Item")


@dataclass(frozen=True, slots=True)
class BlindRound:
    """A round as it may be shown: the answer is not in it.

    Attributes:
        trial: id of the round.
        protocol: which of the two tests.
        prompt: what the pictures show.
        pictures: PNG files without any settings, in the order in which they are shown.
    """

    trial: str
    protocol: Protocol
    prompt: str
    pictures: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """What is drawn for a round.

    Attributes:
        recipes: in the order in which they are drawn, the person's own first.
        places: where each of them is shown, from 0.
    """

    recipes: tuple[Recipe, ...]
    places: tuple[int, ...]

    @property
    def mine(self) -> int:
        """Where the person's own picture is shown."""
        return self.places[0]

    @property
    def makers(self) -> tuple[Maker, ...]:
        """What each picture is drawn to, in the order in which they are shown."""
        return self.as_shown([_maker(recipe) for recipe in self.recipes])

    def as_shown(self, drawn: Sequence[_Item]) -> tuple[_Item, ...]:
        """What came of the recipes, in the order in which it is shown."""
        placed = dict(zip(self.places, drawn, strict=True))
        return tuple(placed[place] for place in range(len(placed)))


def plan_round(
    recipe: Recipe,
    protocol: Protocol,
    count: int,
    familiarity: Familiarity,
    rng: random.Random | None = None,
) -> RoundPlan:
    """What to draw for one round, and where to show it.

    Args:
        recipe: prompt, the person's taste, and options; its seed is not used.
        protocol: among what the person's picture is hidden.
        count: pictures of the round, :data:`FEWEST` … :data:`MOST`.
        familiarity: what the model knows.
        rng: of everything that is drawn at random; by default the system's, which nobody can foresee.

    Raises:
        InputError: β is 0, nothing of the taste acts, or a number of pictures that cannot be used.
    """
    rng = rng or secrets.SystemRandom()
    if not FEWEST <= count <= MOST:
        raise InputError(f"A round has {FEWEST} to {MOST} pictures; {count} were asked for.")
    if recipe.options.beta == 0:
        raise InputError("At β 0 your picture is everyone’s. Choose a higher β for a blind test.")
    mine = familiarity.taste(recipe.preferences or Preferences()).acting
    if not (mine.active("liked") or mine.active("disliked")):
        raise InputError("Nothing of your taste acts on a picture yet, so yours would be like any other.")
    seeds = rng.sample(range(_SEEDS), count)
    if protocol == "others":
        tastes = (mine, *pick_others(mine, count - 1, familiarity, rng))
        recipes = [_with(recipe, preferences=taste, seed=seeds[0]) for taste in tastes]
    else:
        plain = [_with(recipe, preferences=None, seed=seed, beta=0.0) for seed in seeds[1:]]
        recipes = [_with(recipe, preferences=mine, seed=seeds[0]), *plain]
    return RoundPlan(tuple(recipes), tuple(rng.sample(range(count), count)))


def _with(recipe: Recipe, *, preferences: Preferences | None, **options: float) -> Recipe:
    changed = dataclasses.replace(recipe.options, **options)  # type: ignore[arg-type]
    return dataclasses.replace(recipe, preferences=preferences, options=changed)


def _maker(recipe: Recipe) -> Maker:
    taste = recipe.preferences or Preferences()
    return Maker(
        seed=recipe.options.seed,
        liked=tuple(one.name for one in taste.active("liked")),
        disliked=tuple(one.name for one in taste.active("disliked")),
    )
