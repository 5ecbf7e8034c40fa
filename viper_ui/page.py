"""The page: head, four tabs, and what ties them together.

Knows who a browser is: a random id kept in the browser and nowhere else, under which the studio keeps what was entered.
Everything else is wiring; each tab has a module of its own.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable
from typing import Any, Final

import gradio as gr

from viper_core.errors import FormatError, UnknownName
from viper_core.studio import Studio, VisitorState
from viper_ui.album import album_value, make_album, wire_album
from viper_ui.api import make_api
from viper_ui.arrivals import make_arrivals
from viper_ui.board import board_value
from viper_ui.chips import chips_value
from viper_ui.comment import make_comment_tab
from viper_ui.compare import CompareTab, make_compare_buttons, make_compare_tab, wire_compare
from viper_ui.consent import make_consent
from viper_ui.fields import Fields, make_details, make_scene, wire_fields
from viper_ui.footer import make_footer
from viper_ui.gallery import Gallery
from viper_ui.generate import make_draw_button, make_stage, wire_generate
from viper_ui.header import make_header
from viper_ui.jobs import Jobs
from viper_ui.kiosk import Kiosk, make_guide, make_home
from viper_ui.learning import wire_learning
from viper_ui.preferences import make_preferences_tab
from viper_ui.tabs import KIOSK_TABS, TABS, make_tab_row, panel
from viper_ui.taste import make_taste_line

__all__ = ["build_app"]

# gradio encrypts what it keeps in a browser with a key that every page is told. It protects nothing; it must only stay
# the same, or a restart of the server could not read what an earlier one left.
_BROWSER_KEY: Final = "viper-browser-01"
_DAY: Final = 86400  # seconds that a file of the page is kept
_QUEUE: Final = 64  # drawings that may wait; more are told to come back


def build_app(studio: Studio, *, kiosk: Kiosk | None = None) -> gr.Blocks:
    """The whole page for a studio, at a stand as a kiosk; launch it with :func:`~viper_ui.launch.launch_options`."""
    gallery = Gallery()
    with contextlib.suppress(FormatError):  # the page says what is wrong with the board
        gallery.prepare(seed.file for seed in studio.board)

    with gr.Blocks(title="ViPer", analytics_enabled=False, delete_cache=(3600, _DAY), fill_width=True) as page:
        visitor = gr.BrowserState(None, storage_key="viper.visitor", secret=_BROWSER_KEY)
        settings = gr.BrowserState(None, storage_key="viper.settings", secret=_BROWSER_KEY)
        jobs = gr.State(Jobs(), delete_callback=_stop)
        make_api(studio)  # first, so that the names are free
        make_header(studio)
        make_tab_row(TABS if kiosk is None else KIOSK_TABS)
        with panel("comment"):
            comment = make_comment_tab(studio, gallery, visitor)
        with panel("preferences"):
            chips = make_preferences_tab(studio)
        with panel("draw"), gr.Row(elem_classes="vp-easel"):
            with gr.Column(scale=0, min_width=330, elem_classes="vp-controls"):
                scene = make_scene(studio)
                draw = make_draw_button()
                buttons = make_compare_buttons()
                make_taste_line()
                fields = Fields({**scene.by_name, **make_details(studio)}, scene.run)
            with gr.Column(scale=1, min_width=300):
                stage = make_stage()
                album = make_album(studio, gallery)
                compare = make_compare_tab(studio)
                make_consent(studio)
        if kiosk is not None:
            with panel("home"):
                make_home(studio, kiosk)
            make_guide(kiosk)
        make_arrivals(studio)
        footer = make_footer(studio, gallery)

        wire_learning(studio, visitor, comment.learn, comment.learning, chips)
        wire_fields(studio, fields, scene.helper, settings, page)
        wire_generate(studio, gallery, visitor, jobs, fields, draw, stage)
        wire_album(studio, gallery, album)
        wire_compare(studio, visitor, jobs, fields, buttons, compare)
        opened = [visitor, comment.board, chips, stage, album, *compare.all]
        enter = _enter(studio, gallery)
        page.load(enter, visitor, opened, show_progress="hidden", api_visibility="private", concurrency_limit=8)
        footer.forgotten(enter, visitor, opened, show_progress="hidden", api_visibility="private")
    page.queue(api_open=False, max_size=_QUEUE)
    return page


def _enter(studio: Studio, gallery: Gallery) -> Callable[[Any], Any]:
    def enter(known: Any) -> Any:
        """Recognise the browser, or give it an id, and show what it entered."""
        state = _recognise(studio, known)
        empty = {"visitor": state.id, "state": None}
        board, chips = board_value(studio, gallery, state), chips_value(studio, state)
        album = album_value(studio, gallery, state.id)
        return state.id, board, chips, empty, album, *[empty] * len(dataclasses.fields(CompareTab))

    return enter


def _recognise(studio: Studio, known: Any) -> VisitorState:
    try:
        return studio.visitor(known)
    except UnknownName:
        return studio.visitor(studio.new_visitor())


def _stop(jobs: Jobs) -> None:
    jobs.stop()
