"""How quickly the page answers a hand: milliseconds from an event in a real browser until its result is painted.

The clock is the page's own: it starts with the event's time stamp and stops two frames after the result stands in the
document, so that neither the driver's messages nor a result that is not yet on the screen count as quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median
from typing import Any, Final

import numpy as np

from benchmarks.browser import comment_on, learn, opened_app
from benchmarks.common import Figure, Progress, Report, emit, parser_of, positive, run_command

HAND_BOUND: Final = 150.0  # milliseconds for what a hand asks of the page, at the 95th percentile
PREVIEW_BOUND: Final = 500.0  # milliseconds until the first preview of a drawing

LABELS: Final = {
    "board": "board to large view",
    "tab": "change of tab",
    "chip": "edit of a chip",
    "preview": "press on Draw to the first preview",
}

# clock(kind, done): window.measured becomes the milliseconds from the next event of that kind until done() held and two
# frames were painted.
CLOCK: Final = """
window.clock = (kind, done) => {
  window.measured = null;
  addEventListener(kind, (event) => {
    const began = event.timeStamp;
    const check = () => {
      if (done()) return requestAnimationFrame(() => requestAnimationFrame((now) => {
        window.measured = Math.max(now, performance.now()) - began;
      }));
      requestAnimationFrame(check);
    };
    check();
  }, { capture: true, once: true });
};
"""
# The large picture is all there; the small one of that file name, which stands in for it, says which it is.
_LARGE: Final = (
    "(image => image?.complete && image.naturalWidth && image.style.backgroundImage.includes('%s'))"
    "(document.querySelector('.vp-large img'))"
)


def pressed(page: Any, selector: str, done: str) -> float:
    """Milliseconds from a press on ``selector`` until the JavaScript expression ``done`` holds and is painted."""
    target = page.locator(selector).first
    target.scroll_into_view_if_needed()
    page.evaluate(f"clock('click', () => {done})")
    target.click()
    page.wait_for_function("window.measured !== null")
    return float(page.evaluate("window.measured"))


def look_at_pictures(page: Any, runs: int) -> list[float]:
    """Open pictures from all over the board one after the other, never the neighbour, which is fetched ahead."""
    page.click("#tab-comment")
    found = []
    for number in range(runs):
        at = number * 7 % page.locator(".vp-thumb").count()
        small = page.locator(".vp-thumb img").nth(at).evaluate("image => image.src.split('/').pop()")
        found.append(pressed(page, f".vp-thumb >> nth={at}", _LARGE % small))
    return found


def change_tabs(page: Any, runs: int) -> list[float]:
    """Go round the tabs."""
    names = ("preferences", "generate", "compare", "comment")
    found = []
    for number in range(runs):
        name = names[number % len(names)]
        open_now = f"document.querySelector('#tab-{name}').getAttribute('aria-selected') === 'true'"
        found.append(pressed(page, f"#tab-{name}", open_now))
    return found


def edit_chips(page: Any, runs: int) -> list[float]:
    """Learn a taste from a comment, then switch its first chip off and on."""
    page.click("#tab-comment")
    comment_on(page, 0, "I love the warm colors and the bold outlines, but it is too busy.")
    learn(page)
    switch = ".vp-chip [role=switch]"
    found = []
    for _ in range(runs):
        wanted = "false" if page.locator(switch).first.get_attribute("aria-checked") == "true" else "true"
        found.append(
            pressed(page, switch, f"document.querySelector('{switch}').getAttribute('aria-checked') === '{wanted}'")
        )
    return found


def draw_pictures(page: Any, runs: int) -> list[float]:
    """Draw, and wait for the first preview of each picture; the one before has ended by then."""
    page.click("#tab-generate")
    page.fill("#prompt textarea", "a lighthouse by the sea")
    found = []
    for _ in range(runs):
        page.evaluate(
            "document.querySelectorAll('.vp-preview').forEach(image => image.classList.remove('vp-preview'))"
        )
        found.append(pressed(page, "#draw", "document.querySelector('.vp-frames .vp-preview') !== null"))
        page.wait_for_function("document.querySelector('.vp-frames').dataset.ended === String(viper.run)")
    return found


def report_of(milliseconds: dict[str, list[float]]) -> Report:
    """The report: the 95th percentile of each interaction against its bound."""
    figures = []
    for name, values in milliseconds.items():
        bound = PREVIEW_BOUND if name == "preview" else HAND_BOUND
        high = float(np.percentile(values, 95, method="inverted_cdf"))
        spoken = f"{high:.0f} ms, median {median(values):.0f} ms (bound {bound:g} ms)"
        figures.append(Figure(f"{LABELS[name]}, 95th percentile of {len(values)}", spoken, high <= bound))
    return Report(
        name="latency",
        figures=tuple(figures),
        facts={"milliseconds": milliseconds},
        remarks=("bundled model, headless Chromium, two frames after the result",),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", "--runs", dest="runs", type=positive, default=40, help="of each (default 40)")
    parser.add_argument("--drawings", type=positive, default=10, help="drawings (default %(default)s)")
    a = parser.parse_args(arguments)
    measures = {"board": look_at_pictures, "tab": change_tabs, "chip": edit_chips, "preview": draw_pictures}
    progress = Progress("latency", len(measures))
    milliseconds: dict[str, list[float]] = {}
    with opened_app(script=CLOCK) as page:
        for kind, measure in measures.items():
            milliseconds[kind] = measure(page, a.drawings if kind == "preview" else a.runs)
            progress.advance()
    emit(report_of(milliseconds), a)


if __name__ == "__main__":
    run_command(main)
