"""The command line: ``python -m viper_core COMMAND``.

    models                                        the models that can draw
    extract COMMENTS.json -o PREFS.json           comments of one person to preferences
    extract PEOPLE.jsonl -o PREFS.jsonl           the same for many, one person a line
    generate PROMPT [-p PREFS.json] -o OUT.png    one picture, or with -n several with consecutive seeds
    compare PROMPT -p PREFS.json -o OUT.png       one scene at several β, side by side on one strip
    batch JOBS.jsonl -o DIR                       many pictures, one a line
    score --liked A.png … --disliked B.png … -- IMAGE.png …    how likely each is to be liked

Knows arguments and files; what they mean is :mod:`viper_core.studio`'s. Exit status 0, or 2 with one line on standard
error for anything a person can mend. With ``--json`` standard output holds one JSON document and nothing else.
"""

from __future__ import annotations

import argparse
import contextlib
import dataclasses
import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from viper_core.errors import FormatError, InputError, NothingExtracted, PictureError, ViPerError
from viper_core.files import check_writable, write_atomically
from viper_core.generated import ComparisonProgress, GeneratedImage, Recipe
from viper_core.recipes import BETAS, DEFAULT_BETA, OPTIONS, beta_or_default, parse_recipe, parse_reference

if TYPE_CHECKING:
    from viper_core.extractors import ReadingProgress
    from viper_core.preferences import Comment, Preferences
    from viper_core.reference import Reference
    from viper_core.sampling import SamplingOptions, SamplingStep
    from viper_core.studio import Studio

__all__ = ["main"]

