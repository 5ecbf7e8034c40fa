"""What the rules are not sure of: it counts for neither side, is told with its words, and is rarely what is clear."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from benchmarks.confidence import Example, examples_of, filled, kept, learn, limit_for, ranked
from benchmarks.extraction import DATA
from viper_core.errors import FormatError
from viper_core.extractors import confidence
from viper_core.extractors.bundled import BundledExtractor
from viper_core.extractors.clauses import parse_comment
from viper_core.extractors.confidence import Confidence, load_confidence, marks_of
from viper_core.extractors.discourse import read_comment
from viper_core.extractors.hints import hint_for
from viper_core.extractors.readings import CommentReading, Finding, add_up
from viper_core.preferences import Comment
from viper_core.studio import Add, Remove, Studio
from viper_core.vocabulary import load_vocabulary

CLEAR = Finding("foggy", "atmosphere", 1.0, 7, 10)
UNCLEAR = Finding("grainy texture", "texture", -1.0, 19, 24, is_unclear=True)
TEXT = "I like fog and the grain, well"


@pytest.fixture
def doubting(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that doubts what is said of others, and nothing else."""
    table = Confidence(-9.0, {"< + PERSON": 18.0}, 0.5)
    monkeypatch.setattr(confidence, "load_confidence", lambda: table)


def marks(text: str) -> frozenset[str]:
    matcher = load_vocabulary().matcher
    tokens, sentences = parse_comment(text, matcher)
    readings = read_comment(text, matcher)
    return marks_of(tokens, sentences, readings, readings[0])


# -- what is unclear --------------------------------------------------------------------------------------------------


def test_what_is_unclear_is_in_neither_list_and_told_with_its_words() -> None:
    preferences, contradictions, unclear = add_up([CommentReading(Comment(text=TEXT), (CLEAR, UNCLEAR))])
    assert [one.name for one in (*preferences.liked, *preferences.disliked)] == ["foggy"] and not contradictions
    ((one,),) = (unclear,)
    assert (one.name, one.category, [place.quote for place in one.evidence]) == ("grainy texture", "texture", ["grain"])


def test_what_is_clear_elsewhere_is_not_asked_for_and_not_weakened() -> None:
    sure = CommentReading(Comment(text="I like grain"), (Finding("grainy texture", "texture", 1.0, 7, 12),))
    alone, _, _ = add_up([sure])
    both, contradictions, unclear = add_up([CommentReading(Comment(text=TEXT), (UNCLEAR,)), sure])
    assert both == alone and not contradictions and not unclear


@pytest.mark.usefixtures("doubting")
def test_the_studio_hands_what_is_unclear_to_the_person(tmp_path: Path) -> None:
    studio = Studio(data_dir=tmp_path)
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love stripes")
    studio.save_comment(visitor, "board-02", "My uncle paints and I love fog")
    for _ in range(2):  # the second time from what was kept
        result = studio.extract(visitor)
        assert [one.name for one in result.preferences.liked] == ["striped pattern"]
        assert [(one.name, one.evidence[0].image) for one in result.unclear] == [("foggy", "board-02")]
        ((image, hint),) = result.hints
        assert image == "board-02" and "foggy" in hint


@pytest.mark.usefixtures("doubting")
def test_what_is_unclear_waits_until_the_person_says_which_or_the_comment_goes(tmp_path: Path) -> None:
    studio = Studio(data_dir=tmp_path)
    visitor, other = studio.new_visitor(), studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love stripes")
    studio.save_comment(visitor, "board-02", "My uncle paints and I love fog")
    assert studio.visitor(visitor).unclear == ()  # nothing was read yet
    studio.extract(visitor)
    assert [one.name for one in studio.visitor(visitor).unclear] == ["foggy"]
    assert studio.visitor(other).unclear == ()
    studio.edit(visitor, Add("disliked", "foggy"))
    assert studio.visitor(visitor).unclear == ()
    studio.edit(visitor, Remove("foggy"))
    assert studio.visitor(visitor).unclear == ()  # what was removed is not asked about again
    for _ in range(2):
        studio.undo(visitor)
    assert [one.name for one in studio.visitor(visitor).unclear] == ["foggy"]
    studio.save_comment(visitor, "board-02", "")
    assert studio.visitor(visitor).unclear == ()


@pytest.mark.usefixtures("doubting")
def test_a_comment_of_which_all_is_unclear_gets_a_hint() -> None:
    assert hint_for("I love fog") is None
    hint = hint_for("My uncle paints and I love fog")
    assert hint is not None and hint.kind == "only_named"


# -- doubt ------------------------------------------------------------------------------------------------------------


def test_doubt_is_the_sigmoid_of_the_weights() -> None:
    table = Confidence(-1.0, {"a": 1.0, "b": 2.0}, 0.5)
    assert table.doubt({"a"}) == 0.5 == table.doubt({"a", "unheard of"})
    assert table.doubt(set()) < 0.5 < table.doubt({"a", "b"}) < 1.0
    assert table.doubt({"a", "b"}) + table.doubt(()) == pytest.approx(0.880797 + 0.268941, abs=1e-6)


def test_marks_call_the_parts_of_a_comment_by_what_they_do() -> None:
    found = marks("I don't like the fog but my uncle adores the stripes")
    assert {"disliked", "clauses 2+", "opening clause", "segment objects", "< - i", "< N the X", "> X but"} <= found
    assert not {"liked", "weak", "asks", "quotes"} & found
    around = {mark for mark in marks("too foggy") if mark[0] in "<>"}
    assert {"< ^ TOO- X", "< TOO- X $", "> X $"} <= around
    assert "by wish or degree" in marks("more fog please") and "by wish or degree" not in marks("I love fog")


