from __future__ import annotations

import os
import random
import signal
import sqlite3
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.tree import ROOT
from viper_core.errors import FormatError, InputError, UnknownName
from viper_core.migrations import SCHEMA_VERSION
from viper_core.preferences import Attribute, Evidence, Preferences
from viper_core.profile import Add, Flip, Profile, Remove, SetWeight, apply_edit
from viper_core.profile_store import HISTORY_LIMIT
from viper_core.store import PICTURE_LIMIT, Store, data_folder

JPEG = b"\xff\xd8 the bytes of a picture \xff\xd9"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path) -> Iterator[Store]:
    opened = Store(folder)
    yield opened
    opened.close()


def named(name: str) -> Callable[[Profile], Profile]:
    """A change of the profile that adds one attribute."""
    return lambda profile: apply_edit(profile, Add("liked", name, "mood"))


def names(profile: Profile) -> list[str]:
    return [attribute.name for attribute in profile.preferences.liked]


def test_everything_is_there_again_after_a_restart(folder: Path) -> None:
    first = Store(folder)
    visitor = first.new_visitor()
    first.save_comment(visitor, "board-01", "I love the soft light ☀\n\ttwo lines, 'quotes' and \x00")
    first.update_profile(visitor, named("calm"))
    first.update_profile(visitor, lambda profile: apply_edit(profile, Remove("calm")))
    own = first.add_picture(visitor, JPEG, title="Holiday", suffix=".jpg")
    first.close()

    second = Store(folder)
    assert second.comments(visitor) == {"board-01": "I love the soft light ☀\n\ttwo lines, 'quotes' and \x00"}
    assert second.profile(visitor) == Profile(Preferences(), frozenset({"calm"}))
    assert second.pictures(visitor) == (own,)
    assert own.path.read_bytes() == JPEG
    assert names(second.undo(visitor)) == ["calm"]


def test_comments_keep_the_order_in_which_they_were_begun(store: Store) -> None:
    visitor = store.new_visitor()
    for image in ("board-09", "board-01", "board-05"):
        store.save_comment(visitor, image, "first")
    store.save_comment(visitor, "board-09", "changed")
    assert list(store.comments(visitor).items()) == [
        ("board-09", "changed"),
        ("board-01", "first"),
        ("board-05", "first"),
    ]


@pytest.mark.parametrize("blank", ["", "  ", "\n\t"])
def test_a_blank_comment_deletes_it(store: Store, blank: str) -> None:
    visitor = store.new_visitor()
    store.save_comment(visitor, "board-01", "words")
    store.save_comment(visitor, "board-01", blank)
    assert store.comments(visitor) == {}


def test_ids_are_long_random_and_not_in_the_files(store: Store, folder: Path) -> None:
    ids = [store.new_visitor() for _ in range(20)]
    assert len(set(ids)) == 20
    assert all(len(visitor) == 32 for visitor in ids)
    stored = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert not any(visitor.encode() in stored for visitor in ids)


@pytest.mark.parametrize(
    "given",
    ["", "x", "A" * 32, "../" * 11, "' OR 1=1 --", "ä" * 32, "A" * 33, "A" * 31 + "\n", None, 7, b"A" * 32, ["A" * 32]],
)
def test_an_unknown_or_malformed_id_gives_a_clear_error_everywhere(store: Store, given: object) -> None:
    store.new_visitor()
    visitor: str = given  # type: ignore[assignment]
    for ask in (
        lambda: store.comments(visitor),
        lambda: store.profile(visitor),
        lambda: store.pictures(visitor),
        lambda: store.can_undo(visitor),
        lambda: store.undo(visitor),
        lambda: store.forget(visitor),
        lambda: store.save_comment(visitor, "board-01", "words"),
        lambda: store.update_profile(visitor, named("calm")),
        lambda: store.add_picture(visitor, JPEG, title="", suffix=".jpg"),
        lambda: store.remove_picture(visitor, "own-1"),
    ):
        with pytest.raises(UnknownName, match="profile is not known here"):
            ask()
    assert not list((store.folder / "pictures").iterdir())


