"""The whole path in a real browser: comments in, a picture of one's own out, and all of it still there afterwards."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, draw, learn, open_tab
from viper_core.png import read_settings


def facts(page: Any, frame: str) -> str:
    return str(page.locator(f".vp-{frame} .vp-facts").inner_text())


def shown_file(page: Any, frame: str) -> bytes:
    with page.expect_download() as download:
        page.click(f".vp-{frame} .vp-save")
    return Path(download.value.path()).read_bytes()


@pytest.fixture(scope="module")
def own_server(serve: Callable[..., Server]) -> Server:
    return serve()


def test_from_comments_to_a_picture_through_reload_and_restart(own_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(own_server)
    expect(page.locator(".vp-count")).to_have_text("8 comments are enough to know your taste")

    # Comment on three pictures.
    comment_on(page, 0, "I love the soft light and the watercolor, so gentle.")
    comment_on(page, 1, "I really dislike the pixel art style here.")
    comment_on(page, 2, "The warm colors please me.")
    expect(page.locator(".vp-count")).to_have_text("3 of 8 comments")
    expect(page.locator(".vp-thumb.vp-commented")).to_have_count(3)

    # Extract: chips with the words they came from.
    learn(page)
    expect(page.locator(".vp-liked .vp-chip")).not_to_have_count(0)
    expect(chip(page, "watercolor").locator("mark")).to_contain_text("watercolor")
    expect(chip(page, "watercolor").locator(".vp-why")).to_contain_text("light and the watercolor, so gentle.")
    expect(chip(page, "watercolor").locator("img")).to_have_attribute("alt", "From your comment on The house")
    expect(page.locator('.vp-disliked .vp-chip[data-name="pixel art"]')).to_be_visible()

    # Edit a chip.
    weight = chip(page, "soft light").get_by_role("slider")
    weight.fill("0.5")
    expect(chip(page, "soft light").locator("output")).to_have_text("×0.5")
    expect(chip(page, "soft light").locator(".vp-tag").first).to_be_visible()

    # Generate at β 0 and at 0.85: the same seed, another picture.
    draw(page, "a lighthouse by the sea", beta=0, seed=11)
    everyones = shown_file(page, "mine")
    assert "β 0 · seed 11" in facts(page, "mine")
    draw(page, "a lighthouse by the sea", beta=0.85)
    mine = shown_file(page, "mine")
    assert "β 0.85 · seed 11" in facts(page, "mine")
    assert pixels(mine) != pixels(everyones)

    settings = read_settings(mine)
    assert (settings.prompt, settings.options.seed, settings.options.beta) == ("a lighthouse by the sea", 11, 0.85)
    assert settings.preferences is not None
    found = settings.preferences.find("soft light")
    assert found is not None and found[1].weight == 0.5

    # Beside it, what everyone gets: exactly the picture at β 0.
    page.click("text=Draw what everyone gets")
    expect(page.locator(".vp-everyone .vp-save")).to_be_visible()
    assert pixels(shown_file(page, "everyone")) == pixels(everyones)
    expect(page.locator(".vp-everyone .vp-canvas")).to_have_attribute("data-kept", "true")

    # Compare.
    open_tab(page, "compare")
    page.click("#run-compare")
    expect(page.locator("#contrast .vp-save")).to_be_visible()
    expect(page.locator(".vp-cell img")).to_have_count(6)
    expect(page.locator("#contrast .vp-corner-right")).to_have_text("β 0.85 · yours")
    expect(page.locator(".vp-contrast")).to_have_attribute("data-kept", "6")

    def all_is_there(page: Any) -> None:
        open_tab(page, "comment")
        expect(page.locator(".vp-thumb.vp-commented")).to_have_count(3)
        page.locator(".vp-thumb").nth(1).click()
        expect(page.locator("#vp-comment")).to_have_value("I really dislike the pixel art style here.")
        open_tab(page, "preferences")
        expect(chip(page, "soft light").locator("output")).to_have_text("×0.5")
        expect(chip(page, "watercolor").locator("mark")).to_contain_text("watercolor")
        open_tab(page, "generate")
        expect(page.locator("#prompt textarea")).to_have_value("a lighthouse by the sea")
        expect(page.locator("#seed input")).to_have_value("11")
        expect(page.locator("#beta input[type=number]")).to_have_value("0.85")
        expect(page.locator(".vp-mine img")).to_have_js_property("naturalWidth", 128)
        expect(page.locator(".vp-everyone img")).to_have_js_property("naturalWidth", 128)
        assert shown_file(page, "mine") == mine
        open_tab(page, "compare")
        expect(page.locator(".vp-cell img")).to_have_count(6)

    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("#tab-compare")).to_have_attribute("aria-selected", "true")
    all_is_there(page)

    own_server.kill()
    own_server.start()
    page.reload()
    page.wait_for_function("window.viper?.taste")
    all_is_there(page)

    # And it can go on.
    draw(page, "a castle on a hill", seed=12)
    assert "a castle on a hill" in facts(page, "mine")


def pixels(png: bytes) -> bytes:
    from PIL import Image

    with Image.open(io.BytesIO(png)) as picture:
        return picture.convert("RGB").tobytes()
