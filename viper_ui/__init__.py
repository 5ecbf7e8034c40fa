"""The interface: the studio's abilities as a page of four tabs, on gradio.

``build_app`` makes the page, ``launch_options`` what :meth:`gradio.Blocks.launch` needs for its looks and its security.
The package knows components, layout and words on buttons. Every rule of the method, every file and every visitor's data
is behind :class:`~viper_core.studio.Studio`; no module here holds a visitor's data in a variable.

What people entered is never put into a template of :class:`gradio.HTML`: gradio evaluates a template as JavaScript
after filling it in, ``{{value}}`` included, so that ``${…}`` in a comment would run. Templates here are fixed text, and
the scripts of ``static/`` put values on the page as text nodes and attributes.
"""

from __future__ import annotations

from viper_ui.kiosk import Kiosk, kiosk_from
from viper_ui.launch import launch_options
from viper_ui.page import build_app

__all__ = ["Kiosk", "build_app", "kiosk_from", "launch_options"]
