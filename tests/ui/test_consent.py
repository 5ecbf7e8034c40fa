"""The question of a study: asked where there is one, answered by nobody but the visitor, kept and changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.ui.conftest import Server
from tests.ui.walk import comment_on, learn, open_tab
from viper_core.studio import Studio


def with_study(serve: Callable[..., Server], **options: Any) -> Server:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIPER_STUDY_DATASET", "somebody/votes")
        patch.setenv("VIPER_STUDY_TOKEN", "a-key")
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
        return serve(**options)


@pytest.fixture(scope="module")
def server(serve: Callable[..., Server]) -> Server:
    """A server with a study whose hub does not answer."""
    return with_study(serve, with_model=False)


def shared(server: Server) -> list[dict[str, Any]]:
    """What waits for the study's dataset."""
    files = (server.home / "data" / "study").glob("*.jsonl")
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


def play(page: Any, number: int) -> None:
    """Have a round drawn, and vote for the picture of that number, from 1."""
    page.click("#run-blind")
    expect(page.locator("button.vp-candidate")).to_have_count(4)
    page.locator("button.vp-candidate").nth(number - 1).click()
    page.get_by_role("button", name=f"Picture {number} is the one I like best").click()
    expect(page.locator(".vp-is-mine")).to_have_count(1)


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


def test_a_vote_is_shared_after_a_yes_and_no_other_is(serve: Callable[..., Server], visit: Callable[..., Any]) -> None:
    server = with_study(serve)
    page = visit(server)
    comment_on(page, 0, "I love the watercolor.")
    learn(page)
    open_tab(page, "compare")
    page.get_by_role("radio", name="Blind test").click()
    page.fill("#prompt textarea", "a house with a canary")
    expect(page.locator(".vp-model")).to_have_attribute("data-state", "ready")  # how long loading takes is not at issue
    play(page, 1)
    assert shared(server) == [], "nobody was asked yet"
    page.locator("[data-agreed=true]").click()
    expect(page.locator("[data-agreed=true]")).to_have_attribute("aria-pressed", "true")
    play(page, 3)
    [line] = shared(server)
    assert set(line) == {"day", "protocol", "pictures", "mine", "choice", "beta", "model"}
    assert (line["protocol"], line["pictures"], line["choice"], line["beta"]) == ("unpersonalized", 4, 2, 0.85)
    page.locator("[data-agreed=false]").click()
    expect(page.locator("[data-agreed=false]")).to_have_attribute("aria-pressed", "true")
    play(page, 2)
    assert shared(server) == [line]
    assert "canary" not in json.dumps(shared(server))
