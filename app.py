"""The way in: flags and environment to a running page. Also a hosted Space's ``app_file``.

    python app.py [--model NAME] [--extractor NAME] [--host H] [--port P] [--data-dir DIR]

A flag counts before its environment variable: VIPER_MODEL, VIPER_EXTRACTOR, HOST, PORT, VIPER_DATA_DIR. The page
answers at once and the model is loaded behind it.
"""

from __future__ import annotations

import argparse
import atexit
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from types import FrameType

from viper_core.errors import InputError, ViPerError
from viper_core.studio import Studio, data_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until stopped; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    _use_private_folder()
    signal.signal(signal.SIGTERM, _leave)
    try:
        data_dir = data_folder(Path(chosen.data_dir) if chosen.data_dir else None)
        studio = Studio(data_dir=data_dir, model=chosen.model, extractor=chosen.extractor)
        _serve(studio, data_dir, chosen.host or None, _port(chosen.port))
    except ViPerError as error:
        print(f"viper: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def _serve(studio: Studio, data_dir: Path, host: str | None, port: int | None) -> None:
    from viper_ui import build_app, launch_options

    page = build_app(studio)
    options = launch_options(private=[data_dir])
    try:
        _, address, _ = page.launch(
            server_name=host, server_port=port, prevent_thread_lock=True, quiet=True, **options
        )
    except OSError as error:
        raise InputError(f"The page cannot be served: {error} Choose another --port, or another --host.") from error
    print(f"ViPer is at {address}", flush=True)
    studio.start_loading()  # not before: importing the model's libraries would hold the page up
    page.block_thread()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Pictures to your own taste, in your own words.")
    parser.add_argument("--model", default=os.environ.get("VIPER_MODEL") or "viper-mini", help="default: viper-mini")
    extractor = os.environ.get("VIPER_EXTRACTOR") or "bundled"
    parser.add_argument("--extractor", default=extractor, help="who reads comments; default: bundled")
    parser.add_argument("--host", default=os.environ.get("HOST"), help="address; default: this machine only")
    parser.add_argument("--port", default=os.environ.get("PORT"), help="default: the first free one from 7860 on")
    parser.add_argument("--data-dir", metavar="DIR", help="folder for what visitors enter; default: the user's own")
    return parser


def _port(text: str | None) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise InputError(f"The port {text!r} cannot be used; give a number from 1 to 65535.")
    return int(text)


def _use_private_folder() -> None:
    """Uploads and drawn pictures lie in a folder of this process alone, and are gone with it."""
    if "GRADIO_TEMP_DIR" not in os.environ:
        folder = tempfile.mkdtemp(prefix="viper-")
        os.environ["GRADIO_TEMP_DIR"] = folder
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"


def _leave(signum: int, frame: FrameType | None) -> None:
    raise SystemExit(0)


if __name__ == "__main__":
    sys.exit(main())
