"""The third tab: any prompt, drawn to one's taste by as much as β says.

Wires fields, stage, album and stop. The steps come from the studio, one by one; each becomes a value of the stage, and
every value holds all pictures that are finished, so that none is missed where values are passed over.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from viper_core.studio import GeneratedImage, KeptDrawing, Studio
from viper_ui.album import drawing_value
from viper_ui.drawing import (
    DRAWING_EVENT,
    NOTE,
    Pace,
    picture_value,
    preview_url,
    unknown_note,
    until_ended,
    waiting_note,
    wire_stop,
)
from viper_ui.fields import Fields
from viper_ui.gallery import Gallery
from viper_ui.jobs import Jobs
from viper_ui.languages import Said, text
from viper_ui.requests import RedrawRequest, parse
from viper_ui.settings import NAMES, SEED_LIMIT, Settings, sampling_options, settings_from_fields
from viper_ui.start import reference_of
from viper_ui.static_files import script
from viper_ui.tabs import only

if TYPE_CHECKING:
    from viper_core.sampling import SamplingStep

__all__ = ["make_draw_button", "make_stage", "wire_generate"]


def make_draw_button() -> gr.Button:
    """Lay the tab's own control out in the current context."""
    return gr.Button(text("draw"), variant="primary", elem_id="draw", elem_classes=only("generate"))


def make_stage() -> gr.HTML:
    """Lay the stage out in the current context."""
    return gr.HTML(
        html_template=f'<section data-t-aria-label="stage.name"><div class="vp-frames"></div>{NOTE}</section>',
        js_on_load=script("stage.js"),
        apply_default_css=False,
        elem_id="stage",
        elem_classes=only("generate"),
        names=["visitor", "jobs", *NAMES, "run"],
        seeds=SEED_LIMIT,
    )


def wire_generate(
    studio: Studio,
    gallery: Gallery,
    visitor: gr.BrowserState,
    jobs: gr.State,
    fields: Fields,
    draw: gr.Button,
    stage: gr.HTML,
) -> None:
    """Let the button draw, the stage ask for everyone's picture and for what was interrupted, and all be stopped."""
    asked = [visitor, jobs, *fields.all, fields.run]
    drawing = _draw(studio, gallery)
    draw.click(drawing, asked, stage, js="(...values) => viper.drawing(values)", **DRAWING_EVENT)
    stage.again(drawing, asked, stage, js="(...values) => viper.drawingAgain(values)", **DRAWING_EVENT)
    everyones = [visitor, jobs, fields.by_name["with_settings"]]
    stage.redraw(_redraw(studio), everyones, stage, **DRAWING_EVENT)
    wire_stop(stage, jobs)


def _draw(studio: Studio, gallery: Gallery) -> Callable[..., Iterator[dict[str, Any]]]:
    def draw(visitor: str, jobs: Jobs, *values: Any) -> Iterator[dict[str, Any]]:
        """Draw to the visitor's taste."""
        *fields, run = values
        value = {"visitor": visitor, "run": run, "target": "mine"}
        yield from until_ended(value, _drawn(studio, gallery, value, jobs.begin(run), fields))

    return draw


def _drawn(
    studio: Studio, gallery: Gallery, value: dict[str, Any], is_cancelled: Callable[[], bool], fields: list[Any]
) -> Iterator[dict[str, Any]]:
    """The stage's values over the drawing of one or several pictures."""
    settings = settings_from_fields(fields)
    pace, pictures = Pace(), list[dict[str, Any]]()
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    steps: Any = studio.draw(
        value["visitor"],
        settings.prompt,
        sampling_options(studio, settings),
        count=settings.count,
        reference=reference_of(studio, value["visitor"], settings),
        with_settings=settings.with_settings,
        is_cancelled=is_cancelled,
    )
    finished: KeptDrawing | None = None
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, KeptDrawing):
                finished = item
                pictures = [*pictures, _kept_value(studio, gallery, item)]
                yield {**value, "state": "drawing", "pictures": pictures}
                continue
            place = {"index": item.index, "total": item.total, "done": item.fraction}
            yield {**value, **_progress(studio, pace, item.step), **place, "pictures": pictures}
    yield {**value, "state": "done", "pictures": pictures, "message": _note(studio, settings, finished)}


def _progress(studio: Studio, pace: Pace, step: SamplingStep) -> dict[str, Any]:
    """How far a single picture has come."""
    preview = preview_url(studio.preview(step)) if pace.due() else None
    progress = {"step": step.index + 1, "steps": step.total, "done": step.fraction, "preview": preview}
    return {"state": "drawing", "index": 0, "total": 1, **progress}


def _kept_value(studio: Studio, gallery: Gallery, kept: KeptDrawing) -> dict[str, Any]:
    """A picture that was just finished, as the album shows it and with the time it took."""
    value = drawing_value(studio, gallery, kept.drawing) or {}
    return {**value, "seconds": round(kept.generated.seconds, 1)}


def _note(studio: Studio, settings: Settings, finished: KeptDrawing | None) -> list[Said]:
    taste = None if finished is None else finished.generated.preferences
    return unknown_note(studio, settings.prompt, taste, negative_prompt=settings.negative_prompt)


def _redraw(studio: Studio) -> Callable[..., Iterator[dict[str, Any]]]:
    def redraw(visitor: str, jobs: Jobs, with_settings: bool, event: gr.EventData) -> Iterator[dict[str, Any]]:
        """Draw the shown scene once more as everyone gets it."""
        request = parse(RedrawRequest, event._data)
        value = {"visitor": visitor, "run": request.run, "target": "everyone"}
        yield from until_ended(value, _everyones(studio, value, jobs.begin(request.run), request, with_settings))

    return redraw


def _everyones(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    request: RedrawRequest,
    with_settings: bool,
) -> Iterator[dict[str, Any]]:
    """The stage's values over the drawing of the picture that everyone gets."""
    pace = Pace()
    options = studio.default_options(
        beta=0.0,
        seed=request.seed,
        negative_prompt=request.negative_prompt,
        num_inference_steps=request.num_inference_steps,
        guidance_scale=request.guidance_scale,
    )
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    start = reference_of(studio, value["visitor"], request)
    steps: Any = studio.generate(request.prompt, None, options, reference=start, is_cancelled=is_cancelled)
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, GeneratedImage):
                note = unknown_note(studio, request.prompt, None)
                picture = picture_value(item, with_settings=with_settings)
                yield {**value, "state": "done", "pictures": [picture], "message": note}
            else:
                yield {**value, **_progress(studio, pace, item), "pictures": []}
