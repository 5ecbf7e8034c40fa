"""A kind word for a comment in which no taste was found: why, and what to write about.

Knows the few reasons there are. Where the hint is shown is the interface's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from viper_core.extractors.clauses import parse_comment
from viper_core.extractors.cues import Kind
from viper_core.extractors.discourse import read_comment
from viper_core.vocabulary import load_vocabulary

__all__ = ["Hint", "HintKind", "hint_for"]

HintKind = Literal["empty", "only_feeling", "only_named", "only_aspect", "nothing_visual"]

_EXAMPLES: Final = "colours, light, lines, brushwork, detail or mood"
_JUDGING: Final = (Kind.GOVERN, Kind.JUDGE)


@dataclass(frozen=True, slots=True)
class Hint:
    """Why a comment says nothing of taste, and what would.

    Attributes:
        kind: the reason.
        message: one or two sentences for the person who wrote it.
    """

    kind: HintKind
    message: str


def hint_for(text: str) -> Hint | None:
    """The hint for a comment; None where it says something clear that can be read without knowing the picture."""
    if not any(letter.isalnum() for letter in text) and not _judges(text):
        return Hint("empty", f"There are no words in it yet. Say what pleases or bothers you: {_EXAMPLES}.")
    matcher = load_vocabulary().matcher
    readings = read_comment(text, matcher)
    said = [one for one in readings if one.mention.entry is not None or one.mention.own is not None]
    if any(not one.is_unclear for one in said):
        return None
    _, sentences = parse_comment(text, matcher)
    segments = [segment for sentence in sentences for clause in sentence.clauses for segment in clause.segments]
    named = [mention for segment in segments for mention in segment.mentions]
    attribute = next((mention.entry.name for mention in named if mention.entry is not None), None)
    aspect = next((mention.group.words[0] for mention in named if mention.group is not None), None)
    if attribute is not None:
        return Hint(
            "only_named", f"It names {attribute}, but not whether you like it. “I love …” or “too …” would tell."
        )
    if aspect is not None:
        return Hint(
            "only_aspect", f"It speaks of the {aspect}. Which {aspect}: what is it like, and does it please you?"
        )
    if _judges(text):
        return Hint("only_feeling", f"How you feel is clear, but not about what. Is it the {_EXAMPLES}?")
    return Hint(
        "nothing_visual",
        f"It says what the picture shows or reminds you of. How is it made: {_EXAMPLES}? Do you like that?",
    )


def _judges(text: str) -> bool:
    """Whether there is any praise or blame in a text."""
    _, sentences = parse_comment(text, load_vocabulary().matcher)
    return any(
        cue.kind in _JUDGING
        for sentence in sentences
        for clause in sentence.clauses
        for segment in clause.segments
        for cue in segment.cues
    )
