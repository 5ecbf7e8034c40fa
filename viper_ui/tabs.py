"""The row of tabs and their panels.

gradio's own tabs put a panel on the page only when it is first opened, and what was sent to it before is lost on some
ways; here all four are there from the start, so a change of tab is instant. The open one is in the page's address.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final

import gradio as gr

from viper_ui.static_files import script

__all__ = ["KIOSK_TABS", "TABS", "make_tab_row", "only", "panel"]

TABS: Final = (
    ("comment", "tab.comment", "comment"),
    ("preferences", "tab.preferences", "preferences"),
    ("generate", "tab.generate", "draw"),
    ("compare", "tab.compare", "draw"),
)
"""Name of a tab, as addresses and scripts use it; the text that it is called by; its panel. What to draw is entered
once, so the last two share a panel, of which each shows its own part: what is :func:`only` theirs."""

KIOSK_TABS: Final = (
    ("comment", "tab.first", "comment"),
    ("preferences", "tab.second", "preferences"),
    ("generate", "tab.third", "draw"),
    ("home", "tab.fourth", "home"),
)
"""The same at a kiosk: four steps, the last of which is what a visitor leaves with."""


def make_tab_row(tabs: Iterable[tuple[str, str, str]] = TABS) -> gr.HTML:
    """Lay the row out in the current context."""
    buttons = "".join(
        f'<button type="button" role="tab" id="tab-{name}" aria-controls="panel-{panel}" data-tab="{name}"'
        f' data-t="{label}"></button>'
        for name, label, panel in tabs
    )
    return gr.HTML(
        html_template=f'<div class="vp-tabs" role="tablist" data-t-aria-label="tab.all">{buttons}</div>',
        js_on_load=script("tabs.js"),
        apply_default_css=False,
        elem_id="tabs",
    )


@contextmanager
def panel(name: str) -> Iterator[None]:
    """What is laid out inside is the panel of that name."""
    with gr.Column(elem_id=f"panel-{name}", elem_classes="vp-panel"):
        yield


def only(tab: str) -> str:
    """The class of a part that is shown in that tab only."""
    return f"vp-only-{tab}"
