"""The first tab: comment on pictures of the board and on one's own, then have one's taste learned.

Wires the board, the upload and the button; knows no rule of either.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gradio as gr

from viper_core.errors import ViPerError
from viper_core.studio import Studio
from viper_ui.board import board_value, make_board
from viper_ui.gallery import Gallery
from viper_ui.languages import Said, recognise, say, text
from viper_ui.learning import make_learning
from viper_ui.messages import told
from viper_ui.static_files import read_static

__all__ = ["CommentTab", "make_comment_tab"]

# What is in the box reaches the server before the board is drawn anew.
_FLUSH = "async (...values) => { await window.viper.flush(); return values; }"


@dataclass(frozen=True)
class CommentTab:
    """What other tabs need of this one: the board, the button that learns, and where it shows its progress."""

    board: gr.HTML
    learn: gr.Button
    learning: gr.HTML


def make_comment_tab(studio: Studio, gallery: Gallery, visitor: gr.BrowserState) -> CommentTab:
    """Lay the tab out in the current context."""
    with make_board(studio, gallery) as board:
        with gr.Row(elem_classes="vp-actions"):
            upload = gr.UploadButton(
                text("add-picture"), file_types=["image"], file_count="multiple", elem_id="own", scale=0, min_width=160
            )
            learn = gr.Button(text("learn"), variant="primary", elem_id="learn", scale=0, min_width=190)
        if notice := studio.reading_notice:
            gr.HTML(
                html_template='<p class="vp-hint vp-reader"></p>',
                js_on_load=read_static("reader.js"),
                apply_default_css=False,
                notice=recognise(notice),
            )
    learning = make_learning()

    upload.upload(
        _add_pictures(studio, gallery),
        [visitor, upload],
        board,
        js=_FLUSH,
        show_progress="hidden",
        api_visibility="private",
    )
    return CommentTab(board, learn, learning)


def _add_pictures(studio: Studio, gallery: Gallery) -> Callable[[str, list[str]], Any]:
    def add_pictures(visitor: str, files: list[str]) -> Any:
        """Take in own pictures; what cannot be used is named, the rest is kept."""
        added, refused = None, list[Said]()
        for file in files or []:
            path = Path(file)
            try:
                added = studio.add_picture(visitor, path, name=path.name)
            except ViPerError as error:
                refused.append(say("board.refused", name=path.name, problem=told(error)))
            finally:
                path.unlink(missing_ok=True)
        if added is None and not refused:
            return gr.skip()
        selected = None if added is None else added.id
        return board_value(studio, gallery, studio.visitor(visitor), selected=selected, refused=refused)

    return add_pictures
