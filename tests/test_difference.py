"""How different two pictures look: a distance, in steps that the eye would take."""

from __future__ import annotations

import random

import pytest
from PIL import Image, ImageFilter

from viper_core.difference import perceptual_difference

SIZE = (64, 48)


def noise(seed: int, strength: int = 255) -> Image.Image:
    rng = random.Random(seed)
    values = bytes(128 + rng.randint(-strength, strength) // 2 for _ in range(SIZE[0] * SIZE[1] * 3))
    return Image.frombytes("RGB", SIZE, values)


def plain(colour: str) -> Image.Image:
    return Image.new("RGB", SIZE, colour)


def test_equal_pictures_do_not_differ_at_all() -> None:
    assert perceptual_difference(noise(1), noise(1)) == 0.0


def test_black_and_white_are_one_apart() -> None:
    assert perceptual_difference(plain("black"), plain("white")) == pytest.approx(1.0, abs=1e-4)


def test_it_is_a_distance() -> None:
    pictures = [noise(1), noise(2, 60), plain("teal"), plain("gold"), noise(1).filter(ImageFilter.GaussianBlur(3))]
    for one in pictures:
        for other in pictures:
            apart = perceptual_difference(one, other)
            assert apart == perceptual_difference(other, one)
            assert (apart == 0.0) == (one is other)
            for third in pictures:
                assert apart <= perceptual_difference(one, third) + perceptual_difference(third, other) + 1e-12


def test_what_is_seen_from_afar_counts_more_than_grain() -> None:
    grey, grainy, tinted = plain("#808080"), noise(3, 40), plain("#8f8080")
    assert perceptual_difference(grey, tinted) > perceptual_difference(grey, grainy)
    # Pixel by pixel it would be the other way round.
    assert sum(abs(a - b) for a, b in zip(grey.tobytes(), grainy.tobytes(), strict=True)) > sum(
        abs(a - b) for a, b in zip(grey.tobytes(), tinted.tobytes(), strict=True)
    )


def test_a_step_in_the_dark_is_seen_better_than_the_same_step_in_the_light() -> None:
    dark = perceptual_difference(plain("#000000"), plain("#202020"))
    light = perceptual_difference(plain("#dfdfdf"), plain("#ffffff"))
    assert dark > light


def test_published_values_of_the_colour_space() -> None:
    """Red against black in OKLab is (0.62796, 0.22486, 0.12585): its length is the distance."""
    assert perceptual_difference(plain("#ff0000"), plain("#000000")) == pytest.approx(0.6788, abs=1e-3)


def test_pictures_of_different_size_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="pixel by pixel"):
        perceptual_difference(plain("red"), Image.new("RGB", (32, 32)))


@pytest.mark.parametrize("size", [(1, 1), (17, 33)])
def test_any_size_will_do(size: tuple[int, int]) -> None:
    assert perceptual_difference(Image.new("RGB", size, "black"), Image.new("RGB", size, "white")) == pytest.approx(1.0)
