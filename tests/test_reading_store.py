"""What was read is kept between learnings and restarts, and for no longer than the comment stays as it is."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from viper_core.errors import NothingExtracted, UnknownName
from viper_core.extractors.bundled import BundledExtractor
from viper_core.extractors.fingerprints import fingerprint
from viper_core.preferences import Comment, Preferences
from viper_core.studio import Studio


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts of the comments that the bundled extractor has read, in order."""
    texts: list[str] = []
    plain = BundledExtractor._read

    def watched(self: BundledExtractor, comment: Comment, *rest: object) -> object:
        texts.append(comment.text)
        return plain(self, comment, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(BundledExtractor, "_read", watched)
    return texts


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(data_dir=tmp_path)


@pytest.fixture
def visitor(studio: Studio) -> str:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love the fog")
    studio.save_comment(visitor, "board-02", "I hate stripes")
    return visitor


def kept(folder: Path) -> list[tuple[str, str]]:
    with sqlite3.connect(folder / "viper.sqlite3") as file:
        return file.execute("SELECT image, reading FROM readings ORDER BY image").fetchall()


def test_a_changed_comment_is_the_only_one_that_is_read_again(studio: Studio, visitor: str, read: list[str]) -> None:
    first = studio.extract(visitor).preferences
    assert studio.extract(visitor).preferences == first and len(read) == 2
    studio.save_comment(visitor, "board-02", "I love stripes")
    second = studio.extract(visitor).preferences
    assert read[2:] == ["I love stripes"] and {one.name for one in second.liked} == {"foggy", "striped pattern"}


def test_so_it_is_after_a_restart_and_the_taste_is_the_same_to_the_letter(
    studio: Studio, visitor: str, tmp_path: Path, read: list[str]
) -> None:
    first = studio.extract(visitor)
    again = Studio(data_dir=tmp_path)
    again.save_comment(visitor, "board-03", "too dark")
    again.extract(visitor)
    assert read[2:] == ["too dark"]
    fresh = again.read_comments([Comment(image=i, text=t) for i, t in again.visitor(visitor).comments.items()])
    kept_too = again.extract(visitor)
    assert kept_too.preferences == fresh.preferences != first.preferences
    assert (kept_too.read, kept_too.silent, kept_too.hints) == (3, fresh.silent, fresh.hints)


def test_other_rules_read_everything_anew(
    studio: Studio, visitor: str, tmp_path: Path, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    studio.extract(visitor)
    monkeypatch.setattr(BundledExtractor, "fingerprint", lambda self: fingerprint("another table"))
    Studio(data_dir=tmp_path).extract(visitor)
    assert len(read) == 4
    assert fingerprint("a table") != fingerprint("another table") and fingerprint("a table") == fingerprint("a table")


def test_a_reading_goes_with_its_comment_and_holds_no_words_of_it(studio: Studio, visitor: str, tmp_path: Path) -> None:
    studio.save_comment(visitor, "board-01", "I love fog as my aunt Zanzibar does")
    studio.extract(visitor)
    assert [image for image, _ in kept(tmp_path)] == ["board-01", "board-02"]
    assert "anzibar" not in repr(kept(tmp_path))
    studio.save_comment(visitor, "board-01", "")
    assert [image for image, _ in kept(tmp_path)] == ["board-02"]
    studio.save_comment(visitor, "board-02", "I hate strip")
    assert kept(tmp_path) == []
    with pytest.raises(NothingExtracted):
        studio.extract(visitor)
    studio.forget(visitor)
    assert kept(tmp_path) == []


def test_a_comment_that_changes_while_it_is_read_leaves_no_reading(
    studio: Studio, visitor: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = BundledExtractor._read

    def interrupted(self: BundledExtractor, comment: Comment, *rest: object) -> object:
        studio.save_comment(visitor, "board-01", "I hate the fog")
        return plain(self, comment, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(BundledExtractor, "_read", interrupted)
    studio.extract(visitor)
    assert [image for image, _ in kept(tmp_path)] == ["board-02"]
    monkeypatch.undo()
    assert [one.name for one in studio.extract(visitor).preferences.disliked] == ["foggy", "striped pattern"]


def test_nobody_gets_the_readings_of_another(studio: Studio, visitor: str, read: list[str]) -> None:
    studio.extract(visitor)
    other = studio.new_visitor()
    studio.save_comment(other, "board-01", "I love the fog")
    studio.extract(other)
    assert len(read) == 3
    with pytest.raises(UnknownName):
        studio._store.readings.of("A" * 32, [], reader="")


def test_a_reading_of_an_extractor_without_details_is_not_kept(visitor: str, tmp_path: Path) -> None:
    class Plain:
        def extract(self, comments: object, *, pictures: object = None) -> Preferences:
            return Preferences.parse({"liked": ["foggy"], "disliked": []})

    studio = Studio(data_dir=tmp_path)
    studio.__dict__["_extractor"] = Plain()
    assert [one.name for one in studio.extract(visitor).preferences.liked] == ["foggy"] and kept(tmp_path) == []
