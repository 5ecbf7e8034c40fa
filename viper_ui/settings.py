"""Prompt, β and seed as a browser kept them.

What a browser kept may be anything; what is no such setting is as good as none.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import ConfigDict, Field, TypeAdapter, ValidationError

from viper_core.studio import PROMPT_LENGTH
from viper_ui.drawing import DEFAULT_BETA, DEFAULT_SEED

__all__ = ["parse_settings"]

_Prompt = Annotated[str, Field(max_length=PROMPT_LENGTH)]
_Beta = Annotated[float, Field(ge=0, le=1)]
_Seed = Annotated[int, Field(ge=0, lt=2**53)]
_Settings = TypeAdapter(tuple[_Prompt, _Beta, _Seed], config=ConfigDict(allow_inf_nan=False))


def parse_settings(kept: object) -> tuple[str, float, int]:
    """Prompt, β and seed, or those that a newcomer starts with."""
    try:
        return _Settings.validate_python(kept)
    except ValidationError:
        return "", DEFAULT_BETA, DEFAULT_SEED
