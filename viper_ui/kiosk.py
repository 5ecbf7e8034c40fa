"""The kiosk: the page at a stand, where one visitor follows another.

Knows what is different there: four guided steps that end with what one takes home, one button for the next visitor, and
an idle time after which everything of the one before is deleted, in this browser and on the server. What is hidden and
how large things are is said in ``static/kiosk.css``.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import gradio as gr

from viper_core.errors import InputError
from viper_core.studio import Studio
from viper_ui.card_link import CARD_PATH
from viper_ui.messages import answer
from viper_ui.requests import VisitorRequest, parse
from viper_ui.static_files import script

__all__ = ["Kiosk", "kiosk_from", "make_guide", "make_home"]

_IDLE_SECONDS: Final = 120.0
_ADDRESS = re.compile(r"https?://[\w.\-\[\]:]+(/[\w.\-/~%]*)?", re.ASCII)

_GUIDE = """
<div class="vp-guide" role="group" data-t-aria-label="kiosk.guide">
  <button type="button" class="vp-button vp-leave" data-t="kiosk.leave"></button>
  <p class="vp-guide-words" role="status"></p>
  <button type="button" class="vp-button vp-back-step" data-t="kiosk.back"></button>
  <button type="button" class="vp-button vp-first vp-go-on"></button>
</div>
<div class="vp-still" role="alertdialog" aria-modal="true" aria-labelledby="vp-still-words" hidden>
  <div>
    <h2 id="vp-still-words" data-t="kiosk.still"></h2>
    <p class="vp-left" role="timer"></p>
    <button type="button" class="vp-button vp-first vp-stay" data-t="kiosk.stay"></button>
  </div>
</div>
"""
_HOME = """
<section class="vp-home" data-t-aria-label="home.name">
  <header class="vp-lead"><h2 data-t="home.title"></h2><p class="vp-home-words" role="status"></p></header>
  <div class="vp-home-things">
    <figure class="vp-home-code" hidden>
      <img alt="" width="320" height="320"><figcaption></figcaption>
    </figure>
    <figure class="vp-home-card" hidden>
      <img data-t-alt="home.card" width="1080" height="1350"><figcaption data-t="home.card"></figcaption>
    </figure>
    <figure class="vp-home-picture" hidden>
      <img alt="" width="512" height="512"><figcaption data-t="home.picture"></figcaption>
    </figure>
  </div>
</section>
"""


@dataclass(frozen=True, slots=True)
class Kiosk:
    """How a kiosk is set up.

    Attributes:
        idle_seconds: without a touch after which everything of a visitor is deleted.
        address: under which phones reach this server, without a slash at the end; "" where they do not.
    """

    idle_seconds: float = _IDLE_SECONDS
    address: str = ""


def kiosk_from(environment: Mapping[str, str], *, idle: str | None = None, address: str | None = None) -> Kiosk:
    """A kiosk as flags, else the environment, say.

    Raises:
        InputError: an idle time or an address that cannot be used.
    """
    idle = idle or environment.get("VIPER_KIOSK_IDLE") or f"{_IDLE_SECONDS:g}"
    address = (address or environment.get("VIPER_PUBLIC_ADDRESS") or "").rstrip("/")
    try:
        seconds = float(idle)
    except ValueError:
        seconds = 0.0
    if not 5 <= seconds <= 3600:
        raise InputError(f"The idle time {idle[:40]!r} cannot be used; give seconds, from 5 to 3600.")
    if address and not _ADDRESS.fullmatch(address):
        raise InputError(f"The public address {address[:100]!r} cannot be used; give one like https://stand.example.")
    return Kiosk(seconds, address)


def make_guide(kiosk: Kiosk) -> gr.HTML:
    """Lay the bar out that leads through the steps, with the next visitor's button and the idle time."""
    return gr.HTML(
        html_template=_GUIDE,
        js_on_load=script("kiosk.js"),
        apply_default_css=False,
        elem_id="guide",
        idle=kiosk.idle_seconds,
    )


def make_home(studio: Studio, kiosk: Kiosk) -> gr.HTML:
    """Lay the last step out: the taste card, the picture, and a code that leads a phone to the card."""

    def take_home(data: object) -> dict[str, Any]:
        """The visitor's card, and a code for the link that it is handed out by."""

        def work() -> dict[str, Any]:
            visitor = parse(VisitorRequest, data).visitor
            card = "data:image/png;base64," + base64.b64encode(studio.taste_card(visitor)).decode("ascii")
            code = _code(f"{kiosk.address}{CARD_PATH}{studio.hand_out_card(visitor)}") if kiosk.address else None
            return {"card": card, "code": code}

        return answer(work)

    return gr.HTML(
        html_template=_HOME,
        js_on_load=script("home.js"),
        apply_default_css=False,
        elem_id="home",
        server_functions=[take_home],
    )


def _code(address: str) -> str:
    """A QR code as a data URL, dark on white whatever the page's look."""
    import segno

    return str(segno.make_qr(address, error="m").svg_data_uri(scale=8, border=4, dark="#000", light="#fff"))
