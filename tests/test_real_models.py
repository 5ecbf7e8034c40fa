"""The makes that come from the hub, on real classes at a tiny size: stock pipelines at β 0, the formula above it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    HeunDiscreteScheduler,
    StableDiffusionImg2ImgPipeline,
    StableDiffusionXLImg2ImgPipeline,
)
from PIL import Image
from torch import Tensor

from tests.test_sampling import (
    DISLIKED,
    LIKED,
    PROMPT,
    close,
    differ,
    formula_latents,
    options_for,
    stock_embeddings,
    stock_latents,
    stock_unconditional,
    taste,
)
from tests.tiny import (
    SIDE,
    tiny_backend,
    tiny_mini,
    tiny_refined_backend,
    tiny_refiner,
    tiny_sd,
    tiny_sd_2,
    tiny_sdxl,
)
from viper_core.backends.assembly import merge_adapter
from viper_core.errors import InputError
from viper_core.reference import Reference
from viper_core.sampling import SamplingOptions, sample

MAKES = {"sd": tiny_sd, "sd-2": tiny_sd_2, "sdxl": tiny_sdxl, "mini": tiny_mini}
SHIFT = {"paper": (0.85, -0.85), "released": (0.85, 0.0)}  # β of VP+ and of VP− in the prompt's embedding


def last_latents(backend: Any, prompt: Any, preferences: Any, options: SamplingOptions, **more: Any) -> Tensor:
    *_, last = sample(backend, prompt, preferences, options, **more)
    return last.latents


# --- Stable Diffusion 2.1: v-prediction ------------------------------------------------------------------------------


@pytest.mark.parametrize("changes", [{}, {"negative_prompt": "blurred", "guidance_rescale": 0.7}], ids=str)
def test_a_model_that_predicts_v_is_the_stock_pipeline_at_beta_zero(changes: dict[str, Any]) -> None:
    options = options_for("sd", **changes)
    named = {"negative_prompt": options.negative_prompt} if options.negative_prompt else {}
    expected = stock_latents(tiny_sd_2(), options, **named)
    close(last_latents(tiny_backend(tiny_sd_2), PROMPT, taste(), options), expected)
    differ(expected, stock_latents(tiny_sd(), options, **named))


@pytest.mark.parametrize("formula", ["paper", "released"])
def test_a_model_that_predicts_v_follows_the_formula(formula: Any) -> None:
    options = options_for("sd", beta=0.85, formula=formula, num_inference_steps=3)
    backend = tiny_backend(tiny_sd_2)
    backend.pipeline.to(torch.float64)
    expected = formula_latents(tiny_sd_2(), options, liked=LIKED, disliked=DISLIKED)
    close(last_latents(backend, PROMPT, taste(), options), expected, atol=1e-8)


# --- a refiner --------------------------------------------------------------------------------------------------------


def stock_refined(
    options: SamplingOptions, *, base: Any = None, hand_over: float = 0.8, scheduler: Any = None, **more: Any
) -> Tensor:
    """The two stock pipelines one after the other, as their documentation hands over."""
    base = base or tiny_sdxl()
    refiner = tiny_refiner(base)
    for pipeline in (base, refiner) if scheduler else ():
        pipeline.scheduler = scheduler.from_config(pipeline.scheduler.config)
    named = {
        "num_inference_steps": options.num_inference_steps,
        "guidance_scale": options.guidance_scale,
        "output_type": "latent",
        **more,
    }
    generator = torch.Generator("cpu").manual_seed(options.seed)
    size = {"height": options.height, "width": options.width}
    begun = base(PROMPT, generator=generator, denoising_end=hand_over, **size, **named).images
    latents: Tensor = refiner(PROMPT, image=begun, denoising_start=hand_over, generator=generator, **named).images
    return latents


@pytest.mark.parametrize("changes", [{}, {"negative_prompt": "blurred"}], ids=str)
@pytest.mark.parametrize("steps", [5, 12])
def test_a_refiner_at_beta_zero_is_the_two_stock_pipelines(steps: int, changes: dict[str, Any]) -> None:
    options = options_for("sdxl", num_inference_steps=steps, **changes)
    expected = stock_refined(options, **changes)
    close(last_latents(tiny_refined_backend(), PROMPT, taste(), options), expected)
    differ(expected, stock_latents(tiny_sdxl(), options, **changes))


@pytest.mark.parametrize("scheduler", [DPMSolverMultistepScheduler, DDIMScheduler])
def test_a_refiner_with_another_scheduler_starts_it_afresh_as_the_stock_pipelines_do(scheduler: Any) -> None:
    options = options_for("sdxl", num_inference_steps=10)
    backend = tiny_refined_backend()
    for part in (backend._base, backend._refiner):
        part.pipeline.scheduler = scheduler.from_config(part.pipeline.scheduler.config)
    close(last_latents(backend, PROMPT, None, options), stock_refined(options, scheduler=scheduler))


def test_the_hand_over_is_where_it_was_asked_for() -> None:
    options = options_for("sdxl", num_inference_steps=10)
    for hand_over, by_refiner in ((0.8, 2), (0.5, 5)):
        backend = tiny_refined_backend(hand_over=hand_over)
        calls: list[int] = []
        unet = backend._refiner.pipeline.unet
        hook = unet.register_forward_pre_hook(lambda module, given, calls=calls: calls.append(len(given[0])))
        steps = list(sample(backend, PROMPT, taste(), replace(options, beta=0.85)))
        hook.remove()
        assert len(steps) == 10 and calls == [4] * by_refiner
        close(last_latents(backend, PROMPT, None, options), stock_refined(options, hand_over=hand_over))


@torch.no_grad()
def refined_formula(options: SamplingOptions) -> Tensor:
    """The formulas term by term, with the base's embeddings above the cutoff and the refiner's below."""
    base = tiny_sdxl().to(torch.float64)
    refiner = tiny_refiner(base).to(torch.float64)
    beta, w = options.beta, options.guidance_scale
    base.scheduler.set_timesteps(options.num_inference_steps)
    generator = torch.Generator("cpu").manual_seed(options.seed)
    shape = (1, 4, options.height // 2, options.width // 2)
    latents = torch.randn(shape, generator=generator, dtype=torch.float64) * base.scheduler.init_noise_sigma
    size = (options.height, options.width)
    for t in base.scheduler.timesteps:
        pipeline = base if t >= 200 else refiner
        texts = (PROMPT, ", ".join(LIKED), ", ".join(DISLIKED))
        e_prompt, e_liked, e_disliked = (stock_embeddings(pipeline, text) for text in texts)
        e_uncond = stock_unconditional(pipeline)
        plus, minus = SHIFT[options.formula]
        e_cond = tuple(p + plus * a + minus * b for p, a, b in zip(e_prompt, e_liked, e_disliked, strict=True))
        if options.formula == "released":
            e_uncond = tuple(u + beta * b for u, b in zip(e_uncond, e_disliked, strict=True))

        def eps(given: Any, x: Tensor = latents, *, score: float = 6.0, t: Any = t, pipeline: Any = pipeline) -> Tensor:
            told = (*size, 0, 0, *size) if pipeline is base else (*size, 0, 0, score)
            more = {"text_embeds": given[1], "time_ids": torch.tensor([told], dtype=torch.float64)}
            x = base.scheduler.scale_model_input(x, t)
            return pipeline.unet(x, t, encoder_hidden_states=given[0], added_cond_kwargs=more).sample

        uncond, eps_vp = eps(e_uncond, score=2.5), eps(e_liked) - eps(e_disliked)
        latents = base.scheduler.step((1 - w) * uncond + w * (eps(e_cond) + beta * eps_vp), t, latents).prev_sample
    return latents


@pytest.mark.parametrize("formula", ["paper", "released"])
def test_a_refined_picture_is_that_of_the_formula_on_both_sides_of_the_hand_over(formula: Any) -> None:
    options = options_for("sdxl", beta=0.85, formula=formula, num_inference_steps=5)
    backend = tiny_refined_backend()
    for part in (backend._base, backend._refiner):
        part.pipeline.to(torch.float64)
    close(last_latents(backend, PROMPT, taste(), options), refined_formula(options), atol=1e-8)


# --- a LoRA -----------------------------------------------------------------------------------------------------------


def write_lora(path: Path) -> Path:
    """An adapter of random weights for the tiny SDXL, in the layout that SDXL's adapters are shared in."""
    from peft import LoraConfig
    from peft.utils import get_peft_model_state_dict

    pipeline = tiny_sdxl()
    torch.manual_seed(6)
    pipeline.unet.add_adapter(LoraConfig(r=4, target_modules=["to_q", "to_k", "to_v"], init_lora_weights="gaussian"))
    layers = get_peft_model_state_dict(pipeline.unet)
    layers = {name: torch.randn_like(tensor) / 4 for name, tensor in layers.items()}
    type(pipeline).save_lora_weights(path.parent, unet_lora_layers=layers, weight_name=path.name)
    return path


