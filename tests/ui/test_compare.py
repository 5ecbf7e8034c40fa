"""The sections of the tab that compares: receipts, two tastes, and a blind test that is one."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.test_look import FAINT, NAMELESS
from tests.ui.test_safety import ask
from tests.ui.walk import chip, comment_on, learn, note, open_tab
from viper_core.png import read_settings

SLOW = 0.3  # seconds that each evaluation of the denoiser takes on the slow server
SECTIONS = ("compare", "receipts", "tastes", "blind")
TASTE = "I love the watercolor and the soft light. I hate the pixel art."


@pytest.fixture(scope="module")
def slow_server(serve: Callable[..., Server]) -> Server:
    return serve(slow=SLOW)


def open_section(page: Any, name: str) -> None:
    open_tab(page, "compare")
    page.click(f"[data-section={name}][role=radio]")


def with_taste(page: Any, words: str = TASTE) -> None:
    comment_on(page, 0, words)
    learn(page)
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")


def run(page: Any, name: str, prompt: str = "a house") -> None:
    open_section(page, name)
    page.fill("#prompt textarea", prompt)
    page.click(f"#run-{name}")


def slips(page: Any) -> Any:
    return page.locator("button.vp-slip")


def finished(page: Any, place: str) -> None:
    expect(page.locator(f"#{place} .vp-bar[data-running=true]")).to_have_count(0)


# -- the sections ------------------------------------------------------------------------------------------------------


def test_one_section_is_open_with_its_own_button_and_the_keys_move_between_them(page: Any) -> None:
    open_tab(page, "compare")
    row = page.get_by_role("radiogroup", name="What to compare")
    row.get_by_role("radio", name="With and without").focus()
    for number, name in enumerate((*SECTIONS[1:], SECTIONS[0])):
        page.keyboard.press("ArrowRight")
        expect(row.locator(":focus")).to_have_attribute("data-section", name)
        expect(row.locator("[aria-checked=true]")).to_have_attribute("data-section", name)
        assert [one for one in SECTIONS if page.locator(f"#run-{one}").is_visible()] == [name], number
    page.keyboard.press("End")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("#run-blind")).to_be_visible()


@pytest.mark.parametrize(("look", "width"), [("light", 1280), ("dark", 390)])
def test_every_section_can_be_read_and_named_and_fits(
    server: Server, visit: Callable[..., Any], look: str, width: int
) -> None:
    page = visit(server, width=width, height=844)
    with_taste(page)
    page.evaluate("look => viper.setLook(look)", look)
    run(page, "receipts")
    expect(slips(page)).to_have_count(3)
    slips(page).first.click()
    run(page, "blind")
    expect(page.locator("button.vp-candidate")).to_have_count(4)
    page.get_by_role("button", name="None of them").click()
    expect(page.locator(".vp-revealed")).to_be_visible()
    for name in SECTIONS:
        open_section(page, name)
        page.wait_for_timeout(300)  # colours move for a moment
        assert page.evaluate(NAMELESS) == [], name
        assert page.evaluate(FAINT) == [], name
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


# -- receipts ----------------------------------------------------------------------------------------------------------


def test_receipts_show_what_each_word_did_and_lead_to_switching_it_off(page: Any) -> None:
    with_taste(page)
    run(page, "receipts")
    expect(page.locator("#receipts .vp-strip-head .vp-save")).to_be_visible()
    expect(page.locator("#receipts .vp-whole")).to_be_visible()
    numbers = [float(text) for text in page.locator(".vp-slip-number").all_inner_texts()]
    assert len(numbers) == 3 and numbers == sorted(numbers, reverse=True) and numbers[0] > 0
    word = page.locator('.vp-slip[data-name="watercolor"]')
    expect(word).to_have_accessible_name(re.compile(r"Without “watercolor”, which you like: changed by [\d.]+ of 100"))
    word.press("Enter")
    expect(page.locator("#receipts .vp-corner-left")).to_have_text("with watercolor")
    expect(page.locator("#receipts .vp-corner-right")).to_have_text("without watercolor")
    page.get_by_role("button", name="Switch “watercolor” off for good").click()
    expect(page.locator("#receipts .vp-act")).to_contain_text("“watercolor” is switched off")
    open_tab(page, "preferences")
    expect(chip(page, "watercolor").get_by_role("switch")).to_have_attribute("aria-checked", "false")
    note(page).get_by_role("button", name="Undo").click()
    expect(chip(page, "watercolor").get_by_role("switch")).to_have_attribute("aria-checked", "true")


def test_receipts_are_one_picture_with_its_settings_and_stay_after_a_reload(page: Any) -> None:
    with_taste(page)
    run(page, "receipts")
    expect(page.locator("#receipts .vp-strip-head .vp-save")).to_be_visible()
    with page.expect_download() as download:
        page.click("#receipts .vp-strip-head .vp-save")
    settings = read_settings(Path(download.value.path()))
    assert (settings.prompt, settings.options.beta, settings.options.seed) == ("a house", 0.85, 7)
    expect(page.locator(".vp-receipts")).to_have_attribute("data-kept", "3")
    names = page.locator(".vp-slip-name").all_inner_texts()
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(slips(page)).to_have_count(3)
    assert page.locator(".vp-slip-name").all_inner_texts() == names


def test_a_word_that_the_model_does_not_know_gets_no_picture_and_says_why(page: Any) -> None:
    with_taste(page, "I love the watercolor and the art deco.")
    run(page, "receipts")
    expect(page.locator("#receipts .vp-strip-head .vp-save")).to_be_visible()
    expect(slips(page)).to_have_count(1)
    expect(page.locator(".vp-strangers")).to_contain_text("No picture for art deco")
    expect(page.locator(".vp-strangers")).to_contain_text("was not trained on it")


def test_stopping_keeps_the_receipts_that_are_finished(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    with_taste(page)
    run(page, "receipts")
    expect(slips(page)).to_have_count(1)
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#receipts .vp-note")).to_have_text("Stopped.")
    finished(page, "receipts")
    expect(page.locator("#receipts .vp-strip-head .vp-save")).to_be_visible()
    expect(slips(page)).to_have_count(1)


def test_at_beta_zero_and_without_a_taste_it_is_said_what_to_do(page: Any) -> None:
    run(page, "receipts")
    expect(page.locator("#receipts .vp-note")).to_contain_text("Nothing of this taste acts")
    run(page, "blind")
    expect(page.locator("#blind .vp-note")).to_contain_text("Nothing of your taste acts")
    page.fill("#beta input[type=number]", "0")
    page.keyboard.press("Tab")
    run(page, "receipts")
    expect(page.locator("#receipts .vp-note")).to_contain_text("At β 0 no attribute does anything")


# -- two tastes --------------------------------------------------------------------------------------------------------


def test_two_profiles_are_drawn_on_one_prompt(page: Any) -> None:
    with_taste(page)
    page.get_by_role("button", name="Duplicate").click()
    expect(page.locator(".vp-pill")).to_have_count(2)
    chip(page, "watercolor").get_by_role("switch").click()
    expect(chip(page, "watercolor").get_by_role("switch")).to_have_attribute("aria-checked", "false")
    run(page, "tastes")
    expect(page.locator("#tastes .vp-save")).to_be_visible()
    tags = [page.locator(f"#tastes .vp-corner-{side}").inner_text() for side in ("left", "right")]
    assert tags == ["My taste 2", "My taste"]
    sources = [page.locator(f"#tastes .vp-half-{side} img").get_attribute("src") for side in ("left", "right")]
    assert sources[0] != sources[1]
    page.get_by_role("combobox", name="Taste on the right").select_option("")
    page.click("#run-tastes")
    expect(page.locator("#tastes .vp-corner-right")).to_have_text("Everyone’s")
    page.get_by_role("combobox", name="Taste on the left").select_option("")
    page.click("#run-tastes")
    expect(page.locator("#tastes .vp-hint").first).to_have_text("Choose two different tastes.")


def test_somebody_elses_profile_cannot_be_drawn_to(server: Server, visit: Callable[..., Any]) -> None:
    mine, other = visit(server), visit(server)
    theirs = other.evaluate("viper.view.profiles[0].id")
    open_section(mine, "tastes")
    mine.fill("#prompt textarea", "a house")
    mine.evaluate(
        "id => { const select = document.querySelector('.vp-versus select'); select.options[0].value = id; "
        "select.selectedIndex = 0; }",
        theirs,
    )
    mine.click("#run-tastes")
    expect(mine.locator("#tastes .vp-note")).to_contain_text("There is no such profile")


# -- the blind test ----------------------------------------------------------------------------------------------------


def test_a_round_is_answered_revealed_counted_and_exported(page: Any) -> None:
    with_taste(page)
    run(page, "blind")
    candidates = page.locator("button.vp-candidate")
    expect(candidates).to_have_count(4)
    expect(page.get_by_role("button", name="Choose a picture")).to_be_disabled()
    candidates.nth(2).press("Enter")
    page.get_by_role("button", name="Picture 3 is the one I like best").click()
    expect(page.locator(".vp-is-mine")).to_have_count(1)
    expect(page.locator(".vp-is-mine")).to_contain_text("likes watercolor, soft light; dislikes pixel art")
    expect(page.locator(".vp-question")).to_have_text(re.compile("You chose your own|You chose everyone’s. Yours was"))
    expect(page.locator(".vp-score")).to_contain_text("of 1 round")
    expect(page.locator(".vp-score")).to_contain_text("Blind guessing, the dashed line, gives 25 %")
    with page.expect_download() as download:
        page.get_by_role("button", name="My votes as CSV").click()
    rows = list(csv.DictReader(Path(download.value.path()).read_text("utf-8").splitlines()))
    assert [(row["protocol"], row["pictures"], row["chosen"]) for row in rows] == [("unpersonalized", "4", "3")]
    page.get_by_label("Among pictures made for others").check()
    page.get_by_label("8, as in the paper").check()
    page.get_by_role("button", name="Another round").click()
    expect(candidates).to_have_count(8)
    page.get_by_role("button", name="None of them").click()
    expect(page.locator(".vp-question")).to_contain_text("You chose none. Yours was picture")
    expect(page.locator(".vp-score").nth(1)).to_contain_text("Not counted: 1 passed")


def test_an_unfinished_round_comes_back_after_a_reload_and_is_never_told(page: Any) -> None:
    with_taste(page)
    run(page, "blind")
    expect(page.locator("button.vp-candidate")).to_have_count(4)
    expect(page.locator(".vp-blind")).to_have_attribute("data-kept", re.compile("."))
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("button.vp-candidate img")).to_have_count(4)
    expect(page.locator(".vp-is-mine")).to_have_count(0)
    page.evaluate("viper.forget()")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("#blind .vp-act")).to_contain_text("its pictures are no longer in this browser")
    page.get_by_role("button", name="Give this round up").click()
    expect(page.locator(".vp-scores")).to_contain_text("Not counted: 1 given up")
    expect(page.locator(".vp-is-mine")).to_have_count(0)


def test_a_round_is_its_owners_and_is_answered_once(server: Server, visit: Callable[..., Any]) -> None:
    mine, other = visit(server), visit(server)
    with_taste(mine)
    run(mine, "blind")
    expect(mine.locator("button.vp-candidate")).to_have_count(4)
    visitor, stranger = mine.evaluate("viper.visitor"), other.evaluate("viper.visitor")
    trial = ask(server, "blind", "look", {"visitor": visitor})[1]["open"]["trial"]
    for request in (
        {"visitor": stranger, "trial": trial, "choice": 0},
        {"visitor": visitor, "trial": trial, "choice": 4},
        {"visitor": visitor, "trial": trial, "choice": "0"},
        {"visitor": visitor, "trial": trial},
    ):
        answer = ask(server, "blind", "vote", request)[1]
        assert answer["ok"] is False and "mine" not in answer, request
    assert ask(server, "blind", "vote", {"visitor": visitor, "trial": trial, "choice": 0})[1]["ok"]
    again = ask(server, "blind", "vote", {"visitor": visitor, "trial": trial, "choice": 1})[1]
    assert again["ok"] is False and again["error"] == {"key": "core.votes.over", "values": {}}


# Keeps everything that the page takes as JSON from now on, the steps of a stream among it.
HEAR = """() => {
  const parse = JSON.parse;
  window.heard = [];
  JSON.parse = (text, ...rest) => { window.heard.push(String(text)); return parse(text, ...rest); };
}"""


def the_round(message: Any) -> Any:
    """The round within a message of gradio's stream, wherever it lies; None where there is none."""
    if isinstance(message, dict) and "pictures" in message and "trial" in message:
        return message
    inner = message.values() if isinstance(message, dict) else message if isinstance(message, list) else ()
    return next((found for one in inner if (found := the_round(one))), None)


