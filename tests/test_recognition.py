"""The paper's tests of recognition: people are found by their comments, and a wrong reading would not find them."""

from __future__ import annotations

import itertools

from benchmarks.recognition import (
    BOUND,
    COMMENTS,
    agreement,
    finds,
    read_taste,
    recovered,
    same_author,
    true_taste,
    vp_vs_vp,
)
from training.people import make_comments, make_people

PEOPLE = make_people(40, seed=11)


def test_the_right_taste_of_five_is_found_from_ten_comments() -> None:
    assert vp_vs_vp(PEOPLE, COMMENTS, seed=11).value >= BOUND


def test_the_author_of_ten_comments_is_found_among_five() -> None:
    assert same_author(PEOPLE, COMMENTS, seed=11).value >= BOUND


def test_agreement_counts_sides_and_a_tie_is_a_miss() -> None:
    assert agreement({"a": 1.0, "b": -0.5, "c": 1.0}, {"a": 2.0, "b": 1.0}) == 0.5
    assert not finds({"a": 1.0}, {"a": 1.0}, [{"a": 1.0}])
    assert finds({"a": 1.0}, {"a": 1.0}, [{"a": -1.0}, {}])


def test_a_reader_that_turns_everything_round_would_find_nobody() -> None:
    found = 0
    for person, other in itertools.pairwise(PEOPLE):
        turned = {name: -weight for name, weight in read_taste(make_comments(person, COMMENTS, seed=11)).items()}
        found += finds(turned, true_taste(person), [true_taste(other)])
    assert found == 0


def test_what_is_read_is_what_was_meant_for_nearly_everything() -> None:
    found, sided = recovered(PEOPLE, COMMENTS, seed=11)
    assert found.value >= 0.85 and sided.value >= 0.97
