"""What each word did: the picture to one's taste, and what it would be without each word of it.

Which words are looked at is chosen on the page. From a receipt its word can be switched off, by the edit of a chip.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from viper_core.errors import Cancelled
from viper_core.png import encode_png
from viper_core.receipts import MOST_RECEIPTS, USUAL_RECEIPTS, by_change
from viper_core.strip import make_sheet
from viper_core.studio import GeneratedImage, Receipt, Studio
from viper_ui.drawing import (
    NOTE,
    Pace,
    file_name,
    picture_value,
    progress_value,
    put_file,
    unknown_note,
    unknown_words,
    waiting_note,
    wire_section,
)
from viper_ui.fields import Fields
from viper_ui.languages import Said, in_words, say
from viper_ui.requests import ReceiptsRequest
from viper_ui.sections import section
from viper_ui.settings import Settings, sampling_options, settings_from_fields
from viper_ui.start import reference_of
from viper_ui.static_files import script

__all__ = ["make_receipts", "wire_receipts"]

_COLUMNS = 4  # pictures in a row of the PNG


def make_receipts() -> gr.HTML:
    """Lay the receipts out in the current context."""
    return gr.HTML(
        html_template=f'<section data-t-aria-label="section.receipts"><div class="vp-receipts"></div>{NOTE}</section>',
        js_on_load=script("running.js", "split.js", "receipts.js"),
        apply_default_css=False,
        elem_id="receipts",
        elem_classes=section("receipts"),
        usual=USUAL_RECEIPTS,
        most=MOST_RECEIPTS,
    )


def wire_receipts(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, run: gr.Button, receipts: gr.HTML
) -> None:
    """Let the button ask for the receipts, and let them be stopped."""
    wire_section(_values, ReceiptsRequest, "drawReceipts", studio, visitor, jobs, fields, run, receipts)


def _values(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    fields: tuple[Any, ...],
    request: ReceiptsRequest,
) -> Iterator[dict[str, Any]]:
    """The values over one run; what was finished before a stop is kept."""
    settings = settings_from_fields(fields)
    preferences = studio.visitor(value["visitor"]).preferences
    pace, slips = Pace(), _Slips(settings, request.language)
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    options, start = sampling_options(studio, settings), reference_of(studio, value["visitor"], settings)
    steps: Any = studio.receipts(
        settings.prompt, preferences, options, names=request.names, reference=start, is_cancelled=is_cancelled
    )
    try:
        with contextlib.closing(steps):
            for item in steps:
                if isinstance(item, GeneratedImage):
                    slips.begin(item, unknown_words(studio.familiarity.taste(preferences).idle))
                elif isinstance(item, Receipt):
                    slips.add(item)
                    yield {**value, **slips.value, "state": "drawing"}
                elif pace.due():
                    yield {**value, **slips.value, **progress_value(item)}
    except Cancelled:
        yield {**value, **slips.value, "sheet": slips.sheet(), "state": "stopped"}
        return
    note = unknown_note(studio, settings.prompt, None, negative_prompt=settings.negative_prompt)
    yield {**value, **slips.value, "sheet": slips.sheet(), "state": "done", "message": note}


class _Slips:
    """What was finished so far, as the page is told of it."""

    def __init__(self, settings: Settings, language: str) -> None:
        self._language = language
        self._with_settings = settings.with_settings
        self._full: GeneratedImage | None = None
        self._receipts: list[Receipt] = []
        self._files: dict[str, dict[str, Any]] = {}
        self.value: dict[str, Any] = {"full": None, "receipts": [], "unknown": [], "sheet": None}

    def begin(self, full: GeneratedImage, unknown: list[Said]) -> None:
        """The picture with everything is finished."""
        self._full = full
        self.value |= {"full": picture_value(full, with_settings=self._with_settings), "unknown": unknown}

    def add(self, receipt: Receipt) -> None:
        """A receipt is finished."""
        name = receipt.attribute.name
        stem = file_name(receipt.picture.options).removesuffix(".png")
        file = f"{stem}-without-{len(self._receipts) + 1}.png"
        data = encode_png(receipt.picture, metadata=self._with_settings)
        self._files[name] = {"image": put_file(data, file), "file": file}
        self._receipts.append(receipt)
        self.value = {**self.value, "receipts": [self._slip(one) for one in by_change(self._receipts)]}

    def sheet(self) -> dict[str, Any] | None:
        """All of it in one PNG, with the settings of the picture with everything; None before there is a receipt."""
        if self._full is None or not self._receipts:
            return None
        ordered = by_change(self._receipts)
        pictures = [self._full.image, *(one.picture.image for one in ordered)]
        captions = [(self._words("sheet.everything"), self._full.prompt)]
        captions += [
            (
                self._words("sheet.without", name=one.attribute.name),
                self._words("sheet.changed", amount=f"{100 * one.change:.1f}"),
            )
            for one in ordered
        ]
        sheet = make_sheet(pictures, captions, columns=min(_COLUMNS, len(pictures)))
        data = encode_png(self._full, metadata=self._with_settings, image=sheet)
        return put_file(data, "viper-receipts.png")

    def _words(self, key: str, **values: str) -> str:
        return in_words(say(key, **values), self._language)

    def _slip(self, receipt: Receipt) -> dict[str, Any]:
        one = receipt.attribute
        return {"name": one.name, "side": receipt.side, "change": receipt.change, **self._files[one.name]}
