"""Every attribute can be seen by itself, and told from the others that could stand in its place."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from training.atelier import ATTRIBUTES, CATEGORIES, SLOTS, Scene, compatible, draw, paint
from training.atelier.attributes import AttributeSpec

SCENES = (
    ("house", "on a hill", 11),
    ("boat", "on the sea", 13),
    ("fish", "under water", 15),
    ("castle", "in the mountains", 16),
    ("cat", "on a windowsill", 18),
)
ANYWHERE, ON_AVERAGE = 1.0, 2.0
"""Least mean difference of pixel values (of 255) that an attribute makes: in every scene, and over all of them."""
APART = 0.011
"""Least distance between what two attributes of one slot look like, see ``look``."""


@cache
def picture(name: str, scene: tuple[str, str, int]) -> np.ndarray:
    """That scene with one attribute, or with none for the empty name; (128, 128, 3) float32."""
    subject, setting, seed = scene
    drawn = draw(Scene(subject, setting, frozenset({name} if name else ()), seed), 128)
    return drawn.astype(np.float32) / 255.0


def look(view: np.ndarray) -> np.ndarray:
    """Colours, and change across 1, 3 and 6 pixels rightwards, downwards and slantwise, on a grid; (8 * 8 * 12,)."""
    grey = view.mean(-1)
    change = [
        2.0 * np.abs(np.roll(grey, (down * reach, right * reach), (0, 1)) - grey)[..., None]
        for reach in (1, 3, 6)
        for down, right in ((0, 1), (1, 0), (1, 1))
    ]
    return np.concatenate([view, *change], axis=-1).reshape(8, 16, 8, 16, 12).mean((1, 3)).ravel()


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_attribute_is_seen_in_every_scene(name: str) -> None:
    made = [255.0 * float(np.abs(picture(name, scene) - picture("", scene)).mean()) for scene in SCENES]
    assert min(made) > ANYWHERE, f"{name}: {made}"
    assert np.mean(made) > ON_AVERAGE, f"{name}: {made}"


@pytest.mark.parametrize("slot", [slot for slot, names in SLOTS.items() if len(names) > 1])
def test_attributes_of_one_slot_can_be_told_apart(slot: str) -> None:
    looks = {name: np.stack([look(picture(name, scene)) for scene in SCENES]) for name in SLOTS[slot]}
    distance = {pair: float(np.abs(looks[pair[0]] - looks[pair[1]]).mean()) for pair in combinations(SLOTS[slot], 2)}
    alike = {pair: value for pair, value in distance.items() if value < APART}
    assert not alike


def test_the_look_tells_a_dotted_grey_from_a_plain_one() -> None:
    plain = np.full((128, 128, 3), 0.5, np.float32)
    dotted = plain + 0.2 * ((np.indices((128, 128)).sum(0) % 2) * 2.0 - 1.0)[..., None].astype(np.float32)
    assert np.abs(look(plain) - look(dotted)).mean() > APART > np.abs(look(plain) - look(plain + 0.002)).mean()


def test_there_are_at_least_120_attributes_in_all_twenty_categories() -> None:
    count = {category: sum(spec.category == category for spec in ATTRIBUTES.values()) for category in CATEGORIES}
    assert len(ATTRIBUTES) >= 120
    assert len(CATEGORIES) == 20
    assert min(count.values()) >= 2


def test_conflicts_hold_both_ways_and_name_attributes_of_other_slots() -> None:
    for name, spec in ATTRIBUTES.items():
        for other in spec.conflicts:
            assert ATTRIBUTES[other].slot != spec.slot, f"{name} and {other} share a slot and need no conflict"
            assert not compatible(name, other)
            assert not compatible(other, name)


def test_every_attribute_goes_with_most_of_the_others() -> None:
    """Conflicts are exceptions: an attribute that excludes half the table could hardly be combined."""
    for name, spec in ATTRIBUTES.items():
        others = [other for other, its in ATTRIBUTES.items() if its.slot != spec.slot]
        fitting = sum(compatible(name, other) for other in others)
        assert fitting > 0.5 * len(others), f"{name} goes with {fitting} of {len(others)}"


@pytest.mark.parametrize("spec", ATTRIBUTES.values(), ids=lambda spec: spec.name)
def test_every_attribute_is_said_in_three_ways_in_lower_case(spec: AttributeSpec) -> None:
    assert len(spec.phrases) >= 3
    assert all(phrase == phrase.lower().strip() and phrase.isascii() for phrase in spec.phrases)


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_every_resolution_shows_the_same_picture(name: str) -> None:
    scene = Scene("house", "on a hill", frozenset({name}), 11)
    small, middle, large = (
        draw(scene, size).reshape(16, size // 16, 16, size // 16, 3).mean((1, 3)) for size in (64, 256, 512)
    )
    assert np.abs(small - middle).mean() < 8
    assert np.abs(large - middle).mean() < 8


@pytest.mark.parametrize("name", ["stormy", "falling leaves", "paint splatter", "framed composition", "cyberpunk"])
def test_what_an_attribute_adds_does_not_reshuffle_the_scene(name: str) -> None:
    """Chance of its own: the castle in the storm is the castle of the fair day."""
    plain, mask = paint(Scene("castle", "in the mountains", frozenset(), 16), 128)
    _, same = paint(Scene("castle", "in the mountains", frozenset({name}), 16), 128)
    assert np.array_equal(mask, same)
    assert plain.shape == (128, 128, 3)
