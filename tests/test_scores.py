from __future__ import annotations

import io
import json
from collections.abc import Sequence
from itertools import permutations
from pathlib import Path

import pytest
from PIL import Image

from viper_core import __main__ as cli
from viper_core.errors import InputError, PictureError
from viper_core.metric.bundled import BundledMetric
from viper_core.scores import MOST_SCORED, Scores
from viper_core.studio import Studio


class Brightness:
    """A metric that likes what is brighter than the mean of both sides' means."""

    def context(self, *, liked: Sequence[Image.Image], disliked: Sequence[Image.Image]) -> Brightness:
        raise AssertionError("scores are asked for in one go")

    def score(
        self, images: Sequence[Image.Image], *, liked: Sequence[Image.Image], disliked: Sequence[Image.Image]
    ) -> tuple[float, ...]:
        good, bad, told = ([_level(image) for image in side] for side in (liked, disliked, images))
        middle = (sum(good) / len(good) + sum(bad) / len(bad)) / 2
        return tuple(0.9 if level > middle else 0.1 for level in told)


def _level(image: Image.Image) -> int:
    assert image.mode == "RGB"
    return image.getpixel((0, 0))[0]  # type: ignore[index, return-value]


def _png(level: int) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (8, 8), (level, level, level)).save(stream, "PNG")
    return stream.getvalue()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    found = {}
    for name, level in (("dark", 10), ("dim", 60), ("light", 200), ("white", 255)):
        found[name] = tmp_path / f"{name}.png"
        found[name].write_bytes(_png(level))
    return found


@pytest.fixture
def scores(files: dict[str, Path]) -> Scores:
    return Scores(lambda: {"board-01": files["white"], "board-02": files["dark"]}, Brightness)


def test_ids_of_the_board_files_and_their_content_are_pictures(scores: Scores, files: dict[str, Path]) -> None:
    asked = ["board-01", str(files["dim"]), files["light"], _png(20)]
    assert scores.score(asked, liked=["board-01"], disliked=["board-02"]) == (0.9, 0.1, 0.9, 0.1)


def test_the_metric_is_loaded_once_and_only_when_it_is_asked(files: dict[str, Path]) -> None:
    loads: list[int] = []
    scores = Scores(dict, lambda: loads.append(1) or Brightness())  # type: ignore[func-returns-value]
    with pytest.raises(InputError):
        scores.score([files["dark"]], liked=[], disliked=[files["dark"]])
    assert loads == []
    for _ in range(2):
        scores.score([files["dark"]], liked=[files["white"]], disliked=[files["dark"]])
    assert loads == [1]


def test_what_cannot_be_scored_is_refused(scores: Scores, files: dict[str, Path], tmp_path: Path) -> None:
    light, dark = files["light"], files["dark"]
    with pytest.raises(InputError, match="at least one picture to be scored"):
        scores.score([], liked=[light], disliked=[dark])
    with pytest.raises(InputError, match=str(MOST_SCORED)):
        scores.score([light] * MOST_SCORED, liked=[light], disliked=[dark])
    with pytest.raises(PictureError, match="neither the id of a seed image nor a file"):
        scores.score(["board-77"], liked=[light], disliked=[dark])
    (tmp_path / "notes.png").write_text("no picture")
    with pytest.raises(PictureError):
        scores.score([tmp_path / "notes.png"], liked=[light], disliked=[dark])


def test_the_command_line_scores_files(
    files: dict[str, Path], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("viper_core.scores.get_metric", Brightness)
    monkeypatch.setattr(
        Studio, "score", lambda self, pictures, **sides: Scores(dict, Brightness).score(pictures, **sides)
    )
    sides = ["--liked", str(files["light"]), str(files["white"]), "--disliked", str(files["dark"])]
    assert cli.main(["score", *sides, "--json", str(files["white"]), str(files["dim"])]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [row["liked"] for row in told["scores"]] == [0.9, 0.1]
    assert [row["picture"] for row in told["scores"]] == [str(files["white"]), str(files["dim"])]
    assert cli.main(["score", *sides, "--", str(files["white"])]) == 0
    assert "90.0%" in capsys.readouterr().out
    assert cli.main(["score", *sides, "--json", "nothing.png"]) == 2
    assert "nothing.png" in capsys.readouterr().err


@pytest.mark.weights
def test_the_bundled_metric_prefers_what_is_like_the_liked_pictures_of_the_board() -> None:
    """Liked and disliked pictures share one attribute each, and one more picture of either is asked about."""
    metric, board = BundledMetric.load(), Studio().board
    vectors = metric.eye.see([Image.open(seed.file) for seed in board])
    showing = {
        name: [i for i, seed in enumerate(board) if name in seed.attributes] for name in metric.eye.manifest.names
    }
    often = [name for name, places in showing.items() if len(places) >= 3]
    right = []
    for liked, disliked in permutations(often, 2):
        if not set(showing[liked]) & set(showing[disliked]):
            (mine, *good), (other, *bad) = showing[liked], showing[disliked]
            context = metric.context_of_vectors(vectors[good], vectors[bad])
            first, second = metric.score_vectors(vectors[[mine, other]], context)
            right.append(first > second)
    assert len(right) > 300
    assert sum(right) / len(right) > 2 / 3
