"""What a person may do with the rounds of their blind tests: answer, give up, look back, take along.

Knows that nothing of an open round is told but its pictures' number; the rounds are kept by :mod:`viper_core.votes`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

from viper_core.visitors import Visitors
from viper_core.votes import Protocol, Score, Trial, score, to_csv

__all__ = ["Ballots", "OpenRound"]


@dataclass(frozen=True, slots=True)
class OpenRound:
    """A round that waits for an answer, without anything that would give it away."""

    trial: str
    protocol: Protocol
    prompt: str
    count: int


class Ballots(Visitors):
    """The rounds of all visitors, each out of reach of the others; safe to call from any thread."""

    def open_round(self, visitor: str) -> OpenRound | None:
        """The round that was shown and not answered, for instance since the page was reloaded; or None."""
        found = self._store.votes.open(visitor)
        return None if found is None else OpenRound(found.id, found.protocol, found.prompt, len(found.makers))

    def vote(self, visitor: str, trial: str, choice: int | None) -> Trial:
        """Answer a round, once and for all, and learn which picture was one's own.

        Args:
            visitor: whose round it is.
            trial: the round.
            choice: the picture that is liked best, from 0 in the order shown, or None for none of them.

        Raises:
            UnknownName: the visitor has no such round.
            InputError: it was answered before, or has no such picture.
        """
        return self._store.votes.decide(visitor, trial, "passed" if choice is None else "chosen", choice)

    def give_round_up(self, visitor: str, trial: str) -> None:
        """Void a round unanswered; it stays in the count of those, and nothing of it is told.

        Raises:
            UnknownName: the visitor has no such round.
            InputError: it was answered before.
        """
        self._store.votes.decide(visitor, trial, "void")

    def blind_scores(self, visitor: str) -> dict[Protocol, Score]:
        """What the visitor's rounds add up to, by protocol."""
        trials = self._store.votes.all(visitor)
        return {protocol: score(trials, protocol) for protocol in get_args(Protocol)}

    def votes_csv(self, visitor: str) -> str:
        """The visitor's decided rounds as a table."""
        return to_csv(self._store.votes.all(visitor))
