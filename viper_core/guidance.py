"""The equations of ViPer (Salehi et al., ECCV 2024, arXiv 2407.17365), as plain functions of tensors.

Symbols: E(.) text encoder, ε_θ denoiser, w guidance scale, β degree of personalisation, VP+ liked and VP− disliked
attributes, ε_∅ the unconditional prediction (or that of a negative prompt).

    p     = E(p) + β (E(VP+) − E(VP−))
    ε_vp  = ε_θ(x_t, t, E(VP+)) − ε_θ(x_t, t, E(VP−))
    ε̄_θ   = (1 − w) ε_∅ + w (ε_θ(x_t, t, p) + β ε_vp)

which is ordinary classifier-free guidance ε̄ = ε_∅ + w (ε_c − ε_∅) on the personalised prediction ε_c = ε_p + β ε_vp.
The authors' released code differs in the embeddings only: it adds β E(VP+) to the prompt and β E(VP−) to the negative
embedding. Its noise term ε_neg + w (ε_p + β ε_VP+ − ε_neg − β ε_VP−) is the same guidance as above.

A negative prompt takes the place of the empty text in ε_∅ and of nothing else: it is what every picture is led away
from, at any β, while VP− is what a taste leads away from, by β. In the paper's form the two never meet, for VP− acts in
p and ε_vp alone; in the released form both lie in the negative embedding, E(neg) + β E(VP−). A side of a taste that is
empty stands for the empty text, never for the negative prompt, so ε_vp is the same with and without one; and β = 0 is
the stock pipeline with that negative prompt.

Every combination of predictions here has coefficients that sum to one, so it holds for v-prediction and for
x0-prediction as it does for noise: at a fixed (x_t, t) those are affine in one another.

This module knows no model, tokenizer, scheduler or preference; ``sampling`` decides what is evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

__all__ = [
    "classifier_free_guidance",
    "personalize_embedding",
    "personalize_embedding_released",
    "personalize_noise",
    "rescale_guidance",
]


def personalize_embedding(prompt: Tensor, liked: Tensor, disliked: Tensor, *, beta: float) -> Tensor:
    """Move a prompt embedding towards what is liked: p = E(p) + β (E(VP+) − E(VP−)).

    Args:
        prompt, liked, disliked: embeddings of one shape, ``(B, L, D)`` or pooled ``(B, P)``.
        beta: degree of personalisation; 0 returns the values of ``prompt``.
    """
    return prompt + beta * (liked - disliked)


def personalize_embedding_released(embedding: Tensor, attributes: Tensor, *, beta: float) -> Tensor:
    """One side of the released code: E(p) + β E(VP+) for the prompt, E(neg) + β E(VP−) for the negative prompt.

    Args:
        embedding, attributes: embeddings of one shape, ``(B, L, D)`` or pooled ``(B, P)``.
        beta: degree of personalisation; 0 returns the values of ``embedding``.
    """
    return embedding + beta * attributes


def personalize_noise(eps_prompt: Tensor, eps_liked: Tensor, eps_disliked: Tensor, *, beta: float) -> Tensor:
    """The personalised conditional prediction: ε_c = ε_p + β (ε_VP+ − ε_VP−), all ``(B, C, h, w)``."""
    return eps_prompt + beta * (eps_liked - eps_disliked)


def classifier_free_guidance(eps_cond: Tensor, eps_uncond: Tensor, *, guidance_scale: float) -> Tensor:
    """Classifier-free guidance (Ho and Salimans 2022): ε̄ = ε_∅ + w (ε_c − ε_∅), all ``(B, C, h, w)``."""
    return eps_uncond + guidance_scale * (eps_cond - eps_uncond)


def rescale_guidance(eps_guided: Tensor, eps_cond: Tensor, *, rescale: float) -> Tensor:
    """Pull the guided prediction back to the spread of one that the model makes (Lin et al. 2023, section 3.4).

        φ ε̄ std(ε_c) / std(ε̄) + (1 − φ) ε̄        φ = ``rescale``, std per sample over all its values

    Large guidance inflates the prediction and with it the contrast of the picture; φ = 0 leaves ``eps_guided`` as it
    is, φ = 1 gives it exactly the spread of ``eps_cond``: ε_θ(x_t, t, p) as it came from the model, since personalising
    it extrapolates as guidance does. Shapes ``(B, C, h, w)``.
    """
    axes = list(range(1, eps_cond.ndim))
    eps_rescaled = eps_guided * (eps_cond.std(dim=axes, keepdim=True) / eps_guided.std(dim=axes, keepdim=True))
    return rescale * eps_rescaled + (1 - rescale) * eps_guided