def test_a_merged_adapter_is_the_stock_pipeline_with_it_and_leaves_nothing_behind(tmp_path: Path) -> None:
    file = write_lora(tmp_path / "Hyper-tiny.safetensors")
    options = options_for("sdxl")
    backend, stock = tiny_backend(tiny_sdxl), tiny_sdxl()
    plain = last_latents(backend, PROMPT, None, options)
    before = set(backend.pipeline.unet.state_dict())
    merge_adapter(backend.pipeline, file)
    assert set(backend.pipeline.unet.state_dict()) == before
    stock.load_lora_weights(tmp_path, weight_name=file.name)
    expected = stock_latents(stock, options)
    close(last_latents(backend, PROMPT, None, options), expected)
    differ(expected, plain)


def test_a_merged_adapter_follows_the_formula(tmp_path: Path) -> None:
    file = write_lora(tmp_path / "Hyper-tiny.safetensors")
    options = options_for("sdxl", beta=0.85, num_inference_steps=3)
    backend, stock = tiny_backend(tiny_sdxl), tiny_sdxl()
    for pipeline in (backend.pipeline, stock):
        merge_adapter(pipeline, file)
    backend.pipeline.to(torch.float64)
    expected = formula_latents(stock, options, liked=LIKED, disliked=DISLIKED)
    close(last_latents(backend, PROMPT, taste(), options), expected, atol=1e-8)


