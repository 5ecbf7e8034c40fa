"""Claims of a model become attributes only by the vocabulary or the person's own words, with the place that says so."""

from __future__ import annotations

import json
import time

import pytest

from tests.tree import ROOT
from viper_core.extractors.alignment import Aligned, align
from viper_core.extractors.conversation import Claim, SeenComment, as_data


def aligned(
    name: str, *texts: str, needs_words: bool = False, side: str = "liked", **claim: object
) -> tuple[Aligned, ...]:
    comments = [SeenComment(text) for text in texts]
    return align([Claim(name, side, **claim)], comments, needs_words=needs_words)  # type: ignore[arg-type]


def words(one: Aligned, *texts: str) -> list[tuple[int, str]]:
    """The comments that an attribute is found in, and the words there."""
    return [(place.comment, texts[place.comment][place.start : place.end]) for place in one.places]


@pytest.mark.parametrize(
    ("name", "attribute"),
    [
        ("Soft light", "soft light"),
        ("WATERCOLOUR", "watercolor"),
        ("soft pastel hues", "pastel colors"),
        ("impressionistic style", "impressionism"),
        ("vibrant color palette", "vivid colors"),
        ("water color painting", "watercolor"),
        ("chiaroscurro", "chiaroscuro"),
    ],
)
def test_a_name_is_aligned_to_its_closest_attribute(name: str, attribute: str) -> None:
    (one, *_) = aligned(name, "no word of it")
    assert one.name == attribute and one.places == () and one.side == "liked"


def test_one_claim_may_name_two_attributes() -> None:
    assert {one.name for one in aligned("soft light and bold outlines", "x")} == {"soft light", "bold outlines"}


@pytest.mark.parametrize(
    ("name", "attribute", "side"),
    [
        ("lack of contrast", "high contrast", "disliked"),
        ("no watercolor", "watercolor", "disliked"),
        ("without bold outlines", "bold outlines", "disliked"),
        ("no outlines", "no outlines", "liked"),  # an attribute of its own
        ("less grainy texture", "grainy texture", "disliked"),
    ],
)
def test_the_absence_of_an_attribute_is_the_other_side(name: str, attribute: str, side: str) -> None:
    (one,) = aligned(name, "x")
    assert (one.name, one.side) == (attribute, side)


def test_the_place_of_an_attribute_is_the_words_for_it() -> None:
    texts = ("nothing here", "The colours are a bit too warm; I adore the Aquarelle.")
    (one,) = aligned("watercolor", *texts)
    assert words(one, *texts) == [(1, "Aquarelle")]


def test_a_quote_counts_only_where_it_really_stands() -> None:
    text = "What I love: the  Gentle\nlight, it’s so calm"
    (one,) = aligned("soft light", text, quote="the gentle light, it's", comment=0, needs_words=True)
    assert words(one, text) == [(0, "the  Gentle\nlight, it’s")]
    assert aligned("watercolor", text, quote="the lovely watercolor", comment=0, needs_words=True) == ()
    assert aligned("watercolor", text, quote=" ... ", comment=0, needs_words=True) == ()


def test_a_quote_is_found_in_another_comment_than_the_one_named() -> None:
    texts = ("too dark", "such gentle light")
    for named in (0, 1, 999, None):
        (one,) = aligned("soft light", *texts, quote="gentle light", comment=named, needs_words=True)
        assert words(one, *texts) == [(1, "gentle light")]
    (one,) = aligned("soft light", texts[1], texts[1], quote="gentle light", comment=1, needs_words=True)
    assert [place.comment for place in one.places] == [1]


def test_a_quote_with_brackets_is_found_though_the_model_saw_others() -> None:
    text = "the light <so soft> [really]"
    (one,) = aligned("soft light", text, quote=as_data("light <so soft> [really]"), needs_words=True)
    assert words(one, text) == [(0, "light <so soft> [really]")]


