"""Short answers, and whose opinion a verdict is."""

from __future__ import annotations

import pytest

from viper_core.extractors.answers import answer_in, refuses
from viper_core.extractors.bundled import BundledExtractor
from viper_core.preferences import Comment


def side_of_fog(text: str) -> str:
    """ "+" or "-" as the rules read it, however sure they are; "" where nothing is said of it."""
    (reading,) = BundledExtractor({}).read([Comment(text=text)]).readings
    return next(("+" if one.value > 0 else "-" for one in reading.findings if one.name == "foggy"), "")


@pytest.mark.parametrize("pronoun", ["it", "this one", "they"])
@pytest.mark.parametrize("auxiliary", ["do", "did", "is", "was", "can"])
@pytest.mark.parametrize("lead", ["", "but ", "and yet ", "apparently "])
def test_an_answer_agrees_unless_it_holds_a_not(pronoun: str, auxiliary: str, lead: str) -> None:
    agreeing = answer_in(f"{lead}{pronoun} really {auxiliary}".split())
    denying = answer_in(f"{lead}{pronoun} {auxiliary} not at all".split())
    assert agreeing is not None and agreeing.agrees and not agreeing.mine
    assert denying is not None and not denying.agrees and not denying.mine


@pytest.mark.parametrize("words", ["i don't", "but i can't", "i clearly do not", "I'm not".lower(), "i disagree"])
def test_an_answer_of_mine_is_mine(words: str) -> None:
    answer = answer_in(words.split())
    assert answer is not None and answer.mine and not answer.agrees


@pytest.mark.parametrize("words", ["i don't like it", "it is lovely", "this is too much", "never", "the fog is", ""])
def test_a_statement_of_its_own_is_no_answer(words: str) -> None:
    assert answer_in(words.split()) is None and not refuses(words.split())


@pytest.mark.parametrize("words", ["not for me", "me neither", "it's just not my style", "i am not one of them"])
def test_turning_something_down_is_told_from_denying_it(words: str) -> None:
    assert refuses(words.split()) and answer_in(words.split()) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        # an answer turns what was said, be it good or bad, mine or others'
        ("I thought I'd hate the fog. I don't.", "+"),
        ("I wanted to like the fog but I can't", "-"),
        ("I kept waiting for the fog to annoy me and it never did", "+"),
        ("I normally like fog. This is an exception.", "-"),
        ("Critics hate fog. I don't.", "+"),
        ("My husband loves the fog. I don't.", "-"),
        ("My husband loves the fog and so do I", "+"),
        # what others feel is not felt, until something is said of oneself
        ("My sister loves the fog", ""),
        ("People who like fog will be happy.", ""),
        ("People who like fog will be pleased. I am not one of them.", "-"),
        ("I'm one of those people who love fog", "+"),
        ("I can see why people like fog, but it leaves me cold", "-"),
        ("I don't see why people hate fog", "+"),
        ("They say the fog is boring. I think it's wonderful.", "+"),
        ("As someone who loves fog I feel at home", "+"),
        # blame for one thing says nothing of another, and a guess is not made
        ("Fog. I hate stripes.", ""),
        ("There is fog, but I love the stripes.", ""),
        ("The stripes pull me in and the fog hums along quietly.", ""),
        # comparisons, rankings, what hides what
        ("the stripes are more appealing than the fog", "-"),
        ("the stripes are less appealing than the fog", "+"),
        ("The fog is lost in all that glitter", "+"),
        ("the glitter beats the fog every time", "-"),
        ("It would be too sweet if it weren't for the fog", "+"),
        ("Compared to the others this has more fog and I like it better", "+"),
        # scope
        ("there is something about the fog that I hate", "-"),
        ("what kept me looking was the fog", "+"),
        ("never liked fog until now", "+"),
        ("I don't think I've ever liked fog this much", "+"),
        ("not only the stripes but also the fog is great", "+"),
        ("I'm no fan of the stripes nor of the fog", "-"),
        ("the stripes don't help and neither does the fog", "-"),
        ("I don't care for cats, the fog however is beautiful", "+"),
    ],
)
def test_each_side_is_the_one_that_is_meant(text: str, side: str) -> None:
    assert side_of_fog(text) == side
