"""Does the metric know who likes what? Unseen simulated people, drawings new to it, and pictures of the model.

    ranking        area under the ROC curve: a liked drawing told likelier than a disliked one, mean over people
    calibration    expected calibration error: how far the chances told are from the shares that were liked
    cost           a further picture after a context of 8 + 8, over looking at all 17 anew
    strips         Kendall's τ between the metric's order of a strip over β and the judge's (with ``--strips``)

Both by the number of pictures on either side of the context. The people are those of ``training.unseen_people``: no two
things that they like or dislike together are together in the taste of anybody the metric learned from.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.cases import plain_prompts, preferences_of, renderable
from benchmarks.common import (
    Figure,
    Progress,
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
from benchmarks.stack import draw_stack
from benchmarks.verdicts import Bench, load_measured, model_folder
from viper_core.bundle import read_manifest

if TYPE_CHECKING:
    from PIL.Image import Image

    from training.liking import Drawn
    from training.unseen_people import Signed
    from viper_core.metric.bundled import BundledMetric

AUC_BOUND, ERROR_BOUND, TAU_BOUND, COST_BOUND = 0.92, 0.05, 0.7, 0.1
DRAWINGS, PEOPLE, STRIPS = 1500, 200, 0
SIZE = 8  # pictures on either side, where the bounds are held
BETAS = (0.0, 0.25, 0.5, 0.75, 1.0)
_SEED = -77  # of drawings that no data folder has


def drawings_of(metric: BundledMetric, world: Any, count: int) -> Drawn:
    """Fresh drawings as the metric sees them, with what they truly show."""
    import torch
    from PIL import Image

    from training import data
    from training.atelier import draw
    from training.eye import truth_of
    from training.liking import Drawn

    progress, vectors, records = Progress("drawings", count), [], []
    for start in range(0, count, 32):
        scenes = [data.scene_number(i, world=world, seed=_SEED) for i in range(start, min(start + 32, count))]
        vectors.append(metric.eye.see([Image.fromarray(draw(scene, 256)) for scene in scenes]))
        records += [scene.record() for scene in scenes]
        progress.advance(len(scenes))
    names = tuple(world.attributes)
    return Drawn(torch.cat(vectors), truth_of(records, names), names)


def seconds_of(metric: BundledMetric, pictures: Sequence[Image], *, runs: int = 9) -> float:
    """A further picture's cost over that of all, medians of runs in turns."""
    liked, disliked, asked = pictures[:SIZE], pictures[SIZE : 2 * SIZE], pictures[2 * SIZE : 2 * SIZE + 1]
    context = metric.context(liked=liked, disliked=disliked)
    further, anew = [], []
    for _ in range(runs):
        begun = time.perf_counter()
        context.score(asked)
        between = time.perf_counter()
        metric.score(asked, liked=liked, disliked=disliked)
        further.append(between - begun)
        anew.append(time.perf_counter() - between)
    return median(further) / median(anew)


def strips_of(
    metric: BundledMetric, drawn: Drawn, tastes: Sequence[Sequence[Signed]], a: Any, prompts: int
) -> tuple[float, ...]:
    """Kendall's τ of each strip: the metric's order of its pictures against the judge's."""
    import numpy as np
    import torch
    from scipy.stats import kendalltau

    from training.liking import episode_of

    backend, bench = load_measured(a), Bench(a.judge)
    known = read_manifest(model_folder(a)).known
    drawable = set(renderable(known))
    cases, found = plain_prompts(known, prompts, seed=3), []
    progress = Progress("strips", len(tastes) * len(cases))
    for number, taste in enumerate(tastes):
        told = {side: [n for n, on in taste if on == side and n in drawable] for side in ("liked", "disliked")}
        preferences = preferences_of(told["liked"], told["disliked"])
        asked = episode_of(drawn, [taste], [(SIZE, SIZE)], torch.Generator().manual_seed(number))
        context = metric.context_of_vectors(asked.pictures[0, :SIZE], asked.pictures[0, SIZE:])
        for place, case in enumerate(cases):
            strip = []
            for beta in BETAS:
                options = replace(backend.info.defaults, beta=beta)
                strip += draw_stack(backend, [case.prompt], [place], preferences if beta else None, options)
            verdicts = bench.verdicts([np.asarray(picture.convert("RGB")) for picture in strip])
            true = [verdict.pleasure(told["liked"], told["disliked"]) for verdict in verdicts]
            found.append(float(kendalltau(context.score(strip), true).statistic))
            progress.advance()
    return tuple(found)


