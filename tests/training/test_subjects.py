"""Subjects, looks, pairs, seasons and worlds: what the artist's world holds, and that ``mini`` stays what it was."""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from training.atelier import (
    ATTRIBUTES,
    SEASONS,
    SETTINGS,
    SUBJECTS,
    WORLDS,
    Scene,
    World,
    captions,
    paint,
    plain_words,
    sample_scene,
    scene_of,
)
from training.atelier.pairs import ALONE, arrange, companions_of
from training.atelier.scenery import OPEN_AIR, SEASONAL, Stage

PLAIN = frozenset[str]()
FIRST_LOOKS = {
    "house": "891ab5cefdb1fc85", "castle": "801d14a04818d657", "lighthouse": "3f4fb511e76388f8",
    "windmill": "495de35953260809", "city": "ce8fa36eb36d4215", "tree": "921740aac4a90925",
    "mushroom": "fad6f7f7256e138a", "flowers": "0247f82b6694e963", "cat": "60b2910b0ff53ed0",
    "owl": "906543d3f74b299a", "fish": "b6d832031f069093", "boat": "812705d0828afb72",
    "car": "ebad8926dad2a6ce", "rocket": "d3d850593f919386", "balloon": "6b7e5fd47e0294b3",
    "mountains": "0a43f6a085f9e04c",
}  # fmt: skip
"""Of the vector drawings of the first sixteen subjects, as they were when each had one look."""

FIRST_SETTINGS = {
    "house": 4, "castle": 4, "lighthouse": 2, "windmill": 3, "city": 2, "tree": 4, "mushroom": 3, "flowers": 2,
    "cat": 5, "owl": 3, "fish": 1, "boat": 2, "car": 3, "rocket": 2, "balloon": 2, "mountains": 3,
}  # fmt: skip
MINI_SCENES, MINI_CAPTIONS = "11c714ef6c189d6e", "6556a4a2b746764a"


def _scenes(count: int, world: World, *, seed: int = 3) -> Iterator[Scene]:
    rng = random.Random(seed)
    for _ in range(count):
        yield sample_scene(rng, world)


def _company() -> World:
    return replace(WORLDS["full"], companion=0.7, season=0.7)


def _bytes(values: np.ndarray) -> bytes:
    return (values * 255.0 + 0.5).astype(np.uint8).tobytes()


@pytest.mark.parametrize("name", FIRST_LOOKS)
def test_the_first_look_of_the_first_subjects_is_drawn_as_ever(name: str) -> None:
    digest = hashlib.sha256()
    for setting in SUBJECTS[name].settings[: FIRST_SETTINGS[name]]:
        for seed, jitter in ((1, 1.0), (2, 1.0), (3, 0.45), (4, 0.45)):
            image, mask = paint(Scene(name, setting, PLAIN, seed, jitter), 128)
            digest.update(_bytes(image))
            digest.update(_bytes(mask))
    assert digest.hexdigest()[:16] == FIRST_LOOKS[name]


def test_world_mini_gives_the_scenes_and_captions_it_always_gave() -> None:
    scenes, words = hashlib.sha256(), hashlib.sha256()
    for scene in _scenes(600, WORLDS["mini"], seed=11):
        assert (scene.variant, scene.companion, scene.season) == (0, None, None)
        told = (scene.subject, scene.setting, sorted(scene.attributes), scene.seed, scene.jitter)
        scenes.update(repr(told).encode())
        if not scene.attributes:
            words.update("\n".join(captions(scene, random.Random(scene.seed), 8)).encode())
    assert scenes.hexdigest()[:16] == MINI_SCENES
    assert words.hexdigest()[:16] == MINI_CAPTIONS


def test_the_world_is_as_rich_as_promised() -> None:
    assert len(SUBJECTS) >= 34
    assert len(SETTINGS) >= 24
    assert set(SEASONS) == {"spring", "summer", "autumn", "winter"}
    groups = Counter(s.group for s in SUBJECTS.values())
    assert set(groups) == {"building", "landscape", "animal", "vehicle", "plant", "person", "still life", "fantasy"}
    assert min(groups.values()) >= 3
    for subject in SUBJECTS.values():
        assert len(subject.looks) >= 2, subject.name
        assert len(subject.settings) >= 3, subject.name
        assert len(set(subject.settings)) == len(subject.settings)
    assert set(SETTINGS) == {place for s in SUBJECTS.values() for place in s.settings}
    assert set(SETTINGS) >= OPEN_AIR > SEASONAL


def test_every_setting_has_a_look_that_fits_and_every_look_a_setting() -> None:
    for subject in SUBJECTS.values():
        seen = set()
        for setting in subject.settings:
            fitting = subject.variants_in(setting)
            assert fitting, f"{subject.name} {setting}"
            seen |= set(fitting)
        assert seen == set(range(len(subject.looks))), subject.name
        assert all(set(look.only) <= set(subject.settings) for look in subject.looks)


