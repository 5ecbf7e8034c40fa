"""The fourth tab: four questions about a taste, each a section with a button of its own.

Knows which parts the tab has. The fields are shared with the tab that generates; what a section asks and shows is its
module's business.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import gradio as gr

from viper_core.studio import Studio
from viper_ui.blind import make_blind_test, wire_blind_test
from viper_ui.contrast import make_contrast, wire_contrast
from viper_ui.fields import Fields
from viper_ui.receipts import make_receipts, wire_receipts
from viper_ui.sections import SECTIONS, make_run_button, make_section_row
from viper_ui.two_tastes import make_two_tastes, wire_two_tastes

__all__ = ["CompareTab", "make_compare_buttons", "make_compare_tab", "wire_compare"]


@dataclass(frozen=True)
class CompareTab:
    """The parts of the tab, each with a value of its own."""

    contrast: gr.HTML
    receipts: gr.HTML
    tastes: gr.HTML
    blind: gr.HTML

    @property
    def all(self) -> list[gr.HTML]:
        """Every part that shows what is a visitor's."""
        return [self.contrast, self.receipts, self.tastes, self.blind]


def make_compare_buttons() -> dict[str, gr.Button]:
    """Lay the buttons out in the current context: by section, of which one is shown."""
    return {name: make_run_button(name) for name, _, _ in SECTIONS}


def make_compare_tab(studio: Studio) -> CompareTab:
    """Lay the sections out in the current context."""
    make_section_row()
    return CompareTab(make_contrast(), make_receipts(), make_two_tastes(), make_blind_test(studio))


def wire_compare(
    studio: Studio,
    visitor: gr.BrowserState,
    jobs: gr.State,
    fields: Fields,
    buttons: Mapping[str, gr.Button],
    tab: CompareTab,
) -> None:
    """Let each button draw what its section shows."""
    wire_contrast(studio, visitor, jobs, fields, buttons["compare"], tab.contrast)
    wire_receipts(studio, visitor, jobs, fields, buttons["receipts"], tab.receipts)
    wire_two_tastes(studio, visitor, jobs, fields, buttons["tastes"], tab.tastes)
    wire_blind_test(studio, visitor, jobs, fields, buttons["blind"], tab.blind)
