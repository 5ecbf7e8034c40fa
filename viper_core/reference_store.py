"""Pictures that visitors start from, kept in the store's file and a private folder.

Knows the table ``reference_pictures``, the files it names, and that the ones used last are kept, within
:data:`REFERENCE_LIMIT`. A picture is called by the hash of its pixels, so the same one is kept once, and the settings
of a drawing find it again.

    reference_pictures   visitor, hash of the pixels -> file, and when it was used last
"""

from __future__ import annotations

import contextlib
import sqlite3
import time
from pathlib import Path
from typing import Final

from viper_core.database import Database
from viper_core.errors import UnknownName
from viper_core.files import PrivateFolder

__all__ = ["REFERENCE_LIMIT", "References"]

REFERENCE_LIMIT: Final = 24  # pictures per visitor
_FOLDER: Final = "references"


class References:
    """The pictures that all visitors start from; each method sees one visitor's only.

    Every method raises :class:`~viper_core.errors.UnknownName` for a visitor who is not in the store.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        """Use the table in ``database`` and a private folder within ``folder``, made if it is not there.

        Raises:
            OSError: the folder cannot be made.
        """
        self._database = database
        self.folder = PrivateFolder(folder / _FOLDER)

    def find(self, visitor: str, sha256: str) -> Path:
        """The file of one of the visitor's pictures.

        Raises:
            UnknownName: there is none of this hash.
        """
        query = "SELECT file FROM reference_pictures WHERE visitor = ? AND sha256 = ?"
        rows = self._database.rows(query, (self._database.known(visitor), sha256))
        if not rows:
            raise UnknownName("The picture to start from is not kept here. Choose it once more, or start without one.")
        return self.folder.path(rows[0][0])

    def keep(self, visitor: str, sha256: str, data: bytes) -> Path:
        """Keep a picture, or note that it is used again; those that were not used for longest make room.

        Args:
            visitor: whose it is.
            sha256: of its pixels.
            data: the content of the PNG, written before its row, so that a row always has its file.

        Raises:
            InputError: it cannot be written.
        """
        with contextlib.suppress(UnknownName):
            found = self.find(visitor, sha256)
            if found.is_file():
                with self._database.write() as db:
                    key = self._database.known(visitor)
                    values = (time.time(), key, sha256)
                    db.execute("UPDATE reference_pictures SET used = ? WHERE visitor = ? AND sha256 = ?", values)
                return found
        path = self.folder.put(data, suffix=".png")
        try:
            with self._database.write() as db:
                key = self._database.known(visitor)
                before = "SELECT file FROM reference_pictures WHERE visitor = ? AND sha256 = ?"
                gone = [row[0] for row in db.execute(before, (key, sha256))]
                db.execute(
                    "INSERT INTO reference_pictures (visitor, sha256, file, used) VALUES (?, ?, ?, ?)"
                    " ON CONFLICT (visitor, sha256) DO UPDATE SET file = excluded.file, used = excluded.used",
                    (key, sha256, path.name, time.time()),
                )
                gone += _make_room(db, key)
        except BaseException:
            self.folder.unlink([path.name])
            raise
        self.folder.unlink(gone)
        return path

    # -- for the store, which deletes a visitor as a whole ------------------------------------------------------------

    def files(self, db: sqlite3.Connection, key: str) -> list[str]:
        """Names of all files of the visitor with this key."""
        return [row[0] for row in db.execute("SELECT file FROM reference_pictures WHERE visitor = ?", (key,))]

    def sweep(self) -> None:
        """Delete files that a crash left without a row."""
        rows = self._database.rows("SELECT file FROM reference_pictures")
        self.folder.sweep(kept={row[0] for row in rows})


def _make_room(db: sqlite3.Connection, key: str) -> list[str]:
    """Delete the visitor's rows beyond the limit; returns the names of their files."""
    query = "SELECT id, file FROM reference_pictures WHERE visitor = ? ORDER BY used DESC, id DESC LIMIT -1 OFFSET ?"
    late = db.execute(query, (key, REFERENCE_LIMIT)).fetchall()
    db.executemany("DELETE FROM reference_pictures WHERE id = ?", [(row,) for row, _ in late])
    return [file for _, file in late]
