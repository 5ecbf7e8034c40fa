"""The raster half of the artist: every attribute shows, nothing else changes, the same scene gives the same picture."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from training.atelier.attributes import ATTRIBUTES, compatible
from training.atelier.media import RASTER_ATTRIBUTES, apply
from training.atelier.raster import resize

NAMES = tuple(name for name in ATTRIBUTES if name in RASTER_ATTRIBUTES)
MEDIA = tuple(name for name in NAMES if ATTRIBUTES[name].slot == "medium")


def picture(size: int = 256, *, night: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """A red gabled house between a tree and the sun, (size, size, 3), and its mask."""
    y, x = (np.mgrid[0:size, 0:size].astype(np.float32) + 0.5) * (256 / size)
    sky = np.stack([0.35 + y / 800, 0.6 + y / 900, 0.95 - y / 1600], -1)
    image = np.where((y > 180)[..., None], np.array([0.35, 0.62, 0.3]), sky)
    image = np.where(((x - 215) ** 2 + (y - 50) ** 2 < 400)[..., None], np.array([1.0, 0.92, 0.6]), image)
    image = np.where(((x - 30) ** 2 + (y - 165) ** 2 < 500)[..., None], np.array([0.2, 0.4, 0.2]), image)
    wall = (np.abs(x - 128) < 48) & (y > 118) & (y < 192)
    roof = (y > 70) & (y <= 118) & (np.abs(x - 128) < (y - 70) * 1.2)
    image = np.where(wall[..., None], np.array([0.93, 0.85, 0.65]), image)
    image = np.where(roof[..., None], np.array([0.8, 0.25, 0.2]), image)
    image = np.where(((np.abs(x - 128) < 11) & (y > 150) & (y < 192))[..., None], 0.15, image)
    if night:
        image = image * np.array([0.16, 0.18, 0.34]) + 0.02
    return image.astype(np.float32), (wall | roof).astype(np.float32)


def render(*names: str, size: int = 256, seed: int = 7, night: bool = False) -> np.ndarray:
    image, subject = picture(size, night=night)
    return apply(image, frozenset(names), rng=np.random.default_rng(seed), subject=subject)


def difference(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.abs(first - second).mean())


def test_every_raster_attribute_is_in_the_table():
    assert set(RASTER_ATTRIBUTES) <= set(ATTRIBUTES)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_picture(name):
    assert np.array_equal(render(name), render(name))


@pytest.mark.parametrize("name", NAMES)
def test_shape_type_and_range_are_kept(name):
    result = render(name)
    assert result.shape == (256, 256, 3)
    assert result.dtype == np.float32
    assert np.isfinite(result).all()
    assert result.min() >= 0.0
    assert result.max() <= 1.0


@pytest.mark.parametrize("name", NAMES)
def test_every_attribute_changes_the_picture(name):
    assert difference(render(name), picture()[0]) > 0.008


def test_no_two_attributes_give_the_same_picture():
    results = {name: resize(np.ascontiguousarray(render(name).transpose(2, 0, 1)), 128) for name in NAMES}
    alike = [(a, b) for a, b in combinations(NAMES, 2) if difference(results[a], results[b]) < 0.01]
    assert alike == []


def test_the_input_is_not_touched():
    image, subject = picture()
    before, mask_before = image.copy(), subject.copy()
    image.setflags(write=False)
    subject.setflags(write=False)
    for name in NAMES:
        apply(image, frozenset({name}), rng=np.random.default_rng(1), subject=subject)
    assert np.array_equal(image, before)
    assert np.array_equal(subject, mask_before)


def test_no_attribute_leaves_the_drawing_as_it_is():
    assert np.array_equal(render("flat vector", "night"), picture()[0])


@pytest.mark.parametrize("name", [name for name in NAMES if compatible("monochrome", name)])
def test_monochrome_is_neutral_after_everything(name):
    result = render("monochrome", name)
    assert np.array_equal(result[..., 0], result[..., 1])
    assert np.array_equal(result[..., 1], result[..., 2])


@pytest.mark.parametrize("name", [name for name in NAMES if compatible("sepia tones", name)])
def test_sepia_is_always_brown(name):
    result = render("sepia tones", name)
    assert (result[..., 0] >= result[..., 1] - 1e-6).all()
    assert (result[..., 1] >= result[..., 2] - 1e-6).all()


@pytest.mark.parametrize("name", NAMES)
def test_another_size_shows_the_same_picture(name):
    small = resize(np.ascontiguousarray(render(name).transpose(2, 0, 1)), 32)
    large = resize(np.ascontiguousarray(render(name, size=512).transpose(2, 0, 1)), 32)
    assert difference(small, large) < 0.04


@pytest.mark.parametrize("size", [64, 96, 300])
def test_any_size_between_is_drawn(size):
    result = render("watercolor", "grainy texture", "glossy shine", size=size)
    assert result.shape == (size, size, 3)


@pytest.mark.parametrize("name", MEDIA)
@pytest.mark.parametrize("night", [False, True])
def test_the_subject_stands_out_in_every_medium(name, night):
    """The wall, its border and the sky differ, also in a night picture: a first trial lost the subject there."""

    def contrast(view: np.ndarray) -> float:
        zones = [view[125:145, start:stop].reshape(-1, 3).mean(0) for start, stop in ((90, 165), (77, 83), (8, 60))]
        return float(max(np.abs(first - second).max() for first, second in combinations(zones, 2)))

    drawn = contrast(picture(night=night)[0])
    assert contrast(render(name, night=night)) > 0.55 * drawn


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
@pytest.mark.parametrize("name", NAMES)
def test_blank_pictures_without_a_subject_are_drawn(name, level):
    """Charcoal once took a power of a tone a rounding error above white, and gave NaN."""
    image, subject = np.full((256, 256, 3), level, np.float32), np.zeros((256, 256), np.float32)
    image[:, 128:] = 1.0
    assert np.isfinite(apply(image, frozenset({name}), rng=np.random.default_rng(3), subject=subject)).all()


def test_one_more_attribute_does_not_reshuffle_the_others():
    """Each effect has its own generator: the vignette darkens the very same watercolour."""
    plain, dark = render("watercolor"), render("watercolor", "vignette")
    assert difference(plain[96:160, 96:160], dark[96:160, 96:160]) < 0.02


def test_shapes_that_do_not_fit_are_refused():
    image, subject = picture()
    with pytest.raises(ValueError, match="subject"):
        apply(image, frozenset(), rng=np.random.default_rng(0), subject=subject[:100])
