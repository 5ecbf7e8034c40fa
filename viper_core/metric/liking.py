"""The model of liking: log-odds that a picture is liked, given features of liked and disliked ones.

A transformer without positions reads the context, each picture with the sign of its side; a query reads the context's
states and nothing of other queries. So the order of the context makes no difference, a query may be asked alone or
among others, and what the context cost is paid once. The model is read twice, the second time with all signs turned,
and the halves are subtracted: who likes what another dislikes, and the reverse, gets exactly the opposite log-odds.

Knows features, not pictures. Loaded with torch, by ``bundled`` alone.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

__all__ = ["Liking"]


class Liking(nn.Module):
    """``features`` is the length of a picture's vector; ``log_scale`` calibrates the log-odds, on people held out."""

    def __init__(self, *, features: int, width: int = 96, heads: int = 4, layers: int = 2) -> None:
        super().__init__()
        self.config = {"features": features, "width": width, "heads": heads, "layers": layers}
        options: dict[str, Any] = {
            "d_model": width, "nhead": heads, "dim_feedforward": 2 * width, "dropout": 0.0, "activation": "gelu",
            "batch_first": True, "norm_first": True,
        }  # fmt: skip
        self.enter = nn.Linear(features, width)
        self.side = nn.Parameter(torch.randn(width) * width**-0.5)
        self.nobody = nn.Parameter(torch.zeros(width))  # beside the context's pictures: tells few of them from many
        self.reader = nn.TransformerEncoder(nn.TransformerEncoderLayer(**options), layers, enable_nested_tensor=False)
        self.asker = nn.TransformerDecoder(nn.TransformerDecoderLayer(**options), layers, norm=nn.LayerNorm(width))
        self.leave = nn.Linear(width, 1)
        self.log_scale = nn.Parameter(torch.zeros(()), requires_grad=False)

    def read(self, pictures: Tensor, signs: Tensor) -> tuple[Tensor, Tensor]:
        """The context's states ``(2, B, N + 1, width)`` of both readings, and which are padding ``(B, N + 1)``.

        Args:
            pictures: features ``(B, N, F)``.
            signs: ``(B, N)``: 1 for liked, −1 for disliked, 0 for padding.
        """
        entered = self.enter(pictures)
        padding = torch.cat([torch.zeros_like(signs[:, :1], dtype=torch.bool), signs == 0], 1)
        nobody = self.nobody.expand(len(pictures), 1, -1)
        readings = [
            self.reader(
                torch.cat([nobody, entered + turn * signs[..., None] * self.side], 1), src_key_padding_mask=padding
            )
            for turn in (1.0, -1.0)
        ]
        return torch.stack(readings), padding

    def ask(self, pictures: Tensor, states: Tensor, padding: Tensor) -> Tensor:
        """Log-odds ``(B, Q)`` of the pictures ``(B, Q, F)``, each asked by itself."""
        batch, queries = pictures.shape[:2]
        each = self.enter(pictures).flatten(0, 1)[:, None]
        padded = padding.repeat_interleave(queries, 0)
        halves = [
            self.leave(self.asker(each, half.repeat_interleave(queries, 0), memory_key_padding_mask=padded)).reshape(
                batch, queries
            )
            for half in states
        ]
        odds: Tensor = (halves[0] - halves[1]) * self.log_scale.exp()
        return odds

    def forward(self, queries: Tensor, pictures: Tensor, signs: Tensor) -> Tensor:
        """Log-odds ``(B, Q)`` of ``queries`` ``(B, Q, F)`` to the context; see :meth:`read`."""
        return self.ask(queries, *self.read(pictures, signs))
