"""Short answers to what was just said: "I don't", "this one does", "it never did", "me neither", "not anymore".

Knows their grammar: a subject, a verb that stands for the whole statement before it, and whether there is a "not". What
they do to the feelings of that statement is the business of who asks.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

__all__ = ["Answer", "answer_in", "refuses"]


class Answer(NamedTuple):
    """A short answer.

    Attributes:
        agrees: whether it says that what was said is so.
        mine: whether it is about the person who speaks ("I don't"), not the thing ("it doesn't").
    """

    agrees: bool
    mine: bool


_AUXILIARY: Final = "(?:do|does|did|is|are|am|was|were|can|could|would|will|have|has|had)"
_DENIED: Final = (
    f"(?:{_AUXILIARY} not|cannot|{_AUXILIARY}n't|can't|won't|ain't"
    "|(?:do|does|did|is|are|was|were|ca|could|would|wo|have|has|had)nt"
    f"|never {_AUXILIARY}|{_AUXILIARY} never)"
)
_ME: Final = "(?:i|me|mine)"
_IT: Final = "(?:it|this|that|they|these|those|there|here|this one|that one|these ones|here it|here they|he|she)"
_ADVERBS: Final = (
    "(?:really|just|simply|honestly|clearly|certainly|definitely|actually|personally|still|also|even|obviously"
    "|certainly|somehow|now)"
)
_LEAD: Final = (
    "(?:but|and|yet|so|though|well|still|only|which|because|apparently|sadly|alas|unfortunately|luckily|thankfully"
    f"|fortunately|turns out|it turns out|here|for once|oh|boy|somehow|i guess|{_ADVERBS})"
)
_TAIL: Final = (
    "(?:though|tho|here|sorry|this time|now|personally|myself|lol|haha|today|for once|with this one|in this one"
    "|in this|in this picture|with this)"
)
_DENYING_TAIL: Final = f"(?:either|at all|so much|really|for me|one bit|a bit|in the least|yet|much|{_TAIL[3:]}"
_DENYING: Final = re.compile(
    f"(?:{_LEAD} )*(?:"
    f"(?:(?P<me>{_ME})|{_IT})(?: {_ADVERBS})* {_DENIED}(?: (?:to )?mine)?"
    "|(?:i'm|im|it's|they're|that's|this is) not"
    "|(?:not|no) (?:anymore|any more|any longer|longer|here|this time|this one|in this one)|apparently not|not remotely"
    "|(?:quite |exactly |rather )?the (?:opposite|contrary|reverse)|on the contrary|quite the contrary"
    "|(?P<disagrees>i disagree|i don't agree|i beg to differ)|i (?:don't|dont|do not) think so|i(?:'ve)? failed"
    "|(?:i|they|we) (?:was|were) wrong|was i wrong|(?:i )?stand corrected|(?:this|it|that|this one) changed my mind"
    "|(?:this|here|this one)(?: is|'s) (?:an|the|one) exception|they lied"
    f")(?: {_DENYING_TAIL})*"
)
_REFUSING: Final = re.compile(
    f"(?:{_LEAD} )*(?:"
    "(?:(?:it's|its|it is|they're|that's|this is|really|just) )*"
    "not (?:really |quite |exactly |just )?(?:me|i|for me|(?:to )?my (?:\\w+|cup of tea))"
    "|(?:it|this|that|they) (?:isn't|aren't|is not|are not) (?:really |quite )?(?:for me|my (?:\\w+|cup of tea))"
    "|not (?:quite |nearly )?(?:this|that|so|quite so) (?:much|many|strong)(?: of (?:it|them))?|not like this"
    "|not (?:on|in) my (?:\\w+|living room)|couldn't be me|me neither|me (?:less so|not so much|not|not really)"
    "|(?:not so much|less so)(?: for me)?"
    "|(?:i'm|im|i am) not (?:one of (?:them|those)|among them|that person|so sure|there)"
    "|(?:that|this)(?: person| somebody| someone)? (?:isn't|is not|ain't) me|that's not me"
    f")(?: {_DENYING_TAIL})*"
)
_AGREEING: Final = re.compile(
    f"(?:{_LEAD} )*(?:"
    f"(?:(?P<me>{_ME})|{_IT})(?: {_ADVERBS})* {_AUXILIARY}(?: it| too$| (?:to )?mine)?"
    f"|(?P<too>(?:so|as) {_AUXILIARY} i|me too|me included|same here|count me in"
    "|(?:i'm|im|i am) (?:one of (?:them|those)|among them))"
    f")(?: {_TAIL})*"
)


def answer_in(words: Sequence[str]) -> Answer | None:
    """The answer that these words are, all of them, signs left out; None where they are anything else."""
    text = " ".join(word for word in words if word[0].isalnum())
    if _REFUSING.fullmatch(text):
        return None
    if denying := _DENYING.fullmatch(text):
        return Answer(agrees=False, mine=bool(denying["me"] or denying["disagrees"]) or text.startswith(("i'm", "im ")))
    if agreeing := _AGREEING.fullmatch(text):
        return Answer(agrees=True, mine=bool(agreeing["me"] or agreeing["too"]))
    return None


def refuses(words: Sequence[str]) -> bool:
    """Whether these words, all of them, turn something down for oneself: "not for me", "me neither"."""
    return _REFUSING.fullmatch(" ".join(word for word in words if word[0].isalnum())) is not None
