"""What a prediction says of the finished picture, on real schedulers."""

from __future__ import annotations

from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    PNDMScheduler,
)

from tests.test_sampling import PROMPT, options_for, taste
from tests.tiny import tiny_backend, tiny_mini
from viper_core.backends.denoised import predict_original
from viper_core.sampling import sample

SCHEDULERS = (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    HeunDiscreteScheduler,
    PNDMScheduler,
)


def truth_and_prediction(scheduler: Any, kind: str) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, Any]:
    """(x_0, what a perfect model would say, the latents, the timestep) at the first step of a run."""
    scheduler.set_timesteps(10)
    timestep = scheduler.timesteps[0]
    generator = torch.Generator().manual_seed(3)
    x0, eps = torch.randn(2, 1, 4, 8, 8, generator=generator, dtype=torch.float64)
    alpha2 = scheduler.alphas_cumprod[int(timestep)].double()
    alpha, sigma = alpha2.sqrt(), (1 - alpha2).sqrt()
    model_input = alpha * x0 + sigma * eps
    unit = scheduler.scale_model_input(torch.ones_like(x0), timestep)
    said = {"epsilon": eps, "v_prediction": alpha * eps - sigma * x0, "sample": x0}[kind]
    return x0, said, model_input / unit, timestep


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction", "sample"])
@pytest.mark.parametrize("make", SCHEDULERS)
def test_a_perfect_prediction_leads_to_the_true_picture(make: Any, kind: str) -> None:
    scheduler = make(prediction_type=kind, beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012)
    x0, said, latents, timestep = truth_and_prediction(scheduler, kind)
    found = predict_original(scheduler, said, timestep, latents)
    assert torch.allclose(found, x0, atol=2e-3)  # schedulers keep their tables in float32
    assert not torch.allclose(latents, x0, atol=0.1)


@pytest.mark.parametrize("kind", ["epsilon", "v_prediction"])
def test_it_is_what_ddim_says_itself(kind: str) -> None:
    scheduler = DDIMScheduler(prediction_type=kind, clip_sample=False)
    _, said, latents, timestep = truth_and_prediction(scheduler, kind)
    noise = 0.5 * said + 0.1
    expected = scheduler.step(noise, timestep, latents).pred_original_sample
    assert torch.allclose(predict_original(scheduler, noise, timestep, latents), expected, atol=1e-5)


def test_an_unheard_of_prediction_type_is_refused() -> None:
    scheduler = DDIMScheduler()
    scheduler.register_to_config(prediction_type="flow")
    scheduler.set_timesteps(4)
    with pytest.raises(ValueError, match="flow"):
        predict_original(scheduler, torch.zeros(1), scheduler.timesteps[0], torch.zeros(1))


def test_every_step_of_a_run_carries_the_picture_it_leads_to_and_the_last_one_the_picture() -> None:
    steps = list(sample(tiny_backend(tiny_mini), PROMPT, taste(), options_for("mini", beta=0.85)))
    assert steps[-1].predicted is steps[-1].latents
    first = steps[0]
    assert first.predicted.shape == first.latents.shape
    assert not torch.allclose(first.predicted, first.latents, atol=1e-2)
    assert all(step.predicted.isfinite().all() for step in steps)
