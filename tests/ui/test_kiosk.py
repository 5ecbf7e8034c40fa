"""The kiosk: four steps, one visitor after another, and nothing of the one before."""

from __future__ import annotations

import base64
import http.client
import io
import re
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.test_app import run
from tests.ui.walk import chip, comment_on
from viper_core.errors import InputError
from viper_core.taste_card import read_taste
from viper_ui import kiosk_from

IDLE = 6  # seconds at the stand of these tests
CANARY = "canary-0b7c"


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    """A stand whose visitors are not hurried, and whose address phones reach."""
    made = serve("--kiosk", "--kiosk-idle", "3600", start=False)
    made.arguments = (*made.arguments, "--public-address", "https://stand.example/viper/")
    made.start()
    return made


@pytest.fixture(scope="module")
def hurried(serve: Callable[..., Server]) -> Server:
    """A stand where everything is deleted after a few seconds, and without a public address."""
    return serve("--kiosk", "--kiosk-idle", str(IDLE), with_model=False)


def go_on(page: Any) -> Any:
    return page.locator(".vp-go-on")


def still(page: Any) -> Any:
    return page.locator(".vp-still")


def next_visitor(page: Any) -> None:
    """Press the button twice, and wait for the page that the next visitor finds."""
    before = page.evaluate("viper.visitor")
    page.click(".vp-leave")
    page.click(".vp-leave")
    begins_anew(page, before)


def begins_anew(page: Any, before: str) -> None:
    page.wait_for_function("before => window.viper?.visitor && viper.taste && viper.visitor !== before", arg=before)


def kept_in_browser(page: Any) -> str:
    """Everything that the browser keeps for this page, and what is on it."""
    return str(
        page.evaluate(
            """async () => {
              const base = await new Promise((resolve) => {
                const request = indexedDB.open("viper", 1);
                request.onupgradeneeded = () => request.result.createObjectStore("kept");
                request.onsuccess = () => resolve(request.result);
              });
              const all = await new Promise((resolve) => {
                const request = base.transaction("kept").objectStore("kept").getAll();
                request.onsuccess = () => resolve(request.result);
              });
              base.close();
              return JSON.stringify([all, { ...localStorage }, { ...sessionStorage }]) + document.body.outerHTML;
            }"""
        )
    )


def files_holding(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_four_steps_lead_from_a_comment_to_what_one_takes_home(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server, width=1366, height=900)
    expect(page.locator("#tab-home")).to_have_text("4 · Take it home")
    expect(page.locator("#tab-compare")).to_have_count(0)
    expect(page.locator("#own")).to_be_hidden()
    expect(go_on(page)).to_be_disabled()
    comment_on(page, 0, "I love the watercolor and the soft light.")
    expect(go_on(page)).to_be_enabled()
    go_on(page).click()
    expect(page.locator("#tab-preferences")).to_have_attribute("aria-selected", "true")
    expect(chip(page, "watercolor")).to_be_visible()
    expect(go_on(page)).to_have_text("Draw a picture")
    go_on(page).click()
    expect(page.locator("#tab-generate")).to_have_attribute("aria-selected", "true")
    page.get_by_role("button", name="a castle on a hill").click()
    page.click("#draw")
    expect(page.locator(".vp-guide-words")).to_have_text("Try another scene, or take your taste home.")
    go_on(page).click()
    expect(page.locator("#tab-home")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".vp-home-card img")).to_have_js_property("naturalWidth", 1080)
    expect(page.locator(".vp-home-picture img")).to_be_visible()
    expect(page.locator(".vp-home-code img")).to_be_visible()
    next_visitor(page)
    expect(page.locator("#tab-comment")).to_have_attribute("aria-selected", "true")


