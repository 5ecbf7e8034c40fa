"""The album as a component: the pictures that were drawn for a person, the newest first, one of them large.

Knows what the script ``static/album.js`` is given and what it may ask: delete a picture, bring it back, and show more.
A picture is shown with the settings that the fields can take over.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import gradio as gr

from viper_core.errors import PictureError
from viper_core.studio import DRAWING_LIMIT, Drawing, Studio
from viper_ui.drawing import file_name
from viper_ui.gallery import Gallery, file_data
from viper_ui.messages import answer
from viper_ui.requests import DrawingRequest, VisitorRequest, parse
from viper_ui.settings import settings_to_use
from viper_ui.static_files import script
from viper_ui.tabs import only

__all__ = ["album_value", "drawing_value", "make_album", "wire_album"]

_FIRST: Final = 24  # pictures that are there when the page opens
_PROMPTS: Final = 12  # recent ones that are offered

_TEMPLATE: Final = """
<section class="vp-album" data-t-aria-label="album.title">
  <div class="vp-album-head">
    <h2 data-t="album.title"></h2>
    <button type="button" class="vp-button vp-open-picture" data-t="album.open"></button>
  </div>
  <p class="vp-hint vp-album-hint"></p>
  <ul class="vp-shelf" role="list"></ul>
  <button type="button" class="vp-button vp-rest" hidden></button>
</section>
<dialog class="vp-view" data-t-aria-label="album.picture"></dialog>
"""


def make_album(studio: Studio, gallery: Gallery) -> gr.HTML:
    """The component; its value is that of :func:`album_value`."""

    def delete(data: object) -> dict[str, Any]:
        """Put a picture away, and delete the copies that were shown of it."""

        def work() -> None:
            request = parse(DrawingRequest, data)
            gallery.drop(studio.delete_drawing(request.visitor, request.drawing).path)

        return answer(work)

    def restore(data: object) -> dict[str, Any]:
        """Bring a deleted picture back."""

        def work() -> None:
            request = parse(DrawingRequest, data)
            drawing_value(studio, gallery, studio.restore_drawing(request.visitor, request.drawing))

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("album.js"),
        apply_default_css=False,
        elem_id="album",
        elem_classes=only("generate"),
        server_functions=[delete, restore],
        most=DRAWING_LIMIT,
    )


def wire_album(studio: Studio, gallery: Gallery, album: gr.HTML) -> None:
    """Let the script ask for all pictures."""
    album.rest(_rest(studio, gallery), None, album, show_progress="hidden", api_visibility="private")


def _rest(studio: Studio, gallery: Gallery) -> Callable[[gr.EventData], dict[str, Any]]:
    def rest(event: gr.EventData) -> dict[str, Any]:
        """Every picture that is kept."""
        return album_value(studio, gallery, parse(VisitorRequest, event._data).visitor, count=DRAWING_LIMIT)

    return rest


def album_value(studio: Studio, gallery: Gallery, visitor: str, *, count: int = _FIRST) -> dict[str, Any]:
    """The component's value.

    Args:
        studio: for the pictures.
        gallery: makes the copies that are shown.
        visitor: whose album.
        count: how many of the newest to show.
    """
    kept = studio.drawings(visitor)
    shown = [value for drawing in kept[:count] if (value := drawing_value(studio, gallery, drawing)) is not None]
    prompts = dict.fromkeys(drawing.settings.prompt for drawing in kept if drawing.settings is not None)
    return {
        "visitor": visitor,
        "drawings": shown,
        "rest": max(0, len(kept) - count),
        "prompts": list(prompts)[:_PROMPTS],
    }


def drawing_value(studio: Studio, gallery: Gallery, drawing: Drawing) -> dict[str, Any] | None:
    """A picture of the album for the page, or None where its file is gone or no picture."""
    settings = drawing.settings
    name = "viper.png" if settings is None else file_name(settings.options)
    try:
        copies = gallery.show(drawing.path, name=name)
    except PictureError:
        return None
    value: dict[str, Any] = {
        "id": drawing.id,
        "created": drawing.created,
        "image": file_data(copies.full),
        "thumbnail": file_data(copies.thumbnail),
        "file": name,
        "prompt": "",
        "use": None,
    }
    if settings is None:
        return value
    use, notes = settings_to_use(studio, settings)
    options, taste = settings.options, settings.preferences
    return value | {
        "prompt": settings.prompt,
        "beta": options.beta,
        "seed": options.seed,
        "model": settings.model,
        "negative": options.negative_prompt,
        "steps": options.num_inference_steps,
        "guidance": options.guidance_scale,
        "formula": options.formula,
        "reference": "" if settings.reference is None else settings.reference.sha256,
        "strength": "" if settings.reference is None else settings.reference.strength,
        "taste": "" if taste is None or taste.is_empty else taste.name,
        "use": use,
        "notes": notes,
    }
