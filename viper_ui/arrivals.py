"""Pictures that come to the page: what a file says about itself, and what may be done with it.

The script ``static/arrivals.js`` takes what is dropped, pasted or opened anywhere, sends the part of a PNG that lies
before its pixels, and asks the person: use its settings, take its taste, start from it, comment on it, or nothing.
"""

from __future__ import annotations

from typing import Any, Final

import gradio as gr

from viper_core.studio import PictureFindings, Studio
from viper_ui.messages import answer
from viper_ui.requests import FileRequest, decoded, parse
from viper_ui.settings import settings_to_use
from viper_ui.static_files import script

__all__ = ["make_arrivals"]

_TEMPLATE: Final = """
<input type="file" accept="image/*" class="vp-arrival-file" data-t-aria-label="arrival.file" hidden>
<dialog class="vp-arrival" data-t-aria-label="arrival.question"></dialog>
"""


def make_arrivals(studio: Studio) -> gr.HTML:
    """Lay the component out in the current context."""

    def examine(data: object) -> dict[str, Any]:
        """What a PNG says about itself."""
        return answer(lambda: _told(studio, studio.examine(decoded(parse(FileRequest, data).data))))

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("arrivals.js"),
        apply_default_css=False,
        elem_id="arrivals",
        server_functions=[examine],
    )


def _told(studio: Studio, found: PictureFindings) -> dict[str, Any]:
    told: dict[str, Any] = {"settings": None, "taste": None}
    if found.settings is not None:
        use, notes = settings_to_use(studio, found.settings)
        options = found.settings.options
        facts = {"prompt": found.settings.prompt, "model": found.settings.model}
        told["settings"] = {**facts, "beta": options.beta, "seed": options.seed, "use": use, "notes": notes}
    if found.taste is not None and not found.taste.is_empty:
        liked, disliked = (len(side) for side in (found.taste.liked, found.taste.disliked))
        told["taste"] = {"name": found.taste.name, "liked": liked, "disliked": disliked}
    return told
