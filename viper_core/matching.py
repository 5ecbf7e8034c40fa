"""Finding attributes and aspects in a sequence of words.

Knows how the forms of the vocabulary stand in real sentences: side by side ("warm colours"), in a list ("soft, warm
light"), behind a verb ("the colours are a bit too cold"), as an amount ("more contrast"), inflected, misspelt. The
longest form wins. It does not know whether a person likes what they name: that is the extractors' business.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from viper_core.common_words import COMMON_WORDS, FUNCTION_WORDS
from viper_core.own_words import own_start
from viper_core.words import Token, closest_word, derived_forms, plain_form, squeezed_forms, tokenize, word_set

if TYPE_CHECKING:
    from viper_core.vocabulary import Entry, Group

__all__ = ["Matcher", "Mention"]

_COPULAS: Final = word_set(
    """
    is are was were be been being isn't aren't wasn't weren't isnt arent wasnt werent 's 're look looks looked
    looking seem seems seemed feel feels felt appear appears get gets got become becomes became stay remain come
    comes came turn turned made make makes go went fall falls
    """
)
# What may stand between an adjective and its noun, or between a verb and the adjective, without breaking the tie.
_ADVERBS: Final = word_set(
    """
    a an the bit little so too very really quite rather pretty way far much more most less least all just lot lots
    kind kinda sort sorta of somewhat slightly super extremely incredibly overly fairly totally completely
    absolutely also still always even almost nearly such both either how not never n't nice nicely and or & , only
    but yet tad touch perfectly beautifully well wonderfully simply utterly terribly awfully unbelievably truly
    actually particularly especially being enough equally that this hella mega ultra uber soo sooo plain mostly
    mainly unusually surprisingly deliciously delightfully painfully insanely
    """
)
_DEGREES: Final = _ADVERBS - word_set("of the and or & , but yet that this how such")
_LIST_GLUE: Final = word_set(
    """
    and or & , + / n very really so too more most slightly quite rather super extremely
    """
)
_BREAKS: Final = frozenset(".!?;:\n()…") | {
    "but",
    "although",
    "though",
    "however",
    "whereas",
    "while",
    "because",
    "which",
}
_AMOUNTS: Final = word_set(
    """
    more much many no lots lot plenty enough little less fewer few lack lacks lacking lacked without zero tons
    ton loads load hint absence amount missing misses need needs needed some any insufficient excessive minimal
    reduce reduced increase increased stronger higher lower extra hardly barely abundance excess boost add added
    want wanted deserves lose loses loss ample tonnes miss full
    """
)
_PICTURE_NOUNS: Final = word_set(
    """
    picture image painting drawing scene piece artwork art work illustration photo background look feel feeling vibe
    style effect place whole one thing stuff overall area part version side end everything anything something and or
    sky world landscape corner edge half middle center top bottom left right spot patch section foreground
    """
)
_PEOPLE_NOUNS: Final = word_set("person people man woman guy artist painter girl boy kid human soul")
_STAND_INS: Final = frozenset({"one", "ones", "they", "they're"})  # "thin lines rather than these fat ones"
_VERB_LEADERS: Final = word_set("i it you we they me to makes make would could don't doesn't colors colours lines who")
_NEAR_STAND_INS: Final = frozenset({"it", "it's", "its"})  # "the light, it's so soft"
_STAND_IN_REACH: Final = 3  # words back to the noun
_SEEMING: Final = word_set("feel feels felt feeling look looks looked seem seems seemed so too very quite rather")
_LIKINGS: Final = word_set(
    "like love enjoy hate dislike adore appreciate prefer love loves likes hates want value luv me about"
)
_MEASURES: Final = word_set("too so very as how quite this that")
_GAP = 6  # words that may stand between noun and verb, or verb and adjective


@dataclass(frozen=True, slots=True)
class Mention:
    """A place where a text names an attribute, or an aspect without saying which attribute.

    Attributes:
        entry: the attribute, or None for a bare aspect.
        group: the aspect, or None.
        valence: +1 for words that approve ("enchanting"), -1 for words that disapprove ("garish"), else 0.
        parts: indices of the tokens that name it, in order; what stands between them is not part of it.
        anchor: index of the token on which a "too" or "not" works: the adjective's, where there is one.
        start: offset of its first character.
        end: offset after its last character.
        is_amount: whether an amount of the aspect is named ("more contrast").
        is_typo: whether a misspelt word was guessed.
        is_general: whether an aspect is spoken of in general: "I like texture", not "the texture".
        own: what an aspect is called in words that are not in the vocabulary: "bollywood colors"; else None.
    """

    entry: Entry | None
    group: Group | None
    valence: int
    parts: tuple[int, ...]
    anchor: int
    start: int
    end: int
    is_amount: bool = False
    is_typo: bool = False
    is_general: bool = False
    own: str | None = None

    @property
    def first(self) -> int:
        """Index of the first token that names it."""
        return self.parts[0]

    @property
    def last(self) -> int:
        """Index of the last token that names it."""
        return self.parts[-1]


@dataclass(frozen=True, slots=True)
class _Pattern:
    entry: Entry
    valence: int
    weak: bool
    group: str | None


class Matcher:
    """Searches token sequences for the forms of a vocabulary. Not to be changed once made; safe for all threads."""

    def __init__(self, entries: Sequence[Entry], groups: Sequence[Group]) -> None:
        self._entries = {entry.name: entry for entry in entries}
        self._groups = {group.id: group for group in groups}
        self._patterns: dict[tuple[str, ...], _Pattern] = {}
        self._pairs: dict[str, dict[tuple[str, ...], _Pattern]] = {group.id: {} for group in groups}
        self._nouns: dict[tuple[str, ...], tuple[str, ...]] = {}
        self._aspects: dict[tuple[str, ...], Group] = {}
        for group in groups:
            for word in group.words:
                key = _key(word)
                self._nouns[key] = (*self._nouns.get(key, ()), group.id)
            for word in group.aspect:
                self._aspects.setdefault(_key(word), group)
        for entry in entries:
            for forms, valence in ((entry.forms, 0), (entry.praise, 1), (entry.blame, -1)):
                for form in forms:
                    self._add(entry, form, valence)
        self._longest = max(map(len, (*self._patterns, *self._nouns)))
        self._modifiers = frozenset(word for pairs in self._pairs.values() for key in pairs for word in key)
        self._known = frozenset(word for key in (*self._patterns, *self._nouns) for word in key)
        self._targets = frozenset(word for word in self._known if len(word) >= 5 and word not in FUNCTION_WORDS)
        self._resolve = lru_cache(maxsize=20_000)(self._resolve_word)

    @property
    def known_words(self) -> frozenset[str]:
        """Plain forms of all words that occur in the vocabulary."""
        return self._known

    def find(self, tokens: Sequence[Token]) -> tuple[Mention, ...]:
        """All attributes and bare aspects in ``tokens``, in order, none overlapping another with the same words."""
        bases = [self._resolve(token.word)[0] if token.is_word else token.word for token in tokens]
        direct = self._direct(tokens, bases)
        pairs = self._apart(tokens, bases, direct)
        used = {i for _, modifier, noun in pairs for span in (modifier, noun) for i in range(span[0], span[1] + 1)}
        mentions = [
            self._mention(tokens, pattern, range(first, last + 1), first)
            for first, last, pattern in direct
            if not (pattern.group is None and all(index in used for index in range(first, last + 1)))
        ]
        for pattern, modifier, noun in pairs:
            parts = sorted({*range(modifier[0], modifier[1] + 1), *range(noun[0], noun[1] + 1)})
            mentions.append(self._mention(tokens, pattern, parts, modifier[0]))
        taken = {i for first, last, _ in direct for i in range(first, last + 1)}
        taken |= {i for _, _, noun in pairs for i in range(noun[0], noun[1] + 1)}
        mentions += self._bare(tokens, bases, taken)
        return tuple(sorted(mentions, key=lambda mention: (mention.anchor, mention.first)))

    # -- the tables ---------------------------------------------------------------------------------------------------

    def _add(self, entry: Entry, form: str, valence: int) -> None:
        weak, text = form.startswith("~"), form.lstrip("~")
        if "{" not in text:
            key = _key(text)
            rival = self._patterns.get(key)
            if rival is None or (weak and rival.entry is entry):  # the plural's key is the singular's: weak wins
                self._patterns[key] = _Pattern(entry, valence, weak, None)
            return
        before, _, rest = text.partition("{")
        name, _, after = rest.partition("}")
        pattern = _Pattern(entry, valence, weak, name)
        first, last = _key(before), _key(after)
        for noun in self._groups[name].words:
            self._patterns.setdefault((*first, *_key(noun), *last), pattern)
        if before.strip() and not after.strip():
            self._pairs[name].setdefault(_key(before), pattern)

    def _resolve_word(self, word: str) -> tuple[str, bool]:
        """The vocabulary's form of a word and whether it had to be guessed."""
        plain = plain_form(word)
        if plain in self._known or plain in COMMON_WORDS or word in COMMON_WORDS:
            return plain, False
        for candidate in (*squeezed_forms(plain), *derived_forms(plain)):
            compared = plain.endswith(("er", "est")) and candidate in self._modifiers
            if candidate in self._known and (compared or candidate not in COMMON_WORDS):
                return candidate, False
        for candidate in squeezed_forms(plain):
            if candidate in COMMON_WORDS:
                return candidate, False
        if any(candidate in COMMON_WORDS for candidate in derived_forms(plain)):
            return plain, False
        guess = closest_word(plain, self._targets) if plain.isalpha() else None
        return (guess, True) if guess else (plain, False)

    def word_forms(self, tokens: Sequence[Token]) -> tuple[str, ...]:
        """The vocabulary's form of each token; signs stay as they are."""
        return tuple(self._resolve(token.word)[0] if token.is_word else token.word for token in tokens)

    # -- the three ways to stand in a sentence ------------------------------------------------------------------------

    def _direct(self, tokens: Sequence[Token], bases: Sequence[str]) -> list[tuple[int, int, _Pattern]]:
        """Forms whose words stand side by side: (first, last, pattern), the longest first come."""
        found = []
        index = 0
        while index < len(tokens):
            hit = self._longest_at(bases, index, self._patterns)
            if hit is not None:
                last = hit
                pattern = self._patterns[tuple(bases[index : last + 1])]
                if not self._is_measure(tokens, index) and not (
                    pattern.weak and self._is_of_a_thing(tokens, bases, last)
                ):
                    found.append((index, last, pattern))
                    index = last + 1
                    continue
            index += 1
        return found

    def _longest_at(self, bases: Sequence[str], index: int, table: Mapping[tuple[str, ...], object]) -> int | None:
        """Index of the last token of the longest key of ``table`` that begins at ``index``."""
        for last in range(min(len(bases), index + self._longest) - 1, index - 1, -1):
            if tuple(bases[index : last + 1]) in table:
                return last
        return None

    def _is_measure(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether "little" tells an amount, "too little detail", and is no adjective, "the little details"."""
        if tokens[index].word != "little":
            return False
        follows = tokens[index + 1].word if index + 1 < len(tokens) else ""
        return (index > 0 and tokens[index - 1].word in _MEASURES) or follows in ("more", "less", "too", "bit")

    def _is_of_a_thing(self, tokens: Sequence[Token], bases: Sequence[str], last: int) -> bool:
        """Whether a content word follows directly, so that "red" is a red car's and not the picture's."""
        follows = last + 1
        if follows >= len(tokens) or not tokens[follows].is_word or _is_plural(tokens[last].word):
            return False
        word = bases[follows]
        return word in _PEOPLE_NOUNS or (
            word not in FUNCTION_WORDS and word not in _PICTURE_NOUNS and tokens[follows].word not in _ADVERBS
        )

    def _apart(
        self, tokens: Sequence[Token], bases: Sequence[str], direct: Sequence[tuple[int, int, _Pattern]]
    ) -> list[tuple[_Pattern, tuple[int, int], tuple[int, int]]]:
        """Adjective and noun of one form that stand apart: (pattern, span of the adjective, span of the noun)."""
        blocked = {i for first, last, _ in direct if last > first for i in range(first, last + 1)}
        found: dict[tuple[int, int, str], tuple[_Pattern, tuple[int, int], tuple[int, int]]] = {}
        groups: tuple[str, ...] = ()
        index, noun_end = 0, 0
        while index < len(tokens):
            last = self._longest_at(bases, index, self._nouns)
            near = tokens[index].word in _NEAR_STAND_INS and index - noun_end <= _STAND_IN_REACH
            if last is None and not (groups and (tokens[index].word in _STAND_INS or near)):
                index += 1
                continue
            if last is None:
                last = index
            else:
                groups, noun_end = self._nouns[tuple(bases[index : last + 1])], last
            noun = (index, last)
            if self._is_verb(tokens, index):
                index = last + 1
                continue
            for group in groups:
                for modifier in (*self._before(tokens, bases, noun), *self._behind(tokens, bases, noun)):
                    pattern = self._pairs[group].get(tuple(bases[modifier[0] : modifier[1] + 1]))
                    clash = any(i in blocked for i in range(modifier[0], modifier[1] + 1))
                    clash = clash or self._is_measure(tokens, modifier[0])
                    if pattern is not None and not clash and not _inside(modifier, noun):
                        key = (modifier[0], modifier[1], pattern.entry.name)
                        rival = next((k for k in found if k[:2] == modifier), None)
                        if rival is None:
                            found[key] = (pattern, modifier, noun)
            index = last + 1
        return list(found.values())

    def _is_verb(self, tokens: Sequence[Token], index: int) -> bool:
        """Whether "feel" or "look" is what somebody does: "it feels cold" has no cold feel."""
        word = tokens[index].word
        if word in ("feels", "looks", "felt", "looked"):
            return True
        return word in ("feel", "look", "shot", "view") and index > 0 and tokens[index - 1].word in _VERB_LEADERS

    def _before(
        self, tokens: Sequence[Token], bases: Sequence[str], noun: tuple[int, int]
    ) -> Iterable[tuple[int, int]]:
        """Spans of adjectives in the list that leads to a noun: "soft, warm and golden light"."""
        spans: list[tuple[int, int]] = []
        index, gap = noun[0] - 1, 0
        while index >= 0 and noun[0] - index <= 2 * _GAP and gap < 3:
            word = tokens[index].word
            if word in _BREAKS:
                break
            span = self._modifier_ending_at(bases, index)
            if span is not None:
                spans.append(span)
                index, gap = span[0] - 1, 0
                continue
            if tokens[index].word not in _LIST_GLUE:
                if word in FUNCTION_WORDS or (bases[index],) in self._nouns:
                    break
                gap += 1  # an adjective that is not of the vocabulary
            index -= 1
        return spans

    def _behind(
        self, tokens: Sequence[Token], bases: Sequence[str], noun: tuple[int, int]
    ) -> Iterable[tuple[int, int]]:
        """Spans of adjectives that a verb ties to a noun: "the colours of the sky are too cold and pale"."""
        start = noun[1] + 1
        verb = start
        while verb < min(len(tokens), start + _GAP) and tokens[verb].word not in _COPULAS:
            verb = len(tokens) if tokens[verb].word in _BREAKS or tokens[verb].word in (",", "and", "or") else verb + 1
        if verb < min(len(tokens), start + _GAP):
            start = verb + 1
        elif start >= len(tokens) or not (tokens[start].word in _DEGREES or self._ends_clause(tokens, bases, start)):
            return ()
        spans: list[tuple[int, int]] = []
        index, gap = start, 0
        while index < len(tokens) and gap < 2:
            word = tokens[index].word
            if word in _BREAKS:
                break
            span = self._modifier_starting_at(bases, index)
            if span is not None and _is_plural(tokens[span[1]].word):
                break  # "the lines are jagged and the reds …": the reds are their own
            if span is not None:
                spans.append(span)
                index, gap = span[1] + 1, 0
                continue
            if word not in _ADVERBS:
                if word in FUNCTION_WORDS or (bases[index],) in self._nouns or not tokens[index].is_word:
                    break
                gap += 1
            index += 1
        if spans and spans[-1][1] + 1 < len(tokens):
            follows = spans[-1][1] + 1
            if (bases[follows],) in self._nouns:  # "the colours and warm light": the adjective is the next noun's
                spans.pop()
        return spans

    def _ends_clause(self, tokens: Sequence[Token], bases: Sequence[str], index: int) -> bool:
        """Whether an adjective stands right behind the noun and closes the phrase: "make the lines thicker"."""
        span = self._modifier_starting_at(bases, index)
        if span is None:
            return False
        follows = span[1] + 1
        return follows >= len(tokens) or not tokens[follows].is_word or tokens[follows].word in FUNCTION_WORDS

    def _modifier_ending_at(self, bases: Sequence[str], index: int) -> tuple[int, int] | None:
        for first in range(max(0, index - 2), index + 1):
            if all(base in self._modifiers for base in bases[first : index + 1]) and self._is_modifier(
                tuple(bases[first : index + 1])
            ):
                return first, index
        return None

    def _modifier_starting_at(self, bases: Sequence[str], index: int) -> tuple[int, int] | None:
        for last in range(min(len(bases) - 1, index + 2), index - 1, -1):
            if self._is_modifier(tuple(bases[index : last + 1])):
                return index, last
        return None

    def _is_modifier(self, key: tuple[str, ...]) -> bool:
        return any(key in pairs for pairs in self._pairs.values())

    def _bare(self, tokens: Sequence[Token], bases: Sequence[str], taken: set[int]) -> list[Mention]:
        """Aspects that no adjective of the vocabulary describes, and amounts of them."""
        found = []
        index = 0
        while index < len(tokens):
            last = self._longest_at(bases, index, self._aspects)
            if last is None or any(i in taken for i in range(index, last + 1)) or _seems(tokens, index):
                index += 1
                continue
            group = self._aspects[tuple(bases[index : last + 1])]
            amount = self._amount_before(tokens, index)
            follows = bases[last + 1] if last + 1 < len(tokens) and tokens[last + 1].is_word else ""
            if amount is not None and group.amount is not None:
                pattern = _Pattern(self._entries[group.amount], 0, False, group.id)
                found.append(self._mention(tokens, pattern, range(index, last + 1), index, is_amount=True))
            elif not (follows and (follows,) in self._patterns and follows not in FUNCTION_WORDS):
                start, end = tokens[index].start, tokens[last].end
                general = index > 0 and tokens[index - 1].word in _LIKINGS
                first = own_start(tokens, index, self._known)
                own = None
                if first < index and group.categories:
                    start = tokens[first].start
                    own = " ".join(token.word for token in tokens[first : last + 1])
                parts = tuple(range(first, last + 1))
                found.append(Mention(None, group, 0, parts, index, start, end, is_general=general, own=own))
            index = last + 1
        return found

    def _amount_before(self, tokens: Sequence[Token], index: int) -> int | None:
        """Index of the word that says how much there is of an aspect: "more tonal contrast"."""
        for place in range(index - 1, max(-1, index - 4), -1):
            word = tokens[place].word
            if word in _AMOUNTS:
                return place
            if not tokens[place].is_word or (word in FUNCTION_WORDS and word not in ("of", "the", "real")):
                return None
        return None

    def _mention(
        self, tokens: Sequence[Token], pattern: _Pattern, parts: Iterable[int], anchor: int, *, is_amount: bool = False
    ) -> Mention:
        parts = tuple(parts)
        group = self._groups[pattern.group] if pattern.group else None
        typo = any(self._resolve(tokens[index].word)[1] for index in parts if tokens[index].is_word)
        start, end = tokens[parts[0]].start, tokens[parts[-1]].end
        return Mention(pattern.entry, group, pattern.valence, parts, anchor, start, end, is_amount, typo)


def _seems(tokens: Sequence[Token], index: int) -> bool:
    """Whether an aspect's word is an adjective here: "it feels light", "so light and calm"."""
    return index > 0 and tokens[index - 1].word in _SEEMING


def _is_plural(word: str) -> bool:
    """Whether a colour's word stands for itself: "the reds sing"."""
    return word.endswith("s") and not word.endswith("ss") and plain_form(word) != word


def _inside(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer[0] <= inner[0] and inner[1] <= outer[1]


@lru_cache(maxsize=20_000)
def _key(form: str) -> tuple[str, ...]:
    return tuple(plain_form(token.word) for token in tokenize(form) if token.is_word)
