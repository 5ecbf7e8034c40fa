"""The bundled metric's model of liking, trained on what simulated people like and dislike among drawings.

A person is a taste: attributes with a side. A drawing pleases them by the attributes they like less those they dislike;
what pleases is liked, what displeases disliked, what leaves them cold is not asked about. Episodes are random people
with 1 to 12 pictures on either side and some more to be told; unseen people (``unseen_people``), on drawings that
nobody was shown in training, are the test. Features are the eye's, computed once per drawing, lightly spoiled as a
decoder would.

    python -m training.liking --run runs/v2 --data runs/v2-data --eye runs/v2/viper-mini-eye --minutes 10
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from training import common, data
from training.autoencoder import to_tensor
from training.classifier import prepared, softened, toned
from training.eye import load_eye, seen, truth_of
from training.unseen_people import Signed, drawable_tastes

HELD_OUT = 4096  # drawings for the test
MOST = 12  # pictures on a side of a context in training
ASKED = 8  # further pictures on either side
CURVE = (1, 2, 4, 8, 16)  # pictures on either side of a test's context
PEOPLE = 300  # unseen people of a test
BINS = 10


@dataclass(frozen=True)
class Drawn:
    """Drawings as a person judges them: ``vectors`` ``(N, F)`` of the eye, ``truth`` ``(N, A)`` of ``names``."""

    vectors: torch.Tensor
    truth: torch.Tensor
    names: tuple[str, ...]

    def part(self, pick: slice) -> Drawn:
        """Some of them."""
        return Drawn(self.vectors[pick], self.truth[pick], self.names)


@dataclass(frozen=True)
class Episode:
    """Contexts and questions of ``B`` people; ``signs`` 1 liked, −1 disliked, 0 padding; ``liked`` is the truth."""

    pictures: torch.Tensor
    signs: torch.Tensor
    queries: torch.Tensor
    liked: torch.Tensor


def looked_at(a: argparse.Namespace, drawings: data.Collection, device: torch.device) -> Drawn:
    """The vectors of all drawings, kept beside the run under the eye's digest."""
    place = a.run / "liking" / f"vectors-{common.sha256_of(a.eye / 'model.safetensors')[:12]}.safetensors"
    from safetensors.torch import load_file, save_file

    names = data.world_named(drawings.world).attributes
    truth = truth_of(drawings.records, names)
    if place.exists() and len(vectors := load_file(place)["vectors"]) == len(drawings):
        return Drawn(vectors.float(), truth, names)
    eye, _ = load_eye(a.eye)
    eye = eye.to(device).eval()
    rng = np.random.default_rng(0)
    torch.manual_seed(0)
    parts = []
    for start in range(0, len(drawings), 64):
        some = range(start, min(start + 64, len(drawings)))
        pictures = [prepared(drawings.picture(i), rng, crops=False) for i in some]
        with torch.no_grad(), common.autocast(device):
            parts.append(seen(eye, softened(toned(to_tensor(np.stack(pictures), device)))).float().cpu())
    vectors = torch.cat(parts)
    place.parent.mkdir(parents=True, exist_ok=True)
    save_file({"vectors": vectors.half().contiguous()}, place)
    return Drawn(vectors, truth, names)


def weights_of(tastes: Sequence[Sequence[Signed]], names: Sequence[str]) -> torch.Tensor:
    """``(B, A)``: 1 for what a person likes, −1 for what they dislike, 0 for the rest."""
    place = {name: i for i, name in enumerate(names)}
    weights = torch.zeros(len(tastes), len(names))
    for row, taste in enumerate(tastes):
        for name, side in taste:
            weights[row, place[name]] = 1.0 if side == "liked" else -1.0
    return weights


def episode_of(
    drawn: Drawn, tastes: Sequence[Sequence[Signed]], sizes: Sequence[tuple[int, int]], generator: torch.Generator
) -> Episode:
    """Pictures that please and displease each person, for their context and to be asked about.

    Args:
        drawn: to choose from; what pleases twice as much is chosen four times as often.
        tastes: one for each person.
        sizes: liked and disliked pictures of each person's context.
    """
    pleasure = weights_of(tastes, drawn.names) @ drawn.truth.float().T
    longest = max(liked + disliked for liked, disliked in sizes)
    width = drawn.vectors.shape[1]
    pictures, signs = torch.zeros(len(tastes), longest, width), torch.zeros(len(tastes), longest)
    queries = torch.zeros(len(tastes), 2 * ASKED, width)
    for row, (liked, disliked) in enumerate(sizes):
        pleasing = torch.multinomial(pleasure[row].clamp(min=0) ** 2, liked + ASKED, generator=generator)
        displeasing = torch.multinomial((-pleasure[row]).clamp(min=0) ** 2, disliked + ASKED, generator=generator)
        chosen = torch.cat([pleasing[:liked], displeasing[:disliked]])
        pictures[row, : len(chosen)] = drawn.vectors[chosen]
        signs[row, :liked], signs[row, liked : len(chosen)] = 1.0, -1.0
        queries[row] = drawn.vectors[torch.cat([pleasing[liked:], displeasing[disliked:]])]
    truth = torch.cat([torch.ones(ASKED), torch.zeros(ASKED)]).expand(len(tastes), -1)
    return Episode(pictures, signs, queries, truth)


