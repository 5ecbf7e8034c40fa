"""The third tab beyond one picture: several at once, what is kept of them, and the fields that make them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.test_drawing import begin, doing, ready, running
from tests.ui.walk import chip, draw, note, open_tab
from viper_core.png import read_settings

SLOW = 0.5
STEPS = 8
PROMPT = "#prompt textarea"
SEED = "#seed input"


@pytest.fixture(scope="module")
def slow_server(serve: Callable[..., Server]) -> Server:
    return serve(slow=SLOW)


def ask_for(page: Any, count: int) -> None:
    page.locator("#count label").nth(count - 1).click()


def shelved(page: Any) -> Any:
    return page.locator(".vp-shelved")


def back(page: Any) -> None:
    page.reload()
    page.wait_for_function("window.viper?.visitor && window.viper?.taste")


def more(page: Any) -> None:
    page.get_by_role("button", name="More", exact=True).click()


def file_of(page: Any, selector: str) -> Path:
    with page.expect_download() as download:
        page.click(selector)
    return Path(download.value.path())


# -- several pictures --------------------------------------------------------------------------------------------------


def test_several_pictures_come_with_one_press_and_each_can_be_looked_at(page: Any) -> None:
    open_tab(page, "generate")
    ask_for(page, 3)
    draw(page, "a house", seed=20)
    siblings = page.locator(".vp-siblings button")
    expect(siblings).to_have_count(3)
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("seed 22")
    siblings.first.click()
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("seed 20")
    assert read_settings(file_of(page, ".vp-mine .vp-save")).options.seed == 20
    expect(shelved(page)).to_have_count(3)


def test_stop_keeps_the_pictures_that_are_finished(slow_server: Server, visit: Callable[..., Any]) -> None:
    page = visit(slow_server)
    ready(page)
    open_tab(page, "generate")
    ask_for(page, 3)
    begin(page)
    expect(doing(page)).to_contain_text(re.compile(rf"Picture 2 of 3: step \d of {STEPS}"))
    page.get_by_role("button", name="Stop").click()
    expect(page.locator("#stage .vp-note")).to_have_text("Stopped. 1 of 3 pictures are finished and kept.")
    expect(running(page)).to_have_count(0)
    expect(page.locator(".vp-mine .vp-save")).to_be_visible()
    expect(shelved(page)).to_have_count(1)
    back(page)
    expect(shelved(page)).to_have_count(1)


def test_an_unlocked_seed_is_another_for_every_picture_and_is_shown(page: Any) -> None:
    open_tab(page, "generate")
    page.get_by_label("Keep this seed for the next picture").uncheck()
    draw(page, "a house", seed=20)
    seed = page.locator(SEED).input_value()
    assert seed != "20"
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text(f"seed {seed} ")


@pytest.mark.parametrize("typed", ["-5", "9007199254740993"])
def test_a_seed_that_cannot_be_is_brought_within_reach(page: Any, typed: str) -> None:
    draw(page, "a house", seed=1)
    page.fill(SEED, typed)
    page.click("#draw")
    page.wait_for_function("document.querySelector('.vp-frames').dataset.ended === String(viper.run)")
    expect(page.locator(".vp-mine .vp-facts")).not_to_contain_text("seed 1 ")
    expect(page.locator("#stage .vp-note.vp-problem")).to_have_count(0)


# -- the album ---------------------------------------------------------------------------------------------------------


def test_what_was_drawn_is_kept_through_reload_and_a_killed_server(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve()
    page = visit(server)
    draw(page, "a house", seed=1)
    draw(page, "a castle", seed=2)
    expect(shelved(page).first).to_have_attribute("aria-label", "a castle, β 0.85, seed 2")
    server.kill()
    server.start()
    back(page)
    open_tab(page, "generate")
    expect(shelved(page)).to_have_count(2)
    expect(shelved(page).first.locator("img")).to_have_js_property("naturalWidth", 128)
    shelved(page).nth(1).click()
    expect(page.locator(".vp-view-prompt")).to_have_text("a house")
    expect(page.locator(".vp-view-picture img")).to_have_js_property("naturalWidth", 128)
    assert read_settings(file_of(page, ".vp-view-tools a")).prompt == "a house"


def test_a_pictures_settings_fill_the_fields_and_can_be_taken_back(page: Any) -> None:
    open_tab(page, "generate")
    more(page)
    page.fill("#negative-prompt textarea", "night")
    page.fill("#steps input[type=number]", "5")
    draw(page, "a house", beta=0.25, seed=3)
    draw(page, "a castle", beta=0.5, seed=4)
    page.fill("#negative-prompt textarea", "")
    shelved(page).nth(1).click()
    expect(page.locator(".vp-view-facts")).to_contain_text("night")
    page.get_by_role("button", name="Use these settings").click()
    expect(page.locator(PROMPT)).to_have_value("a house")
    expect(page.locator(SEED)).to_have_value("3")
    expect(page.locator("#beta input[type=number]")).to_have_value("0.25")
    expect(page.locator("#negative-prompt textarea")).to_have_value("night")
    expect(page.locator("#steps input[type=number]")).to_have_value("5")
    note(page).get_by_role("button", name="Undo").click()
    expect(page.locator(PROMPT)).to_have_value("a castle")
    expect(page.locator("#negative-prompt textarea")).to_have_value("")


def test_a_deleted_picture_is_nowhere_and_comes_back(page: Any) -> None:
    draw(page, "a house", seed=1)
    draw(page, "a castle", seed=2)
    shelved(page).first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(shelved(page)).to_have_count(1)
    expect(page.locator(".vp-view")).to_be_hidden()
    expect(shelved(page).first).to_be_focused()
    expect(page.locator(".vp-mine .vp-save")).to_be_hidden()
    back(page)
    expect(shelved(page)).to_have_count(1)
    shelved(page).first.click()
    page.get_by_role("button", name="Delete", exact=True).click()
    expect(page.locator(".vp-view")).to_be_hidden()
    note(page).get_by_role("button", name="Undo").click()
    expect(shelved(page)).to_have_count(1)
    expect(shelved(page).first.locator("img")).to_have_js_property("naturalWidth", 128)
    back(page)
    expect(shelved(page)).to_have_count(1)


def test_the_album_is_walked_with_the_keyboard_alone(page: Any) -> None:
    for seed in (1, 2, 3):
        draw(page, "a house", seed=seed)
    shelved(page).first.focus()
    page.keyboard.press("Enter")
    place = page.locator(".vp-view .vp-place")
    expect(place).to_have_text("1 of 3")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(place).to_have_text("3 of 3")
    page.keyboard.press("ArrowLeft")
    expect(place).to_have_text("2 of 3")
    page.keyboard.press("Escape")
    expect(page.locator(".vp-view")).to_be_hidden()
    expect(shelved(page).nth(1)).to_be_focused()


def test_another_visitor_sees_none_of_it(server: Server, visit: Callable[..., Any]) -> None:
    mine, other = visit(server), visit(server)
    draw(mine, "a house canary-77", seed=1)
    back(other)
    open_tab(other, "generate")
    expect(shelved(other)).to_have_count(0)
    expect(other.locator(".vp-recent")).to_be_hidden()
    assert "canary-77" not in other.content()


def test_more_than_a_screenful_is_shown_when_asked_for(server: Server, visit: Callable[..., Any]) -> None:
    from viper_core.png import PictureSettings
    from viper_core.sampling import SamplingOptions
    from viper_core.store import Store

    page = visit(server)
    draw(page, "a house", seed=1)
    data = file_of(page, ".vp-mine .vp-save").read_bytes()
    store, visitor = Store(server.home / "data"), page.evaluate("viper.visitor")
    options = SamplingOptions(num_inference_steps=8, guidance_scale=3.0, height=128, width=128)
    for _ in range(27):
        store.drawings.add(visitor, data, PictureSettings("a house", options, None, "viper-mini"))
    store.close()
    back(page)
    expect(shelved(page)).to_have_count(24)
    page.get_by_role("button", name="Show 4 more").click()
    expect(shelved(page)).to_have_count(28)


# -- the fields --------------------------------------------------------------------------------------------------------


def test_recent_prompts_are_offered_and_chosen_by_keyboard(page: Any) -> None:
    draw(page, "a house", seed=1)
    draw(page, "a castle", seed=1)
    back(page)
    recent = page.get_by_role("button", name="Recent prompts")
    recent.press("Enter")
    expect(page.locator(".vp-recent-list button")).to_have_text(["a castle", "a house"])
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(PROMPT)).to_have_value("a house")
    expect(page.locator(PROMPT)).to_be_focused()
    recent.press("Enter")
    page.keyboard.press("Escape")
    expect(page.locator(".vp-recent-list")).to_be_hidden()
    expect(recent).to_be_focused()


def test_everything_entered_survives_a_reload(page: Any) -> None:
    open_tab(page, "generate")
    page.fill(PROMPT, "a boat")
    page.fill(SEED, "77")
    ask_for(page, 2)
    page.get_by_label("Keep this seed for the next picture").uncheck()
    more(page)
    page.fill("#negative-prompt textarea", "fog")
    page.fill("#steps input[type=number]", "11")
    page.get_by_label("as in the released code").check()
    page.keyboard.press("Tab")
    page.wait_for_timeout(300)
    back(page)
    expect(page.locator(PROMPT)).to_have_value("a boat")
    expect(page.locator(SEED)).to_have_value("77")
    expect(page.locator("#count input").nth(1)).to_be_checked()
    expect(page.get_by_label("Keep this seed for the next picture")).not_to_be_checked()
    expect(page.locator("#negative-prompt textarea")).to_be_visible()
    expect(page.locator("#negative-prompt textarea")).to_have_value("fog")
    expect(page.locator("#steps input[type=number]")).to_have_value("11")
    expect(page.get_by_label("as in the released code")).to_be_checked()
    page.get_by_role("button", name="Back to the model’s defaults").click()
    expect(page.locator("#steps input[type=number]")).to_have_value("8")
    expect(page.locator("#negative-prompt textarea")).to_have_value("")
    expect(page.locator(PROMPT)).to_have_value("a boat")


def test_steps_formula_and_negative_prompt_are_what_is_drawn_with(page: Any) -> None:
    open_tab(page, "generate")
    more(page)
    page.fill("#negative-prompt textarea", "night")
    page.fill("#steps input[type=number]", "4")
    page.get_by_label("as in the released code").check()
    draw(page, "a house", beta=0.5, seed=9)
    options = read_settings(file_of(page, ".vp-mine .vp-save")).options
    assert (options.negative_prompt, options.num_inference_steps) == ("night", 4)
    assert (options.formula, options.beta, options.seed) == ("released", 0.5, 9)
    page.click("text=Draw what everyone gets")
    expect(page.locator(".vp-everyone .vp-save")).to_be_visible()
    options = read_settings(file_of(page, ".vp-everyone .vp-save")).options
    assert (options.negative_prompt, options.num_inference_steps, options.beta) == ("night", 4, 0.0)


# -- what was interrupted ----------------------------------------------------------------------------------------------


def test_what_a_killed_server_was_drawing_is_offered_and_drawn(
    serve: Callable[..., Server], visit: Callable[..., Any]
) -> None:
    server = serve(slow=SLOW)
    page = visit(server)
    ready(page)
    open_tab(page, "generate")
    ask_for(page, 2)
    page.fill(SEED, "30")
    begin(page)
    expect(doing(page)).to_contain_text("Picture 2 of 2")
    server.kill()
    expect(page.locator("#stage .vp-note")).to_contain_text("does not answer any more")
    page.fill(PROMPT, "something else")
    server.start()
    page.wait_for_function("window.viper?.taste && viper.run === 0")  # gradio loads the page anew by itself
    offer = page.locator("#stage .vp-note")
    expect(offer).to_contain_text("“a house” was being drawn. 1 of 2 pictures are finished.")
    page.get_by_role("button", name="Draw the other one").click()
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("seed 31")
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text("a house")
    expect(shelved(page)).to_have_count(2)
    page.wait_for_function("document.querySelector('.vp-frames').dataset.ended === String(viper.run)")
    back(page)
    page.wait_for_timeout(500)
    expect(offer).not_to_contain_text("was being drawn")


def test_a_page_left_while_drawing_offers_it_and_the_offer_can_be_declined(
    slow_server: Server, visit: Callable[..., Any]
) -> None:
    page = visit(slow_server)
    ready(page)
    begin(page)
    expect(doing(page)).to_have_text(f"Step 2 of {STEPS}")
    back(page)
    offer = page.locator("#stage .vp-note")
    expect(offer).to_contain_text("“a house” was being drawn")
    page.get_by_role("button", name="Leave it").click()
    expect(offer).to_have_text("")
    back(page)
    page.wait_for_timeout(500)
    expect(offer).to_have_text("")


# -- pictures that come to the page ------------------------------------------------------------------------------------

BRING = """async ([kind, name, type, bytes]) => {
  const carrier = new DataTransfer();
  carrier.items.add(new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], name, { type }));
  const data = kind === "paste" ? { clipboardData: carrier } : { dataTransfer: carrier };
  const Kind = kind === "paste" ? ClipboardEvent : DragEvent;
  document.body.dispatchEvent(new Kind(kind, { ...data, bubbles: true, cancelable: true }));
}"""


def bring(page: Any, data: bytes, *, how: str = "drop", name: str = "picture.png", kind: str = "image/png") -> None:
    import base64

    page.evaluate(BRING, [how, name, kind, base64.b64encode(data).decode()])


def foreign(kind: str = "PNG") -> bytes:
    import io

    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, kind)
    return out.getvalue()


def drawn_to_a_taste(page: Any) -> bytes:
    open_tab(page, "preferences")
    page.get_by_role("combobox", name="Add something you like").fill("watercolor")
    page.keyboard.press("Enter")
    expect(chip(page, "watercolor")).to_be_visible()
    draw(page, "a house", beta=0.4, seed=41)
    return file_of(page, ".vp-mine .vp-save").read_bytes()


@pytest.mark.parametrize(("how", "tab"), [("drop", "comment"), ("drop", "preferences"), ("paste", "compare")])
def test_our_picture_put_anywhere_gives_its_settings_back(
    server: Server, visit: Callable[..., Any], how: str, tab: str
) -> None:
    data = drawn_to_a_taste(visit(server))
    page = visit(server)
    open_tab(page, tab)
    bring(page, data, how=how)
    dialog = page.locator(".vp-arrival")
    expect(dialog).to_contain_text("a house")
    expect(dialog).to_contain_text("β 0.4 · seed 41 · viper-mini")
    dialog.get_by_role("button", name="Use its settings").click()
    expect(page.locator(PROMPT)).to_have_value("a house")
    expect(page.locator(SEED)).to_have_value("41")
    expect(page.locator("#beta input[type=number]")).to_have_value("0.4")


def test_the_taste_of_our_picture_becomes_a_profile(server: Server, visit: Callable[..., Any]) -> None:
    data = drawn_to_a_taste(visit(server))
    page = visit(server, at="#generate")
    bring(page, data)
    page.get_by_role("button", name="Take its taste as a profile").click()
    expect(page.locator("#tab-preferences")).to_have_attribute("aria-selected", "true")
    expect(chip(page, "watercolor")).to_be_visible()


def test_our_picture_can_be_commented_on_as_any_other(page: Any) -> None:
    data = drawn_to_a_taste(page)
    bring(page, data, how="paste")
    page.get_by_role("button", name="Comment on it").click()
    expect(page.locator("#tab-comment")).to_have_attribute("aria-selected", "true")
    expect(page.locator(".vp-own")).to_have_count(1)


def test_cancelling_leaves_everything_as_it_was(page: Any) -> None:
    data = drawn_to_a_taste(page)
    page.fill(PROMPT, "a boat")
    bring(page, data)
    page.get_by_role("button", name="Cancel").click()
    expect(page.locator(".vp-arrival")).to_be_hidden()
    expect(page.locator(PROMPT)).to_have_value("a boat")


def test_a_foreign_picture_says_that_it_tells_nothing_and_offers_the_board(page: Any) -> None:
    open_tab(page, "generate")
    bring(page, foreign("JPEG"), name="pond.jpg", kind="image/jpeg")
    expect(page.locator(".vp-arrival")).to_contain_text("It does not say how it was made")
    page.get_by_role("button", name="Comment on it").click()
    expect(page.locator(".vp-own")).to_have_count(1)
    expect(page.locator(".vp-title")).to_have_text("pond")


def test_a_picture_is_opened_without_a_mouse(page: Any, tmp_path: Path) -> None:
    file = tmp_path / "drawn.png"
    page.on("filechooser", lambda chooser: None)  # the browser hands the choice over from here on
    file.write_bytes(drawn_to_a_taste(page))
    page.locator(".vp-open-picture").focus()
    with page.expect_file_chooser() as chooser:
        page.keyboard.press("Enter")
    chooser.value.set_files(file)
    expect(page.locator(".vp-arrival")).to_contain_text("a house")
    expect(page.get_by_role("button", name="Use its settings")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(".vp-arrival")).to_be_hidden()


def test_what_a_picture_says_stays_text(page: Any) -> None:
    import io

    from PIL import Image

    from viper_core.generated import GeneratedImage
    from viper_core.png import encode_png
    from viper_core.sampling import SamplingOptions

    script = '<img src=x onerror="window.hacked=1"> ${window.hacked=2} {{window.hacked=3}}'
    with Image.open(io.BytesIO(foreign())) as pixels:
        pixels.load()
    options = SamplingOptions(num_inference_steps=8, guidance_scale=3.0, height=64, width=64)
    open_tab(page, "generate")
    bring(page, encode_png(GeneratedImage(pixels, script, options, None, script, 1.0)))
    expect(page.locator(".vp-arrival .vp-view-prompt")).to_have_text(script)
    page.get_by_role("button", name="Use its settings").click()
    expect(page.locator(PROMPT)).to_have_value(script)
    draw(page, script)
    back(page)
    shelved(page).first.click()
    expect(page.locator(".vp-view-prompt")).to_have_text(script)
    assert page.evaluate("window.hacked") is None


def test_a_damaged_picture_of_ours_is_refused_with_a_word(page: Any) -> None:
    import io

    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    chunks = PngInfo()
    chunks.add_text("viper", json.dumps({"schema_version": 99}))
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=chunks)
    open_tab(page, "generate")
    bring(page, out.getvalue())
    expect(note(page)).to_contain_text("of a form that this version does not know")
    expect(page.locator(".vp-arrival")).to_be_hidden()


def test_deleting_everything_takes_album_fields_and_files_along(server: Server, page: Any) -> None:
    draw(page, "a house canary-91", seed=91)
    kept = server.home / "data" / "drawings"
    assert any(b"canary-91" in path.read_bytes() for path in kept.iterdir())
    page.click(".vp-forget")
    page.click(".vp-forget")
    expect(note(page)).to_contain_text("Everything about you is deleted")
    open_tab(page, "generate")
    expect(shelved(page)).to_have_count(0)
    expect(page.locator(PROMPT)).to_have_value("")
    expect(page.locator(".vp-recent")).to_be_hidden()
    expect(page.locator(".vp-mine .vp-save")).to_be_hidden()
    assert not any(b"canary-91" in path.read_bytes() for path in kept.iterdir())
    shown = (server.home / "uploads").rglob("*.png")
    assert not any(b"canary-91" in path.read_bytes() for path in shown)
    back(page)
    expect(page.locator(PROMPT)).to_have_value("")
    assert "canary-91" not in page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}])")
