"""Seconds and memory of IDEFICS2 at full size, with random weights: reading comments and scoring pictures, 4-bit too.

One person with ten pictures and ten comments is read by the extractor ``vpe``, and pictures are scored by the paper's
metric with eight liked and eight disliked ones, both through the code that loads and asks the real weights. Nothing is
fetched. ``--size tiny`` and ``small`` run the same where there is no GPU; their seconds say nothing of IDEFICS2.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.common import Figure, Progress, Report, emit, note, parser_of, peak_gigabytes, positive, run_command
from benchmarks.random_idefics2 import SIZES, Files, random_files
from benchmarks.speed import settling, timed
from viper_core.backends.silence import silenced
from viper_core.devices import free_memory, pick_device, release_memory
from viper_core.errors import ModelUnavailable
from viper_core.extractors.conversation import Answer, Claim, Question, SeenComment
from viper_core.extractors.headed_lists import HeadedLists
from viper_core.extractors.model_files import Precision
from viper_core.extractors.vpe import asking, vpe_model
from viper_core.metric.idefics2 import idefics2_metric
from viper_core.pictures import open_picture
from viper_core.preferences import Comment
from viper_core.seed_images import load_board

if TYPE_CHECKING:
    import torch

COMMENTS = 10
CONTEXT = 8  # pictures on each side
PRECISIONS: tuple[Precision, ...] = ("bfloat16", "4-bit")
READ, FIRST, NEXT = "reading", "first score", "next score"
_PICTURE_EDGE = 896  # px; the processor scales
_ROOM_FOR_BOTH = 1.8  # what both precisions want while one works, as a share of the weights in bfloat16
_GIGABYTE = 1e9


@dataclass(frozen=True)
class Subject:
    """A model that is loaded, and what is timed with it, by name and in this order."""

    model: Any
    work: Mapping[str, Callable[[], object]]


@dataclass
class Cost:
    """What a subject cost.

    Attributes:
        held: gigabytes of a GPU that it holds on to; on a processor those of its weights.
        loading: seconds until it was ready.
        seconds: of each work, one a round.
        peak: gigabytes of a GPU that it took at most; on a processor those of the whole process so far.
    """

    held: float
    loading: float
    seconds: dict[str, list[float]] = field(default_factory=dict)
    peak: float = 0.0

    def median(self, what: str) -> float:
        """The middle of the seconds."""
        return median(self.seconds[what])

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        seconds = {what: self.median(what) for what in self.seconds}
        return {"held_gb": self.held, "peak_gb": self.peak, "loading_seconds": self.loading, "median_seconds": seconds}


Make = Callable[[Precision], Subject]
Costs = dict[Precision, Cost]


# -- what is measured -------------------------------------------------------------------------------------------------


class Unread:
    """Asks as the paper's extractor does; an answer of random weights holds nothing that could be read."""

    def question(self, comments: Sequence[SeenComment], *, again: bool = False) -> Question:
        """See :class:`~viper_core.extractors.conversation.AnswerFormat`."""
        return HeadedLists().question(comments, again=again)

    def claims(self, answer: Answer) -> tuple[Claim, ...]:
        """None."""
        return ()


def reader(precision: Precision, *, files: Files, device: torch.device, answer_tokens: int) -> Subject:
    """The extractor ``vpe``, loaded."""
    where = {"base": files.base, "adapter": files.adapter, "device": str(device)}
    model = vpe_model(**where, precision=precision, answer_tokens=answer_tokens)
    model.load()
    extractor, comments = asking(model, Unread()), _comments()
    return Subject(model.loaded.model, {READ: partial(extractor.read, comments)})


def scorer(precision: Precision, *, files: Files, device: torch.device) -> Subject:
    """The paper's metric, loaded; the next score is what a further picture costs, with the context read."""
    where = {"base": files.base, "adapter": files.adapter, "device": str(device)}
    metric = idefics2_metric(**where, precision=precision)
    pictures = [open_picture(one.file, longest_edge=_PICTURE_EDGE) for one in load_board()[: 2 * CONTEXT + 1]]
    liked, disliked, asked = pictures[:CONTEXT], pictures[CONTEXT:-1], pictures[-1:]
    context = metric.context(liked=liked, disliked=disliked)
    first = partial(metric.score, asked, liked=liked, disliked=disliked)
    return Subject(context.model.model, {FIRST: first, NEXT: partial(context.score, asked)})


def _comments() -> list[Comment]:
    """Ten comments of two sentences, each about a picture of the board."""
    return [
        Comment(
            image=picture.id,
            text=f"I really like the {picture.attributes[0]} here, it goes so well with the {picture.attributes[1]}. "
            f"But it is far too {picture.attributes[2]} for me, and I wish there were more to look at.",
        )
        for picture in load_board()[:COMMENTS]
    ]


# -- measuring --------------------------------------------------------------------------------------------------------


