"""The rounds of blind tests in the store's file, and what they add up to.

Knows the table ``votes``: each round once, from the moment its pictures were shown, with the secret of which one is the
person's own; it is decided at most once. A round that was left undecided stays in the count of those that were given
up, so that a rate cannot be made better by leaving. What the pictures are is :mod:`viper_core.blind_test`'s business.

    votes   visitor, trial -> protocol, and as JSON: prompt, pictures, which is whose, the answer
"""

from __future__ import annotations

import csv
import datetime
import io
import secrets
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viper_core.database import Database
from viper_core.errors import InputError, UnknownName
from viper_core.shares import wilson

__all__ = ["ROUND_LIMIT", "Maker", "Outcome", "Protocol", "Score", "Trial", "Votes", "score", "to_csv"]

ROUND_LIMIT: Final = 2000  # rounds per visitor
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # with which a spreadsheet takes a cell for something to be computed

Protocol = Literal["unpersonalized", "others"]
"""The paper's two: mine among pictures that everyone gets, mine among pictures made for others."""
Outcome = Literal["open", "chosen", "passed", "void"]


class _Value(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class Maker(_Value):
    """What one of a round's pictures was drawn to: a seed and the names of a taste; no names for everyone's."""

    seed: int
    liked: Annotated[tuple[str, ...], Field(strict=False)] = ()
    disliked: Annotated[tuple[str, ...], Field(strict=False)] = ()


class Trial(_Value):
    """One round.

    Attributes:
        id: what it is called in requests; random.
        created: when it was shown, in seconds since 1970.
        protocol: among what one's own picture was to be found.
        prompt, beta, model: what was drawn, how much to taste, and by which model.
        makers: of each picture, in the order in which they are shown.
        mine: which of them is the person's own, from 0.
        outcome: open, chosen, passed (none is best), or void (given up).
        choice: the picture that was liked best, or None.
    """

    id: str
    created: float
    protocol: Protocol
    prompt: str
    beta: float
    model: str
    makers: Annotated[tuple[Maker, ...], Field(strict=False)]
    mine: int
    outcome: Outcome = "open"
    choice: int | None = None

    @property
    def is_hit(self) -> bool:
        """Whether the person's own picture was liked best."""
        return self.choice == self.mine


@dataclass(frozen=True, slots=True)
class Score:
    """What the decided rounds of one protocol add up to.

    Attributes:
        answered: rounds in which a picture was chosen.
        hits: those in which it was one's own.
        passed: rounds in which none was chosen.
        void: rounds that were given up.
        chance: the share of hits that blind guessing would have, over the answered rounds; NaN of none.
    """

    answered: int
    hits: int
    passed: int
    void: int
    chance: float

    @property
    def interval(self) -> tuple[float, float]:
        """Where the true share of hits lies with 95 % confidence, by Wilson's score interval."""
        return wilson(self.hits, self.answered)


class Votes:
    """The rounds of all visitors; each method sees one visitor's only.

    Every method raises :class:`~viper_core.errors.UnknownName` for a visitor who is not in the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        visitor: str,
        protocol: Protocol,
        *,
        prompt: str,
        beta: float,
        model: str,
        makers: Sequence[Maker],
        mine: int,
    ) -> Trial:
        """Keep a round whose pictures are about to be shown; one that is still open is given up.

        Raises:
            InputError: there are :data:`ROUND_LIMIT` rounds already.
        """
        trial = Trial(
            id=secrets.token_hex(8),
            created=time.time(),
            protocol=protocol,
            prompt=prompt,
            beta=beta,
            model=model,
            makers=tuple(makers),
            mine=mine,
        )
        with self._database.write() as db:
            key = self._database.known(visitor)
            if db.execute("SELECT count(*) FROM votes WHERE visitor = ?", (key,)).fetchone()[0] >= ROUND_LIMIT:
                raise InputError(f"At most {ROUND_LIMIT} rounds are kept. Export them, then begin anew.")
            for left in (one for one in _trials(db, key) if one.outcome == "open"):
                _put(db, key, left.model_copy(update={"outcome": "void"}))
            db.execute(
                "INSERT INTO votes (visitor, trial, created, protocol, about) VALUES (?, ?, ?, ?, ?)",
                (key, trial.id, trial.created, protocol, trial.model_dump_json()),
            )
        return trial

    def all(self, visitor: str) -> tuple[Trial, ...]:
        """Every round, in the order in which they were shown."""
        with self._database.reading() as db:
            return tuple(_trials(db, self._database.known(visitor)))

    def open(self, visitor: str) -> Trial | None:
        """The round that waits for an answer, or None."""
        return next((one for one in reversed(self.all(visitor)) if one.outcome == "open"), None)

    def decide(self, visitor: str, trial: str, outcome: Outcome, choice: int | None = None) -> Trial:
        """Put the answer to an open round down, once and for all.

        Raises:
            UnknownName: the visitor has no such round.
            InputError: it was decided before, or has no such picture.
        """

        def decided(found: Trial) -> Trial:
            if found.outcome != "open":
                raise InputError("This round is over: every round is answered once. Begin another one.")
            if (choice is None) == (outcome == "chosen") or choice not in (None, *range(len(found.makers))):
                raise InputError(f"A round of {len(found.makers)} pictures is answered by one of them, or by none.")
            return found.model_copy(update={"outcome": outcome, "choice": choice})

        return self._change(visitor, trial, decided)

    def _change(self, visitor: str, trial: str, change: Callable[[Trial], Trial]) -> Trial:
        with self._database.write() as db:
            key = self._database.known(visitor)
            found = next((one for one in _trials(db, key) if one.id == trial), None)
            if found is None:
                raise UnknownName("There is no such round: it was deleted, or is not yours. Begin another one.")
            changed = change(found)
            _put(db, key, changed)
        return changed


def score(trials: Sequence[Trial], protocol: Protocol) -> Score:
    """What the rounds of one protocol add up to; an open one counts for nothing yet."""
    mine = [one for one in trials if one.protocol == protocol]
    answered = [one for one in mine if one.outcome == "chosen"]
    return Score(
        answered=len(answered),
        hits=sum(one.is_hit for one in answered),
        passed=sum(one.outcome == "passed" for one in mine),
        void=sum(one.outcome == "void" for one in mine),
        chance=sum(1 / len(one.makers) for one in answered) / len(answered) if answered else float("nan"),
    )


def to_csv(trials: Sequence[Trial]) -> str:
    """The decided rounds as a table, one a row; pictures are counted from 1. Of an open one nothing is told."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(
        ("shown_utc", "protocol", "pictures", "outcome", "chosen", "mine", "hit", "beta", "model", "prompt", "seeds")
    )
    for one in trials:
        if one.outcome == "open":
            continue
        shown = datetime.datetime.fromtimestamp(one.created, tz=datetime.UTC)
        chosen = "" if one.choice is None else one.choice + 1
        hit = int(one.is_hit) if one.outcome == "chosen" else ""
        seeds = " ".join(str(maker.seed) for maker in one.makers)
        table.writerow(
            (shown.isoformat(timespec="seconds"), one.protocol, len(one.makers), one.outcome, chosen, one.mine + 1, hit,
             f"{one.beta:g}", one.model, _as_text(one.prompt), seeds)
        )  # fmt: skip
    return out.getvalue()


def _as_text(value: str) -> str:
    """``value`` as a cell that no spreadsheet computes."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def _trials(db: sqlite3.Connection, key: str) -> list[Trial]:
    """The rounds that this version can read."""
    found = []
    for (about,) in db.execute("SELECT about FROM votes WHERE visitor = ? ORDER BY id", (key,)):
        try:
            found.append(Trial.model_validate_json(about))
        except ValidationError:  # another version wrote it
            continue
    return found


def _put(db: sqlite3.Connection, key: str, trial: Trial) -> None:
    db.execute("UPDATE votes SET about = ? WHERE visitor = ? AND trial = ?", (trial.model_dump_json(), key, trial.id))
