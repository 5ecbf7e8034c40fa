"""English words as people type them: tokens with their places, plain forms, and small typing errors.

Knows spelling (British and American), plurals and comparatives, stretched letters ("sooo") and edit distance. What a
word means is left to :mod:`viper_core.vocabulary` and the extractors.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

__all__ = [
    "Token",
    "closest_word",
    "derived_forms",
    "edit_distance",
    "plain_form",
    "squeezed_forms",
    "tokenize",
    "word_set",
]


def word_set(text: str) -> frozenset[str]:
    """The words of a list that is written as running text, for tables that people read and edit."""
    return frozenset(text.split())


# A word may hold apostrophes and dots of an abbreviation; a hyphen or slash between letters joins words silently.
_TOKEN = re.compile(r"[^\W_]+(?:['’`´][^\W_]+)*|\n|\S")
_BRITISH = (
    (re.compile(r"colour"), "color"),
    (re.compile(r"grey"), "gray"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"favour"), "favor"),
    (re.compile(r"flavour"), "flavor"),
    (re.compile(r"humour"), "humor"),
    (re.compile(r"harbour"), "harbor"),
    (re.compile(r"cosy"), "cozy"),
    (re.compile(r"cosi(?=er|est|ness)"), "cozi"),
    (re.compile(r"theatre"), "theater"),
    (re.compile(r"fibre"), "fiber"),
    (re.compile(r"lustre"), "luster"),
    (re.compile(r"sombre"), "somber"),
    (re.compile(r"chequer"), "checker"),
    (re.compile(r"mould"), "mold"),
    (re.compile(r"sceptic"), "skeptic"),
    (re.compile(r"analogue"), "analog"),
    (re.compile(r"jewell"), "jewel"),
    (re.compile(r"penciled|pencilled"), "penciled"),
    (re.compile(r"stencilled"), "stenciled"),
    (re.compile(r"spiralling"), "spiraling"),
    (re.compile(r"jewellery"), "jewelry"),
    (re.compile(r"anaemic"), "anemic"),
    (re.compile(r"vapour"), "vapor"),
    (re.compile(r"([a-z]{3,})ise(?=d|s|r|$)"), r"\1ize"),
    (re.compile(r"([a-z]{3,})isation"), r"\1ization"),
    (re.compile(r"([a-z]{3,})ising$"), r"\1izing"),
)
_NOT_PLURAL = word_set(
    """
    canvas chaos cosmos always perhaps its this was has is us as yes less unless series
    """
)
_APOSTROPHE = re.compile("[’`´]")
_STRETCHED = re.compile(r"(.)\1{2,}")


@dataclass(frozen=True, slots=True)
class Token:
    """One word, sign or line break of a text.

    Attributes:
        text: exactly as it stands there.
        word: lower case with a plain apostrophe; a sign as it is.
        start: offset of its first character, in code points.
        end: offset after its last character.
        is_word: whether it is made of letters or digits.
    """

    text: str
    word: str
    start: int
    end: int
    is_word: bool


def tokenize(text: str) -> tuple[Token, ...]:
    """The words and signs of ``text`` in order.

    ``&`` is a word, "and". A hyphen or slash between two letters is left out, so that a compound is two words.
    """
    tokens: list[Token] = []
    for match in _TOKEN.finditer(text):
        piece = match.group()
        if piece in "-/‐‑" and _is_inside(text, match.start()):
            continue
        is_word = piece[0].isalnum() or piece == "&"
        word = (
            "and"
            if piece == "&"
            else re.sub("[’`´]", "'", unicodedata.normalize("NFKC", piece).lower())
            if is_word
            else piece
        )
        tokens.append(Token(piece, word, match.start(), match.end(), is_word))
    return tuple(tokens)


def _is_inside(text: str, index: int) -> bool:
    return 0 < index < len(text) - 1 and text[index - 1].isalnum() and text[index + 1].isalnum()


@lru_cache(maxsize=20_000)
def plain_form(word: str) -> str:
    """``word`` in lower case, American spelling and singular: ``"Colours"`` -> ``"color"``."""
    plain = word.lower()
    for pattern, american in _BRITISH:
        plain = pattern.sub(american, plain)
    if plain.endswith("'s"):
        plain = plain[:-2]
    if len(plain) < 4 or plain in _NOT_PLURAL or plain.endswith(("ss", "us", "is", "ous")):
        return plain
    if plain.endswith("ies") and len(plain) > 4:
        return plain[:-3] + "y"
    if plain.endswith(("shes", "ches", "xes", "sses", "zzes")):
        return plain[:-2]
    return plain[:-1] if plain.endswith("s") else plain


def squeezed_forms(word: str) -> Iterator[str]:
    """``word`` with stretched letters doubled, then single: ``"sooo"`` -> ``"soo"``, ``"so"``."""
    if _STRETCHED.search(word):
        yield _STRETCHED.sub(r"\1\1", word)
        yield _STRETCHED.sub(r"\1", word)


def derived_forms(word: str) -> Iterator[str]:
    """Words that ``word`` may be built from, likeliest first: ``"wavier"`` -> ``"wavy"``."""
    for ending, replacements in (
        ("iest", ("y",)),
        ("ier", ("y",)),
        ("est", ("", "e")),
        ("er", ("", "e")),
        ("iness", ("y",)),
        ("ness", ("",)),
        ("ily", ("y",)),
        ("ally", ("al", "")),
        ("ly", ("", "le")),
        ("ish", ("", "e")),
        ("ing", ("", "e")),
        ("ed", ("", "e")),
        ("like", ("",)),
        ("esque", ("", "e")),
    ):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            stem = word[: -len(ending)]
            for replacement in replacements:
                yield stem + replacement
            if len(stem) > 3 and stem[-1] == stem[-2]:  # dimmer, flattest
                yield stem[:-1]


def edit_distance(first: str, second: str, *, limit: int) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours between two words; ``limit + 1`` when more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1
    before: list[int] = []
    row = list(range(len(second) + 1))
    for i, letter in enumerate(first, 1):
        older, before, row = before, row, [i]
        for j, other in enumerate(second, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == second[j - 2] and first[i - 2] == other:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        if min(row) > limit:
            return limit + 1
    return row[-1]


def closest_word(word: str, candidates: Collection[str]) -> str | None:
    """The one candidate that ``word`` is a small typing error of, or None when there is none or it is not clear.

    Words of 5 to 8 letters may differ by one edit, longer ones by two; the first letter must be right.
    """
    if len(word) < 5:
        return None
    limit = 1 if len(word) < 9 else 2
    best, distance, clear = None, limit + 1, False
    for candidate in candidates:
        if len(candidate) < 5 or candidate[0] != word[0] or abs(len(candidate) - len(word)) > limit:
            continue
        found = edit_distance(word, candidate, limit=limit)
        if found < distance:
            best, distance, clear = candidate, found, True
        elif found == distance:
            clear = False
    return best if clear and distance <= limit else None
