"""Does a taste move the picture, and only as far as it should? Opposed attributes, liked and disliked, over prompts.

For every direction of every pair (like the one, dislike the other), prompt and seed, the picture at β 0 (which is the
same for all tastes, and drawn once) is held against those at β > 0:

    preference   log p(VP+) − log p(VP−) by the judge; a case is won where it is higher than at β 0
    subject      still the one of the prompt, among the cases where it was at β 0
    clipping     saturated pixels at β over those at β 0, both averaged over all directions

Some looks are made of pure colours, paper white or ink black (vivid colors, pixel art, high contrast), so a picture
may hold many more saturated pixels without any clipping. The same prompts with the liked attribute in words, at β 0,
say how many belong to the look: what the taste has beyond these is clipping by guidance. The artist's own drawings
stand beside them.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import Any

from benchmarks.cases import PAIRS_TRIED, Case, directions, plain_prompts
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
WIN_BOUND, SUBJECT_BOUND, CLIPPING_BOUND = 0.95, 0.90, 1.5


@dataclass(frozen=True)
class Outcome:
    """One case: a taste, a prompt and a seed, at β 0, at some β, and at β 0 with the liked attribute in the prompt."""

    liked: str
    disliked: str
    subject: str
    before: Verdict
    after: Verdict
    in_words: Verdict | None = None

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

    Attributes:
        wins: preference risen.
        kept: subject still there, of the cases where it was.
        rise: median over the cases, in nats.
        shown: the liked attribute named by the judge; ``shown_in_words`` where the prompt itself asks for it.
        before, after, in_words: mean share of saturated pixels at β 0, at β, and at β 0 with the attribute in words.
    """

    wins: Share
    kept: Share
    rise: float
    shown: Share
    shown_in_words: Share
    before: float
    after: float
    in_words: float

    @property
    def clipping(self) -> float:
        """Saturated pixels at β over those at β 0."""
        return ratio(self.after, self.before)

    @property
    def clipping_beyond_look(self) -> float:
        """Saturated pixels at β over those at β 0 with the liked attribute in words; NaN where that was not drawn."""
        return math.nan if math.isnan(self.in_words) else ratio(self.after, self.in_words)

    def as_json(self) -> dict[str, Any]:
        """Plain values for ``--json``."""
        return {
            "preference_rises": self.wins.as_json(), "subject_kept": self.kept.as_json(),
            "median_rise": self.rise, "liked_is_named": self.shown.as_json(),
            "liked_is_named_in_words": self.shown_in_words.as_json(), "saturated_at_0": self.before,
            "saturated": self.after, "saturated_in_words": self.in_words, "saturated_ratio": self.clipping,
            "saturated_ratio_to_words": self.clipping_beyond_look,
        }  # fmt: skip

    @property
    def bounds(self) -> tuple[bool, bool, bool, bool]:
        """Whether wins, subjects, clipping and clipping beyond the look keep their bounds; no case keeps none."""
        clipping = self.clipping <= CLIPPING_BOUND, self.clipping_beyond_look <= CLIPPING_BOUND
        return self.wins.value >= WIN_BOUND, self.kept.value >= SUBJECT_BOUND, *clipping


def summarize(outcomes: Sequence[Outcome]) -> Summary:
    """What some cases come to; there is at least one."""
    return Summary(
        wins=Share.of(o.is_won for o in outcomes),
        kept=Share.of(o.has_subject for o in outcomes if o.had_subject),
        rise=median(o.rise for o in outcomes),
        shown=Share.of(o.after.shows(o.liked) for o in outcomes),
        shown_in_words=Share.of(o.in_words.shows(o.liked) for o in outcomes if o.in_words),
        before=mean(o.before.saturated for o in outcomes),
        after=mean(o.after.saturated for o in outcomes),
        in_words=mean(o.in_words.saturated for o in outcomes if o.in_words),
    )


