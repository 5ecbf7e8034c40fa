"""Every failure that a person can do something about, as one exception tree.

    ViPerError
    ├── InputError              a person's input cannot be used (empty prompt, bad options)
    │   ├── FormatError         JSON or a file that does not match its format
    │   ├── PictureError        a broken, too large or unsupported picture
    │   ├── NothingExtracted    the comments hold no visual attribute, or there are none
    │   └── UnknownName         a model, extractor, formula or image id that does not exist
    ├── ModelUnavailable        weights are missing or damaged
    ├── NotEnoughMemory         a picture did not fit the memory there is
    ├── UnusableAnswer          a model that was asked answered something else
    └── Cancelled               the person stopped the job

A message says three things: what was given, what is valid, what to do. It is plain text: whoever shows it in a
page escapes it. The command line prints it on one line and exits with 2, the interface shows it as a message; any
exception outside this tree is a bug and keeps its traceback. This module imports nothing of the project.
"""

from __future__ import annotations

import difflib
import textwrap
from collections.abc import Iterable

__all__ = [
    "Cancelled",
    "FormatError",
    "InputError",
    "ModelUnavailable",
    "NotEnoughMemory",
    "NothingExtracted",
    "PictureError",
    "UnknownName",
    "UnusableAnswer",
    "ViPerError",
    "first_line",
    "unknown_name",
]

_SHOWN_LENGTH = 80  # characters of what was given that a message repeats
_DETAIL_LENGTH = 160  # characters of another library's error
_SHOWN_NAMES = 24  # valid names listed in a message before it says how many more there are


class ViPerError(Exception):
    """Base of every failure that a person can do something about."""


class InputError(ViPerError):
    """What a person entered cannot be used."""


class FormatError(InputError):
    """JSON or a file does not match its format."""


class PictureError(InputError):
    """A picture is broken, too large, or of a kind that is not supported."""


class NothingExtracted(InputError):
    """The comments hold no visual attribute, or there are no comments."""


class UnknownName(InputError):
    """A name that is looked up in a table is not there; the message lists the valid ones."""


class ModelUnavailable(ViPerError):
    """The weights of a model are missing or damaged; the message names the file and the remedy."""


class NotEnoughMemory(ViPerError):
    """A picture did not fit the memory there is; the message offers a smaller one."""


class UnusableAnswer(ViPerError):
    """What a model answered is not of the form that it was asked for, also at the second try."""


class Cancelled(ViPerError):
    """The person stopped the job."""


def unknown_name(kind: str, given: str, valid: Iterable[str]) -> UnknownName:
    """The error for a name that no table holds, with the closest valid name where one is close.

    Args:
        kind: what the name should have named, in words: ``"model"``, ``"extractor"``, ``"formula"``.
        given: the name as it was given; only its beginning is repeated.
        valid: the names that exist, listed in their own order.

    Returns:
        The exception, for the caller to raise.
    """
    names = tuple(valid)
    if not names:
        return UnknownName(f"Unknown {kind} {_shown(given)}: there is none to choose from.")
    folded = {name.casefold(): name for name in reversed(names)}
    close = difflib.get_close_matches(given.strip().casefold(), folded, n=1, cutoff=0.6)
    hint = f" Did you mean {_shown(folded[close[0]])}?" if close else ""
    more = f" and {len(names) - _SHOWN_NAMES} more" if len(names) > _SHOWN_NAMES else ""
    return UnknownName(f"Unknown {kind} {_shown(given)}.{hint} Valid: {', '.join(names[:_SHOWN_NAMES])}{more}.")


def first_line(error: BaseException) -> str:
    """What another library's error says, as a detail within one of our messages: one line of at most 160 letters."""
    lines = str(error).strip().splitlines()
    return textwrap.shorten(lines[0] if lines else type(error).__name__, _DETAIL_LENGTH, placeholder=" …")


def _shown(text: str) -> str:
    """``text`` quoted on one line, cut to the length that a message can carry."""
    flat = " ".join(text.split())
    return repr(flat if len(flat) <= _SHOWN_LENGTH else flat[: _SHOWN_LENGTH - 1] + "…")
