"""How likely pictures are to be liked: files and pictures of the board, opened safely and put to the metric.

Knows what a request may hold, and that the metric is loaded once, when it is first asked; what it thinks is
:mod:`viper_core.metric`'s. Safe to call from any thread.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from viper_core.errors import InputError, PictureError
from viper_core.metric import Metric, check_context, get_metric
from viper_core.pictures import open_picture

if TYPE_CHECKING:
    from PIL.Image import Image

__all__ = ["MOST_SCORED", "Picture", "Scores"]

MOST_SCORED: Final = 64  # pictures of one request, those of the context included
_LONGEST_EDGE: Final = 512  # px; the metric sees less than that

Picture = str | Path | bytes
"""The id of a picture of the board, a file, or a file's content."""


class Scores:
    """Asks one metric."""

    def __init__(self, board: Callable[[], Mapping[str, Path]], load: Callable[[], Metric] = get_metric) -> None:
        """``board`` gives the files of the board's pictures by id; ``load`` the metric."""
        self._board, self._load = board, load
        self._loading = threading.Lock()
        self._metric: Metric | None = None

    def score(
        self, pictures: Sequence[Picture], *, liked: Sequence[Picture], disliked: Sequence[Picture]
    ) -> tuple[float, ...]:
        """Pr(liked) of each picture, 0 … 1, by somebody who liked and disliked those others.

        Raises:
            InputError: no picture on a side or to be scored, or more than :data:`MOST_SCORED` in all.
            PictureError: a picture is not on the board and no file, or cannot be opened.
            ModelUnavailable: the metric's weights are missing or damaged.
        """
        check_context(liked, disliked)
        if not pictures:
            raise InputError("Give at least one picture to be scored.")
        if len(pictures) + len(liked) + len(disliked) > MOST_SCORED:
            raise InputError(f"At most {MOST_SCORED} pictures can be looked at in one go.")
        asked, good, bad = ([self._opened(one) for one in some] for some in (pictures, liked, disliked))
        return self._loaded().score(asked, liked=good, disliked=bad)

    def _opened(self, picture: Picture) -> Image:
        if isinstance(picture, str):
            board = self._board()
            if picture in board:
                return open_picture(board[picture], longest_edge=_LONGEST_EDGE)
            if not Path(picture).is_file():
                raise PictureError(f"The picture {picture[:200]!r} is neither the id of a seed image nor a file.")
            picture = Path(picture)
        return open_picture(picture, longest_edge=_LONGEST_EDGE)

    def _loaded(self) -> Metric:
        with self._loading:
            if self._metric is None:
                self._metric = self._load()
            return self._metric
