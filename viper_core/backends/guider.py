"""The equations as a guider for diffusers' modular pipelines; experimental, as guiders themselves are.

    ε̄ = ε_∅ + w (ε_c − ε_∅),   ε_c = ε_θ(x_t, t, p) + β (ε_θ(x_t, t, VP+) − ε_θ(x_t, t, VP−))

A modular pipeline asks its guider which conditions to evaluate and how to combine what comes of them. So any model
that has one with a guider can be drawn with to a taste, newer transformers too, without a backend of ours: their
predictions (ε, v, a flow's velocity) are combined with coefficients that sum to one, as ``guidance`` says. What a
guider cannot give: windows, weights, previews, one batched call (it evaluates conditions one after the other, four in
place of two) and a seed's meaning across devices, which stay the pipeline's own.

VP+ and VP− are what the pipeline's own text encoder makes of the two attribute lists, under the names by which it hands
texts to its guider. Where an embedding has one shape for every text (CLIP's), the prompt is moved too, p = E(p) +
β (E(VP+) − E(VP−)); where it is as long as its text, ``shifts_prompt=False`` leaves p = E(p) and ε_vp does the work.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from viper_core.errors import InputError
from viper_core.guidance import (
    classifier_free_guidance,
    personalize_embedding,
    personalize_noise,
    rescale_guidance,
)

if TYPE_CHECKING:
    from torch import Tensor

__all__ = ["Texts", "personalized_guidance"]

Texts = Mapping[str, "Tensor | Sequence[Tensor]"]  # a guider's name for a text input: its embedding, (1, …) or a list


def personalized_guidance(
    *,
    guidance_scale: float,
    beta: float,
    liked: Texts | None = None,
    disliked: Texts | None = None,
    guidance_rescale: float = 0.0,
    shifts_prompt: bool = True,
) -> Any:
    """A ``BaseGuidance`` for ``pipeline.update_components(guider=…)``.

    Args:
        guidance_scale: w; at 1 the picture follows the prompt alone.
        beta: β; at 0, or with neither side, it is the stock ``ClassifierFreeGuidance``, at its cost.
        liked, disliked: E(VP+) and E(VP−) under the guider's names, for example ``{"prompt_embeds": …,
            "text_embeds": …}`` for SDXL, ``{"encoder_hidden_states": …, "text_embeds": …}`` for Stable Diffusion 3,
            ``{"cap_feats": [ … ]}`` for Z-Image. None stands for the empty text: ε_∅, and in the embedding nothing.
        guidance_rescale: φ of Lin et al. 2023.
        shifts_prompt: whether the prompt's embedding is moved too; only where all texts have one shape.

    Raises:
        InputError: from the first step on, where a text of the taste has a name or shape that the pipeline does not.
    """
    guider = _guider_class()(
        guidance_scale=guidance_scale, beta=beta, guidance_rescale=guidance_rescale, shifts_prompt=shifts_prompt
    )
    guider.liked, guider.disliked = liked, disliked
    return guider


@cache
def _guider_class() -> Any:
    from diffusers.configuration_utils import register_to_config
    from diffusers.guiders.guider_utils import BaseGuidance, GuiderOutput

    class PersonalizedGuidance(BaseGuidance):  # type: ignore[misc]
        """See ``personalized_guidance``; a taste is set on it and is no part of its configuration."""

        _input_predictions = ["pred_cond", "pred_uncond", "pred_liked", "pred_disliked"]  # noqa: RUF012

        @register_to_config  # type: ignore[untyped-decorator]
        def __init__(
            self,
            guidance_scale: float = 7.5,
            beta: float = 0.0,
            guidance_rescale: float = 0.0,
            shifts_prompt: bool = True,
            start: float = 0.0,
            stop: float = 1.0,
            enabled: bool = True,
        ) -> None:
            super().__init__(start, stop, enabled)
            self.guidance_scale, self.beta, self.guidance_rescale = guidance_scale, beta, guidance_rescale
            self.shifts_prompt = shifts_prompt
            self.liked: Texts | None = None
            self.disliked: Texts | None = None

        @property
        def is_personal(self) -> bool:
            """Whether a taste acts."""
            return self._enabled and self.beta > 0 and (self.liked is not None or self.disliked is not None)

        @property
        def is_conditional(self) -> bool:
            """Whether the prediction under way is of anything but the empty text."""
            return bool(self._predictions[self._count_prepared - 1] != "pred_uncond")

        @property
        def num_conditions(self) -> int:
            """Evaluations a step."""
            return len(self._predictions)

        @property
        def _predictions(self) -> list[str]:
            """What is evaluated; a side that is empty is ε_∅, which is not computed twice."""
            named = {"pred_liked": self.liked, "pred_disliked": self.disliked} if self.is_personal else {}
            guides = self._enabled and self.guidance_scale != 1
            needs_uncond = guides or any(side is None for side in named.values())
            sides = [name for name, side in named.items() if side is not None]
            return ["pred_cond", *(["pred_uncond"] if needs_uncond else []), *sides]

        def prepare_inputs(self, data: dict[str, Any]) -> list[Any]:
            """One set of inputs for each condition, from pairs of conditional and unconditional ones."""
            return [
                self._told(self._prepare_batch(data, int(name == "pred_uncond"), name), name)
                for name in self._predictions
            ]

        def prepare_inputs_from_block_state(self, data: Any, input_fields: dict[str, Any]) -> list[Any]:
            """The same for pipelines that hand over their state."""
            return [
                self._told(
                    self._prepare_batch_from_block_state(input_fields, data, int(name == "pred_uncond"), name), name
                )
                for name in self._predictions
            ]

        def forward(
            self,
            pred_cond: Tensor,
            pred_uncond: Tensor | None = None,
            pred_liked: Tensor | None = None,
            pred_disliked: Tensor | None = None,
        ) -> Any:
            """The guided prediction."""
            pred = pred_cond
            if self.is_personal:
                eps_liked = pred_uncond if pred_liked is None else pred_liked
                eps_disliked = pred_uncond if pred_disliked is None else pred_disliked
                assert eps_liked is not None and eps_disliked is not None
                pred = personalize_noise(pred_cond, eps_liked, eps_disliked, beta=self.beta)
            if self._enabled and self.guidance_scale != 1 and pred_uncond is not None:
                pred = classifier_free_guidance(pred, pred_uncond, guidance_scale=self.guidance_scale)
                if self.guidance_rescale > 0:
                    pred = rescale_guidance(pred, pred_cond, rescale=self.guidance_rescale)
            return GuiderOutput(pred=pred, pred_cond=pred_cond, pred_uncond=pred_uncond)

        def _told(self, batch: Any, prediction: str) -> Any:
            """The inputs of one condition with the taste's texts in them."""
            sides = {"pred_liked": self.liked, "pred_disliked": self.disliked}
            if prediction in sides:
                for name, value in (sides[prediction] or {}).items():
                    setattr(batch, name, _like(name, value, _input(batch, name)))
            elif prediction == "pred_cond" and self.is_personal and self.shifts_prompt:
                for name in {**(self.liked or {}), **(self.disliked or {})}:
                    setattr(batch, name, self._shifted(name, _input(batch, name)))
            return batch

        def _shifted(self, name: str, prompt: Any) -> Any:
            if self.liked is None or self.disliked is None:
                raise InputError(
                    f"A guider that moves the prompt needs both sides of a taste in {name}: for an empty one give what "
                    "the pipeline makes of an empty text, or set shifts_prompt=False."
                )
            sides = (_like(name, side[name], prompt) for side in (self.liked, self.disliked))
            return _each(name, lambda *given: personalize_embedding(*given, beta=self.beta), prompt, *sides)

    return PersonalizedGuidance


