"""Do people get pictures they would choose? The paper's two tests, and rivals, on simulated people nobody learned from.

Each unseen person (``training.agents``) says something about ten drawings. The bundled extractor reads that, the model
draws to what was read, and the judge, which nothing else uses, says which attributes a picture shows. What a person
truly thinks of it follows: the chances of what they like less those of what they dislike.

    mine among unpersonalised   first of one of mine and seven that anybody would get, each of another seed
    mine among others'          first of one of mine and seven made for others, all of one seed (chance 12.5 %)
    wins                        mine above another method's picture of the same prompt and seed
    subject                     still the one of the prompt

Everything is end to end: comments, what was read in them, pictures. ``--true`` draws to the true taste instead, as far
as it can be drawn: the most that a perfect reader could bring. Intervals are bootstrapped over people.

    python -m training.agents --out runs/agents.jsonl
    python -m benchmarks.study --people-file runs/agents.jsonl --limit 40
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.cases import Case, plain_prompts, preferences_of, renderable
from benchmarks.common import (
    Figure,
    Report,
    add_judged_arguments,
    add_model_arguments,
    emit,
    mean,
    note,
    parser_of,
    positive,
    run_command,
)
from benchmarks.methods import METHODS, NONE, OURS, TastedJob, Wish
from benchmarks.verdicts import Examiner, Verdict, open_examiner
from training.atelier import ATTRIBUTES
from viper_core.errors import InputError
from viper_core.preferences import Comment, Preferences, Side

PEOPLE, PROMPTS, RIVALS = 40, 4, 7
FIRST_BOUND, OTHERS_BOUND = 0.861, 0.70  # the paper's figure with people; chance is one in eight
DRAWS = 2000  # of the bootstrap


@dataclass(frozen=True)
class Participant:
    """A simulated person: true taste, as far as the model can draw it, and what they said about which drawings."""

    id: str
    liked: frozenset[str]
    disliked: frozenset[str]
    comments: tuple[str, ...]
    shown: tuple[frozenset[str], ...]

    def pleasure(self, verdict: Verdict) -> float:
        """What they truly think of a picture."""
        return verdict.pleasure(self.liked, self.disliked)


@dataclass(frozen=True)
class Estimate:
    """A mean over people, with the middle 95 % of its bootstrap."""

    value: float
    low: float
    high: float
    people: int

    @classmethod
    def of(cls, by_person: Sequence[float]) -> Estimate:
        """The estimate of one value a person."""
        rng = random.Random(0)
        means = sorted(mean(rng.choices(by_person, k=len(by_person))) for _ in range(DRAWS))
        return cls(mean(by_person), means[int(0.025 * DRAWS)], means[int(0.975 * DRAWS) - 1], len(by_person))

    def __str__(self) -> str:
        return f"{100 * self.value:.1f} % ({100 * self.low:.1f}–{100 * self.high:.1f}, {self.people} people)"

    def as_json(self) -> dict[str, float]:
        """Plain values for ``--json``."""
        return {"value": self.value, "low": self.low, "high": self.high, "people": self.people}


def load_people(path: Path, known: Sequence[str], count: int) -> tuple[Participant, ...]:
    """The first unseen people of a file of ``training.agents`` who like and dislike something that can be drawn.

    Raises:
        InputError: there is no such file, or it has too few of them.
    """
    if not path.is_file():
        raise InputError(f"There is no {path}. Make it with: python -m training.agents --out {path}")
    drawable, found = frozenset(known), []
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            one = json.loads(line)
            liked, disliked = frozenset(one["liked"]) & drawable, frozenset(one["disliked"]) & drawable
            if one["split"] != "unseen" or not liked or not disliked:
                continue
            said = one["comments"]
            found.append(
                Participant(
                    one["id"], liked, disliked, tuple(entry["comment"] for entry in said),
                    tuple(frozenset(entry["scene"]["attributes"]) for entry in said),
                )
            )  # fmt: skip
            if len(found) == count:
                return tuple(found)
    raise InputError(f"{path} has {len(found)} people for this; {count} are needed.")


def read_taste(person: Participant, *, comments: int | None = None) -> Preferences:
    """What the bundled extractor reads in a person's first comments."""
    from viper_core.extractors.bundled import BundledExtractor

    said = person.comments[:comments]
    board = {f"drawing-{i}": tuple(sorted(shown)) for i, shown in enumerate(person.shown)}
    return BundledExtractor(board).extract([Comment(image=f"drawing-{i}", text=text) for i, text in enumerate(said)])


