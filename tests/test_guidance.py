"""The equations of viper_core.guidance: identities that hold for every tensor."""

from __future__ import annotations

import pytest
import torch
from diffusers.pipelines.stable_diffusion.pipeline_stable_diffusion import rescale_noise_cfg
from torch import Tensor

from viper_core.guidance import (
    classifier_free_guidance,
    personalize_embedding,
    personalize_embedding_released,
    personalize_noise,
    rescale_guidance,
)

BETAS = (0.25, 0.85, 1.0)


def tensors(count: int, *shape: int, seed: int = 0) -> tuple[Tensor, ...]:
    generator = torch.Generator().manual_seed(seed)
    return tuple(torch.randn(shape, generator=generator, dtype=torch.float64) for _ in range(count))


def close(left: Tensor, right: Tensor) -> None:
    torch.testing.assert_close(left, right, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("personalize", [personalize_embedding, personalize_noise])
def test_beta_zero_leaves_the_prompt_as_it_is(personalize) -> None:
    prompt, liked, disliked = tensors(3, 1, 77, 8)
    assert torch.equal(personalize(prompt, liked, disliked, beta=0.0), prompt)


@pytest.mark.parametrize("personalize", [personalize_embedding, personalize_noise])
def test_the_shift_is_linear_in_beta(personalize) -> None:
    prompt, liked, disliked = tensors(3, 2, 5, 8)
    unit = personalize(prompt, liked, disliked, beta=1.0) - prompt
    assert unit.abs().max() > 0.1
    for beta in BETAS:
        close(personalize(prompt, liked, disliked, beta=beta) - prompt, beta * unit)


@pytest.mark.parametrize("personalize", [personalize_embedding, personalize_noise])
def test_exchanging_liked_and_disliked_negates_the_shift(personalize) -> None:
    prompt, liked, disliked = tensors(3, 2, 5, 8)
    forth = personalize(prompt, liked, disliked, beta=0.7) - prompt
    back = personalize(prompt, disliked, liked, beta=0.7) - prompt
    close(forth, -back)


@pytest.mark.parametrize("personalize", [personalize_embedding, personalize_noise])
def test_what_is_both_liked_and_disliked_cancels(personalize) -> None:
    prompt, same = tensors(2, 2, 5, 8)
    close(personalize(prompt, same, same, beta=1.0), prompt)


def test_the_shift_goes_towards_what_is_liked() -> None:
    prompt, liked, disliked = tensors(3, 1, 5, 8)
    shift = personalize_embedding(prompt, liked, disliked, beta=0.5) - prompt
    assert (shift * (liked - disliked)).sum() > 0


def test_guidance_scale_one_is_the_conditional_prediction_and_zero_the_unconditional_one() -> None:
    eps_cond, eps_uncond = tensors(2, 1, 4, 8, 8)
    close(classifier_free_guidance(eps_cond, eps_uncond, guidance_scale=1.0), eps_cond)
    assert torch.equal(classifier_free_guidance(eps_cond, eps_uncond, guidance_scale=0.0), eps_uncond)


@pytest.mark.parametrize("beta", BETAS)
def test_guidance_on_the_personalised_prediction_is_the_equation_of_the_paper(beta: float) -> None:
    """ε̄ = (1 − w) ε_∅ + w (ε_p + β ε_vp), METHOD written out."""
    eps_uncond, eps_prompt, eps_liked, eps_disliked = tensors(4, 1, 4, 8, 8)
    w = 5.0
    expected = (1 - w) * eps_uncond + w * (eps_prompt + beta * (eps_liked - eps_disliked))
    eps_cond = personalize_noise(eps_prompt, eps_liked, eps_disliked, beta=beta)
    close(classifier_free_guidance(eps_cond, eps_uncond, guidance_scale=w), expected)


@pytest.mark.parametrize("beta", BETAS)
def test_the_noise_term_of_the_released_code_is_the_same_guidance(beta: float) -> None:
    """ε = ε_neg + w (ε_p + β ε_VP+ − ε_neg − β ε_VP−): the released code differs in the embeddings only."""
    eps_negative, eps_prompt, eps_liked, eps_disliked = tensors(4, 1, 4, 8, 8)
    w = 5.0
    expected = eps_negative + w * (eps_prompt + beta * eps_liked - eps_negative - beta * eps_disliked)
    eps_cond = personalize_noise(eps_prompt, eps_liked, eps_disliked, beta=beta)
    close(classifier_free_guidance(eps_cond, eps_negative, guidance_scale=w), expected)


def test_the_released_embedding_adds_its_own_side_only() -> None:
    embedding, attributes = tensors(2, 1, 77, 8)
    assert torch.equal(personalize_embedding_released(embedding, attributes, beta=0.0), embedding)
    close(personalize_embedding_released(embedding, attributes, beta=0.4), embedding + 0.4 * attributes)


def test_guiding_v_predictions_guides_the_noise_they_stand_for() -> None:
    """At a fixed x_t, v = (ε − σ x_t ... ) is affine in ε, and the coefficients of the guidance sum to one."""
    noisy, *predictions = tensors(5, 1, 4, 8, 8)
    alpha, sigma = 0.6, 0.8

    def velocity(eps: Tensor) -> Tensor:
        x_0 = (noisy - sigma * eps) / alpha
        return alpha * eps - sigma * x_0

    def guide(uncond: Tensor, prompt: Tensor, liked: Tensor, disliked: Tensor) -> Tensor:
        cond = personalize_noise(prompt, liked, disliked, beta=0.85)
        return classifier_free_guidance(cond, uncond, guidance_scale=4.0)

    close(guide(*(velocity(eps) for eps in predictions)), velocity(guide(*predictions)))


def test_rescale_zero_changes_nothing_and_one_gives_the_spread_of_the_conditional_prediction() -> None:
    eps_guided, eps_cond = tensors(2, 3, 4, 8, 8)
    eps_guided = 4 * eps_guided + 1
    assert torch.equal(rescale_guidance(eps_guided, eps_cond, rescale=0.0), eps_guided)
    rescaled = rescale_guidance(eps_guided, eps_cond, rescale=1.0)
    close(rescaled.std(dim=(1, 2, 3)), eps_cond.std(dim=(1, 2, 3)))


@pytest.mark.parametrize("rescale", [0.3, 0.7, 1.0])
def test_rescale_is_the_one_of_diffusers(rescale: float) -> None:
    eps_guided, eps_cond = tensors(2, 3, 4, 8, 8)
    expected = rescale_noise_cfg(eps_guided, eps_cond, guidance_rescale=rescale)
    assert torch.equal(rescale_guidance(eps_guided, eps_cond, rescale=rescale), expected)


def test_arguments_are_left_untouched() -> None:
    given = tensors(3, 1, 4, 8, 8)
    before = tuple(tensor.clone() for tensor in given)
    personalize_noise(*given, beta=0.5)
    personalize_embedding(*given, beta=0.5)
    rescale_guidance(given[0], given[1], rescale=0.5)
    classifier_free_guidance(given[0], given[1], guidance_scale=3.0)
    assert all(torch.equal(now, then) for now, then in zip(given, before, strict=True))
