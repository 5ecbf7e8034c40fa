"""axe-core on every tab, light and dark, and at the kiosk: nothing serious, nothing critical."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.ui.conftest import Server
from tests.ui.walk import comment_on, draw, learn, open_tab

TABS = ("comment", "preferences", "generate", "compare")
KIOSK_TABS = ("comment", "preferences", "generate", "home")


def findings(page: Any) -> list[str]:
    """What axe finds serious or critical: rule, what it says, and where."""
    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


def look_through(page: Any, tabs: tuple[str, ...]) -> dict[str, list[str]]:
    """The findings on each tab, in each look."""
    found = {}
    for look in ("light", "dark"):
        page.evaluate("look => viper.setLook(look)", look)
        for tab in tabs:
            open_tab(page, tab)
            page.wait_for_timeout(300)  # colours move for a moment
            found[f"{tab}, {look}"] = findings(page)
    return {where: what for where, what in found.items() if what}


def test_a_page_that_is_lived_in(server: Server, visit: Callable[..., Any]) -> None:
    page = visit(server)
    comment_on(page, 0, "I love the watercolor and the soft light.")
    comment_on(page, 1, "I hate pixel art.")
    learn(page)
    draw(page, "a house")
    assert look_through(page, TABS) == {}


@pytest.mark.parametrize("width", [390, 1280])
def test_a_page_as_a_newcomer_finds_it(server: Server, visit: Callable[..., Any], width: int) -> None:
    assert look_through(visit(server, width=width, height=844), TABS) == {}


@pytest.fixture(scope="module")
def stand(serve: Callable[..., Server]) -> Server:
    """A kiosk whose address phones reach."""
    return serve("--kiosk", "--public-address", "https://stand.example", with_model=False)


@pytest.mark.parametrize("width", [390, 820, 1280])
def test_the_kiosk(stand: Server, visit: Callable[..., Any], width: int) -> None:
    page = visit(stand, width=width)
    comment_on(page, 0, "I love the watercolor and the soft light.")
    page.click(".vp-go-on")
    page.wait_for_selector(".vp-chip")
    page.click("#tab-home")
    page.wait_for_selector(".vp-home-code img[src]")
    assert look_through(page, KIOSK_TABS) == {}


def test_axe_would_say_so(page: Any) -> None:
    page.evaluate("document.querySelector('.vp-tabs').insertAdjacentHTML('afterend', '<button id=bare></button>')")
    assert any(one.startswith("button-name") for one in findings(page))
