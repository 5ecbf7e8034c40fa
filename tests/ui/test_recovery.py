"""The server is killed in the middle of things, and two people are on it at once: nothing is lost, nothing leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, draw, learn, note, open_tab, saved

CANARY = "canary-c3f8"
FORGOTTEN = "canary-5a90"


def back(page: Any) -> None:
    """Wait until the page is there again after the server is; gradio loads it anew by itself, or the person does."""
    page.reload()
    page.wait_for_function("window.viper?.taste")


def files_holding(folder: Path, words: str) -> list[str]:
    return [
        str(path.relative_to(folder))
        for path in folder.rglob("*")
        if path.is_file() and path.name != "server.log" and words.encode() in path.read_bytes()
    ]


def test_killed_while_somebody_types_nothing_typed_is_lost(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(with_model=False)
    page = visit(server)
    comment_on(page, 0, "I love the watercolor")
    page.locator("#vp-comment").press_sequentially(" and the soft")
    server.kill()
    page.locator("#vp-comment").press_sequentially(" light")
    expect(page.locator(".vp-saved")).to_contain_text("kept in this browser")
    server.start()
    back(page)
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("I love the watercolor and the soft light")
    saved(page)
    server.kill()
    server.start()
    back(page)
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("I love the watercolor and the soft light")


def test_killed_while_comments_are_read_it_says_so_and_can_be_begun_again(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(slow_reading=6.0, with_model=False)
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    comment_on(page, 1, "I hate pixel art.")
    page.click("#learn")
    expect(page.locator(".vp-reading")).to_be_visible()
    server.kill()
    expect(note(page).last).to_contain_text("Learn again once it does")
    server.start()
    back(page)
    learn(page)
    expect(chip(page, "watercolor")).to_be_visible()
    expect(chip(page, "pixel art")).to_be_visible()


def test_two_browsers_at_once_share_nothing(server: Server, visit: Callable[..., Any], tmp_path: Path) -> None:
    heard: list[str] = []
    mine, other = visit(server), visit(server)
    other.on("response", lambda response: heard.append(text_of(response)))

    Image.new("RGB", (64, 64), "gold").save(tmp_path / f"{CANARY}.png")
    mine.set_input_files("#own input[type=file], input[type=file][accept*='image']", tmp_path / f"{CANARY}.png")
    expect(mine.locator(".vp-thumb")).to_have_count(10)
    comment_on(mine, 0, f"I love the watercolor {CANARY}")
    learn(mine)
    mine.get_by_role("combobox", name="Add something you dislike").fill(f"{CANARY} haze")
    mine.keyboard.press("Enter")
    expect(chip(mine, f"{CANARY} haze")).to_be_visible()
    mine.get_by_role("button", name="Name it").click()
    mine.locator(".vp-pills .vp-rename").fill(f"{CANARY} profile")
    mine.keyboard.press("Enter")
    expect(mine.locator(".vp-pill").first).to_contain_text(CANARY)
    draw(mine, f"a house {CANARY}")

    # The other one does the same things meanwhile, and looks everywhere.
    comment_on(other, 0, "I hate pixel art.")
    learn(other)
    draw(other, "a castle")
    other.reload()
    other.wait_for_function("window.viper?.taste")
    for tab in ("comment", "preferences", "generate", "compare"):
        open_tab(other, tab)
        other.wait_for_timeout(300)
        assert CANARY not in other.content(), tab
    assert heard
    secret = mine.evaluate("viper.visitor")
    for text in heard:
        assert CANARY not in text
        assert secret not in text
    assert secret != other.evaluate("viper.visitor")
    assert secret not in other.context.storage_state().__repr__()


def text_of(response: Any) -> str:
    """The body of an answer that is text; a stream that is still open has none yet."""
    try:
        return str(response.text())
    except Exception:  # a picture, or a page that has gone on
        return ""


def test_deleting_everything_leaves_nothing_in_any_folder(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    comment_on(page, 0, f"I love the watercolor {FORGOTTEN}.")
    learn(page)
    draw(page, f"a house {FORGOTTEN}")
    open_tab(page, "compare")
    page.click("#run-compare")
    expect(page.locator("#contrast .vp-save")).to_be_visible()
    assert [path for path in files_holding(server.home, FORGOTTEN) if path.startswith("uploads/drawn/")]
    page.click(".vp-forget")
    page.click(".vp-forget")
    expect(note(page).last).to_contain_text("Everything about you is deleted")
    assert files_holding(server.home, FORGOTTEN) == []
