"""Readings comment by comment: what changed is read again, contradictions are shown, and silence gets a kind hint."""

from __future__ import annotations

from pathlib import Path

import pytest

from viper_core.errors import Cancelled
from viper_core.extractors import ReadingProgress, WatchedExtractor, read_in_detail, read_with
from viper_core.extractors.bundled import BundledExtractor
from viper_core.extractors.hints import hint_for
from viper_core.preferences import Comment, Preferences
from viper_core.studio import Studio
from viper_core.vocabulary import load_vocabulary

SHOWN = {"seen": ("watercolor", "warm colors", "soft light")}
COMMENTS = [
    Comment(image="seen", text="I love the fog"),
    Comment(image="seen", text="I hate stripes, lovely colours"),
    Comment(image=None, text="the fog is a bit dull, I don't like it"),
]


# -- again, and only what changed -------------------------------------------------------------------------------------


def test_a_second_reading_reads_only_the_changed_comment_and_says_the_same_as_a_first() -> None:
    extractor = BundledExtractor(SHOWN)
    first = extractor.read(COMMENTS)
    changed = [COMMENTS[0], Comment(image="seen", text="I hate neon"), COMMENTS[2]]
    second = extractor.read(changed, earlier=first.readings)
    assert (first.reread, second.reread) == (3, 1)
    fresh = extractor.read(changed)
    assert second.preferences == fresh.preferences and second.contradictions == fresh.contradictions
    assert extractor.read(COMMENTS, earlier=second.readings).reread == 1


def test_the_same_words_about_another_picture_are_read_again() -> None:
    extractor = BundledExtractor({"a": ("warm colors",), "b": ("cool colors",)})
    first = extractor.read([Comment(image="a", text="lovely colours")])
    second = extractor.read([Comment(image="b", text="lovely colours")], earlier=first.readings)
    assert second.reread == 1 and [one.name for one in second.preferences.liked] == ["cool colors"]


def test_an_extractor_keeps_nothing_of_a_comment() -> None:
    extractor = BundledExtractor(SHOWN)
    extractor.read([Comment(text="I love xylographs and the secret word zanzibar")])
    assert "zanzibar" not in repr(vars(extractor))


# -- contradictions ---------------------------------------------------------------------------------------------------


def test_a_contradiction_is_shown_with_the_words_of_both_sides() -> None:
    read = BundledExtractor(SHOWN).read(COMMENTS)
    (one,) = read.contradictions
    assert one.name == "foggy" and [e.quote for e in one.liked] == ["fog"] == [e.quote for e in one.disliked]
    assert 0 < one.doubt <= 0.5 and read.preferences.find("foggy")[0] == one.side  # type: ignore[index]


def test_the_most_doubtful_contradiction_comes_first_and_agreement_is_none() -> None:
    texts = ["I love fog", "I love fog", "I hate fog", "I like grain", "I dislike grain", "I love neon", "I love neon"]
    found = BundledExtractor({}).read([Comment(text=text) for text in texts]).contradictions
    assert [one.name for one in found] == ["grainy texture", "foggy"]
    assert found[0].doubt == 0.5 > found[1].doubt


def test_the_stronger_side_wins_by_count_and_by_strength() -> None:
    def side(*texts: str) -> str:
        return BundledExtractor({}).extract([Comment(text=text) for text in texts]).find("foggy")[0]  # type: ignore[index]

    assert side("I like fog", "fog is ok", "I dislike fog") == "liked"
    assert side("fog is ok", "I absolutely HATE the fog!!!") == "disliked"
    assert side("I like fog", "I dislike fog") == "disliked"  # a tie goes to what was said last


# -- own words --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name", "category", "side"),
    [
        ("I love the Bollywood palette", "bollywood palette", "color_palette", "liked"),
        ("that goblincore aesthetic isn't for me", "goblincore aesthetic", "art_movement", "disliked"),
        ("Such smoochy colours, I like them", "smoochy colours", "color_palette", "liked"),
        ("I can't stand the Disneyesque lighting", "disneyesque lighting", "lighting", "disliked"),
    ],
)
def test_an_unknown_attribute_is_kept_as_it_was_said(text: str, name: str, category: str, side: str) -> None:
    preferences = BundledExtractor({}).extract([Comment(text=text)])
    found = preferences.find(name)
    assert found is not None and (found[0], found[1].category) == (side, category)
    (evidence,) = found[1].evidence
    assert evidence.quote.casefold() == name


@pytest.mark.parametrize("text", ["a ravishing palette", "the overall style is great", "I love the whole atmosphere"])
def test_praise_is_no_attribute_of_its_own(text: str) -> None:
    known = {entry.name for entry in load_vocabulary().entries}
    found = BundledExtractor({}).extract([Comment(text=text)])
    assert {one.name for one in (*found.liked, *found.disliked)} <= known


def test_duplicates_under_several_words_are_one_attribute_with_all_their_places() -> None:
    found = BundledExtractor({}).extract([Comment(text="I love watercolour"), Comment(text="aquarelles are lovely")])
    (one,) = found.liked
    assert one.name == "watercolor" and len(one.evidence) == 2


# -- progress, cancelling ---------------------------------------------------------------------------------------------


def test_progress_is_told_from_the_first_comment_to_the_last() -> None:
    told: list[ReadingProgress] = []
    extractor = BundledExtractor(SHOWN)
    assert isinstance(extractor, WatchedExtractor)
    assert read_with(extractor, COMMENTS, on_progress=told.append) == extractor.extract(COMMENTS)
    assert [(one.read, one.total) for one in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_reading_stops_between_comments_when_it_is_cancelled() -> None:
    told: list[ReadingProgress] = []
    with pytest.raises(Cancelled):
        BundledExtractor(SHOWN).read(COMMENTS, on_progress=told.append, is_cancelled=lambda: len(told) >= 2)
    assert [one.read for one in told] == [0, 1]


# -- hints ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        ("   ...", "empty"),
        ("I love it!", "only_feeling"),
        ("😍", "only_feeling"),
        ("meh", "only_feeling"),
        ("There is fog in it.", "only_named"),
        ("lovely colours", "only_aspect"),
        ("What colours are these?", "only_aspect"),
        ("My dog looks like that.", "nothing_visual"),
        ("I love the fog", None),
    ],
)
def test_a_comment_without_taste_gets_a_hint_that_fits(text: str, kind: str | None) -> None:
    hint = hint_for(text)
    assert (hint.kind if hint else None) == kind
    assert hint is None or hint.message.endswith((".", "?"))


# -- through the studio -----------------------------------------------------------------------------------------------


def test_the_studio_tells_contradictions_and_a_hint_for_each_silent_comment(tmp_path: Path) -> None:
    studio = Studio(data_dir=tmp_path)
    comments = [
        Comment(image="board-01", text="I love the fog"),
        Comment(image="board-02", text="I hate the fog, it is awful"),
        Comment(image="board-03", text="My dog looks like that."),
    ]
    result = studio.read_comments(comments)
    assert [one.name for one in result.contradictions] == ["foggy"]
    ((image, message),) = result.hints
    assert image == "board-03" == result.silent[0] and "How is it made" in message


def test_an_extractor_without_details_is_read_all_the_same() -> None:
    class Plain:
        def extract(self, comments: object, *, pictures: object = None) -> Preferences:
            return Preferences.parse({"liked": ["foggy"], "disliked": []})

    read = read_in_detail(Plain(), COMMENTS)
    assert [one.name for one in read.preferences.liked] == ["foggy"] and read.contradictions == ()
