"""The programming interface: what the studio does, for programs, by name and without a visitor.

``/extract``, ``/generate``, ``/compare`` and ``/score`` take JSON and answer with JSON, in which a picture is a file.
They parse what they are given as the command line does, know no visitor and store nothing; what they draw waits in the
same line as the page's drawings. docs/api.md shows how they are called.

A call that takes its time answers several times: with its progress, and last with the outcome.
"""

from __future__ import annotations

import base64
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

import gradio as gr

from viper_core.errors import FormatError, ViPerError
from viper_core.png import encode_png
from viper_core.recipes import BETAS, parse_recipe, parse_reference
from viper_core.strip import make_strip
from viper_core.studio import MOST_SCORED, ComparisonProgress, GeneratedImage, Recipe, Studio
from viper_ui.drawing import put_file
from viper_ui.limits import MOST_STEPS
from viper_ui.streaming import stream

if TYPE_CHECKING:
    from viper_core.preferences import Preferences
    from viper_core.reference import Reference
    from viper_core.sampling import SamplingStep

__all__ = ["make_api"]

_AT_ONCE: Final = 2  # calls that run or wait inside of the studio; a program's hundred leave room for visitors
_OPTIONS: Final = ("seed", "steps", "guidance_scale", "formula", "negative_prompt")
_Answers = Generator[dict[str, Any]]


def make_api(studio: Studio) -> None:
    """Add the endpoints to the page of the current context; nothing of them is seen on it."""

    async def extract(comments: list) -> AsyncIterator[dict[str, Any]]:
        """Read comments into preferences, each attribute with the words it came from.

        comments: as in COMMENTS.json, [{"image": "board-01", "comment": "I love the soft light"}]; image is the id of a
        picture of the board, or null.
        """
        async for answer in _answers(lambda is_cancelled: _extract(studio, comments, is_cancelled)):
            yield answer

    async def generate(
        prompt: str,
        preferences: dict | str | None = None,
        beta: float | None = None,
        seed: int | None = None,
        steps: int | None = None,
        guidance_scale: float | None = None,
        formula: str | None = None,
        negative_prompt: str | None = None,
        reference: str | None = None,
        strength: float | None = None,
    ) -> AsyncIterator[dict[str, Any]]:
        """Draw a prompt to a taste.

        preferences: the JSON of /extract, or {"liked": ["watercolor"], "disliked": ["pixel art"]}; beta: how much of
        it, from 0 to 1; formula: "paper" or "released"; reference: a picture to start from,
        the id of one of the board or "data:image/png;base64,…", and strength, how far from it, above 0 to 1. What is
        left out is as the model has it.
        """
        given = {
            "beta": beta,
            "seed": seed,
            "steps": steps,
            "guidance_scale": guidance_scale,
            "formula": formula,
            "negative_prompt": negative_prompt,
        }
        start = {"reference": reference, "strength": strength}
        async for answer in _answers(
            lambda is_cancelled: _generate(studio, prompt, preferences, given, start, is_cancelled)
        ):
            yield answer

    async def compare(
        prompt: str,
        preferences: dict | str,
        betas: list | None = None,
        seed: int | None = None,
        steps: int | None = None,
        guidance_scale: float | None = None,
        formula: str | None = None,
        negative_prompt: str | None = None,
        reference: str | None = None,
        strength: float | None = None,
    ) -> AsyncIterator[dict[str, Any]]:
        """Draw one scene at several β, with the same seed, side by side on one strip.

        betas: from 0 to 1, by default 0, 0.25, 0.5, 0.75 and 1. The rest is as for /generate.
        """
        given = {
            "seed": seed,
            "steps": steps,
            "guidance_scale": guidance_scale,
            "formula": formula,
            "negative_prompt": negative_prompt,
        }
        start = {"reference": reference, "strength": strength}
        wanted = list(BETAS) if betas is None else betas
        async for answer in _answers(
            lambda is_cancelled: _compare(studio, prompt, preferences, wanted, given, start, is_cancelled)
        ):
            yield answer

    async def score(pictures: list, liked: list, disliked: list) -> AsyncIterator[dict[str, Any]]:
        """Tell how likely pictures are to be liked, from 0 to 1, by who liked and disliked others.

        A picture is the id of one of the board, or "data:image/png;base64,…".
        """
        async for answer in _answers(lambda is_cancelled: _score(studio, pictures, liked, disliked)):
            yield answer

    for endpoint in (extract, generate, compare, score):
        gr.api(endpoint, api_name=endpoint.__name__, concurrency_limit=_AT_ONCE, concurrency_id="api")


async def _answers(work: Callable[[Callable[[], bool]], _Answers]) -> AsyncIterator[dict[str, Any]]:
    """The answers of one call; what a person can mend becomes the caller's error message."""
    try:
        async for answer in stream(work):
            yield answer
    except ViPerError as error:
        raise gr.Error(str(error), print_exception=False) from error


