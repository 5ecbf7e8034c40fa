"""The foot of the page: where one's words lie, and how to have them deleted."""

from __future__ import annotations

from typing import Any

import gradio as gr

from viper_core.studio import Studio
from viper_ui.belongings import drop_claimed
from viper_ui.gallery import Gallery
from viper_ui.messages import answer
from viper_ui.requests import VisitorRequest, parse
from viper_ui.static_files import script

__all__ = ["make_footer"]

_TEMPLATE = """
<footer class="vp-foot">
  <p data-t="foot.kept"></p>
  <button type="button" class="vp-link vp-forget" data-t="foot.forget"></button>
</footer>
"""


def make_footer(studio: Studio, gallery: Gallery) -> gr.HTML:
    """Lay the foot out in the current context; its event ``forgotten`` asks for a new beginning."""

    def forget(data: object) -> dict[str, Any]:
        """Delete everything the visitor entered, the copies of their pictures, and what was drawn for them."""

        def work() -> None:
            visitor = parse(VisitorRequest, data).visitor
            shown = [*studio.visitor(visitor).own_pictures, *studio.drawings(visitor)]
            studio.forget(visitor)
            for picture in shown:
                gallery.drop(picture.path)
            drop_claimed(visitor)

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("footer.js"),
        apply_default_css=False,
        elem_id="foot",
        server_functions=[forget],
    )
