"""A studio that tests can afford: three flat pictures for a board, and a real pipeline at a tiny configuration.

Knows how to make them; the tests that use them are ``test_studio.py`` and ``test_cli.py``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PIL import Image

from viper_core.preferences import Attribute, Preferences

BOARD = {"board-01": "midnightblue", "board-02": "orange", "board-03": "honeydew"}

TASTE = Preferences(
    liked=(Attribute(name="watercolor", category="medium"), Attribute(name="soft light", category="lighting")),
    disliked=(Attribute(name="pixel art", category="medium", weight=1.5),),
    name="mine",
)


def write_board(folder: Path) -> Path:
    """A board of three pictures with a manifest; returns its folder."""
    folder.mkdir(parents=True)
    images = []
    for image, colour in BOARD.items():
        Image.new("RGB", (64, 64), colour).save(folder / f"{image}.png")
        images.append(
            {
                "id": image,
                "file": f"{image}.png",
                "title": f"All {colour}",
                "subject": "nothing",
                "attributes": ["flat color"],
                "alt": f"A field of {colour}.",
                "licence": "CC0-1.0",
                "seed": 0,
            }
        )
    (folder / "manifest.json").write_text(json.dumps({"schema_version": 1, "images": images}), encoding="utf-8")
    return folder


class Watched:
    """A backend that counts its evaluations and how many ran at the same time; all else is the real one's."""

    def __init__(self, backend: Any) -> None:
        self._backend = backend
        self.evaluations = 0
        self.running = 0
        self.most_at_once = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def predict_noise(self, *arguments: Any) -> Any:
        self.running += 1
        self.evaluations += 1
        self.most_at_once = max(self.most_at_once, self.running)
        try:
            return self._backend.predict_noise(*arguments)
        finally:
            self.running -= 1
