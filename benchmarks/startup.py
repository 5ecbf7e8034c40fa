"""How long the app takes to answer and to have its model ready, and how much memory it then holds.

The app is started as a person starts it, ``python app.py`` in a process of its own, on a free port of 127.0.0.1, with
an empty data folder and empty caches of everything but the installed packages. The clock runs from the start of the
process until GET / answers 200. A second start, through this module, asks the running app's own studio when the model
is ready, while the page is answering, and has it draw one picture to a taste; the memory is that of the process after
this. Loading begins when the page answers, and its seconds hold the import of the model's libraries. Both apps are
stopped by their process id.
"""

from __future__ import annotations

import contextlib
import json
import os
import runpy
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from benchmarks.common import ROOT, Figure, Progress, Report, emit, note, parser_of, positive, run_command
from viper_core.errors import ModelUnavailable, ViPerError

if TYPE_CHECKING:
    from viper_core.studio import Studio

ANSWER_BOUND, LOAD_BOUND = 10.0, 3.0  # seconds
MEMORY_BOUND = 2e9  # bytes
PATIENCE = 180.0  # seconds until a start counts as failed
_LOOK_AGAIN = 0.02  # seconds between two looks
_WATCHED = "VIPER_BENCHMARK_READY_FILE"  # where a watched app writes what became of its model
_DRAWN = ".drawn"  # beside it, once a picture is there


@dataclass(frozen=True)
class ModelStart:
    """One start of the app with its model.

    Attributes:
        seconds: from the start of the process until the model was ready.
        load: those of them since loading began.
        resident: bytes of memory that the process held after its first picture.
    """

    seconds: float
    load: float
    resident: int


class StartFailed(ViPerError):
    """The app ended, or did not answer in time."""


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def answers(url: str) -> bool:
    """Whether GET answers 200."""
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def clean_environment(folder: Path) -> dict[str, str]:
    """The environment with every cache that a library keeps for a user in an empty folder."""
    places = {"XDG_CACHE_HOME": "cache", "HF_HOME": "hub", "MPLCONFIGDIR": "fonts", "GRADIO_TEMP_DIR": "uploads",
              "XDG_CONFIG_HOME": "config", "XDG_DATA_HOME": "share"}  # fmt: skip
    own = {name: str(folder / part) for name, part in places.items()}
    return os.environ | own | {"HF_HUB_OFFLINE": "1", "GRADIO_ANALYTICS_ENABLED": "False"}


@contextlib.contextmanager
def running(
    command: Sequence[str], *, folder: Path, extra: dict[str, str] | None = None
) -> Iterator[subprocess.Popen[str]]:
    """The process of ``command`` in the project's folder; it has ended when the block is left."""
    with (folder / "output.txt").open("w+", encoding="utf-8") as output:
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean_environment(folder) | (extra or {}), stdout=output,
            stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def wait_for(done: Any, process: subprocess.Popen[str], *, started: float, folder: Path, what: str) -> float:
    """Seconds from ``started`` until ``done()`` holds.

    Raises:
        StartFailed: the process ended first, or it took longer than ``PATIENCE``; with the end of its output.
    """
    while not done():
        if process.poll() is not None or time.perf_counter() - started > PATIENCE:
            how = "ended" if process.poll() is not None else f"took more than {PATIENCE:.0f} s"
            said = (folder / "output.txt").read_text(encoding="utf-8", errors="replace").strip()[-600:]
            raise StartFailed(f"The app {how} before {what}. Its last words: {said or 'none'}")
        time.sleep(_LOOK_AGAIN)
    return time.perf_counter() - started


def time_to_answer(arguments: Sequence[str] = ()) -> float:
    """Seconds until a fresh ``python app.py`` answers."""
    with tempfile.TemporaryDirectory(prefix="viper-startup-") as name:
        folder, port = Path(name), free_port()
        command = app_command(port, folder, arguments)
        started = time.perf_counter()
        with running([sys.executable, "app.py", *command], folder=folder) as process:
            url = f"http://127.0.0.1:{port}/"
            return wait_for(lambda: answers(url), process, started=started, folder=folder, what="it answered")


def start_with_model(arguments: Sequence[str] = ()) -> ModelStart:
    """What a fresh app takes until its model is ready, and what it holds after a picture.

    Raises:
        ModelUnavailable: loading failed; with the app's own message.
        StartFailed: as in ``wait_for``.
    """
    with tempfile.TemporaryDirectory(prefix="viper-startup-") as name:
        folder, port = Path(name), free_port()
        ready = folder / "ready.json"
        drawn = ready.with_suffix(_DRAWN)
        command = [sys.executable, "-m", "benchmarks.startup", "--watched", *app_command(port, folder, arguments)]
        started = time.perf_counter()
        with running(command, folder=folder, extra={_WATCHED: str(ready)}) as process:
            seconds = wait_for(ready.exists, process, started=started, folder=folder, what="its model was ready")
            said = json.loads(ready.read_text(encoding="utf-8"))
            if said["state"] != "ready":
                raise ModelUnavailable(said["message"])
            wait_for(drawn.exists, process, started=time.perf_counter(), folder=folder, what="it had drawn a picture")
            return ModelStart(seconds, said["load_seconds"], resident_memory(process.pid))


