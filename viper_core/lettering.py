"""Text on a picture, in the one font that Pillow brings along, so that it looks the same on every machine.

Accents that this font lacks are put together from its own signs; scripts that it does not have at all can be told by
:func:`can_draw`, and what to do about them is the caller's choice.
"""

from __future__ import annotations

import unicodedata
from typing import Any, Final

__all__ = ["can_draw", "shortened", "text_width", "write"]

_LETTERS: Final = {
    "ß": "ss", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "ı": "i",
}  # fmt: skip
_SIGNS: Final = {"“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "−": "-", "×": "x", "…": "..."}
# Combining mark -> the font's own sign for it, and whether it stands above (True) or below.
_MARKS: Final = {
    "\u0300": ("`", True), "\u0301": ("'", True), "\u0302": ("^", True), "\u0303": ("~", True), "\u0304": ("-", True),
    "\u0306": ("u", True), "\u0307": (".", True), "\u0308": ("..", True), "\u030a": ("o", True), "\u030b": ("''", True),
    "\u030c": ("v", True), "\u0327": (",", False), "\u0328": (",", False),
}  # fmt: skip


def can_draw(text: str) -> bool:
    """Whether the font has every letter of a text."""
    return all(sign.isascii() or sign in _MARKS for sign in _spelled(text))


def _spelled(text: str) -> str:
    """``text`` with accents apart from their letters, and signs that have a plain form in it."""
    plain = "".join(_LETTERS.get(sign, _SIGNS.get(sign, sign)) for sign in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFD", plain)


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def text_width(text: str, size: int) -> int:
    """Pixels that a text takes: accents take no room of their own."""
    return int(_font(size).getlength("".join(sign for sign in _spelled(text) if sign not in _MARKS)) + 0.5)


def shortened(text: str, size: int, width: int) -> str:
    """``text``, cut with dots where it is wider than ``width``."""
    if text_width(text, size) <= width:
        return text
    while text and text_width(text + "...", size) > width:
        text = text[:-1]
    return text.rstrip() + "..."


def write(pen: Any, place: tuple[int, int], text: str, size: int, fill: str) -> None:
    """A line of text with its upper left corner at ``place``."""
    font, small = _font(size), _font(round(size * 0.72))
    x, y = place
    written = ""
    for sign in _spelled(text):
        if sign not in _MARKS:
            pen.text((x + font.getlength(written), y), sign, font=font, fill=fill, anchor="la")
            written += sign
            continue
        mark, is_above = _MARKS[sign]
        last = written[-1:] or " "
        middle = x + font.getlength(written) - font.getlength(last) / 2
        letter, ink = _ink(font, last), _ink(small, mark)
        height = letter[1] - size * 0.05 - ink[3] if is_above else letter[3] + size * 0.02 - ink[1]
        pen.text((middle - (ink[0] + ink[2]) / 2, y + height), mark, font=small, fill=fill, anchor="la")


def _ink(font: Any, text: str) -> tuple[float, float, float, float]:
    """Where a text's ink is, left, top, right and bottom, when its upper left corner is at 0, 0."""
    mask, (left, top) = font.getmask2(text, anchor="la")
    box = mask.getbbox() or (0, 0, 0, 0)
    return left + box[0], top + box[1], left + box[2], top + box[3]