# --- a picture to start from ------------------------------------------------------------------------------------------


def photo(width: int = SIDE, height: int = SIDE) -> Image.Image:
    noise = torch.randint(0, 256, (height, width, 3), generator=torch.Generator().manual_seed(8), dtype=torch.uint8)
    return Image.fromarray(noise.numpy())


def stock_from_picture(make: Any, options: SamplingOptions, strength: float, image: Image.Image) -> Tensor:
    stock = make()
    kind = StableDiffusionXLImg2ImgPipeline if make is tiny_sdxl else StableDiffusionImg2ImgPipeline
    pipeline = kind.from_pipe(stock)
    pipeline.set_progress_bar_config(disable=True)
    latents: Tensor = pipeline(
        PROMPT,
        image=image,
        strength=strength,
        num_inference_steps=options.num_inference_steps,
        guidance_scale=options.guidance_scale,
        generator=torch.Generator("cpu").manual_seed(options.seed),
        output_type="latent",
    ).images
    return latents


@pytest.mark.parametrize("make", ["sd", "sd-2", "sdxl"])
@pytest.mark.parametrize("strength", [0.3, 0.75, 1.0])
def test_a_picture_to_start_from_is_the_stock_img2img_pipeline_at_beta_zero(make: str, strength: float) -> None:
    options = options_for("sd", num_inference_steps=8)
    found = last_latents(tiny_backend(MAKES[make]), PROMPT, taste(), options, reference=Reference(photo(), strength))
    close(found, stock_from_picture(MAKES[make], options, strength, photo()))


def test_a_picture_to_start_from_works_with_a_scheduler_of_second_order() -> None:
    options = options_for("sd", num_inference_steps=6)
    backend = tiny_backend(tiny_sd)
    backend.pipeline.scheduler = HeunDiscreteScheduler.from_config(backend.pipeline.scheduler.config)

    def make() -> Any:
        pipeline = tiny_sd()
        pipeline.scheduler = HeunDiscreteScheduler.from_config(pipeline.scheduler.config)
        return pipeline

    found = last_latents(backend, PROMPT, None, options, reference=Reference(photo(), 0.5))
    close(found, stock_from_picture(make, options, 0.5, photo()))


@pytest.mark.parametrize("make", ["sd", "sdxl", "mini"])
def test_less_strength_keeps_more_of_the_picture_and_a_taste_still_moves_it(make: str) -> None:
    backend = tiny_backend(MAKES[make])
    options = options_for(make if make != "sd-2" else "sd", num_inference_steps=10)
    with torch.no_grad():
        pixels = backend.pipeline.image_processor.preprocess(photo(options.width, options.height))
        kept = backend.encode_pixels(pixels, torch.Generator().manual_seed(0))
    away = [
        float((last_latents(backend, PROMPT, None, options, reference=reference) - kept).square().mean())
        for reference in (Reference(photo(options.width, options.height), strength) for strength in (0.1, 0.5, 1.0))
    ]
    assert away[0] < away[1] < away[2]
    reference = Reference(photo(options.width, options.height), 0.5)
    plain = last_latents(backend, PROMPT, taste(), options, reference=reference)
    differ(last_latents(backend, PROMPT, taste(), replace(options, beta=0.85), reference=reference), plain)


