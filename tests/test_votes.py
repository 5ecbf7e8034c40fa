"""The rounds of blind tests: kept once, answered once, counted honestly."""

from __future__ import annotations

import csv
import io
import math
import threading
from pathlib import Path

import pytest

from viper_core.errors import InputError, UnknownName
from viper_core.store import Store
from viper_core.votes import ROUND_LIMIT, Maker, Protocol, Trial, Votes, score, to_csv

MAKERS = tuple(Maker(seed=seed, liked=("watercolor",) if seed == 11 else ()) for seed in (10, 11, 12, 13))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


@pytest.fixture
def votes(store: Store) -> Votes:
    return store.votes


def begin(
    votes: Votes, visitor: str, *, protocol: Protocol = "others", prompt: str = "a house", count: int = 4
) -> Trial:
    return votes.begin(visitor, protocol, prompt=prompt, beta=0.85, model="viper-mini", makers=MAKERS[:count], mine=1)


def test_a_round_is_open_until_it_is_answered_once(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    assert votes.open(visitor) is None
    trial = begin(votes, visitor)
    assert votes.open(visitor) == trial
    decided = votes.decide(visitor, trial.id, "chosen", 1)
    assert decided.is_hit and decided.makers == MAKERS
    assert votes.open(visitor) is None
    for outcome, choice in (("chosen", 2), ("passed", None), ("void", None)):
        with pytest.raises(InputError, match="answered once"):
            votes.decide(visitor, trial.id, outcome, choice)  # type: ignore[arg-type]
    assert votes.all(visitor) == (decided,)


def test_of_two_answers_at_the_same_time_one_counts(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    trial = begin(votes, visitor)
    accepted: list[int] = []

    def answer(choice: int) -> None:
        try:
            votes.decide(visitor, trial.id, "chosen", choice)
        except InputError:
            return
        accepted.append(choice)

    threads = [threading.Thread(target=answer, args=(choice,)) for choice in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(accepted) == 1
    assert votes.all(visitor)[0].choice == accepted[0]


def test_a_new_round_gives_the_open_one_up(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    first = begin(votes, visitor)
    second = begin(votes, visitor)
    assert votes.open(visitor) == second
    assert [one.outcome for one in votes.all(visitor)] == ["void", "open"]
    with pytest.raises(InputError, match="answered once"):
        votes.decide(visitor, first.id, "chosen", 1)


@pytest.mark.parametrize("choice", [-1, 4, 99])
def test_only_a_picture_of_the_round_can_be_chosen(store: Store, votes: Votes, choice: int) -> None:
    visitor = store.new_visitor()
    trial = begin(votes, visitor)
    with pytest.raises(InputError, match="round of 4 pictures"):
        votes.decide(visitor, trial.id, "chosen", choice)
    assert votes.open(visitor) == trial


def test_a_choice_belongs_to_choosing_alone(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    trial = begin(votes, visitor)
    with pytest.raises(InputError):
        votes.decide(visitor, trial.id, "chosen")
    with pytest.raises(InputError):
        votes.decide(visitor, trial.id, "passed", 1)


def test_rounds_are_out_of_reach_of_others_and_gone_with_their_visitor(store: Store, votes: Votes) -> None:
    mine, other = store.new_visitor(), store.new_visitor()
    trial = begin(votes, mine)
    assert votes.all(other) == () and votes.open(other) is None
    with pytest.raises(UnknownName, match="not yours"):
        votes.decide(other, trial.id, "chosen", 1)
    with pytest.raises(UnknownName):
        votes.all("x" * 32)
    store.forget(mine)
    assert store.database.rows("SELECT * FROM votes") == []


def test_rounds_survive_a_restart(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    visitor = store.new_visitor()
    trial = begin(store.votes, visitor)
    store.close()
    assert Store(tmp_path / "store").votes.open(visitor) == trial


def test_a_round_of_another_version_is_left_alone(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    begin(votes, visitor)
    with store.database.write() as db:
        db.execute("UPDATE votes SET about = '{\"schema\": 99}'")
    assert votes.all(visitor) == ()
    assert begin(votes, visitor) == votes.open(visitor)
    assert len(store.database.rows("SELECT * FROM votes")) == 2


def test_there_is_an_end_to_how_many_are_kept(store: Store, votes: Votes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("viper_core.votes.ROUND_LIMIT", 2)
    assert ROUND_LIMIT > 100
    visitor = store.new_visitor()
    begin(votes, visitor)
    begin(votes, visitor)
    with pytest.raises(InputError, match="At most 2 rounds"):
        begin(votes, visitor)


def test_the_score_counts_answers_and_names_the_rest(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    for choice in (1, 1, 0):
        votes.decide(visitor, begin(votes, visitor).id, "chosen", choice)
    votes.decide(visitor, begin(votes, visitor, count=2).id, "chosen", 1)
    votes.decide(visitor, begin(votes, visitor).id, "passed")
    begin(votes, visitor)
    begin(votes, visitor, protocol="unpersonalized")
    found = score(votes.all(visitor), "others")
    assert (found.answered, found.hits, found.passed, found.void) == (4, 3, 1, 1)
    assert found.chance == pytest.approx((3 * 1 / 4 + 1 / 2) / 4)
    assert found.interval == pytest.approx((0.3006, 0.9544), abs=1e-4)  # Wilson's of 3 in 4
    empty = score(votes.all(visitor), "unpersonalized")
    assert (empty.answered, empty.void) == (0, 0) and math.isnan(empty.chance)


def test_the_table_holds_every_decided_round_and_nothing_of_an_open_one(store: Store, votes: Votes) -> None:
    visitor = store.new_visitor()
    votes.decide(visitor, begin(votes, visitor, prompt='=HYPERLINK("x"), "y"\nz').id, "chosen", 1)
    votes.decide(visitor, begin(votes, visitor).id, "passed")
    begin(votes, visitor, prompt="still secret")
    text = to_csv(votes.all(visitor))
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [(row["outcome"], row["chosen"], row["mine"], row["hit"]) for row in rows] == [
        ("chosen", "2", "2", "1"),
        ("passed", "", "2", ""),
    ]
    assert rows[0]["prompt"] == '\'=HYPERLINK("x"), "y"\nz', "a spreadsheet must not compute what somebody typed"
    assert rows[0]["seeds"] == "10 11 12 13"
    assert "still secret" not in text
