"""Processes that train together agree, share the work, and stop together."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
import torch
from torch import nn

from training import common
from training.team import Team, train_together


def train_a_little(a: argparse.Namespace, team: Team) -> None:
    """Every member pulls one weight towards its own rank."""
    torch.manual_seed(0)
    module = nn.Linear(2, 1, bias=False)
    run = common.Run(a.folder, {"net": module}, arguments=a, device=torch.device("cpu"), warmup=1, team=team)
    for _ in run.steps():
        run.update((module.weight - team.rank).square().sum(), samples=1)
    (a.folder / f"member-{team.rank}.json").write_text(json.dumps([run.samples, run.step, module.weight.tolist()]))


def arguments(folder: Path) -> argparse.Namespace:
    return argparse.Namespace(minutes=None, samples=64, rate=0.05, tail=0.3, batch=1, seed=0, folder=folder)


@pytest.mark.slow
def test_members_end_with_the_same_weights_between_what_each_wanted(tmp_path: Path) -> None:
    train_together(train_a_little, arguments(tmp_path), size=2, interval=4)
    first, second = (json.loads((tmp_path / f"member-{rank}.json").read_text()) for rank in range(2))
    assert first == second
    samples, steps, weights = first
    assert (samples, steps) == (64, 32)  # half of the steps each
    assert all(0.1 < weight < 0.9 for weight in weights[0])
    assert len((tmp_path / "log.jsonl").read_text().splitlines()) >= 1


def test_alone_nothing_is_exchanged(tmp_path: Path) -> None:
    train_together(train_a_little, arguments(tmp_path), size=1)
    samples, steps, weights = json.loads((tmp_path / "member-0.json").read_text())
    assert (samples, steps) == (64, 64)
    assert all(abs(weight) < 0.1 for weight in weights[0])


def test_alone_a_run_is_done_when_it_says_so() -> None:
    assert Team().meet([torch.ones(2)], done=True)
    assert not Team().meet([torch.ones(2)], done=False)
