"""What a page must be for everybody: readable on a phone, usable without a mouse or eyes, and still while it works."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import comment_on, draw, learn, open_tab

TABS = ("comment", "preferences", "generate", "compare")

# Everything that can be pressed or filled and is shown, without a name that a screen reader could say.
NAMELESS = """() => [...document.querySelectorAll("button, a[href], input, textarea, select, [role=switch]")]
  .filter((node) => node.checkVisibility({ visibilityProperty: true, opacityProperty: false }) && node.type !== "file")
  .filter((node) => !(node.getAttribute("aria-label") || node.innerText?.trim() || node.labels?.length
    || node.getAttribute("aria-labelledby")))
  .map((node) => node.outerHTML.slice(0, 120))"""

# Text that is shown with less contrast than WCAG 2.2 AA asks for; backgrounds of pictures are left out.
FAINT = """() => {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const rgba = (colour) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (node) => {
    for (; node; node = node.parentElement) {
      const colour = rgba(getComputedStyle(node).backgroundColor);
      if (colour[3] > 200) return colour;
    }
    return [255, 255, 255, 255];
  };
  const found = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !node.checkVisibility({ visibilityProperty: true })) continue;
    if (node.closest("script, style, :disabled, .vp-canvas, .vp-thumb") || !node.getClientRects().length) continue;
    const style = getComputedStyle(node);
    const [a, b] = [light(rgba(style.color)), light(behind(node))].sort((x, y) => y - x);
    const size = parseFloat(style.fontSize);
    const least = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if ((a + 0.05) / (b + 0.05) < least) found.add(`${node.className} ${node.textContent.trim().slice(0, 40)}`);
  }
  return [...found];
}"""

SHIFTS = """() => new Promise((resolve) => {
  window.shifted ??= 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
  }).observe({ type: "layout-shift", buffered: true });
  resolve();
})"""


@pytest.fixture
def lived_in(server: Server, visit: Callable[..., Any]) -> Callable[..., Any]:
    """Makes a page with comments, chips and a picture on it."""

    def make(**size: int) -> Any:
        page = visit(server, **size)
        comment_on(page, 0, "I love the watercolor and the soft light.")
        learn(page)
        draw(page, "a house")
        return page

    return make


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_text_can_be_read_and_everything_has_a_name(lived_in: Callable[..., Any], look: str, width: int) -> None:
    page = lived_in(width=width, height=844)
    page.evaluate("look => viper.setLook(look)", look)
    for tab in TABS:
        open_tab(page, tab)
        page.wait_for_timeout(300)  # colours move for a moment
        assert page.evaluate(NAMELESS) == [], tab
        assert page.evaluate(FAINT) == [], tab
        assert page.locator("img:not([alt])").count() == 0


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_nothing_sticks_out_to_the_side(lived_in: Callable[..., Any], width: int) -> None:
    page = lived_in(width=width, height=844)
    for tab in TABS:
        open_tab(page, tab)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, tab


def test_the_page_stands_still_while_it_loads_and_draws(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    page.evaluate(SHIFTS)
    page.wait_for_timeout(1000)
    draw(page, "a house")
    open_tab(page, "compare")
    page.click("#run-compare")
    expect(page.locator("#contrast .vp-save")).to_be_visible()
    assert page.evaluate("window.shifted") < 0.1  # "good" in the Core Web Vitals


def test_focus_can_be_seen(page: Any) -> None:
    page.keyboard.press("Tab")
    for _ in range(12):
        page.keyboard.press("Tab")
        width = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
        inside = page.evaluate("getComputedStyle(document.activeElement).boxShadow")
        assert width >= 2 or inside != "none", page.evaluate("document.activeElement.outerHTML.slice(0, 150)")


def test_the_whole_board_is_one_stop_of_the_tab_key(page: Any) -> None:
    assert page.locator('.vp-thumb[tabindex="0"]').count() == 1


def test_the_look_is_remembered(page: Any) -> None:
    page.get_by_role("button", name="Dark page").click()
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("body")).to_have_class("dark")


def test_the_open_tab_is_in_the_address(page: Any) -> None:
    open_tab(page, "preferences")
    assert page.url.endswith("#preferences")
    page.reload()
    expect(page.locator("#tab-preferences")).to_have_attribute("aria-selected", "true")
    expect(page.locator("#panel-preferences")).to_be_visible()
