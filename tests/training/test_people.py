"""Simulated people: far enough apart, true to their taste, and the same for the same seed."""

from __future__ import annotations

import itertools

import pytest

from training.people import DISTANCE, SIDE_SIZE, distance, make_comments, make_people
from training.people_words import DISLIKING, IRONIC, LIKING, MIXED, OWN_WORDS
from viper_core.vocabulary import load_vocabulary

PEOPLE = make_people(12, seed=3)


def test_each_likes_fifty_things_and_dislikes_fifty_others() -> None:
    known = {entry.name for entry in load_vocabulary().entries}
    for person in PEOPLE:
        assert len(set(person.liked)) == len(set(person.disliked)) == SIDE_SIZE
        assert not set(person.liked) & set(person.disliked)
        assert {*person.liked, *person.disliked} <= known


def test_any_two_are_far_enough_apart() -> None:
    assert all(distance(a, b) >= DISTANCE for a, b in itertools.combinations(PEOPLE, 2))
    assert distance(PEOPLE[0], PEOPLE[0]) == 0.0


def test_nobody_likes_two_things_that_exclude_each_other() -> None:
    opposite = {entry.name: entry.opposite for entry in load_vocabulary().entries}
    for person in PEOPLE:
        for side in (person.liked, person.disliked):
            assert not [name for name in side if opposite[name] in side]


def test_too_few_attributes_for_so_many_people_are_a_clear_error() -> None:
    names = [entry.name for entry in load_vocabulary().entries][:120]
    with pytest.raises(ValueError, match="too few"):
        make_people(50, seed=1, names=names)


def test_the_same_seed_makes_the_same_people_and_comments_and_another_others() -> None:
    assert make_people(5, seed=3) == PEOPLE[:5]
    assert make_comments(PEOPLE[0], 4, seed=1) == make_comments(PEOPLE[0], 4, seed=1)
    assert make_comments(PEOPLE[0], 4, seed=1) != make_comments(PEOPLE[0], 4, seed=2)
    assert make_comments(PEOPLE[0], 8, seed=1)[:4] == make_comments(PEOPLE[0], 4, seed=1)


def test_people_speak_of_what_the_picture_shows_and_mean_what_they_feel() -> None:
    for person in PEOPLE:
        for said in make_comments(person, 10, seed=1):
            assert said.meant and said.text.strip()
            for name, side in said.meant:
                assert name in said.picture and name in getattr(person, side)


def test_voices_differ_and_typing_errors_and_irony_occur() -> None:
    said = [one.text for person in make_people(60, seed=4) for one in make_comments(person, 10, seed=4)]
    assert len(set(said)) > 0.95 * len(said)
    assert any(text.isupper() for text in said) and any(text.islower() for text in said)
    leads = tuple(frame.split(",")[0].lower() for frame in IRONIC)
    assert 0 < sum(text.lower().startswith(leads) for text in said) < 0.1 * len(said)
    assert min(map(len, said)) < 25 and max(map(len, said)) > 150


def test_every_frame_has_its_place_and_own_words_belong_to_attributes() -> None:
    assert all("{a}" in frame or "{A}" in frame for frame in (*LIKING, *DISLIKING, *IRONIC, *MIXED))
    assert all("{b}" in frame or "{B}" in frame for frame in MIXED)
    known = {entry.name for entry in load_vocabulary().entries}
    assert set(OWN_WORDS) <= known and all(len(words) >= 3 for words in OWN_WORDS.values())
