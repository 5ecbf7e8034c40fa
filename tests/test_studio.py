from __future__ import annotations

import gc
import io
import subprocess
import sys
import threading
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from tests.small_studio import TASTE, Watched
from tests.tree import ROOT
from viper_core.errors import (
    Cancelled,
    FormatError,
    InputError,
    ModelUnavailable,
    NotEnoughMemory,
    NothingExtracted,
    PictureError,
    UnknownName,
)
from viper_core.exhaustion import not_enough_for
from viper_core.preferences import Attribute, Comment, Preferences
from viper_core.sampling import SamplingOptions
from viper_core.studio import (
    COMMENT_LENGTH,
    Add,
    ComparisonProgress,
    Flip,
    GeneratedImage,
    ModelStatus,
    Remove,
    Rename,
    SetEnabled,
    SetWeight,
    Studio,
)

WAIT = 60.0  # seconds after which a test that waits for a thread has failed
STEPS = 4


def options(studio: Studio, **overrides: Any) -> Any:
    return studio.default_options(**{"num_inference_steps": STEPS, "height": 64, "width": 64, **overrides})


def drawn(items: Iterator[Any]) -> GeneratedImage:
    *_, last = items
    assert isinstance(last, GeneratedImage)
    return last


def photo(size: tuple[int, int] = (40, 30), kind: str = "PNG", **save: Any) -> bytes:
    out = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(out, kind, **save)
    return out.getvalue()


# -- loading -----------------------------------------------------------------------------------------------------------


