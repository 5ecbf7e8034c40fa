"""The app as a hosted Space starts it: its variables, a home that cannot be written, and no persistent disk."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import yaml

from tests.tree import ROOT
from viper_core import store
from viper_core.errors import InputError
from viper_core.registry import MODELS

START = 240.0  # seconds; a loaded machine takes its time
NOWHERE = "/proc/no-home"  # cannot be made, not even by root

FAKE_SPACES = """
def GPU(*, duration):
    print("lent for", duration(Recipe("a house", None, OPTIONS)), "s at most", flush=True)
    return lambda task: task

def gradio_auto_wrap(task):
    return task

from viper_core.generated import Recipe
from viper_core.registry import MODELS
OPTIONS = MODELS["viper-mini"].defaults
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def space_environment(tmp_path: Path, port: int) -> dict[str, str]:
    """The variables that a Space sets, and none of this machine's that would help."""
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "LANG", "OMP_NUM_THREADS")}
    for name in ("tmp", "modules"):
        (tmp_path / name).mkdir()
    return {
        **kept,
        "HOME": NOWHERE,
        "TMPDIR": str(tmp_path / "tmp"),
        "SYSTEM": "spaces",
        "SPACE_ID": "somebody/viper",
        "SPACE_HOST": "somebody-viper.hf.space",
        "GRADIO_SERVER_NAME": "127.0.0.1",
        "GRADIO_SERVER_PORT": str(port),
        "HF_HUB_OFFLINE": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }


@pytest.mark.weights
@pytest.mark.parametrize("hardware", ["a processor", "ZeroGPU"])
def test_the_app_starts_as_a_space_starts_it(tmp_path: Path, hardware: str) -> None:
    port = free_port()
    environment = space_environment(tmp_path, port)
    if hardware == "ZeroGPU":
        (tmp_path / "modules" / "spaces.py").write_text(FAKE_SPACES, encoding="utf-8")
        environment |= {"PYTHONPATH": str(tmp_path / "modules"), "SPACES_ZERO_GPU": "true"}
    with subprocess.Popen(
        [sys.executable, "app.py"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as app:
        said = []
        try:
            assert app.stdout is not None
            for line in app.stdout:
                said.append(line)
                if line.startswith("ViPer is at"):
                    break
            assert said and said[-1] == f"ViPer is at http://127.0.0.1:{port}/\n", "".join(said)
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=START) as page:
                assert page.status == 200 and b"ViPer" in page.read()
        finally:
            app.terminate()
            app.wait(timeout=START)
    is_lent = any(line.startswith("lent for") for line in said)
    assert is_lent is (hardware == "ZeroGPU"), "there, and only there, the model is placed before the page is served"
    assert not Path(NOWHERE).exists()


def test_without_storage_and_home_what_visitors_enter_lies_in_a_folder_of_the_container(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIPER_DATA_DIR")
    monkeypatch.setenv("HOME", NOWHERE)
    monkeypatch.setattr(store.tempfile, "gettempdir", lambda: str(tmp_path))
    with pytest.raises(InputError):
        store.Store(store.data_folder())
    monkeypatch.setenv("SPACE_ID", "somebody/viper")
    store.Store(store.data_folder())
    assert (tmp_path / "viper-data" / "viper.sqlite3").is_file()


def test_a_space_with_persistent_storage_keeps_what_visitors_enter_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIPER_DATA_DIR")
    monkeypatch.setenv("SPACE_ID", "somebody/viper")
    monkeypatch.setattr(store, "_SPACE_STORAGE", tmp_path)
    assert store.data_folder() == tmp_path / "viper-data"
    monkeypatch.setattr(store, "_SPACE_STORAGE", tmp_path / "none")
    assert store.data_folder().parent != tmp_path
    monkeypatch.delenv("SPACE_ID")
    assert "viper-data" not in store.data_folder().parts


def test_the_page_on_spaces_deploys_in_five_commands_and_preloads_what_the_table_pins() -> None:
    text = (ROOT / "docs" / "space.md").read_text(encoding="utf-8")
    commands = re.findall(r"```sh\n(.*?)```", text, flags=re.S)[0].splitlines()
    assert len(commands) <= 5
    preload = yaml.safe_load(re.findall(r"```yaml\n(.*?)```", text, flags=re.S)[0])["preload_from_hub"]
    pinned = {(str(model.source), model.revision) for model in MODELS.values() if not model.is_bundled}
    for line in preload:
        repository, files, revision = line.split()
        assert (repository, revision) in pinned
        assert all(name.endswith((".safetensors", ".json", ".txt")) for name in files.split(","))
    variables = set(re.findall(r"`(VIPER_\w+)`", text))
    source = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "app.py", *ROOT.glob("viper_*/**/*.py")))
    assert variables and all(name in source for name in variables)