def _input(batch: Any, name: str) -> Any:
    value = getattr(batch, name, None)
    if value is None:
        raise InputError(f"This pipeline hands no {name!r} to its guider; name the texts of a taste as it does.")
    return value


def _like(name: str, value: Any, prompt: Any) -> Any:
    """A text of the taste for as many pictures as the prompt's, where and in what precision that is."""
    if isinstance(prompt, list):
        many = list(value) * len(prompt) if len(value) == 1 else list(value)
        return [one.to(given) for one, given in zip(many, prompt, strict=True)]
    if value.ndim != prompt.ndim or value.shape[-1] != prompt.shape[-1]:
        raise InputError(f"{name} of the taste is {tuple(value.shape)}, that of the prompt {tuple(prompt.shape)}.")
    return value.to(prompt).expand(len(prompt), *value.shape[1:])


def _each(name: str, function: Any, *values: Any) -> Any:
    """``function`` of tensors that have one shape, or of lists of such."""
    if isinstance(values[0], list):
        return [_each(name, function, *row) for row in zip(*values, strict=True)]
    if len({tuple(value.shape) for value in values}) > 1:
        shapes = ", ".join(str(tuple(value.shape)) for value in values)
        raise InputError(
            f"{name} has another shape for each text ({shapes}), so a prompt cannot be moved. Set shifts_prompt=False."
        )
    return function(*values)
