"""What the head of the page says while a model is fetched, and when it could not be, in the language of the page."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import PATIENCE, Server
from viper_ui.languages import recognise

FETCHING = "stabilityai/sdxl is being fetched: 40 % of 6.94 GB. It is kept, so this happens once."
GATED = (
    "stabilityai/sdxl is gated: its owner wants its terms to be accepted. Accept them on its page at the hub, put a "
    "token of that account into HF_TOKEN, and try again."
)


@pytest.fixture
def french(browser: Any, visit: Callable[..., Any], server: Server) -> Iterator[tuple[Any, dict[str, str]]]:
    """A page in French, and how its model is said to be."""
    status = {"state": "loading", "name": "sdxl", "message": FETCHING}

    def answer(route: Any) -> None:
        if "model_status" not in (route.request.post_data or ""):
            route.continue_()
            return
        told = {**status, "message": recognise(status["message"]), "boot": "1"}
        route.fulfill(status=200, content_type="application/json", body=json.dumps(told))

    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="fr-FR")
    context.set_default_timeout(PATIENCE)
    context.route("**/component_server/**", answer)
    yield visit(server, context=context), status
    context.close()


def test_a_download_says_how_far_it_is_and_a_failure_what_to_do(french: tuple[Any, dict[str, str]]) -> None:
    page, status = french
    pill = page.locator(".vp-model")
    expect(pill).to_have_text("sdxl\u202f: 40\u202f% de 6.94 Go reçus")
    expect(pill).to_have_attribute("aria-busy", "true")
    expect(page.locator(".vp-remedy")).to_be_hidden()

    status |= {"state": "failed", "message": GATED}
    expect(pill).to_have_text("sdxl n’a pas pu être chargé")
    expect(pill).to_have_attribute("aria-busy", "false")
    expect(page.locator(".vp-remedy p").first).to_contain_text("mettez un jeton de ce compte dans HF_TOKEN")
