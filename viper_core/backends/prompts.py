"""Texts and weighted attribute lists of any length, as one embedding of one shape.

A text encoder reads windows of a fixed number of tokens (77 for CLIP) and stock pipelines cut what does not fit. Here
nothing is cut:

- A text that fits one window is encoded as the stock pipeline encodes it. A longer one is split between words.
- An attribute list is sorted by name, so its order does not matter, and packed whole into as few windows as it takes,
  each the text ``name, name, name``. Only a name longer than a window is split, between words.
- Every window is encoded by itself; the embedding is the mean over the windows E = Σ_k m_k E_k / Σ_k m_k, where m_k is
  the total weight of a window's attributes (for a text, its number of tokens). Its shape is that of one window.
- An attribute of weight w scales what its own tokens add to the empty text, at their positions:
  E_tok ← E_tok(∅) + w (E_tok − E_tok(∅)). The end-of-text and padding positions, and the pooled vector, speak for the
  whole window and take the mean weight of its attributes. Weight 1 everywhere is exactly the encoder's own output.

This module asks the tokenizers for tokens and their places in the text; it knows no model family. A ``TextTower`` is a
tokenizer with its text encoder; a family with several towers (SDXL) gets the same windows for each of them, their
sequences joined along D.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from viper_core.backends import Conditioning

if TYPE_CHECKING:
    from torch import Tensor

    from viper_core.preferences import Attribute

__all__ = ["Span", "TextTower", "Window", "attribute_windows", "encode_windows", "text_windows"]

_SEPARATOR = ", "


@dataclass(frozen=True, eq=False)
class TextTower:
    """A tokenizer with its text encoder.

    Attributes:
        tokenizer: a transformers tokenizer that reports offsets (every CLIPTokenizer of transformers 5 does).
        encode: token ids ``(N, L)`` to the hidden states ``(N, L, D)`` and the pooled vector ``(N, P)`` or None.
        length: L, tokens in a window, the special ones included.
    """

    tokenizer: Any
    encode: Callable[[Tensor], tuple[Tensor, Tensor | None]]
    length: int

    def fits(self, text: str) -> bool:
        """Whether all of ``text`` goes into one window."""
        return self.count(text) <= self.length - int(self.tokenizer.num_special_tokens_to_add())

    def count(self, text: str) -> int:
        """Tokens of ``text`` without the special ones."""
        return len(self.tokenizer(text, add_special_tokens=False, verbose=False).input_ids)


@dataclass(frozen=True)
class Span:
    """Characters ``start … end`` of a window's text that share a weight; ``mass`` is what they count in the pooling."""

    start: int
    end: int
    weight: float
    mass: float


@dataclass(frozen=True)
class Window:
    """A text that fits one window of every tower, with the weights of its parts.

    The spans cover the text from its start to its end without a gap.
    """

    text: str
    spans: tuple[Span, ...]

    @property
    def mass(self) -> float:
        """What the window counts in the mean over windows."""
        return sum(span.mass for span in self.spans)

    @property
    def mean_weight(self) -> float:
        """The mean weight of its attributes, the weight of the positions that speak for the whole window."""
        return sum(span.weight for span in self.spans) / len(self.spans)

    def weight_at(self, character: int) -> float:
        """The weight of the part that holds this character."""
        return next(span.weight for span in self.spans if character < span.end)


def text_windows(text: str, towers: Sequence[TextTower]) -> tuple[Window, ...]:
    """The windows of a text; one window with the text unchanged where it fits."""
    return tuple(
        Window(part, (Span(0, len(part), weight=1.0, mass=max(1, towers[0].count(part))),))
        for part in _split(text, towers)
    )


def attribute_windows(attributes: Iterable[Attribute], towers: Sequence[TextTower]) -> tuple[Window, ...]:
    """The windows of a weighted attribute list, the same for every order of it. Attributes of weight 0 are left out.

    Raises:
        ValueError: no attribute has a weight above 0; the caller decides what an empty list means.
    """
    pieces = [
        _Piece(part, weight=attribute.weight, mass=attribute.weight / len(parts))
        for attribute in sorted(attributes, key=lambda attribute: (attribute.name.casefold(), attribute.name))
        if attribute.weight > 0
        for parts in [_split(attribute.name, towers)]
        for part in parts
    ]
    if not pieces:
        raise ValueError("an attribute list without any weight above 0 has no embedding")
    windows: list[Window] = []
    start = 0
    for stop in range(1, len(pieces) + 1):
        if stop == len(pieces) or not _fits(_join(pieces[start : stop + 1]), towers):
            windows.append(_window(pieces[start:stop]))
            start = stop
    return tuple(windows)


