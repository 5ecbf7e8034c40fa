"""Does the model draw what it is told? The judge names subject and attributes of pictures over random prompts.

A subject is right where the judge's likeliest subject is the one of the prompt; an attribute where it is the likeliest
of its slot ("none of them" is a choice too) in a picture whose prompt asked for it. Combinations of subject and
attribute that the model has never seen, or seldom, are held against the others. Beside the model's figures stand the
same judge's on the artist's own drawings of the same prompts: what a perfect model would get, and, after the model's
autoencoder, what a perfect denoiser would.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from benchmarks.cases import HEADLINES, Case, headline, prompts
from benchmarks.combinations import Apart, rarest, unseen
from benchmarks.common import (
    Figure,
    Report,
    Share,
    add_judged_arguments,
    add_model_arguments,
    emit,
    parser_of,
    positive,
    run_command,
)
from benchmarks.verdicts import Job, Verdict, autoencoder_of, model_folder, open_examiner

PICTURES = 2000
SUBJECT_BOUND = 0.92
ATTRIBUTE_BOUND = 0.88
UNSEEN_BOUND = 0.05  # unseen combinations may fall behind seen ones by this much


def subject_share(cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Pictures whose subject the judge names right."""
    return Share.of(v.subject == case.subject for case, v in zip(cases, verdicts, strict=True))


