"""What the commands share: their options, shares with intervals, reports, and the row for the log.

Knows no model and no picture. A measurement that fails for a reason a person can mend (missing weights, an unknown
name) ends with one line on stderr and status 2, as the project's command line does.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shlex
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from viper_core.errors import ViPerError
from viper_core.shares import wilson

ROOT = Path(__file__).resolve().parent.parent
_GIGABYTE = 1e9
RESULTS = Path("runs/benchmarks")  # relative to where the command is started, as all run folders are

T = TypeVar("T")


@dataclass(frozen=True)
class Share:
    """``hits`` of ``total`` cases, with Wilson's 95 % interval."""

    hits: int
    total: int

    @classmethod
    def of(cls, outcomes: Iterable[bool]) -> Share:
        """The share of outcomes that are true."""
        listed = [bool(outcome) for outcome in outcomes]
        return cls(sum(listed), len(listed))

    @property
    def value(self) -> float:
        """hits / total; NaN of no case."""
        return self.hits / self.total if self.total else math.nan

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share lies with 95 % confidence."""
        return wilson(self.hits, self.total)

    def __str__(self) -> str:
        if not self.total:
            return "no case"
        low, high = self.interval
        return f"{100 * self.value:.1f} % ({100 * low:.1f}–{100 * high:.1f}, n = {self.total})"

    @property
    def percent(self) -> str:
        """The share alone, for narrow tables."""
        return f"{100 * self.value:.0f} %" if self.total else "–"

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        low, high = self.interval
        return {"hits": self.hits, "total": self.total, "share": self.value, "low": low, "high": high}


def ratio(above: float, below: float) -> float:
    """above / below; 1 of nothing over nothing, infinite of something over nothing."""
    if below == 0:
        return 1.0 if above == 0 else math.inf
    return above / below


def mean(values: Iterable[float]) -> float:
    """The arithmetic mean; NaN of nothing."""
    listed = list(values)
    return math.fsum(listed) / len(listed) if listed else math.nan


def evenly(items: Sequence[T], limit: int | None) -> tuple[T, ...]:
    """At most ``limit`` of the items, evenly spaced and in order, so that a quick run sees all kinds of cases."""
    if limit is None or limit >= len(items):
        return tuple(items)
    return tuple(items[i * len(items) // limit] for i in range(limit))


@dataclass(frozen=True)
class Figure:
    """One measured figure: what it is, its value in words with a unit, and whether it keeps its bound, if any."""

    what: str
    value: str
    holds: bool | None = None


@dataclass(frozen=True)
class Report:
    """All that a command found out.

    Attributes:
        name: of the command's module.
        figures: the headline ones, in order.
        tables: Markdown tables for reading, each a header and its rows.
        facts: everything as plain values, for ``--json``.
        remarks: seeds, counts, what was left out; goes into the log's row.
    """

    name: str
    figures: tuple[Figure, ...]
    facts: Mapping[str, Any]
    tables: tuple[tuple[Sequence[str], Sequence[Sequence[str]]], ...] = ()
    remarks: tuple[str, ...] = field(default=())


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def log_row(figure: Figure, *, command: str, remarks: str, day: date) -> str:
    """One row for a table of docs/LOG.md: date, what, figure, command, machine and remarks."""
    cells = (day.isoformat(), figure.what, figure.value, f"`{command}`", remarks)
    return "| " + " | ".join(cell.replace("|", "/") for cell in cells) + " |"


def machine(device: str = "cpu") -> str:
    """The machine as the log wants it: cores, Python, torch, and the GPU where it was used."""
    import torch

    threads = torch.get_num_threads()
    parts = [f"{os.cpu_count()} cores", f"{threads} thread{'s' if threads > 1 else ''}"]
    parts += [f"Python {platform.python_version()}", f"torch {torch.__version__}"]
    if device.startswith("cuda"):
        parts[:2] = [torch.cuda.get_device_name()]
    return ", ".join(parts)


def peak_gigabytes(device: Any, *, anew: bool = False) -> float:
    """The most memory that torch held on a GPU, or that this process held, so far; ``anew`` forgets the GPU's."""
    import torch

    if device.type == "cuda":
        peak = torch.cuda.max_memory_allocated(device) / _GIGABYTE
        if anew:
            torch.cuda.reset_peak_memory_stats(device)
        return peak
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / _GIGABYTE  # in KiB, on Linux


def clean(value: Any) -> Any:
    """The value with NaN and infinity as None: JSON has no word for them."""
    if isinstance(value, Share):
        return clean(value.as_json())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(key): clean(entry) for key, entry in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(entry) for entry in value]
    return value


