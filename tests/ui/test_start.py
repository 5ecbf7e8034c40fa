"""A picture to start from in place of noise: from whatever comes to the page, from the album, kept, and given up."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from typing import Any

from PIL import Image
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.test_generate import back, bring, drawn_to_a_taste, file_of, foreign, shelved
from tests.ui.walk import draw, note, open_tab
from viper_core.png import ReferenceSettings, read_settings

STRENGTH = "#strength input[type=number]"


def sha256(data: bytes) -> str:
    """Of size and pixels, written out once more."""
    with Image.open(io.BytesIO(data)) as opened:
        picture = opened.convert("RGB")
    return hashlib.sha256(f"{picture.width}x{picture.height}:".encode() + picture.tobytes()).hexdigest()


def started(page: Any) -> Any:
    return page.locator(".vp-start-picture")


def set_strength(page: Any, strength: float) -> None:
    page.fill(STRENGTH, str(strength))
    page.keyboard.press("Tab")


def reference_of_stage(page: Any) -> ReferenceSettings | None:
    return read_settings(file_of(page, ".vp-mine .vp-save")).reference


def test_our_picture_that_is_dropped_can_be_started_from(page: Any) -> None:
    data = drawn_to_a_taste(page)
    expect(page.locator("#strength")).to_be_hidden()
    bring(page, data)
    page.get_by_role("button", name="Start from it").click()
    expect(started(page)).to_be_visible()
    expect(started(page).locator("img")).to_have_js_property("complete", True)
    assert started(page).locator("img").evaluate("image => image.naturalWidth") > 0
    expect(page.locator("#strength")).to_be_visible()
    set_strength(page, 0.5)
    draw(page, "a castle", seed=42)
    assert reference_of_stage(page) == ReferenceSettings(sha256(data), 0.5)
    page.get_by_role("button", name="Draw what everyone gets").click()
    everyones = read_settings(file_of(page, ".vp-everyone .vp-save"))
    assert everyones.reference == ReferenceSettings(sha256(data), 0.5) and everyones.preferences is None

    back(page)  # it is kept like every other setting
    open_tab(page, "generate")
    expect(started(page)).to_be_visible()
    expect(page.locator(STRENGTH)).to_have_value("0.5")

    page.get_by_role("button", name="Start from none").click()
    expect(started(page)).to_be_hidden()
    expect(page.locator("#strength")).to_be_hidden()
    draw(page, "a castle", seed=42)
    assert reference_of_stage(page) is None

    shelved(page).nth(1).click()  # its settings bring the picture back that it was started from
    expect(page.locator(".vp-view-facts")).to_contain_text("Away from its start")
    page.get_by_role("button", name="Use these settings").click()
    expect(started(page)).to_be_visible()
    page.locator(".vp-message").get_by_role("button", name="Undo").last.click()
    expect(started(page)).to_be_hidden()


def test_a_picture_of_the_album_and_a_file_can_be_started_from(page: Any) -> None:
    draw(page, "a house", seed=1)
    data = file_of(page, ".vp-mine .vp-save").read_bytes()
    shelved(page).first.click()
    page.get_by_role("button", name="Start from it").click()
    expect(started(page)).to_be_visible()
    assert page.locator("#reference textarea").input_value() == sha256(data)
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Another picture").click()
    chooser.value.set_files({"name": "pond.jpg", "mimeType": "image/jpeg", "buffer": foreign("JPEG")})
    expect(page.locator("#reference textarea")).to_have_value(sha256(foreign("JPEG")))
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Another picture").click()
    chooser.value.set_files({"name": "x.png", "mimeType": "image/png", "buffer": b"no picture"})
    expect(note(page).last).to_contain_text("This is no picture that can be read")
    expect(page.locator("#reference textarea")).to_have_value(sha256(foreign("JPEG")))


def test_a_foreign_picture_dropped_where_one_draws_can_be_started_from_and_compared(page: Any) -> None:
    drawn_to_a_taste(page)
    open_tab(page, "compare")
    bring(page, foreign())
    page.get_by_role("button", name="Start from it").click()
    expect(page.locator("#tab-compare")).to_have_attribute("aria-selected", "true")
    expect(started(page)).to_be_visible()
    page.click("#run-compare")
    expect(page.locator("#contrast .vp-strip img")).to_have_count(6)  # the chosen β is one more
    page.wait_for_function("!document.querySelector('.vp-bar[data-running=true]')")
    strip = file_of(page, "#contrast a[download='viper-strip.png']").read_bytes()
    reference = read_settings(strip).reference
    assert reference is not None and reference.sha256 == sha256(foreign())


def test_a_large_picture_is_made_smaller_before_it_is_sent(page: Any) -> None:
    out = io.BytesIO()
    noise = Image.effect_noise((2400, 1600), 80)
    Image.merge("RGB", [noise, noise.rotate(180), noise]).save(out, "PNG")
    assert len(out.getvalue()) > 5_000_000  # more than a request may carry
    open_tab(page, "generate")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Start from a picture").click()
    chooser.value.set_files({"name": "noise.png", "mimeType": "image/png", "buffer": out.getvalue()})
    expect(started(page)).to_be_visible()


def test_another_visitor_cannot_start_from_it(server: Server, visit: Callable[..., Any]) -> None:
    mine = visit(server, at="#generate")
    bring(mine, foreign())
    mine.get_by_role("button", name="Start from it").click()
    expect(started(mine)).to_be_visible()
    theirs = visit(server, at="#generate")
    theirs.evaluate("hash => viper.fields.take({ reference: hash })", sha256(foreign()))
    expect(note(theirs)).to_contain_text("is not here")
    expect(started(theirs)).to_be_hidden()
    expect(theirs.locator("#reference textarea")).to_have_value("")
