"""A link to a taste card: what a phone fetches that read the code of a kiosk.

Answers with a picture and nothing else, to whoever has the link, as long as it is good. What it leads to is the
studio's; see :mod:`viper_core.handouts`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.responses import PlainTextResponse, Response

from viper_core.errors import UnknownName

__all__ = ["CARD_PATH", "CardLink"]

CARD_PATH: Final = "/card/"
_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Disposition": 'inline; filename="viper-taste.png"',
    "Content-Security-Policy": "default-src 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}


class CardLink:
    """ASGI middleware that answers for the addresses below :data:`CARD_PATH`."""

    def __init__(self, app: Any, *, fetch: Callable[[str], bytes]) -> None:
        self.app = app
        self.fetch = fetch

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer with the card, or pass the request on."""
        path = str(scope.get("path", ""))
        if scope["type"] != "http" or not path.startswith(CARD_PATH) or scope["method"] not in ("GET", "HEAD"):
            await self.app(scope, receive, send)
            return
        response: Response
        try:
            card = await run_in_threadpool(self.fetch, path.removeprefix(CARD_PATH))
            response = Response(card, media_type="image/png", headers=_HEADERS)
        except UnknownName as error:
            response = PlainTextResponse(str(error), status_code=404, headers=_HEADERS)
        await response(scope, receive, send)
