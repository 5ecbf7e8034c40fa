"""The second tab: every chip can be weighed, switched, turned, renamed, removed and added, and each step taken back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, learn, note, open_tab


@pytest.fixture
def page(visit: Callable[..., Any], server: Server) -> Any:
    """A visitor with a liked and a disliked attribute."""
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    comment_on(page, 1, "I hate pixel art.")
    learn(page)
    return page


def side(page: Any, name: str) -> Any:
    return page.locator(f".vp-{name}")


def press(page: Any, name: str, button: str) -> None:
    chip(page, name).get_by_role("button", name=button).click()


def exported(page: Any) -> dict[str, Any]:
    with page.expect_download() as download:
        page.get_by_role("button", name="Export").click()
    return dict(json.loads(Path(download.value.path()).read_text(encoding="utf-8")))


def test_chips_stand_on_their_side_under_their_category(page: Any) -> None:
    expect(side(page, "liked").locator("h4")).to_have_text(["Medium"])
    expect(side(page, "disliked").locator(".vp-chip-name")).to_have_text(["pixel art"])
    expect(side(page, "liked").locator(".vp-number")).to_have_text("1")


def test_a_chip_can_be_switched_off_and_on(page: Any) -> None:
    switch = page.get_by_role("switch", name="Use “watercolor”")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")
    expect(side(page, "liked").locator(".vp-number")).to_have_text("0")
    expect(switch).to_be_focused()
    page.keyboard.press("Space")
    expect(switch).to_have_attribute("aria-checked", "true")


def test_a_chip_can_be_turned_round(page: Any) -> None:
    press(page, "watercolor", "Move “watercolor” to what you dislike")
    expect(side(page, "disliked").locator(".vp-chip")).to_have_count(2)
    expect(side(page, "disliked").locator('[data-name="watercolor"]')).to_be_visible()
    expect(side(page, "liked").locator(".vp-chip")).to_have_count(0)


def test_a_chip_can_be_renamed_and_keeps_its_reason(page: Any) -> None:
    press(page, "watercolor", "Rename")
    page.locator(".vp-rename").fill("gouache")
    page.keyboard.press("Enter")
    expect(chip(page, "gouache").locator("mark")).to_contain_text("watercolor")
    expect(chip(page, "gouache").locator(".vp-tag").first).to_have_text("edited")
    press(page, "gouache", "Rename")
    page.locator(".vp-rename").fill("never mind")
    page.keyboard.press("Escape")
    expect(chip(page, "gouache")).to_be_visible()


def test_a_name_that_is_taken_is_refused_with_a_message(page: Any) -> None:
    press(page, "watercolor", "Rename")
    page.locator(".vp-rename").fill("Pixel Art")
    page.keyboard.press("Enter")
    expect(note(page)).to_contain_text("already among the disliked attributes")
    expect(chip(page, "watercolor")).to_be_visible()


def test_what_was_removed_and_edited_survives_learning_again(page: Any) -> None:
    press(page, "pixel art", "Remove")
    expect(chip(page, "pixel art")).to_have_count(0)
    chip(page, "watercolor").get_by_role("slider").fill("1.5")
    expect(chip(page, "watercolor").locator("output")).to_have_text("×1.5")
    learn(page)
    expect(chip(page, "watercolor").locator("output")).to_have_text("×1.5")
    expect(chip(page, "pixel art")).to_have_count(0)


def test_adding_suggests_from_the_vocabulary(page: Any) -> None:
    box = page.get_by_role("combobox", name="Add something you like")
    box.press_sequentially("stain")
    option = page.get_by_role("listbox").get_by_role("option").first
    expect(option).to_contain_text("stained glass")
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(chip(page, "stained glass").locator(".vp-tag").first).to_have_text("added")
    expect(box).to_be_focused()
    expect(box).to_have_value("")


def test_words_outside_of_the_vocabulary_can_be_added_and_are_marked_where_the_model_does_not_know_them(
    page: Any,
) -> None:
    box = page.get_by_role("combobox", name="Add something you dislike")
    box.fill("zigzag glitter")
    box.press("Enter")
    expect(chip(page, "zigzag glitter")).to_be_visible()
    expect(page.locator("#head .vp-model")).to_have_attribute("data-state", "ready")
    learn(page)
    expect(chip(page, "zigzag glitter").locator(".vp-warn")).to_have_text("unknown to the model")
    expect(chip(page, "watercolor").locator(".vp-warn")).to_have_count(0)


def test_undo_takes_back_one_step_after_the_other(page: Any) -> None:
    press(page, "watercolor", "Remove")
    expect(chip(page, "watercolor")).to_have_count(0)
    press(page, "pixel art", "to what you like")
    expect(side(page, "liked").locator(".vp-chip")).to_have_count(1)
    undo = page.get_by_role("button", name="Undo")
    undo.click()
    expect(side(page, "disliked").locator(".vp-chip")).to_have_count(1)
    undo.click()
    expect(chip(page, "watercolor")).to_be_visible()
    undo.click()
    expect(page.locator(".vp-nothing")).to_be_visible()
    expect(undo).to_be_disabled()


def test_an_edit_is_seen_at_once_and_taken_back_where_the_server_does_not_take_it(page: Any) -> None:
    page.route("**/component_server/**", lambda route: route.abort())
    switch = page.get_by_role("switch", name="Use “watercolor”")
    outcomes = page.evaluate(
        """() => new Promise((done) => {
          const state = () => document.querySelector('[data-key="watercolor|enable"]').ariaChecked;
          document.querySelector('[data-key="watercolor|enable"]').click();
          const first = state();
          const look = () => state() === first ? setTimeout(look, 20) : done([first, state()]);
          look();
        })"""
    )
    assert outcomes == ["false", "true"], "off at once, and on again when there was no answer"
    expect(note(page)).to_contain_text("The server did not answer")
    page.unroute("**/component_server/**")
    switch.click()
    expect(switch).to_have_attribute("aria-checked", "false")


def test_what_was_undone_can_be_put_back_by_button_and_by_keys(page: Any) -> None:
    press(page, "watercolor", "Remove")
    expect(chip(page, "watercolor")).to_have_count(0)
    redo = page.get_by_role("button", name="Redo")
    expect(redo).to_be_disabled()
    page.get_by_role("button", name="Undo").click()
    expect(chip(page, "watercolor")).to_be_visible()
    redo.click()
    expect(chip(page, "watercolor")).to_have_count(0)
    page.keyboard.press("Control+z")
    expect(chip(page, "watercolor")).to_be_visible()
    page.keyboard.press("Control+Shift+z")
    expect(chip(page, "watercolor")).to_have_count(0)
    expect(redo).to_be_disabled()


def test_keys_that_undo_typing_leave_the_taste_alone(page: Any) -> None:
    box = page.get_by_role("combobox", name="Add something you like")
    box.press_sequentially("fog")
    page.keyboard.press("Control+z")
    page.wait_for_timeout(300)
    expect(chip(page, "watercolor")).to_be_visible()
    expect(page.get_by_role("button", name="Redo")).to_be_disabled()


def evidence(page: Any) -> Any:
    return page.locator(".vp-evidence")


def test_pointing_at_a_reason_shows_the_words_marked_and_the_picture(page: Any) -> None:
    chip(page, "watercolor").locator(".vp-why").hover()
    expect(evidence(page)).to_be_visible()
    expect(evidence(page).locator("mark")).to_have_text("watercolor")
    expect(evidence(page).locator("figcaption")).to_contain_text("I love the watercolor.")
    expect(evidence(page).locator("img")).to_have_attribute("alt", "A house, drawn with watercolor and soft light.")
    evidence(page).hover()  # the card can be reached, and stays while the pointer is on it
    page.wait_for_timeout(300)
    expect(evidence(page)).to_be_visible()
    page.locator("h1").hover()
    expect(evidence(page)).to_be_hidden()


def test_focusing_a_reason_shows_the_same_and_escape_puts_it_away(page: Any) -> None:
    why = chip(page, "pixel art").locator(".vp-why")
    page.get_by_role("combobox", name="Add something you like").focus()
    for _ in range(40):
        page.keyboard.press("Tab")
        if why.evaluate("node => node === document.activeElement"):
            break
    expect(evidence(page).locator("mark")).to_have_text("pixel art")
    assert why.get_attribute("aria-describedby") == evidence(page).get_attribute("id")
    page.keyboard.press("Escape")
    expect(evidence(page)).to_be_hidden()


def test_a_reason_leads_to_its_comment(page: Any) -> None:
    chip(page, "pixel art").locator(".vp-why").click()
    expect(page.locator("#tab-comment")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".vp-title")).to_have_text("The tower")
    expect(page.locator("#vp-comment")).to_have_value("I hate pixel art.")
    expect(page.locator("#vp-comment")).to_be_focused()


def add(page: Any, kind: str, name: str) -> None:
    box = page.get_by_role("combobox", name=f"Add something you {kind}")
    box.fill(name)
    box.press("Enter")
    expect(chip(page, name)).to_be_visible()


def test_opposites_on_one_side_are_shown_and_one_can_be_switched_off(page: Any) -> None:
    conflicts = page.locator(".vp-conflicts")
    expect(conflicts).to_be_hidden()
    add(page, "like", "warm colors")
    add(page, "like", "cool colors")
    expect(conflicts).to_contain_text("“warm colors” is the opposite of “cool colors”")
    expect(chip(page, "warm colors").locator(".vp-against")).to_have_text("against cool colors")
    conflicts.get_by_role("button", name="Switch “cool colors” off").click()
    expect(conflicts).to_be_hidden()
    expect(page.get_by_role("switch", name="Use “cool colors”")).to_have_attribute("aria-checked", "false")
    expect(chip(page, "warm colors").locator(".vp-against")).to_have_count(0)


def test_it_says_how_many_text_windows_the_list_takes(page: Any) -> None:
    windows = page.locator(".vp-windows")
    expect(windows).to_contain_text("1 text window for what you like and 1 for what you dislike")
    for number in range(6):
        add(page, "like", f"{number} very long words that fill a window and then some more words")
    expect(windows).to_contain_text(" text windows for what you like and 1")


def test_what_is_exported_can_be_imported(page: Any, tmp_path: Path) -> None:
    chip(page, "watercolor").get_by_role("slider").fill("0.75")
    expect(chip(page, "watercolor").locator("output")).to_have_text("×0.75")
    document = exported(page)
    assert document["liked"][0]["weight"] == 0.75
    file = tmp_path / "preferences.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    press(page, "watercolor", "Remove")
    expect(chip(page, "watercolor")).to_have_count(0)
    page.set_input_files("#profiles input[type=file]", file)
    expect(chip(page, "watercolor").locator("output")).to_have_text("×0.75")
    assert exported(page) == {**document, "name": "preferences"}


@pytest.mark.parametrize("text", ["{", "[]", '{"liked": [{"name": 3}]}', '{"liked": ["a"], "disliked": ["A"]}'])
def test_a_broken_import_says_what_is_wrong_and_changes_nothing(page: Any, tmp_path: Path, text: str) -> None:
    before = exported(page)
    file = tmp_path / "broken.json"
    file.write_text(text, encoding="utf-8")
    page.set_input_files("#profiles input[type=file]", file)
    expect(note(page).first).to_be_visible()
    assert exported(page) == before


def test_quick_edits_of_one_chip_reach_the_server_in_order(page: Any) -> None:
    for weight in ("0.25", "2", "1.25"):
        chip(page, "watercolor").get_by_role("slider").fill(weight)
    page.get_by_role("switch", name="Use “watercolor”").click()
    expect(page.get_by_role("switch", name="Use “watercolor”")).to_have_attribute("aria-checked", "false")
    expect(chip(page, "watercolor").locator("output")).to_have_text("×1.25")
    assert exported(page)["liked"][0]["weight"] == 1.25


def test_the_line_where_pictures_are_drawn_follows_each_edit(page: Any) -> None:
    open_tab(page, "generate")
    expect(page.locator(".vp-taste")).to_contain_text("1 like, 1 dislike")
    open_tab(page, "preferences")
    press(page, "pixel art", "Remove")
    expect(chip(page, "pixel art")).to_have_count(0)
    open_tab(page, "generate")
    expect(page.locator(".vp-taste")).to_contain_text("1 like, 0 dislikes")


def test_what_could_not_be_told_is_asked_and_the_answer_is_a_chip(page: Any) -> None:
    comment_on(page, 0, "The stripes make my eyes go funny, which is a pity because the soft colours are so nice.")
    learn(page)
    asked = page.locator(".vp-unclear li")
    expect(asked).to_have_count(1)
    expect(asked).to_contain_text("striped pattern")
    expect(asked.locator("mark")).to_have_text("stripes")
    expect(chip(page, "striped pattern")).to_have_count(0)
    page.reload()
    open_tab(page, "preferences")
    expect(asked).to_have_count(1)
    asked.get_by_role("button", name="I don’t").click()
    expect(page.locator('.vp-disliked .vp-chip[data-name="striped pattern"]')).to_be_visible()
    expect(page.locator(".vp-unclear")).to_be_hidden()
    page.get_by_role("button", name="Undo").click()
    expect(asked).to_have_count(1)
