"""Files of a hub repository: fetched once at a pinned commit, checked against their checksums, and kept.

What the hub's client leaves in its cache under a commit cannot be out of date, so a file that is there and whole is
never asked for again. Every file is checked on every use: a large one against its SHA-256 and a small one against its
Git hash, both of which are the name that the cache stores it under. A file that fails is removed before anybody is
told, and what breaks off on the way leaves nothing behind but the files that had arrived.

Knows the hub and the cache, and for each failure what a person can do about it. Which files are needed is a function
handed in.
"""

from __future__ import annotations

import errno
import hashlib
import re
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from viper_core.errors import ModelUnavailable, first_line

__all__ = ["Repository", "fetch"]

_GIGABYTE = 1e9
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SHA1 = re.compile(r"[0-9a-f]{40}")
_CHUNK = 1 << 20  # bytes read at a time while hashing
_TOO_MANY_REQUESTS = 429

Choose = Callable[[Sequence[str]], Sequence[str]]


@dataclass(frozen=True)
class Repository:
    """A hub repository at a commit.

    Attributes:
        id: ``owner/name``.
        revision: the commit.
    """

    id: str
    revision: str


def fetch(
    repository: Repository,
    choose: Choose,
    *,
    local_files_only: bool = False,
    on_progress: Callable[[str], None] | None = None,
) -> Path:
    """The folder with the chosen files, fetched from the hub unless they are on this machine.

    Args:
        repository: where they come from.
        choose: the names that are needed, out of those that there are, in the order in which to fetch them; raises
            ModelUnavailable where some are missing.
        local_files_only: never ask the hub.
        on_progress: told how far the download has come, as a sentence for a person.

    Raises:
        ModelUnavailable: the files cannot be had; the message names the file and says what to do.
    """
    from huggingface_hub import constants

    folder = _snapshot(repository)
    try:
        here = choose(_names(folder))
        damaged = _remove_damaged(folder, here)
        if not damaged and here:
            return folder
        problem = f"{', '.join(damaged)} was damaged on this machine and has been removed" if damaged else _ABSENT
    except ModelUnavailable:
        problem = "is on this machine only in part" if _names(folder) else _ABSENT
    if local_files_only or constants.HF_HUB_OFFLINE:
        raise ModelUnavailable(f"{repository.id}: {problem}. {_CONNECT}")
    _download(repository, choose, on_progress or _ignore)
    return folder


_ABSENT = "is not on this machine"
_CONNECT = (
    "Connect to the network (and leave HF_HUB_OFFLINE unset) and try again: it is fetched once and kept. Or choose "
    "viper-mini, which comes with the project."
)


@dataclass(frozen=True)
class _File:
    """A file as the hub lists it; ``digest`` is its SHA-256 where it is large, else its Git hash."""

    name: str
    size: int
    digest: str


def _download(repository: Repository, choose: Choose, report: Callable[[str], None]) -> None:
    """Fetch the chosen files one after the other, each checked as soon as it is there."""
    from huggingface_hub import HfApi

    api = HfApi()
    folder = _snapshot(repository)
    current = repository.id
    try:
        files = _listing(api, repository)
        chosen = choose([file.name for file in files])
        by_name = {file.name: file for file in files}
        missing = [by_name[name] for name in chosen if not (folder / name).exists()]
        _check_room(repository, sum(file.size for file in missing))
        progress = _Progress(repository.id, sum(file.size for file in missing), report)
        for file in missing:
            current = file.name
            api.hf_hub_download(repository.id, file.name, revision=repository.revision, tqdm_class=progress.bar_class())
            progress.finish(file)
            if not _matches(folder / file.name, file.digest):
                _remove(folder / file.name)
                raise ModelUnavailable(
                    f"{file.name} of {repository.id} arrived damaged: its checksum is not the hub's. It has been "
                    "removed; try again, and if it happens again from another network."
                )
    except ModelUnavailable:
        raise
    except Exception as error:  # the hub's client passes on what the libraries beneath it raise, which is anything
        raise ModelUnavailable(_explain(repository, current, error)) from error


def _listing(api: Any, repository: Repository) -> list[_File]:
    entries = api.list_repo_tree(repository.id, recursive=True, revision=repository.revision)
    return [
        _File(entry.path, entry.size, entry.lfs.sha256 if entry.lfs is not None else entry.blob_id)
        for entry in entries
        if hasattr(entry, "blob_id")
    ]


def _snapshot(repository: Repository) -> Path:
    """The folder that the hub's client keeps this commit in; it need not exist."""
    from huggingface_hub import constants
    from huggingface_hub.file_download import repo_folder_name

    folder = repo_folder_name(repo_id=repository.id, repo_type="model")
    return Path(constants.HF_HUB_CACHE) / folder / "snapshots" / repository.revision


def _names(folder: Path) -> list[str]:
    return [path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()]


