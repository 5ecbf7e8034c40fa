"""The store's SQLite file: opening it, and transactions that are whole or not there at all.

Knows pragmas, locks and what a visitor's key is; the tables are those of :mod:`viper_core.migrations`. WAL mode with
full fsync: a process that is killed at any moment leaves the state before or after a write and nothing between. One
connection serves all threads, one at a time; other processes may use the same file.

A visitor's id is a secret that only their browser keeps: the file holds its SHA-256, so that a copy of the file lets
nobody in.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from viper_core.errors import InputError, UnknownName
from viper_core.migrations import KEPT_DAYS, delete_copies, migrate

__all__ = ["SEEN_SECONDS", "Database", "new_visitor_id", "visitor_key"]

SEEN_SECONDS: Final = 3600.0  # within which a visitor who comes again is not noted again
_BUSY_SECONDS = 15.0  # how long to wait for another process that is writing
_VISITOR_ID = re.compile(r"[A-Za-z0-9_-]{32}")  # secrets.token_urlsafe(24)


class Database:
    """An open file; safe to use from any thread."""

    def __init__(self, path: Path) -> None:
        """Open the file, making it or bringing it to this version where that is needed.

        Raises:
            FormatError: a newer version of this program wrote the file.
            sqlite3.DatabaseError: the file is no database, or cannot be used.
        """
        self._path = path
        self._lock = threading.RLock()
        self._connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = OFF", "secure_delete = ON"):
                self._connection.execute(f"PRAGMA {pragma}")
            migrate(self._connection, path)
            self._connection.execute("PRAGMA foreign_keys = ON")
        except BaseException:
            self._connection.close()
            raise
        delete_copies(path, older_than=KEPT_DAYS)

    def close(self) -> None:
        """Close the file. Nothing is lost without it: every write is on disk when it returns."""
        with self._lock:
            self._connection.close()

    @contextlib.contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """What is read within the block stands as it is until its end, as far as this process goes."""
        with self._lock:
            yield self._connection

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[Any]:
        """All rows of a query."""
        with self._lock:
            return self._connection.execute(query, values).fetchall()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed at the end of the block, rolled back when it raises; one within is part of it.

        Raises:
            InputError: the disk is full, or another process holds the file for too long; nothing was changed.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield self._connection
                return
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

    def known(self, visitor: str) -> str:
        """The key of ``visitor``, who must be in the file, and who was here just now.

        Raises:
            UnknownName: the id is malformed or belongs to nobody.
        """
        if isinstance(visitor, str) and _VISITOR_ID.fullmatch(visitor):
            key = visitor_key(visitor)
            found = self.rows("SELECT seen FROM visitors WHERE visitor = ?", (key,))
            if found:
                if time.time() - found[0][0] > SEEN_SECONDS:
                    self._see(key)
                return key
        raise UnknownName("This profile is not known here: it was deleted, or the link is wrong. Begin a new one.")

    def _see(self, key: str) -> None:
        with contextlib.suppress(InputError), self.write() as db:  # not worth failing for
            db.execute("UPDATE visitors SET seen = ? WHERE visitor = ?", (time.time(), key))

    def leave_nothing_behind(self) -> None:
        """Take what was deleted out of the log, and delete the copies that were made before a migration."""
        delete_copies(self._path)
        with self._lock, contextlib.suppress(sqlite3.OperationalError):  # locked: another process is reading
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def new_visitor_id() -> str:
    """A new secret: 24 random bytes in URL-safe base64."""
    return secrets.token_urlsafe(24)


def visitor_key(visitor: str) -> str:
    """What the file knows a visitor by."""
    return hashlib.sha256(visitor.encode("ascii")).hexdigest()