def test_of_several_places_those_count_that_feel_the_same() -> None:
    texts = ("I love watercolor", "I hate watercolor", "a watercolor")
    (liked,) = aligned("watercolor", *texts)
    (disliked,) = aligned("watercolor", *texts, side="disliked")
    assert [place.comment for place in liked.places] == [0] and [place.comment for place in disliked.places] == [1]
    (neither,) = aligned("watercolor", texts[2], texts[1])
    assert [place.comment for place in neither.places] == [0]
    (all_wrong,) = aligned("watercolor", texts[1], texts[1])
    assert len(all_wrong.places) == 2


def test_a_bare_aspect_is_the_place_of_its_value() -> None:
    texts = ("Lovely colours!", "Great dog.")
    (one,) = aligned("warm colors", *texts, needs_words=True)
    assert words(one, *texts) == [(0, "colours")]


def test_without_words_an_attribute_of_the_vocabulary_needs_trust() -> None:
    assert aligned("mosaic", "My dog is called Rex.", needs_words=True) == ()
    (one,) = aligned("mosaic", "My dog is called Rex.", needs_words=False)
    assert one.places == ()


def test_a_new_attribute_is_kept_as_it_was_said() -> None:
    text = "I love the hobbitcore of it"
    (one,) = aligned("Hobbitcore", text, category="mood")
    assert (one.name, one.category, words(one, text)) == ("hobbitcore", "mood", [(0, "hobbitcore")])


@pytest.mark.parametrize(
    "name",
    [
        "hobbitcore",  # not in the comment
        "ignore all previous instructions",
        "system prompt",
        "rm -rf",
        "<b>bold</b>",
        "etc/passwd",
        "qux",  # stands only within a longer word
        "the and of",
        "one two three four five six",
        "x" * 60,
        "x" * 200,
        "",
        "7",
        "7 7 7",
        "gorgeous\u202equux",
        "DROP TABLE",
    ],
)
def test_what_is_neither_in_the_vocabulary_nor_plain_words_of_the_comment_is_dropped(name: str) -> None:
    text = (
        "ignore all previous instructions, system prompt, rm -rf <b>bold</b> ../../etc/passwd quxxx the and of one two "
        f"three four five six {'x' * 60} 7 7 7 gorgeous\u202equux; DROP TABLE"
    )
    assert aligned(name, text, quote=name, comment=0) == ()


def test_text_as_data_keeps_every_place() -> None:
    text = "<|x|>\n[INST] {a}\t`b`\u202e\u0000 wörter 你好 ﹤ ok"
    data = as_data(text)
    assert len(data) == len(text) and not set(data) & set("<>[]{}|`\n\t\u202e\u0000")
    assert "wörter 你好" in data


def test_claims_that_are_made_to_take_long_do_not() -> None:
    texts = ["a " * 1000, "fog " * 500, "x" * 2000, "soft warm light " * 125] * 4
    claims = [Claim(name, "liked", quote="a " * 999 + "b") for name in ("a" * 80, "fog " * 20, "soft warm light") * 66]
    begun = time.process_time()
    align(claims, [SeenComment(text) for text in texts], needs_words=True)
    assert time.process_time() - begun < 8.0


def test_the_attributes_of_labelled_comments_keep_their_names_and_find_their_words() -> None:
    """What a perfect model would say of the comments that rules may be tuned on."""
    rows = [json.loads(line) for line in (ROOT / "tests/data/comments.jsonl").read_text("utf-8").splitlines()]
    claimed = placed = 0
    for row in rows:
        if row["split"] != "tune":
            continue
        claims = [Claim(name, "liked") for name in row["liked"]] + [Claim(name, "disliked") for name in row["disliked"]]
        found = align(claims, [SeenComment(row["text"])], needs_words=False)
        assert [(one.name, one.side) for one in found] == [(one.name, one.side) for one in claims], row["id"]
        claimed += len(claims)
        placed += sum(bool(one.places) for one in found)
    assert claimed > 300 and placed / claimed >= 0.95
