from __future__ import annotations

from viper_core.conflicts import Conflict, find_conflicts
from viper_core.preferences import Attribute, Preferences
from viper_core.vocabulary import load_vocabulary


def side(*names: str, **changes: object) -> tuple[Attribute, ...]:
    return tuple(Attribute(name=name, category="mood", **changes) for name in names)  # type: ignore[arg-type]


def found(*, liked: tuple[Attribute, ...] = (), disliked: tuple[Attribute, ...] = ()) -> list[Conflict]:
    return list(find_conflicts(Preferences(liked=liked, disliked=disliked), load_vocabulary()))


def test_opposites_on_one_side_are_a_conflict() -> None:
    assert found(liked=side("warm colors", "fog", "cool colors")) == [
        Conflict("opposites", "warm colors", "cool colors")
    ]
    assert found(disliked=side("cool colors", "warm colors")) == [Conflict("opposites", "cool colors", "warm colors")]


def test_liking_one_thing_and_disliking_its_opposite_is_none() -> None:
    assert found(liked=side("warm colors"), disliked=side("cool colors")) == []


def test_one_attribute_under_two_names_is_a_conflict_on_both_sides_and_double_on_one() -> None:
    form = next(form for form in load_vocabulary().get("watercolor").forms[1:] if "{" not in form)  # type: ignore[union-attr]
    assert found(liked=side("watercolor"), disliked=side(form)) == [Conflict("contrary", "watercolor", form)]
    assert found(liked=side("watercolor", form)) == [Conflict("double", "watercolor", form)]


def test_what_is_switched_off_or_unknown_takes_no_part() -> None:
    assert found(liked=(*side("warm colors"), *side("cool colors", enabled=False))) == []
    assert found(liked=(*side("warm colors"), *side("cool colors", weight=0.0))) == []
    assert found(liked=side("zigzag glitter", "glitter zigzag"), disliked=side("qwertz")) == []


def test_the_order_of_the_vocabulary_does_not_matter_when_only_one_names_the_other_its_opposite() -> None:
    vocabulary = load_vocabulary()
    one_sided = [
        (entry.name, entry.opposite)
        for entry in vocabulary.entries
        if entry.opposite is not None and vocabulary.get(entry.opposite).opposite != entry.name  # type: ignore[union-attr]
    ]
    for name, opposite in one_sided[:5]:
        assert len(found(liked=side(name, opposite))) == 1
        assert len(found(liked=side(opposite, name))) == 1
