from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from viper_core.errors import FormatError, InputError, UnknownName
from viper_core.migrations import KEPT_DAYS, SCHEMA_VERSION
from viper_core.preferences import Attribute, Preferences
from viper_core.profile import Add, Profile, apply_edit
from viper_core.profile_store import DELETED_KEPT, PROFILE_LIMIT
from viper_core.store import Store

# A file as version 1 wrote it: one taste per visitor, in the visitor's row. The key is the SHA-256 of the id.
VISITOR = "A" * 32
KEY = "22a48051594c1949deed7040850c1f0f8764537f5191be56732d16a54c1d8153"
VERSION_1 = """
CREATE TABLE visitors (visitor TEXT PRIMARY KEY, created REAL NOT NULL,
    preferences TEXT NOT NULL, removed TEXT NOT NULL);
CREATE TABLE comments (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, image TEXT NOT NULL, text TEXT NOT NULL,
    UNIQUE (visitor, image));
CREATE TABLE history (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, preferences TEXT NOT NULL, removed TEXT NOT NULL);
CREATE INDEX history_by_visitor ON history (visitor, id);
CREATE TABLE pictures (id INTEGER PRIMARY KEY AUTOINCREMENT,
    visitor TEXT NOT NULL REFERENCES visitors ON DELETE CASCADE, picture TEXT NOT NULL, title TEXT NOT NULL,
    file TEXT NOT NULL, UNIQUE (visitor, picture));
PRAGMA user_version = 1;
"""


def taste(*names: str, called: str = "") -> Preferences:
    return Preferences(liked=tuple(Attribute(name=name, category="mood") for name in names), name=called)


def names(profile: Profile) -> list[str]:
    return [attribute.name for attribute in profile.preferences.liked]


@pytest.fixture
def old_folder(tmp_path: Path) -> Path:
    """A store that version 1 left: a comment, a picture, a taste, and two steps to undo."""
    folder = tmp_path / "old"
    (folder / "pictures").mkdir(parents=True)
    (folder / "pictures" / "a.jpg").write_bytes(b"picture")
    db = sqlite3.connect(folder / "viper.sqlite3")
    db.executescript(VERSION_1)
    db.execute("INSERT INTO visitors VALUES (?, 1.5, ?, ?)", (KEY, taste("calm", "wild").to_json(), '["loud"]'))
    db.execute("INSERT INTO visitors VALUES (?, 1.0, ?, '[]')", ("0" * 64, taste("somebody else's").to_json()))
    db.execute("INSERT INTO comments (visitor, image, text) VALUES (?, 'board-01', 'I love it calm')", (KEY,))
    db.execute("INSERT INTO pictures (visitor, picture, title, file) VALUES (?, 'own-a', 'Mine', 'a.jpg')", (KEY,))
    for state in (taste(), taste("calm")):
        db.execute("INSERT INTO history (visitor, preferences, removed) VALUES (?, ?, '[]')", (KEY, state.to_json()))
    db.commit()
    db.close()
    return folder


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store")
    yield opened
    opened.close()


# -- a file of an earlier version --------------------------------------------------------------------------------------


def test_a_store_of_version_1_opens_with_everything_in_it(old_folder: Path) -> None:
    store = Store(old_folder)
    assert store.comments(VISITOR) == {"board-01": "I love it calm"}
    assert store.profile(VISITOR) == Profile(taste("calm", "wild"), frozenset({"loud"}))
    assert [own.title for own in store.pictures(VISITOR)] == ["Mine"]
    assert [entry.liked for entry in store.profiles(VISITOR)] == [2]
    assert [names(store.undo(VISITOR)), names(store.undo(VISITOR))] == [["calm"], []]
    assert not store.can_undo(VISITOR)
    assert names(store.redo(VISITOR)) == ["calm"]
    with sqlite3.connect(old_folder / "viper.sqlite3") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert db.execute("PRAGMA foreign_key_check").fetchall() == []


def test_a_migrated_store_can_be_opened_again_and_still_forgets(old_folder: Path) -> None:
    Store(old_folder).close()
    store = Store(old_folder)
    assert names(store.profile(VISITOR)) == ["calm", "wild"]
    store.forget(VISITOR)
    with sqlite3.connect(old_folder / "viper.sqlite3") as db:
        assert db.execute("SELECT * FROM comments").fetchall() == []
        assert db.execute("SELECT * FROM pictures").fetchall() == []
        assert db.execute("SELECT * FROM states").fetchall() == []
        assert db.execute("SELECT count(*) FROM profiles").fetchone() == (1,), "the other visitor's"


