"""The real app in a process of its own, on a tiny model and a board that were made for the tests.

    python -m tests.ui.serve --home DIR --port P [--slow SECONDS] [--slow-reading SECONDS] [what app.py takes]

``app.main`` itself runs, with its own loading, checks and launch; only where the model lies is another. ``--slow``
makes each evaluation of the denoiser take that long, so that a test can be quicker than a drawing, ``--slow-reading``
the reading of each comment.
"""

from __future__ import annotations

import argparse
import dataclasses
import hashlib
import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

KNOWN = ("house", "lighthouse", "castle", "cat", "sea", "hill", "watercolor", "soft", "light", "pixel", "art", "night")
TWO_AT_ONCE = "two drawings are in the model at once"  # what a slow server prints when that happens
ATTRIBUTES = ("watercolor", "soft light", "pixel art", "night")


def write_model(folder: Path) -> None:
    """A pipeline of the make of viper-mini with random weights, as a bundled folder with its viper.json."""
    from tests.tiny import MINI_SIDE, tiny_mini

    tiny_mini().save_pretrained(folder, safe_serialization=True)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    manifest = {
        "name": "viper-mini",
        "version": "0",
        "known": {"words": KNOWN, "attributes": ATTRIBUTES},
        "defaults": {
            "num_inference_steps": 8,
            "guidance_scale": 3.0,
            "guidance_rescale": 0.0,
            "height": MINI_SIDE,
            "width": MINI_SIDE,
        },
        "sha256": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files
        },
    }
    (folder / "viper.json").write_text(json.dumps(manifest), encoding="utf-8")


def main() -> int:
    """Serve until stopped."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--home", type=Path, required=True, help="holds model/, board/ and data/")
    parser.add_argument("--port", required=True)
    parser.add_argument("--slow", type=float, default=0.0)
    parser.add_argument("--slow-reading", type=float, default=0.0)
    chosen, more = parser.parse_known_args()

    os.environ["GRADIO_TEMP_DIR"] = str(chosen.home / "uploads")
    from viper_core import registry, seed_images

    mini = dataclasses.replace(registry.MODELS["viper-mini"], source=chosen.home / "model")
    registry.MODELS = {**registry.MODELS, "viper-mini": mini}
    if (chosen.home / "board").is_dir():
        seed_images.BOARD_ROOT = chosen.home / "board"  # type: ignore[misc]
    if chosen.slow:
        _slow_down(chosen.slow)
    if chosen.slow_reading:
        _slow_reading(chosen.slow_reading)
    import app

    return app.main(["--port", chosen.port, "--data-dir", str(chosen.home / "data"), *more])


def _slow_down(seconds: float) -> None:
    from viper_core.backends.pipeline import PipelineBackend

    quick: Any = PipelineBackend.predict_noise
    at_work = threading.Lock()

    def slow(*arguments: Any) -> Any:
        if not at_work.acquire(blocking=False):
            print(TWO_AT_ONCE, flush=True)
            return quick(*arguments)
        try:
            time.sleep(seconds)
            return quick(*arguments)
        finally:
            at_work.release()

    PipelineBackend.predict_noise = slow  # type: ignore[method-assign]


def _slow_reading(seconds: float) -> None:
    """Give the bundled extractor the pace of one that asks a model."""
    from viper_core.extractors.bundled import BundledExtractor

    quick: Any = BundledExtractor._read

    def slow(*arguments: Any) -> Any:
        time.sleep(seconds)
        return quick(*arguments)

    BundledExtractor._read = slow  # type: ignore[method-assign]


if __name__ == "__main__":
    sys.exit(main())
