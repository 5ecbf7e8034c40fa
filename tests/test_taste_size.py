from __future__ import annotations

import math

from benchmarks.taste_size import SIZES, Outcome, Taste, report_of, tastes_of
from benchmarks.verdicts import Verdict
from training.atelier import ATTRIBUTES
from viper_core.bundle import Known

KNOWN = Known(subjects=("cat",), attributes=tuple(ATTRIBUTES)[:40])


def _verdict(subject: str, *shown: str, **log_p: float) -> Verdict:
    named = {"subject": subject} | {ATTRIBUTES[name].slot: name for name in shown}
    return Verdict(named, {name.replace("_", " "): value for name, value in log_p.items()}, 0.0)


def test_tastes_are_of_the_size_asked_for_and_of_one_mind() -> None:
    for size in SIZES:
        tastes = tastes_of(KNOWN, size, 30)
        assert tastes == tastes_of(KNOWN, size, 40)[:30]
        assert len(set(tastes)) > 20
        for taste in tastes:
            assert (len(taste.liked), len(taste.disliked)) == size
            assert not set(taste.liked) & set(taste.disliked)
            assert {*taste.liked, *taste.disliked} <= set(KNOWN.attributes)


def test_leaning_is_the_mean_of_what_is_liked_less_the_mean_of_what_is_not() -> None:
    taste = Taste(("watercolor", "warm colors"), ("night",))
    told = _verdict("cat", watercolor=-1.0, warm_colors=-3.0, night=-0.5)
    assert math.isclose(taste.leaning(told), -1.5)


def test_a_slot_is_answered_by_any_of_what_is_liked_in_it() -> None:
    taste = Taste(("watercolor", "mosaic", "warm colors"), ("night",))
    assert taste.answered(_verdict("cat", "mosaic")) == (True, False)
    assert taste.answered(_verdict("cat", "oil painting", "warm colors")) == (False, True)


def test_subjects_count_only_where_they_were_there_without_the_taste() -> None:
    taste = Taste(("watercolor",), ("night",))
    cat, dog = (_verdict(who, watercolor=-2.0, night=-1.0) for who in ("cat", "dog"))
    liked = _verdict("cat", "watercolor", watercolor=-0.1, night=-4.0)
    gone = _verdict("dog", watercolor=-2.5, night=-1.0)
    outcomes = [Outcome(taste, "cat", cat, liked), Outcome(taste, "cat", cat, gone), Outcome(taste, "cat", dog, gone)]
    facts = report_of({(1, 1): outcomes}, beta=0.85).facts["sizes"][0]
    assert (facts["subject_kept"].hits, facts["subject_kept"].total) == (1, 2)
    assert (facts["leaning_rises"].hits, facts["leaning_rises"].total) == (1, 3)
    assert (facts["answered"].hits, facts["answered_at_0"].hits) == (1, 0)
    assert math.isclose(facts["mean_rise"], (4.9 - 0.5 - 0.5) / 3)
