"""Does a taste move the picture, and only as far as it should? Opposed attributes, liked and disliked, over prompts.

For every direction of every pair (like the one, dislike the other), prompt and seed, the picture at β 0 (which is the
same for all tastes, and drawn once) is held against those at β > 0:

    preference   log p(VP+) − log p(VP−) by the judge; a case is won where it is higher than at β 0
    subject      still the one of the prompt, among the cases where it was at β 0
    clipping     saturated pixels at β over those at β 0: per direction the ratio of the means, then the mean ratio
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from benchmarks.cases import PAIRS, Case, directions, plain_prompts
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
    ratio,
    run_command,
)
from benchmarks.verdicts import Examiner, Job, Verdict, open_examiner

PROMPTS = 10
SEEDS = 3
BETA = 0.85  # the degree of the paper's released settings; every bound is about it
SWEEP = (0.0, 0.25, 0.5, 0.75, 0.85, 1.0)
WIN_BOUND, SUBJECT_BOUND, CLIPPING_BOUND = 0.85, 0.80, 1.5


@dataclass(frozen=True)
class Outcome:
    """One case: a taste, a prompt and a seed, at β 0 and at some β."""

    liked: str
    disliked: str
    subject: str
    before: Verdict
    after: Verdict

    @property
    def rise(self) -> float:
        """By how much log p(VP+) − log p(VP−) has risen, in nats."""
        return self.after.preference(self.liked, self.disliked) - self.before.preference(self.liked, self.disliked)

    @property
    def is_won(self) -> bool:
        """Whether the judge's preference for VP+ over VP− has risen at all."""
        return self.rise > 0

    @property
    def had_subject(self) -> bool:
        """Whether the subject was recognised at β 0."""
        return self.before.subject == self.subject

    @property
    def has_subject(self) -> bool:
        """Whether the subject is recognised at β."""
        return self.after.subject == self.subject


@dataclass(frozen=True)
class Summary:
    """What some cases come to.

    ``clipping`` is the mean over directions of their ratio of saturated pixels; ``rise`` the median over cases.
    """

    wins: Share
    kept: Share
    clipping: float
    rise: float
    shown: Share

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        return {
            "preference_rises": self.wins.as_json(), "subject_kept": self.kept.as_json(),
            "saturated_ratio": self.clipping, "median_rise": self.rise, "liked_is_named": self.shown.as_json(),
        }  # fmt: skip

    @property
    def bounds(self) -> tuple[bool, bool, bool]:
        """Whether wins, subjects and clipping each keep their bound; what has no case keeps none."""
        return self.wins.value >= WIN_BOUND, self.kept.value >= SUBJECT_BOUND, self.clipping <= CLIPPING_BOUND


def clipping_of(outcomes: Sequence[Outcome]) -> float:
    """Saturated pixels at β over those at β 0: the ratio of the means of every direction, averaged over directions."""
    by_direction: dict[tuple[str, str], list[Outcome]] = {}
    for outcome in outcomes:
        by_direction.setdefault((outcome.liked, outcome.disliked), []).append(outcome)
    return mean(
        ratio(mean(o.after.saturated for o in some), mean(o.before.saturated for o in some))
        for some in by_direction.values()
    )


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """Wins, subjects kept, clipping and the median rise of some cases."""
    return Summary(
        wins=Share.of(o.is_won for o in outcomes),
        kept=Share.of(o.has_subject for o in outcomes if o.had_subject),
        clipping=clipping_of(outcomes),
        rise=median(o.rise for o in outcomes),
        shown=Share.of(o.after.shows(o.liked) for o in outcomes),
    )


def collect(
    examiner: Examiner, tastes: Sequence[tuple[str, str]], cases: Sequence[Case], *, label: str, **options: Any
) -> tuple[Outcome, ...]:
    """Draw and judge every taste with every case at β 0 and with ``options``, which hold β and perhaps more."""
    shared = {name: value for name, value in options.items() if name not in ("beta", "formula")}
    plain = [Job(case.prompt, examiner.options(seed=case.seed, **shared)) for case in cases]
    before = examiner.verdicts(plain, label=f"{label} at β 0")
    wanted = [
        Job(case.prompt, examiner.options(seed=case.seed, **options), (liked,), (disliked,))
        for liked, disliked in tastes
        for case in cases
    ]
    after = examiner.verdicts(wanted, label=f"{label} at β {options['beta']:g}")
    return tuple(
        Outcome(liked, disliked, case.subject, before[j], after[i * len(cases) + j])
        for i, (liked, disliked) in enumerate(tastes)
        for j, case in enumerate(cases)
    )


def seeded_cases(cases: Sequence[Case], seeds: int, *, first: int = 0) -> tuple[Case, ...]:
    """Every prompt with its own ``seeds`` seeds, counted from ``first``, none of them used twice."""
    return tuple(
        replace(case, seed=first + seeds * i + k) for i, case in enumerate(cases) for k in range(seeds)
    )


