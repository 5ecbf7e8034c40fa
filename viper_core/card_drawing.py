"""What a taste card looks like: paper and ink, pictures that suit the taste, likes left and dislikes right.

Knows colours, sizes and how words flow into a column. Words in scripts that the font of :mod:`viper_core.lettering`
does not have are counted instead of drawn; they are still in the card's data.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from viper_core.lettering import can_draw, shortened, text_width, write
from viper_core.preferences import Attribute, Preferences, fold_name

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.seed_images import SeedImage

__all__ = ["SIZE", "draw", "pictures_for"]

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
    while size > 36 and text_width(title, size) > SIZE[0] - 2 * _MARGIN:
        size -= 4
    write(pen, (_MARGIN, top), shortened(title, size, SIZE[0] - 2 * _MARGIN), size, _INK)
    top += size + 22
    write(pen, (_MARGIN, top), "A visual taste, in words", 30, _SOFT)
    top += 68
    bottom = SIZE[1] - _MARGIN - 76
    width = (SIZE[0] - 2 * _MARGIN - 2 * _GAP) // 2
    for index, (label, side, strong, soft) in enumerate(_COLUMNS):
        left = _MARGIN + index * (width + 2 * _GAP)
        pen.rounded_rectangle((left, top, left + width, top + 7), 3, fill=strong)
        write(pen, (left, top + 24), label, 38, strong)
        _column(pen, taste.active(side), (left, top + 92, width, bottom), soft)  # type: ignore[arg-type]
    pen.rounded_rectangle((_MARGIN, SIZE[1] - _MARGIN - 54, SIZE[0] - _MARGIN, SIZE[1] - _MARGIN - 52), 1, fill=_LINE)
    write(pen, (_MARGIN, SIZE[1] - _MARGIN - 30), "ViPer", 32, "#276b56")
    write(pen, (SIZE[0] - _MARGIN - text_width(_FOOT, 26), SIZE[1] - _MARGIN - 26), _FOOT, 26, _SOFT)
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


def _column(pen: Any, attributes: Sequence[Attribute], box: tuple[int, int, int, int], fill: str) -> None:
    """Words in chips that flow from left to right and down; ``box`` is left, top, width and bottom."""
    left, top, width, bottom = box
    shown = [one for one in sorted(attributes, key=lambda one: -one.weight) if can_draw(one.name)]
    x, y, row, drawn = left, top, 0, 0
    for one in shown:
        size = round(_CHIP * (0.8 + 0.35 * min(one.weight, 2.0)) / 1.15)
        name = shortened(one.name, size, width - 36)
        length = text_width(name, size) + 36
        if x > left and x + length > left + width:
            x, y, row = left, y + row + 12, 0
        if y + size + 26 > bottom - 44:
            break
        row = max(row, size + 26)
        pen.rounded_rectangle((x, y, x + length, y + size + 24), (size + 24) // 2, fill=fill)
        write(pen, (x + 18, y + 10), name, size, _INK)
        x, drawn = x + length + 12, drawn + 1
    rest = len(attributes) - drawn
    if rest or not attributes:
        words = f"and {rest} more" if drawn else f"{rest} in another script" if rest else "Nothing"
        write(pen, (left, y + row + 16 if row else y), words, 28, _SOFT)


def _paste(card: Image, seed: SeedImage, place: tuple[int, int], edge: int) -> None:
    """A picture with round corners."""
    from PIL import Image as Images
    from PIL import ImageDraw, ImageOps

    with Images.open(seed.file) as picture:
        small = ImageOps.fit(picture.convert("RGB"), (edge, edge))
    mask = Images.new("L", (edge * 2, edge * 2))
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, edge * 2 - 1, edge * 2 - 1), 36, fill=255)
    card.paste(small, place, mask.resize((edge, edge)))
