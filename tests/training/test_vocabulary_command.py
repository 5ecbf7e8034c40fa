"""The command that marks what the artist can draw: the flags are the artist's, a difference is mended or told."""

from __future__ import annotations

import dataclasses

import pytest

from training import vocabulary as command
from training.atelier import ATTRIBUTES


def test_the_flags_are_those_of_the_artist_and_nothing_keeps_the_two_apart() -> None:
    assert command.problems() == []
    assert command.marked(command.FILE.read_text("utf-8")) == command.FILE.read_text("utf-8")
    assert command.main(["--check"]) == 0


def test_an_attribute_that_the_artist_learns_is_marked_and_nothing_else_changes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = command.FILE.read_text("utf-8")
    monkeypatch.setitem(ATTRIBUTES, "kawaii", dataclasses.replace(ATTRIBUTES["pop art"], name="kawaii"))
    before, after = text.splitlines(), command.marked(text).splitlines()
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert len(changed) == 1 and '"name": "kawaii"' in changed[0][1]
    assert changed[0][0].replace("false", "true", 1) == changed[0][1]


def test_an_attribute_that_the_vocabulary_does_not_know_is_told_and_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    text = command.FILE.read_text("utf-8")
    monkeypatch.setitem(ATTRIBUTES, "zebroid", dataclasses.replace(ATTRIBUTES["pop art"], name="zebroid"))
    assert command.main([]) == 1
    assert "'zebroid' is not in the vocabulary" in capsys.readouterr().err
    assert command.FILE.read_text("utf-8") == text
