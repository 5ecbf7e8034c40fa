"""The command that times the page: its clock in a real browser, and what it says of the times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from benchmarks.latency import CLOCK, LABELS, pressed, report_of

SLOW = """
<button id=now onclick="show(0)">now</button> <button id=later onclick="show(300)">later</button> <p></p>
<script>const show = (wait) => setTimeout(() => { document.querySelector("p").textContent += "x"; }, wait);</script>
"""


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    context = browser.new_context()
    opened = context.new_page()
    opened.set_content(SLOW)
    opened.evaluate(CLOCK)
    yield opened
    context.close()


def test_the_clock_runs_from_the_press_until_the_result_is_there(page: Any) -> None:
    said = "document.querySelector('p').textContent.length"
    assert pressed(page, "#later", f"{said} === 1") >= 300
    assert pressed(page, "#now", f"{said} === 2") < 300
    assert pressed(page, "#later", f"{said} === 3") >= 300  # each press anew


def test_a_result_that_was_there_before_costs_two_frames(page: Any) -> None:
    assert 0 < pressed(page, "#now", "true") < 300


def test_hands_and_previews_have_bounds_of_their_own() -> None:
    quick, slow = [100.0] * 19 + [149.0], [100.0] * 18 + [200.0, 200.0]
    figures = report_of({"board": quick, "tab": slow, "chip": quick, "preview": slow}).figures
    assert [figure.holds for figure in figures] == [True, False, True, True]
    assert figures[1].value == "200 ms, median 100 ms (bound 150 ms)"
    assert figures[3].what == f"{LABELS['preview']}, 95th percentile of 20"
