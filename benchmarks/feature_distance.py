"""How far the model's pictures are, as a crowd, from the artist's drawings: a Fréchet distance of features.

    d² = |μ₁ − μ₂|² + tr(C₁ + C₂ − 2 (C₁^½ C₂ C₁^½)^½)          (Heusel et al. 2017, with the judge's features)

Scenes are drawn at random from the world that the judge knows; the model is given a caption of each. Two sets of
drawings that share no scene are the floor: what a perfect model would get with as many pictures. The distance shrinks
with their number, so figures compare at the same ``--limit`` alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.common import (
    Figure,
    Progress,
    Report,
    add_judged_arguments,
    add_model_arguments,
    emit,
    parser_of,
    ratio,
    run_command,
)
from benchmarks.stack import draw_stack
from benchmarks.verdicts import Bench, load_measured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from training.atelier import Scene
    from training.classifier import Judge

PICTURES = 1000


def features(judge: Judge, pictures: Sequence[NDArray[np.uint8]]) -> NDArray[np.float64]:
    """What the judge sees of pictures ``(H, W, 3)`` before it names anything: mean and maximum of its last map."""
    import torch

    from training.autoencoder import to_tensor

    with torch.no_grad():
        last = judge.features(to_tensor(np.stack(pictures), judge.linear.weight.device))[-1]
        seen = torch.nn.functional.silu(judge.norm(last))
        return torch.cat([seen.mean((2, 3)), seen.amax((2, 3))], 1).double().cpu().numpy()


def frechet_distance(first: NDArray[np.float64], second: NDArray[np.float64]) -> float:
    """d² between the normal distributions of two samples ``(N, D)``; never below 0."""
    mean_gap = first.mean(0) - second.mean(0)
    one, two = (np.cov(sample, rowvar=False) for sample in (first, second))
    values, vectors = np.linalg.eigh(one)
    root = (vectors * np.sqrt(values.clip(0))) @ vectors.T
    shared = np.sqrt(np.linalg.eigvalsh(root @ two @ root).clip(0)).sum()
    return float(max(0.0, mean_gap @ mean_gap + np.trace(one) + np.trace(two) - 2 * shared))


def scenes_of(world: str, count: int, *, seed: int) -> list[tuple[Scene, str]]:
    """Random scenes of a world with a caption each."""
    from training.atelier import WORLDS, captions, sample_scene

    rng = random.Random(f"feature distance:{seed}")
    scenes = [sample_scene(rng, WORLDS[world]) for _ in range(count)]
    return [(scene, captions(scene, rng, 1)[0]) for scene in scenes]


def batches(items: Sequence[tuple[Scene, str]], size: int, label: str) -> Iterator[Sequence[tuple[Scene, str]]]:
    """The items in parts, with progress."""
    progress = Progress(label, len(items))
    for i in range(0, len(items), size):
        yield items[i : i + size]
        progress.advance(len(items[i : i + size]))


def report_of(made: NDArray[np.float64], drawn: NDArray[np.float64], others: NDArray[np.float64]) -> Report:
    """The report on the features of generated pictures, of drawings of the same scenes, and of other drawings."""
    distance, floor = frechet_distance(made, others), frechet_distance(drawn, others)
    times = ratio(distance, floor)
    return Report(
        name="feature_distance",
        figures=(
            Figure("Fréchet distance of generated pictures to drawings, in the judge's features", f"{distance:.2f}"),
            Figure("the same between two sets of drawings, and the ratio", f"{floor:.2f}, {times:.1f} ×"),
        ),
        facts={"distance": distance, "floor": floor, "ratio": times, "pictures": len(made)},
        remarks=(f"{len(made)} pictures each", f"{made.shape[1]} features"),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    from training.atelier import draw

    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"pictures (default {PICTURES})")
    parser.add_argument("--seed", type=int, default=0, help="of scenes, captions and pictures (default %(default)s)")
    a = parser.parse_args(arguments)
    backend = load_measured(a)
    bench = Bench(a.judge, device=str(backend.device))
    world, count = bench.config["world"], a.limit or PICTURES
    same, other = (scenes_of(world, count, seed=2 * a.seed + k) for k in (0, 1))
    drawn, others = (
        np.concatenate([features(bench.judge, [draw(s) for s, _ in some]) for some in batches(items, 32, "drawings")])
        for items in (same, other)
    )
    made = []
    for some in batches(same, a.batch, "generated"):
        words, seeds = [caption for _, caption in some], [scene.seed % 2**31 for scene, _ in some]
        pictures = draw_stack(backend, words, seeds, None, backend.info.defaults)
        made.append(features(bench.judge, [np.asarray(picture.convert("RGB")) for picture in pictures]))
    emit(report_of(np.concatenate(made), drawn, others), a, device=backend.device.type)


if __name__ == "__main__":
    run_command(main)
