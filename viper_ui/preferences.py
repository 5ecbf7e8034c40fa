"""The second tab: the taste as chips, and learning it from the comments.

Wires the chips; what extraction means is the studio's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gradio as gr

from viper_core.errors import ViPerError
from viper_core.studio import ExtractionResult, Studio
from viper_ui.chips import chips_value, make_chips
from viper_ui.comment import CommentTab
from viper_ui.gallery import Gallery
from viper_ui.messages import warn

__all__ = ["make_preferences_tab", "wire_learning"]


def make_preferences_tab(studio: Studio) -> gr.HTML:
    """Lay the tab out in the current context; returns the chips."""
    return make_chips(studio)


def wire_learning(
    studio: Studio,
    gallery: Gallery,
    visitor: gr.BrowserState,
    comment: CommentTab,
    chips: gr.HTML,
) -> None:
    """Let the first tab's button read the comments and lead to the chips."""
    comment.learn.click(
        _learn(studio, gallery),
        visitor,
        chips,
        js=comment.flush,
        show_progress="hidden",
        concurrency_limit=4,
        api_visibility="private",
    )


def _learn(studio: Studio, gallery: Gallery) -> Callable[[str], Any]:
    def learn(visitor: str) -> Any:
        """Read the comments into chips and show them."""
        try:
            result = studio.extract(visitor)
        except ViPerError as error:
            warn(error, title="Nothing learned yet")
            return gr.skip()
        return chips_value(studio, gallery, studio.visitor(visitor), note=_note(result), is_new=True)

    return learn


def _note(result: ExtractionResult) -> str:
    """One sentence on what was read, and what was not understood."""
    read = "your comment" if result.read == 1 else f"{result.read} comments"
    note = f"Learned from {read}."
    if result.silent:
        which = "One of them names" if len(result.silent) == 1 else f"{len(result.silent)} of them name"
        note += f" {which} nothing about how the picture looks: say more there, and learn again."
    return note
