"""Drawing with a lent GPU, on a package ``spaces`` that does what the real one does to arguments and results.

The real one runs the function in a fork of the app; here it runs in the same process, and everything that goes in or
comes out is written and read as between processes, and the model may be touched in between only.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from multiprocessing.reduction import ForkingPickler
from types import ModuleType
from typing import Any

import pytest
import torch
from PIL import Image

from tests.small_studio import TASTE
from tests.tiny import MINI_SIDE, tiny_backend, tiny_mini, tiny_refined_backend
from viper_core.errors import Cancelled, InputError, NotEnoughMemory
from viper_core.generated import GeneratedImage, Recipe
from viper_core.reference import Reference
from viper_core.registry import MODELS
from viper_core.sampling import SamplingOptions, SamplingStep
from viper_core.studio import Studio
from viper_core.zero_gpu import LentBackend, is_zero_gpu, lend, seconds_needed

OPTIONS = SamplingOptions(num_inference_steps=4, guidance_scale=3.0, height=MINI_SIDE, width=MINI_SIDE, beta=0.85)


def handed_over(value: Any) -> Any:
    """The value as it comes out of a queue between processes."""
    return ForkingPickler.loads(ForkingPickler.dumps(value))


class Spaces(ModuleType):
    """The package: who is lent a GPU, for how long, and which generator was closed early."""

    def __init__(self) -> None:
        super().__init__("spaces")
        self.is_lent = False
        self.durations: list[int] = []
        self.stopped = 0
        self.running: list[Iterator[Any]] = []  # held, as the real one holds its queues: only closing ends them

    def GPU(self, *, duration: Callable[..., int]) -> Callable[[Callable[..., Iterator[Any]]], Any]:
        def decorate(task: Callable[..., Iterator[Any]]) -> Any:
            def run(*given: Any) -> Iterator[Any]:
                self.durations.append(duration(*given))
                running = task(*handed_over(given))
                while True:
                    self.is_lent = True
                    try:
                        item = next(running)
                    except StopIteration:
                        return
                    except Exception as error:
                        raise RuntimeError(type(error).__name__) from None  # all that the real one tells
                    finally:
                        self.is_lent = False
                    try:
                        yield handed_over(item)
                    except GeneratorExit:
                        self.stopped += 1
                        running.close()
                        raise

            def begin(*given: Any) -> Iterator[Any]:
                self.running.append(run(*given))
                return self.running[-1]

            return begin

        return decorate


@pytest.fixture
def spaces(monkeypatch: pytest.MonkeyPatch) -> Spaces:
    package = Spaces()
    monkeypatch.setitem(sys.modules, "spaces", package)
    monkeypatch.setenv("SPACES_ZERO_GPU", "true")
    return package


def guarded(backend: Any, spaces: Spaces) -> Any:
    """The model with parts that only compute while a GPU is lent."""

    def check(*_: Any) -> None:
        assert spaces.is_lent, "the model was asked to compute without a GPU"

    base = getattr(backend, "_base", backend)
    for part in (base.pipeline.unet, base.pipeline.vae.decoder, base.pipeline.text_encoder):
        part.register_forward_pre_hook(check)
    return backend


@pytest.fixture
def lent(spaces: Spaces) -> LentBackend:
    return lend(lambda: guarded(tiny_backend(tiny_mini), spaces))


@pytest.fixture
def studio(tmp_path: Any, spaces: Spaces, monkeypatch: pytest.MonkeyPatch) -> Studio:
    backend = guarded(tiny_backend(tiny_mini), spaces)
    monkeypatch.setattr("viper_core.registry.load_backend", lambda name, **_: backend)
    studio = Studio(data_dir=tmp_path / "store")
    studio.load_here()
    return studio


@pytest.mark.parametrize("started", [False, True])
def test_a_lent_picture_is_the_one_that_is_drawn_here(
    studio: Studio, monkeypatch: pytest.MonkeyPatch, started: bool
) -> None:
    start = Reference(Image.linear_gradient("L").convert("RGB"), 0.7) if started else None
    *steps, made = studio.generate("a house", TASTE, OPTIONS, reference=start)
    assert isinstance(made, GeneratedImage)
    monkeypatch.delenv("SPACES_ZERO_GPU")
    monkeypatch.setattr("viper_core.registry.load_backend", lambda name, **_: tiny_backend(tiny_mini))
    here = Studio(data_dir=studio._store._folder)
    *expected_steps, expected = here.generate("a house", TASTE, OPTIONS, reference=start)
    assert isinstance(expected, GeneratedImage)
    assert made.image.tobytes() == expected.image.tobytes()
    for step, other in zip(steps, expected_steps, strict=True):
        assert isinstance(step, SamplingStep) and isinstance(other, SamplingStep)
        assert (step.index, step.total) == (other.index, other.total)
        assert studio.preview(step).tobytes() == here.preview(other).tobytes()


def test_a_model_is_placed_in_the_thread_that_serves_the_page(studio: Studio) -> None:
    assert studio.model_status().state == "ready"


def test_what_a_model_knows_needs_no_gpu(studio: Studio) -> None:
    assert studio.text_windows(TASTE) == {"liked": 1, "disliked": 1}
    assert studio.familiarity is not None


def test_a_refined_model_is_lent_with_both_of_its_halves(spaces: Spaces) -> None:
    lent = lend(lambda: guarded(tiny_refined_backend(), spaces))
    options = replace(OPTIONS, height=32, width=32, num_inference_steps=5)
    *steps, picture = lent.draw(Recipe("a house", TASTE, options), lambda: False)
    assert len(steps) == 5 and picture.size == (32, 32)
    assert lent.preview(steps[0].predicted).size == (32, 32)


def test_a_gpu_is_asked_for_as_long_as_the_drawing_may_take(lent: LentBackend, spaces: Spaces) -> None:
    recipe = Recipe("a house", TASTE, OPTIONS)
    list(lent.draw(recipe, lambda: False))
    assert spaces.durations == [seconds_needed(recipe)]
    sdxl = MODELS["sdxl"].defaults
    plain, personal = (Recipe("", TASTE, replace(sdxl, beta=beta)) for beta in (0.0, 0.85))
    fewer = replace(personal, options=replace(personal.options, num_inference_steps=8))
    started = replace(personal, reference=Reference(Image.new("RGB", (8, 8)), 0.2))
    assert seconds_needed(started) < seconds_needed(plain) < seconds_needed(personal) <= 60
    assert seconds_needed(fewer) < seconds_needed(plain)
    assert seconds_needed(replace(personal, preferences=None)) == seconds_needed(plain)


def test_a_drawing_that_is_stopped_gives_its_gpu_back_within_a_step(studio: Studio, spaces: Spaces) -> None:
    asked = False
    job = studio.generate("a house", TASTE, OPTIONS, is_cancelled=lambda: asked)
    next(job)
    asked = True
    with pytest.raises(Cancelled):
        next(job)
    assert spaces.stopped == 1 and studio.jobs == 0
    job = studio.generate("a house", TASTE, OPTIONS)
    next(job)
    job.close()  # type: ignore[attr-defined]
    assert spaces.stopped == 2 and studio.jobs == 0
    *_, made = studio.generate("a house", TASTE, OPTIONS)
    assert isinstance(made, GeneratedImage)


def test_a_failure_that_a_person_can_mend_arrives_with_its_words(lent: LentBackend) -> None:
    with pytest.raises(InputError, match=r"draws multiples of 16"):
        list(lent.draw(Recipe("a house", None, replace(OPTIONS, width=136)), lambda: False))


def test_memory_that_runs_out_there_offers_a_smaller_picture_here(
    studio: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    def run_out(*_: Any) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory")

    backend = studio._loader.backend
    assert isinstance(backend, LentBackend)
    monkeypatch.setattr(backend._backend, "decode", run_out)
    with pytest.raises(NotEnoughMemory, match="Try 64 × 64"):
        list(studio.generate("a house", None, replace(OPTIONS, height=128, width=128)))
    assert studio.jobs == 0


def test_a_bug_stays_a_bug(lent: LentBackend, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise KeyError("a name")

    monkeypatch.setattr(lent._backend, "decode", fail)
    with pytest.raises(RuntimeError, match="KeyError"):
        list(lent.draw(Recipe("a house", None, OPTIONS), lambda: False))


@pytest.mark.parametrize(("value", "expected"), [("true", True), ("1", True), ("0", False), ("", False), (None, False)])
def test_zero_gpu_is_told_from_the_variable_that_the_package_reads(
    value: str | None, expected: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SPACES_ZERO_GPU", raising=False)
    if value is not None:
        monkeypatch.setenv("SPACES_ZERO_GPU", value)
    assert is_zero_gpu() is expected
