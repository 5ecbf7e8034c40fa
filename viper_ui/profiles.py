"""The profiles as a component: several tastes of one person, and the ways in and out of them.

Knows what the script ``static/profiles.js`` may ask: take another profile in use, name, copy, blend, delete and bring
back; a taste from a file, and the present one as a card. Every answer is the view that the chips draw.
"""

from __future__ import annotations

import base64
from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import gradio as gr

from viper_core.preferences import NAME_LENGTH
from viper_core.studio import Studio
from viper_ui.chips import chips_view
from viper_ui.messages import answer
from viper_ui.requests import BlendRequest, ProfileRequest, TasteFileRequest, VisitorRequest, decoded, parse
from viper_ui.static_files import script

__all__ = ["make_profiles"]

_TEMPLATE = """
<header class="vp-lead">
  <h2 data-t="profiles.title"></h2>
  <p data-t="profiles.lead"></p>
</header>
<div class="vp-profiles"></div>
<section class="vp-blend" data-t-aria-label="profiles.blending" hidden></section>
"""


def make_profiles(studio: Studio) -> gr.HTML:
    """Lay the component out in the current context; it has no value, the chips tell it what there is."""

    def view(visitor: str) -> dict[str, Any]:
        return {"view": chips_view(studio, studio.visitor(visitor))}

    def profile(data: object) -> dict[str, Any]:
        """One thing that is done with the profiles."""

        def work() -> dict[str, Any]:
            request = parse(ProfileRequest, data)
            _act(studio, request)
            return view(request.visitor)

        return answer(work)

    def blend(data: object) -> dict[str, Any]:
        """What lies between two profiles, to look at or to keep."""

        def work() -> dict[str, Any]:
            request = parse(BlendRequest, data)
            preferences = studio.blend_profiles(request.visitor, request.other, request.share)
            if request.keep:
                studio.add_profile(request.visitor, preferences)
                return view(request.visitor)
            return {
                "sides": [
                    {"side": side, "words": [{"name": one.name, "weight": one.weight} for one in attributes]}
                    for side, attributes in (("liked", preferences.liked), ("disliked", preferences.disliked))
                ]
            }

        return answer(work)

    def import_taste(data: object) -> dict[str, Any]:
        """A taste from a file, as a profile of its own."""

        def work() -> dict[str, Any]:
            request = parse(TasteFileRequest, data)
            studio.import_taste(request.visitor, decoded(request.data), name=PurePath(request.name).stem)
            return view(request.visitor)

        return answer(work)

    def taste_card(data: object) -> dict[str, Any]:
        """The taste in use as a picture to pass on."""

        def work() -> dict[str, Any]:
            visitor = parse(VisitorRequest, data).visitor
            return {"data": base64.b64encode(studio.taste_card(visitor)).decode("ascii")}

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("profiles.js"),
        apply_default_css=False,
        elem_id="profiles",
        server_functions=[profile, blend, import_taste, taste_card],
        length=NAME_LENGTH,
    )


def _act(studio: Studio, request: ProfileRequest) -> None:
    acts: dict[str, Callable[[], object]] = {
        "add": lambda: studio.add_profile(request.visitor, name=request.name),
        "duplicate": lambda: studio.duplicate_profile(request.visitor),
        "rename": lambda: studio.rename_profile(request.visitor, request.name),
        "use": lambda: studio.use_profile(request.visitor, request.profile),
        "delete": lambda: studio.delete_profile(request.visitor, request.profile),
        "restore": lambda: studio.restore_profile(request.visitor),
    }
    acts[request.do]()