def calibration_error(chances: np.ndarray, truth: np.ndarray, *, bins: int = BINS) -> float:
    """Expected calibration error: mean |share liked − mean chance| over bins of equal width, by their counts."""
    place = np.minimum((chances * bins).astype(int), bins - 1)
    return float(
        sum(
            (place == i).mean() * abs(truth[place == i].mean() - chances[place == i].mean())
            for i in range(bins)
            if (place == i).any()
        )
    )


def ranked_right(odds: np.ndarray, truth: np.ndarray) -> float:
    """Area under the ROC curve: how often what is liked is told a higher chance than what is not."""
    from scipy.stats import mannwhitneyu

    liked, other = odds[truth > 0.5], odds[truth < 0.5]
    return float(mannwhitneyu(liked, other).statistic / (len(liked) * len(other)))


@torch.no_grad()
def told(model: Any, drawn: Drawn, tastes: Sequence[Sequence[Signed]], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds and truth of what people are asked about after ``size`` pictures on either side, ``(B, 2 ASKED)``."""
    odds, truth = [], []
    for start in range(0, len(tastes), 50):
        some = tastes[start : start + 50]
        asked = episode_of(drawn, some, [(size, size)] * len(some), torch.Generator().manual_seed(start))
        odds.append(model(asked.queries, asked.pictures, asked.signs).float())
        truth.append(asked.liked)
    return torch.cat(odds).numpy(), torch.cat(truth).numpy()


def quality(model: Any, drawn: Drawn, tastes: Sequence[Sequence[Signed]]) -> dict[str, float]:
    """AUC (mean over people) and calibration error for every size of context of ``CURVE``."""
    found = {}
    for size in CURVE:
        odds, truth = told(model, drawn, tastes, size)
        auc = np.mean([ranked_right(o, t) for o, t in zip(odds, truth, strict=True)])
        chances = 1 / (1 + np.exp(-odds.ravel().astype(np.float64)))
        found |= {f"auc_{size}": float(auc), f"error_{size}": calibration_error(chances, truth.ravel())}
    return {name: round(value, 4) for name, value in found.items()}


@torch.no_grad()
def calibrate(model: Any, drawn: Drawn, tastes: Sequence[Sequence[Signed]]) -> None:
    """Set ``log_scale`` to what makes the chances of these people's pictures likeliest."""
    model.log_scale.zero_()
    asked = [told(model, drawn, tastes, size) for size in CURVE]
    odds, truth = (torch.from_numpy(np.concatenate([pair[i].ravel() for pair in asked])) for i in range(2))
    scales = torch.linspace(-2, 2, 81)
    losses = [F.binary_cross_entropy_with_logits(odds * scale.exp(), truth) for scale in scales]
    model.log_scale.copy_(scales[int(torch.stack(losses).argmin())])


def save_liking(model: Any, eye: Path, folder: Path, facts: dict[str, Any]) -> None:
    """Write the weights, in half precision, and viper.json."""
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    save_file(
        {name: value.detach().half().contiguous() for name, value in model.state_dict().items()},
        folder / "model.safetensors",
    )
    about = {
        "name": "viper-mini-liking", "config": model.config,
        "eye_sha256": common.sha256_of(eye / "model.safetensors"), **facts,
        "sha256": {"model.safetensors": common.sha256_of(folder / "model.safetensors")},
    }  # fmt: skip
    common.write_json(folder / "viper.json", about)


def batches(tastes: Iterator[tuple[Signed, ...]], count: int) -> Iterator[list[tuple[Signed, ...]]]:
    """The tastes, ``count`` at a time."""
    while True:
        yield list(islice(tastes, count))


def train(a: argparse.Namespace) -> None:
    """Train, calibrate on people of the training's kind, test on unseen ones, and write the folder."""
    from viper_core.metric.liking import Liking

    device = common.prepare(a)
    drawings = data.Collection(a.data)
    drawn = looked_at(a, drawings, device)
    names = drawn.names
    held, known = drawn.part(slice(0, HELD_OUT)), drawn.part(slice(HELD_OUT, None))
    model = Liking(features=drawn.vectors.shape[1]).to(device)
    folder = a.out or a.run / "viper-mini-liking"
    run: common.Run

    def export() -> None:
        calibrate(model, known, list(islice(drawable_tastes(names, unseen=False, seed=10**6), 200)))
        found = quality(model, held, list(islice(drawable_tastes(names, unseen=True, seed=a.seed), PEOPLE)))
        save_liking(model, a.eye, folder, {"world": drawings.world, "samples": run.samples, "unseen_people": found})
        run.log(**found)

    run = common.Run(a.run / "liking", {"liking": model}, arguments=a, device=device, weight_decay=0.02, on_save=export)
    generator = torch.Generator().manual_seed(a.seed + run.step)
    rng = np.random.default_rng(a.seed + run.step)
    people = batches(drawable_tastes(names, unseen=False, seed=a.seed + run.step), a.batch)
    for _ in run.steps():
        sizes = [(int(n), int(m)) for n, m in rng.integers(1, MOST + 1, (a.batch, 2))]
        asked = episode_of(known, next(people), sizes, generator)
        odds = model(asked.queries.to(device), asked.pictures.to(device), asked.signs.to(device))
        run.update(F.binary_cross_entropy_with_logits(odds, asked.liked.to(device)), samples=a.batch)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=1e-3, batch=32)
    parser.add_argument("--data", type=Path, nargs="+", default=[Path("runs/data")], help="folders of drawings")
    parser.add_argument("--eye", type=Path, default=Path("assets/models/viper-mini-eye"), help="folder of the eye")
    parser.add_argument("--out", type=Path, default=None, help="folder of the model (default RUN/viper-mini-liking)")
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