def chunks(png: bytes) -> set[bytes]:
    """The kinds of chunks in a PNG file."""
    found, place = set(), 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        found.add(png[place + 4 : place + 8])
        place += 12 + length
    return found


@pytest.mark.parametrize("protocol", ["Among pictures everyone gets", "Among pictures made for others"])
def test_nothing_that_the_page_receives_tells_which_picture_is_mine(page: Any, protocol: str) -> None:
    """The blind test of the blind test: before the vote, what belongs to one picture is alike for all of them."""
    with_taste(page)
    open_section(page, "blind")
    page.get_by_label(protocol).check()
    answers: list[Any] = []
    page.on("response", lambda response: answers.append(response))
    page.evaluate(HEAR)
    run(page, "blind")
    expect(page.locator("button.vp-candidate img")).to_have_count(4)
    expect(page.locator(".vp-blind")).to_have_attribute("data-kept", re.compile("."))
    page.wait_for_timeout(500)

    urls = sorted({one.url for one in answers if re.search(r"picture-\d\.png", one.url)})
    assert [re.findall(r"picture-(\d)\.png", url) for url in urls] == [["1"], ["2"], ["3"], ["4"]]
    kinds, headers, folders = [], [], set()
    for one in map(page.request.get, urls):  # anew: what a browser has in its cache has no body here
        kinds.append(chunks(one.body()))
        alike = {name: value for name, value in one.headers.items() if name not in ("content-length", "etag", "date")}
        headers.append({name: re.sub(r"picture-\d", "picture-N", value) for name, value in alike.items()})
        folders.add(one.url.rsplit("/", 1)[0])
    assert kinds == [{b"IHDR", b"IDAT", b"IEND"}] * 4
    assert headers == [headers[0]] * 4, "dates and kinds of the files differ"
    assert len(folders) == 1

    heard = page.evaluate("window.heard")
    messages = [one for one in heard if '"state"' in one]
    shown = next(found for one in messages if (found := the_round(json.loads(one))))
    assert set(shown) == {"trial", "protocol", "prompt", "pictures"}
    told = [re.sub(r"picture-\d", "picture-N", json.dumps(one, sort_keys=True)) for one in shown["pictures"]]
    assert told == [told[0]] * 4

    drawn = page.locator(".vp-lineup li").evaluate_all("nodes => nodes.map((node) => node.outerHTML)")
    assert len({re.sub(r'\d+|src="[^"]*"', "N", one) for one in drawn}) == 1

    secret = re.compile(r"watercolor|pixel art|\bmine\b|makers|\bseed", re.IGNORECASE)
    heard += [one.text() for one in answers if "json" in one.headers.get("content-type", "")]
    assert len(messages) > 2
    assert [one for one in heard if secret.search(one)] == []
    page.locator("button.vp-candidate").first.click()
    page.get_by_role("button", name="Picture 1 is the one I like best").click()
    expect(page.locator(".vp-is-mine")).to_have_count(1)


