"""A taste as a picture to pass on: drawn for people, and with the taste in it for whoever imports it.

Knows the text chunk ``viper-taste`` of a PNG: JSON as :meth:`~viper_core.preferences.Preferences.to_json` writes it,
without evidence, since a card is passed on and the words of a person's comments are theirs alone. Reads that chunk, the
settings of a picture that was drawn to a taste, and plain JSON. What the card looks like is
:mod:`viper_core.card_drawing`'s business.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from viper_core.errors import FormatError, InputError
from viper_core.png import find_settings, read_settings, without_evidence
from viper_core.preferences import Preferences

if TYPE_CHECKING:
    from viper_core.seed_images import SeedImage

__all__ = ["CHUNK", "draw_card", "find_taste", "read_taste"]

CHUNK: Final = "viper-taste"
_PNG = b"\x89PNG\r\n\x1a\n"
_LONGEST_CHUNK = 1_000_000  # characters; 500 attributes without evidence take a tenth of it


def draw_card(preferences: Preferences, board: Sequence[SeedImage]) -> bytes:
    """The card of a taste as a PNG.

    Args:
        preferences: the taste; its evidence stays here.
        board: seed images; those that suit the taste best are shown on the card.

    Raises:
        InputError: there is no taste to show.
    """
    from PIL.PngImagePlugin import PngInfo

    from viper_core.card_drawing import draw

    taste = without_evidence(preferences)
    if taste is None or taste.is_empty:
        raise InputError("This profile is empty, so there is nothing to show on a card. Learn or add something first.")
    chunks = PngInfo()
    chunks.add_itxt(CHUNK, taste.model_dump_json(), zip=True)
    out = io.BytesIO()
    draw(taste, board).save(out, "PNG", pnginfo=chunks)
    return out.getvalue()


def read_taste(data: bytes) -> Preferences:
    """The taste in a file: a card, a picture drawn to a taste, or JSON. No pixel is decoded.

    Raises:
        FormatError: it is none of these, or damaged.
    """
    if not data.startswith(_PNG):
        if data[:4] in (b"\xff\xd8\xff\xe0", b"\xff\xd8\xff\xe1", b"RIFF", b"GIF8"):
            raise FormatError("A taste is kept in PNG cards and JSON files; this picture is of another kind.")
        return Preferences.parse(data)
    preferences = find_taste(data)
    if preferences is None:
        read_settings(data)  # says so where the picture holds nothing at all
        raise FormatError("This picture was drawn without a taste, so there is none to import.")
    return preferences


def find_taste(png: bytes) -> Preferences | None:
    """The taste that a PNG carries, as a card or as a picture drawn to one, or None. No pixel is decoded.

    Raises:
        FormatError: it is no PNG, or what it carries is damaged.
    """
    text = _card_text(png)
    if text is not None:
        return Preferences.parse(text)
    settings = find_settings(png)
    return None if settings is None else settings.preferences


def _card_text(data: bytes) -> str | None:
    """The text of the chunk, or None where the picture has none."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as image:
            text = image.info.get(CHUNK)
    except Exception as error:  # a damaged file makes the decoder raise nearly anything
        raise FormatError("This PNG cannot be read: it is damaged.") from error
    if text is None:
        return None
    if not isinstance(text, str) or len(text) > _LONGEST_CHUNK:
        raise FormatError("The taste in this card is damaged: it is far too long.")
    return str(text)
