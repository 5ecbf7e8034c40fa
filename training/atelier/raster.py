"""Raster tools that the media effects share: blur, noise, gradients, warps, colour arithmetic.

Knows arrays only: pictures are float32 ``(3, S, S)`` in [0, 1], channels first so that a plane ``(S, S)``
weighs all three and filters run along memory; planes are float32 too.
What an attribute looks like is left to the modules that call these.

Lengths are given on a 256 pixel grid and scaled by ``size / GRID``; noise is drawn on that grid
and resampled, so one seed gives one picture at every resolution.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from zlib import crc32

import numpy as np
from PIL import Image
from scipy import ndimage

GRID = 256
"""Side of the grid on which lengths are measured and noise is drawn."""

REC601 = np.array([0.299, 0.587, 0.114], np.float32)
"""Luma weights of ITU-R BT.601."""

COLOURLESS = frozenset({"monochrome", "sepia tones", "duotone", "noir"})
"""Palettes without hue of their own: media must not tint them."""

_NOISE_VARIANTS = 3


@dataclass(frozen=True)
class Canvas:
    """What an effect may know beside the picture: its size, the subject's mask, all attributes, chance.

    ``subject`` is ``(size, size)`` in [0, 1]. Every effect draws from its own generator
    (``rng_for``), so that adding one attribute does not reshuffle the others.
    """

    size: int
    subject: np.ndarray
    attributes: frozenset[str]
    seed: int
    _memo: dict[str, tuple[float, float, float]] = field(default_factory=dict, repr=False)

    @property
    def unit(self) -> float:
        """Pixels of this canvas per pixel of the 256 grid."""
        return self.size / GRID

    def rng_for(self, name: str) -> np.random.Generator:
        """A generator of this picture for the effect ``name``."""
        return np.random.default_rng((self.seed, crc32(name.encode())))

    @property
    def focus(self) -> tuple[float, float, float]:
        """Centre ``(x, y)`` and radius of the subject, in pixels; the middle of the picture without one."""
        if "focus" not in self._memo:
            small = resize(self.subject, 32)
            mass = float(small.sum())
            if mass < 4.0:
                self._memo["focus"] = (self.size * 0.5, self.size * 0.55, self.size * 0.25)
            else:
                steps = (np.arange(32, dtype=np.float32) + 0.5) * (self.size / 32)
                columns, rows = small.sum(0) / mass, small.sum(1) / mass
                x, y = float(columns @ steps), float(rows @ steps)
                spread = float(columns @ (steps - x) ** 2 + rows @ (steps - y) ** 2) ** 0.5
                self._memo["focus"] = (x, y, min(max(spread * 1.25, self.size * 0.14), self.size * 0.36))
        return self._memo["focus"]


# --- planes and sizes -------------------------------------------------------------------------------------------


def resize(array: np.ndarray, size: int) -> np.ndarray:
    """``(n, n)`` or ``(C, n, n)`` resampled to ``size``: area average downwards, bilinear upwards."""
    if array.shape[-1] == size:
        return array
    if array.ndim == 3:
        return np.stack([resize(plane, size) for plane in array])
    how = Image.Resampling.BOX if size < array.shape[-1] else Image.Resampling.BILINEAR
    return np.asarray(Image.fromarray(np.ascontiguousarray(array)).resize((size, size), how))


@lru_cache(maxsize=8)
def coordinates(size: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixel centres ``(x, y)``, each ``(size, size)`` float32, measured on the 256 grid."""
    steps = (np.arange(size, dtype=np.float32) + 0.5) * (GRID / size)
    x, y = np.meshgrid(steps, steps)
    x.setflags(write=False)
    y.setflags(write=False)
    return x, y


def _pad_rows(array: np.ndarray, radius: int) -> np.ndarray:
    """Border rows repeated; np.pad does the same at ten times the overhead."""
    height = array.shape[-2]
    padded = np.empty((*array.shape[:-2], height + 2 * radius, array.shape[-1]), array.dtype)
    padded[..., radius : radius + height, :] = array
    padded[..., :radius, :] = array[..., :1, :]
    padded[..., radius + height :, :] = array[..., -1:, :]
    return padded


def _pad_columns(array: np.ndarray, radius: int) -> np.ndarray:
    width = array.shape[-1]
    padded = np.empty((*array.shape[:-1], width + 2 * radius), array.dtype)
    padded[..., radius : radius + width] = array
    padded[..., :radius] = array[..., :1]
    padded[..., radius + width :] = array[..., -1:]
    return padded


