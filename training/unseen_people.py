"""Simulated people of two kinds, such that nothing the second kind combines was combined by the first.

What can be drawn of a taste (an attribute on a side) is dealt into groups. A person of the training likes and dislikes
one thing of every group; an unseen person only things of one single group. So no pair of things that an unseen person
has together is in the taste of anybody who was learned from, and a model that has learned pairs by heart knows nothing
of them. The rest of a taste, up to 50 + 50, is what cannot be drawn.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import combinations

from training.people import SIDE_SIZE
from viper_core.preferences import Side
from viper_core.vocabulary import load_vocabulary

GROUPS = 8

Signed = tuple[str, Side]


def groups_of(names: Sequence[str], *, seed: int = 0, groups: int = GROUPS) -> tuple[tuple[Signed, ...], ...]:
    """All names on both sides, dealt at random into groups of equal size, to one."""
    signed: list[Signed] = [(name, side) for name in sorted(names) for side in ("liked", "disliked")]
    random.Random(f"groups:{seed}").shuffle(signed)
    return tuple(tuple(signed[i::groups]) for i in range(groups))


def drawable_tastes(
    names: Sequence[str], *, unseen: bool, seed: int, size: int = GROUPS
) -> Iterator[tuple[Signed, ...]]:
    """Endless tastes of ``size`` drawable things: one of every group, or for ``unseen`` people all of one group."""
    groups = groups_of(names)
    opposite = {entry.name: entry.opposite for entry in load_vocabulary().entries}
    rng = random.Random(f"tastes:{'unseen' if unseen else 'seen'}:{seed}")
    while True:
        group = rng.choice(groups)
        offered = rng.sample(group, len(group)) if unseen else [rng.choice(each) for each in groups]
        taste: list[Signed] = []
        for name, side in offered:
            if len(taste) < size and all(
                name != other and (side != on or opposite.get(name) != other) for other, on in taste
            ):
                taste.append((name, side))
        if {side for _, side in taste} == {"liked", "disliked"}:
            yield tuple(taste)


def pairs_of(taste: Sequence[Signed]) -> frozenset[frozenset[Signed]]:
    """Every two things of a taste."""
    return frozenset(frozenset(pair) for pair in combinations(taste, 2))


def filled_up(taste: Sequence[Signed], *, undrawable: Sequence[str], rng: random.Random) -> dict[Side, tuple[str, ...]]:
    """The taste with 50 on either side, the rest of what cannot be drawn, no opposites on one side."""
    opposite = {entry.name: entry.opposite for entry in load_vocabulary().entries}
    sides: dict[Side, list[str]] = {
        "liked": [name for name, side in taste if side == "liked"],
        "disliked": [name for name, side in taste if side == "disliked"],
    }
    for name in rng.sample(undrawable, len(undrawable)):
        for side in sorted(sides, key=lambda which: len(sides[which])):
            if len(sides[side]) < SIDE_SIZE and opposite.get(name) not in sides[side]:
                sides[side].append(name)
                break
    return {side: tuple(listed) for side, listed in sides.items()}