# -- what is foretold --------------------------------------------------------------------------------------------------


def test_how_likely_each_is_to_be_liked_is_foretold_with_what_it_rests_on(page: Any) -> None:
    comment_on(page, 0, "I love the watercolor.")
    comment_on(page, 2, "I love the warm colors.")
    comment_on(page, 1, "I hate the pixel art.")
    learn(page)
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")
    run(page, "compare")
    expect(page.locator("#contrast .vp-save[download]")).to_be_visible()
    expect(page.locator("#contrast .vp-foretold")).to_have_count(0)  # a single picture that was disliked is too few
    expect(page.locator(".vp-guess")).to_be_hidden()

    comment_on(page, 4, "I hate the vivid colors.")
    learn(page)
    run(page, "compare")
    foretold = page.locator("#contrast .vp-foretold-words")
    expect(foretold).to_have_count(6)
    for words in foretold.all_text_contents():
        liked, low, high = map(int, re.findall(r"\d+", words))
        assert 0 <= low <= liked <= high <= 100
    guess = page.locator(".vp-guess")
    expect(guess).to_contain_text("from 2 pictures you liked and 2 you disliked")
    expect(guess).to_contain_text("A blind test would tell for certain.")
    before = foretold.all_text_contents()
    page.wait_for_selector("#contrast .vp-contrast[data-kept='6']")
    page.reload()
    open_tab(page, "compare")
    expect(foretold).to_have_text(before)