def encode_windows(windows: Sequence[Window], towers: Sequence[TextTower]) -> Conditioning:
    """E of the windows: sequences ``(1, L, ΣD)`` joined over the towers, pooled ``(1, P)`` from the last with one."""
    import torch

    sequences: list[Tensor] = []
    pooled: Tensor | None = None
    for tower in towers:
        hidden, summary = _encode_tower(windows, tower)
        sequences.append(hidden)
        pooled = summary if summary is not None else pooled
    return Conditioning(torch.cat(sequences, dim=-1), pooled)


def _encode_tower(windows: Sequence[Window], tower: TextTower) -> tuple[Tensor, Tensor | None]:
    """The weighted mean of the windows in one tower: ``(1, L, D)`` and ``(1, P)`` or None."""
    import torch

    ids, weights = _tokenize(windows, tower)
    hidden, pooled = tower.encode(ids)
    if bool((weights != 1).any()):
        empty_ids, _ = _tokenize([Window("", (Span(0, 0, weight=1.0, mass=1.0),))], tower)
        empty_hidden, empty_pooled = tower.encode(empty_ids)
        hidden = torch.lerp(empty_hidden.expand_as(hidden), hidden, weights.to(hidden)[:, :, None])
        if pooled is not None and empty_pooled is not None:
            means = torch.tensor([[window.mean_weight] for window in windows])
            pooled = torch.lerp(empty_pooled.expand_as(pooled), pooled, means.to(pooled))
    masses = torch.tensor([window.mass for window in windows], dtype=torch.float64)
    shares = masses / masses.sum()  # float64: one window has a share of exactly 1, many sum to 1
    mean = (shares.to(hidden)[:, None, None] * hidden).sum(dim=0, keepdim=True)
    return mean, None if pooled is None else (shares.to(pooled)[:, None] * pooled).sum(dim=0, keepdim=True)


def _tokenize(windows: Sequence[Window], tower: TextTower) -> tuple[Tensor, Tensor]:
    """Token ids ``(N, L)`` and the weight of every position ``(N, L)``."""
    import torch

    tokens = tower.tokenizer(
        [window.text for window in windows],
        padding="max_length",
        max_length=tower.length,
        truncation=True,
        return_tensors="pt",
        return_offsets_mapping=True,
    )
    weights = [
        # Special tokens and padding cover no character: start == end.
        [window.weight_at(start) if start < end else window.mean_weight for start, end in offsets]
        for window, offsets in zip(windows, tokens.offset_mapping.tolist(), strict=True)
    ]
    return tokens.input_ids, torch.tensor(weights)


@dataclass(frozen=True)
class _Piece:
    """An attribute, or a part of one too long for a window, that stays in one piece."""

    text: str
    weight: float
    mass: float


def _join(pieces: Sequence[_Piece]) -> str:
    return _SEPARATOR.join(piece.text for piece in pieces)


def _window(pieces: Sequence[_Piece]) -> Window:
    """The pieces as one text; the separator after a piece belongs to it."""
    spans: list[Span] = []
    start = 0
    for piece in pieces:
        end = start + len(piece.text) + len(_SEPARATOR)
        spans.append(Span(start, end, piece.weight, piece.mass))
        start = end
    return Window(_join(pieces), tuple(spans))


def _fits(text: str, towers: Sequence[TextTower]) -> bool:
    return all(tower.fits(text) for tower in towers)


def _split(text: str, towers: Sequence[TextTower]) -> tuple[str, ...]:
    """``text`` itself where it fits, else parts that do, split between words, and inside a word only if it must be."""
    if _fits(text, towers):
        return (text,)
    parts: list[str] = []
    rest = text.strip()
    while not _fits(rest, towers):
        ends = [match.end() for match in re.finditer(r"\S+", rest)]
        end = _last_fitting(rest, ends, towers) or _last_fitting(rest, range(1, len(rest)), towers) or 1
        parts.append(rest[:end])
        rest = rest[end:].strip()
    return (*parts, rest) if rest else tuple(parts)


def _last_fitting(text: str, ends: Sequence[int], towers: Sequence[TextTower]) -> int:
    """The last of the rising ``ends`` up to which ``text`` fits, by bisection; 0 where none does."""
    low, high = 0, len(ends)
    while low < high:
        middle = (low + high) // 2
        if _fits(text[: ends[middle]], towers):
            low = middle + 1
        else:
            high = middle
    return ends[low - 1] if low else 0
