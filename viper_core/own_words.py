"""Names that people give to what they see where the vocabulary has none: "a Bollywood palette", "buttery light".

Knows which words before an aspect describe it (by their ending, or by their capital) and which only seem to ("the
overall style"). What an aspect is, and that words of praise are no name, is left to :mod:`viper_core.matching` and the
extractors.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from viper_core.common_words import COMMON_WORDS
from viper_core.words import Token, plain_form, word_set

__all__ = ["own_start"]

_ENDINGS: Final = (
    "y", "ic", "ical", "ish", "esque", "ous", "ive", "istic", "ian", "ean", "ese", "like", "ine", "oid", "core", "punk",
    "wave",
)  # fmt: skip
_NO_NAME: Final = word_set(
    """
    overall general entire actual usual particular specific certain various typical normal regular similar original
    main current basic extra any many lovely pretty silly ugly every very only early family country city body story
    baby lady army copy study energy company party history memory majority variety quality industry technology
    photography atmosphere weather expensive massive exclusive extensive subjective objective effective
    obvious previous serious curious various tedious famous generous ridiculous ambiguous gorgeous fabulous marvelous
    fantastic terrific horrific specific public traffic topic classic magic music mathematic logic basic comic artistic
    aesthetic technical historical practical critical logical typical political musical physical electrical medical
    typically english british finish dish fish wish publish selfish foolish rubbish polish offish childish sky
    """
)
_LONGEST: Final = 2  # words of a name before the aspect


def own_start(tokens: Sequence[Token], index: int, known: Collection[str]) -> int:
    """Index of the first word of a name that ends in the aspect at ``index``; ``index`` where there is none.

    Args:
        tokens: of the comment.
        index: of the aspect's first word.
        known: words of the vocabulary, which name something themselves.
    """
    first = index
    while first > 0 and index - first < _LONGEST and _describes(tokens, first - 1, known):
        first -= 1
    return first


def _describes(tokens: Sequence[Token], index: int, known: Collection[str]) -> bool:
    token = tokens[index]
    word = plain_form(token.word)
    plain = token.is_word and token.word.isalpha() and len(word) > 2
    if not plain or word in known or word in COMMON_WORDS or token.word in COMMON_WORDS or word in _NO_NAME:
        return False
    begins = index == 0 or not tokens[index - 1].is_word
    named = token.text[0].isupper() and not token.text.isupper() and not begins
    return named or (len(word) > 3 and word.endswith(_ENDINGS))
