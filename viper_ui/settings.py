"""What the fields hold, as one strict value: from the fields, from what a browser kept, and from a picture.

What a browser kept may be anything, and of an earlier version: each setting that is none is as good as not kept. How a
setting is entered is :mod:`viper_ui.fields`' business.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from viper_core.reference import DEFAULT_STRENGTH
from viper_core.sampling import Formula
from viper_core.studio import DRAWINGS_AT_ONCE, PROMPT_LENGTH
from viper_ui.languages import Said, say
from viper_ui.messages import Refusal

if TYPE_CHECKING:
    from viper_core.png import PictureSettings
    from viper_core.sampling import SamplingOptions
    from viper_core.studio import Studio

__all__ = [
    "DEFAULT_BETA",
    "DEFAULT_SEED",
    "LEAST_STRENGTH",
    "MOST_GUIDANCE",
    "MOST_STEPS",
    "NAMES",
    "SEED_LIMIT",
    "Settings",
    "default_settings",
    "kept_settings",
    "sampling_options",
    "settings_from_fields",
    "settings_to_use",
]

DEFAULT_BETA: Final = 0.85  # the degree of the released code
DEFAULT_SEED: Final = 7
SEED_LIMIT: Final = 2**53 - DRAWINGS_AT_ONCE  # a browser's numbers are exact up to 2**53 − 1, the last of several's too
MOST_STEPS: Final = 60
LEAST_STRENGTH: Final = 0.1  # that the slider offers; what a picture was drawn with may be less
MOST_GUIDANCE: Final = 15.0
_FIRST_SHAPE: Final = ("prompt", "beta", "seed")  # a list, as the first version kept it


class Settings(BaseModel):
    """The values of all fields; the names of :data:`NAMES`, in their order."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    prompt: str = Field("", max_length=PROMPT_LENGTH)
    beta: float = Field(DEFAULT_BETA, ge=0, le=1)
    seed: int = Field(DEFAULT_SEED, ge=0, le=SEED_LIMIT)
    keep_seed: bool = True
    count: int = Field(1, ge=1, le=DRAWINGS_AT_ONCE)
    negative_prompt: str = Field("", max_length=PROMPT_LENGTH)
    num_inference_steps: int = Field(ge=1, le=MOST_STEPS)
    guidance_scale: float = Field(ge=1, le=MOST_GUIDANCE)
    formula: Formula = "paper"
    with_settings: bool = True
    reference: str = Field("", pattern=r"^([0-9a-f]{64})?$")
    strength: float = Field(DEFAULT_STRENGTH, gt=0, le=1)


NAMES: Final = tuple(Settings.model_fields)
_OF_OPTIONS: Final = ("beta", "seed", "negative_prompt", "num_inference_steps", "guidance_scale", "formula")
_OF_MODEL: Final = ("num_inference_steps", "guidance_scale")  # what suits one model and not another


def default_settings(studio: Studio) -> Settings:
    """What a newcomer starts with."""
    options = studio.default_options()
    return Settings(
        num_inference_steps=min(options.num_inference_steps, MOST_STEPS),
        guidance_scale=min(options.guidance_scale, MOST_GUIDANCE),
    )


def kept_settings(studio: Studio, kept: object) -> Settings:
    """What a browser kept, with the defaults for what it did not keep, or not as a setting, or for another model."""
    if isinstance(kept, list | tuple):
        kept = dict(zip(_FIRST_SHAPE, kept, strict=False))
    values = {str(name): value for name, value in kept.items()} if isinstance(kept, dict) else {}
    if values.get("model") != studio.model:
        values = {name: value for name, value in values.items() if name not in _OF_MODEL}
    return _with_valid(default_settings(studio), values)[0]


def settings_from_fields(values: Sequence[Any]) -> Settings:
    """The values of the fields in the order of :data:`NAMES`.

    Raises:
        Refusal: a field is empty or holds what it cannot hold; names it.
    """
    try:
        return Settings.model_validate(dict(zip(NAMES, values, strict=True)))
    except ValidationError as error:
        raise _refusal(str(error.errors()[0]["loc"][0])) from error


def sampling_options(studio: Studio, settings: Settings) -> SamplingOptions:
    """The model's own options with those of the fields in their place."""
    return studio.default_options(**settings.model_dump(include=set(_OF_OPTIONS)))


def settings_to_use(studio: Studio, picture: PictureSettings) -> tuple[dict[str, Any], list[Said]]:
    """What of a picture's settings the fields can take, and a sentence for each that stays behind."""
    values = {"prompt": picture.prompt} | {name: getattr(picture.options, name) for name in _OF_OPTIONS}
    start = picture.reference
    values |= {"reference": ""} if start is None else {"reference": start.sha256, "strength": start.strength}
    notes = list[Said]()
    if picture.model != studio.model:
        notes.append(say("settings.model", theirs=picture.model, ours=studio.model))
        values = {name: value for name, value in values.items() if name not in _OF_MODEL}
    settings, refused = _with_valid(default_settings(studio), values)
    notes += [say("settings.foreign", field=_called(name)) for name in refused]
    return settings.model_dump(include=values.keys() - set(refused)), notes


def _refusal(name: str) -> Refusal:
    """What is wrong with a field: it has a range, or is of a kind that nobody enters by hand."""
    bounds = {
        bound: getattr(one, bound)
        for one in Settings.model_fields[name].metadata
        for bound in ("ge", "le")
        if hasattr(one, bound)
    }
    if len(bounds) == 2:
        return Refusal("settings.range", field=_called(name), low=bounds["ge"], high=bounds["le"])
    return Refusal("settings.refused", field=_called(name))


def _called(name: object) -> Said:
    """A field's name in a message."""
    return say(f"called.{name}")


def _with_valid(settings: Settings, values: dict[str, Any]) -> tuple[Settings, list[str]]:
    """``settings`` with those of ``values`` that are settings, and the names of those that are not valid."""
    own = settings.model_dump()
    given = {name: values[name] for name in NAMES if name in values}
    try:
        return Settings.model_validate(own | given), []
    except ValidationError as error:
        refused = sorted({str(one["loc"][0]) for one in error.errors()})
    return Settings.model_validate(own | {name: given[name] for name in given if name not in refused}), refused
