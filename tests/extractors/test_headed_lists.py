"""The two headed lists of the Visual Preference Extractor: what is read, and what is refused."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from viper_core.errors import UnusableAnswer
from viper_core.extractors.conversation import Answer, AnswerTooLong, SeenComment
from viper_core.extractors.headed_lists import HeadedLists

WELL_FORMED = "Liked Art Features: soft light, watercolor\nDisliked Art Features: pixel art, harsh shadows"


def read(text: str, *, is_whole: bool = True) -> tuple[list[str], list[str]]:
    claims = HeadedLists().claims(Answer(text, is_whole))
    return tuple([one.name for one in claims if one.side == side] for side in ("liked", "disliked"))  # type: ignore[return-value]


def test_a_well_formed_answer_is_two_lists_in_their_order() -> None:
    assert read(WELL_FORMED) == (["soft light", "watercolor"], ["pixel art", "harsh shadows"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Disliked Art Features: pixel art\nLiked Art Features: fog", (["fog"], ["pixel art"])),
        ("Liked Art Features: fog Disliked Art Features: pixel art", (["fog"], ["pixel art"])),
        ("**Liked Art Features:** fog.\n\n**Disliked Art Features:** pixel art.", (["fog"], ["pixel art"])),
        ("LIKED ART FEATURES : fog\ndisliked  art features: -", (["fog"], [])),
        ("Liked Art Features:\n- fog\n- haze\nDisliked Art Features:\n1. pixel art", (["fog", "haze"], ["pixel art"])),
        ("Liked Art Features: None\nDisliked Art Features: N/A", ([], [])),
        ("Liked Art Features:\nDisliked Art Features:", ([], [])),
        ("Sure! Here you go.\nLiked Art Features: fog\nDisliked Art Features: grain", (["fog"], ["grain"])),
        ("Liked Art Features: Fog, fog,  FOG\nDisliked Art Features: grain,,grain", (["Fog"], ["grain"])),
        ("Liked Art Features: fog, and grain\nDisliked Art Features: or blur", (["fog", "grain"], ["blur"])),
        ("Liked Art Features: warm colors (red, gold)\nDisliked Art Features: []", (["warm colors (red", "gold"], [])),
        ("Liked Art Features: fog; “soft light”\nDisliked Art Features: 'grain'", (["fog", "soft light"], ["grain"])),
    ],
)  # fmt: skip
def test_lists_are_read_however_they_are_set(text: str, expected: tuple[list[str], list[str]]) -> None:
    assert read(text) == expected


def test_one_wordy_name_among_many_is_left_out_and_a_list_of_them_is_prose() -> None:
    wordy = "a way of using light that lets the whole scene glow"
    names = ["fog", "haze", "grain", "blur", "mist"]
    assert read(f"Liked Art Features: {', '.join(names)}, {wordy}\nDisliked Art Features: none") == (names, [])
    with pytest.raises(UnusableAnswer, match="sentences"):
        read(f"Liked Art Features: {', '.join(names)}, {wordy}, {wordy}\nDisliked Art Features: none")


def test_what_is_on_both_sides_is_on_neither() -> None:
    assert read("Liked Art Features: fog, grain\nDisliked Art Features: Grain, blur") == (["fog"], ["blur"])


def test_an_answer_that_repeats_itself_is_read_once() -> None:
    assert read(f"{WELL_FORMED}\n{WELL_FORMED}\n{WELL_FORMED}") == read(WELL_FORMED)
    assert read(f"{WELL_FORMED}\n{WELL_FORMED[:48]}", is_whole=False) == read(WELL_FORMED)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n",
        "soft light, watercolor\npixel art",
        "Liked Art Features: soft light, watercolor",
        "Disliked Art Features: pixel art",
        "Unliked Art Features: fog\nDisliked Art Features: grain",
        "Liked Features: fog\nDisliked Features: grain",
        "Gefällt: weiches Licht, Aquarell\nGefällt nicht: Pixelkunst",
        "好きな特徴: 柔らかい光\n嫌いな特徴: ピクセルアート",
        "The person seems to enjoy soft light and watercolor, and they do not care much for pixel art.",
        f"{WELL_FORMED}\nLiked Art Features: rm -rf",
        "Liked Art Features: the way in which the light falls on the water\nDisliked Art Features: fog",
        "Liked Art Features: " + "x" * 81 + "\nDisliked Art Features: fog",
        "Liked Art Features: " + "soft light " * 900 + "\nDisliked Art Features: fog",
        "Liked Art Features: fog" + ", fog" * 20_000 + "\nDisliked Art Features: grain",
    ],
)
def test_an_answer_of_another_form_is_refused(text: str) -> None:
    with pytest.raises(UnusableAnswer) as refused:
        read(text)
    assert "rm -rf" not in str(refused.value) and len(str(refused.value)) < 200


def test_ten_thousand_characters_of_names_are_read_at_once() -> None:
    names = [f"shade number {index}" for index in range(560)]
    text = f"Liked Art Features: {', '.join(names)}\nDisliked Art Features: fog"
    assert len(text) > 10_000
    begun = time.process_time()
    assert read(text) == (names, ["fog"])
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    "text",
    [
        "Liked" + " \t" * 15_000,
        "Liked Art Features" + " *" * 15_000,
        "Liked Art Features" + " " * 40_000,
        "Liked Art Features: " + "a" + " " * 40_000 + "b",
        "Liked Art Features: " + "- " * 20_000,
        "Liked Art Features: " + "and " * 12_000,
        "Liked Art Features: " * 2_400,
        ", " * 24_000,
    ],
)
def test_an_answer_that_is_made_to_take_long_does_not(text: str) -> None:
    begun = time.process_time()
    with pytest.raises(UnusableAnswer):
        read(text)
    assert time.process_time() - begun < 1.0


def test_a_cut_off_answer_loses_its_last_name_or_asks_for_fewer_comments() -> None:
    assert read("Liked Art Features: fog, grain\nDisliked Art Features: pixel art, soft li", is_whole=False) == (
        ["fog", "grain"],
        ["pixel art"],
    )
    with pytest.raises(AnswerTooLong):
        read("Liked Art Features: fog, grain, soft li", is_whole=False)


def test_hostile_names_are_only_names() -> None:
    liked, disliked = read(
        "Liked Art Features: <script>alert(1)</script>, ../../etc/passwd, DROP TABLE\nDisliked Art Features: {{7*7}}"
    )
    assert liked == ["<script>alert(1)</script>", "../../etc/passwd", "DROP TABLE"] and disliked == ["{{7*7}}"]


def test_the_question_is_task_then_picture_and_comment_in_turn() -> None:
    picture = Path("a.png")
    question = HeadedLists().question([SeenComment("I love fog", "a", picture), SeenComment("too\ndark")])
    assert question.content == (picture, "Comment 1: I love fog", "Comment 2: too dark")
    assert question.opening == "" and question.schema is None
    assert HeadedLists().question([], again=True).opening == "Liked Art Features:"
    assert HeadedLists("My own task.").question([]).instruction == "My own task."
