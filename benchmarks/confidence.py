"""How well the bundled extractor knows when it may be wrong, and the weights with which it does.

Two logistic regressions over the marks of readings (:mod:`viper_core.extractors.confidence`), whose sum is the table:

    which side   every labelled reading beside the same one turned round: do the words speak for it or for the contrary?
    how hard     what became of the rules' own readings: in what kind of comment do they go wrong?

Labelled comments come in lots; each is judged with weights learned from the others only, so that a lot is as new to the
table as a stranger's comments are. ``fresh_untouched*`` and ``fresh_seen_2`` are no part of it. Beside the table a rule
of thumb with hand-set weights is measured. The limit of doubt is the smallest at which strangers' lots keep an F1 of
0.89 in this cross-validation. ``--write`` learns from all lots and puts the table into the package.
"""

from __future__ import annotations

import dataclasses
import itertools
import json
import math
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch

from benchmarks.common import Figure, Report, Share, emit, parser_of, run_command
from benchmarks.extraction import DATA, Labelled, load
from viper_core.extractors.bundled import BundledExtractor
from viper_core.extractors.clauses import parse_comment
from viper_core.extractors.confidence import TABLE, Confidence, marks_of
from viper_core.extractors.discourse import read_comment
from viper_core.preferences import Comment
from viper_core.vocabulary import load_vocabulary

