"""The third tab: any prompt, drawn to one's taste by as much as β says.

Wires fields, stage and stop. The steps come from the studio, one by one; each becomes a value of the stage.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import gradio as gr

from viper_core.studio import GeneratedImage, Studio
from viper_ui.drawing import (
    DRAWING_EVENT,
    NOTE,
    Fields,
    Pace,
    picture_value,
    preview_url,
    stopper,
    unknown_note,
    until_ended,
    waiting_note,
)
from viper_ui.jobs import Jobs
from viper_ui.requests import RedrawRequest, parse
from viper_ui.static_files import read_static
from viper_ui.tabs import only

if TYPE_CHECKING:
    from viper_core.preferences import Preferences
    from viper_core.sampling import SamplingOptions

__all__ = ["GenerateTab", "make_controls", "make_stage", "wire_generate"]


@dataclass(frozen=True)
class GenerateTab:
    """The controls that are this tab's own."""

    draw: gr.Button
    with_settings: gr.Checkbox


def make_controls() -> GenerateTab:
    """Lay the tab's own controls out in the current context."""
    draw = gr.Button("Draw", variant="primary", elem_id="draw", elem_classes=only("generate"))
    with_settings = gr.Checkbox(
        True,
        label="Write prompt, seed and taste into the PNG",
        elem_id="with-settings",
        elem_classes=only("generate"),
        container=False,
    )
    return GenerateTab(draw, with_settings)


def make_stage() -> gr.HTML:
    """Lay the stage out in the current context."""
    return gr.HTML(
        html_template=f'<section aria-label="The stage"><div class="vp-frames"></div>{NOTE}</section>',
        js_on_load=read_static("stage.js"),
        apply_default_css=False,
        elem_id="stage",
        elem_classes=only("generate"),
    )


def wire_generate(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, tab: GenerateTab, stage: gr.HTML
) -> None:
    """Let the button draw, the stage ask for everyone's picture, and both be stopped."""
    about = [visitor, jobs, tab.with_settings]
    begin = "(...values) => [...values.slice(0, -1), viper.drawing()]"
    tab.draw.click(_draw(studio), [*about, *fields.inputs, fields.run], stage, js=begin, **DRAWING_EVENT)
    stage.redraw(_redraw(studio), about, stage, **DRAWING_EVENT)
    stage.halt(stopper(), jobs, None, queue=False, trigger_mode="multiple", api_visibility="private")


def _draw(studio: Studio) -> Callable[..., Iterator[dict[str, Any]]]:
    def draw(
        visitor: str, jobs: Jobs, with_settings: bool, prompt: str, beta: float, seed: int, run: int
    ) -> Iterator[dict[str, Any]]:
        """Draw to the visitor's taste."""

        def job() -> tuple[str, Preferences | None, SamplingOptions]:
            return prompt, studio.visitor(visitor).preferences, studio.default_options(beta=beta, seed=seed)

        value = {"visitor": visitor, "run": run, "target": "mine"}
        yield from until_ended(value, _values(studio, value, jobs.begin(run), job, with_settings))

    return draw


def _redraw(studio: Studio) -> Callable[..., Iterator[dict[str, Any]]]:
    def redraw(visitor: str, jobs: Jobs, with_settings: bool, event: gr.EventData) -> Iterator[dict[str, Any]]:
        """Draw the shown scene once more as everyone gets it."""

        request = parse(RedrawRequest, event._data)

        def job() -> tuple[str, Preferences | None, SamplingOptions]:
            return request.prompt, None, studio.default_options(beta=0.0, seed=request.seed)

        value = {"visitor": visitor, "run": request.run, "target": "everyone"}
        yield from until_ended(value, _values(studio, value, jobs.begin(request.run), job, with_settings))

    return redraw


def _values(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    job: Callable[[], tuple[str, Preferences | None, SamplingOptions]],
    with_settings: bool,
) -> Iterator[dict[str, Any]]:
    """The stage's values over one drawing."""
    pace = Pace()
    prompt, preferences, options = job()
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    steps: Any = studio.generate(prompt, preferences, options, is_cancelled=is_cancelled)
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, GeneratedImage):
                picture = picture_value(item, with_settings=with_settings)
                note = unknown_note(studio, prompt, preferences)
                yield {**value, "state": "done", "picture": picture, "message": note}
            else:
                preview = preview_url(studio.preview(item)) if pace.due() else None
                step = {"step": item.index + 1, "steps": item.total, "preview": preview}
                yield {**value, "state": "drawing", **step}
