"""The page in other languages, in a real browser: chosen by the browser or by the person, whole, and of good form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import PATIENCE, Server
from tests.ui.test_axe import TABS, findings
from tests.ui.walk import chip, draw, note, open_tab
from viper_ui.languages import catalogue, in_words, say

LOCALES = {"de": "de-DE", "fr": "fr-FR", "es": "es-MX"}

# Everything for eyes and ears that is on the page now, but for what people wrote and what is marked as English.
WORDS = """() => {
  const shown = (node) => node.checkVisibility({ visibilityProperty: true });
  const english = (node) => node.closest('[lang=en]:not(html), .vp-quote');
  const said = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const { parentElement: at, data } = walk.currentNode;
    if (at.closest('script, style, option') || !shown(at) || english(at)) continue;
    if (data.trim()) said.push(data.trim());
  }
  for (const node of document.querySelectorAll('[aria-label], [title], [alt], [placeholder]')) {
    if (!shown(node) || english(node)) continue;
    said.push(...['aria-label', 'title', 'alt', 'placeholder'].map((name) => node.getAttribute(name)).filter(Boolean));
  }
  return said;
}"""

# Marks every text of the catalogues, ours and gradio's, before anything of the page has run.
MARKED = """(() => {
  const marked = (text) => typeof text === 'string' ? `⟦${text}⟧` : Object.fromEntries(
    Object.entries(text).map(([form, words]) => [form, `⟦${words}⟧`]));
  const all = (texts) => Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, marked(text)]));
  const each = (languages) => Object.fromEntries(Object.entries(languages).map(([code, texts]) => [code, all(texts)]));
  let ours, theirs;
  Object.defineProperty(window, 'viperLanguages', { get: () => ours, set: (value) => { ours = each(value); } });
  Object.defineProperty(window, 'gradio_config', { get: () => theirs, set: (value) => {
    theirs = { ...value, i18n_translations: each(value.i18n_translations) };
  } });
})()"""


@pytest.fixture
def speaking(browser: Any, visit: Callable[..., Any], server: Server) -> Iterator[Callable[..., Any]]:
    """Opens the page in a browser that speaks a language."""
    contexts: list[Any] = []

    def make(locale: str, *, width: int = 1280, script: str = "") -> Any:
        context = browser.new_context(viewport={"width": width, "height": 844}, locale=locale)
        context.set_default_timeout(PATIENCE)
        context.add_init_script(script)
        contexts.append(context)
        return visit(server, context=context)

    yield make
    for context in contexts:
        context.close()


def comment(page: Any, number: int, text: str) -> None:
    """Type about a picture; how it is said to be saved depends on the language."""
    open_tab(page, "comment")
    page.locator(".vp-thumb").nth(number).click()
    page.fill("#vp-comment", text)
    expect(page.locator(".vp-saved")).to_have_attribute("data-state", "saved")


def live_in(page: Any) -> None:
    """Comments, a taste, and a picture."""
    comment(page, 0, "I love the watercolor and the soft light.")
    comment(page, 1, "I hate pixel art.")
    page.click("#learn")
    expect(chip(page, "watercolor")).to_be_visible()
    draw(page, "a house")


def through(page: Any) -> Iterator[str]:
    """Every tab, and every section of the last."""
    for tab in TABS:
        open_tab(page, tab)
        if tab != "compare":
            yield tab
            continue
        for section in page.locator(".vp-section").all():
            section.click()
            yield f"{tab}, {section.get_attribute('data-section')}"


def test_every_word_of_the_page_is_of_the_catalogues(speaking: Callable[..., Any]) -> None:
    page = speaking("en-US", script=MARKED)
    live_in(page)
    page.click("#more button")
    own = ("ViPer", "PNG", "β ", "The ", "A ", "a house")  # names, a board's own titles, what was drawn
    own += ("My taste",)  # as the store has it; the marked catalogue does not know it again
    stray = {}
    for where in through(page):
        words = [one for one in page.evaluate(WORDS) if any(letter.isalpha() for letter in one)]
        assert len(words) > 20, where
        left = [one for one in words if not one.startswith("⟦") and not one.startswith(own)]
        if left:
            stray[where] = left
    assert stray == {}


@pytest.mark.parametrize("language", LOCALES)
def test_a_browser_is_spoken_to_in_its_language_on_every_tab(speaking: Callable[..., Any], language: str) -> None:
    page = speaking(LOCALES[language])
    expect(page.locator("html")).to_have_attribute("lang", language)
    live_in(page)
    own, english = catalogue(language), catalogue("en")
    plain = {str(text) for key, text in english.items() if "{" not in str(text) and own[key] != text}
    plain -= {str(text) for text in own.values()}  # a word of both languages
    for where in through(page):
        words = set(page.evaluate(WORDS))
        assert words & plain == set(), where
        assert len(words & {str(text) for text in own.values()}) > 12, where


def test_a_language_that_is_chosen_stays_and_takes_everything_with_it(page: Any) -> None:
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator(".vp-thumb").nth(2).click()
    page.fill("#vp-comment", "I love the warm colors.")
    page.select_option(".vp-language", "fr")  # at once, before the pause after which a comment is saved
    expect(page.locator("#tab-comment")).to_have_text("Commenter")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
    page.wait_for_function("window.viper?.taste")
    page.locator(".vp-thumb").nth(2).click()
    expect(page.locator("#vp-comment")).to_have_value("I love the warm colors.")
    page.reload()
    expect(page.locator("#learn")).to_have_text("Apprendre mon goût")
    expect(page.locator(".vp-language")).to_have_value("fr")


def test_what_the_server_refuses_is_said_in_the_language_of_the_page(speaking: Callable[..., Any]) -> None:
    page = speaking("de-DE")
    page.click("#learn")
    expect(note(page)).to_contain_text(in_words(say("core.comment.none"), "de"))
    open_tab(page, "generate")
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")
    page.click("#draw")
    expect(page.locator("#stage .vp-note")).to_contain_text("Der Prompt ist leer.")


def test_that_comments_are_read_in_english_is_said_where_it_is_not_the_language(
    speaking: Callable[..., Any], page: Any
) -> None:
    expect(page.locator(".vp-in-english")).to_have_count(0)
    expect(speaking("es-ES").locator(".vp-in-english")).to_contain_text("en inglés")


def test_a_language_that_nobody_has_translated_is_answered_in_english(speaking: Callable[..., Any]) -> None:
    page = speaking("tlh")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("#learn")).to_have_text("Learn my taste")


def test_a_number_chooses_the_form(speaking: Callable[..., Any]) -> None:
    english, french = speaking("en-GB"), speaking("fr-CA")
    assert [english.evaluate("count => viper.counted('likes', count)", count) for count in (0, 1, 2)] == [
        "0 likes",
        "1 like",
        "2 likes",
    ]
    assert french.evaluate("viper.counted('likes', 0)") == "0 chose aimée"


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", LOCALES)
def test_longer_words_have_room_and_axe_finds_nothing(speaking: Callable[..., Any], language: str, width: int) -> None:
    page = speaking(LOCALES[language], width=width)
    for where in through(page):
        page.wait_for_timeout(300)  # colours move for a moment
        assert page.evaluate("document.documentElement.scrollWidth") <= width, where
        assert findings(page) == [], where
