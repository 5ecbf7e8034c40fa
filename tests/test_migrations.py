"""The third layout of the store's file: drawings, votes and readings beside what a file of version 2 held."""
# ruff: noqa: S608 -- the names of tables in the queries are those of this file

from __future__ import annotations

import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from viper_core.migrations import SCHEMA_VERSION
from viper_core.preferences import Attribute, Preferences
from viper_core.store import Store

# A file as version 2 wrote it. The key is the SHA-256 of the id.
VISITOR = "A" * 32
KEY = "22a48051594c1949deed7040850c1f0f8764537f5191be56732d16a54c1d8153"
VERSION_2 = """
CREATE TABLE visitors (visitor TEXT PRIMARY KEY, created REAL NOT NULL);
CREATE TABLE comments (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, image TEXT NOT NULL, text TEXT NOT NULL,
    UNIQUE (visitor, image));
CREATE TABLE pictures (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, picture TEXT NOT NULL, title TEXT NOT NULL,
    file TEXT NOT NULL, UNIQUE (visitor, picture));
CREATE TABLE profiles (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, profile TEXT NOT NULL, used INTEGER NOT NULL,
    deleted INTEGER, preferences TEXT NOT NULL, removed TEXT NOT NULL, UNIQUE (visitor, profile));
CREATE TABLE states (id INTEGER PRIMARY KEY AUTOINCREMENT,
    profile INTEGER NOT NULL REFERENCES profiles ON DELETE CASCADE, undone INTEGER NOT NULL,
    preferences TEXT NOT NULL, removed TEXT NOT NULL);
CREATE INDEX states_by_profile ON states (profile, undone, id);
PRAGMA user_version = 2;
"""
CALM = Preferences(liked=(Attribute(name="calm", category="mood"),), name="Quiet")
NEW_TABLES = ("drawings", "votes", "readings")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store that version 2 left: a comment, a picture, a profile, and one step to undo."""
    folder = tmp_path / "old"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.jpg").write_bytes(b"picture")
    db = sqlite3.connect(folder / "viper.sqlite3")
    db.executescript(VERSION_2)
    db.execute("INSERT INTO visitors VALUES (?, 1.5)", (KEY,))
    db.execute("INSERT INTO comments (visitor, image, text) VALUES (?, 'board-01', 'I love it calm')", (KEY,))
    db.execute("INSERT INTO pictures (visitor, picture, title, file) VALUES (?, 'own-a', 'Mine', 'a.jpg')", (KEY,))
    db.execute("INSERT INTO profiles VALUES (1, ?, 'p', 1, NULL, ?, '[\"loud\"]')", (KEY, CALM.to_json()))
    db.execute("INSERT INTO states VALUES (1, 1, 0, ?, '[]')", (Preferences().to_json(),))
    db.commit()
    db.close()
    return folder


@pytest.fixture
def opened(folder: Path) -> Iterator[sqlite3.Connection]:
    """The file once this version has opened it, with foreign keys as the store has them."""
    Store(folder).close()
    db = sqlite3.connect(folder / "viper.sqlite3", isolation_level=None)
    db.execute("PRAGMA foreign_keys = ON")
    yield db
    db.close()


def fill(db: sqlite3.Connection, key: str) -> None:
    """A drawing, a vote and a reading of one visitor."""
    now = time.time()
    db.execute(
        "INSERT INTO drawings (visitor, drawing, created, file, about) VALUES (?, 'd', ?, 'f', '{}')", (key, now)
    )
    db.execute("INSERT INTO votes (visitor, trial, created, protocol, about) VALUES (?, 't', ?, 'p', '{}')", (key, now))
    db.execute("INSERT INTO readings VALUES (?, 'board-01', 'k', '{}')", (key,))


def test_a_store_of_version_2_opens_with_everything_in_it(folder: Path) -> None:
    store = Store(folder)
    assert store.comments(VISITOR) == {"board-01": "I love it calm"}
    assert [own.title for own in store.pictures(VISITOR)] == ["Mine"]
    assert store.profile(VISITOR).preferences == CALM
    assert store.profile(VISITOR).removed == {"loud"}
    assert store.undo(VISITOR).preferences.is_empty
    with sqlite3.connect(folder / "viper.sqlite3") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []
        assert [db.execute(f"SELECT count(*) FROM {table}").fetchone() for table in NEW_TABLES] == [(0,)] * 3


def test_the_file_is_copied_before_and_the_copy_is_private(folder: Path) -> None:
    Store(folder).close()
    copy = folder / f"viper.sqlite3.before-{SCHEMA_VERSION}"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT text FROM comments").fetchone() == ("I love it calm",)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name IN (?, ?, ?)", NEW_TABLES).fetchone() == (0,)


def test_what_a_visitor_left_in_the_new_tables_goes_with_them(opened: sqlite3.Connection) -> None:
    other = "0" * 64
    opened.execute("INSERT INTO visitors (visitor, created) VALUES (?, 2.0)", (other,))
    fill(opened, KEY)
    fill(opened, other)
    opened.execute("DELETE FROM visitors WHERE visitor = ?", (KEY,))
    for table in NEW_TABLES:
        assert opened.execute(f"SELECT visitor FROM {table}").fetchall() == [(other,)], table


def test_a_drawing_a_trial_and_a_reading_are_each_there_once(opened: sqlite3.Connection) -> None:
    fill(opened, KEY)
    for table in NEW_TABLES:
        row = opened.execute(f"SELECT * FROM {table}").fetchone()
        again = row if table == "readings" else (None, *row[1:])
        with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
            opened.execute(f"INSERT INTO {table} VALUES ({', '.join('?' * len(row))})", again)


@pytest.mark.parametrize("table", NEW_TABLES)
def test_nothing_is_kept_for_somebody_who_is_not_known(opened: sqlite3.Connection, table: str) -> None:
    fill(opened, KEY)
    with pytest.raises(sqlite3.IntegrityError, match="FOREIGN KEY"):
        opened.execute(f"UPDATE {table} SET visitor = 'nobody'")


def test_a_migration_that_fails_leaves_the_old_file_as_it_was(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from viper_core import migrations
    from viper_core.errors import InputError

    broken = (*migrations._STEPS[:2], migrations._STEPS[2] + "; DROP TABLE no_such_table")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_STEPS", broken)
        with pytest.raises(InputError):
            Store(folder)
    with sqlite3.connect(folder / "viper.sqlite3") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (2,)
        assert db.execute("SELECT count(*) FROM sqlite_master WHERE name IN (?, ?, ?)", NEW_TABLES).fetchone() == (0,)
    assert Store(folder).profile(VISITOR).preferences == CALM
