"""The fourth tab: the same scene with and without one's taste, and everything between.

One run of the studio draws the picture everyone gets, the one at the chosen β, and the rest of the strip.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from viper_core.png import encode_png
from viper_core.strip import make_strip
from viper_core.studio import GeneratedImage, Studio
from viper_ui.drawing import (
    DRAWING_EVENT,
    NOTE,
    Fields,
    Pace,
    picture_value,
    preview_url,
    put_file,
    stopper,
    unknown_note,
    until_ended,
    waiting_note,
)
from viper_ui.jobs import Jobs
from viper_ui.static_files import read_static
from viper_ui.tabs import only

__all__ = ["STRIP", "make_compare_button", "make_contrast", "wire_compare"]

STRIP = (0.0, 0.25, 0.5, 0.75, 1.0)


def make_compare_button() -> gr.Button:
    """Lay the tab's own control out in the current context."""
    return gr.Button("Compare", variant="primary", elem_id="run-compare", elem_classes=only("compare"))


def make_contrast() -> gr.HTML:
    """Lay the comparison out in the current context."""
    return gr.HTML(
        html_template=f'<section aria-label="Comparison"><div class="vp-contrast"></div>{NOTE}</section>',
        js_on_load=read_static("contrast.js"),
        apply_default_css=False,
        elem_id="contrast",
        elem_classes=only("compare"),
        betas=list(STRIP),
    )


def wire_compare(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, run: gr.Button, contrast: gr.HTML
) -> None:
    """Let the button draw the comparison, and let it be stopped."""
    run.click(
        _compare(studio),
        [visitor, jobs, *fields.inputs, fields.run],
        contrast,
        js="(...values) => [...values.slice(0, -1), viper.comparing()]",
        **DRAWING_EVENT,
    )
    contrast.halt(stopper(), jobs, None, queue=False, trigger_mode="multiple", api_visibility="private")


def _compare(studio: Studio) -> Callable[..., Iterator[dict[str, Any]]]:
    def compare(visitor: str, jobs: Jobs, prompt: str, beta: float, seed: int, run: int) -> Iterator[dict[str, Any]]:
        """Draw the scene at β = 0, at the chosen β, then at the others of the strip."""
        order = tuple(dict.fromkeys((0.0, float(beta), *STRIP)))
        value: dict[str, Any] = {"visitor": visitor, "run": run, "betas": sorted(order)}
        value["picked"] = float(beta) or max(STRIP)
        yield from until_ended(value, _values(studio, value, jobs.begin(run), prompt, order, seed))

    return compare


def _values(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    prompt: str,
    betas: tuple[float, ...],
    seed: int,
) -> Iterator[dict[str, Any]]:
    """The comparison's values over one run."""
    pace, finished, shown = Pace(), list[GeneratedImage](), list[dict[str, Any]]()
    preferences = studio.visitor(value["visitor"]).preferences
    options = studio.default_options(seed=seed)
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    steps: Any = studio.compare(prompt, preferences, betas, options, is_cancelled=is_cancelled)
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, GeneratedImage):
                finished.append(item)
                shown = [*shown, picture_value(item, with_settings=True)]
                shown.sort(key=lambda picture: float(picture["beta"]))
                continue
            if not pace.due():
                continue
            step = item.step
            yield {
                **value,
                "state": "drawing",
                "fresh": not shown,
                "pictures": shown,
                "strip": None,
                "index": item.index,
                "total": item.total,
                "beta": item.beta,
                "step": step.index + 1,
                "steps": step.total,
                "done": (item.index + step.fraction) / item.total,
                "preview": preview_url(studio.preview(step)),
            }
    strip = _strip(finished)
    note = unknown_note(studio, prompt, preferences)
    yield {**value, "state": "done", "fresh": False, "pictures": shown, "strip": strip, "message": note}


def _strip(finished: list[GeneratedImage]) -> dict[str, Any]:
    """All pictures by rising β in one PNG."""
    pictures = sorted(finished, key=lambda picture: picture.options.beta)
    betas = [picture.options.beta for picture in pictures]
    data = encode_png(pictures[-1], image=make_strip(pictures), betas=betas)
    return put_file(data, "viper-strip.png")
