"""Saving a picture with the settings that made it, and reading them back.

    parameters   text as AUTOMATIC1111's web UI writes it, which many viewers show
    viper        JSON: everything needed to draw the picture again, read back by :func:`read_settings`

Knows the two text chunks of a PNG. The preferences are written without their evidence: pictures are passed on, and the
words of a person's comments are theirs alone. ``metadata=False`` leaves both chunks out.
"""

from __future__ import annotations

import dataclasses
import io
import json
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.errors import FormatError, InputError
from viper_core.files import write_atomically
from viper_core.preferences import Preferences, Side

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.generated import GeneratedImage
    from viper_core.sampling import SamplingOptions

__all__ = [
    "PictureSettings",
    "ReferenceSettings",
    "encode_png",
    "find_settings",
    "parse_settings",
    "read_settings",
    "save_png",
    "settings_json",
    "settings_of",
    "without_evidence",
]

_SCHEMA_VERSION = 1
_KEYS = {"schema_version", "prompt", "model", "options", "preferences"}
_REFERENCE_KEYS = {"sha256", "strength"}
_SHA256 = re.compile(r"[0-9a-f]{64}")
_LONGEST_CHUNK = 1_000_000  # characters of the JSON; 500 attributes take a tenth of it


@dataclass(frozen=True, slots=True)
class ReferenceSettings:
    """What is told of a picture that another was started from; the picture itself is not in the file.

    Attributes:
        sha256: by which it is recognised, see :attr:`viper_core.reference.Reference.sha256`.
        strength: the share of the steps that were taken.
    """

    sha256: str
    strength: float


@dataclass(frozen=True, slots=True)
class PictureSettings:
    """What made a picture.

    Attributes:
        prompt: what was asked for.
        options: steps, guidance scale, β, seed, size and formula.
        preferences: the taste it was drawn to, without evidence, or None.
        model: name of the model in the registry.
        reference: the picture it was started from, or None.
    """

    prompt: str
    options: SamplingOptions
    preferences: Preferences | None
    model: str
    reference: ReferenceSettings | None = None


def save_png(generated: GeneratedImage, path: str | os.PathLike[str], *, metadata: bool = True) -> Path:
    """Write a picture to ``path``, whole or not at all.

    Raises:
        InputError: the file cannot be written.
    """
    return write_atomically(path, encode_png(generated, metadata=metadata))


def encode_png(
    generated: GeneratedImage, *, metadata: bool = True, image: Image | None = None, betas: Sequence[float] = ()
) -> bytes:
    """The content of a PNG file.

    Args:
        generated: the picture and its settings.
        metadata: whether to write the two chunks.
        image: pixels to write in place of the picture's own, such as a strip of several pictures.
        betas: for a strip, the β of each picture; the β of ``generated`` is the one that is read back.
    """
    from PIL.PngImagePlugin import PngInfo

    chunks = PngInfo()
    if metadata:
        settings = settings_of(generated)
        chunks.add_text("parameters", _parameters(settings, betas))
        chunks.add_text("viper", settings_json(settings))
    out = io.BytesIO()
    (image or generated.image).save(out, "PNG", pnginfo=chunks)
    return out.getvalue()


def read_settings(source: str | os.PathLike[str] | bytes) -> PictureSettings:
    """The settings that :func:`save_png` wrote into a picture; no pixel is decoded.

    Args:
        source: the file or its content.

    Raises:
        FormatError: not a PNG, without settings, or with settings that do not match the format.
    """
    settings = find_settings(source)
    if settings is None:
        raise FormatError("This PNG holds no ViPer settings: they were left out when it was saved, or lost on its way.")
    return settings


def find_settings(source: str | os.PathLike[str] | bytes) -> PictureSettings | None:
    """As :func:`read_settings`, but None for a PNG that holds no settings.

    Raises:
        FormatError: not a PNG, or with settings that do not match the format.
    """
    text = _viper_chunk(source)
    return None if text is None else parse_settings(text)


def settings_of(generated: GeneratedImage) -> PictureSettings:
    """What made a picture, without the comments' words and pictures that its taste was read from."""
    taste, start = without_evidence(generated.preferences), generated.reference
    reference = None if start is None else ReferenceSettings(start.sha256, start.strength)
    return PictureSettings(generated.prompt, generated.options, taste, generated.model, reference)


