"""Writing a file so that a reader sees the old one or the new one, never a half.

Knows temporary names, fsync and rename, and how old a file is that a crash left behind. What is written is the
caller's.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import tempfile
import time
from collections.abc import Collection, Iterable
from pathlib import Path

from viper_core.errors import InputError

__all__ = ["PrivateFolder", "check_writable", "write_atomically"]

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


class PrivateFolder:
    """Files that only this user may read, under random names that a table holds; a file is there before its name is."""

    def __init__(self, path: Path) -> None:
        """Use the folder at ``path``, made if it is not there; raises OSError where it cannot be."""
        self._path = path
        path.mkdir(mode=0o700, exist_ok=True)

    def path(self, name: str) -> Path:
        """Where the file of that name lies."""
        return self._path / name

    def put(self, data: bytes, *, suffix: str) -> Path:
        """Write a new file.

        Raises:
            InputError: it cannot be written.
        """
        return write_atomically(self.path(secrets.token_hex(16) + suffix), data, mode=0o600)

    def unlink(self, names: Iterable[str]) -> None:
        """Delete files that no table names any more; one that cannot be deleted is swept at a later start."""
        for name in names:
            with contextlib.suppress(OSError):
                self.path(name).unlink()

    def sweep(self, *, kept: Collection[str]) -> None:
        """Delete the files whose names are not ``kept``, unless somebody may be about to name them.

        One without a name is a crash's leftover only when it is an hour old.
        """
        for path in self._path.iterdir():
            with contextlib.suppress(OSError):
                if path.name not in kept and time.time() - path.stat().st_mtime > _ORPHAN_SECONDS:
                    path.unlink()


def _cannot_write(target: Path, error: OSError) -> InputError:
    reason = error.strerror or str(error)
    return InputError(f"Cannot write {target}: {reason}. Choose a name in a folder that can be written.")
