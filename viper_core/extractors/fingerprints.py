"""What a reading depends on beside the comment and its picture, as one hash: a reading of another hash is out of date.

Knows that the program's own rules and tables count, by the content of their files: nobody has to remember to raise a
number when a rule changes. What else an extractor depends on, it says itself.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Final

__all__ = ["fingerprint"]

_HERE: Final = Path(__file__).parent
_FOLDERS: Final = (_HERE, _HERE.parent)  # the extractors, and the words, tables and measures that they read with


def fingerprint(*depends_on: object) -> str:
    """A SHA-256 of the program as it reads and of everything in ``depends_on``, by its ``repr``."""
    return hashlib.sha256("\0".join((_program(), *map(repr, depends_on))).encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    whole = hashlib.sha256()
    for path in sorted(path for folder in _FOLDERS for path in folder.glob("*.*")):
        if path.suffix in (".py", ".json"):
            whole.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return whole.hexdigest()
