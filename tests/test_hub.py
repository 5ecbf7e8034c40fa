"""Files from the hub: fetched once, checked, and for each failure a message with a way on and nothing half-done."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from huggingface_hub import constants

from tests.fake_hub import REVISION, FakeHub, pointed_at, serve
from viper_core import hub as hub_module
from viper_core.errors import ModelUnavailable
from viper_core.hub import Repository, fetch

REPOSITORY = Repository("somebody/model", REVISION)
WEIGHTS = "unet/diffusion_pytorch_model.safetensors"
NAMES = ("unet/config.json", WEIGHTS, "model_index.json")


@pytest.fixture
def hub(tmp_path: Path) -> FakeHub:
    folder = tmp_path / "served"
    for name in (*NAMES, "unet/flax_model.msgpack"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(name.encode() * 40_000 if name == WEIGHTS else b"{}" + name.encode())
    return FakeHub(folder)


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


@pytest.fixture(autouse=True)
def running(hub: FakeHub, cache: Path) -> Iterator[None]:
    with serve(hub) as address, pointed_at(address, cache):
        yield


def needed(there: Sequence[str]) -> Sequence[str]:
    if not set(NAMES) <= set(there):
        raise ModelUnavailable("somebody/model has not all of its parts.")
    return NAMES


def left_in(cache: Path) -> list[str]:
    """Every file in the cache that is no part of a whole file: what broke off, and pointers without a target."""
    snapshots = [path for path in cache.rglob("*") if "snapshots" in path.parts and not path.is_dir()]
    blobs = {path.resolve() for path in snapshots}
    loose = [path for path in cache.rglob("*") if "blobs" in path.parts and path.is_file() and path not in blobs]
    return [str(path) for path in [*loose, *(path for path in snapshots if not path.exists())]]


def refused(cache: Path) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        fetch(REPOSITORY, needed)
    message = str(caught.value)
    assert "\n" not in message
    assert left_in(cache) == []
    return message


def test_only_the_chosen_files_are_fetched_in_their_order_and_only_once(hub: FakeHub) -> None:
    folder = fetch(REPOSITORY, needed)
    assert hub.downloaded() == list(NAMES)
    assert {name: (folder / name).read_bytes() for name in NAMES} == {
        name: (hub.folder / name).read_bytes() for name in NAMES
    }
    hub.requests.clear()
    assert fetch(REPOSITORY, needed) == folder
    assert fetch(REPOSITORY, needed, local_files_only=True) == folder
    assert hub.requests == []


def test_progress_rises_to_the_end_and_says_how_much_there_is(hub: FakeHub) -> None:
    told: list[str] = []
    fetch(REPOSITORY, needed, on_progress=told.append)
    percents = [int(line.split(" %")[0].split()[-1]) for line in told]
    assert percents == sorted(set(percents)) and percents[-1] == 100
    assert all(line.startswith("somebody/model is being fetched:") and "GB" in line for line in told)


def test_a_transfer_that_breaks_off_goes_on_where_it_stopped(hub: FakeHub, cache: Path) -> None:
    hub.breaks = 2
    folder = fetch(REPOSITORY, needed)
    assert (folder / WEIGHTS).read_bytes() == (hub.folder / WEIGHTS).read_bytes()
    size = (hub.folder / WEIGHTS).stat().st_size
    resumed = [asked for _, path, asked in hub.requests if path.endswith(WEIGHTS) and asked]
    assert resumed == [f"bytes={size // 2}-", f"bytes={size // 2 + (size - size // 2) // 2}-"]
    assert left_in(cache) == []


def test_a_download_that_is_given_up_leaves_whole_files_and_goes_on_with_the_next(hub: FakeHub, cache: Path) -> None:
    hub.breaks = 1000
    assert WEIGHTS in refused(cache)
    hub.breaks = 0
    hub.requests.clear()
    fetch(REPOSITORY, needed)
    assert hub.downloaded() == [WEIGHTS, "model_index.json"]


def test_a_flipped_bit_on_the_way_is_found_and_the_file_removed(hub: FakeHub, cache: Path) -> None:
    hub.damage = WEIGHTS
    message = refused(cache)
    assert f"{WEIGHTS} of somebody/model arrived damaged" in message and "try again" in message
    hub.damage = None
    assert (fetch(REPOSITORY, needed) / WEIGHTS).read_bytes() == (hub.folder / WEIGHTS).read_bytes()


@pytest.mark.parametrize("name", [WEIGHTS, "unet/config.json"])
@pytest.mark.parametrize("cut", [False, True], ids=["a flipped bit", "a truncated file"])
def test_a_file_that_was_damaged_on_disk_is_fetched_again(hub: FakeHub, name: str, cut: bool) -> None:
    path = fetch(REPOSITORY, needed) / name
    whole = path.read_bytes()
    os.chmod(path.resolve(), 0o644)
    path.resolve().write_bytes(whole[:-1] if cut else bytes([whole[0] ^ 1]) + whole[1:])
    hub.requests.clear()
    assert (fetch(REPOSITORY, needed) / name).read_bytes() == whole
    assert hub.downloaded() == [name]


def test_a_damaged_file_without_a_network_is_named_and_removed(hub: FakeHub, cache: Path) -> None:
    path = fetch(REPOSITORY, needed) / WEIGHTS
    path.resolve().write_bytes(b"short")
    with pytest.raises(ModelUnavailable, match=f"{WEIGHTS} was damaged.*removed.*Connect to the network"):
        fetch(REPOSITORY, needed, local_files_only=True)
    assert left_in(cache) == []


def test_a_half_downloaded_model_says_so_without_a_network(hub: FakeHub) -> None:
    (fetch(REPOSITORY, needed) / "model_index.json").unlink()
    with pytest.raises(ModelUnavailable, match=r"only in part\. Connect to the network"):
        fetch(REPOSITORY, needed, local_files_only=True)


def test_a_missing_model_says_so_where_the_client_is_told_to_stay_offline(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", True)
    with pytest.raises(ModelUnavailable, match=r"somebody/model: is not on this machine.*HF_HUB_OFFLINE.*viper-mini"):
        fetch(REPOSITORY, needed)


def test_no_network_is_said(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    monkeypatch.setattr(constants, "ENDPOINT", f"http://127.0.0.1:{port}")
    message = refused(cache)
    assert "somebody/model could not be fetched" in message and "Connect to the network" in message


def test_a_gated_model_says_how_to_be_let_in(hub: FakeHub, cache: Path) -> None:
    hub.status, hub.error_code = {"/tree/": 403}, "GatedRepo"
    message = refused(cache)
    assert "is gated" in message and "HF_TOKEN" in message


@pytest.mark.parametrize("code", ["RepoNotFound", "RevisionNotFound"])
def test_a_model_that_the_hub_does_not_have_is_said(hub: FakeHub, cache: Path, code: str) -> None:
    hub.status, hub.error_code = {"/tree/": 404}, code
    message = refused(cache)
    assert f"The hub has no somebody/model at commit {REVISION}" in message and "another model" in message


def test_too_many_requests_are_tried_again_and_then_said(hub: FakeHub, cache: Path) -> None:
    hub.status = {WEIGHTS: 429}
    message = refused(cache)
    assert "too many requests" in message and WEIGHTS in message and "Wait a few minutes" in message


@pytest.mark.parametrize("status", [400, 500])
def test_a_hub_in_trouble_is_said_with_its_status(hub: FakeHub, cache: Path, status: int) -> None:
    hub.status = {WEIGHTS: status}
    message = refused(cache)
    assert WEIGHTS in message and f"HTTP {status}" in message and "later" in message


def test_a_flipped_bit_is_found_where_the_cache_keeps_no_links(
    hub: FakeHub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import file_download

    monkeypatch.setattr(file_download, "are_symlinks_supported", lambda *_: False)
    hub.damage = WEIGHTS
    with pytest.raises(ModelUnavailable, match="arrived damaged"):
        fetch(REPOSITORY, needed)
    hub.damage = None
    path = fetch(REPOSITORY, needed) / WEIGHTS
    assert not path.is_symlink() and path.read_bytes() == (hub.folder / WEIGHTS).read_bytes()


@pytest.mark.parametrize("at", ["the list", "a file"])
def test_a_page_in_place_of_weights_is_not_taken_for_them(
    hub: FakeHub, cache: Path, at: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if at == "a file":
        listed = hub_module._listing

        def then_a_page(*given: object) -> object:
            files = listed(*given)  # type: ignore[arg-type]
            hub.page = True
            return files

        monkeypatch.setattr(hub_module, "_listing", then_a_page)
    else:
        hub.page = True
    message = refused(cache)
    assert "not the hub" in message and "sign in" in message


def test_a_disk_that_is_too_small_is_said_before_anything_is_fetched(
    hub: FakeHub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = hub_module.shutil.disk_usage(Path("/"))
    monkeypatch.setattr(hub_module.shutil, "disk_usage", lambda _: usage._replace(free=10))
    message = refused(cache)
    assert "no room on the disk for somebody/model" in message and "HF_HOME" in message
    assert hub.downloaded() == []


def test_a_disk_that_fills_up_on_the_way_is_said_and_freed(
    hub: FakeHub, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from huggingface_hub import file_download

    def full(url: str, file: object, **_: object) -> None:
        file.write(b"some of it")  # type: ignore[attr-defined]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(file_download, "http_get", full)
    message = refused(cache)
    assert "no room on the disk" in message and "unet/config.json" in message


def test_a_cache_that_cannot_be_written_is_said(hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(self: Path, *_: object, **__: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(Path, "mkdir", read_only)
    with pytest.raises(ModelUnavailable, match=r"no writing to the hub's cache.*HF_HOME"):
        fetch(REPOSITORY, needed)
