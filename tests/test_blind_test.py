"""Rounds of a blind test: what is drawn is what the protocol says, and nothing tells whose picture is whose."""

from __future__ import annotations

import collections
import io
import random
from typing import Any

import pytest
from PIL import Image

from tests.small_studio import TASTE, Watched
from viper_core.blind_test import MOST, RoundPlan, plan_round
from viper_core.bundle import Known
from viper_core.errors import Cancelled, FormatError, InputError, UnknownName
from viper_core.familiarity import familiarity_with
from viper_core.generated import Recipe
from viper_core.other_tastes import FAR, load_other_tastes, pick_others, taste_distance
from viper_core.preferences import Preferences
from viper_core.sampling import SamplingOptions
from viper_core.studio import BlindRound, Studio
from viper_core.vocabulary import load_vocabulary

STEPS = 2
ALL = familiarity_with(None)
OPTIONS = SamplingOptions(num_inference_steps=STEPS, guidance_scale=3.0, height=64, width=64, beta=0.8, seed=7)
RECIPE = Recipe("a house", TASTE, OPTIONS)


@pytest.fixture
def visitor(studio: Studio) -> str:
    visitor = studio.new_visitor()
    studio.import_preferences(visitor, TASTE.to_json())
    return visitor


def plan(protocol: Any, *, count: int = 8, seed: int = 1, recipe: Recipe = RECIPE) -> RoundPlan:
    return plan_round(recipe, protocol, count, ALL, random.Random(seed))


def a_round(studio: Studio, visitor: str, protocol: Any = "others", **more: Any) -> BlindRound:
    *_, last = studio.blind_round(visitor, "a house", protocol, OPTIONS, count=3, **more)
    assert isinstance(last, BlindRound)
    return last


# -- what is drawn -----------------------------------------------------------------------------------------------------


def test_among_unpersonalised_pictures_only_mine_has_a_taste_and_every_one_its_own_seed() -> None:
    made = plan("unpersonalized")
    mine, *others = made.recipes
    assert (mine.preferences, mine.options.beta) == (TASTE, 0.8)
    assert [(one.preferences, one.options.beta) for one in others] == [(None, 0.0)] * 7
    assert len({one.options.seed for one in made.recipes}) == 8


def test_among_pictures_for_others_all_is_equal_but_the_taste() -> None:
    made = plan("others")
    mine, *others = made.recipes
    assert mine.preferences == TASTE
    assert {one.options for one in made.recipes} == {mine.options}
    assert {one.prompt for one in made.recipes} == {"a house"}
    assert len({one.preferences.to_json() for one in made.recipes if one.preferences}) == 8
    for one in others:
        assert one.preferences is not None
        for side in ("liked", "disliked"):
            assert [a.weight for a in one.preferences.active(side)] == [a.weight for a in TASTE.active(side)]  # type: ignore[arg-type]


def test_the_seed_that_the_person_knows_is_not_used() -> None:
    for protocol in ("others", "unpersonalized"):
        for seed in range(20):
            assert OPTIONS.seed not in {one.options.seed for one in plan(protocol, seed=seed).recipes}


def test_mine_is_drawn_first_and_shown_anywhere() -> None:
    places = collections.Counter(plan("others", count=4, seed=seed).mine for seed in range(400))
    assert set(places) == {0, 1, 2, 3}
    assert all(60 <= number <= 140 for number in places.values())  # 100 expected; 5 standard deviations are 43
    assert all(plan("others", seed=seed).recipes[0].preferences == TASTE for seed in range(20))


def test_the_places_are_the_systems_own_and_differ_from_round_to_round() -> None:
    assert len({plan_round(RECIPE, "unpersonalized", 8, ALL).places for _ in range(20)}) > 10


def test_what_is_shown_is_each_picture_at_its_place() -> None:
    made = plan("unpersonalized", count=5)
    shown = made.as_shown(["mine", "b", "c", "d", "e"])
    assert shown[made.mine] == "mine" and sorted(shown) == ["b", "c", "d", "e", "mine"]
    assert made.makers[made.mine].liked == ("watercolor", "soft light")
    assert [bool(maker.liked) for maker in made.makers].count(True) == 1


def test_what_is_told_of_mine_is_what_acts() -> None:
    knows_one = familiarity_with(Known(words=("house",), attributes=("watercolor",)))
    made = plan_round(RECIPE, "unpersonalized", 3, knows_one, random.Random(1))
    assert (made.makers[made.mine].liked, made.makers[made.mine].disliked) == (("watercolor",), ())


@pytest.mark.parametrize("count", [0, 1, MOST + 1])
def test_a_round_of_too_few_or_too_many_is_refused(count: int) -> None:
    with pytest.raises(InputError, match="2 to 8 pictures"):
        plan("others", count=count)


def test_where_mine_would_be_like_any_other_nothing_is_tested() -> None:
    with pytest.raises(InputError, match="β 0"):
        plan("others", recipe=Recipe("a house", TASTE, SamplingOptions(**{**vars(OPTIONS), "beta": 0.0})))
    with pytest.raises(InputError, match="Nothing of your taste acts"):
        plan("others", recipe=Recipe("a house", Preferences(), OPTIONS))
    knows_nothing = familiarity_with(Known(words=("house",)))
    with pytest.raises(InputError, match="Nothing of your taste acts"):
        plan_round(RECIPE, "unpersonalized", 4, knows_nothing)


# -- others' tastes ----------------------------------------------------------------------------------------------------


