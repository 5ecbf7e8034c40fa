"""The feelings within a sentence: across a "but", in comparisons, in questions, in irony.

Knows what clauses do to each other; the feelings inside of a clause come from :mod:`viper_core.extractors.polarity`,
those between sentences are left to :mod:`viper_core.extractors.discourse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from viper_core.extractors.clauses import Sentence
from viper_core.extractors.cues import Kind
from viper_core.extractors.feelings import ASKED_WHY, BY_CONTRAST, IRONIC, NOT_I, WISHED
from viper_core.extractors.polarity import ClauseReader
from viper_core.words import Token, word_set

__all__ = ["SentenceReader"]

_HABITS: Final = word_set(
    "usually normally generally typically often tend mostly ordinarily rarely seldom thought expected first used"
)
_PREFERRING: Final = word_set(
    "prefer preferred preferring rather better favor instead beats beat choose chose pick picked take give gimme opt"
)
_SUBJECTS: Final = word_set("it i the this that they is are it's they're that's i'm i'd")
_SWAPPING: Final = word_set("swap replace exchange trade switch")
_OTHERS: Final = frozenset(
    {("if", "you"), ("if", "you're"), ("people", "who"), ("those", "who"), ("anyone", "who"), ("some", "people")}
)


class SentenceReader:
    """Reads one sentence.

    Attributes:
        tokens: of the whole comment.
        sentence: what is read.
        words: its words and signs.
        mentions: its mentions in order, settled as far as the sentence says.
        verdicts: the strengths of its verdicts in order.
    """

    def __init__(self, tokens: Sequence[Token], sentence: Sentence, *, loud: bool) -> None:
        self.tokens = tokens
        self.sentence = sentence
        self.words = [token.word for token in tokens[sentence.first : sentence.last + 1]]
        clauses = [ClauseReader(tokens, sentence, clause, loud=loud) for clause in sentence.clauses]
        self.mentions = [one for clause in clauses for one in clause.feelings]
        self.verdicts = [value for clause in clauses for value in clause.verdicts]
        self._clauses = clauses
        self._across_turns()
        self._compare()
        self._ask_kindly()
        self._of_others()
        if self.is_question:
            self._ask()
        if sentence.is_ironic:
            for one in self.mentions:
                one.value = -max(abs(one.value or IRONIC), IRONIC)
            self.verdicts = [-abs(value) for value in self.verdicts] or [-1.0]

    @property
    def is_question(self) -> bool:
        """Whether it ends in a question mark."""
        return self.sentence.ending == "?"

    # -- across a "but" -----------------------------------------------------------------------------------------------

    def _across_turns(self) -> None:
        """Give what stands on the other side of a "but" the contrary feeling, where it has none of its own."""
        closing = next((clause.closing for clause in self._clauses if clause.closing is not None), None)
        for one in self.mentions:
            if one.value is None and closing is not None:
                one.settle(closing)
        signs = [_sign(clause) for clause in self._clauses]
        for index, clause in enumerate(self._clauses):
            later = self._clauses[index + 1] if index + 1 < len(self._clauses) else None
            if later is not None and not later.feelings and self._judged_by_next(clause, later, index + 1):
                continue
            if clause.verdicts or len(self._clauses) == 1:
                continue
            other = (signs[index - 1] if index else 0) or (signs[index + 1] if later is not None else 0)
            for one in clause.feelings:
                if one.value is None and other:
                    one.settle(-other * BY_CONTRAST)

    def _judged_by_next(self, clause: ClauseReader, later: ClauseReader, index: int) -> bool:
        """Let a clause that names nothing say what the one before it means; whether it did."""
        words = self._clause_words(index)
        if " ".join(words[1:]) in NOT_I:  # "I wanted to like the shapes, but I can't"
            for one in clause.feelings:
                one.force(-abs(one.value or 1.0))
            return True
        if not later.verdicts:
            return False
        if len(words) <= 4 and not set(words) & _SUBJECTS:  # "the style is cute but gets old"
            for one in clause.feelings:
                if one.value is None or one.by_word:
                    one.force(later.verdicts[-1])
            return True
        if set(self.words) & _HABITS or self._refers_back(index):  # "I usually skip these but this one won me over"
            for one in clause.feelings:
                one.force(later.verdicts[-1])
            return True
        return False

    def _clause_words(self, index: int) -> list[str]:
        segments = self.sentence.clauses[index].segments
        return [token.word for token in self.tokens[segments[0].first : segments[-1].last + 1] if token.is_word]

    def _refers_back(self, index: int) -> bool:
        """Whether a clause tells how the one before is meant: "but in a good way", "but here it works"."""
        if index >= len(self.sentence.clauses):
            return False
        segments = self.sentence.clauses[index].segments
        words = [token.word for token in self.tokens[segments[0].first : segments[-1].last + 1]]
        cues = [cue for segment in segments for cue in segment.cues]
        if any(self.tokens[cue.last].word in ("way", "it", "that") for cue in cues):
            return True
        return bool({"here", "this", "that", "these", "those", "effective"} & set(words)) or "it works" in " ".join(
            words
        )

    # -- comparisons --------------------------------------------------------------------------------------------------

    def _compare(self) -> None:
        """Settle what is compared: "rather warm than cold", "night instead of day", "swap the oil for ink"."""
        self._swaps()
        if ">" in self.words:
            self._greater(self.sentence.first + self.words.index(">"))
        segments = [segment for clause in self.sentence.clauses for segment in clause.segments]
        cues = [cue for segment in segments for cue in segment.cues if cue.kind is Kind.INSTEAD]
        any_day = "any" in self.words and ("day" in self.words or "time" in self.words)
        prefers = any_day or bool(set(self.words) & _PREFERRING)
        if not cues and prefers and "to" in self.words:
            self._prefers_to()
        for cue in cues:
            plain = self.tokens[cue.first].word in ("over", "than", "to", "more", "versus", "vs")
            if not plain or prefers:
                self._instead(cue.first, cue.last)
            elif cue.last > cue.first:  # "I like the light more than the colours" says nothing of the colours
                for one in self.mentions:
                    if one.mention.anchor > cue.last and not one.by_operator:
                        one.value, one.is_near = None, False

    def _instead(self, start: int, end: int) -> None:
        """Turn the feeling round for what stands behind the words of comparison."""
        first = [one for one in self.mentions if one.mention.anchor < start]
        second = [one for one in self.mentions if one.mention.anchor > end]
        if not second:
            return
        liking = next((one.value for one in reversed(first) if one.value is not None), None)
        if liking is None:
            liking = WISHED
            for one in first:
                one.settle(liking)
        second[0].force(-liking)
        for one in second[1:]:
            if one.value is None:
                one.value = -liking

    def _swaps(self) -> None:
        """Settle "swap the watercolour for ink": the first is disliked, the second liked."""
        starts = [index for index, word in enumerate(self.words) if word in _SWAPPING]
        joints = [index for index, word in enumerate(self.words) if word in ("for", "with", "by")]
        joints = [index for index in joints if starts and index > starts[0]]
        if not joints:
            return
        places = [(one.mention.anchor - self.sentence.first, one) for one in self.mentions]
        for place, one in places:
            if starts[0] < place < joints[0]:
                one.value, one.by_operator = -WISHED, True
        for _, one in [pair for pair in places if pair[0] > joints[0]][:1]:
            one.value, one.by_operator = WISHED, True

    def _greater(self, place: int) -> None:
        """ "Watercolour > oil" """
        for one in self.mentions:
            if one.value is None:
                one.value = 1.0 if one.mention.anchor < place else -1.0

    def _prefers_to(self) -> None:
        place = self.sentence.first + len(self.words) - 1 - self.words[::-1].index("to")
        starts = [
            self.sentence.first + index for index, word in enumerate(self.words) if word in ("prefer", "preferred")
        ]
        first = [one for one in self.mentions if starts and starts[0] < one.mention.anchor < place]
        second = [one for one in self.mentions if one.mention.anchor > place]
        if first and second:
            second[0].negated = False
            second[0].value = -(first[-1].value or WISHED)

    # -- requests, other people, questions ----------------------------------------------------------------------------

    def _ask_kindly(self) -> None:
        """Settle "fog, please" and "that texture though!"."""
        if self.verdicts or not self.words:
            return
        last = [token.word for token in self.tokens[self.sentence.first : self.sentence.last + 1] if token.is_word][-1:]
        exclaims = last in (["though"], ["tho"]) and self.words[0] in ("that", "those", "the", "these")
        asks = bool({"please", "pls", "plz"} & set(self.words))
        for one in self.mentions:
            if one.value is None and (exclaims or asks):
                one.settle(1.0 if exclaims else WISHED)

    def _of_others(self) -> None:
        """Leave out what is said of other people: "if you like grain, fine"."""
        if tuple(self.words[:2]) not in _OTHERS or self.words[2:4] == ["ask", "me"]:
            return
        refused = " ".join(self.words[-3:]) in NOT_I or " ".join(self.words[-4:-1]) in NOT_I
        for one in self.mentions:
            one.value, one.closed = (-1.0 if refused else None), not refused
        self.verdicts = []

    def _ask(self) -> None:
        """What a question says: "why is it so dark?" complains, "is this a mosaic?" says nothing."""
        first = self.words[0] if self.words else ""
        unsettled = [one for one in self.mentions if not one.by_operator]
        if first == "why" and not self.verdicts:
            for one in unsettled:
                one.value = ASKED_WHY if one.negated else -ASKED_WHY
                one.is_near = one.mention.entry is not None
        elif first != "why" and "again" in self.words and not self.verdicts:
            for one in unsettled:
                one.value = -ASKED_WHY
        elif self._asks_who_on_earth(first):
            for one in unsettled:
                one.value = -abs(one.value or 1.0)

    def _asks_who_on_earth(self, first: str) -> bool:
        """Whether a question doubts that anybody could: "who likes neon?", "how can anyone enjoy this?"."""
        if first == "how":
            return bool({"anyone", "anybody", "people"} & set(self.words[:4]))
        return first == "who" and bool(self.verdicts) and not self._who_does_not()

    def _who_does_not(self) -> bool:
        return len(self.words) > 1 and (self.words[1].endswith("n't") or self.words[1] in ("does", "doesnt", "wouldnt"))


def _sign(clause: ClauseReader) -> int:
    """+1 or -1 for what a clause feels on the whole, 0 where it feels nothing."""
    total = sum([one.value for one in clause.feelings if one.value is not None] or clause.verdicts)
    return (total > 0) - (total < 0)
