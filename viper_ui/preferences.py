"""The second tab: one's profiles, and the one in use as chips."""

from __future__ import annotations

import gradio as gr

from viper_core.studio import Studio
from viper_ui.chips import make_chips
from viper_ui.profiles import make_profiles

__all__ = ["make_preferences_tab"]


def make_preferences_tab(studio: Studio) -> gr.HTML:
    """Lay the tab out in the current context; returns the chips."""
    make_profiles(studio)
    return make_chips(studio)
