"""The denoising loop on real pipeline classes at a tiny size: what it equals, what it costs, how it stops."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
import torch
from diffusers import (
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerAncestralDiscreteScheduler,
    HeunDiscreteScheduler,
    PNDMScheduler,
)
from torch import Tensor

from tests.tiny import MINI_SIDE, SIDE, tiny_backend, tiny_mini, tiny_sd, tiny_sdxl
from viper_core.errors import Cancelled, InputError, UnknownName
from viper_core.preferences import Attribute, Preferences
from viper_core.sampling import FORMULAS, SamplingOptions, sample

PROMPT = "a house on a hill"
LIKED = ("cool colors", "watercolor")
DISLIKED = ("glossy", "night")
MAKES = {"sd": tiny_sd, "sdxl": tiny_sdxl, "mini": tiny_mini}

every_family = pytest.mark.parametrize("family", MAKES)


def options_for(family: str, **changes: Any) -> SamplingOptions:
    side = MINI_SIDE if family == "mini" else SIDE
    options = SamplingOptions(num_inference_steps=4, guidance_scale=3.0, height=side, width=side, seed=11)
    return replace(options, **changes)


def taste(
    liked: tuple[str, ...] = LIKED, disliked: tuple[str, ...] = DISLIKED, *, weight: float = 1.0, enabled: bool = True
) -> Preferences:
    def attribute(name: str) -> Attribute:
        return Attribute(name=name, category="mood", weight=weight, enabled=enabled)

    return Preferences(liked=tuple(map(attribute, liked)), disliked=tuple(map(attribute, disliked)))


def final_latents(backend: Any, preferences: Preferences | None, options: SamplingOptions) -> Tensor:
    return list(sample(backend, PROMPT, preferences, options))[-1].latents


@contextmanager
def counted_unet_calls(backend: Any) -> Iterator[list[int]]:
    """The batch size of every call of the U-Net, in order."""
    rows: list[int] = []
    hook = backend.pipeline.unet.register_forward_pre_hook(lambda module, given: rows.append(given[0].shape[0]))
    try:
        yield rows
    finally:
        hook.remove()


def stock_latents(pipeline: Any, options: SamplingOptions, **more: Any) -> Tensor:
    """The stock pipeline's own __call__ with the same settings."""
    latents: Tensor = pipeline(
        PROMPT,
        num_inference_steps=options.num_inference_steps,
        guidance_scale=options.guidance_scale,
        guidance_rescale=options.guidance_rescale,
        height=options.height,
        width=options.width,
        eta=options.eta,
        generator=torch.Generator("cpu").manual_seed(options.seed),
        output_type="latent",
        **more,
    ).images
    return latents


def close(left: Tensor, right: Tensor, *, atol: float = 1e-5) -> None:
    torch.testing.assert_close(left, right, rtol=0, atol=atol)


def differ(left: Tensor, right: Tensor) -> None:
    assert (left - right).abs().max() > 1e-3


# --- β = 0 is the stock pipeline -------------------------------------------------------------------------------------


@every_family
@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"guidance_rescale": 0.7},
        {"guidance_scale": 1.0},
        {"guidance_scale": 1.0, "guidance_rescale": 0.7},
        {"num_inference_steps": 1},
        {"seed": 2**40 + 3},
    ],
    ids=str,
)
def test_beta_zero_is_the_stock_pipeline(family: str, changes: dict[str, Any]) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, **changes)
    close(final_latents(backend, taste(), options), stock_latents(MAKES[family](), options))


@every_family
def test_beta_zero_with_a_negative_prompt_is_the_stock_pipeline(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, negative_prompt="blurred")
    expected = stock_latents(MAKES[family](), options, negative_prompt="blurred")
    close(final_latents(backend, taste(), options), expected)
    differ(expected, stock_latents(MAKES[family](), options))


@every_family
def test_pictures_that_are_not_square_are_the_stock_pipelines_too(family: str) -> None:
    side = options_for(family).height
    backend, options = tiny_backend(MAKES[family]), options_for(family, width=side * 2)
    latents = final_latents(backend, None, options)
    assert latents.shape[-1] == 2 * latents.shape[-2]
    close(latents, stock_latents(MAKES[family](), options))