def true_taste(person: Participant) -> Preferences:
    """All that a person likes and dislikes of what can be drawn."""
    return preferences_of(sorted(person.liked), sorted(person.disliked))


def shown_taste(person: Participant) -> Preferences:
    """A taste from pictures alone: what those they liked show more often than those they disliked, and the reverse.

    Whether a picture was liked is what a thumb up or down would have told.
    """
    good = [shown for shown in person.shown if len(shown & person.liked) > len(shown & person.disliked)]
    bad = [shown for shown in person.shown if len(shown & person.disliked) > len(shown & person.liked)]
    sides: dict[Side, dict[str, float]] = {"liked": {}, "disliked": {}}
    for name in sorted(set().union(*person.shown) & set(ATTRIBUTES)):
        lead = mean(name in shown for shown in good or [()]) - mean(name in shown for shown in bad or [()])
        if abs(lead) > 1e-9:
            sides["liked" if lead > 0 else "disliked"][name] = round(2 * abs(lead), 4)
    return preferences_of(sides["liked"], sides["disliked"], weights=sides["liked"] | sides["disliked"])


def place_of(mine: float, others: Sequence[float]) -> float:
    """1 if mine is above all others, a share of it where some are as good, else 0."""
    best = max(others)
    return 0.0 if mine < best else 1.0 / (1 + sum(other == mine for other in others))


@dataclass(frozen=True)
class Drawn:
    """All verdicts of a study: by method, by person, by prompt; and the unpersonalised ones of further seeds."""

    people: tuple[Participant, ...]
    cases: tuple[Case, ...]
    verdicts: Mapping[str, Sequence[Sequence[Verdict]]]
    further: Sequence[Sequence[Verdict]]

    def among_unpersonalised(self, method: str) -> Estimate:
        """How often this method's picture is the best of it and seven that anybody would get."""
        return self._by_person(
            lambda i, j: place_of(self._pleasure(method, i, j), [self.people[i].pleasure(v) for v in self.further[j]])
        )

    def among_others(self, method: str) -> Estimate:
        """How often a person's picture pleases them more than seven made for others, of the same prompt and seed."""

        def first(i: int, j: int) -> float:
            rng = random.Random(f"others:{i}:{j}")
            rivals = rng.sample([k for k in range(len(self.people)) if k != i], RIVALS)
            theirs = [self.people[i].pleasure(self.verdicts[method][k][j]) for k in rivals]
            return place_of(self._pleasure(method, i, j), theirs)

        return self._by_person(first)

    def wins(self, method: str, rival: str) -> Estimate:
        """How often this method pleases more than the other; half of a draw."""

        def won(i: int, j: int) -> float:
            mine, other = self._pleasure(method, i, j), self._pleasure(rival, i, j)
            return 0.5 if mine == other else float(mine > other)

        return self._by_person(won)

    def subject_kept(self, method: str) -> Estimate:
        """How often the subject is still the prompt's."""
        return self._by_person(lambda i, j: float(self.verdicts[method][i][j].subject == self.cases[j].subject))

    def pleasure(self, method: str) -> float:
        """The mean true pleasure."""
        pairs = [(i, j) for i in range(len(self.people)) for j in range(len(self.cases))]
        return mean(self._pleasure(method, i, j) for i, j in pairs)

    def _pleasure(self, method: str, i: int, j: int) -> float:
        return self.people[i].pleasure(self.verdicts[method][i][j])

    def _by_person(self, value: Any) -> Estimate:
        return Estimate.of([mean(value(i, j) for j in range(len(self.cases))) for i in range(len(self.people))])