@pytest.mark.parametrize("name", SUBJECTS)
def test_every_look_is_another_drawing_that_fills_its_place(name: str) -> None:
    subject = SUBJECTS[name]
    masks = []
    for variant, look in enumerate(subject.looks):
        setting = next(s for s in subject.settings if variant in subject.variants_in(s))
        mask = paint(Scene(name, setting, PLAIN, 4, 0.45, variant), 64)[1]
        assert 0.03 < mask.mean() < 0.7, f"{look.phrases or name} covers {mask.mean():.2f}"
        masks.append(mask)
    for i, first in enumerate(masks):
        for second in masks[i + 1 :]:
            assert np.abs(first - second).mean() > 0.01


@pytest.mark.parametrize("setting", SETTINGS)
@pytest.mark.parametrize("attribute", ["night", "minimalist composition", "busy composition", "high angle"])
def test_every_setting_can_be_painted_in_every_mood(setting: str, attribute: str) -> None:
    subject = next(s for s in SUBJECTS.values() if setting in s.settings)
    plain, changed = (paint(Scene(subject.name, setting, a, 6), 64)[0] for a in (PLAIN, frozenset({attribute})))
    assert changed.std() > 0.02
    assert np.abs(changed - plain).mean() > 0.004


def test_every_look_can_be_named_in_three_ways_and_no_name_is_shared() -> None:
    owner: dict[str, str] = {}
    for subject in SUBJECTS.values():
        for variant in range(len(subject.looks)):
            phrases = subject.phrases_of(variant)
            assert len(set(phrases)) == len(phrases)
            for phrase in phrases:
                assert owner.setdefault(phrase, subject.name) == subject.name, phrase
        assert len(subject.phrases) >= 3, subject.name
    words = {phrase for spec in ATTRIBUTES.values() for phrase in spec.phrases}
    seasons = {phrase for season in SEASONS.values() for phrase in season.phrases}
    assert all(len(season.phrases) >= 3 for season in SEASONS.values())
    assert not words & set(owner) and not words & seasons and not words & set(SETTINGS)
    assert not set(SUBJECTS) & set(SETTINGS) and not set(SEASONS) & (set(SUBJECTS) | set(ATTRIBUTES))


def test_a_scene_is_what_its_record_says() -> None:
    for scene in _scenes(200, _company()):
        assert scene_of(scene.record()) == scene
    plain = Scene("cat", "in a garden", frozenset({"night"}), 7)
    assert plain.record() == {"subject": "cat", "setting": "in a garden", "attributes": ["night"], "seed": 7}
    assert scene_of(plain.record(), jitter=0.45) == replace(plain, jitter=0.45)


def test_companions_belong_where_they_are() -> None:
    seen = 0
    for scene in _scenes(600, _company()):
        if scene.companion is None:
            continue
        seen += 1
        other = SUBJECTS[scene.companion]
        assert scene.companion != scene.subject
        assert scene.companion in companions_of(scene.subject, scene.setting)
        assert scene.setting in other.settings or (other.aloft is not None and scene.setting in OPEN_AIR)
        assert not (SUBJECTS[scene.subject].panorama or other.panorama)
        assert not scene.attributes & ALONE
    assert seen > 150


def test_a_companion_is_seen_beside_its_subject_and_both_are_in_the_picture() -> None:
    world = replace(_company(), plain=1.0, season=0.0)
    for scene in [s for s in _scenes(80, world) if s.companion][:24]:
        alone, both = (paint(s, 96)[1] for s in (replace(scene, companion=None), scene))
        assert np.abs(both - alone).mean() > 0.01, scene
        edge = max(both[:, :2].mean(), both[:, -2:].mean())
        assert edge < 0.5, f"{scene} is cut off"
        assert both.mean() > 0.03


def test_the_taller_of_a_pair_is_larger_and_a_mirrored_pair_keeps_its_middle() -> None:
    stage = Stage(128.0, 190.0, 112.0, 160.0)
    cat, house = arrange(stage, "cat", "house", rng=random.Random(1), mirrored=False)
    assert cat.height < house.height
    assert house.y < cat.y, "what is taller stands behind"
    assert abs(cat.x - house.x) > 0.5 * cat.height
    middle, left = arrange(stage, "house", "tree", rng=random.Random(1), mirrored=True)
    assert middle.x == 128.0 and left.x < 128.0
    ground, air = arrange(stage, "cat", "balloon", rng=random.Random(1), mirrored=False)
    assert air.y < ground.y - 50
    outside = arrange(replace(stage, x=186.0), "cat", "house", rng=random.Random(1), mirrored=False)
    assert outside[0].x == 186.0 and outside[1].x < 186.0


def test_every_pair_fits_into_the_picture() -> None:
    for name, subject in SUBJECTS.items():
        for setting in subject.settings:
            for other in companions_of(name, setting):
                stage = Stage(128.0 + 24 * 0.45, 190.0, 112.0, 160.0)
                for mirrored in (False, True):
                    places = arrange(stage, name, other, rng=random.Random(setting), mirrored=mirrored)
                    for place, shown in zip(places, (subject, SUBJECTS[other]), strict=True):
                        half = place.height * shown.breadth / 2
                        assert place.x - half > -12 and place.x + half < 268, (name, other, mirrored)


