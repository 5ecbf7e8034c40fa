"""What a person may do with pictures drawn for them: several in one turn, kept one by one, and what a file tells."""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.small_studio import TASTE, Watched
from viper_core.errors import Cancelled, FormatError, InputError, UnknownName
from viper_core.png import encode_png, read_settings
from viper_core.studio import DRAWINGS_AT_ONCE, PROMPT_LENGTH, ComparisonProgress, KeptDrawing, Studio

STEPS = 3


@pytest.fixture
def visitor(studio: Studio) -> str:
    """Somebody with a taste."""
    known = studio.new_visitor()
    studio.add_profile(known, TASTE)
    return known


def options(studio: Studio, **overrides: Any) -> Any:
    return studio.default_options(**{"num_inference_steps": STEPS, "height": 64, "width": 64, "beta": 0.5, **overrides})


def pixels(picture: Path | bytes) -> bytes:
    with Image.open(io.BytesIO(picture) if isinstance(picture, bytes) else picture) as image:
        return image.convert("RGB").tobytes()


def kept(items: Any) -> list[KeptDrawing]:
    return [item for item in items if isinstance(item, KeptDrawing)]


# -- drawing -----------------------------------------------------------------------------------------------------------


def test_each_of_several_is_the_picture_that_is_drawn_alone(studio: Studio, visitor: str) -> None:
    together = kept(studio.draw(visitor, "a house", options(studio, seed=5), count=3))
    assert [one.generated.options.seed for one in together] == [5, 6, 7]
    for one in together:
        *_, alone = studio.generate("a house", TASTE, options(studio, seed=one.generated.options.seed))
        assert pixels(one.drawing.path) == alone.image.tobytes()
    assert len({pixels(one.drawing.path) for one in together}) == 3


def test_several_are_one_turn_and_their_steps_are_told(studio: Studio, visitor: str, backend: Watched) -> None:
    items = list(studio.draw(visitor, "a house", options(studio), count=2))
    steps = [(item.index, item.total, item.step.index) for item in items if isinstance(item, ComparisonProgress)]
    assert steps == [(number, 2, step) for number in range(2) for step in range(STEPS)]
    assert backend.evaluations == 2 * STEPS
    assert studio.jobs == 0


def test_the_newest_is_first_and_the_file_carries_what_made_it(studio: Studio, visitor: str) -> None:
    (first,) = kept(studio.draw(visitor, "a house", options(studio, negative_prompt="fog", formula="released")))
    (second,) = kept(studio.draw(visitor, "a castle", options(studio)))
    assert [drawing.id for drawing in studio.drawings(visitor)] == [second.drawing.id, first.drawing.id]
    settings = read_settings(first.drawing.path)
    assert settings == first.drawing.settings
    assert (settings.prompt, settings.options, settings.model) == ("a house", first.generated.options, "viper-mini")
    assert settings.preferences == TASTE


def test_a_file_without_settings_is_still_known_to_the_album(studio: Studio, visitor: str) -> None:
    kept(studio.draw(visitor, "a house", options(studio), with_settings=False))
    (drawing,) = studio.drawings(visitor)
    with pytest.raises(FormatError, match="holds no ViPer settings"):
        read_settings(drawing.path)
    assert drawing.settings is not None
    assert drawing.settings.prompt == "a house"


