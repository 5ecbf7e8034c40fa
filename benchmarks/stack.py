"""Several pictures at once: what the benchmarks call to draw what they judge.

Each picture has a prompt and a generator of its own, so it is the one that is drawn alone, also where a scheduler adds
noise.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from viper_core.sampling import SamplingOptions, sample

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.backends import Backend
    from viper_core.preferences import Preferences


def draw_stack(
    backend: Backend,
    prompts: Sequence[str],
    seeds: Sequence[int],
    preferences: Preferences | None,
    options: SamplingOptions,
) -> tuple[Image, ...]:
    """The finished picture of every prompt and seed, all with the same preferences and options."""
    *_, last = sample(backend, prompts, preferences, options, seeds=seeds)
    return tuple(backend.decode(last.latents[i : i + 1]) for i in range(len(prompts)))
