"""Ways to draw one prompt to somebody's taste: this project's, and what it has to be better than.

All stand behind one interface: a ``Wish`` (prompt, seed, and what is known of the person) becomes a ``TastedJob``.
Knows no person's true taste; what a method may know of one is in the wish.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from benchmarks.personalization import BETA
from benchmarks.verdicts import Job
from viper_core.preferences import Preferences, Side
from viper_core.sampling import SamplingOptions


@dataclass(frozen=True)
class TastedJob(Job):
    """A picture to be, to a whole taste with its weights: ``taste`` is the JSON of preferences, empty for none."""

    taste: str = ""

    @property
    def preferences(self) -> Preferences | None:
        """The taste that it is drawn to, None for none."""
        return Preferences.parse(self.taste) if self.taste and self.options.beta > 0 else None

    def canonical(self) -> TastedJob:
        """The same picture without what makes no difference to it."""
        if self.preferences is not None:
            return self
        return replace(self, taste="", options=replace(self.options, beta=0.0, formula="paper"))


@dataclass(frozen=True)
class Wish:
    """What is to be drawn for whom.

    Attributes:
        prompt: subject and setting.
        options: of an unpersonalised picture, the seed among them.
        mine: what was read from the person's comments.
        shown: the same person's taste without a word of theirs: from the pictures they liked and disliked alone.
        another: what was read from somebody else's comments.
    """

    prompt: str
    options: SamplingOptions
    mine: Preferences
    shown: Preferences
    another: Preferences


Method = Callable[[Wish], TastedJob]


def names_of(preferences: Preferences, side: Side) -> tuple[str, ...]:
    """The names on a side that are switched on, the weightiest first."""
    return tuple(one.name for one in sorted(preferences.active(side), key=lambda one: (-one.weight, one.name)))


def _guided(wish: Wish, taste: Preferences, *, formula: str = "paper") -> TastedJob:
    options = replace(wish.options, beta=BETA, formula=formula)  # type: ignore[arg-type]
    return TastedJob(wish.prompt, options, taste=taste.to_json() if taste.liked or taste.disliked else "").canonical()


def _none(wish: Wish) -> TastedJob:
    return TastedJob(wish.prompt, wish.options)


def _in_the_prompt(wish: Wish) -> TastedJob:
    return TastedJob(", ".join([wish.prompt, *names_of(wish.mine, "liked")]), wish.options)


def _as_negative(wish: Wish) -> TastedJob:
    return TastedJob(wish.prompt, replace(wish.options, negative_prompt=", ".join(names_of(wish.mine, "disliked"))))


def _both_in_words(wish: Wish) -> TastedJob:
    return TastedJob(_in_the_prompt(wish).prompt, _as_negative(wish).options)


OURS = "ours"
NONE = "unpersonalised"

METHODS: dict[str, Method] = {
    OURS: lambda wish: _guided(wish, wish.mine),
    NONE: _none,
    "likes in the prompt": _in_the_prompt,
    "dislikes as negative prompt": _as_negative,
    "both in words": _both_in_words,
    "embedding only": lambda wish: _guided(wish, wish.mine, formula="embedding"),
    "noise only": lambda wish: _guided(wish, wish.mine, formula="noise"),
    "released formula": lambda wish: _guided(wish, wish.mine, formula="released"),
    "liked pictures only": lambda wish: _guided(wish, wish.shown),
    "another person's taste": lambda wish: _guided(wish, wish.another),
}
"""Every method by the name that the report gives it."""