def test_a_picture_of_another_shape_is_cut_to_its_middle() -> None:
    options, wide = options_for("sd"), photo(3 * SIDE, SIDE)
    middle = wide.crop((SIDE, 0, 2 * SIDE, SIDE))
    backend = tiny_backend(tiny_sd)
    given, cut = (
        last_latents(backend, PROMPT, None, options, reference=Reference(image, 0.5)) for image in (wide, middle)
    )
    assert torch.equal(given, cut)


def test_a_refiner_takes_the_end_of_a_picture_that_was_started_from_another() -> None:
    options = options_for("sdxl", num_inference_steps=10)
    backend = tiny_refined_backend()
    for strength, steps in ((1.0, 10), (0.5, 5), (0.1, 1)):
        found = list(sample(backend, PROMPT, None, options, reference=Reference(photo(), strength)))
        assert len(found) == steps
        assert bool(found[-1].latents.isfinite().all())


def test_a_strength_that_leaves_nothing_to_do_says_which_would() -> None:
    with pytest.raises(InputError, match=r"Choose one from 0\.10 to 1"):
        last_latents(
            tiny_backend(tiny_sd),
            PROMPT,
            None,
            options_for("sd", num_inference_steps=10),
            reference=Reference(photo(), 0.05),
        )


# --- several pictures together ----------------------------------------------------------------------------------------

PROMPTS = ["a house on a hill", "a boat on the sea", "a cat"]


@pytest.mark.parametrize("make", ["sd", "sd-2", "sdxl", "mini"])
def test_a_list_of_prompts_is_the_stock_pipelines_batch_at_beta_zero(make: str) -> None:
    options = options_for(make if make != "sd-2" else "sd")
    expected = MAKES[make]()(
        PROMPTS,
        num_inference_steps=options.num_inference_steps,
        guidance_scale=options.guidance_scale,
        height=options.height,
        width=options.width,
        generator=[torch.Generator("cpu").manual_seed(options.seed + number) for number in range(3)],
        output_type="latent",
    ).images
    close(last_latents(tiny_backend(MAKES[make]), PROMPTS, taste(), options), expected)


@pytest.mark.parametrize("make", ["sd", "sd-2", "sdxl", "mini", "refined"])
@pytest.mark.parametrize("formula", ["paper", "released"])
def test_pictures_drawn_together_are_those_drawn_alone(make: str, formula: Any) -> None:
    family = "mini" if make == "mini" else "sdxl" if make in ("sdxl", "refined") else "sd"
    options = options_for(family, beta=0.85, formula=formula, num_inference_steps=5, guidance_rescale=0.5)
    backend = tiny_refined_backend() if make == "refined" else tiny_backend(MAKES[make])
    seeds = [3, 2**40, 1]
    together = last_latents(backend, PROMPTS, taste(), options, seeds=seeds)
    for found, prompt, seed in zip(together, PROMPTS, seeds, strict=True):
        close(found[None], last_latents(backend, prompt, taste(), replace(options, seed=seed)), atol=1e-4)


def test_pictures_drawn_together_with_noise_of_the_scheduler_are_those_drawn_alone() -> None:
    backend, options = tiny_backend(tiny_sd), options_for("sd", eta=1.0)
    together = last_latents(backend, PROMPTS, None, options)
    alone = [last_latents(backend, PROMPTS[i], None, replace(options, seed=options.seed + i)) for i in range(3)]
    close(together, torch.cat(alone), atol=1e-4)


def test_a_seed_for_each_prompt_or_none() -> None:
    backend, options = tiny_backend(tiny_sd), options_for("sd")
    with pytest.raises(InputError, match="2 seeds were given for 3 prompts"):
        sample(backend, PROMPTS, None, options, seeds=[1, 2])
    for prompts in ([], ["a cat", " "]):
        with pytest.raises(InputError, match="prompt is empty"):
            sample(backend, prompts, None, options)
