"""What a taste card looks like: paper and ink, pictures that suit the taste, likes left and dislikes right.

Knows colours, sizes and how words flow into a column. Text is set in the one font that Pillow brings along, so a card
looks the same on every machine; accents that this font lacks are put together from its own signs, and words in scripts
that it does not have at all are counted instead of drawn. They are still in the card's data.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from viper_core.preferences import Attribute, Preferences, fold_name

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.seed_images import SeedImage

__all__ = ["SIZE", "can_draw", "draw", "pictures_for"]

SIZE: Final = (1080, 1350)  # px; the upright format that phones show whole
_MARGIN = 64
_GAP = 20
_PICTURES = 4
_PAPER, _INK, _SOFT, _LINE = "#faf8f4", "#1f1d1a", "#5d574d", "#e4dfd5"
_COLUMNS: Final = (
    ("Likes", "liked", "#276b56", "#d8ebe2"),
    ("Dislikes", "disliked", "#a8452c", "#f4d9cf"),
)
_CHIP = 34  # px of the words; a weight of 2 is drawn half as large again
_FOOT = "Import this picture into ViPer to draw to this taste."
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


def draw(taste: Preferences, board: Sequence[SeedImage]) -> Image:
    """The card; attributes that do not fit, or that the font cannot show, are counted at the end of their column."""
    from PIL import Image as Images
    from PIL import ImageDraw

    card = Images.new("RGB", SIZE, _PAPER)
    pen = ImageDraw.Draw(card)
    top = _MARGIN
    chosen = pictures_for(taste, board)
    if chosen:
        edge = (SIZE[0] - 2 * _MARGIN - (_PICTURES - 1) * _GAP) // _PICTURES
        for index, seed in enumerate(chosen):
            _paste(card, seed, (_MARGIN + index * (edge + _GAP), top), edge)
        top += edge + 44
    title = taste.name if can_draw(taste.name) and taste.name else "A taste"
    size = 84
    while size > 36 and _width(title, size) > SIZE[0] - 2 * _MARGIN:
        size -= 4
    _write(pen, (_MARGIN, top), _shortened(title, size, SIZE[0] - 2 * _MARGIN), size, _INK)
    top += size + 22
    _write(pen, (_MARGIN, top), "A visual taste, in words", 30, _SOFT)
    top += 68
    bottom = SIZE[1] - _MARGIN - 76
    width = (SIZE[0] - 2 * _MARGIN - 2 * _GAP) // 2
    for index, (label, side, strong, soft) in enumerate(_COLUMNS):
        left = _MARGIN + index * (width + 2 * _GAP)
        pen.rounded_rectangle((left, top, left + width, top + 7), 3, fill=strong)
        _write(pen, (left, top + 24), label, 38, strong)
        _column(pen, taste.active(side), (left, top + 92, width, bottom), soft)  # type: ignore[arg-type]
    pen.rounded_rectangle((_MARGIN, SIZE[1] - _MARGIN - 54, SIZE[0] - _MARGIN, SIZE[1] - _MARGIN - 52), 1, fill=_LINE)
    _write(pen, (_MARGIN, SIZE[1] - _MARGIN - 30), "ViPer", 32, "#276b56")
    _write(pen, (SIZE[0] - _MARGIN - _width(_FOOT, 26), SIZE[1] - _MARGIN - 26), _FOOT, 26, _SOFT)
    return card


def pictures_for(taste: Preferences, board: Sequence[SeedImage]) -> tuple[SeedImage, ...]:
    """The pictures of the board that suit a taste best, of different subjects; fewer where few suit it at all."""
    worth = {fold_name(one.name): one.weight for one in taste.active("liked")}
    worth.update((fold_name(one.name), -one.weight) for one in taste.active("disliked"))
    scored = [(sum(worth.get(fold_name(name), 0.0) for name in seed.attributes), seed) for seed in board]
    chosen: dict[str, SeedImage] = {}
    for score, seed in sorted(scored, key=lambda pair: -pair[0]):
        if score > 0 and seed.subject not in chosen and len(chosen) < _PICTURES:
            chosen[seed.subject] = seed
    return tuple(chosen.values())


def can_draw(text: str) -> bool:
    """Whether the card's font has every letter of a text."""
    return all(sign.isascii() or sign in _MARKS for sign in _spelled(text))


def _spelled(text: str) -> str:
    """``text`` with accents apart from their letters, and signs that have a plain form in it."""
    plain = "".join(_LETTERS.get(sign, _SIGNS.get(sign, sign)) for sign in unicodedata.normalize("NFC", text))
    return unicodedata.normalize("NFD", plain)


def _column(pen: Any, attributes: Sequence[Attribute], box: tuple[int, int, int, int], fill: str) -> None:
    """Words in chips that flow from left to right and down; ``box`` is left, top, width and bottom."""
    left, top, width, bottom = box
    shown = [one for one in sorted(attributes, key=lambda one: -one.weight) if can_draw(one.name)]
    x, y, row, drawn = left, top, 0, 0
    for one in shown:
        size = round(_CHIP * (0.8 + 0.35 * min(one.weight, 2.0)) / 1.15)
        name = _shortened(one.name, size, width - 36)
        length = _width(name, size) + 36
        if x > left and x + length > left + width:
            x, y, row = left, y + row + 12, 0
        if y + size + 26 > bottom - 44:
            break
        row = max(row, size + 26)
        pen.rounded_rectangle((x, y, x + length, y + size + 24), (size + 24) // 2, fill=fill)
        _write(pen, (x + 18, y + 10), name, size, _INK)
        x, drawn = x + length + 12, drawn + 1
    rest = len(attributes) - drawn
    if rest or not attributes:
        words = f"and {rest} more" if drawn else f"{rest} in another script" if rest else "Nothing"
        _write(pen, (left, y + row + 16 if row else y), words, 28, _SOFT)


def _paste(card: Image, seed: SeedImage, place: tuple[int, int], edge: int) -> None:
    """A picture with round corners."""
    from PIL import Image as Images
    from PIL import ImageDraw, ImageOps

    with Images.open(seed.file) as picture:
        small = ImageOps.fit(picture.convert("RGB"), (edge, edge))
    mask = Images.new("L", (edge * 2, edge * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, edge * 2 - 1, edge * 2 - 1), 36, fill=255)
    card.paste(small, place, mask.resize((edge, edge)))


def _font(size: int) -> Any:
    from PIL import ImageFont

    return ImageFont.load_default(size)


def _width(text: str, size: int) -> int:
    """Pixels that a text takes: accents take no room of their own."""
    return int(_font(size).getlength("".join(sign for sign in _spelled(text) if sign not in _MARKS)) + 0.5)


def _shortened(text: str, size: int, width: int) -> str:
    """``text``, cut with dots where it is wider than ``width``."""
    if _width(text, size) <= width:
        return text
    while text and _width(text + "...", size) > width:
        text = text[:-1]
    return text.rstrip() + "..."


def _write(pen: Any, place: tuple[int, int], text: str, size: int, fill: str) -> None:
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
