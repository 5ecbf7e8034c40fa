"""A small network that shows the model's pictures at twice their size, sharper than resampling would.

    large = bicubic(picture) + shuffle(residual(picture))

ESPCN's sub-pixel convolution (Shi et al. 2016) after a few residual blocks; it begins as bicubic resampling exactly.
Its input is what it will see: a drawing of 512 px is halved, encoded and painted by the model's own decoder; its
target is the drawing. The model's own picture stays as large as it is; the network is for display alone, and worth
shipping only if ``psnr`` in its log is above ``psnr_lanczos`` and the eye agrees.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from training import common
from training.autoencoder import build_autoencoder, codec_of, decode, edges, to_bytes, to_tensor
from training.codec import Codec, psnr
from training.data import Drawings

SIZE = 512  # px a side of the drawings that are the target
CROP = 64  # px a side of a training crop of the input
HELD_OUT = 24  # the last scenes of the data folder are never trained on


class Upsampler(nn.Module):
    """Pictures ``(B, 3, H, W)`` in [-1, 1] to ``(B, 3, 2 H, 2 W)``; ``(8 blocks + 3) · 9 · width²`` weights, about."""

    def __init__(self, *, width: int = 32, blocks: int = 4) -> None:
        super().__init__()
        self.stem = nn.Conv2d(3, width, 3, 1, 1)
        self.blocks = nn.ModuleList(
            nn.Sequential(nn.Conv2d(width, width, 3, 1, 1), nn.ReLU(), nn.Conv2d(width, width, 3, 1, 1))
            for _ in range(blocks)
        )
        self.out = nn.Conv2d(width, 3 * 4, 3, 1, 1)
        for start in self.out.parameters():
            nn.init.zeros_(start)

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        x = self.stem(pictures)
        for block in self.blocks:
            x = x + block(x)
        plain = F.interpolate(pictures, scale_factor=2.0, mode="bicubic", align_corners=False)
        return plain + F.pixel_shuffle(self.out(F.relu(x)), 2)


class Pairs:
    """Decoded pictures (256 px) and the drawings (512 px) that they should look like, some hundreds in memory."""

    def __init__(self, drawings: Drawings, codec: Codec, decoder: nn.Module, indices: np.ndarray, device: Any) -> None:
        self.large = np.stack([large_drawing(drawings, int(index)) for index in indices])
        self.small = decode(decoder, codec.encode(halved(self.large)), device)

    def crops(self, count: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
        """``count`` crops of both, bytes, a quarter of them turned by each right angle, half mirrored."""
        small, large = [], []
        for index in rng.integers(0, len(self.small), count):
            y, x = rng.integers(0, self.small.shape[1] - CROP + 1, 2)
            turns, mirrored = int(rng.integers(4)), rng.random() < 0.5
            for found, picture, scale in ((small, self.small, 1), (large, self.large, 2)):
                cut = picture[index, scale * y : scale * (y + CROP), scale * x : scale * (x + CROP)]
                cut = np.rot90(cut, turns)
                found.append(cut[:, ::-1] if mirrored else cut)
        return np.stack(small), np.stack(large)


def large_drawing(drawings: Drawings, index: int) -> np.ndarray:
    """Scene ``index`` of a data folder, drawn anew at 512 px."""
    from training.atelier import WORLDS, draw
    from training.atelier.scene import scene_of
    from training.data import SHARD

    record = drawings.scenes(index // SHARD)[index % SHARD]
    return draw(scene_of(record, jitter=WORLDS[drawings.about["world"]].jitter), SIZE)


def halved(pictures: np.ndarray) -> np.ndarray:
    """Bytes ``(B, H, W, 3)`` at half their size, by area."""
    count, height, width, _ = pictures.shape
    blocks = pictures.reshape(count, height // 2, 2, width // 2, 2, 3)
    return blocks.mean((2, 4), dtype=np.float32).round().astype(np.uint8)


def lanczos(pictures: np.ndarray) -> np.ndarray:
    """Bytes ``(B, H, W, 3)`` at twice their size, as the best plain resampling shows them."""
    from PIL import Image

    size = (2 * pictures.shape[2], 2 * pictures.shape[1])
    return np.stack([np.asarray(Image.fromarray(p).resize(size, Image.Resampling.LANCZOS)) for p in pictures])


@torch.no_grad()
def enlarged(network: nn.Module, pictures: np.ndarray, device: Any = None) -> np.ndarray:
    """Bytes ``(B, H, W, 3)`` at twice their size, by the network."""
    return np.concatenate([to_bytes(network(to_tensor(pictures[i : i + 1], device))) for i in range(len(pictures))])


def load_upsampler(folder: Path) -> Upsampler:
    """The network saved in ``folder``, in float32, frozen; its width and depth are those of its weights."""
    from safetensors.torch import load_file

    weights = {name: value.float() for name, value in load_file(folder / "weights.safetensors").items()}
    blocks = {name.split(".")[1] for name in weights if name.startswith("blocks.")}
    network = Upsampler(width=len(weights["stem.weight"]), blocks=len(blocks))
    network.load_state_dict(weights)
    return network.eval().requires_grad_(False)


def decoder_of(run: Path, codec: Codec, *, init: Path | None) -> nn.Module:
    """The decoder that the run has trained, else that of the pipeline folder ``init``."""
    from diffusers import AutoencoderTiny
    from safetensors.torch import load_file

    trained = run / "decoder" / "weights.safetensors"
    if trained.exists():
        model = build_autoencoder(channels=codec.channels)
        model.decoder.load_state_dict({name: value.float() for name, value in load_file(trained).items()})
    elif init is not None:
        model = AutoencoderTiny.from_pretrained(init / "vae").float()
    else:
        raise SystemExit(f"There is no {trained}: run `python -m training.autoencoder decoder`, or give --init.")
    decoder: nn.Module = model.decoder.eval()
    return decoder


def train(a: argparse.Namespace) -> None:
    """Train on crops of some hundred drawings at a time, drawn anew at every start."""
    from safetensors.torch import save_file

    device = common.prepare(a)
    drawings, codec = Drawings(a.data), codec_of(a)
    decoder = decoder_of(a.run, codec, init=a.init).to(device)
    network = Upsampler(width=a.width, blocks=a.blocks).to(device)
    folder = a.run / "upsampler"

    def save() -> None:
        weights = {name: value.detach().half().cpu().contiguous() for name, value in network.state_dict().items()}
        save_file(weights, folder / "weights.safetensors")

    run = common.Run(folder, {"upsampler": network}, arguments=a, device=device, weight_decay=0.0, on_save=save)
    rng = np.random.default_rng(a.seed + run.step)
    count = sum(len(drawings.scenes(shard)) for shard in drawings.shards())
    held = max(1, min(HELD_OUT, count // 4))
    test = Pairs(drawings, codec, decoder, np.arange(count - held, count), device)
    some = rng.choice(count - held, min(a.pictures, count - held), replace=False)
    pairs = Pairs(drawings, codec, decoder, some, device)
    for _ in run.steps():
        small, large = pairs.crops(a.batch, rng)
        true = to_tensor(large, device)
        with common.autocast(device):
            made = network(to_tensor(small, device))
        made = made.float()
        run.update(F.l1_loss(made, true) + F.l1_loss(edges(made), edges(true)), samples=a.batch)
    with run.averaged():
        quality, plain = psnr(test.large, enlarged(network, test.small, device)), psnr(test.large, lanczos(test.small))
    run.log(final=True, psnr=quality, psnr_lanczos=plain)
    look(test, network, folder / "held_out.png", device)


def look(test: Pairs, network: nn.Module, path: Path, device: Any, *, count: int = 4) -> None:
    """A sheet for a person: plain resampling, the network, the drawing, side by side."""
    from PIL import Image

    some = slice(0, count)
    columns = (lanczos(test.small[some]), enlarged(network, test.small[some], device), test.large[some])
    Image.fromarray(np.concatenate([np.concatenate(row, 1) for row in zip(*columns, strict=True)])).save(path)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=1e-3, batch=16)
    parser.add_argument("--data", type=Path, default=Path("runs/data"))
    parser.add_argument("--pictures", type=int, default=384, help="drawings of 512 px in memory, new at every start")
    parser.add_argument("--width", type=int, default=32)
    parser.add_argument("--blocks", type=int, default=4)
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
