"""Preferences: values that refuse nonsense, edits that never change what they edit, JSON that comes back as it went."""

from __future__ import annotations

import json

import pytest

from viper_core.errors import FormatError, InputError, UnknownName
from viper_core.preferences import (
    ATTRIBUTE_LIMIT,
    COMMENT_LENGTH,
    NAME_LENGTH,
    Attribute,
    Comment,
    Evidence,
    Preferences,
    fold_name,
    parse_comments,
)


def attribute(name: str = "warm colors", **changes: object) -> Attribute:
    return Attribute(**{"name": name, "category": "color_palette", **changes})  # type: ignore[arg-type]


def taste() -> Preferences:
    quote = Evidence(image="board-01", quote="warm", start=2, end=6)
    return Preferences(
        liked=(attribute(evidence=(quote,)), attribute("watercolor", category="medium", weight=1.3)),
        disliked=(attribute("pixel art", category="medium"),),
        name="Mine",
    )


# -- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * (NAME_LENGTH + 1)},
        {"name": "warm\x00"},
        {"name": "warm\u202egnp"},  # text that turns around
        {"name": "half \ud800"},
        {"category": "smell"},
        {"weight": -0.1},
        {"weight": 2.1},
        {"weight": float("nan")},
        {"weight": float("inf")},
        {"weight": "1"},
        {"weight": True},
        {"enabled": 1},
        {"origin": "guessed"},
        {"evidence": "warm"},
        {"path": "/etc/passwd"},
    ],
)
def test_an_attribute_refuses_what_it_cannot_hold_with_a_message(wrong: dict[str, object]) -> None:
    with pytest.raises(InputError, match=r"\w+"):
        attribute(**{"name": "warm colors", **wrong})


def test_a_message_names_the_field_and_the_valid_keys() -> None:
    with pytest.raises(InputError, match="path: unknown key; valid keys: name, category"):
        attribute(path="x")


def test_names_are_kept_as_typed_but_for_blanks_and_are_compared_without_case() -> None:
    kept = attribute("  Ukiyo-e \n prints ")
    assert kept.name == "Ukiyo-e prints"
    assert fold_name("UKIYO-E  Prints") == fold_name(kept.name)
    assert fold_name("cafe\u0301") == fold_name("caf\u00e9")


def test_values_are_frozen() -> None:
    with pytest.raises(Exception, match="frozen"):
        taste().liked[0].weight = 0.0  # type: ignore[misc]


def test_evidence_holds_a_quote_of_the_length_that_its_offsets_say() -> None:
    assert Evidence(quote="warm", start=2, end=6).image is None
    for start, end in ((2, 7), (6, 2), (-1, 3)):
        with pytest.raises(InputError):
            Evidence(quote="warm", start=start, end=end)


def test_a_name_stands_once_in_both_sides_together() -> None:
    with pytest.raises(InputError, match="twice"):
        Preferences(liked=(attribute("Fog"),), disliked=(attribute("fog"),))


def test_there_are_at_most_five_hundred_attributes() -> None:
    many = tuple(attribute(f"shade {index}") for index in range(ATTRIBUTE_LIMIT + 1))
    assert len(Preferences(liked=many[:-1]).liked) == ATTRIBUTE_LIMIT
    with pytest.raises(InputError, match=str(ATTRIBUTE_LIMIT)):
        Preferences(liked=many)


# -- edits ------------------------------------------------------------------------------------------------------------


def test_edits_return_new_preferences_and_leave_the_old_ones_alone() -> None:
    before = taste()
    copy = before.model_copy(deep=True)
    after = before.add("liked", attribute("fog")).flip("watercolor").rename("watercolor", "aquarelle")
    after = after.set_weight("aquarelle", 0.5).set_enabled("fog", False).remove("pixel art")
    assert before == copy
    assert [one.name for one in (*after.liked, *after.disliked)] == ["warm colors", "fog", "aquarelle"]


def test_active_attributes_are_enabled_and_weigh_something() -> None:
    edited = taste().set_enabled("warm colors", False).set_weight("pixel art", 0.0)
    assert [one.name for one in edited.active("liked")] == ["watercolor"]
    assert edited.active("disliked") == ()
    assert not edited.is_empty and Preferences().is_empty


def test_find_ignores_case_and_blanks() -> None:
    found = taste().find("  WARM   colors ")
    assert found is not None and found[0] == "liked" and found[1].name == "warm colors"
    assert taste().find("fog") is None


