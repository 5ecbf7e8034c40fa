"""The sections of the tab that compares: four questions about a taste, one of them open at a time.

Each has a part on the right and a button of its own beside the fields; both carry the class that :func:`section` gives.
"""

from __future__ import annotations

from typing import Final

import gradio as gr

from viper_ui.languages import text
from viper_ui.static_files import script
from viper_ui.tabs import only

__all__ = ["SECTIONS", "make_run_button", "make_section_row", "section"]

SECTIONS: Final = (
    ("compare", "section.compare", "run.compare"),
    ("receipts", "section.receipts", "run.receipts"),
    ("tastes", "section.tastes", "run.tastes"),
    ("blind", "section.blind", "run.blind"),
)
"""Name of a section, as scripts use it; the text that it is called by; that of its button."""

_BUTTONS = "".join(
    f'<button type="button" role="radio" class="vp-section" data-section="{name}" data-t="{label}"></button>'
    for name, label, _ in SECTIONS
)


def make_section_row() -> gr.HTML:
    """Lay the row out in the current context."""
    return gr.HTML(
        html_template=f'<div class="vp-sections" role="radiogroup" data-t-aria-label="section.all">{_BUTTONS}</div>',
        js_on_load=script("sections.js"),
        apply_default_css=False,
        elem_id="sections",
        elem_classes=only("compare"),
    )


def make_run_button(name: str) -> gr.Button:
    """Lay the button of one section out in the current context."""
    label = next(button for each, _, button in SECTIONS if each == name)
    return gr.Button(text(label), variant="primary", elem_id=f"run-{name}", elem_classes=section(name))


def section(name: str) -> list[str]:
    """The classes of a part that is shown in that section only."""
    return [only("compare"), f"vp-in-{name}"]
