"""The judge: what its training does to the pictures, and how it learns a larger world."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pytest
import torch

from training import classifier, data
from training.atelier import WORLDS, Scene, draw, sample_scene
from training.autoencoder import to_tensor


def chroma(pictures: torch.Tensor) -> torch.Tensor:
    """How far pictures ``(B, 3, H, W)`` are from grey, on average over each."""
    return (pictures - pictures.mean(1, keepdim=True)).abs().mean((1, 2, 3))


def drawn(*attributes: str, seed: int = 3) -> np.ndarray:
    return draw(Scene("house", "in a field", frozenset(attributes), seed), 128)


def test_a_cast_makes_greys_faintly_coloured_and_no_more() -> None:
    torch.manual_seed(0)
    grey = to_tensor(np.stack([drawn("monochrome")] * 64))
    assert chroma(grey).max() < 1e-3
    casts = chroma(classifier.toned(grey))
    assert (casts > 0.004).float().mean() == pytest.approx(classifier.TONED, abs=0.15)
    sepia, muted = chroma(to_tensor(np.stack([drawn("sepia tones"), drawn("muted colors")])))
    assert casts.max() < 0.5 * sepia and casts.max() < muted


def test_a_cast_keeps_brightness_in_order_and_hues_in_place() -> None:
    torch.manual_seed(1)
    ramp = torch.linspace(-1, 1, 32).view(1, 1, 1, 32).expand(40, 3, 32, 32)
    toned = classifier.toned(ramp)
    assert (toned.mean((1, 2)).diff(dim=-1) > 0).all()
    assert (toned - ramp).abs().max() < 0.35
    warm = to_tensor(np.stack([drawn("sepia tones")] * 40))
    red, green, blue = classifier.toned(warm).mean((2, 3)).T
    assert (red > green).all() and (green > blue).all()


def test_a_judge_of_a_larger_world_names_what_it_knew_as_before() -> None:
    torch.manual_seed(2)
    small, large = classifier.judged_heads("mini"), classifier.judged_heads("midi")
    judge = classifier.Judge(small)
    torch.nn.init.normal_(judge.linear.bias)
    grown = classifier.grown_judge(judge, large)
    assert grown.heads == large
    pictures = torch.rand(2, 3, 128, 128) * 2 - 1
    before, after = (
        {
            (head, name): logits[:, i]
            for (head, names), logits in zip(seen.heads.items(), seen(pictures), strict=True)
            for i, name in enumerate(names)
        }
        for seen in (judge, grown)
    )
    assert before.keys() < after.keys()
    for label, logits in after.items():
        assert torch.allclose(logits, before.get(label, torch.zeros(2)), atol=1e-5), label


@pytest.mark.slow
def test_the_judge_is_retrained_for_a_larger_world_from_the_one_that_is_shipped(tmp_path: Path) -> None:
    drawings, shipped, run = tmp_path / "data", tmp_path / "shipped", tmp_path / "run"
    rng = random.Random(0)
    torch.manual_seed(3)
    classifier.save_judge(classifier.Judge(classifier.judged_heads("mini")), shipped, {"world": "mini"})
    data.make_data(drawings, "midi", count=16, seed=1, workers=1)
    options = ["--run", str(run), "--data", str(drawings), "--threads", "1", "--batch", "4"]
    classifier.main([*options, "--init", str(shipped), "--samples", "4", "--rate", "0"])
    made = classifier.load_judge(run / "judge")
    assert set(made.heads["subject"]) == set(WORLDS["midi"].subjects)
    pictures = np.stack([draw(sample_scene(rng, WORLDS["mini"]), 128) for _ in range(2)])
    known = classifier.load_judge(shipped).features(to_tensor(pictures))[-1]
    assert torch.equal(made.features(to_tensor(pictures))[-1], known)  # at rate 0 nothing moves
    classifier.main([*options, "--init", str(shipped), "--samples", "8"])  # goes on from its own checkpoint
    assert not torch.equal(classifier.load_judge(run / "judge").features(to_tensor(pictures))[-1], known)
