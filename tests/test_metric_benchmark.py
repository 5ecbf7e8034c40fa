from __future__ import annotations

from pathlib import Path

import pytest
import torch
from PIL import Image

from benchmarks.metric import drawings_of, report_of, seconds_of
from tests.tiny_eye import write_eye, write_liking
from training.atelier import WORLDS
from viper_core.metric.bundled import BundledMetric


@pytest.fixture(scope="module")
def metric(tmp_path_factory: pytest.TempPathFactory) -> BundledMetric:
    home: Path = tmp_path_factory.mktemp("metric")
    write_eye(home / "eye")
    write_liking(home / "liking", eye=home / "eye")
    return BundledMetric.load(home / "liking", eye=home / "eye")


def test_fresh_drawings_are_seen_with_what_they_show(metric: BundledMetric) -> None:
    drawn = drawings_of(metric, WORLDS["midi"], 40)
    assert drawn.vectors.shape == (40, metric.eye.features) and drawn.truth.shape == (40, len(drawn.names))
    assert torch.equal(drawn.vectors[:8], drawings_of(metric, WORLDS["midi"], 8).vectors)
    assert 0 < int(drawn.truth.sum()) < 40 * 6 + 1


def test_a_further_picture_costs_a_part_of_all(metric: BundledMetric) -> None:
    pictures = [Image.new("RGB", (64, 64), (15 * i, 0, 0)) for i in range(17)]
    assert 0 < seconds_of(metric, pictures, runs=2) < 1


def test_the_bounds_are_held_against_eight_and_eight() -> None:
    found = {"auc_1": 0.6, "error_1": 0.2, "auc_8": 0.93, "error_8": 0.04, "auc_16": 0.95, "error_16": 0.2}
    figures = report_of(found, 0.08, (0.8, 0.7), people=3, drawings=4).figures
    assert [figure.holds for figure in figures] == [True] * 5
    worse = report_of(found | {"auc_8": 0.5, "error_8": 0.06}, 0.2, (0.1,), people=3, drawings=4).figures
    assert [figure.holds for figure in worse] == [False] * 5
    assert len(report_of(found, 0.08, (), people=3, drawings=4).figures) == 4
