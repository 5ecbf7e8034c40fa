"""Which guidance scale and rescale to ship: figures and a sheet of pictures for every combination of the two.

For every setting: how well prompts with attributes are followed at β 0, how many pixels saturate there, and at every β
asked for whether a taste wins, the subject stays and nothing clips beyond what the liked look itself has (the measures
of ``faithfulness`` and ``personalization`` on fewer pictures). The setting proposed is the most faithful one among
those that keep all bounds at every β, so that β is useful over its whole range.
"""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.cases import Case, directions, headline, plain_prompts, preferences_of, prompts
from benchmarks.common import (
    RESULTS,
    Figure,
    Progress,
    Report,
    Share,
    add_judged_arguments,
    add_model_arguments,
    emit,
    evenly,
    mean,
    note,
    parser_of,
    run_command,
)
from benchmarks.faithfulness import headline_share, subject_share
from benchmarks.personalization import (
    CLIPPING_BOUND,
    SUBJECT_BOUND,
    WIN_BOUND,
    Summary,
    collect,
    pixels,
    seeded_cases,
    summarize,
    times,
)
from benchmarks.stack import draw_stack
from benchmarks.verdicts import Examiner, Job, open_examiner

if TYPE_CHECKING:
    from PIL.Image import Image

SCALES = (1.5, 2.0, 3.0, 4.0, 5.0)
RESCALES = (0.0, 0.35, 0.7)
BETAS = (0.85, 1.0)
FAITHFUL = 62  # prompts: each headline attribute twice, and two without any
PROMPTS = 4
_CELL, _GAP, _LABEL, _HEAD = 144, 4, 72, 84  # px of the sheet
_TITLE = 24  # characters of a title's line


@dataclass(frozen=True)
class Setting:
    """One guidance scale and rescale, and what was measured with them.

    Attributes:
        subject, headline: how often the judge names subject and headline attributes right at β 0.
        saturated: share of saturated pixels at β 0.
        by_beta: what a taste does at each β.
    """

    scale: float
    rescale: float
    subject: Share
    headline: Share
    saturated: float
    by_beta: Mapping[float, Summary]

    @property
    def faithfulness(self) -> float:
        """The mean of both shares at β 0."""
        return (self.subject.value + self.headline.value) / 2

    @property
    def keeps_bounds(self) -> bool:
        """Whether all bounds hold at every β."""
        return self.shortfall == 0

    @property
    def shortfall(self) -> float:
        """The worst relative miss of any bound at any β; 0 where all hold."""
        misses = [0.0]
        for summary in self.by_beta.values():
            misses.append(1 - summary.wins.value / WIN_BOUND)
            misses.append(1 - summary.kept.value / SUBJECT_BOUND if summary.kept.total else 1.0)
            misses.append(summary.clipping_beyond_look / CLIPPING_BOUND - 1)
        return max(misses)


def choose(settings: Sequence[Setting]) -> Setting:
    """The most faithful setting that keeps all bounds; if none does, the one that misses them by least."""
    return min(settings, key=lambda s: (s.shortfall, -s.faithfulness, s.scale, s.rescale))


def measure(
    examiner: Examiner, *, scale: float, rescale: float, told: Sequence[Case], tastes: Sequence[tuple[str, str]],
    cases: Sequence[Case], betas: Sequence[float],
) -> Setting:  # fmt: skip
    """Draw and judge all that is asked of one setting."""
    guidance: dict[str, Any] = {"guidance_scale": scale, "guidance_rescale": rescale}
    label = f"w {scale:g}, φ {rescale:g}"
    jobs = [Job(case.prompt, examiner.options(seed=case.seed, **guidance)) for case in told]
    verdicts = examiner.verdicts(jobs, label=f"{label}: prompts")
    by_beta = {
        beta: summarize(collect(examiner, tastes, cases, label=label, beta=beta, **guidance)) for beta in betas
    }
    saturated = mean(v.saturated for v in verdicts)
    named = headline_share(headline(examiner.manifest.known), told, verdicts)
    return Setting(scale, rescale, subject_share(told, verdicts), named, saturated, by_beta)


def draw_sheet(
    examiner: Examiner, grid: Sequence[tuple[float, float]], examples: Sequence[tuple[Case, tuple[str, str]]],
    betas: Sequence[float],
) -> Image:  # fmt: skip
    """A row for every scale and rescale; for every example a block of columns, one for β 0 and one for every β."""
    columns = [(case, taste, beta) for case, taste in examples for beta in (0.0, *betas)]
    progress = Progress("sheet", len(grid) * len(columns))
    rows = []
    for scale, rescale in grid:
        pictures: list[Image] = []
        for case, (liked, disliked), beta in columns:
            options = examiner.options(seed=case.seed, beta=beta, guidance_scale=scale, guidance_rescale=rescale)
            taste = preferences_of([liked], [disliked])
            pictures += draw_stack(examiner.backend, [case.prompt], [case.seed], taste, options)
            progress.advance()
        rows.append((f"w {scale:g}\nphi {rescale:g}", pictures))
    titles = [
        "\n".join([*textwrap.wrap(case.prompt, _TITLE), f"+ {liked}", f"- {disliked}", f"beta {beta:g}"])
        for case, (liked, disliked), beta in columns
    ]
    return lay_out(titles, rows)


