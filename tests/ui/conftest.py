"""A real server in a process of its own and a real headless Chromium.

Without a Chromium these tests are skipped, except where ``CI`` is set: there its absence is a failure. Every page is
watched: an error in a script, or a request to another machine, fails the test that opened it.
"""

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw

from tests.tree import ROOT
from tests.ui.serve import write_model

STARTS_WITHIN = 60.0  # seconds; what is promised is measured elsewhere, this is when a test gives up
PATIENCE = 30_000  # milliseconds for anything on the page

# What Chromium and gradio print when a server goes away, as it does in some tests.
CONNECTION_LOST = (
    "Failed to load resource",
    "Failed to fetch",
    "net::",
    "network error",
    "Connection errored out",
    "Buffer was aborted",
)

PICTURES = (
    ("house", "seagreen", ["watercolor", "soft light"]),
    ("tower", "midnightblue", ["night", "pixel art"]),
    ("boat", "orange", ["warm colors", "sunset"]),
    ("tree", "palegreen", ["pastel colors"]),
    ("cat", "crimson", ["vivid colors", "bold outlines"]),
    ("fish", "steelblue", ["cool colors"]),
    ("hill", "khaki", ["earth tones", "minimalist composition"]),
    ("moon", "slategray", ["monochrome", "high contrast"]),
    ("kite", "plum", ["soft edges"]),
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What drives the browser carries the marker ``ui``."""
    for item in items:
        if "tests/ui" in item.path.as_posix() and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.ui)


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of the browser."""
    known = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    path = next((found for found in known if found), None)
    if path is None and os.environ.get("CI"):
        pytest.fail("CI is set and there is no Chromium: install it, these tests must not be skipped there.")
    if path is None:
        pytest.skip("there is no Chromium here")
    return path


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Any]:
    """One browser; each visitor is a context of it. While it is open, this thread has a running event loop."""
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        # As root, and in most containers, Chromium's own sandbox cannot be set up.
        launched = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model in a bundled folder."""
    folder = tmp_path_factory.mktemp("tiny") / "model"
    write_model(folder)
    return folder


def write_board(folder: Path) -> None:
    """A small board of flat pictures."""
    folder.mkdir(parents=True)
    images = []
    for number, (subject, colour, attributes) in enumerate(PICTURES, start=1):
        name = f"board-{number:02d}"
        picture = Image.new("RGB", (256, 256), colour)
        ImageDraw.Draw(picture).ellipse((60, 60, 196, 196), fill="white", outline="black", width=4)
        picture.save(folder / f"{name}.webp")
        images.append(
            {
                "id": name,
                "file": f"{name}.webp",
                "title": f"The {subject}",
                "subject": subject,
                "attributes": attributes,
                "alt": f"A {subject}, drawn with {' and '.join(attributes)}.",
                "licence": "CC0-1.0",
                "seed": number,
            }
        )
    (folder / "manifest.json").write_text(json.dumps({"schema_version": 1, "images": images}), encoding="utf-8")


@dataclasses.dataclass
class Server:
    """The app, which can be stopped, killed and started again at the same address."""

    home: Path
    slow: float = 0.0
    slow_reading: float = 0.0
    arguments: tuple[str, ...] = ()
    port: int = 0
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def start(self) -> float:
        """Start and wait for the page to answer; returns after how many seconds it did."""
        self.port = self.port or free_port()
        command = [sys.executable, "-m", "tests.ui.serve", "--home", str(self.home), "--port", str(self.port)]
        environment = {**os.environ, "OMP_NUM_THREADS": "1"}
        with (self.home / "server.log").open("ab") as log:
            begun = time.monotonic()
            self.process = subprocess.Popen(
                [*command, "--slow", str(self.slow), "--slow-reading", str(self.slow_reading), *self.arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
            )
        while time.monotonic() - begun < STARTS_WITHIN:
            assert self.process.poll() is None, f"the server ended:\n{self.log()[-3000:]}"
            try:
                with urllib.request.urlopen(self.url, timeout=5) as answer:
                    if answer.status == 200:
                        return time.monotonic() - begun
            except OSError:
                time.sleep(0.05)
        raise AssertionError(f"no answer within {STARTS_WITHIN} s:\n{self.log()[-3000:]}")

    def stop(self, how: signal.Signals = signal.SIGTERM) -> int:
        """End the process, by default politely; returns its exit status."""
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """End the process as a crash would."""
        self.stop(signal.SIGKILL)

    def wait_for_log(self, words: str) -> None:
        """Wait until it has printed these words."""
        begun = time.monotonic()
        while words not in self.log():
            assert time.monotonic() - begun < STARTS_WITHIN, f"never said {words!r}:\n{self.log()[-3000:]}"
            time.sleep(0.05)

    def log(self) -> str:
        """What it printed."""
        return (self.home / "server.log").read_text(errors="replace")


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def serve(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Server]]:
    """Makes servers, each with a home of its own, given further arguments of app.py; a module stops what it started."""
    servers: list[Server] = []

    def make(
        *arguments: str, slow: float = 0.0, slow_reading: float = 0.0, with_model: bool = True, start: bool = True
    ) -> Server:
        home = tmp_path_factory.mktemp("home")
        write_board(home / "board")
        if with_model:
            shutil.copytree(model, home / "model")
        server = Server(home, slow, slow_reading, arguments)
        servers.append(server)
        if start:
            server.start()
        return server

    yield make
    for server in servers:
        if server.process is not None and server.process.poll() is None:
            server.stop()


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    """A server that the tests of one module share; each test is another visitor."""
    return serve()


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Any]]:
    """Opens pages: each call is another visitor, unless it is given a context to come back with."""
    contexts: list[Any] = []
    problems: list[str] = []

    def watch(page: Any) -> None:
        page.on("pageerror", lambda error: problems.append(f"script: {error}"))
        page.on("request", lambda request: _note_foreign(request.url, problems))
        page.on("console", lambda message: _note_console(message, problems))

    def make(server: Server, *, context: Any = None, width: int = 1280, height: int = 900, at: str = "") -> Any:
        if context is None:
            context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
            context.set_default_timeout(PATIENCE)
            context.on("page", watch)
            contexts.append(context)
        page = context.new_page()
        page.goto(server.url + at)
        page.wait_for_selector("#tab-comment")
        page.wait_for_function("window.viper?.visitor && window.viper?.taste")
        return page

    yield make
    for context in contexts:
        context.close()
    assert problems == []


@pytest.fixture
def page(visit: Callable[..., Any], server: Server) -> Any:
    """The page as a newcomer sees it."""
    return visit(server)


def _note_foreign(url: str, problems: list[str]) -> None:
    if not url.startswith(("http://127.0.0.1:", "data:", "blob:", "about:")):
        problems.append(f"asked another machine: {url}")


def _note_console(message: Any, problems: list[str]) -> None:
    if message.type == "error" and not any(words in message.text for words in CONNECTION_LOST):
        problems.append(f"console: {message.text}")
