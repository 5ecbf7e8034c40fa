"""How much of a taste eight comments tell, by which picture is looked at next: ``python -m benchmarks.next_picture``.

Simulated people have a taste of fourteen attributes of the board, drawn at random. They comment on eight pictures and
name what is theirs in each, or nothing. The share of the taste that was named is compared for people who follow the
app's suggestion, the order of the board, and chance.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from benchmarks.common import Figure, Report, emit, mean, parser_of, positive, run_command
from viper_core.guide import COMMENT_GOAL, advise
from viper_core.preferences import Preferences
from viper_core.seed_images import SeedImage, load_board
from viper_core.vocabulary import load_vocabulary

TASTE = 14  # attributes of a person's taste
WAYS = ("suggested", "order of the board", "chance")

Choose = Callable[[dict[str, str]], str]  # what was commented on -> id of the next picture


def shares_told(people: int, *, seed: int, comments: int = COMMENT_GOAL) -> dict[str, tuple[float, ...]]:
    """For each way of choosing, the share of the taste that each person told."""
    board, rng = load_board(), random.Random(seed)
    everything = sorted({name for picture in board for name in picture.attributes})
    ways: dict[str, Choose] = {
        "suggested": lambda seen: _suggested(board, seen),
        "order of the board": lambda seen: board[len(seen)].id,
        "chance": lambda seen: rng.choice([picture.id for picture in board if picture.id not in seen]),
    }
    tastes = [frozenset(rng.sample(everything, TASTE)) for _ in range(people)]
    return {way: tuple(told(taste, choose, board, comments) for taste in tastes) for way, choose in ways.items()}


def told(taste: frozenset[str], choose: Choose, board: Sequence[SeedImage], comments: int) -> float:
    """The share of one person's taste that they name in their comments."""
    said: dict[str, str] = {}
    for _ in range(comments):
        chosen = choose(said)
        picture = next(one for one in board if one.id == chosen)
        said[picture.id] = ", ".join(name for name in picture.attributes if name in taste) or "nothing of mine"
    named = {name for text in said.values() for name in text.split(", ")}
    return len(taste & named) / len(taste)


def _suggested(board: Sequence[SeedImage], seen: dict[str, str]) -> str:
    advice = advise(board, seen, Preferences(), load_vocabulary())
    assert advice.picture is not None, "the board has more pictures than people comment on"
    return advice.picture


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=positive, default=500, help="simulated people (default %(default)s)")
    parser.add_argument("--seed", type=int, default=0)
    a = parser.parse_args(arguments)
    shares = {way: mean(values) for way, values in shares_told(a.limit, seed=a.seed).items()}
    best_other = max(shares["chance"], shares["order of the board"])
    figures = tuple(
        Figure(
            f"share of a taste told in {COMMENT_GOAL} comments, next picture: {way}",
            f"{100 * shares[way]:.1f} %",
            shares[way] > best_other if way == "suggested" else None,
        )
        for way in WAYS
    )
    emit(Report("next_picture", figures, {"shares": shares}, remarks=(f"{a.limit} simulated people",)), a)


if __name__ == "__main__":
    run_command(main)
