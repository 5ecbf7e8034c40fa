"""Contact sheets of the artist: ``python -m training.atelier -o docs/atelier``."""

from __future__ import annotations

import argparse
import random
from collections.abc import Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from training.atelier import ATTRIBUTES, SUBJECTS, WORLDS, Scene, draw, sample_scene


def contact_sheet(scenes: Sequence[tuple[Scene, str]], columns: int, *, cell: int = 176) -> Image.Image:
    """Scenes in rows, each under its label."""
    rows = -(-len(scenes) // columns)
    sheet = Image.new("RGB", (columns * cell, rows * (cell + 16)), "white")
    pen, font = ImageDraw.Draw(sheet), ImageFont.load_default(12)
    for i, (scene, label) in enumerate(scenes):
        x, y = i % columns * cell, i // columns * (cell + 16)
        sheet.paste(
            Image.fromarray(draw(scene, 256)).resize((cell - 4, cell - 4), Image.Resampling.LANCZOS), (x + 2, y + 16)
        )
        pen.text((x + 4, y + 1), label, fill="black", font=font)
    return sheet


def sheets() -> dict[str, Image.Image]:
    """The sheets by name: subjects in their settings, every attribute alone, random scenes of each world."""
    places = [
        (Scene(s.name, place, frozenset(), seed), s.name)
        for s in SUBJECTS.values()
        for place in s.settings[:2]
        for seed in (1, 2)
    ]
    models = [SUBJECTS[n] for n in ("house", "lighthouse", "cat", "boat", "castle", "tree", "car", "windmill")]
    single = []
    for i, name in enumerate(ATTRIBUTES):
        subject = models[i % len(models)]
        single.append((Scene(subject.name, subject.settings[0], frozenset({name}), 7 + i), name))
    made = {"subjects": contact_sheet(places, 8), "attributes": contact_sheet(single, 9)}
    for name, world in WORLDS.items():
        rng = random.Random(5)
        scenes = [sample_scene(rng, world) for _ in range(48)]
        made[f"world-{name}"] = contact_sheet([(s, s.subject) for s in scenes], 8)
    return made


def main(argv: Sequence[str] | None = None) -> None:
    """Command line of the module."""
    parser = argparse.ArgumentParser(description="Draw contact sheets of the artist's world.")
    parser.add_argument("-o", "--out", type=Path, required=True)
    args = parser.parse_args(argv)
    args.out.mkdir(parents=True, exist_ok=True)
    for name, sheet in sheets().items():
        sheet.save(args.out / f"{name}.webp", quality=82, method=6)
        print(args.out / f"{name}.webp")


if __name__ == "__main__":
    main()
