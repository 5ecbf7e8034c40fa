"""Writing a file so that a reader sees the old one or the new one, never a half.

Knows temporary names, fsync and rename. What is written is the caller's.
"""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from viper_core.errors import InputError

__all__ = ["check_writable", "write_atomically"]


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


def _cannot_write(target: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"Cannot write {target}: {reason}. Choose a name in a folder that can be written.")
