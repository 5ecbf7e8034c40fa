"""The board: very different pictures to comment on, and what is truly to be seen in each.

Knows the manifest beside the pictures, its format, and that a file of it lies inside its folder. How the pictures are
drawn and chosen is :mod:`training`'s business, how a comment uses their attributes :mod:`viper_core.extractors`'s.

    manifest.json = {"schema_version": 1, "images": [{"id", "file", "title", "subject", "setting", "attributes": [...],
                     "alt", "licence", "seed"}, ...]}
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import Annotated, Final, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError

from viper_core.errors import FormatError

__all__ = ["BOARD_ROOT", "SeedImage", "load_board", "manifest_path"]

BOARD_ROOT: Final = Path(__file__).resolve().parent.parent / "assets" / "seed_images"
_MANIFEST = "manifest.json"


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_Text = Annotated[str, StringConstraints(min_length=1, max_length=500)]


class SeedImage(BaseModel):
    """One picture of the board.

    Attributes:
        id: what comments call it, ``board-01``.
        file: where it lies, absolute.
        title: a short name to show.
        subject: what it shows; never part of a taste.
        setting: where that is; nor is this.
        attributes: names of the visual attributes that are truly in it.
        alt: what it shows and how, in a sentence for those who do not see it.
        licence: SPDX id.
        seed: what redraws it.
        variant, companion, season: which look the subject has, what accompanies it, the time of year; empty when plain.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
    file: Path
    title: _Text
    subject: _Text
    attributes: Annotated[tuple[_Text, ...], BeforeValidator(_as_tuple)]
    alt: _Text
    licence: _Text
    seed: Annotated[int, Field(ge=0)]
    setting: Annotated[str, StringConstraints(max_length=500)] = ""
    variant: Annotated[int, Field(ge=0)] = 0
    companion: Annotated[str, StringConstraints(max_length=500)] = ""
    season: Annotated[str, StringConstraints(max_length=500)] = ""


class _Row(SeedImage):
    file: str  # type: ignore[assignment]  # as the manifest has it: a name in the manifest's own folder


class _Manifest(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    schema_version: Literal[1]
    images: Annotated[tuple[_Row, ...], BeforeValidator(_as_tuple), Field(max_length=1000)]


def manifest_path(root: Path | None = None) -> Path:
    """Where the manifest of a board lies, by default the bundled one's."""
    return (BOARD_ROOT if root is None else Path(root)).absolute() / _MANIFEST


def load_board(root: Path | None = None) -> tuple[SeedImage, ...]:
    """The seed images in the board's order. The pictures themselves are not opened.

    Args:
        root: folder of ``manifest.json`` and the pictures; by default the bundled board.

    Raises:
        FormatError: the manifest is missing, is not of its format, names a file that is not there or not in its
            folder, or uses an id twice.
    """
    path = manifest_path(root)
    folder = path.parent
    try:
        manifest = _Manifest.model_validate_json(path.read_bytes())
    except OSError as error:
        reason = error.strerror or str(error)
        raise FormatError(f"The board cannot be read: {path}: {reason}. `make board` draws it again.") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in first["loc"]) or "document"
        raise FormatError(f"{path} is no manifest of a board: {where}: {first['msg']}.") from error
    seen: set[str] = set()
    board = []
    for row in manifest.images:
        name = PurePosixPath(row.file)
        if len(name.parts) != 1 or row.file in (".", "..") or "\\" in row.file:
            raise FormatError(
                f"{path}: {row.id}: file must be a plain name in the manifest's folder, not {row.file!r}."
            )
        if row.id in seen:
            raise FormatError(f"{path}: the id {row.id!r} is there twice.")
        if not (folder / name).is_file():
            raise FormatError(f"{path}: {row.id}: the picture {row.file} is missing. `make board` draws it again.")
        seen.add(row.id)
        board.append(SeedImage(**{**row.model_dump(), "file": folder / name}))
    return tuple(board)
