"""The command that makes the tastes of others."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training import other_tastes as command
from viper_core import other_tastes
from viper_core.vocabulary import load_vocabulary

DRAWABLE = [entry for entry in load_vocabulary().entries if entry.renderable]


def test_the_same_seed_makes_the_same_tastes_and_another_seed_others() -> None:
    first = command.make_tastes(DRAWABLE, count=5, seed=3)
    assert first == command.make_tastes(DRAWABLE, count=5, seed=3)
    assert first != command.make_tastes(DRAWABLE, count=5, seed=4)


def test_too_few_attributes_are_told() -> None:
    with pytest.raises(ValueError, match="too few"):
        command.make_tastes(DRAWABLE[:8], count=20)


def test_what_is_written_can_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(other_tastes, "FILE", tmp_path / "other_tastes.json")
    other_tastes.load_other_tastes.cache_clear()
    try:
        assert command.main(["--seed", "5"]) == 0
        assert other_tastes.load_other_tastes() == command.make_tastes(DRAWABLE, seed=5)
        assert len(json.loads(other_tastes.FILE.read_text("utf-8"))["tastes"]) == command.COUNT
    finally:
        other_tastes.load_other_tastes.cache_clear()