def render(report: Report, *, command: str, on: str, day: date) -> str:
    """The report for a person: tables, then the figures with their bounds, then the rows for the log."""
    parts = [markdown_table(header, rows) for header, rows in report.tables]
    marks = {True: "holds", False: "MISSED", None: ""}
    rows = [(f.what, f.value, marks[f.holds]) for f in report.figures]
    parts.append(markdown_table(("figure", "value", "bound"), rows))
    remarks = "; ".join((on, *report.remarks))
    parts.append("\n".join(log_row(f, command=command, remarks=remarks, day=day) for f in report.figures))
    return "\n\n".join(parts)


def emit(report: Report, arguments: argparse.Namespace, *, device: str = "cpu") -> None:
    """Print the report: JSON alone on stdout with ``--json``, else tables and rows."""
    command, on, day = typed_command(report.name), machine(device), date.today()
    if arguments.json:
        figures = [{"what": f.what, "value": f.value, "holds": f.holds} for f in report.figures]
        facts = {"date": day.isoformat(), "command": command, "machine": on, "remarks": report.remarks}
        print(json.dumps(clean(facts | {"figures": figures, **report.facts}), indent=1, allow_nan=False))
    else:
        print(render(report, command=command, on=on, day=day))


def typed_command(name: str) -> str:
    """The command that anyone can type to get the figures again, without where it prints and keeps them."""
    kept: list[str] = []
    words = iter(sys.argv[1:])
    for word in words:
        if word in ("--json", "--fresh"):
            continue
        if word in ("--results", "--sheet", "--out", "--subjects"):
            next(words, None)
            continue
        kept.append(word)
    return " ".join(["python", "-m", f"benchmarks.{name}", *map(shlex.quote, kept)])


class Progress:
    """Lines on stderr: how far, how fast, how long still; at most one every few seconds."""

    def __init__(
        self, label: str, total: int, *, every: float = 5.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.label, self.total, self.done = label, total, 0
        self._every, self._clock = every, clock
        self._started = self._last = clock()

    def advance(self, count: int = 1) -> None:
        """Count what was done; say so when it is time, and at the end."""
        self.done += count
        now = self._clock()
        if now - self._last < self._every and self.done < self.total:
            return
        self._last = now
        pace = (now - self._started) / self.done
        left = pace * (self.total - self.done)
        note(f"{self.label}: {self.done} of {self.total}, {pace:.2f} s each, {minutes(left)} left")


def minutes(seconds: float) -> str:
    """A span of time in words."""
    return f"{seconds:.0f} s" if seconds < 90 else f"{seconds / 60:.0f} min"


def note(line: str) -> None:
    """One line for the person who waits."""
    print(line, file=sys.stderr, flush=True)


def parser_of(doc: str | None) -> argparse.ArgumentParser:
    """A parser that describes its command with the first line of the module's docstring."""
    parser = argparse.ArgumentParser(description=(doc or "").strip().splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as JSON and nothing else on stdout")
    return parser


def add_model_arguments(parser: argparse.ArgumentParser) -> None:
    """Which model, where, with how many threads."""
    parser.add_argument("--model", default="viper-mini", help="name in the registry (default %(default)s)")
    parser.add_argument("--folder", type=Path, default=None, help="measure the pipeline folder at this place instead")
    parser.add_argument("--device", default=None, help="cpu or cuda; default: cuda where there is one")
    parser.add_argument("--threads", type=positive, default=None, help="CPU threads of torch")
    parser.add_argument("--steps", type=positive, default=None, help="denoising steps (default: the model's)")
    parser.add_argument("--guidance-scale", type=float, default=None, help="w (default: the model's)")
    parser.add_argument("--guidance-rescale", type=float, default=None, help="φ (default: the model's)")


def add_judged_arguments(parser: argparse.ArgumentParser, *, limit: str) -> None:
    """The judge, the batch, how much, and where verdicts are kept so that an interrupted run goes on."""
    judge = Path("assets/models/viper-mini-judge")
    parser.add_argument("--judge", type=Path, default=ROOT / judge, help=f"folder of the judge (default {judge})")
    parser.add_argument("--batch", type=positive, default=8, help="pictures drawn at a time (default %(default)s)")
    parser.add_argument("--limit", "--count", dest="limit", type=positive, default=None, help=limit)
    parser.add_argument("--results", type=Path, default=RESULTS, help="verdicts are kept here (default %(default)s)")
    parser.add_argument("--fresh", action="store_true", help="forget the verdicts that are kept, draw all again")


def positive(text: str) -> int:
    """A whole number above 0, for argparse."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"{text} is not above 0")
    return number


def run_command(main: Callable[[Sequence[str] | None], None]) -> None:
    """Run a command; what a person can mend is one line and status 2, an interruption says how to go on."""
    try:
        main(None)
    except ViPerError as error:
        note(f"benchmarks: {' '.join(str(error).split())}")
        raise SystemExit(2) from None
    except KeyboardInterrupt:
        note("benchmarks: stopped; what was finished is kept, the same command goes on from there")
        raise SystemExit(130) from None
