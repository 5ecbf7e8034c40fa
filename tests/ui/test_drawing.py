"""The last two tabs while they draw: previews, stopping, turns, and what is said when it cannot be done."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.serve import TWO_AT_ONCE
from tests.ui.walk import comment_on, draw, learn, open_tab
from viper_core.errors import FormatError
from viper_core.png import read_settings

SLOW = 0.5  # seconds that each evaluation of the denoiser takes on the slow server
STEPS = 8


@pytest.fixture(scope="module")
def slow_server(serve: Callable[..., Server]) -> Server:
    return serve(slow=SLOW)


def begin(page: Any, prompt: str = "a house") -> None:
    open_tab(page, "generate")
    page.fill("#prompt textarea", prompt)
    page.click("#draw")


def doing(page: Any, place: str = "#stage") -> Any:
    return page.locator(f"{place} .vp-doing")


def running(page: Any, place: str = "#stage") -> Any:
    return page.locator(f"{place} .vp-bar[data-running=true]")


def ready(page: Any) -> None:
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")


def test_the_picture_can_be_watched_as_it_comes_into_being(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 2 of {STEPS}")
    first = page.locator(".vp-mine img").get_attribute("src")
    assert first.startswith("data:image/jpeg")
    expect(doing(page)).to_have_text(f"Step 4 of {STEPS}")
    assert page.locator(".vp-mine img").get_attribute("src") != first
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()
    expect(page.locator(".vp-mine img")).not_to_have_attribute("src", first)


def test_stop_ends_within_a_step_and_the_next_one_can_begin(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    ready(page)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 2 of {STEPS}")
    page.get_by_role("button", name="Stop").click()
    stopped = time.monotonic()
    expect(page.locator("#stage .vp-note")).to_have_text("Stopped.")
    expect(running(page)).to_have_count(0)
    page.click("#draw")
    expect(doing(page)).to_have_text(f"Step 1 of {STEPS}")
    assert time.monotonic() - stopped < 4 * SLOW + 1.5, "the stopped drawing still held the model"
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()


def test_stop_keeps_the_picture_before(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    draw(page, "a house", seed=1)
    before = page.locator(".vp-mine img").get_attribute("src")
    begin(page, "a castle")
    expect(doing(page)).to_have_text(f"Step 1 of {STEPS}")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator(".vp-mine img")).to_have_attribute("src", before)
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("a house")


def test_a_closed_page_lets_the_next_visitor_begin(slow_server: Server, visit: Callable[..., Any]) -> None:
    leaving, staying = visit(slow_server), visit(slow_server)
    ready(staying)
    begin(leaving)
    expect(doing(leaving)).to_have_text(f"Step 1 of {STEPS}")
    leaving.close()
    closed = time.monotonic()
    begin(staying)
    expect(doing(staying)).to_have_text(f"Step 1 of {STEPS}")
    assert time.monotonic() - closed < STEPS * SLOW - 0.5, "the drawing of the closed page was drawn to its end"


def test_two_visitors_take_turns(slow_server: Server, visit: Callable[..., Any]) -> None:
    first, second = visit(slow_server), visit(slow_server)
    ready(first)
    begin(first)
    expect(doing(first)).to_have_text(f"Step 1 of {STEPS}")
    begin(second, "a castle")
    expect(doing(second)).to_contain_text("Waiting: 1 other drawing is before yours")
    expect(first.locator(".vp-mine .vp-save")).to_be_visible()
    expect(second.locator(".vp-mine .vp-save")).to_be_visible()
    expect(second.locator(".vp-mine .vp-facts")).to_contain_text("a castle")


def test_waiting_can_be_stopped_too(slow_server: Server, visit: Callable[..., Any]) -> None:
    first, second = visit(slow_server), visit(slow_server)
    ready(first)
    begin(first)
    expect(doing(first)).to_have_text(f"Step 1 of {STEPS}")
    begin(second)
    expect(doing(second)).to_contain_text("Waiting: 1 other")
    second.get_by_role("button", name="Stop").click()
    expect(second.locator("#stage .vp-note")).to_have_text("Stopped.")
    expect(first.locator(".vp-mine .vp-save")).to_be_visible()
    expect(second.locator(".vp-mine .vp-save")).to_be_hidden()


def test_a_second_click_ends_the_first_drawing_and_never_are_two_in_the_model(
    slow_server: Server, visit: Callable[..., Any]
) -> None:
    page, leaving = visit(slow_server), visit(slow_server)
    ready(page)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 1 of {STEPS}")
    begin(leaving)  # a page that is closed while it waits
    expect(doing(leaving)).to_contain_text("Waiting: 1 other")
    leaving.close()
    begin(page, "a castle")
    page.click("#draw")
    page.click("#draw")
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("a castle")
    expect(page.locator(".vp-shelved[title='a castle']")).to_have_count(1)
    assert TWO_AT_ONCE not in slow_server.log()


def test_comparing_while_drawing_ends_the_drawing(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    ready(page)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 1 of {STEPS}")
    open_tab(page, "compare")
    page.click("#run-compare")
    expect(doing(page, "#contrast")).to_contain_text("Picture 1 of 6, β 0")
    open_tab(page, "generate")
    expect(page.locator("#stage .vp-note")).to_have_text("Stopped.")
    open_tab(page, "compare")
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#contrast .vp-note")).to_have_text("Stopped.")


def test_the_comparison_can_be_looked_at_from_the_second_picture_on(
    slow_server: Server, visit: Callable[..., Any]
) -> None:
    page = visit(slow_server, at="#compare")
    page.fill("#prompt textarea", "a house")
    page.click("#run-compare")
    expect(doing(page, "#contrast")).to_contain_text("Picture 3 of 6")
    expect(page.locator("#contrast .vp-half-left img")).to_be_visible()
    expect(page.locator("#contrast .vp-corner-right")).to_have_text("β 0.85 · yours")
    page.get_by_role("button", name="Stop").click()
    expect(running(page, "#contrast")).to_have_count(0)
    expect(page.locator(".vp-cell img:not(.vp-preview)")).to_have_count(2)


def test_strip_and_handle_choose_what_is_compared(page: Any) -> None:
    comment_on(page, 0, "I love the watercolor")
    learn(page)
    open_tab(page, "compare")
    page.fill("#prompt textarea", "a house")
    page.keyboard.press("Enter")
    expect(page.locator("#contrast .vp-save")).to_be_visible()
    betas = ("0", "0.25", "0.5", "0.75", "0.85", "1")
    assert page.locator(".vp-cell-beta").all_inner_texts() == [f"β {beta}" for beta in betas]
    page.get_by_role("button", name="Compare with β 0.25").click()
    expect(page.locator("#contrast .vp-corner-right")).to_have_text("β 0.25 · yours")
    handle = page.get_by_role("slider", name="How much of the picture is shown to your taste")
    handle.fill("20")
    expect(handle).to_have_attribute("aria-valuetext", "80 percent to your taste")
    page.get_by_role("button", name="Side by side").click()
    left, right = (page.locator(f"#contrast .vp-half-{side}").bounding_box() for side in ("left", "right"))
    assert left["x"] + left["width"] <= right["x"]
    assert abs(left["width"] - right["width"]) < 1


def test_the_settings_are_left_out_of_the_file_when_asked(page: Any) -> None:
    open_tab(page, "generate")
    page.get_by_role("button", name="More", exact=True).click()
    page.locator("#with-settings input").uncheck()
    draw(page, "a house")
    with page.expect_download() as download:
        page.click(".vp-mine .vp-save")
    file = Path(download.value.path())
    assert file.read_bytes().startswith(b"\x89PNG")
    assert download.value.suggested_filename == "viper-7-beta0.85.png"
    with pytest.raises(FormatError, match="holds no ViPer settings"):
        read_settings(file)


def test_an_empty_prompt_says_what_to_write(page: Any) -> None:
    begin(page, "   ")
    expect(page.locator("#stage .vp-note")).to_contain_text("The prompt is empty")
    expect(running(page)).to_have_count(0)
    open_tab(page, "compare")
    page.click("#run-compare")
    expect(page.locator("#contrast .vp-note")).to_contain_text("The prompt is empty")


def test_words_the_model_does_not_know_are_named(page: Any) -> None:
    ready(page)
    draw(page, "a dodecahedron by the sea")
    expect(page.locator("#stage .vp-note")).to_contain_text("viper-mini was not trained on: dodecahedron.")


def test_an_example_becomes_the_prompt_and_dice_change_the_seed(page: Any) -> None:
    open_tab(page, "generate")
    page.get_by_role("button", name="a castle on a hill").click()
    expect(page.locator("#prompt textarea")).to_have_value("a castle on a hill")
    page.click("#dice")
    expect(page.locator("#seed input")).not_to_have_value("7")
    seed = page.locator("#seed input").input_value()
    page.wait_for_timeout(300)
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(page.locator("#seed input")).to_have_value(seed)
    expect(page.locator("#prompt textarea")).to_have_value("a castle on a hill")


def test_without_weights_the_page_names_file_and_remedy_and_the_rest_works(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(with_model=False)
    page = visit(server)
    expect(page.locator(".vp-model")).to_have_text("viper-mini could not be loaded")
    expect(page.locator(".vp-remedy")).to_contain_text("viper.json is missing")
    comment_on(page, 0, "I love the watercolor")
    learn(page)
    begin(page)
    expect(page.locator("#stage .vp-note")).to_contain_text("viper.json is missing")
    expect(page.locator("#prompt textarea")).to_have_value("a house")
    page.get_by_role("button", name="Load it again").click()
    expect(page.locator(".vp-remedy")).to_be_visible()


def test_a_crash_while_drawing_is_said_and_it_can_be_drawn_again(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(slow=SLOW)
    page = visit(server)
    ready(page)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 2 of {STEPS}")
    server.kill()
    expect(page.locator("#stage .vp-note")).to_contain_text("does not answer any more")
    server.start()
    page.wait_for_function("window.viper?.taste && viper.run === 0")  # gradio loads the page anew by itself
    expect(page.locator("#prompt textarea")).to_have_value("a house")
    page.click("#draw")
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()
    expect(page.locator(".vp-shelved")).to_have_count(1)
    assert TWO_AT_ONCE not in server.log()