def lay_out(titles: Sequence[str], rows: Sequence[tuple[str, Sequence[Image]]]) -> Image:
    """Pictures in a grid, a title above every column and a label before every row."""
    from PIL import Image as Pillow
    from PIL import ImageDraw, ImageFont

    font = ImageFont.load_default(11)
    pitch = _CELL + _GAP
    sheet = Pillow.new("RGB", (_LABEL + pitch * len(titles), _HEAD + pitch * len(rows)), "white")
    pen = ImageDraw.Draw(sheet)
    for i, title in enumerate(titles):
        pen.multiline_text((_LABEL + i * pitch, 2), title, fill="black", font=font, spacing=2)
    for j, (row_label, pictures) in enumerate(rows):
        pen.multiline_text((8, _HEAD + j * pitch + _CELL // 2), row_label, fill="black", font=font)
        for i, picture in enumerate(pictures):
            sheet.paste(picture.convert("RGB").resize((_CELL, _CELL)), (_LABEL + i * pitch, _HEAD + j * pitch))
    return sheet


def report_of(settings: Sequence[Setting], *, remarks: Sequence[str]) -> Report:
    """The report, with the setting to ship."""
    best = choose(settings)
    betas = list(best.by_beta)
    chosen = f"w {best.scale:g}, φ {best.rescale:g}"
    missed = f"no setting keeps all bounds, this one misses by {100 * best.shortfall:.0f} %"
    why = "keeps all bounds" if best.keeps_bounds else missed
    at = "; ".join(
        f"β {beta:g}: preference rises {s.wins.percent}, subject kept {s.kept.percent}, saturated "
        f"{s.clipping:.2f} × of β 0 and {s.clipping_beyond_look:.2f} × of β 0 in words"
        for beta, s in best.by_beta.items()
    )
    header = ["w", "φ", "subject", "headline", "saturated at β 0"]
    header += [f"{name}, β {beta:g}" for beta in betas for name in ("rises", "kept", "saturated", "beyond look")]
    rows = []
    for s in settings:
        row = [f"**{s.scale:g}**" if s is best else f"{s.scale:g}", f"{s.rescale:g}", s.subject.percent,
               s.headline.percent, pixels(s.saturated)]  # fmt: skip
        for beta in betas:
            taste = s.by_beta[beta]
            row += [taste.wins.percent, taste.kept.percent, times(taste.clipping), times(taste.clipping_beyond_look)]
        rows.append(row)
    return Report(
        name="guidance_grid",
        figures=(Figure("guidance scale and rescale to ship", f"{chosen}: {why}; {at}", best.keeps_bounds),),
        facts={"chosen": {"guidance_scale": best.scale, "guidance_rescale": best.rescale},
               "settings": [as_json(s) for s in settings]},
        tables=((header, rows),),
        remarks=(f"{len(settings)} settings", *remarks),
    )  # fmt: skip


def as_json(setting: Setting) -> dict[str, Any]:
    """Plain values for ``--json``."""
    return {
        "guidance_scale": setting.scale, "guidance_rescale": setting.rescale, "subject": setting.subject.as_json(),
        "headline": setting.headline.as_json(), "saturated": setting.saturated, "shortfall": setting.shortfall,
        "betas": [{"beta": beta, **summary.as_json()} for beta, summary in setting.by_beta.items()],
    }  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit="directions of pairs (default: one of each pair)")
    parser.add_argument("--scales", type=float, nargs="+", default=SCALES, metavar="W")
    parser.add_argument("--rescales", type=float, nargs="+", default=RESCALES, metavar="PHI")
    parser.add_argument("--betas", type=float, nargs="+", default=BETAS, metavar="B", help="degrees besides 0")
    parser.add_argument("--told", type=int, default=FAITHFUL, help="prompts judged at β 0 (default %(default)s)")
    parser.add_argument("--prompts", type=int, default=PROMPTS, help="prompts of each taste (default %(default)s)")
    parser.add_argument("--examples", type=int, default=2, help="tastes shown on the sheet; 0 for no sheet")
    parser.add_argument("--sheet", type=Path, default=RESULTS / "guidance_grid.png", help="default %(default)s")
    a = parser.parse_args(arguments)
    examiner = open_examiner(a)
    known = examiner.manifest.known
    betas = [beta for beta in dict.fromkeys(a.betas) if beta > 0]
    told = prompts(known, a.told, seed=1)  # other prompts than those of the final figure: defaults are not fitted to it
    all_tastes = directions(known)
    tastes = evenly(all_tastes, a.limit or len(all_tastes) // 2)
    cases = seeded_cases(plain_prompts(known, a.prompts, seed=1), 1, first=50_000)
    grid = [(scale, rescale) for scale in a.scales for rescale in a.rescales]
    settings = [
        measure(examiner, scale=w, rescale=phi, told=told, tastes=tastes, cases=cases, betas=betas) for w, phi in grid
    ]
    if a.examples:
        examples = [(cases[i % len(cases)], taste) for i, taste in enumerate(evenly(tastes, a.examples))]
        a.sheet.parent.mkdir(parents=True, exist_ok=True)
        draw_sheet(examiner, grid, examples, betas).save(a.sheet)
        note(f"sheet: {a.sheet}")
    remarks = (f"{len(told)} prompts at β 0", f"{len(tastes)} tastes × {len(cases)} prompts at each β",
               "prompts and seeds are not those of the final figures")  # fmt: skip
    emit(report_of(settings, remarks=remarks), a, device=examiner.device)


if __name__ == "__main__":
    run_command(main)