_MOST_PICTURES = 1000  # of one generate command
_START = ("reference", "strength")  # keys of a job that say what it starts from
_JOB_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,99}")  # becomes a file name


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without β shows a question mark
    try:
        chosen = _parser().parse_args(arguments)
        run: Callable[[argparse.Namespace], dict[str, Any]] = chosen.run
        result = run(chosen)
        if chosen.json:
            print(json.dumps(result, indent=2))  # ASCII: valid whatever the terminal's encoding
    except ViPerError as error:
        print(f"viper: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("viper: stopped", file=sys.stderr)
        return 130
    return 0


# -- commands: each does its work, prints for people unless --json, and returns what --json prints ---------------------


def _models(chosen: argparse.Namespace) -> dict[str, Any]:
    from viper_core.registry import DEFAULT_MODEL, MODELS, find_model

    rows = []
    for info in map(find_model, MODELS):
        defaults = info.defaults
        rows.append(
            {
                "name": info.name,
                "family": info.family,
                "bundled": info.is_bundled,
                "source": Path(info.source).name if info.is_bundled else str(info.source),
                "revision": info.revision,
                "licence": info.licence,
                "size_mb": info.size_mb,
                "memory_gb": info.memory_gb,
                "native_size": info.native_size,
                "steps": defaults.num_inference_steps,
                "guidance_scale": defaults.guidance_scale,
                "description": info.description,
            }
        )
    if not chosen.json:
        for row in rows:
            mark = "*" if row["name"] == DEFAULT_MODEL else " "
            print(f"{mark} {row['name']:<13} {row['size_mb']:>6} MB  {row['native_size']:>4} px  {row['description']}")
        print("* used unless --model names another")
    return {"default": DEFAULT_MODEL, "models": rows}


def _extract(chosen: argparse.Namespace) -> dict[str, Any]:
    source, target = Path(chosen.comments), Path(chosen.output)
    check_writable(target)
    studio = _studio(chosen)
    if source.suffix.lower() == ".jsonl":
        return _extract_people(studio, source, target, chosen)

    from viper_core.preferences import parse_comments

    text = _read(source)
    with _located(str(source)):
        comments = parse_comments(text)
    pictures = _own_pictures(studio, comments, source.parent)
    result = studio.read_comments(comments, pictures=pictures, on_progress=_reading(chosen))
    write_atomically(target, (result.preferences.to_json() + "\n").encode())
    liked, disliked = result.preferences.liked, result.preferences.disliked
    if not chosen.json:
        print(f"{target}: {len(liked)} liked, {len(disliked)} disliked attributes from {result.read} comments")
    return {
        "file": str(target),
        "read": result.read,
        "silent": list(result.silent),
        "unclear": [one.name for one in result.unclear],
        "preferences": json.loads(result.preferences.to_json()),
    }


def _extract_people(studio: Studio, source: Path, target: Path, chosen: argparse.Namespace) -> dict[str, Any]:
    """One person a line; someone whose comments hold nothing gets empty preferences and is counted."""
    from viper_core.preferences import Preferences, parse_comments

    lines, empty, watch = [], [], _reading(chosen)
    for where, values in _json_lines(source):
        with _located(where):
            if set(values) != {"id", "comments"} or not isinstance(values["id"], str | int):
                raise FormatError('expected {"id": ..., "comments": [...]}.')
            if not isinstance(values["comments"], list):
                raise FormatError("comments must be a list.")
            comments = parse_comments(values["comments"])
            try:
                pictures = _own_pictures(studio, comments, source.parent)
                preferences = studio.read_comments(comments, pictures=pictures, on_progress=watch).preferences
            except NothingExtracted:
                preferences = Preferences()
                empty.append(values["id"])
        lines.append({"id": values["id"], "preferences": json.loads(preferences.to_json())})
    write_atomically(target, "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines).encode())
    if not chosen.json:
        print(f"{target}: preferences of {len(lines)} people, {len(empty)} of them empty")
    return {"file": str(target), "people": len(lines), "empty": empty}


def _generate(chosen: argparse.Namespace) -> dict[str, Any]:
    preferences = _read_preferences(chosen.preferences)
    if not 1 <= chosen.count <= _MOST_PICTURES:
        raise InputError(f"-n {chosen.count} is not valid; give a number from 1 to {_MOST_PICTURES}.")
    studio = _studio(chosen)
    options = _options(studio, chosen, beta=beta_or_default(chosen.beta, preferences))
    recipe = Recipe(chosen.prompt, preferences, options, _reference(chosen))
    jobs = [
        (target, dataclasses.replace(recipe, options=dataclasses.replace(options, seed=options.seed + index)))
        for index, target in enumerate(_numbered(_png_path(chosen.output), chosen.count))
    ]
    return {"files": list(_draw_all(studio, jobs, chosen))}


def _compare(chosen: argparse.Namespace) -> dict[str, Any]:
    from viper_core.png import encode_png
    from viper_core.strip import make_strip

    target = _png_path(chosen.output)
    preferences = _read_preferences(chosen.preferences)
    studio = _studio(chosen)
    options, reference = _options(studio, chosen, beta=0.0), _reference(chosen)
    steps = studio.compare(chosen.prompt, preferences, chosen.betas, options, reference=reference)
    pictures = tuple(_finished(steps, chosen, target.name))
    betas = [picture.options.beta for picture in pictures]
    strip = encode_png(pictures[-1], metadata=chosen.metadata, image=make_strip(pictures), betas=betas)
    write_atomically(target, strip)
    if not chosen.json:
        print(f"{target}: β {', '.join(f'{beta:g}' for beta in betas)}, seed {pictures[0].options.seed}")
    return {
        "file": str(target),
        "seed": pictures[0].options.seed,
        "pictures": [{"beta": p.options.beta, "seconds": round(p.seconds, 3)} for p in pictures],
    }


def _batch(chosen: argparse.Namespace) -> dict[str, Any]:
    """All jobs are read and checked before the first picture is drawn."""
    studio, folder = _studio(chosen), Path(chosen.output)
    check_writable(folder / "x.png")
    jobs: dict[str, _Job] = {}
    for where, values in _json_lines(Path(chosen.jobs)):
        with _located(where):
            name, job = _read_job(studio, values, folder, beside=Path(chosen.jobs).parent)
            if name.casefold() in jobs:  # of two names that differ in case, some file systems keep one
                raise FormatError(f"the id {name!r} is there twice.")
            jobs[name.casefold()] = job
    return {"files": list(_draw_all(studio, list(jobs.values()), chosen))}


def _score(chosen: argparse.Namespace) -> dict[str, Any]:
    scores = _studio(chosen).score(chosen.pictures, liked=chosen.liked, disliked=chosen.disliked)
    rows = [{"picture": name, "liked": round(score, 4)} for name, score in zip(chosen.pictures, scores, strict=True)]
    if not chosen.json:
        for row in rows:
            print(f"{row['liked']:6.1%}  {row['picture']}")
    return {"scores": rows}


_Job = tuple[Path, Recipe]


def _read_job(studio: Studio, values: dict[str, Any], folder: Path, *, beside: Path) -> tuple[str, _Job]:
    valid_keys = ("id", "prompt", "preferences", *OPTIONS, *_START)
    if unknown := set(values) - set(valid_keys):
        valid = ", ".join(valid_keys)
        raise FormatError(f"unknown key {min(unknown)[:40]!r}. Valid keys: {valid}.")
    name = values.get("id")
    if not isinstance(name, str) or not _JOB_ID.fullmatch(name):
        raise FormatError("id must be a file name without its ending: letters, digits, dot, dash, underscore.")
    drawn = {key: value for key, value in values.items() if key not in ("id", *_START)}
    recipe = parse_recipe(drawn, studio.default_options)

    def find(reference: object) -> Path:
        if not isinstance(reference, str):
            raise FormatError("reference must be the path of a picture.")
        return beside / reference

    start = parse_reference(values.get("reference"), values.get("strength"), find)
    return name, (folder / f"{name}.png", dataclasses.replace(recipe, reference=start))


# -- parts that several commands use -----------------------------------------------------------------------------------


def _draw_all(studio: Studio, jobs: Sequence[_Job], chosen: argparse.Namespace) -> Iterator[dict[str, Any]]:
    """Draw and save one picture after the other."""
    from viper_core.png import save_png

    for target, recipe in jobs:
        prompt, preferences, options = recipe.prompt, recipe.preferences, recipe.options
        steps = studio.generate(prompt, preferences, options, reference=recipe.reference)
        for picture in _finished(steps, chosen, target.name):
            unknown = _unknown(studio, prompt, preferences, options.beta)
            save_png(picture, target, metadata=chosen.metadata)
            if not chosen.json:
                print(f"{target}: seed {options.seed}, β {options.beta:g}, {picture.seconds:.1f} s", flush=True)
            yield {
                "file": str(target),
                "seed": options.seed,
                "beta": options.beta,
                "model": picture.model,
                "seconds": round(picture.seconds, 3),
                "unknown": unknown,
            }


def _unknown(studio: Studio, prompt: str, preferences: Preferences | None, beta: float) -> list[str]:
    """What the model does not know of the prompt and of a taste that acts; a warning names each once a command."""
    known = studio.familiarity
    idle = known.taste(preferences).idle if preferences is not None and beta > 0 else ()
    found = (*known.unfamiliar(prompt), *idle)
    for one in found:
        _warn_once(f"{studio.model} does not know {one}.")
    return [one.said for one in found]


@cache
def _warn_once(message: str) -> None:
    print(f"Note: {message}", file=sys.stderr, flush=True)


def _finished(
    items: Iterable[SamplingStep | ComparisonProgress | GeneratedImage], chosen: argparse.Namespace, label: str
) -> Iterator[GeneratedImage]:
    """The finished pictures among ``items``; the steps become a line of progress where somebody is watching."""
    watched = sys.stderr.isatty() and not chosen.json
    for item in items:
        if isinstance(item, GeneratedImage):
            if watched:
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)
            yield item
        elif watched:
            step = item.step if isinstance(item, ComparisonProgress) else item
            print(f"\r{label}: step {step.index + 1} of {step.total}", end="", file=sys.stderr, flush=True)


def _reading(chosen: argparse.Namespace) -> Callable[[ReadingProgress], None] | None:
    """What shows how far an extractor that takes its time has come, where somebody is watching."""
    if chosen.json or not sys.stderr.isatty():
        return None

    def show(progress: ReadingProgress) -> None:
        done = progress.read == progress.total
        print(f"\r\x1b[K{'' if done else progress.message}", end="", file=sys.stderr, flush=True)

    return show


def _studio(chosen: argparse.Namespace) -> Studio:
    from viper_core.studio import Studio

    names = {"model": "model", "extractor": "extractor", "device": "device"}
    given = {key: getattr(chosen, name) for key, name in names.items() if getattr(chosen, name, None) is not None}
    return Studio(**given)


def _options(studio: Studio, chosen: argparse.Namespace, *, beta: float) -> SamplingOptions:
    return studio.default_options(
        beta=beta,
        seed=chosen.seed,
        num_inference_steps=chosen.steps,
        guidance_scale=chosen.guidance_scale,
        formula=chosen.formula,
        negative_prompt=chosen.negative_prompt,
        height=chosen.height,
        width=chosen.width,
    )


def _reference(chosen: argparse.Namespace) -> Reference | None:
    return parse_reference(chosen.reference, chosen.strength, lambda name: Path(str(name)))


def _own_pictures(studio: Studio, comments: Sequence[Comment], folder: Path) -> dict[str, Path]:
    """The files of pictures that are not on the board; paths count from the folder of the comments, then from here.

    Raises:
        PictureError: a comment names neither a seed image nor a file.
    """
    images = dict.fromkeys(comment.image for comment in comments if comment.image is not None)
    if not images:
        return {}
    board = {seed.id for seed in studio.board}
    own = {}
    for image in images:
        if image in board:
            continue
        found = [path for path in (folder / image, Path(image)) if path.is_file()]
        if not found:
            raise PictureError(f"The picture {image!r} is neither the id of a seed image nor a file.")
        own[image] = found[0]
    return own


def _read_preferences(path: str | None) -> Preferences | None:
    from viper_core.preferences import Preferences

    if path is None:
        return None
    text = _read(Path(path))
    with _located(path):
        return Preferences.parse(text)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"Cannot read {path}: {error.strerror}. Give a file that is there.") from error


