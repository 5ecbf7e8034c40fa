"""What a person does on the page, in the words of the tests."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

__all__ = ["chip", "comment_on", "draw", "learn", "note", "open_tab", "saved"]


def open_tab(page: Any, name: str) -> None:
    """Press a tab."""
    page.click(f"#tab-{name}")


def comment_on(page: Any, number: int, text: str) -> None:
    """Pick the picture of that number, from 0, type about it, and wait until it is saved."""
    open_tab(page, "comment")
    page.locator(".vp-thumb").nth(number).click()
    page.fill("#vp-comment", text)
    saved(page)


def saved(page: Any) -> None:
    """Wait until the comment is on the server."""
    expect(page.locator(".vp-saved")).to_have_text("Saved")


def learn(page: Any) -> None:
    """Have the comments read, and arrive at the chips."""
    open_tab(page, "comment")
    page.click("#learn")
    expect(page.locator("#tab-preferences")).to_have_attribute("aria-selected", "true")


def chip(page: Any, name: str) -> Any:
    """The chip of that name."""
    return page.locator(f'.vp-chip[data-name="{name}"]')


def draw(page: Any, prompt: str, *, beta: float | None = None, seed: int | None = None) -> None:
    """Draw a picture and wait until it is finished."""
    open_tab(page, "generate")
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")  # how long loading takes is not at issue
    page.fill("#prompt textarea", prompt)
    if seed is not None:
        page.fill("#seed input", str(seed))
    if beta is not None:
        page.fill("#beta input[type=number]", str(beta))
        page.keyboard.press("Tab")
    before = page.evaluate("viper.run")
    page.click("#draw")
    page.wait_for_function("before => viper.run > before", arg=before)
    page.wait_for_function("document.querySelector('.vp-frames').dataset.ended === String(viper.run)")
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()


def note(page: Any) -> Any:
    """The messages at the edge of the page, the app's own and gradio's."""
    return page.locator(".vp-message, .toast-body")
