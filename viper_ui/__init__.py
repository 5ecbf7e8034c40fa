"""The interface: the studio's abilities as a page of four tabs, on gradio.

``build_app`` makes the page, ``launch_options`` what :meth:`gradio.Blocks.launch` needs for its looks and its security.
The package knows components, layout and words on buttons. Every rule of the method, every file and every visitor's data
is behind :class:`~viper_core.studio.Studio`; no module here holds a visitor's data in a variable.
"""

from __future__ import annotations

from viper_ui.launch import launch_options
from viper_ui.page import build_app

__all__ = ["build_app", "launch_options"]
