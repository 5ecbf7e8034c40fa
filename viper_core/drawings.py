"""Pictures that were drawn for a visitor, kept in the store's file and a private folder.

Knows the table ``drawings``, the files it names, and how many are kept: the newest, within :data:`DRAWING_LIMIT` and
:data:`DRAWING_BYTES`. A deleted one can be brought back for :data:`UNDO_SECONDS`; after that, row and file are deleted
with the next change. What is in the files is the caller's business; the settings beside them are
:mod:`viper_core.png`'s.

    drawings   visitor, id -> file, settings as JSON, and when it was drawn and deleted
"""

from __future__ import annotations

import secrets
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from viper_core.database import Database
from viper_core.errors import FormatError, UnknownName
from viper_core.files import PrivateFolder
from viper_core.png import PictureSettings, parse_settings, settings_json

__all__ = ["DRAWING_BYTES", "DRAWING_LIMIT", "UNDO_SECONDS", "Drawing", "Drawings"]

DRAWING_LIMIT: Final = 100  # pictures per visitor
DRAWING_BYTES: Final = 128 * 1024 * 1024  # of all files of a visitor together; the newest picture is kept in any case
UNDO_SECONDS: Final = 600.0  # for which a deleted picture can be brought back
_FOLDER: Final = "drawings"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A picture that was drawn for a visitor.

    Attributes:
        id: what it is called in requests; random.
        created: when it was drawn, in seconds since 1970.
        path: of its file, a PNG.
        settings: what it was drawn with, or None where another version wrote them in a form not known here.
    """

    id: str
    created: float
    path: Path
    settings: PictureSettings | None


class Drawings:
    """The drawn pictures of all visitors; each method sees one visitor's only.

    Every method that takes a visitor raises :class:`~viper_core.errors.UnknownName` for one that is not in the store,
    and for a picture that is not that visitor's.
    """

    def __init__(self, database: Database, folder: Path) -> None:
        """Use the table in ``database`` and a private folder within ``folder``, made if it is not there.

        Raises:
            OSError: the folder cannot be made.
        """
        self._database = database
        self.folder = PrivateFolder(folder / _FOLDER)

    def newest(self, visitor: str) -> tuple[Drawing, ...]:
        """The visitor's pictures, the newest first."""
        query = (
            "SELECT drawing, created, file, about FROM drawings WHERE visitor = ? AND deleted IS NULL ORDER BY id DESC"
        )
        return tuple(self._drawing(*row) for row in self._database.rows(query, (self._database.known(visitor),)))

    def get(self, visitor: str, drawing: str) -> Drawing:
        """One of the visitor's pictures."""
        with self._database.reading() as db:
            row = _row(db, self._database.known(visitor), drawing, deleted=False)
        return self._drawing(*row)

    def add(self, visitor: str, data: bytes, settings: PictureSettings) -> Drawing:
        """Keep a picture: the file first, then its row, so that a row always has its file. The oldest make room.

        Args:
            visitor: whom it was drawn for.
            data: the content of the PNG.
            settings: what it was drawn with, kept also where the file leaves them out.

        Raises:
            InputError: it cannot be written.
        """
        drawing, created = secrets.token_hex(8), time.time()
        path = self.folder.put(data, suffix=".png")
        try:
            with self._database.write() as db:
                key = self._database.known(visitor)
                db.execute(
                    "INSERT INTO drawings (visitor, drawing, created, file, about) VALUES (?, ?, ?, ?, ?)",
                    (key, drawing, created, path.name, settings_json(settings)),
                )
                gone = self._make_room(db, key)
        except BaseException:
            self.folder.unlink([path.name])
            raise
        self.folder.unlink(gone)
        return Drawing(drawing, created, path, settings)

    def delete(self, visitor: str, drawing: str) -> None:
        """Put a picture away; :meth:`restore` brings it back for a while."""
        with self._database.write() as db:
            key = self._database.known(visitor)
            _row(db, key, drawing, deleted=False)
            gone = self._make_room(db, key)
            db.execute("UPDATE drawings SET deleted = ? WHERE visitor = ? AND drawing = ?", (time.time(), key, drawing))
        self.folder.unlink(gone)

    def restore(self, visitor: str, drawing: str) -> Drawing:
        """Bring a deleted picture back to its place, where that is still possible."""
        with self._database.write() as db:
            key = self._database.known(visitor)
            row = _row(db, key, drawing, deleted=True)
            db.execute("UPDATE drawings SET deleted = NULL WHERE visitor = ? AND drawing = ?", (key, drawing))
        return self._drawing(*row)

    # -- for the store, which deletes a visitor as a whole ------------------------------------------------------------

    def files(self, db: sqlite3.Connection, key: str) -> list[str]:
        """Names of all files of the visitor with this key, those of deleted pictures included."""
        return [row[0] for row in db.execute("SELECT file FROM drawings WHERE visitor = ?", (key,))]

    def sweep(self) -> None:
        """Delete what can no longer be brought back, and files that a crash left without a row."""
        with self._database.write() as db:
            late = (time.time() - UNDO_SECONDS,)
            gone = [row[0] for row in db.execute("SELECT file FROM drawings WHERE deleted < ?", late)]
            db.execute("DELETE FROM drawings WHERE deleted < ?", late)
        self.folder.unlink(gone)
        self.folder.sweep(kept={row[0] for row in self._database.rows("SELECT file FROM drawings")})

    # -- inside -------------------------------------------------------------------------------------------------------

    def _drawing(self, drawing: str, created: float, file: str, about: str) -> Drawing:
        try:
            settings = parse_settings(about)
        except FormatError:
            settings = None
        return Drawing(drawing, created, self.folder.path(file), settings)

    def _make_room(self, db: sqlite3.Connection, key: str) -> list[str]:
        """Delete the visitor's rows that are no longer kept; returns the names of their files."""
        rows = db.execute(
            "SELECT id, file, deleted FROM drawings WHERE visitor = ? ORDER BY id DESC", (key,)
        ).fetchall()
        gone, count, size = [], 0, 0
        for row, file, deleted in rows:
            if deleted is not None:
                if time.time() - deleted > UNDO_SECONDS:
                    gone.append((row, file))
                continue
            count, size = count + 1, size + self._size(file)
            if count > 1 and (count > DRAWING_LIMIT or size > DRAWING_BYTES):
                gone.append((row, file))
        db.executemany("DELETE FROM drawings WHERE id = ?", [(row,) for row, _ in gone])
        return [file for _, file in gone]

    def _size(self, file: str) -> int:
        try:
            return self.folder.path(file).stat().st_size
        except OSError:  # somebody deleted it by hand
            return 0


def _row(db: sqlite3.Connection, key: str, drawing: str, *, deleted: bool) -> tuple[str, float, str, str]:
    row: tuple[str, float, str, str, float | None] | None = db.execute(
        "SELECT drawing, created, file, about, deleted FROM drawings WHERE visitor = ? AND drawing = ?", (key, drawing)
    ).fetchone()
    if row is None or (row[4] is not None) is not deleted:
        raise UnknownName("This picture is not kept any more." if deleted else "This is not one of your pictures.")
    return row[:4]
