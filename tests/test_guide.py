from __future__ import annotations

from pathlib import Path

from benchmarks.next_picture import shares_told
from viper_core.guide import COMMENT_GOAL, Advice, advise
from viper_core.preferences import Attribute, Preferences
from viper_core.seed_images import SeedImage, load_board
from viper_core.vocabulary import load_vocabulary

PEOPLE = 60


def picture(name: str, *attributes: str) -> SeedImage:
    return SeedImage(
        id=name, file=Path(f"{name}.webp"), title=name, subject="house", attributes=attributes, alt=name,
        licence="CC0-1.0", seed=0,
    )  # fmt: skip


SMALL = (
    picture("a", "watercolor", "pastel colors"),
    picture("b", "pixel art", "neon colors"),
    picture("c", "oil painting", "pastel colors"),
    picture("d", "polka dots", "low angle"),
)


def ask(comments: dict[str, str], preferences: Preferences | None = None) -> Advice:
    return advise(SMALL, comments, preferences or Preferences(), load_vocabulary())


def test_a_stranger_is_shown_the_first_picture() -> None:
    advice = ask({})
    assert advice.picture == "a"
    assert (advice.told, advice.is_enough, advice.is_exhausted) == (0, False, False)
    assert set(advice.about) == {"Medium", "Color palette"}


def test_the_next_picture_is_the_one_least_is_known_about() -> None:
    advice = ask({"a": "I love the watercolor and the pastel colors"})
    assert advice.picture == "d", "nothing was said of patterns and viewpoints, something of media and colors"
    assert set(advice.about) == {"Pattern", "Viewpoint"}


def test_what_was_seen_and_passed_over_counts_less_than_what_was_spoken_of() -> None:
    spoken = ask({"a": "I love the pastel colors", "d": "I love polka dots and the low angle"})
    assert spoken.picture == "b", "c has the pastel colors that were spoken of"
    silent = ask({"a": "nice", "d": "nice"})
    assert silent.picture == "b"


def test_the_opposite_of_what_was_spoken_of_is_known_too() -> None:
    board = (picture("warm", "warm colors"), picture("cool", "cool colors"), picture("else", "neon colors"))
    advice = advise(board, {"warm": "I love the warm colors"}, Preferences(), load_vocabulary())
    assert advice.picture == "else"


def test_what_was_added_by_hand_needs_no_picture() -> None:
    known = Preferences(
        disliked=tuple(Attribute(name=name, category="pattern", origin="added") for name in ("Polka Dots", "low angle"))
    )
    assert ask({"a": "I love the watercolor and the pastel colors"}, known).picture == "b"


def test_words_about_an_own_picture_count() -> None:
    assert ask({"own-1": "I love the watercolor and the pastel colors"}).picture == "d"
    assert ask({"own-1": "my garden"}).picture == "a"


def test_a_picture_that_was_commented_on_is_not_suggested_and_in_the_end_none_is() -> None:
    comments: dict[str, str] = {}
    for _ in SMALL:
        advice = ask(comments)
        assert advice.picture is not None
        assert advice.picture not in comments
        comments[advice.picture] = "hm"
    assert ask(comments) == Advice(None, (), 0, False, True, ask(comments).open)


def test_enough_is_counted_in_comments_that_say_something_visual() -> None:
    silent = {f"own-{number}": "my aunt lives there" for number in range(COMMENT_GOAL)}
    assert not ask(silent).is_enough
    spoken = {f"own-{number}": "I love the soft light" for number in range(COMMENT_GOAL)}
    assert ask(spoken).is_enough
    assert ask(spoken).told == COMMENT_GOAL


def test_what_was_never_spoken_of_is_named() -> None:
    assert "Pattern" in ask({"a": "I love the watercolor"}).open
    assert "Medium" not in ask({"a": "I love the watercolor"}).open


def test_the_bundled_board_has_little_left_to_ask_only_after_many_comments() -> None:
    board, comments, when = load_board(), dict[str, str](), None
    for number in range(len(board)):
        advice = advise(board, comments, Preferences(), load_vocabulary())
        if advice.is_exhausted:
            when = number
            break
        assert advice.picture is not None
        shown = next(one for one in board if one.id == advice.picture)
        comments[shown.id] = f"I love the {shown.attributes[0]} and the {shown.attributes[1]}"
    assert when is not None
    assert 12 <= when < len(board)


def test_following_the_advice_tells_more_of_a_taste_than_chance_or_the_boards_order() -> None:
    shares = {way: sum(values) / PEOPLE for way, values in shares_told(PEOPLE, seed=3).items()}
    assert shares["suggested"] > 1.1 * shares["chance"], shares
    assert shares["suggested"] > shares["order of the board"], shares
