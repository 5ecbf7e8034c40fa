"""How well an extractor reads what people write: precision, recall, F1, polarity errors, spans, seconds per comment.

Reads the labelled comments of ``tests/data``: comments with the attributes that a reader should find. Those of
``comments.jsonl`` are in three parts: one that rules are tuned on, one of the same round that they are not, and one of
a later round that no rule was ever shown ("untouched"). Those of ``fresh_*.jsonl`` were written by others, who did not
know the rules: two lots of "fresh_seen" to learn from, "fresh_counted" of which only counts and kinds of error were
looked at, and two lots of "fresh_untouched", which nobody has read who makes rules: what is said of strangers' comments
is said of these. An attribute counts as found by its name; whether it is on the right side is the polarity error, a
share of those found. What the reader calls unclear is not found. Names in ``optional`` are matters of taste in reading:
neither missed nor wrong. A comment may know its picture's attributes, as it does on the board. Where the gold has the
words that name an attribute, the overlap of the evidence with them is measured, in characters.

    precision = found and true / found      recall = found and true / true      F1 = 2PR / (P + R)
    overlap = |evidence ∩ words| / |evidence ∪ words|

Of the extractors the bundled one always runs; ``--extractor all`` tries the others too and says why one cannot.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.common import ROOT, Figure, Report, Share, emit, evenly, mean, note, parser_of, positive, run_command
from viper_core.errors import ModelUnavailable
from viper_core.extractors import EXTRACTORS, Extractor, get_extractor
from viper_core.extractors.bundled import BundledExtractor
from viper_core.preferences import Comment, Preferences
from viper_core.vocabulary import load_vocabulary

DATA = ROOT / "tests" / "data" / "comments.jsonl"
FRESH = ("fresh_seen", "fresh_seen_2", "fresh_counted", "fresh_untouched", "fresh_untouched_3")  # a file each
PARTS = ("tune", "held_out", "untouched", *FRESH)
MEASURED = ("fresh_untouched", "fresh_untouched_3")
F1_BOUND = 0.85  # on comments that no rule was made for
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
    quotes: tuple[tuple[str, str], ...] = ()


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
    overlaps: list[float] = field(default_factory=list)
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
    def overlap(self) -> float:
        """Mean overlap of evidence and gold words, of what was found and has gold words; NaN of none."""
        return mean(self.overlaps)

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
        self.overlaps += [
            _overlap(labelled.text, quote, read, name) for name, quote in labelled.quotes if name in found
        ]
        for kind, names in (("found", found), ("right", right), ("true", set(true))):
            for name in names:
                entry = load_vocabulary().get(name)
                category = entry.category if entry else "other"
                self.by_category.setdefault(category, Counter())[kind] += 1


def _overlap(text: str, quote: str, read: Preferences, name: str) -> float:
    """|A ∩ B| / |A ∪ B| of the characters of an attribute's evidence and of the words that name it."""
    placed = read.find(name)
    said = {i for evidence in placed[1].evidence for i in range(evidence.start, evidence.end)} if placed else set()
    start = text.index(quote)
    gold = set(range(start, start + len(quote)))
    return len(said & gold) / len(said | gold)


def load(path: Path = DATA) -> tuple[Labelled, ...]:
    """The labelled comments in the file's order."""
    rows = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return tuple(
        Labelled(
            row["id"], row["split"], row["text"], tuple(row["picture"]), frozenset(row["liked"]),
            frozenset(row["disliked"]), frozenset(row["optional"]), tuple(row.get("quotes", {}).items()),
        )
        for row in rows
    )  # fmt: skip


def load_all() -> tuple[Labelled, ...]:
    """The labelled comments of all parts."""
    return (*load(), *(one for part in FRESH for one in load(DATA.with_name(f"{part}.jsonl"))))


def score(comments: Iterable[Labelled], *, extractor: str = "bundled") -> Score:
    """Read each comment by itself, as of a person who wrote nothing else.

    Only the bundled extractor is told what is in the pictures: there are none to look at.

    Raises:
        ModelUnavailable: that extractor's model cannot be loaded or reached.
    """
    listed = tuple(comments)
    knows = extractor == "bundled"
    reader: Extractor = BundledExtractor({one.id: one.picture for one in listed}) if knows else get_extractor(extractor)
    reader.extract([Comment(text="warm colours")])  # tables and models are loaded before the clock runs
    total = Score()
    for one in listed:
        started = time.perf_counter()
        read = reader.extract([Comment(image=one.id if knows else None, text=one.text)])
        total.add(one, read, time.perf_counter() - started)
    return total


