from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from training import data, eye, liking
from training.atelier import WORLDS
from training.people import SIDE_SIZE
from training.unseen_people import GROUPS, drawable_tastes, filled_up, groups_of, pairs_of
from viper_core.eye import Eye
from viper_core.metric.bundled import BundledMetric
from viper_core.vocabulary import load_vocabulary

NAMES = WORLDS["midi"].attributes


def test_no_two_things_of_an_unseen_person_are_together_in_anybody_of_the_training() -> None:
    seen_pairs = set().union(*map(pairs_of, islice(drawable_tastes(NAMES, unseen=False, seed=1), 2000)))
    unseen_pairs = set().union(*map(pairs_of, islice(drawable_tastes(NAMES, unseen=True, seed=2), 300)))
    assert len(seen_pairs) > 4000 and len(unseen_pairs) > 500
    assert not seen_pairs & unseen_pairs


def test_everything_that_can_be_drawn_is_liked_by_some_and_disliked_by_others_in_the_training() -> None:
    told = {thing for taste in islice(drawable_tastes(NAMES, unseen=False, seed=3), 500) for thing in taste}
    assert told == {(name, side) for name in NAMES for side in ("liked", "disliked")}
    assert sorted(thing for group in groups_of(NAMES) for thing in group) == sorted(told)


@pytest.mark.parametrize("unseen", [False, True])
def test_a_taste_is_of_one_mind(unseen: bool) -> None:
    opposite = {entry.name: entry.opposite for entry in load_vocabulary().entries}
    for taste in islice(drawable_tastes(NAMES, unseen=unseen, seed=4), 200):
        names = [name for name, _ in taste]
        assert len(names) == len(set(names)) <= GROUPS
        assert {side for _, side in taste} == {"liked", "disliked"}
        assert not any((opposite.get(name), side) in taste for name, side in taste)


def test_a_taste_is_filled_up_with_what_cannot_be_drawn() -> None:
    import random

    undrawable = [entry.name for entry in load_vocabulary().entries if entry.name not in NAMES]
    taste = next(drawable_tastes(NAMES, unseen=True, seed=5))
    sides = filled_up(taste, undrawable=undrawable, rng=random.Random(0))
    assert len(sides["liked"]) == len(sides["disliked"]) == SIDE_SIZE
    assert not set(sides["liked"]) & set(sides["disliked"])
    drawn = {(name, side) for side, names in sides.items() for name in names if name in NAMES}
    assert drawn == set(taste)


def _drawn(count: int = 400) -> liking.Drawn:
    """Drawings whose vectors say nothing but what they show."""
    rng = np.random.default_rng(0)
    names = NAMES[:8]
    truth = torch.from_numpy(rng.random((count, 8)) < 0.3)
    return liking.Drawn(truth.float() + 0.01, truth, names)


def test_an_episode_holds_what_pleases_and_what_displeases() -> None:
    drawn = _drawn()
    tastes = [((drawn.names[0], "liked"), (drawn.names[1], "disliked"))] * 2
    asked = liking.episode_of(drawn, tastes, [(3, 2), (1, 4)], torch.Generator().manual_seed(0))
    assert asked.pictures.shape == (2, 5, 8) and asked.queries.shape == (2, 2 * liking.ASKED, 8)
    assert asked.signs.tolist() == [[1, 1, 1, -1, -1], [1, -1, -1, -1, -1]]
    shows = asked.pictures > 0.5
    for row, column in np.argwhere(asked.signs.numpy() == 1):
        assert shows[row, column, 0] and not shows[row, column, 1]
    for row, column in np.argwhere(asked.signs.numpy() == -1):
        assert shows[row, column, 1] and not shows[row, column, 0]
    assert bool((asked.queries[:, : liking.ASKED, 0] > 0.5).all())
    assert asked.liked[0].tolist() == [1.0] * liking.ASKED + [0.0] * liking.ASKED


def test_the_calibration_error_is_nought_of_true_chances_and_large_of_boasts() -> None:
    rng = np.random.default_rng(0)
    chances = rng.random(20000)
    truth = (rng.random(20000) < chances).astype(float)
    assert liking.calibration_error(chances, truth) < 0.02
    assert liking.calibration_error(np.where(chances > 0.5, 0.999, 0.001), truth) > 0.2


def test_ranking_is_one_half_of_guesses_and_one_of_the_truth() -> None:
    truth = np.array([1.0, 1, 1, 0, 0, 0])
    assert liking.ranked_right(truth, truth) == 1.0
    assert liking.ranked_right(-truth, truth) == 0.0
    assert liking.ranked_right(np.zeros(6), truth) == 0.5


@pytest.mark.slow
def test_eye_and_model_of_liking_are_trained_resumed_and_loaded(tmp_path: Path, capfd: pytest.CaptureFixture) -> None:
    from training import text

    data.make_data(tmp_path / "data", "mini", count=160, seed=1, workers=1, keep_pixels=160)
    corpus = [caption for _, caption, _ in text.sample_captions("mini", scenes=200, each=2, seed=-2)]
    text.train_tokenizer(corpus).save_pretrained(tmp_path / "text" / "tokenizer")
    common = ["--run", str(tmp_path), "--data", str(tmp_path / "data"), "--threads", "1"]
    for samples in ("32", "64"):  # the second goes on where the first ended
        eye.main([*common, "--batch", "16", "--samples", samples])
    log = [json.loads(line) for line in (tmp_path / "eye-clip" / "log.jsonl").read_text().splitlines()]
    assert any(line.get("resumed") for line in log) and log[-1]["samples"] == 64
    losses = [line["naming"] for line in log if "naming" in line]
    assert losses and all(np.isfinite(losses))
    seen = Eye.load(tmp_path / "viper-mini-eye")
    assert set(seen.manifest.names) == {*WORLDS["mini"].subjects, *WORLDS["mini"].attributes}
    sees = ["--eye", str(tmp_path / "viper-mini-eye")]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(liking, "HELD_OUT", 80)
        patch.setattr(liking, "PEOPLE", 4)
        patch.setattr(liking, "CURVE", (1, 2))
        patch.setattr(liking, "MOST", 2)
        patch.setattr(liking, "ASKED", 2)
        liking.main([*common, *sees, "--batch", "4", "--samples", "16"])
    metric = BundledMetric.load(tmp_path / "viper-mini-liking", eye=tmp_path / "viper-mini-eye")
    drawings = [Image.fromarray(data.Drawings(tmp_path / "data").picture(i)) for i in range(4)]
    scores = metric.score(drawings, liked=drawings[:2], disliked=drawings[2:])
    assert all(0 < score < 1 for score in scores)
    capfd.readouterr()


def test_settings_of_a_run_leave_out_its_folders() -> None:
    from training import common

    given = argparse.Namespace(data=[Path("a"), Path("b")], run=Path("c"), batch=3, widths=(1, 2), quick=False)
    assert common.settings_of(given) == {"batch": 3, "widths": [1, 2]}