STRANGERS = ("held_out", "fresh_seen", "fresh_counted")  # lots that are as people mostly write
F1_KEPT = 0.89
FREQUENT = 3  # readings that a mark must occur in to get a weight
SIDE_PENALTY, RISK_PENALTY = 2.0, 20.0  # of squared weights
GRAMMAR = 2.0  # marks that are no words are punished less by this factor
SMALLEST = 0.05  # weight that is worth a line in the table
THINGS = (
    ("fog", "foggy"), ("pixel art", "pixel art"), ("grain", "grainy texture"), ("impasto", "impasto"),
    ("watercolour", "watercolor"), ("soft light", "soft light"), ("pointillism", "pointillism"),
    ("chiaroscuro", "chiaroscuro"), ("gold leaf", "gold leaf"), ("vignette", "vignette"),
)  # fmt: skip
LOOKS = (
    ("dark", "dim lighting"), ("foggy", "foggy"), ("grainy", "grainy texture"), ("colourful", "colorful"),
    ("minimalist", "minimalist composition"), ("symmetrical", "symmetrical composition"),
)  # fmt: skip
BY_HAND = {
    "said elsewhere": 1.0, "against face value": 1.0, "against its word": 1.0, "sentence objects": 0.5, "weak": 0.5,
    "clauses 2+": 0.5, "sentences 3+": 0.5, "asks": 0.5, "rare word in sentence": 0.5, "unread in segment 2+": 0.5,
    "INSTEAD+ in segment": 1.0, "< + PERSON": 0.5, "< - PERSON": 0.5, "comment agrees": -0.5, "segment agrees": -0.5,
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One attribute that the rules read in a comment.

    Attributes:
        lot: the part of the labelled comments.
        comment: number of the comment.
        name: the attribute.
        value: the feeling that the rules read.
        truth: +1 for liked, -1 for disliked, 0 where the comment does not say so of it.
        marks: of the reading.
        contrary: of the same reading turned round.
    """

    lot: str
    comment: int
    name: str
    value: float
    truth: int
    marks: frozenset[str]
    contrary: frozenset[str]

    @property
    def is_wrong(self) -> bool:
        """Whether it is on the wrong side."""
        return self.truth * self.value < 0


@dataclass(frozen=True)
class Kept:
    """What is left of some comments' readings when the doubtful ones are left out."""

    found: int
    right: int
    flipped: int
    true: int

    @property
    def f1(self) -> float:
        """As :mod:`benchmarks.extraction` counts it."""
        return 2 * self.right / max(self.found + self.true, 1)

    @property
    def errors(self) -> Share:
        """Share of those rightly found that are on the wrong side."""
        return Share(self.flipped, self.right)


def filled(path: Path, lot: str) -> Iterator[Labelled]:
    """Comments of a file of ways of saying: signs for {a}, {n} and {m}, as far as they are there, then the words."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        signs, _, text = line.partition(" ")
        named, other = THINGS[number % len(THINGS)], THINGS[(number * 3 + 1 + number % 2) % len(THINGS)]
        other = other if other != named else THINGS[(number + 5) % len(THINGS)]
        look = next(one for one in LOOKS[number % len(LOOKS) :] + LOOKS if one[1] not in (named[1], other[1]))
        slots = {"a": look, "n": named, "m": other}
        used = [slot for slot in slots if f"{{{slot}}}" in text]
        meant = {slots[slot][1]: sign for slot, sign in zip(used, signs, strict=True)}
        liked, disliked = (frozenset(name for name, one in meant.items() if one == sign) for sign in "+-")
        for slot, (word, _) in slots.items():
            text = text.replace(f"{{{slot}}}", word)
        yield Labelled(f"{lot}-{number}", lot, text, (), liked, disliked, frozenset())


def labelled_lots() -> list[Labelled]:
    """All labelled comments but the untouched ones of strangers."""
    return [
        *load(),
        *(one for part in ("fresh_seen", "fresh_counted") for one in load(DATA.with_name(f"{part}.jsonl"))),
        *(dataclasses.replace(one, split="tricky") for one in load(DATA.with_name("tricky.jsonl"))),
        *(one for lot in ("phrasings", "sayings") for one in filled(DATA.with_name(f"{lot}.txt"), lot)),
    ]


def examples_of(comments: Sequence[Labelled]) -> list[Example]:
    """What the rules read in the comments, whatever they doubt."""
    matcher = load_vocabulary().matcher
    extractor = BundledExtractor({one.id: one.picture for one in comments})
    found = []
    for number, one in enumerate(comments):
        tokens, sentences = parse_comment(one.text, matcher)
        readings = read_comment(one.text, matcher)
        places = {(reading.mention.start, reading.mention.end): reading for reading in readings}
        (read,) = extractor.read([Comment(image=one.id, text=one.text)]).readings
        for finding in read.findings:
            if finding.name in one.optional and finding.name not in one.liked | one.disliked:
                continue
            reading = places[finding.start, finding.end]
            turned = [dataclasses.replace(r, value=-r.value) if r is reading else r for r in readings]
            contrary = turned[readings.index(reading)]
            found.append(
                Example(
                    one.split, number, finding.name, finding.value,
                    (finding.name in one.liked) - (finding.name in one.disliked),
                    marks_of(tokens, sentences, readings, reading), marks_of(tokens, sentences, turned, contrary),
                )
            )  # fmt: skip
    return found


def regress(cases: Sequence[tuple[Collection[str], bool]], *, penalty: float) -> tuple[float, dict[str, float]]:
    """Bias and weights of a logistic regression by L-BFGS, on frequent marks, with squared weights punished."""
    counts = Counter(mark for marks, _ in cases for mark in marks)
    weighed = sorted(mark for mark, count in counts.items() if count >= FREQUENT)
    index = {mark: place for place, mark in enumerate(weighed, start=1)}
    places = [(row, index[mark]) for row, (marks, _) in enumerate(cases) for mark in sorted(marks) if mark in index]
    places += [(row, 0) for row in range(len(cases))]
    size = (len(cases), len(index) + 1)
    ones = torch.ones(len(places), dtype=torch.double)
    given = torch.sparse_coo_tensor(torch.tensor(places).T, ones, size, check_invariants=True).coalesce()
    wanted = torch.tensor([outcome for _, outcome in cases], dtype=torch.double)
    eased = [penalty if mark[0] in "<>" else penalty / GRAMMAR for mark in index]
    punished = torch.tensor([0.0, *eased], dtype=torch.double)
    weights = torch.zeros(size[1], dtype=torch.double, requires_grad=True)
    optimizer = torch.optim.LBFGS([weights], max_iter=100, line_search_fn="strong_wolfe")

    def loss() -> torch.Tensor:
        optimizer.zero_grad()
        odds = torch.sparse.mm(given, weights[:, None])[:, 0]
        total = torch.nn.functional.binary_cross_entropy_with_logits(odds, wanted, reduction="sum")
        total = total + (punished * weights.square()).sum() / 2
        total.backward()
        return total.detach()

    optimizer.step(loss)  # type: ignore[arg-type]
    fitted = weights.detach().tolist()
    return fitted[0], {mark: fitted[place] for mark, place in index.items()}


def learn(examples: Sequence[Example]) -> Confidence:
    """The table from labelled readings; without a limit."""
    judged = [one for one in examples if one.truth]
    pairs = [(marks, wrong) for one in judged
             for marks, wrong in ((one.marks, one.is_wrong), (one.contrary, not one.is_wrong))]  # fmt: skip
    _, side = regress(pairs, penalty=SIDE_PENALTY)
    bias, risk = regress([(one.marks, one.is_wrong) for one in judged], penalty=RISK_PENALTY)
    weights = {mark: round(side.get(mark, 0.0) + risk.get(mark, 0.0), 2) for mark in sorted(side.keys() | risk.keys())}
    return Confidence(round(bias, 2), {mark: one for mark, one in weights.items() if abs(one) >= SMALLEST}, 1.0)


def cross_validated(examples: Sequence[Example]) -> list[float]:
    """The doubt of each example by a table that was learned from the other lots."""
    tables = {lot: learn([one for one in examples if one.lot != lot]) for lot in sorted({one.lot for one in examples})}
    return [tables[one.lot].doubt(one.marks) for one in examples]


def kept(examples: Iterable[Example], doubts: Iterable[float], limit: float, true: int) -> Kept:
    """What is left at a limit of doubt; ``true`` attributes should have been found."""
    sums: dict[tuple[int, str], float] = {}
    truths: dict[tuple[int, str], int] = {}
    for one, doubt in zip(examples, doubts, strict=True):
        if doubt <= limit:
            sums[one.comment, one.name] = sums.get((one.comment, one.name), 0.0) + one.value
            truths[one.comment, one.name] = one.truth
    right = [key for key in sums if truths[key]]
    return Kept(len(sums), len(right), sum(sums[key] * truths[key] < 0 for key in right), true)


def ranked(examples: Sequence[Example], doubts: Sequence[float]) -> float:
    """How often a wrong reading is doubted more than a right one (the area under the ROC curve)."""
    wrong = [doubt for one, doubt in zip(examples, doubts, strict=True) if one.truth and one.is_wrong]
    right = [doubt for one, doubt in zip(examples, doubts, strict=True) if one.truth and not one.is_wrong]
    pairs = [(a > b) + 0.5 * (a == b) for a, b in itertools.product(wrong, right)]
    return sum(pairs) / len(pairs) if pairs else math.nan


def limit_for(keeps: Callable[[float], Kept], doubts: Iterable[float]) -> float:
    """The smallest limit at which F1 is kept."""
    return next(limit for limit in sorted(set(doubts)) if keeps(limit).f1 >= F1_KEPT)


def write(table: Confidence) -> None:
    """Put the table into the package, the heaviest marks first."""
    heaviest = sorted(table.weights.items(), key=lambda item: (-abs(item[1]), item[0]))
    data = {"bias": table.bias, "limit": table.limit, "weights": dict(heaviest)}
    TABLE.write_text(json.dumps(data, indent=0, ensure_ascii=False) + "\n", "utf-8")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--write", action="store_true", help="learn from all lots and put the table into the package")
    a = parser.parse_args(arguments)
    comments = labelled_lots()
    examples = examples_of(comments)
    by_table, by_hand = cross_validated(examples), [Confidence(-3.0, BY_HAND, 1.0).doubt(one.marks) for one in examples]

    def keep(lots: Collection[str], doubts: Sequence[float], limit: float) -> Kept:
        chosen = [(one, doubt) for one, doubt in zip(examples, doubts, strict=True) if one.lot in lots]
        true = sum(len(one.liked | one.disliked) for one in comments if one.split in lots)
        return kept([one for one, _ in chosen], [doubt for _, doubt in chosen], limit, true)

    lots = sorted({one.split for one in comments})
    figures, facts, limits, rows = [], {}, {}, []
    for name, doubts in (("hand-set weights", by_hand), ("table", by_table)):
        limits[name] = limit_for(lambda limit: keep(STRANGERS, doubts, limit), doubts)  # noqa: B023
        for lot in (*lots, "strangers"):
            of = STRANGERS if lot == "strangers" else (lot,)
            chosen = [(one, doubt) for one, doubt in zip(examples, doubts, strict=True) if one.lot in of]
            area = ranked([one for one, _ in chosen], [doubt for _, doubt in chosen])
            before, after = keep(of, doubts, 1.0), keep(of, doubts, limits[name])
            rows.append((name, lot, f"{area:.2f}", f"{before.f1:.3f}", str(before.errors), f"{after.f1:.3f}",
                         str(after.errors)))  # fmt: skip
            facts[f"{name}, {lot}"] = {"area": area, "before": dataclasses.asdict(before),
                                       "after": dataclasses.asdict(after)}  # fmt: skip
        figures.append(Figure(f"doubt by {name}, strangers' lots, each new to it: F1, polarity errors",
                              f"{after.f1:.3f}, {after.errors}"))  # fmt: skip
    if a.write:
        write(dataclasses.replace(learn(examples), limit=round(limits["table"], 3)))
    header = ("doubt by", "lot", "area", "F1 of all", "errors of all", "F1", "errors")
    remarks = (f"limits {', '.join(f'{name} {limit:.3f}' for name, limit in limits.items())}",)
    emit(Report("confidence", tuple(figures), facts, ((header, rows),), remarks), a)


if __name__ == "__main__":
    run_command(main)
