"""Learning with an extractor that takes its time: it says how far it is, can be stopped, and survives a crash."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, learn, note, open_tab


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    """A server whose extractor reads one comment in 1.5 s."""
    return serve(slow_reading=1.5, with_model=False)


@pytest.fixture
def page(visit: Callable[..., Any], server: Server) -> Any:
    """A visitor with two comments."""
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    comment_on(page, 1, "I hate pixel art.")
    return page


def bar(page: Any) -> Any:
    return page.locator(".vp-reading")


def test_it_says_how_far_reading_has_come_and_leads_to_the_chips(page: Any) -> None:
    expect(bar(page)).to_be_hidden()
    page.click("#learn")
    expect(bar(page)).to_contain_text("0 of 2 comments read")
    expect(bar(page)).to_contain_text("1 of 2 comments read")
    expect(bar(page).get_by_role("progressbar")).to_have_attribute("aria-valuenow", "50")
    expect(page.locator("#tab-preferences")).to_have_attribute("aria-selected", "true")
    expect(bar(page)).to_be_hidden()
    expect(chip(page, "watercolor")).to_be_visible()


def test_a_cancelled_reading_changes_nothing_and_can_be_begun_again(page: Any) -> None:
    page.click("#learn")
    bar(page).get_by_role("button", name="Cancel").click()
    expect(note(page)).to_contain_text("Nothing was changed")
    expect(bar(page)).to_be_hidden()
    page.wait_for_timeout(4000)  # longer than reading would have taken
    expect(page.locator("#tab-comment")).to_have_attribute("aria-selected", "true")
    open_tab(page, "preferences")
    expect(page.locator(".vp-nothing")).to_be_visible()
    learn(page)
    expect(chip(page, "watercolor")).to_be_visible()


def test_the_page_says_who_reads_where_it_is_not_the_rules_that_come_along(
    page: Any, serve: Callable[..., Server], visit: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    expect(page.locator(".vp-reader")).to_have_count(0)
    monkeypatch.setenv("VIPER_EXTRACTOR", "chat")
    monkeypatch.delenv("VIPER_CHAT_MODEL", raising=False)
    other = visit(serve(with_model=False))
    expect(other.locator(".vp-reader")).to_have_text(
        "Learning sends your comments to a chat model outside of this server."
    )
    comment_on(other, 0, "I love the watercolor.")
    other.click("#learn")
    expect(note(other).last).to_contain_text("Set VIPER_CHAT_MODEL")


def test_a_crash_of_the_server_while_reading_is_noticed_and_loses_no_comment(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(slow_reading=8.0, with_model=False)
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    page.click("#learn")
    expect(bar(page)).to_be_visible()
    server.kill()
    expect(note(page).last).to_contain_text("Learn again once it does")
    expect(bar(page)).to_be_hidden()
    server.start()
    page.reload()
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value("I love the watercolor.")
    learn(page)
    expect(chip(page, "watercolor")).to_be_visible()
