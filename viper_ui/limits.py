"""How much a request may carry.

gradio's ``max_file_size`` bounds uploaded files and nothing else; bodies of JSON are bounded here.
"""

from __future__ import annotations

from typing import Any

__all__ = ["MAX_JSON_BYTES", "MAX_UPLOAD", "MOST_STEPS", "LimitBody"]

MAX_JSON_BYTES = 5_000_000  # the largest preferences that can be imported are 4 MB
MAX_UPLOAD = "30mb"  # of one file; viper_core.pictures takes no more
MOST_STEPS = 100  # of one picture that a program asks for; every model here is done long before
_UPLOAD = "/upload"


class LimitBody:
    """ASGI middleware that refuses a body larger than :data:`MAX_JSON_BYTES`; uploads have their own limit.

    The bytes are counted as they come, since a client may send any ``Content-Length`` or none.
    """

    def __init__(self, app: Any, *, limit: int = MAX_JSON_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the request on, or answer 413."""
        if scope["type"] != "http" or scope["path"].rstrip("/").endswith(_UPLOAD):
            await self.app(scope, receive, send)
            return
        taken, refused, begun = 0, False, False

        async def counted() -> Any:
            nonlocal taken, refused
            message = await receive()
            if message["type"] == "http.request":
                taken += len(message.get("body", b""))
                if taken > self.limit:
                    refused = True
                    raise _TooLarge
            return message

        async def watched(message: Any) -> None:
            nonlocal begun
            if refused and not begun:  # the application answers its own failure to read; ours says what it was
                raise _TooLarge
            begun = True
            await send(message)

        try:
            await self.app(scope, counted, watched)
        except Exception:
            if not refused or begun:
                raise
            await send({"type": "http.response.start", "status": 413, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"The request is too large."})


class _TooLarge(Exception):
    """Raised into the application to end its reading of a body."""
