"""Taste cards that are handed out by a link, for a short while.

Knows the table ``handouts``: the picture itself, so that what is fetched is what was shown, under a hash of the token
that the link ends with. A visitor has one at a time; it is deleted with them, and when its time is over.

    handouts   hash of the token -> visitor, picture, and when it expires
"""

from __future__ import annotations

import re
import secrets
import time
from typing import Final

from viper_core.database import Database, visitor_key
from viper_core.errors import UnknownName

__all__ = ["HANDOUT_SECONDS", "Handouts"]

HANDOUT_SECONDS: Final = 1800.0  # for which a card can be fetched
_TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")  # secrets.token_urlsafe(24)


class Handouts:
    """The cards that are handed out at the moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def hand_out(self, visitor: str, picture: bytes) -> str:
        """Let ``picture`` be fetched for a while, in place of the visitor's former one; returns a token.

        Raises:
            UnknownName: no such visitor.
        """
        token = secrets.token_urlsafe(24)
        with self._database.write() as db:
            key, now = self._database.known(visitor), time.time()
            db.execute("DELETE FROM handouts WHERE visitor = ? OR expires < ?", (key, now))
            row = (visitor_key(token), key, now + HANDOUT_SECONDS, picture)
            db.execute("INSERT INTO handouts (token, visitor, expires, picture) VALUES (?, ?, ?, ?)", row)
        return token

    def fetch(self, token: str) -> bytes:
        """The picture that is handed out under this token.

        Raises:
            UnknownName: there is none, or not any more.
        """
        found = []
        if _TOKEN.fullmatch(token):
            query = "SELECT picture FROM handouts WHERE token = ? AND expires >= ?"
            found = self._database.rows(query, (visitor_key(token), time.time()))
        if not found:
            raise UnknownName("There is no card here any more: the link was good for a short while only.")
        return bytes(found[0][0])

    def sweep(self) -> None:
        """Delete what has expired."""
        with self._database.write() as db:
            db.execute("DELETE FROM handouts WHERE expires < ?", (time.time(),))
