"""Where a setting wants its subject, and how far the camera stands from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from training.atelier.canvas import Canvas


@dataclass(frozen=True)
class Stage:
    """Where a setting wants its subject: the foot of it at (x, y), its height in units, ``horizon`` behind it.

    ``crowd`` says that others may stand beside it.
    """

    x: float
    y: float
    height: float
    horizon: float
    front: Callable[[], None] | None = None
    crowd: bool = True
    under_the_sky: bool = True


def frame(c: Canvas, jitter: float) -> tuple[float, float, float]:
    """Subject centre x, height factor and horizon, from distance, angle and composition."""
    r, has = c.rng, c.attributes.__contains__
    x = 128.0 if has("symmetrical composition") else 128 + r.uniform(-24, 24) * jitter
    if has("off-center composition"):
        x = 128 + c.rng_for("off-center composition").choice((-58, -52, 52, 58))
    k = 1 + r.uniform(-0.1, 0.1) * jitter
    k *= 1.42 if has("close-up") else 0.56 if has("wide view") else 0.74 if c.minimal else 1
    horizon = r.uniform(156, 170)
    if has("low angle"):
        horizon, k = r.uniform(198, 208), k * 1.15
    if has("high angle"):
        horizon, k = r.uniform(84, 98), k * 0.86
    return x, k, horizon


def footing(c: Canvas, horizon: float) -> float:
    """The height at which a subject stands on level ground."""
    close, high = "close-up" in c.attributes, "high angle" in c.attributes
    return horizon + c.rng.uniform(20, 28) + (14 if close else 0) + (66 if high else 0)
