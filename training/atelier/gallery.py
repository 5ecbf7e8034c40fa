"""The gallery of the attributes: every one in three scenes, beside the same scenes without it.

Knows how the sheets of ``docs/atelier.md`` are laid out and kept small. Sheets of subjects and worlds are made in
``contact``.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

from PIL import Image, ImageDraw, ImageFont

from training.atelier.artist import draw
from training.atelier.attributes import ATTRIBUTES, CATEGORIES
from training.atelier.scene import Scene

LARGEST = 400_000
"""Most bytes a sheet may have."""

_SCENES = (("castle", "in the mountains", 16), ("boat", "on the sea", 13), ("cat", "in a garden", 12))
_CELL, _GAP, _LABEL = 150, 4, 18


def sheet_of(category: str) -> Image.Image:
    """All attributes of a category, two in a row, each in three scenes; first the scenes without any."""
    names = ["", *(spec.name for spec in ATTRIBUTES.values() if spec.category == category)]
    block = len(_SCENES) * (_CELL + _GAP) + 3 * _GAP
    tall = _CELL + _LABEL + _GAP
    sheet = Image.new("RGB", (2 * block, -(-len(names) // 2) * tall), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(13)
    for i, name in enumerate(names):
        left, top = i % 2 * block, i // 2 * tall
        pen.text((left + 2, top + 1), name or "without", fill="black" if name else "gray", font=font)
        for k, (subject, setting, seed) in enumerate(_SCENES):
            scene = Scene(subject, setting, frozenset({name} if name else ()), seed)
            picture = Image.fromarray(draw(scene, 256)).resize((_CELL, _CELL), Image.Resampling.LANCZOS)
            sheet.paste(picture, (left + k * (_CELL + _GAP), top + _LABEL))
    return sheet


def sheets(categories: Sequence[str] = CATEGORIES) -> dict[str, Image.Image]:
    """The sheets by file name."""
    return {f"attributes-{category}": sheet_of(category) for category in categories}


def webp(sheet: Image.Image, *, largest: int = LARGEST) -> bytes:
    """The sheet as WebP of at most ``largest`` bytes: the best quality from 78 downwards that fits."""
    for quality in range(78, 20, -6):
        stream = io.BytesIO()
        sheet.save(stream, "WEBP", quality=quality, method=6)
        if stream.tell() <= largest:
            return stream.getvalue()
    raise ValueError(f"a sheet of {sheet.width} x {sheet.height} pixels does not fit into {largest} bytes")
