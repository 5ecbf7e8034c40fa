"""What a prediction says the finished picture is, for any scheduler of a variance-preserving diffusion.

With the model's own input x = α x_0 + σ ε (α² + σ² = 1), which is what ``scale_model_input`` makes of the latents of
every such scheduler,

    ε prediction     x̂_0 = (x − σ ε) / α
    v prediction     x̂_0 = α x − σ v             (Salimans & Ho 2022)
    x_0 prediction   x̂_0 as it is

Early in a run the latents themselves are noise to the eye and x̂_0 already shows the picture's masses.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["predict_original"]

_LEAST_ALPHA = 1e-3  # below it an ε prediction says nothing about x_0


def predict_original(scheduler: Any, prediction: Tensor, timestep: Tensor, latents: Tensor) -> Tensor:
    """x̂_0 ``(1, C, h, w)`` from the guided prediction at ``latents``; to be asked before the scheduler's step.

    Raises:
        ValueError: the scheduler's prediction type is none of the three above.
    """
    kind = scheduler.config.prediction_type
    if kind == "sample":
        return prediction
    index = timestep.round().long().clamp(0, len(scheduler.alphas_cumprod) - 1).cpu()
    alpha2: Tensor = scheduler.alphas_cumprod[index].to(latents)
    alpha, sigma = alpha2.sqrt(), (1 - alpha2).sqrt()
    x: Tensor = scheduler.scale_model_input(latents, timestep)
    if kind == "v_prediction":
        return alpha * x - sigma * prediction
    if kind == "epsilon":
        return (x - sigma * prediction) / alpha.clamp(min=_LEAST_ALPHA)
    raise ValueError(f"No x_0 is known for the prediction type {kind!r}.")
