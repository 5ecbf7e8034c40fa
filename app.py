"""The way in: flags and environment to a running page. Also a hosted Space's ``app_file``.

    python app.py [--model NAME] [--extractor NAME] [--host H] [--port P] [--data-dir DIR] [--retention-days N]
                  [--kiosk [--kiosk-idle SECONDS] [--public-address URL]]

A flag counts before its environment variable: VIPER_MODEL, VIPER_EXTRACTOR, HOST, PORT, VIPER_DATA_DIR,
VIPER_RETENTION_DAYS, VIPER_KIOSK, VIPER_KIOSK_IDLE, VIPER_PUBLIC_ADDRESS. A study that votes are shared with is set by
the environment alone: VIPER_STUDY_DATASET, VIPER_STUDY_TOKEN. The page answers at once and the model is loaded behind
it.
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
from viper_core.retention import forget_daily, parse_days
from viper_core.studio import Studio, data_folder
from viper_core.study import study_from
from viper_core.zero_gpu import is_zero_gpu


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until stopped; returns the exit status."""
    chosen = _parser().parse_args(arguments)
    _use_private_folder()
    signal.signal(signal.SIGTERM, _leave)
    try:
        data_dir = data_folder(Path(chosen.data_dir) if chosen.data_dir else None)
        studio = Studio(data_dir=data_dir, model=chosen.model, extractor=chosen.extractor)
        studio.study = study_from(os.environ, data_dir)
        days = parse_days(chosen.retention_days)
        if days is not None:
            forget_daily(lambda: studio.forget_absent(days))
        _serve(studio, data_dir, chosen)
    except ViPerError as error:
        print(f"viper: {' '.join(str(error).split())}", file=sys.stderr)
        return 2
    return 0


def _serve(studio: Studio, data_dir: Path, chosen: argparse.Namespace) -> None:
    port = _port(chosen.port)  # refused before the interface is imported, which takes a while
    from viper_ui import build_app, kiosk_from, launch_options

    kiosk = kiosk_from(os.environ, idle=chosen.kiosk_idle, address=chosen.public_address) if chosen.kiosk else None
    page = build_app(studio, kiosk=kiosk)
    if is_zero_gpu():
        studio.load_here()  # there a model has to be placed before the page is served
    options = launch_options(
        private=[data_dir],
        is_kiosk=kiosk is not None,
        fetch_card=studio.handed_out_card if kiosk is not None and kiosk.address else None,
    )
    try:
        _, address, _ = page.launch(
            server_name=chosen.host or None, server_port=port, prevent_thread_lock=True, quiet=True, **options
        )
    except OSError as error:
        raise InputError(f"The page cannot be served: {error} Choose another --port, or another --host.") from error
    print(f"ViPer is at {address}", flush=True)
    if studio.study is not None:
        studio.study.start()
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
    days = os.environ.get("VIPER_RETENTION_DAYS")
    parser.add_argument(
        "--retention-days", metavar="N", default=days, help="forget visitors who stay away that long; default: never"
    )
    is_kiosk = os.environ.get("VIPER_KIOSK", "") not in ("", "0")
    parser.add_argument("--kiosk", action="store_true", default=is_kiosk, help="for a stand: one visitor after another")
    parser.add_argument("--kiosk-idle", metavar="SECONDS", help="until a visitor is forgotten there; default: 120")
    parser.add_argument("--public-address", metavar="URL", help="of this server for phones: a code for the taste card")
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
