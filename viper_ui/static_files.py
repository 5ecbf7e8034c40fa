"""The page's own scripts and styles, read from ``static/``.

Scripts reach the page inside of gradio's configuration, so nothing of them is fetched from anywhere else.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

__all__ = ["STATIC", "read_static"]

STATIC = Path(__file__).resolve().parent / "static"


@cache
def read_static(name: str) -> str:
    """The text of a file of ``static/``."""
    return (STATIC / name).read_text(encoding="utf-8")
