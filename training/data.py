"""Drawings on disk: made by worker processes, read by every training stage.

A data folder holds numbered shards of up to 512 scenes, each finished or absent, so that an interrupted command goes
on where it stopped and a larger ``--count`` only adds:

    scenes-00000.jsonl     one scene a line: its record (``Scene.record``) and captions
    pixels-00000.npy       (n, size, size, 3) uint8; only the first ``--keep-pixels`` pictures keep theirs
    latents-00000.npy      (n, 16, size/16, size/16) float16, once the run has a codec

Scene ``i`` of a seed is the same whatever the number of workers and shards. With ``--leave-out`` no scene holds one of
the combinations that ``unseen`` names; ``data.json`` says so. Knows nothing of models; loads no torch.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from training.codec import Codec
from training.unseen import Combination, combinations_left_out, combinations_of

SHARD = 512
CAPTIONS = 8
NONE = "none"  # the class of a head when the picture shows, or the caption says, nothing of it
_SETTINGS_SAMPLE = 3000  # scenes looked at to list the settings of a world


def world_named(name: str) -> Any:
    """The artist's world of that name."""
    from training.atelier import WORLDS

    if name not in WORLDS:
        raise SystemExit(f"No world is named {name!r}. Choose from: {', '.join(WORLDS)}.")
    return WORLDS[name]


def scene_number(index: int, *, world: Any, seed: int, left_out: frozenset[Combination] = frozenset()) -> Any:
    """Scene ``index`` of the endless series with that seed; one that holds a combination left out is drawn again."""
    from training.atelier import sample_scene

    rng = random.Random(f"{seed}:{index}")
    while combinations_of((scene := sample_scene(rng, world)).subject, scene.attributes) & left_out:
        pass
    return scene


@lru_cache(maxsize=8)
def heads_of(name: str) -> dict[str, tuple[str, ...]]:
    """What can be told of a scene of that world: head -> its classes, ``NONE`` first.

    Heads are ``subject``, ``setting`` and every slot of the table of attributes that the world uses.
    """
    from training.atelier import ATTRIBUTES

    world = world_named(name)
    settings = {scene_number(i, world=world, seed=-1).setting for i in range(_SETTINGS_SAMPLE)}
    heads = {"subject": (NONE, *sorted(world.subjects)), "setting": (NONE, *sorted(settings))}
    used = set(world.attributes)
    for slot in dict.fromkeys(spec.slot for spec in ATTRIBUTES.values()):
        members = tuple(n for n, spec in ATTRIBUTES.items() if spec.slot == slot and n in used)
        if members:
            heads[slot] = (NONE, *members)
    return heads


def labels_of(
    heads: dict[str, tuple[str, ...]], *, subject: str, setting: str, attributes: frozenset[str],
    mentions: frozenset[str] | None = None,
) -> list[int]:  # fmt: skip
    """The class of every head, in order; what is not among ``mentions`` (when given) counts as ``NONE``."""
    told = (attributes | {subject, setting}) if mentions is None else mentions
    labels = []
    for head, classes in heads.items():
        truth = {"subject": {subject}, "setting": {setting}}.get(head, attributes)
        shown = [i for i, name in enumerate(classes) if name in truth and name in told]
        labels.append(shown[0] if shown else 0)
    return labels


@dataclass(frozen=True)
class _Task:
    folder: Path
    world: str
    seed: int
    size: int
    start: int
    count: int
    keep: int  # pictures of this shard that keep their pixels
    codec: Path | None
    leave_out: float


def shard_path(folder: Path, kind: str, start: int) -> Path:
    """The file of the shard that scene ``start`` begins."""
    return folder / f"{kind}-{start // SHARD:05d}.{'jsonl' if kind == 'scenes' else 'npy'}"


def rows_of(path: Path) -> int:
    """Rows of an array file, 0 if there is none."""
    return len(np.load(path, mmap_mode="r")) if path.exists() else 0


def _save_array(path: Path, array: NDArray[Any]) -> None:
    scratch = path.with_suffix(".part")
    with scratch.open("wb") as stream:
        np.save(stream, array)
    os.replace(scratch, path)


