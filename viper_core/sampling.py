"""The denoising loop: a prompt, preferences and options in, a generator of steps out.

    x_{t−1} = step(x_t, guide(ε_θ(x_t, t, rows)))

It decides which conditions a picture needs, encodes each once, and evaluates all of them in one call of the denoiser
per step. Without anything to personalise by (β = 0, or no active attribute) that is the stock pipeline's
classifier-free guidance and costs what it costs. The caller owns progress, preview, cancelling and the lock; the
equations are in ``guidance``, the model in ``backends``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal, get_args

from viper_core.errors import Cancelled, InputError, unknown_name
from viper_core.guidance import (
    classifier_free_guidance,
    personalize_embedding,
    personalize_embedding_released,
    personalize_noise,
    rescale_guidance,
)

if TYPE_CHECKING:
    from torch import Tensor

    from viper_core.backends import Backend, Conditioning
    from viper_core.preferences import Preferences
    from viper_core.reference import Reference

__all__ = ["FORMULAS", "Formula", "SamplingOptions", "SamplingStep", "sample"]

Formula = Literal["paper", "released", "embedding", "noise"]
FORMULAS: tuple[str, ...] = get_args(Formula)

_SEED_LIMIT = 2**63  # the generator takes a signed 64-bit seed
_SIZE_STEP = 8  # pixels; what every stock pipeline demands of height and width


@dataclass(frozen=True, kw_only=True)
class SamplingOptions:
    """Everything that decides a picture besides the prompt, the preferences and the model.

    Attributes:
        num_inference_steps: denoising steps, 1 … 1000.
        guidance_scale: w, 1 … 50; at 1 the picture follows the prompt alone, as in the stock pipelines.
        beta: β, 0 … 2; 0 is exactly the unpersonalised picture, above 1 prompt and preference may be lost.
        seed: 0 … 2**63 − 1, of a generator on the CPU, so that it means the same noise on every device.
        height, width: in pixels, multiples of 8, 8 … 2048.
        formula: ``"paper"``, or ``"released"`` for the authors' released code; see ``guidance``. To tell what each of
            the paper's two terms does: ``"embedding"`` moves the prompt only, ``"noise"`` the prediction only.
        guidance_rescale: φ of Lin et al. 2023, 0 … 1.
        negative_prompt: what takes the place of the unconditional text; empty for none.
        eta: η of DDIM (Song et al. 2020), 0 … 1; schedulers other than DDIM have none and ignore it.

    Raises:
        InputError: a value is outside its range, or not a finite number.
        UnknownName: the formula does not exist.
    """

    num_inference_steps: int
    guidance_scale: float
    height: int
    width: int
    beta: float = 0.0
    seed: int = 0
    formula: Formula = "paper"
    guidance_rescale: float = 0.0
    negative_prompt: str = ""
    eta: float = 0.0

    def __post_init__(self) -> None:
        _check_whole("number of steps", self.num_inference_steps, 1, 1000)
        _check_real("guidance scale", self.guidance_scale, 1.0, 50.0)
        _check_real("degree of personalisation β", self.beta, 0.0, 2.0)
        _check_whole("seed", self.seed, 0, _SEED_LIMIT - 1)
        _check_whole("height in pixels", self.height, _SIZE_STEP, 2048, multiple_of=_SIZE_STEP)
        _check_whole("width in pixels", self.width, _SIZE_STEP, 2048, multiple_of=_SIZE_STEP)
        _check_real("guidance rescale", self.guidance_rescale, 0.0, 1.0)
        _check_real("eta", self.eta, 0.0, 1.0)
        if self.formula not in FORMULAS:
            raise unknown_name("formula", str(self.formula), FORMULAS)
        if not isinstance(self.negative_prompt, str):
            given = type(self.negative_prompt).__name__
            raise InputError(f"The negative prompt is of type {given}; give a text, or '' for none.")


@dataclass(frozen=True, eq=False)
class SamplingStep:
    """One step of denoising, just done.

    Attributes:
        index: of this step, from 0; the last one is ``total − 1``.
        total: steps of this picture. Some schedulers take a few more than were asked for.
        latents: ``(N, C, h, w)`` after this step; after the last one, those of the N pictures, one unless more were
            asked for.
        predicted: the finished picture's latents as the model sees them from here; free of noise, so worth showing.
    """

    index: int
    total: int
    latents: Tensor
    predicted: Tensor

    @property
    def is_last(self) -> bool:
        """Whether ``latents`` are those of the finished picture."""
        return self.index == self.total - 1

    @property
    def fraction(self) -> float:
        """The share of the work that is done, above 0 and 1.0 after the last step."""
        return (self.index + 1) / self.total


def sample(
    backend: Backend,
    prompt: str | Sequence[str],
    preferences: Preferences | None,
    options: SamplingOptions,
    *,
    seeds: Sequence[int] | None = None,
    reference: Reference | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> Iterator[SamplingStep]:
    """Denoise one picture, or several together, a step at a time.

    Args:
        backend: a loaded model.
        prompt: what to draw; of any length, never cut. A list is drawn together, a picture of each.
        preferences: VP+ and VP−; None for the picture everyone gets.
        options: seed, β and the rest.
        seeds: one for each prompt of a list; by default the seed of ``options`` and those that follow it.
        reference: a picture to start from in place of noise.
        is_cancelled: asked before every step; True ends the run within that step.

    Returns:
        An iterator of the steps. Nothing is computed until the first one is asked for; closing it ends the run.

    Raises:
        InputError: at once, for an empty prompt or another number of seeds than of prompts; from the first step on,
            for a size the model cannot draw.
        Cancelled: from the iterator, when ``is_cancelled`` says so.
    """
    prompts = (prompt,) if isinstance(prompt, str) else tuple(prompt)
    if not prompts or not all(one.strip() for one in prompts):
        raise InputError("The prompt is empty. Write what the picture should show, for example: a house on a hill.")
    if seeds is None:
        seeds = [(options.seed + number) % _SEED_LIMIT for number in range(len(prompts))]
    if len(seeds) != len(prompts):
        raise InputError(f"{len(seeds)} seeds were given for {len(prompts)} prompts; give one for each.")
    return _steps(backend, prompts, preferences, options, tuple(seeds), reference, is_cancelled or _never)


def _steps(
    backend: Backend,
    prompts: tuple[str, ...],
    preferences: Preferences | None,
    options: SamplingOptions,
    seeds: tuple[int, ...],
    reference: Reference | None,
    is_cancelled: Callable[[], bool],
) -> Iterator[SamplingStep]:
    run = backend.start(options, seeds=seeds, reference=reference)
    conditions = _conditions(backend, prompts, preferences, options)
    rows = conditions.rows
    latents, total = run.latents, len(run.timesteps)
    for index, timestep in enumerate(run.timesteps):
        if is_cancelled():
            raise Cancelled(f"Stopped after {index} of {total} steps.")
        predictions = backend.predict_noise(run, latents, timestep, rows).chunk(len(rows))
        noise_pred = _guide(conditions, predictions, options)
        predicted = backend.predict_original(run, noise_pred, timestep, latents)
        latents = backend.step(run, noise_pred, timestep, latents)
        yield SamplingStep(index, total, latents, latents if index == total - 1 else predicted)


@dataclass(frozen=True, eq=False)
class _Conditions:
    """The conditions of one picture. Those that are one object are one row of the denoiser's batch.

    ``uncond`` is None at guidance scale 1, which cancels it; ``liked`` and ``disliked`` are both None for a picture
    that is not personalised.
    """

    uncond: Conditioning | None
    cond: Conditioning
    liked: Conditioning | None = None
    disliked: Conditioning | None = None

    @property
    def rows(self) -> tuple[Conditioning, ...]:
        """The distinct conditions, the unconditional one first as in the stock pipelines."""
        needed = [c for c in (self.uncond, self.cond, self.liked, self.disliked) if c is not None]
        return tuple({id(c): c for c in needed}.values())


def _conditions(
    backend: Backend, prompts: tuple[str, ...], preferences: Preferences | None, options: SamplingOptions
) -> _Conditions:
    """Encode what these pictures need: each its own prompt, all of them the same taste.

    A side of the preferences that is empty stands for the empty text: E("") in the embedding, and in the noise the
    unconditional prediction, which is then not computed twice.
    """
    has_guidance = options.guidance_scale > 1
    liked = preferences.active("liked") if preferences is not None and options.beta > 0 else ()
    disliked = preferences.active("disliked") if preferences is not None and options.beta > 0 else ()
    encoded_prompt = _stacked([backend.encode(prompt) for prompt in prompts])
    if not liked and not disliked:
        return _Conditions(backend.encode_negative(options.negative_prompt) if has_guidance else None, encoded_prompt)

    negative = backend.encode_negative(options.negative_prompt)
    encoded_liked = backend.encode_attributes(liked) if liked else backend.encode("")
    encoded_disliked = backend.encode_attributes(disliked) if disliked else backend.encode("")
    if options.formula == "released":
        shift = partial(personalize_embedding_released, beta=options.beta)
        cond, uncond = encoded_prompt.combine(shift, encoded_liked), negative.combine(shift, encoded_disliked)
    elif options.formula == "noise":
        cond, uncond = encoded_prompt, negative
    else:
        shift = partial(personalize_embedding, beta=options.beta)
        cond, uncond = encoded_prompt.combine(shift, encoded_liked, encoded_disliked), negative
    if options.formula == "embedding":
        return _Conditions(uncond if has_guidance else None, cond)
    if not liked or not disliked:
        empty = negative if not options.negative_prompt else backend.encode_negative("")
        encoded_liked, encoded_disliked = (encoded_liked if liked else empty), (encoded_disliked if disliked else empty)
    return _Conditions(uncond if has_guidance else None, cond, encoded_liked, encoded_disliked)


def _guide(conditions: _Conditions, predictions: tuple[Tensor, ...], options: SamplingOptions) -> Tensor:
    """The guided prediction ``(1, C, h, w)`` from one prediction for each of ``conditions.rows``.

    Rescaling goes by the model's own prediction ε_c: personalisation extrapolates too, and its spread is no model's.
    """
    eps = {id(row): prediction for row, prediction in zip(conditions.rows, predictions, strict=True)}
    eps_own = eps_cond = eps[id(conditions.cond)]
    if conditions.liked is not None and conditions.disliked is not None:
        eps_liked, eps_disliked = eps[id(conditions.liked)], eps[id(conditions.disliked)]
        eps_cond = personalize_noise(eps_cond, eps_liked, eps_disliked, beta=options.beta)
    if conditions.uncond is None:
        return eps_cond
    eps_uncond = eps[id(conditions.uncond)]
    eps_guided = classifier_free_guidance(eps_cond, eps_uncond, guidance_scale=options.guidance_scale)
    if options.guidance_rescale > 0:
        eps_guided = rescale_guidance(eps_guided, eps_own, rescale=options.guidance_rescale)
    return eps_guided


def _stacked(conditionings: Sequence[Conditioning]) -> Conditioning:
    """Conditions of one row each as one of N rows."""
    first, *others = conditionings
    return first.combine(_concatenated, *others)


def _concatenated(*tensors: Tensor) -> Tensor:
    import torch

    return tensors[0] if len(tensors) == 1 else torch.cat(tensors)


def _never() -> bool:
    return False


def _check_whole(name: str, value: object, low: int, high: int, *, multiple_of: int = 1) -> None:
    """Raise InputError unless ``value`` is a whole number (no bool) in ``low … high``, a multiple of the last one."""
    if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high and value % multiple_of == 0:
        return
    step = f", a multiple of {multiple_of}" if multiple_of > 1 else ""
    raise InputError(f"The {name} is {value!r}; it must be a whole number from {low} to {high}{step}.")


def _check_real(name: str, value: object, low: float, high: float) -> None:
    """Raise InputError unless ``value`` is a finite number (no bool) in ``low … high``."""
    if isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and low <= value <= high:
        return
    raise InputError(f"The {name} is {value!r}; it must be a number from {low:g} to {high:g}.")