def report_of(found: dict[str, float], cost: float, taus: Sequence[float], *, people: int, drawings: int) -> Report:
    """The report on AUC and calibration error by size of context, on the cost, and on the strips if any were drawn."""
    auc, error = found[f"auc_{SIZE}"], found[f"error_{SIZE}"]
    sizes = sorted(int(name.removeprefix("auc_")) for name in found if name.startswith("auc_"))
    curve = ", ".join(f"{size}: {found[f'auc_{size}']:.3f}" for size in sizes)
    rises = all(found[f"auc_{a}"] < found[f"auc_{b}"] for a, b in pairwise(sizes))
    figures = [
        Figure(f"metric, unseen people, {SIZE} + {SIZE} pictures: area under the ROC curve",
               f"{auc:.3f} (bound {AUC_BOUND})", auc >= AUC_BOUND),
        Figure(f"metric, unseen people, {SIZE} + {SIZE} pictures: calibration error",
               f"{error:.3f} (bound {ERROR_BOUND})", error <= ERROR_BOUND),
        Figure("metric, by pictures on either side: area under the ROC curve", curve, rises),
        Figure(f"metric: a further picture after {SIZE} + {SIZE}, over looking at all anew",
               f"{cost:.3f} (bound {COST_BOUND})", cost <= COST_BOUND),
    ]  # fmt: skip
    if taus:
        tau = mean(taus)
        figures.append(Figure("metric, strips over β against the judge: Kendall's τ",
                              f"{tau:.2f} (bound {TAU_BOUND})", tau >= TAU_BOUND))  # fmt: skip
    rows = [(str(size), f"{found[f'auc_{size}']:.3f}", f"{found[f'error_{size}']:.3f}") for size in sizes]
    return Report(
        name="metric",
        figures=tuple(figures),
        facts={"people": people, "drawings": drawings, **found, "cost": cost, "taus": list(taus)},
        tables=((("pictures on either side", "ROC area", "calibration error"), rows),),
        remarks=(f"{people} unseen people, {drawings} fresh drawings",),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    from PIL import Image

    from training import data
    from training.atelier import draw
    from training.liking import quality
    from training.unseen_people import drawable_tastes
    from viper_core.metric.bundled import BundledMetric

    parser = parser_of(__doc__)
    add_model_arguments(parser)
    add_judged_arguments(parser, limit=f"people (default {PEOPLE})")
    parser.add_argument("--world", default="midi", help="of the drawings (default %(default)s)")
    parser.add_argument("--drawings", type=positive, default=DRAWINGS, help="default %(default)s")
    parser.add_argument("--strips", type=int, default=STRIPS, help="people whose strips are drawn (default none)")
    parser.add_argument("--prompts", type=positive, default=2, help="prompts of the strips (default %(default)s)")
    a = parser.parse_args(arguments)
    metric, world = BundledMetric.load(), data.world_named(a.world)
    drawn = drawings_of(metric, world, a.drawings)
    people = list(islice(drawable_tastes(world.attributes, unseen=True, seed=_SEED), a.limit or PEOPLE))
    note("asking the metric")
    found = quality(metric.liking, drawn, people)
    shown = [Image.fromarray(draw(data.scene_number(i, world=world, seed=_SEED), 256)) for i in range(2 * SIZE + 1)]
    taus = strips_of(metric, drawn, people[: a.strips], a, a.prompts) if a.strips else ()
    emit(report_of(found, seconds_of(metric, shown), taus, people=len(people), drawings=a.drawings), a)


if __name__ == "__main__":
    run_command(main)
