"""Pictures that were drawn for a visitor: kept within limits, theirs alone, and gone for good when they are deleted."""

from __future__ import annotations

import os
import sqlite3
import stat
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from viper_core import drawings as drawings_module
from viper_core.drawings import DRAWING_LIMIT, UNDO_SECONDS
from viper_core.errors import UnknownName
from viper_core.png import PictureSettings
from viper_core.preferences import Attribute, Preferences
from viper_core.sampling import SamplingOptions
from viper_core.store import Store

OPTIONS = SamplingOptions(num_inference_steps=8, guidance_scale=3.0, height=64, width=64, beta=0.5, seed=7)
TASTE = Preferences(liked=(Attribute(name="calm", category="mood"),), name="Quiet")
SETTINGS = PictureSettings("a house", OPTIONS, TASTE, "viper-mini")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store")
    yield opened
    opened.close()


def files(store: Store) -> list[str]:
    return sorted(path.name for path in (store.folder / "drawings").iterdir())


def rows(store: Store) -> int:
    with sqlite3.connect(store.folder / "viper.sqlite3") as db:
        return int(db.execute("SELECT count(*) FROM drawings").fetchone()[0])


def put_away_long_ago(store: Store) -> None:
    with store.database.write() as db:
        db.execute("UPDATE drawings SET deleted = deleted - ? WHERE deleted IS NOT NULL", (UNDO_SECONDS + 1,))


def test_what_was_drawn_is_there_the_newest_first_with_all_that_made_it(store: Store) -> None:
    visitor = store.new_visitor()
    first = store.drawings.add(visitor, b"first", SETTINGS)
    second = store.drawings.add(visitor, b"second", PictureSettings("a cat", OPTIONS, None, "viper-mini"))
    store.close()
    kept = Store(store.folder).drawings.newest(visitor)
    assert [drawing.id for drawing in kept] == [second.id, first.id]
    assert [drawing.path.read_bytes() for drawing in kept] == [b"second", b"first"]
    assert kept[1].settings == SETTINGS
    assert kept[1].created == first.created


def test_nobody_else_can_see_delete_or_restore_a_drawing(store: Store) -> None:
    mine, other = store.new_visitor(), store.new_visitor()
    drawing = store.drawings.add(mine, b"mine", SETTINGS)
    assert store.drawings.newest(other) == ()
    for act in (store.drawings.get, store.drawings.delete):
        with pytest.raises(UnknownName):
            act(other, drawing.id)
    store.drawings.delete(mine, drawing.id)
    with pytest.raises(UnknownName):
        store.drawings.restore(other, drawing.id)
    assert store.drawings.restore(mine, drawing.id) == drawing


@pytest.mark.parametrize("visitor", ["", "x" * 32])
def test_a_stranger_gets_nothing_and_leaves_nothing(store: Store, visitor: str) -> None:
    with pytest.raises(UnknownName):
        store.drawings.newest(visitor)
    with pytest.raises(UnknownName):
        store.drawings.add(visitor, b"data", SETTINGS)
    assert files(store) == []


def test_a_deleted_drawing_comes_back_to_its_place(store: Store) -> None:
    visitor = store.new_visitor()
    ids = [store.drawings.add(visitor, b"x", SETTINGS).id for _ in range(3)]
    store.drawings.delete(visitor, ids[1])
    assert [drawing.id for drawing in store.drawings.newest(visitor)] == [ids[2], ids[0]]
    with pytest.raises(UnknownName):
        store.drawings.get(visitor, ids[1])
    store.drawings.restore(visitor, ids[1])
    assert [drawing.id for drawing in store.drawings.newest(visitor)] == ids[::-1]
    with pytest.raises(UnknownName):
        store.drawings.restore(visitor, ids[1])


def test_after_a_while_a_deleted_drawing_is_gone_with_its_file(store: Store) -> None:
    visitor = store.new_visitor()
    gone = store.drawings.add(visitor, b"gone", SETTINGS)
    kept = store.drawings.add(visitor, b"kept", SETTINGS)
    store.drawings.delete(visitor, gone.id)
    assert len(files(store)) == 2
    put_away_long_ago(store)
    store.drawings.add(visitor, b"new", SETTINGS)
    assert not gone.path.exists()
    assert kept.path.exists()
    with pytest.raises(UnknownName):
        store.drawings.restore(visitor, gone.id)


