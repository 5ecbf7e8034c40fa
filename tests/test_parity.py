"""The command that compares our loop with the authors' released formula, and that it would see a difference."""

from __future__ import annotations

import json
from typing import Any

import pytest

from benchmarks import parity
from viper_core import sampling


def figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict[str, Any]:
    parity.main(["--json", "--limit", "3", *arguments])
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


def test_our_released_formula_is_the_one_written_out(capsys: pytest.CaptureFixture[str]) -> None:
    printed = figures(capsys)
    assert printed["figures"][0]["holds"] is True
    differences = printed["differences"]
    for what in ("formula released", "formula released, β 0"):
        assert differences[what]["largest"] < 1e-8
    for what in ("formula paper", "formula released, 30 attributes liked"):
        assert differences[what]["mean"] > 0.01 * differences[what]["spread"]


@pytest.mark.parametrize("term", ["personalize_embedding_released", "personalize_noise", "classifier_free_guidance"])
def test_a_formula_that_is_a_little_off_is_seen(
    term: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = getattr(sampling, term)

    def off(*given: Any, **named: float) -> Any:
        return real(*given, **{name: 1.01 * value for name, value in named.items()})

    monkeypatch.setattr(sampling, term, off)
    assert figures(capsys)["figures"][0]["holds"] is False
