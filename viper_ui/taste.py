"""One line that says how much is known of a person's taste; shown where pictures are drawn to it.

The script learns it from the chips on the same page, so it follows each edit at once.
"""

from __future__ import annotations

import gradio as gr

from viper_ui.static_files import script

__all__ = ["make_taste_line"]


def make_taste_line() -> gr.HTML:
    """Lay the line out in the current context."""
    return gr.HTML(
        html_template='<p class="vp-taste" role="status"></p>',
        js_on_load=script("taste.js"),
        apply_default_css=False,
    )
