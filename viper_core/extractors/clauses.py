"""A comment cut into sentences, clauses and segments, each with the attributes and cues in it.

sentence   up to a full stop, a line break
clause     up to a turn: "but", "although", "except"
segment    up to a comma, an "and", a colon, a "because"

sentence   up to a full stop or a line break
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from viper_core.extractors.cues import ADVERBS, Cue, Kind, cue_table, is_negation
from viper_core.matching import Matcher, Mention
from viper_core.words import Token, squeezed_forms, tokenize, word_set

__all__ = ["Clause", "FoundCue", "Segment", "Sentence", "parse_comment"]

_SENTENCE_ENDS: Final = frozenset(".!?…\n;")
_TURNS: Final = word_set(
    "but although though however whereas except despite nevertheless nonetheless otherwise notwithstanding albeit"
)
_TURNING_PHRASES: Final = (("even", "though"), ("even", "if"), ("apart", "from"), ("aside", "from"), ("other", "than"))
_JOINTS: Final = word_set("and or because since as which plus also so when where n + & then cos cuz cause whilst")
_JOINTS_AFTER_COMMA: Final = word_set("as so where also then")
_JOINT_SIGNS: Final = frozenset(",:()–—-/|•*·=>→\n")
_LIKERS: Final = word_set(
    """
    i we you to really do did don't dont didn't didnt not never also always usually actually still kinda quite rather
    particularly especially i'd would might could absolutely definitely both all who people they generally honestly
    personally normally often sometimes only just truly genuinely secretly mostly they'd we'd you'd doesn't doesnt does
    he she wife husband mom mum dad kids friends everybody everyone what me no
    """
)
_LEADING_WORDS: Final = word_set("and please just to should would could i'd they you")
_AFTER_LIKE: Final = word_set("the how that this it its these those when")
_PEOPLE: Final = word_set(
    "fan fans people lovers lover artists painters photographers folks crowd guys museum gallery class"
)
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


@dataclass(slots=True)
class Segment:
    """A piece of a clause without a comma in it.

    Attributes:
        first: index of its first token.
        last: index of its last token.
        opener: the word or sign that begins it, or "".
        cues: its cues in order.
        mentions: its attributes and aspects in order.
    """

    first: int
    last: int
    opener: str
    cues: list[FoundCue] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


@dataclass(slots=True)
class Clause:
    """Segments up to a turn; ``turn`` is the word that begins it, or ""."""

    turn: str
    segments: list[Segment]


@dataclass(slots=True)
class Sentence:
    """Clauses up to a full stop.

    Attributes:
        clauses: in order.
        first: index of its first token.
        last: index of its last token, the sign that ends it included.
        ending: "." or "!" or "?" or a line break, or "" at the end of the comment.
        is_ironic: whether it says the contrary of what it means.
    """

    clauses: list[Clause]
    first: int
    last: int
    ending: str
    is_ironic: bool


def parse_comment(text: str, matcher: Matcher) -> tuple[tuple[Token, ...], list[Sentence]]:
    """The tokens of a comment and its sentences."""
    tokens = tokenize(text)
    mentions = [mention for mention in matcher.find(tokens) if not _is_of_people(tokens, mention)]
    cues, named = _find_cues(tokens, mentions)
    taken = {index for cue in cues for index in range(cue.first, cue.last + 1)}
    taken |= {index for mention in named for index in mention.parts}
    sentences = []
    for first, last, ending in _sentence_spans(tokens, taken):
        inside = [cue for cue in cues if first <= cue.first <= last]
        ironic = any(cue.kind is Kind.IRONY for cue in inside) or _ends_in_not(tokens, first, last)
        clauses = [
            Clause(turn, _segments(tokens, start, end, taken))
            for turn, start, end in _clause_spans(tokens, first, last, taken)
        ]
        segments = [segment for clause in clauses for segment in clause.segments]
        for segment in segments:
            segment.cues = [cue for cue in inside if segment.first <= cue.first <= segment.last]
            segment.mentions = [one for one in named if segment.first <= one.anchor <= segment.last]
        sentences.append(Sentence(clauses, first, last, ending, ironic))
    return tokens, sentences


def _is_of_people(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether an attribute only says who is meant: "pop art fans"."""
    return mention.last + 1 < len(tokens) and tokens[mention.last + 1].word in _PEOPLE


# -- cues -------------------------------------------------------------------------------------------------------------