def _extract(studio: Studio, comments: list[Any], is_cancelled: Callable[[], bool]) -> _Answers:
    found = studio.read_comments(studio.board_comments(comments), is_cancelled=is_cancelled)
    yield {
        "state": "done",
        "preferences": json.loads(found.preferences.to_json()),
        "read": found.read,
        "silent": list(found.silent),
        "hints": [{"image": image, "hint": hint} for image, hint in found.hints],
        "unclear": [{"name": one.name, "words": [place.quote for place in one.evidence]} for one in found.unclear],
    }


def _generate(
    studio: Studio,
    prompt: str,
    preferences: object,
    given: dict[str, Any],
    start: dict[str, Any],
    is_cancelled: Callable[[], bool],
) -> _Answers:
    recipe, reference = _recipe(studio, prompt, preferences, given), _reference(studio, **start)
    steps = studio.generate(
        recipe.prompt, recipe.preferences, recipe.options, reference=reference, is_cancelled=is_cancelled
    )
    yield {"state": "waiting"}
    for item in steps:
        if isinstance(item, GeneratedImage):
            picture = put_file(encode_png(item), f"viper-{item.options.seed}-beta{item.options.beta:g}.png")
            yield {"state": "done", "picture": picture, **_facts(studio, item), "beta": item.options.beta}
        else:
            yield {"state": "drawing", **_progress(item)}


def _compare(
    studio: Studio,
    prompt: str,
    preferences: object,
    betas: list[Any],
    given: dict[str, Any],
    start: dict[str, Any],
    is_cancelled: Callable[[], bool],
) -> _Answers:
    recipe, reference = _recipe(studio, prompt, preferences, given), _reference(studio, **start)
    steps = studio.compare(
        recipe.prompt, recipe.preferences, betas, recipe.options, reference=reference, is_cancelled=is_cancelled
    )
    yield {"state": "waiting"}
    pictures: list[GeneratedImage] = []
    for item in steps:
        if isinstance(item, ComparisonProgress):
            place = {"picture": item.index + 1, "pictures": item.total, "beta": item.beta}
            yield {"state": "drawing", **place, **_progress(item.step)}
        else:
            pictures.append(item)
    drawn = [picture.options.beta for picture in pictures]
    strip = put_file(encode_png(pictures[-1], image=make_strip(pictures), betas=drawn), "viper-strip.png")
    yield {"state": "done", "strip": strip, **_facts(studio, pictures[-1]), "betas": drawn}


def _score(studio: Studio, pictures: list[Any], liked: list[Any], disliked: list[Any]) -> _Answers:
    board = {seed.id for seed in studio.board}
    sides = {"pictures": pictures, "liked": liked, "disliked": disliked}
    for name, some in sides.items():
        if not isinstance(some, list):
            raise FormatError(f"{name} must be a list of pictures.")
    if sum(map(len, sides.values())) > MOST_SCORED:
        raise FormatError(f"At most {MOST_SCORED} pictures can be looked at in one go.")
    asked, good, bad = ([_picture(board, one, name) for one in some] for name, some in sides.items())
    yield {"state": "done", "scores": [round(s, 4) for s in studio.score(asked, liked=good, disliked=bad)]}


def _picture(board: set[str], given: object, side: str) -> str | bytes:
    """A picture of the board by its id, or the content of a data URL; never a file of this machine."""
    if isinstance(given, str) and given in board:
        return given
    if isinstance(given, str) and given.startswith("data:image/"):
        with contextlib.suppress(ValueError):
            return base64.b64decode(given.partition(";base64,")[2], validate=True)
    raise FormatError(f'{side}: a picture is the id of one of the board, or "data:image/png;base64,…".')


def _recipe(studio: Studio, prompt: str, preferences: object, given: dict[str, Any]) -> Recipe:
    steps = given["steps"]
    if isinstance(steps, int) and steps > MOST_STEPS:
        raise FormatError(f"steps is {steps}; at most {MOST_STEPS} are drawn here.")
    values = {"prompt": prompt, "preferences": _object(preferences), **given}
    return parse_recipe(values, studio.default_options, options=tuple(given))


def _reference(studio: Studio, reference: object, strength: object) -> Reference | None:
    """The picture to start from, if there is one."""
    board = {seed.id: seed.file for seed in studio.board}

    def find(named: object) -> Path | bytes:
        given = _picture(set(board), named, "reference")
        return given if isinstance(given, bytes) else board[given]

    return parse_reference(reference, strength, find)


def _object(preferences: object) -> object:
    """Preferences as a JSON object: a program may have them as the text of a file."""
    if not isinstance(preferences, str):
        return preferences
    try:
        return json.loads(preferences)
    except (ValueError, RecursionError) as error:
        raise FormatError("preferences must be a JSON object, as text or as it is.") from error


def _progress(step: SamplingStep) -> dict[str, int]:
    return {"step": step.index + 1, "steps": step.total}


def _facts(studio: Studio, picture: GeneratedImage) -> dict[str, Any]:
    """What made a picture, and what the model does not know of it."""
    known = studio.familiarity
    idle = known.taste(cast("Preferences", picture.preferences)).idle if picture.preferences is not None else ()
    return {
        "prompt": picture.prompt,
        "seed": picture.options.seed,
        "model": picture.model,
        "seconds": round(picture.seconds, 3),
        "unknown": [one.said for one in (*known.unfamiliar(picture.prompt), *idle)],
    }
