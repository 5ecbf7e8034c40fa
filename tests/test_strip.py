"""Pictures of a comparison on one sheet."""

from __future__ import annotations

import pytest
from PIL import Image, ImageChops

from viper_core.strip import make_sheet

RED, BLUE, GOLD = (Image.new("RGB", (64, 48), colour) for colour in ("red", "blue", "gold"))


def ink(sheet: Image.Image, box: tuple[int, int, int, int]) -> tuple[int, int, int, int] | None:
    part = sheet.crop(box)
    return ImageChops.difference(part, Image.new("RGB", part.size, "white")).getbbox()


def test_pictures_stand_in_rows_with_their_captions_below() -> None:
    sheet = make_sheet([RED, BLUE, GOLD], [("a", "1"), ("b", "2"), ("c", "3")], columns=2)
    line = 11 + 5
    assert sheet.size == (2 * 64 + 3 * 8, 2 * (48 + 16 + 2 * line))
    for picture, left, top in ((RED, 8, 8), (BLUE, 80, 8), (GOLD, 8, 8 + 48 + 16 + 2 * line)):
        assert sheet.crop((left, top, left + 64, top + 48)).tobytes() == picture.tobytes()
        for number in range(2):
            lower = top + 48 + 8 + number * line
            assert ink(sheet, (left, lower, left + 64, lower + line)) is not None
    assert ink(sheet, (80, 8 + 48 + 16 + 2 * line, sheet.width, sheet.height)) is None


@pytest.mark.parametrize("words", ["a caption that is far too long for a picture of this width", "春のひかり", ""])
def test_whatever_the_caption_is_it_stays_below_its_own_picture(words: str) -> None:
    sheet = make_sheet([RED, BLUE], [("",), (words,)], columns=2)
    assert ink(sheet, (0, 56, 78, sheet.height)) is None
    assert ink(sheet, (145, 56, sheet.width, sheet.height)) is None