def test_a_start_deletes_what_cannot_be_brought_back_any_more(store: Store) -> None:
    visitor = store.new_visitor()
    drawing = store.drawings.add(visitor, b"data", SETTINGS)
    store.drawings.delete(visitor, drawing.id)
    store.close()
    again = Store(store.folder)
    assert files(again) == [drawing.path.name]
    put_away_long_ago(again)
    again.close()
    last = Store(store.folder)
    assert (files(last), rows(last)) == ([], 0)


def test_what_a_crash_left_without_a_row_is_swept_once_it_is_old(store: Store) -> None:
    kept = store.drawings.add(store.new_visitor(), b"data", SETTINGS)
    old, young = (kept.path.with_name(name) for name in ("old.png", "young.png"))
    for path in (old, young):
        path.write_bytes(b"left")
    for path in (old, kept.path):
        os.utime(path, (time.time() - 7200,) * 2)
    store.close()
    assert files(Store(store.folder)) == sorted((young.name, kept.path.name))


def test_only_the_newest_are_kept_and_each_visitor_has_room_of_their_own(store: Store) -> None:
    visitor, other = store.new_visitor(), store.new_visitor()
    theirs = store.drawings.add(other, b"theirs", SETTINGS)
    oldest = store.drawings.add(visitor, b"oldest", SETTINGS)
    for _ in range(DRAWING_LIMIT):
        store.drawings.add(visitor, b"x", SETTINGS)
    assert len(store.drawings.newest(visitor)) == DRAWING_LIMIT
    assert not oldest.path.exists()
    assert store.drawings.newest(other) == (theirs,)
    assert len(files(store)) == rows(store) == DRAWING_LIMIT + 1


def test_large_pictures_make_room_sooner_and_the_newest_is_kept_in_any_case(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawings_module, "DRAWING_BYTES", 100)
    visitor = store.new_visitor()
    for _ in range(4):
        store.drawings.add(visitor, b"x" * 40, SETTINGS)
    assert len(store.drawings.newest(visitor)) == 2
    huge = store.drawings.add(visitor, b"x" * 500, SETTINGS)
    assert store.drawings.newest(visitor) == (huge,)
    assert files(store) == [huge.path.name]


def test_forgetting_a_visitor_takes_their_drawings_along_deleted_ones_too(store: Store) -> None:
    gone, stays = store.new_visitor(), store.new_visitor()
    store.drawings.delete(gone, store.drawings.add(gone, b"deleted", SETTINGS).id)
    store.drawings.add(gone, b"shown", SETTINGS)
    kept = store.drawings.add(stays, b"theirs", SETTINGS)
    store.forget(gone)
    assert files(store) == [kept.path.name]
    assert rows(store) == 1


def test_a_drawing_that_cannot_be_noted_leaves_no_file(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = store.new_visitor()

    def fail(settings: PictureSettings) -> str:
        raise OSError("no room")

    monkeypatch.setattr(drawings_module, "settings_json", fail)
    with pytest.raises(OSError, match="no room"):
        store.drawings.add(visitor, b"data", SETTINGS)
    assert files(store) == []


def test_settings_of_another_version_do_not_hide_the_picture(store: Store) -> None:
    visitor = store.new_visitor()
    store.drawings.add(visitor, b"data", SETTINGS)
    with store.database.write() as db:
        db.execute("""UPDATE drawings SET about = '{"schema_version": 99}'""")
    (drawing,) = store.drawings.newest(visitor)
    assert drawing.settings is None
    assert drawing.path.read_bytes() == b"data"


def test_files_are_private(store: Store) -> None:
    drawing = store.drawings.add(store.new_visitor(), b"data", SETTINGS)
    for path in (drawing.path, drawing.path.parent):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_missing_file_hinders_nothing(store: Store) -> None:
    visitor = store.new_visitor()
    drawing = store.drawings.add(visitor, b"data", SETTINGS)
    drawing.path.unlink()
    store.drawings.add(visitor, b"more", SETTINGS)
    store.drawings.delete(visitor, drawing.id)
    assert len(store.drawings.newest(visitor)) == 1
