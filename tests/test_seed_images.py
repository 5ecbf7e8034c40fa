"""The board's manifest: read strictly, and nothing outside of its folder is ever named."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from viper_core.errors import FormatError
from viper_core.seed_images import load_board
from viper_core.vocabulary import load_vocabulary

ROW = {
    "id": "board-01", "file": "board-01.png", "title": "A boat", "subject": "boat", "setting": "on a lake",
    "attributes": ["watercolor"], "alt": "Watercolour of a boat.", "licence": "Apache-2.0", "seed": 7,
}  # fmt: skip


def board(folder: Path, *rows: dict[str, Any]) -> Path:
    (folder / "board-01.png").write_bytes(b"")
    (folder / "manifest.json").write_text(json.dumps({"schema_version": 1, "images": rows}))
    return folder


def test_a_board_is_read_in_its_order_with_files_that_can_be_opened(tmp_path: Path) -> None:
    first, second = load_board(board(tmp_path, ROW, ROW | {"id": "board-02"}))
    assert (first.id, second.id) == ("board-01", "board-02")
    assert first.file == tmp_path / "board-01.png" and first.file.is_file()
    assert first.attributes == ("watercolor",)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"file": "../secret.png"}, "plain name"),
        ({"file": "/etc/passwd"}, "plain name"),
        ({"file": ".."}, "plain name"),
        ({"file": "missing.png"}, "missing"),
        ({"id": "a b"}, "id"),
        ({"seed": "7"}, "seed"),
        ({"attributes": "watercolor"}, "attributes"),
        ({"path": "x"}, "path"),
    ],
)
def test_a_damaged_manifest_says_what_is_wrong(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(FormatError, match=message):
        load_board(board(tmp_path, ROW | change))


def test_an_id_stands_once(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="twice"):
        load_board(board(tmp_path, ROW, ROW))


def test_a_missing_or_broken_manifest_names_the_remedy(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="make board"):
        load_board(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(FormatError, match="manifest"):
        load_board(tmp_path)


def test_the_bundled_board_speaks_the_vocabulary() -> None:
    known = {entry.name for entry in load_vocabulary().entries if entry.renderable}
    images = load_board()
    assert len(images) == 50
    assert {name for image in images for name in image.attributes} <= known
