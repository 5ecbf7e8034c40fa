"""Who agreed that their votes are shared with a study, and who did not.

Knows the table ``consents``: the last answer of a visitor, which they may change at any time.
"""

from __future__ import annotations

from viper_core.database import Database

__all__ = ["Consents"]


class Consents:
    """The answers of all visitors; each method sees one visitor's only.

    Every method raises :class:`~viper_core.errors.UnknownName` for a visitor who is not in the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, visitor: str) -> bool | None:
        """What the visitor answered, or None where they have not been asked yet."""
        rows = self._database.rows("SELECT agreed FROM consents WHERE visitor = ?", (self._database.known(visitor),))
        return bool(rows[0][0]) if rows else None

    def put(self, visitor: str, agreed: bool) -> None:
        """Keep the visitor's answer in place of an earlier one."""
        with self._database.write() as db:
            key = self._database.known(visitor)
            db.execute("INSERT OR REPLACE INTO consents (visitor, agreed) VALUES (?, ?)", (key, agreed))
