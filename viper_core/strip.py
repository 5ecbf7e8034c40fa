"""Pictures of a comparison side by side on one strip, each with its β below.

Knows layout and lettering. Which pictures, and in what order, is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.generated import GeneratedImage

__all__ = ["make_strip"]

_GAP = 8  # px between pictures and around them
_INK, _PAPER = (40, 40, 40), (255, 255, 255)


def make_strip(pictures: Sequence[GeneratedImage]) -> Image:
    """One RGB picture: ``pictures`` from left to right, captions ``beta 0.25`` in small letters below.

    The caption spells the letter because the font that comes with Pillow, the same on every system, has no Greek.

    Args:
        pictures: at least one, all of one height.
    """
    from PIL import Image, ImageDraw, ImageFont

    height = max(picture.image.height for picture in pictures)
    lettering = max(11, height // 18)  # px: 14 for a picture of 256, 56 for one of 1024
    width = sum(picture.image.width for picture in pictures) + _GAP * (len(pictures) + 1)
    strip = Image.new("RGB", (width, height + 2 * _GAP + lettering + lettering // 2), _PAPER)
    draw, font = ImageDraw.Draw(strip), ImageFont.load_default(lettering)
    left = _GAP
    for picture in pictures:
        strip.paste(picture.image, (left, _GAP))
        middle = left + picture.image.width // 2
        draw.text((middle, height + 2 * _GAP), f"beta {picture.options.beta:g}", fill=_INK, font=font, anchor="ma")
        left += picture.image.width + _GAP
    return strip
