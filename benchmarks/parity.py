"""How far our loop is from the authors' released formula on the same SDXL weights, and the paper's form from it.

The released formula is written out here on its own, from its description and with the stock pipeline's own encoders:
d E(VP+) is added to the prompt's embedding and d E(VP−) to the negative one, sequence and pooled vector alike, and

    ε̄ = ε_neg + w (ε_p + d ε_VP+ − ε_neg − d ε_VP−)

by two calls of the U-Net of two rows each. It shares nothing with ``viper_core`` but the seed. Weights are random ones
at a tiny size, or those of a folder; equal means equal but for the order of summation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.common import Figure, Report, emit, parser_of, positive, run_command
from benchmarks.random_sdxl import SIZES, backend_of, random_sdxl
from viper_core.backends.silence import silenced
from viper_core.preferences import Attribute, Preferences
from viper_core.sampling import SamplingOptions, sample

PROMPT = "a house on a hill"
LIKED, DISLIKED = ("cool colors", "watercolor"), ("glossy", "night")
MANY = tuple(f"attribute number {number}" for number in range(30))
EQUAL = 1e-5
DEGREE = 0.85


def released_latents(pipeline: Any, options: SamplingOptions, liked: Sequence[str], disliked: Sequence[str]) -> Any:
    """The latents that the released formula denoises, ``(1, C, h, w)``.

    Lists are joined by commas in the order in which our windows read them, and cut where the stock encoder cuts.
    """
    import torch

    degree, w, scheduler = options.beta, options.guidance_scale, pipeline.scheduler
    with torch.no_grad():
        e_prompt, e_neg, pooled_prompt, pooled_neg = pipeline.encode_prompt(PROMPT, num_images_per_prompt=1)
        (e_plus, pooled_plus), (e_minus, pooled_minus) = (
            _encode(pipeline, ", ".join(sorted(names))) for names in (liked, disliked)
        )
        texts = (
            torch.cat([e_neg + degree * e_minus, e_prompt + degree * e_plus]),
            torch.cat([pooled_neg + degree * pooled_minus, pooled_prompt + degree * pooled_plus]),
        )
        tastes = (torch.cat([e_minus, e_plus]), torch.cat([pooled_minus, pooled_plus]))
        scheduler.set_timesteps(options.num_inference_steps)
        cell = pipeline.vae_scale_factor
        shape = (1, pipeline.unet.config.in_channels, options.height // cell, options.width // cell)
        generator = torch.Generator("cpu").manual_seed(options.seed)
        latents = torch.randn(shape, generator=generator, dtype=e_prompt.dtype) * scheduler.init_noise_sigma
        size = [options.height, options.width]
        time_ids = torch.tensor([[*size, 0, 0, *size]] * 2).to(e_prompt)
        for t in scheduler.timesteps:
            scaled = scheduler.scale_model_input(torch.cat([latents] * 2), t)
            halves = [
                pipeline.unet(
                    scaled,
                    t,
                    encoder_hidden_states=sequence,
                    added_cond_kwargs={"text_embeds": pooled, "time_ids": time_ids},
                ).sample.chunk(2)
                for sequence, pooled in (texts, tastes)
            ]
            (eps_neg, eps_prompt), (eps_minus, eps_plus) = halves
            guided = eps_neg + w * (eps_prompt + degree * eps_plus - eps_neg - degree * eps_minus)
            latents = scheduler.step(guided, t, latents).prev_sample
    return latents


def our_latents(pipeline: Any, options: SamplingOptions, liked: Sequence[str], disliked: Sequence[str]) -> Any:
    """The latents that our loop denoises."""
    sides = {
        side: tuple(Attribute(name=name, category="mood") for name in names)
        for side, names in (("liked", liked), ("disliked", disliked))
    }
    *_, last = sample(backend_of(pipeline), PROMPT, Preferences(**sides), options)
    return last.latents


def compare(pipeline: Any, options: SamplingOptions) -> dict[str, dict[str, float]]:
    """Largest and mean differences of final latents, by what is compared with the released formula."""
    released, paper = replace(options, formula="released"), replace(options, formula="paper")
    plain = replace(released, beta=0.0)
    reference = released_latents(pipeline, released, LIKED, DISLIKED)
    found = {
        "formula released": our_latents(pipeline, released, LIKED, DISLIKED) - reference,
        "formula released, β 0": our_latents(pipeline, plain, LIKED, DISLIKED)
        - released_latents(pipeline, plain, LIKED, DISLIKED),
        "formula paper": our_latents(pipeline, paper, LIKED, DISLIKED) - reference,
        "formula released, 30 attributes liked": our_latents(pipeline, released, MANY, DISLIKED)
        - released_latents(pipeline, released, MANY, DISLIKED),
    }
    spread = float(reference.std())
    return {
        what: {"largest": float(difference.abs().max()), "mean": float(difference.abs().mean()), "spread": spread}
        for what, difference in found.items()
    }


def report_of(found: dict[str, dict[str, float]], *, options: SamplingOptions, weights: str) -> Report:
    """The report: the released formula must be met, the others are told."""
    rows = [
        (what, f"{one['largest']:.1e}", f"{one['mean']:.1e}", f"{one['mean'] / one['spread']:.1%}")
        for what, one in found.items()
    ]
    exact = max(found[what]["largest"] for what in ("formula released", "formula released, β 0"))
    paper, many = found["formula paper"], found["formula released, 30 attributes liked"]
    return Report(
        name="parity",
        figures=(
            Figure("largest difference of latents, our released formula and it written out", f"{exact:.1e} "
                   f"(bound {EQUAL:.0e})", exact <= EQUAL),
            Figure("mean difference of latents, the paper's formula and the released one",
                   f"{paper['mean'] / paper['spread']:.1%} of their spread"),
            Figure("the same, our released formula with all of 30 attributes and cut at one window",
                   f"{many['mean'] / many['spread']:.1%}"),
        ),
        facts={"differences": found, "weights": weights},
        tables=((("our loop", "largest", "mean", "mean, of the latents' spread"), rows),),
        remarks=(weights, f"{options.num_inference_steps} steps, w {options.guidance_scale:g}, β {options.beta:g}",
                 "double precision"),
    )  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    import torch

    parser = parser_of(__doc__)
    parser.add_argument("--folder", type=Path, default=None, help="an SDXL folder (default: tiny random weights)")
    parser.add_argument("--limit", "--steps", dest="steps", type=positive, default=8, help="default %(default)s")
    parser.add_argument("--seed", type=int, default=0, help="of weights and noise (default %(default)s)")
    a = parser.parse_args(arguments)
    if a.folder is None:
        size = SIZES["tiny"]
        pipeline, side, weights = random_sdxl(size, seed=a.seed), size.side, "tiny random SDXL"
    else:
        from viper_core.backends.assembly import load_folder

        pipeline = load_folder("stable-diffusion-xl", a.folder, torch.float64, variant=None)
        side, weights = pipeline.default_sample_size * pipeline.vae_scale_factor, a.folder.name
    pipeline.to(torch.float64)
    options = SamplingOptions(
        num_inference_steps=a.steps, guidance_scale=5.0, height=side, width=side, beta=DEGREE, seed=a.seed
    )
    with silenced():  # the stock encoder tells at length what it cuts
        found = compare(pipeline, options)
    emit(report_of(found, options=options, weights=weights), a)


def _encode(pipeline: Any, text: str) -> tuple[Any, Any]:
    sequence, _, pooled, _ = pipeline.encode_prompt(text, num_images_per_prompt=1, do_classifier_free_guidance=False)
    return sequence, pooled


if __name__ == "__main__":
    run_command(main)
