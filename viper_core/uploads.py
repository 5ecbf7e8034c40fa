"""A stranger's picture file made safe to keep.

Knows which formats and sizes are taken, and makes of any of them an upright RGB JPEG without metadata. Type and pixel
count are read from the header, before anything is decoded. What a picture shows is the business of
:mod:`viper_core.pictures`.
"""

from __future__ import annotations

import io
from pathlib import Path

from viper_core.errors import PictureError

__all__ = ["MAX_FILE_BYTES", "MAX_PIXELS", "clean_picture"]

MAX_FILE_BYTES = 30 * 2**20
MAX_PIXELS = 25_000_000
_LONGEST_EDGE = 1024  # px; enough to look at on the board and to measure
_FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")


def clean_picture(source: Path | bytes) -> bytes:
    """The picture as a JPEG file: upright by EXIF, transparency on white, longest edge at most 1024 px, no metadata.

    Args:
        source: the file or its content.

    Raises:
        PictureError: no picture of a known format, damaged, or larger than 30 MB or 25 megapixels.
    """
    data = source if isinstance(source, bytes) else _read(source)
    if len(data) > MAX_FILE_BYTES:
        raise _too_many_bytes()

    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(data), formats=_FORMATS) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise _too_many_pixels(f"has {width} × {height} pixels")
            opened.draft("RGB", (_LONGEST_EDGE, _LONGEST_EDGE))  # lets the JPEG decoder skip detail not needed
            picture = ImageOps.exif_transpose(opened).convert("RGBA")
        picture.thumbnail((_LONGEST_EDGE, _LONGEST_EDGE), Image.Resampling.LANCZOS)
        paper = Image.new("RGBA", picture.size, "white")
        paper.alpha_composite(picture)
        out = io.BytesIO()
        paper.convert("RGB").save(out, "JPEG", quality=92, subsampling=0)
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("is too large") from error
    except UnidentifiedImageError as error:
        raise PictureError(f"This is no picture that can be read. Known formats: {', '.join(_FORMATS)}.") from error
    except Exception as error:  # a damaged file makes the decoders raise nearly anything
        raise PictureError("This picture is damaged and cannot be read. Save it again, as PNG or JPEG.") from error
    return out.getvalue()


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise _too_many_bytes()
        return path.read_bytes()
    except OSError as error:
        raise PictureError(f"Cannot read {path.name}: {error.strerror}. Choose a picture file.") from error


def _too_many_pixels(what: str) -> PictureError:
    return PictureError(f"This picture {what}; at most {MAX_PIXELS // 10**6} megapixels are taken. Make it smaller.")


def _too_many_bytes() -> PictureError:
    return PictureError(f"This file is too large; at most {MAX_FILE_BYTES // 2**20} MB are taken. Make it smaller.")
