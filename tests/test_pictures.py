"""Opening pictures: nothing dangerous is decoded, nothing private is kept. Measuring them: what is plain is named."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, PngImagePlugin

from viper_core.errors import PictureError
from viper_core.pictures import FORMATS, MAX_BYTES, MAX_PIXELS, measure_picture, open_picture
from viper_core.vocabulary import load_vocabulary


def encoded(picture: Image.Image, kind: str = "PNG", **options: object) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def plain(color: tuple[int, int, int], size: tuple[int, int] = (40, 30)) -> Image.Image:
    return Image.new("RGB", size, color)


def bomb(width: int, height: int) -> bytes:
    """The header of a PNG of any size, and hardly any data."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 64)) + chunk(b"IEND", b"")
    )


# -- opening ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FORMATS)
def test_each_known_format_opens_as_rgb(kind: str) -> None:
    picture = open_picture(encoded(plain((200, 40, 40)), kind))
    assert picture.mode == "RGB" and picture.size == (40, 30)


def test_a_path_opens_as_its_content_does(tmp_path: Path) -> None:
    path = tmp_path / "own.png"
    path.write_bytes(encoded(plain((10, 120, 200))))
    assert (
        open_picture(path).tobytes() == open_picture(str(path)).tobytes() == open_picture(path.read_bytes()).tobytes()
    )


def test_the_pixel_count_is_refused_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    def decoded(*_: object, **__: object) -> None:
        raise AssertionError("it was decoded")

    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", decoded)
    with pytest.raises(PictureError, match="25 megapixels"):
        open_picture(bomb(MAX_PIXELS // 5000 + 1, 5000))
    with pytest.raises(PictureError, match="25 megapixels"):
        open_picture(bomb(60_000, 60_000))


def test_a_file_that_is_too_large_is_refused() -> None:
    with pytest.raises(PictureError, match="30 MB"):
        open_picture(b"\x89PNG" + bytes(MAX_BYTES))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"%PDF-1.7",
        b"GIF89a",
        encoded(plain((1, 2, 3)))[:50],
    ],
)
def test_what_is_no_picture_or_a_damaged_one_is_a_clear_error(data: bytes) -> None:
    with pytest.raises(PictureError, match=r"picture"):
        open_picture(data)


def test_a_truncated_photograph_is_a_clear_error() -> None:
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 255, (300, 300, 3), dtype=np.uint8))
    with pytest.raises(PictureError, match="damaged"):
        open_picture(encoded(noise, "JPEG")[:4000])


def test_a_kind_that_was_not_asked_for_is_refused() -> None:
    with pytest.raises(PictureError, match="Known formats: PNG"):
        open_picture(encoded(plain((9, 9, 9)), "TIFF"))


