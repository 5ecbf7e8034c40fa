"""The page's own scripts and styles, read from ``static/``.

Scripts reach the page inside of gradio's configuration, so nothing of them is fetched from anywhere else.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["STATIC", "read_static", "script"]

STATIC = Path(__file__).resolve().parent / "static"


@cache
def read_static(name: str) -> str:
    """The text of a file of ``static/``."""
    return (STATIC / name).read_text(encoding="utf-8")


def script(*names: str) -> str:
    """The script of a component: its template's texts are filled in, then these files run in their order."""
    return "window.viper.fill(element);\n" + "".join(map(read_static, names))