def test_the_file_is_copied_before_a_migration_and_the_copy_is_private(old_folder: Path) -> None:
    Store(old_folder)
    (copy,) = old_folder.glob("*.before-*")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with sqlite3.connect(copy) as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT text FROM comments").fetchone() == ("I love it calm",)


def test_the_copy_goes_with_the_first_visitor_who_asks_to_be_forgotten(old_folder: Path) -> None:
    store = Store(old_folder)
    store.forget(VISITOR)
    assert not list(old_folder.glob("*.before-*"))


def test_the_copy_is_deleted_when_it_is_old(old_folder: Path) -> None:
    Store(old_folder).close()
    (copy,) = old_folder.glob("*.before-*")
    Store(old_folder).close()
    assert copy.exists()
    old = time.time() - (KEPT_DAYS + 1) * 86400
    os.utime(copy, (old, old))
    Store(old_folder).close()
    assert not copy.exists()


def test_a_new_store_makes_no_copy(store: Store) -> None:
    assert not list(store.folder.glob("*.before-*"))


def test_a_migration_that_fails_leaves_the_old_file_as_it_was(
    old_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from viper_core import migrations

    broken = (*migrations._STEPS[:1], migrations._STEPS[1] + "; DROP TABLE no_such_table")
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "_STEPS", broken)
        with pytest.raises(InputError):
            Store(old_folder)
    with sqlite3.connect(old_folder / "viper.sqlite3") as db:
        assert db.execute("PRAGMA user_version").fetchone() == (1,)
        assert db.execute("SELECT count(*) FROM history").fetchone() == (2,)
    assert names(Store(old_folder).profile(VISITOR)) == ["calm", "wild"]


def test_rows_that_belong_to_nobody_stop_the_migration(old_folder: Path) -> None:
    with sqlite3.connect(old_folder / "viper.sqlite3") as db:
        db.execute("INSERT INTO comments (visitor, image, text) VALUES ('nobody', 'a', 'b')")
    with pytest.raises(FormatError, match="do not fit together"):
        Store(old_folder)


# -- several profiles --------------------------------------------------------------------------------------------------


def test_a_visitor_begins_with_one_empty_profile(store: Store) -> None:
    (only,) = store.profiles(store.new_visitor())
    assert (only.name, only.liked, only.disliked, only.in_use) == ("", 0, 0, True)


def test_edits_go_to_the_profile_in_use_and_each_has_its_own_history(store: Store) -> None:
    visitor = store.new_visitor()
    store.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", "calm", "mood")))
    first = store.profiles(visitor)[0].id
    second = store.add_profile(visitor, Profile(taste("wild", called="Loud")))
    assert [entry.in_use for entry in store.profiles(visitor)] == [False, True]
    assert not store.can_undo(visitor)
    store.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", "dreamy", "mood")))
    assert names(store.profile(visitor)) == ["wild", "dreamy"]
    store.use_profile(visitor, first)
    assert names(store.profile(visitor)) == ["calm"]
    assert names(store.undo(visitor)) == []
    assert names(store.profile(visitor, second)) == ["wild", "dreamy"]
    assert [entry.name for entry in store.profiles(visitor)] == ["", "Loud"]


def test_what_was_read_for_one_profile_does_not_land_in_another(store: Store) -> None:
    visitor = store.new_visitor()
    first = store.profiles(visitor)[0].id
    store.add_profile(visitor, Profile())
    store.update_profile(visitor, lambda _: Profile(taste("calm")), profile=first)
    assert names(store.profile(visitor)) == []
    assert names(store.profile(visitor, first)) == ["calm"]


def test_undo_and_redo_go_back_and_forth(store: Store) -> None:
    visitor = store.new_visitor()
    for name in ("a", "b", "c"):
        store.update_profile(visitor, lambda profile, name=name: apply_edit(profile, Add("liked", name, "mood")))
    store.undo(visitor)
    assert names(store.undo(visitor)) == ["a"]
    assert names(store.redo(visitor)) == ["a", "b"]
    assert names(store.redo(visitor)) == ["a", "b", "c"]
    assert not store.can_redo(visitor)
    with pytest.raises(InputError, match="nothing to redo"):
        store.redo(visitor)


