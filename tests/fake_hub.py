"""A hub on 127.0.0.1: the two addresses that downloads use, from a folder, with the faults that a real network has."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

REVISION = "0123456789abcdef0123456789abcdef01234567"
LARGE = ".safetensors"  # what the hub keeps in LFS, under its SHA-256; all else under its Git hash


class FakeHub:
    """Serves ``folder`` as every repository; the other attributes are its faults.

    Attributes:
        others: folders of the repositories that are not ``folder``, by their ids.
        status: an HTTP status for every request, or for the ones whose path holds a text.
        error_code: what the hub says beside a refusal ("GatedRepo", "RepoNotFound", …).
        page: answers with a web page and status 200.
        breaks: how often a file's transfer breaks off after its half; each time it goes on from there if asked.
        damage: name of a file that arrives with one bit flipped.
        requests: method, path and Range of everything that was asked for.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.others: dict[str, Path] = {}
        self.status: dict[str, int] = {}
        self.error_code: str | None = None
        self.page = False
        self.breaks = 0
        self.damage: str | None = None
        self.requests: list[tuple[str, str, str | None]] = []

    def downloaded(self) -> list[str]:
        """Names of the files that were asked for, in order."""
        asked = [path for method, path, _ in self.requests if method == "GET" and "/resolve/" in path]
        return [path.split(f"/{REVISION}/")[1] for path in asked]

    def folder_of(self, path: str) -> Path:
        """The repository that a request's path is about."""
        return next((folder for name, folder in self.others.items() if f"/{name}/" in path), self.folder)

    def listing(self, folder: Path) -> list[dict[str, Any]]:
        return [self._entry(folder, path) for path in sorted(folder.rglob("*")) if path.is_file()]

    def _entry(self, folder: Path, path: Path) -> dict[str, Any]:
        name, data = path.relative_to(folder).as_posix(), path.read_bytes()
        entry = {"type": "file", "path": name, "size": len(data), "oid": git_hash(data)}
        if name.endswith(LARGE):
            entry["lfs"] = {"oid": hashlib.sha256(data).hexdigest(), "size": len(data), "pointerSize": 130}
        return entry

    def content(self, folder: Path, name: str) -> tuple[bytes, str] | None:
        """A file's bytes as they are sent, and its true checksum."""
        path = folder / name
        if not path.is_file():
            return None
        data = path.read_bytes()
        etag = hashlib.sha256(data).hexdigest() if name.endswith(LARGE) else git_hash(data)
        if name == self.damage:
            data = data[:-1] + bytes([data[-1] ^ 1])
        return data, etag


def git_hash(data: bytes) -> str:
    return hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()


@contextmanager
def serve(hub: FakeHub) -> Iterator[str]:
    """The address of a running hub."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            pass

        def do_HEAD(self) -> None:
            self._answer(with_body=False)

        def do_GET(self) -> None:
            self._answer(with_body=True)

        def _answer(self, *, with_body: bool) -> None:
            hub.requests.append((self.command, self.path, self.headers.get("Range")))
            status = next((one for text, one in hub.status.items() if text in self.path), None)
            if status is not None:
                more = {"X-Error-Code": hub.error_code} if hub.error_code else {}
                self._send(status, b'{"error": "no"}', {"Retry-After": "0", **more}, with_body)
            elif hub.page:
                self._send(200, b"<!DOCTYPE html><title>Sign in to the network</title>", {}, with_body)
            elif "/tree/" in self.path:
                listing = json.dumps(hub.listing(hub.folder_of(self.path))).encode()
                self._send(200, listing, {"Content-Type": "application/json"}, with_body)
            else:
                self._file(self.path.split(f"/{REVISION}/")[1], with_body=with_body)

        def _file(self, name: str, *, with_body: bool) -> None:
            found = hub.content(hub.folder_of(self.path), name)
            if found is None:
                self._send(404, b"", {"X-Error-Code": "EntryNotFound"}, with_body)
                return
            data, etag = found
            start = int((self.headers.get("Range") or "bytes=0-")[6:].split("-")[0])
            headers = {"ETag": f'"{etag}"', "X-Repo-Commit": REVISION, "X-Linked-Size": str(len(data))}
            if with_body and hub.breaks and name.endswith(LARGE):
                hub.breaks -= 1
                self.send_response(206 if start else 200)
                self.send_header("Content-Length", str(len(data) - start))
                self.end_headers()
                self.wfile.write(data[start : start + (len(data) - start) // 2])
                self.wfile.flush()
                self.close_connection = True
                return
            if start:
                headers["Content-Range"] = f"bytes {start}-{len(data) - 1}/{len(data)}"
            self._send(206 if start else 200, data[start:], headers, with_body)

        def _send(self, status: int, body: bytes, headers: dict[str, str], with_body: bool) -> None:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if with_body:
                self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def pointed_at(address: str, cache: Path) -> Iterator[None]:
    """The hub's client asks ``address``, keeps what it gets in ``cache``, and does not wait between attempts."""
    from huggingface_hub import constants
    from huggingface_hub.utils import _http

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(constants, "ENDPOINT", address)
        template = "/{repo_id}/resolve/{revision}/{filename}"
        patch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", address + template)
        patch.setattr(constants, "HF_HUB_CACHE", str(cache))
        patch.setattr(constants, "HF_HUB_OFFLINE", False)
        patch.setattr(constants, "DOWNLOAD_CHUNK_SIZE", 1000)
        patch.setattr(_http.time, "sleep", lambda _: None)
        yield
