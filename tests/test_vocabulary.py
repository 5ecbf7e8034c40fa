"""The vocabulary: complete, consistent with the artist, and found again in how people write."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from viper_core.categories import CATEGORIES, CATEGORY_LABELS
from viper_core.vocabulary import load_vocabulary
from viper_core.words import closest_word, edit_distance, plain_form, tokenize

ROOT = Path(__file__).resolve().parent.parent
ARTIST = ROOT / "training" / "atelier" / "attributes.py"


def renderable() -> dict[str, tuple[str, tuple[str, ...]]]:
    """Name -> (category, ways to say it) of the artist's attributes, read from its source without importing it."""
    table: dict[str, tuple[str, tuple[str, ...]]] = {}
    for node in ast.walk(ast.parse(ARTIST.read_text("utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "_spec":
            words = [ast.literal_eval(argument) for argument in node.args if not isinstance(argument, ast.Starred)]
            if words:
                table[words[0]] = (words[1], tuple(words[3:]))
    return table


def names(text: str) -> list[str]:
    return [mention.entry.name for mention in load_vocabulary().match(text) if mention.entry]


def forms() -> list[tuple[str, str]]:
    """(name, a way to say it) of everything in the vocabulary, a group's first noun standing for the group."""
    vocabulary = load_vocabulary()
    nouns = {group.id: group.words[0] for group in vocabulary.groups}
    return [
        (entry.name, form.lstrip("~").format_map(nouns))
        for entry in vocabulary.entries
        for form in (*entry.forms, *entry.praise, *entry.blame)
    ]


def test_there_are_twenty_categories_and_no_empty_one() -> None:
    used = [entry.category for entry in load_vocabulary().entries]
    assert len(CATEGORIES) == 20 and set(used) == set(CATEGORIES) == set(CATEGORY_LABELS)
    assert min(used.count(category) for category in CATEGORIES) >= 5


def test_there_are_about_500_attributes_each_once() -> None:
    all_names = [entry.name.casefold() for entry in load_vocabulary().entries]
    assert len(all_names) >= 500
    assert len(set(all_names)) == len(all_names)


def test_every_attribute_of_the_artist_is_there_by_its_name_and_marked() -> None:
    marked = {entry.name: entry.category for entry in load_vocabulary().entries if entry.renderable}
    assert marked == {name: category for name, (category, _) in renderable().items()}
    assert len(marked) >= 60


@pytest.mark.parametrize("name", sorted(renderable()))
def test_what_captions_say_is_found_as_the_attribute_it_names(name: str) -> None:
    for phrase in renderable()[name][1]:
        assert set(names(phrase)) == {name}, phrase


def test_every_form_leads_to_its_own_attribute_and_to_no_other() -> None:
    wrong = [(name, form, names(form)) for name, form in forms() if set(names(form)) != {name}]
    assert not wrong


def test_there_are_at_least_three_ways_to_say_each_beside_its_name_and_none_says_two() -> None:
    owner: dict[str, str] = {}
    for entry in load_vocabulary().entries:
        said = {form.lstrip("~") for form in (*entry.forms, *entry.praise, *entry.blame)}
        assert len(said - {entry.name}) >= 3, entry.name
        for form in said:
            assert owner.setdefault(form, entry.name) == entry.name, form


def test_opposites_are_mutual() -> None:
    vocabulary = load_vocabulary()
    for entry in vocabulary.entries:
        if entry.opposite is not None:
            other = vocabulary.get(entry.opposite)
            assert other is not None and other.opposite == entry.name and other is not entry
    assert sum(entry.opposite is not None for entry in vocabulary.entries) >= 60


def test_get_knows_names_and_forms_whatever_their_case() -> None:
    vocabulary = load_vocabulary()
    assert vocabulary.get("  Pixel  ART ").name == "pixel art"  # type: ignore[union-attr]
    assert vocabulary.get("aquarelle").name == "watercolor"  # type: ignore[union-attr]
    assert vocabulary.get("no such thing") is None


def test_suggestions_begin_with_names_that_begin_so() -> None:
    vocabulary = load_vocabulary()
    found = [entry.name for entry in vocabulary.suggest("wa", 5)]
    assert len(found) == 5 and found[0].startswith("wa")
    assert "watercolor" in [entry.name for entry in vocabulary.suggest("aquar")]
    assert vocabulary.suggest("  ") == () == vocabulary.suggest("zzz")


# -- finding words in sentences ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The colours are warm and soft", ["warm colors", "pastel colors"]),
        ("long, deep shadows", ["long shadows", "deep shadows"]),
        ("the lighting is way too harsh", ["harsh light"]),
        ("make the outlines thicker", ["bold outlines"]),
        ("those fat outlines, not these thin ones", ["bold outlines", "fine outlines"]),
        ("watrecolor", ["watercolor"]),
        ("watercolours", ["watercolor"]),
        ("minimlist", ["minimalist composition"]),
        ("GREYSCALE", ["monochrome"]),
        ("b&w", ["monochrome"]),
        ("8-bit", ["pixel art"]),
        ("sooo grainyyyy", ["grainy texture"]),
        ("gloomier", ["gloomy mood"]),
        ("needs more contrast", ["high contrast"]),
    ],
)
def test_forms_are_found_inflected_apart_misspelt_and_as_amounts(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "I love the red car",
        "a dark horse",
        "stained grass",
        "the boat on the lake",
        "no matter what",
        "as light as a feather",
    ],
)
def test_words_that_only_look_like_attributes_are_none(text: str) -> None:
    assert names(text) == []


def test_a_match_says_where_it_stands() -> None:
    text = "Well — the  Colours are\tso warm!"
    (mention,) = load_vocabulary().match(text)
    assert text[mention.start : mention.end] == "Colours are\tso warm"


def test_matching_a_long_text_takes_no_longer_than_its_length() -> None:
    text = "soft warm light and deep long shadows, " * 50
    assert len(names(text)) == 200


# -- words ------------------------------------------------------------------------------------------------------------


def test_tokens_give_the_text_back() -> None:
    text = "I don’t like “grey” close-ups 😍\nnope…"
    for token in tokenize(text):
        assert text[token.start : token.end] == token.text
    assert [token.word for token in tokenize("don’t close-up")] == ["don't", "close", "up"]


@pytest.mark.parametrize(
    ("word", "plain"),
    [
        ("Colours", "color"),
        ("greys", "gray"),
        ("brushes", "brush"),
        ("canvas", "canvas"),
        ("cosy", "cozy"),
        ("glass", "glass"),
    ],
)
def test_plain_forms_are_american_and_singular(word: str, plain: str) -> None:
    assert plain_form(word) == plain


def test_edit_distance_counts_swaps_as_one_and_stops_at_its_limit() -> None:
    assert edit_distance("watrecolor", "watercolor", limit=2) == 1
    assert edit_distance("cubism", "cubism", limit=1) == 0
    assert edit_distance("moon", "impressionism", limit=2) == 3


def test_a_typing_error_is_mended_only_where_it_is_clear() -> None:
    assert closest_word("pastal", {"pastel", "postal"}) is None
    assert closest_word("pastl", {"pastel"}) == "pastel"
    assert closest_word("dim", {"dims"}) is None
