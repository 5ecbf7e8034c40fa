"""Seconds for a picture at β 0 and at β 0.85, the same steps, in turns within one run; decoding and preview too.

A taste with both sides costs four rows of the denoiser's batch against the two of plain guidance: the dearest case.
Each picture is drawn as the app draws it, sampling and decoding. Nothing is judged, so any model can be measured.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from statistics import median, quantiles
from typing import Any

from benchmarks.cases import PAIRS, preferences_of
from benchmarks.common import Figure, Progress, Report, add_model_arguments, emit, parser_of, positive, run_command
from benchmarks.verdicts import load_measured
from viper_core.backends import Backend
from viper_core.sampling import SamplingOptions, sample

PROMPT = "a house on a hill"
TASTE = preferences_of([PAIRS[0][0], PAIRS[3][0]], [PAIRS[0][1], PAIRS[3][1]])
BETA = 0.85
RATIO_BOUND = 1.8


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


def label(beta: float) -> str:
    """What a picture at this β is called in tables."""
    return f"β {beta:g}"


def spread(values: Sequence[float]) -> str:
    """The middle half of some times, in words."""
    if len(values) < 2:
        return f"{values[0]:.2f}"
    low, _, high = quantiles(values, n=4, method="inclusive")
    return f"{low:.2f}–{high:.2f}"


def report_of(seconds: dict[str, list[float]], *, options: SamplingOptions, loading: float, runs: int) -> Report:
    """The report on seconds by what was timed."""
    plain, personal = label(0.0), label(BETA)
    middle = {name: median(values) for name, values in seconds.items()}
    share = middle[personal] / middle[plain]
    return Report(
        name="speed",
        figures=(
            Figure(f"picture with {personal} over picture with {plain}", f"{share:.2f} × (bound {RATIO_BOUND:g} ×)",
                   share <= RATIO_BOUND),
            Figure("seconds for a picture, sampled and decoded",
                   f"{middle[plain]:.2f} s at {plain}, {middle[personal]:.2f} s at {personal}"),
            Figure("decoding and preview", f"{1000 * middle['decode']:.0f} ms and {1000 * middle['preview']:.1f} ms"),
        ),
        facts={"ratio": share, "median_seconds": middle, "seconds": seconds, "loading_seconds": loading,
               "steps": options.num_inference_steps, "height": options.height, "width": options.width},
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
    a = parser.parse_args(arguments)
    before = time.perf_counter()
    backend: Any = load_measured(a)
    loading = time.perf_counter() - before
    seconds = measure(backend, runs=a.runs)
    report = report_of(seconds, options=backend.info.defaults, loading=loading, runs=a.runs)
    emit(report, a, device=backend.device.type)


if __name__ == "__main__":
    run_command(main)
