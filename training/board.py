"""The board: choose fifty very different scenes, draw them, write their manifest.

``python -m training.board`` redraws every picture of the manifest; with ``--choose`` it first chooses
anew. The choice is greedy: from a pool of random scenes it takes, again and again, the scene with the
largest

    2 coverage + distance,

where *coverage* counts how rarely its attributes and its subject stand on the board so far
(1/(1+n) each, averaged) and *distance* is the smallest distance to a picture on the board: half the
Jaccard distance of their attributes, half the distance of what they look like (colours and edges on a
coarse grid, scaled to the pool's median). Pictures without light and dark (standard deviation of luma under
``LEGIBLE``) do not enter the pool.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

from training.atelier import SUBJECTS, WORLDS, Scene, draw, plain_words, sample_scene, scene_of

BOARD = Path(__file__).parents[1] / "assets" / "seed_images"
SIZE = 768
LICENCE = "Apache-2.0"
LEGIBLE = 0.12


@dataclass(frozen=True)
class Candidate:
    """A scene with what it looks like, a (D,) descriptor."""

    scene: Scene
    look: np.ndarray


def describe(picture: np.ndarray) -> np.ndarray:
    """Coarse colours (6×6 means) and the strength of edges (6×6), (144,) float32."""
    x = picture.astype(np.float32) / 255.0
    side = x.shape[0] // 6
    cells = x[: side * 6, : side * 6].reshape(6, side, 6, side, 3)
    gray = x.mean(-1)
    edges = np.abs(np.diff(gray, axis=0, append=gray[-1:])) + np.abs(np.diff(gray, axis=1, append=gray[:, -1:]))
    busy = edges[: side * 6, : side * 6].reshape(6, side, 6, side).mean((1, 3))
    return np.concatenate([cells.mean((1, 3)).ravel(), 1.0 * busy.ravel()])


def jaccard_distance(a: frozenset[str], b: frozenset[str]) -> float:
    """1 − |A ∩ B| / |A ∪ B|; two empty sets are equal."""
    union = len(a | b)
    return 1 - len(a & b) / union if union else 0.0


def choose(pool: Sequence[Candidate], count: int) -> tuple[Scene, ...]:
    """Greedily choose ``count`` scenes (see the module's docstring), the order being the board's."""
    looks = np.stack([c.look for c in pool])
    scale = float(np.median(np.linalg.norm(looks - looks.mean(0), axis=1))) or 1.0
    seen: Counter[str] = Counter()
    nearest = np.full(len(pool), np.inf)
    chosen: list[int] = []
    while len(chosen) < count:
        worth = np.array([np.mean([1 / (1 + seen[n]) for n in (*c.scene.attributes, c.scene.subject)]) for c in pool])
        score = 2 * worth + np.where(np.isfinite(nearest), nearest, 0.0)
        score[chosen] = -np.inf
        best = int(score.argmax())
        chosen.append(best)
        seen.update((*pool[best].scene.attributes, pool[best].scene.subject))
        shared = np.array([jaccard_distance(c.scene.attributes, pool[best].scene.attributes) for c in pool])
        looked = np.minimum(np.linalg.norm(looks - looks[best], axis=1) / scale, 2.0) / 2.0
        nearest = np.minimum(nearest, 0.5 * shared + 0.5 * looked)
    return tuple(pool[i].scene for i in chosen)


def make_pool(count: int, *, seed: int) -> list[Candidate]:
    """Random scenes with three to five attributes, drawn small."""
    rng, pool = random.Random(seed), []
    while len(pool) < count:
        scene = sample_scene(rng, WORLDS["full"])
        if 3 <= len(scene.attributes) <= 5:
            picture = draw(scene, 96)
            if picture.mean(-1).std() / 255 > LEGIBLE:
                pool.append(Candidate(scene, describe(picture)))
    return pool


def entry(number: int, scene: Scene) -> dict[str, object]:
    """What the manifest says of a picture."""
    what = plain_words(scene)
    return {
        "id": f"board-{number:02d}",
        "file": f"board-{number:02d}.webp",
        "title": what[0].upper() + what[1:],
        **scene.record(),
        "alt": f"Drawing of {what}: {', '.join(sorted(scene.attributes))}.",
        "licence": LICENCE,
    }


def render(item: dict[str, object], folder: Path) -> None:
    """Draw one picture of the manifest."""
    Image.fromarray(draw(scene_of(item), SIZE)).save(folder / str(item["file"]), quality=88, method=6)


def coverage(items: Sequence[dict[str, object]]) -> str:
    """One line on how much of the artist's world the board shows and how different its pictures are."""
    sets = [frozenset(map(str, i["attributes"])) for i in items]  # type: ignore[call-overload]
    distances = [jaccard_distance(a, b) for i, a in enumerate(sets) for b in sets[i + 1 :]]
    names = frozenset().union(*sets)
    return (
        f"{len(items)} pictures, {len(names)} of {len(WORLDS['full'].attributes)} attributes, "
        f"{len({i['subject'] for i in items})} of {len(SUBJECTS)} subjects, Jaccard distance "
        f"mean {np.mean(distances):.3f}, smallest {min(distances):.3f}"
    )


def main(argv: Sequence[str] | None = None) -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description="Redraw the board of seed images from its manifest.")
    parser.add_argument("--choose", action="store_true", help="choose the scenes anew first")
    parser.add_argument("--count", type=int, default=50)
    parser.add_argument("--pool", type=int, default=2000, help="random scenes to choose from")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=BOARD)
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    manifest = args.out / "manifest.json"
    if args.choose:
        scenes = choose(make_pool(args.pool, seed=args.seed), args.count)
        images = [entry(i + 1, scene) for i, scene in enumerate(scenes)]
        manifest.write_text(json.dumps({"schema_version": 1, "images": images}, indent=1) + "\n", encoding="utf-8")
    images = json.loads(manifest.read_text(encoding="utf-8"))["images"]
    for item in images:
        render(item, args.out)
    print(coverage(images))


if __name__ == "__main__":
    main()
