"""What somebody enters stays theirs and stays text."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.tree import ROOT
from tests.ui.conftest import Server
from tests.ui.walk import chip, comment_on, draw, learn, note, open_tab
from viper_ui.limits import MAX_JSON_BYTES

# Markup, gradio's two kinds of templates, the end of a script and of a template literal.
SCRIPTS = (
    "<img src=x onerror=\"window.hacked='markup'\">",
    "${Object.assign(window,{hacked:'literal'})}",
    "${Object.assign(window,{hacked:1})}",  # runs from gradio's {{value}}, which escapes neither $ nor braces
    "{{#with this}}{{constructor}}{{/with}}",
    "</script><script>window.hacked='script'</script>",
    "`+(window.hacked='tick')+`",
)


def post(server: Server, path: str, body: bytes) -> tuple[int, bytes]:
    request = urllib.request.Request(
        server.url + path, data=body, headers={"Content-Type": "application/json"}, method="POST"
    )
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def fetch(server: Server, path: str) -> int:
    try:
        with urllib.request.urlopen(server.url + path, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def hacked(page: Any) -> Any:
    return page.evaluate("window.hacked")


def config(server: Server) -> dict[str, Any]:
    with urllib.request.urlopen(server.url + "config", timeout=30) as answer:
        return dict(json.load(answer))


def component(server: Server, name: str) -> int:
    return int(next(one["id"] for one in config(server)["components"] if one["props"].get("elem_id") == name))


def ask(server: Server, name: str, function: str, data: Any) -> tuple[int, Any]:
    body = {"component_id": component(server, name), "fn_name": function, "data": data, "session_hash": "x"}
    status, answer = post(server, "gradio_api/component_server/", json.dumps(body).encode())
    return status, json.loads(answer) if status == 200 else answer


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_in_a_comment_stays_text(server: Server, visit: Callable[..., Any], script: str) -> None:
    page = visit(server)
    text = f"I love the watercolor {script}"
    comment_on(page, 0, text)
    learn(page)
    expect(chip(page, "watercolor").locator(".vp-why")).to_contain_text(script[-20:])
    page.reload()
    page.wait_for_function("window.viper?.taste")
    open_tab(page, "comment")
    page.locator(".vp-thumb").nth(0).click()
    expect(page.locator("#vp-comment")).to_have_value(text)
    assert hacked(page) is None


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_in_a_chips_name_stays_text(server: Server, visit: Callable[..., Any], script: str) -> None:
    page = visit(server, at="#preferences")
    page.get_by_role("combobox", name="Add something you like").fill(script)
    page.keyboard.press("Enter")
    name = page.locator(".vp-chip-name")
    expect(name).to_have_text(" ".join(script.split()))
    page.get_by_role("button", name="Rename").click()
    page.locator(".vp-rename").fill(f"b{script}")
    page.keyboard.press("Enter")
    expect(name).to_have_text(f"b{script}")
    page.reload()
    page.wait_for_function("window.viper?.taste")
    expect(name).to_have_text(f"b{script}")
    assert hacked(page) is None


def test_scripts_in_a_prompt_a_file_name_and_an_import_stay_text(
    server: Server, visit: Callable[..., Any], tmp_path: Path
) -> None:
    page = visit(server)
    draw(page, f"a house {SCRIPTS[1]} {SCRIPTS[0]}")
    expect(page.locator(".vp-mine .vp-facts")).to_contain_text(SCRIPTS[0])
    expect(page.locator("#stage .vp-note")).to_contain_text("was not trained on")

    picture = tmp_path / "${window.hacked=1}<b onclick=x>.png"
    Image.new("RGB", (90, 60), "teal").save(picture)
    open_tab(page, "comment")
    page.set_input_files("#own input[type=file], input[type=file][accept*='image']", picture)
    expect(page.locator(".vp-thumb")).to_have_count(10)
    expect(page.locator(".vp-place")).to_have_text("10 of 10")

    broken = tmp_path / "preferences.json"
    broken.write_text(json.dumps({"liked": [], "disliked": [], SCRIPTS[0]: SCRIPTS[1]}))
    open_tab(page, "preferences")
    page.set_input_files("#profiles input[type=file]", broken)
    expect(note(page)).to_be_visible()
    page.reload()
    page.wait_for_function("window.viper?.taste")
    assert hacked(page) is None


def test_a_script_in_a_toast_of_gradio_stays_text(server: Server, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(server)
    broken = tmp_path / "<img src=x onerror=alert(1)> ${window.hacked=1}.png"
    broken.write_bytes(b"no picture at all")
    page.set_input_files("#own input[type=file], input[type=file][accept*='image']", broken)
    expect(note(page)).to_contain_text("no picture that can be read")
    expect(note(page).locator("img")).to_have_count(0)
    assert hacked(page) is None


def test_two_visitors_never_see_each_others_data(server: Server, visit: Callable[..., Any], tmp_path: Path) -> None:
    canary = "canary-4f1c"
    mine, other = visit(server), visit(server)
    Image.new("RGB", (64, 64), "gold").save(tmp_path / f"{canary}.png")
    mine.set_input_files("#own input[type=file], input[type=file][accept*='image']", tmp_path / f"{canary}.png")
    expect(mine.locator(".vp-thumb")).to_have_count(10)
    comment_on(mine, 0, f"I love the watercolor {canary}")
    learn(mine)
    mine.get_by_role("combobox", name="Add something you dislike").fill(f"{canary} haze")
    mine.keyboard.press("Enter")
    expect(chip(mine, f"{canary} haze")).to_be_visible()
    draw(mine, f"a house {canary}")

    other.reload()
    other.wait_for_function("window.viper?.taste")
    expect(other.locator(".vp-thumb")).to_have_count(9)
    assert canary not in other.content()
    assert other.evaluate("viper.visitor") != mine.evaluate("viper.visitor")
    open_tab(other, "preferences")
    expect(other.locator(".vp-nothing")).to_be_visible()


def test_without_the_key_of_a_visitor_nothing_is_told(server: Server, page: Any) -> None:
    comment_on(page, 0, "I love the watercolor")
    for guess in ("", "x" * 32, None, 7, {"path": "/etc/passwd", "meta": {"_type": "gradio.FileData"}}):
        status, answer = ask(server, "chips", "export_preferences", {"visitor": guess})
        assert status == 200
        assert answer["ok"] is False
        assert "watercolor" not in json.dumps(answer)


def test_requests_of_a_wrong_form_change_nothing_and_say_so(server: Server, page: Any) -> None:
    visitor = page.evaluate("viper.visitor")
    wrong: list[Any] = [
        None,
        [],
        "text",
        {"visitor": visitor},
        {"visitor": visitor, "do": "add", "side": "liked", "name": "a", "extra": 1},
        {"visitor": visitor, "do": "add", "side": "both", "name": "a"},
        {"visitor": visitor, "do": "weight", "name": "a", "weight": "2"},
        {"visitor": visitor, "do": "drop", "name": "a"},
    ]
    for data in wrong:
        status, answer = ask(server, "chips", "edit", data)
        assert (status, answer["ok"]) == (200, False), data
    assert json.loads(ask(server, "chips", "export_preferences", {"visitor": visitor})[1]["text"])["liked"] == []


def test_a_file_named_in_json_is_not_handed_out(server: Server) -> None:
    secret = server.home / "data" / "viper.sqlite3"
    assert secret.is_file()
    name = "load"
    listed = [one for one in config(server)["dependencies"] if any(target[1] == name for target in one["targets"])]
    assert listed
    for dependency in listed:
        forged = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
        data = [forged] * len(dependency["inputs"])
        body = {"data": data, "fn_index": dependency["id"], "session_hash": "forger"}
        _, answer = post(server, "gradio_api/run/predict", json.dumps(body).encode())
        assert b"file=" + str(secret).encode() not in answer
        assert b"SQLite format" not in answer


def test_neither_data_nor_code_nor_other_files_can_be_fetched(server: Server, page: Any, tmp_path: Path) -> None:
    comment_on(page, 0, "I love the watercolor")
    (tmp_path / "own.txt").write_text("private")
    private = (
        server.home / "data" / "viper.sqlite3",
        server.home / "data" / "viper.sqlite3-wal",
        server.home / "board" / "manifest.json",
        ROOT / "app.py",
        ROOT / ".git" / "config",
        tmp_path / "own.txt",
        Path("/etc/passwd"),
    )
    for path in private:
        assert fetch(server, f"gradio_api/file={path}") in (403, 404), path
    shown = page.locator(".vp-large img").get_attribute("src")
    assert fetch(server, shown.split("/", 3)[3]) == 200


def test_an_oversized_body_is_refused(server: Server) -> None:
    body = b'{"data": ["' + b"a" * MAX_JSON_BYTES + b'"], "component_id": 1, "fn_name": "edit", "session_hash": "x"}'
    assert post(server, "gradio_api/component_server/", body)[0] == 413
    assert post(server, "gradio_api/queue/join", body)[0] == 413


def test_only_what_is_documented_is_offered_as_a_programming_interface(server: Server) -> None:
    assert fetch(server, "gradio_api/docs") in (404, 405)
    assert fetch(server, "openapi.json") == 404
    with urllib.request.urlopen(server.url + "gradio_api/info", timeout=30) as answer:
        offered = json.load(answer)
    assert set(offered["named_endpoints"]) == {"/extract", "/generate", "/compare", "/score"}
    assert offered["unnamed_endpoints"] == {}


def test_deleting_everything_leaves_nothing(server: Server, visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit(server)
    Image.new("RGB", (64, 64), "olive").save(tmp_path / "mine.png")
    page.set_input_files("#own input[type=file], input[type=file][accept*='image']", tmp_path / "mine.png")
    expect(page.locator(".vp-thumb")).to_have_count(10)
    own_file = page.locator(".vp-large img").get_attribute("src")
    comment_on(page, 0, "I love the watercolor")
    learn(page)
    draw(page, "a house")
    before = page.evaluate("viper.visitor")

    page.click(".vp-forget")
    page.click(".vp-forget")
    expect(page.locator(".vp-thumb")).to_have_count(9)
    expect(page.locator(".vp-commented")).to_have_count(0)
    assert page.evaluate("viper.visitor") != before
    open_tab(page, "preferences")
    expect(page.locator(".vp-nothing")).to_be_visible()
    open_tab(page, "generate")
    expect(page.locator(".vp-mine .vp-save")).to_be_hidden()
    assert ask(server, "chips", "export_preferences", {"visitor": before})[1]["ok"] is False
    assert fetch(server, own_file.split("/", 3)[3]) in (403, 404)