def saturation_of_drawings(
    examiner: Examiner, tastes: Sequence[tuple[str, str]], cases: Sequence[Case]
) -> tuple[dict[str, float], float]:
    """Saturated share of the artist's own drawings with each liked attribute over plain ones; the mean over tastes.

    Some attributes are made of paper white and ink black (woodcut, high contrast), so that this is what a perfect
    model would get without any clipping.
    """
    jitter = examiner.bench.jitter
    plain = mean(v.saturated for v in examiner.bench.of_drawings([case.scene(jitter=jitter) for case in cases]))
    ratios = {}
    for liked in dict.fromkeys(liked for liked, _ in tastes):
        scenes = [Case(c.subject, c.setting, (liked,), c.seed).scene(jitter=jitter) for c in cases]
        ratios[liked] = ratio(mean(v.saturated for v in examiner.bench.of_drawings(scenes)), plain)
    return ratios, mean(ratios[liked] for liked, _ in tastes)


def report_of(
    results: Mapping[tuple[str, float], Sequence[Outcome]], drawn: tuple[Mapping[str, float], float], *, quick: bool
) -> Report:
    """The report; the bounds are held against the first formula at β 0.85, or the largest β where that is missing."""
    summaries = {setting: summarize(outcomes) for setting, outcomes in results.items()}
    formulas = list(dict.fromkeys(formula for formula, _ in results))
    betas = [beta for formula, beta in results if formula == formulas[0]]
    beta = BETA if BETA in betas else max(betas)
    main_result, outcomes = summaries[formulas[0], beta], results[formulas[0], beta]
    tastes = list(dict.fromkeys((o.liked, o.disliked) for o in outcomes))
    by_taste = {taste: summarize([o for o in outcomes if (o.liked, o.disliked) == taste]) for taste in tastes}
    won, kept, unclipped = main_result.bounds
    at = f"β {beta:g}"
    return Report(
        name="personalization",
        figures=(
            Figure(f"preference for VP+ over VP− rises from β 0 to {at}",
                   f"{main_result.wins} (bound {100 * WIN_BOUND:.0f} %)", won),
            Figure(f"subject still recognised at {at} where it was at β 0",
                   f"{main_result.kept} (bound {100 * SUBJECT_BOUND:.0f} %)", kept),
            Figure(f"saturated pixels at {at} over those at β 0, mean of the pairs",
                   f"{main_result.clipping:.2f} × (bound {CLIPPING_BOUND:g} ×)", unclipped),
        ),
        facts={
            "settings": [{"formula": f, "beta": b, **s.as_json()} for (f, b), s in summaries.items()],
            "tastes": [{"liked": a, "disliked": b, **s.as_json()} for (a, b), s in by_taste.items()],
            "saturated_ratio_of_drawings": {"mean": drawn[1], **drawn[0]},
        },
        tables=(
            (("liked", "disliked", "preference rises", "median rise", "liked is named", "subject kept", "saturated",
              "in drawings"),
             [(a, b, f"{100 * s.wins.value:.0f} %", f"{s.rise:+.2f}", f"{100 * s.shown.value:.0f} %",
               f"{100 * s.kept.value:.0f} %", f"{s.clipping:.2f} ×", f"{drawn[0][a]:.2f} ×")
              for (a, b), s in by_taste.items()]),
            (("formula", "β", "preference rises", "median rise", "liked is named", "subject kept", "saturated"),
             [(f, f"{b:g}", str(s.wins), f"{s.rise:+.2f}", f"{100 * s.shown.value:.1f} %", str(s.kept),
               f"{s.clipping:.2f} ×") for (f, b), s in summaries.items()]),
        ),
        remarks=(
            f"{len(tastes)} directions of pairs × {len(outcomes) // len(tastes)} prompts and seeds"
            + (", a quick run" if quick else ""),
            f"formula {formulas[0]}", f"median rise {main_result.rise:+.2f} nats",
            f"the artist's own drawings of the same: {drawn[1]:.2f} × saturated pixels",
        ),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"directions of pairs, evenly chosen of {2 * len(PAIRS)} (default: all)")
    parser.add_argument("--betas", type=float, nargs="+", default=[BETA], metavar="B", help="degrees besides 0")
    parser.add_argument("--formulas", nargs="+", choices=("paper", "released"), default=["paper"])
    swept = ", ".join(f"{beta:g}" for beta in SWEEP)
    parser.add_argument("--sweep", action="store_true", help=f"β over {swept}, and both formulas")
    parser.add_argument("--prompts", type=int, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="seeds of each prompt (default %(default)s)")
    a = parser.parse_args(arguments)
    formulas = ("paper", "released") if a.sweep else tuple(dict.fromkeys(a.formulas))
    betas = tuple(b for b in sorted({*a.betas, *(SWEEP if a.sweep else ())}) if b > 0)
    if not betas:
        parser.error("give a β above 0")
    examiner = open_examiner(a)
    tastes = evenly(directions(examiner.manifest.known), a.limit)
    cases = seeded_cases(plain_prompts(examiner.manifest.known, a.prompts), a.seeds)
    results = {
        (formula, beta): collect(examiner, tastes, cases, label=f"{formula} formula", beta=beta, formula=formula)
        for formula in formulas
        for beta in betas
    }
    quick = a.limit is not None or a.prompts < PROMPTS or a.seeds < SEEDS
    emit(report_of(results, saturation_of_drawings(examiner, tastes, cases), quick=quick), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
