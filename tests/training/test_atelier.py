"""The procedural artist: the same scene is the same picture, and what it says of a picture is true of it."""

from __future__ import annotations

import random
from collections.abc import Iterator

import numpy as np
import pytest

from training.atelier import (
    ATTRIBUTES,
    CATEGORIES,
    SLOTS,
    SUBJECTS,
    WORLDS,
    Scene,
    captions,
    compatible,
    consistent,
    draw,
    sample_scene,
)
from training.atelier.palettes import PALETTES
from training.atelier.scenery import SETTINGS


def _scenes(count: int, *, world: str = "full", seed: int = 3) -> Iterator[Scene]:
    rng = random.Random(seed)
    for _ in range(count):
        yield sample_scene(rng, WORLDS[world])


def _luma(picture: np.ndarray) -> float:
    return float(picture.astype(np.float32).mean())


def test_the_first_set_is_as_large_as_promised() -> None:
    assert len(SUBJECTS) >= 16
    assert len(ATTRIBUTES) >= 60
    assert len(CATEGORIES) == 20
    assert {spec.category for spec in ATTRIBUTES.values()} == set(CATEGORIES)
    mini = WORLDS["mini"]
    assert len(mini.subjects) >= 8
    assert len(mini.attributes) >= 24


def test_every_subject_and_setting_can_be_drawn() -> None:
    for subject in SUBJECTS.values():
        for setting in subject.settings:
            assert setting in SETTINGS
            picture = draw(Scene(subject.name, setting, frozenset(), 4), 64)
            assert picture.shape == (64, 64, 3)
            assert picture.dtype == np.uint8
            assert picture.std() > 8, f"{subject.name} {setting} is an empty picture"


def test_equal_scenes_give_equal_pictures_and_other_seeds_other_ones() -> None:
    for scene in _scenes(6):
        assert np.array_equal(draw(scene, 96), draw(scene, 96))
        other = Scene(scene.subject, scene.setting, scene.attributes, scene.seed + 1)
        assert not np.array_equal(draw(scene, 96), draw(other, 96))


def test_the_order_in_which_attributes_are_named_does_not_matter() -> None:
    names = ["watercolor", "night", "cool colors", "bold outlines"]
    first = Scene("house", "on a hill", frozenset(names), 9)
    second = Scene("house", "on a hill", frozenset(reversed(names)), 9)
    assert np.array_equal(draw(first, 96), draw(second, 96))


@pytest.mark.parametrize("attributes", [(), ("night", "watercolor"), ("pixel art",), ("bold outlines", "warm colors")])
def test_another_resolution_is_the_same_picture(attributes: tuple[str, ...]) -> None:
    scene = Scene("castle", "on a hill", frozenset(attributes), 5)
    small = draw(scene, 256).astype(np.float32)
    large = draw(scene, 512).astype(np.float32).reshape(256, 2, 256, 2, 3).mean((1, 3))
    blocks = [p.reshape(16, 16, 16, 16, 3).mean((1, 3)) for p in (small, large)]
    assert np.abs(blocks[0] - blocks[1]).mean() < 6


def test_every_attribute_changes_the_picture() -> None:
    for name in ATTRIBUTES:
        with_it, without = (draw(Scene("lighthouse", "on a hill", a, 8), 128) for a in (frozenset({name}), frozenset()))
        difference = np.abs(with_it.astype(np.int16) - without.astype(np.int16)).mean()
        assert difference > 0.6, f"{name} cannot be seen"


def test_pictures_have_the_attributes_that_they_are_said_to_have() -> None:
    def look(*names: str) -> np.ndarray:
        drawn = [draw(Scene("house", "on a hill", frozenset(names), seed), 96) for seed in range(4)]
        return np.stack(drawn).astype(np.float32)

    def warmth(pictures: np.ndarray) -> float:
        return float((pictures[..., 0] - pictures[..., 2]).mean())

    def chroma(pictures: np.ndarray) -> float:
        return float((pictures.max(-1) - pictures.min(-1)).mean())

    assert warmth(look("warm colors")) > warmth(look()) + 20 > warmth(look("cool colors")) + 20
    assert chroma(look("monochrome")) < 1
    assert chroma(look("vivid colors")) > chroma(look()) > chroma(look("muted colors"))
    assert _luma(look("night")) < _luma(look()) - 40
    assert look("high contrast").mean(-1).std() > look("low contrast").mean(-1).std() * 1.5


def test_sampled_attributes_can_be_seen_together() -> None:
    for scene in _scenes(300):
        assert consistent(scene.attributes)
        slots = [ATTRIBUTES[n].slot for n in scene.attributes]
        assert len(slots) == len(set(slots))


def test_conflicts_are_mutual_and_name_real_attributes() -> None:
    for name, spec in ATTRIBUTES.items():
        assert spec.conflicts <= set(ATTRIBUTES)
        assert not compatible(name, name)
        for other in spec.conflicts:
            assert not compatible(other, name)


def test_every_attribute_of_a_world_is_sampled() -> None:
    for name, world in WORLDS.items():
        seen = frozenset().union(*(scene.attributes for scene in _scenes(4000, world=name)))
        assert seen == set(world.attributes)


def test_phrases_belong_to_one_attribute_each() -> None:
    phrases = [phrase for spec in ATTRIBUTES.values() for phrase in spec.phrases]
    assert len(phrases) == len(set(phrases))
    assert all(spec.phrases[0] == name and len(spec.phrases) >= 3 for name, spec in ATTRIBUTES.items())


def test_captions_mention_only_what_is_in_the_picture() -> None:
    for scene in _scenes(200, world="mini"):
        for text, mentioned in captions(scene, random.Random(scene.seed), 4, mentions=True):
            assert mentioned <= scene.attributes | {scene.subject, scene.setting}
            for name in mentioned & set(ATTRIBUTES):
                assert any(phrase in text for phrase in ATTRIBUTES[name].phrases)
            for name in set(ATTRIBUTES) - scene.attributes:
                assert not any(text == p or f", {p}," in f", {text}," for p in ATTRIBUTES[name].phrases)


def test_a_caption_without_attributes_belongs_to_a_plain_picture() -> None:
    for scene in _scenes(300, world="mini"):
        for _, mentioned in captions(scene, random.Random(1), 4, mentions=True):
            assert bool(mentioned & set(ATTRIBUTES)) == bool(scene.attributes)


def test_some_captions_are_lists_of_attributes_alone() -> None:
    drawn = [m for s in _scenes(300, world="mini") for _, m in captions(s, random.Random(s.seed), 4, mentions=True)]
    alone = sum(not mentioned & set(SUBJECTS) for mentioned in drawn)
    assert 0.05 < alone / len(drawn) < 0.3


def test_some_captions_are_lists_of_tastes_of_which_the_picture_shows_some() -> None:
    names = WORLDS["midi"].attributes
    lists = 0
    for scene in _scenes(300, world="midi"):
        for text, mentioned in captions(scene, random.Random(scene.seed), 8, mentions=True, tastes=names):
            said = text.split(", ")
            if set(said) <= set(names) and not set(said) <= scene.attributes:
                lists += 1
                assert said == sorted(said) and 2 <= len(said) <= 9
                assert mentioned == scene.attributes < set(said)
    assert 0.05 < lists / 2400 < 0.2
    plain = next(scene for scene in _scenes(300, world="midi") if not scene.attributes)
    assert not any(", " in text for text in captions(plain, random.Random(0), 32, tastes=names))


def test_every_palette_attribute_has_colours_and_every_colour_an_attribute() -> None:
    assert set(PALETTES) - {""} == set(SLOTS["palette"])