def test_importing_and_constructing_load_no_model_library(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; import viper_core.studio as s\n"
        f"studio = s.Studio(data_dir=Path({str(tmp_path)!r}) / 'store')\n"
        "visitor = studio.new_visitor(); studio.save_comment(visitor, 'board-01', 'words'); studio.visitor(visitor)\n"
        "studio.default_options(seed=1)\n"
        "print(sorted({'torch', 'diffusers', 'transformers', 'gradio', 'numpy'} & set(sys.modules)))"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_who_only_draws_leaves_no_file_behind(studio: Studio, tmp_path: Path) -> None:
    drawn(studio.generate("a house", None, options(studio)))
    assert not (tmp_path / "store").exists()


def test_an_unknown_model_is_refused_at_once_with_the_valid_names() -> None:
    with pytest.raises(UnknownName, match=r"'viper-mimi'.*viper-mini"):
        Studio(model="viper-mimi")


class Gate:
    """A loader that waits until it is told how to end."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.outcomes: list[Any] = []
        self.go = threading.Semaphore(0)

    def __call__(self, name: str, *, device: str | None, on_progress: Callable[[str], None]) -> Any:
        self.report = on_progress
        self.asked.release()
        assert self.go.acquire(timeout=WAIT)
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    def end_with(self, outcome: Any) -> None:
        self.outcomes.append(outcome)
        self.go.release()


@pytest.fixture
def gate(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()
    monkeypatch.setattr("viper_core.registry.load_backend", gate)
    return gate


class Background:
    """A job in a thread of its own; ``result`` is what it returned or raised."""

    def __init__(self, work: Callable[[], Any]) -> None:
        self.result: Any = None
        self._work = work
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def _run(self) -> None:
        try:
            self.result = self._work()
        except BaseException as error:
            self.result = error

    def wait(self) -> Any:
        self._thread.join(WAIT)
        assert not self._thread.is_alive()
        return self.result

    def is_still_running_after(self, seconds: float) -> bool:
        self._thread.join(seconds)
        return self._thread.is_alive()


def test_loading_happens_behind_and_says_where_it_stands(studio: Studio, gate: Gate, backend: Watched) -> None:
    assert studio.model_status().state == "idle"
    studio.start_loading()
    studio.start_loading()
    assert studio.model_status().state == "loading"
    assert "viper-mini is being loaded" in studio.model_status().message
    job = Background(lambda: drawn(studio.generate("a house", None, options(studio))))
    assert job.is_still_running_after(0.2)
    gate.end_with(backend)
    assert isinstance(job.wait(), GeneratedImage)
    assert studio.model_status().state == "ready"
    studio.start_loading()
    assert gate.asked.acquire(blocking=False)
    assert not gate.asked.acquire(blocking=False), "the model was loaded once"


def test_a_download_says_how_far_it_has_come(studio: Studio, gate: Gate, backend: Watched) -> None:
    studio.start_loading()
    assert gate.asked.acquire(timeout=WAIT)
    gate.report("the model is being fetched: 40 % of 2.75 GB")
    assert studio.model_status() == ModelStatus("loading", "viper-mini", "the model is being fetched: 40 % of 2.75 GB")
    job = Background(lambda: drawn(studio.generate("a house", None, options(studio))))
    gate.end_with(backend)
    job.wait()
    assert studio.model_status().message == "viper-mini is ready."


def test_a_failed_load_keeps_nothing_of_the_model_in_memory(studio: Studio, gate: Gate) -> None:
    class Half:
        """Half a model."""

    held: list[Any] = []

    def fail() -> None:
        half = Half()
        held.append(weakref.ref(half))
        raise RuntimeError("of its file")

    try:
        try:
            fail()
        except RuntimeError as error:
            raise ModelUnavailable("The file is damaged.") from error
    except ModelUnavailable as error:
        failure = error
    gate.outcomes.append(failure)
    del failure
    studio.start_loading()
    gate.go.release()
    with pytest.raises(ModelUnavailable, match="The file is damaged"):
        drawn(studio.generate("a house", None, options(studio)))
    gc.collect()
    assert held[0]() is None


def test_drawing_begins_the_loading_that_nobody_asked_for(studio: Studio) -> None:
    assert drawn(studio.generate("a house", None, options(studio))).model == "viper-mini"


def test_who_waits_for_the_model_can_give_up(studio: Studio, gate: Gate) -> None:
    stop = threading.Event()
    job = Background(lambda: drawn(studio.generate("a house", None, options(studio), is_cancelled=stop.is_set)))
    assert job.is_still_running_after(0.1)
    stop.set()
    assert isinstance(job.wait(), Cancelled)
    gate.end_with(RuntimeError("too late to matter"))


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (
            ModelUnavailable("unet/weights.safetensors is missing: fetch it again."),
            "unet/weights.safetensors is missing",
        ),
        (RuntimeError("out of\nmemory"), "could not be loaded: out of memory"),
        (KeyError(), "could not be loaded: KeyError"),
    ],
)
def test_a_failed_model_says_so_every_time_and_can_be_loaded_again(
    studio: Studio, gate: Gate, backend: Watched, failure: Exception, words: str
) -> None:
    studio.start_loading()
    gate.end_with(failure)
    for _ in range(2):
        with pytest.raises(ModelUnavailable, match=words):
            drawn(studio.generate("a house", None, options(studio)))
        assert studio.model_status().state == "failed"
        assert words in studio.model_status().message
    studio.start_loading()
    gate.end_with(backend)
    drawn(studio.generate("a house", None, options(studio)))
    assert studio.model_status().state == "ready"


# -- drawing -----------------------------------------------------------------------------------------------------------


OUT_OF_MEMORY: dict[str, Callable[[], Exception]] = {
    "cuda": lambda: torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 9 GB"),
    "mps": lambda: RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
    "cpu": lambda: RuntimeError("[enforce fail at alloc_cpu.cpp] DefaultCPUAllocator: can't allocate memory"),
    "python": MemoryError,
}


@pytest.mark.parametrize("kind", OUT_OF_MEMORY)
@pytest.mark.parametrize("place", ["predict_noise", "decode"])
def test_a_picture_that_does_not_fit_offers_a_smaller_one_and_the_next_job_works(
    studio: Studio, backend: Watched, kind: str, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Any] = []

    def run_out(*_: object) -> None:
        activations = torch.zeros(8)
        held.append(weakref.ref(activations))
        raise OUT_OF_MEMORY[kind]()

    real = getattr(backend, place)
    monkeypatch.setattr(backend, place, run_out, raising=False)
    wanted = options(studio, beta=0.85, height=128, width=128)
    with pytest.raises(NotEnoughMemory) as caught:
        drawn(studio.generate("a house", TASTE, wanted))
    said = str(caught.value)
    assert f"ran out of memory at {wanted.width} × {wanted.height} pixels" in said and "Try 64 × 64, or β 0" in said
    assert caught.value.__cause__ is None and caught.value.__context__ is None
    assert held and held[0]() is None, "what was computed is free again"
    assert studio.jobs == 0
    monkeypatch.setattr(backend, place, real)
    assert drawn(studio.generate("a house", TASTE, wanted)).image.size == (wanted.width, wanted.height)


def test_other_failures_of_the_libraries_stay_what_they_are(
    studio: Studio, backend: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("mat1 and mat2 shapes cannot be multiplied")

    monkeypatch.setattr(backend, "decode", fail, raising=False)
    with pytest.raises(RuntimeError, match="mat1 and mat2"):
        drawn(studio.generate("a house", None, options(studio)))


@pytest.mark.parametrize(
    ("size", "beta", "says"),
    [
        ((1024, 1024), 0.85, "Try 768 × 768, or β 0, which needs half as much."),
        ((1344, 768), 0.0, "Try 576 × 960."),
        ((64, 64), 0.0, "Close what else runs."),
    ],
)
def test_the_smaller_size_keeps_the_shape_and_is_one_that_models_draw(size: Any, beta: float, says: str) -> None:
    wanted = SamplingOptions(num_inference_steps=1, guidance_scale=3, height=size[0], width=size[1], beta=beta)
    assert str(not_enough_for("sdxl", wanted)).endswith(says)


def test_a_picture_comes_after_all_its_steps_with_everything_that_made_it(studio: Studio) -> None:
    wanted = options(studio, beta=0.85, seed=3)
    *steps, made = studio.generate("  a house  ", TASTE, wanted)
    assert [(step.index, step.total) for step in steps] == [(index, STEPS) for index in range(STEPS)]
    assert isinstance(made, GeneratedImage)
    assert (made.prompt, made.options, made.preferences, made.model) == ("a house", wanted, TASTE, "viper-mini")
    assert made.image.size == (64, 64)
    assert made.seconds > 0
    assert studio.preview(steps[0]).size == (64, 64)


def test_the_same_settings_give_the_same_picture_and_another_seed_another(studio: Studio) -> None:
    first, again, other = (
        drawn(studio.generate("a house", TASTE, options(studio, beta=0.5, seed=seed))).image.tobytes()
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


@pytest.mark.parametrize("prompt", ["", "  \n ", "x" * 2001, "half \ud83d of a sign"])
def test_a_prompt_that_cannot_be_used_is_refused_before_anything_runs(
    studio: Studio, backend: Watched, prompt: str
) -> None:
    for ask in (
        lambda: studio.generate(prompt, None, options(studio)),
        lambda: studio.compare(prompt, None, [0.0], options(studio)),
    ):
        with pytest.raises(InputError, match="prompt"):
            ask()
    assert studio.model_status().state == "idle"


@pytest.mark.parametrize("beta", [1.01, -0.1, float("nan"), float("inf"), "0.5", None, True])
def test_a_degree_outside_of_0_to_1_is_refused(studio: Studio, beta: Any) -> None:
    with pytest.raises(InputError, match="β"):
        studio.compare("a house", TASTE, [beta], options(studio))


def test_a_comparison_draws_the_same_scene_at_every_degree_one_by_one(studio: Studio) -> None:
    betas = [0.5, 0.0, 1.0]
    items = list(studio.compare("a house", TASTE, betas, options(studio, seed=9)))
    expected = []
    for index, beta in enumerate(betas):
        expected += [("step", index, len(betas), beta, step) for step in range(STEPS)] + [("picture", beta, 9)]
    assert [
        ("step", item.index, item.total, item.beta, item.step.index)
        if isinstance(item, ComparisonProgress)
        else ("picture", item.options.beta, item.options.seed)
        for item in items
    ] == expected
    for picture in (item for item in items if isinstance(item, GeneratedImage)):
        alone = drawn(studio.generate("a house", TASTE, picture.options))
        assert alone.image.tobytes() == picture.image.tobytes()


@pytest.mark.parametrize("betas", [[], [0.5] * 22])
def test_a_comparison_of_nothing_or_too_much_is_refused(studio: Studio, betas: list[float]) -> None:
    with pytest.raises(InputError, match="comparison takes"):
        studio.compare("a house", TASTE, betas, options(studio))


def test_default_options_are_the_models_and_unknown_ones_are_named(studio: Studio) -> None:
    assert studio.default_options().height == 256
    assert studio.default_options(seed=None, beta=0.5).beta == 0.5
    with pytest.raises(UnknownName, match=r"option 'sed'.*'seed'"):
        studio.default_options(sed=1)
    with pytest.raises(InputError, match="steps"):
        studio.default_options(num_inference_steps=0)


# -- one at a time -----------------------------------------------------------------------------------------------------


def test_a_second_job_waits_until_the_first_has_really_ended(studio: Studio, backend: Watched) -> None:
    first = studio.generate("a house", None, options(studio))
    next(first)
    second = Background(lambda: drawn(studio.generate("a boat", None, options(studio))))
    assert second.is_still_running_after(0.3)
    assert (studio.jobs, backend.evaluations) == (2, 1)
    drawn(first)
    assert isinstance(second.wait(), GeneratedImage)
    assert (studio.jobs, backend.evaluations) == (0, 2 * STEPS)


def close(job: Iterator[Any], stop: threading.Event) -> None:
    job.close()  # type: ignore[attr-defined]


def cancel(job: Iterator[Any], stop: threading.Event) -> None:
    stop.set()
    with pytest.raises(Cancelled):
        next(job)


def throw(job: Iterator[Any], stop: threading.Event) -> None:
    with pytest.raises(ZeroDivisionError):
        job.throw(ZeroDivisionError)  # type: ignore[attr-defined]


@pytest.mark.parametrize("end", [close, cancel, throw])
@pytest.mark.parametrize("kind", ["generate", "compare"])
@pytest.mark.parametrize("after", [1, STEPS])
def test_however_a_job_ends_it_computes_nothing_more_and_the_next_begins(
    studio: Studio,
    backend: Watched,
    kind: str,
    after: int,
    end: Callable[[Iterator[Any], threading.Event], None],
) -> None:
    stop = threading.Event()
    job: Iterator[Any]
    if kind == "generate":
        job = studio.generate("a house", TASTE, options(studio), is_cancelled=stop.is_set)
    else:
        job = studio.compare("a house", TASTE, [0.0, 1.0], options(studio), is_cancelled=stop.is_set)
    for _ in range(after):
        next(job)
    waiting = Background(lambda: drawn(studio.generate("a boat", None, options(studio))))
    assert waiting.is_still_running_after(0.05)
    end(job, stop)
    assert isinstance(waiting.wait(), GeneratedImage)
    assert backend.evaluations == after + STEPS
    assert studio.jobs == 0


def test_a_job_that_is_dropped_without_a_word_lets_the_next_begin(studio: Studio) -> None:
    job = studio.generate("a house", None, options(studio))
    next(job)
    del job
    drawn(studio.generate("a boat", None, options(studio)))


def test_a_job_that_never_began_is_in_nobodys_way(studio: Studio) -> None:
    _kept = studio.generate("a house", None, options(studio))
    drawn(studio.generate("a boat", None, options(studio)))


def test_a_failing_denoiser_lets_the_next_job_begin(
    studio: Studio, backend: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(backend, "step", lambda *_: 1 / 0, raising=False)
        with pytest.raises(ZeroDivisionError):
            drawn(studio.generate("a house", None, options(studio)))
    drawn(studio.generate("a house", None, options(studio)))


def test_who_waits_for_a_turn_can_give_up_and_the_one_behind_moves_up(studio: Studio, backend: Watched) -> None:
    stop = threading.Event()
    first = studio.generate("a house", None, options(studio))
    next(first)
    second = Background(lambda: drawn(studio.generate("a boat", None, options(studio), is_cancelled=stop.is_set)))
    while studio.jobs < 2:
        assert second.is_still_running_after(0.01)
    third = Background(lambda: drawn(studio.generate("a cat", None, options(studio))))
    while studio.jobs < 3:
        assert third.is_still_running_after(0.01)
    stop.set()
    assert isinstance(second.wait(), Cancelled)
    assert studio.jobs == 2
    drawn(first)
    assert third.wait().prompt == "a cat"
    assert backend.evaluations == 2 * STEPS


def test_turns_come_in_the_order_in_which_they_were_asked_for(studio: Studio) -> None:
    order: list[int] = []
    first = studio.generate("a house", None, options(studio))
    next(first)

    def job(number: int) -> Callable[[], None]:
        def work() -> None:
            for item in studio.generate(f"scene {number}", None, options(studio)):
                if not isinstance(item, GeneratedImage) and item.index == 0:
                    order.append(number)

        return work

    jobs = []
    for number in range(4):
        jobs.append(Background(job(number)))
        while studio.jobs < number + 2:
            assert jobs[-1].is_still_running_after(0.01)
    drawn(first)
    for one in jobs:
        assert one.wait() is None
    assert order == [0, 1, 2, 3]


def test_many_at_once_get_the_pictures_they_would_get_alone(studio: Studio, backend: Watched) -> None:
    """A job may be advanced from another thread at every step, as a web server's pool does."""
    settings = [(f"scene {seed}", options(studio, beta=0.2 * seed, seed=seed)) for seed in range(5)]
    alone = [drawn(studio.generate(prompt, TASTE, each)).image.tobytes() for prompt, each in settings]

    def hop(prompt: str, each: Any) -> bytes:
        job = iter(studio.generate(prompt, TASTE, each))
        while True:
            item = Background(lambda: next(job)).wait()
            if isinstance(item, BaseException):
                raise item
            if isinstance(item, GeneratedImage):
                return item.image.tobytes() if isinstance(Background(lambda: next(job)).wait(), StopIteration) else b""

    together = [Background(lambda one=one: hop(*one)) for one in settings]
    assert [one.wait() for one in together] == alone
    assert backend.most_at_once == 1


# -- visitors ----------------------------------------------------------------------------------------------------------


def test_a_visitors_state_survives_a_restart(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-02", "such warm light")
    own = studio.add_picture(visitor, photo(), name="IMG_1.png")
    studio.save_comment(visitor, own.id, "too grey")
    studio.edit(visitor, Add("liked", "warm light", "lighting"))
    state = studio.visitor(visitor)
    again = Studio(data_dir=tmp_path / "store")
    assert again.visitor(visitor) == state
    assert state.comments == {"board-02": "such warm light", own.id: "too grey"}
    assert [attribute.name for attribute in state.preferences.liked] == ["warm light"]
    assert state.own_pictures == (own,)
    assert state.can_undo


def test_the_boards_pictures_are_everybodys_and_own_ones_their_owners(studio: Studio) -> None:
    mine, theirs = studio.new_visitor(), studio.new_visitor()
    assert studio.board
    for seed in studio.board:
        shared = studio.picture(theirs, seed.id)
        assert (shared.id, shared.path, shared.alt, shared.own) == (seed.id, seed.file, seed.alt, False)
    own = studio.add_picture(mine, photo(), name="holiday.final.png")
    assert (own.own, own.title, own.alt) == (True, "holiday.final", "holiday.final")
    assert studio.picture(mine, own.id) == own
    for ask in (
        lambda: studio.picture(theirs, own.id),
        lambda: studio.save_comment(theirs, own.id, "words"),
        lambda: studio.remove_picture(theirs, own.id),
        lambda: studio.save_comment(mine, "board-99", "words"),
        lambda: studio.remove_picture(mine, "board-01"),
    ):
        with pytest.raises(UnknownName) as caught:
            ask()
        assert own.title not in str(caught.value)
    assert studio.visitor(theirs).own_pictures == ()
    assert studio.picture(mine, own.id) == own


def test_a_comment_that_is_too_long_or_no_text_is_refused_and_the_former_kept(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "y" * COMMENT_LENGTH)
    for text in ("x" * (COMMENT_LENGTH + 1), "half \ud83d of a sign"):
        with pytest.raises(InputError):
            studio.save_comment(visitor, "board-01", text)
    assert studio.visitor(visitor).comments == {"board-01": "y" * COMMENT_LENGTH}


def test_an_own_picture_is_kept_small_upright_and_without_metadata(studio: Studio) -> None:
    visitor = studio.new_visitor()
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010E] = "taken at home"
    own = studio.add_picture(visitor, photo((3000, 1000), "JPEG", exif=exif, comment=b"taken at home"), name="x")
    with Image.open(own.path) as kept:
        assert kept.size == (341, 1024)
        assert not kept.getexif()
        assert "comment" not in kept.info
    assert b"taken at home" not in own.path.read_bytes()


@pytest.mark.parametrize(
    "data", [b"", b"no picture", photo()[:60], photo((5001, 5001))], ids=["empty", "text", "cut", "large"]
)
def test_a_picture_that_cannot_be_used_is_refused_and_leaves_nothing(
    studio: Studio, tmp_path: Path, data: bytes
) -> None:
    visitor = studio.new_visitor()
    with pytest.raises(PictureError):
        studio.add_picture(visitor, data, name="x.png")
    assert studio.visitor(visitor).own_pictures == ()
    assert not list((tmp_path / "store" / "pictures").iterdir())


@pytest.mark.parametrize("name", ["../../etc/passwd", "<img src=x onerror=alert(1)>", "", "a\x00\x1b[31mb", "x" * 500])
def test_a_pictures_name_is_only_a_title(studio: Studio, tmp_path: Path, name: str) -> None:
    own = studio.add_picture(studio.new_visitor(), photo(), name=name)
    assert own.path.parent == tmp_path / "store" / "pictures"
    assert 0 < len(own.title) <= 80
    assert own.title.isprintable()


def test_forgetting_deletes_everything(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.new_visitor()
    studio.add_picture(visitor, photo(), name="x.png")
    studio.forget(visitor)
    with pytest.raises(UnknownName):
        studio.visitor(visitor)
    assert not list((tmp_path / "store" / "pictures").iterdir())


# -- preferences -------------------------------------------------------------------------------------------------------


def liked(preferences: Preferences) -> list[str]:
    return [attribute.name for attribute in preferences.liked]


def disliked(preferences: Preferences) -> list[str]:
    return [attribute.name for attribute in preferences.disliked]


def test_what_was_undone_can_be_redone(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    studio.undo(visitor)
    assert studio.visitor(visitor).can_redo
    assert studio.redo(visitor).find("fog") is not None
    assert not studio.visitor(visitor).can_redo


def test_a_profile_can_be_named_copied_and_left_for_another(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    studio.rename_profile(visitor, "Rainy days")
    studio.duplicate_profile(visitor)
    studio.duplicate_profile(visitor)
    studio.edit(visitor, Remove("fog"))
    state = studio.visitor(visitor)
    assert [(entry.name, entry.liked, entry.in_use) for entry in state.profiles] == [
        ("Rainy days", 1, False),
        ("Rainy days 2", 1, False),
        ("Rainy days 3", 0, True),
    ]
    studio.use_profile(visitor, state.profiles[0].id)
    assert studio.visitor(visitor).preferences.find("fog") is not None


def test_a_copy_remembers_what_was_removed(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    studio.edit(visitor, Remove("fog"))
    studio.duplicate_profile(visitor)
    assert studio.visitor(visitor).removed == {"fog"}


def test_another_taste_comes_as_a_profile_of_its_own(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    studio.add_profile(visitor, TASTE)
    studio.add_profile(visitor)
    state = studio.visitor(visitor)
    assert [entry.name for entry in state.profiles] == ["", "mine", "My taste 2"]
    assert state.preferences.is_empty


def test_a_blend_lies_between_two_profiles_and_stores_nothing(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "watercolor"))
    mine = studio.visitor(visitor).profiles[0].id
    other = studio.add_profile(visitor, TASTE)
    studio.use_profile(visitor, mine)
    before = studio.visitor(visitor)
    blend = studio.blend_profiles(visitor, other, 0.5)
    assert {one.name: one.weight for one in blend.liked} == {"watercolor": 1.0, "soft light": 0.5}
    assert {one.name: one.weight for one in blend.disliked} == {"pixel art": 0.75}
    assert studio.visitor(visitor) == before
    with pytest.raises(UnknownName):
        studio.blend_profiles(studio.new_visitor(), other, 0.5)


def test_a_deleted_profile_comes_back(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "fog"))
    studio.delete_profile(visitor, studio.visitor(visitor).profiles[0].id)
    state = studio.visitor(visitor)
    assert state.preferences.is_empty
    assert state.last_deleted is not None
    studio.restore_profile(visitor)
    assert studio.visitor(visitor).preferences.find("fog") is not None


def test_reading_that_was_stopped_changes_nothing(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love the watercolor")
    with pytest.raises(Cancelled):
        studio.extract(visitor, is_cancelled=lambda: True)
    assert studio.visitor(visitor).preferences.is_empty


def test_comments_are_read_into_the_profile_that_was_in_use_when_reading_began(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love the watercolor")

    def another_in_the_meantime() -> bool:
        if len(studio.visitor(visitor).profiles) == 1:
            studio.add_profile(visitor)
        return False

    studio.extract(visitor, is_cancelled=another_in_the_meantime)
    assert studio.visitor(visitor).preferences.is_empty
    assert [entry.liked for entry in studio.visitor(visitor).profiles] == [1, 0]


def test_every_edit_is_stored_and_can_be_undone_in_turn(studio: Studio) -> None:
    visitor = studio.new_visitor()
    states = [studio.visitor(visitor).preferences]
    for action in (
        Add("liked", "watercolor", "medium"),
        Add("disliked", "pixel art", "medium", 1.5),
        Flip("WATERCOLOR"),
        Rename("pixel art", "big pixels"),
        SetWeight("watercolor", 0.25),
        SetEnabled("watercolor", False),
        Remove("big pixels"),
    ):
        states.append(studio.edit(visitor, action))
        assert studio.visitor(visitor).preferences == states[-1]
        assert states[-1] != states[-2]
    assert [(one.name, one.weight, one.enabled) for one in states[-1].disliked] == [("watercolor", 0.25, False)]
    for state in reversed(states[:-1]):
        assert studio.undo(visitor) == state
    with pytest.raises(InputError, match="nothing to undo"):
        studio.undo(visitor)


def test_adding_what_is_there_moves_it_and_makes_it_the_persons_own(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.edit(visitor, Add("liked", "watercolor", "medium"))
    studio.edit(visitor, SetEnabled("watercolor", False))
    after = studio.edit(visitor, Add("disliked", "Watercolor", "medium"))
    assert after.liked == ()
    assert [(one.name, one.enabled, one.origin) for one in after.disliked] == [("Watercolor", True, "added")]


@pytest.mark.parametrize(
    "action",
    [
        Remove("no such"),
        Flip("no such"),
        SetWeight("no such", 1.0),
        SetWeight("watercolor", 2.1),
        SetWeight("watercolor", float("nan")),
        Rename("watercolor", ""),
        Rename("watercolor", "soft light"),
        Add("liked", " ", "medium"),
        Add("liked", "x" * 81, "medium"),
        Add("liked", "x", "no such category"),  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_an_edit_that_cannot_be_done_changes_nothing(studio: Studio, action: Any) -> None:
    visitor = studio.new_visitor()
    studio.import_preferences(visitor, TASTE.to_json())
    with pytest.raises(InputError):
        studio.edit(visitor, action)
    assert studio.visitor(visitor).preferences == TASTE


def test_preferences_go_out_and_come_in_unchanged(studio: Studio) -> None:
    mine, theirs = studio.new_visitor(), studio.new_visitor()
    studio.import_preferences(mine, TASTE.to_json())
    studio.import_preferences(theirs, studio.export_preferences(mine))
    assert studio.visitor(theirs).preferences == TASTE
    assert studio.undo(theirs) == Preferences()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"liked": 7}', '{"path": "/etc/passwd"}', b"\xff", "NaN"])
def test_preferences_that_are_none_are_refused_and_change_nothing(studio: Studio, text: Any) -> None:
    visitor = studio.new_visitor()
    studio.import_preferences(visitor, TASTE.to_json())
    with pytest.raises(FormatError):
        studio.import_preferences(visitor, text)
    assert studio.visitor(visitor).preferences == TASTE


# -- extraction --------------------------------------------------------------------------------------------------------


def test_comments_become_preferences_with_their_reasons(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love watercolor")
    studio.save_comment(visitor, "board-02", "I hate pixel art")
    studio.save_comment(visitor, "board-03", "my aunt has a dog")
    result = studio.extract(visitor)
    assert (liked(result.preferences), disliked(result.preferences)) == (["watercolor"], ["pixel art"])
    assert (result.read, result.silent) == (3, ("board-03",))
    (evidence,) = result.preferences.liked[0].evidence
    assert (evidence.image, "I love watercolor"[evidence.start : evidence.end]) == ("board-01", evidence.quote)
    assert studio.visitor(visitor).preferences == result.preferences
    assert studio.undo(visitor) == Preferences()


def test_what_a_person_changed_survives_a_new_extraction(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "I love watercolor, mosaic and impasto, but I hate pixel art")
    first = studio.extract(visitor).preferences
    assert (liked(first), disliked(first)) == (["watercolor", "mosaic", "impasto"], ["pixel art"])
    studio.edit(visitor, Remove("mosaic"))
    studio.edit(visitor, SetWeight("impasto", 0.5))
    studio.edit(visitor, Flip("pixel art"))
    studio.edit(visitor, Rename("watercolor", "my aunt's watercolours"))
    studio.edit(visitor, Add("disliked", "woodcut", "medium"))
    edited = studio.visitor(visitor).preferences
    again = studio.extract(visitor).preferences
    assert {*liked(again)} == {"my aunt's watercolours", "impasto", "pixel art"}
    assert {*disliked(again)} == {"woodcut"}
    assert again.find("impasto")[1].weight == 0.5  # type: ignore[index]
    assert {*liked(again)} == {*liked(edited)}
    studio.edit(visitor, Add("liked", "mosaic", "medium"))
    assert "mosaic" in liked(studio.extract(visitor).preferences)


def test_an_edit_made_while_the_extractor_reads_is_not_lost(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "words")

    class Slow:
        def extract(self, comments: Any, *, pictures: Any = None) -> Preferences:
            studio.edit(visitor, Add("liked", "mosaic", "medium"))
            studio.edit(visitor, Add("liked", "watercolor", "medium"))
            studio.edit(visitor, Remove("watercolor"))
            return Preferences(liked=(Attribute(name="watercolor", category="medium"),))

    monkeypatch.setattr("viper_core.extractors.get_extractor", lambda name: Slow())
    assert liked(studio.extract(visitor).preferences) == ["mosaic"]


def test_nothing_extracted_is_said_and_changes_nothing(studio: Studio) -> None:
    visitor = studio.new_visitor()
    with pytest.raises(NothingExtracted, match="no comments"):
        studio.extract(visitor)
    studio.edit(visitor, Add("liked", "mosaic", "medium"))
    studio.save_comment(visitor, "board-01", "my aunt has a dog")
    with pytest.raises(NothingExtracted):
        studio.extract(visitor)
    assert liked(studio.visitor(visitor).preferences) == ["mosaic"]
    assert studio.visitor(visitor).comments == {"board-01": "my aunt has a dog"}


def test_an_unknown_extractor_is_named_with_the_valid_ones(tmp_path: Path) -> None:
    with pytest.raises(UnknownName, match=r"'bundeld'.*bundled"):
        Studio(data_dir=tmp_path, extractor="bundeld").read_comments([Comment(text="I love mosaic")])


def test_the_public_names_are_there_once_and_come_from_their_modules() -> None:
    import viper_core

    assert len(set(viper_core.__all__)) == len(viper_core.__all__)
    assert viper_core.Studio is Studio
    for name in viper_core.__all__:
        assert getattr(viper_core, name) is not None
    with pytest.raises(AttributeError, match="no attribute 'Studi0'"):
        _ = viper_core.Studi0
