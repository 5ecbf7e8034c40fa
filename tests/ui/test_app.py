"""``app.py`` itself: how it starts, stops, and refuses what it cannot use."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tree import ROOT
from tests.ui.conftest import Server


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_page_answers_and_ends_when_told(serve: Callable[..., Server]) -> None:
    server = serve()
    server.wait_for_log(f"ViPer is at {server.url}")
    assert server.stop() == 0
    assert "Traceback" not in server.log()


@pytest.mark.parametrize(
    ("arguments", "environment", "said"),
    [
        (["--model", "viper-mimi"], {}, "Did you mean 'viper-mini'?"),
        ([], {"VIPER_MODEL": "nothing"}, "Unknown model 'nothing'"),
        (["--extractor", "bundeld"], {}, "Did you mean 'bundled'?"),
        ([], {"VIPER_EXTRACTOR": "nothing"}, "Unknown extractor 'nothing'"),
        (["--port", "http"], {}, "The port 'http' cannot be used"),
        ([], {"PORT": "70000"}, "The port '70000' cannot be used"),
    ],
)
def test_what_cannot_be_used_is_refused_with_one_line(
    arguments: list[str], environment: dict[str, str], said: str
) -> None:
    result = run(*arguments, **environment)
    assert result.returncode == 2
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert result.stdout == ""


def test_a_port_that_is_taken_is_named(serve: Callable[..., Server]) -> None:
    server = serve(with_model=False)
    result = run("--port", str(server.port))
    assert result.returncode == 2
    assert str(server.port) in result.stderr
    assert "Choose another --port" in result.stderr


def test_importing_it_starts_nothing(tmp_path: Path) -> None:
    program = "import sys, app; print(sorted({'torch', 'diffusers', 'gradio'} & set(sys.modules)))"
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"