def test_what_a_taste_was_read_from_is_not_in_what_is_kept(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love the watercolor")
    studio.extract(visitor)
    assert "board-01" in studio.export_preferences(visitor)
    (one,) = kept(studio.draw(visitor, "a house", options(studio)))
    assert b"board-01" not in one.drawing.path.read_bytes()
    settings = studio.drawings(visitor)[0].settings
    assert settings is not None
    assert settings.preferences is not None
    assert [(attribute.name, attribute.evidence) for attribute in settings.preferences.liked] == [("watercolor", ())]


def test_stopping_keeps_what_is_finished(studio: Studio, visitor: str, backend: Watched) -> None:
    enough = STEPS + 1
    series = studio.draw(
        visitor, "a house", options(studio), count=3, is_cancelled=lambda: backend.evaluations >= enough
    )
    with pytest.raises(Cancelled):
        list(series)
    assert len(studio.drawings(visitor)) == 1
    assert backend.evaluations == enough
    assert studio.jobs == 0


def test_a_page_that_went_away_keeps_what_is_finished_and_frees_the_turn(
    studio: Studio, visitor: str, backend: Watched
) -> None:
    series: Any = studio.draw(visitor, "a house", options(studio), count=2)
    for item in series:
        if isinstance(item, KeptDrawing):
            break
    series.close()
    assert (studio.jobs, backend.evaluations, len(studio.drawings(visitor))) == (0, STEPS, 1)


@pytest.mark.parametrize(
    ("count", "prompt", "overrides"),
    [
        (0, "a house", {}),
        (DRAWINGS_AT_ONCE + 1, "a house", {}),
        (1, " ", {}),
        (1, "a" * (PROMPT_LENGTH + 1), {}),
    ],
)
def test_what_cannot_be_drawn_is_refused_before_anything_runs(
    studio: Studio, visitor: str, backend: Watched, count: int, prompt: str, overrides: dict[str, Any]
) -> None:
    with pytest.raises(InputError):
        studio.draw(visitor, prompt, options(studio, **overrides), count=count)
    assert backend.evaluations == 0


@pytest.mark.parametrize("negative", ["a" * (PROMPT_LENGTH + 1), "half \ud800"])
def test_a_negative_prompt_is_checked_as_a_prompt_is(studio: Studio, visitor: str, negative: str) -> None:
    with pytest.raises(InputError, match="negative prompt"):
        options(studio, negative_prompt=negative)
    unchecked = dataclasses.replace(options(studio), negative_prompt=negative)
    with pytest.raises(InputError, match="negative prompt"):
        studio.draw(visitor, "a house", unchecked)
    with pytest.raises(InputError, match="negative prompt"):
        studio.generate("a house", None, unchecked)


def test_nothing_is_drawn_for_a_stranger(studio: Studio, backend: Watched) -> None:
    with pytest.raises(UnknownName):
        studio.draw("x" * 32, "a house", options(studio))
    assert backend.evaluations == 0


def test_a_negative_prompt_changes_the_picture_and_at_beta_0_it_is_the_stock_one(studio: Studio, visitor: str) -> None:
    from tests.tiny import tiny_mini

    (plain,) = kept(studio.draw(visitor, "a house", options(studio, beta=0.0)))
    (avoiding,) = kept(studio.draw(visitor, "a house", options(studio, beta=0.0, negative_prompt="fog")))
    assert pixels(plain.drawing.path) != pixels(avoiding.drawing.path)
    chosen = avoiding.generated.options
    import torch

    stock = tiny_mini()(
        "a house",
        negative_prompt="fog",
        num_inference_steps=chosen.num_inference_steps,
        guidance_scale=chosen.guidance_scale,
        guidance_rescale=chosen.guidance_rescale,
        height=chosen.height,
        width=chosen.width,
        generator=torch.Generator().manual_seed(chosen.seed),
    ).images[0]
    assert pixels(avoiding.drawing.path) == stock.tobytes()


# -- deleting ----------------------------------------------------------------------------------------------------------


def test_a_drawing_is_deleted_and_comes_back(studio: Studio, visitor: str) -> None:
    (one,) = kept(studio.draw(visitor, "a house", options(studio)))
    other = studio.new_visitor()
    with pytest.raises(UnknownName):
        studio.delete_drawing(other, one.drawing.id)
    assert studio.delete_drawing(visitor, one.drawing.id).path == one.drawing.path
    assert studio.drawings(visitor) == ()
    with pytest.raises(UnknownName):
        studio.restore_drawing(other, one.drawing.id)
    studio.restore_drawing(visitor, one.drawing.id)
    assert [drawing.id for drawing in studio.drawings(visitor)] == [one.drawing.id]


# -- what a file says --------------------------------------------------------------------------------------------------


def before_pixels(png: bytes) -> bytes:
    """The file up to its pixels, and an empty chunk in their place."""
    return png[: png.index(b"IDAT") - 4] + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"


@pytest.mark.parametrize("part", [bytes, before_pixels])
def test_a_drawn_picture_tells_settings_and_taste_also_without_its_pixels(
    studio: Studio, visitor: str, part: Callable[[bytes], bytes]
) -> None:
    (one,) = kept(studio.draw(visitor, "a house", options(studio)))
    found = studio.examine(part(one.drawing.path.read_bytes()))
    assert (found.settings, found.taste) == (one.drawing.settings, TASTE)


def test_a_card_tells_a_taste_and_a_picture_without_taste_only_its_settings(studio: Studio, visitor: str) -> None:
    card = studio.examine(studio.taste_card(visitor))
    assert (card.settings, card.taste) == (None, TASTE)
    *_, plain = studio.generate("a house", None, options(studio))
    found = studio.examine(encode_png(plain))
    assert found.settings is not None
    assert found.taste is None


def test_a_foreign_picture_tells_nothing_and_what_is_no_png_is_refused(studio: Studio) -> None:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "PNG")
    found = studio.examine(out.getvalue())
    assert (found.settings, found.taste) == (None, None)
    with pytest.raises(FormatError):
        studio.examine(b"GIF89a")
