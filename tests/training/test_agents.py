from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

from training import agents
from training.atelier import WORLDS, scene_of
from training.people import DISTANCE, SIDE_SIZE, Person, distance
from training.unseen_people import pairs_of

MIDI = WORLDS["midi"]
PEOPLE = list(agents.make_agents(MIDI, 60, seed=1, unseen=0.25))


def _drawable(person: Person) -> list[tuple[str, str]]:
    sides = {"liked": person.liked, "disliked": person.disliked}
    return [(name, side) for side, names in sides.items() for name in names if name in MIDI.attributes]


def test_they_are_whole_people_far_from_one_another() -> None:
    assert [split for split, _ in PEOPLE] == ["seen"] * 45 + ["unseen"] * 15
    for _, person in PEOPLE:
        assert len(person.liked) == len(person.disliked) == SIDE_SIZE
        assert _drawable(person)
    assert min(distance(a, b) for (_, a), (_, b) in combinations(PEOPLE, 2)) >= DISTANCE


def test_the_crowd_measures_as_the_distance_does() -> None:
    crowd = agents.Crowd()
    first, second = PEOPLE[0][1], PEOPLE[1][1]
    assert crowd.admits(first) and not crowd.admits(first) and crowd.admits(second)
    near = Person(9, (*first.liked[:40], *second.liked[40:]), first.disliked, 0.0, 0.0, "plain")
    assert distance(near, first) < DISTANCE and not crowd.admits(near)


def test_unseen_people_combine_nothing_that_seen_people_do() -> None:
    pairs = {"seen": set(), "unseen": set()}  # type: ignore[var-annotated]
    for split, person in PEOPLE:
        pairs[split] |= pairs_of(_drawable(person))  # type: ignore[arg-type]
    assert pairs["seen"] and pairs["unseen"] and not pairs["seen"] & pairs["unseen"]


def test_they_say_what_they_mean_of_drawings_that_can_be_drawn_again(tmp_path: Path) -> None:
    options = ["--count", "6", "--comments", "3", "--out"]
    for name in ("once.jsonl", "again.jsonl"):
        agents.main([*options, str(tmp_path / name)])
    text = (tmp_path / "once.jsonl").read_text(encoding="utf-8")
    assert text == (tmp_path / "again.jsonl").read_text(encoding="utf-8")
    lines = [json.loads(line) for line in text.splitlines()]
    assert [line["id"] for line in lines] == [f"agent-{i:05d}" for i in range(6)]
    for line in lines:
        assert len(line["comments"]) == 3
        for said in line["comments"]:
            scene = scene_of(said["scene"])
            assert said["comment"].strip() and said["meant"]
            for name, side in said["meant"]:
                assert name in scene.attributes and name in line[side]
