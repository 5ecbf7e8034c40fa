"""The network that enlarges pictures for display: it begins as resampling, and learns from what the decoder paints."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from training import autoencoder, data, upsampler
from training.codec import psnr


def test_an_untrained_network_is_bicubic_resampling() -> None:
    pictures = torch.rand(2, 3, 16, 24, generator=torch.Generator().manual_seed(0)) * 2 - 1
    plain = torch.nn.functional.interpolate(pictures, scale_factor=2.0, mode="bicubic", align_corners=False)
    assert torch.allclose(upsampler.Upsampler()(pictures), plain, atol=1e-6)


def test_the_shipped_size_is_under_a_megabyte_in_half_precision() -> None:
    assert 2 * sum(p.numel() for p in upsampler.Upsampler().parameters()) < 1e6


def test_resampling_and_halving_are_each_others_inverse_but_for_detail() -> None:
    ramp = np.linspace(30, 220, 32).astype(np.uint8)
    picture = np.stack([np.add.outer(ramp // 2, ramp // 2)] * 3, -1)[None]
    assert psnr(picture, upsampler.halved(upsampler.lanczos(picture))) > 45
    assert upsampler.lanczos(picture).shape == (1, 64, 64, 3)


def test_it_learns_to_sharpen_what_resampling_leaves_soft() -> None:
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    large = (rng.random((6, 16, 16, 3)) > 0.5).repeat(4, 1).repeat(4, 2).astype(np.uint8) * 255
    large = np.roll(large, 1, axis=(1, 2))  # steps that do not fall on the small picture's pixels
    small = upsampler.halved(large)
    network = upsampler.Upsampler(width=16, blocks=1)
    optimizer = torch.optim.Adam(network.parameters(), lr=3e-3)
    for _ in range(60):
        made, true = network(autoencoder.to_tensor(small[:5])), autoencoder.to_tensor(large[:5])
        loss = torch.nn.functional.l1_loss(made, true)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert psnr(large[5:], upsampler.enlarged(network, small[5:])) > psnr(large[5:], upsampler.lanczos(small[5:])) + 1


@pytest.mark.slow
def test_a_short_run_saves_a_network_its_quality_and_a_sheet(tmp_path: Path) -> None:
    run, drawn = tmp_path / "run", tmp_path / "data"
    data.make_data(drawn, "mini", count=6, seed=1, workers=1)
    autoencoder.main(["fit", "--run", str(run), "--data", str(drawn)])
    options = ["--run", str(run), "--data", str(drawn), "--threads", "1", "--batch", "2", "--pictures", "2"]
    small = ["--width", "8", "--blocks", "1"]
    with pytest.raises(SystemExit, match="decoder"):
        upsampler.main([*options, *small, "--samples", "2"])
    autoencoder.main(["decoder", *options[:-2], "--samples", "2"])
    upsampler.main([*options, *small, "--samples", "2"])
    upsampler.main([*options, *small, "--samples", "4"])  # goes on
    lines = [json.loads(line) for line in (run / "upsampler" / "log.jsonl").read_text().splitlines()]
    assert lines[-1]["final"] and lines[-1]["samples"] == 4 and {"psnr", "psnr_lanczos"} <= lines[-1].keys()
    with Image.open(run / "upsampler" / "held_out.png") as sheet:
        assert sheet.width == 3 * upsampler.SIZE
    network = upsampler.load_upsampler(run / "upsampler")
    assert len(network.blocks) == 1 and network.stem.weight.shape[0] == 8
    picture = np.full((1, 20, 12, 3), 90, np.uint8)
    assert upsampler.enlarged(network, picture).shape == (1, 40, 24, 3)
