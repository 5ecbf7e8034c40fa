"""What a bundled model knows of a prompt and of a taste, and what it offers instead."""

from __future__ import annotations

import pytest

from viper_core.bundle import Known
from viper_core.familiarity import Familiarity, Unfamiliar
from viper_core.preferences import Attribute, Preferences
from viper_core.vocabulary import load_vocabulary

KNOWN = Known(
    subjects=("boat", "cat", "fish", "house", "lighthouse"),
    settings=("on a hill", "by a lake"),
    attributes=("cool colors", "warm colors", "night", "sunset", "watercolor", "pixel art", "foggy"),
    words=("a", "small", "sailing", "big", "aquarelle"),
)


@pytest.fixture(scope="module")
def known() -> Familiarity:
    return Familiarity(KNOWN, load_vocabulary())


def said(found: tuple[Unfamiliar, ...]) -> list[str]:
    return [one.said for one in found]


def one(name: str, category: str = "mood", **more: object) -> Attribute:
    return Attribute.model_validate({"name": name, "category": category, **more})


def test_every_unknown_word_is_named_once_in_order(known: Familiarity) -> None:
    found = known.unfamiliar("A dodecahedron over the house, quux by a lake; dodecahedron, night 3")
    assert said(found) == ["dodecahedron", "quux"]


@pytest.mark.parametrize(
    "prompt", ["a house on a hill", "Houses on the hill", "", "!!! 12", "a small cat's house, cool colors"]
)
def test_what_is_known_is_passed_over(known: Familiarity, prompt: str) -> None:
    assert known.unfamiliar(prompt) == ()


@pytest.mark.parametrize(
    ("prompt", "word", "nearest"),
    [
        ("a lighthose", "lighthose", ("lighthouse",)),
        ("a dog by a lake", "dog", ("cat", "fish")),
        ("the ships", "ships", ("boat",)),
        ("a palace", "palace", ("house", "lighthouse")),
        ("a qwertyuiop", "qwertyuiop", ()),
    ],
)
def test_a_misspelt_word_or_another_subject_is_given_the_nearest_known_one(
    known: Familiarity, prompt: str, word: str, nearest: tuple[str, ...]
) -> None:
    assert known.unfamiliar(prompt) == (Unfamiliar(word, nearest),)


def test_an_unknown_attribute_is_named_whole_and_given_what_is_known_of_its_category(known: Familiarity) -> None:
    (found,) = known.unfamiliar("a house, stained glass")
    assert found.said == "stained glass"
    assert set(found.nearest) == {"watercolor", "pixel art"}


def test_an_attribute_is_known_by_its_name_another_form_of_it_or_words_that_are_all_known(known: Familiarity) -> None:
    assert known.attribute("Watercolor") == "watercolor"
    assert known.attribute("aquarelle") == "watercolor"
    assert known.attribute("misty") == "foggy"
    assert known.attribute("big boat") == "big boat"
    assert known.attribute("stained glass") is None
    assert known.attribute("gloopy") is None
    assert known.attribute("the") is None


def test_the_opposite_is_never_offered(known: Familiarity) -> None:
    vocabulary = load_vocabulary()
    for entry in vocabulary.entries:
        assert entry.opposite not in known.nearest_attributes(entry.name)


def test_a_taste_is_divided_into_what_acts_and_what_would_be_noise(known: Familiarity) -> None:
    taste = Preferences(
        liked=(one("aquarelle", "medium", weight=1.5), one("stained glass", "medium"), one("baroque", enabled=False)),
        disliked=(one("night", "time_of_day"),),
        name="mine",
    )
    divided = known.taste(taste)
    assert [(a.name, a.weight) for a in divided.acting.liked] == [("watercolor", 1.5)]
    assert divided.acting.disliked == taste.disliked
    assert divided.acting.name == "mine"
    assert said(divided.idle) == ["stained glass"]  # what is switched off is not missed


def test_two_names_of_one_attribute_count_once(known: Familiarity) -> None:
    taste = Preferences(
        liked=(one("watercolor", "medium"), one("aquarelle", "medium", weight=0.5)),
        disliked=(one("watercolour", "medium"),),
    )
    acting = known.taste(taste).acting
    assert [(a.name, a.weight) for a in acting.liked] == [("watercolor", 1.0)]
    assert acting.disliked == ()


def test_a_name_that_is_switched_off_does_not_hide_another_that_is_on(known: Familiarity) -> None:
    taste = Preferences(liked=(one("watercolor", "medium", enabled=False), one("aquarelle", "medium")))
    assert [(a.name, a.enabled) for a in known.taste(taste).acting.liked] == [("watercolor", True)]


def test_a_model_that_lists_nothing_knows_everything() -> None:
    anything = Familiarity(None, load_vocabulary())
    taste = Preferences(liked=(one("gloopy"),))
    assert anything.unfamiliar("a dodecahedron") == ()
    assert anything.attribute("gloopy") == "gloopy"
    assert anything.taste(taste).acting == taste
    assert anything.taste(taste).idle == ()


def test_it_reads_as_a_sentence() -> None:
    assert str(Unfamiliar("dog", ("cat", "fish"))) == "dog (it knows cat or fish)"
    assert str(Unfamiliar("quux")) == "quux"
