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


def shown(page: Any) -> list[str]:
    """Titles of the thumbnails that are shown, without what is said about them."""
    labels = page.eval_on_selector_all(
        ".vp-thumb", "nodes => nodes.filter((one) => one.checkVisibility()).map((one) => one.ariaLabel)"
    )
    return [label.split(",")[0] for label in labels]


def choose(page: Any, name: str) -> None:
    page.locator(f'.vp-filter[data-filter="{name}"]').click()


def test_filters_show_all_commented_not_yet_and_own_pictures_with_their_number(page: Any, tmp_path: Path) -> None:
    comment_on(page, 1, "I love the night.")
    expect(page.locator(".vp-filter-count")).to_have_text(["9", "8", "1", "0"])
    choose(page, "done")
    assert shown(page) == ["The tower"]
    choose(page, "open")
    assert len(shown(page)) == 8
    assert "The tower" not in shown(page)
    choose(page, "own")
    expect(page.locator(".vp-none-here")).to_contain_text("paste one, or drop it")
    Image.new("RGB", (60, 60), "teal").save(tmp_path / "pond.png")
    page.set_input_files(UPLOAD, tmp_path / "pond.png")
    expect(page.locator(".vp-filter-count").last).to_have_text("1")
    assert shown(page) == ["pond"]
    choose(page, "all")
    assert len(shown(page)) == 10


def test_next_and_arrow_keys_stay_within_the_filter_and_what_one_writes_about_stays_in_view(page: Any) -> None:
    comment_on(page, 1, "I love the night.")
    choose(page, "open")
    page.locator(".vp-thumb").nth(0).click()
    page.get_by_role("button", name="Next picture").click()
    assert title(page) == "The boat", "the tower is commented on"
    expect(page.locator(".vp-place")).to_have_text("2 of 8")
    page.fill("#vp-comment", "I dislike the sunset.")
    saved(page)
    assert "The boat" in shown(page)
    page.locator("#vp-comment").blur()
    page.keyboard.press("ArrowRight")
    assert title(page) == "The tree"
    assert "The boat" not in shown(page)


def test_what_was_heard_in_a_comment_is_shown_as_soon_as_it_is_saved_and_after_a_reload(page: Any) -> None:
    comment_on(page, 0, "I love the watercolor but I hate pixel art")
    expect(page.locator(".vp-heard-liked")).to_contain_text("watercolor")
    expect(page.locator(".vp-heard-disliked")).to_contain_text("pixel art")
    page.fill("#vp-comment", "My aunt lives near there.")
    expect(page.locator(".vp-heard")).to_contain_text("Nothing heard about how it looks yet")
    page.fill("#vp-comment", "I love the watercolor.")
    saved(page)
    page.reload()
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator(".vp-heard-liked")).to_contain_text("watercolor")


def test_words_can_be_found_and_pressed_into_a_comment(page: Any) -> None:
    page.get_by_role("button", name="Light", exact=True).click()
    words = page.locator(".vp-words .vp-word")
    expect(words.first).to_have_text("soft light")  # what is in the picture comes first
    words.first.click()
    page.get_by_role("button", name="Material", exact=True).click()
    words.first.click()
    page.get_by_role("button", name="I dislike …").click()
    page.get_by_role("button", name="Color", exact=True).click()
    page.get_by_role("button", name="neon colors", exact=True).click()
    expect(page.locator("#vp-comment")).to_have_value("I love soft light and watercolor. I dislike neon colors")
    expect(page.locator("#vp-comment")).to_be_focused()
    saved(page)
    expect(page.locator(".vp-heard-liked")).to_have_count(2)
    expect(page.locator(".vp-heard-disliked")).to_have_count(1)
    page.get_by_role("button", name="Next picture").click()
    expect(page.get_by_role("button", name="Color", exact=True)).to_have_attribute("aria-expanded", "true")


def test_words_are_put_where_the_cursor_is(page: Any) -> None:
    page.fill("#vp-comment", "I love the and the sea")
    page.evaluate("document.querySelector('#vp-comment').setSelectionRange(10, 10)")
    page.get_by_role("button", name="Light", exact=True).click()
    page.locator(".vp-words .vp-word").first.click()
    expect(page.locator("#vp-comment")).to_have_value("I love the soft light and the sea")


def test_the_picture_to_look_at_next_is_suggested_with_its_reason_and_opened(page: Any) -> None:
    expect(page.locator(".vp-next-card")).to_have_count(0)
    comment_on(page, 0, "I love the watercolor and the soft light")
    card = page.locator(".vp-next-card")
    expect(card).to_contain_text("It asks you about")
    marked = page.locator(".vp-next-one").get_attribute("aria-label")
    assert marked is not None
    assert marked.endswith(", suggested next")
    card.click()
    assert title(page) == marked.removesuffix(", suggested next")
    expect(page.locator("#vp-comment")).to_be_focused()
    page.keyboard.type("I love the night")
    saved(page)
    other = page.locator(".vp-next-one").get_attribute("aria-label")
    page.keyboard.press("Control+Enter")
    assert other == f"{title(page)}, suggested next"


def test_it_says_when_enough_is_known_and_what_was_not_spoken_of(page: Any) -> None:
    for number in range(8):
        comment_on(page, number, "I love the watercolor" if number < 7 else "hm")
    expect(page.locator(".vp-count")).to_have_text("8 comments; 1 more about how a picture looks would be enough")
    expect(page.locator(".vp-told")).to_be_empty()
    page.fill("#vp-comment", "I hate the bold outlines")
    expect(page.locator(".vp-count")).to_have_text("8 comments: enough to know your taste")
    expect(page.locator(".vp-told")).to_contain_text("nothing said yet about")


CARRY = """async ([kind, name]) => {
  const picture = await new Promise((done) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 30 });
    canvas.getContext("2d").fillRect(5, 5, 20, 20);
    canvas.toBlob(done, "image/png");
  });
  const carrier = new DataTransfer();
  carrier.items.add(new File([picture], name, { type: "image/png" }));
  const data = kind === "paste" ? { clipboardData: carrier } : { dataTransfer: carrier };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  document.body.dispatchEvent(new Kind(kind, { ...data, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_and_a_dropped_picture_are_taken_in(page: Any) -> None:
    page.evaluate(CARRY, ["paste", "image.png"])
    expect(page.locator(".vp-own")).to_have_count(1)
    assert title(page) == "Pasted picture"
    page.evaluate(CARRY, ["drop", "pond.png"])
    expect(page.locator(".vp-own")).to_have_count(2)
    assert title(page) == "pond"


def test_a_picture_pasted_on_another_tab_is_left_alone(page: Any) -> None:
    open_tab(page, "preferences")
    page.evaluate(CARRY, ["paste", "image.png"])
    open_tab(page, "comment")
    page.wait_for_timeout(300)
    expect(page.locator(".vp-own")).to_have_count(0)


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
