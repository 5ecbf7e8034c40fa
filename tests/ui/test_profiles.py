"""Several tastes of one person: named, copied, blended, deleted and brought back, passed on and taken in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, learn, note, open_tab

SCRIPT = "<img src=x onerror=window.hacked=1>${window.hacked=1}"


@pytest.fixture
def page(visit: Callable[..., Any], server: Server) -> Any:
    """A visitor with a liked and a disliked attribute."""
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    comment_on(page, 1, "I hate pixel art.")
    learn(page)
    return page


def press(page: Any, name: str) -> None:
    page.locator("#profiles").get_by_role("button", name=name, exact=True).click()


def pills(page: Any) -> Any:
    return page.locator(".vp-pill")


def in_use(page: Any) -> Any:
    return page.locator(".vp-pill[aria-pressed=true]")


def rename(page: Any, name: str) -> None:
    press(page, "Name it")
    page.get_by_role("textbox", name="Name of this profile").fill(name)
    page.keyboard.press("Enter")
    expect(in_use(page)).to_contain_text(name)


def add(page: Any, kind: str, name: str) -> None:
    box = page.get_by_role("combobox", name=f"Add something you {kind}")
    box.fill(name)
    box.press("Enter")
    expect(chip(page, name)).to_be_visible()


def saved_file(page: Any, button: str) -> tuple[str, bytes]:
    with page.expect_download() as download:
        press(page, button)
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def test_there_is_one_profile_until_another_is_made(page: Any) -> None:
    expect(pills(page)).to_have_count(1)
    expect(in_use(page)).to_contain_text("My taste")
    expect(in_use(page)).to_contain_text("+1 −1")
    expect(page.get_by_role("button", name="Blend", exact=True)).to_be_disabled()


def test_a_profile_can_be_named_and_the_name_is_there_after_a_reload(page: Any) -> None:
    rename(page, f"Rainy days {SCRIPT}")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(in_use(page)).to_contain_text("Rainy days <img")
    assert page.evaluate("window.hacked") is None
    press(page, "Name it")
    page.keyboard.type("something else")
    page.keyboard.press("Escape")
    expect(in_use(page)).to_contain_text("Rainy days")


def test_a_name_that_is_being_typed_is_kept_by_pressing_something_else(page: Any) -> None:
    press(page, "Name it")
    page.keyboard.type("Rainy days")
    press(page, "Duplicate")
    expect(in_use(page)).to_contain_text("Rainy days 2")
    expect(pills(page).first).to_contain_text("Rainy days")


def test_edits_go_to_the_copy_and_switching_shows_each_as_it_is(page: Any) -> None:
    press(page, "Duplicate")
    expect(in_use(page)).to_contain_text("My taste 2")
    page.get_by_role("button", name="Remove “watercolor”").click()
    expect(chip(page, "watercolor")).to_have_count(0)
    pills(page).first.click()
    expect(chip(page, "watercolor")).to_be_visible()
    expect(in_use(page)).to_be_focused()
    open_tab(page, "generate")
    expect(page.locator(".vp-taste")).to_contain_text("1 like, 1 dislike")
    open_tab(page, "preferences")
    pills(page).last.click()
    expect(chip(page, "watercolor")).to_have_count(0)
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(in_use(page)).to_contain_text("My taste 2")
    expect(chip(page, "watercolor")).to_have_count(0)


def test_a_deleted_profile_comes_back_by_undo_and_also_after_a_reload(page: Any) -> None:
    press(page, "New")
    expect(page.locator(".vp-nothing")).to_be_visible()
    pills(page).first.click()
    expect(chip(page, "watercolor")).to_be_visible()
    press(page, "Delete")
    expect(pills(page)).to_have_count(1)
    note(page).get_by_role("button", name="Undo").click()
    expect(chip(page, "watercolor")).to_be_visible()
    press(page, "Delete")
    expect(chip(page, "watercolor")).to_have_count(0)
    page.reload()
    page.wait_for_function("window.viper?.taste")
    press(page, "Bring back “My taste”")
    expect(chip(page, "watercolor")).to_be_visible()
    expect(pills(page)).to_have_count(2)


def test_two_profiles_are_blended_by_a_slider_looked_at_and_kept(page: Any) -> None:
    for name in ("watercolor", "pixel art"):
        chip(page, name).get_by_role("slider").fill("1")
        expect(chip(page, name).locator("output")).to_have_text("×1")
    rename(page, "Soft")
    press(page, "New")
    rename(page, "Loud")
    add(page, "like", "neon colors")
    add(page, "dislike", "watercolor")
    press(page, "Blend")
    panel = page.locator(".vp-blend")
    expect(panel.locator("select")).to_be_focused()
    expect(panel.locator(".vp-share")).to_have_text("50 % Loud, 50 % Soft")
    expect(panel.locator(".vp-blend-liked")).to_contain_text("neon colors ×0.5")
    expect(panel.locator(".vp-blend-words")).not_to_contain_text("watercolor")  # liked by one and disliked by the other
    panel.get_by_role("slider").fill("0.75")
    expect(panel.locator(".vp-share")).to_have_text("25 % Loud, 75 % Soft")
    expect(panel.locator(".vp-blend-liked")).to_contain_text("watercolor ×0.5")
    expect(pills(page)).to_have_count(2)
    panel.get_by_role("button", name="Keep as a new profile").click()
    expect(in_use(page)).to_contain_text("Loud + Soft")
    expect(chip(page, "watercolor").locator("output")).to_have_text("×0.5")
    expect(chip(page, "pixel art").locator("output")).to_have_text("×0.75")
    expect(panel).to_be_hidden()


def test_an_import_is_a_profile_of_its_own_and_the_others_stay(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "From a friend.json"
    file.write_text(json.dumps({"liked": ["stained glass"]}), encoding="utf-8")
    page.set_input_files("#profiles input[type=file]", file)
    expect(in_use(page)).to_contain_text("From a friend")
    expect(chip(page, "stained glass")).to_be_visible()
    pills(page).first.click()
    expect(chip(page, "watercolor")).to_be_visible()


def test_a_taste_card_is_saved_and_another_visitor_takes_it_in(
    page: Any, visit: Callable[..., Any], server: Server, tmp_path: Path
) -> None:
    rename(page, "Rainy days")
    name, data = saved_file(page, "Taste card")
    assert name == "viper-rainy-days.png"
    with Image.open(io.BytesIO(data)) as card:
        assert card.size == (1080, 1350)
        assert "I love" not in str(card.info), "the comments stay with the person"
    (tmp_path / name).write_bytes(data)
    other = visit(server)
    open_tab(other, "preferences")
    other.set_input_files("#profiles input[type=file]", tmp_path / name)
    expect(in_use(other)).to_contain_text("Rainy days")
    expect(chip(other, "watercolor")).to_be_visible()
    expect(chip(other, "pixel art")).to_be_visible()
    expect(chip(other, "watercolor").locator(".vp-why")).to_have_text("In your own words, without a comment.")


def test_a_picture_without_a_taste_is_refused_and_changes_nothing(page: Any, tmp_path: Path) -> None:
    Image.new("RGB", (20, 20)).save(tmp_path / "plain.png")
    page.set_input_files("#profiles input[type=file]", tmp_path / "plain.png")
    expect(note(page).first).to_contain_text("holds no ViPer settings")
    expect(pills(page)).to_have_count(1)


def test_nothing_can_be_passed_on_of_an_empty_profile(page: Any) -> None:
    press(page, "New")
    expect(page.get_by_role("button", name="Taste card")).to_be_disabled()
    expect(page.get_by_role("button", name="Export")).to_be_disabled()


def test_names_from_files_stay_text(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "friend.json"
    file.write_text(json.dumps({"name": SCRIPT, "liked": [SCRIPT]}), encoding="utf-8")
    page.set_input_files("#profiles input[type=file]", file)
    expect(in_use(page)).to_contain_text(SCRIPT)
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(note(page).last).to_contain_text(SCRIPT)
    assert page.evaluate("window.hacked") is None
