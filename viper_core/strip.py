"""Pictures of a comparison on one sheet, each with a caption below.

Knows layout and lettering. Which pictures, in what order and under which words, is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from viper_core.lettering import can_draw, shortened, text_width, write

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.generated import GeneratedImage

__all__ = ["make_sheet", "make_strip"]

_GAP = 8  # px between pictures and around them
_INK, _PAPER = "#282828", "#ffffff"


def make_strip(pictures: Sequence[GeneratedImage]) -> Image:
    """One RGB picture: ``pictures`` from left to right, captions ``beta 0.25`` in small letters below.

    The caption spells the letter because the font that comes with Pillow, the same on every system, has no Greek.

    Args:
        pictures: at least one, all of one height.
    """
    captions = [(f"beta {picture.options.beta:g}",) for picture in pictures]
    return make_sheet([picture.image for picture in pictures], captions, columns=len(pictures))


def make_sheet(pictures: Sequence[Image], captions: Sequence[Sequence[str]], *, columns: int) -> Image:
    """One RGB picture: rows of ``columns`` pictures, the lines of each one's caption in small letters below it.

    Args:
        pictures: at least one, all of one size.
        captions: as many, each of as many lines as the first one's; a line that is too long is cut, and signs that
            the font lacks are left out.
        columns: pictures in a row.
    """
    from PIL import Image, ImageDraw

    width, height = pictures[0].size
    lettering = max(11, height // 18)  # px: 14 for a picture of 256, 56 for one of 1024
    line = lettering + lettering // 2
    cell_width, cell_height = width + _GAP, height + 2 * _GAP + line * len(captions[0])
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (cell_width * columns + _GAP, cell_height * rows), _PAPER)
    pen = ImageDraw.Draw(sheet)
    for index, (picture, caption) in enumerate(zip(pictures, captions, strict=True)):
        left, top = _GAP + index % columns * cell_width, _GAP + index // columns * cell_height
        sheet.paste(picture, (left, top))
        for number, words in enumerate(caption):
            shown = shortened("".join(sign for sign in words if can_draw(sign)), lettering, width)
            middle = left + (width - text_width(shown, lettering)) // 2
            write(pen, (middle, top + height + _GAP + number * line), shown, lettering, _INK)
    return sheet
