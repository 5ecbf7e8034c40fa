"""Whose opinion it is: "my sister loves the pink", "people rave about fog, I don't see it".

Knows who is the subject of a verdict, and how one's own opinion takes the place of others' where both are there. What
only others think says nothing of one's taste. How verdicts reach what they are about is left to
:mod:`viper_core.extractors.polarity`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from viper_core.extractors.answers import answer_in, refuses
from viper_core.extractors.cues import ADVERBS, Kind, is_negation
from viper_core.extractors.feelings import FIRM, Feeling
from viper_core.words import Token, word_set

if TYPE_CHECKING:
    from viper_core.extractors.sentences import SentenceReader

__all__ = ["OTHERS", "other_subject", "reporting_verb", "weigh_other_people"]

OTHERS: Final = word_set(
    """
    wife husband sister brother mother father mom mum mam dad nan gran kid kids son daughter friend friends girlfriend
    boyfriend partner boss colleague colleagues roommate flatmate grandma grandpa grandmother grandfather aunt uncle
    cousin niece nephew neighbor neighbour parents children child teacher teenager teenagers girl boys girls boy
    people person everybody everyone others many most critics critic folks folk artist artists painter
    photographer designer curator maker creator they they'd he she he'd she'd anyone anybody guys
    crowd public snobs purists experts internet twitter fans whoever
    """
)
"""Words for people who are not me."""
_I: Final = word_set("i i'm i'd i've i'll me personally im ive id my")
_BETWEEN: Final = ADVERBS | word_set(
    """
    would will could might may can do does did don't doesn't didn't dont doesnt didnt not never to have has had is are
    be been usually often generally obviously surely probably perhaps maybe secretly rather seem seems all both
    might'd 'd tend tends want wants get gets so
    """
)
_RELATIVE: Final = word_set("people those anyone anybody everyone everybody someone somebody person folks guy guys")
_REPORTING: Final = word_set("find finds found call calls called consider considers think thinks say says said")
_CONSIDERING: Final = word_set("understand get see know imagine believe agree bet guess suppose sure understood aware")
_ME: Final = word_set("i i'm i'd i've i'll im ive me")
_ATTITUDES: Final = word_set(
    """
    like likes liked love loves loved enjoy enjoys enjoyed hate hates hated dislike dislikes adore adores prefer prefers
    appreciate appreciates admire admires fancy fancies dig digs detest detests despise despises loathe loathes fan fans
    into obsessed rave raves gush crazy mad moan moans complain complains worship stand want wants value values keen
    fond praise praises celebrate mind bear favor favors favour favours interested afraid scared mock mocks
    """
)
_DENYING: Final = word_set("not never cannot cant dont")
_ELSE: Final = word_set("rest else other others whole overall picture painting image scene composition general")
_CONCEDING: Final = word_set(
    "respect admire appreciate understand see get recognize recognise acknowledge impressive impressed skilled "
    "skillful skilful technically clever accomplished competent executed done"
)


def other_subject(tokens: Sequence[Token], first: int, place: int) -> int | None:
    """Index of the subject of a verb of liking where that is somebody else; None where it is me, or nobody is named.

    Args:
        tokens: of the comment.
        first: index of the first word that may belong to it.
        place: index of the verb.
    """
    if not plain_attitude(tokens, place):
        return None
    index = place - 1
    while index >= first and (tokens[index].word in _BETWEEN or is_negation(tokens[index].word)):
        index -= 1
    if index < first:
        return None
    word = tokens[index].word
    before = [token.word for token in tokens[first:index]]
    mine = bool(_ME & set(before))
    if word == "you":
        return index if before[-1:] == ["if"] else None
    if word == "who":
        is_of_them = bool(set(before[-2:]) & _RELATIVE) and not ({"one", "of"} <= set(before) or "as" in before)
        return index if is_of_them else None
    return index if word in OTHERS and (not mine or set(before) & _CONSIDERING) else None


def plain_attitude(tokens: Sequence[Token], place: int) -> bool:
    """Whether a verb is one of liking, that anybody could be the subject of: "love", not "overdid"."""
    return any(token.word in _ATTITUDES for token in tokens[place : place + 3])


def reporting_verb(tokens: Sequence[Token], first: int, last: int) -> int | None:
    """Index of the verb with which a segment reports what others think: "some might find …", "people call this …"."""
    return next(
        (
            index
            for index in range(first + 1, last + 1)
            if tokens[index].word in _REPORTING and _is_somebody(tokens, first, index)
        ),
        None,
    )


def _is_somebody(tokens: Sequence[Token], first: int, place: int) -> bool:
    """Whether the subject of a reporting verb is other people: "some might find", "my kids call"."""
    words = [token.word for token in tokens[first:place] if token.word not in _BETWEEN]
    return bool(words) and words[-1] in (OTHERS | {"some"}) and not _ME & set(words) - {"my"}


def weigh_other_people(reader: SentenceReader) -> None:
    """Let one's own opinion take the place of others', and of mere skill, in place."""
    named = [index for index, part in enumerate(reader.parts) if part[1]]
    for index, (segment, feelings, _) in enumerate(reader.parts):
        theirs = [one for one in feelings if one.theirs is not None and one.value is None]
        if not theirs:
            continue
        if _doubts_them(reader.tokens, segment.first, theirs[0].mention.anchor):
            for one in theirs:  # "I don't get how anyone can like fog"
                one.force(-(one.theirs or 0.0))
            continue
        for other, own, verdicts in reader.parts[index + 1 :]:
            words = _words(reader, other.first, other.last)
            if own or reply(theirs, words, verdicts[-1].value if verdicts else None):
                break
    if named:
        _for_myself(reader, named[-1])


def reply(feelings: Sequence[Feeling], words: Sequence[str], verdict: float | None) -> bool:
    """Let one's own words say what is felt about what others like or dislike; whether they do.

    Args:
        feelings: what others feel something about.
        words: of one's own statement, which names nothing.
        verdict: what it feels, or None.
    """
    answer = answer_in(words)
    if answer is None and verdict is None and not refuses(words):
        return False
    for one in feelings:
        if answer is not None:
            one.force((one.theirs or 0.0) * (1 if answer.agrees else -1))
        else:
            one.force(verdict if verdict is not None else -1.0)
    return True


def _doubts_them(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a segment disagrees with them: "I don't get why people like …", not "I can see why people …"."""
    words = [token.word for token in tokens[first:last]]
    denied = next((i for i, word in enumerate(words) if is_negation(word) or word in _DENYING), None)
    return denied is not None and bool(set(words[denied:]) & _CONSIDERING)


def _words(reader: SentenceReader, first: int, last: int) -> list[str]:
    return [token.word for token in reader.tokens[first : last + 1] if token.is_word]


def _for_myself(reader: SentenceReader, index: int) -> None:
    """Let what is said of oneself count above skill: "well made, just not my taste", "clumsy but it speaks to me"."""
    named, judged = reader.parts[index][1], reader.parts[index][2]
    said = {word for part in reader.parts[: index + 1] for word in _words(reader, part[0].first, part[0].last)}
    skill = all(verdict.kind is Kind.JUDGE for verdict in judged) or bool(said & _CONCEDING)
    if not judged or not skill:
        return
    for segment, _, verdicts in reader.parts[index + 1 :]:
        words = _words(reader, segment.first, segment.last)
        if set(words) & _ELSE:
            return
        own = bool(set(words) & (_I | {"mine"}))
        value = verdicts[-1].value if verdicts else -1.0 if refuses(words) else None
        if value is None or not own or abs(value) < FIRM:
            continue
        for one in named:
            if not one.by_operator and one.value is not None and one.value * value < 0:
                one.force(value)
