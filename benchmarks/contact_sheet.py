"""Sheets for people to look at: prompts drawn without and with very different tastes, and what the model knows.

Nothing is chosen by its looks: prompts and tastes are listed here in order of preference and filtered by what the model
knows, and every picture of a row starts from the same noise. The judge has no part in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.cases import Case, places, preferences_of, renderable
from benchmarks.common import Figure, Progress, Report, add_model_arguments, emit, parser_of, positive, run_command
from benchmarks.stack import draw_stack
from benchmarks.verdicts import load_measured, model_folder
from training.atelier import compatible
from viper_core.bundle import Known, read_manifest
from viper_core.errors import InputError

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.backends import Backend

IMAGES = Path("docs/images")
BETA = 0.85
PROMPTS, TASTES = 8, 6
EACH = 3  # attributes of a side of a taste
LARGEST = 1_500_000  # bytes of a file
_QUALITIES = (90, 84, 78, 70, 60, 45)  # of WebP, the first that is small enough

SUBJECTS = ("cat", "castle", "lighthouse", "owl", "boat", "train", "mushroom", "rocket", "house", "balloon", "fish")
"""The subjects of the prompts; those that a model does not know are left out, and others follow."""

OPPOSED_TASTES = (
    (("watercolor", "pastel colors", "dreamy mood", "low contrast"),
     ("bold outlines", "neon colors", "high contrast")),
    (("neon colors", "night", "pixel art", "glitch effect"),
     ("watercolor", "muted colors", "bright daylight")),
    (("woodcut print", "monochrome", "high contrast"),
     ("vivid colors", "soft edges", "watercolor")),
    (("stained glass", "vivid colors", "bold outlines"),
     ("monochrome", "pencil sketch", "foggy")),
    (("oil painting", "warm colors", "sunset"),
     ("cool colors", "flat vector", "pixel art")),
    (("minimalist composition", "flat vector", "cool colors", "geometric shapes"),
     ("busy composition", "warm colors", "grainy texture")),
    (("pop art", "halftone dots", "polka dots"),
     ("muted colors", "foggy", "sepia tones")),
    (("mosaic", "earth tones", "busy composition"),
     ("minimalist composition", "neon colors", "flat vector")),
    (("snowy", "pencil sketch", "low contrast"),
     ("neon colors", "stained glass", "warm colors")),
)  # fmt: skip
"""What very different people like and dislike, in order of preference."""

CELL, GAP, LETTER, LINE = 240, 6, 19, 24  # px of a picture, between two, of the letters, of a line
_INK, _LIKED, _DISLIKED, _PAPER = "#1d1f1b", "#1c6b3c", "#a3341f", "#ffffff"


@dataclass(frozen=True)
class Taste:
    """Attributes that somebody likes and dislikes."""

    liked: tuple[str, ...]
    disliked: tuple[str, ...]

    @property
    def heading(self) -> tuple[tuple[str, str], ...]:
        """Lines of text and their colours, as they stand over the taste's column."""
        liked = [(f"+ {name}", _LIKED) for name in self.liked] + [("", _INK)] * (EACH - len(self.liked))
        return (*liked, *((f"− {name}", _DISLIKED) for name in self.disliked))


def tastes_of(known: Known, count: int = TASTES) -> tuple[Taste, ...]:
    """The first tastes of which the model knows two attributes at least on either side.

    Raises:
        InputError: it knows fewer than ``count``.
    """
    names = renderable(known)
    found = []
    for liked, disliked in OPPOSED_TASTES:
        wanted: tuple[str, ...] = ()
        for name in liked:
            if name in names and all(compatible(name, other) for other in wanted):
                wanted += (name,)
        unwanted = tuple(name for name in disliked if name in names)
        if min(len(wanted), len(unwanted)) >= 2:
            found.append(Taste(wanted[:EACH], unwanted[:EACH]))
    if len(found) < count:
        raise InputError(f"The model knows the attributes of {len(found)} tastes; {count} are needed.")
    return tuple(found[:count])


def prompts_of(known: Known, count: int | None = PROMPTS) -> tuple[Case, ...]:
    """A prompt of every subject in the first of its settings, without attributes: those of ``SUBJECTS`` first."""
    first = dict(reversed(places(known)))
    order = [subject for subject in SUBJECTS if subject in first]
    order += [subject for subject in known.subjects if subject in first and subject not in order]
    return tuple(Case(subject, first[subject], (), 11 + i) for i, subject in enumerate(order[:count]))


def drawn(backend: Backend, cases: Sequence[Case], taste: Taste | None, *, beta: float, batch: int) -> list[Image]:
    """The pictures of all prompts to one taste, or to none."""
    preferences = preferences_of(taste.liked, taste.disliked) if taste else None
    options = replace(backend.info.defaults, beta=beta if taste else 0.0)
    pictures: list[Image] = []
    for i in range(0, len(cases), batch):
        some = cases[i : i + batch]
        pictures += draw_stack(backend, [c.prompt for c in some], [c.seed for c in some], preferences, options)
    return pictures


