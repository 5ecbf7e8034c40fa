"""What tests of the studio and of the command line share: a taste, and a backend that is watched while it works."""

from __future__ import annotations

from typing import Any

from viper_core.preferences import Attribute, Preferences

TASTE = Preferences(
    liked=(Attribute(name="watercolor", category="medium"), Attribute(name="soft light", category="lighting")),
    disliked=(Attribute(name="pixel art", category="medium", weight=1.5),),
    name="mine",
)


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