def test_an_sdxl_that_does_not_zero_its_empty_prompt_is_the_stock_pipeline() -> None:
    options = options_for("sdxl")
    backend = tiny_backend(tiny_sdxl, force_zeros_for_empty_prompt=False)
    expected = stock_latents(tiny_sdxl(force_zeros_for_empty_prompt=False), options)
    close(final_latents(backend, None, options), expected)
    differ(expected, stock_latents(tiny_sdxl(), options))


@pytest.mark.parametrize(
    ("family", "dtype"), [("sdxl", torch.float16), ("sd", torch.float16), ("mini", torch.bfloat16)]
)
def test_half_precision_is_the_stock_pipeline_picture_and_all(family: str, dtype: torch.dtype) -> None:
    """The noise is drawn in half precision, and SDXL's VAE, which overflows in it, decodes in single precision."""
    backend, stock, options = tiny_backend(MAKES[family]), MAKES[family](), options_for(family, num_inference_steps=2)
    backend.pipeline.to(dtype)
    stock.to(dtype)
    latents = final_latents(backend, None, options)
    assert latents.dtype == dtype
    assert torch.equal(latents, stock_latents(stock, options))
    expected = stock(
        PROMPT,
        num_inference_steps=2,
        guidance_scale=options.guidance_scale,
        height=options.height,
        width=options.width,
        generator=torch.Generator("cpu").manual_seed(options.seed),
    ).images[0]
    assert backend.decode(latents).tobytes() == expected.tobytes()
    assert backend.pipeline.vae.dtype == dtype
    personal = final_latents(backend, taste(weight=0.5), replace(options, beta=0.85))
    assert personal.dtype == dtype and bool(personal.isfinite().all())


SCHEDULERS: dict[str, Callable[[Any], Any]] = {
    "ddim, eta 1": DDIMScheduler.from_config,
    "euler ancestral": EulerAncestralDiscreteScheduler.from_config,
    "dpm-solver sde": lambda config: DPMSolverMultistepScheduler.from_config(config, algorithm_type="sde-dpmsolver++"),
    "pndm": lambda config: PNDMScheduler.from_config(config, skip_prk_steps=True),
    "heun": HeunDiscreteScheduler.from_config,
}


@pytest.mark.parametrize("family", ["sd", "sdxl"])
@pytest.mark.parametrize("name", SCHEDULERS)
def test_every_scheduler_is_used_as_the_stock_pipeline_uses_it(family: str, name: str) -> None:
    options = options_for(family, eta=1.0 if "eta" in name else 0.0)
    backend, stock = tiny_backend(MAKES[family]), MAKES[family]()
    for pipeline in (backend.pipeline, stock):
        pipeline.scheduler = SCHEDULERS[name](pipeline.scheduler.config)
    torch.manual_seed(0)  # the global generator must play no part
    latents = final_latents(backend, None, options)
    torch.manual_seed(1)
    close(latents, stock_latents(stock, options))


@pytest.mark.parametrize("name", ["ddim, eta 1", "euler ancestral", "dpm-solver sde"])
def test_the_noise_of_a_stochastic_scheduler_comes_from_the_seed(name: str) -> None:
    backend = tiny_backend(tiny_sd)
    backend.pipeline.scheduler = SCHEDULERS[name](backend.pipeline.scheduler.config)
    options = options_for("sd", eta=1.0, beta=0.85)
    first = final_latents(backend, taste(), options)
    torch.randn(5)
    assert torch.equal(final_latents(backend, taste(), options), first)
    differ(final_latents(backend, taste(), replace(options, seed=12)), first)


def test_eta_changes_a_ddim_picture() -> None:
    backend = tiny_backend(tiny_sd)
    differ(final_latents(backend, None, options_for("sd", eta=1.0)), final_latents(backend, None, options_for("sd")))


@every_family
def test_the_initial_noise_is_that_of_a_cpu_generator_with_the_seed(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family)
    run = backend.start(options)
    expected = torch.randn(run.latents.shape, generator=torch.Generator("cpu").manual_seed(11))
    assert torch.equal(run.latents, expected * run.scheduler.init_noise_sigma)


# --- β > 0 is the formula --------------------------------------------------------------------------------------------