def test_undo_goes_back_one_change_at_a_time_to_the_beginning(store: Store) -> None:
    visitor = store.new_visitor()
    for name in ("calm", "wild", "dreamy"):
        store.update_profile(visitor, named(name))
    assert names(store.undo(visitor)) == ["calm", "wild"]
    assert names(store.undo(visitor)) == ["calm"]
    assert names(store.undo(visitor)) == []
    assert not store.can_undo(visitor)
    with pytest.raises(InputError, match="nothing to undo"):
        store.undo(visitor)
    assert names(store.profile(visitor)) == []


def test_history_keeps_the_last_changes_and_no_more(store: Store, folder: Path) -> None:
    visitor = store.new_visitor()
    for number in range(HISTORY_LIMIT + 7):
        store.update_profile(visitor, named(f"mood {number}"))
    with sqlite3.connect(folder / "viper.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM states").fetchone() == (HISTORY_LIMIT,)
    for _ in range(HISTORY_LIMIT):
        store.undo(visitor)
    assert not store.can_undo(visitor)
    assert names(store.profile(visitor)) == [f"mood {number}" for number in range(7)]


def test_history_of_very_large_preferences_keeps_fewer_states_but_the_last(store: Store, folder: Path) -> None:
    visitor = store.new_visitor()
    quotes = tuple(Evidence(quote=f"{index:04}" * 499, start=0, end=1996) for index in range(200))
    for number in range(6):
        attributes = tuple(Attribute(name=f"{number} {one}", category="mood", evidence=quotes) for one in range(7))
        store.update_profile(visitor, lambda _, attributes=attributes: Profile(Preferences(liked=attributes)))
    with sqlite3.connect(folder / "viper.sqlite3") as db:
        (length,) = db.execute("SELECT sum(length(preferences)) FROM states").fetchone()
    assert 2_000_000 < length < 8_000_000
    assert names(store.undo(visitor))[0] == "4 0"


def test_a_change_that_changes_nothing_is_no_step_to_undo(store: Store) -> None:
    visitor = store.new_visitor()
    store.update_profile(visitor, lambda profile: profile)
    assert not store.can_undo(visitor)


