"""Nobody's words are kept longer than promised: absent visitors, expired links, and who asks to be forgotten."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from PIL import Image

from viper_core.errors import InputError, UnknownName
from viper_core.handouts import HANDOUT_SECONDS
from viper_core.preferences import Attribute, Preferences
from viper_core.retention import forget_daily, parse_days
from viper_core.studio import Add, Studio

DAY = 86400.0
CANARY = "canary-91ab"


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(data_dir=tmp_path / "data")


def leave(studio: Studio, visitor: str, days: float) -> None:
    """Put the visitor's last visit back by so many days."""
    from viper_core.database import visitor_key

    with studio._store.database.write() as db:
        db.execute("UPDATE visitors SET seen = seen - ? WHERE visitor = ?", (days * DAY, visitor_key(visitor)))


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    return out.getvalue()


def holding(folder: Path, words: str) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and words.encode() in path.read_bytes()]


def test_who_was_away_for_longer_is_forgotten_with_their_files(studio: Studio, tmp_path: Path) -> None:
    gone, back = studio.new_visitor(), studio.new_visitor()
    studio.save_comment(gone, "board-01", f"I love the fog {CANARY}")
    studio.add_picture(gone, picture(), name="mine.png")
    studio.save_comment(back, "board-01", "I love the light")
    leave(studio, gone, 31)
    leave(studio, back, 29)
    assert studio.forget_absent(30) == 1
    with pytest.raises(UnknownName):
        studio.visitor(gone)
    assert studio.visitor(back).comments == {"board-01": "I love the light"}
    assert holding(tmp_path / "data", CANARY) == []
    assert list((tmp_path / "data" / "pictures").iterdir()) == []


def test_coming_back_counts_as_being_here(studio: Studio) -> None:
    visitor = studio.new_visitor()
    leave(studio, visitor, 31)
    studio.visitor(visitor)
    assert studio.forget_absent(30) == 0


def test_a_visitor_who_just_came_is_not_absent(studio: Studio) -> None:
    studio.new_visitor()
    assert studio.forget_absent(0.001) == 0


@pytest.mark.parametrize(("text", "days"), [(None, None), ("", None), ("30", 30.0), ("0.5", 0.5)])
def test_days_are_read_from_the_environment(text: str | None, days: float | None) -> None:
    assert parse_days(text) == days


@pytest.mark.parametrize("text", ["never", "0", "-1", "nan", "inf", "1e9"])
def test_what_is_no_number_of_days_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="days to keep"):
        parse_days(text)


def test_forgetting_is_done_at_once_and_again_and_survives_a_failure() -> None:
    called: list[float] = []

    def forget() -> int:
        called.append(time.monotonic())
        if len(called) == 1:
            raise InputError("the disk is full")
        return 1

    ended = forget_daily(forget, every=0.01)
    until = time.monotonic() + 30
    while len(called) < 3 and time.monotonic() < until:
        time.sleep(0.01)
    ended.set()
    assert len(called) >= 3


def test_deleting_everything_leaves_no_trace_in_the_folder(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.new_visitor()
    for number in range(1, 9):
        studio.save_comment(visitor, f"board-{number:02d}", f"I love the watercolor {CANARY} " * 20)
    studio.edit(visitor, Add("liked", f"{CANARY} haze"))
    studio.add_picture(visitor, picture(), name=f"{CANARY}.png")
    studio.add_profile(visitor, Preferences(liked=(Attribute(name=f"{CANARY} fog", category="atmosphere"),)))
    studio.hand_out_card(visitor)
    (tmp_path / "data" / "viper.sqlite3.before-4").write_text(CANARY)
    assert holding(tmp_path / "data", CANARY)
    studio.forget(visitor)
    assert holding(tmp_path / "data", CANARY) == []


# -- links that are handed out -----------------------------------------------------------------------------------------


@pytest.fixture
def tasteful(studio: Studio) -> str:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    return visitor


def test_a_card_can_be_fetched_by_its_link_alone(studio: Studio, tasteful: str) -> None:
    token = studio.hand_out_card(tasteful)
    assert studio.handed_out_card(token) == studio.taste_card(tasteful)
    for guess in ("", "a" * 32, token[:-1], tasteful, "../viper.sqlite3"):
        with pytest.raises(UnknownName):
            studio.handed_out_card(guess)


def test_the_file_does_not_hold_the_link(studio: Studio, tasteful: str, tmp_path: Path) -> None:
    token = studio.hand_out_card(tasteful)
    assert holding(tmp_path / "data", token) == []


def test_a_link_ends_with_its_time_with_the_next_one_and_with_its_visitor(
    studio: Studio, tasteful: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = studio.hand_out_card(tasteful)
    second = studio.hand_out_card(tasteful)
    with pytest.raises(UnknownName):
        studio.handed_out_card(first)
    late = time.time() + HANDOUT_SECONDS + 1
    with monkeypatch.context() as patch:
        patch.setattr("viper_core.handouts.time.time", lambda: late)
        with pytest.raises(UnknownName):
            studio.handed_out_card(second)
    third = studio.hand_out_card(tasteful)
    studio.forget(tasteful)
    with pytest.raises(UnknownName):
        studio.handed_out_card(third)
    assert studio._store.database.rows("SELECT * FROM handouts") == []


def test_an_empty_taste_is_not_handed_out(studio: Studio) -> None:
    with pytest.raises(InputError, match="empty"):
        studio.hand_out_card(studio.new_visitor())
