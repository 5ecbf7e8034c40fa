"""Finding the cues of a comment: which phrase of the table stands where, and what it means between its neighbours.

Knows that "pretty" may be a degree, "like" a comparison and "next" a place. The table is
:mod:`viper_core.extractors.cues`'s, how the cues act :mod:`viper_core.extractors.polarity`'s.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from viper_core.extractors.cues import ADVERBS, Cue, Kind, cue_table, is_negation, opening_words
from viper_core.matching import Mention
from viper_core.words import Token, squeezed_forms, word_set

__all__ = ["LIKERS", "SENTENCE_ENDS", "FoundCue", "find_cues"]

SENTENCE_ENDS: Final = frozenset(".!?…\n;")
LIKERS: Final = word_set(
    """
    i we you to really do did don't dont didn't didnt not never also always usually actually still kinda quite rather
    particularly especially i'd would might could absolutely definitely both all who people they generally honestly
    personally normally often sometimes only just truly genuinely secretly mostly they'd we'd you'd doesn't doesnt does
    he she wife husband mom mum dad kids friends everybody everyone what me no
    """
)
_LEADING_WORDS: Final = word_set("and please just to should would could i'd they you")
_AFTER_LIKE: Final = word_set("the how that this it its these those when")
_NOUNS: Final = word_set(
    """
    color colors colour colours tones shades hues palette light lighting lines shapes pattern patterns flowers picture
    painting image scene sky details style texture drawing art thing things one ones
    """
)
_HOPED: Final = word_set("hoped wanted wished liked hoping expected")
_IS: Final = word_set("is was are were it's that's")
_ONLY_LAST: Final = word_set("pop pops rocks rules slaps next mid sick fire killer bomb slay rock")
_EMOTICONS: Final = {
    ":)": 1.0,
    ":-)": 1.0,
    ":d": 1.0,
    "<3": 1.25,
    ":(": -1.0,
    ":-(": -1.0,
    ":/": -0.7,
    "xd": 0.6,
    "^^": 1.0,
}


@dataclass(frozen=True, slots=True)
class FoundCue:
    """A cue and the tokens it stands on."""

    cue: Cue
    first: int
    last: int

    @property
    def kind(self) -> Kind:
        """What it does."""
        return self.cue.kind


def find_cues(tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[list[FoundCue], list[Mention]]:
    """All cues, and the mentions that are not merely words of a longer idiom."""
    table, longest = cue_table()
    owner = {
        index: mention
        for mention in mentions
        for index in mention.parts
        if mention.own is None or index >= mention.anchor  # what one calls it oneself may be praise or blame
    }
    dropped: set[int] = set()
    words = [_cue_word(token.word, table) for token in tokens]
    cues: list[FoundCue] = []
    index = 0
    while index < len(tokens):
        last = _phrase_end(words, index, longest, table)
        if last is None:
            cue = _implied_cue(tokens, index)
            if cue is not None and index not in owner:
                cues.append(FoundCue(cue, index, index))
            index += 1
            continue
        span = range(index, last + 1)
        rivals = {id(owner[i]): owner[i] for i in span if i in owner}
        if rivals and not _beats(last - index + 1, span, list(rivals.values())):
            if index in owner or (words[index],) not in table:
                index += 1
                continue
            last, rivals = index, {}  # "too many details": "many" is the details', "too" stays
        cue = _in_context(_phrase_cue(words, index, last, table), tokens, words, index, last)
        if cue is not None:
            dropped |= set(rivals)
            cues.append(FoundCue(cue, index, last))
            index = last + 1
        else:
            index += 1
    return cues, [mention for mention in mentions if id(mention) not in dropped]


def _cue_word(word: str, table: dict[tuple[str, ...], Cue]) -> str:
    """``word``, or what is left of it when stretched letters are let go: "loooove" -> "love"."""
    if (word,) in table:
        return word
    return next((form for form in squeezed_forms(word) if (form,) in table), word)


def _phrase_end(words: Sequence[str], index: int, longest: int, table: dict[tuple[str, ...], Cue]) -> int | None:
    """Index of the last word of the longest phrase that begins at ``index``, adverbs inside of it passed over."""
    if words[index] not in opening_words():
        return None
    for last in range(min(len(words), index + longest) - 1, index - 1, -1):
        if tuple(words[index : last + 1]) in table:
            exact = last
            break
    else:
        exact = None
    kept, ends = [words[index]], [index]
    for place in range(index + 1, min(len(words), index + longest + 2)):
        if words[place] not in ADVERBS:
            kept.append(words[place])
            ends.append(place)
    for count in range(min(len(kept), longest), 1, -1):
        if ends[count - 1] > (index if exact is None else exact) and tuple(kept[:count]) in table:
            return ends[count - 1]
    return exact


def _phrase_cue(words: Sequence[str], first: int, last: int, table: dict[tuple[str, ...], Cue]) -> Cue:
    phrase = tuple(words[first : last + 1])
    if phrase not in table:
        phrase = (phrase[0], *(word for word in phrase[1:] if word not in ADVERBS))
    return table[phrase]


def _beats(length: int, span: range, rivals: Sequence[Mention]) -> bool:
    """Whether an idiom of ``length`` words hides the attributes in it: "leaves me cold" has no cold in it."""
    if length < 2:
        return False
    return all(all(part in span for part in mention.parts) and len(mention.parts) < length for mention in rivals)


def _implied_cue(tokens: Sequence[Token], index: int) -> Cue | None:
    """Cues that no table can list: any "n't", a mark out of ten."""
    word = tokens[index].word
    if is_negation(word):
        return Cue(Kind.NEGATE, 0.0)
    for length in (3, 2, 1):
        face = tokens[index : index + length]
        if "".join(token.text for token in face).lower() in _EMOTICONS and face[-1].end - face[0].start <= 3:
            return Cue(Kind.JUDGE, _EMOTICONS["".join(token.text for token in face).lower()])
    follows = tokens[index + 1] if index + 1 < len(tokens) else None
    if index and tokens[index - 1].word == "so" and len(word) == 4 and word.isdigit():
        return Cue(Kind.JUDGE, -1.0)  # "this is so 2012"
    if word.isdigit() and follows is not None and follows.word == "10" and follows.start == tokens[index].end + 1:
        return Cue(Kind.JUDGE, 1.0 if int(word) >= 7 else -1.0) if int(word) not in (5, 6) else None
    return None


def _in_context(cue: Cue, tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> Cue | None:
    """``cue`` as it is meant between its neighbours, or None where it means nothing."""
    before = words[first - 1] if first else ""
    after = words[last + 1] if last + 1 < len(words) else ""
    after_is_word = last + 1 < len(tokens) and tokens[last + 1].is_word
    if words[first] == "for" and words[last] in ("me", "taste", "liking", "eyes"):
        return None if after_is_word else cue
    if words[first : last + 1] == ["not", "at", "all"] and after_is_word:
        return Cue(Kind.NEGATE, 0.0)
    if first != last:
        return _phrase_in_context(cue, words, first, last, before, after_is_word=after_is_word)
    match words[first]:
        case "like":
            if before in LIKERS:
                return cue
            begins = not first or before in (".", "!", "?", "\n", ";", ":", "and", "but")
            begins = begins or (before == "," and _begins_with_verdict(words, first))
            return cue if begins and after in _AFTER_LIKE else None
        case "perfectly" if after_is_word and after not in ("and", "but", "here", "with", "in"):
            return Cue(Kind.STRONGER, 0.0)
        case "pretty":
            degree = (
                after_is_word and after not in ("and", "but", "in", "with", "to", "as", "i") and after not in _NOUNS
            )
            return Cue(Kind.STRONGER, 0.0) if degree else cue
        case "ok" | "okay" | "okey" if after_is_word and (not first or before in SENTENCE_ENDS):
            return None
        case "add" if first and tokens[first - 1].is_word and before not in _LEADING_WORDS:
            return Cue(Kind.JUDGE, 1.0)  # "the shadows add mystery"
        case "try" | "use" | "add" if first and before not in SENTENCE_ENDS and before not in _LEADING_WORDS:
            return None
        case word if word in _ONLY_LAST and first == last and (after_is_word or before in ("the", "a", "some", "of")):
            return None  # "the rocks", "next to the boat", but "the fog rocks"
        case "sure" if after_is_word or (first and before not in SENTENCE_ENDS):
            return None
        case "no":
            return Cue(Kind.NEGATE, 0.0) if after_is_word else Cue(Kind.JUDGE, -1.0)
        case "too":
            return cue if after_is_word and after not in ("and", "but", "i", "in", "though", "because") else None
        case "more" | "less":
            return None if _comes_soon("than", words, last) and before not in ("be", "were", "much", "it") else cue
        case "so" if before in ("and", ",", "", ".", "\n") and after in ("i", "it", "the", "that", "this", "we", "is"):
            return None
        case "miss" if before in ("not", "don't", "dont", "to", "can't"):
            return None
        case "need" | "needs" | "want" | "wanted" | "wants" if after == "to":
            return None
        case "well" | "yes" | "works" | "work" if after in ("of", "by"):
            return None
    return cue


def _phrase_in_context(
    cue: Cue, words: Sequence[str], first: int, last: int, before: str, *, after_is_word: bool
) -> Cue | None:
    """The same for a phrase of several words."""
    match words[first]:
        case "just" | "exactly" if cue.kind is Kind.IRONY and words[last] == "needed" and before in _IS:
            return Cue(Kind.JUDGE, 1.0)  # "the fog is just what I needed"
        case "not" if words[last] in ("as", "so") and _HOPED & set(words[last + 1 : last + 7]):
            return Cue(Kind.LACK, 0.0)  # "not as colourful as I'd hoped"
        case "every" if words[last] == "time" and after_is_word and last == first + 1:
            return None  # "every time I see fog"
        case "never" if words[last] == "liked" and {"more", "better"} & set(words[last + 1 : last + 7]):
            return Cue(Kind.GOVERN, 1.25)
        case "makes" | "made" if last == first + 1 and words[last] == "it" and cue.kind is Kind.JUDGE and after_is_word:
            return None  # "makes it" closes; "makes it warm" does not
    return cue


def _begins_with_verdict(words: Sequence[str], index: int) -> bool:
    """Whether the sentence is a list of verdicts without a subject: "Dislike the grain, like the tones"."""
    while index and words[index - 1] not in SENTENCE_ENDS:
        index -= 1
    return words[index] in ("dislike", "love", "hate", "enjoy", "adore", "like", "loved", "liked", "hated", "disliked")


def _comes_soon(word: str, words: Sequence[str], index: int) -> bool:
    return word in words[index + 1 : index + 5]
