"""What somebody would think of new pictures: guessed from those they spoke of, and how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import torch
from PIL import Image

from tests.tiny_eye import write_eye, write_liking
from viper_core.errors import UnknownName
from viper_core.metric.bundled import BundledMetric
from viper_core.prediction import Predictor, _forecast, pictures_spoken_of
from viper_core.preferences import Attribute, Evidence, Preferences
from viper_core.studio import Studio

COLOURS = {"a": "red", "b": "orange", "c": "gold", "x": "blue", "y": "navy"}


def spoken(name: str, *images: str | None, **changes: object) -> Attribute:
    places = tuple(Evidence(image=image, quote="q", start=0, end=1) for image in images)
    return Attribute(name=name, category="mood", evidence=places, **changes)  # type: ignore[arg-type]


TASTE = Preferences(liked=(spoken("calm", "a", "b"), spoken("warm", "c")), disliked=(spoken("eerie", "x", "y"),))


@pytest.fixture(scope="module")
def metric(tmp_path_factory: pytest.TempPathFactory) -> BundledMetric:
    home = tmp_path_factory.mktemp("metric")
    write_eye(home / "eye")
    write_liking(home / "liking", eye=home / "eye")
    return BundledMetric.load(home / "liking", eye=home / "eye")


@pytest.fixture(scope="module")
def file_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path | None]:
    home = tmp_path_factory.mktemp("pictures")
    for name, colour in COLOURS.items():
        Image.new("RGB", (40, 30), colour).save(home / f"{name}.png")
    return lambda name: path if (path := home / f"{name}.png").is_file() else None


def test_a_picture_stands_on_the_side_that_more_was_said_for() -> None:
    taste = Preferences(
        liked=(spoken("calm", "a", "b", None), spoken("warm", "x", weight=0.5), spoken("soft", "m")),
        disliked=(spoken("eerie", "x"), spoken("grainy", "m"), spoken("busy", "a", enabled=False)),
    )
    assert pictures_spoken_of(taste) == (("a", "b"), ("x",))  # of m as much good as bad was said
    assert pictures_spoken_of(Preferences()) == ((), ())


def test_the_guess_is_the_metrics_own_and_lies_within_its_ends(
    metric: BundledMetric, file_of: Callable[[str], Path | None]
) -> None:
    asked = [Image.new("RGB", (40, 30), name) for name in ("crimson", "teal", "white")]
    found = Predictor(lambda: metric).predict(asked, TASTE, file_of)
    assert found is not None and found.context == (3, 2)
    sides = ([Image.open(file_of(name) or "") for name in side] for side in ("abc", "xy"))
    liked, disliked = sides
    expected = metric.score(asked, liked=liked, disliked=disliked)
    assert [one.liked for one in found.predictions] == pytest.approx(expected, abs=1e-5)
    assert all(0 < one.low <= one.liked <= one.high < 1 for one in found.predictions)
    assert any(one.low < one.high for one in found.predictions)
    assert Predictor(lambda: metric).predict(asked, TASTE, file_of) == found


def test_of_too_few_pictures_nothing_is_guessed(metric: BundledMetric, file_of: Callable[[str], Path | None]) -> None:
    def refuse() -> BundledMetric:
        raise AssertionError("nothing is loaded for it")

    few = Preferences(liked=TASTE.liked, disliked=(spoken("eerie", "x"),))
    gone = Preferences(liked=TASTE.liked, disliked=(spoken("eerie", "x", "removed"),))
    for taste in (Preferences(), few, gone):
        assert Predictor(refuse).predict([Image.new("RGB", (8, 8))], taste, file_of) is None


@pytest.mark.parametrize(
    ("odds", "best"),
    [
        ([[0.0, 1.0, 2.0]] * 11, 2),
        ([[2.0, 1.0, 0.0]] * 11, 0),
        (
            [[0.0, 1.0, 0.5]] + [[0.0, 1.0, 0.5]] * 7 + [[1.0, 0.0, 0.5]] * 3,
            None,
        ),  # seven of ten
        ([[0.0, 1.0, 0.5]] + [[0.0, 1.0, 0.5]] * 8 + [[1.0, 0.0, 0.5]] * 2, 1),
    ],
)
def test_the_best_is_named_where_most_guesses_agree(odds: list[list[float]], best: int | None) -> None:
    found = _forecast(torch.tensor(odds, dtype=torch.float64), (2, 2))
    assert found.best == best


def test_a_visitors_own_pictures_speak_for_them(
    studio: Studio, metric: BundledMetric, file_of: Callable[[str], Path | None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "_predictor", Predictor(lambda: metric))
    visitor = studio.new_visitor()
    asked = [Image.new("RGB", (8, 8), "crimson")]
    assert studio.predict_liking(visitor, asked) is None
    own = {name: studio.add_picture(visitor, file_of(name) or "", name=name).id for name in COLOURS}
    liked = spoken("calm", own["a"], own["b"])
    studio.add_profile(visitor, Preferences(liked=(liked,), disliked=(spoken("eerie", own["x"], own["y"]),)))
    found = studio.predict_liking(visitor, asked)
    assert found is not None and found.context == (2, 2)
    studio.remove_picture(visitor, own["x"])
    assert studio.predict_liking(visitor, asked) is None
    with pytest.raises(UnknownName):
        studio.predict_liking("x" * 32, asked)
