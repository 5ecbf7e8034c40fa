"""What a run was: a Markdown table of its stages with their settings, time, samples, quality and hardware.

    python -m training.report --run runs/midi

Reads nothing but the logs of the run folder; what a log does not say is a dash. Minutes are wall time, resumptions
included.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

STAGES = ("text", "diffusion", "decoder", "encoder", "upsampler", "judge", "eye")
HEADER = ("stage", "samples", "minutes", "ms a sample", "at the end", "settings", "hardware")
_QUALITY = {"psnr": "{:.2f} dB", "v_error": "v error {:.4f}", "loss": "loss {:.4f}"}  # the first that a log has


def lines_of(log: Path) -> list[dict[str, Any]]:
    """The lines of a log; one that a kill has cut off is left out."""
    found = []
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            found.append(json.loads(line))
        except ValueError:
            continue
    return found


def row_of(stage: str, lines: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    """The table's row of a stage; ``lines`` are those of its log, at least one."""
    last: dict[str, Any] = {}
    for line in lines:
        last |= line
    minutes, samples = last["minutes"], last["samples"]
    pace = f"{minutes * 60_000 / samples:.1f}" if samples else "–"
    return (stage, f"{samples:,}", f"{minutes:.0f}", pace, quality_of(last), settings_of(last.get("settings", {})),
            str(last.get("hardware", "–")))  # fmt: skip


def quality_of(facts: Mapping[str, Any]) -> str:
    """The figure a stage is known by, as it was logged last."""
    if "accuracy" in facts:
        shares = list(facts["accuracy"].values())
        return f"named right {100 * sum(shares) / len(shares):.1f} %"
    return next((words.format(facts[name]) for name, words in _QUALITY.items() if name in facts), "–")


def settings_of(settings: Mapping[str, Any]) -> str:
    """Options as they are typed."""
    typed = [f"--{name.replace('_', '-')}" + ("" if value is True else f" {value}") for name, value in settings.items()]
    return f"`{' '.join(typed)}`" if typed else "–"


def table_of(run: Path) -> str:
    """The Markdown table of a run folder.

    Raises:
        SystemExit: no stage has left a log there.
    """
    logs = {path.parent.name: lines_of(path) for path in sorted(run.glob("*/log.jsonl"))}
    order = [*STAGES, *sorted(logs.keys() - set(STAGES))]
    rows = [row_of(stage, logs[stage]) for stage in order if logs.get(stage)]
    if not rows:
        raise SystemExit(f"No stage has left a log in {run}.")
    return "\n".join("| " + " | ".join(line) + " |" for line in (HEADER, ["---"] * len(HEADER), *rows))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--run", type=Path, default=Path("runs/mini"), help="folder of the run")
    print(table_of(parser.parse_args(arguments).run))


if __name__ == "__main__":
    main()