def figures_of(name: str, parts: Mapping[str, Score]) -> tuple[Figure, ...]:
    """The headline figures of one extractor on strangers' untouched comments, against their bounds."""
    figures = []
    for part in MEASURED:
        measured, what = parts[part], f"{name} extractor, strangers' untouched comments ({part})"
        errors = Share(measured.flipped, measured.right)
        figures += [
            Figure(f"{what}: F1", f"{measured.f1:.3f} (bound {F1_BOUND})", measured.f1 >= F1_BOUND),
            Figure(
                f"{what}: polarity errors",
                f"{errors} (bound {100 * POLARITY_BOUND:.0f} %)",
                measured.polarity_errors <= POLARITY_BOUND,
            ),
            Figure(f"{what}: overlap of evidence and words", f"{measured.overlap:.2f}"),
        ]
    slowest = max(parts[part].milliseconds for part in MEASURED)
    within = slowest <= MILLISECONDS_BOUND
    figures.append(
        Figure(f"{name} extractor: time per comment", f"{slowest:.2f} ms (bound {MILLISECONDS_BOUND:.0f} ms)", within)
    )
    return tuple(figures)


def report_of(scores: dict[str, dict[str, Score]], remarks: Sequence[str] = ()) -> Report:
    """The figures of every extractor that ran; the bounds are on strangers' untouched comments.

    Args:
        scores: extractor -> part -> score.
        remarks: what else to say, such as which extractors could not run.
    """
    rows = [
        (name, part, str(s.comments), f"{s.precision:.3f}", f"{s.recall:.3f}", f"{s.f1:.3f}",
         f"{100 * s.polarity_errors:.1f} %", str(s.exact), f"{s.overlap:.2f}", f"{s.milliseconds:.2f}")
        for name, parts in scores.items()
        for part, s in parts.items()
    ]  # fmt: skip
    categories = [
        (name, part, category, str(c["true"]), f"{c['right'] / max(c['found'], 1):.2f}",
         f"{c['right'] / max(c['true'], 1):.2f}", f"{2 * c['right'] / max(c['found'] + c['true'], 1):.2f}")
        for name, parts in scores.items()
        for part in MEASURED
        for category, c in sorted(parts[part].by_category.items())
    ]  # fmt: skip
    counts = ", ".join(f"{s.comments} {part}" for part, s in next(iter(scores.values())).items())
    return Report(
        name="extraction",
        figures=tuple(figure for name, parts in scores.items() for figure in figures_of(name, parts)),
        facts={
            name: {
                part: {
                    "comments": s.comments, "precision": s.precision, "recall": s.recall, "f1": s.f1,
                    "polarity_errors": s.polarity_errors, "exact": s.exact, "overlap": s.overlap,
                    "milliseconds": s.milliseconds,
                }
                for part, s in parts.items()
            }
            for name, parts in scores.items()
        },
        tables=(
            (("extractor", "part", "comments", "precision", "recall", "F1", "polarity errors", "all right", "overlap",
              "ms"), rows),
            (("extractor", "part", "category", "true", "precision", "recall", "F1"), categories),
        ),
        remarks=(f"comments: {counts}", *remarks),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=positive, default=None, help="comments of each part (default: all)")
    parser.add_argument("--extractor", default="bundled", choices=(*EXTRACTORS, "all"), help="default %(default)s")
    a = parser.parse_args(arguments)
    comments = load_all()
    parts = {part: evenly([one for one in comments if one.split == part], a.limit) for part in PARTS}
    scores: dict[str, dict[str, Score]] = {}
    remarks: list[str] = []
    for name in EXTRACTORS if a.extractor == "all" else (a.extractor,):
        try:
            scores[name] = {part: score(listed, extractor=name) for part, listed in parts.items()}
        except ModelUnavailable as error:
            if a.extractor != "all":
                raise
            remarks.append(f"{name} cannot run here")
            note(f"{name} cannot run: {error}")
    emit(report_of(scores, remarks), a)


if __name__ == "__main__":
    run_command(main)
