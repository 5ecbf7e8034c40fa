"""Two tastes on one prompt: the same scene and seed, drawn to two of a person's profiles, or to one and none."""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from viper_core.png import encode_png
from viper_core.strip import make_sheet
from viper_core.studio import GeneratedImage, Recipe, Studio
from viper_ui.drawing import (
    NOTE,
    Pace,
    picture_value,
    progress_value,
    put_file,
    unknown_note,
    waiting_note,
    wire_section,
)
from viper_ui.fields import Fields
from viper_ui.languages import in_words, say
from viper_ui.requests import TastesRequest
from viper_ui.sections import section
from viper_ui.settings import Settings, sampling_options, settings_from_fields
from viper_ui.start import reference_of
from viper_ui.static_files import script

if TYPE_CHECKING:
    from viper_core.preferences import Preferences

__all__ = ["make_two_tastes", "wire_two_tastes"]

_EVERYONE: Final = ""  # in the place of a profile's id


def make_two_tastes() -> gr.HTML:
    """Lay the two tastes out in the current context."""
    return gr.HTML(
        html_template=f'<section data-t-aria-label="section.tastes"><div class="vp-two"></div>{NOTE}</section>',
        js_on_load=script("running.js", "split.js", "two_tastes.js"),
        apply_default_css=False,
        elem_id="tastes",
        elem_classes=section("tastes"),
    )


def wire_two_tastes(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, run: gr.Button, tastes: gr.HTML
) -> None:
    """Let the button draw both, and let them be stopped."""
    wire_section(_values, TastesRequest, "drawTastes", studio, visitor, jobs, fields, run, tastes)


def _values(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    fields: tuple[Any, ...],
    request: TastesRequest,
) -> Iterator[dict[str, Any]]:
    """The values over one run."""
    settings = settings_from_fields(fields)
    tastes = [_taste(studio, value["visitor"], profile, request.language) for profile in (request.left, request.right)]
    options = sampling_options(studio, settings)
    plain = dataclasses.replace(options, beta=0.0)
    start = reference_of(studio, value["visitor"], settings)
    recipes = [Recipe(settings.prompt, taste, plain if taste is None else options, start) for _, taste in tastes]
    pace, finished = Pace(), list[GeneratedImage]()
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    steps: Any = studio.draw_series(recipes, is_cancelled=is_cancelled)
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, GeneratedImage):
                finished.append(item)
            elif pace.due():
                yield {**value, **progress_value(item)}
    titles = [title for title, _ in tastes]
    shown = [
        {**picture_value(one, with_settings=settings.with_settings), "title": title}
        for title, one in zip(titles, finished, strict=True)
    ]
    message = unknown_note(studio, settings.prompt, None, negative_prompt=settings.negative_prompt)
    message += [
        say("tastes.note", title=title, note=note) for title, one in tastes for note in unknown_note(studio, "", one)
    ]
    sheet = _sheet(titles, finished, settings)
    yield {**value, "state": "done", "pictures": shown, "sheet": sheet, "message": message}


def _taste(studio: Studio, visitor: str, profile: str, language: str) -> tuple[str, Preferences | None]:
    """What one of the visitor's profiles is called, and what it holds; None for everyone's."""
    if profile == _EVERYONE:
        return in_words(say("tastes.everyone"), language), None
    preferences = studio.profile_preferences(visitor, profile)
    return preferences.name or in_words(say("profiles.unnamed"), language), preferences


def _sheet(titles: list[str], pictures: list[GeneratedImage], settings: Settings) -> dict[str, Any]:
    """Both in one PNG, with the settings of the first that has a taste."""
    captions = [(title, f"beta {one.options.beta:g}") for title, one in zip(titles, pictures, strict=True)]
    sheet = make_sheet([one.image for one in pictures], captions, columns=len(pictures))
    own = next((one for one in pictures if one.preferences is not None), pictures[0])
    return put_file(encode_png(own, metadata=settings.with_settings, image=sheet), "viper-two-tastes.png")
