"""From what a model claims to attributes that can be checked: a name of the vocabulary, and the words that say so.

This is where a model's answer stops being trusted text. A claim survives only

- as an attribute of the vocabulary: by its exact form, by the forms within it ("soft pastel hues"), by the closest one;
- or, where the vocabulary has none, as the person's own words: a short plain name whose words stand in the comment.

Everything else is dropped, whatever the comment or the model wanted. Where the comments speak of an attribute is found
by :mod:`~viper_core.extractors.places`; what several answers say of one adds up in
:mod:`~viper_core.extractors.model_based`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from viper_core.categories import Category
from viper_core.common_words import COMMON_WORDS, FUNCTION_WORDS
from viper_core.errors import InputError
from viper_core.extractors.conversation import Claim, SeenComment
from viper_core.extractors.places import Place, Places
from viper_core.preferences import NAME_LENGTH, Attribute, Side, fold_name
from viper_core.vocabulary import Entry, Vocabulary, load_vocabulary
from viper_core.words import plain_form, tokenize, word_set

__all__ = ["Aligned", "align"]

_CLOSEST: Final = 0.86  # difflib ratio from which a name is another spelling of a form
_LENGTHS_APART: Final = 4  # letters; forms that differ by more are not that close
_FREE_WORDS: Final = 3  # words of a name that is not in the vocabulary
_FREE_LENGTH: Final = 40  # its characters
_LOOK_ALIKE: Final = 3  # attributes that one claimed name may stand for
_PLAIN_NAME: Final = re.compile(r"[^\W\d_]+(?:[ '’-][^\W\d_]+)*")
# "lack of contrast" disliked is contrast liked.
_NEGATION: Final = re.compile(
    r"(?:no|not|non|without|lacks?(?: of)?|lacking|absence of|missing|less|fewer|(?:too )?little|insufficient)"
    r"[ -]+(?:enough |any |more )?",
    re.IGNORECASE,
)
_FREE_GLUE: Final = frozenset({"of", "and", "in"})  # may stand between its words
# Words of orders and of machines. A name of one's own that holds one is no attribute, however it came into an answer.
_ORDERS: Final = word_set(
    """
    admin administrator ai alert answer answers api app argument arguments assistant attribute attributes bash
    begin bot button call called category categories chatbot chmod click cmd code command commands comment comments
    config configuration cookie copy curl data database decode delete developer directory disliked disregard document
    download drop echo erase etc eval everything exec execute explain export extract extracting extractor fetch file
    files folder folders forget form function game hack hacked hacker href html http https ignore ignored import init
    input insert install instruction instructions iframe javascript jailbreak json key keys legally liked link links
    list lists load login mark meta mode model null obey onclick onerror onload open order ordered os output override
    owned page passwd password passwords path pay pickle play please powershell preference preferences previous print
    profile prompt prompts pwned query rate read redirect remove rename repeat reply report reset respond restart return
    reveal rm root rule rules run save schema script scripts secret secrets select send server set shell show shutdown
    spam sql stop subprocess sudo switch system table task tell text token tokens tool translate trust union update
    upload url user users visit weight weights word words write xml you your
    """
)


@dataclass(frozen=True, slots=True)
class Aligned:
    """One attribute as one answer has it.

    Attributes:
        name: of the vocabulary, or the person's own words.
        category: its category.
        side: liked or disliked.
        strength: how much, 1 for the plain word.
        places: where the comments speak of it; none where no word of theirs does.
    """

    name: str
    category: Category
    side: Side
    strength: float
    places: tuple[Place, ...]


def align(claims: Sequence[Claim], comments: Sequence[SeenComment], *, needs_words: bool) -> tuple[Aligned, ...]:
    """The claims that hold, in their order.

    Args:
        claims: what a model said of ``comments``.
        comments: the comments it was asked about.
        needs_words: drop also an attribute of the vocabulary that no word of the comments speaks of.
    """
    vocabulary = load_vocabulary()
    places = Places(comments, vocabulary)
    return tuple(one for claim in claims for one in _aligned(claim, places, vocabulary, needs_words=needs_words))


def _aligned(claim: Claim, places: Places, vocabulary: Vocabulary, *, needs_words: bool) -> Iterator[Aligned]:
    name = " ".join(claim.name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        return
    entries, is_turned = _entries(name, vocabulary)
    side: Side = claim.side if not is_turned else "disliked" if claim.side == "liked" else "liked"
    for entry in entries:
        found = places.of_entry(entry, name, claim, side)
        if found or not needs_words:
            yield Aligned(entry.name, entry.category, side, claim.strength, found)
    if not entries and _is_plain(name, vocabulary):
        found = places.of_words(name, claim, side)
        category = claim.category or vocabulary.best_category(name)
        if found and _can_be_a_name(name.lower(), category):
            yield Aligned(name.lower(), category, side, claim.strength, found)


# -- names ------------------------------------------------------------------------------------------------------------


def _entries(name: str, vocabulary: Vocabulary) -> tuple[tuple[Entry, ...], bool]:
    """The attributes that a name stands for, and whether it names their absence."""
    exact = vocabulary.get(name)
    if exact is not None:
        return (exact,), False
    negation = _NEGATION.match(name)
    rest = name[negation.end() :] if negation else name
    exact = vocabulary.get(rest)
    if exact is not None:
        return (exact,), negation is not None
    mentions = vocabulary.match(name)
    if negation and mentions and mentions[0].start >= negation.end():
        mentions = vocabulary.match(rest) or mentions
    elif negation and mentions:
        negation = None  # the negation belongs to the form: "not too busy", "no outlines"
    found = dict.fromkeys(mention.entry for mention in mentions if mention.entry is not None)
    if found:
        return tuple(found)[:_LOOK_ALIKE], negation is not None
    forms = _all_forms()
    folded = fold_name(rest)
    likely = [form for form in forms if form[0] == folded[:1] and abs(len(form) - len(folded)) <= _LENGTHS_APART]
    close = difflib.get_close_matches(folded, likely, n=1, cutoff=_CLOSEST) if len(folded) > 4 else []
    entry = vocabulary.get(forms[close[0]]) if close else None
    return ((entry,) if entry is not None else ()), negation is not None


@lru_cache(maxsize=1)
def _all_forms() -> dict[str, str]:
    """Every form without a gap -> the name of its attribute."""
    return {
        form.lstrip("~").casefold(): entry.name
        for entry in reversed(load_vocabulary().entries)
        for form in reversed(entry.forms)
        if "{" not in form
    }


def _is_plain(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a name that is not in the vocabulary looks like an attribute: up to three telling words."""
    tokens = tokenize(name)
    words = [token.word for token in tokens]
    if not (3 <= len(name) <= _FREE_LENGTH and len(words) <= _FREE_WORDS and _PLAIN_NAME.fullmatch(name)):
        return False
    if any(word in _ORDERS or plain_form(word) in _ORDERS for word in words):
        return False
    inner = words[1:-1]
    content = [word for word in words if not (word in _FREE_GLUE and word in inner)]
    if any(word in FUNCTION_WORDS or len(word) < 3 for word in content):
        return False
    aspects = {part for mention in vocabulary.matcher.find(tokens) for part in mention.parts}  # "colors" alone is none
    return any(plain_form(word) not in COMMON_WORDS for index, word in enumerate(words) if index not in aspects)


def _can_be_a_name(name: str, category: Category) -> bool:
    try:
        Attribute(name=name, category=category)
    except InputError:
        return False  # letters that no name may hold
    return True
