"""The first tab: picking, writing, keys, own pictures, and that no keystroke is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import PICTURES, Server
from tests.ui.walk import chip, comment_on, learn, note, open_tab, saved

UPLOAD = "#own input[type=file], input[type=file][accept*='image']"


def title(page: Any) -> str:
    return str(page.locator(".vp-title").inner_text())


def test_the_large_view_has_the_pictures_description(page: Any) -> None:
    page.locator(".vp-thumb").nth(3).click()
    expect(page.locator(".vp-large img")).to_have_attribute("alt", "A tree, drawn with pastel colors.")
    expect(page.locator(".vp-place")).to_have_text(f"4 of {len(PICTURES)}")


def test_buttons_and_arrow_keys_go_round_the_board(page: Any) -> None:
    assert title(page) == "The house"
    page.get_by_role("button", name="Next picture").click()
    assert title(page) == "The tower"
    page.get_by_role("button", name="Previous picture").click()
    page.get_by_role("button", name="Previous picture").click()
    assert title(page) == "The kite"
    page.keyboard.press("ArrowRight")
    assert title(page) == "The house"
    page.locator(".vp-thumb").nth(1).click()
    page.keyboard.press("ArrowRight")
    assert title(page) == "The boat"
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "The boat"


def test_arrow_keys_move_the_cursor_while_typing(page: Any) -> None:
    page.click("#vp-comment")
    page.keyboard.type("soft")
    for _ in range(4):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("so ")
    expect(page.locator("#vp-comment")).to_have_value("so soft")
    assert title(page) == "The house"


def test_arrow_keys_leave_the_board_alone_on_other_tabs(page: Any) -> None:
    open_tab(page, "generate")
    page.locator("#draw").focus()
    page.keyboard.press("ArrowRight")
    open_tab(page, "comment")
    assert title(page) == "The house"


def test_tabs_are_reached_with_arrow_keys(page: Any) -> None:
    page.locator("#tab-comment").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-preferences")).to_be_focused()
    expect(page.locator("#panel-preferences")).to_be_visible()
    expect(page.locator("#panel-comment")).not_to_be_visible()
    page.keyboard.press("End")
    expect(page.locator("#tab-compare")).to_be_focused()


def test_progress_and_badges_follow_the_typing(page: Any) -> None:
    for number in range(8):
        comment_on(page, number, f"I like the soft light here {number}")
    expect(page.locator(".vp-meter i.vp-on")).to_have_count(8)
    expect(page.locator(".vp-count")).to_have_text("8 comments: enough to know your taste")
    expect(page.locator(".vp-thumb").nth(7)).to_have_attribute("aria-label", "The moon, commented")
    page.fill("#vp-comment", "  ")
    expect(page.locator(".vp-meter i.vp-on")).to_have_count(7)
    expect(page.locator(".vp-thumb").nth(7)).to_have_attribute("aria-label", "The moon")


def test_leaving_the_box_saves_at_once(page: Any) -> None:
    page.fill("#vp-comment", "Pastel, how nice.")
    with page.expect_response("**/component_server/**"):
        page.locator("#vp-comment").blur()
    saved(page)


def test_what_was_typed_just_before_a_reload_is_there_after_it(page: Any) -> None:
    page.route("**/component_server/**", lambda route: route.abort())  # nothing reaches the server any more
    page.fill("#vp-comment", "Typed in the last moment.")
    page.unroute("**/component_server/**")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("Typed in the last moment.")
    saved(page)
    page.evaluate("localStorage.removeItem('viper.drafts')")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("Typed in the last moment.")


def test_a_crash_of_the_server_while_typing_loses_nothing(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(with_model=False)
    page = visit(server)
    comment_on(page, 0, "First words.")
    server.kill()
    page.fill("#vp-comment", "First words. More of them.")
    expect(page.locator(".vp-saved")).to_contain_text("kept in this browser")
    server.start()
    saved(page)
    page.reload()
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("First words. More of them.")


def test_learning_waits_for_what_is_still_being_typed(page: Any) -> None:
    page.fill("#vp-comment", "I love watercolor")
    learn(page)  # at once, before the pause after which a comment is saved
    expect(chip(page, "watercolor")).to_be_visible()


def test_without_comments_it_says_what_to_do(page: Any) -> None:
    page.click("#learn")
    expect(note(page)).to_contain_text("Write what you like or dislike about a few pictures")
    expect(page.locator("#tab-comment")).to_have_attribute("aria-selected", "true")


def test_comments_without_anything_visual_are_kept_and_named(page: Any) -> None:
    comment_on(page, 0, "My aunt lives near there.")
    page.click("#learn")
    expect(note(page)).to_contain_text("No visual attribute was found")
    expect(page.locator("#vp-comment")).to_have_value("My aunt lives near there.")


def test_own_pictures_are_commented_on_like_the_others(page: Any, tmp_path: Path) -> None:
    for name, colour in (("garden", "green"), ("harbour", "navy")):
        Image.new("RGB", (300, 200), colour).save(tmp_path / f"{name}.jpg")
    page.set_input_files(UPLOAD, [tmp_path / "garden.jpg", tmp_path / "harbour.jpg"])
    expect(page.locator(".vp-own")).to_have_count(2)
    assert title(page) == "harbour"
    page.fill("#vp-comment", "I love the watercolor look of it.")
    saved(page)
    learn(page)
    expect(chip(page, "watercolor").locator("img")).to_have_attribute("alt", "From your comment on harbour")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    open_tab(page, "comment")
    expect(page.locator(".vp-own")).to_have_count(2)
    page.locator(".vp-thumb").last.click()
    page.get_by_role("button", name="Remove this picture").click()
    page.get_by_role("button", name="Press again").click()
    expect(page.locator(".vp-own")).to_have_count(1)


def test_a_broken_picture_is_refused_and_the_others_are_kept(page: Any, tmp_path: Path) -> None:
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n and no more")
    Image.new("RGB", (40, 40), "red").save(tmp_path / "fine.png")
    comment_on(page, 0, "soft")
    page.set_input_files(UPLOAD, [tmp_path / "broken.png", tmp_path / "fine.png"])
    expect(note(page).first).to_contain_text("broken.png")
    expect(page.locator(".vp-own")).to_have_count(1)
    expect(page.locator(".vp-commented")).to_have_count(1)


def test_on_a_phone_board_and_picture_take_turns(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server, width=390, height=844)
    expect(page.locator(".vp-detail")).not_to_be_visible()
    page.locator(".vp-thumb").nth(2).click()
    expect(page.locator(".vp-large img")).to_be_visible()
    expect(page.locator(".vp-grid")).not_to_be_visible()
    page.get_by_role("button", name="All pictures").click()
    expect(page.locator(".vp-grid")).to_be_visible()
    expect(page.locator(".vp-thumb").nth(2)).to_be_focused()