def measure(make: Make, precisions: Sequence[Precision], *, device: torch.device, runs: int) -> Costs:
    """What a subject costs in each precision, in turns, so that what else the machine does falls on all alike.

    A precision that cannot be had here is left out, with a line that says why.

    Raises:
        ModelUnavailable: bfloat16 cannot be had.
    """
    subjects: dict[Precision, Subject] = {}
    costs: Costs = {}
    settle = settling(device)
    for precision in precisions:
        before, started = _allocated(device), time.perf_counter()
        try:
            subject = make(precision)
        except ModelUnavailable as error:
            if precision == PRECISIONS[0]:
                raise
            note(f"{precision} is not measured: {error}")
            continue
        settle()
        held = _allocated(device) - before if device.type == "cuda" else _gigabytes(subject.model)
        subjects[precision], costs[precision] = subject, Cost(held, time.perf_counter() - started)
    progress = Progress("idefics2_cost", runs + 1)
    for run in range(-1, runs):  # the first round does not count
        for precision, subject in subjects.items():
            cost = costs[precision]
            others = _allocated(device) - cost.held if device.type == "cuda" else 0.0
            peak_gigabytes(device, anew=True)
            for what, work in subject.work.items():
                seconds = timed(work, settle=settle)
                if run >= 0:
                    cost.seconds.setdefault(what, []).append(seconds)
            cost.peak = max(cost.peak, peak_gigabytes(device) - others)
        progress.advance()
    return costs


def measure_where_it_fits(
    make: Make, precisions: Sequence[Precision], *, device: torch.device, gigabytes: float, runs: int
) -> Costs:
    """As :func:`measure`; one precision after the other where there is no room for both."""
    has_room = free_memory(device) > _ROOM_FOR_BOTH * gigabytes * _GIGABYTE
    costs: Costs = {}
    for group in [precisions] if has_room else [(one,) for one in precisions]:
        costs |= measure(make, group, device=device, runs=runs)
        release_memory()
    return costs


def _allocated(device: torch.device) -> float:
    """Gigabytes of a GPU that torch has given out."""
    import torch

    return torch.cuda.memory_allocated(device) / _GIGABYTE if device.type == "cuda" else 0.0


def _gigabytes(model: Any) -> float:
    return sum(one.numel() * one.element_size() for one in model.parameters()) / _GIGABYTE


# -- telling ----------------------------------------------------------------------------------------------------------


def report_of(reading: Costs, scoring: Costs, *, device: torch.device, remarks: tuple[str, ...]) -> Report:
    """The report: seconds and gigabytes of reading and scoring, by precision."""
    return Report(
        name="idefics2_cost",
        figures=(
            Figure(f"{COMMENTS} comments about {COMMENTS} pictures, read by IDEFICS2 as the extractor vpe",
                   "; ".join(f"{cost.median(READ):.2f} s in {one}" for one, cost in reading.items())
                   + _times(reading, READ)),
            Figure("memory of that", _memory(reading, device)),
            Figure(f"a score of the paper's metric with {CONTEXT} + {CONTEXT} pictures",
                   "; ".join(f"first {cost.median(FIRST):.2f} s, next {cost.median(NEXT):.2f} s in {one}"
                             for one, cost in scoring.items()) + _times(scoring, NEXT)),
            Figure("memory of that", _memory(scoring, device)),
        ),
        facts={
            "reading": {one: cost.as_json() for one, cost in reading.items()},
            "scoring": {one: cost.as_json() for one, cost in scoring.items()},
        },
        remarks=remarks,
    )  # fmt: skip


def _times(costs: Costs, what: str) -> str:
    """How many times as long a work takes in 4 bits, if that was measured."""
    if len(costs) < 2:
        return ""
    plain, quantized = (costs[one].median(what) for one in PRECISIONS)
    return f" ({what}: {quantized / plain:.2f} × in 4-bit)"


def _memory(costs: Costs, device: torch.device) -> str:
    if device.type == "cuda":
        return "; ".join(f"{cost.held:.2f} GB held, {cost.peak:.2f} GB at most in {one}" for one, cost in costs.items())
    peak = max(cost.peak for cost in costs.values())
    weights = "; ".join(f"{cost.held:.3f} GB of weights in {one}" for one, cost in costs.items())
    return f"{weights}; {peak:.2f} GB of the whole process at most"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    import torch

    parser = parser_of(__doc__)
    parser.add_argument("--size", choices=SIZES, default="full", help="default %(default)s; full wants a GPU of 24 GB")
    parser.add_argument("--device", default=None, help="cpu or cuda; default: cuda where there is one")
    length = "tokens of each answer (default %(default)s, about thirty names on each side)"
    parser.add_argument("--answer-tokens", type=positive, default=256, help=length)
    parser.add_argument("--threads", type=positive, default=None, help="CPU threads of torch")
    parser.add_argument("--limit", "--runs", dest="runs", type=positive, default=3, help="default %(default)s")
    a = parser.parse_args(arguments)
    if a.threads is not None:
        torch.set_num_threads(a.threads)
    device = pick_device(a.device)
    with silenced(), random_files(SIZES[a.size], device=device) as files:
        note(f"{files.parameters / 1e9:.3g} billion random weights are made")
        given = {"files": files, "device": device}
        how = {"device": device, "gigabytes": files.gigabytes, "runs": a.runs}
        reading = measure_where_it_fits(partial(reader, answer_tokens=a.answer_tokens, **given), PRECISIONS, **how)
        scoring = measure_where_it_fits(partial(scorer, **given), tuple(reading), **how)
    remarks = [
        f"{a.size} size, {files.parameters / 1e9:.3g} billion random weights",
        f"answers of {a.answer_tokens} tokens",
        f"median of {a.runs} in turns",
        "ready after " + ", ".join(f"{cost.loading:.1f} s in {one}" for one, cost in reading.items()),
    ]
    if a.size != "full":
        remarks.insert(1, "which says nothing of IDEFICS2")
    if len(reading) < len(PRECISIONS):
        remarks.append("4-bit not measured, as it cannot be loaded here")
    emit(report_of(reading, scoring, device=device, remarks=tuple(remarks)), a, device=device.type)


if __name__ == "__main__":
    run_command(main)
