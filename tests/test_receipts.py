"""What each attribute did to a picture: the same picture without it."""

from __future__ import annotations

from typing import Any

import pytest

from tests.small_studio import TASTE, Watched
from viper_core.bundle import Known
from viper_core.errors import Cancelled, InputError, UnknownName
from viper_core.familiarity import familiarity_with
from viper_core.preferences import Attribute, Preferences
from viper_core.receipts import MOST_RECEIPTS, USUAL_RECEIPTS, Receipt, by_change, plan_receipts, without
from viper_core.studio import ComparisonProgress, GeneratedImage, Studio

STEPS = 3
ALL = familiarity_with(None)


def options(studio: Studio, **overrides: Any) -> Any:
    return studio.default_options(**{"num_inference_steps": STEPS, "height": 64, "width": 64, "beta": 0.8, **overrides})


def picture(studio: Studio, taste: Preferences, **overrides: Any) -> bytes:
    *_, last = studio.generate("a house", taste, options(studio, **overrides))
    assert isinstance(last, GeneratedImage)
    return last.image.tobytes()


def receipts(studio: Studio, taste: Preferences, **more: Any) -> dict[str, Receipt]:
    items = studio.receipts("a house", taste, options(studio), **more)
    return {item.attribute.name: item for item in items if isinstance(item, Receipt)}


def many(count: int) -> Preferences:
    liked = tuple(Attribute(name=f"liked {n}", category="mood", weight=1 + n / 100) for n in range(count))
    return Preferences(liked=liked, disliked=(Attribute(name="disliked", category="mood"),))


def test_the_reference_is_the_picture_that_is_drawn_alone(studio: Studio) -> None:
    items = [item for item in studio.receipts("a house", TASTE, options(studio)) if isinstance(item, GeneratedImage)]
    assert [item.image.tobytes() for item in items] == [picture(studio, TASTE)]


def test_a_receipt_shows_the_picture_that_is_drawn_with_the_attribute_off(studio: Studio) -> None:
    found = receipts(studio, TASTE)
    assert set(found) == {"watercolor", "soft light", "pixel art"}
    for name, receipt in found.items():
        assert receipt.picture.image.tobytes() == picture(studio, TASTE.set_enabled(name, False))
        assert receipt.change > 0
        assert receipt.side == ("disliked" if name == "pixel art" else "liked")


@pytest.mark.parametrize("change", [{"weight": 0.0}, {"enabled": False}])
def test_leaving_out_what_does_not_act_changes_nothing(studio: Studio, change: Any) -> None:
    idle = Attribute(name="night", category="time_of_day").with_changes(**change)
    taste = TASTE.add("liked", idle)
    assert picture(studio, taste) == picture(studio, without(taste, "night")) == picture(studio, TASTE)
    assert "night" not in receipts(studio, taste)
    with pytest.raises(InputError, match=r"night.*does not act"):
        receipts(studio, taste, names=["night"])


def test_the_order_of_the_taste_does_not_matter(studio: Studio) -> None:
    shuffled = Preferences(liked=tuple(reversed(TASTE.liked)), disliked=TASTE.disliked)
    found, again = receipts(studio, TASTE), receipts(studio, shuffled)
    assert {name: one.change for name, one in found.items()} == {name: one.change for name, one in again.items()}
    listed = list(found.values())
    ordered = by_change(listed)
    assert [one.change for one in ordered] == sorted((one.change for one in listed), reverse=True)
    for shift in range(len(listed)):
        assert by_change(listed[shift:] + listed[:shift]) == ordered


def test_at_beta_zero_no_attribute_does_anything(studio: Studio) -> None:
    with pytest.raises(InputError, match="β 0"):
        studio.receipts("a house", TASTE, options(studio, beta=0.0))


def test_everything_is_one_turn_with_its_progress(studio: Studio) -> None:
    items = list(studio.receipts("a house", TASTE, options(studio)))
    steps = [item for item in items if isinstance(item, ComparisonProgress)]
    assert [(item.index, item.step.index) for item in steps] == [(i, s) for i in range(4) for s in range(STEPS)]
    assert [item.total for item in steps] == [4] * len(steps)
    shares = [item.fraction for item in steps]
    assert shares == sorted(shares) and shares[-1] == 1.0


def test_stopping_ends_within_a_step_and_keeps_what_is_finished(studio: Studio, backend: Watched) -> None:
    finished: list[Receipt] = []
    with pytest.raises(Cancelled):
        for item in studio.receipts("a house", TASTE, options(studio), is_cancelled=lambda: bool(finished)):
            if isinstance(item, Receipt):
                finished.append(item)
    assert len(finished) == 1
    assert backend.evaluations == 2 * STEPS
    assert studio.jobs == 0
    assert picture(studio, TASTE)


def test_a_run_that_is_dropped_lets_the_next_begin(studio: Studio) -> None:
    dropped = studio.receipts("a house", TASTE, options(studio))
    next(dropped)
    dropped.close()  # type: ignore[attr-defined]
    assert studio.jobs == 0
    assert picture(studio, TASTE)


# -- which attributes --------------------------------------------------------------------------------------------------


def test_of_many_attributes_the_heaviest_are_looked_at() -> None:
    planned = plan_receipts(many(20), ALL)
    assert planned == tuple(f"liked {n}" for n in range(19, 19 - USUAL_RECEIPTS, -1))


def test_of_equal_weight_both_sides_have_their_turn() -> None:
    both = Preferences(
        liked=tuple(Attribute(name=f"l{n}", category="mood") for n in range(9)),
        disliked=tuple(Attribute(name=f"d{n}", category="mood") for n in range(9)),
    )
    assert plan_receipts(both, ALL) == ("l0", "d0", "l1", "d1", "l2", "d2", "l3", "d3")


def test_who_chooses_gets_what_they_chose_each_once() -> None:
    assert plan_receipts(TASTE, ALL, ["Soft  Light", "pixel art", "soft light"]) == ("soft light", "pixel art")


@pytest.mark.parametrize("names", [[], [f"liked {n}" for n in range(MOST_RECEIPTS + 1)]])
def test_too_few_or_too_many_are_refused(names: list[str]) -> None:
    with pytest.raises(InputError, match="can be looked at"):
        plan_receipts(many(40), ALL, names)


def test_an_attribute_of_somebody_elses_taste_is_refused() -> None:
    with pytest.raises(UnknownName, match="Unknown attribute 'night'"):
        plan_receipts(TASTE, ALL, ["night"])


def test_what_the_model_does_not_know_gets_no_picture() -> None:
    knows_one = familiarity_with(Known(words=("house",), attributes=("watercolor",)))
    assert plan_receipts(TASTE, knows_one) == ("watercolor",)
    with pytest.raises(InputError, match=r"pixel art.*does not act"):
        plan_receipts(TASTE, knows_one, ["pixel art"])
    with pytest.raises(InputError, match="Nothing of this taste acts"):
        plan_receipts(Preferences(), ALL)
