"""Does more β mean more taste? The judge's preference over β 0, 0.25, 0.5, 0.75 and 1, for opposed tastes and prompts.

    preference   log p(VP+) − log p(VP−), averaged over the seeds of a prompt

A taste and a prompt count where the preference rises at every step of β. Where the taste has won already the judge is
as good as certain, and its logarithms wander without meaning; so it is also told how many rise but for falls of less
than a hundredth in the probability of VP+ against VP−.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from benchmarks.cases import PAIRS_TRIED, directions, plain_prompts
from benchmarks.common import (
    Figure,
    Report,
    Share,
    add_judged_arguments,
    add_model_arguments,
    emit,
    evenly,
    mean,
    parser_of,
    positive,
    run_command,
)
from benchmarks.personalization import collect, seeded_cases
from benchmarks.verdicts import open_examiner

BETAS = (0.25, 0.5, 0.75, 1.0)
PROMPTS, SEEDS = 4, 3
BOUND = 0.80
SMALL_FALL = 0.01  # in the probability of VP+ against VP−


@dataclass(frozen=True)
class Course:
    """The preference of one taste over one prompt's pictures, at β 0 and every β of the sweep, in nats."""

    liked: str
    disliked: str
    prompt: str
    preferences: tuple[float, ...]

    @property
    def rises(self) -> bool:
        """Whether every step of β raises the preference."""
        return all(before < after for before, after in pairwise(self.preferences))

    @property
    def hardly_falls(self) -> bool:
        """Whether it rises over the whole range and no step lowers the probability by more than ``SMALL_FALL``."""
        chances = [_sigmoid(value) for value in self.preferences]
        risen = self.preferences[-1] > self.preferences[0]
        return risen and all(before - after <= SMALL_FALL for before, after in pairwise(chances))


def _sigmoid(value: float) -> float:
    return 1 / (1 + math.exp(-value)) if value > -700 else 0.0


def report_of(courses: Sequence[Course], betas: Sequence[float], *, seeds: int) -> Report:
    """The report on the courses of all tastes and prompts."""
    strict, hardly = Share.of(c.rises for c in courses), Share.of(c.hardly_falls for c in courses)
    tastes = list(dict.fromkeys((c.liked, c.disliked) for c in courses))
    by_taste = {taste: [c for c in courses if (c.liked, c.disliked) == taste] for taste in tastes}
    levels = [mean(c.preferences[i] for c in courses) for i in range(len(betas) + 1)]
    sweep = ", ".join(f"{beta:g}" for beta in (0.0, *betas))
    rows = [
        (liked, disliked, Share.of(c.rises for c in some).percent, Share.of(c.hardly_falls for c in some).percent,
         *(f"{mean(c.preferences[i] for c in some):+.2f}" for i in range(len(betas) + 1)))
        for (liked, disliked), some in by_taste.items()
    ]  # fmt: skip
    header = ("liked", "disliked", "rises", "hardly falls", *(f"β {beta:g}" for beta in (0.0, *betas)))
    return Report(
        name="monotonicity",
        figures=(
            Figure(f"preference for VP+ over VP− rises at every step of β {sweep}",
                   f"{strict} (bound {100 * BOUND:.0f} %)", strict.value >= BOUND),
            Figure("the same but for falls of less than 0.01 in probability", str(hardly)),
        ),
        facts={
            "betas": [0.0, *betas], "rises": strict, "hardly_falls": hardly, "mean_preference": levels,
            "courses": [
                {"liked": c.liked, "disliked": c.disliked, "prompt": c.prompt, "preferences": list(c.preferences)}
                for c in courses
            ],
        },
        tables=((header, rows),),
        remarks=(
            f"{len(tastes)} directions of pairs × {len(courses) // len(tastes)} prompts, mean of {seeds} seeds each",
            "mean preference " + ", ".join(f"{level:+.2f}" for level in levels) + " nats",
        ),
    )  # fmt: skip


def courses_of(preferences: Mapping[tuple[str, str, str], Sequence[Sequence[float]]]) -> tuple[Course, ...]:
    """The courses of preferences by (liked, disliked, prompt): for every β those of all seeds."""
    return tuple(Course(*key, tuple(mean(seeds) for seeds in levels)) for key, levels in preferences.items())


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"directions of pairs, evenly chosen of {2 * PAIRS_TRIED} (default: all)")
    parser.add_argument("--betas", type=float, nargs="+", default=list(BETAS), metavar="B", help="degrees besides 0")
    parser.add_argument("--prompts", type=positive, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--seeds", type=positive, default=SEEDS, help="seeds of each prompt (default %(default)s)")
    a = parser.parse_args(arguments)
    betas = tuple(sorted({beta for beta in a.betas if beta > 0}))
    if not betas:
        parser.error("give a β above 0")
    examiner = open_examiner(a)
    tastes = evenly(directions(examiner.manifest.known), a.limit)
    cases = seeded_cases(plain_prompts(examiner.manifest.known, a.prompts), a.seeds)
    found: dict[tuple[str, str, str], list[list[float]]] = {}
    for place, beta in enumerate(betas, start=1):
        outcomes = collect(examiner, tastes, cases, label="paper", words=False, beta=beta)
        for i, outcome in enumerate(outcomes):
            key = (outcome.liked, outcome.disliked, cases[i % len(cases)].prompt)
            levels = found.setdefault(key, [[] for _ in range(len(betas) + 1)])
            levels[place].append(outcome.after.preference(outcome.liked, outcome.disliked))
            if place == 1:
                levels[0].append(outcome.before.preference(outcome.liked, outcome.disliked))
    emit(report_of(courses_of(found), betas, seeds=a.seeds), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