def test_marks_of_the_contrary_feeling_are_other_marks() -> None:
    matcher = load_vocabulary().matcher
    text = "I love the fog, too grainy though"
    tokens, sentences = parse_comment(text, matcher)
    readings = read_comment(text, matcher)
    turned = [dataclasses.replace(readings[0], value=-readings[0].value), *readings[1:]]
    said, contrary = (marks_of(tokens, sentences, given, given[0]) for given in (readings, turned))
    assert "at face value" in said - contrary and "against face value" in contrary - said
    assert "segment agrees" in said - contrary and "segment objects" in contrary - said


@pytest.mark.parametrize("damaged", ["{", "[]", '{"bias": 0, "limit": 1}', '{"bias": "x", "limit": 1, "weights": {}}'])
def test_a_damaged_table_is_said(damaged: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "confidence.json"
    path.write_text(damaged, "utf-8")
    monkeypatch.setattr(confidence, "TABLE", path)
    with pytest.raises(FormatError, match=r"confidence\.json"):
        load_confidence.__wrapped__()


# -- the table of the package -----------------------------------------------------------------------------------------


def test_what_is_read_wrongly_is_doubted_far_more_often_than_what_is_read_rightly() -> None:
    examples = [one for one in examples_of(list(filled(DATA.with_name("sayings.txt"), "sayings"))) if one.truth]
    table = load_confidence()
    wrong, right = ([one for one in examples if one.is_wrong is outcome] for outcome in (True, False))
    unclear = [sum(table.doubt(one.marks) > table.limit for one in group) / len(group) for group in (wrong, right)]
    assert len(wrong) > 50 and unclear[0] > 0.6 > 0.25 > unclear[1]


@pytest.mark.parametrize(
    "text",
    [
        "I love the soft light", "too dark", "I hate stripes", "I don't like the grain", "needs more contrast",
        "I prefer watercolor to oil painting", "beautiful watercolour!", "the fog is lovely but the stripes are ugly",
        "I wish it were warmer", "not a fan of pixel art", "Stripes: no. Fog: yes.", "love the fog and the soft light",
    ],
)  # fmt: skip
def test_plain_words_are_clear(text: str) -> None:
    read = BundledExtractor({}).read([Comment(text=text)])
    assert not read.unclear and not read.preferences.is_empty


def test_the_table_lists_the_heaviest_marks_first() -> None:
    weights = list(json.loads(confidence.TABLE.read_text("utf-8"))["weights"].values())
    assert len(weights) > 100 and [abs(one) for one in weights] == sorted(map(abs, weights), reverse=True)


# -- learning it ------------------------------------------------------------------------------------------------------


def example(value: float, truth: int, *marks: str, lot: str = "a", comment: int = 0, name: str = "x") -> Example:
    contrary = frozenset("-" + mark if mark[0] != "-" else mark[1:] for mark in marks)
    return Example(lot, comment, name, value, truth, frozenset(marks), contrary)


def test_learning_finds_the_mark_that_goes_with_errors() -> None:
    right = [example(1.0, 1, "plain", "liked") for _ in range(40)]
    wrong = [example(1.0, -1, "odd", "liked") for _ in range(6)]
    table = learn(right + wrong)
    assert table.doubt({"odd", "liked"}) > 5 * table.doubt({"plain", "liked"})
    assert ranked(right + wrong, [table.doubt(one.marks) for one in right + wrong]) == 1.0


def test_what_is_kept_is_counted_as_the_benchmark_of_extraction_counts() -> None:
    examples = [example(1.0, 1), example(1.0, -1, comment=1), example(-1.0, 0, comment=2), example(1.0, 1, comment=3)]
    result = kept(examples, [0.1, 0.2, 0.1, 0.9], 0.5, true=4)
    assert (result.found, result.right, result.flipped) == (3, 2, 1) and result.f1 == 2 * 2 / 7
    sides = [example(1.0, 1), example(-0.5, 1)]  # named twice in one comment: the stronger feeling counts
    assert kept(sides, [0.1, 0.1], 0.5, true=1).flipped == 0
    named = [example(1.0, 1, comment=number) for number in range(3)]
    assert limit_for(lambda limit: kept(named, [0.1, 0.2, 0.9], limit, true=3), [0.1, 0.2, 0.9]) == 0.9
    assert limit_for(lambda limit: kept(named, [0.1, 0.2, 0.9], limit, true=2), [0.1, 0.2, 0.9]) == 0.2


def test_ways_of_saying_are_filled_with_the_things_that_their_signs_are_about(tmp_path: Path) -> None:
    path = tmp_path / "ways.txt"
    path.write_text("-+ less {n}, more {m}\n+- {a} is good, {n} is not\n", "utf-8")
    first, second = filled(path, "ways")
    assert first.text == "less fog, more pixel art" or first.disliked == {"foggy"}
    assert len(first.liked) == len(first.disliked) == len(second.liked) == 1 and "{" not in second.text


def test_an_extractor_that_lacks_a_setting_leaves_the_visitor_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("VIPER_CHAT_MODEL", raising=False)
    studio = Studio(data_dir=tmp_path, extractor="chat")
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love stripes")
    assert studio.visitor(visitor).unclear == ()
