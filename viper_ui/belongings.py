"""Whose the files are that were drawn for the page: whoever they were sent to, so that they go when that person does.

What is drawn on request lies in gradio's own folder, each set of files in a folder with a random name, and gradio
deletes it after a day. Here it is noted, as empty files and nowhere else, which of these folders a visitor was sent.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from gradio.utils import get_upload_folder

__all__ = ["DRAWN", "drop_claimed", "note_claims"]

DRAWN = "drawn"  # folder within gradio's own
_CLAIMS = "claims"


def note_claims(visitor: str, value: object) -> None:
    """Note that the files named in a value belong to the visitor whom it is sent to."""
    root = Path(get_upload_folder()) / DRAWN
    for path in _paths(value):
        if path.is_relative_to(root):
            claims = _claims(visitor)
            claims.mkdir(parents=True, exist_ok=True, mode=0o700)
            (claims / path.relative_to(root).parts[0]).touch()


def drop_claimed(visitor: str) -> None:
    """Delete every such file of the visitor."""
    claims = _claims(visitor)
    if claims.is_dir():
        for claim in claims.iterdir():
            shutil.rmtree(claims.parent.parent / DRAWN / claim.name, ignore_errors=True)
        shutil.rmtree(claims, ignore_errors=True)


def _claims(visitor: str) -> Path:
    return Path(get_upload_folder()) / _CLAIMS / hashlib.sha256(visitor.encode()).hexdigest()


def _paths(value: object) -> Iterator[Path]:
    """The files that a value names, wherever in it they are."""
    if isinstance(value, dict):
        if isinstance(value.get("path"), str) and "meta" in value:
            yield Path(value["path"])
        for part in value.values():
            yield from _paths(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _paths(part)
