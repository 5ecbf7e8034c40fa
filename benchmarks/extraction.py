"""How well an extractor reads what people write: precision, recall, F1, polarity errors, milliseconds per comment.

Reads ``tests/data/comments.jsonl``: comments with the attributes that a reader should find, a part that rules may be
tuned on and a part that they may not. An attribute counts as found by its name; whether it is on the right side is
the polarity error, a share of those found. Names in ``optional`` are matters of taste in reading: neither missed nor
wrong. A comment may know its picture's attributes, as it does on the board.

    precision = found and true / found      recall = found and true / true      F1 = 2PR / (P + R)
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.common import ROOT, Figure, Report, emit, evenly, parser_of, positive, run_command
from viper_core.extractors.bundled import BundledExtractor
from viper_core.preferences import Comment, Preferences
from viper_core.vocabulary import load_vocabulary

DATA = ROOT / "tests" / "data" / "comments.jsonl"
PARTS = ("tune", "held_out", "untouched")
F1_BOUND = 0.85  # on the held-out part
POLARITY_BOUND = 0.03
MILLISECONDS_BOUND = 20.0


@dataclass(frozen=True)
class Labelled:
    """One comment and what should be found in it."""

    id: str
    split: str
    text: str
    picture: tuple[str, ...]
    liked: frozenset[str]
    disliked: frozenset[str]
    optional: frozenset[str]


@dataclass
class Score:
    """Counts over comments; every share is of attributes."""

    comments: int = 0
    found: int = 0
    right: int = 0
    true: int = 0
    flipped: int = 0
    exact: int = 0
    seconds: float = 0.0
    by_category: dict[str, Counter[str]] = field(default_factory=dict)

    @property
    def precision(self) -> float:
        """Share of what was found that is true, whatever its side."""
        return self.right / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """Share of what is true that was found, whatever its side."""
        return self.right / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of both."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    @property
    def polarity_errors(self) -> float:
        """Share of those rightly found that are on the wrong side."""
        return self.flipped / self.right if self.right else 0.0

    @property
    def milliseconds(self) -> float:
        """Per comment."""
        return 1000 * self.seconds / self.comments if self.comments else 0.0

    def add(self, labelled: Labelled, read: Preferences, seconds: float) -> None:
        """Count one comment in."""
        sides = {attribute.name: "liked" for attribute in read.liked}
        sides |= {attribute.name: "disliked" for attribute in read.disliked}
        true = dict.fromkeys(labelled.liked, "liked") | dict.fromkeys(labelled.disliked, "disliked")
        found = {name for name in sides if name in true or name not in labelled.optional}
        right = found & set(true)
        flipped = sum(sides[name] != true[name] for name in right)
        self.comments += 1
        self.found += len(found)
        self.right += len(right)
        self.true += len(true)
        self.flipped += flipped
        self.exact += found == set(true) and not flipped
        self.seconds += seconds
        for kind, names in (("found", found), ("right", right), ("true", set(true))):
            for name in names:
                entry = load_vocabulary().get(name)
                category = entry.category if entry else "other"
                self.by_category.setdefault(category, Counter())[kind] += 1


def load(path: Path = DATA) -> tuple[Labelled, ...]:
    """The labelled comments in the file's order."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return tuple(
        Labelled(
            row["id"], row["split"], row["text"], tuple(row["picture"]), frozenset(row["liked"]),
            frozenset(row["disliked"]), frozenset(row["optional"]),
        )
        for row in rows
    )  # fmt: skip


def score(comments: Iterable[Labelled]) -> Score:
    """Read each comment by itself, as of a person who wrote nothing else."""
    listed = tuple(comments)
    extractor = BundledExtractor({one.id: one.picture for one in listed})
    extractor.extract([Comment(text="warm colours")])  # the tables are read before the clock runs
    total = Score()
    for one in listed:
        started = time.perf_counter()
        read = extractor.extract([Comment(image=one.id, text=one.text)])
        total.add(one, read, time.perf_counter() - started)
    return total


def report_of(scores: dict[str, Score]) -> Report:
    """The figures of both parts; the bounds are on the held-out one."""
    rows = [
        (part, str(s.comments), f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}",
         f"{100 * s.polarity_errors:.1f} %", str(s.exact), f"{s.milliseconds:.2f}")
        for part, s in scores.items()
    ]  # fmt: skip
    held = scores["held_out"]
    categories = [
        (name, str(c["true"]), str(c["found"]), str(c["right"])) for name, c in sorted(held.by_category.items())
    ]
    return Report(
        name="extraction",
        figures=(
            Figure(
                "bundled extractor, held-out comments: F1",
                f"{held.f1:.3f} (bound {F1_BOUND})",
                held.f1 >= F1_BOUND,
            ),
            Figure(
                "bundled extractor, held-out comments: polarity errors",
                f"{100 * held.polarity_errors:.1f} % (bound {100 * POLARITY_BOUND:.0f} %)",
                held.polarity_errors <= POLARITY_BOUND,
            ),
            Figure(
                "bundled extractor: time per comment",
                f"{held.milliseconds:.2f} ms (bound {MILLISECONDS_BOUND:.0f} ms)",
                held.milliseconds <= MILLISECONDS_BOUND,
            ),
        ),
        facts={
            part: {
                "comments": s.comments, "precision": s.precision, "recall": s.recall, "f1": s.f1,
                "polarity_errors": s.polarity_errors, "exact": s.exact, "milliseconds": s.milliseconds,
            }
            for part, s in scores.items()
        },
        tables=(
            (("part", "comments", "precision", "recall", "F1", "polarity errors", "all right", "ms"), rows),
            (("category (held out)", "true", "found", "right"), categories),
        ),
        remarks=(f"{scores['tune'].comments} comments to tune on, {held.comments} held out",),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=positive, default=None, help="comments of each part (default: all)")
    a = parser.parse_args(arguments)
    comments = load()
    parts = {part: evenly([one for one in comments if one.split == part], a.limit) for part in PARTS}
    emit(report_of({part: score(listed) for part, listed in parts.items()}), a)


if __name__ == "__main__":
    run_command(main)
