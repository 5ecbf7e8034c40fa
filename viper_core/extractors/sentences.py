"""The feelings within a sentence: across a "but", in comparisons, in questions, in irony.

Knows what clauses do to each other; the feelings inside of a clause come from :mod:`viper_core.extractors.polarity`,
those between sentences are left to :mod:`viper_core.extractors.discourse`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from viper_core.extractors.answers import answer_in, refuses
from viper_core.extractors.clauses import Sentence
from viper_core.extractors.comparisons import compare
from viper_core.extractors.cues import Kind
from viper_core.extractors.feelings import ASKED_WHY, BY_CONTRAST, FIRM, IRONIC, WISHED, Feeling
from viper_core.extractors.finding import FoundCue
from viper_core.extractors.other_people import weigh_other_people
from viper_core.extractors.polarity import ClauseReader
from viper_core.words import Token, word_set

__all__ = ["SentenceReader"]

_HABITS: Final = word_set(
    "usually normally generally typically often tend mostly ordinarily rarely seldom thought expected first used"
)
_FILLERS: Final = word_set("ok okay but and so wait lol um er well like omg bro dude seriously honestly also hm hmm")
_SUBJECTS: Final = word_set("it i the this that they is are it's they're that's i'm i'd")


class SentenceReader:
    """Reads one sentence.

    Attributes:
        tokens: of the whole comment.
        sentence: what is read.
        words: its words and signs.
        mentions: its mentions in order, settled as far as the sentence says.
        verdicts: the strengths of its verdicts in order.
        parts: each of its segments with the mentions and the verdicts in it.
    """

    def __init__(self, tokens: Sequence[Token], sentence: Sentence, *, loud: bool) -> None:
        self.tokens = tokens
        self.sentence = sentence
        self.words = [token.word for token in tokens[sentence.first : sentence.last + 1]]
        clauses = [ClauseReader(tokens, sentence, clause, loud=loud) for clause in sentence.clauses]
        self.mentions = [one for clause in clauses for one in clause.feelings]
        self.verdicts = [value for clause in clauses for value in clause.verdicts]
        self.parts = [part for clause in clauses for part in clause.parts]
        self._clauses = clauses
        self._across_turns()
        compare(self)
        self._ask_kindly()
        weigh_other_people(self)
        self._set_phrases()
        if self.is_question or self._asks_why() or self._could_it_be_any():
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
                if one.value is None and other and index == 0 and not self._says_anything(one):
                    one.closed = True  # "there's fog, but I love the stripes" does not say that the fog is bad
                elif one.value is None and other:
                    one.negated = one.negated and self._clause_words(index)[1:2] != ["not"]  # "… but not the neon"
                    one.settle(-other * BY_CONTRAST)

    def _says_anything(self, one: Feeling) -> bool:
        """Whether a mention before a turn stands beside a cue, or behind an "although" that sets it apart."""
        segment = next(part[0] for part in self.parts if one in part[1])
        return bool(segment.cues or self.sentence.clauses[0].turn)

    def _judged_by_next(self, clause: ClauseReader, later: ClauseReader, index: int) -> bool:
        """Let a clause that names nothing say what the one before it means; whether it did."""
        words = self._clause_words(index)
        if words[:1] in (["until"], ["till"]):  # "never liked fog until now"
            for one in clause.feelings:
                one.answer(agrees=False)
            return True
        answer = answer_in(words[1:])
        if answer is not None:  # "I wanted to like the shapes, but I can't", "… could have been too much, but it isn't"
            for one in clause.feelings:
                one.answer(agrees=answer.agrees)
            return True
        if refuses(words[1:]):
            for one in clause.feelings:
                one.force(-abs(one.value or 1.0))
            return True
        if not later.verdicts:
            return False
        if len(words) <= 4 and not set(words) & _SUBJECTS:  # "the style is cute but gets old"
            for one in clause.feelings:
                if one.value is None or one.by_word or abs(one.value) < FIRM:
                    one.force(later.verdicts[-1])
            return True
        if self._points_back(words) and self._is_about(clause):
            for one in clause.feelings:  # "there's fog but it doesn't work", "clumsy strokes, but they draw me in"
                one.force(later.verdicts[-1])
            return True
        if set(self.words) & _HABITS or self._refers_back(index):  # "I usually skip these but this one won me over"
            for one in clause.feelings:
                if not one.by_operator:
                    one.force(later.verdicts[-1])
            return True
        return False

    def _points_back(self, words: Sequence[str]) -> bool:
        """Whether a clause begins with "but it", so that it is about what was named."""
        return words[1:2] in (["it"], ["they"], ["it's"], ["that"], ["its"]) and "love" not in words

    def _is_about(self, clause: ClauseReader) -> bool:
        """Whether a clause is about what it names and not about me: "the fog is heavy", but not "I love the fog"."""
        if all(one.value is None for one in clause.feelings):
            return True
        judged = [verdict for _, _, verdicts in clause.parts for verdict in verdicts]
        subjects = all(one.mention.first < judged[0].place for one in clause.feelings) if judged else False
        return subjects and all(verdict.kind is Kind.JUDGE for verdict in judged)

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
        if any(self._names_it(cue) for cue in cues):
            return True
        return bool({"here", "this", "that", "these", "those", "effective"} & set(words)) or "it works" in " ".join(
            words
        )

    def _names_it(self, cue: FoundCue) -> bool:
        """Whether a verdict is about what was named before: "love it", "dig it", "in a good way"."""
        if self.tokens[cue.last].word in ("way", "it", "that", "them"):
            return True
        follows = self.tokens[cue.last + 1].word if cue.last + 1 < len(self.tokens) else ""
        return cue.kind is Kind.GOVERN and follows in ("it", "that", "them")

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

    def _set_phrases(self) -> None:
        """Settle "it's the fog for me", "nobody paints fog like this", "what kept me was the fog" and "zoom out"."""
        words = [word for word in self.words if word[0].isalnum()]
        blamed = any(value < 0 for value in self.verdicts)
        for_me = not blamed and words[:2] in (["it's", "the"], ["its", "the"]) and words[-2:] == ["for", "me"]
        unequalled = words[:1] == ["nobody"] or words[:2] == ["no", "one"]
        unequalled = unequalled and words[-2:-1] == ["like"] and not self.verdicts
        for one in self.mentions:
            if (for_me or unequalled) and not one.by_operator:
                one.force(1.0 if for_me else 1.25)
            elif one.value is None and self._is_cleft(one.mention.first):
                one.settle(1.0)
            elif self.tokens[one.mention.first].word == "zoom" and one.value is None:
                one.settle(WISHED)

    def _is_cleft(self, place: int) -> bool:
        """Whether a mention is what did something to me, nothing bad being said of it: "what kept me was the fog"."""
        clause = next(one for one in reversed(self.sentence.clauses) if one.segments[0].first <= place)
        words = [token.word for token in self.tokens[clause.segments[0].first : place] if token.is_word]
        words = words[words[:1] == [clause.turn] :]
        verb = next((index for index, word in enumerate(words) if word in ("is", "was", "are", "were")), 0)
        return words[:1] == ["what"] and bool({"me", "my", "us"} & set(words[1:verb]))

    def _ask(self) -> None:
        """What a question says: "why is it so dark?" complains, "is this a mosaic?" says nothing."""
        first = self.words[0] if self.words else ""
        unsettled = [one for one in self.mentions if not one.by_operator]
        if self._could_it_be_any():
            for one in self.mentions:
                one.force(-ASKED_WHY)
        elif self._asks_why() and self._misses():
            for one in self.mentions:
                one.force(ASKED_WHY)  # "why did they leave out the fog?"
        elif self._asks_why() and not self.verdicts:
            for one in unsettled:
                one.value = ASKED_WHY if one.negated else -ASKED_WHY
                one.is_near = one.mention.entry is not None
        elif first != "why" and "again" in self.words and not self.verdicts:
            for one in unsettled:
                one.value = -ASKED_WHY
        elif self._asks_who_on_earth(first):
            for one in unsettled:
                one.value = -abs(one.value or 1.0)

    def _asks_why(self) -> bool:
        """Whether it begins with "why", fillers passed over: "ok but why is it so yellow"."""
        words = [word for word in self.words if word[0].isalnum()]
        index = next((index for index, word in enumerate(words) if word not in _FILLERS), 0)
        return words[index : index + 1] == ["why"]

    def _misses(self) -> bool:
        """Whether a question is about what is not there: "why did they leave out the fog?", "why isn't there more?" """
        kinds = {cue.kind for segment, _, _ in self.parts for cue in segment.cues}
        return Kind.LESS in kinds or {Kind.NEGATE, Kind.WISH} <= kinds

    def _could_it_be_any(self) -> bool:
        """ "could they have made it any darker" """
        return self.words[:1] in (["could"], ["can"], ["couldn't"]) and "any" in self.words and not self.verdicts

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
