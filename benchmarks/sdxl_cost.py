"""Seconds and memory of Stable Diffusion XL at full size, with random weights: what a picture costs on a GPU.

Weights do not change what a picture costs, so nothing is fetched. ``--size tiny`` runs the same command where there is
no GPU; its seconds say nothing of SDXL.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from benchmarks.common import Figure, Report, emit, parser_of, peak_gigabytes, positive, run_command
from benchmarks.random_sdxl import SIZES, backend_of, random_sdxl
from benchmarks.speed import BETA, label, measure

_GIGABYTE = 1e9


def report_of(seconds: dict[str, list[float]], *, weights: float, peak: float, remarks: tuple[str, ...]) -> Report:
    """The report: seconds by what was timed, and gigabytes."""
    middle = {name: median(values) for name, values in seconds.items()}
    plain, personal = middle[label(0.0)], middle[label(BETA)]
    return Report(
        name="sdxl_cost",
        figures=(
            Figure("seconds for a picture of SDXL, sampled and decoded",
                   f"{plain:.2f} s at {label(0.0)}, {personal:.2f} s at {label(BETA)} ({personal / plain:.2f} ×)"),
            Figure("memory of SDXL", f"{weights:.2f} GB of weights, {peak:.2f} GB at most"),
        ),
        facts={"median_seconds": middle, "weights_gb": weights, "peak_gb": peak},
        remarks=remarks,
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    from viper_core.devices import pick_device, pick_dtype

    parser = parser_of(__doc__)
    parser.add_argument("--size", choices=SIZES, default="full", help="default %(default)s")
    parser.add_argument("--device", default=None, help="cpu or cuda; default: cuda where there is one")
    parser.add_argument("--steps", type=positive, default=30, help="denoising steps (default %(default)s)")
    parser.add_argument("--limit", "--runs", dest="runs", type=positive, default=3, help="default %(default)s")
    a = parser.parse_args(arguments)
    device, size = pick_device(a.device), SIZES[a.size]
    dtype = pick_dtype(device)
    pipeline = random_sdxl(size).to(device, dtype)
    parts = (pipeline.unet, pipeline.vae, pipeline.text_encoder, pipeline.text_encoder_2)
    weights = sum(one.numel() * one.element_size() for part in parts for one in part.parameters()) / _GIGABYTE
    seconds = measure(backend_of(pipeline, side=size.side, steps=a.steps), runs=a.runs)
    precision = str(dtype).removeprefix("torch.")
    shape = f"{a.size} size, random weights, {size.side} × {size.side} px, {a.steps} steps, {precision}"
    remarks = (shape, f"median of {a.runs}")
    emit(report_of(seconds, weights=weights, peak=peak_gigabytes(device), remarks=remarks), a, device=device.type)


if __name__ == "__main__":
    run_command(main)
