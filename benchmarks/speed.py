"""Seconds for a picture at β 0 and at β 0.85, the same steps, in turns within one run; decoding and preview too.

A taste with both sides costs four rows of the denoiser's batch against the two of plain guidance: the dearest case.
Each picture is drawn as the app draws it, sampling and decoding. ``--stacks`` also measures the processor's time for a
picture where several are drawn at once, as the other commands do. Nothing is judged, so any model can be measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from statistics import median, quantiles
from typing import Any

from benchmarks.cases import PAIRS, preferences_of
from benchmarks.common import Figure, Progress, Report, add_model_arguments, emit, parser_of, positive, run_command
from benchmarks.stack import draw_stack
from benchmarks.verdicts import load_measured
from viper_core.backends import Backend
from viper_core.sampling import SamplingOptions, sample

PROMPT = "a house on a hill"
TASTE = preferences_of([PAIRS[0][0], PAIRS[3][0]], [PAIRS[0][1], PAIRS[3][1]])
BETA = 0.85
RATIO_BOUND = 1.8
PICTURE_BOUND = 2.0  # seconds for a picture to a taste at the model's own settings, on two cores


def timed(work: Callable[[], Any], *, settle: Callable[[], None]) -> float:
    """Seconds that ``work`` takes; ``settle`` waits for what it left running on a device."""
    settle()
    before = time.perf_counter()
    work()
    settle()
    return time.perf_counter() - before


def settling(device: Any) -> Callable[[], None]:
    """Waits until a GPU has done all it was given; does nothing on a CPU."""
    import torch

    return torch.cuda.synchronize if device.type == "cuda" else lambda: None


def draw(backend: Backend, options: SamplingOptions) -> Any:
    """One picture, decoded; the latents of its last step."""
    *_, last = sample(backend, PROMPT, TASTE, options)
    backend.decode(last.latents)
    return last.latents


def measure(backend: Any, *, runs: int, betas: Sequence[float] = (0.0, BETA)) -> dict[str, list[float]]:
    """Seconds by what was timed, ``runs`` of each in turns, after one of each that does not count."""
    settle, options = settling(backend.device), backend.info.defaults
    latents = [draw(backend, replace(options, beta=beta)) for beta in betas][-1]
    backend.preview(latents)
    seconds: dict[str, list[float]] = {name: [] for name in (*map(label, betas), "decode", "preview")}
    progress = Progress("speed", runs)
    for seed in range(runs):
        for beta in betas:
            work = partial(draw, backend, replace(options, beta=beta, seed=seed))
            seconds[label(beta)].append(timed(work, settle=settle))
        seconds["decode"].append(timed(partial(backend.decode, latents), settle=settle))
        seconds["preview"].append(timed(partial(backend.preview, latents), settle=settle))
        progress.advance()
    return seconds


def measure_stacks(backend: Any, sizes: Sequence[int], *, runs: int) -> dict[int, float]:
    """Processor seconds for a picture to a taste by how many are drawn at a time; the median of ``runs`` stacks."""
    options = replace(backend.info.defaults, beta=BETA)
    found: dict[int, list[float]] = {size: [] for size in sizes}
    progress = Progress("stacks", runs + 1)
    for run in range(-1, runs):  # the first round does not count
        for size, seconds in found.items():
            before = time.process_time()
            draw_stack(backend, [PROMPT] * size, range(size), TASTE, options)
            if run >= 0:
                seconds.append((time.process_time() - before) / size)
        progress.advance()
    return {size: median(seconds) for size, seconds in found.items()}


def stack_figure(stacks: Mapping[int, float]) -> Figure:
    """Processor seconds for a picture by how many are drawn at a time."""
    value = ", ".join(f"{size} at a time {seconds:.2f} s" for size, seconds in stacks.items())
    return Figure(f"processor seconds for a picture at {label(BETA)}", value)


def label(beta: float) -> str:
    """What a picture at this β is called in tables."""
    return f"β {beta:g}"


def spread(values: Sequence[float]) -> str:
    """The middle half of some times, in words."""
    if len(values) < 2:
        return f"{values[0]:.2f}"
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{low:.2f}–{high:.2f}"


def report_of(
    seconds: Mapping[str, Sequence[float]], *, options: SamplingOptions, loading: float, runs: int,
    stacks: Mapping[int, float] | None = None,
) -> Report:  # fmt: skip
    """The report on seconds by what was timed, and on stacks by their size."""
    plain, personal = label(0.0), label(BETA)
    middle = {name: median(values) for name, values in seconds.items()}
    share = middle[personal] / middle[plain]
    return Report(
        name="speed",
        figures=(
            Figure(f"picture with {personal} over picture with {plain}", f"{share:.2f} × (bound {RATIO_BOUND:g} ×)",
                   share <= RATIO_BOUND),
            Figure("seconds for a picture, sampled and decoded",
                   f"{middle[plain]:.2f} s at {plain}, {middle[personal]:.2f} s at {personal} "
                   f"(bound {PICTURE_BOUND:g} s on two cores)", middle[personal] <= PICTURE_BOUND),
            Figure("decoding and preview", f"{1000 * middle['decode']:.0f} ms and {1000 * middle['preview']:.1f} ms"),
            *([stack_figure(stacks)] if stacks else []),
        ),
        facts={"ratio": share, "median_seconds": middle, "seconds": seconds, "loading_seconds": loading,
               "stacks": stacks or {}, "steps": options.num_inference_steps, "height": options.height,
               "width": options.width},
        tables=((("what", "median", "middle half"),
                 [(name, f"{middle[name]:.3f} s", f"{spread(values)} s") for name, values in seconds.items()]),),
        remarks=(f"{options.num_inference_steps} steps, {options.width} × {options.height} px",
                 f"median of {runs} in turns", f"loading the model took {loading:.1f} s"),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    parser.add_argument("--limit", "--runs", dest="runs", type=positive, default=9, help="default %(default)s")
    stacks = "also measure this many pictures at a time, e.g. 1 2 4 8"
    parser.add_argument("--stacks", type=positive, nargs="+", default=(), metavar="N", help=stacks)
    a = parser.parse_args(arguments)
    before = time.perf_counter()
    backend: Any = load_measured(a)
    loading = time.perf_counter() - before
    seconds = measure(backend, runs=a.runs)
    at_once = measure_stacks(backend, a.stacks, runs=a.runs) if a.stacks else None
    report = report_of(seconds, options=backend.info.defaults, loading=loading, runs=a.runs, stacks=at_once)
    emit(report, a, device=backend.device.type)


if __name__ == "__main__":
    run_command(main)