def test_the_next_visitor_finds_nothing_of_the_one_before(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    before = page.evaluate("viper.visitor")
    comment_on(page, 0, f"I love the watercolor, {CANARY}.")
    go_on(page).click()
    expect(chip(page, "watercolor")).to_be_visible()
    go_on(page).click()
    page.fill("#prompt textarea", f"a house {CANARY}")
    page.click("#draw")
    expect(page.locator(".vp-mine .vp-canvas img:not(.vp-preview)")).to_be_visible()
    assert files_holding(server.home / "data", CANARY)
    next_visitor(page)
    expect(page.locator(".vp-commented")).to_have_count(0)
    kept = kept_in_browser(page)
    assert CANARY not in kept
    assert before not in kept
    assert files_holding(server.home / "data", CANARY) == []


def test_next_visitor_asks_once_more(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    visitor = page.evaluate("viper.visitor")
    page.click(".vp-leave")
    expect(page.locator(".vp-leave")).to_have_text("Delete everything? Press again")
    page.wait_for_timeout(6500)
    expect(page.locator(".vp-leave")).to_have_text("Next visitor")
    assert page.evaluate("viper.visitor") == visitor


def test_the_code_leads_to_the_card_until_the_next_visitor_comes(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server, width=1366, height=900)
    with_a_taste(page, f"I love the watercolor, {CANARY}.")
    page.click("#tab-home")
    path = read_code(page)
    with urllib.request.urlopen(server.url + path, timeout=30) as answer:
        card = answer.read()
        assert answer.headers["Content-Type"] == "image/png"
        assert answer.headers["Cache-Control"] == "no-store"
    assert [one.name for one in read_taste(card).liked] == ["watercolor"]
    assert CANARY.encode() not in card
    with Image.open(io.BytesIO(card)) as picture:
        assert picture.width == 1080
    assert page.locator(".vp-home-card img").get_attribute("src") == as_url(card)  # what is shown is taken home
    assert page.evaluate("viper.visitor") not in path
    for wrong in ("card/", f"card/{'x' * 32}", "card/../config", path[:-1] + "!", path.lower()):
        assert status_of(server, f"/{wrong}") == 404
    next_visitor(page)
    assert status_of(server, f"/{path}") == 404


def test_a_code_that_is_shown_anew_takes_the_place_of_the_former(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server, width=390, height=844)
    with_a_taste(page, "I love the watercolor.")
    page.emulate_media(color_scheme="dark")
    page.click("#tab-home")
    former = read_code(page)
    shown = page.locator(".vp-home-code img").get_attribute("src")
    page.click("#tab-preferences")
    page.click("#tab-home")
    page.wait_for_function("src => document.querySelector('.vp-home-code img').src !== src", arg=shown)
    code = read_code(page)
    assert code != former
    assert [status_of(server, f"/{path}") for path in (former, code, code)] == [404, 200, 200]


def with_a_taste(page: Any, comment: str) -> None:
    comment_on(page, 0, comment)
    go_on(page).click()
    expect(chip(page, "watercolor")).to_be_visible()


def read_code(page: Any) -> str:
    """What a camera reads on the last step: the path of the one address, below the public one."""
    expect(page.locator(".vp-home-code img")).to_be_visible()
    page.locator(".vp-home-code").scroll_into_view_if_needed()
    with Image.open(io.BytesIO(page.screenshot())) as seen:
        (code,) = zxingcpp.read_barcodes(seen.convert("RGB"))
    assert code.format == zxingcpp.BarcodeFormat.QRCode
    found = re.fullmatch(r"https://stand\.example/viper/(card/[\w-]{32})", code.text)
    assert found, code.text
    return found[1]


def as_url(picture: bytes) -> str:
    return "data:image/png;base64," + base64.b64encode(picture).decode("ascii")


def status_of(server: Server, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_who_goes_away_is_forgotten_after_a_countdown(hurried: Server, visit: Callable[..., Any]) -> None:
    page = visit(hurried)
    before = page.evaluate("viper.visitor")
    comment_on(page, 0, f"I love the watercolor, {CANARY}.")
    expect(still(page)).to_contain_text("Everything is deleted for the next visitor in")
    begins_anew(page, before)
    expect(page.locator(".vp-commented")).to_have_count(0)
    assert files_holding(hurried.home / "data", CANARY) == []


def test_any_touch_ends_the_countdown_and_nothing_is_lost(hurried: Server, visit: Callable[..., Any]) -> None:
    page = visit(hurried)
    before = page.evaluate("viper.visitor")
    comment_on(page, 0, "I love the watercolor.")
    for _ in range(2):
        expect(still(page)).to_be_visible()
        page.keyboard.press("Shift")
        expect(still(page)).to_be_hidden()
    assert page.evaluate("viper.visitor") == before
    expect(page.locator("#vp-comment")).to_have_value("I love the watercolor.")


def test_nobody_is_asked_at_a_page_that_nobody_touched(hurried: Server, visit: Callable[..., Any]) -> None:
    page = visit(hurried)
    before = page.evaluate("viper.visitor")
    page.wait_for_timeout((IDLE + 2) * 1000)
    expect(still(page)).to_be_hidden()
    assert page.evaluate("viper.visitor") == before


def test_without_a_public_address_there_is_no_code_and_no_link(hurried: Server, visit: Callable[..., Any]) -> None:
    page = visit(hurried)
    comment_on(page, 0, "I love the watercolor.")
    go_on(page).click()
    expect(chip(page, "watercolor")).to_be_visible()
    page.click("#tab-home")
    expect(page.locator(".vp-home-card img")).to_be_visible()
    expect(page.locator(".vp-home-code")).to_be_hidden()
    expect(page.locator(".vp-home-words")).to_have_text("Take a photo of it with your phone.")
    assert status_of(hurried, "/card/" + "x" * 32) == 404


def test_while_the_server_is_away_the_page_is_covered_and_then_cleared(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve("--kiosk", with_model=False)
    page = visit(server)
    before = page.evaluate("viper.visitor")
    comment_on(page, 0, f"I love the watercolor, {CANARY}.")
    server.kill()
    page.click(".vp-leave")
    page.click(".vp-leave")
    expect(still(page)).to_contain_text("The server does not answer")
    server.start()
    begins_anew(page, before)
    assert files_holding(server.home / "data", CANARY) == []


def test_a_page_that_is_no_kiosk_has_nothing_of_it(serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    page = visit(serve(with_model=False))
    expect(page.locator(".vp-leave")).to_have_count(0)
    expect(page.locator("#tab-compare")).to_be_visible()


# -- settings ----------------------------------------------------------------------------------------------------------


def test_flags_count_before_the_environment() -> None:
    environment = {"VIPER_KIOSK_IDLE": "60", "VIPER_PUBLIC_ADDRESS": "http://10.0.0.5:7860"}
    kiosk = kiosk_from(environment)
    assert (kiosk.idle_seconds, kiosk.address) == (60, "http://10.0.0.5:7860")
    kiosk = kiosk_from(environment, idle="90", address="https://stand.example/")
    assert (kiosk.idle_seconds, kiosk.address) == (90, "https://stand.example")
    assert kiosk_from({}).address == ""


@pytest.mark.parametrize("idle", ["soon", "1", "nan", "99999"])
def test_an_idle_time_that_cannot_be_used_is_refused(idle: str) -> None:
    with pytest.raises(InputError, match="from 5 to 3600"):
        kiosk_from({}, idle=idle)


@pytest.mark.parametrize("address", ["stand.example", "javascript:alert(1)", "https://a b", "ftp://stand.example"])
def test_a_public_address_that_cannot_be_used_is_refused(address: str) -> None:
    with pytest.raises(InputError, match="The public address"):
        kiosk_from({}, address=address)


def test_settings_are_refused_at_the_start_with_one_line() -> None:
    result = run("--kiosk", VIPER_KIOSK_IDLE="soon")
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)
    result = run(VIPER_RETENTION_DAYS="soon")
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)
    result = run(VIPER_STUDY_DATASET="votes")
    assert (result.returncode, len(result.stderr.strip().splitlines())) == (2, 1)
