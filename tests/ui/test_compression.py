"""The document goes compressed to browsers that take it so, and nothing else does."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from viper_ui import launch_options

DOCUMENT = "<html><head></head><body>" + "the same words again and again, " * 1000 + "</body></html>"
ENTERED = {"comment": "the same words again and again, " * 1000}


@pytest.fixture
def client() -> TestClient:
    """An app of one page and one answer, behind what every launch puts before gradio."""
    routes = [Route("/", lambda request: HTMLResponse(DOCUMENT)), Route("/data", lambda request: JSONResponse(ENTERED))]
    return TestClient(Starlette(routes=routes, middleware=launch_options()["app_kwargs"]["middleware"]))


def test_the_page_is_compressed_and_whole(client: TestClient) -> None:
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    plain = client.get("/", headers={"Accept-Encoding": "identity"})
    assert packed.headers["Content-Encoding"] == "gzip" and packed.headers["Vary"] == "Accept-Encoding"
    assert int(packed.headers["Content-Length"]) < int(plain.headers["Content-Length"]) / 4
    assert "Content-Encoding" not in plain.headers
    assert packed.text == plain.text
    assert plain.text.startswith("<html><head><script>") and plain.text.endswith("</body></html>")


def test_what_was_entered_is_not(client: TestClient) -> None:
    answer = client.get("/data", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers
    assert answer.json() == ENTERED
