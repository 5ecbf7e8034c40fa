"""What the fields hold: kept by a browser in any shape, taken from a picture of any model, refused where it is none."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from viper_core.errors import InputError
from viper_core.png import PictureSettings, ReferenceSettings
from viper_core.sampling import SamplingOptions
from viper_core.studio import PROMPT_LENGTH, Studio
from viper_ui.languages import in_words, say
from viper_ui.settings import (
    MOST_STEPS,
    NAMES,
    SEED_LIMIT,
    Settings,
    default_settings,
    kept_settings,
    sampling_options,
    settings_from_fields,
    settings_to_use,
)

OPTIONS = SamplingOptions(
    num_inference_steps=11, guidance_scale=4.5, height=64, width=64, beta=0.4, seed=41, negative_prompt="fog"
)
CHOSEN = {
    "prompt": "a house",
    "beta": 0.4,
    "seed": 41,
    "negative_prompt": "fog",
    "num_inference_steps": 11,
    "guidance_scale": 4.5,
    "formula": "paper",
    "reference": "",
}


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    return Studio(data_dir=tmp_path / "store")


def kept(studio: Studio, **changes: Any) -> dict[str, Any]:
    """What a browser keeps, as it comes back from JSON."""
    settings = default_settings(studio).model_dump() | CHOSEN | {"count": 3, "keep_seed": False} | changes
    return dict(json.loads(json.dumps({**settings, "model": studio.model})))


def test_what_a_browser_kept_comes_back_whole(studio: Studio) -> None:
    values = kept(studio)
    assert kept_settings(studio, values).model_dump() == {name: values[name] for name in NAMES}


def test_the_first_versions_shape_is_still_read(studio: Studio) -> None:
    settings = kept_settings(studio, ["a house", 0.5, 3])
    assert (settings.prompt, settings.beta, settings.seed) == ("a house", 0.5, 3)
    assert settings == default_settings(studio).model_copy(update={"prompt": "a house", "beta": 0.5, "seed": 3})


@pytest.mark.parametrize(
    "nothing", [None, "text", 7, [], {}, {"path": "/etc/passwd", "meta": {}}, [[]], {"prompt": None}]
)
def test_what_is_no_settings_is_as_good_as_none(studio: Studio, nothing: object) -> None:
    assert kept_settings(studio, nothing) == default_settings(studio)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("prompt", "a" * (PROMPT_LENGTH + 1)),
        ("beta", 1.5),
        ("beta", float("nan")),
        ("seed", -1),
        ("seed", SEED_LIMIT + 1),
        ("count", 5),
        ("num_inference_steps", MOST_STEPS + 1),
        ("guidance_scale", 0.5),
        ("formula", "another"),
        ("keep_seed", {}),
    ],
)
def test_one_value_that_cannot_be_does_not_take_the_others_along(studio: Studio, name: str, value: Any) -> None:
    settings = kept_settings(studio, kept(studio) | {name: value})
    assert getattr(settings, name) == getattr(default_settings(studio), name)
    others = [other for other in NAMES if other != name]
    assert [getattr(settings, other) for other in others] == [kept(studio)[other] for other in others]


def test_what_suits_another_model_is_not_taken_over(studio: Studio) -> None:
    settings, defaults = kept_settings(studio, kept(studio) | {"model": "sdxl"}), default_settings(studio)
    assert settings.num_inference_steps == defaults.num_inference_steps != 11
    assert settings.guidance_scale == defaults.guidance_scale != 4.5
    assert (settings.prompt, settings.negative_prompt) == ("a house", "fog")


def test_the_fields_become_the_models_options(studio: Studio) -> None:
    settings = settings_from_fields([kept(studio)[name] for name in NAMES])
    options = sampling_options(studio, settings)
    of_options = {name: value for name, value in CHOSEN.items() if name not in ("prompt", "reference")}
    assert {name: getattr(options, name) for name in of_options} == of_options
    assert (options.height, options.width) == (studio.default_options().height, studio.default_options().width)


def test_an_empty_field_is_named(studio: Studio) -> None:
    values = [kept(studio)[name] for name in NAMES]
    values[NAMES.index("seed")] = None
    with pytest.raises(InputError, match="The seed cannot be used: it must be from 0 to "):
        settings_from_fields(values)


def test_a_pictures_settings_are_those_of_the_fields(studio: Studio) -> None:
    use, notes = settings_to_use(studio, PictureSettings("a house", OPTIONS, None, studio.model))
    assert (use, notes) == (CHOSEN, [])
    assert set(use) <= set(Settings.model_fields)


def test_of_another_models_picture_the_scene_is_used_and_the_rest_is_said(studio: Studio) -> None:
    use, notes = settings_to_use(studio, PictureSettings("a house", OPTIONS, None, "sdxl"))
    assert use == {
        name: value for name, value in CHOSEN.items() if name not in ("num_inference_steps", "guidance_scale")
    }
    assert notes == [say("settings.model", theirs="sdxl", ours=studio.model)]


def test_what_lies_beyond_the_fields_stays_behind_and_is_said(studio: Studio) -> None:
    far = dataclasses.replace(OPTIONS, beta=1.5, seed=2**60)
    use, notes = settings_to_use(studio, PictureSettings("a house", far, None, studio.model))
    assert use == {name: value for name, value in CHOSEN.items() if name not in ("beta", "seed")}
    assert [in_words(note) for note in notes] == ["Its β cannot be set here.", "Its seed cannot be set here."]


def test_what_a_picture_was_started_from_is_taken_over(studio: Studio) -> None:
    started = PictureSettings("a house", OPTIONS, None, studio.model, ReferenceSettings("a" * 64, 0.05))
    use, notes = settings_to_use(studio, started)
    assert (use["reference"], use["strength"], notes) == ("a" * 64, 0.05, [])
    assert kept_settings(studio, kept(studio, reference="../etc")).reference == ""
