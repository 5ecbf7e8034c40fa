"""Marks in viper_core/vocabulary.json which attributes the artist can draw: ``python -m training.vocabulary``.

Reads the artist's table and rewrites the ``renderable`` flags, and nothing else, in place. Ends with status 1 and
changes nothing where the artist draws an attribute that the vocabulary does not know by that name and category, or
calls one in a way that the vocabulary takes for another. ``--check`` only looks.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from training.atelier import ATTRIBUTES
from viper_core.files import write_atomically
from viper_core.vocabulary import load_vocabulary

FILE = Path(__file__).resolve().parent.parent / "viper_core" / "vocabulary.json"
_ROW = re.compile(r'^ \{"name": "(?P<name>[^"]+)", "category": "[^"]+", "renderable": (?P<flag>true|false),', re.M)


def problems() -> list[str]:
    """What keeps the artist's table and the vocabulary apart, one sentence each."""
    vocabulary = load_vocabulary()
    found = []
    for spec in ATTRIBUTES.values():
        entry = vocabulary.get(spec.name)
        if entry is None or entry.name != spec.name:
            found.append(f"{spec.name!r} is not in the vocabulary; add it.")
            continue
        if entry.category != spec.category:
            found.append(f"{spec.name!r} is {spec.category} for the artist and {entry.category} in the vocabulary.")
        for phrase in spec.phrases:
            names = {mention.entry.name for mention in vocabulary.match(phrase) if mention.entry is not None}
            if names != {spec.name}:
                found.append(f"{phrase!r} of {spec.name!r} reads as {', '.join(sorted(names)) or 'nothing'}.")
    return found


def marked(text: str) -> str:
    """The vocabulary's file with ``renderable`` true for what the artist draws and false for all else."""

    def flag(row: re.Match[str]) -> str:
        start, end = row.span("flag")
        value = "true" if row["name"] in ATTRIBUTES else "false"
        return row.string[row.start() : start] + value + row.string[end : row.end()]

    return _ROW.sub(flag, text)


def main(arguments: Sequence[str] | None = None) -> int:
    """Command line; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, only say whether all is right")
    chosen = parser.parse_args(arguments)
    text = FILE.read_text("utf-8")
    wrong, new = problems(), marked(text)
    if chosen.check and new != text:
        wrong.append("The flags are not those of the artist; run python -m training.vocabulary.")
    for line in wrong:
        print(line, file=sys.stderr)
    if wrong:
        return 1
    if new != text:
        write_atomically(FILE, new.encode("utf-8"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