def test_flip_moves_to_the_end_of_the_other_side_and_marks_the_edit() -> None:
    flipped = taste().flip("Warm Colors")
    assert [one.name for one in flipped.disliked] == ["pixel art", "warm colors"]
    assert flipped.disliked[1].origin == "edited"
    assert flipped.disliked[1].evidence == taste().liked[0].evidence


def test_what_a_person_added_stays_theirs_when_they_edit_it() -> None:
    added = taste().add("liked", attribute("fog", origin="added")).set_weight("fog", 0.4)
    assert added.find("fog")[1].origin == "added"  # type: ignore[index]


def test_rename_keeps_the_place_and_refuses_a_name_that_is_taken() -> None:
    renamed = taste().rename("warm colors", "Sunny colors")
    assert [one.name for one in renamed.liked] == ["Sunny colors", "watercolor"]
    assert taste().rename("warm colors", "Warm Colors").liked[0].name == "Warm Colors"
    with pytest.raises(InputError, match="already among the disliked"):
        taste().rename("warm colors", "PIXEL ART")


def test_adding_what_is_there_is_refused() -> None:
    with pytest.raises(InputError, match="already among the liked"):
        taste().add("disliked", attribute("Watercolor"))


@pytest.mark.parametrize("edit", ["remove", "flip"])
def test_an_edit_of_an_unknown_name_lists_the_valid_ones(edit: str) -> None:
    with pytest.raises(UnknownName, match=r"watercolour.*Did you mean 'watercolor'\?.*pixel art"):
        getattr(taste(), edit)("watercolour")


def test_a_weight_outside_of_zero_to_two_is_refused() -> None:
    with pytest.raises(InputError, match="weight"):
        taste().set_weight("watercolor", 2.5)


# -- reading comments again -------------------------------------------------------------------------------------------


def test_a_new_extraction_keeps_what_the_person_edited_or_added_and_replaces_the_rest() -> None:
    mine = taste().flip("warm colors").add("liked", attribute("fog", category="atmosphere", origin="added"))
    new = Preferences(liked=(attribute("warm colors"), attribute("night", category="time_of_day")))
    merged = mine.merge_extraction(new)
    assert [one.name for one in merged.liked] == ["fog", "night"]
    assert [one.name for one in merged.disliked] == ["warm colors"]
    assert merged.name == "Mine"


def test_what_was_removed_stays_away_whatever_its_case() -> None:
    new = Preferences(liked=(attribute("Night", category="time_of_day"), attribute("watercolor", category="medium")))
    merged = Preferences().merge_extraction(new, removed=frozenset({"NIGHT"}))
    assert [one.name for one in merged.liked] == ["watercolor"]


def test_a_new_extraction_refreshes_the_evidence_of_what_was_edited() -> None:
    mine = taste().set_weight("warm colors", 0.3)
    again = Evidence(image="board-02", quote="warm tones", start=0, end=10)
    merged = mine.merge_extraction(Preferences(disliked=(attribute("warm colors", evidence=(again,)),)))
    side, kept = merged.find("warm colors")  # type: ignore[misc]
    assert (side, kept.weight, kept.evidence) == ("liked", 0.3, (again,))


def test_merging_the_same_extraction_twice_changes_nothing() -> None:
    once = taste().flip("watercolor").merge_extraction(taste())
    assert once.merge_extraction(taste()) == once


def test_a_merge_never_exceeds_the_limit() -> None:
    mine = Preferences(liked=tuple(attribute(f"own {index}", origin="added") for index in range(300)))
    new = Preferences(liked=tuple(attribute(f"read {index}") for index in range(400)))
    merged = mine.merge_extraction(new)
    assert len(merged.liked) == ATTRIBUTE_LIMIT
    assert merged.liked[:300] == mine.liked


# -- blending ---------------------------------------------------------------------------------------------------------


def test_a_blend_begins_with_one_taste_and_ends_with_the_other() -> None:
    other = Preferences(liked=(attribute("fog", category="atmosphere", weight=0.8),), name="Yours")
    assert taste().blend(other, 0.0) == taste()
    end = taste().blend(other, 1.0)
    assert [(one.name, one.weight) for one in end.liked] == [("fog", 0.8)] and not end.disliked


