"""Metrics: how likely a person is to like a picture, given some they liked and some they disliked.

M(x, 𝒳) of the paper (section 3.4): Pr(x is liked | the liked and disliked pictures of 𝒳). Knows the protocols and the
table of metrics by name; each metric is a module of its own.

    bundled     viper-mini-eye and a small model over sets of pictures; offline, trained from scratch
    idefics2    the paper's: IDEFICS2-8b with the authors' adapter
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from viper_core.errors import InputError, unknown_name

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["METRICS", "Context", "Metric", "check_context", "get_metric"]


class Context(Protocol):
    """Pictures that a person liked and disliked, looked at once; each further picture costs little."""

    def score(self, images: Sequence[Image]) -> tuple[float, ...]:
        """Pr(liked) of each picture, 0 … 1, whatever else is asked about beside it."""
        ...


class Metric(Protocol):
    """Tells how likely pictures are to be liked."""

    def context(self, *, liked: Sequence[Image], disliked: Sequence[Image]) -> Context:
        """Look at what a person liked and disliked; the order of the pictures makes no difference.

        Raises:
            InputError: a side is empty.
        """
        ...

    def score(self, images: Sequence[Image], *, liked: Sequence[Image], disliked: Sequence[Image]) -> tuple[float, ...]:
        """Pr(liked) of each picture, 0 … 1. The sequences stay as they are."""
        ...


def _bundled() -> Metric:
    from viper_core.metric.bundled import bundled_metric

    return bundled_metric()


def _idefics2() -> Metric:
    from viper_core.metric.idefics2 import idefics2_metric

    return idefics2_metric()


METRICS: Mapping[str, Callable[[], Metric]] = {"bundled": _bundled, "idefics2": _idefics2}
"""Every metric by name, as what loads it."""


def get_metric(name: str = "bundled") -> Metric:
    """The metric of that name, loaded.

    Raises:
        InputError: there is none of that name.
        ModelUnavailable: its weights are missing or damaged.
    """
    if name not in METRICS:
        raise unknown_name("metric", name, tuple(METRICS))
    return METRICS[name]()


def check_context(liked: Sequence[object], disliked: Sequence[object]) -> None:
    """Raise InputError unless there is a picture on either side."""
    if not liked or not disliked:
        raise InputError("Give at least one picture that is liked and one that is disliked.")
