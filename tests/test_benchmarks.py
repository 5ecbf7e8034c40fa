"""The figures we claim are counted right: intervals, wins, saturated pixels; and every command runs to its end."""

from __future__ import annotations

import hashlib
import json
import math
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from PIL import Image
from scipy.stats import binomtest

from benchmarks import startup
from benchmarks.cases import (
    HEADLINE,
    PAIRS,
    PAIRS_TRIED,
    Case,
    directions,
    headline,
    places,
    plain_prompts,
    preferences_of,
    prompts,
)
from benchmarks.combinations import Apart, rarest, rarest_of, unseen
from benchmarks.common import (
    Figure,
    Progress,
    Report,
    Share,
    clean,
    evenly,
    log_row,
    mean,
    ratio,
    render,
    run_command,
    typed_command,
    wilson,
)
from benchmarks.contact_sheet import CELL, TASTES, prompts_of, save_small, tastes_of
from benchmarks.contact_sheet import lay_out as lay_out_columns
from benchmarks.faithfulness import attribute_share, combination_figure, false_share, headline_share, subject_share
from benchmarks.feature_distance import frechet_distance
from benchmarks.guidance_grid import Setting, choose, lay_out
from benchmarks.monotonicity import Course
from benchmarks.personalization import Outcome, seeded_cases, summarize
from benchmarks.speed import measure
from benchmarks.stack import draw_stack
from benchmarks.startup import ModelStart, StartFailed, answers, free_port, resident_memory, running, wait_for
from benchmarks.startup import report_of as startup_report
from benchmarks.verdicts import Bench, Examiner, Job, Ledger, Verdict, autoencoder_of, saturated_share
from tests.tiny import MINI_SIDE, tiny_backend, tiny_mini, tiny_sdxl
from tests.tree import ROOT
from training.atelier import ATTRIBUTES, SUBJECTS, WORLDS, consistent, draw
from training.classifier import Judge, judged_heads, save_judge
from training.data import heads_of
from viper_core.bundle import Known, read_manifest
from viper_core.errors import InputError, ModelUnavailable
from viper_core.sampling import SamplingOptions
from viper_core.studio import Studio

COMMANDS = (
    "feature_distance", "faithfulness", "personalization", "monotonicity", "contact_sheet", "speed", "startup",
    "guidance_grid",
)  # fmt: skip
HEADS = heads_of("mini")
KNOWN = Known(
    subjects=HEADS["subject"][1:],
    settings=HEADS["setting"][1:],
    attributes=WORLDS["mini"].attributes,
)
MIDI_HEADS = heads_of("midi")
MIDI = Known(
    subjects=MIDI_HEADS["subject"][1:],
    settings=MIDI_HEADS["setting"][1:],
    attributes=WORLDS["midi"].attributes,
)
OPTIONS = SamplingOptions(num_inference_steps=2, guidance_scale=3.0, height=MINI_SIDE, width=MINI_SIDE)


def verdict(
    subject: str = "cat", *, saturated: float = 0.1, named: Mapping[str, str] | None = None, **log_p: float
) -> Verdict:
    return Verdict({"subject": subject, **(named or {})}, {"night": -1.0, "sunset": -1.0, **log_p}, saturated)


def outcome(before: Verdict, after: Verdict, *, liked: str = "night", disliked: str = "sunset") -> Outcome:
    return Outcome(liked, disliked, "cat", before, after)