def _find_cues(tokens: Sequence[Token], mentions: Sequence[Mention]) -> tuple[list[FoundCue], list[Mention]]:
    """All cues, and the mentions that are not merely words of a longer idiom."""
    table, longest = cue_table()
    owner = {index: mention for mention in mentions for index in mention.parts}
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
            index += 1
            continue
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
        return cue
    match words[first]:
        case "like":
            if before in _LIKERS:
                return cue
            begins = not first or before in (".", "!", "?", "\n", ";", ":", "and", "but")
            begins = begins or (before == "," and _begins_with_verdict(words, first))
            return cue if begins and after in _AFTER_LIKE else None
        case "pretty":
            degree = after_is_word and after not in ("and", "but", "in", "with", "to", "as", "i")
            return Cue(Kind.STRONGER, 0.0) if degree else cue
        case "ok" | "okay" | "okey" if after_is_word and (not first or before in _SENTENCE_ENDS):
            return None
        case "add" if first and tokens[first - 1].is_word and before not in _LEADING_WORDS:
            return Cue(Kind.JUDGE, 1.0)  # "the shadows add mystery"
        case "try" | "use" | "add" if first and before not in _SENTENCE_ENDS and before not in _LEADING_WORDS:
            return None
        case "sure" if after_is_word or (first and before not in _SENTENCE_ENDS):
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


def _begins_with_verdict(words: Sequence[str], index: int) -> bool:
    """Whether the sentence is a list of verdicts without a subject: "Dislike the grain, like the tones"."""
    while index and words[index - 1] not in _SENTENCE_ENDS:
        index -= 1
    return words[index] in ("dislike", "love", "hate", "enjoy", "adore", "like", "loved", "liked", "hated", "disliked")


def _comes_soon(word: str, words: Sequence[str], index: int) -> bool:
    return word in words[index + 1 : index + 5]


# -- cuts -------------------------------------------------------------------------------------------------------------


def _sentence_spans(tokens: Sequence[Token], taken: set[int]) -> list[tuple[int, int, str]]:
    spans = []
    first = 0
    for index, token in enumerate(tokens):
        if token.word in _SENTENCE_ENDS and index not in taken and not _runs_on(tokens, index):
            ending = token.word
            if first < index:
                spans.append((first, index, ending))
            elif spans and ending in "!?":  # "?!" and "!!!"
                spans[-1] = (spans[-1][0], index, "?" if "?" in (ending, spans[-1][2]) else ending)
            first = index + 1
    if first < len(tokens):
        spans.append((first, len(tokens) - 1, ""))
    return spans


def _runs_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether a line break is but a wrapped line: a small letter follows, and no sign stands before."""
    if tokens[index].word != "\n" or not 0 < index < len(tokens) - 1:
        return False
    return tokens[index - 1].is_word and tokens[index + 1].is_word and tokens[index + 1].text[0].islower()


def _clause_spans(tokens: Sequence[Token], first: int, last: int, taken: set[int]) -> list[tuple[str, int, int]]:
    """(turn, first, last) of each clause; a sentence that begins with a turn turns again at its first comma."""
    cuts: list[tuple[int, str]] = []
    for index in range(first, last + 1):
        if index in taken:
            continue
        word = tokens[index].word
        pair = (word, tokens[index + 1].word) if index < last else (word, "")
        turns = pair in _TURNING_PHRASES or (word in _TURNS and not (cuts and cuts[-1][0] == index - 1))
        turns = turns or (word == "while" and index in (first, first + 1))
        if turns or (word in ("while", "yet") and tokens[index - 1].word == ","):
            cuts.append((index, word))
        elif word == "," and len(cuts) == 1 and cuts[0][0] <= first + 1 and cuts[0][1] not in ("but", "however", "yet"):
            cuts.append((index, ","))
    spans = []
    start, turn = first, ""
    for index, word in cuts:
        if index > start:
            spans.append((turn, start, index - 1))
        start, turn = index, word
    spans.append((turn, start, last))
    return spans


def _segments(tokens: Sequence[Token], first: int, last: int, taken: set[int]) -> list[Segment]:
    segments: list[Segment] = []
    start, opener = first, ""
    for index in range(first, last + 1):
        word = tokens[index].word
        if _closes_with_a_face(tokens, index, last) and index in taken:
            segments.append(Segment(start, index, opener))
            start, opener = index + 1, ""
            continue
        if index in taken or not (word in _JOINT_SIGNS or word in _JOINTS):
            continue
        if word in _JOINTS_AFTER_COMMA and not (index and tokens[index - 1].word == ","):
            continue
        if index > start + bool(opener):
            segments.append(Segment(start, index - 1, opener))
            start = index
        opener = word
    segments.append(Segment(start, last, opener))
    return segments


def _closes_with_a_face(tokens: Sequence[Token], index: int, last: int) -> bool:
    """Whether an emoji ends here and words follow: it judges what stands before it, "stripes 👎 fog 👍"."""
    return index < last and tokens[index].word[0] > "\u2000" and not tokens[index].is_word and tokens[index + 1].is_word


def _ends_in_not(tokens: Sequence[Token], first: int, last: int) -> bool:
    """ "Lovely colours. Not!" """
    words = [index for index in range(first, last + 1) if tokens[index].is_word]
    return len(words) > 2 and tokens[words[-1]].word == "not" and not tokens[words[-1] - 1].is_word
