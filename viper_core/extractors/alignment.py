"""From what a model claims to attributes that can be checked: a name of the vocabulary, and the words that say so.

This is where a model's answer stops being trusted text. A claim survives only

- as an attribute of the vocabulary: by its exact form, by the forms within it ("soft pastel hues"), by the closest one;
- or, where the vocabulary has none, as the person's own words: a short plain name whose words stand in the comment.

Everything else is dropped, whatever the comment or the model wanted. Evidence is found by matching back into the
comments: the model's quote if it really stands there, else the words for the attribute, else the name itself, else the
bare aspect it is a value of ("lovely colors" for warm colors). What several answers say of one attribute adds up in
:mod:`~viper_core.extractors.model_based`.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from viper_core.categories import Category
from viper_core.common_words import COMMON_WORDS, FUNCTION_WORDS
from viper_core.errors import InputError
from viper_core.extractors.conversation import Claim, SeenComment, as_data
from viper_core.preferences import COMMENT_LENGTH, NAME_LENGTH, Attribute, Evidence, Side, fold_name
from viper_core.vocabulary import Entry, Vocabulary, load_vocabulary
from viper_core.words import plain_form, tokenize, word_set

__all__ = ["Aligned", "align"]

_Find = Callable[[int], Iterable[Evidence]]

_CLOSEST: Final = 0.86  # difflib ratio from which a name is another spelling of a form
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
        evidence: where the comments speak of it.
        strength: how much, 1 for the plain word.
        comment: index of the comment it comes from, or None where the answer does not say.
    """

    name: str
    category: Category
    side: Side
    evidence: tuple[Evidence, ...]
    strength: float
    comment: int | None


def align(claims: Sequence[Claim], comments: Sequence[SeenComment], *, needs_words: bool) -> tuple[Aligned, ...]:
    """The claims that hold, in their order.

    Args:
        claims: what a model said of ``comments``.
        comments: the comments it was asked about.
        needs_words: drop also an attribute of the vocabulary that no word of the comments speaks of.
    """
    vocabulary = load_vocabulary()
    places = _Places(comments, vocabulary)
    return tuple(one for claim in claims for one in _aligned(claim, places, vocabulary, needs_words=needs_words))


def _aligned(claim: Claim, places: _Places, vocabulary: Vocabulary, *, needs_words: bool) -> Iterator[Aligned]:
    name = " ".join(claim.name.split())
    if not 0 < len(name) <= NAME_LENGTH:
        return
    entries, is_turned = _entries(name, vocabulary)
    side: Side = claim.side if not is_turned else "disliked" if claim.side == "liked" else "liked"
    for entry in entries:
        comment, evidence = places.of_entry(entry, name, claim)
        if evidence or not needs_words:
            yield Aligned(entry.name, entry.category, side, evidence, claim.strength, comment)
    if not entries and _is_plain(name, vocabulary):
        comment, evidence = places.of_words(name, claim)
        if evidence:
            category = claim.category or vocabulary.best_category(name)
            try:
                Attribute(name=name.lower(), category=category)
            except InputError:
                return  # letters that no name may hold
            yield Aligned(name.lower(), category, side, evidence, claim.strength, comment)


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
    close = difflib.get_close_matches(fold_name(rest), forms, n=1, cutoff=_CLOSEST) if len(rest) > 4 else []
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


# -- places -----------------------------------------------------------------------------------------------------------


class _Places:
    """Where the comments of one answer speak of what; each is searched once."""

    def __init__(self, comments: Sequence[SeenComment], vocabulary: Vocabulary) -> None:
        self._comments = comments
        self._tokens = [tokenize(comment.text) for comment in comments]
        self._mentions = [vocabulary.matcher.find(tokens) for tokens in self._tokens]

    def of_entry(self, entry: Entry, name: str, claim: Claim) -> tuple[int | None, tuple[Evidence, ...]]:
        """Where an attribute is spoken of, and the comment where the claim names one that does."""
        quoted = self._quote(claim)
        if quoted is not None:
            return quoted
        for find in (
            lambda index: self._entry_places(index, entry),
            lambda index: self._word_places(index, name),
            lambda index: self._aspect_places(index, entry.category),
        ):
            comment, found = self._search(find, claim.comment)
            if found:
                return comment, found
        return self._known(claim.comment), ()

    def of_words(self, name: str, claim: Claim) -> tuple[int | None, tuple[Evidence, ...]]:
        """Where these very words stand."""
        return self._search(lambda index: self._word_places(index, name), claim.comment)

    def _search(self, find: _Find, first: int | None) -> tuple[int | None, tuple[Evidence, ...]]:
        """What ``find`` has in the comment that the claim names, else in all others."""
        if first is not None and first < len(self._comments):
            found = tuple(find(first))
            if found:
                return first, found
        everywhere = [(index, one) for index in range(len(self._comments)) for one in find(index)]
        indices = {index for index, _ in everywhere}
        return (indices.pop() if len(indices) == 1 else None), tuple(one for _, one in everywhere)

    def _known(self, comment: int | None) -> int | None:
        return comment if comment is not None and comment < len(self._comments) else None

    def _quote(self, claim: Claim) -> tuple[int, tuple[Evidence, ...]] | None:
        """The claim's quote where it really stands: case, blanks and kinds of quotation marks aside."""
        words = as_data(claim.quote or "").split()
        if not any(letter.isalnum() for word in words for letter in word) or len(claim.quote or "") > COMMENT_LENGTH:
            return None
        pattern = re.compile(r"\s+".join(map(_loose, words)), re.IGNORECASE)
        first = self._known(claim.comment)
        order = [] if first is None else [first]
        for index in (*order, *(other for other in range(len(self._comments)) if other != first)):
            found = pattern.search(as_data(self._comments[index].text))  # places are the same in both
            if found is not None:
                return index, (self._evidence(index, *found.span()),)
        return None

    def _entry_places(self, index: int, entry: Entry) -> Iterator[Evidence]:
        for mention in self._mentions[index]:
            if mention.entry is not None and mention.entry.name == entry.name:
                yield self._evidence(index, mention.start, mention.end)

    def _aspect_places(self, index: int, category: Category) -> Iterator[Evidence]:
        for mention in self._mentions[index]:
            if mention.entry is None and mention.group is not None and category in mention.group.categories:
                yield self._evidence(index, mention.start, mention.end)

    def _word_places(self, index: int, name: str) -> Iterator[Evidence]:
        """Where the words of ``name`` stand side by side, in whatever inflection."""
        wanted = [plain_form(token.word) for token in tokenize(name) if token.is_word]
        tokens = [token for token in self._tokens[index] if token.is_word]
        plain = [plain_form(token.word) for token in tokens]
        for first in range(len(tokens) - len(wanted) + 1 if wanted else 0):
            if plain[first : first + len(wanted)] == wanted:
                yield self._evidence(index, tokens[first].start, tokens[first + len(wanted) - 1].end)

    def _evidence(self, index: int, start: int, end: int) -> Evidence:
        comment = self._comments[index]
        return Evidence(image=comment.image, quote=comment.text[start:end], start=start, end=end)


def _loose(word: str) -> str:
    """A pattern for a word with any kind of apostrophe and quotation mark."""
    return "".join("['’‘`´]" if c in "'’‘`´" else '["“”„]' if c in '"“”„' else re.escape(c) for c in word)
