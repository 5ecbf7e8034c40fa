"""Which combinations of subject and attribute a model has not seen, or seldom, and how well it draws them.

A model whose data left combinations out on purpose names them in its viper.json. Of any other the data folder tells
how often each was drawn: for every attribute the subjects it was drawn with least are its rarest tenth, so that rare
and common combinations are of the same attributes. Knows no picture beyond the judge's verdict.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.cases import Case
from benchmarks.common import Share
from benchmarks.verdicts import Verdict
from viper_core.bundle import Known

RAREST = 0.1  # share of an attribute's subjects


@dataclass(frozen=True)
class Apart:
    """Combinations that are held against all others, and what they are, in words."""

    what: str
    combinations: frozenset[tuple[str, str]]
    remark: str

    def shares(self, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> tuple[Share, Share]:
        """Where subject and attribute are both named as asked: of these combinations, and of all others."""
        apart: dict[bool, list[bool]] = {True: [], False: []}
        for case, verdict in zip(cases, verdicts, strict=True):
            for name in case.attributes:
                told = verdict.subject == case.subject and verdict.shows(name)
                apart[(case.subject, name) in self.combinations].append(told)
        return Share.of(apart[True]), Share.of(apart[False])


def unseen(known: Known) -> Apart | None:
    """The combinations that the model's training left out; None where it left out none."""
    if not known.unseen:
        return None
    count = len(known.subjects) * len(known.attributes)
    return Apart("unseen", frozenset(known.unseen), f"{len(known.unseen)} of {count} combinations were left out")


def rarest(known: Known, folder: Path) -> Apart:
    """For every attribute, the tenth of the subjects (at least one) that it was drawn with least in a data folder."""
    from training.data import Drawings

    drawn: Counter[tuple[str, str]] = Counter()
    drawings = Drawings(folder)
    for shard in drawings.shards():
        drawn.update((record["subject"], name) for record in drawings.scenes(shard) for name in record["attributes"])
    few = rarest_of(drawn, known)
    rest = {(subject, name) for subject in known.subjects for name in known.attributes} - few
    often, seldom = (sum(drawn[c] for c in some) / max(1, len(some)) for some in (rest, few))
    return Apart("rare", few, f"rare combinations are in {seldom:.0f} drawings each on average, others in {often:.0f}")


def rarest_of(drawn: Mapping[tuple[str, str], int], known: Known) -> frozenset[tuple[str, str]]:
    """The rarest combinations of every attribute, of those that were drawn ``drawn`` times."""
    few = math.ceil(RAREST * len(known.subjects))
    return frozenset(
        (subject, name)
        for name in known.attributes
        for subject in sorted(known.subjects, key=lambda subject: (drawn.get((subject, name), 0), subject))[:few]
    )