def _json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """(where, object) of every line that is not blank.

    Raises:
        FormatError: a line that is no JSON object, or no line at all.
    """
    count = 0
    for number, line in enumerate(_read(path).splitlines(), start=1):
        if not line.strip():
            continue
        where = f"{path}, line {number}"
        try:
            values = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FormatError(f"{where}: this is not JSON.") from error
        if not isinstance(values, dict):
            raise FormatError(f"{where}: expected a JSON object.")
        count += 1
        yield where, values
    if not count:
        raise FormatError(f"{path} is empty. Give one JSON object a line.")


@contextlib.contextmanager
def _located(where: str) -> Iterator[None]:
    """Put the place in front of an input error's message, keeping its class."""
    try:
        yield
    except InputError as error:
        raise type(error)(f"{where}: {error}") from error


def _png_path(given: str) -> Path:
    path = Path(given)
    if path.suffix.lower() != ".png":
        raise InputError(f"{given} does not end in .png. Pictures are saved as PNG; give a name such as picture.png.")
    check_writable(path)
    return path


def _numbered(target: Path, count: int) -> list[Path]:
    """``OUT.png``, or ``OUT-1.png`` … ``OUT-COUNT.png``."""
    if count == 1:
        return [target]
    return [target.with_name(f"{target.stem}-{number}{target.suffix}") for number in range(1, count + 1)]


