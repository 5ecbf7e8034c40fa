"""Pictures as they come: opened safely, and looked at for what can be measured.

Two things: :func:`open_picture` makes an upright RGB image of a stranger's file, refusing what is too large before a
pixel is decoded; :func:`measure_picture` names the vocabulary's attributes that plain statistics of the pixels can tell
(palette, saturation, contrast, brightness, detail; see :mod:`viper_core.measures` for the rest). What a picture shows,
its medium or its mood are beyond this.

Colours are measured in CIE L*a*b* (D65): L lightness 0 … 100, C = √(a² + b²) chroma, h = atan2(b, a) hue.
"""

from __future__ import annotations

import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Final

from viper_core.errors import PictureError
from viper_core.measures import (
    has_dark_corners,
    has_grain,
    is_blocky,
    is_blurred,
    is_colorful,
    is_night,
    ruling_hue,
)

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PIL.Image import Image

    FloatArray = NDArray[np.float64]

__all__ = ["FORMATS", "MAX_BYTES", "MAX_PIXELS", "measure_picture", "open_picture"]

MAX_PIXELS: Final = 25_000_000
MAX_BYTES: Final = 30 * 2**20
FORMATS: Final = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
_LARGEST = 512  # px of a picture that is searched for blocks at its own resolution
_MEASURED_EDGE = 256  # px; statistics of a whole picture do not need more

# What the statistics of a picture must reach to be named. Chosen on synthetic pictures and on drawings whose true
# attributes are known, so that what is named is plainly to be seen; between two thresholds nothing is said.
_GRAY_CHROMA = 4.5  # mean chroma up to which a picture reads as black and white
_COLORED_CHROMA = 10.0  # a pixel below this has no hue to speak of
_SEPIA_CHROMA = 30.0  # mean chroma above which brown is a colour of its own
_VIVID_CHROMA = 50.0  # chroma that one pixel in seven exceeds in a vivid picture
_MUTED_CHROMA = 18.0  # chroma that hardly a pixel exceeds in a muted one
_NEON_CHROMA = 75.0
_PASTEL_LIGHTNESS = 73.0
_BRIGHT_LIGHTNESS = 74.0
_DIM_LIGHTNESS = 33.0
_HIGH_CONTRAST = 27.0  # standard deviation of lightness
_LOW_CONTRAST = 9.5
_MUCH_DETAIL = 0.25  # share of pixels on an edge, after grain and paper are blurred away
_LITTLE_DETAIL = 0.03
_EDGE_STEP = 6.0  # lightness difference between neighbours that counts as an edge
_SYMMETRY = 0.85  # correlation of a picture with its mirror image
_DETAIL_EDGE = 128  # px
_FORM_EDGE = 48  # px; large forms only


def open_picture(source: Path | str | bytes, *, longest_edge: int | None = None) -> Image:
    """A stranger's picture as an upright RGB image without metadata.

    Type, file size and pixel count are checked before anything is decoded. Transparent parts lie on white; of an
    animation the first picture is taken.

    Args:
        source: path or content of the file.
        longest_edge: make the picture smaller so that neither side is longer, in pixels.

    Raises:
        PictureError: not there, no picture of a known format, damaged, or larger than 30 MB or 25 megapixels.
    """
    from PIL import Image, ImageOps, UnidentifiedImageError

    data = source if isinstance(source, bytes) else _read(Path(source))
    if len(data) > MAX_BYTES:
        raise _too_many_bytes()
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            width, height = opened.size
            if width * height > MAX_PIXELS:
                raise _too_many_pixels(f"has {width} × {height} pixels")
            if longest_edge is not None:
                opened.draft("RGB", (longest_edge, longest_edge))  # lets the JPEG decoder skip detail not needed
            picture = _as_rgb(ImageOps.exif_transpose(opened))
    except PictureError:
        raise
    except Image.DecompressionBombError as error:
        raise _too_many_pixels("is too large") from error
    except UnidentifiedImageError as error:
        raise PictureError(f"This is no picture that can be read. Known formats: {', '.join(FORMATS)}.") from error
    except Exception as error:  # a damaged file makes the decoders raise nearly anything
        raise PictureError("This picture is damaged and cannot be read. Save it again, as PNG or JPEG.") from error
    if longest_edge is not None:
        picture.thumbnail((longest_edge, longest_edge), Image.Resampling.LANCZOS)
    return picture


