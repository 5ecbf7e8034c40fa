"""A chat model behind an address, asked for JSON.

Knows the settings and where they come from: the environment alone, never a file, a flag or a form. The rest is
:mod:`~viper_core.extractors.endpoint`, :mod:`~viper_core.extractors.json_answers` and
:mod:`~viper_core.extractors.model_based`.

    VIPER_CHAT_MODEL       name of the model at the endpoint; must be given
    VIPER_CHAT_URL         base URL of an endpoint that speaks OpenAI's protocol; without it Hugging Face is asked
    VIPER_CHAT_KEY         key of that endpoint; for Hugging Face also HF_TOKEN
    VIPER_CHAT_TIMEOUT     seconds until an answer must be there; 120
    VIPER_CHAT_PICTURES    1 sends the pictures too, made small and without metadata, to a model that can see

Comments leave this machine for the endpoint, and with the last setting pictures do. Without it the model is told which
attributes the pictures are known to have, so that "lovely colors" can still be understood.
"""

from __future__ import annotations

import os
from typing import Final

from viper_core.errors import ModelUnavailable
from viper_core.extractors.endpoint import Endpoint, EndpointSettings
from viper_core.extractors.json_answers import JsonAnswers
from viper_core.extractors.model_based import Limits, ModelExtractor

__all__ = ["chat_extractor", "pictures_leave", "settings_from_environment"]

LIMITS: Final = Limits(comments=16, tokens=16_000)
_TIMEOUT: Final = 120.0  # seconds
_LONGEST_TIMEOUT: Final = 3600.0


def chat_extractor(settings: EndpointSettings | None = None, *, sends_pictures: bool | None = None) -> ModelExtractor:
    """The extractor; its settings are looked at with the first comment.

    Args:
        settings: where to ask; by default the environment's.
        sends_pictures: whether pictures leave this machine; by default as the environment says.
    """
    return ModelExtractor(
        Endpoint(settings or settings_from_environment),
        JsonAnswers(),
        limits=LIMITS,
        sends_pictures=pictures_leave() if sends_pictures is None else sends_pictures,
        tells_shown=True,
        needs_words=True,
    )


def pictures_leave() -> bool:
    """Whether pictures leave this machine, as the environment says."""
    return os.environ.get("VIPER_CHAT_PICTURES", "").strip().casefold() in ("1", "yes", "true", "on")


def settings_from_environment() -> EndpointSettings:
    """Where to ask, as the environment says.

    Raises:
        ModelUnavailable: no model is named, or the time is no number.
    """
    model = os.environ.get("VIPER_CHAT_MODEL", "").strip()
    if not model:
        raise ModelUnavailable(
            "The extractor chat needs to know which model to ask. Set VIPER_CHAT_MODEL, and VIPER_CHAT_URL and "
            "VIPER_CHAT_KEY where the model is not one of Hugging Face's."
        )
    url = os.environ.get("VIPER_CHAT_URL", "").strip() or None
    key = os.environ.get("VIPER_CHAT_KEY", "").strip() or None
    if url is None and key is None:
        key = os.environ.get("HF_TOKEN", "").strip() or None  # goes to Hugging Face alone
    return EndpointSettings(model=model, url=url, key=key, timeout=_timeout())


def _timeout() -> float:
    given = os.environ.get("VIPER_CHAT_TIMEOUT", "").strip()
    try:
        seconds = float(given) if given else _TIMEOUT
    except ValueError:
        seconds = 0.0
    if not 0.0 < seconds <= _LONGEST_TIMEOUT:
        raise ModelUnavailable(
            f"VIPER_CHAT_TIMEOUT is {given[:40]!r}; it must be a number of seconds from 1 to {_LONGEST_TIMEOUT:g}."
        )
    return seconds
