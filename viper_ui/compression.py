"""The page, compressed on its way to the browser.

The document holds gradio's configuration, every script and the texts of every language: half a megabyte, and a quarter
of it compressed. gradio compresses its files and not the document. Nothing else is compressed here: pictures are as
small as they get, and what visitors entered never goes through a compression together with what somebody else sent.
"""

from __future__ import annotations

from typing import Any, Final

from starlette.middleware.gzip import GZipMiddleware

from viper_ui.first_script import is_page

__all__ = ["CompressPage"]

_LEVEL: Final = 5  # 10 ms for the page; 9 takes twice as long for 2 % less


class CompressPage:
    """ASGI middleware that compresses the document for browsers that take it so; everything else passes as it is."""

    def __init__(self, app: Any) -> None:
        self.app = app
        self.compressed = GZipMiddleware(app, compresslevel=_LEVEL)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on; the page comes back compressed."""
        await (self.compressed if is_page(scope) else self.app)(scope, receive, send)