def measure_picture(picture: Image) -> tuple[str, ...]:
    """The vocabulary's attributes that can be measured in a picture, at most one of each kind.

    Palette (warm, cool, monochrome, sepia, pastel, neon, earth or jewel tones), many hues or the one that rules,
    saturation (vivid, muted), contrast (high, low), brightness (bright or dim lighting), detail (intricate or
    simplified), mirror symmetry, night, grain, blur, the blocks of pixel art and dark corners. What lies between two
    thresholds is not named.

    Args:
        picture: any mode; measured at 256 px.

    Returns:
        Names in the order above; the same picture always gives the same ones.
    """
    import numpy as np
    from PIL import ImageFilter

    small = _as_rgb(picture)
    blocky = is_blocky(_lab(small.crop((0, 0, min(small.width, _LARGEST), min(small.height, _LARGEST))))[0])
    small.thumbnail((_MEASURED_EDGE, _MEASURED_EDGE))
    lightness, a, b = _lab(small)
    chroma = np.hypot(a, b)
    hue = np.degrees(np.arctan2(b, a)) % 360.0
    colored = chroma * (chroma > _COLORED_CHROMA)
    palette = _palette(lightness, chroma, hue)
    ruling = ruling_hue(hue, colored)
    if palette is None or (palette == "cool colors" and ruling == "green tones"):
        palette = ruling  # green is neither warm nor cold to those who see it
    gray = float(chroma.mean()) < _GRAY_CHROMA
    blurred = _lab(small.filter(ImageFilter.GaussianBlur(1.5)))[0]
    detail = _edge_share(_blurred_lightness(small, _DETAIL_EDGE))
    found = [
        palette,
        "colorful" if not gray and is_colorful(hue, colored) else None,
        _saturation(chroma),
        _between(float(lightness.std()), _LOW_CONTRAST, _HIGH_CONTRAST, "low contrast", "high contrast"),
        _between(float(lightness.mean()), _DIM_LIGHTNESS, _BRIGHT_LIGHTNESS, "dim lighting", "bright lighting"),
        _between(detail, _LITTLE_DETAIL, _MUCH_DETAIL, "simplified details", "intricate details"),
    ]
    if _mirror_correlation(_blurred_lightness(small, _FORM_EDGE)) >= _SYMMETRY:
        found.append("symmetrical composition")
    found += ["night"] if is_night(lightness) else []
    found += ["grainy texture"] if has_grain(lightness, blurred) and not blocky else []
    found += ["soft edges"] if is_blurred(lightness) else []
    found += ["pixel art"] if blocky else []
    found += ["vignette"] if has_dark_corners(lightness) else []
    return tuple(name for name in found if name is not None)


def _palette(lightness: FloatArray, chroma: FloatArray, hue: FloatArray) -> str | None:
    """The one palette that describes the picture, or None. ``hue`` in degrees; all arrays (H, W)."""
    import numpy as np

    mean = float(chroma.mean())
    light = float(lightness.mean())
    strongest = float(np.percentile(chroma, 95))
    if mean < _GRAY_CHROMA:
        return "monochrome"
    weight = chroma * (chroma > _COLORED_CHROMA)
    total = max(float(weight.sum()), 1e-9)
    brown = float((weight * ((hue > 40) & (hue < 100))).sum()) / total
    warm = float((weight * ((hue < 105) | (hue > 340))).sum()) / total
    angle = np.radians(hue)
    one_hue = float(np.hypot((weight * np.cos(angle)).sum(), (weight * np.sin(angle)).sum())) / total
    if mean < _SEPIA_CHROMA and brown > 0.95 and one_hue > 0.985:
        return "sepia tones"
    if strongest > _NEON_CHROMA and light < 50:
        return "neon colors"
    if light > _PASTEL_LIGHTNESS and float(np.percentile(lightness, 20)) > 62 and mean > 6 and strongest < 45:
        return "pastel colors"
    if brown > 0.7 and strongest < 50 and light < 70:
        return "earth tones"
    if light < 48 and mean > 26 and strongest > 38:
        return "jewel tones"
    return "warm colors" if warm > 0.72 else "cool colors" if warm < 0.28 else None


