"""The equations as a guider, in modular pipelines of three architectures at tiny configurations.

A U-Net that predicts noise (SDXL), a transformer with texts of one length (Stable Diffusion 3) and one with texts as
long as they are (Z-Image), both of which predict a flow's velocity.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import pytest
import torch
from diffusers import (
    ClassifierFreeGuidance,
    FlowMatchEulerDiscreteScheduler,
    SD3Transformer2DModel,
    ZImageTransformer2DModel,
)
from diffusers.modular_pipelines import StableDiffusionXLAutoBlocks
from diffusers.modular_pipelines.stable_diffusion_3.modular_blocks_stable_diffusion_3 import (
    StableDiffusion3T2ICoreDenoiseStep,
)
from diffusers.modular_pipelines.z_image.modular_blocks_z_image import ZImageCoreDenoiseStep
from torch import Tensor

from tests.test_sampling import (
    DISLIKED,
    LIKED,
    PROMPT,
    close,
    differ,
    options_for,
    stock_embeddings,
    taste,
)
from tests.tiny import SIDE, tiny_backend, tiny_sdxl
from viper_core.backends.guider import personalized_guidance
from viper_core.errors import InputError
from viper_core.sampling import sample

W, BETA, STEPS = 3.0, 0.85, 3


@dataclass(frozen=True)
class Architecture:
    """A modular pipeline at a tiny size.

    ``draw`` runs it with a guider; ``denoiser`` is what is asked for predictions; ``name`` is the first of the names
    by which it hands texts to the guider, ``texts`` its four: prompt, empty, VP+ and VP−.
    """

    draw: Callable[[Any], Tensor]
    denoiser: Any
    scheduler: Any
    name: str
    texts: dict[str, tuple[Any, Any, Any, Any]]

    def side(self, index: int) -> dict[str, Any]:
        return {name: given[index] for name, given in self.texts.items()}

    def taste(self) -> dict[str, Any]:
        return {"liked": self.side(2), "disliked": self.side(3)}


def noise(*shape: int, seed: int) -> Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def sdxl() -> Architecture:
    stock = tiny_sdxl()
    pipeline = StableDiffusionXLAutoBlocks().init_pipeline()
    names = ("unet", "vae", "text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2", "scheduler")
    pipeline.update_components(**{name: getattr(stock, name) for name in names})

    def draw(guider: Any) -> Tensor:
        pipeline.update_components(guider=guider)
        generator = torch.Generator().manual_seed(11)
        size = {"height": SIDE, "width": SIDE}
        latents: Tensor = pipeline(
            prompt=PROMPT, num_inference_steps=STEPS, generator=generator, output="latents", **size
        )
        return latents

    sides = [stock_embeddings(stock, text) for text in (PROMPT, ", ".join(LIKED), ", ".join(DISLIKED))]
    prompt, liked, disliked = ({"prompt_embeds": side[0], "text_embeds": side[1]} for side in sides)
    texts = {
        name: (prompt[name], torch.zeros_like(prompt[name]), liked[name], disliked[name])  # type: ignore[arg-type]
        for name in prompt
    }
    return Architecture(draw, stock.unet, stock.scheduler, "encoder_hidden_states", texts)


def stable_diffusion_3() -> Architecture:
    torch.manual_seed(5)
    transformer = SD3Transformer2DModel(
        sample_size=8,
        patch_size=2,
        in_channels=4,
        num_layers=2,
        attention_head_dim=8,
        num_attention_heads=2,
        joint_attention_dim=16,
        caption_projection_dim=16,
        pooled_projection_dim=12,
        out_channels=4,
        pos_embed_max_size=16,
    ).eval()
    scheduler = FlowMatchEulerDiscreteScheduler()
    pipeline = StableDiffusion3T2ICoreDenoiseStep().init_pipeline()
    pipeline.update_components(transformer=transformer, scheduler=scheduler)
    embeds = tuple(noise(1, 10, 16, seed=seed) for seed in range(4))
    pooled = tuple(noise(1, 12, seed=10 + seed) for seed in range(4))

    def draw(guider: Any) -> Tensor:
        pipeline.update_components(guider=guider)
        latents: Tensor = pipeline(
            prompt_embeds=embeds[0],
            negative_prompt_embeds=embeds[1],
            pooled_prompt_embeds=pooled[0],
            negative_pooled_prompt_embeds=pooled[1],
            num_inference_steps=STEPS,
            height=64,
            width=64,
            generator=torch.Generator().manual_seed(1),
            output="latents",
        )
        return latents

    texts = {"encoder_hidden_states": embeds, "text_embeds": pooled}
    return Architecture(draw, transformer, scheduler, "encoder_hidden_states", texts)  # type: ignore[arg-type]


def z_image() -> Architecture:
    torch.manual_seed(6)
    transformer = ZImageTransformer2DModel(
        in_channels=16,
        dim=32,
        n_layers=2,
        n_refiner_layers=1,
        n_heads=2,
        n_kv_heads=2,
        cap_feat_dim=16,
        axes_dims=[8, 4, 4],
        axes_lens=[256, 32, 32],
    ).eval()
    scheduler = FlowMatchEulerDiscreteScheduler()
    pipeline = ZImageCoreDenoiseStep().init_pipeline()
    pipeline.update_components(transformer=transformer, scheduler=scheduler)
    texts = tuple([noise(length, 16, seed=length)] for length in (7, 5, 9, 4))

    def draw(guider: Any) -> Tensor:
        pipeline.update_components(guider=guider)
        latents: Tensor = pipeline(
            prompt_embeds=texts[0],
            negative_prompt_embeds=texts[1],
            num_inference_steps=STEPS,
            height=32,
            width=32,
            generator=torch.Generator().manual_seed(1),
            output="latents",
        )
        return latents

    return Architecture(draw, transformer, scheduler, "cap_feats", {"cap_feats": texts})  # type: ignore[dict-item]


ARCHITECTURES = {"sdxl": sdxl, "stable diffusion 3": stable_diffusion_3, "z-image": z_image}
SHIFTS = {"sdxl": True, "stable diffusion 3": True, "z-image": False}

every_architecture = pytest.mark.parametrize("kind", ARCHITECTURES)


@contextmanager
def watched(architecture: Architecture) -> Iterator[tuple[list[Tensor], list[Tensor], list[Tensor]]]:
    """Texts that the denoiser was given, what it predicted, and what the scheduler was handed, call by call."""
    told: list[Tensor] = []
    predicted: list[Tensor] = []
    guided: list[Tensor] = []

    def record(module: Any, args: Any, kwargs: Any, output: Any) -> None:
        text = kwargs[architecture.name]
        told.append(text[0] if isinstance(text, list) else text)
        first = output[0]
        # Z-Image's loop takes a list of pictures with a frame axis, and its negative.
        predicted.append(-torch.stack(first).squeeze(2) if isinstance(first, list) else first)

    step = architecture.scheduler.step

    def recorded_step(prediction: Tensor, *args: Any, **kwargs: Any) -> Any:
        guided.append(prediction)
        return step(prediction, *args, **kwargs)

    hook = architecture.denoiser.register_forward_hook(record, with_kwargs=True)
    architecture.scheduler.step = recorded_step
    try:
        yield told, predicted, guided
    finally:
        hook.remove()
        architecture.scheduler.step = step


@every_architecture
def test_beta_zero_is_the_stock_guider_at_its_cost(kind: str) -> None:
    architecture = ARCHITECTURES[kind]()
    expected = architecture.draw(ClassifierFreeGuidance(guidance_scale=W))
    with watched(architecture) as (told, _, _):
        found = architecture.draw(personalized_guidance(guidance_scale=W, beta=0.0, **architecture.taste()))
    assert len(told) == 2 * STEPS
    close(found, expected)


@every_architecture
def test_every_step_is_the_formula_term_by_term(kind: str) -> None:
    architecture = ARCHITECTURES[kind]()
    guider = personalized_guidance(guidance_scale=W, beta=BETA, shifts_prompt=SHIFTS[kind], **architecture.taste())
    with watched(architecture) as (told, predicted, guided):
        architecture.draw(guider)
    assert len(told) == len(predicted) == 4 * STEPS and len(guided) == STEPS

    first = next(iter(architecture.texts.values()))
    prompt, empty, liked, disliked = (text[0] if isinstance(text, list) else text for text in first)
    moved = prompt + BETA * (liked - disliked) if SHIFTS[kind] else prompt
    for number in range(STEPS):
        texts, (eps_prompt, eps_uncond, eps_liked, eps_disliked) = (
            given[4 * number : 4 * number + 4] for given in (told, predicted)
        )
        for text, expected in zip(texts, (moved, empty, liked, disliked), strict=True):
            close(text, expected)
        eps_vp = eps_liked - eps_disliked
        close(guided[number].float(), (1 - W) * eps_uncond + W * (eps_prompt + BETA * eps_vp), atol=1e-4)
        differ(eps_vp, torch.zeros_like(eps_vp))


def test_a_guided_sdxl_is_the_picture_of_our_own_loop() -> None:
    architecture = sdxl()
    options = options_for("sdxl", beta=BETA, num_inference_steps=STEPS)
    found = architecture.draw(personalized_guidance(guidance_scale=W, beta=BETA, **architecture.taste()))
    *_, last = sample(tiny_backend(tiny_sdxl), PROMPT, taste(), options)
    close(found, last.latents, atol=1e-4)
    *_, plain = sample(tiny_backend(tiny_sdxl), PROMPT, taste(), replace(options, beta=0.0))
    differ(found, plain.latents)


@every_architecture
@pytest.mark.parametrize("missing", ["liked", "disliked"])
def test_an_empty_side_is_the_unconditional_prediction_and_not_computed_twice(kind: str, missing: str) -> None:
    architecture = ARCHITECTURES[kind]()
    sides = {**architecture.taste(), missing: None}
    guider = personalized_guidance(guidance_scale=W, beta=BETA, shifts_prompt=False, **sides)
    with watched(architecture) as (_, predicted, guided):
        architecture.draw(guider)
    assert len(predicted) == 3 * STEPS
    eps_prompt, eps_uncond, eps_side = predicted[:3]
    eps_vp = eps_side - eps_uncond if missing == "disliked" else eps_uncond - eps_side
    close(guided[0].float(), (1 - W) * eps_uncond + W * (eps_prompt + BETA * eps_vp), atol=1e-4)


@every_architecture
def test_guidance_scale_one_and_rescaled_guidance_follow_their_equations(kind: str) -> None:
    architecture = ARCHITECTURES[kind]()
    named = {"beta": BETA, "shifts_prompt": False, **architecture.taste()}
    with watched(architecture) as (_, predicted, guided):
        architecture.draw(personalized_guidance(guidance_scale=1.0, **named))
    assert len(predicted) == 3 * STEPS
    close(guided[0].float(), predicted[0] + BETA * (predicted[1] - predicted[2]), atol=1e-4)
    with watched(architecture) as (_, predicted, guided):
        architecture.draw(personalized_guidance(guidance_scale=W, guidance_rescale=1.0, **named))
    close(guided[0].float().std(), predicted[0].std(), atol=1e-4)


def test_texts_of_different_lengths_cannot_move_a_prompt_and_the_message_says_what_to_do() -> None:
    architecture = z_image()
    with pytest.raises(InputError, match=r"cap_feats has another shape for each text.*shifts_prompt=False"):
        architecture.draw(personalized_guidance(guidance_scale=W, beta=BETA, **architecture.taste()))


def test_a_text_under_a_name_that_the_pipeline_does_not_know_is_refused() -> None:
    architecture = stable_diffusion_3()
    sides = {side: {"prompt_embeds": noise(1, 10, 16, seed=1)} for side in ("liked", "disliked")}
    with pytest.raises(InputError, match="hands no 'prompt_embeds' to its guider"):
        architecture.draw(personalized_guidance(guidance_scale=W, beta=BETA, **sides))


def test_a_text_of_another_width_is_refused() -> None:
    architecture = stable_diffusion_3()
    sides = {side: {"encoder_hidden_states": noise(1, 10, 8, seed=1)} for side in ("liked", "disliked")}
    with pytest.raises(InputError, match=r"encoder_hidden_states of the taste is \(1, 10, 8\)"):
        architecture.draw(personalized_guidance(guidance_scale=W, beta=BETA, **sides))


def test_one_side_alone_cannot_move_a_prompt() -> None:
    architecture = stable_diffusion_3()
    with pytest.raises(InputError, match="both sides of a taste"):
        architecture.draw(personalized_guidance(guidance_scale=W, beta=BETA, liked=architecture.side(2)))
