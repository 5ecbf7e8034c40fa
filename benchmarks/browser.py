"""The app in a real browser, for the commands that measure or photograph its page.

It runs as a person starts it, with the bundled model and board, in a process of its own on 127.0.0.1; headless Chromium
opens its page and presses and types as a visitor does. Needs Chromium and the packages of requirements-dev.txt.
"""

from __future__ import annotations

import contextlib
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks.startup import answers, app_command, free_port, running, wait_for
from viper_core.errors import InputError, ModelUnavailable

PATIENCE: Final = 60_000  # milliseconds until something on the page counts as failed


def chromium_path() -> str:
    """Where the browser is.

    Raises:
        InputError: there is none.
    """
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    raise InputError("There is no Chromium here: install it, for example `apt-get install chromium`.")


@contextlib.contextmanager
def opened_app(
    arguments: Sequence[str] = (), *, size: tuple[int, int] = (1280, 900), script: str = ""
) -> Iterator[Any]:
    """The page of a fresh app in a browser of its own, with its model ready.

    Args:
        arguments: more of app.py.
        size: of the window, in pixels.
        script: runs in the page before its own.

    Raises:
        InputError: there is no browser.
        ModelUnavailable: the model could not be loaded.
    """
    chromium = chromium_path()
    with tempfile.TemporaryDirectory(prefix="viper-page-") as name:
        folder, port = Path(name), free_port()
        url = f"http://127.0.0.1:{port}/"
        with running([sys.executable, "app.py", *app_command(port, folder, arguments)], folder=folder) as process:
            wait_for(lambda: answers(url), process, started=time.perf_counter(), folder=folder, what="it answered")
            with page_of(chromium, url, size, script) as page:
                wait_for_model(page)
                yield page


@contextlib.contextmanager
def page_of(chromium: str, url: str, size: tuple[int, int], script: str) -> Iterator[Any]:
    """The page at ``url`` in a browser of its own."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport=dict(zip(("width", "height"), size, strict=True)))
        page.set_default_timeout(PATIENCE)
        page.add_init_script(script)
        page.goto(url)
        page.wait_for_selector(".vp-thumb")
        yield page
        browser.close()


def wait_for_model(page: Any) -> None:
    """Return when the head of the page says that the model is ready.

    Raises:
        ModelUnavailable: it says that loading failed.
    """
    page.wait_for_selector(".vp-model:is([data-state=ready], [data-state=failed])", state="attached")
    if page.get_attribute(".vp-model", "data-state") == "failed":
        raise ModelUnavailable(f"The page says of its model: {page.text_content('.vp-model')}")


def comment_on(page: Any, number: int, text: str) -> None:
    """Open the picture of that number, from 0, write about it, and wait until it is kept."""
    page.locator(".vp-thumb").nth(number).click()
    page.fill("#vp-comment", text)
    page.wait_for_function("document.querySelector('.vp-saved').textContent === 'Saved'")


def learn(page: Any) -> None:
    """Have the comments read, and wait for the taste."""
    page.click("#learn")
    page.wait_for_selector("#tab-preferences[aria-selected=true]")
    page.wait_for_selector(".vp-chip")
