"""The feelings within a clause: what "love", "too", "not" and "wish" do to the attributes around them.

Knows how verdicts, negation, degree, wishes and lack reach the attributes of a segment, and how they go along a list.
Words come from :mod:`viper_core.extractors.cues`, their order from :mod:`viper_core.extractors.clauses`; what is on the
other side of a "but" is left to :mod:`viper_core.extractors.sentences`.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Final

from viper_core.extractors.clauses import Clause, Segment, Sentence
from viper_core.extractors.cues import Kind, is_negation
from viper_core.extractors.feelings import BY_ITS_WORD, FIRM, TOO_MUCH, WISHED, Feeling, Verdict
from viper_core.extractors.finding import FoundCue
from viper_core.extractors.lists import THANKS, carry_along, turn_by_ending
from viper_core.extractors.other_people import other_subject, reporting_verb
from viper_core.matching import Mention
from viper_core.words import Token, word_set

__all__ = ["ClauseReader"]

_REACH: Final = 5  # words over which a negation acts
_DEGREE_REACH: Final = 3
_ADJECTIVES: Final = 4  # words from a judging one to a word that judges for itself, within which it still reaches that
_HEDGES: Final = word_set("bit little tad touch slightly somewhat")
_LIST_GAP: Final = 2  # words between two things that one "too" or "less" is about
_WANTING: Final = (Kind.WEAKER, Kind.TOO, Kind.LACK, Kind.NEGATE)
_NEVER: Final = word_set("never rarely seldom haven't hardly couldn't couldnt can't cannot cant")
_BY_NOW: Final = (("before", "this"), ("before", "now"), ("before", "today"))
_TURNING: Final = word_set(
    "turn turned tone toned dial dialed dialled bring brought crank cranked pump pumped take took"
)
_THE: Final = word_set("the this that these those")
_ABSENT: Final = word_set("absent missing omitted removed gone")
_SUBJECTS_OF_COMPARISON: Final = word_set("i i'd id my what it necessary needed he she we they reality usual")


class ClauseReader:
    """Reads one clause.

    Attributes:
        feelings: its mentions in order, settled as far as the clause says.
        verdicts: the strengths of its verdicts in order.
        closing: the verdict of a "which I like" at its end, which is about all before it, or None.
        parts: each segment with its mentions and its verdicts.
    """

    def __init__(self, tokens: Sequence[Token], sentence: Sentence, clause: Clause, *, loud: bool) -> None:
        self.tokens = tokens
        self.sentence = sentence
        self.loud = loud
        self.closing: float | None = None
        self._theirs: list[Verdict] = []  # of other people, in the segment that is being read
        self._used: set[int] = set()  # negations that have turned a verdict round already
        found: list[list[Feeling]] = []
        verdicts: list[list[Verdict]] = []
        for segment in clause.segments:
            judged = self._feelings(segment)
            denied = segment.opener in ("or", "nor") and bool(found) and any(one.negated for one in found[-1])
            found.append(self._read_segment(segment, judged, denied=denied))
            verdicts.append(judged)
        carry_along(self, clause.segments, found, verdicts)
        turn_by_ending(self, clause.segments, found)
        self.feelings = [one for part in found for one in part]
        self.verdicts = [verdict.value for part in verdicts for verdict in part]
        self.parts = list(zip(clause.segments, found, verdicts, strict=True))

    # -- a segment ----------------------------------------------------------------------------------------------------

    def _feelings(self, segment: Segment) -> list[Verdict]:
        """(token, value, kind) of each verdict in a segment, with negation and degree worked in."""
        feelings: list[Verdict] = []
        used: set[int] = set()
        self._theirs = []
        reported = reporting_verb(self.tokens, segment.first, segment.last)
        if self._is_no_reason(segment):
            return []
        for place, cue in enumerate(segment.cues):
            if cue.kind not in (Kind.GOVERN, Kind.JUDGE):
                continue
            if self._is_alternative(segment, place):
                continue
            if self._is_for_me(cue) and not any(other.kind in _WANTING for other in segment.cues):
                continue
            value = cue.cue.value * self._degree(segment.cues[:place], cue)
            subject = other_subject(self.tokens, segment.first, cue.first) if cue.kind is Kind.GOVERN else None
            for other in reversed(segment.cues[:place]):
                if subject is not None and other.first < subject:
                    break  # "I don't see why people hate it"
                reach = (
                    _REACH + 2 if self.tokens[cue.first - 1].word == "who" else _REACH
                )  # "not one of those who love"
                if other.kind in (Kind.GOVERN, Kind.JUDGE) or cue.first - other.last > reach:
                    break
                between = any(other.last < one.anchor < cue.first for one in segment.mentions)
                if other.kind is Kind.NEGATE and (self._is_peak(other, cue) or self._is_surprise(other, cue)):
                    used.add(other.first)
                    continue
                if other.kind is Kind.NEGATE and other.first not in used and not between:
                    used.add(other.first)
                    if self._is_tag(other):
                        continue
                    value = -value if value > 0 else 0.65
                if other.kind is Kind.TOO and not between:
                    value = -abs(value)
                if other.kind is Kind.LACK and value > 0 and not between:
                    value = -value
            if cue.first and self.tokens[cue.first - 1].word == "less" and cue.kind is Kind.JUDGE:
                value = -value  # "less appealing"
            if (value < 0 and self._until_now(cue, segment)) or (value > 0 and self._is_less(cue, segment)):
                value = -value
            theirs = subject is not None or (reported is not None and reported < cue.first)
            (self._theirs if theirs else feelings).append(Verdict(cue.first, value, cue.kind))
        if reported is not None and not self._theirs:
            self._theirs.append(Verdict(reported, 0.0, Kind.GOVERN))
        if self._heads_with_dont(segment):
            feelings.append(Verdict(segment.last, -1.0, Kind.GOVERN))
        self._used = used
        if not feelings and not segment.mentions and any(cue.kind in (Kind.LACK, Kind.TOO) for cue in segment.cues):
            feelings.append(Verdict(segment.first, -1.0, Kind.JUDGE))  # "not enough going on"
        return feelings

    def _is_tag(self, negation: FoundCue) -> bool:
        """Whether a negation only asks for assent: "isn't the light gorgeous?" """
        return (
            self.sentence.ending == "?" and negation.first == self.sentence.first and is_negation(self._word(negation))
        )

    def _goes_on_denying(self, negation: FoundCue, feelings: Sequence[Verdict]) -> bool:
        """Whether a "nor" only carries a dislike on: "no fan of the fog nor of the neon"."""
        return self._word(negation) == "nor" and any(one.value < 0 and one.place < negation.first for one in feelings)

    def _hedges(self, cue: FoundCue, mention: Mention) -> bool:
        """Whether "a bit" stands right before an adjective: "a bit dark", not "a bit of fog"."""
        follows = self.tokens[cue.last + 1].word
        return (
            cue.kind is Kind.WEAKER and self.tokens[cue.last].word in _HEDGES and follows not in ("of", "more", "less")
        )

    def _heads_with_dont(self, segment: Segment) -> bool:
        """ "One thing I don't: the frame." """
        words = [token.word for token in self.tokens[segment.first : segment.last + 1]]
        follows = self.tokens[segment.last + 1].word if segment.last + 1 < len(self.tokens) else ""
        return len(words) > 2 and words[-2] == "i" and is_negation(words[-1]) and follows in (":", "-", "–")

    def _is_alternative(self, segment: Segment, place: int) -> bool:
        """Whether a verdict only says what something is not: "tender rather than careless"."""
        if not place or segment.cues[place - 1].kind is not Kind.INSTEAD:
            return False
        before, verdict = segment.cues[place - 1], segment.cues[place]
        between = any(before.last < one.anchor < verdict.first for one in segment.mentions)
        follows = any(one.anchor > verdict.last for one in segment.mentions)
        return verdict.kind is Kind.JUDGE and verdict.first - before.last <= 2 and not between and not follows

    def _is_for_me(self, cue: FoundCue) -> bool:
        """ "for me" at the end, which complains only of what is a bit or too much so: "a bit dark for me"."""
        return self._word(cue) == "for" and self.tokens[cue.last].word == "me"

    def _is_surprise(self, negation: FoundCue, verdict: FoundCue) -> bool:
        """Whether only an expectation is denied: "I never thought I would like it"."""
        between = {token.word for token in self.tokens[negation.last + 1 : verdict.first]}
        if between & {"thought", "expect", "expected", "expecting", "believed", "imagined", "guessed"}:
            return True
        return self._word(negation) in ("didn't", "didnt", "never", "wouldn't") and bool(between & {"think", "imagine"})

    def _is_no_reason(self, segment: Segment) -> bool:
        """Whether a feeling is denied only to say another one: "it's not that I dislike fog, …"."""
        words = [token.word for token in self.tokens[segment.first : segment.first + 4]]
        return any(pair in (("not", "that"), ("isn't", "that")) for pair in itertools.pairwise(words))

    def _until_now(self, verdict: FoundCue, segment: Segment) -> bool:
        """Whether a dislike has ended: "never was a fan of fog before this"."""
        words = [token.word for token in self.tokens[verdict.last + 1 : segment.last + 1]]
        return any(tuple(words[i : i + len(end)]) == end for end in _BY_NOW for i in range(len(words)))

    def _is_less(self, verdict: FoundCue, segment: Segment) -> bool:
        """Whether a liking is a smaller one: "I like it less", "I enjoy the fog less the more I look"."""
        words = [token.word for token in self.tokens[verdict.last + 1 : segment.last + 1] if token.is_word]
        return any(word == "less" and words[i + 1 : i + 2] in ([], ["the"], ["here"]) for i, word in enumerate(words))

    def _is_peak(self, negation: FoundCue, verdict: FoundCue) -> bool:
        """Whether nothing ever was more so: "never seen fog painted this well", "never liked a mosaic more"."""
        behind = [token.word for token in self.tokens[verdict.last + 1 : self.sentence.last + 1] if token.is_word]
        ever = "ever" in {token.word for token in self.tokens[negation.last + 1 : verdict.first]}
        if ever and behind[-2:] in (["this", "much"], ["so", "much"], ["that", "much"]):
            return True  # "I don't think I've ever liked fog this much"
        if self._word(negation) not in _NEVER:
            return False
        before = [token.word for token in self.tokens[negation.last + 1 : verdict.first]]
        inside = {token.word for token in self.tokens[verdict.first : verdict.last + 1]}
        return (
            before[-1:] in (["this"], ["so"], ["such"], ["that"])
            or "so" in inside
            or behind[-1:] in (["more"], ["better"])
            or (before[-1:] in (["be"], ["get"], ["look"], ["more"]) and self._word(verdict).endswith(("er", "worse")))
        )

    def _degree(self, before: Sequence[FoundCue], cue: FoundCue) -> float:
        """Factor of the words of degree that lead to a verdict, of capitals and of an exclamation mark."""
        factor = 1.0
        for other in before:
            if 0 < cue.first - other.last <= _DEGREE_REACH:
                if other.kind is Kind.STRONGER:
                    factor *= 1.15
                elif other.kind is Kind.WEAKER:
                    factor *= 0.75
        word = self.tokens[cue.first].text
        if not self.loud and len(word) > 2 and word.isupper():
            factor *= 1.15
        return factor * 1.1 if self.sentence.ending == "!" else factor

    def _read_segment(self, segment: Segment, feelings: Sequence[Verdict], *, denied: bool) -> list[Feeling]:
        found: list[Feeling] = []
        for mention in segment.mentions:
            one = Feeling(mention, negated=denied)
            start = found[-1].mention.last if found else segment.first - 1
            operators = [cue for cue in segment.cues if start < cue.first and cue.last < mention.anchor]
            if (
                found
                and not operators
                and not any(found[-1].mention.anchor < place < mention.anchor for place, _, _ in feelings)
            ):
                one.negated = found[-1].negated
                between = [token.word for token in self.tokens[found[-1].mention.last + 1 : mention.first]]
                listed = len(between) <= _LIST_GAP and "the" not in between
                if found[-1].by_operator and found[-1].value is not None and listed:
                    one.value, one.by_operator = found[-1].value, True
                    found.append(one)
                    continue
            self._operate(one, operators, feelings, segment)
            one.negated = one.negated and not self._is_no_reason(segment)
            if self._theirs and not feelings and (one.value is None or self._theirs[-1].place < one.mention.anchor):
                self._report(one)
            elif one.value is None:
                self._judge(one, segment, feelings)
            found.append(one)
        return found

    def _report(self, one: Feeling) -> None:
        """Keep what others feel about a mention apart from what is felt about it."""
        one.theirs = one.value or self._theirs[-1].value or one.mention.valence * BY_ITS_WORD
        one.value, one.by_operator, one.closed = None, False, True

    def _operate(
        self,
        one: Feeling,
        operators: Sequence[FoundCue],
        feelings: Sequence[Verdict],
        segment: Segment,
    ) -> None:
        """Settle a mention by what stands right before it: "too", "less", "I wish it were", "not enough"."""
        negations = [cue for cue in operators if cue.kind is Kind.NEGATE and cue.first not in self._used]
        negations = [cue for cue in negations if not self._is_tag(cue) and not self._goes_on_denying(cue, feelings)]
        acting = [cue for cue in operators if cue.kind in (Kind.TOO, Kind.LESS, Kind.WISH, Kind.LACK, Kind.INSTEAD)]
        degree = (
            self._degree(operators, FoundCue(operators[-1].cue, one.mention.anchor, one.mention.anchor))
            if operators
            else 1
        )
        after = [cue for cue in segment.cues if cue.first > one.mention.last]
        if turned := self._turned(one.mention):
            one.value, one.by_operator = turned * WISHED, True
            return
        if acting and acting[-1].kind is Kind.WISH and self._governed(acting[-1], one.mention, feelings):
            acting = []  # "I would like it if not for the fog"
        if acting:
            cue = acting[-1]
            negated = any(other.first < cue.first or cue.kind is Kind.WISH for other in negations)
            negated = negated or self._ends_in_not(segment, one.mention)
            feeling = next((value for place, value, _ in reversed(feelings) if place < one.mention.anchor), 1.0)
            match cue.kind:
                case Kind.TOO:
                    one.value = -TOO_MUCH * degree * self._phrase_degree(cue)
                    if negated:
                        one.value = -0.7 if feeling > 0 else 0.7
                case Kind.LESS:
                    one.value = WISHED if negated else -WISHED
                case Kind.WISH:
                    one.value = -WISHED if negated else WISHED
                case Kind.LACK:
                    said = [value for _, value, _ in feelings]
                    said += [
                        other.valence for other in segment.mentions if other.anchor > one.mention.last and other.valence
                    ]
                    thanks = self._opening(segment) in THANKS
                    one.value = -1.0 if thanks else -said[-1] if said else WISHED  # "I like the lack of colour"
                    one.lacking = True
                case _:
                    one.value = None
            if one.value is not None:
                one.by_operator = True
                return
        one.hedged = bool(operators) and self._hedges(operators[-1], one.mention)
        near = [cue for cue in negations if one.mention.anchor - cue.last <= _REACH + 1]
        one.negated = len(near) % 2 == 1 or (one.negated and not near)
        if one.negated and any(self._word(cue) == "enough" for cue in after[:2]):
            one.value, one.by_operator, one.negated = WISHED, True, False
            return
        judged = any(other.valence and other.anchor > one.mention.last for other in segment.mentions)
        if one.negated and one.mention.is_amount and not feelings and not judged:
            one.value, one.by_operator, one.negated = WISHED, True, False
            return
        if self._than_wanted(one.mention):
            one.value, one.by_operator = -TOO_MUCH, True

    def _governed(self, wish: FoundCue, mention: Mention, feelings: Sequence[Verdict]) -> bool:
        """Whether a dislike stands between a wish and what is named."""
        return any(
            verdict.kind is Kind.GOVERN and verdict.value < 0 and wish.last < verdict.place < mention.anchor
            for verdict in feelings
        )

    def _opening(self, segment: Segment) -> str:
        """The first word of a segment, its joint passed over."""
        words = [token.word for token in self.tokens[segment.first : segment.last + 1] if token.is_word]
        return next((word for word in words if word != segment.opener), "")

    def _judge(self, one: Feeling, segment: Segment, feelings: Sequence[Verdict]) -> None:
        """Settle a mention by a verdict in its own segment, or by its own word."""
        mention = one.mention
        before = [feeling for feeling in feelings if feeling[0] < mention.first or feeling[0] < mention.anchor]
        after = [feeling for feeling in feelings if feeling[0] > mention.last]
        between_before = bool(before) and any(
            before[-1][0] < other.anchor < mention.first for other in segment.mentions
        )
        between_after = bool(after) and any(mention.last < other.anchor < after[0][0] for other in segment.mentions)
        relative = self._relative(segment, mention, after)
        gives_way = bool(before and after) and abs(before[-1].value) < FIRM <= abs(after[0].value) and not between_after
        gives_way = gives_way or (bool(after) and not between_after and self._stands_apart(before, mention))
        if relative is not None:
            one.settle(relative)
        elif (
            before
            and not gives_way
            and (before[-1].kind is Kind.GOVERN or not between_before or not after or between_after)
        ):
            place, value, kind = before[-1]
            if mention.valence and kind is Kind.JUDGE and mention.anchor - place > _ADJECTIVES:
                one.value = mention.valence * BY_ITS_WORD
                return
            one.settle(value)
        elif after and not (mention.valence and between_after):
            one.settle(self._strongest(after, segment))
            if self._conditional(segment, mention.last, after[0][0]):
                one.value = -abs(after[0][1])
        elif self._ends_in_not(segment, mention):
            one.negated = True
        elif any(cue.kind is Kind.TOO for cue in segment.cues if cue.first > mention.last) and not between_after:
            one.value = -TOO_MUCH  # "the close-up is too close"
            one.by_operator = mention.entry is None  # "the colour is too much"
        elif any(
            cue.kind is Kind.WISH and self._word(cue) == "would" for cue in segment.cues if cue.first > mention.last
        ):
            one.settle(WISHED)  # "a night version would be nice"
        elif not mention.valence:
            judging = [other for other in segment.mentions if other.valence and other.anchor > mention.last]
            if judging:  # "the fog is creepy", "warm without being kitschy"
                denied = any(
                    cue.kind is Kind.NEGATE and mention.last < cue.first < judging[0].anchor for cue in segment.cues
                )
                one.settle(judging[0].valence * (-BY_ITS_WORD if denied else BY_ITS_WORD))
                one.by_word = True
                if self._conditional(segment, mention.last, judging[0].anchor):
                    one.value = -BY_ITS_WORD

    def _relative(self, segment: Segment, mention: Mention, after: Sequence[Verdict]) -> float | None:
        """The verdict of a clause that hangs on a mention: "something about the fog that I hate", "the fog I love"."""
        verdict = next((verdict for verdict in after if verdict.kind is Kind.GOVERN), None)
        if verdict is None or self.tokens[verdict.place - 1].word not in ("i", "i'd", "really", "just"):
            return None
        between = any(mention.last < other.anchor < verdict.place for other in segment.mentions)
        return None if between or any(other.anchor > verdict.place for other in segment.mentions) else verdict.value

    def _stands_apart(self, before: Sequence[Verdict], mention: Mention) -> bool:
        """Whether a verdict in front of a mention is no adjective of it: "for all its skill the fog leaves me cold"."""
        if not before or before[-1].kind is not Kind.JUDGE:
            return False
        return self.tokens[mention.first - 1].word in _THE and before[-1].place < mention.first - 1

    def _strongest(self, after: Sequence[Verdict], segment: Segment) -> float:
        """The firmest of the verdicts that follow before anything else is named: "gives it a cheap look"."""
        stop = min((one.anchor for one in segment.mentions if one.anchor > after[0].place), default=segment.last + 1)
        if after[0].value < 0 or abs(after[0].value) >= FIRM:
            return after[0].value
        return max((verdict.value for verdict in after if verdict.place < stop), key=abs)

    def _conditional(self, segment: Segment, start: int, end: int) -> bool:
        """Whether a verdict tells what could be and is not: "the strokes could have been cute"."""
        return any(
            cue.kind is Kind.WISH and start < cue.first < end and self._word(cue) in ("could", "should", "might")
            for cue in segment.cues
        )

    def _ends_in_not(self, segment: Segment, mention: Mention) -> bool:
        """ "The light is lovely, the palette not." """
        words = [token.word for token in self.tokens[mention.last + 1 : segment.last + 1] if token.is_word]
        denied = bool(words) and (
            words[-1] in ("not", "never", "neither") or is_negation(words[-1]) or words[-1] in ("dont", "doesnt")
        )
        return denied or (bool(words) and (words[-1] in _ABSENT or words[-2:] == ["left", "out"]))

    def _turned(self, mention: Mention) -> int:
        """+1 for "turn the contrast up", -1 for "tone the reds down", else 0."""
        before = {token.word for token in self.tokens[max(0, mention.first - 4) : mention.first]}
        follows = {token.word for token in self.tokens[mention.last + 1 : mention.last + 3]}
        if not before & _TURNING:
            return 0
        return -1 if "down" in follows or "back" in follows else 1 if "up" in follows else 0

    def _phrase_degree(self, cue: FoundCue) -> float:
        words = {token.word for token in self.tokens[cue.first : cue.last + 1]}
        return (
            0.8 if words & {"bit", "little", "touch", "tad", "slightly", "somewhat"} else 1.2 if len(words) > 1 else 1.0
        )

    def _than_wanted(self, mention: Mention) -> bool:
        """ "darker than I like" """
        follows = [token.word for token in self.tokens[mention.last + 1 : mention.last + 3]]
        return len(follows) == 2 and follows[0] == "than" and follows[1] in _SUBJECTS_OF_COMPARISON

    def _word(self, cue: FoundCue) -> str:
        return self.tokens[cue.first].word
