from __future__ import annotations

from viper_core.categories import CATEGORIES
from viper_core.extractors import get_extractor
from viper_core.preferences import Comment
from viper_core.vocabulary import load_vocabulary
from viper_core.word_help import _GROUPS, WORDS_SHOWN, words_in_general, words_of_picture


def test_every_category_is_in_one_group() -> None:
    assert sorted(category for _, categories in _GROUPS for category in categories) == sorted(CATEGORIES)


def test_words_in_general_are_attributes_of_all_categories_of_their_group() -> None:
    vocabulary = load_vocabulary()
    for group, (label, categories) in zip(words_in_general(vocabulary), _GROUPS, strict=True):
        entries = [vocabulary.get(word) for word in group.words]
        assert group.label == label
        assert 6 <= len(group.words) <= WORDS_SHOWN
        assert len(set(group.words)) == len(group.words)
        assert {entry.category for entry in entries if entry} == set(categories)


def test_words_of_a_picture_are_what_is_in_it_with_the_opposite() -> None:
    groups = {
        group.label: group.words for group in words_of_picture(["warm colors", "fine outlines"], load_vocabulary())
    }
    assert groups["Color"][:2] == ("warm colors", "cool colors")
    assert groups["Shape"][:2] == ("fine outlines", "bold outlines")
    assert set(groups) == {"Color", "Shape"}


def test_a_name_that_is_no_attribute_offers_nothing() -> None:
    assert words_of_picture(["zigzag glitter"], load_vocabulary()) == ()


def test_every_offered_word_is_understood_when_it_is_pressed_into_a_sentence() -> None:
    extractor = get_extractor("bundled")
    for group in words_in_general(load_vocabulary()):
        for word in group.words:
            for text, side in ((f"I love {word}.", "liked"), (f"I dislike {word}.", "disliked")):
                read = extractor.extract([Comment(image="board-01", text=text)])
                assert word in [one.name for one in read.side(side)], text  # type: ignore[arg-type]
