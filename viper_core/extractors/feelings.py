"""A feeling on its way to an attribute: the value that the readers of clauses, sentences and comments pass on.

Knows how strong a feeling counts that is not said in so many words, 1 being the plain "like".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

from viper_core.extractors.cues import Kind
from viper_core.matching import Mention

__all__ = [
    "ASKED_WHY",
    "BY_CONTRAST",
    "BY_ITS_WORD",
    "EXCLAIMED",
    "FIRM",
    "HEDGED",
    "IRONIC",
    "TOO_MUCH",
    "WISHED",
    "Feeling",
    "Reading",
    "Verdict",
]

TOO_MUCH: Final = 1.0
WISHED: Final = 0.9
FIRM: Final = 0.75  # a feeling weaker than this gives way to a verdict that follows: "strange but beautiful"
BY_ITS_WORD: Final = 0.9  # "garish", "enchanting"
BY_CONTRAST: Final = 0.75  # what stands on the other side of a "but"
IRONIC: Final = 1.1
ASKED_WHY: Final = 0.9
HEDGED: Final = 0.7  # "a bit dark"
EXCLAIMED: Final = 0.8  # "such vivid colours!"


class Verdict(NamedTuple):
    """A judging word: the token it stands on, its strength with negation and degree worked in, what it reaches."""

    place: int
    value: float
    kind: Kind


@dataclass(slots=True)
class Feeling:
    """A mention on its way to a feeling.

    Attributes:
        mention: what is named.
        value: the feeling, or None while there is none.
        is_near: whether it is said beside the mention.
        negated: whether a feeling that comes from elsewhere is to be turned round.
        by_operator: whether it comes from "too", "less", a wish and the like.
        by_word: whether it comes from the mention's own word.
        lacking: whether the mention is said to be missing.
        closed: whether it is to stay without a feeling.
        theirs: what other people feel about it, or None where they are not spoken of.
        hedged: whether it is called "a bit" so, which complains where nothing else is said.
    """

    mention: Mention
    value: float | None = None
    is_near: bool = True
    negated: bool = False
    by_operator: bool = False
    by_word: bool = False
    lacking: bool = False
    closed: bool = False
    theirs: float | None = None
    hedged: bool = False

    def settle(self, value: float, *, near: bool = True) -> None:
        """Take a feeling, turned round where the mention is negated."""
        self.value = -value if self.negated else value
        self.is_near = near

    def force(self, value: float) -> None:
        """Take a feeling as it is, whatever stood before."""
        self.negated = False
        self.value = value

    def answer(self, *, agrees: bool) -> None:
        """Take a short answer, "I do" or "it isn't", to what was said of it, be it by others."""
        said = self.theirs if self.value is None else self.value
        said = 1.0 if said is None else said
        implied = -FIRM < said < 0  # "I wanted to like it" regrets already what "but I can't" says
        self.force(said if agrees or implied else -said)


@dataclass(frozen=True, slots=True)
class Reading:
    """An attribute or aspect with the feeling it is named with.

    Attributes:
        mention: what is named, and where.
        value: the feeling: positive for like, negative for dislike, 1 in size for the plain word.
        is_near: whether the feeling is said beside it, and not only somewhere in the comment.
        is_wanted: whether more or less of it is asked for: "tone down the saturation".
        is_unclear: whether the contrary may well be meant.
    """

    mention: Mention
    value: float
    is_near: bool
    is_wanted: bool = False
    is_unclear: bool = False
