"""The gallery page: it shows and names every attribute, and its sheets stay small."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from training.atelier import ATTRIBUTES, CATEGORIES, gallery

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "atelier.md").read_text("utf-8")


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_the_page_names_every_attribute_with_all_its_phrases_and_its_slot(name: str) -> None:
    row = next((line for line in PAGE.splitlines() if line.startswith(f"| **{name}** |")), "")
    seen, said, slot = row.split("|")[2:5]
    assert len(seen.split()) >= 3
    assert [phrase.strip() for phrase in said.split(",")] == list(ATTRIBUTES[name].phrases[1:])
    assert slot.strip() == ATTRIBUTES[name].slot


def test_every_category_has_a_sheet_and_every_sheet_is_there_and_small() -> None:
    shown = re.findall(r"\]\((atelier/[^)]+)\)", PAGE)
    assert {f"atelier/attributes-{category}.webp" for category in CATEGORIES} <= set(shown)
    for path in shown:
        assert 0 < (DOCS / path).stat().st_size <= gallery.LARGEST, path


def test_a_sheet_shows_the_plain_scenes_first_and_then_others() -> None:
    sheet = np.asarray(gallery.sheet_of("contrast")).astype(np.int16)
    half, row = sheet.shape[1] // 2, sheet.shape[0] // 2
    plain, high = sheet[20:160, :450], sheet[20:160, half : half + 450]
    assert np.abs(plain - high).mean() > 8
    assert np.abs(sheet[row + 20 : row + 160, :450] - plain).mean() > 8


def test_a_sheet_that_is_too_large_is_compressed_harder_or_refused() -> None:
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (96, 96, 3), np.uint8))
    free = gallery.webp(noise)
    tight = gallery.webp(noise, largest=len(free) - 1)
    assert len(tight) < len(free)
    assert Image.open(io.BytesIO(tight)).size == (96, 96)
    with pytest.raises(ValueError, match="does not fit"):
        gallery.webp(noise, largest=300)
