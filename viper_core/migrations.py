"""How the store's file is laid out, and how a file of an earlier version becomes one of this version.

Knows the tables of every version as steps from the one before; a new file goes through all of them, so there is one way
to every layout. A file that holds data is copied before it is changed: ``viper.sqlite3.before-3`` beside it. The copy
holds what visitors entered, so it is deleted after :data:`KEPT_DAYS` days, and at once when a visitor asks to be
forgotten.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import time
from pathlib import Path
from typing import Final

from viper_core.errors import FormatError

__all__ = ["KEPT_DAYS", "SCHEMA_VERSION", "delete_copies", "migrate"]

KEPT_DAYS: Final = 14  # days after which the copy made before a migration is deleted

_COMMENTS_AND_ONE_TASTE = """
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
)
"""

# The taste of a visitor moves from their row into a profile, of which they may have several; the history of changes
# goes along and can be walked in both directions. A table without the two columns takes the place of the old one:
# SQLite could not drop a column before 3.35. The highest ``used`` of a visitor is the profile in use, the highest
# ``deleted`` the one that was put away last.
_MANY_PROFILES = """
CREATE TABLE profiles (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    profile TEXT NOT NULL,
    used INTEGER NOT NULL,
    deleted INTEGER,
    preferences TEXT NOT NULL,
    removed TEXT NOT NULL,
    UNIQUE (visitor, profile)
);
INSERT INTO profiles (visitor, profile, used, preferences, removed)
    SELECT visitor, lower(hex(randomblob(8))), 1, preferences, removed FROM visitors ORDER BY created;
CREATE TABLE states (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile INTEGER NOT NULL REFERENCES profiles ON DELETE CASCADE,
    undone INTEGER NOT NULL,
    preferences TEXT NOT NULL,
    removed TEXT NOT NULL
);
CREATE INDEX states_by_profile ON states (profile, undone, id);
INSERT INTO states (profile, undone, preferences, removed)
    SELECT profiles.id, 0, history.preferences, history.removed
    FROM history JOIN profiles USING (visitor) ORDER BY history.id;
DROP TABLE history;
CREATE TABLE known_visitors (visitor TEXT PRIMARY KEY, created REAL NOT NULL);
INSERT INTO known_visitors SELECT visitor, created FROM visitors;
DROP TABLE visitors;
ALTER TABLE known_visitors RENAME TO visitors
"""

# What was drawn for a visitor (``about``: the settings as JSON), with ``deleted`` as the time from which it is put away
# and can be brought back; what they answered in blind tests (``about``: the trial as JSON), each trial once; and what
# an extractor read in a comment (``key``: a hash of extractor, version and text), so that it need not be read again.
_DRAWINGS_VOTES_READINGS = """
CREATE TABLE drawings (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    drawing TEXT NOT NULL,
    created REAL NOT NULL,
    deleted REAL,
    file TEXT NOT NULL,
    about TEXT NOT NULL,
    UNIQUE (visitor, drawing)
);
CREATE TABLE votes (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    trial TEXT NOT NULL,
    created REAL NOT NULL,
    protocol TEXT NOT NULL,
    about TEXT NOT NULL,
    UNIQUE (visitor, trial)
);
CREATE TABLE readings (
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    image TEXT NOT NULL,
    key TEXT NOT NULL,
    reading TEXT NOT NULL,
    UNIQUE (visitor, image)
)
"""

# When a visitor was here last; taste cards that are handed out by a link (``token``: a hash of it); and who agreed that
# their votes are shared with a study.
_LAST_SEEN_HANDOUTS_CONSENTS = """
ALTER TABLE visitors ADD COLUMN seen REAL NOT NULL DEFAULT 0;
UPDATE visitors SET seen = CAST(strftime('%s', 'now') AS REAL);
CREATE TABLE handouts (
    token TEXT PRIMARY KEY,
    visitor TEXT NOT NULL UNIQUE REFERENCES visitors ON DELETE CASCADE,
    expires REAL NOT NULL,
    picture BLOB NOT NULL
);
CREATE TABLE consents (
    visitor TEXT PRIMARY KEY REFERENCES visitors ON DELETE CASCADE,
    agreed INTEGER NOT NULL
)
"""

# Pictures that a visitor starts from, each once (``sha256``: of its pixels), and when it was used last.
_REFERENCE_PICTURES = """
CREATE TABLE reference_pictures (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE,
    sha256 TEXT NOT NULL,
    file TEXT NOT NULL,
    used REAL NOT NULL,
    UNIQUE (visitor, sha256)
)
"""

_STEPS: Final = (
    _COMMENTS_AND_ONE_TASTE,
    _MANY_PROFILES,
    _DRAWINGS_VOTES_READINGS,
    _LAST_SEEN_HANDOUTS_CONSENTS,
    _REFERENCE_PICTURES,
)
SCHEMA_VERSION: Final = len(_STEPS)


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the file at ``path`` to :data:`SCHEMA_VERSION`; all of it or nothing.

    Args:
        connection: open on ``path``, in autocommit mode, with foreign keys off (a table is put in another's place).
        path: of the file; its copy is put beside it.

    Raises:
        FormatError: a newer version of this program wrote the file, or its rows do not fit together.
    """
    connection.execute("BEGIN IMMEDIATE")  # of two processes that start at once, one does the work
    try:
        version = connection.execute("PRAGMA user_version").fetchone()[0]
        if version > SCHEMA_VERSION:
            raise FormatError(
                f"{path} was written by a newer version (schema {version}, this one knows {SCHEMA_VERSION}). "
                "Update the program or choose another folder with --data-dir."
            )
        if 0 < version < SCHEMA_VERSION:
            _copy(path, path.with_name(f"{path.name}.before-{SCHEMA_VERSION}"))
        for step in _STEPS[version:]:
            for statement in step.split(";"):
                connection.execute(statement)
        if version < SCHEMA_VERSION:
            if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
                raise FormatError(f"{path} cannot be brought to this version: its rows do not fit together.")
            connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        connection.execute("COMMIT")
    except BaseException:
        connection.execute("ROLLBACK")
        raise


def delete_copies(path: Path, *, older_than: float = 0.0) -> None:
    """Delete copies that were made before migrations of ``path``, at least ``older_than`` days old."""
    for copy in path.parent.glob(f"{path.name}.before-*"):
        with contextlib.suppress(OSError):
            if time.time() - copy.stat().st_mtime >= older_than * 86400:
                copy.unlink()


def _copy(source: Path, target: Path) -> None:
    """A whole copy, committed rows of the log included, that only this user may read."""
    unfinished = target.with_name(target.name + ".unfinished")
    unfinished.unlink(missing_ok=True)
    os.close(os.open(unfinished, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    with contextlib.closing(sqlite3.connect(source)) as reader, contextlib.closing(sqlite3.connect(unfinished)) as copy:
        reader.backup(copy)
    unfinished.replace(target)
