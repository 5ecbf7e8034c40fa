"""What runs on the page before anything else: before gradio asks the browser for its language.

What is given to :meth:`gradio.Blocks.launch` as head is put on the page by gradio's own script, after that has begun.
This script is put into the document itself.
"""

from __future__ import annotations

from typing import Any

__all__ = ["FirstScript", "is_page"]

_HEAD = b"<head>"


def is_page(scope: Any) -> bool:
    """Whether a request asks for the document."""
    return scope["type"] == "http" and scope["path"] in ("", "/") and scope["method"] == "GET"


class FirstScript:
    """ASGI middleware that begins the head of the page with a script; everything else passes as it is."""

    def __init__(self, app: Any, *, script: str) -> None:
        self.app = app
        self.script = f"<script>{script}</script>".encode()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on; of the page, put the script in."""
        if not is_page(scope):
            await self.app(scope, receive, send)
            return
        begun: dict[str, Any] = {}
        body = bytearray()

        async def gathered(message: Any) -> None:
            if message["type"] == "http.response.start":
                begun.update(message)
                return
            body.extend(message.get("body", b""))
            if message.get("more_body"):
                return
            whole = bytes(body).replace(_HEAD, _HEAD + self.script, 1)
            headers = [(name, value) for name, value in begun["headers"] if name.lower() != b"content-length"]
            await send({**begun, "headers": [*headers, (b"content-length", str(len(whole)).encode())]})
            await send({"type": "http.response.body", "body": whole})

        await self.app(scope, receive, gathered)
