"""How the page is served: looks, and the security defaults of every launch.

Nothing of this depends on where the server runs; host and port are the caller's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from gradio.utils import get_upload_folder
from starlette.middleware import Middleware

from viper_ui.card_link import CardLink
from viper_ui.compression import CompressPage
from viper_ui.first_script import FirstScript
from viper_ui.languages import choice_script, gradio_i18n, languages_script
from viper_ui.limits import MAX_UPLOAD, LimitBody
from viper_ui.static_files import STATIC, read_static
from viper_ui.theme import make_theme

__all__ = ["launch_options"]

_PROJECT = Path(__file__).resolve().parent.parent


def launch_options(
    *, private: Iterable[Path] = (), is_kiosk: bool = False, fetch_card: Callable[[str], bytes] | None = None
) -> dict[str, Any]:
    """Arguments for :meth:`gradio.Blocks.launch`.

    Args:
        private: folders besides the project's and the working one of which no file may ever be handed out.
        is_kiosk: whether the page looks as it does at a stand.
        fetch_card: gives the taste card that a link leads to; without it there are no such links.
    """
    links = [Middleware(CardLink, fetch=fetch_card)] if fetch_card is not None else []
    styles = read_static("viper.css")
    begin = languages_script() + read_static("viper.js") + read_static("languages.js")
    if is_kiosk:
        styles, begin = styles + read_static("kiosk.css"), f'document.documentElement.dataset.kiosk = "";\n{begin}'
    uploads = Path(get_upload_folder()).resolve()
    closed = {_PROJECT, Path.cwd(), *(Path(folder).resolve() for folder in private)}
    return {
        "theme": make_theme(),
        # As a style of its own: of its css argument gradio rewrites the selectors, those in media queries wrongly.
        "head": f"<style>{styles}</style><script>{begin}</script>",
        "i18n": gradio_i18n(),
        "favicon_path": str(STATIC / "favicon.svg"),
        "footer_links": [],
        "max_file_size": MAX_UPLOAD,
        # A folder above the uploads (a server started in / or /tmp) cannot be closed without closing these too.
        "blocked_paths": sorted(str(folder) for folder in closed if not uploads.is_relative_to(folder)),
        "run_history": False,
        "enable_monitoring": False,
        "mcp_server": False,
        "share": False,
        "ssr_mode": False,
        "show_error": False,
        "app_kwargs": {
            "middleware": [
                Middleware(CompressPage),
                Middleware(FirstScript, script=choice_script()),
                Middleware(LimitBody),
                *links,
            ],
            "docs_url": None,
            "redoc_url": None,
            "openapi_url": None,
        },
    }
