"""The interface's small parts that need no browser."""

from __future__ import annotations

import asyncio
import copy
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from viper_core.errors import FormatError, InputError, NothingExtracted
from viper_core.preferences import Attribute, Evidence, Preferences
from viper_core.studio import SetWeight, Studio, VisitorState
from viper_ui import build_app
from viper_ui.chips import chips_view
from viper_ui.first_script import FirstScript
from viper_ui.jobs import Jobs
from viper_ui.launch import launch_options
from viper_ui.limits import LimitBody
from viper_ui.messages import answer
from viper_ui.requests import CommentRequest, EditRequest, parse, to_action

# -- jobs --------------------------------------------------------------------------------------------------------------


def test_a_later_drawing_ends_the_one_before() -> None:
    jobs = Jobs()
    first = jobs.begin(1)
    assert not first()
    second = jobs.begin(2)
    assert (first(), second()) == (True, False)


def test_stopping_reaches_a_drawing_that_has_not_begun_and_none_after_it() -> None:
    jobs = Jobs()
    jobs.stop(1)
    assert jobs.begin(1)()
    assert not jobs.begin(2)()


def test_each_session_has_jobs_of_its_own() -> None:
    jobs = Jobs()
    theirs = copy.deepcopy(jobs)
    mine = jobs.begin(1)
    theirs.begin(2)
    theirs.stop()
    assert not mine()
    jobs.stop()
    assert mine()


# -- requests ----------------------------------------------------------------------------------------------------------


def test_an_edit_becomes_the_studios_action() -> None:
    request: Any = parse(EditRequest, {"visitor": "v", "do": "weight", "name": "fog", "weight": 1})  # type: ignore[arg-type]
    assert to_action(request) == SetWeight("fog", 1.0)


@pytest.mark.parametrize(
    "data",
    [
        {"visitor": "v", "image": "a"},
        {"visitor": "v", "image": "a", "text": 1},
        {"visitor": "v", "image": "a", "text": "b", "path": "/etc/passwd"},
        [("visitor", "v")],
    ],
)
def test_a_request_of_another_form_is_refused(data: object) -> None:
    with pytest.raises(FormatError):
        parse(CommentRequest, data)


def test_weights_that_are_no_numbers_are_refused() -> None:
    for weight in (float("nan"), float("inf"), "1", True, None):
        with pytest.raises(FormatError):
            parse(EditRequest, {"visitor": "v", "do": "weight", "name": "fog", "weight": weight})  # type: ignore[arg-type]


def test_failures_become_answers_and_bugs_do_not() -> None:
    def fails(error: Exception) -> Callable[[], None]:
        def work() -> None:
            raise error

        return work

    assert answer(lambda: {"text": "a"}) == {"ok": True, "text": "a"}
    assert answer(fails(NothingExtracted("Say more."))) == {"ok": False, "error": "Say more."}
    assert answer(fails(InputError("<b>")))["error"] == "<b>"  # the page shows it as text
    with pytest.raises(KeyError):
        answer(fails(KeyError("a bug")))


# -- chips -------------------------------------------------------------------------------------------------------------


def view_of(text: str, start: int, end: int, tmp_path: Path) -> dict[str, Any]:
    evidence = Evidence(image="board-01", quote=text[start:end], start=start, end=end)
    preferences = Preferences(liked=(Attribute(name="fog", category="atmosphere", evidence=(evidence,)),))
    visitor = VisitorState("v", {"board-01": text}, preferences, frozenset(), (), False)
    view = chips_view(Studio(data_dir=tmp_path), visitor)
    quote: dict[str, Any] = view["sides"][0]["groups"][0]["chips"][0]["evidence"][0]
    return quote


def test_the_words_are_marked_within_their_comment(tmp_path: Path) -> None:
    quote = view_of("I like the 🌫 fog here", 13, 16, tmp_path)
    assert (quote["before"], quote["quote"], quote["after"]) == ("I like the 🌫 ", "fog", " here")


def test_a_long_comment_is_cut_between_words(tmp_path: Path) -> None:
    text = "word " * 40 + "fog" + " word" * 40
    quote = view_of(text, 200, 203, tmp_path)
    assert quote["before"].startswith("…word ")
    assert quote["after"].endswith(" word…")
    assert len(quote["before"]) <= 62


