"""A chat model behind an address: the real client against a server on this machine that speaks OpenAI's protocol."""

from __future__ import annotations

import json
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.extractors.test_json_answers import ITEM, document
from viper_core.errors import Cancelled, ModelUnavailable, UnusableAnswer, ViPerError
from viper_core.extractors import endpoint, get_extractor
from viper_core.extractors.chat import chat_extractor, settings_from_environment
from viper_core.extractors.conversation import SeenComment
from viper_core.extractors.endpoint import Endpoint, EndpointSettings
from viper_core.extractors.json_answers import SCHEMA, JsonAnswers
from viper_core.preferences import Comment, Preferences

KEY = "key-that-must-stay-secret"
SPOKEN = [Comment(image="own", text="I love the gentle light"), Comment(text="too dark for me")]
GOOD = document({**ITEM, "comment": 1})


@dataclass
class Server:
    """What the server was asked, and what it will say: (status, body) one after the other, the last one for ever."""

    url: str
    replies: list[tuple[int, bytes]]
    requests: list[dict[str, Any]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    pause: threading.Event = field(default_factory=threading.Event)


def completion(text: str | None, *, reason: str = "stop") -> tuple[int, bytes]:
    message = {"role": "assistant", "content": text}
    choice = {"index": 0, "message": message, "finish_reason": reason}
    usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
    body = {"id": "1", "object": "chat.completion", "created": 0, "model": "m", "choices": [choice], "usage": usage}
    return 200, json.dumps(body).encode()


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(endpoint, "_PAUSE", 0.05)
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    state = Server("", [completion(GOOD)])
    state.pause.set()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            state.headers.append({name.lower(): value for name, value in self.headers.items()})
            state.requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            state.requests[-1]["path"] = self.path
            state.pause.wait(5)
            status, body = state.replies.pop(0) if len(state.replies) > 1 else state.replies[0]
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # the client has left

        def log_message(self, *_: object) -> None:
            pass

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{listening.server_port}/v1"
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield state
    state.pause.set()
    listening.shutdown()
    thread.join()
    listening.server_close()


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("MODEL", "URL", "KEY", "TIMEOUT", "PICTURES"):
        monkeypatch.delenv(f"VIPER_CHAT_{name}", raising=False)
    monkeypatch.delenv("HF_TOKEN", raising=False)


def read(
    server: Server, *, timeout: float = 5.0, pictures: dict[str, Path] | None = None, **options: Any
) -> Preferences:
    settings = EndpointSettings(model="some-model", url=server.url, key=KEY, timeout=timeout)
    return chat_extractor(settings, **options).extract(SPOKEN, pictures=pictures)


# -- what is sent and read --------------------------------------------------------------------------------------------


def test_comments_become_preferences_with_evidence(server: Server) -> None:
    found = read(server)
    (one,) = found.liked
    assert (one.name, one.weight) == ("soft light", 1.3)
    assert [(place.image, place.quote) for place in one.evidence] == [("own", "the gentle light")]


def test_the_request_is_a_greedy_chat_with_a_schema_and_the_key(server: Server) -> None:
    read(server)
    (sent,) = server.requests
    assert (sent["path"], sent["model"], sent["temperature"]) == ("/v1/chat/completions", "some-model", 0.0)
    assert sent["response_format"]["type"] == "json_schema"
    assert sent["response_format"]["json_schema"] == {"name": "preferences", "schema": SCHEMA, "strict": True}
    system, user = sent["messages"]
    assert (system["role"], user["role"]) == ("system", "user") and isinstance(user["content"], str)
    assert "gentle light" in user["content"] and "gentle light" not in system["content"].replace("the gentle light", "")
    assert server.headers[0]["authorization"] == f"Bearer {KEY}"


def test_pictures_leave_only_when_they_are_asked_for(server: Server, picture: Path) -> None:
    read(server, pictures={"own": picture})
    read(server, pictures={"own": picture}, sends_pictures=True)
    without, with_pictures = (sent["messages"][1]["content"] for sent in server.requests)
    assert "data:image" not in without and "its picture shows" in without
    (shown,) = (part for part in with_pictures if part["type"] == "image_url")
    assert shown["image_url"]["url"].startswith("data:image/jpeg;base64,")


def test_the_token_of_hugging_face_goes_to_no_other_address(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    monkeypatch.setenv("VIPER_CHAT_MODEL", "m")
    monkeypatch.setenv("VIPER_CHAT_URL", server.url)
    get_extractor("chat").extract(SPOKEN)
    assert "authorization" not in server.headers[0] and "hf_secret" not in json.dumps(server.headers)
    monkeypatch.setenv("VIPER_CHAT_KEY", KEY)
    get_extractor("chat").extract(SPOKEN)
    assert server.headers[1]["authorization"] == f"Bearer {KEY}"


# -- the second try ---------------------------------------------------------------------------------------------------


def test_a_malformed_answer_is_asked_for_once_more(server: Server) -> None:
    server.replies = [completion("They like light."), completion(GOOD)]
    assert [one.name for one in read(server).liked] == ["soft light"]
    first, second = server.requests
    assert first["messages"][0] == second["messages"][0] and first["messages"][1] != second["messages"][1]


@pytest.mark.parametrize(
    "reply",
    [
        completion("They like light."),
        completion(""),
        completion(None),
        (200, b"{}"),
        (200, b'{"choices": []}'),
        (200, b"[]"),
        (200, b"not json"),
        (200, b""),
    ],
)
def test_two_malformed_answers_are_a_clear_error(server: Server, reply: tuple[int, bytes]) -> None:
    server.replies = [reply]
    with pytest.raises(UnusableAnswer, match=r"some-model at 127\.0\.0\.1 .* twice"):
        read(server)
    assert len(server.requests) == 2


def test_an_answer_cut_off_by_its_limit_is_asked_for_with_fewer_comments(server: Server) -> None:
    server.replies = [completion(GOOD[:50], reason="length"), completion(GOOD), completion('{"attributes": []}')]
    assert [one.name for one in read(server).liked] == ["soft light"]
    assert len(server.requests) == 3


@pytest.mark.parametrize("status", [400, 422])
def test_an_endpoint_that_refuses_settings_is_asked_without_any(server: Server, status: int) -> None:
    server.replies = [(status, b'{"error": "response_format"}'), completion(GOOD)]
    assert [one.name for one in read(server).liked] == ["soft light"]
    full, plain = (set(sent) - {"path", "stream"} for sent in server.requests)
    assert full == {"model", "messages", "max_tokens", "temperature", "response_format"}
    assert plain == {"model", "messages"}


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_busy_endpoint_is_tried_once_more(server: Server, status: int) -> None:
    server.replies = [(status, b""), completion(GOOD)]
    assert [one.name for one in read(server).liked] == ["soft light"]


# -- failures ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "words", "requests"),
    [
        (401, "did not accept the key.*VIPER_CHAT_KEY", 1),
        (403, "did not accept the key.*VIPER_CHAT_KEY", 1),
        (404, "VIPER_CHAT_MODEL.*VIPER_CHAT_URL", 1),
        (418, r"refused the request \(status 418\)", 1),
        (400, r"refused the request \(status 400\)", 2),
        (429, "no more requests", 2),
        (500, "out of order", 2),
    ],
)
def test_a_refusal_says_what_to_do_and_never_the_key(
    server: Server, status: int, words: str, requests: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.replies = [(status, f'{{"error": "the key {KEY} is wrong"}}'.encode())]
    with pytest.raises(ModelUnavailable, match=words) as refused:
        read(server)
    assert len(server.requests) == requests
    assert KEY not in "".join(traceback.format_exception(refused.value)) + caplog.text


def test_the_key_is_in_no_text_of_the_settings(server: Server) -> None:
    settings = EndpointSettings(model="m", url=f"http://somebody:{KEY}@127.0.0.1:1/v1?key={KEY}", key=KEY)
    assert KEY not in repr(settings).replace(str(settings.url), "") + Endpoint(settings).name


def test_an_address_where_nobody_listens_is_named(server: Server) -> None:
    server.url = "http://127.0.0.1:9/v1"
    with pytest.raises(ModelUnavailable, match=r"127\.0\.0\.1 cannot be reached.*VIPER_CHAT_URL"):
        read(server)


def test_a_client_that_is_kept_offline_says_so(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailable, match="HF_HUB_OFFLINE is set"):
        read(server)


def test_an_endpoint_that_says_nothing_is_given_up(server: Server) -> None:
    server.pause.clear()
    begun = time.perf_counter()
    with pytest.raises(ModelUnavailable, match=r"within 0\.3 seconds.*VIPER_CHAT_TIMEOUT"):
        read(server, timeout=0.3)
    assert time.perf_counter() - begun < 3.0


def test_waiting_can_be_stopped(server: Server) -> None:
    server.pause.clear()
    settings = EndpointSettings(model="m", url=server.url)
    is_stopped = threading.Event()
    threading.Timer(0.2, is_stopped.set).start()
    begun = time.perf_counter()
    with pytest.raises(Cancelled):
        chat_extractor(settings).extract_watched(SPOKEN, is_cancelled=is_stopped.is_set)
    assert time.perf_counter() - begun < 2.0


# -- settings ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "Set VIPER_CHAT_MODEL"),
        ({"VIPER_CHAT_MODEL": "m"}, "HF_TOKEN.*VIPER_CHAT_URL"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_URL": "ftp://example.org"}, "must begin with http"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_URL": "file:///etc"}, "must begin with http"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_URL": "http://"}, "must begin with http"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_TIMEOUT": "soon"}, "VIPER_CHAT_TIMEOUT is 'soon'"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_TIMEOUT": "-1"}, "number of seconds"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_TIMEOUT": "nan"}, "number of seconds"),
        ({"VIPER_CHAT_MODEL": "m", "VIPER_CHAT_KEY": "a\nb"}, "letters that no request can carry"),
    ],
)
def test_settings_that_cannot_be_used_are_named(
    settings: dict[str, str], words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(ViPerError, match=words):
        get_extractor("chat").extract(SPOKEN)


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIPER_CHAT_MODEL", " m ")
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    assert settings_from_environment() == EndpointSettings(model="m", key="hf_secret")
    monkeypatch.setenv("VIPER_CHAT_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("VIPER_CHAT_TIMEOUT", "7")
    assert settings_from_environment() == EndpointSettings(model="m", url="http://127.0.0.1:1/v1", timeout=7.0)


def test_hugging_face_is_asked_through_its_router(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def post(self: Any, request: Any, *, stream: bool = False) -> bytes:
        asked.update(url=request.url, json=request.json, authorization=request.headers["authorization"])
        return completion(GOOD)[1]

    monkeypatch.setattr("huggingface_hub.InferenceClient._inner_post", post)
    found = chat_extractor(EndpointSettings(model="some/model", key="hf_mine")).extract(SPOKEN)
    assert [one.name for one in found.liked] == ["soft light"]
    assert asked["url"] == "https://router.huggingface.co/v1/chat/completions"
    assert asked["json"]["response_format"]["type"] == "json_schema"
    assert (asked["json"]["model"], asked["authorization"]) == ("some/model", "Bearer hf_mine")


def test_the_length_of_a_question_is_guessed_with_its_pictures(picture: Path) -> None:
    model = Endpoint(EndpointSettings(model="m"))
    alone, spoken, seen = (
        model.tokens(JsonAnswers().question(comments))
        for comments in ((), (SeenComment("x" * 300),), (SeenComment("x" * 300, "own", picture),))
    )
    assert alone > 1000 and spoken - alone >= 100 and seen - spoken >= 500
