"""What the two tabs that draw have in common: asking for a drawing, stopping it, showing its steps and its pictures.

A preview travels inside the value as a small JPEG; a finished picture is the PNG that the core wrote, settings and all,
handed out as it is.
"""

from __future__ import annotations

import base64
import contextlib
import io
import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gradio as gr
from gradio.utils import get_upload_folder

from viper_core.errors import Cancelled, FormatError, ViPerError
from viper_core.files import write_atomically
from viper_core.png import save_png
from viper_ui.belongings import DRAWN, note_claims
from viper_ui.gallery import file_data
from viper_ui.jobs import Jobs
from viper_ui.languages import Said, say
from viper_ui.messages import told
from viper_ui.requests import HaltRequest, parse

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.familiarity import Unfamiliar
    from viper_core.preferences import Preferences
    from viper_core.sampling import SamplingOptions
    from viper_core.studio import ComparisonProgress, GeneratedImage, Studio
    from viper_ui.fields import Fields

__all__ = [
    "DRAWING_EVENT",
    "NOTE",
    "Pace",
    "file_name",
    "picture_value",
    "preview_url",
    "progress_value",
    "put_file",
    "unknown_note",
    "unknown_words",
    "until_ended",
    "waiting_note",
    "wire_section",
    "wire_stop",
]

LINE: Final = "draw"  # gradio's queue that all drawing shares
AT_ONCE: Final = 8  # drawings that wait inside the studio for their turn; more wait in gradio's queue
NOTE: Final = '<p class="vp-note" role="status"></p>'
_SECONDS_BETWEEN_PREVIEWS = 0.12


DRAWING_EVENT: Final[dict[str, Any]] = {
    "show_progress": "hidden",
    "trigger_mode": "multiple",
    "concurrency_limit": AT_ONCE,
    "concurrency_id": LINE,
    "api_visibility": "private",
}
"""How every event that draws is run: in one line, as often as it is asked for, with progress of its own."""


def until_ended(value: dict[str, Any], values: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The values that a generator gives of one drawing, and how it ended where it did not end well.

    ``value`` is what all of them share; the files in them are the visitor's.
    """
    steps: Any = values  # a generator, which ends with this one
    try:
        with contextlib.closing(steps):
            for item in steps:
                note_claims(value["visitor"], item)
                yield item
    except Cancelled:
        yield {**value, "state": "stopped"}
    except ViPerError as error:
        yield {**value, "state": "failed", "message": told(error)}


def wire_stop(part: gr.HTML, jobs: gr.State) -> None:
    """Let the stop button of ``part`` stop the drawing that it was shown for."""

    def stop(jobs: Jobs, event: gr.EventData) -> None:
        """Stop one drawing."""
        with contextlib.suppress(FormatError):
            jobs.stop(parse(HaltRequest, event._data).run)

    part.halt(stop, jobs, None, queue=False, trigger_mode="multiple", api_visibility="private")


def wire_section(
    values: Callable[..., Iterator[dict[str, Any]]],
    kind: type[Any],
    asks: str,
    studio: Studio,
    visitor: gr.BrowserState,
    jobs: gr.State,
    fields: Fields,
    run: gr.Button,
    part: gr.HTML,
) -> None:
    """Let ``run`` have the page's script ask ``part`` for a drawing, and let that be stopped.

    Args:
        values: of a drawing: takes the studio, what all values share, whether it is cancelled, the fields as they
            stand, and the request.
        kind: of the request, which names its run.
        asks: the function of ``viper`` on the page that asks.
        studio: what draws.
        visitor: for whom.
        jobs: the drawings of this browser tab.
        fields: what is entered once for all sections.
        run: the section's button.
        part: the section's component.
    """

    def draw(visitor: str, jobs: Jobs, event: gr.EventData, *fields: Any) -> Iterator[dict[str, Any]]:
        """Draw what the section shows."""
        request = parse(kind, event._data)
        value = {"visitor": visitor, "run": request.run}
        yield from until_ended(value, values(studio, value, jobs.begin(request.run), fields, request))

    run.click(None, js=f"() => viper.{asks}()", api_visibility="private")
    part.begin(draw, [visitor, jobs, *fields.all], part, **DRAWING_EVENT)
    wire_stop(part, jobs)


class Pace:
    """Says when another preview is worth sending."""

    def __init__(self) -> None:
        self._last = 0.0

    def due(self) -> bool:
        """Whether enough time has passed since the last time this was true."""
        now = time.monotonic()
        if now - self._last < _SECONDS_BETWEEN_PREVIEWS:
            return False
        self._last = now
        return True


def progress_value(item: ComparisonProgress) -> dict[str, Any]:
    """How far a series of pictures has come."""
    step = {"step": item.step.index + 1, "steps": item.step.total, "done": item.fraction}
    return {"state": "drawing", "index": item.index, "total": item.total, **step}


def preview_url(image: Image) -> str:
    """A small picture as a data URL."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def picture_value(generated: GeneratedImage, *, with_settings: bool) -> dict[str, Any]:
    """A finished picture for the page: its file, and the facts in its caption."""
    options = generated.options
    name = file_name(options)
    return {
        "image": file_data(save_png(generated, _fresh_place(name), metadata=with_settings)),
        "file": name,
        "prompt": generated.prompt,
        "beta": options.beta,
        "seed": options.seed,
        "model": generated.model,
        "seconds": round(generated.seconds, 1),
    }


def file_name(options: SamplingOptions) -> str:
    """What a picture is called when it is saved."""
    return f"viper-{options.seed}-beta{options.beta:g}.png"


def put_file(data: bytes, name: str) -> dict[str, Any]:
    """Content of a file for the page to fetch."""
    return file_data(write_atomically(_fresh_place(name), data))


def unknown_note(
    studio: Studio, prompt: str, preferences: Preferences | None, *, negative_prompt: str = ""
) -> list[Said]:
    """What the model does not know of the prompts and of the taste, and what it knows instead; or nothing."""
    known = studio.familiarity
    note = list[Said]()
    if words := known.unfamiliar(prompt):
        note.append(say("unknown.prompt", model=studio.model, words=unknown_words(words)))
    if words := known.unfamiliar(negative_prompt):
        note.append(say("unknown.negative", words=unknown_words(words)))
    if preferences is not None and (taste := known.taste(preferences)).idle:
        acts = bool(taste.acting.active("liked") or taste.acting.active("disliked"))
        note.append(say("unknown.taste.rest" if acts else "unknown.taste.all", words=unknown_words(taste.idle)))
    return note


def unknown_words(words: Iterable[Unfamiliar]) -> list[Said]:
    """Words that a model does not know, each with the nearest that it does."""
    return [
        say(f"unknown.nearest.{len(one.nearest)}", word=one.said, **dict(zip("abc", one.nearest, strict=False)))
        if one.nearest
        else one.said
        for one in words
    ]


def waiting_note(studio: Studio) -> Said:
    """What a drawing that has not begun is waiting for."""
    if studio.model_status().state != "ready":
        return say("waiting.model")
    return say("waiting.others", count=studio.jobs) if studio.jobs else say("waiting.beginning")


def _fresh_place(name: str) -> Path:
    """A path in gradio's own folder that nobody can guess; gradio deletes what lies there after a while."""
    return Path(get_upload_folder()) / DRAWN / secrets.token_hex(16) / name