def test_a_change_that_raises_leaves_everything_as_it_was(store: Store) -> None:
    visitor = store.new_visitor()
    store.update_profile(visitor, named("calm"))
    with pytest.raises(UnknownName):
        store.update_profile(visitor, lambda profile: apply_edit(profile, SetWeight("wild", 1.0)))
    with pytest.raises(ZeroDivisionError):
        store.update_profile(visitor, lambda _: Profile(removed=frozenset(str(1 // 0))))
    assert names(store.profile(visitor)) == ["calm"]
    store.update_profile(visitor, named("wild"))
    assert names(store.profile(visitor)) == ["calm", "wild"]


def test_random_work_of_two_visitors_leaves_each_exactly_their_own(store: Store, folder: Path) -> None:
    """Checked against a model of plain dicts and lists; now and then the store is opened anew."""
    rng = random.Random(5)
    people = [store.new_visitor(), store.new_visitor()]
    comments: dict[str, dict[str, str]] = {visitor: {} for visitor in people}
    states: dict[str, list[Profile]] = {visitor: [Profile()] for visitor in people}
    pictures: dict[str, list[str]] = {visitor: [] for visitor in people}
    for turn in range(400):
        visitor = rng.choice(people)
        match rng.randrange(6):
            case 0:
                image, text = f"board-{rng.randrange(5)}", rng.choice(["", f"words {turn}"])
                store.save_comment(visitor, image, text)
                if text:
                    comments[visitor][image] = text
                else:
                    comments[visitor].pop(image, None)
            case 1 | 2:
                before = states[visitor][-1]
                known = [attribute.name for attribute in before.preferences.liked + before.preferences.disliked]
                if known and rng.random() < 0.5:
                    action = rng.choice([Remove(rng.choice(known)), Flip(rng.choice(known))])
                else:
                    action = Add("liked", f"mood {rng.randrange(9)}", "mood")
                after = store.update_profile(visitor, lambda profile, action=action: apply_edit(profile, action))
                assert after == apply_edit(before, action)
                if after != before:
                    states[visitor] = [*states[visitor], after][-HISTORY_LIMIT - 1 :]
            case 3:
                if len(states[visitor]) > 1:
                    states[visitor].pop()
                    assert store.undo(visitor) == states[visitor][-1]
                else:
                    assert not store.can_undo(visitor)
            case 4 if len(pictures[visitor]) < 5:
                pictures[visitor].append(store.add_picture(visitor, JPEG, title=f"{turn}", suffix=".jpg").id)
            case 5 if pictures[visitor]:
                theirs = pictures[visitor].pop(rng.randrange(len(pictures[visitor])))
                stranger = people[1 - people.index(visitor)]
                with pytest.raises(UnknownName):
                    store.remove_picture(stranger, theirs)
                store.remove_picture(visitor, theirs)
        if turn % 100 == 99:
            store = Store(folder)
        for person in people:
            assert store.comments(person) == comments[person]
            assert store.profile(person) == states[person][-1]
            assert [own.id for own in store.pictures(person)] == pictures[person]
    assert len(list((folder / "pictures").iterdir())) == sum(map(len, pictures.values()))


def test_forgetting_deletes_rows_words_and_files_of_one_visitor_only(store: Store, folder: Path) -> None:
    gone, stays = store.new_visitor(), store.new_visitor()
    for visitor in (gone, stays):
        store.save_comment(visitor, "board-01", f"secret words of {visitor}")
        store.update_profile(visitor, named("calm"))
        store.add_picture(visitor, JPEG, title="mine", suffix=".jpg")
    store.forget(gone)
    with pytest.raises(UnknownName):
        store.comments(gone)
    assert store.comments(stays) == {"board-01": f"secret words of {stays}"}
    assert [own.path.is_file() for own in store.pictures(stays)] == [True]
    assert len(list((folder / "pictures").iterdir())) == 1
    stored = b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
    assert gone.encode() not in stored
    assert stays.encode() in stored  # within their comment: the search above can find something


def test_removing_a_picture_takes_its_comment_and_file_along(store: Store) -> None:
    visitor = store.new_visitor()
    own = store.add_picture(visitor, JPEG, title="mine", suffix=".jpg")
    store.save_comment(visitor, own.id, "so green")
    store.save_comment(visitor, "board-01", "so blue")
    store.remove_picture(visitor, own.id)
    assert store.comments(visitor) == {"board-01": "so blue"}
    assert not own.path.exists()


def test_pictures_are_limited_and_a_refused_one_leaves_no_file(store: Store) -> None:
    visitor, other = store.new_visitor(), store.new_visitor()
    for number in range(PICTURE_LIMIT):
        store.add_picture(visitor, JPEG, title=str(number), suffix=".jpg")
    with pytest.raises(InputError, match=f"At most {PICTURE_LIMIT}"):
        store.add_picture(visitor, JPEG, title="one more", suffix=".jpg")
    assert len(list((store.folder / "pictures").iterdir())) == PICTURE_LIMIT
    store.add_picture(other, JPEG, title="theirs", suffix=".jpg")


def test_files_are_private(store: Store, folder: Path) -> None:
    visitor = store.new_visitor()
    own = store.add_picture(visitor, JPEG, title="mine", suffix=".jpg")
    for path in (own.path, own.path.parent, folder / "viper.sqlite3"):
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_many_threads_lose_no_write(store: Store) -> None:
    visitor = store.new_visitor()

    def work(number: int) -> None:
        for turn in range(10):
            store.save_comment(visitor, f"image {number}-{turn}", "words")
            store.update_profile(visitor, named(f"mood {number}-{turn}"))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.comments(visitor)) == 60
    assert len(store.profile(visitor).preferences.liked) == 60


WRITER = """
import sys
from pathlib import Path
from viper_core.profile import Add, apply_edit
from viper_core.store import Store

store = Store(Path(sys.argv[1]))
visitor = store.new_visitor()
print(visitor, flush=True)
for number in range(100_000):
    store.save_comment(visitor, f"image-{number}", f"words {number} " * 20)
    store.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", f"mood {number % 300}", "mood")))
    print(number, flush=True)
"""


@pytest.mark.parametrize("after", [1, 4, 17])
def test_a_process_killed_between_writes_loses_nothing_it_had_written(folder: Path, after: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(folder)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout is not None
        visitor = child.stdout.readline().strip()
        for _ in range(after):
            child.stdout.readline()
        os.kill(child.pid, signal.SIGKILL)
        done = after + len(child.stdout.readlines())  # what it reported before the signal reached it
        assert child.wait() == -signal.SIGKILL

    store = Store(folder)
    comments = store.comments(visitor)
    assert done <= len(comments) <= done + 1
    assert comments == {f"image-{number}": f"words {number} " * 20 for number in range(len(comments))}
    assert done <= len(store.profile(visitor).preferences.liked) <= len(comments)
    store.save_comment(visitor, "image-0", "goes on")
    assert store.comments(visitor)["image-0"] == "goes on"


HALFWAY = """
import sys
from pathlib import Path
from viper_core.profile import Add, apply_edit
from viper_core.store import Store

store = Store(Path(sys.argv[1]))
visitor = store.new_visitor()
store.update_profile(visitor, lambda profile: apply_edit(profile, Add("liked", "calm", "mood")))
with store.database.write() as db:
    db.execute("UPDATE profiles SET preferences = '{}'")
    db.execute("DELETE FROM states")
    print(visitor, flush=True)
    sys.stdin.read()  # until killed
"""


def test_a_process_killed_within_a_write_leaves_the_state_before_it(folder: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HALFWAY, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as child:
        assert child.stdout is not None
        visitor = child.stdout.readline().strip()
        os.kill(child.pid, signal.SIGKILL)
        assert child.wait() == -signal.SIGKILL
    store = Store(folder)
    assert names(store.profile(visitor)) == ["calm"]
    assert names(store.undo(visitor)) == []


def test_what_a_crash_left_without_a_row_is_swept_once_it_is_old(folder: Path) -> None:
    store = Store(folder)
    visitor = store.new_visitor()
    kept = store.add_picture(visitor, JPEG, title="mine", suffix=".jpg")
    store.close()
    old, young = folder / "pictures" / "old.jpg", folder / "pictures" / "young.jpg"
    for path in (old, young):
        path.write_bytes(JPEG)
    for path in (old, kept.path):
        os.utime(path, (time.time() - 7200, time.time() - 7200))
    Store(folder)
    assert (old.exists(), young.exists(), kept.path.exists()) == (False, True, True)


def test_two_processes_may_use_one_store(folder: Path) -> None:
    first, second = Store(folder), Store(folder)
    visitor = first.new_visitor()
    second.save_comment(visitor, "board-01", "from the other")
    assert first.comments(visitor) == {"board-01": "from the other"}


def test_a_store_of_a_newer_version_is_left_alone(folder: Path) -> None:
    Store(folder).close()
    with sqlite3.connect(folder / "viper.sqlite3") as db:
        db.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(FormatError, match="newer version"):
        Store(folder)


def test_a_file_that_is_no_database_is_refused_and_kept(folder: Path) -> None:
    folder.mkdir()
    (folder / "viper.sqlite3").write_bytes(b"my diary " * 200)
    with pytest.raises(FormatError, match="no ViPer store"):
        Store(folder)
    assert (folder / "viper.sqlite3").read_bytes() == b"my diary " * 200


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"Cannot keep data in .*file"):
        Store(tmp_path / "file" / "store")


def test_the_data_folder_is_the_given_one_else_the_environments_else_the_systems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIPER_DATA_DIR", str(tmp_path / "configured"))
    assert data_folder(tmp_path / "given") == tmp_path / "given"
    assert data_folder() == tmp_path / "configured"
    monkeypatch.delenv("VIPER_DATA_DIR")
    assert data_folder().name == "viper"


def test_an_attribute_survives_storing_with_all_its_fields(store: Store) -> None:
    visitor = store.new_visitor()
    attribute = Attribute(name="Ölkreide 油", category="medium", weight=0.1 + 0.2, enabled=False, origin="edited")
    profile = Profile(Preferences(disliked=(attribute,), name="Ä"), frozenset({"straße"}))
    store.update_profile(visitor, lambda _: profile)
    assert store.profile(visitor) == profile