def resident_memory(process: int) -> int:
    """Bytes of memory that a process holds."""
    import psutil  # type: ignore[import-untyped]  # comes with accelerate

    return int(psutil.Process(process).memory_info().rss)


def app_command(port: int, folder: Path, arguments: Sequence[str]) -> list[str]:
    """The arguments of app.py for one start."""
    return ["--host", "127.0.0.1", "--port", str(port), "--data-dir", str(folder / "data"), *arguments]


def run_watched(arguments: Sequence[str]) -> None:
    """Run app.py in this process, as ``python app.py`` does, and write down when its studio's model is there."""
    from viper_core.studio import Studio

    start_loading = Studio.start_loading
    patched: Any = Studio

    def watch(studio: Studio, began: float) -> None:
        while (status := studio.model_status()).state not in ("ready", "failed"):
            time.sleep(_LOOK_AGAIN)
        seconds, target = time.perf_counter() - began, Path(os.environ[_WATCHED])
        scratch = target.with_suffix(".part")
        scratch.write_text(
            json.dumps({"state": status.state, "message": status.message, "load_seconds": seconds}), encoding="utf-8"
        )
        os.replace(scratch, target)
        if status.state == "ready":
            draw_once(studio)
            target.with_suffix(_DRAWN).touch()

    watchers: list[threading.Thread] = []

    def watched(studio: Studio) -> None:
        began = time.perf_counter()
        start_loading(studio)
        if not watchers:
            watchers.append(threading.Thread(target=watch, args=(studio, began), daemon=True))
            watchers[0].start()

    patched.start_loading = watched
    sys.argv = ["app.py", *arguments]
    sys.path.insert(0, str(ROOT))
    runpy.run_path(str(ROOT / "app.py"), run_name="__main__")


def draw_once(studio: Studio) -> None:
    """One picture to a taste with both sides, as the app draws it."""
    from viper_core.preferences import Preferences

    taste = Preferences.parse({"liked": ["watercolor"], "disliked": ["night"]})
    for _ in studio.generate("a house on a hill", taste, studio.default_options(beta=0.85)):
        pass


def report_of(answer: Sequence[float], model: Sequence[ModelStart]) -> Report:
    """The report on seconds until the page and until the model, and on the memory."""
    figures = [
        Figure("seconds from `python app.py` until / answers 200", f"{spoken(answer)} (bound {ANSWER_BOUND:g} s)",
               max(answer) <= ANSWER_BOUND),
    ]  # fmt: skip
    if model:
        load, resident = [start.load for start in model], max(start.resident for start in model)
        figures += [
            Figure("seconds from `python app.py` until the model is ready", spoken([start.seconds for start in model])),
            Figure("seconds to load the model, its libraries included", f"{spoken(load)} (bound {LOAD_BOUND:g} s)",
                   max(load) <= LOAD_BOUND),
            Figure("resident memory of the app after its first picture",
                   f"{resident / 1e9:.2f} GB (bound {MEMORY_BOUND / 1e9:g} GB)", resident <= MEMORY_BOUND),
        ]  # fmt: skip
    return Report(
        name="startup",
        figures=tuple(figures),
        facts={"answer_seconds": list(answer), "model": [asdict(start) for start in model]},
        remarks=(
            f"median of {len(answer)}" if len(answer) > 1 else "one start",
            "empty data folder and caches, packages as installed",
        ),
    )


def spoken(seconds: Sequence[float]) -> str:
    """The median of some times, and the slowest."""
    return f"{median(seconds):.1f} s" + (f", slowest {max(seconds):.1f} s" if len(seconds) > 1 else "")


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line; what comes after ``--`` goes to app.py."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["--watched"]:
        run_watched(words[1:])
        return
    parser = parser_of(__doc__)
    parser.add_argument("--limit", "--runs", dest="runs", type=positive, default=3, help="starts (default %(default)s)")
    parser.add_argument("--page-only", action="store_true", help="do not wait for the model")
    parser.add_argument("app_arguments", nargs="*", metavar="-- ARG", help="more arguments of app.py, after --")
    a = parser.parse_args(words)
    answer, model = [], []
    with_model = not a.page_only
    progress = Progress("startup", a.runs)
    for _ in range(a.runs):
        answer.append(time_to_answer(a.app_arguments))
        if with_model:
            try:
                model.append(start_with_model(a.app_arguments))
            except ModelUnavailable as error:  # the page is there all the same, and its figure too
                note(f"startup: the model is not measured. {error}")
                with_model = False
        progress.advance()
    emit(report_of(answer, model), a)


if __name__ == "__main__":
    run_command(main)
