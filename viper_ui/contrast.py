"""With and without: the same scene as everyone gets it and to one's taste, and everything between.

One run of the studio draws the picture everyone gets, the one at the chosen β, and the rest of the strip.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any, Final

import gradio as gr

from viper_core.errors import ModelUnavailable
from viper_core.png import encode_png
from viper_core.strip import make_strip
from viper_core.studio import GeneratedImage, Studio
from viper_ui.drawing import (
    DRAWING_EVENT,
    NOTE,
    Pace,
    picture_value,
    preview_url,
    progress_value,
    put_file,
    unknown_note,
    until_ended,
    waiting_note,
    wire_stop,
)
from viper_ui.fields import Fields
from viper_ui.jobs import Jobs
from viper_ui.sections import section
from viper_ui.settings import Settings, sampling_options, settings_from_fields
from viper_ui.start import reference_of
from viper_ui.static_files import script

__all__ = ["STRIP", "make_contrast", "wire_contrast"]

STRIP: Final = (0.0, 0.25, 0.5, 0.75, 1.0)


def make_contrast() -> gr.HTML:
    """Lay the comparison out in the current context."""
    return gr.HTML(
        html_template=f'<section data-t-aria-label="section.compare"><div class="vp-contrast"></div>{NOTE}</section>',
        js_on_load=script("running.js", "split.js", "contrast.js"),
        apply_default_css=False,
        elem_id="contrast",
        elem_classes=section("compare"),
        betas=list(STRIP),
    )


def wire_contrast(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, run: gr.Button, contrast: gr.HTML
) -> None:
    """Let the button draw the comparison, and let it be stopped."""
    run.click(
        _compare(studio),
        [visitor, jobs, *fields.all, fields.run],
        contrast,
        js="(...values) => [...values.slice(0, -1), viper.comparing()]",
        **DRAWING_EVENT,
    )
    wire_stop(contrast, jobs)


def _compare(studio: Studio) -> Callable[..., Iterator[dict[str, Any]]]:
    def compare(visitor: str, jobs: Jobs, *values: Any) -> Iterator[dict[str, Any]]:
        """Draw the scene at β = 0, at the chosen β, then at the others of the strip."""
        *fields, run = values
        value: dict[str, Any] = {"visitor": visitor, "run": run}
        yield from until_ended(value, _values(studio, value, jobs.begin(run), fields))

    return compare


def _values(
    studio: Studio, shared: dict[str, Any], is_cancelled: Callable[[], bool], fields: list[Any]
) -> Iterator[dict[str, Any]]:
    """The comparison's values over one run."""
    settings = settings_from_fields(fields)
    betas = tuple(dict.fromkeys((0.0, settings.beta, *STRIP)))
    value = {**shared, "betas": sorted(betas), "picked": settings.beta or max(STRIP)}
    pace, finished, shown = Pace(), list[GeneratedImage](), list[dict[str, Any]]()
    preferences = studio.visitor(value["visitor"]).preferences
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    options, start = sampling_options(studio, settings), reference_of(studio, value["visitor"], settings)
    steps: Any = studio.compare(
        settings.prompt, preferences, betas, options, reference=start, is_cancelled=is_cancelled
    )
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, GeneratedImage):
                finished.append(item)
                shown = [*shown, picture_value(item, with_settings=settings.with_settings)]
                shown.sort(key=lambda picture: float(picture["beta"]))
                continue
            if not pace.due():
                continue
            yield {
                **value,
                **progress_value(item),
                "fresh": not shown,
                "pictures": shown,
                "strip": None,
                "beta": item.beta,
                "preview": preview_url(studio.preview(item.step)),
            }
    note = unknown_note(studio, settings.prompt, preferences, negative_prompt=settings.negative_prompt)
    outcome = {"pictures": shown, "strip": _strip(finished, settings), "forecast": _forecast(studio, value, finished)}
    yield {**value, **outcome, "state": "done", "fresh": False, "message": note}


def _forecast(studio: Studio, value: dict[str, Any], finished: list[GeneratedImage]) -> dict[str, Any] | None:
    """How much the person is likely to like each, by β; None where too little is known of them, or nothing to tell."""
    pictures = sorted(finished, key=lambda picture: picture.options.beta)
    with contextlib.suppress(ModelUnavailable):
        found = studio.predict_liking(value["visitor"], [picture.image for picture in pictures])
        if found is not None:
            betas = [picture.options.beta for picture in pictures]
            each = [
                {"beta": beta, "liked": one.liked, "low": one.low, "high": one.high}
                for beta, one in zip(betas, found.predictions, strict=True)
            ]
            scores = studio.blind_scores(value["visitor"])
            answered, hits = (sum(getattr(score, what) for score in scores.values()) for what in ("answered", "hits"))
            best = None if found.best is None else betas[found.best]
            liked, disliked = found.context
            seen = {"liked": liked, "disliked": disliked, "answered": answered, "hits": hits}
            return {"each": each, "best": best, **seen}
    return None


def _strip(finished: list[GeneratedImage], settings: Settings) -> dict[str, Any]:
    """All pictures by rising β in one PNG."""
    pictures = sorted(finished, key=lambda picture: picture.options.beta)
    betas = [picture.options.beta for picture in pictures]
    data = encode_png(pictures[-1], metadata=settings.with_settings, image=make_strip(pictures), betas=betas)
    return put_file(data, "viper-strip.png")
