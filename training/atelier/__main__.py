"""Contact sheets of the artist: ``python -m training.atelier -o docs/atelier``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from training.atelier import contact, gallery


def main(argv: Sequence[str] | None = None) -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of the artist's world.")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, sheet in {**contact.sheets(), **gallery.sheets()}.items():
        (args.out / f"{name}.webp").write_bytes(gallery.webp(sheet))
        print(args.out / f"{name}.webp")


if __name__ == "__main__":
    main()
