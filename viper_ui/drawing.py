"""What the two tabs that draw have in common: how steps and pictures are shown, and which fields they share.

A preview travels inside the value as a small JPEG; a finished picture is the PNG that the core wrote, settings and all,
handed out as it is.
"""

from __future__ import annotations

import base64
import contextlib
import html
import io
import secrets
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import gradio as gr
from gradio.utils import get_upload_folder

from viper_core.errors import Cancelled, FormatError, ViPerError
from viper_core.files import write_atomically
from viper_core.png import save_png
from viper_core.studio import PROMPT_LENGTH
from viper_ui.gallery import file_data
from viper_ui.jobs import Jobs
from viper_ui.requests import HaltRequest, parse
from viper_ui.static_files import read_static

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.preferences import Preferences
    from viper_core.studio import GeneratedImage, Studio

__all__ = [
    "DEFAULT_BETA",
    "DEFAULT_SEED",
    "DRAWING_EVENT",
    "NOTE",
    "Fields",
    "Pace",
    "make_fields",
    "picture_value",
    "preview_url",
    "put_file",
    "stopper",
    "unknown_note",
    "until_ended",
    "waiting_note",
]

DEFAULT_BETA: Final = 0.85  # the degree of the released code
DEFAULT_SEED: Final = 7
LINE: Final = "draw"  # gradio's queue that all drawing shares
AT_ONCE: Final = 8  # drawings that wait inside the studio for their turn; more wait in gradio's queue
NOTE: Final = '<p class="vp-note" role="status"></p>'
_EXAMPLES = (
    "a lighthouse by the sea",
    "a cat in a garden",
    "a castle on a hill",
    "a boat on a lake",
    "a balloon above the hills",
    "a rocket in space",
)
_SEED_LIMIT = 2**53 - 1  # a browser's numbers are exact up to here
_SECONDS_BETWEEN_PREVIEWS = 0.12


@dataclass(frozen=True)
class Fields:
    """What to draw; both tabs that draw read the same."""

    prompt: gr.Textbox
    beta: gr.Slider
    seed: gr.Number
    run: gr.Number

    @property
    def inputs(self) -> list[Any]:
        """Prompt, β and seed."""
        return [self.prompt, self.beta, self.seed]


def make_fields() -> Fields:
    """Lay the fields out in the current context."""
    prompt = gr.Textbox(
        label="What to draw",
        placeholder="a lighthouse by the sea",
        lines=1,
        max_lines=5,
        max_length=PROMPT_LENGTH,
        elem_id="prompt",
    )
    buttons = "".join(f'<button type="button" class="vp-example">{html.escape(words)}</button>' for words in _EXAMPLES)
    gr.HTML(
        html_template=f'<div class="vp-examples" role="group" aria-label="Examples">{buttons}</div>',
        js_on_load=read_static("examples.js"),
        apply_default_css=False,
    )
    beta = gr.Slider(
        0,
        1,
        value=DEFAULT_BETA,
        step=0.05,
        label="How much of your taste: β",
        info="0 everyone’s, 1 fully yours",
        elem_id="beta",
        buttons=[],
    )
    with gr.Row(elem_classes="vp-seed", equal_height=True):
        seed = gr.Number(
            DEFAULT_SEED,
            label="Seed",
            info="Same seed, same scene",
            precision=0,
            minimum=0,
            maximum=_SEED_LIMIT,
            elem_id="seed",
            min_width=120,
        )
        dice = gr.Button("Roll", elem_id="dice", scale=0, min_width=84)
    dice.click(None, None, seed, js="() => Math.floor(Math.random() * 1000000)")
    # Enter does what the open tab is for.
    prompt.submit(None, js="() => document.getElementById(viper.tab === 'compare' ? 'run-compare' : 'draw').click()")
    run = gr.Number(0, precision=0, visible=False)  # the page's number of a drawing, put in as it asks for one
    return Fields(prompt, beta, seed, run)


DRAWING_EVENT: Final[dict[str, Any]] = {
    "show_progress": "hidden",
    "trigger_mode": "multiple",
    "concurrency_limit": AT_ONCE,
    "concurrency_id": LINE,
    "api_visibility": "private",
}
"""How every event that draws is run: in one line, as often as it is asked for, with progress of its own."""


def until_ended(value: dict[str, Any], values: Iterator[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """The values of one drawing, and how it ended where it did not end well; ``value`` is what all of them share."""
    try:
        yield from values
    except Cancelled:
        yield {**value, "state": "stopped"}
    except ViPerError as error:
        yield {**value, "state": "failed", "message": str(error)}


def stopper() -> Callable[[Jobs, gr.EventData], None]:
    """The callback of a stop button."""

    def stop(jobs: Jobs, event: gr.EventData) -> None:
        """Stop the drawing that the button was shown for."""
        with contextlib.suppress(FormatError):
            jobs.stop(parse(HaltRequest, event._data).run)

    return stop


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


def preview_url(image: Image) -> str:
    """A small picture as a data URL."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=72)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def picture_value(generated: GeneratedImage, *, with_settings: bool) -> dict[str, Any]:
    """A finished picture for the page: its file, and the facts in its caption."""
    options = generated.options
    name = f"viper-{options.seed}-beta{options.beta:g}.png"
    return {
        "image": file_data(save_png(generated, _fresh_place(name), metadata=with_settings)),
        "file": name,
        "prompt": generated.prompt,
        "beta": options.beta,
        "seed": options.seed,
        "model": generated.model,
        "seconds": round(generated.seconds, 1),
    }


def put_file(data: bytes, name: str) -> dict[str, Any]:
    """Content of a file for the page to fetch."""
    return file_data(write_atomically(_fresh_place(name), data))


def unknown_note(studio: Studio, prompt: str, preferences: Preferences | None) -> str:
    """What the model does not know of the prompt and of the taste, and what it knows instead; or nothing."""
    known = studio.familiarity
    said = []
    if words := known.unfamiliar(prompt):
        said.append(f"{studio.model} was not trained on: {', '.join(map(str, words))}. It may leave them out.")
    if preferences is not None and (taste := known.taste(preferences)).idle:
        acts = bool(taste.acting.active("liked") or taste.acting.active("disliked"))
        effect = "the rest of your taste acts" if acts else "so nothing of your taste acts here"
        said.append(f"Of your taste it cannot draw: {', '.join(map(str, taste.idle))}; {effect}.")
    return " ".join(said)


def waiting_note(studio: Studio) -> str:
    """What a drawing that has not begun is waiting for."""
    if studio.model_status().state != "ready":
        return "Waiting for the model to be loaded…"
    before = studio.jobs
    if before:
        return f"Waiting: {before} other {'drawing is' if before == 1 else 'drawings are'} before yours…"
    return "Beginning…"


def _fresh_place(name: str) -> Path:
    """A path in gradio's own folder that nobody can guess; gradio deletes what lies there after a while."""
    return Path(get_upload_folder()) / "drawn" / secrets.token_hex(16) / name