# -- arguments ---------------------------------------------------------------------------------------------------------


class _Parser(argparse.ArgumentParser):
    """A parser whose errors are ours: one line, status 2."""

    def error(self, message: str) -> NoReturn:
        raise InputError(f"{message}. See: {self.prog} --help")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="python -m viper_core", description="Pictures to a person's own taste.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def command(name: str, run: Callable[[argparse.Namespace], dict[str, Any]], text: str) -> argparse.ArgumentParser:
        sub = commands.add_parser(name, help=text, description=text)
        sub.add_argument("--json", action="store_true", help="print one JSON document on standard output")
        sub.set_defaults(run=run)
        return sub

    command("models", _models, "list the models that can draw")

    extract = command("extract", _extract, "read comments into preferences")
    extract.add_argument("comments", metavar="COMMENTS", help="JSON of one person, or .jsonl with one person a line")
    extract.add_argument("-o", "--output", required=True, metavar="PREFS", help="where to write the preferences")
    extract.add_argument("--extractor", metavar="NAME", help="bundled (default), vpe, vlm or chat")

    generate = command("generate", _generate, "draw a prompt, with preferences to their taste")
    generate.add_argument("prompt", metavar="PROMPT")
    generate.add_argument("-p", "--preferences", metavar="PREFS.json", help="the taste to draw to")
    how_much = f"how much of it, 0 to 1 (default: {DEFAULT_BETA} with -p)"
    generate.add_argument("--beta", type=float, metavar="B", help=how_much)
    generate.add_argument("-n", "--count", type=int, default=1, metavar="COUNT", help="pictures, with seeds S, S+1, …")
    _add_drawing(generate, output="OUT.png")

    compare = command("compare", _compare, "draw one scene at several β, side by side")
    compare.add_argument("prompt", metavar="PROMPT")
    compare.add_argument("-p", "--preferences", required=True, metavar="PREFS.json", help="the taste to draw to")
    compare.add_argument("--betas", type=float, nargs="+", default=BETAS, metavar="B", help="default: 0 … 1 by 0.25")
    _add_drawing(compare, output="OUT.png")

    batch = command("batch", _batch, "draw many pictures, one JSON job a line")
    batch.add_argument("jobs", metavar="JOBS.jsonl")
    _add_model(batch, output="DIR")

    score = command("score", _score, "how likely pictures are to be liked, by what somebody liked and disliked")
    what = "pictures that were {}: files, or ids of the board"
    score.add_argument("--liked", nargs="+", required=True, metavar="IMAGE", help=what.format("liked"))
    score.add_argument("--disliked", nargs="+", required=True, metavar="IMAGE", help=what.format("disliked"))
    score.add_argument("pictures", nargs="+", metavar="IMAGE", help="the pictures that are asked about")
    return parser