def lay_out(
    columns: Sequence[tuple[Sequence[tuple[str, str]], Sequence[Image]]], captions: Sequence[Sequence[str]]
) -> Image:
    """Columns of pictures under their headings, lines of (text, colour); ``captions`` stand over every row's cells."""
    from PIL import Image as Pillow
    from PIL import ImageDraw

    from viper_core.lettering import shortened, write

    rows, pitch = len(captions), CELL + LINE + 2 * GAP
    lines = max(len(heading) for heading, _ in columns)
    head = LINE * lines + 2 * GAP if lines else 0
    sheet = Pillow.new("RGB", (len(columns) * (CELL + GAP) + GAP, head + rows * pitch + GAP), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for i, (heading, pictures) in enumerate(columns):
        x = GAP + i * (CELL + GAP)
        for j, (text, colour) in enumerate(heading):
            write(pen, (x, GAP + j * LINE), shortened(text, LETTER, CELL), LETTER, colour)
        for j, picture in enumerate(pictures):
            y = head + j * pitch
            if i < len(captions[j]):
                room = CELL if len(captions[j]) > 1 else sheet.width - 2 * GAP
                write(pen, (x, y + GAP), shortened(captions[j][i], LETTER, room), LETTER, _INK)
            resized = picture.convert("RGB").resize((CELL, CELL), Pillow.Resampling.LANCZOS)
            sheet.paste(resized, (x, y + GAP + LINE))
    return sheet


def save_small(sheet: Image, path: Path) -> int:
    """Write the sheet as WebP or, by its name, PNG; the best quality that keeps it under ``LARGEST``. Its bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".webp":
        sheet.save(path, optimize=True)
        return path.stat().st_size
    for quality in _QUALITIES:
        sheet.save(path, quality=quality, method=6)
        if path.stat().st_size <= LARGEST:
            break
    return path.stat().st_size


def taste_sheet(backend: Backend, known: Known, *, prompts: int, tastes: int, beta: float, batch: int) -> Image:
    """A row for every prompt: first as everybody gets it, then to every taste."""
    cases, people = prompts_of(known, prompts), tastes_of(known, tastes)
    plain = (("without a taste", _INK),)
    columns = []
    progress = Progress("tastes", 1 + len(people))
    for taste in (None, *people):
        pictures = drawn(backend, cases, taste, beta=beta, batch=batch)
        columns.append((taste.heading if taste else plain, pictures))
        progress.advance()
    return lay_out(columns, [(case.prompt,) for case in cases])


def subject_sheet(backend: Backend, known: Known, *, batch: int, across: int = 4) -> Image:
    """One picture of every subject that the model knows, to nobody's taste."""
    cases = prompts_of(known, None)
    pictures = drawn(backend, cases, None, beta=0.0, batch=batch)
    columns: list[tuple[tuple[tuple[str, str], ...], list[Image]]] = [((), pictures[i::across]) for i in range(across)]
    captions = [[case.subject for case in cases[i : i + across]] for i in range(0, len(cases), across)]
    return lay_out(columns, captions)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    add_model_arguments(parser)
    parser.add_argument("--beta", type=float, default=BETA, help="degree of personalisation (default %(default)s)")
    parser.add_argument("--limit", type=positive, default=PROMPTS, help="prompts (default %(default)s)")
    parser.add_argument("--tastes", type=positive, default=TASTES, help="tastes (default %(default)s)")
    parser.add_argument("--batch", type=positive, default=4, help="pictures drawn at a time (default %(default)s)")
    parser.add_argument("--out", type=Path, default=IMAGES / "tastes.webp", help="default %(default)s")
    parser.add_argument("--subjects", type=Path, default=IMAGES / "subjects.webp", help="default %(default)s")
    a = parser.parse_args(arguments)
    known = read_manifest(model_folder(a)).known
    backend = load_measured(a)
    sheets = {
        a.out: taste_sheet(backend, known, prompts=a.limit, tastes=a.tastes, beta=a.beta, batch=a.batch),
        a.subjects: subject_sheet(backend, known, batch=a.batch),
    }
    sizes = {str(path): save_small(sheet, path) for path, sheet in sheets.items()}
    figures = [
        Figure(f"sheet {path}", f"{size / 1e6:.2f} MB (bound {LARGEST / 1e6:g} MB)", size <= LARGEST)
        for path, size in sizes.items()
    ]
    facts = {
        "prompts": [case.prompt for case in prompts_of(known, a.limit)],
        "tastes": [{"liked": t.liked, "disliked": t.disliked} for t in tastes_of(known, a.tastes)],
        "bytes": sizes,
    }
    remarks = (f"{a.limit} prompts × {a.tastes} tastes", f"β {a.beta:g}")
    emit(Report("contact_sheet", tuple(figures), facts, remarks=remarks), a, device=backend.device.type)


if __name__ == "__main__":
    run_command(main)
