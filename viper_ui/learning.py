"""Learning a taste from the comments: how far it has come, stopping it, and where it leads.

Wires the first tab's button to the studio's reading. An extractor that asks a model takes its time, so reading runs in
a thread of its own while its progress is sent to the page; a stopped one changes nothing.
"""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from queue import Empty, SimpleQueue
from typing import Any

import gradio as gr

from viper_core.errors import Cancelled, FormatError, ViPerError
from viper_core.studio import ExtractionResult, Studio
from viper_ui.chips import chips_value
from viper_ui.jobs import Jobs
from viper_ui.languages import Said, recognise, say
from viper_ui.messages import told
from viper_ui.requests import HaltRequest, parse
from viper_ui.static_files import script

__all__ = ["make_learning", "wire_learning"]

_UNCLEAR_SHOWN = 5  # attributes that are named in the note at most
_LOOK_AGAIN = 0.5  # seconds between two looks at whether reading was stopped
# What is in the box reaches the server before the server reads the comments.
_BEGIN = """async (...values) => {
  const run = viper.nextRun();
  viper.reading(run);
  await viper.flush();
  return [...values.slice(0, -1), run];
}"""


def make_learning() -> gr.HTML:
    """Lay the line that shows progress out in the current context."""
    return gr.HTML(
        html_template='<div class="vp-reading" data-running="false"></div>',
        js_on_load=script("learning.js"),
        apply_default_css=False,
        elem_id="learning",
    )


def wire_learning(
    studio: Studio, visitor: gr.BrowserState, learn: gr.Button, learning: gr.HTML, chips: gr.HTML
) -> None:
    """Let the button read the comments, show how far that is, and lead to the chips."""
    reading = gr.State(Jobs(), delete_callback=_stop_all)
    run = gr.Number(0, precision=0, visible=False)  # the page's number of a reading, put in as it asks for one
    learn.click(
        _learn(studio),
        [visitor, reading, run],
        [learning, chips],
        js=_BEGIN,
        show_progress="hidden",
        concurrency_limit=4,
        api_visibility="private",
    )
    learning.halt(_stop, reading, None, queue=False, trigger_mode="multiple", api_visibility="private")


def _learn(studio: Studio) -> Callable[[str, Jobs, int], Iterator[Any]]:
    def learn(visitor: str, jobs: Jobs, run: int) -> Iterator[Any]:
        """Read the comments into chips; sends how far it has come, then the chips."""
        news: SimpleQueue[Any] = SimpleQueue()
        is_cancelled = jobs.begin(run)

        def read() -> None:
            try:
                news.put(studio.extract(visitor, on_progress=news.put, is_cancelled=is_cancelled))
            except BaseException as error:  # raised again where the page hears of it
                news.put(error)

        threading.Thread(target=read, name="reading", daemon=True).start()
        try:
            for item in _until_done(news, is_cancelled):
                if isinstance(item, ExtractionResult):
                    state = studio.visitor(visitor)
                    yield _done(run), chips_value(studio, state, note=_note(item), is_new=True)
                else:
                    yield (
                        {"run": run, "read": item.read, "total": item.total, "words": recognise(item.message)},
                        gr.skip(),
                    )
        except Cancelled:
            yield _done(run, say("learning.stopped")), gr.skip()
        except ViPerError as error:
            yield {**_done(run, told(error)), "failed": True}, gr.skip()
        finally:
            jobs.stop(run)

    return learn


def _until_done(news: SimpleQueue[Any], is_cancelled: Callable[[], bool]) -> Iterator[Any]:
    """What the reading thread tells, until its result; what it raised is raised here.

    A stopped reading is not waited for: its thread ends by itself and stores nothing.
    """
    while True:
        try:
            item = news.get(timeout=_LOOK_AGAIN)
        except Empty:
            if is_cancelled():
                raise Cancelled("Stopped before the comments were read; nothing was changed.") from None
            continue
        if isinstance(item, BaseException):
            raise item
        yield item
        if isinstance(item, ExtractionResult):
            return


def _done(run: int, words: Said = "") -> dict[str, Any]:
    return {"run": run, "done": True, "words": words}


def _note(result: ExtractionResult) -> list[Said]:
    """What was read, and what was not understood."""
    note: list[Said] = [say("learning.read", count=result.read)]
    if result.silent:
        note.append(say("learning.silent", count=len(result.silent)))
    if result.unclear:
        note.append(say("learning.unclear", names=[one.name for one in result.unclear[:_UNCLEAR_SHOWN]]))
    return note


def _stop(jobs: Jobs, event: gr.EventData) -> None:
    """Stop the reading that the button was shown for."""
    with contextlib.suppress(FormatError):
        jobs.stop(parse(HaltRequest, event._data).run)


def _stop_all(jobs: Jobs) -> None:
    jobs.stop()
