"""The picture to start from, as a component: chosen from a file, from the album, or from whatever comes to the page.

Knows what the script ``static/start.js`` is given and what it may ask. Which picture it is stands in a field of its
own, by the hash of its pixels, so that it is kept, taken over and drawn from like every other setting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import gradio as gr

from viper_core.errors import PictureError, UnknownName
from viper_core.pictures import open_picture
from viper_core.studio import KeptReference, Studio
from viper_ui.drawing import preview_url
from viper_ui.messages import answer
from viper_ui.requests import DrawingRequest, RedrawRequest, ReferenceFileRequest, ReferenceRequest, decoded, parse
from viper_ui.static_files import script

if TYPE_CHECKING:
    from viper_core.reference import Reference
    from viper_ui.settings import Settings

__all__ = ["make_start", "reference_of"]

_EDGE: Final = 192  # px of the copy that is shown

_TEMPLATE: Final = """
<section class="vp-start" data-t-aria-label="start.name">
  <button type="button" class="vp-example vp-start-choose" data-t="start.choose"></button>
  <figure class="vp-start-picture" hidden></figure>
  <input type="file" accept="image/*" data-t-aria-label="start.name" hidden>
</section>
"""


def make_start(studio: Studio) -> gr.HTML:
    """Lay the component out in the current context."""

    def keep(data: object) -> dict[str, Any]:
        """Take in a picture to start from."""

        def work() -> dict[str, Any]:
            request = parse(ReferenceFileRequest, data)
            return _shown(studio.keep_reference(request.visitor, decoded(request.data)))

        return answer(work)

    def keep_drawing(data: object) -> dict[str, Any]:
        """Start from one of the pictures that were drawn for the visitor."""

        def work() -> dict[str, Any]:
            request = parse(DrawingRequest, data)
            return _shown(studio.keep_drawing_as_reference(request.visitor, request.drawing))

        return answer(work)

    def find(data: object) -> dict[str, Any]:
        """A picture that settings name, where the visitor has it."""

        def work() -> dict[str, Any]:
            request = parse(ReferenceRequest, data)
            try:
                return _shown(studio.find_reference(request.visitor, request.reference))
            except (UnknownName, PictureError):
                return {"reference": None}

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("start.js"),
        apply_default_css=False,
        elem_id="start",
        server_functions=[keep, keep_drawing, find],
    )


def reference_of(studio: Studio, visitor: str, settings: Settings | RedrawRequest) -> Reference | None:
    """The picture that the fields, or a request, say to start from, if they do.

    Raises:
        UnknownName: it is not kept any more, or it is somebody else's.
        PictureError: its file is gone.
    """
    return studio.open_reference(visitor, settings.reference, settings.strength) if settings.reference else None


def _shown(kept: KeptReference) -> dict[str, Any]:
    return {"reference": kept.sha256, "picture": preview_url(open_picture(kept.path, longest_edge=_EDGE))}
