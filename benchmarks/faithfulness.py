"""Does the model draw what it is told? The judge names subject and attributes of pictures over random prompts.

A subject is right where the judge's likeliest subject is the one of the prompt; an attribute where it is the likeliest
of its slot ("none of them" is a choice too) in a picture whose prompt asked for it. Beside the model's figure stands
the same judge's on the artist's own drawings of the same prompts: what a perfect model would get.
"""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.cases import HEADLINE, Case, prompts
from benchmarks.common import (
    Figure,
    Report,
    Share,
    add_judged_arguments,
    add_model_arguments,
    emit,
    parser_of,
    run_command,
)
from benchmarks.verdicts import Job, Verdict, open_examiner

PICTURES = 500
SUBJECT_BOUND = 0.70
ATTRIBUTE_BOUND = 0.75


def subject_share(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Pictures whose subject the judge names right."""
    return Share.of(v.subject == case.subject for case, v in zip(cases, verdicts, strict=True))


def attribute_share(name: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Of the pictures whose prompt asks for the attribute, those in which the judge names it."""
    return Share.of(v.shows(name) for case, v in zip(cases, verdicts, strict=True) if name in case.attributes)


def false_share(name: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Of the pictures whose prompt does not ask for the attribute, those in which the judge names it all the same."""
    return Share.of(v.shows(name) for case, v in zip(cases, verdicts, strict=True) if name not in case.attributes)


def report_of(cases: Sequence[Case], verdicts: Sequence[Verdict], drawn: Sequence[Verdict]) -> Report:
    """The report on the model's pictures, ``drawn`` being the verdicts on the artist's own."""
    asked = sorted({name for case in cases for name in case.attributes}, key=lambda n: (n not in HEADLINE, n))
    shares = {name: attribute_share(name, cases, verdicts) for name in asked}
    false = {name: false_share(name, cases, verdicts) for name in asked}
    ideal = {name: attribute_share(name, cases, drawn) for name in asked}
    subject, ideal_subject = subject_share(cases, verdicts), subject_share(cases, drawn)
    subjects = sorted({case.subject for case in cases})
    by_subject = {
        name: Share.of(v.subject == name for case, v in zip(cases, verdicts, strict=True) if case.subject == name)
        for name in subjects
    }
    headline = [shares[name] for name in HEADLINE if name in shares]
    keeping = sum(share.value >= ATTRIBUTE_BOUND for share in headline)
    named = ", ".join(f"{name} {shares[name].percent}" for name in HEADLINE if name in shares)
    return Report(
        name="faithfulness",
        figures=(
            Figure("subject named right by the judge", f"{subject} (bound {100 * SUBJECT_BOUND:.0f} %)",
                   subject.value >= SUBJECT_BOUND),
            Figure("each of ten headline attributes named where asked for",
                   f"{keeping} of {len(headline)} reach the bound of {100 * ATTRIBUTE_BOUND:.0f} %: {named}",
                   keeping == len(HEADLINE)),
        ),
        facts={
            "subject": subject, "subject_of_drawings": ideal_subject, "subjects": by_subject, "attributes": shares,
            "attributes_of_drawings": ideal, "named_without_being_asked": false, "headline": HEADLINE,
        },
        tables=(
            (("subject", "named right"), [(name, str(share)) for name, share in by_subject.items()]),
            (("attribute", "named where asked", "in drawings", "named where not asked"),
             [(f"**{n}**" if n in HEADLINE else n, str(shares[n]), ideal[n].percent, false[n].percent) for n in asked]),
        ),
        remarks=(f"{len(cases)} pictures", f"the judge on the artist's own drawings of the same prompts: "
                 f"subject {100 * ideal_subject.value:.1f} %, headline attributes at least "
                 f"{100 * min(ideal[n].value for n in HEADLINE if n in ideal):.0f} %"),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"pictures (default {PICTURES})")
    parser.add_argument("--seed", type=int, default=0, help="of the prompts and their pictures (default %(default)s)")
    a = parser.parse_args(arguments)
    examiner = open_examiner(a)
    cases = prompts(examiner.manifest.known, a.limit or PICTURES, seed=a.seed)
    jobs = [Job(case.prompt, examiner.options(seed=case.seed)) for case in cases]
    verdicts = examiner.verdicts(jobs, label="faithfulness")
    drawn = examiner.bench.of_drawings([case.scene(jitter=examiner.bench.jitter) for case in cases])
    emit(report_of(cases, verdicts, drawn), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