def _saturation(chroma: FloatArray) -> str | None:
    import numpy as np

    if float(chroma.mean()) < _GRAY_CHROMA:
        return None  # black and white is a palette, not a weak one
    if float(np.percentile(chroma, 85)) > _VIVID_CHROMA:
        return "vivid colors"
    return "muted colors" if float(np.percentile(chroma, 95)) < _MUTED_CHROMA else None


def _between(value: float, low: float, high: float, below: str, above: str) -> str | None:
    return below if value <= low else above if value >= high else None


def _edge_share(lightness: FloatArray) -> float:
    """Share of pixels that differ from their right or lower neighbour by an edge."""
    import numpy as np

    if min(lightness.shape) < 2:
        return 0.0
    across = np.abs(np.diff(lightness, axis=1))[:-1]
    down = np.abs(np.diff(lightness, axis=0))[:, :-1]
    return float((np.maximum(across, down) > _EDGE_STEP).mean())


def _mirror_correlation(lightness: FloatArray) -> float:
    """Correlation of the picture with its left-right mirror image; 0 for a plain area."""
    import numpy as np

    flat = lightness - lightness.mean()
    rows = flat - flat.mean(axis=1, keepdims=True)  # sky above, ground below is no symmetry
    power = float((rows**2).mean())
    return float((rows * np.flip(rows, axis=1)).mean()) / power if power > 4.0 else 0.0


def _blurred_lightness(picture: Image, edge: int) -> FloatArray:
    """L* of the picture at ``edge`` pixels, (h, w), without what is finer than that."""
    from PIL import Image as Images
    from PIL import ImageFilter

    small = picture.filter(ImageFilter.GaussianBlur(max(picture.size) / edge * 0.75))
    small.thumbnail((edge, edge), Images.Resampling.BOX)
    return _lab(small)[0]


def _lab(picture: Image) -> tuple[FloatArray, FloatArray, FloatArray]:
    """L*, a*, b* of an RGB picture, three (H, W); IEC 61966-2-1 and CIE 15, white D65."""
    import numpy as np

    rgb = np.asarray(picture, dtype=np.float64) / 255.0
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    to_xyz = np.array(
        [
            [0.4124564, 0.3575761, 0.1804375],
            [0.2126729, 0.7151522, 0.0721750],
            [0.0193339, 0.1191920, 0.9503041],
        ]
    )
    xyz = linear @ to_xyz.T / np.array([0.95047, 1.0, 1.08883])
    cut = (6 / 29) ** 3
    f = np.where(xyz > cut, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _as_rgb(picture: Image) -> Image:
    """A fresh RGB copy: transparency on white, 16 bits brought down to 8, nothing but pixels kept."""
    from PIL import Image as Images

    if picture.mode.startswith(("I", "F")):
        import numpy as np

        values = np.asarray(picture.convert("F"))
        scale = 257.0 if float(values.max(initial=0.0)) > 255.0 else 1.0
        picture = Images.fromarray(np.clip(values / scale, 0, 255).astype(np.uint8))
    rgba = picture.convert("RGBA")
    paper = Images.new("RGBA", rgba.size, "white")
    paper.alpha_composite(rgba)
    clean = Images.new("RGB", rgba.size)
    clean.paste(paper.convert("RGB"))
    return clean


def _read(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise PictureError(f"There is no picture file {path.name!r}. Choose a picture file.")
        if os.path.getsize(path) > MAX_BYTES:
            raise _too_many_bytes()
        return path.read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise PictureError(f"Cannot read {path.name!r}: {reason}. Choose a picture file.") from error


def _too_many_pixels(what: str) -> PictureError:
    return PictureError(f"This picture {what}; at most {MAX_PIXELS // 10**6} megapixels are taken. Make it smaller.")


def _too_many_bytes() -> PictureError:
    return PictureError(f"This file is too large; at most {MAX_BYTES // 2**20} MB are taken. Make it smaller.")
