"""How long the artist takes for a picture: ``python -m benchmarks.drawing``.

Random scenes of each world, one process, processor time; tables that are computed once a process are computed before.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence

import numpy as np

from training.atelier import WORLDS, draw, sample_scene

WARM_UP = 120


def draw_times(world: str, *, count: int, size: int, seed: int) -> np.ndarray:
    """Processor seconds for each of ``count`` pictures, (count,)."""
    rng = random.Random(seed)
    for _ in range(WARM_UP):
        draw(sample_scene(rng, WORLDS[world]), size)
    taken = []
    for _ in range(count):
        scene = sample_scene(rng, WORLDS[world])
        start = time.process_time()
        draw(scene, size)
        taken.append(time.process_time() - start)
    return np.array(taken)


def main(argv: Sequence[str] | None = None) -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description="Measure the time that a drawing takes.")
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args(argv)
    for world in WORLDS:
        ms = draw_times(world, count=args.count, size=args.size, seed=args.seed) * 1000
        spread = f"median {np.median(ms):.1f}, 95th percentile {np.percentile(ms, 95):.1f}"
        print(f"{world}: {ms.mean():.1f} ms a picture of {args.size} px ({spread})")


if __name__ == "__main__":
    main()
