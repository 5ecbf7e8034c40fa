"""Does a taste of many attributes still leave the subject in the picture? Random tastes from 1 + 1 to 8 + 4 attributes.

People like more than fits into one picture: several media, several palettes. For every random taste and every prompt
the picture at β 0 (the same for all tastes, and drawn once) is held against the one at β:

    subject      still the one of the prompt, among the cases where it was at β 0
    leaning      mean log p of what is liked − mean log p of what is disliked, by the judge; won where it rises
    answered     slots of which something is liked (a palette, a medium, …): in how many the judge names a liked one
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.cases import plain_prompts, renderable
from benchmarks.common import (
    Figure,
    Report,
    Share,
    add_judged_arguments,
    add_model_arguments,
    emit,
    mean,
    parser_of,
    positive,
    run_command,
)
from benchmarks.personalization import BETA, SUBJECT_BOUND, WIN_BOUND
from benchmarks.verdicts import Examiner, Job, Verdict, open_examiner
from training.atelier import ATTRIBUTES
from viper_core.bundle import Known

SIZES = ((1, 1), (2, 1), (4, 2), (8, 4))
TASTES, PROMPTS = 12, 4


@dataclass(frozen=True)
class Taste:
    """What somebody likes and dislikes; nothing is on both sides."""

    liked: tuple[str, ...]
    disliked: tuple[str, ...]

    def leaning(self, verdict: Verdict) -> float:
        """Mean log p of what is liked − mean log p of what is disliked, in nats."""
        liked, disliked = (mean(verdict.log_p[name] for name in side) for side in (self.liked, self.disliked))
        return liked - disliked

    def answered(self, verdict: Verdict) -> tuple[bool, ...]:
        """For every slot of which something is liked: whether the judge names something that is."""
        slots = dict.fromkeys(ATTRIBUTES[name].slot for name in self.liked)
        return tuple(
            any(verdict.shows(name) for name in self.liked if ATTRIBUTES[name].slot == slot) for slot in slots
        )


@dataclass(frozen=True)
class Outcome:
    """One taste on one prompt, at β 0 and at β."""

    taste: Taste
    subject: str
    before: Verdict
    after: Verdict


def tastes_of(known: Known, size: tuple[int, int], count: int) -> tuple[Taste, ...]:
    """``count`` random tastes of so many liked and disliked attributes, of all that the model knows."""
    names, found = renderable(known), []
    for i in range(count):
        rng = random.Random(f"tastes:{size}:{i}")
        chosen = rng.sample(names, sum(size))
        found.append(Taste(tuple(chosen[: size[0]]), tuple(chosen[size[0] :])))
    return tuple(found)


def collect(
    examiner: Examiner, sizes: Sequence[tuple[int, int]], *, tastes: int, prompts: int, beta: float
) -> dict[tuple[int, int], tuple[Outcome, ...]]:
    """Draw and judge the tastes of every size on all prompts."""
    known = examiner.manifest.known
    cases = plain_prompts(known, prompts, seed=1)
    before = examiner.verdicts([Job(c.prompt, examiner.options(seed=i)) for i, c in enumerate(cases)], label="β 0")
    results = {}
    for size in sizes:
        people = tastes_of(known, size, tastes)
        jobs = [
            Job(case.prompt, examiner.options(seed=i, beta=beta), taste.liked, taste.disliked)
            for taste in people
            for i, case in enumerate(cases)
        ]
        after = examiner.verdicts(jobs, label=f"{size[0]} + {size[1]} at β {beta:g}")
        results[size] = tuple(
            Outcome(taste, case.subject, before[i], after[place * len(cases) + i])
            for place, taste in enumerate(people)
            for i, case in enumerate(cases)
        )
    return results


def report_of(results: Mapping[tuple[int, int], Sequence[Outcome]], *, beta: float) -> Report:
    """The report; the bounds are those of single attributes, held against every size."""
    figures, rows, facts = [], [], []
    for size, outcomes in results.items():
        name = f"{size[0]} + {size[1]} attributes"
        kept = Share.of(o.after.subject == o.subject for o in outcomes if o.before.subject == o.subject)
        won = Share.of(o.taste.leaning(o.after) > o.taste.leaning(o.before) for o in outcomes)
        rise = mean(o.taste.leaning(o.after) - o.taste.leaning(o.before) for o in outcomes)
        answered, without = (
            Share.of(hit for o in outcomes for hit in o.taste.answered(verdict(o)))
            for verdict in (lambda o: o.after, lambda o: o.before)
        )
        figures += [
            Figure(f"{name}: subject still recognised at β {beta:g} where it was at β 0",
                   f"{kept} (bound {100 * SUBJECT_BOUND:.0f} %)", kept.value >= SUBJECT_BOUND),
            Figure(f"{name}: leaning to what is liked rises", f"{won} (bound {100 * WIN_BOUND:.0f} %)",
                   won.value >= WIN_BOUND),
        ]  # fmt: skip
        rows.append((name, kept.percent, won.percent, f"{rise:+.2f}", answered.percent, without.percent))
        facts.append({"size": size, "subject_kept": kept, "leaning_rises": won, "mean_rise": rise,
                      "answered": answered, "answered_at_0": without})  # fmt: skip
    header = ("taste", "subject kept", "leaning rises", "by, nats", "slots answered", "at β 0")
    tastes = len(next(iter(results.values())))
    return Report(
        name="taste_size",
        figures=tuple(figures),
        facts={"beta": beta, "sizes": facts},
        tables=((header, rows),),
        remarks=(f"{tastes} pictures of random tastes for every size",),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"tastes of every size (default {TASTES})")
    parser.add_argument("--prompts", type=positive, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--beta", type=float, default=BETA, help="degree of personalisation (default %(default)s)")
    a = parser.parse_args(arguments)
    examiner = open_examiner(a)
    results = collect(examiner, SIZES, tastes=a.limit or TASTES, prompts=a.prompts, beta=a.beta)
    emit(report_of(results, beta=a.beta), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
