"""An extractor that asks a model: batches, the second try, votes, progress, stopping."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import pytest

from tests.extractors.fakes import Scripted, text_of
from viper_core.errors import Cancelled, ModelUnavailable, PictureError, UnusableAnswer
from viper_core.extractors import ReadingProgress, WatchedExtractor, read_with
from viper_core.extractors.bundled import BundledExtractor
from viper_core.extractors.conversation import Answer, AnswerFormat, ChatModel, OutOfMemory, Question, SeenComment
from viper_core.extractors.headed_lists import HeadedLists
from viper_core.extractors.json_answers import JsonAnswers
from viper_core.extractors.model_based import Limits, ModelExtractor
from viper_core.extractors.readings import MAX_WEIGHT, MIN_WEIGHT
from viper_core.preferences import Comment, Preferences

BOARD = {"seen": SeenComment("", "seen", Path("seen.png"), ("warm colors", "mosaic"))}
NOTHING = "Liked Art Features: none\nDisliked Art Features: none"


def lists(liked: str, disliked: str = "none") -> str:
    return f"Liked Art Features: {liked}\nDisliked Art Features: {disliked}"


def extractor(
    model: ChatModel,
    answers: AnswerFormat | None = None,
    *,
    comments: int = 10,
    tokens: int = 100_000,
    sends_pictures: bool = False,
    tells_shown: bool = False,
) -> ModelExtractor:
    return ModelExtractor(
        model,
        answers or HeadedLists(),
        limits=Limits(comments=comments, tokens=tokens),
        sends_pictures=sends_pictures,
        tells_shown=tells_shown,
        needs_words=isinstance(answers, JsonAnswers),
        board=BOARD,
    )


def comments(*texts: str) -> list[Comment]:
    return [Comment(image=f"picture-{index}", text=text) for index, text in enumerate(texts)]


def sides(found: Preferences) -> dict[str, str]:
    return {one.name: "+" for one in found.liked} | {one.name: "-" for one in found.disliked}


# -- batches ----------------------------------------------------------------------------------------------------------


def test_comments_go_out_in_batches_that_keep_their_order() -> None:
    model = Scripted(lambda question: NOTHING)
    found = extractor(model, comments=2).extract(comments("one", "two", "three", "four", "five"))
    assert [text_of(question) for question in model.asked] == [
        "Comment 1: one\nComment 2: two",
        "Comment 1: three\nComment 2: four",
        "Comment 1: five",
    ]
    assert found.is_empty


def test_a_batch_is_as_long_as_the_model_can_bear() -> None:
    model = Scripted(lambda question: NOTHING)
    extractor(model, tokens=250).extract(comments("x" * 100, "x" * 100, "x" * 100, "x" * 2000, "short"))
    lengths = [len(question.content) for question in model.asked]
    assert lengths == [2, 1, 1, 1]  # a single comment may be longer than the limit


def test_blank_comments_are_not_sent_and_none_at_all_ask_nobody() -> None:
    model = Scripted([])
    assert extractor(model).extract([]).is_empty
    assert extractor(model).extract(comments(" ", "\n")).is_empty
    assert model.asked == []


@pytest.mark.parametrize("problem", [OutOfMemory("full"), Answer("Liked Art Features: fog, gr", is_whole=False)])
def test_a_batch_that_is_too_much_is_halved(problem: Answer | Exception) -> None:
    model = Scripted([problem, lists("fog"), lists("mosaic"), lists("grain")])
    found = extractor(model, comments=4).extract(comments("a", "b", "c", "d", "e"))
    assert [len(question.content) for question in model.asked] == [4, 2, 2, 1]
    assert len(found.liked) == 3


def test_a_single_comment_that_is_too_much_is_an_error() -> None:
    with pytest.raises(OutOfMemory):
        extractor(Scripted([OutOfMemory("full")])).extract(comments("a"))
    cut = Answer("Liked Art Features: fog, gr", is_whole=False)
    with pytest.raises(UnusableAnswer):
        extractor(Scripted([cut, cut])).extract(comments("a"))


# -- the second try ---------------------------------------------------------------------------------------------------


def test_a_malformed_answer_is_asked_for_once_more_in_another_way() -> None:
    model = Scripted(["They like fog.", lists("fog")])
    assert sides(extractor(model).extract(comments("nice fog"))) == {"foggy": "+"}
    first, second = model.asked
    assert first != second and text_of(first) == text_of(second) and second.opening


def test_a_second_malformed_answer_is_a_clear_error_without_the_answer() -> None:
    model = Scripted(["rm -rf / is what I say", ""])
    with pytest.raises(UnusableAnswer, match=r"a fake .* twice") as refused:
        extractor(model).extract(comments("nice fog"))
    assert "rm -rf" not in str(refused.value) and len(model.asked) == 2


def test_an_unreachable_model_is_not_asked_twice() -> None:
    model = Scripted([ModelUnavailable("Plug it in.")])
    with pytest.raises(ModelUnavailable, match="Plug it in"):
        extractor(model).extract(comments("nice fog"))


# -- votes ------------------------------------------------------------------------------------------------------------


def test_batches_vote_and_the_later_one_wins_a_draw() -> None:
    said = [lists("watercolor, mosaic", "pixel art"), lists("watercolor", "mosaic"), lists("pixel art", "watercolor")]
    found = extractor(Scripted(said), comments=1).extract(comments("a", "b", "c"))
    assert sides(found) == {"watercolor": "+", "mosaic": "-", "pixel art": "+"}
    watercolor = found.find("watercolor")
    assert watercolor is not None and watercolor[1].weight == pytest.approx(1.1 * 0.75, abs=0.01)


def test_an_attribute_that_every_batch_names_weighs_more_within_bounds() -> None:
    found = extractor(Scripted(lambda question: lists("fog")), comments=1).extract(comments(*"abcdefghijkl"))
    assert [one.weight for one in found.liked] == [MAX_WEIGHT] and MIN_WEIGHT < MAX_WEIGHT


def test_one_answer_that_says_both_of_an_attribute_says_nothing_of_it() -> None:
    found = extractor(Scripted([lists("fog, misty, mosaic", "foggy atmosphere")])).extract(comments("a"))
    assert sides(found) == {"mosaic": "+"}


def objects(*claims: tuple[str, str, int, str]) -> str:
    """A JSON answer: (attribute, side, number of the comment, quote)."""
    keys = ("attribute", "side", "comment", "quote")
    rest = {"category": "medium", "strength": "plain"}
    return json.dumps({"attributes": [{**rest, **dict(zip(keys, claim, strict=True))} for claim in claims]})


def test_evidence_is_from_the_side_that_won() -> None:
    said = objects(
        ("watercolor", "liked", 1, "love watercolor"),
        ("watercolor", "disliked", 2, "hate watercolor"),
        ("watercolor", "disliked", 3, "watercolor, no"),
    )
    spoken = comments("I love watercolor", "I hate watercolor", "watercolor, no")
    read = extractor(Scripted([said]), JsonAnswers()).read(spoken)
    (one,) = read.preferences.disliked
    assert not read.preferences.liked
    assert [place.quote for place in one.evidence] == ["hate watercolor", "watercolor, no"]
    for place in one.evidence:
        (comment,) = (comment for comment in spoken if comment.image == place.image)
        assert comment.text[place.start : place.end] == place.quote
    assert [(one.name, [place.quote for place in one.liked]) for one in read.contradictions] == [
        ("watercolor", ["love watercolor"])
    ]


def test_evidence_of_lists_is_where_the_comments_speak_of_it() -> None:
    spoken = comments("I love the fog", "the dog", "so foggy, lovely")
    (one,) = extractor(Scripted([lists("fog")])).extract(spoken).liked
    assert [(place.image, place.quote) for place in one.evidence] == [("picture-0", "fog"), ("picture-2", "foggy")]


# -- again --------------------------------------------------------------------------------------------------------


def test_a_changed_comment_is_the_only_one_that_is_asked_about_again() -> None:
    before = comments("I love fog", "I hate grain", "my dog")
    first = extractor(
        Scripted([objects(("fog", "liked", 1, "love fog"), ("grain", "disliked", 2, "hate grain"))]), JsonAnswers()
    ).read(before)
    assert [len(reading.findings) for reading in first.readings] == [1, 1, 0] and first.reread == 3
    model = Scripted([objects(("mosaic", "liked", 1, "the mosaic"))])
    after = [before[0], Comment(image="picture-1", text="Oh, the mosaic!"), before[2]]
    second = extractor(model, JsonAnswers()).read(after, earlier=first.readings)
    assert second.reread == 1 and "mosaic" in text_of(model.asked[0]) and "fog" not in text_of(model.asked[0])
    assert sides(second.preferences) == {"foggy": "+", "mosaic": "+"}
    nothing_new = extractor(Scripted([]), JsonAnswers()).read(after, earlier=second.readings)
    assert nothing_new.reread == 0 and nothing_new.preferences == second.preferences


def test_lists_are_about_all_comments_so_all_are_asked_about_again() -> None:
    model = Scripted(lambda question: lists("fog"))
    reading = extractor(model)
    first = reading.read(comments("a", "b"))
    assert reading.read(comments("a", "c"), earlier=first.readings).reread == 2 and len(model.asked) == 2


# -- pictures ---------------------------------------------------------------------------------------------------------


def test_a_model_sees_the_board_and_own_pictures_only_where_it_shall(picture: Path) -> None:
    spoken = [Comment(image=image, text="nice") for image in ("seen", "own", "unknown", None)]
    model = Scripted(lambda question: NOTHING)
    extractor(model, sends_pictures=True).extract(spoken, pictures={"own": picture})
    extractor(model).extract(spoken, pictures={"own": picture})
    with_pictures, without = model.asked
    assert [part for part in with_pictures.content if isinstance(part, Path)] == [Path("seen.png"), picture]
    assert not [part for part in without.content if isinstance(part, Path)]


def test_a_model_without_eyes_is_told_what_is_known_of_the_pictures(picture: Path, tmp_path: Path) -> None:
    model = Scripted(lambda question: '{"attributes": []}')
    reading = extractor(model, JsonAnswers(), tells_shown=True)
    spoken = [Comment(image=image, text="lovely colours") for image in ("seen", "own")]
    reading.extract(spoken, pictures={"own": picture})
    rows = json.loads(text_of(model.asked[0]).split("\n")[1])
    assert rows[0]["its picture shows"] == ["warm colors", "mosaic"] and "vivid colors" in rows[1]["its picture shows"]
    with pytest.raises(PictureError):
        reading.extract(spoken, pictures={"own": tmp_path / "gone.png"})


# -- progress and stopping --------------------------------------------------------------------------------------------


def test_progress_is_told_from_the_start_to_the_end() -> None:
    told: list[ReadingProgress] = []
    reading = extractor(Scripted(lambda question: NOTHING), comments=2)
    assert isinstance(reading, WatchedExtractor)
    read_with(reading, comments("a", "b", "c"), on_progress=told.append)
    assert [(one.read, one.total) for one in told] == [(0, 3), (0, 3), (2, 3), (3, 3)]
    assert "made ready" in told[0].message and "3 of 3" in told[-1].message
    assert sides(read_with(BundledExtractor(), comments("I love watercolor"), on_progress=told.append)) == {
        "watercolor": "+"
    }


def test_reading_stops_between_two_answers_and_leaves_the_turn_to_the_next() -> None:
    is_wanted = threading.Event()
    is_wanted.set()

    def say(question: Question) -> str:
        is_wanted.clear()
        return NOTHING

    model = Scripted(say)
    reading = extractor(model, comments=1)
    with pytest.raises(Cancelled, match="Stopped before all comments"):
        reading.extract_watched(comments("a", "b", "c"), is_cancelled=lambda: not is_wanted.is_set())
    assert len(model.asked) == 1
    assert reading.extract(comments("a")).is_empty


def test_the_same_answers_give_the_same_preferences() -> None:
    said = [lists("fog, mosaic", "grain"), lists("soft light")]
    spoken = comments("fog and grain", "soft light")
    first, second = (extractor(Scripted(said), comments=1).extract(spoken) for _ in range(2))
    assert first == second and Preferences.parse(first.to_json()) == first