def draw(
    examiner: Examiner, people: Sequence[Participant], cases: Sequence[Case], methods: Sequence[str], *, true: bool
) -> Drawn:
    """Read, draw and judge; what was drawn before is not drawn again."""
    note("reading comments")
    mine = [true_taste(person) if true else read_taste(person) for person in people]
    verdicts = {}
    for name in methods:
        jobs: list[TastedJob] = [
            METHODS[name](Wish(case.prompt, examiner.options(seed=j), mine[i], shown_taste(person), mine[i - 1]))
            for i, person in enumerate(people)
            for j, case in enumerate(cases)
        ]
        told = examiner.verdicts(jobs, label=name)
        verdicts[name] = [told[i * len(cases) : (i + 1) * len(cases)] for i in range(len(people))]
    further = [
        examiner.verdicts(
            [TastedJob(case.prompt, examiner.options(seed=1000 + RIVALS * j + k)) for k in range(RIVALS)],
            label=f"seven unpersonalised: {case.prompt}",
        )
        for j, case in enumerate(cases)
    ]
    return Drawn(tuple(people), tuple(cases), verdicts, further)


def report_of(drawn: Drawn, *, true: bool) -> Report:
    """The report."""
    unpersonalised, others = drawn.among_unpersonalised(OURS), drawn.among_others(OURS)
    kept = {name: drawn.subject_kept(name) for name in drawn.verdicts}
    rivals = [name for name in drawn.verdicts if name != OURS]
    wins = {name: drawn.wins(OURS, name) for name in rivals}
    told = "true tastes" if true else "end to end"
    figures = [
        Figure(f"{told}: mine first among seven unpersonalised",
               f"{unpersonalised} (bound {100 * FIRST_BOUND:.1f} %)", unpersonalised.value > FIRST_BOUND),
        Figure(f"{told}: mine first among seven made for others", f"{others} (bound {100 * OTHERS_BOUND:.0f} %)",
               others.value >= OTHERS_BOUND),
        *(Figure(f"{told}: mine preferred to {name}", str(won), won.value > 0.5) for name, won in wins.items()),
        *(Figure(f"{told}: subject kept, {name}", str(share)) for name, share in kept.items() if name in (OURS, NONE)),
    ]  # fmt: skip
    rows = [
        (name, f"{drawn.pleasure(name):+.2f}", _percent(drawn.among_unpersonalised(name)),
         _percent(drawn.among_others(name)), _percent(wins[name]) if name in wins else "–", _percent(kept[name]))
        for name in drawn.verdicts
    ]  # fmt: skip
    header = ("method", "true pleasure", "first of 8, others unpersonalised", "first of 8, others' pictures",
              "ours preferred to it", "subject kept")  # fmt: skip
    return Report(
        name="study",
        figures=tuple(figures),
        facts={
            "people": len(drawn.people), "prompts": [case.prompt for case in drawn.cases], "true": true,
            "among_unpersonalised": unpersonalised.as_json(), "among_others": others.as_json(),
            "wins": {name: won.as_json() for name, won in wins.items()},
            "subject": {name: share.as_json() for name, share in kept.items()},
        },
        tables=((header, rows),),
        remarks=(f"{len(drawn.people)} unseen people × {len(drawn.cases)} prompts; intervals by bootstrap over them",),
    )  # fmt: skip


def _percent(estimate: Estimate) -> str:
    return f"{100 * estimate.value:.0f} % ({100 * estimate.low:.0f}–{100 * estimate.high:.0f})"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"people (default {PEOPLE})")
    parser.add_argument("--people-file", type=Path, default=Path("runs/agents.jsonl"), help="default %(default)s")
    parser.add_argument("--prompts", type=positive, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--methods", nargs="+", choices=list(METHODS), default=list(METHODS), metavar="NAME")
    parser.add_argument("--true", action="store_true", help="draw to the true tastes, not to what was read of them")
    a = parser.parse_args(arguments)
    examiner = open_examiner(a)
    known = examiner.manifest.known
    people = load_people(a.people_file, renderable(known), a.limit or PEOPLE)
    if len(people) <= RIVALS:
        parser.error(f"{RIVALS + 1} people are the fewest for these tests")
    methods = list(dict.fromkeys([OURS, *a.methods]))
    drawn = draw(examiner, people, plain_prompts(known, a.prompts, seed=2), methods, true=a.true)
    emit(report_of(drawn, true=a.true), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
