from __future__ import annotations

import json
import math
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.cases import Case, preferences_of
from benchmarks.methods import BETA, METHODS, NONE, OURS, TastedJob, Wish
from benchmarks.study import (
    RIVALS,
    Drawn,
    Estimate,
    Participant,
    load_people,
    place_of,
    read_taste,
    report_of,
    shown_taste,
    true_taste,
)
from benchmarks.verdicts import Verdict
from training import agents
from training.atelier import WORLDS
from viper_core.errors import InputError
from viper_core.sampling import SamplingOptions

OPTIONS = SamplingOptions(num_inference_steps=4, guidance_scale=3.0, height=64, width=64, seed=5)
MINE = preferences_of(("watercolor", "foggy"), ("night",), weights={"foggy": 1.6, "night": 0.5})
SHOWN = preferences_of(("watercolor",), (), weights={"watercolor": 2.0})
ANOTHER = preferences_of(("mosaic",), ())
WISH = Wish("a cat in a garden", OPTIONS, MINE, SHOWN, ANOTHER)
PERSON = Participant(
    "p", frozenset({"watercolor", "foggy"}), frozenset({"night"}), ("I love the watercolor.", "Night is awful."),
    (frozenset({"watercolor", "sunset"}), frozenset({"night", "mosaic"})),
)  # fmt: skip


def _verdict(subject: str = "cat", **chances: float) -> Verdict:
    names = {"watercolor": 0.1, "foggy": 0.1, "night": 0.1, **chances}
    return Verdict({"subject": subject}, {name: math.log(chance) for name, chance in names.items()}, 0.0)


def test_what_a_person_thinks_is_what_they_like_less_what_they_dislike() -> None:
    assert PERSON.pleasure(_verdict(watercolor=0.9, foggy=0.3, night=0.2)) == pytest.approx(1.0)


def test_every_method_draws_what_its_name_says() -> None:
    jobs = {name: method(WISH) for name, method in METHODS.items()}
    assert len({job.key for job in jobs.values()}) == len(jobs)
    assert all(job.options.seed == OPTIONS.seed for job in jobs.values())
    assert jobs[NONE].preferences is None and jobs[NONE].prompt == WISH.prompt
    assert jobs[OURS].preferences == MINE and jobs[OURS].options.beta == BETA
    assert jobs["likes in the prompt"].prompt == "a cat in a garden, foggy, watercolor"
    assert jobs["likes in the prompt"].preferences is None
    assert jobs["dislikes as negative prompt"].options.negative_prompt == "night"
    assert jobs["both in words"].prompt == jobs["likes in the prompt"].prompt
    assert [jobs[name].options.formula for name in ("embedding only", "noise only", "released formula")] == [
        "embedding", "noise", "released",
    ]  # fmt: skip
    assert jobs["liked pictures only"].preferences == SHOWN
    assert jobs["another person's taste"].preferences == ANOTHER


def test_a_taste_without_a_word_is_the_unpersonalised_picture() -> None:
    nobody = preferences_of((), ())
    assert METHODS[OURS](replace(WISH, mine=nobody)).key == METHODS[NONE](WISH).key
    assert TastedJob("a", OPTIONS, taste=MINE.to_json()).key == TastedJob("a", OPTIONS).key  # at β 0


def test_a_place_is_shared_by_those_who_are_as_good() -> None:
    assert place_of(3.0, [1.0, 2.0]) == 1.0
    assert place_of(2.0, [1.0, 2.0]) == 0.5
    assert place_of(1.0, [1.0, 2.0]) == 0.0


def test_an_estimate_is_narrower_for_more_people_and_holds_its_mean() -> None:
    few, many = Estimate.of([0.0, 1.0] * 5), Estimate.of([0.0, 1.0] * 500)
    assert few.value == many.value == 0.5
    assert few.low < many.low < 0.5 < many.high < few.high


def test_a_taste_from_pictures_alone_is_what_the_liked_ones_show_more_often() -> None:
    taste = shown_taste(PERSON)
    assert {one.name for one in taste.liked} == {"watercolor", "sunset"}
    assert {one.name for one in taste.disliked} == {"night", "mosaic"}


def test_comments_are_read_and_true_tastes_are_true() -> None:
    read = read_taste(PERSON)
    assert [one.name for one in read.liked] == ["watercolor"] and [one.name for one in read.disliked] == ["night"]
    assert not read_taste(PERSON, comments=1).disliked
    true = true_taste(PERSON)
    assert {one.name for one in true.liked} == PERSON.liked and {one.name for one in true.disliked} == PERSON.disliked


def test_unseen_people_are_taken_from_the_file(tmp_path: Path) -> None:
    path = tmp_path / "agents.jsonl"
    with pytest.raises(InputError, match=r"training\.agents"):
        load_people(path, WORLDS["midi"].attributes, 2)
    agents.main(["--count", "20", "--comments", "3", "--out", str(path)])
    people = load_people(path, WORLDS["midi"].attributes, 2)
    unseen = [json.loads(line)["id"] for line in path.read_text().splitlines() if '"unseen"' in line]
    assert [person.id for person in people] == unseen[:2]
    assert all(len(person.comments) == len(person.shown) == 3 for person in people)
    with pytest.raises(InputError, match="3 are needed"):
        load_people(path, WORLDS["midi"].attributes, 3)


def test_the_report_counts_places_wins_and_subjects() -> None:
    people = tuple(
        replace(PERSON, id=str(i), liked=frozenset({"watercolor" if i % 2 else "foggy"})) for i in range(RIVALS + 1)
    )
    case = Case("cat", "in a garden", (), 0)
    plain = _verdict()
    mine = [[_verdict(watercolor=0.9) if i % 2 else _verdict("dog", foggy=0.9)] for i in range(len(people))]
    drawn = Drawn(people, (case,), {OURS: mine, NONE: [[plain]] * len(people)}, [[plain] * RIVALS])
    assert drawn.among_unpersonalised(OURS).value == 1.0
    assert drawn.among_unpersonalised(NONE).value == pytest.approx(1 / 8)
    # half of the seven others want the same: the place is shared by four, or by three of the seven and oneself
    assert drawn.among_others(OURS).value == pytest.approx(1 / 4)
    assert drawn.wins(OURS, NONE).value == 1.0
    assert drawn.subject_kept(OURS).value == 0.5 and drawn.subject_kept(NONE).value == 1.0
    figures = {figure.what: figure.holds for figure in report_of(drawn, true=False).figures}
    assert figures["end to end: mine first among seven unpersonalised"] is True
    assert figures["end to end: mine first among seven made for others"] is False