def test_seasons_come_where_they_can_be_seen_and_never_against_the_weather() -> None:
    world = replace(_company(), companion=0.0)
    seen = Counter(scene.season for scene in _scenes(900, world) if scene.season)
    assert set(seen) == set(SEASONS)
    for scene in _scenes(900, world):
        if scene.season:
            assert scene.setting in SEASONAL
            assert not scene.attributes & SEASONS[scene.season].excluded_by


@pytest.mark.parametrize("attributes", [(), ("monochrome",), ("neon colors",), ("minimalist composition",)])
def test_the_four_seasons_are_four_pictures(attributes: tuple[str, ...]) -> None:
    for setting in ("in a field", "in a park", "in a town"):
        scene = Scene("dog", setting, frozenset(attributes), 5)
        pictures = [paint(replace(scene, season=season), 96)[0] for season in (None, *SEASONS)]
        for i, first in enumerate(pictures):
            for second in pictures[i + 1 :]:
                assert np.abs(first - second).mean() > 0.002


def test_winter_is_white_and_nothing_blooms_in_it() -> None:
    scene = Scene("house", "in a garden", PLAIN, 5)
    summer, winter = (paint(replace(scene, season=s), 128)[0][90:] for s in ("summer", "winter"))
    assert (winter[-18:].max(-1) - winter[-18:].min(-1)).max() < 0.25
    assert winter.mean() > summer.mean() + 0.15
    assert (winter.max(-1) - winter.min(-1)).mean() < 0.6 * (summer.max(-1) - summer.min(-1)).mean()


def test_captions_say_the_companion_and_the_season_when_they_name_the_subject() -> None:
    for scene in _scenes(300, _company()):
        for text, mentioned in captions(scene, random.Random(scene.seed), 4, mentions=True):
            assert mentioned <= scene.names
            if scene.companion and scene.subject in mentioned:
                assert scene.companion in mentioned
                assert any(name in text for name in SUBJECTS[scene.companion].names)
            for season, spec in SEASONS.items():
                assert any(phrase in text for phrase in spec.phrases) == (season in mentioned)
            if scene.subject in mentioned:
                assert any(phrase in text for phrase in SUBJECTS[scene.subject].phrases_of(scene.variant))
            if scene.season and not scene.attributes:
                assert scene.season in mentioned


def test_captions_of_one_scene_differ() -> None:
    for scene in (s for s in _scenes(60, _company()) if len(s.attributes) > 1):
        assert len(set(captions(scene, random.Random(1), 12))) >= 6


def test_an_unadorned_prompt_names_all_there_is() -> None:
    scene = Scene("cat", "in a garden", frozenset({"night"}), 1, companion="balloon", season="winter")
    assert plain_words(scene) == "a cat and a hot air balloon in a garden in winter"
    assert plain_words(replace(scene, companion=None, season=None)) == "a cat in a garden"


def test_world_wide_lies_between_mini_and_full() -> None:
    mini, wide, full = (WORLDS[name] for name in ("mini", "wide", "full"))
    assert set(mini.subjects) < set(wide.subjects) < set(full.subjects) == set(SUBJECTS)
    assert set(mini.attributes) < set(wide.attributes) < set(full.attributes) == set(ATTRIBUTES)
    assert len(wide.subjects) == 20
    scenes = list(_scenes(2000, wide))
    assert {s.variant for s in scenes} <= {0, 1, 2}
    assert all(len({s.variant for s in scenes if (s.subject, s.setting) == place}) <= 2
               for place in {(s.subject, s.setting) for s in scenes})  # fmt: skip
    assert all(len(wide.settings_of(name)) <= 3 for name in wide.subjects)
    assert 0.01 < sum(s.companion is not None for s in scenes) / len(scenes) < 0.15


def test_world_midi_lies_between_mini_and_wide_and_varies_least() -> None:
    mini, midi, wide = (WORLDS[name] for name in ("mini", "midi", "wide"))
    assert set(mini.subjects) < set(midi.subjects) < set(wide.subjects)
    assert set(mini.attributes) < set(midi.attributes) < set(wide.attributes)
    assert len(midi.subjects) >= 16 and len(midi.attributes) >= 60
    scenes = list(_scenes(400, midi))
    assert {(s.variant, s.companion, s.season) for s in scenes} == {(0, None, None)}
    assert all(s.jitter < mini.jitter for s in scenes)


def test_no_picture_has_more_attributes_than_its_world_allows() -> None:
    for name in ("midi", "wide", "full"):
        counts = [len(scene.attributes) for scene in _scenes(600, WORLDS[name])]
        world = WORLDS[name]
        assert max(counts) == (world.crowd if world.crowded else world.most)
        assert sum(count > world.most for count in counts) <= world.crowded * len(counts)
        assert 0 in counts


def test_a_path_that_cannot_be_simplified_is_drawn_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: object) -> object:
        raise RuntimeError("Failed to simplify")

    scene = Scene("dog", "in a park", PLAIN, 3)
    before = paint(scene, 64)[0]
    monkeypatch.setattr("training.atelier.canvas.skia.Simplify", refuse)
    assert np.abs(paint(scene, 64)[0] - before).mean() < 0.02