def _convolve(array: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Symmetric separable filter as a sum of shifted views: several times faster than ndimage here."""
    radius, (height, width) = len(weights) // 2, array.shape[-2:]
    padded = _pad_rows(array, radius)
    rows = array * weights[radius]
    for k in range(radius):
        pair = padded[..., k : k + height, :] + padded[..., 2 * radius - k : 2 * radius - k + height, :]
        pair *= weights[k]
        rows += pair
    padded = _pad_columns(rows, radius)
    rows *= weights[radius]
    for k in range(radius):
        pair = padded[..., k : k + width] + padded[..., 2 * radius - k : 2 * radius - k + width]
        pair *= weights[k]
        rows += pair
    return rows


@lru_cache(maxsize=256)
def _gaussian(sigma: float) -> np.ndarray:
    radius = max(1, int(2.6 * sigma + 0.5))
    weights = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
    return (weights / weights.sum()).astype(np.float32)


def blur(array: np.ndarray, sigma: float) -> np.ndarray:
    """Gaussian blur, ``sigma`` in pixels; wide ones are done on a reduced picture."""
    if sigma < 0.2:
        return array
    size = array.shape[-1]
    if sigma > 2.4:
        small = max(12, round(size * 1.6 / sigma))
        if small < size * 0.75:
            return resize(blur(resize(array, small), sigma * small / size), size)
    return _convolve(array, _gaussian(round(float(sigma), 2)))


def box(array: np.ndarray, width: int) -> np.ndarray:
    """Mean over ``width`` x ``width`` pixels, ``width`` odd."""
    return _convolve(array, np.full(width, 1.0 / width, np.float32))


def shift(array: np.ndarray, dx: int, dy: int) -> np.ndarray:
    """The array moved by whole pixels, its border repeated."""
    radius = max(abs(dx), abs(dy))
    if not radius:
        return array
    height, width = array.shape[-2:]
    if dy:
        array = _pad_rows(array, radius)[..., radius - dy : radius - dy + height, :]
    if dx:
        array = _pad_columns(array, radius)[..., radius - dx : radius - dx + width]
    return array


# --- tone and colour --------------------------------------------------------------------------------------------


def luminance(image: np.ndarray) -> np.ndarray:
    """Luma ``(S, S)`` of a picture."""
    red, green, blue = REC601
    return image[0] * red + image[1] * green + image[2] * blue


def saturate(image: np.ndarray, amount: float) -> np.ndarray:
    """Chroma multiplied by ``amount`` around the luma; 0 is grey, 1 changes nothing."""
    grey = luminance(image)
    return grey + (image - grey) * amount


def mix(first: np.ndarray, second: np.ndarray, share: np.ndarray | float) -> np.ndarray:
    """``first`` where ``share`` is 0, ``second`` where it is 1."""
    return first + (second - first) * share


def smoothstep(low: float, high: float, value: np.ndarray) -> np.ndarray:
    """0 below ``low``, 1 above ``high``, smooth between."""
    t = np.clip((value - low) / (high - low), 0.0, 1.0)
    return t * t * (3.0 - 2.0 * t)


def colour(*channels: float) -> np.ndarray:
    """An RGB triple as float32 ``(3, 1, 1)``."""
    return np.array(channels, np.float32).reshape(3, 1, 1)


def stretch(tone: np.ndarray, low: float = 3.0, high: float = 97.0) -> np.ndarray:
    """Tone scaled so that its percentiles ``low`` and ``high`` meet 0 and 1; flat pictures stay flat."""
    sample = np.sort(tone[::4, ::4], axis=None)
    bottom, top = (float(sample[int((len(sample) - 1) * p / 100.0)]) for p in (low, high))
    if top - bottom < 0.15:
        centre = 0.5 * (top + bottom)
        bottom, top = centre - 0.075, centre + 0.075
    return np.clip((tone - bottom) / (top - bottom), 0.0, 1.0)


def is_dark(image: np.ndarray) -> bool:
    """Whether the picture is mostly dark, so that light marks on dark ground show it better."""
    return float(luminance(image[:, ::4, ::4]).mean()) < 0.33


# --- edges ------------------------------------------------------------------------------------------------------


def gradient(plane: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Central differences ``(d/dx, d/dy)`` per pixel, each of the plane's shape."""
    wide, tall = _pad_columns(plane, 1), _pad_rows(plane, 1)
    return (wide[..., 2:] - wide[..., :-2]) * 0.5, (tall[..., 2:, :] - tall[..., :-2, :]) * 0.5


def contour(image: np.ndarray, canvas: Canvas, *, width: float = 1.0) -> np.ndarray:
    """Where things end, ``(S, S)`` in [0, 1]: edges of light, of colour and of the subject's mask.

    ``width`` in 256-grid pixels. The subject's own outline is always there, however dark the picture.
    """
    sigma = max(0.35, 0.75 * width * canvas.unit)
    planes = blur(np.stack([luminance(image), (image[0] - image[2]) * 0.5, canvas.subject * 0.35]), sigma)
    gx, gy = gradient(planes)
    strength = np.sqrt((gx * gx + gy * gy).sum(0)) * (sigma * 5.0)
    return np.clip(strength - 0.08, 0.0, 1.0)


def relief(height: np.ndarray, unit: float) -> np.ndarray:
    """Light from the upper left on a height plane: about -1 ... 1 where it turns from or to the light."""
    step = max(1, round(unit))
    return (height - shift(height, step, step)) / step * unit


# --- noise ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=64)
def _noise_table(scale: float) -> tuple[np.ndarray, ...]:
    """A few seamless unit-variance fields with features of about ``scale`` grid pixels."""
    source = np.random.default_rng(int(scale * 1000))
    tables = []
    for _ in range(_NOISE_VARIANTS):
        white = source.standard_normal((GRID, GRID), dtype=np.float32)
        smooth = ndimage.gaussian_filter(white, scale, mode="wrap") if scale else white
        tables.append(((smooth - smooth.mean()) / smooth.std()).astype(np.float32))
    return tuple(tables)


def noise(rng: np.random.Generator, scale: float, size: int) -> np.ndarray:
    """A ``(size, size)`` field of mean 0 and variance 1, smooth over ``scale`` grid pixels (0: white)."""
    table = _noise_table(scale)[int(rng.integers(_NOISE_VARIANTS))]
    dy, dx = (int(v) for v in rng.integers(GRID, size=2))
    field_ = np.roll(table, (dy, dx), (0, 1))
    if rng.random() < 0.5:
        field_ = field_[::-1]
    if rng.random() < 0.5:
        field_ = field_[:, ::-1]
    return resize(np.ascontiguousarray(field_), size)


# --- cells ------------------------------------------------------------------------------------------------------


def cell_means(image: np.ndarray, label: np.ndarray, count: int) -> np.ndarray:
    """Mean colour of each labelled cell, ``(3, count)`` float32; empty cells are black."""
    flat = label.ravel()
    size = np.maximum(np.bincount(flat, minlength=count), 1)
    sums = np.stack([np.bincount(flat, plane.ravel(), minlength=count) for plane in image])
    return (sums / size).astype(np.float32)


# --- moving pixels ----------------------------------------------------------------------------------------------


def fetch(image: np.ndarray, x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """The picture's nearest pixel at whole-number ``x``, ``y`` (outside: the border)."""
    size = image.shape[-1]
    return sample(image, np.clip(y, 0, size - 1) * size + np.clip(x, 0, size - 1))


def sample(image: np.ndarray, index: np.ndarray) -> np.ndarray:
    """Pixels ``(C, *index.shape)`` of a picture at flat positions ``index``."""
    index = index.astype(np.intp)
    return np.stack([plane.take(index) for plane in image.reshape(image.shape[0], -1)])


def warp(image: np.ndarray, dx: np.ndarray, dy: np.ndarray) -> np.ndarray:
    """The picture seen through displacements in its own pixels, bilinear."""
    size = image.shape[-1]
    x, y = coordinates(size)
    px = np.clip(x * (size / GRID) - 0.5 + dx, 0, size - 1.001)
    py = np.clip(y * (size / GRID) - 0.5 + dy, 0, size - 1.001)
    x0, y0 = px.astype(np.int32), py.astype(np.int32)
    fx, fy = px - x0, py - y0
    index = (y0 * size + x0).astype(np.intp)
    corners = index, index + 1, index + size, index + (size + 1)
    planes = []
    for plane in image.reshape(image.shape[0], -1):
        a, b, c, d = (plane.take(corner) for corner in corners)
        planes.append(mix(mix(a, b, fx), mix(c, d, fx), fy))
    return np.stack(planes)