def _add_drawing(parser: argparse.ArgumentParser, *, output: str) -> None:
    parser.add_argument("--seed", type=int, metavar="S")
    parser.add_argument("--steps", type=int, metavar="N")
    parser.add_argument("--guidance-scale", type=float, metavar="W")
    start = "a picture to start from in place of noise"
    parser.add_argument("--reference", metavar="IMAGE", help=start)
    how_far = "how far from it, above 0 to 1: the share of the steps that are taken (default: 0.6)"
    parser.add_argument("--strength", type=float, metavar="S", help=how_far)
    formulas = "paper (default), released, or one half of the paper's: embedding or noise"
    parser.add_argument("--formula", metavar="NAME", help=formulas)
    parser.add_argument("--negative-prompt", metavar="TEXT")
    parser.add_argument("--height", type=int, metavar="PX")
    parser.add_argument("--width", type=int, metavar="PX")
    _add_model(parser, output=output)


def _add_model(parser: argparse.ArgumentParser, *, output: str) -> None:
    parser.add_argument("--model", metavar="NAME", help="see the command models")
    parser.add_argument("--device", metavar="NAME", help="cpu, cuda, … (default: a GPU where there is one)")
    parser.add_argument("--no-metadata", dest="metadata", action="store_false", help="leave settings out of the file")
    parser.add_argument("-o", "--output", required=True, metavar=output)


if __name__ == "__main__":
    sys.exit(main())
