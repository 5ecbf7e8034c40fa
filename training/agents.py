"""The people of a study: simulated, with tastes that can partly be drawn, and what they say about drawings.

One line of JSON a person: {"id", "split": "seen" | "unseen", "liked": [...], "disliked": [...], "comments": [{"image":
null, "comment": "...", "scene": {...}, "meant": [[name, side], ...]}]}. ``scene`` is the record of the drawing that the
comment is about (``training.atelier.scene_of`` draws it again). Any two are at least 0.85 apart by Jaccard's distance,
as in the paper (section 3), and ``unseen`` people share no pair of drawable likings with ``seen`` ones
(``unseen_people``).

    python -m training.agents --world midi --count 5000 --out runs/agents.jsonl
"""

from __future__ import annotations

import argparse
import json
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from training import data
from training.people import DISTANCE, Person, comment_on, with_voice
from training.unseen_people import drawable_tastes, filled_up
from viper_core.vocabulary import load_vocabulary

COMMENTS = 10
UNSEEN = 0.1  # share of the people

Split = Literal["seen", "unseen"]


class Crowd:
    """People who are far enough from one another; who is too near to somebody is not let in."""

    def __init__(self) -> None:
        self._place: dict[tuple[str, str], int] = {}
        self._tastes: list[int] = []  # one bit for each attribute on a side

    def admits(self, person: Person) -> bool:
        """Let the person in if they are at least ``DISTANCE`` from everybody; whether they are."""
        taste = 0
        for side, names in (("liked", person.liked), ("disliked", person.disliked)):
            for name in names:
                taste |= 1 << self._place.setdefault((side, name), len(self._place))
        if any((taste & other).bit_count() > (1 - DISTANCE) * (taste | other).bit_count() for other in self._tastes):
            return False
        self._tastes.append(taste)
        return True


def make_agents(world: Any, count: int, *, seed: int, unseen: float = UNSEEN) -> Iterator[tuple[Split, Person]]:
    """``count`` people, the last ``unseen`` share of them unseen ones."""
    undrawable = [entry.name for entry in load_vocabulary().entries if entry.name not in world.attributes]
    crowd, number = Crowd(), 0
    first_unseen = count - round(count * unseen)
    tastes = {
        "seen": drawable_tastes(world.attributes, unseen=False, seed=seed),
        "unseen": drawable_tastes(world.attributes, unseen=True, seed=seed),
    }
    rng = random.Random(f"agents:{seed}")
    while number < count:
        split: Split = "seen" if number < first_unseen else "unseen"
        sides = filled_up(next(tastes[split]), undrawable=undrawable, rng=rng)
        person = with_voice(number, sides["liked"], sides["disliked"], rng)
        if crowd.admits(person):
            number += 1
            yield split, person


def comments_of(person: Person, world: Any, count: int, *, seed: int) -> list[dict[str, Any]]:
    """What a person says about ``count`` random drawings of the world that show something they care about."""
    rng = random.Random(f"{seed}:{person.id}")
    said: list[dict[str, Any]] = []
    while len(said) < count:
        scene = data.scene_number(rng.getrandbits(32), world=world, seed=seed)
        shown = sorted(scene.attributes)
        if not any(person.side_of(name) for name in shown):
            continue
        rng.shuffle(shown)
        comment = comment_on(person, shown, rng)
        said.append({"image": None, "comment": comment.text, "scene": scene.record(), "meant": list(comment.meant)})
    return said


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--world", default="midi")
    parser.add_argument("--count", type=int, default=5000)
    parser.add_argument("--comments", type=int, default=COMMENTS, help="of each person (default %(default)s)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path("runs/agents.jsonl"))
    a = parser.parse_args(arguments)
    world = data.world_named(a.world)
    a.out.parent.mkdir(parents=True, exist_ok=True)
    scratch = a.out.with_name(a.out.name + ".part")
    with scratch.open("w", encoding="utf-8") as stream:
        for split, person in make_agents(world, a.count, seed=a.seed):
            line = {
                "id": f"agent-{person.id:05d}", "split": split, "liked": person.liked, "disliked": person.disliked,
                "comments": comments_of(person, world, a.comments, seed=a.seed),
            }  # fmt: skip
            stream.write(json.dumps(line, ensure_ascii=False) + "\n")
    os.replace(scratch, a.out)
    print(f"agents: {a.count} people in {a.out}")


if __name__ == "__main__":
    main()