def test_in_a_blend_weights_are_shared_and_opposed_feelings_cancel() -> None:
    other = Preferences(disliked=(attribute("warm colors"), attribute("watercolor", category="medium", weight=0.3)))
    half = taste().blend(other, 0.5)
    assert half.find("warm colors") is None
    side, kept = half.find("watercolor")  # type: ignore[misc]
    assert side == "liked" and kept.weight == pytest.approx(0.5 * 1.3 - 0.5 * 0.3)
    assert half.find("pixel art")[1].weight == pytest.approx(0.5)  # type: ignore[index]


def test_a_blend_keeps_nobody_elses_words() -> None:
    words = Evidence(image="own", quote="my secret fog", start=0, end=13)
    other = Preferences(liked=(attribute("fog", evidence=(words,)),))
    assert taste().blend(other, 0.4).find("fog")[1].evidence == ()  # type: ignore[index]


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_outside_of_zero_to_one_is_refused(share: float) -> None:
    with pytest.raises(InputError, match="between 0 and 1"):
        taste().blend(taste(), share)


# -- JSON -------------------------------------------------------------------------------------------------------------


def test_json_comes_back_as_it_went() -> None:
    assert Preferences.parse(taste().to_json()) == taste()
    assert Preferences.parse(taste().to_json().encode()) == taste()
    assert Preferences.parse(json.loads(taste().to_json())) == taste()
    assert Preferences.parse("\ufeff" + taste().to_json()) == taste()


def test_the_bare_form_takes_categories_from_the_vocabulary() -> None:
    read = Preferences.parse('{"liked": ["watercolor", "Fog"], "disliked": ["pixel art"]}')
    assert [(one.name, one.category) for one in read.liked] == [("watercolor", "medium"), ("Fog", "atmosphere")]
    assert read.disliked[0].origin == "extracted"


def test_a_bare_name_outside_of_the_vocabulary_gets_the_best_fitting_category() -> None:
    read = Preferences.parse('{"liked": ["goblincore", "tangerine dream palette"]}')
    assert [one.category for one in read.liked] == ["art_movement", "color_palette"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "not valid JSON"),
        ("{", "line 1, column 2"),
        ("[]", "object"),
        ("null", "null"),
        ('{"liked": "watercolor"}', "liked must be a list"),
        ('{"liked": [1]}', r"liked\[0\]"),
        ('{"liked": [{"name": "fog"}]}', r"liked\[0\].*category"),
        ('{"liked": [{"name": "fog", "category": "atmosphere", "weight": 3}]}', "weight"),
        ('{"liked": [{"name": "fog", "category": "atmosphere", "evidence": [{"quote": "fog"}]}]}', r"evidence\[0\]"),
        ('{"liked": ["fog"], "disliked": ["FOG"]}', "twice"),
        ('{"liked": [], "liked": []}', "twice"),
        ('{"loved": []}', "loved: unknown key"),
        ('{"schema_version": 2}', "schema_version"),
        ('{"schema_version": true}', "schema_version"),
        ('{"liked": [NaN]}', "NaN"),
        ("[" * 100_000, "nested"),
        ('{"liked": [' + "1" * 5000 + "]}", "JSON"),
        ('{"liked": ["\\ud800"]}', "control or invisible"),
        (b"\xff\xfe", "UTF-8"),
    ],
)
def test_bad_json_is_a_format_error_that_says_where(text: str | bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        Preferences.parse(text)


def test_a_format_error_never_repeats_a_megabyte() -> None:
    with pytest.raises(FormatError) as caught:
        Preferences.parse(json.dumps({"x" * 100_000: 1}))
    assert len(str(caught.value)) < 500


# -- comments ---------------------------------------------------------------------------------------------------------


def test_comments_are_read_in_order_with_or_without_a_picture() -> None:
    text = '[{"image": "board-01", "comment": "nice\\nlight"}, {"image": null, "comment": "x"}, {"comment": ""}]'
    assert parse_comments(text) == (
        Comment(image="board-01", text="nice\nlight"),
        Comment(image=None, text="x"),
        Comment(text=""),
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{}", "list"),
        ("[1]", "comment 1"),
        ('[{"image": "a"}]', "'comment' is missing"),
        ('[{"comment": "a", "mood": "b"}]', "unknown key 'mood'"),
        ('[{"comment": 5}]', "comment 1"),
        ('[{"comment": "ok"}, {"image": "", "comment": "a"}]', "comment 2"),
        (json.dumps([{"comment": "x" * (COMMENT_LENGTH + 1)}]), "comment 1.*2000"),
        (json.dumps([{"comment": "x"}] * 1001), "At most 1000"),
    ],
)
def test_bad_comments_are_a_format_error_that_says_which(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        parse_comments(text)
