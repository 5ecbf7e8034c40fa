"""The head of the page: name, state of the model, language, light or dark.

The script asks for the state while the model is being loaded, so the page is there before the model is.
"""

from __future__ import annotations

import dataclasses
import secrets
from typing import Any

import gradio as gr

from viper_core.studio import Studio
from viper_ui.languages import recognise
from viper_ui.static_files import script

__all__ = ["make_header"]

_TEMPLATE = """
<div class="vp-head">
  <h1>ViPer</h1>
  <p class="vp-tagline" data-t="head.tagline"></p>
  <p class="vp-model" role="status" data-state="idle"></p>
  <select class="vp-language" data-t-aria-label="head.language"></select>
  <button type="button" class="vp-quiet vp-look" data-t-aria-label="head.dark" data-t-title="head.look"></button>
</div>
<div class="vp-remedy" role="alert" hidden></div>
"""


def make_header(studio: Studio) -> gr.HTML:
    """Lay the head out in the current context."""
    boot = secrets.token_hex(4)  # tells a page that waits for something whether the server was started again

    def model_status(_: object) -> dict[str, Any]:
        """Where loading stands."""
        status = studio.model_status()
        return {**dataclasses.asdict(status), "message": recognise(status.message), "boot": boot}

    def load_model(_: object) -> dict[str, Any]:
        """Try again after a failure; without one, nothing happens."""
        studio.start_loading()
        return model_status(None)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("header.js"),
        apply_default_css=False,
        elem_id="head",
        server_functions=[model_status, load_model],
    )
