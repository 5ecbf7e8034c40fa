"""What visitors entered, kept in one SQLite file and a private folder of pictures.

Knows tables, transactions, the schema version and the files of own pictures. Every write is a transaction of its own in
WAL mode with full fsync, so a process that is killed at any moment leaves the state before or after a write and nothing
between. What an edit means is :mod:`viper_core.profile`'s business, whether an image exists :mod:`viper_core.studio`'s.

A visitor's id is a secret that only their browser keeps: the file holds its SHA-256, so that a copy of the file lets
nobody in. One connection serves all threads, one at a time; other processes may use the same file.

    visitors   one row per visitor: preferences and removed names as they stand
    comments   visitor, image -> text
    history    earlier states of the profile, newest last, at most HISTORY_LIMIT per visitor
    pictures   visitor, id -> title and file of an own picture
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from viper_core.errors import FormatError, InputError, UnknownName
from viper_core.files import write_atomically
from viper_core.preferences import Preferences
from viper_core.profile import Profile

__all__ = ["HISTORY_LIMIT", "PICTURE_LIMIT", "SCHEMA_VERSION", "OwnPicture", "Store", "data_folder"]

SCHEMA_VERSION = 1
HISTORY_LIMIT = 50  # undo steps kept per visitor
PICTURE_LIMIT = 60  # own pictures per visitor
_HISTORY_LENGTH = 8_000_000  # characters of them together; only very large imported preferences come near it
_DATABASE = "viper.sqlite3"
_PICTURES = "pictures"
_BUSY_SECONDS = 15.0  # how long to wait for another process that is writing
_ORPHAN_SECONDS = 3600.0  # a picture file without a row is a crash's leftover once it is this old
_VISITOR_ID = re.compile(r"[A-Za-z0-9_-]{32}")  # secrets.token_urlsafe(24)

_SCHEMA = """
CREATE TABLE visitors (
    visitor TEXT PRIMARY KEY,
    created REAL NOT NULL,
    preferences TEXT NOT NULL,
    removed TEXT NOT NULL
);
CREATE TABLE comments (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    image TEXT NOT NULL,
    text TEXT NOT NULL,
    UNIQUE (visitor, image)
);
CREATE TABLE history (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    preferences TEXT NOT NULL,
    removed TEXT NOT NULL
);
CREATE INDEX history_by_visitor ON history (visitor, id);
CREATE TABLE pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    picture TEXT NOT NULL,
    title TEXT NOT NULL,
    file TEXT NOT NULL,
    UNIQUE (visitor, picture)
);
"""

_TRIM_HISTORY = """
DELETE FROM history WHERE visitor = ? AND id NOT IN (
    SELECT id FROM (
        SELECT id, row_number() OVER newest AS place, sum(length(preferences)) OVER newest AS total
        FROM history WHERE visitor = ? WINDOW newest AS (ORDER BY id DESC)
    ) WHERE place = 1 OR place <= ? AND total <= ?
)
"""


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture that a visitor brought along."""

    id: str
    title: str
    path: Path


def data_folder(data_dir: Path | None = None) -> Path:
    """Where data is kept: ``data_dir``, else ``VIPER_DATA_DIR``, else the user's data folder of this system."""
    if data_dir is not None:
        return Path(data_dir)
    if configured := os.environ.get("VIPER_DATA_DIR"):
        return Path(configured)
    from platformdirs import user_data_path

    return user_data_path("viper", appauthor=False)


