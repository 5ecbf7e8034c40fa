"""What a person would think of new pictures, guessed from the ones they spoke of, and how sure that guess is.

    liked       Pr(liked) by the bundled metric, given the pictures that the person's taste was read from
    low, high   where 80 % of the guesses lie that other pictures of the same person would have led to: the context is
                drawn anew from itself, side by side (bootstrap, Efron 1979)

Knows which pictures speak for a person and what may be said of the best of several. The metric is
:mod:`viper_core.metric.bundled`'s.
"""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from viper_core.metric.bundled import BundledMetric, bundled_metric
from viper_core.pictures import open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.preferences import Preferences

__all__ = ["FEWEST", "Forecast", "Prediction", "Predictor", "pictures_spoken_of"]

FEWEST: Final = 2  # pictures on a side; of a single one it cannot be told how much depends on it
_RESAMPLES: Final = 200
_OUTER: Final = 0.1  # share of the guesses that lies beyond either end
_SURE: Final = 0.8  # share of the guesses in which the best has to beat the first, to be called better
_LONGEST_EDGE: Final = 256  # px; the eye sees less than that
_MOST: Final = 32  # pictures of a side that are looked at


@dataclass(frozen=True, slots=True)
class Prediction:
    """Of one picture: how likely it is to be liked, 0 … 1, and between which ends that guess lies."""

    liked: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """Of several pictures.

    Attributes:
        predictions: of each, in their order.
        best: which of them is likely to be liked best; None where the first may be as good.
        context: how many liked and disliked pictures this was guessed from.
    """

    predictions: tuple[Prediction, ...]
    best: int | None
    context: tuple[int, int]


def pictures_spoken_of(preferences: Preferences) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Ids of the pictures that a taste was read from: those that were praised for more than blamed, and the reverse."""
    tally: defaultdict[str, float] = defaultdict(float)
    for sign, attributes in ((1, preferences.active("liked")), (-1, preferences.active("disliked"))):
        for attribute in attributes:
            for place in attribute.evidence:
                if place.image is not None:
                    tally[place.image] += sign * attribute.weight
    liked, disliked = (tuple(image for image, value in tally.items() if sign * value > 0)[-_MOST:] for sign in (1, -1))
    return liked, disliked


class Predictor:
    """Guesses with one metric, loaded when it is first asked; safe to call from any thread."""

    def __init__(self, load: Callable[[], BundledMetric] = bundled_metric) -> None:
        self._load = load
        self._loading = threading.Lock()
        self._metric: BundledMetric | None = None

    def predict(
        self, images: Sequence[Image], preferences: Preferences, files: Callable[[str], Path | None]
    ) -> Forecast | None:
        """What somebody with these preferences would think of ``images``; None where too little is known of them.

        Args:
            images: at least one; the first is what the others are held against.
            preferences: with the pictures they were read from as evidence.
            files: the file of a picture by its id, or None where it is gone.

        Raises:
            ModelUnavailable: the metric's weights are missing or damaged.
            PictureError: a picture cannot be opened.
        """
        spoken = pictures_spoken_of(preferences)
        liked, disliked = ([path for image in side if (path := files(image)) is not None] for side in spoken)
        if min(len(liked), len(disliked)) < FEWEST:
            return None
        metric = self._loaded()
        good, bad, asked = (
            metric.eye.see(side)
            for side in ([_opened(path) for path in liked], [_opened(path) for path in disliked], images)
        )
        odds = _resampled(metric, good, bad, asked)
        return _forecast(odds, (len(liked), len(disliked)))

    def _loaded(self) -> BundledMetric:
        with self._loading:
            if self._metric is None:
                self._metric = self._load()
            return self._metric


def _resampled(metric: BundledMetric, good: Any, bad: Any, asked: Any) -> Any:
    """Log-odds ``(1 + R, Q)``: by the whole context first, then by ``R`` that were drawn from it with replacement."""
    import torch

    generator = torch.Generator().manual_seed(0)
    drawn = [
        torch.cat([torch.arange(n)[None], torch.randint(n, (_RESAMPLES, n), generator=generator)])
        for n in (len(good), len(bad))
    ]
    pictures = torch.cat([side[index] for side, index in zip((good, bad), drawn, strict=True)], 1)
    signs = torch.cat([torch.ones(len(good)), -torch.ones(len(bad))]).expand(len(pictures), -1)
    with torch.inference_mode():
        return metric.liking(asked.expand(len(pictures), *asked.shape), pictures, signs).double()


def _forecast(odds: Any, context: tuple[int, int]) -> Forecast:
    chances = odds.sigmoid()
    ends = chances[1:].quantile(chances.new_tensor([_OUTER, 1 - _OUTER]), dim=0)
    low, high = ends[0].minimum(chances[0]), ends[1].maximum(chances[0])
    rows = zip(chances[0].tolist(), low.tolist(), high.tolist(), strict=True)
    first = int(odds[0].argmax())
    is_better = first == 0 or float((odds[1:, first] > odds[1:, 0]).double().mean()) >= _SURE
    return Forecast(tuple(Prediction(*row) for row in rows), first if is_better else None, context)


def _opened(path: Path) -> Image:
    return open_picture(path, longest_edge=_LONGEST_EDGE)
