"""A picture to start from: recognised by its pixels, kept for its visitor alone, and drawn from by everything."""

from __future__ import annotations

import io
import json
import sqlite3
import stat
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from tests.small_studio import TASTE
from viper_core.errors import FormatError, InputError, PictureError, UnknownName
from viper_core.png import encode_png, parse_settings, read_settings, settings_json
from viper_core.reference import REFERENCE_EDGE, Reference, load_reference
from viper_core.reference_store import REFERENCE_LIMIT
from viper_core.store import Store
from viper_core.studio import GeneratedImage, KeptDrawing, Receipt, Recipe, Studio

STEPS = 4


def picture(shade: int = 0, size: tuple[int, int] = (64, 64)) -> Image.Image:
    return Image.merge("RGB", [Image.linear_gradient("L").resize(size).point(lambda v: (v + shade) % 256)] * 3)


def file(image: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def options(studio: Studio, **overrides: Any) -> Any:
    return studio.default_options(**{"num_inference_steps": STEPS, "height": 64, "width": 64, "beta": 0.5, **overrides})


@pytest.fixture
def visitor(studio: Studio) -> str:
    """Somebody with a taste."""
    known = studio.new_visitor()
    studio.add_profile(known, TASTE)
    return known


# -- what it is --------------------------------------------------------------------------------------------------------


def test_the_same_pixels_are_the_same_reference_in_every_file() -> None:
    hashes = {load_reference(file(picture(), kind, **how)).sha256 for kind, how in (("PNG", {}), ("BMP", {}))}
    hashes.add(load_reference(file(picture(), "WEBP", lossless=True)).sha256)
    assert len(hashes) == 1
    assert load_reference(file(picture(1))).sha256 not in hashes
    flat = Image.new("RGB", (32, 16)), Image.new("RGB", (16, 32))
    assert len({Reference(one).sha256 for one in flat}) == 2


def test_a_large_picture_is_made_smaller() -> None:
    assert load_reference(file(Image.new("RGB", (3000, 1500)))).image.size == (REFERENCE_EDGE, REFERENCE_EDGE // 2)


@pytest.mark.parametrize("strength", [0, -0.5, 1.01, float("nan"), float("inf"), True])
def test_a_strength_out_of_its_range_is_refused(strength: float) -> None:
    with pytest.raises(InputError, match="The strength is"):
        Reference(picture(), strength)


# -- what is kept ------------------------------------------------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(tmp_path / "store")
    yield opened
    opened.close()


def names(store: Store) -> set[str]:
    return {path.name for path in (store.folder / "references").iterdir()}


def test_a_picture_is_kept_once_privately_and_for_its_visitor_alone(store: Store) -> None:
    mine, other = store.new_visitor(), store.new_visitor()
    path = store.references.keep(mine, "a" * 64, b"picture")
    assert store.references.keep(mine, "a" * 64, b"picture") == path
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"picture", 0o600)
    assert names(store) == {path.name}
    assert store.references.find(mine, "a" * 64) == path
    with pytest.raises(UnknownName):
        store.references.find(other, "a" * 64)
    with pytest.raises(UnknownName):
        store.references.keep("x" * 32, "a" * 64, b"picture")
    assert names(store) == {path.name}


def test_those_that_were_used_last_are_kept(store: Store) -> None:
    visitor, other = store.new_visitor(), store.new_visitor()
    theirs = store.references.keep(other, "0" * 64, b"theirs")
    hashes = [f"{number:064x}" for number in range(REFERENCE_LIMIT + 1)]
    for one in hashes[:-1]:
        store.references.keep(visitor, one, b"x")
    store.references.keep(visitor, hashes[0], b"x")  # used again
    store.references.keep(visitor, hashes[-1], b"x")
    assert len(names(store)) == REFERENCE_LIMIT + 1 and theirs.is_file()
    assert store.references.find(visitor, hashes[0]).is_file()
    with pytest.raises(UnknownName, match="Choose it once more"):
        store.references.find(visitor, hashes[1])


def test_a_file_that_somebody_deleted_is_written_again(store: Store) -> None:
    visitor = store.new_visitor()
    store.references.keep(visitor, "a" * 64, b"x").unlink()
    assert store.references.keep(visitor, "a" * 64, b"x").read_bytes() == b"x"
    assert len(names(store)) == 1


def test_forgetting_a_visitor_deletes_their_files(store: Store) -> None:
    visitor, other = store.new_visitor(), store.new_visitor()
    store.references.keep(visitor, "a" * 64, b"mine")
    theirs = store.references.keep(other, "b" * 64, b"theirs")
    store.forget(visitor)
    assert names(store) == {theirs.name}
    with sqlite3.connect(store.folder / "viper.sqlite3") as db:
        assert db.execute("SELECT count(*) FROM reference_pictures").fetchone() == (1,)


# -- drawing from it ---------------------------------------------------------------------------------------------------


def last(items: Any) -> GeneratedImage:
    *_, made = items
    assert isinstance(made, GeneratedImage)
    return made


def test_a_drawing_starts_from_the_kept_picture_and_says_so(studio: Studio, visitor: str) -> None:
    kept = studio.keep_reference(visitor, file(picture(), "BMP"))
    start = studio.open_reference(visitor, kept.sha256, 0.5)
    items = list(studio.draw(visitor, "a house", options(studio, seed=5), reference=start))
    (drawn,) = [item for item in items if isinstance(item, KeptDrawing)]
    assert len(items) == STEPS // 2 + 1
    settings = read_settings(drawn.drawing.path)
    assert settings.reference is not None
    assert (settings.reference.sha256, settings.reference.strength) == (kept.sha256, 0.5)
    assert studio.drawings(visitor)[0].settings == settings
    again = last(studio.generate("a house", TASTE, options(studio, seed=5), reference=Reference(picture(), 0.5)))
    assert again.image.tobytes() == Image.open(drawn.drawing.path).tobytes()
    plain = last(studio.generate("a house", TASTE, options(studio, seed=5)))
    assert plain.image.tobytes() != again.image.tobytes() and plain.reference is None


def test_one_of_the_visitors_pictures_can_be_started_from(studio: Studio, visitor: str) -> None:
    (drawn,) = [one for one in studio.draw(visitor, "a house", options(studio)) if isinstance(one, KeptDrawing)]
    kept = studio.keep_drawing_as_reference(visitor, drawn.drawing.id)
    assert Reference(drawn.generated.image).sha256 == kept.sha256
    assert Image.open(kept.path).info == {}
    with pytest.raises(UnknownName):
        studio.keep_drawing_as_reference(studio.new_visitor(), drawn.drawing.id)


def test_everything_that_draws_starts_from_it(studio: Studio, visitor: str) -> None:
    start = Reference(picture(), 0.5)
    wanted = options(studio, seed=3)
    strip = [one for one in studio.compare("a house", TASTE, (0, 0.5), wanted, reference=start) if is_picture(one)]
    receipts = list(studio.receipts("a house", TASTE, wanted, reference=start))
    made = [*strip, *(one.picture for one in receipts if isinstance(one, Receipt))]
    made += [one for one in studio.draw_series([Recipe("a house", None, wanted, start)]) if is_picture(one)]
    assert len(made) >= 5 and all(one.reference is start for one in made)
    shares = list(studio.blind_round(visitor, "a house", "others", wanted, count=2, reference=start))
    assert len(shares) == 2 * (STEPS // 2) + 1


def is_picture(item: object) -> bool:
    return isinstance(item, GeneratedImage)


def test_the_less_strength_the_nearer_to_the_reference(backend: Any, studio: Studio) -> None:
    """In the model's own terms: how far the first latents lie from those of the reference."""
    found = []
    for strength in (0.25, 0.5, 1.0):
        wanted = options(studio, seed=1)
        run = backend.start(wanted, reference=Reference(picture(), strength))
        plain = backend.start(wanted)
        found.append(float(torch.dist(run.latents, plain.latents)))
    assert found[0] > found[1] > found[2]


@pytest.mark.parametrize(
    "ask",
    [
        lambda studio, visitor, start: studio.generate("a house", None, options(studio), reference=start),
        lambda studio, visitor, start: studio.draw(visitor, "a house", options(studio), reference=start),
        lambda studio, visitor, start: studio.compare("a house", TASTE, (0, 1), options(studio), reference=start),
    ],
)
def test_a_strength_that_leaves_no_step_is_refused_at_once(
    studio: Studio, visitor: str, ask: Callable[..., Any]
) -> None:
    with pytest.raises(InputError, match=r"leaves none of 4 steps\. Choose one from 0\.25 to 1"):
        ask(studio, visitor, Reference(picture(), 0.1))


def test_what_is_no_picture_is_not_kept(studio: Studio, visitor: str) -> None:
    with pytest.raises(PictureError):
        studio.keep_reference(visitor, b"no picture")
    with pytest.raises(UnknownName):
        studio.keep_reference("x" * 32, file(picture()))
    with pytest.raises(UnknownName):
        studio.open_reference(visitor, "a" * 64)


# -- in the file -------------------------------------------------------------------------------------------------------


def test_settings_with_a_reference_are_read_back_and_those_without_are_as_before(studio: Studio) -> None:
    started = GeneratedImage(picture(), "a house", options(studio), None, "viper-mini", 1.0, Reference(picture(), 0.35))
    settings = read_settings(encode_png(started))
    assert parse_settings(settings_json(settings)) == settings
    plain = GeneratedImage(picture(), "a house", options(studio), None, "viper-mini", 1.0)
    assert '"reference"' not in settings_json(read_settings(encode_png(plain)))


@pytest.mark.parametrize(
    "reference",
    [
        7,
        {},
        {"sha256": "a" * 64},
        {"sha256": "a" * 63, "strength": 0.5},
        {"sha256": "a" * 64, "strength": 0},
        {"sha256": "a" * 64, "strength": True},
        {"sha256": "a" * 64, "strength": "1"},
        {"sha256": 7, "strength": 1},
    ],
)
def test_a_damaged_reference_is_refused(studio: Studio, reference: Any) -> None:
    plain = GeneratedImage(picture(), "a house", options(studio), None, "viper-mini", 1.0)
    text = settings_json(read_settings(encode_png(plain)))
    with pytest.raises(FormatError, match="damaged"):
        parse_settings(json.dumps({**json.loads(text), "reference": reference}))