def attribute_share(name: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Of the pictures whose prompt asks for the attribute, those in which the judge names it."""
    return Share.of(v.shows(name) for case, v in zip(cases, verdicts, strict=True) if name in case.attributes)


def headline_share(names: Sequence[str], cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """All of these attributes that were asked for, and how many of them the judge names."""
    asked = [(v, name) for case, v in zip(cases, verdicts, strict=True) for name in case.attributes if name in names]
    return Share.of(v.shows(name) for v, name in asked)


def false_share(name: str, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Share:
    """Of the pictures whose prompt does not ask for the attribute, those in which the judge names it all the same."""
    return Share.of(v.shows(name) for case, v in zip(cases, verdicts, strict=True) if name not in case.attributes)


def combination_figure(apart: Apart, cases: Sequence[Case], verdicts: Sequence[Verdict]) -> Figure:
    """How far the pictures of unseen or rare combinations fall behind those of all others."""
    few, rest = apart.shares(cases, verdicts)
    value = f"{few} against {rest}: {100 * (few.value - rest.value):+.1f} points"
    holds = few.value >= rest.value - UNSEEN_BOUND if few.total and apart.what == "unseen" else None
    bound = f" (bound −{100 * UNSEEN_BOUND:.0f})" if holds is not None else ""
    return Figure(f"subject and attribute both named, {apart.what} combinations against others", value + bound, holds)


def report_of(
    cases: Sequence[Case], verdicts: Sequence[Verdict], drawn: Sequence[Verdict], *, names: Sequence[str],
    apart: Apart | None = None, decoded: Sequence[Verdict] = (),
) -> Report:  # fmt: skip
    """The report on the model's pictures: ``names`` are the headline attributes, ``drawn`` the verdicts on the artist's
    own drawings, ``decoded`` those on the same after the autoencoder, ``apart`` the combinations that are held against
    all others."""
    asked = sorted({name for case in cases for name in case.attributes}, key=lambda n: (n not in names, n))
    shares = {name: attribute_share(name, cases, verdicts) for name in asked}
    false = {name: false_share(name, cases, verdicts) for name in asked}
    ideal = {name: attribute_share(name, cases, drawn) for name in asked}
    painted = {name: attribute_share(name, cases, decoded) for name in asked} if decoded else {}
    subject, ideal_subject = subject_share(cases, verdicts), subject_share(cases, drawn)
    subjects = sorted({case.subject for case in cases})
    by_subject = {
        name: Share.of(v.subject == name for case, v in zip(cases, verdicts, strict=True) if case.subject == name)
        for name in subjects
    }
    together, ideal_together = headline_share(names, cases, verdicts), headline_share(names, cases, drawn)
    told = [name for name in names if name in shares]
    missed = sorted((name for name in told if shares[name].value < ATTRIBUTE_BOUND), key=lambda n: shares[n].value)
    weak = ": all" if not missed else "; below it: " + ", ".join(f"{name} {shares[name].percent}" for name in missed)
    figures = [
        Figure("subject named right by the judge", f"{subject} (bound {100 * SUBJECT_BOUND:.0f} %)",
               subject.value >= SUBJECT_BOUND),
        Figure(f"{len(told)} headline attributes named where asked for",
               f"{together} (bound {100 * ATTRIBUTE_BOUND:.0f} %)", together.value >= ATTRIBUTE_BOUND),
        Figure(f"headline attributes that reach {100 * ATTRIBUTE_BOUND:.0f} % each",
               f"{len(told) - len(missed)} of {len(told)}{weak}"),
    ]  # fmt: skip
    remarks = [
        f"{len(cases)} pictures",
        f"the judge on the artist's own drawings of the same prompts: subject {100 * ideal_subject.value:.1f} %, "
        f"headline attributes {100 * ideal_together.value:.1f} %",
    ]
    if decoded:
        remarks.append(f"after the autoencoder {100 * headline_share(names, cases, decoded).value:.1f} % of these")
    combinations = {}
    if apart is not None:
        figures.append(combination_figure(apart, cases, verdicts))
        few, rest = apart.shares(cases, verdicts)
        ideal_few, ideal_rest = apart.shares(cases, drawn)
        remarks += [apart.remark, f"in drawings {ideal_few.percent} against {ideal_rest.percent}"]
        combinations = {apart.what: few, "others": rest, f"{apart.what}_in_drawings": ideal_few,
                        "others_in_drawings": ideal_rest}  # fmt: skip
    return Report(
        name="faithfulness",
        figures=tuple(figures),
        facts={
            "subject": subject, "subject_of_drawings": ideal_subject, "subjects": by_subject, "attributes": shares,
            "attributes_of_drawings": ideal, "attributes_of_decoded_drawings": painted,
            "named_without_being_asked": false, "headline": list(names),
            "headline_together": together, "combinations": combinations,
        },
        tables=(
            (("subject", "named right"), [(name, str(share)) for name, share in by_subject.items()]),
            (("attribute", "named where asked", "in drawings", "in these, decoded", "named where not asked"),
             [(f"**{n}**" if n in names else n, str(shares[n]), ideal[n].percent,
               painted[n].percent if painted else "–", false[n].percent) for n in asked]),
        ),
        remarks=tuple(remarks),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"pictures (default {PICTURES})")
    parser.add_argument("--seed", type=int, default=0, help="of the prompts and their pictures (default %(default)s)")
    parser.add_argument("--headline", type=positive, default=HEADLINES, help="attributes claimed (default %(default)s)")
    counted = "folder of the training's drawings: where none was left out, the rarest combinations are held apart"
    parser.add_argument("--data", type=Path, default=None, help=counted)
    a = parser.parse_args(arguments)
    examiner = open_examiner(a)
    known = examiner.manifest.known
    names = headline(known, a.headline)
    apart = unseen(known) or (rarest(known, a.data) if a.data else None)
    cases = prompts(known, a.limit or PICTURES, seed=a.seed, asked=names)
    jobs = [Job(case.prompt, examiner.options(seed=case.seed)) for case in cases]
    verdicts = examiner.verdicts(jobs, label="faithfulness")
    scenes = [case.scene(jitter=examiner.bench.jitter) for case in cases]
    drawn = examiner.bench.of_drawings(scenes)
    through = autoencoder_of(model_folder(a), examiner.backend)
    decoded = examiner.bench.of_drawings(scenes, through=through) if through else ()
    report = report_of(cases, verdicts, drawn, names=names, apart=apart, decoded=decoded)
    emit(report, a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
