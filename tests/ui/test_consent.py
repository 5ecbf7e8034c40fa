"""The question of a study: asked where there is one, answered by nobody but the visitor, kept and changed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import open_tab
from viper_core.studio import Studio


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    """A server with a study whose hub does not answer."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIPER_STUDY_DATASET", "somebody/votes")
        patch.setenv("VIPER_STUDY_TOKEN", "a-key")
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        return serve(with_model=False)


def answered(server: Server, visitor: str) -> bool | None:
    studio = Studio(data_dir=server.home / "data")
    found = studio.consent(visitor)
    studio.close()
    return found


def test_nobody_has_agreed_before_they_say_so_and_the_answer_is_kept(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    open_tab(page, "compare")
    page.get_by_role("radio", name="Blind test").click()
    yes, no = page.locator("[data-agreed=true]"), page.locator("[data-agreed=false]")
    expect(page.locator(".vp-study")).to_contain_text("somebody/votes")
    for button in (yes, no):
        expect(button).to_have_attribute("aria-pressed", "false")
    visitor = page.evaluate("viper.visitor")
    assert answered(server, visitor) is None
    yes.click()
    expect(yes).to_have_attribute("aria-pressed", "true")
    assert answered(server, visitor) is True
    page.reload()
    expect(yes).to_have_attribute("aria-pressed", "true")
    no.click()
    expect(no).to_have_attribute("aria-pressed", "true")
    assert answered(server, visitor) is False


def test_without_a_study_nobody_is_asked(serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    expect(visit(serve(with_model=False)).locator(".vp-study")).to_have_count(0)
