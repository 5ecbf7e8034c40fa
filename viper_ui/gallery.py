"""Files that the page shows: the pictures of the board and of visitors, as copies that a browser may fetch.

The originals lie in folders that the server never hands out. Each picture is copied into gradio's own folder, with a
small version for the board, under a name that nobody can guess who does not know the original's path; an own picture's
path holds a random token, so only its owner is ever told.
"""

from __future__ import annotations

import hashlib
import secrets
import shutil
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from gradio import FileData
from gradio.utils import get_upload_folder

from viper_core.pictures import open_picture

__all__ = ["Gallery", "Shown", "file_data"]

_THUMBNAIL_EDGE = 256  # px; shown at up to 130 px, sharp on dense screens


@dataclass(frozen=True, slots=True)
class Shown:
    """The copies of one picture."""

    full: Path
    thumbnail: Path


class Gallery:
    """Makes the copies, each once; safe to call from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()

    def show(self, picture: Path, *, name: str | None = None) -> Shown:
        """The copies of ``picture``, made if they are not there.

        Args:
            picture: the original.
            name: what the full copy is called, and with it the file that somebody saves.

        Raises:
            PictureError: the file is no picture that can be read.
        """
        shown = self.places(picture, name=name)
        if shown.full.is_file() and shown.thumbnail.is_file():
            return shown
        with self._lock:
            shown.full.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            small = open_picture(picture, longest_edge=_THUMBNAIL_EDGE)
            _put(shown.thumbnail, lambda target: small.save(target, "WEBP", quality=82, method=2))
            _put(shown.full, lambda target: shutil.copyfile(picture, target))
        return shown

    @staticmethod
    def places(picture: Path, *, name: str | None = None) -> Shown:
        """Where the copies of ``picture`` lie, whether they are there or not."""
        token = hashlib.sha256(str(picture).encode()).hexdigest()[:40]
        folder = Path(get_upload_folder()) / "shown" / token
        return Shown(folder / (name or f"picture{picture.suffix}"), folder / "small.webp")

    def drop(self, picture: Path) -> None:
        """Delete the copies of a picture that its owner removed."""
        shutil.rmtree(self.places(picture).full.parent, ignore_errors=True)

    def prepare(self, pictures: Iterable[Path]) -> None:
        """Make the copies of many pictures in a thread behind, so that the first visitor does not wait for them."""
        waiting = tuple(pictures)
        threading.Thread(target=lambda: [self.show(picture) for picture in waiting], daemon=True).start()


def file_data(path: Path, *, name: str | None = None) -> dict[str, Any]:
    """A file as gradio's values carry it: the page gets an address for it."""
    return FileData(path=str(path), orig_name=name or path.name).model_dump()


def _put(target: Path, write: Any) -> None:
    """Write a file whole: under a name of its own first, then renamed."""
    if not target.is_file():
        unfinished = target.with_name(f"unfinished-{secrets.token_hex(4)}-{target.name}")
        write(unfinished)
        unfinished.replace(target)
