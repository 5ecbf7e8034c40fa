"""The blind test: rounds of pictures of which one is the person's own, their votes, and what these add up to.

Nothing that the page is sent before a vote may tell which picture is whose. The studio hands out bare pictures in the
order in which they are shown; here they get neutral names and equal dates, and progress is told as one share.
"""

from __future__ import annotations

import contextlib
import dataclasses
import math
import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import gradio as gr
from gradio.utils import get_upload_folder

from viper_core.files import write_atomically
from viper_core.studio import BlindRound, Score, Studio
from viper_ui.belongings import DRAWN
from viper_ui.drawing import NOTE, Pace, waiting_note, wire_section
from viper_ui.fields import Fields
from viper_ui.gallery import file_data
from viper_ui.messages import answer
from viper_ui.requests import RoundRequest, TrialRequest, VisitorRequest, VoteRequest, parse
from viper_ui.sections import section
from viper_ui.settings import sampling_options, settings_from_fields
from viper_ui.start import reference_of
from viper_ui.static_files import script

__all__ = ["make_blind_test", "wire_blind_test"]


def make_blind_test(studio: Studio) -> gr.HTML:
    """Lay the blind test out in the current context."""

    def scores(visitor: str) -> dict[str, Any]:
        return {protocol: _score_value(score) for protocol, score in studio.blind_scores(visitor).items()}

    def look(data: object) -> dict[str, Any]:
        """The visitor's scores, and the round that waits for their answer."""

        def work() -> dict[str, Any]:
            visitor = parse(VisitorRequest, data).visitor
            found = studio.open_round(visitor)
            return {"scores": scores(visitor), "open": None if found is None else dataclasses.asdict(found)}

        return answer(work)

    def vote(data: object) -> dict[str, Any]:
        """Answer a round, and be told which picture was one's own."""

        def work() -> dict[str, Any]:
            request = parse(VoteRequest, data)
            trial = studio.vote(request.visitor, request.trial, request.choice)
            makers = [{"liked": list(one.liked), "disliked": list(one.disliked)} for one in trial.makers]
            verdict = {"mine": trial.mine, "choice": trial.choice, "makers": makers}
            return {"verdict": verdict, "scores": scores(request.visitor)}

        return answer(work)

    def give_up(data: object) -> dict[str, Any]:
        """Void a round unanswered."""

        def work() -> dict[str, Any]:
            request = parse(TrialRequest, data)
            studio.give_round_up(request.visitor, request.trial)
            return {"scores": scores(request.visitor)}

        return answer(work)

    def votes_csv(data: object) -> dict[str, Any]:
        """The visitor's rounds as a table."""
        return answer(lambda: {"text": studio.votes_csv(parse(VisitorRequest, data).visitor)})

    return gr.HTML(
        html_template=f'<section data-t-aria-label="section.blind"><div class="vp-blind"></div>{NOTE}</section>',
        js_on_load=script("running.js", "blind.js"),
        apply_default_css=False,
        elem_id="blind",
        elem_classes=section("blind"),
        server_functions=[look, vote, give_up, votes_csv],
    )


def wire_blind_test(
    studio: Studio, visitor: gr.BrowserState, jobs: gr.State, fields: Fields, run: gr.Button, blind: gr.HTML
) -> None:
    """Let the button draw a round, and let it be stopped."""
    wire_section(_values, RoundRequest, "drawRound", studio, visitor, jobs, fields, run, blind)


def _values(
    studio: Studio,
    value: dict[str, Any],
    is_cancelled: Callable[[], bool],
    fields: tuple[Any, ...],
    request: RoundRequest,
) -> Iterator[dict[str, Any]]:
    """The values over one round: shares, then all pictures at once."""
    settings = settings_from_fields(fields)
    options = sampling_options(studio, settings)
    pace = Pace()
    yield {**value, "state": "waiting", "message": waiting_note(studio)}
    steps: Any = studio.blind_round(
        value["visitor"],
        settings.prompt,
        request.protocol,
        options,
        count=request.count,
        reference=reference_of(studio, value["visitor"], settings),
        is_cancelled=is_cancelled,
    )
    with contextlib.closing(steps):
        for item in steps:
            if isinstance(item, BlindRound):
                yield {**value, "state": "done", "round": _round_value(item)}
            elif pace.due():
                yield {**value, "state": "drawing", "done": item}


def _round_value(shown: BlindRound) -> dict[str, Any]:
    """A round for the page: files whose names and dates say their place and nothing else."""
    folder = Path(get_upload_folder()) / DRAWN / secrets.token_hex(16)
    files = [folder / f"picture-{place}.png" for place in range(1, len(shown.pictures) + 1)]
    for path, data in zip(files, shown.pictures, strict=True):
        write_atomically(path, data)
    finished = files[-1].stat().st_mtime
    for path in files:
        os.utime(path, (finished, finished))
    return {
        "trial": shown.trial,
        "protocol": shown.protocol,
        "prompt": shown.prompt,
        "pictures": [file_data(path) for path in files],
    }


def _score_value(score: Score) -> dict[str, Any]:
    low, high = score.interval
    return {
        "answered": score.answered,
        "hits": score.hits,
        "passed": score.passed,
        "gaveUp": score.void,
        "low": low,
        "high": high,
        "chance": None if math.isnan(score.chance) else score.chance,
    }