def _make_shard(task: _Task) -> int:
    """Draw (or read again) one shard and write what is missing of it; the number of scenes."""
    from training.atelier import captions, draw

    latents, pixels, scenes = (shard_path(task.folder, kind, task.start) for kind in ("latents", "pixels", "scenes"))
    world = world_named(task.world)
    if rows_of(pixels) == task.count and scenes.exists():
        pictures = np.load(pixels, mmap_mode="r")
    else:
        lines, drawn = [], np.empty((task.count, task.size, task.size, 3), np.uint8)
        left_out = combinations_left_out(world, task.leave_out)
        for row in range(task.count):
            index = task.start + row
            scene = scene_number(index, world=world, seed=task.seed, left_out=left_out)
            drawn[row] = draw(scene, task.size)
            record = scene.record()
            rng = random.Random(f"{task.seed}:{index}:captions")
            record["captions"] = captions(scene, rng, CAPTIONS, tastes=world.attributes if world.crowded else ())
            lines.append(json.dumps(record, ensure_ascii=False))
        pictures = drawn
        if task.keep:
            _save_array(pixels, drawn[: task.keep])
        scratch = scenes.with_suffix(".part")
        scratch.write_text("\n".join(lines) + "\n", encoding="utf-8")
        os.replace(scratch, scenes)
    if task.codec:
        _save_array(latents, Codec.load(task.codec).encode(np.asarray(pictures)).astype(np.float16))
    return task.count


def _open_tasks(
    folder: Path, world: str, *, seed: int, size: int, count: int, keep: int, codec: Path | None, leave_out: float
) -> Iterator[_Task]:
    for start in range(0, count, SHARD):
        rows, kept = min(SHARD, count - start), max(0, min(SHARD, keep - start))
        scenes = shard_path(folder, "scenes", start)
        have = sum(1 for _ in scenes.open(encoding="utf-8")) if scenes.exists() else 0
        pixels, latents = (rows_of(shard_path(folder, kind, start)) for kind in ("pixels", "latents"))
        if have >= rows and pixels >= kept and (codec is None or latents >= rows):
            continue
        yield _Task(folder, world, seed, size, start, rows, kept, codec, leave_out)


def make_data(
    folder: Path, world: str, *, count: int, seed: int, size: int = 256, workers: int = 2,
    keep_pixels: int | None = None, codec: Path | None = None, leave_out: float = 0.0,
) -> None:  # fmt: skip
    """Bring ``folder`` to ``count`` scenes: draw what is missing, encode what is not encoded.

    A share ``leave_out`` of the combinations of subject and attribute is in none of them.
    """
    keep = count if keep_pixels is None else min(keep_pixels, count)
    if keep < count and codec is None:
        raise SystemExit("Pictures without pixels need latents: fit the codec first (training.autoencoder fit).")
    folder.mkdir(parents=True, exist_ok=True)
    facts: dict[str, Any] = {"world": world, "seed": seed, "size": size}
    facts |= {"leave_out": leave_out} if leave_out else {}
    about = folder / "data.json"
    known = json.loads(about.read_text(encoding="utf-8")) if about.exists() else facts
    if {key: value for key, value in known.items() if key != "codec"} != facts:
        raise SystemExit(f"{folder} holds {known}, not {facts}: use another folder.")
    if codec is not None:
        facts["codec"] = Codec.load(codec).fingerprint
        if known.get("codec", facts["codec"]) != facts["codec"]:  # stale latents would poison the training
            for stale in folder.glob("latents-*.npy"):
                stale.unlink()
    about.write_text(json.dumps(known | facts) + "\n", encoding="utf-8")
    drawn: dict[str, Any] = {"seed": seed, "size": size, "count": count, "leave_out": leave_out}
    tasks = list(_open_tasks(folder, world, keep=keep, codec=codec, **drawn))
    done, started = 0, time.monotonic()
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        for number in pool.imap_unordered(_make_shard, tasks):
            done += number
            pace = (time.monotonic() - started) * 1000 / done
            print(f"data: {done} of {sum(t.count for t in tasks)} new scenes, {pace:.1f} ms each", flush=True)


