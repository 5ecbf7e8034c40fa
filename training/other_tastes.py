"""Writes viper_core/other_tastes.json, the tastes that blind tests draw others' pictures to.

    python -m training.other_tastes [--seed N]

Simulated tastes over what the artist can draw, as the agents of the paper: no opposites on one side, and any two far
apart, also by their first words alone, which is what a person with few words is compared with.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Sequence

from viper_core import other_tastes
from viper_core.files import write_atomically
from viper_core.preferences import Preferences
from viper_core.vocabulary import Entry, load_vocabulary

COUNT = 48  # people
SIDE_SIZE = 40  # words that each likes, and as many that each dislikes
FIRST = 10  # words of each side by which any two are FAR apart


def make_tastes(entries: Sequence[Entry], *, count: int = COUNT, seed: int = 1) -> tuple[Preferences, ...]:
    """``count`` tastes over these attributes; the same seed makes the same.

    Raises:
        ValueError: there are too few attributes for so many people so far apart.
    """
    rng = random.Random(seed)
    tastes: list[Preferences] = []
    for _ in range(200 * count):
        liked, disliked = _two_sides(rng, entries)
        taste = Preferences.parse({"liked": liked, "disliked": disliked})
        first = _first(taste)
        if all(other_tastes.taste_distance(first, _first(other)) >= other_tastes.FAR for other in tastes):
            tastes.append(taste)
        if len(tastes) == count:
            return tuple(tastes)
    raise ValueError(f"{len(entries)} attributes are too few for {count} people so far apart.")


def to_json(tastes: Sequence[Preferences]) -> str:
    """The file's content, a taste a line."""
    rows = [
        json.dumps({"liked": [one.name for one in taste.liked], "disliked": [one.name for one in taste.disliked]})
        for taste in tastes
    ]
    return '{"schema_version": 1, "tastes": [\n' + ",\n".join(rows) + "\n]}\n"


def _two_sides(rng: random.Random, entries: Sequence[Entry]) -> tuple[list[str], list[str]]:
    liked: list[str] = []
    disliked: list[str] = []
    for entry in rng.sample(list(entries), len(entries)):
        side = liked if len(liked) <= len(disliked) else disliked
        if len(side) < SIDE_SIZE and entry.opposite not in side:
            side.append(entry.name)
    return liked, disliked


def _first(taste: Preferences) -> Preferences:
    return Preferences(liked=taste.liked[:FIRST], disliked=taste.disliked[:FIRST])


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args(arguments)
    entries = [entry for entry in load_vocabulary().entries if entry.renderable]
    write_atomically(other_tastes.FILE, to_json(make_tastes(entries, seed=chosen.seed)).encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
