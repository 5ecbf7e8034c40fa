"""Writing a file so that a reader sees the old one or the new one, never a half.

Knows temporary names, fsync and rename, and how old a file is that a crash left behind. What is written is the
caller's.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from viper_core.errors import InputError

__all__ = ["check_writable", "sweep_folder", "write_atomically"]

_ORPHAN_SECONDS = 3600.0  # a file that nobody names is a crash's leftover once it is this old


def write_atomically(path: str | os.PathLike[str], data: bytes, *, mode: int = 0o644) -> Path:
    """Write ``data`` to ``path``: temporary file in the same folder, fsync, rename.

    Args:
        path: where the file shall lie; missing folders are made.
        data: the whole content.
        mode: permission bits of the file.

    Returns:
        ``path`` as a :class:`~pathlib.Path`.

    Raises:
        InputError: the folder cannot be made or written to; names the path and the reason.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError("it is a folder")
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, mode)
            os.replace(temporary, target)
        except BaseException:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(temporary)
            raise
    except OSError as error:
        raise _cannot_write(target, error) from error
    return target


def check_writable(path: str | os.PathLike[str]) -> None:
    """Find out before long work whether ``path`` can be written afterwards; missing folders are made.

    Raises:
        InputError: it cannot; names the path and the reason.
    """
    target = Path(path)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.is_dir():
            raise IsADirectoryError("it is a folder")
        tempfile.TemporaryFile(dir=target.parent).close()
    except OSError as error:
        raise _cannot_write(target, error) from error


def sweep_folder(folder: Path, *, kept: Collection[str]) -> None:
    """Delete the files of a folder whose names are not ``kept``, unless somebody may be about to name them.

    A file is put down before what names it, so one without a name is a crash's leftover only when it is an hour old.
    """
    for path in folder.iterdir():
        with contextlib.suppress(OSError):
            if path.name not in kept and time.time() - path.stat().st_mtime > _ORPHAN_SECONDS:
                path.unlink()


def _cannot_write(target: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"Cannot write {target}: {reason}. Choose a name in a folder that can be written.")