def test_a_comment_that_was_changed_since_leaves_the_words_alone(tmp_path: Path) -> None:
    evidence = Evidence(image="board-01", quote="fog", start=2, end=5)
    preferences = Preferences(disliked=(Attribute(name="fog", category="atmosphere", evidence=(evidence,)),))
    visitor = VisitorState("v", {"board-01": "entirely new"}, preferences, frozenset(), (), True)
    view = chips_view(Studio(data_dir=tmp_path), visitor)
    assert view["sides"][1]["groups"][0]["chips"][0]["evidence"] == [
        {"image": "board-01", "before": "", "quote": "fog", "after": ""}
    ]
    assert view["active"] == {"liked": 0, "disliked": 1}


# -- serving -----------------------------------------------------------------------------------------------------------


def request(chunks: list[bytes], path: str, limit: int) -> tuple[int, int]:
    """Status, and how many bytes the application came to read, of a request sent in these pieces."""
    taken, sent = 0, []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        nonlocal taken
        while True:
            message = await receive()
            taken += len(message["body"])
            if not message["more_body"]:
                break
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    pieces = [{"type": "http.request", "body": chunk, "more_body": True} for chunk in chunks]
    pieces.append({"type": "http.request", "body": b"", "more_body": False})

    async def receive() -> Any:
        return pieces.pop(0)

    async def send(message: Any) -> None:
        sent.append(message)

    passing = LimitBody(application, limit=limit)({"type": "http", "path": path}, receive, send)
    with ThreadPoolExecutor() as pool:  # the browser of other tests keeps an event loop running in this thread
        pool.submit(asyncio.run, passing).result()
    return sent[0]["status"], taken


def test_a_body_is_counted_as_it_comes() -> None:
    assert request([b"a" * 6, b"a" * 4], "/gradio_api/queue/join", 10) == (200, 10)
    assert request([b"a" * 6, b"a" * 6, b"a" * 600], "/gradio_api/queue/join", 10) == (413, 6)


def test_an_upload_has_a_limit_of_its_own() -> None:
    assert request([b"a" * 60], "/gradio_api/upload", 10) == (200, 60)
    assert launch_options()["max_file_size"] == "30mb"


def test_the_first_script_is_put_into_the_page_and_nowhere_else() -> None:
    html = b"<!doctype html><html><head><title>x</title></head></html>"

    def fetched(path: str) -> tuple[bytes, dict[bytes, bytes]]:
        sent: list[Any] = []

        async def application(scope: Any, receive: Any, send: Any) -> None:
            length = (b"content-length", str(len(html)).encode())
            await send({"type": "http.response.start", "status": 200, "headers": [length]})
            await send({"type": "http.response.body", "body": html[:20], "more_body": True})
            await send({"type": "http.response.body", "body": html[20:]})

        async def send(message: Any) -> None:
            sent.append(message)

        passing = FirstScript(application, script="first()")(
            {"type": "http", "path": path, "method": "GET"}, None, send
        )
        with ThreadPoolExecutor() as pool:
            pool.submit(asyncio.run, passing).result()
        return b"".join(message.get("body", b"") for message in sent), dict(sent[0]["headers"])

    page, headers = fetched("/")
    assert page == html.replace(b"<head>", b"<head><script>first()</script>")
    assert headers[b"content-length"] == str(len(page)).encode()
    assert fetched("/gradio_api/file=x.html") == (html, {b"content-length": str(len(html)).encode()})


def test_no_template_is_filled_with_a_value(tmp_path: Path) -> None:
    page = build_app(Studio(data_dir=tmp_path))
    components = [one["props"] for one in page.get_config_file()["components"] if one["type"] == "html"]
    assert len(components) >= 8
    for props in components:
        assert "{{" not in props["html_template"]
        assert "${" not in props["html_template"]
        assert props["css_template"] == ""


def test_the_launch_closes_project_and_data_and_asks_nobody(tmp_path: Path) -> None:
    options = launch_options(private=[tmp_path / "data"])
    closed = options["blocked_paths"]
    assert str(tmp_path / "data") in closed
    assert str(Path(__file__).resolve().parents[2]) in closed
    assert options["share"] is False
    assert options["enable_monitoring"] is False
    assert options["run_history"] is False
    looks = options["theme"]._get_theme_css() + options["head"].split("</style>")[0]
    assert "http" not in looks.replace("http://www.w3.org/2000/svg", "")  # the name of a format, not an address
    assert "@import" not in looks
