"""The command that compares our loop with the authors' released formula, and that it would see a difference."""

from __future__ import annotations

import json
from typing import Any

import pytest
import torch

from benchmarks import parity, sdxl_cost
from benchmarks.random_sdxl import SIZES, random_unet, random_vae
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


def test_what_sdxl_costs_is_measured_with_random_weights(capsys: pytest.CaptureFixture[str]) -> None:
    sdxl_cost.main(["--json", "--size", "tiny", "--device", "cpu", "--steps", "2", "--runs", "1"])
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["median_seconds"]) == {"β 0", "β 0.85", "decode", "preview"}
    assert 0 < printed["weights_gb"] < printed["peak_gb"]


def test_the_full_size_is_that_of_sdxl() -> None:
    """Counted without memory: SDXL's U-Net has 2.57 billion parameters, its autoencoder 84 million."""
    with torch.device("meta"):
        parts = [make(SIZES["full"]) for make in (random_unet, random_vae)]
    assert [sum(one.numel() for one in part.parameters()) for part in parts] == [2567463684, 83653863]
