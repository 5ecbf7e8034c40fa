"""What every training stage shares: the run folder, the clock, the learning rate, averages and checkpoints.

Knows nothing of pictures or models. A stage builds its modules, hands them to ``Run`` and writes

    for _ in run.steps():
        run.update(loss, samples=batch)

and gets, without more words: warm-up, a constant rate and a cosine tail over ``--minutes`` or ``--samples``; gradient
clipping; an exponential moving average; a JSON-lines log; a checkpoint every few minutes, at the end and when the
process is asked to stop (SIGTERM or Ctrl-C); and resumption from that checkpoint. Every start logs its settings and
the hardware, so that a run folder says how its weights were made. A checkpoint is one safetensors
file with the weights, their average and the optimizer's moments under names, so that nothing is ever unpickled.
"""

from __future__ import annotations

import argparse
import contextlib
import hashlib
import json
import math
import os
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import save_file
from torch import nn

from training.team import Team

CHECKPOINT = "checkpoint.safetensors"
RATE_FLOOR = 0.02  # the cosine tail ends at this share of the rate


def write_json(path: Path, value: object) -> None:
    """Write ``value`` as readable JSON, replacing the file at once or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(path.name + ".part")
    scratch.write_text(json.dumps(value, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    os.replace(scratch, path)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def contiguous(module: nn.Module) -> nn.Module:
    """The module with plain memory layout: safetensors refuses channels-last weights."""
    return module.to(memory_format=torch.contiguous_format)


def add_run_arguments(
    parser: argparse.ArgumentParser, *, rate: float, batch: int, minutes: float | None = None
) -> argparse.ArgumentParser:
    """The options that all trained stages share."""
    parser.add_argument("--run", type=Path, default=Path("runs/mini"), help="folder of this run")
    parser.add_argument("--minutes", type=float, default=minutes, help="length of the run, resumptions included")
    parser.add_argument("--samples", type=int, default=None, help="length of the run, if not in minutes")
    parser.add_argument("--batch", type=int, default=batch)
    parser.add_argument("--rate", type=float, default=rate, help="learning rate between warm-up and tail")
    parser.add_argument("--tail", type=float, default=0.35, help="share of the run in which the rate decays")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=None, help="CPU threads")
    parser.add_argument("--device", default=None, help="cpu or cuda; default: cuda where there is one")
    parser.add_argument("--init", type=Path, default=None, help="start from these shipped weights (a pipeline folder)")
    return parser


def prepare(arguments: argparse.Namespace) -> torch.device:
    """Set threads, seed and arithmetic; the device to train on."""
    torch.set_flush_denormal(True)
    if arguments.threads:
        torch.set_num_threads(arguments.threads)
    torch.manual_seed(arguments.seed)
    device = torch.device(arguments.device or ("cuda" if torch.cuda.is_available() else "cpu"))
    if device.type == "cuda":
        torch.set_float32_matmul_precision("high")
    return device


def settings_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """The options of a stage as they were given or assumed; folders, and what was left open, are left out."""
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in vars(arguments).items()
        if value is not None and value is not False and not isinstance(value, Path) and not _holds_paths(value)
    }


def _holds_paths(value: object) -> bool:
    return isinstance(value, (list, tuple)) and any(isinstance(entry, Path) for entry in value)


def hardware(device: torch.device) -> str:
    """Where a run is trained, in words."""
    threads = torch.get_num_threads()
    cores = f"{os.cpu_count()} cores, {threads} thread{'s' if threads > 1 else ''}"
    return f"{torch.cuda.get_device_name() if device.type == 'cuda' else cores}, torch {torch.__version__}"


def autocast(device: torch.device) -> contextlib.AbstractContextManager[Any]:
    """bfloat16 where the hardware multiplies it natively, else nothing."""
    native = device.type == "cuda" or torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return torch.autocast(device.type, torch.bfloat16) if native else contextlib.nullcontext()


@dataclass(frozen=True)
class Budget:
    """How long a run is: minutes of wall time or samples seen, whichever is given (the sooner of both)."""

    minutes: float | None = None
    samples: int | None = None

    def progress(self, *, seconds: float, samples: int) -> float:
        """0 at the start, 1 when the budget is used up."""
        shares = [seconds / 60 / self.minutes] if self.minutes else []
        shares += [samples / self.samples] if self.samples else []
        if not shares:
            raise SystemExit("Give the length of the run: --minutes or --samples.")
        return min(1.0, max(shares))


def rate_factor(progress: float, step: int, *, warmup: int, tail: float) -> float:
    """Share of the learning rate: linear warm-up over ``warmup`` steps, constant, cosine over the last ``tail``."""
    start = min(1.0, (step + 1) / max(1, warmup))
    if progress <= 1 - tail:
        return start
    angle = math.pi * (progress - (1 - tail)) / tail
    return min(start, RATE_FLOOR + (1 - RATE_FLOOR) * 0.5 * (1 + math.cos(angle)))


class Run:
    """One resumable training run of some named modules.

    ``rates`` multiplies the learning rate per module. The average starts short and reaches ``average`` (the weight
    kept per step) after some hundreds of steps: ``min(average, (1 + step) / (10 + step))``.
    """

    def __init__(
        self, folder: Path, modules: Mapping[str, nn.Module], *, arguments: argparse.Namespace, device: torch.device,
        rates: Mapping[str, float] | None = None, average: float = 0.999, warmup: int = 200, clip: float = 1.0,
        weight_decay: float = 0.01, checkpoint_minutes: float = 5.0, on_save: Callable[[], None] | None = None,
        team: Team | None = None,
    ) -> None:  # fmt: skip
        self.team = team or Team()
        self.folder, self.modules, self.device, self.on_save = folder, dict(modules), device, on_save
        self.budget = Budget(arguments.minutes, arguments.samples)
        self.settings = settings_of(arguments)
        self.rate, self.tail, self.warmup, self.clip, self.average = (
            arguments.rate, arguments.tail, warmup, clip, average,
        )  # fmt: skip
        self.parameters = {
            f"{name}/{key}": parameter
            for name, module in self.modules.items()
            for key, parameter in module.named_parameters()
            if parameter.requires_grad
        }
        groups = [
            {"params": [p for k, p in self.parameters.items() if k.startswith(name + "/")],
             "share": (rates or {}).get(name, 1.0)}
            for name in self.modules
        ]  # fmt: skip
        self.optimizer = torch.optim.AdamW(
            groups, lr=self.rate, betas=(0.9, 0.99), weight_decay=weight_decay, fused=True
        )
        self.ema = {key: parameter.detach().clone() for key, parameter in self.parameters.items()}
        self.step, self.samples, self.seconds_before, self.started = 0, 0, 0.0, time.monotonic()
        self.stop_asked = False
        self._timers: dict[str, float] = {}
        self._sums: dict[str, torch.Tensor | float] = {}
        self._logged = (0, time.monotonic())
        self._since_log = 0
        self._checkpoint_minutes = checkpoint_minutes
        folder.mkdir(parents=True, exist_ok=True)
        if (folder / CHECKPOINT).exists():
            self._load()

    @property
    def seconds(self) -> float:
        """Wall time spent on this run, resumptions included."""
        return self.seconds_before + time.monotonic() - self.started

    @property
    def progress(self) -> float:
        return self.budget.progress(seconds=self.seconds, samples=self.samples)

    def steps(self) -> Iterator[int]:
        """Step numbers until the budget is used up or the process is asked to stop; saves as it goes."""
        handlers = {kind: signal.signal(kind, self._ask_stop) for kind in (signal.SIGTERM, signal.SIGINT)}
        self.every("checkpoint", minutes=self._checkpoint_minutes)
        self.log(settings=self.settings, hardware=hardware(self.device))
        try:
            while not self._ends():
                factor = rate_factor(self.progress, self.step, warmup=self.warmup, tail=self.tail)
                for group in self.optimizer.param_groups:
                    group["lr"] = self.rate * factor * group["share"]
                yield self.step
                if self.every("checkpoint", minutes=self._checkpoint_minutes):
                    self.save()
            self.save()
            self.log(ended=self.progress >= 1)
        finally:
            for kind, handler in handlers.items():
                signal.signal(kind, handler)

    def update(self, loss: torch.Tensor, *, samples: int, **facts: torch.Tensor | float) -> None:
        """One optimizer step; ``facts`` are averaged into the log beside the loss."""
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        weights = list(self.parameters.values())
        torch.nn.utils.clip_grad_norm_(weights, self.clip)
        self.optimizer.step()
        with torch.no_grad():
            keep = min(self.average, (1 + self.step) / (10 + self.step))
            torch._foreach_lerp_(list(self.ema.values()), weights, 1 - keep)
        self.step += 1
        self.samples += samples * self.team.size
        self._since_log += 1
        for name, value in {"loss": loss, **facts}.items():
            value = value.detach() if isinstance(value, torch.Tensor) else value
            self._sums[name] = self._sums.get(name, 0.0) + value
        if self.every("log", minutes=1 / 3) or self.step in (1, 20):
            self._log_means()

    def every(self, name: str, *, minutes: float) -> bool:
        """True when ``minutes`` have passed since it was last true for ``name`` (or since the first call)."""
        now = time.monotonic()
        if now - self._timers.setdefault(name, now) < minutes * 60:
            return False
        self._timers[name] = now
        return True

    def log(self, **facts: Any) -> None:
        """Append one line of JSON to ``log.jsonl`` and print it."""
        if not self.team.leads:
            return
        place = {"step": self.step, "samples": self.samples, "minutes": round(self.seconds / 60, 2)}
        line = json.dumps(place | {k: round(v, 5) if isinstance(v, float) else v for k, v in facts.items()})
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as stream:
            stream.write(line + "\n")
        print(f"{self.folder.name}: {line}", flush=True)

    @contextlib.contextmanager
    def averaged(self) -> Iterator[None]:
        """Inside, the modules hold the averaged weights."""
        own = {key: parameter.detach().clone() for key, parameter in self.parameters.items()}
        self._put(self.ema)
        try:
            yield
        finally:
            self._put(own)

    def save(self) -> None:
        """Write the checkpoint at once or not at all, then whatever ``on_save`` exports of the averaged weights."""
        if not self.team.leads:
            return
        tensors = {f"model/{k}": p.detach().contiguous() for k, p in self.parameters.items()}
        tensors |= {f"average/{k}": p.contiguous() for k, p in self.ema.items()}
        for key, parameter in self.parameters.items():
            for name in ("exp_avg", "exp_avg_sq"):
                if name in self.optimizer.state[parameter]:
                    tensors[f"{name}/{key}"] = self.optimizer.state[parameter][name].contiguous()
        state = {"step": self.step, "samples": self.samples, "seconds": self.seconds}
        scratch = self.folder / (CHECKPOINT + ".part")
        save_file(tensors, scratch, metadata={"state": json.dumps(state)})
        os.replace(scratch, self.folder / CHECKPOINT)
        if self.on_save:
            with self.averaged():
                self.on_save()

    def _load(self) -> None:
        with safe_open(self.folder / CHECKPOINT, framework="pt", device=str(self.device)) as saved:
            state = json.loads(saved.metadata()["state"])
            names = set(saved.keys())
            if {f"model/{k}" for k in self.parameters} != {n for n in names if n.startswith("model/")}:
                raise SystemExit(f"{self.folder / CHECKPOINT} is of another architecture: use another --run folder.")
            self._put({key: saved.get_tensor(f"model/{key}") for key in self.parameters})
            for key, parameter in self.parameters.items():
                self.ema[key].copy_(saved.get_tensor(f"average/{key}"))
                if f"exp_avg/{key}" in names:
                    moments = {
                        name: torch.empty_like(parameter).copy_(saved.get_tensor(f"{name}/{key}"))
                        for name in ("exp_avg", "exp_avg_sq")
                    }
                    self.optimizer.state[parameter] = {"step": torch.tensor(float(state["step"]), device=self.device)}
                    self.optimizer.state[parameter] |= moments
        self.step, self.samples, self.seconds_before = state["step"], state["samples"], state["seconds"]
        self._logged = (self.samples, time.monotonic())
        torch.manual_seed(torch.initial_seed() + self.step)  # not the same noise as at the start once more
        self.log(resumed=True)

    def _put(self, values: Mapping[str, torch.Tensor]) -> None:
        with torch.no_grad():
            for key, parameter in self.parameters.items():
                parameter.copy_(values[key])

    def _log_means(self) -> None:
        now, (samples, then) = time.monotonic(), self._logged
        means = {name: float(total) / self._since_log for name, total in self._sums.items()}
        pace = (now - then) * 1000 / max(1, self.samples - samples)
        self.log(**means, rate=self.optimizer.param_groups[0]["lr"], ms_per_sample=round(pace, 3))
        self._sums, self._since_log, self._logged = {}, 0, (self.samples, now)

    def _ends(self) -> bool:
        """Whether the run is over; where several train together they meet first, and end together."""
        if self.step % self.team.interval:
            return False
        return self.team.meet(self.parameters.values(), done=self.progress >= 1 or self.stop_asked)

    def _ask_stop(self, number: int, frame: object) -> None:
        self.stop_asked = True
