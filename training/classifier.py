"""The judge: tells from a picture which subject it shows and which attribute of every slot.

Trained on drawings alone, lightly blurred, noised, shifted, recompressed and toned so that neither a decoder's softness
nor its faint casts mislead it. It is the ground truth of every claim about personalisation, so no part of the product
may use it; a second one, trained with its own seed on full-size crops (``--crops``), serves the decoder's perceptual
loss.
"""

from __future__ import annotations

import argparse
import io
import json
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from training import common, data
from training.autoencoder import edges, to_tensor

SIZE = 128  # px a side that the network sees; larger pictures are reduced by area
WIDTHS = (32, 64, 96, 128, 160)
HELD_OUT = 1024
TONED_TEST = 256  # of the held-out pictures, those that are judged with a cast as well
TONED = 0.8  # share of the training pictures that get a cast
CAST = 0.06  # the strongest cast of shadows and of lights, in [-1, 1]: 8 levels of 255


class _Block(nn.Module):
    """Two 3 × 3 convolutions around a skip; halves the size."""

    def __init__(self, inner: int, outer: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(inner, outer, 3, 2, 1)
        self.second = nn.Conv2d(outer, outer, 3, 1, 1)
        self.skip = nn.Conv2d(inner, outer, 1)
        self.norms = nn.ModuleList([nn.GroupNorm(8, inner), nn.GroupNorm(8, outer)])

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        inside = self.first(F.silu(self.norms[0](x)))
        return self.skip(F.avg_pool2d(x, 2)) + self.second(F.silu(self.norms[1](inside)))


class Judge(nn.Module):
    """``heads`` maps a head to its classes, ``none`` first; see ``probabilities`` and ``features``."""

    def __init__(self, heads: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.heads = {head: tuple(classes) for head, classes in heads.items()}
        self.stem = nn.Conv2d(3 + 6, WIDTHS[0], 3, 1, 1)  # the picture and its edges: texture is easily seen
        self.blocks = nn.ModuleList([_Block(a, b) for a, b in pairwise(WIDTHS)])
        self.norm = nn.GroupNorm(8, WIDTHS[-1])
        self.linear = nn.Linear(2 * WIDTHS[-1], sum(map(len, self.heads.values())))

    def features(self, pictures: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Maps ``(B, C, h, w)`` after the stem and every block, of pictures ``(B, 3, H, W)`` in [-1, 1]."""
        if pictures.shape[-1] > SIZE:
            pictures = F.adaptive_avg_pool2d(pictures, SIZE)
        padded = F.pad(pictures, (1, 1, 1, 1), mode="replicate")
        maps = [self.stem(torch.cat([pictures, 4 * edges(padded)], 1))]
        for block in self.blocks:
            maps.append(block(maps[-1]))
        return tuple(maps)

    def forward(self, pictures: torch.Tensor) -> list[torch.Tensor]:
        """Logits of every head, ``(B, classes)``; mean and maximum over the picture are both seen."""
        last = F.silu(self.norm(self.features(pictures)[-1]))
        pooled = torch.cat([last.mean((2, 3)), last.amax((2, 3))], 1)
        return list(self.linear(pooled).split([len(c) for c in self.heads.values()], dim=1))

    @torch.no_grad()
    def probabilities(self, pictures: np.ndarray | torch.Tensor, *, batch: int = 64) -> dict[str, torch.Tensor]:
        """head -> ``(B, classes)``, for bytes ``(B, H, W, 3)`` or tensors ``(B, 3, H, W)`` in [-1, 1]."""
        device = self.linear.weight.device
        parts = []
        for i in range(0, len(pictures), batch):
            some = pictures[i : i + batch]
            tensor = to_tensor(some, device) if isinstance(some, np.ndarray) else some.to(device).float()
            parts.append([logits.float().softmax(1) for logits in self(tensor)])
        return {head: torch.cat([part[i] for part in parts]).cpu() for i, head in enumerate(self.heads)}

    def distance(self, made: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
        """Perceptual distance: mean absolute difference of the maps, each scaled by its own spread."""
        with torch.no_grad():
            targets = self.features(true)
        pairs = list(zip(self.features(made), targets, strict=True))[:4]
        return torch.stack([F.l1_loss(a, b) / (b.std() + 1e-3) for a, b in pairs]).mean()


def load_judge(path: Path, *, device: torch.device | str = "cpu") -> Judge:
    """The judge saved under ``path`` (config.json, model.safetensors), in float32, frozen."""
    from safetensors.torch import load_file

    config = json.loads((path / "config.json").read_text(encoding="utf-8"))
    judge = Judge({head: tuple(classes) for head, classes in config["heads"].items()})
    judge.load_state_dict({name: value.float() for name, value in load_file(path / "model.safetensors").items()})
    return judge.to(device).eval().requires_grad_(False)


@torch.no_grad()
def grown_judge(judge: Judge, heads: dict[str, tuple[str, ...]]) -> Judge:
    """A judge of ``heads`` that sees as ``judge`` does and names the classes they share as it did.

    A class that is new starts without a word for it: its weights are zero.
    """
    grown = Judge(heads)
    known, own = judge.state_dict(), grown.state_dict()
    own.update({name: value for name, value in known.items() if not name.startswith("linear.")})
    rows = {label: row for row, label in enumerate(_classes(judge.heads))}
    for name in ("linear.weight", "linear.bias"):
        new = torch.zeros_like(known[name][0])
        own[name] = torch.stack([known[name][rows[c]] if c in rows else new for c in _classes(heads)])
    grown.load_state_dict(own)
    return grown


def _classes(heads: dict[str, tuple[str, ...]]) -> list[tuple[str, str]]:
    return [(head, name) for head, classes in heads.items() for name in classes]


def save_judge(judge: Judge, path: Path, facts: dict[str, Any]) -> None:
    """Write config.json and half-precision model.safetensors."""
    from safetensors.torch import save_file

    path.mkdir(parents=True, exist_ok=True)
    weights = {name: value.detach().half().cpu().contiguous() for name, value in judge.state_dict().items()}
    save_file(weights, path / "model.safetensors")
    common.write_json(path / "config.json", {"size": SIZE, "heads": judge.heads, **facts})


def judged_heads(world: str) -> dict[str, tuple[str, ...]]:
    """What can be told from a picture: the subject and every slot (settings are told by captions alone)."""
    heads = data.heads_of(world)
    return {"subject": heads["subject"][1:]} | {h: c for h, c in heads.items() if h not in ("subject", "setting")}


def load_truth(drawings: data.Collection, heads: dict[str, tuple[str, ...]]) -> torch.Tensor:
    """Labels ``(N, heads)`` of all drawings."""
    return torch.tensor(
        [
            data.labels_of(heads, subject=r["subject"], setting=r["setting"], attributes=frozenset(r["attributes"]))
            for r in drawings.records
        ]
    )


def recompressed(picture: np.ndarray, quality: int) -> np.ndarray:
    """The picture as JPEG leaves it."""
    from PIL import Image

    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "jpeg", quality=quality)
    return np.asarray(Image.open(stream))


def reduced(picture: np.ndarray) -> np.ndarray:
    """A square picture at 128 px: means of equal squares of its pixels."""
    cells = picture.reshape(SIZE, picture.shape[0] // SIZE, SIZE, picture.shape[1] // SIZE, 3)
    means: np.ndarray = cells.mean((1, 3), dtype=np.float32).round().astype(np.uint8)
    return means


def prepared(picture: np.ndarray, rng: np.random.Generator, *, crops: bool) -> np.ndarray:
    """One training picture of 128 px: shifted, mirrored, sometimes recompressed."""
    side = picture.shape[0]
    if crops:
        y, x = rng.integers(0, side - SIZE + 1, 2)
        picture = picture[y : y + SIZE, x : x + SIZE]
    else:
        y, x = rng.integers(-6, 7, 2)
        index = np.arange(side)
        picture = picture[(index + y).clip(0, side - 1)][:, (index + x).clip(0, side - 1)]
        picture = reduced(picture)
    if rng.random() < 0.5:
        picture = picture[:, ::-1]
    return recompressed(np.ascontiguousarray(picture), int(rng.integers(40, 96))) if rng.random() < 0.3 else picture


def softened(pictures: torch.Tensor) -> torch.Tensor:
    """Half of the batches blurred a little (sigma up to 1 px of 128), all noised a little."""
    if torch.rand(()) < 0.5:
        sigma = 0.3 + 0.7 * float(torch.rand(()))
        line = torch.exp(-(torch.arange(-2, 3, device=pictures.device) ** 2) / (2 * sigma**2))
        line = (line / line.sum()).view(1, 1, 1, 5).repeat(3, 1, 1, 1)
        padded = F.pad(pictures, (2, 2, 2, 2), mode="replicate")
        pictures = F.conv2d(F.conv2d(padded, line, groups=3), line.transpose(2, 3), groups=3)
    return pictures + torch.randn_like(pictures) * 0.04 * torch.rand(len(pictures), 1, 1, 1, device=pictures.device)


def toned(pictures: torch.Tensor) -> torch.Tensor:
    """Most pictures ``(B, 3, H, W)`` as a painter who is not exact would colour them; the others as they are.

    A learned decoder never paints exact neutrals: its greys are a little warm in the lights and cool in the shadows,
    and vary from place to place. So shadows and lights get a cast each, the whole gets faint stains, a tenth more or
    less colour, and middle tones a little darker or lighter. Brightness stays but for the middle tones. All of it is a
    fraction of what divides any two classes (sepia is four times as far from grey, "muted" takes two thirds of all
    colour away), so every head's truth stays what it was, and no head has to be left out.
    """
    n, _, height, width = pictures.shape

    def chance(*shape: int) -> torch.Tensor:
        return torch.randn(n, *shape, device=pictures.device)

    def hues(amount: torch.Tensor) -> torch.Tensor:
        return amount - amount.mean(1, keepdim=True)

    tone = pictures.mean(1, keepdim=True)
    light = (tone + 1) / 2
    shadows, lights = (hues(CAST / 2 * chance(3, 1, 1)).clamp(-CAST, CAST) for _ in range(2))
    stains = hues(CAST / 4 * chance(3, 8, 8))
    stains = F.interpolate(stains, size=(height, width), mode="bilinear", align_corners=False)
    colour = (pictures - tone) * (1 + 0.05 * chance(1, 1, 1)).clamp(0.9, 1.1)
    curve = (0.06 * chance(1, 1, 1)).clamp(-0.12, 0.12).exp()
    changed = 2 * light.clamp(min=1e-4) ** curve - 1 + colour + torch.lerp(shadows, lights, light) + stains
    some = torch.rand(n, 1, 1, 1, device=pictures.device) < TONED
    return torch.where(some, changed.clamp(-1, 1), pictures)


@torch.no_grad()
def held_out_accuracy(judge: Judge, pictures: np.ndarray | torch.Tensor, labels: torch.Tensor) -> dict[str, float]:
    """Share named right, by head; pictures as ``Judge.probabilities`` takes them."""
    told = judge.probabilities(pictures)
    return {head: round(float((told[head].argmax(1) == labels[:, i]).float().mean()), 4) for i, head in enumerate(told)}


def train(a: argparse.Namespace) -> None:
    """Train on the data folder's drawings; the averaged judge is saved at every checkpoint."""
    device = common.prepare(a)
    drawings = data.Collection(a.data)
    heads = judged_heads(drawings.world)
    labels = load_truth(drawings, heads)
    judge = grown_judge(load_judge(a.init), heads) if a.init else Judge(heads)
    judge = judge.to(device).train()
    judge = judge.to(memory_format=torch.channels_last)
    held = min(HELD_OUT, len(drawings) // 8)  # the first pictures are for the test
    test = np.stack(
        [prepared(drawings.picture(i), np.random.default_rng(i), crops=a.crops) for i in range(held)]
        if a.crops
        else [drawings.picture(i) for i in range(held)]
    )
    folder = a.run / ("eye" if a.crops else "judge")
    run: common.Run

    def export() -> None:
        facts = {"world": drawings.world, "seed": a.seed, "crops": a.crops, "samples": run.samples}
        accuracy = held_out_accuracy(judge, test, labels[:held])
        with torch.random.fork_rng(devices=[]):  # the same casts at every look, and no other training for looking
            torch.manual_seed(0)
            cast = toned(to_tensor(test[:TONED_TEST]))
        toned_accuracy = held_out_accuracy(judge, cast, labels[: len(cast)])
        save_judge(judge, a.out or folder, facts | {"accuracy": accuracy, "toned_accuracy": toned_accuracy})
        run.log(accuracy=accuracy, toned_accuracy=toned_accuracy)

    run = common.Run(folder, {"judge": judge}, arguments=a, device=device, weight_decay=0.02, on_save=export)
    rng = np.random.default_rng(a.seed + run.step)
    for _ in run.steps():
        pick = rng.integers(held, len(drawings), a.batch)
        pictures = np.stack([prepared(drawings.picture(int(i)), rng, crops=a.crops) for i in pick])
        with common.autocast(device):
            seen = to_tensor(pictures, device)
            seen = softened(seen if a.crops else toned(seen))  # the decoder's loss has to see a cast, the judge not to
            logits = judge(seen.contiguous(memory_format=torch.channels_last))
        truth = labels[pick].to(device)
        losses = [F.cross_entropy(v.float(), truth[:, i], label_smoothing=0.02) for i, v in enumerate(logits)]
        run.update(torch.stack(losses).sum(), samples=a.batch)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=1.5e-3, batch=32)
    parser.add_argument("--data", type=Path, nargs="+", default=[Path("runs/data")], help="folders of drawings")
    parser.add_argument("--out", type=Path, default=None, help="folder of the judge (default RUN/judge or RUN/eye)")
    parser.add_argument("--crops", action="store_true", help="full-size crops, for the perceptual loss")
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