class Store:
    """The data of all visitors; each method that takes a visitor sees that visitor's data only.

    Every such method raises :class:`~viper_core.errors.UnknownName` for an id that is malformed or not in the store.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in ``folder``, making it if it is not there.

        Raises:
            InputError: the folder cannot be used.
            FormatError: the file is no store, or a newer version of this program wrote it.
        """
        self._folder = Path(folder).absolute()
        self._lock = threading.RLock()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            (self._folder / _PICTURES).mkdir(mode=0o700, exist_ok=True)
            path = self._folder / _DATABASE
            path.touch(mode=0o600, exist_ok=True)
            self._connection = self._open(path)
        except (OSError, sqlite3.OperationalError) as error:
            raise InputError(
                f"Cannot keep data in {self._folder}: {error}. Give a folder that can be written with --data-dir."
            ) from error
        except sqlite3.DatabaseError as error:
            raise FormatError(f"{path} is no ViPer store: {error}. Move it away or choose another folder.") from error
        self._sweep()

    @property
    def folder(self) -> Path:
        """The folder that holds everything."""
        return self._folder

    def close(self) -> None:
        """Close the file. Nothing is lost without it: every write is on disk when it returns."""
        with self._lock:
            self._connection.close()

    # -- visitors -----------------------------------------------------------------------------------------------------

    def new_visitor(self) -> str:
        """Make a visitor and return their id, 24 random bytes in URL-safe base64."""
        visitor = secrets.token_urlsafe(24)
        with self._write() as db:
            db.execute(
                "INSERT INTO visitors (visitor, created, preferences, removed) VALUES (?, ?, ?, ?)",
                (_key(visitor), time.time(), *_to_row(Profile())),
            )
        return visitor

    def forget(self, visitor: str) -> None:
        """Delete the visitor with everything they entered, files included."""
        with self._write() as db:
            key = self._known(visitor)
            files = [row[0] for row in db.execute("SELECT file FROM pictures WHERE visitor = ?", (key,))]
            db.execute("DELETE FROM visitors WHERE visitor = ?", (key,))
        for file in files:
            self._unlink(file)
        with self._lock, contextlib.suppress(sqlite3.OperationalError):  # locked: another process is reading
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # leave no deleted text behind in the log

    # -- comments -----------------------------------------------------------------------------------------------------

    def comments(self, visitor: str) -> dict[str, str]:
        """Image id -> comment, in the order in which the images were first commented on."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT image, text FROM comments WHERE visitor = ? ORDER BY id", (self._known(visitor),)
            )
            return dict(rows.fetchall())

    def save_comment(self, visitor: str, image: str, text: str) -> None:
        """Keep ``text`` as the comment on ``image``; blank text deletes the comment."""
        with self._write() as db:
            key = self._known(visitor)
            if text.strip():
                db.execute(
                    "INSERT INTO comments (visitor, image, text) VALUES (?, ?, ?)"
                    " ON CONFLICT (visitor, image) DO UPDATE SET text = excluded.text",
                    (key, image, text),
                )
            else:
                db.execute("DELETE FROM comments WHERE visitor = ? AND image = ?", (key, image))

    # -- preferences --------------------------------------------------------------------------------------------------

    def profile(self, visitor: str) -> Profile:
        """The visitor's preferences and removed names as they stand."""
        with self._lock:
            row = self._connection.execute(
                "SELECT preferences, removed FROM visitors WHERE visitor = ?", (self._known(visitor),)
            ).fetchone()
        return _from_row(row)

    def update_profile(self, visitor: str, change: Callable[[Profile], Profile]) -> Profile:
        """Put ``change`` of the profile in its place and keep the former one for :meth:`undo`.

        Reading, changing and writing are one transaction, so of two edits at the same time none is lost. A change that
        raises, or changes nothing, leaves everything as it was.
        """
        with self._write() as db:
            key = self._known(visitor)
            before = self.profile(visitor)
            after = change(before)
            if after == before:
                return before
            db.execute("INSERT INTO history (visitor, preferences, removed) VALUES (?, ?, ?)", (key, *_to_row(before)))
            db.execute(_TRIM_HISTORY, (key, key, HISTORY_LIMIT, _HISTORY_LENGTH))
            self._put_profile(db, key, after)
        return after

    def can_undo(self, visitor: str) -> bool:
        """Whether an earlier state of the profile is kept."""
        with self._lock:
            found = self._connection.execute(
                "SELECT 1 FROM history WHERE visitor = ? LIMIT 1", (self._known(visitor),)
            ).fetchone()
        return found is not None

    def undo(self, visitor: str) -> Profile:
        """Put the state before the last change back; it leaves the history.

        Raises:
            InputError: no earlier state is kept.
        """
        with self._write() as db:
            key = self._known(visitor)
            row = db.execute(
                "SELECT preferences, removed, id FROM history WHERE visitor = ? ORDER BY id DESC LIMIT 1", (key,)
            ).fetchone()
            if row is None:
                raise InputError(f"There is nothing to undo. The last {HISTORY_LIMIT} changes are kept.")
            before = _from_row(row)
            db.execute("DELETE FROM history WHERE id = ?", (row[2],))
            self._put_profile(db, key, before)
        return before

    # -- own pictures -------------------------------------------------------------------------------------------------

    def pictures(self, visitor: str) -> tuple[OwnPicture, ...]:
        """The visitor's own pictures in the order in which they came."""
        with self._lock:
            rows = self._connection.execute(
                "SELECT picture, title, file FROM pictures WHERE visitor = ? ORDER BY id", (self._known(visitor),)
            ).fetchall()
        return tuple(OwnPicture(picture, title, self._folder / _PICTURES / file) for picture, title, file in rows)

    def add_picture(self, visitor: str, data: bytes, *, title: str, suffix: str) -> OwnPicture:
        """Keep a picture: the file first, then its row, so that a row always has its file.

        Args:
            visitor: whose it is.
            data: the file's content, already checked and cleaned.
            title: what to call it.
            suffix: of the file name, ``.png`` or the like.

        Raises:
            InputError: the visitor has :data:`PICTURE_LIMIT` pictures already.
        """
        if len(self.pictures(visitor)) >= PICTURE_LIMIT:  # spares writing a file that the check below would refuse
            raise _too_many()
        token = secrets.token_hex(16)
        own = OwnPicture(f"own-{token}", title, self._folder / _PICTURES / (token + suffix))
        write_atomically(own.path, data, mode=0o600)
        try:
            with self._write() as db:
                key = self._known(visitor)
                count = db.execute("SELECT count(*) FROM pictures WHERE visitor = ?", (key,)).fetchone()[0]
                if count >= PICTURE_LIMIT:
                    raise _too_many()
                db.execute(
                    "INSERT INTO pictures (visitor, picture, title, file) VALUES (?, ?, ?, ?)",
                    (key, own.id, title, own.path.name),
                )
        except BaseException:
            self._unlink(own.path.name)
            raise
        return own

    def remove_picture(self, visitor: str, picture: str) -> None:
        """Delete an own picture, its comment and its file.

        Raises:
            UnknownName: the visitor has no such picture.
        """
        with self._write() as db:
            key = self._known(visitor)
            row = db.execute("SELECT file FROM pictures WHERE visitor = ? AND picture = ?", (key, picture)).fetchone()
            if row is None:
                raise UnknownName("This is not one of your pictures; only own pictures can be removed.")
            db.execute("DELETE FROM pictures WHERE visitor = ? AND picture = ?", (key, picture))
            db.execute("DELETE FROM comments WHERE visitor = ? AND image = ?", (key, picture))
        self._unlink(row[0])

    # -- inside -------------------------------------------------------------------------------------------------------

    def _open(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON"):
            connection.execute(f"PRAGMA {pragma}")
        connection.execute("BEGIN IMMEDIATE")  # of two processes that start at once, one makes the tables
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            connection.close()
            raise FormatError(
                f"{path} was written by a newer version (schema {version}, this one knows {SCHEMA_VERSION}). "
                "Update the program or choose another folder with --data-dir."
            )
        if version == 0:
            for statement in _SCHEMA.split(";"):
                connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
        return connection

    @contextlib.contextmanager
    def _write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end of the block, rolled back when it raises.

        Raises:
            InputError: the disk is full, or another process holds the file for too long; nothing was changed.
        """
        with self._lock:
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                yield self._connection
                self._connection.execute("COMMIT")
            except BaseException as error:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                if isinstance(error, sqlite3.OperationalError):
                    raise InputError(f"Could not be saved: {error}. Nothing was changed; try again.") from error
                raise

    def _known(self, visitor: str) -> str:
        """The key of ``visitor``, who must be in the store."""
        with self._lock:
            if isinstance(visitor, str) and _VISITOR_ID.fullmatch(visitor):
                key = _key(visitor)
                if self._connection.execute("SELECT 1 FROM visitors WHERE visitor = ?", (key,)).fetchone():
                    return key
        raise UnknownName("This profile is not known here: it was deleted, or the link is wrong. Begin a new one.")

    def _put_profile(self, db: sqlite3.Connection, key: str, profile: Profile) -> None:
        db.execute("UPDATE visitors SET preferences = ?, removed = ? WHERE visitor = ?", (*_to_row(profile), key))

    def _unlink(self, file: str) -> None:
        with contextlib.suppress(OSError):  # a file that stays is swept at a later start
            (self._folder / _PICTURES / file).unlink()

    def _sweep(self) -> None:
        """Delete files that a crash left without a row, old enough that no other process is about to add it."""
        with self._lock:
            kept = {row[0] for row in self._connection.execute("SELECT file FROM pictures")}
        for path in (self._folder / _PICTURES).iterdir():
            with contextlib.suppress(OSError):
                if path.name not in kept and time.time() - path.stat().st_mtime > _ORPHAN_SECONDS:
                    path.unlink()


def _key(visitor: str) -> str:
    return hashlib.sha256(visitor.encode("ascii")).hexdigest()


def _to_row(profile: Profile) -> tuple[str, str]:
    return profile.preferences.to_json(), json.dumps(sorted(profile.removed), ensure_ascii=False)


def _from_row(row: tuple[str, ...]) -> Profile:
    return Profile(Preferences.parse(row[0]), frozenset(json.loads(row[1])))


def _too_many() -> InputError:
    return InputError(f"At most {PICTURE_LIMIT} own pictures are kept. Remove one to make room for another.")