def collect(
    examiner: Examiner,
    tastes: Sequence[tuple[str, str]],
    cases: Sequence[Case],
    *,
    label: str,
    words: bool = True,
    **options: Any,
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
    named = [
        Job(in_words(case, liked).prompt, examiner.options(seed=case.seed, **shared))
        for liked, _ in tastes
        for case in cases
    ]
    told = examiner.verdicts(named, label=f"{label} at β 0, in words") if words else (None,) * len(named)
    return tuple(
        Outcome(liked, disliked, case.subject, before[j], after[i * len(cases) + j], told[i * len(cases) + j])
        for i, (liked, disliked) in enumerate(tastes)
        for j, case in enumerate(cases)
    )


def in_words(case: Case, liked: str) -> Case:
    """The same case with the liked attribute in its prompt."""
    return replace(case, attributes=(*case.attributes, liked))


def seeded_cases(cases: Sequence[Case], seeds: int, *, first: int = 0) -> tuple[Case, ...]:
    """Every prompt with its own ``seeds`` seeds, counted from ``first``, none of them used twice."""
    return tuple(
        replace(case, seed=first + seeds * i + k) for i, case in enumerate(cases) for k in range(seeds)
    )


def saturation_of_drawings(examiner: Examiner, likes: Sequence[str], cases: Sequence[Case]) -> dict[str, float]:
    """Mean share of saturated pixels in the artist's own drawings: with each liked attribute, and "" for plain ones."""

    def share(drawn: Sequence[Case]) -> float:
        scenes = [case.scene(jitter=examiner.bench.jitter) for case in drawn]
        return mean(verdict.saturated for verdict in examiner.bench.of_drawings(scenes))

    return {"": share(cases)} | {liked: share([in_words(case, liked) for case in cases]) for liked in likes}


def report_of(
    results: Mapping[tuple[str, float], Sequence[Outcome]], drawn: Mapping[str, float], *, quick: bool
) -> Report:
    """The report; the bounds are held against the first formula at β 0.85, or the largest β where that is missing."""
    summaries = {setting: summarize(outcomes) for setting, outcomes in results.items()}
    first_formula = next(iter(results))[0]
    betas = [beta for formula, beta in results if formula == first_formula]
    beta = BETA if BETA in betas else max(betas)
    best, outcomes = summaries[first_formula, beta], results[first_formula, beta]
    tastes = list(dict.fromkeys((o.liked, o.disliked) for o in outcomes))
    by_taste = {taste: summarize([o for o in outcomes if (o.liked, o.disliked) == taste]) for taste in tastes}
    won, kept, unclipped, unclipped_beyond = best.bounds
    at, bound = f"β {beta:g}", f"(bound {CLIPPING_BOUND:g} ×)"
    figures = [
        Figure(f"preference for VP+ over VP− rises from β 0 to {at}",
               f"{best.wins} (bound {100 * WIN_BOUND:.0f} %)", won),
        Figure(f"subject still recognised at {at} where it was at β 0",
               f"{best.kept} (bound {100 * SUBJECT_BOUND:.0f} %)", kept),
        Figure(f"saturated pixels at {at} over those at β 0",
               f"{best.after:.2%} over {best.before:.2%}: {best.clipping:.2f} × {bound}", unclipped),
    ]  # fmt: skip
    if best.shown_in_words.total:
        what = f"saturated pixels at {at} over those at β 0 with the liked attribute in words"
        value = f"{best.after:.2%} over {best.in_words:.2%}: {best.clipping_beyond_look:.2f} × {bound}"
        figures.append(Figure(what, value, unclipped_beyond))
    drawn_ratio = ratio(mean(drawn[liked] for liked, _ in tastes), drawn[""])
    return Report(
        name="personalization",
        figures=tuple(figures),
        facts={
            "settings": [{"formula": f, "beta": b, **s.as_json()} for (f, b), s in summaries.items()],
            "tastes": [{"liked": a, "disliked": b, **s.as_json()} for (a, b), s in by_taste.items()],
            "saturated_in_drawings": {name or "plain": share for name, share in drawn.items()},
        },
        tables=(taste_table(by_taste, drawn, at=at), setting_table(summaries)),
        remarks=(
            f"{len(tastes)} directions of pairs × {len(outcomes) // len(tastes)} prompts and seeds"
            + (", a quick run" if quick else ""),
            f"formula {first_formula}",
            f"median rise {best.rise:+.2f} nats",
            f"the artist's own drawings with the liked attribute over plain ones: {drawn_ratio:.1f} × saturated pixels",
        ),
    )


def taste_table(
    summaries: Mapping[tuple[str, str], Summary], drawn: Mapping[str, float], *, at: str
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Every direction of every pair; the last four columns are shares of saturated pixels."""
    header = ("liked", "disliked", "preference rises", "median rise", "liked is named", "in words", "subject kept",
              "saturated at β 0", at, "in words", "in drawings")  # fmt: skip
    rows = [
        (liked, disliked, s.wins.percent, f"{s.rise:+.2f}", s.shown.percent, s.shown_in_words.percent, s.kept.percent,
         pixels(s.before), pixels(s.after), pixels(s.in_words), pixels(drawn[liked]))
        for (liked, disliked), s in summaries.items()
    ]  # fmt: skip
    return header, rows


def setting_table(
    summaries: Mapping[tuple[str, float], Summary]
) -> tuple[Sequence[str], Sequence[Sequence[str]]]:
    """Every formula and β; the last two columns are ratios of saturated pixels."""
    header = ("formula", "β", "preference rises", "median rise", "liked is named", "subject kept", "saturated over β 0",
              "over β 0 in words")  # fmt: skip
    rows = [
        (formula, f"{beta:g}", str(s.wins), f"{s.rise:+.2f}", s.shown.percent, str(s.kept), f"{s.clipping:.2f} ×",
         times(s.clipping_beyond_look))
        for (formula, beta), s in summaries.items()
    ]  # fmt: skip
    return header, rows


def pixels(share: float) -> str:
    """A share of pixels for a table; a dash for none."""
    return "–" if math.isnan(share) else f"{100 * share:.2f} %"


def times(value: float) -> str:
    """A ratio for a table; a dash for none."""
    return "–" if math.isnan(value) else f"{value:.2f} ×"


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"directions of pairs, evenly chosen of {2 * PAIRS_TRIED} (default: all)")
    parser.add_argument("--betas", type=float, nargs="+", default=[BETA], metavar="B", help="degrees besides 0")
    parser.add_argument("--formulas", nargs="+", choices=("paper", "released"), default=["paper"])
    swept = ", ".join(f"{beta:g}" for beta in SWEEP)
    parser.add_argument("--sweep", action="store_true", help=f"β over {swept}, and both formulas")
    parser.add_argument("--prompts", type=int, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--seeds", type=int, default=SEEDS, help="seeds of each prompt (default %(default)s)")
    parser.add_argument("--no-words", action="store_true", help="leave out prompts with the liked attribute in words")
    a = parser.parse_args(arguments)
    formulas = ("paper", "released") if a.sweep else tuple(dict.fromkeys(a.formulas))
    betas = tuple(b for b in sorted({*a.betas, *(SWEEP if a.sweep else ())}) if b > 0)
    if not betas:
        parser.error("give a β above 0")
    examiner = open_examiner(a)
    tastes = evenly(directions(examiner.manifest.known), a.limit)
    cases = seeded_cases(plain_prompts(examiner.manifest.known, a.prompts), a.seeds)
    words = not a.no_words
    results = {
        (formula, beta): collect(examiner, tastes, cases, label=formula, words=words, beta=beta, formula=formula)
        for formula in formulas
        for beta in betas
    }
    quick = a.limit is not None or a.prompts < PROMPTS or a.seeds < SEEDS
    drawn = saturation_of_drawings(examiner, list(dict.fromkeys(liked for liked, _ in tastes)), cases)
    emit(report_of(results, drawn, quick=quick), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