def test_the_bundled_tastes_are_sound() -> None:
    vocabulary, tastes = load_vocabulary(), load_other_tastes()
    assert len(tastes) >= 4 * MOST
    for taste in tastes:
        for side in (taste.liked, taste.disliked):
            names = {one.name for one in side}
            for one in side:
                entry = vocabulary.get(one.name)
                assert entry is not None and entry.name == one.name
                assert entry.opposite not in names
    first = [Preferences(liked=taste.liked[:10], disliked=taste.disliked[:10]) for taste in tastes]
    assert min(taste_distance(a, b) for n, a in enumerate(first) for b in first[:n]) >= FAR


def test_others_are_restricted_to_what_the_model_knows_and_far_from_mine() -> None:
    info = Known(attributes=tuple(entry.name for entry in load_vocabulary().entries if entry.renderable)[:40])
    knows_some = familiarity_with(info)
    mine = knows_some.taste(Preferences.parse({"liked": list(info.attributes[:4]), "disliked": []})).acting
    others = pick_others(mine, 7, knows_some, random.Random(3))
    for other in others:
        assert {one.name for one in other.liked} <= set(info.attributes)
        assert len(other.liked) == 4 and not other.disliked
        assert taste_distance(mine, other) >= FAR


def test_where_too_few_are_far_away_the_farthest_are_taken() -> None:
    tastes = [
        Preferences.parse({"liked": names}) for names in (["night", "foggy"], ["foggy", "sunset"], ["snowy", "dawn"])
    ]
    mine = tastes[0]
    assert pick_others(mine, 2, ALL, random.Random(0), tastes=tastes) == (tastes[2], tastes[1])
    with pytest.raises(FormatError, match="3 tastes of others"):
        pick_others(mine, 4, ALL, random.Random(0), tastes=tastes)


def test_distances_are_jaccards() -> None:
    one, other = (
        Preferences.parse({"liked": ["night", "foggy"]}),
        Preferences.parse({"liked": ["night"], "disliked": ["foggy"]}),
    )
    assert taste_distance(one, one) == 0.0
    assert taste_distance(one, other) == pytest.approx(1 - 1 / 3)
    assert taste_distance(Preferences(), Preferences()) == 0.0


# -- the whole round ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("protocol", ["others", "unpersonalized"])
def test_before_the_answer_only_shares_and_bare_pictures_are_told(studio: Studio, visitor: str, protocol: Any) -> None:
    *shares, shown = studio.blind_round(visitor, "a house", protocol, OPTIONS, count=3)
    assert all(type(share) is float for share in shares)
    assert shares == pytest.approx([(n + 1) / (3 * STEPS) for n in range(3 * STEPS)])
    assert isinstance(shown, BlindRound)
    assert len(shown.pictures) == 3
    for data in shown.pictures:
        assert Image.open(io.BytesIO(data)).info == {}
    told = repr(shown) + repr(studio.open_round(visitor)) + studio.votes_csv(visitor)
    assert "mine=" not in told and "watercolor" not in told


def test_mine_is_the_picture_that_my_taste_draws_at_the_secret_seed(studio: Studio, visitor: str) -> None:
    shown = a_round(studio, visitor, "unpersonalized")
    trial = studio.vote(visitor, shown.trial, 0)
    for place, data in enumerate(shown.pictures):
        is_mine = place == trial.mine
        options = SamplingOptions(
            **{**vars(OPTIONS), "seed": trial.makers[place].seed, "beta": 0.8 if is_mine else 0.0}
        )
        *_, alone = studio.generate("a house", TASTE if is_mine else None, options)
        assert Image.open(io.BytesIO(data)).tobytes() == alone.image.tobytes()  # type: ignore[union-attr]


def test_a_round_is_answered_passed_or_given_up(studio: Studio, visitor: str) -> None:
    shown = a_round(studio, visitor)
    waiting = studio.open_round(visitor)
    assert waiting is not None
    assert (waiting.trial, waiting.count, waiting.prompt, waiting.protocol) == (shown.trial, 3, "a house", "others")
    trial = studio.vote(visitor, shown.trial, 2)
    assert trial.is_hit == (trial.mine == 2)
    studio.vote(visitor, a_round(studio, visitor).trial, None)
    studio.give_round_up(visitor, a_round(studio, visitor).trial)
    score = studio.blind_scores(visitor)["others"]
    assert (score.answered, score.passed, score.void) == (1, 1, 1)
    assert studio.votes_csv(visitor).count("\n") == 4
    with pytest.raises(UnknownName):
        studio.vote(studio.new_visitor(), shown.trial, 0)


def test_a_stopped_round_leaves_nothing_and_the_open_one_open(studio: Studio, visitor: str) -> None:
    shown = a_round(studio, visitor)
    asked = iter([False, False, False, True])
    with pytest.raises(Cancelled):
        list(studio.blind_round(visitor, "a house", "others", OPTIONS, count=3, is_cancelled=lambda: next(asked, True)))
    waiting = studio.open_round(visitor)
    assert waiting is not None and waiting.trial == shown.trial
    assert studio.jobs == 0


def test_what_cannot_be_tested_is_said_before_anything_is_drawn(studio: Studio, backend: Watched) -> None:
    newcomer = studio.new_visitor()
    with pytest.raises(InputError, match="Nothing of your taste"):
        list(studio.blind_round(newcomer, "a house", "others", OPTIONS))
    with pytest.raises(InputError, match="prompt is empty"):
        studio.blind_round(newcomer, " ", "others", OPTIONS)
    with pytest.raises(UnknownName):
        studio.blind_round("x" * 32, "a house", "others", OPTIONS)
    assert backend.evaluations == 0
    assert studio.open_round(newcomer) is None