class Drawings:
    """Reads a data folder; ``refresh()`` sees the shards that were finished meanwhile."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.about = json.loads((folder / "data.json").read_text(encoding="utf-8"))
        self.refresh()

    def refresh(self) -> None:
        """Look for finished shards; those with pixels come first, without a gap (map, do not read)."""
        self._pixels = [np.load(path, mmap_mode="r") for path in sorted(self.folder.glob("pixels-*.npy"))]

    @property
    def pictures(self) -> int:
        """How many pictures have pixels."""
        return sum(map(len, self._pixels))

    def picture(self, index: int) -> NDArray[np.uint8]:
        """``(size, size, 3)``"""
        shard: NDArray[np.uint8] = self._pixels[index // SHARD]
        return shard[index % SHARD]

    def batch(self, indices: NDArray[Any]) -> NDArray[np.uint8]:
        """``(B, size, size, 3)``"""
        return np.stack([self.picture(int(i)) for i in indices])

    def scenes(self, shard: int) -> list[dict[str, Any]]:
        """The records of one shard."""
        text = (self.folder / f"scenes-{shard:05d}.jsonl").read_text(encoding="utf-8")
        return [json.loads(line) for line in text.splitlines()]

    def shards(self) -> list[int]:
        """Numbers of all shards that are finished."""
        return sorted(int(path.stem.split("-")[1]) for path in self.folder.glob("scenes-*.jsonl"))

    def latent_shards(self) -> list[int]:
        """Numbers of the shards that have latents."""
        return sorted(int(path.stem.split("-")[1]) for path in self.folder.glob("latents-*.npy"))

    def latents(self, shard: int) -> NDArray[np.float16]:
        """``(n, 16, h, w)``"""
        return np.load(self.folder / f"latents-{shard:05d}.npy")


class Collection:
    """The drawings of some folders that have pixels, with their records; those of the first folder come first."""

    def __init__(self, folders: Sequence[Path]) -> None:
        parts = [Drawings(folder) for folder in folders]
        worlds = sorted({part.about["world"] for part in parts})
        if len(worlds) != 1:
            raise SystemExit(f"Drawings of one world are needed, not of {', '.join(worlds)}.")
        self.world: str = worlds[0]
        self.records: list[dict[str, Any]] = []
        self._places: list[tuple[Drawings, int]] = []
        for part in parts:
            records: list[dict[str, Any]] = []
            for shard in part.shards():
                if len(records) >= part.pictures:
                    break
                records += part.scenes(shard)
            self.records += records[: part.pictures]
            self._places += [(part, index) for index in range(part.pictures)]

    def __len__(self) -> int:
        return len(self._places)

    def picture(self, index: int) -> NDArray[np.uint8]:
        """``(size, size, 3)``"""
        part, place = self._places[index]
        return part.picture(place)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--world", default="mini")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--out", type=Path, default=Path("runs/data"))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--size", type=int, default=256)
    parser.add_argument("--keep-pixels", type=int, default=None, help="only the first K pictures keep their pixels")
    left_out = "share of the combinations of subject and attribute that no picture holds, e.g. 0.1"
    parser.add_argument("--leave-out", type=float, default=0.0, metavar="SHARE", help=left_out)
    parser.add_argument("--codec", type=Path, default=None, help="encode with this codec.safetensors")
    parser.add_argument("--run", type=Path, default=Path("runs/mini"), help="where to look for the codec otherwise")
    a = parser.parse_args(arguments)
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # read by the workers: they share the cores already
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    found = a.run / "codec" / "codec.safetensors"
    codec = a.codec or (found if found.exists() else None)
    make_data(
        a.out, a.world, count=a.count, seed=a.seed, size=a.size, workers=a.workers, keep_pixels=a.keep_pixels,
        codec=codec, leave_out=a.leave_out,
    )  # fmt: skip


if __name__ == "__main__":
    main()
