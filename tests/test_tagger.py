"""The tagger that the rules are weighed against: it learns what it is shown, so that its figures mean something."""

from __future__ import annotations

from benchmarks.extraction import Labelled
from benchmarks.tagger import Tagger, labelled, measure, named_in, simulated


def comment(text: str, *, liked: str = "", disliked: str = "") -> Labelled:
    return Labelled(
        text, "tune", text, (), frozenset(filter(None, [liked])), frozenset(filter(None, [disliked])), frozenset()
    )


SHOWN = [
    comment("I love the fog", liked="foggy"),
    comment("I love neon", liked="neon colors"),
    comment("I hate the fog", disliked="foggy"),
    comment("I hate neon", disliked="neon colors"),
    comment("There is fog"),
    comment("There is neon"),
] * 5


def test_it_learns_what_it_is_shown_and_carries_it_to_other_things() -> None:
    tagger = Tagger(labelled(SHOWN), seed=1)
    assert measure(tagger, SHOWN) == (1.0, 0.0)
    new = [comment("I love grain", liked="grainy texture"), comment("I hate mosaics", disliked="mosaic")]
    assert measure(tagger, new) == (1.0, 0.0)
    assert measure(tagger, [comment("I love grain", disliked="grainy texture")])[1] == 1.0


def test_what_is_named_is_not_among_its_own_features() -> None:
    ((name, known),) = named_in("I love the fog")
    assert name == "foggy" and not any("fog" in feature for feature in known)
    first, second = named_in("I love fog and grain")
    assert any("NAMED" in feature for feature in first[1]) and not any("grain" in feature for feature in first[1])
    assert second[0] == "grainy texture"


def test_simulated_people_give_both_feelings() -> None:
    assert {wanted for _, wanted in simulated(3, seed=2)} >= {1, 2}