def settings_json(settings: PictureSettings) -> str:
    """The settings as the JSON of a picture's ``viper`` chunk; the key ``reference`` is there where there is one."""
    values = {
        "schema_version": _SCHEMA_VERSION,
        "prompt": settings.prompt,
        "model": settings.model,
        "options": dataclasses.asdict(settings.options),
        "preferences": json.loads(settings.preferences.to_json()) if settings.preferences else None,
    }
    if settings.reference is not None:
        values["reference"] = dataclasses.asdict(settings.reference)
    return json.dumps(values, ensure_ascii=False)


def parse_settings(text: str) -> PictureSettings:
    """Settings from the JSON of a picture's ``viper`` chunk.

    Raises:
        FormatError: they do not match the format.
    """
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError("The settings in this picture are damaged: they are not JSON.") from error
    known = isinstance(values, dict) and values.get("schema_version") == _SCHEMA_VERSION
    if not known or set(values) - {"reference"} != _KEYS:
        raise FormatError("The settings in this picture are of a form that this version does not know.")
    prompt, model, options, taste = (values[key] for key in ("prompt", "model", "options", "preferences"))
    if not (isinstance(prompt, str) and isinstance(model, str) and isinstance(options, dict)):
        raise FormatError("The settings in this picture are damaged: prompt and model must be text.")
    if not (taste is None or isinstance(taste, dict)):
        raise FormatError("The settings in this picture are damaged: preferences must be an object or null.")
    preferences = None if taste is None else Preferences.parse(taste)
    return PictureSettings(prompt, _read_options(options), preferences, model, _read_reference(values.get("reference")))


def without_evidence(preferences: Preferences | None) -> Preferences | None:
    """The same taste without the comments' words and pictures it was read from."""
    if preferences is None:
        return None
    liked, disliked = (
        tuple(attribute.with_changes(evidence=()) for attribute in side)
        for side in (preferences.liked, preferences.disliked)
    )
    return Preferences(liked=liked, disliked=disliked, name=preferences.name)


def _parameters(settings: PictureSettings, betas: Sequence[float]) -> str:
    """Prompt, negative prompt, and a line of ``key: value``, values quoted as JSON where they hold a separator."""
    options, taste = settings.options, settings.preferences
    values: dict[str, Any] = {
        "Steps": options.num_inference_steps,
        "CFG scale": f"{options.guidance_scale:g}",
        "Seed": options.seed,
        "Size": f"{options.width}x{options.height}",
        "Model": settings.model,
        "ViPer beta": " ".join(f"{beta:g}" for beta in betas or (options.beta,)),
        "ViPer formula": options.formula,
    }
    if settings.reference is not None:
        values["Denoising strength"] = f"{settings.reference.strength:g}"
    sides: tuple[Side, ...] = ("liked", "disliked")
    for side in sides:
        active = taste.active(side) if taste else ()
        if active:
            values[f"ViPer {side}"] = ", ".join(attribute.name for attribute in active)
    line = ", ".join(f"{key}: {_quoted(str(value))}" for key, value in values.items())
    negative = [f"Negative prompt: {options.negative_prompt}"] if options.negative_prompt else []
    return "\n".join([settings.prompt, *negative, line])


def _quoted(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if any(mark in value for mark in ",\n:") else value


def _viper_chunk(source: str | os.PathLike[str] | bytes) -> str | None:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(source) if isinstance(source, bytes) else source, formats=("PNG",)) as image:
            text = image.info.get("viper")
    except Exception as error:  # a damaged file makes the decoder raise nearly anything
        raise FormatError("This is no PNG that can be read. Settings are kept in PNG files saved by ViPer.") from error
    if not isinstance(text, str):
        return None
    if len(text) > _LONGEST_CHUNK:
        raise FormatError("The settings in this picture are damaged: they are far too long.")
    return str(text)


def _read_options(values: dict[str, Any]) -> SamplingOptions:
    from viper_core.sampling import SamplingOptions

    try:
        return SamplingOptions(**values)
    except TypeError as error:
        raise FormatError(f"The settings in this picture are damaged: {error}.") from error
    except InputError as error:
        raise FormatError(f"The settings in this picture are damaged: {error}") from error


def _read_reference(values: object) -> ReferenceSettings | None:
    if values is None:
        return None
    damaged = "The settings in this picture are damaged: reference must hold a hash and a strength."
    if not isinstance(values, dict) or set(values) != _REFERENCE_KEYS:
        raise FormatError(damaged)
    sha256, strength = values["sha256"], values["strength"]
    if not (isinstance(sha256, str) and _SHA256.fullmatch(sha256)):
        raise FormatError(damaged)
    if isinstance(strength, bool) or not isinstance(strength, int | float) or not 0 < strength <= 1:
        raise FormatError(damaged)
    return ReferenceSettings(sha256, float(strength))