def test_a_change_after_an_undo_ends_what_could_be_redone(store: Store) -> None:
    visitor = store.new_visitor()
    for name in ("a", "b"):
        store.update_profile(visitor, lambda profile, name=name: apply_edit(profile, Add("liked", name, "mood")))
    store.undo(visitor)
    store.update_profile(visitor, lambda profile: profile)
    assert store.can_redo(visitor), "a change that changes nothing is none"
    store.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", "c", "mood")))
    assert not store.can_redo(visitor)
    assert [names(store.undo(visitor)), names(store.undo(visitor))] == [["a"], []]


def test_deleting_leads_back_to_the_profile_used_before_and_can_be_taken_back(store: Store) -> None:
    visitor = store.new_visitor()
    a, b, c = (store.add_profile(visitor, Profile(taste(name, called=name))) for name in "abc")
    store.use_profile(visitor, a)
    store.use_profile(visitor, c)
    store.delete_profile(visitor, c)
    assert names(store.profile(visitor)) == ["a"]
    deleted = store.last_deleted(visitor)
    assert deleted is not None
    assert (deleted.id, deleted.name) == (c, "c")
    with pytest.raises(UnknownName, match="no such profile"):
        store.use_profile(visitor, c)
    assert store.restore_profile(visitor) == c
    assert names(store.profile(visitor)) == ["c"]
    assert store.last_deleted(visitor) is None
    with pytest.raises(InputError, match="No deleted profile"):
        store.restore_profile(visitor)
    assert names(store.profile(visitor, b)) == ["b"]


def test_deleting_the_last_profile_leaves_an_empty_one_that_gives_way_when_it_comes_back(store: Store) -> None:
    visitor = store.new_visitor()
    store.update_profile(visitor, lambda _: Profile(taste("calm")))
    (only,) = store.profiles(visitor)
    store.delete_profile(visitor, only.id)
    assert names(store.profile(visitor)) == []
    store.restore_profile(visitor)
    assert [entry.id for entry in store.profiles(visitor)] == [only.id]
    assert store.can_undo(visitor), "its history is kept"


def test_only_the_last_deleted_profiles_are_kept(store: Store) -> None:
    visitor = store.new_visitor()
    made = [store.add_profile(visitor, Profile(taste(f"mood {number}"))) for number in range(DELETED_KEPT + 2)]
    for profile in made:
        store.delete_profile(visitor, profile)
    back = [store.restore_profile(visitor) for _ in range(DELETED_KEPT)]
    assert back == made[:1:-1]
    assert store.last_deleted(visitor) is None


def test_profiles_are_limited(store: Store) -> None:
    visitor = store.new_visitor()
    for _ in range(PROFILE_LIMIT - 1):
        store.add_profile(visitor, Profile())
    with pytest.raises(InputError, match=f"At most {PROFILE_LIMIT}"):
        store.add_profile(visitor, Profile())
    assert len(store.profiles(visitor)) == PROFILE_LIMIT


def test_one_visitors_profiles_are_out_of_reach_of_another(store: Store) -> None:
    mine, theirs = store.new_visitor(), store.new_visitor()
    secret = store.add_profile(theirs, Profile(taste("theirs")))
    for ask in (
        lambda: store.profile(mine, secret),
        lambda: store.use_profile(mine, secret),
        lambda: store.delete_profile(mine, secret),
        lambda: store.update_profile(mine, lambda profile: profile, profile=secret),
    ):
        with pytest.raises(UnknownName):
            ask()
    assert names(store.profile(theirs)) == ["theirs"]


def test_everything_of_profiles_is_there_again_after_a_restart(tmp_path: Path) -> None:
    first = Store(tmp_path / "store")
    visitor = first.new_visitor()
    first.add_profile(visitor, Profile(taste("calm", called="Ä"), frozenset({"x"})))
    first.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", "b", "mood")))
    first.undo(visitor)
    before = first.profiles(visitor)
    first.close()
    second = Store(tmp_path / "store")
    assert second.profiles(visitor) == before
    assert second.profile(visitor) == Profile(taste("calm", called="Ä"), frozenset({"x"}))
    assert names(second.redo(visitor)) == ["calm", "b"]
