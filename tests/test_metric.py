from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from tests.tiny_eye import COLOURS, write_eye, write_liking
from viper_core.errors import InputError, ModelUnavailable, UnknownName
from viper_core.eye import Eye
from viper_core.metric import get_metric
from viper_core.metric.bundled import BundledMetric
from viper_core.metric.liking import Liking


def _pictures(*names: str) -> list[Image.Image]:
    return [Image.new("RGB", (40, 30), name) for name in names]


LIKED, DISLIKED = _pictures("red", "orange", "gold"), _pictures("blue", "navy")
ASKED = _pictures("crimson", "teal", "white")


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    home = tmp_path_factory.mktemp("metric")
    write_eye(home / "eye")
    write_liking(home / "liking", eye=home / "eye")
    return home / "liking", home / "eye"


@pytest.fixture(scope="module")
def metric(folders: tuple[Path, Path]) -> BundledMetric:
    return BundledMetric.load(folders[0], eye=folders[1])


def test_scores_are_chances_that_differ(metric: BundledMetric) -> None:
    scores = metric.score(ASKED, liked=LIKED, disliked=DISLIKED)
    assert len(scores) == 3 and all(0 < score < 1 for score in scores)
    assert len(set(scores)) == 3


def test_the_order_of_the_context_makes_no_difference(metric: BundledMetric) -> None:
    before = metric.score(ASKED, liked=LIKED, disliked=DISLIKED)
    after = metric.score(ASKED, liked=LIKED[::-1], disliked=DISLIKED[::-1])
    assert after == pytest.approx(before, abs=1e-5)


def test_with_the_sides_exchanged_the_chance_is_the_contrary(metric: BundledMetric) -> None:
    mine = metric.score(ASKED, liked=LIKED, disliked=DISLIKED)
    theirs = metric.score(ASKED, liked=DISLIKED, disliked=LIKED)
    assert [a + b for a, b in zip(mine, theirs, strict=True)] == pytest.approx([1.0] * 3, abs=1e-6)


def test_a_picture_is_told_the_same_alone_and_among_others(metric: BundledMetric) -> None:
    context = metric.context(liked=LIKED, disliked=DISLIKED)
    alone = [context.score([picture])[0] for picture in ASKED]
    assert alone == pytest.approx(context.score(ASKED), abs=1e-5)
    assert alone == pytest.approx(metric.score(ASKED, liked=LIKED, disliked=DISLIKED), abs=1e-5)


def test_one_picture_on_either_side_is_enough_and_none_is_refused(metric: BundledMetric) -> None:
    assert len(metric.score(ASKED, liked=LIKED[:1], disliked=DISLIKED[:1])) == 3
    for liked, disliked in ((LIKED, []), ([], DISLIKED), ([], [])):
        with pytest.raises(InputError, match="at least one"):
            metric.context(liked=liked, disliked=disliked)


def test_the_callers_lists_stay_as_they_are(metric: BundledMetric) -> None:
    images, liked, disliked = list(ASKED), list(LIKED), list(DISLIKED)
    first = metric.score(images, liked=liked, disliked=disliked)
    assert (images, liked, disliked) == (ASKED, LIKED, DISLIKED)
    assert metric.score(images, liked=liked, disliked=disliked) == first


def test_no_picture_asked_about_gets_no_score(metric: BundledMetric) -> None:
    assert metric.score([], liked=LIKED, disliked=DISLIKED) == ()


def test_a_further_question_looks_at_nothing_but_its_own_picture(
    metric: BundledMetric, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    see: Callable[..., Any] = metric.eye.see
    monkeypatch.setattr(metric.eye, "see", lambda images: counts.append(len(images)) or see(images))
    context = metric.context(liked=LIKED, disliked=DISLIKED)
    assert counts == [3, 2]
    context.score(ASKED[:1])
    context.score(ASKED[1:])
    assert counts == [3, 2, 1, 2]


def test_padding_changes_nothing() -> None:
    torch.manual_seed(0)
    model = Liking(features=12, width=16, heads=2, layers=2).eval()
    pictures, signs, queries = torch.randn(1, 5, 12), torch.tensor([[1.0, 1, -1, -1, 1]]), torch.randn(1, 3, 12)
    padded = torch.cat([pictures, torch.randn(1, 4, 12)], 1)
    more = torch.cat([signs, torch.zeros(1, 4)], 1)
    with torch.no_grad():
        assert torch.allclose(model(queries, padded, more), model(queries, pictures, signs), atol=1e-5)


def test_a_metric_of_another_eye_is_refused(folders: tuple[Path, Path], tmp_path: Path) -> None:
    write_eye(tmp_path / "other", seed=9)
    with pytest.raises(ModelUnavailable, match="another eye"):
        BundledMetric.load(folders[0], eye=tmp_path / "other")


def test_a_damaged_file_is_named(tmp_path: Path) -> None:
    write_eye(tmp_path / "eye")
    weights = tmp_path / "eye" / "model.safetensors"
    raw = bytearray(weights.read_bytes())
    raw[-1] ^= 1
    weights.write_bytes(raw)
    with pytest.raises(ModelUnavailable, match=r"model\.safetensors is damaged"):
        Eye.load(tmp_path / "eye")
    manifest = json.loads((tmp_path / "eye" / "viper.json").read_text())
    (tmp_path / "eye" / "viper.json").write_text(json.dumps(manifest | {"scale": "wide"}))
    with pytest.raises(ModelUnavailable, match="scale"):
        Eye.load(tmp_path / "eye")


def test_an_unknown_metric_is_named_with_those_that_exist() -> None:
    with pytest.raises(UnknownName, match="bundled"):
        get_metric("bundeld")


def test_the_eye_gives_unit_vectors_whatever_the_size_of_a_picture(metric: BundledMetric) -> None:
    rng = random.Random(0)
    noise = Image.frombytes("RGB", (64, 64), rng.randbytes(64 * 64 * 3))
    pictures = [noise, noise.resize((300, 300), Image.Resampling.NEAREST), noise.convert("L"), noise.convert("RGBA")]
    vectors = metric.eye.see(pictures)
    assert vectors.shape == (4, metric.eye.features)
    assert torch.allclose(vectors.norm(dim=1), torch.ones(4), atol=1e-5)
    assert torch.allclose(vectors[3], vectors[0], atol=1e-5)  # an opaque picture is the same with its alpha


def test_the_eye_gives_the_chance_of_each_of_its_names(metric: BundledMetric) -> None:
    told = metric.eye.names(_pictures("red", "blue"))
    assert [tuple(chances) for chances in told] == [COLOURS, COLOURS]
    assert all(0 < chance < 1 for chances in told for chance in chances.values())
    vectors, words = metric.eye.see(_pictures("red")), metric.eye.read(COLOURS)
    expected = (3.0 * (vectors @ words.T)[0] - 1.0).sigmoid()
    assert list(told[0].values()) == pytest.approx(expected.tolist(), abs=1e-6)
