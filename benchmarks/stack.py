"""Several pictures at once through the same sampling loop.

``viper_core.sampling`` draws one picture at a time. Pictures that share preferences and options and differ in prompt
and seed can be stacked: a backend that answers with B embeddings for every text and B latents for every run makes the
loop, its guidance untouched, denoise them all in one call of the denoiser a step. A scheduler that adds noise of its
own (the bundled model's does not) gives other, equally valid pictures than one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from viper_core.backends import Backend, Conditioning, Run
from viper_core.errors import InputError
from viper_core.sampling import SamplingOptions, sample

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

    from viper_core.preferences import Attribute, Preferences

ALL_PROMPTS = "all prompts of the stack"


class StackedBackend:
    """``backend`` for B pictures at once: ``ALL_PROMPTS`` means the prompt of each, every other text is shared.

    Families with a pooled vector (SDXL) are refused: their further inputs are made for one picture.
    """

    def __init__(self, backend: Backend, prompts: Sequence[str], seeds: Sequence[int]) -> None:
        self._backend, self._prompts, self._seeds = backend, tuple(prompts), tuple(seeds)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def encode(self, text: str) -> Conditioning:
        """``(B, L, D)``: each prompt's own embedding, or B times that of another text."""
        import torch

        if text != ALL_PROMPTS:
            return self._repeated(self._backend.encode(text))
        return Conditioning(torch.cat([_plain(self._backend.encode(prompt)) for prompt in self._prompts]))

    def encode_attributes(self, attributes: Sequence[Attribute]) -> Conditioning:
        """B times the embedding of the list."""
        return self._repeated(self._backend.encode_attributes(attributes))

    def encode_negative(self, text: str) -> Conditioning:
        """B times the unconditional side."""
        return self._repeated(self._backend.encode_negative(text))

    def start(self, options: SamplingOptions) -> Run:
        """One run whose latents ``(B, C, h, w)`` are the initial noise of every seed."""
        import torch

        runs = [self._backend.start(replace(options, seed=seed)) for seed in self._seeds]
        return replace(runs[0], latents=torch.cat([run.latents for run in runs]))

    def _repeated(self, conditioning: Conditioning) -> Conditioning:
        return Conditioning(_plain(conditioning).expand(len(self._seeds), -1, -1))


def draw_stack(
    backend: Backend,
    prompts: Sequence[str],
    seeds: Sequence[int],
    preferences: Preferences | None,
    options: SamplingOptions,
) -> tuple[Image, ...]:
    """The finished picture of every prompt and seed, all with the same preferences and options."""
    if len(prompts) == 1:
        *_, last = sample(backend, prompts[0], preferences, replace(options, seed=seeds[0]))
    else:
        stacked: Any = StackedBackend(backend, prompts, seeds)
        *_, last = sample(stacked, ALL_PROMPTS, preferences, options)
    return tuple(backend.decode(last.latents[i : i + 1]) for i in range(len(prompts)))


def _plain(conditioning: Conditioning) -> Tensor:
    if conditioning.pooled is not None:
        raise InputError("Pictures of this model cannot be stacked. Use --batch 1.")
    return conditioning.embeds