# --- arithmetic ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hits", "total"), [(0, 10), (5, 10), (10, 10), (350, 500), (1, 840), (839, 840)])
def test_wilsons_interval_is_that_of_scipy(hits: int, total: int) -> None:
    expected = binomtest(hits, total).proportion_ci(method="wilson")
    assert wilson(hits, total) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_wilsons_interval_of_five_in_ten_is_the_one_of_the_textbook() -> None:
    assert wilson(5, 10) == pytest.approx((0.2366, 0.7634), abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
    with pytest.raises(ValueError, match="11 hits of 10"):
        wilson(11, 10)


def test_a_share_counts_what_is_true_and_says_how_sure_it_is() -> None:
    share = Share.of([True, False, True, True])
    assert (share.hits, share.total, share.value) == (3, 4, 0.75)
    assert str(Share(350, 500)) == "70.0 % (65.8–73.9, n = 500)"
    assert math.isnan(Share(0, 0).value)
    assert str(Share(0, 0)) == "no case"


def test_saturated_pixels_are_those_with_any_channel_at_an_end() -> None:
    pixels = np.full((2, 3, 3), 128, np.uint8)
    assert saturated_share(pixels) == 0
    pixels[0, 0] = (2, 128, 128)
    pixels[0, 1] = (128, 253, 128)
    pixels[0, 2] = (3, 252, 128)
    pixels[1, 0] = (0, 255, 0)
    assert saturated_share(pixels) == pytest.approx(3 / 6)


def test_a_ratio_over_nothing_is_one_only_of_nothing() -> None:
    assert ratio(3.0, 2.0) == 1.5
    assert ratio(0.0, 0.0) == 1.0
    assert ratio(0.1, 0.0) == math.inf
    assert math.isnan(mean([]))


def test_a_limit_takes_cases_of_all_kinds() -> None:
    assert evenly(range(10), 3) == (0, 3, 6)
    assert evenly(range(3), 5) == evenly(range(3), None) == (0, 1, 2)


def test_a_case_is_won_where_the_preference_rises_and_only_there() -> None:
    before = verdict(night=-2.0, sunset=-1.0)
    risen = outcome(before, verdict(night=-1.5, sunset=-1.5))
    assert risen.rise == pytest.approx(1.0)
    assert risen.is_won
    assert not outcome(before, before).is_won
    assert not outcome(before, verdict(night=-1.0, sunset=0.5)).is_won
    assert not replace(risen, liked="sunset", disliked="night").is_won


def test_a_subject_counts_as_kept_only_where_it_was_there_before() -> None:
    cat, dog = verdict("cat"), verdict("dog")
    summary = summarize([outcome(cat, cat), outcome(cat, dog), outcome(dog, cat), outcome(dog, dog)])
    assert summary.kept == Share(1, 2)
    assert summary.wins == Share(0, 4)


def test_the_liked_attribute_is_counted_where_the_judge_names_it() -> None:
    night = verdict(named={"time": "night"})
    assert summarize([outcome(night, night), outcome(night, verdict())]).shown == Share(1, 2)


def test_clipping_is_the_saturated_pixels_of_all_pairs_over_those_at_beta_zero() -> None:
    low, high, none = (verdict(saturated=share) for share in (0.1, 0.3, 0.0))
    one = [outcome(low, high), outcome(none, low)]  # 0.2 over 0.05, though the second picture alone has infinity
    other = [outcome(low, low, liked="sunset", disliked="night"), outcome(none, none, liked="sunset", disliked="night")]
    assert summarize(one).clipping == pytest.approx(4.0)
    both = [summarize(one).clipping, summarize(other).clipping]
    assert summarize([*one, *other]).clipping == pytest.approx(mean(both)) == pytest.approx(2.5)
    assert math.isnan(summarize(one).clipping_beyond_look)


def test_what_the_look_itself_saturates_is_told_apart_from_clipping() -> None:
    before, after, words = (verdict(saturated=share) for share in (0.01, 0.3, 0.25))
    summary = summarize([replace(outcome(before, after), in_words=words)])
    assert summary.clipping == pytest.approx(30)
    assert summary.clipping_beyond_look == pytest.approx(1.2)


def test_the_bounds_hold_at_the_bounds_and_not_beyond() -> None:
    base = summarize([replace(outcome(verdict(), verdict()), in_words=verdict())])
    at = replace(base, wins=Share(95, 100), kept=Share(90, 100), before=0.1, after=0.15, in_words=0.1)
    assert at.bounds == (True, True, True, True)
    beyond = replace(at, wins=Share(94, 100), kept=Share(89, 100), after=0.151)
    assert beyond.bounds == (False, False, False, False)
    assert replace(at, kept=Share(0, 0), in_words=math.nan).bounds == (True, False, True, False)


def test_attributes_count_where_they_were_asked_for_and_where_not() -> None:
    cases = [Case("cat", "in a town", ("night",), 0), Case("cat", "in a town", ("night",), 1), Case("fish", "", (), 2)]
    verdicts = [verdict(named={"time": "night"}), verdict(), verdict(named={"time": "night"})]
    assert attribute_share("night", cases, verdicts) == Share(1, 2)
    assert false_share("night", cases, verdicts) == Share(1, 1)
    assert subject_share(cases, verdicts) == Share(2, 3)
    assert headline_share(("night",), cases, verdicts) == Share(1, 2)
    assert headline_share(("mosaic",), cases, verdicts) == Share(0, 0)


def settled(scale: float, *, subject: int, wins: int = 96, kept: int = 92, clipping: float = 1.2) -> Setting:
    base = summarize([outcome(verdict(), verdict())])
    summary = replace(base, wins=Share(wins, 100), kept=Share(kept, 100), after=clipping * 0.1, in_words=0.1)
    by_beta = {0.85: summary}
    return Setting(scale, 0.0, Share(subject, 100), Share(subject, 100), 0.01, by_beta)


def test_the_guidance_to_ship_is_the_most_faithful_that_keeps_the_bounds() -> None:
    clipped, weak, good = settled(6, subject=95, clipping=2.0), settled(1, subject=50), settled(3, subject=80)
    assert choose([clipped, weak, good]) is good
    assert good.keeps_bounds and not clipped.keeps_bounds
    assert clipped.shortfall == pytest.approx(1 / 3)


def test_where_no_guidance_keeps_the_bounds_the_smallest_miss_is_chosen() -> None:
    nearly, far = settled(2, subject=50, wins=94), settled(3, subject=90, kept=40)
    assert choose([far, nearly]) is nearly


# --- cases -----------------------------------------------------------------------------------------------------------


def test_prompts_are_the_same_every_time_and_other_with_another_seed() -> None:
    assert prompts(KNOWN, 30) == prompts(KNOWN, 60)[:30]
    assert prompts(KNOWN, 30, seed=1) != prompts(KNOWN, 30)


def test_every_prompt_can_be_drawn_and_names_only_what_the_model_knows() -> None:
    for case in prompts(KNOWN, 500):
        assert case.subject in KNOWN.subjects and case.setting in KNOWN.settings
        assert case.setting in SUBJECTS[case.subject].settings
        assert set(case.attributes) <= set(KNOWN.attributes)
        assert len(case.attributes) <= 3 and consistent(frozenset(case.attributes))
        assert all(name in case.prompt for name in case.attributes)


@pytest.mark.parametrize("known", [KNOWN, MIDI], ids=["mini", "midi"])
def test_two_thousand_prompts_ask_for_every_headline_attribute_and_subject_equally_often(known: Known) -> None:
    cases, names = prompts(known, 2000), headline(known)
    assert len(names) == 30
    turns = len(names) + 1
    for i, name in enumerate((*names, None)):
        its_turn = cases[i::turns]
        assert len(its_turn) in (2000 // turns, 2000 // turns + 1)
        assert all(name in case.attributes for case in its_turn) if name else not any(c.attributes for c in its_turn)
    counts = [sum(case.subject == subject for case in cases) for subject in known.subjects]
    assert max(counts) - min(counts) <= 1
    assert len({case.seed for case in cases}) == 2000


def test_the_headline_attributes_are_of_as_many_categories_as_the_model_knows() -> None:
    names = headline(MIDI)
    assert {ATTRIBUTES[name].category for name in names} == {ATTRIBUTES[name].category for name in MIDI.attributes}
    assert names[:10] == headline(KNOWN)[:10] == HEADLINE[:10]
    assert len(set(HEADLINE)) == len(HEADLINE)


def test_a_model_is_asked_only_for_the_headline_attributes_that_it_knows() -> None:
    few = KNOWN.model_copy(update={"attributes": tuple(n for n in KNOWN.attributes if n != "mosaic")})
    assert "mosaic" in headline(KNOWN) and "mosaic" not in headline(few)
    assert headline(few, 3) == HEADLINE[:3]
    assert not any("mosaic" in case.attributes for case in prompts(few, 100))
    with pytest.raises(InputError, match="no attribute"):
        prompts(KNOWN.model_copy(update={"attributes": ("sparkling",)}), 5)


def test_plain_prompts_are_different_and_use_every_subject_first() -> None:
    cases = plain_prompts(KNOWN, 10)
    assert len({case.prompt for case in cases}) == 10
    assert {case.subject for case in cases[: len(KNOWN.subjects)]} == set(KNOWN.subjects)
    assert all(case.attributes == () for case in cases)
    with pytest.raises(InputError, match="prompts were asked for"):
        plain_prompts(KNOWN, len(places(KNOWN)) + 1)


@pytest.mark.parametrize("known", [KNOWN, MIDI], ids=["mini", "midi"])
def test_thirty_pairs_are_tried_both_ways(known: Known) -> None:
    found = directions(known)
    assert len(found) == 2 * PAIRS_TRIED == 60
    assert len(set(found)) == 60 and all((b, a) in found for a, b in found)
    assert all({a, b} <= set(known.attributes) for a, b in found)
    assert len({frozenset(pair) for pair in PAIRS}) == len(PAIRS)
    with pytest.raises(InputError, match="12 are needed"):
        directions(known.model_copy(update={"attributes": ("night", "sunset")}))


def test_the_thirty_pairs_of_the_larger_world_are_spread_over_the_categories() -> None:
    categories = [{ATTRIBUTES[name].category for name in pair} for pair in directions(MIDI)[::2]]
    assert len(set.union(*categories)) >= 18
    assert all(sum(category in pair for pair in categories) <= 10 for category in set.union(*categories))


# --- combinations that a model has not seen --------------------------------------------------------------------------


def test_a_model_that_left_nothing_out_has_no_unseen_combination() -> None:
    assert unseen(KNOWN) is None
    apart = unseen(KNOWN.model_copy(update={"unseen": (("cat", "mosaic"),)}))
    assert apart is not None and apart.what == "unseen" and apart.combinations == {("cat", "mosaic")}
    assert apart.remark == f"1 of {8 * 30} combinations were left out"


def test_the_rarest_combinations_are_counted_for_every_attribute_by_itself() -> None:
    known = Known(subjects=("boat", "cat", "fish"), attributes=("mosaic", "night"))
    drawn = {("boat", "night"): 5, ("cat", "night"): 3, ("fish", "night"): 9, ("boat", "mosaic"): 90,
             ("cat", "mosaic"): 80}  # fmt: skip
    assert rarest_of(drawn, known) == {("cat", "night"), ("fish", "mosaic")}


def test_the_rarest_combinations_of_a_data_folder_are_read_from_its_scenes(tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text(json.dumps({"world": "mini", "seed": 0, "size": 256}))
    scenes = [("boat", ["night"]), ("cat", ["night", "mosaic"]), ("cat", ["night"]), ("boat", ["mosaic"])] * 3
    scenes.append(("cat", ["mosaic"]))
    lines = [json.dumps({"subject": subject, "attributes": names}) for subject, names in scenes]
    (tmp_path / "scenes-00000.jsonl").write_text("\n".join(lines[:7]))
    (tmp_path / "scenes-00001.jsonl").write_text("\n".join(lines[7:]))
    apart = rarest(Known(subjects=("boat", "cat"), attributes=("mosaic", "night")), tmp_path)
    assert apart.combinations == {("boat", "night"), ("boat", "mosaic")}
    assert apart.remark == "rare combinations are in 3 drawings each on average, others in 5"


def test_a_combination_counts_where_subject_and_attribute_are_both_named() -> None:
    cases = [Case("cat", "", ("night", "mosaic"), 0), Case("cat", "", ("night",), 1), Case("fish", "", ("night",), 2)]
    verdicts = [verdict("cat", named={"time": "night"}), verdict("dog", named={"time": "night"}), verdict("fish")]
    apart = Apart("unseen", frozenset({("cat", "night")}), "")
    assert apart.shares(cases, verdicts) == (Share(1, 2), Share(0, 2))


@pytest.mark.parametrize(("named", "holds"), [(95, True), (94, False)])
def test_unseen_combinations_may_fall_behind_by_five_points(named: int, holds: bool) -> None:
    cases = [Case("cat", "", ("night",), i) for i in range(100)] + [Case("fish", "", ("night",), i) for i in range(100)]
    told = [verdict("cat", named={"time": "night" if i < named else "none"}) for i in range(100)]
    told += [verdict("fish", named={"time": "night"})] * 100
    for what, expected in (("unseen", holds), ("rare", None)):
        figure = combination_figure(Apart(what, frozenset({("cat", "night")}), ""), cases, told)
        assert figure.holds is expected
        assert f"{named - 100:+d}.0 points" in figure.value


# --- more of β, more of a taste --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("preferences", "rises", "hardly_falls"),
    [
        ((-2.0, -1.0, 0.0, 0.5), True, True),
        ((-2.0, -1.0, -1.0, 0.5), False, True),  # a step that changes nothing is no rise
        ((-2.0, 7.0, 6.5, 7.2), False, True),  # as good as certain already
        ((-2.0, 1.0, 0.5, 2.0), False, False),
        ((1.0, 0.999, 0.998, 0.997), False, False),  # never by much, but down all the way
        ((-900.0, -800.0, 5.0, 6.0), True, True),
    ],
)
def test_a_course_rises_where_every_step_does(preferences: tuple[float, ...], rises: bool, hardly_falls: bool) -> None:
    course = Course("night", "sunset", "a cat", preferences)
    assert (course.rises, course.hardly_falls) == (rises, hardly_falls)


def test_no_two_cases_share_a_seed() -> None:
    cases = seeded_cases(plain_prompts(KNOWN, 10), 3)
    assert len({case.seed for case in cases}) == len(cases) == 30


# --- pictures, drawn once and judged ---------------------------------------------------------------------------------


def test_without_personalisation_taste_and_formula_make_no_new_picture() -> None:
    plain = Job("a cat", OPTIONS)
    assert Job("a cat", replace(OPTIONS, formula="released"), ("night",), ("sunset",)).key == plain.key
    assert Job("a cat", replace(OPTIONS, beta=0.85)).key == plain.key
    personal = Job("a cat", replace(OPTIONS, beta=0.85), ("night",), ("sunset",))
    others = [
        plain,
        replace(personal, prompt="a fish"),
        replace(personal, liked=("sunset",), disliked=("night",)),
        replace(personal, options=replace(personal.options, seed=1)),
        replace(personal, options=replace(personal.options, formula="released")),
        replace(personal, options=replace(personal.options, guidance_scale=2.0)),
    ]
    assert len({job.key for job in (personal, *others)}) == 7


@pytest.mark.parametrize("make", [tiny_mini, tiny_sdxl])
@pytest.mark.parametrize("beta", [0.0, 0.85])
def test_pictures_of_a_stack_are_those_drawn_one_at_a_time(make: Any, beta: float) -> None:
    backend = tiny_backend(make)
    texts, seeds = ["a cat in a town", "a boat on the sea, night", "a fish"], [3, 1, 2]
    options, taste = replace(OPTIONS, beta=beta), preferences_of(["watercolor", "night"], ["pixel art"])
    stacked = draw_stack(backend, texts, seeds, taste, options)
    for text, seed, picture in zip(texts, seeds, stacked, strict=True):
        (alone,) = draw_stack(backend, [text], [seed], taste, options)
        difference = np.asarray(alone, np.int16) - np.asarray(picture, np.int16)
        assert np.abs(difference).max() <= 1
        assert np.asarray(alone).std() > 0
    assert np.asarray(stacked[0]).tolist() != np.asarray(stacked[1]).tolist()


@pytest.fixture(scope="module")
def judge_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A judge of random weights over all heads of the mini world."""
    torch.manual_seed(5)
    folder = tmp_path_factory.mktemp("judge")
    save_judge(Judge(judged_heads("mini")), folder, {"world": "mini"})
    return folder


@pytest.fixture(scope="module")
def model_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shipped folder of the tiny pipeline that claims to know the mini world."""
    folder = tmp_path_factory.mktemp("models") / "viper-mini"
    tiny_mini().to(torch.float16).save_pretrained(folder, safe_serialization=True)
    weights = sorted(folder.rglob("*.safetensors"))
    manifest = {
        "name": "viper-mini", "version": "1", "known": KNOWN.model_dump(),
        "defaults": {"num_inference_steps": 2, "guidance_scale": 3.0, "height": MINI_SIDE, "width": MINI_SIDE},
        "sha256": {p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in weights},
    }  # fmt: skip
    (folder / "viper.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


class Counted:
    """A backend that counts the pictures it decodes."""

    def __init__(self, backend: Any) -> None:
        self._backend, self.decoded = backend, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def decode(self, latents: Any) -> Any:
        self.decoded += 1
        return self._backend.decode(latents)


def test_the_judge_names_the_likeliest_class_and_loses_no_probability(judge_folder: Path) -> None:
    bench = Bench(judge_folder)
    picture = np.random.default_rng(0).integers(0, 256, (MINI_SIDE, MINI_SIDE, 3), np.uint8)
    (told,) = bench.verdicts([picture])
    expected = bench.judge.probabilities(picture[None])
    assert told.subject == bench.judge.heads["subject"][int(expected["subject"].argmax())]
    assert set(told.log_p) == set(KNOWN.attributes)
    for head, classes in bench.judge.heads.items():
        if head != "subject":
            for i, name in enumerate(classes[1:], start=1):
                assert told.log_p[name] == pytest.approx(math.log(expected[head][0, i]), abs=1e-4)
    assert told.saturated == saturated_share(picture)


def test_a_drawing_can_go_through_the_autoencoder_before_it_is_judged(tmp_path: Path, judge_folder: Path) -> None:
    from PIL import Image

    from training.codec import fit_codec

    class Linear:
        """Paints latents as the codec's linear reconstruction does."""

        def decode(self, latents: Any) -> Any:
            return Image.fromarray(codec.decode(latents.numpy())[0])

    scenes = [case.scene(jitter=1.0) for case in prompts(KNOWN, 4, seed=0)]
    drawings = np.stack([draw(scene, 64) for scene in scenes])
    codec = fit_codec(drawings, channels=4)
    backend: Any = Linear()
    assert autoencoder_of(tmp_path, backend) is None
    codec.save(tmp_path / "codec" / "codec.safetensors")
    through = autoencoder_of(tmp_path, backend)
    assert through is not None
    bench = Bench(judge_folder)
    expected = bench.verdicts([codec.decode(codec.encode(one[None]))[0] for one in drawings])
    assert bench.of_drawings(scenes, through=through, size=64) == expected != bench.of_drawings(scenes, size=64)


def test_a_judge_who_cannot_tell_an_attribute_is_refused(judge_folder: Path) -> None:
    bench = Bench(judge_folder)
    bench.check_knows(KNOWN.subjects, KNOWN.attributes)
    with pytest.raises(InputError, match="cannot tell owl"):
        bench.check_knows(("cat", "owl"), ())
    with pytest.raises(ModelUnavailable, match="no judge in"):
        Bench(judge_folder / "nowhere")


def test_a_picture_is_drawn_once_and_after_an_interruption_only_the_rest(
    tmp_path: Path, judge_folder: Path, model_folder: Path
) -> None:
    counted: Any = Counted(tiny_backend(tiny_mini))
    ledger = Ledger(tmp_path / "verdicts.jsonl")
    examiner = Examiner(counted, read_manifest(model_folder), Bench(judge_folder), ledger, 2)
    jobs = [Job("a cat", replace(OPTIONS, seed=seed)) for seed in (0, 1, 2, 0)]
    first = examiner.verdicts(jobs, label="test")
    assert counted.decoded == 3
    assert first[0] == first[3] != first[1]

    with ledger.path.open("a", encoding="utf-8") as stream:
        stream.write('{"key": "cut o')  # as a kill leaves it
    again = replace(examiner, ledger=Ledger(ledger.path))
    assert again.verdicts([*jobs, Job("a fish", OPTIONS)], label="test")[:4] == first
    assert counted.decoded == 4
    assert len(Ledger(ledger.path)) == 4
    assert len(Ledger(ledger.path, fresh=True)) == 0


# --- the commands ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        import_module(f"benchmarks.{name}").main(["--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert "--json" in text and "--limit" in text


def test_a_command_is_a_module_of_its_own() -> None:
    command = [sys.executable, "-m", "benchmarks.faithfulness", "--help"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.startswith("usage:")


def run_json(name: str, capsys: pytest.CaptureFixture[str], *arguments: object) -> dict[str, Any]:
    import_module(f"benchmarks.{name}").main([*map(str, arguments), "--json"])
    printed: dict[str, Any] = json.loads(capsys.readouterr().out)
    return printed


@pytest.fixture
def places_of_a_run(tmp_path: Path, judge_folder: Path, model_folder: Path) -> tuple[object, ...]:
    common = ("--folder", model_folder, "--judge", judge_folder, "--results", tmp_path, "--device", "cpu")
    return (*common, "--batch", 3)


def test_faithfulness_runs_from_weights_to_figures(
    places_of_a_run: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run_json("faithfulness", capsys, *places_of_a_run, "--limit", 12)
    assert printed["subject"]["total"] == 12
    assert printed["subjects"].keys() == set(KNOWN.subjects)
    assert set(headline(KNOWN)[:12]) <= printed["attributes"].keys()
    assert [f["holds"] for f in printed["figures"]] == [False, False, None]  # random weights and a random judge
    assert run_json("faithfulness", capsys, *places_of_a_run, "--count", 12)["figures"] == printed["figures"]
    ten = run_json("faithfulness", capsys, *places_of_a_run, "--limit", 12, "--headline", 10)
    assert ten["headline"] == list(HEADLINE[:10])


def test_faithfulness_holds_unseen_combinations_apart(
    tmp_path: Path, places_of_a_run: tuple[object, ...], model_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(model_folder, other)
    facts = json.loads((other / "viper.json").read_text())
    facts["known"]["unseen"] = [[subject, name] for subject in KNOWN.subjects[:4] for name in KNOWN.attributes]
    (other / "viper.json").write_text(json.dumps(facts))
    printed = run_json("faithfulness", capsys, *places_of_a_run, "--folder", other, "--limit", 12)
    combinations = printed["combinations"]
    asked = sum(share["total"] for share in printed["attributes"].values())
    assert combinations["unseen"]["total"] + combinations["others"]["total"] == asked
    assert 0 < combinations["unseen"]["total"] < asked
    assert len(printed["figures"]) == 4


def test_personalization_runs_from_weights_to_figures(
    places_of_a_run: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--limit", 4, "--prompts", 2, "--seeds", 2, "--betas", 0.5, 0.85, "--formulas", "paper", "released")
    printed = run_json("personalization", capsys, *places_of_a_run, *arguments)
    settings = {(s["formula"], s["beta"]): s for s in printed["settings"]}
    assert settings.keys() == {("paper", 0.5), ("paper", 0.85), ("released", 0.5), ("released", 0.85)}
    assert all(s["preference_rises"]["total"] == 4 * 2 * 2 for s in settings.values())
    assert settings["paper", 0.85]["median_rise"] != settings["released", 0.85]["median_rise"]
    assert len(printed["tastes"]) == 4
    assert all(s["liked_is_named_in_words"]["total"] == 16 for s in settings.values())
    assert len(printed["figures"]) == 4
    assert "a quick run" in printed["remarks"][0]


def test_monotonicity_runs_from_weights_to_figures(
    places_of_a_run: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ("--limit", 2, "--prompts", 2, "--seeds", 2, "--betas", 0.5, 1)
    printed = run_json("monotonicity", capsys, *places_of_a_run, *arguments)
    assert printed["betas"] == [0, 0.5, 1]
    assert len(printed["courses"]) == printed["rises"]["total"] == 2 * 2
    assert all(len(course["preferences"]) == 3 for course in printed["courses"])
    assert len({tuple(course["preferences"]) for course in printed["courses"]}) == 4
    levels = [mean(course["preferences"][i] for course in printed["courses"]) for i in range(3)]
    assert printed["mean_preference"] == pytest.approx(levels)


def test_the_frechet_distance_of_known_crowds_is_the_one_of_the_formula() -> None:
    rng = np.random.default_rng(0)
    crowd = rng.normal(size=(20_000, 3))
    assert frechet_distance(crowd, crowd) < 1e-9
    assert frechet_distance(crowd, crowd + np.array([3.0, 0.0, 4.0])) == pytest.approx(25.0)
    # spread s against 1: (s - 1)^2 in each of the dimensions
    assert frechet_distance(crowd, rng.normal(size=(20_000, 3)) * 3.0) == pytest.approx(12.0, rel=0.05)
    assert frechet_distance(crowd, 2 * crowd) == pytest.approx(frechet_distance(2 * crowd, crowd))


def test_feature_distance_runs_from_weights_to_figures(
    places_of_a_run: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    printed = run_json("feature_distance", capsys, *places_of_a_run, "--limit", 6)
    assert printed["pictures"] == 6
    assert printed["distance"] > printed["floor"] > 0  # noise of random weights against drawings
    assert printed == run_json("feature_distance", capsys, *places_of_a_run, "--limit", 6)


def test_guidance_grid_runs_from_weights_to_a_sheet(
    tmp_path: Path, places_of_a_run: tuple[object, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    grid = ("--scales", 1.5, 3, "--rescales", 0, 0.5, "--betas", 0.85, "--told", 3, "--prompts", 2, "--limit", 2)
    sheet = tmp_path / "sheet.png"
    arguments = (*places_of_a_run, *grid, "--examples", 1, "--sheet", sheet)
    printed = run_json("guidance_grid", capsys, *arguments)
    assert [(s["guidance_scale"], s["guidance_rescale"]) for s in printed["settings"]] == [
        (1.5, 0.0), (1.5, 0.5), (3.0, 0.0), (3.0, 0.5),
    ]  # fmt: skip
    assert printed["chosen"].keys() == {"guidance_scale", "guidance_rescale"}
    with Image.open(sheet) as picture:
        assert picture.width > 2 * 144 and picture.height > 4 * 144


def test_a_sheet_has_a_cell_for_every_picture() -> None:
    red, blue = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    sheet = np.asarray(lay_out(["one", "two"], [("a", [red, blue]), ("b", [blue, blue])]))
    assert ((sheet == (255, 0, 0)).all(-1)).sum() == 144 * 144
    assert ((sheet == (0, 0, 255)).all(-1)).sum() == 3 * 144 * 144


@pytest.mark.parametrize("known", [KNOWN, MIDI], ids=["mini", "midi"])
def test_the_tastes_of_the_contact_sheet_are_known_agree_with_themselves_and_differ(known: Known) -> None:
    tastes = tastes_of(known)
    assert len(tastes) == TASTES == len({taste.liked for taste in tastes})
    for taste in tastes:
        assert 2 <= len(taste.liked) <= 3 and 2 <= len(taste.disliked) <= 3
        assert {*taste.liked, *taste.disliked} <= set(known.attributes)
        assert consistent(frozenset(taste.liked)) and not set(taste.liked) & set(taste.disliked)
        assert not any(set(taste.liked) <= set(other.liked) for other in tastes if other is not taste)
    cases = prompts_of(known)
    assert len({case.subject for case in cases}) == 8 and not any(case.attributes for case in cases)
    assert {case.subject for case in prompts_of(known, None)} == set(known.subjects)
    with pytest.raises(InputError, match="6 are needed"):
        tastes_of(known.model_copy(update={"attributes": known.attributes[:6]}))


def test_a_contact_sheet_has_every_picture_under_its_words(tmp_path: Path) -> None:
    red, blue = Image.new("RGB", (32, 32), "red"), Image.new("RGB", (32, 32), "blue")
    heading = (("+ watercolor", "#00ff00"), ("- night", "#00ff00"))
    columns = [(heading, [red, blue]), ((), [blue, blue])]
    with_words = np.asarray(lay_out_columns(columns, [("a cat",), ("a fish",)]))
    without = np.asarray(lay_out_columns(columns, [("",), ("",)]))
    assert ((with_words == (255, 0, 0)).all(-1)).sum() == CELL * CELL
    assert ((with_words == (0, 0, 255)).all(-1)).sum() == 3 * CELL * CELL
    changed = (with_words != without).any(-1).any(1)
    top, second = np.flatnonzero(changed)[[0, -1]]
    first_red = np.flatnonzero((with_words == (255, 0, 0)).all(-1).any(1))[0]
    assert top < first_red < second < with_words.shape[0] - CELL  # one caption over each row
    assert (with_words[:top, :CELL] != 255).any()  # the heading over them
    noise = Image.fromarray(np.random.default_rng(0).integers(0, 256, (1200, 1200, 3), np.uint8))
    assert save_small(noise, tmp_path / "noise.webp") == (tmp_path / "noise.webp").stat().st_size <= 1_500_000


def test_contact_sheets_run_from_weights_to_pictures(
    tmp_path: Path, model_folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, subjects = tmp_path / "tastes.webp", tmp_path / "more" / "subjects.png"
    places = ("--folder", model_folder, "--device", "cpu", "--out", out, "--subjects", subjects)
    printed = run_json("contact_sheet", capsys, *places, "--limit", 2, "--tastes", 2, "--batch", 3)
    assert len(printed["prompts"]) == 2 and len(printed["tastes"]) == 2
    assert printed["bytes"] == {str(path): path.stat().st_size for path in (out, subjects)}
    with Image.open(out) as sheet, Image.open(subjects) as known:
        assert sheet.width > 3 * CELL and sheet.height > 2 * CELL
        assert known.width > 4 * CELL and known.height > 2 * CELL
        pixels = np.asarray(sheet.convert("RGB"), np.float32)
    cells = [pixels[-CELL:-10, 6 + i * (CELL + 6) :][:, :CELL] for i in range(3)]
    assert all(cell.std() > 1 for cell in cells)
    assert np.abs(cells[0] - cells[1]).mean() > 0.5 and np.abs(cells[1] - cells[2]).mean() > 0.5


def test_speed_times_every_kind_as_often_as_asked() -> None:
    backend: Any = tiny_backend(tiny_mini)
    backend.info = replace(backend.info, defaults=OPTIONS)
    seconds = measure(backend, runs=2)
    assert seconds.keys() == {"β 0", "β 0.85", "decode", "preview"}
    assert all(len(values) == 2 and min(values) > 0 for values in seconds.values())


def test_speed_runs_from_weights_to_figures(model_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    options = ("--folder", model_folder, "--device", "cpu", "--runs", 2, "--steps", 3, "--stacks", 1, 2)
    printed = run_json("speed", capsys, *options)
    assert printed["stacks"].keys() == {"1", "2"} and min(printed["stacks"].values()) > 0
    assert "2 at a time" in printed["figures"][3]["value"]
    assert printed["steps"] == 3
    assert printed["ratio"] == pytest.approx(printed["median_seconds"]["β 0.85"] / printed["median_seconds"]["β 0"])


def test_missing_weights_are_one_line_and_status_two(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from benchmarks.speed import main

    with pytest.raises(SystemExit) as ended:
        run_command(lambda _: main(["--folder", str(tmp_path)]))
    assert ended.value.code == 2
    printed = capsys.readouterr()
    assert printed.out == "" and printed.err.count("\n") == 1 and "viper.json is missing" in printed.err


def test_a_row_for_the_log_has_its_five_cells() -> None:
    figure = Figure("a | b", "1.31 × (bound 1.8 ×)", True)
    row = log_row(figure, command="python -m benchmarks.speed", remarks="2 cores", day=date(2026, 11, 21))
    assert row == "| 2026-11-21 | a / b | 1.31 × (bound 1.8 ×) | `python -m benchmarks.speed` | 2 cores |"


def test_a_report_shows_tables_bounds_and_a_row_for_every_figure() -> None:
    figures = (Figure("speed", "3 s", True), Figure("size", "9 MB", False))
    report = Report("speed", figures, {}, ((("a", "b"), [("1", "2")]),), ("seed 0",))
    text = render(report, command="python -m benchmarks.speed", on="2 cores", day=date(2026, 11, 21))
    assert "| a | b |\n| --- | --- |\n| 1 | 2 |" in text
    assert "| speed | 3 s | holds |" in text and "| size | 9 MB | MISSED |" in text
    assert text.count("| 2026-11-21 |") == 2 and text.endswith("| 2 cores; seed 0 |")


def test_json_has_no_word_for_infinity_and_gets_none() -> None:
    value = {"a": math.inf, "b": (math.nan, 1.5), "c": {"d": Share(0, 0)}}
    assert clean(value) == {
        "a": None, "b": [None, 1.5], "c": {"d": {"hits": 0, "total": 0, "share": None, "low": 0.0, "high": 1.0}},
    }  # fmt: skip


def test_the_command_of_the_log_leaves_out_where_things_are_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    given = ["x", "--json", "--limit", "5", "--results", "out", "--sheet", "a.png", "--fresh", "--betas", "0.5"]
    given += ["--out", "b.webp", "--subjects", "c.webp"]
    monkeypatch.setattr(sys, "argv", given)
    assert typed_command("personalization") == "python -m benchmarks.personalization --limit 5 --betas 0.5"


def test_progress_speaks_seldom_and_at_the_end(capsys: pytest.CaptureFixture[str]) -> None:
    now = iter([0.0, 1.0, 6.0, 7.0, 8.0])
    progress = Progress("pictures", 4, clock=lambda: next(now))
    for _ in range(4):
        progress.advance()
    assert capsys.readouterr().err.splitlines() == [
        "pictures: 2 of 4, 3.00 s each, 6 s left",
        "pictures: 4 of 4, 2.00 s each, 0 s left",
    ]


# --- starting an app -------------------------------------------------------------------------------------------------


def test_a_server_is_timed_until_it_answers_and_stopped_after(tmp_path: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "http.server", str(port), "--bind", "127.0.0.1", "--directory", str(tmp_path)]
    url, started = f"http://127.0.0.1:{port}/", time.perf_counter()
    assert not answers(url)
    with running(command, folder=tmp_path) as process:
        seconds = wait_for(lambda: answers(url), process, started=started, folder=tmp_path, what="it answered")
        assert 0 < seconds <= time.perf_counter() - started
    assert process.poll() is not None
    assert not answers(url)


STAND_IN = """
from types import SimpleNamespace
from viper_core.studio import Studio
import time

class StandIn(Studio):
    def __init__(self):
        self.states = ["loading", "loading", "ready"]
        self.drawn = None
    def model_status(self):
        return SimpleNamespace(state=self.states.pop(0), message="as said")
    def default_options(self, **changes):
        return changes
    def generate(self, prompt, taste, options):
        self.drawn = (taste.liked[0].name, taste.disliked[0].name, options)
        yield from ()

studio = StandIn()
Studio.start_loading(studio)
while studio.drawn is None:
    time.sleep(0.01)
assert studio.drawn == ("watercolor", "night", {"beta": 0.85})
"""


def test_a_watched_app_says_when_its_model_is_ready_and_when_a_picture_is_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    began: list[object] = []
    monkeypatch.setattr(Studio, "start_loading", began.append)  # and restored, whatever the watcher puts there
    monkeypatch.setattr(startup, "ROOT", tmp_path)
    monkeypatch.setattr(sys, "argv", ["x"])
    monkeypatch.syspath_prepend(str(tmp_path))
    ready = tmp_path / "ready.json"
    monkeypatch.setenv("VIPER_BENCHMARK_READY_FILE", str(ready))
    (tmp_path / "app.py").write_text(STAND_IN, encoding="utf-8")
    startup.run_watched(["--port", "1"])
    assert sys.argv == ["app.py", "--port", "1"] and len(began) == 1
    said = json.loads(ready.read_text(encoding="utf-8"))
    assert (said["state"], said["message"]) == ("ready", "as said")
    assert 0.02 < said["load_seconds"] < 60
    until = time.monotonic() + 30
    while not ready.with_suffix(".drawn").exists() and time.monotonic() < until:
        time.sleep(0.01)
    assert ready.with_suffix(".drawn").exists()


def test_the_memory_of_a_process_is_what_it_holds(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "kept = b'x' * 200_000_000; print(1, flush=True); import time; time.sleep(60)"]
    with running(command, folder=tmp_path) as process:
        there = tmp_path / "output.txt"
        wait_for(lambda: there.read_text(), process, started=time.perf_counter(), folder=tmp_path, what="it was full")
        assert 2e8 < resident_memory(process.pid) < 3e8


def test_an_app_that_ends_early_fails_with_its_last_words(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "raise SystemExit('the port is taken')"]
    with running(command, folder=tmp_path) as process, pytest.raises(StartFailed, match="the port is taken"):
        wait_for(lambda: False, process, started=time.perf_counter(), folder=tmp_path, what="it answered")


def test_a_start_is_held_against_its_slowest_and_a_model_that_was_not_measured_has_no_row() -> None:
    starts = [ModelStart(9.0, 2.5, 900_000_000), ModelStart(12.0, 3.5, 1_400_000_000)]
    page, model, load, memory = startup_report([4.0, 3.0, 10.5], starts).figures
    assert page.value == "4.0 s, slowest 10.5 s (bound 10 s)" and page.holds is False
    assert model.value == "10.5 s, slowest 12.0 s" and model.holds is None
    assert load.value == "3.0 s, slowest 3.5 s (bound 3 s)" and load.holds is False
    assert memory.value == "1.40 GB (bound 2 GB)" and memory.holds is True
    assert [figure.holds for figure in startup_report([1.0], [ModelStart(4.0, 3.0, 2_000_000_001)]).figures] == [
        True, None, True, False,
    ]  # fmt: skip
    assert [figure.holds for figure in startup_report([3.0], []).figures] == [True]


def test_random_prompts_do_not_touch_the_global_generator() -> None:
    before = random.getstate()
    prompts(KNOWN, 20)
    assert random.getstate() == before