def stock_embeddings(pipeline: Any, text: str) -> tuple[Tensor, Tensor | None]:
    """E(text) by the stock pipeline's own encode_prompt: the sequence, and SDXL's pooled vector."""
    encoded = pipeline.encode_prompt(
        text, device=torch.device("cpu"), num_images_per_prompt=1, do_classifier_free_guidance=False
    )
    return encoded[0], encoded[2] if len(encoded) == 4 else None


def stock_unconditional(pipeline: Any) -> tuple[Tensor, Tensor | None]:
    encoded = pipeline.encode_prompt(
        PROMPT, device=torch.device("cpu"), num_images_per_prompt=1, do_classifier_free_guidance=True
    )
    return encoded[1], encoded[3] if len(encoded) == 4 else None


def added(left: tuple[Tensor, Tensor | None], right: tuple[Tensor, Tensor | None], factor: float) -> Any:
    pooled = None if left[1] is None or right[1] is None else left[1] + factor * right[1]
    return left[0] + factor * right[0], pooled


@torch.no_grad()
def formula_latents(
    pipeline: Any, options: SamplingOptions, *, liked: tuple[str, ...], disliked: tuple[str, ...]
) -> Tensor:
    """METHOD's formulas term by term: one call of the U-Net for every ε, nothing shared with viper_core.

    In double precision, where a batch of four and four batches of one agree to far below 1e-5.
    """
    pipeline = pipeline.to(torch.float64)
    beta, w = options.beta, options.guidance_scale
    empty = stock_unconditional(pipeline)
    text = {side: ", ".join(names) for side, names in (("liked", liked), ("disliked", disliked))}
    e_prompt, e_liked, e_disliked = (stock_embeddings(pipeline, t) for t in (PROMPT, text["liked"], text["disliked"]))
    e_negative = stock_embeddings(pipeline, options.negative_prompt) if options.negative_prompt else empty
    if options.formula == "released":
        e_personal, e_uncond = added(e_prompt, e_liked, beta), added(e_negative, e_disliked, beta)
    else:
        moved = 0.0 if options.formula == "noise" else beta
        e_personal, e_uncond = added(added(e_prompt, e_liked, moved), e_disliked, -moved), e_negative

    pipeline.scheduler.set_timesteps(options.num_inference_steps)
    generator = torch.Generator("cpu").manual_seed(options.seed)
    scale = pipeline.vae_scale_factor
    shape = (1, pipeline.unet.config.in_channels, options.height // scale, options.width // scale)
    latents = torch.randn(shape, generator=generator, dtype=torch.float64) * pipeline.scheduler.init_noise_sigma
    size = (options.height, options.width)

    def eps(embeddings: tuple[Tensor, Tensor | None], t: Tensor) -> Tensor:
        sequence, pooled = embeddings
        time_ids = torch.tensor([[*size, 0, 0, *size]], dtype=torch.float64)
        more = {} if pooled is None else {"added_cond_kwargs": {"text_embeds": pooled, "time_ids": time_ids}}
        model_input = pipeline.scheduler.scale_model_input(latents, t)
        return pipeline.unet(model_input, t, encoder_hidden_states=sequence, **more).sample

    for t in pipeline.scheduler.timesteps:
        e_plus, e_minus = (e_liked if liked else empty), (e_disliked if disliked else empty)
        if options.formula == "released":
            positive = eps(e_personal, t) + beta * eps(e_plus, t)
            negative = eps(e_uncond, t) + beta * eps(e_minus, t)
            guided = eps(e_uncond, t) + w * (positive - negative)
        else:
            eps_vp = 0.0 if options.formula == "embedding" else eps(e_plus, t) - eps(e_minus, t)
            guided = (1 - w) * eps(e_uncond, t) + w * (eps(e_personal, t) + beta * eps_vp)
        latents = pipeline.scheduler.step(guided, t, latents).prev_sample
    return latents


def double_backend(family: str) -> Any:
    backend = tiny_backend(MAKES[family])
    backend.pipeline.to(torch.float64)
    return backend


@every_family
@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize(
    "sides", [(LIKED, DISLIKED), (LIKED, ()), ((), DISLIKED)], ids=["both sides", "liked only", "disliked only"]
)
def test_the_picture_is_that_of_the_formula_evaluated_term_by_term(family: str, formula: Any, sides: Any) -> None:
    options = options_for(family, beta=0.85, formula=formula, num_inference_steps=3)
    expected = formula_latents(MAKES[family](), options, liked=sides[0], disliked=sides[1])
    close(final_latents(double_backend(family), taste(*sides), options), expected, atol=1e-8)
    differ(expected, final_latents(double_backend(family), None, options))


@every_family
@pytest.mark.parametrize("formula", ["paper", "released"])
@pytest.mark.parametrize("changes", [{"negative_prompt": "blurred"}, {"guidance_scale": 1.0}], ids=str)
def test_the_formula_holds_with_a_negative_prompt_and_at_guidance_scale_one(
    family: str, formula: Any, changes: dict[str, Any]
) -> None:
    options = options_for(family, beta=0.5, formula=formula, num_inference_steps=3, **changes)
    expected = formula_latents(MAKES[family](), options, liked=LIKED, disliked=())
    close(final_latents(double_backend(family), taste(LIKED, ()), options), expected, atol=1e-8)


@every_family
def test_beta_moves_the_picture_further_the_larger_it_is(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    plain = final_latents(backend, taste(), options_for(family))
    moved = [
        float((final_latents(backend, taste(), options_for(family, beta=beta)) - plain).square().mean())
        for beta in (0.1, 0.4, 1.0)
    ]
    assert 0 < moved[0] < moved[1] < moved[2]


@every_family
def test_the_two_formulas_are_two_pictures(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, beta=0.85)
    differ(
        final_latents(backend, taste(), options), final_latents(backend, taste(), replace(options, formula="released"))
    )


@every_family
def test_rescaled_guidance_has_the_spread_of_what_the_model_itself_predicts(family: str) -> None:
    """With φ = 1 the guided prediction has the spread of ε_θ(x_t, t, p), not that of ε_p + β ε_vp."""
    backend = tiny_backend(MAKES[family])
    options = options_for(family, beta=0.85, num_inference_steps=1, guidance_rescale=1.0)
    guided: list[Tensor] = []
    predicted: list[Tensor] = []
    predict = backend.predict_noise
    backend.predict_noise = lambda *given: predicted.append(predict(*given)) or predicted[-1]
    backend.step = lambda run, noise_pred, timestep, latents: guided.append(noise_pred) or latents
    list(sample(backend, PROMPT, taste(), replace(options, guidance_rescale=0.0)))
    list(sample(backend, PROMPT, taste(), options))
    _, eps_prompt, eps_liked, eps_disliked = predicted[-1].chunk(4)
    close(guided[1].std(), eps_prompt.std())
    differ(guided[1].std(), (eps_prompt + 0.85 * (eps_liked - eps_disliked)).std())
    close(guided[1] / guided[1].std(), guided[0] / guided[0].std())  # the direction is that of the equation


def test_sdxl_shifts_the_pooled_vector_by_beta_and_gives_each_condition_its_own() -> None:
    backend = tiny_backend(tiny_sdxl)
    seen: list[tuple[Tensor, Tensor]] = []

    def record(module: Any, args: Any, kwargs: Any) -> None:
        seen.append((kwargs["encoder_hidden_states"], kwargs["added_cond_kwargs"]["text_embeds"]))

    hook = backend.pipeline.unet.register_forward_pre_hook(record, with_kwargs=True)
    options = options_for("sdxl", beta=0.4, num_inference_steps=1)
    list(sample(backend, PROMPT, taste(), options))
    hook.remove()

    (sequence, pooled) = seen[0]
    prompt, liked, disliked = (
        stock_embeddings(backend.pipeline, text) for text in (PROMPT, ", ".join(LIKED), ", ".join(DISLIKED))
    )
    for index, rows in ((0, sequence), (1, pooled)):
        e_prompt, e_liked, e_disliked = prompt[index], liked[index], disliked[index]
        assert e_prompt is not None and e_liked is not None and e_disliked is not None
        expected = torch.cat([torch.zeros_like(e_prompt), e_prompt + 0.4 * (e_liked - e_disliked), e_liked, e_disliked])
        close(rows, expected, atol=1e-6)
        differ(e_liked, e_disliked)


# --- what it costs ---------------------------------------------------------------------------------------------------


@every_family
def test_beta_zero_with_preferences_costs_two_rows_in_one_call_a_step(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    with counted_unet_calls(backend) as rows:
        list(sample(backend, PROMPT, taste(), options_for(family)))
    assert rows == [2] * 4


@every_family
@pytest.mark.parametrize("formula", ["paper", "released"])
def test_a_personalised_step_is_one_call_of_four_rows(family: str, formula: Any) -> None:
    backend = tiny_backend(MAKES[family])
    with counted_unet_calls(backend) as rows:
        list(sample(backend, PROMPT, taste(), options_for(family, beta=0.85, formula=formula)))
    assert rows == [4] * 4


@every_family
@pytest.mark.parametrize("sides", [(LIKED, ()), ((), DISLIKED)], ids=["liked only", "disliked only"])
def test_an_empty_side_is_not_computed_twice(family: str, sides: Any) -> None:
    backend = tiny_backend(MAKES[family])
    with counted_unet_calls(backend) as rows:
        list(sample(backend, PROMPT, taste(*sides), options_for(family, beta=0.85)))
    assert rows == [3] * 4


@every_family
@pytest.mark.parametrize(
    "preferences",
    [None, Preferences(), taste(enabled=False), taste(weight=0.0)],
    ids=["none", "empty", "switched off", "weight 0"],
)
def test_without_active_attributes_beta_is_without_effect_and_without_cost(family: str, preferences: Any) -> None:
    backend = tiny_backend(MAKES[family])
    with counted_unet_calls(backend) as rows:
        latents = final_latents(backend, preferences, options_for(family, beta=1.0))
    assert rows == [2] * 4
    assert torch.equal(latents, final_latents(backend, None, options_for(family)))


@every_family
def test_guidance_scale_one_computes_no_unconditional_row(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    with counted_unet_calls(backend) as rows:
        list(sample(backend, PROMPT, taste(), options_for(family, guidance_scale=1.0)))
        list(sample(backend, PROMPT, taste(), options_for(family, guidance_scale=1.0, beta=0.5)))
    assert rows == [1] * 4 + [3] * 4


def test_two_hundred_attributes_cost_no_more_denoising_than_two() -> None:
    backend = tiny_backend(tiny_sd)
    names = tuple(f"attribute {number}" for number in range(200))
    with counted_unet_calls(backend) as rows:
        list(sample(backend, PROMPT, taste(names, DISLIKED), options_for("sd", beta=0.85)))
    assert rows == [4] * 4


# --- repeating, order, weights ---------------------------------------------------------------------------------------


@every_family
@pytest.mark.parametrize("beta", [0.0, 0.85])
def test_repeated_runs_are_identical_and_another_seed_is_another_picture(family: str, beta: float) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, beta=beta)
    first = final_latents(backend, taste(), options)
    assert torch.equal(final_latents(backend, taste(), options), first)
    differ(final_latents(backend, taste(), replace(options, seed=12)), first)


@every_family
def test_interleaved_runs_do_not_disturb_each_other(family: str) -> None:
    """A multistep scheduler remembers earlier predictions; runs that shared one would mix theirs."""
    backend, options = tiny_backend(MAKES[family]), options_for(family)
    config = backend.pipeline.scheduler.config
    backend.pipeline.scheduler = DPMSolverMultistepScheduler.from_config(config)
    expected = [final_latents(backend, taste(), replace(options, beta=beta)) for beta in (0.0, 0.85)]
    runs = [sample(backend, PROMPT, taste(), replace(options, beta=beta)) for beta in (0.0, 0.85)]
    last = [None, None]
    for _ in range(4):
        last = [next(run).latents for run in runs]
    assert all(torch.equal(now, alone) for now, alone in zip(last, expected, strict=True))


@every_family
def test_sampling_leaves_the_pipeline_as_it_was(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, beta=0.85)
    expected = stock_latents(MAKES[family](), replace(options, beta=0.0))
    final_latents(backend, taste(), options)
    assert torch.equal(stock_latents(backend.pipeline, options), expected)


@every_family
def test_the_order_of_the_attributes_does_not_matter(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, beta=0.85)
    forth, back = taste(LIKED, DISLIKED), taste(LIKED[::-1], DISLIKED[::-1])
    assert torch.equal(final_latents(backend, forth, options), final_latents(backend, back, options))


@every_family
def test_a_weight_changes_the_picture_and_weight_zero_is_switched_off(family: str) -> None:
    backend, options = tiny_backend(MAKES[family]), options_for(family, beta=0.85)
    base = taste()
    name = LIKED[0]
    unweighted = final_latents(backend, base, options)
    assert torch.equal(final_latents(backend, base.set_weight(name, 1.0), options), unweighted)
    differ(final_latents(backend, base.set_weight(name, 2.0), options), unweighted)
    without = final_latents(backend, taste(LIKED[1:], DISLIKED), options)
    assert torch.equal(final_latents(backend, base.set_weight(name, 0.0), options), without)
    assert torch.equal(final_latents(backend, base.set_enabled(name, False), options), without)


# --- steps, stopping, errors -----------------------------------------------------------------------------------------


def test_every_step_is_reported_in_order_and_the_last_one_says_so() -> None:
    backend = tiny_backend(tiny_sd)
    steps = list(sample(backend, PROMPT, None, options_for("sd")))
    assert [step.index for step in steps] == [0, 1, 2, 3]
    assert {step.total for step in steps} == {4}
    assert [step.is_last for step in steps] == [False, False, False, True]
    assert steps[-1].fraction == 1.0
    assert all(step.latents.shape == (1, 4, SIDE // 2, SIDE // 2) for step in steps)
    assert not any(step.latents.requires_grad for step in steps)


@pytest.mark.parametrize("beta", [0.0, 0.85])
def test_cancelling_stops_within_one_step(beta: float) -> None:
    backend = tiny_backend(tiny_sd)
    asked = False
    with counted_unet_calls(backend) as rows:
        run = sample(
            backend, PROMPT, taste(), options_for("sd", num_inference_steps=50, beta=beta), is_cancelled=lambda: asked
        )
        next(run)
        next(run)
        asked = True
        with pytest.raises(Cancelled, match="2 of 50"):
            next(run)
    assert len(rows) == 2


def test_a_run_that_is_never_started_or_is_closed_computes_nothing_more() -> None:
    backend = tiny_backend(tiny_sd)
    with counted_unet_calls(backend) as rows:
        sample(backend, PROMPT, taste(), options_for("sd"))
        run = sample(backend, PROMPT, taste(), options_for("sd"))
        next(run)
        run.close()
        assert list(run) == []
    assert len(rows) == 1


def test_sampling_does_not_switch_gradients_off_for_its_caller() -> None:
    """A no_grad block around a yield would leave the caller's own code without gradients between two steps."""
    for _ in sample(tiny_backend(tiny_sd), PROMPT, taste(), options_for("sd", beta=0.5)):
        assert torch.is_grad_enabled()


@pytest.mark.parametrize("prompt", ["", "   ", "\n\t"])
def test_an_empty_prompt_is_refused_at_once(prompt: str) -> None:
    with pytest.raises(InputError, match="prompt is empty"):
        sample(tiny_backend(tiny_sd), prompt, None, options_for("sd"))


def test_a_size_the_model_cannot_draw_is_refused_with_one_that_it_can() -> None:
    with pytest.raises(InputError, match=r"width is 136 pixels.*multiples of 16.*128"):
        next(sample(tiny_backend(tiny_mini), PROMPT, None, options_for("mini", width=136)))


@pytest.mark.parametrize(
    "changes",
    [
        {"num_inference_steps": 0},
        {"num_inference_steps": 1001},
        {"num_inference_steps": 2.5},
        {"num_inference_steps": True},
        {"guidance_scale": 0.5},
        {"guidance_scale": float("nan")},
        {"guidance_scale": float("inf")},
        {"guidance_scale": "7"},
        {"beta": -0.1},
        {"beta": 2.5},
        {"beta": float("nan")},
        {"seed": -1},
        {"seed": 2**63},
        {"height": 100},
        {"height": 0},
        {"width": 4096},
        {"guidance_rescale": 1.1},
        {"eta": -1.0},
        {"negative_prompt": None},
    ],
    ids=str,
)
def test_options_outside_their_range_are_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(InputError, match=r"must be|give a text"):
        options_for("sd", **changes)


def test_an_unknown_formula_lists_the_valid_ones() -> None:
    with pytest.raises(UnknownName, match=r"Did you mean 'paper'.*paper, released"):
        options_for("sd", formula="papr")


def test_options_are_frozen_and_compare_by_value() -> None:
    assert options_for("sd") == options_for("sd")
    with pytest.raises(FrozenInstanceError):
        options_for("sd").seed = 3  # type: ignore[misc]
