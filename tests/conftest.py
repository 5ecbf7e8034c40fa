"""What every test is given: few threads, fixed seeds, an empty data folder, and no way out of this machine.

The environment is set before anything heavy is imported, since torch reads its number of threads and huggingface_hub
its switches only once. Fixtures of one subject live with that subject; a browser's are in ``tests/ui``.
"""

from __future__ import annotations

import os
import random
import socket
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("OMP_NUM_THREADS", "2")
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"

SEED = 20240725


@pytest.fixture(autouse=True, scope="session")
def no_network() -> Iterator[None]:
    """A test that opens a connection to another machine fails, whatever the library that tried it."""
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def check(address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("localhost", "::1") and not address[0].startswith("127."):
            raise AssertionError(f"tests run without a network, and this one asked for {address[0]}:{address[1]}")

    def checked_connect(self: socket.socket, address: Any) -> None:
        check(address)
        connect(self, address)

    def checked_connect_ex(self: socket.socket, address: Any) -> int:
        check(address)
        return connect_ex(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", checked_connect)
        patch.setattr(socket.socket, "connect_ex", checked_connect_ex)
        yield


@pytest.fixture(autouse=True, scope="session")
def scratch_folders(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What a server that outlives one test keeps lands in a scratch folder, not in those of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIPER_DATA_DIR", str(tmp_path_factory.mktemp("data")))
        patch.setenv("GRADIO_TEMP_DIR", str(tmp_path_factory.mktemp("uploads")))
        yield


@pytest.fixture(autouse=True)
def own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every test starts with a data folder of its own, that does not exist yet."""
    monkeypatch.setenv("VIPER_DATA_DIR", str(tmp_path / "data"))


@pytest.fixture(autouse=True)
def seeded() -> None:
    """The global generators start alike in every test; the project's own code uses local ones."""
    random.seed(SEED)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(SEED)
    if "torch" in sys.modules:
        sys.modules["torch"].manual_seed(SEED)


@pytest.fixture(scope="module")
def pipeline_backend() -> Any:
    """viper-mini's make with random weights."""
    from tests.tiny import tiny_backend, tiny_mini

    return tiny_backend(tiny_mini)


@pytest.fixture
def backend(pipeline_backend: Any) -> Any:
    """The same, watched while it works."""
    from tests.small_studio import Watched

    return Watched(pipeline_backend)


@pytest.fixture
def studio(tmp_path: Path, backend: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A studio that draws with it, and an empty store."""
    from viper_core.studio import Studio

    monkeypatch.setattr("viper_core.registry.load_backend", lambda name, **_: backend)
    return Studio(data_dir=tmp_path / "store")