def test_a_missing_file_and_a_folder_are_clear_errors_that_show_no_folder_names(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.png", tmp_path):
        with pytest.raises(PictureError) as caught:
            open_picture(path)
        assert path.name in str(caught.value) and str(tmp_path.parent) not in str(caught.value)


def test_the_camera_orientation_is_applied_and_metadata_left_behind() -> None:
    picture = plain((255, 0, 0), (40, 20))
    picture.paste((0, 0, 255), (0, 0, 20, 20))
    exif = picture.getexif()
    exif[0x0112] = 6  # to be turned by 90 degrees clockwise
    exif[0x010F] = "secret camera"
    opened = open_picture(encoded(picture, "JPEG", exif=exif.tobytes(), quality=95, comment=b"secret comment"))
    assert opened.size == (20, 40)
    assert opened.getpixel((10, 5))[2] > 200  # blue came to the top
    assert not opened.info and not opened.getexif()
    assert b"secret" not in encoded(opened, "JPEG")


def test_transparency_lies_on_white() -> None:
    assert open_picture(encoded(Image.new("RGBA", (4, 4), (0, 0, 0, 0)))).getpixel((0, 0)) == (255, 255, 255)


def test_sixteen_bits_are_brought_down_to_eight() -> None:
    deep = Image.fromarray(np.full((4, 4), 32896, dtype=np.uint16))
    assert open_picture(encoded(deep)).getpixel((0, 0)) == (128, 128, 128)


def test_the_longest_edge_is_kept_to() -> None:
    assert open_picture(encoded(plain((1, 1, 1), (400, 200))), longest_edge=100).size == (100, 50)


# -- measuring --------------------------------------------------------------------------------------------------------


def gradient(left: tuple[int, int, int], right: tuple[int, int, int]) -> Image.Image:
    share = np.linspace(0, 1, 128)[None, :, None]
    row = np.array(left)[None, None] * (1 - share) + np.array(right)[None, None] * share
    return Image.fromarray(np.broadcast_to(row, (96, 128, 3)).astype(np.uint8))


def checks(first: tuple[int, int, int], second: tuple[int, int, int], edge: int) -> Image.Image:
    picture = plain(first, (256, 256))
    draw = ImageDraw.Draw(picture)
    for x in range(0, 256, edge):
        for y in range(0, 256, edge):
            if (x // edge + y // edge) % 2:
                draw.rectangle((x, y, x + edge - 1, y + edge - 1), fill=second)
    return picture


@pytest.mark.parametrize(
    ("picture", "present", "absent"),
    [
        (gradient((255, 90, 30), (255, 190, 60)), "warm colors", "cool colors"),
        (gradient((20, 60, 200), (60, 190, 220)), "cool colors", "warm colors"),
        (gradient((30, 30, 30), (220, 220, 220)), "monochrome", "muted colors"),
        (gradient((90, 66, 40), (190, 160, 120)), "sepia tones", "monochrome"),
        (gradient((255, 214, 224), (200, 232, 245)), "pastel colors", "neon colors"),
        (checks((10, 8, 20), (255, 0, 220), 64), "neon colors", "pastel colors"),
        (gradient((255, 30, 20), (250, 200, 0)), "vivid colors", "muted colors"),
        (gradient((120, 128, 140), (150, 150, 160)), "muted colors", "vivid colors"),
        (checks((0, 0, 0), (255, 255, 255), 64), "high contrast", "low contrast"),
        (plain((130, 130, 130)), "low contrast", "high contrast"),
        (plain((250, 248, 240)), "bright lighting", "dim lighting"),
        (plain((20, 22, 30)), "dim lighting", "bright lighting"),
        (checks((60, 80, 120), (190, 160, 90), 6), "intricate details", "simplified details"),
        (plain((80, 120, 90)), "simplified details", "intricate details"),
        (checks((240, 240, 240), (20, 20, 20), 256 // 4).crop((32, 0, 224, 256)), "high contrast", "low contrast"),
    ],
)
def test_what_is_plain_to_see_is_named(picture: Image.Image, present: str, absent: str) -> None:
    found = measure_picture(picture)
    assert present in found and absent not in found


def speckled(strength: float) -> Image.Image:
    noise = np.random.default_rng(2).normal(0, strength, (256, 256, 1))
    ramp = np.linspace(60, 200, 256)[None, :, None]
    return Image.fromarray(np.repeat((ramp + noise).clip(0, 255).astype(np.uint8), 3, axis=2))


def blocks(edge: int, size: int = 256) -> Image.Image:
    small = np.random.default_rng(3).integers(0, 255, (size // edge, size // edge, 3), dtype=np.uint8)
    return Image.fromarray(small).resize((size, size), Image.Resampling.NEAREST)


def darkened(corners: tuple[int, ...]) -> Image.Image:
    """A plain picture with these corners dark: 0 top left, 1 top right, 2 and 3 below."""
    picture = plain((180, 170, 150), (200, 200))
    for corner in corners:
        x, y = 150 * (corner % 2), 150 * (corner // 2)
        picture.paste((60, 55, 50), (x, y, x + 50, y + 50))
    return picture


def nightly(ground: int) -> Image.Image:
    picture = plain((12, 14, 34), (120, 120))
    picture.paste((ground, ground, ground), (0, 80, 120, 120))
    return picture


def wheel() -> Image.Image:
    hues = np.linspace(0, 255, 240, dtype=np.uint8)
    hsv = np.stack([np.broadcast_to(hues, (160, 240)), np.full((160, 240), 230), np.full((160, 240), 220)], axis=-1)
    return Image.fromarray(hsv.astype(np.uint8), "HSV").convert("RGB")


@pytest.mark.parametrize(
    ("picture", "name", "named"),
    [
        (speckled(14.0), "grainy texture", True),
        (speckled(3.0), "grainy texture", False),
        (blocks(8), "pixel art", True),
        (blocks(8).resize((250, 250), Image.Resampling.BICUBIC), "pixel art", False),
        (checks((0, 0, 0), (255, 255, 255), 3).rotate(17), "pixel art", False),
        (darkened((0, 1, 2, 3)), "vignette", True),
        (darkened((0, 1, 2)), "vignette", False),
        (nightly(60), "night", True),
        (nightly(230), "night", False),
        (plain((20, 22, 30)).resize((99, 99)), "pixel art", False),
        (checks((60, 80, 120), (190, 160, 90), 64).filter(ImageFilter.GaussianBlur(14)), "soft edges", True),
        (checks((60, 80, 120), (190, 160, 90), 64), "soft edges", False),
        (wheel(), "colorful", True),
        (gradient((255, 90, 30), (255, 190, 60)), "colorful", False),
        (gradient((40, 120, 50), (70, 170, 80)), "green tones", True),
    ],
)
def test_grain_blocks_corners_night_blur_and_hues_are_named_where_they_are(
    picture: Image.Image, name: str, named: bool
) -> None:
    assert (name in measure_picture(picture)) is named


def test_a_mirror_image_is_symmetrical_and_half_of_it_is_not() -> None:
    picture = plain((230, 230, 220), (200, 200))
    ImageDraw.Draw(picture).polygon([(100, 20), (20, 180), (180, 180)], fill=(40, 60, 120))
    assert "symmetrical composition" in measure_picture(picture)
    picture.paste((230, 230, 220), (100, 0, 200, 200))
    assert "symmetrical composition" not in measure_picture(picture)


def test_grain_is_no_detail() -> None:
    noise = np.random.default_rng(1).normal(128, 25, (256, 256, 1)).clip(0, 255).astype(np.uint8)
    assert "intricate details" not in measure_picture(Image.fromarray(np.repeat(noise, 3, axis=2)))


@pytest.mark.parametrize(
    "make", [lambda: Image.new("L", (1, 1)), lambda: Image.new("RGBA", (3, 900)), lambda: Image.new("1", (2, 2))]
)
def test_every_size_and_mode_can_be_measured(make: Callable[[], Image.Image]) -> None:
    known = load_vocabulary()
    assert all(known.get(name).name == name for name in measure_picture(make()))  # type: ignore[union-attr]


def test_measuring_leaves_the_picture_alone_and_repeats_itself() -> None:
    picture = gradient((255, 90, 30), (20, 60, 200))
    before = picture.tobytes()
    assert measure_picture(picture) == measure_picture(picture.copy())
    assert picture.tobytes() == before
