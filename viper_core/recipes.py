"""What to draw, as JSON asks for it: the jobs of the command line and of the programming interface.

    {"prompt": "a lighthouse", "preferences": {…}, "beta": 0.85, "seed": 7, "steps": 20, "formula": "paper", …}

Knows the keys, their types and what stands in for those that are missing. Drawing is :mod:`viper_core.studio`'s.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from viper_core.errors import FormatError, InputError
from viper_core.generated import Recipe
from viper_core.preferences import Preferences
from viper_core.reference import DEFAULT_STRENGTH, Reference, load_reference

if TYPE_CHECKING:
    from viper_core.sampling import SamplingOptions

__all__ = ["BETAS", "DEFAULT_BETA", "OPTIONS", "beta_or_default", "parse_recipe", "parse_reference"]

DEFAULT_BETA: Final = 0.85  # with preferences, unless said otherwise: the degree of the released code
BETAS: Final = (0.0, 0.25, 0.5, 0.75, 1.0)  # of a comparison, unless said otherwise
OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "beta": "beta",
        "seed": "seed",
        "steps": "num_inference_steps",
        "guidance_scale": "guidance_scale",
        "guidance_rescale": "guidance_rescale",
        "formula": "formula",
        "negative_prompt": "negative_prompt",
        "height": "height",
        "width": "width",
    }
)
"""Key of such an object -> field of :class:`~viper_core.sampling.SamplingOptions`."""


def parse_recipe(
    values: Mapping[str, Any], default_options: Callable[..., SamplingOptions], *, options: Collection[str] = OPTIONS
) -> Recipe:
    """A recipe from the values of a JSON object; a missing or null one means the model's own.

    Args:
        values: ``prompt``, ``preferences`` as an object or null, and any of ``options``.
        default_options: the model's options with some in their place, as
            :meth:`~viper_core.studio.Studio.default_options` gives them.
        options: the keys of :data:`OPTIONS` that may be there.

    Raises:
        FormatError: an unknown key, or a value of the wrong type.
        InputError: a value out of its range, or β without preferences.
    """
    valid = ["prompt", "preferences", *options]
    unknown = set(values) - set(valid)
    if unknown:
        raise FormatError(f"unknown key {min(unknown)[:40]!r}. Valid keys: {', '.join(valid)}.")
    prompt, taste = values.get("prompt"), values.get("preferences")
    if not isinstance(prompt, str) or not prompt.strip():
        raise FormatError("prompt must be a text that is not empty.")
    if not (taste is None or isinstance(taste, dict)):
        raise FormatError("preferences must be an object or null.")
    preferences = None if taste is None else Preferences.parse(taste)
    given = {OPTIONS[key]: values.get(key) for key in options}
    if "beta" in options:
        given["beta"] = beta_or_default(values.get("beta"), preferences)
    return Recipe(prompt, preferences, default_options(**given))


def beta_or_default(given: float | None, preferences: Preferences | None) -> float:
    """The β to draw with: as given, else :data:`DEFAULT_BETA` with preferences and 0 without.

    Raises:
        InputError: a β above 0 and nothing to draw to.
    """
    if given and preferences is None:
        raise InputError(f"beta {given} needs preferences to draw to. Give preferences, or leave beta out.")
    return given if given is not None else 0.0 if preferences is None else DEFAULT_BETA


def parse_reference(reference: object, strength: object, find: Callable[[object], Path | bytes]) -> Reference | None:
    """The picture to start from, where there is one.

    Args:
        reference: what names it, or None.
        strength: how far from it, or None for :data:`~viper_core.reference.DEFAULT_STRENGTH`.
        find: the file, or its content, of what names it.

    Raises:
        FormatError: a strength that is no number.
        InputError: a strength and no picture, or one out of its range.
        PictureError: no picture that can be read.
    """
    if isinstance(strength, bool) or not (strength is None or isinstance(strength, int | float)):
        raise FormatError("strength must be a number.")
    if reference is None:
        if strength is not None:
            raise InputError(f"strength {strength:g} needs a picture to start from. Give a reference, or leave it out.")
        return None
    return load_reference(find(reference), DEFAULT_STRENGTH if strength is None else strength)