def _remove_damaged(folder: Path, names: Iterable[str]) -> list[str]:
    """Remove the files that are not what the cache calls them; their names."""
    damaged = [name for name in names if not _matches(folder / name, (folder / name).resolve().name)]
    for name in damaged:
        _remove(folder / name)
    return damaged


def _remove(path: Path) -> None:
    """Remove a file of a snapshot, and what it points to in the cache."""
    blob = path.resolve()
    path.unlink(missing_ok=True)
    blob.unlink(missing_ok=True)


def _matches(path: Path, expected: str) -> bool:
    """Whether a file hashes to what is expected.

    Where the cache keeps no links (Windows without the right to make them) a file's name is no hash, so it is checked
    when it arrives and not again.
    """
    if _SHA256.fullmatch(expected):
        digest = hashlib.sha256()
    elif _SHA1.fullmatch(expected):
        digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    else:
        return True
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest() == expected


def _check_room(repository: Repository, size: int) -> None:
    from huggingface_hub import constants

    cache = Path(constants.HF_HUB_CACHE)
    cache.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(cache).free
    if free < size:
        detail = f"{size / _GIGABYTE:.1f} GB are still to be fetched, {free / _GIGABYTE:.1f} GB are free"
        raise ModelUnavailable(_no_room(repository, detail))


class _Progress:
    """Bytes of a download as sentences, one for each further percent."""

    def __init__(self, name: str, total: int, report: Callable[[str], None]) -> None:
        self._name, self._total, self._report = name, total, report
        self._finished = self._current = 0
        self._shown = -1
        self._lock = threading.Lock()

    def bar_class(self) -> type:
        """A silent bar for the hub's client, which tells this progress of every chunk."""
        from tqdm import tqdm  # type: ignore[import-untyped]  # comes with huggingface_hub

        advance = self._advance

        class Bar(tqdm):  # type: ignore[misc]
            def __init__(self, *_: object, **__: object) -> None:
                super().__init__(disable=True)

            def update(self, n: float | None = 1) -> bool | None:
                advance(int(n or 0))
                return None

        return Bar

    def finish(self, file: _File) -> None:
        """A file is there, however many bytes its bar was told of."""
        with self._lock:
            self._finished += file.size
            self._current = 0
        self._advance(0)

    def _advance(self, size: int) -> None:
        with self._lock:
            self._current += size
            done = min(self._finished + self._current, self._total)
            percent = 100 * done // max(self._total, 1)
            if percent <= self._shown:
                return
            self._shown = percent
        self._report(
            f"{self._name} is being fetched: {percent} % of {self._total / _GIGABYTE:.2f} GB. It is kept, so this "
            "happens once."
        )


def _explain(repository: Repository, file: str, error: Exception) -> str:
    """What went wrong on the way from the hub, and what a person can do about it."""
    from huggingface_hub import errors

    where = repository.id if file == repository.id else f"{file} of {repository.id}"
    causes = tuple(_causes(error))
    status = next((one.response.status_code for one in causes if isinstance(one, errors.HfHubHTTPError)), None)
    number = next((one.errno for one in causes if isinstance(one, OSError) and one.errno), None)
    if isinstance(error, errors.GatedRepoError):
        return (
            f"{repository.id} is gated: its owner wants its terms to be accepted. Accept them on its page at the hub, "
            "put a token of that account into HF_TOKEN, and try again."
        )
    absent = (errors.RepositoryNotFoundError, errors.RevisionNotFoundError, errors.RemoteEntryNotFoundError)
    if isinstance(error, absent):
        return (
            f"The hub has no {where} at commit {repository.revision}, or it is private. For a private one put a token "
            "into HF_TOKEN; otherwise choose another model."
        )
    if status == _TOO_MANY_REQUESTS:
        return (
            f"The hub was asked too often, it says ({where}: too many requests). Wait a few minutes and try again; "
            "with a token in HF_TOKEN it allows more."
        )
    if number == errno.ENOSPC:
        return _no_room(repository, f"it ran out at {where}")
    if number in (errno.EACCES, errno.EROFS, errno.EPERM):
        return f"There is no writing to the hub's cache for {where}. Point HF_HOME to a folder that can be written."
    if status is not None:
        return f"The hub could not answer for {where} (HTTP {status}). Try again later."
    if any(isinstance(one, errors.FileMetadataError | ValueError) for one in causes):
        return (
            f"What answered for {where} is not the hub: no file, but a page. A network that asks to sign in does that. "
            "Sign in to it, or use another one, and try again."
        )
    return f"{where} could not be fetched ({first_line(causes[-1])}). {_CONNECT}"


def _causes(error: BaseException | None) -> Iterable[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _no_room(repository: Repository, detail: str) -> str:
    return (
        f"There is no room on the disk for {repository.id}: {detail}. Make room, or point HF_HOME to a larger disk, "
        "and try again."
    )


def _ignore(_: str) -> None:
    pass
