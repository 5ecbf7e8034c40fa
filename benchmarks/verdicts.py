"""What the judge says of generated pictures, drawn only once.

A ``Job`` is a picture to be: prompt, preferences, options. An ``Examiner`` draws those that nobody has drawn yet, has
each judged, and keeps the verdicts in a JSON-lines file, so that an interrupted command goes on where it stopped and
commands share what they need alike. The file's name holds a fingerprint of everything that decides a verdict: the
model's weights, the judge's, and the code between them. Pictures themselves are not kept.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cases import preferences_of
from benchmarks.common import ROOT, Progress, note
from benchmarks.stack import draw_stack
from viper_core.bundle import MANIFEST, BundleManifest, read_manifest
from viper_core.errors import InputError, ModelUnavailable
from viper_core.registry import find_model, load_model
from viper_core.sampling import SamplingOptions

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from training.atelier import Scene
    from viper_core.backends import Backend
    from viper_core.preferences import Preferences

_DARK, _LIGHT = 2, 253  # a channel at or beyond these is as good as clipped
_DECIDING_CODE = ("viper_core/guidance.py", "viper_core/sampling.py", "viper_core/backends", "benchmarks/stack.py",
                  "benchmarks/verdicts.py", "training/classifier.py")  # fmt: skip


@dataclass(frozen=True)
class Job:
    """A picture to be drawn and judged. At β = 0 preferences and formula make no difference and are left out."""

    prompt: str
    options: SamplingOptions
    liked: tuple[str, ...] = ()
    disliked: tuple[str, ...] = ()

    @property
    def preferences(self) -> Preferences | None:
        """The taste that it is drawn to, None for none."""
        return preferences_of(self.liked, self.disliked) if self.options.beta > 0 else None

    @property
    def key(self) -> str:
        """Equal for equal pictures."""
        value = json.dumps(asdict(self.canonical()), sort_keys=True)
        return hashlib.sha256(value.encode()).hexdigest()[:20]

    @property
    def company(self) -> str:
        """Equal for pictures that can be drawn in one stack: all but prompt and seed."""
        plain = self.canonical()
        return replace(plain, prompt="", options=replace(plain.options, seed=0)).key

    def canonical(self) -> Job:
        """The same picture without what makes no difference to it."""
        if self.options.beta > 0 and (self.liked or self.disliked):
            return self
        return replace(self, liked=(), disliked=(), options=replace(self.options, beta=0.0, formula="paper"))


@dataclass(frozen=True)
class Verdict:
    """What a picture shows, to the judge's eye.

    Attributes:
        named: head -> the likeliest class; the heads are ``subject`` and every slot of attributes.
        log_p: attribute -> its log-probability within its slot.
        saturated: share of pixels with a channel at most 2 or at least 253 of 255.
    """

    named: Mapping[str, str]
    log_p: Mapping[str, float]
    saturated: float

    @property
    def subject(self) -> str:
        """The subject that the judge names."""
        return self.named["subject"]

    def shows(self, attribute: str) -> bool:
        """Whether the judge names this attribute in its slot."""
        return attribute in self.named.values()

    def pleasure(self, liked: Iterable[str], disliked: Iterable[str]) -> float:
        """What somebody of that taste truly thinks of it: chances of what they like less those of what they dislike."""
        return sum(math.exp(self.log_p[name]) for name in liked) - sum(math.exp(self.log_p[name]) for name in disliked)

    def preference(self, liked: str, disliked: str) -> float:
        """log p(VP+) − log p(VP−)."""
        return self.log_p[liked] - self.log_p[disliked]


def saturated_share(pixels: NDArray[np.uint8]) -> float:
    """The share of pixels ``(H, W, 3)`` with any channel ≤ 2 or ≥ 253."""
    return float(((pixels <= _DARK) | (pixels >= _LIGHT)).any(axis=-1).mean())


class Bench:
    """The judge of the project, with what its folder says of itself."""

    def __init__(self, folder: Path, *, device: str = "cpu") -> None:
        from training.classifier import load_judge

        config = folder / "config.json"
        if not config.is_file() or not (folder / "model.safetensors").is_file():
            raise ModelUnavailable(
                f"There is no judge in {folder}. Train one with: python -m training.classifier --out {folder}"
            )
        self.config = json.loads(config.read_text(encoding="utf-8"))
        self.judge = load_judge(folder, device=device)

    @property
    def jitter(self) -> float:
        """How freely subjects move in the world that the judge was trained on."""
        from training.atelier import WORLDS

        world = WORLDS.get(self.config.get("world", ""))
        return world.jitter if world else 1.0

    def check_knows(self, subjects: Iterable[str], attributes: Iterable[str]) -> None:
        """Raise InputError unless the judge can tell all of these."""
        told = {name for classes in self.judge.heads.values() for name in classes}
        if missing := sorted({*subjects, *attributes} - told):
            raise InputError(f"The judge cannot tell {', '.join(missing)}; give one that was trained on them.")

    def verdicts(self, pictures: Sequence[NDArray[np.uint8]]) -> tuple[Verdict, ...]:
        """One verdict for each picture ``(H, W, 3)``; log-probabilities come from the logits, so none is lost to 0."""
        import numpy as np
        import torch

        from training.autoencoder import to_tensor

        with torch.no_grad():
            logits = self.judge(to_tensor(np.stack(pictures), self.judge.linear.weight.device))
        told = {
            head: values.double().log_softmax(1).cpu()
            for head, values in zip(self.judge.heads, logits, strict=True)
        }
        return tuple(self._verdict({head: row[i] for head, row in told.items()}, p) for i, p in enumerate(pictures))

    def _verdict(self, told: Mapping[str, Any], picture: NDArray[np.uint8]) -> Verdict:
        heads = self.judge.heads
        named = {head: heads[head][int(row.argmax())] for head, row in told.items()}
        log_p = {
            name: round(float(value), 5)
            for head, row in told.items()
            if head != "subject"
            for name, value in zip(heads[head], row, strict=True)
            if name != "none"
        }
        return Verdict(named, log_p, saturated_share(picture))

    def of_drawings(
        self,
        scenes: Sequence[Scene],
        *,
        through: Callable[[NDArray[np.uint8]], NDArray[np.uint8]] | None = None,
        size: int = 256,
        batch: int = 32,
    ) -> tuple[Verdict, ...]:
        """The verdicts on the artist's own drawings: what a perfect model would get.

        Args:
            scenes: what is drawn.
            through: what each drawing ``(H, W, 3)`` goes through before it is judged, such as an autoencoder.
            size: pixels of a side.
            batch: drawings that are judged at a time.
        """
        from training.atelier import draw

        found: list[Verdict] = []
        progress = Progress("the artist's own drawings", len(scenes))
        for i in range(0, len(scenes), batch):
            some = scenes[i : i + batch]
            drawn = [draw(scene, size) for scene in some]
            found += self.verdicts(drawn if through is None else [through(one) for one in drawn])
            progress.advance(len(some))
        return tuple(found)


def autoencoder_of(folder: Path, backend: Backend) -> Callable[[NDArray[np.uint8]], NDArray[np.uint8]] | None:
    """From a picture ``(H, W, 3)`` to the model's latents and back: what is lost there no denoiser brings back.

    None for a model whose folder has no codec: only that says exactly what the latents of a picture are.
    """
    path = folder / "codec" / "codec.safetensors"
    if not path.is_file():
        return None
    import numpy as np
    import torch

    from training.codec import Codec

    codec = Codec.load(path)
    return lambda picture: np.asarray(backend.decode(torch.from_numpy(codec.encode(picture[None]))).convert("RGB"))


class Ledger:
    """Verdicts on disk, one JSON line each; a line that was cut off by a kill is left out."""

    def __init__(self, path: Path, *, fresh: bool = False) -> None:
        self.path = path
        self._kept: dict[str, Verdict] = {}
        path.parent.mkdir(parents=True, exist_ok=True)
        if fresh:
            path.unlink(missing_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                try:
                    entry = json.loads(line)
                    self._kept[entry["key"]] = Verdict(entry["named"], entry["log_p"], entry["saturated"])
                except (ValueError, KeyError):
                    continue

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, job: Job) -> Verdict | None:
        """The verdict on that picture, if it was judged."""
        return self._kept.get(job.key)

    def put(self, judged: Iterable[tuple[Job, Verdict]]) -> None:
        """Keep verdicts, in memory and on disk."""
        entries = {job.key: verdict for job, verdict in judged}
        lines = "".join(json.dumps({"key": key, **asdict(v)}) + "\n" for key, v in entries.items())
        with self.path.open("a+b") as stream:
            if stream.tell() and self.path.read_bytes()[-1:] != b"\n":
                stream.write(b"\n")  # after a line that was cut off
            stream.write(lines.encode())
        self._kept |= entries


@dataclass(frozen=True)
class Examiner:
    """Draws, has judged, and remembers."""

    backend: Backend
    manifest: BundleManifest
    bench: Bench
    ledger: Ledger
    batch: int

    def options(self, **changes: Any) -> SamplingOptions:
        """The options of this measurement with ``changes``; β is 0 unless they say otherwise."""
        return replace(self.backend.info.defaults, **changes)

    @property
    def device(self) -> str:
        """Where the judge, and with it the model, runs: cpu or cuda."""
        return str(self.bench.judge.linear.weight.device.type)

    def verdicts(self, jobs: Sequence[Job], *, label: str) -> tuple[Verdict, ...]:
        """One verdict for each job, in order."""
        import numpy as np

        open_jobs = {job.key: job.canonical() for job in jobs if self.ledger.get(job) is None}
        companies: dict[str, list[Job]] = {}
        for job in open_jobs.values():
            companies.setdefault(job.company, []).append(job)
        if len(open_jobs) < len(jobs):
            note(f"{label}: {len({job.key for job in jobs})} pictures, {len(open_jobs)} of them still to be drawn")
        progress = Progress(label, len(open_jobs))
        for company in companies.values():
            for i in range(0, len(company), self.batch):
                some = company[i : i + self.batch]
                first = some[0]
                prompts, seeds = [job.prompt for job in some], [job.options.seed for job in some]
                pictures = draw_stack(self.backend, prompts, seeds, first.preferences, first.options)
                told = self.bench.verdicts([np.asarray(picture.convert("RGB")) for picture in pictures])
                self.ledger.put(zip(some, told, strict=True))
                progress.advance(len(some))
        found = [self.ledger.get(job) for job in jobs]
        return tuple(verdict for verdict in found if verdict is not None)


def model_folder(arguments: argparse.Namespace) -> Path:
    """The folder of the bundled model that the arguments name.

    Raises:
        InputError: the model is not bundled, so nothing lists what it knows.
    """
    source = arguments.folder or find_model(arguments.model).source
    if not isinstance(source, Path):
        raise InputError(f"{arguments.model} does not say what it knows; the judge's figures are for bundled models.")
    return source


def load_measured(arguments: argparse.Namespace) -> Backend:
    """The model that the arguments name, with their steps and guidance in place of its defaults."""
    import torch

    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    info = find_model(arguments.model)
    if arguments.folder:
        info = replace(info, source=arguments.folder)
    backend: Any = load_model(info, device=arguments.device)
    given = {
        "num_inference_steps": arguments.steps,
        "guidance_scale": arguments.guidance_scale,
        "guidance_rescale": arguments.guidance_rescale,
    }
    changes = {name: value for name, value in given.items() if value is not None}
    backend.info = replace(backend.info, defaults=replace(backend.info.defaults, **changes))
    loaded: Backend = backend
    return loaded


def open_examiner(arguments: argparse.Namespace) -> Examiner:
    """Model, judge and ledger of a command's arguments."""
    folder = model_folder(arguments)
    manifest = read_manifest(folder)
    device = arguments.device or _default_device()
    bench = Bench(arguments.judge, device=device)
    bench.check_knows(manifest.known.subjects, manifest.known.attributes)
    mark = fingerprint(folder, manifest, arguments.judge)
    ledger = Ledger(arguments.results / f"{manifest.name}-{mark}.jsonl", fresh=arguments.fresh)
    return Examiner(load_measured(arguments), manifest, bench, ledger, arguments.batch)


def fingerprint(folder: Path, manifest: BundleManifest, judge: Path) -> str:
    """Twelve digits that change with the model's weights and configuration, the judge's, and the code that decides.

    The defaults in viper.json are left out: what a picture was drawn with is part of its own key.
    """
    digest = hashlib.sha256(json.dumps(manifest.sha256, sort_keys=True).encode())
    configuration = [path for path in sorted(folder.rglob("*.json")) if path.name != MANIFEST]
    for path in (*configuration, judge / "config.json", judge / "model.safetensors"):
        digest.update(path.read_bytes())
    for name in _DECIDING_CODE:
        path = ROOT / name
        for source in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _default_device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"
