"""The facade: everything that the interface, the command line and tests may ask for.

Knows how the parts work together: what a person may do with what they entered (:mod:`viper_core.visitors`), that one
picture is drawn at a time and that a stopped one ends within a step. The parts do the work. Importing it and
constructing a :class:`Studio` load no model and none of the heavy libraries.
"""

from __future__ import annotations

import contextlib
import dataclasses
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from viper_core.album import Album, KeptDrawing, KeptReference, PictureFindings
from viper_core.ballots import OpenRound
from viper_core.blind_test import BlindRound, plan_round
from viper_core.drawings import DRAWING_LIMIT, Drawing
from viper_core.errors import InputError, UnknownName, unknown_name
from viper_core.familiarity import Familiarity, familiarity_with
from viper_core.generated import ComparisonProgress, GeneratedImage, Recipe
from viper_core.guide import COMMENT_GOAL, Advice
from viper_core.loading import ModelLoader, ModelStatus
from viper_core.png import encode_png
from viper_core.prediction import Forecast, Prediction, Predictor
from viper_core.preferences import COMMENT_LENGTH, Preferences, Side
from viper_core.profile import Add, EditAction, Flip, Remove, Rename, SetEnabled, SetWeight
from viper_core.profile_store import PROFILE_LIMIT, ProfileEntry
from viper_core.receipts import Receipt, draw_receipts, plan_receipts
from viper_core.scores import MOST_SCORED, Picture, Scores
from viper_core.store import PICTURE_LIMIT, data_folder
from viper_core.study import Participants
from viper_core.tastes import UNNAMED
from viper_core.turns import Turns
from viper_core.visitors import BoardPicture, ExtractionResult, VisitorState
from viper_core.votes import Protocol, Score, Trial

if TYPE_CHECKING:
    from PIL.Image import Image

    from viper_core.backends import Backend
    from viper_core.backends.counting import WindowCounter
    from viper_core.reference import Reference
    from viper_core.sampling import SamplingOptions, SamplingStep
    from viper_core.zero_gpu import LentBackend

__all__ = [
    "COMMENT_GOAL",
    "COMMENT_LENGTH",
    "DRAWINGS_AT_ONCE",
    "DRAWING_LIMIT",
    "MOST_SCORED",
    "PICTURE_LIMIT",
    "PROFILE_LIMIT",
    "PROMPT_LENGTH",
    "UNNAMED",
    "Add",
    "Advice",
    "BlindRound",
    "BoardPicture",
    "ComparisonProgress",
    "Drawing",
    "EditAction",
    "ExtractionResult",
    "Flip",
    "Forecast",
    "GeneratedImage",
    "KeptDrawing",
    "KeptReference",
    "ModelStatus",
    "OpenRound",
    "PictureFindings",
    "Prediction",
    "ProfileEntry",
    "Protocol",
    "Receipt",
    "Recipe",
    "Remove",
    "Rename",
    "Score",
    "SetEnabled",
    "SetWeight",
    "Studio",
    "Trial",
    "VisitorState",
    "data_folder",
]

PROMPT_LENGTH = 2000  # characters of a prompt, and of a negative one
DRAWINGS_AT_ONCE = 4  # pictures of one prompt that a visitor may ask for together
_MOST_BETAS = 21  # pictures of one comparison: β in steps of 0.05
_MOST_PICTURES = 32  # of one turn; others wait for its end


class Studio(Album, Participants):
    """One model, one extractor, one store, shared by all visitors; safe to call from any thread."""

    def __init__(
        self,
        *,
        data_dir: Path | None = None,
        model: str = "viper-mini",
        extractor: str = "bundled",
        device: str | None = None,
    ) -> None:
        """Nothing is loaded or opened yet.

        Args:
            data_dir: folder for what visitors enter; by default ``VIPER_DATA_DIR`` or the user's data folder.
            model: name in the registry.
            extractor: name of the extractor.
            device: where the model runs, ``"cpu"``, ``"cuda"``; by default the best there is.

        Raises:
            UnknownName: no such model.
        """
        from viper_core.registry import find_model

        self._info = find_model(model)
        super().__init__(data_dir=data_dir, extractor=extractor)
        self.model = self._info.name
        self._loader = ModelLoader(model, lambda report: _load_backend(model, device, report))
        self._turns = Turns()
        self._predictor = Predictor()
        self._scores = Scores(lambda: {seed.id: seed.file for seed in self.board})
        self._counting = threading.Lock()
        self._counter: WindowCounter | None = None

    # -- the model ----------------------------------------------------------------------------------------------------

    def start_loading(self) -> None:
        """Load the model in a thread behind; returns at once. After a failure it tries again."""
        self._loader.start()

    def load_here(self) -> None:
        """Load the model in the calling thread, where it has to be there before the page is served."""
        self._loader.load_here()

    def model_status(self) -> ModelStatus:
        """Where loading stands."""
        return self._loader.status

    @property
    def model_description(self) -> str:
        """One sentence on the model that draws."""
        return self._info.description

    @property
    def jobs(self) -> int:
        """How many pictures are being drawn or wait for their turn."""
        return len(self._turns)

    def default_options(self, **overrides: Any) -> SamplingOptions:
        """The model's own options with ``overrides`` in their place, an override of None counting as none.

        Raises:
            InputError: no such option, or a value that is not valid.
        """
        defaults = self._info.defaults
        valid = [field.name for field in dataclasses.fields(defaults)]
        for name in overrides:
            if name not in valid:
                raise unknown_name("option", name, valid)
        given = {name: value for name, value in overrides.items() if value is not None}
        options = dataclasses.replace(defaults, **given)
        _check_options(options)
        return options

    @property
    def familiarity(self) -> Familiarity:
        """What the model knows of a text or a taste; everything while it is not loaded, or where it does not say."""
        backend = self._loader.backend
        return familiarity_with(backend.known if backend is not None else None)

    def text_windows(self, preferences: Preferences) -> dict[Side, int] | None:
        """How many windows of the text encoder each side takes; None while the model is not loaded.

        What does not fit one window (77 tokens for CLIP) goes into more, and nothing is cut.
        """
        counter = self._window_counter()
        if counter is None:
            return None
        return {
            "liked": counter.count(preferences.active("liked")),
            "disliked": counter.count(preferences.active("disliked")),
        }

    # -- drawing ------------------------------------------------------------------------------------------------------

    def generate(
        self,
        prompt: str,
        preferences: Preferences | None,
        options: SamplingOptions,
        *,
        reference: Reference | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[SamplingStep | GeneratedImage]:
        """Draw one picture: every denoising step, then the finished :class:`GeneratedImage`.

        Waits for the model and for one's turn first. Closing the generator, ``is_cancelled`` and any exception end the
        job within one step and let the next one begin.

        Args:
            prompt: what to draw.
            preferences: the taste to draw it to, or None.
            options: see :class:`~viper_core.sampling.SamplingOptions`.
            reference: a picture to start from in place of noise.
            is_cancelled: asked while waiting and before each step.

        Raises:
            InputError: an empty or overlong prompt, β above 1, a reference that leaves no step; at once, before
                anything runs.
            ModelUnavailable: loading failed.
            NotEnoughMemory: the picture did not fit; what it took is free again, and the message offers a smaller one.
            Cancelled: ``is_cancelled`` said so.
        """
        return self._generate(_checked(Recipe(prompt, preferences, options, reference)), is_cancelled or _never)

    def compare(
        self,
        prompt: str,
        preferences: Preferences | None,
        betas: Sequence[float],
        options: SamplingOptions,
        *,
        reference: Reference | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[ComparisonProgress | GeneratedImage]:
        """Draw the same scene once for each β, with the same seed: progress and each picture as it is finished.

        All of them start from the same ``reference``, if there is one. Waiting, ending and errors are those of
        :meth:`generate`; the whole comparison is one turn.

        Raises:
            InputError: no β, too many, or one that is not valid; at once.
        """
        if not 1 <= len(betas) <= _MOST_BETAS:
            raise InputError(f"{len(betas)} values of β were given; a comparison takes 1 to {_MOST_BETAS}.")
        whole = Recipe(prompt, preferences, options, reference)
        each = [dataclasses.replace(whole, options=dataclasses.replace(options, beta=beta)) for beta in betas]
        return self.draw_series(each, is_cancelled=is_cancelled)

    def draw_series(
        self, recipes: Sequence[Recipe], *, is_cancelled: Callable[[], bool] | None = None
    ) -> Iterator[ComparisonProgress | GeneratedImage]:
        """Draw several pictures in one turn, in their order: progress and each picture as it is finished.

        Each is the picture that :meth:`generate` draws alone; waiting, ending and errors are those of it too.

        Raises:
            InputError: no recipe, too many, or one that cannot be used; at once.
        """
        if not 1 <= len(recipes) <= _MOST_PICTURES:
            raise InputError(f"{len(recipes)} pictures were asked for; 1 to {_MOST_PICTURES} are drawn in one turn.")
        return self._draw_series([_checked(recipe) for recipe in recipes], is_cancelled or _never)

    def draw(
        self,
        visitor: str,
        prompt: str,
        options: SamplingOptions,
        *,
        count: int = 1,
        reference: Reference | None = None,
        with_settings: bool = True,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[ComparisonProgress | KeptDrawing]:
        """Draw to a visitor's taste as it is now, and keep each picture as soon as it is finished.

        Waiting, ending and errors are those of :meth:`generate`; all pictures are one turn, and what was finished
        before the end is kept.

        Args:
            visitor: for whom.
            prompt: what to draw.
            options: of the first picture; each further one has the next seed.
            count: how many pictures.
            reference: a picture to start from in place of noise.
            with_settings: whether their files carry what made them.
            is_cancelled: asked while waiting and before each step.

        Raises:
            UnknownName: no such visitor; at once.
            InputError: as :meth:`generate`, or too many pictures; at once.
        """
        if not 1 <= count <= DRAWINGS_AT_ONCE:
            raise InputError(f"{count} pictures were asked for; 1 to {DRAWINGS_AT_ONCE} are drawn together.")
        preferences = self._store.profile(visitor).preferences
        each = [dataclasses.replace(options, seed=options.seed + number) for number in range(count)]
        recipes = [_checked(Recipe(prompt, preferences, one, reference)) for one in each]
        return self._kept(visitor, self._draw_series(recipes, is_cancelled or _never), with_settings)

    def receipts(
        self,
        prompt: str,
        preferences: Preferences,
        options: SamplingOptions,
        *,
        names: Sequence[str] | None = None,
        reference: Reference | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[ComparisonProgress | GeneratedImage | Receipt]:
        """Draw what each attribute did: the picture :meth:`generate` draws, then one without each attribute in turn.

        Waiting, ending and errors are those of :meth:`generate`; everything is one turn.

        Args:
            prompt: what to draw.
            preferences: the taste, with all its attributes.
            options: of every picture; at β 0 no attribute does anything.
            names: attributes to leave out; by default the heaviest, see :func:`~viper_core.receipts.plan_receipts`.
            reference: a picture that each of them starts from.
            is_cancelled: asked while waiting and before each step.

        Raises:
            InputError: β is 0 or nothing acts, before anything is drawn; or as :meth:`generate`.
        """
        if options.beta == 0:
            raise InputError("At β 0 no attribute does anything. Choose a higher β to see what each one did.")
        recipe = _checked(Recipe(prompt, preferences, options, reference))
        return self._receipts(recipe, names, is_cancelled or _never)

    def blind_round(
        self,
        visitor: str,
        prompt: str,
        protocol: Protocol,
        options: SamplingOptions,
        *,
        count: int = 8,
        reference: Reference | None = None,
        is_cancelled: Callable[[], bool] | None = None,
    ) -> Iterator[float | BlindRound]:
        """Draw one round of a blind test: the share that is done, step by step, then all pictures at once.

        Which one is the visitor's is kept in the store and told by :meth:`vote`, nowhere else. A round that was left
        open before is given up as this one is shown. Waiting and ending are those of :meth:`generate`; all is one turn.

        Args:
            visitor: whose taste is tested.
            prompt: what all pictures show.
            protocol: see :data:`~viper_core.votes.Protocol`.
            options: of the visitor's own picture, but for the seed, which is a secret one.
            count: how many pictures.
            reference: a picture that each of them starts from.
            is_cancelled: asked while waiting and before each step.

        Raises:
            UnknownName: no such visitor; at once.
            InputError: β is 0, nothing of the taste acts, or too many pictures, before anything is drawn; or as
                :meth:`generate`.
        """
        recipe = _checked(Recipe(prompt, self._store.profile(visitor).preferences, options, reference))
        return self._blind_round(visitor, recipe, protocol, count, is_cancelled or _never)

    def score(
        self, pictures: Sequence[Picture], *, liked: Sequence[Picture], disliked: Sequence[Picture]
    ) -> tuple[float, ...]:
        """How likely each picture is to be liked, 0 … 1, by who liked and disliked those others.

        Pictures are ids of the board, files, or the content of files; at least one on either side.

        Raises:
            InputError: a side is empty, or there are too many pictures.
            PictureError: a picture is not there or cannot be opened.
            ModelUnavailable: the metric's weights are missing or damaged.
        """
        return self._scores.score(pictures, liked=liked, disliked=disliked)

    def predict_liking(self, visitor: str, images: Sequence[Image]) -> Forecast | None:
        """What the visitor would think of pictures, guessed from the ones they commented on; None of too few.

        Raises:
            UnknownName: no such visitor.
            ModelUnavailable: the metric's weights are missing or damaged.
        """

        def file_of(image: str) -> Path | None:
            try:
                return self.picture(visitor, image).path
            except UnknownName:  # an own picture that was removed
                return None

        return self._predictor.predict(images, self._store.profile(visitor).preferences, file_of)

    def preview(self, step: SamplingStep) -> Image:
        """A quick look at the picture that an unfinished one is becoming.

        Raises:
            ModelUnavailable: the model is not loaded.
        """
        return self._loader.wait(_never).preview(step.predicted)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _window_counter(self) -> WindowCounter | None:
        with self._counting:
            towers = getattr(self._loader.backend, "towers", None)
            if self._counter is None and towers is not None:
                from viper_core.backends.counting import WindowCounter

                self._counter = WindowCounter(towers)
            return self._counter

    def _generate(self, recipe: Recipe, is_cancelled: Callable[[], bool]) -> Iterator[SamplingStep | GeneratedImage]:
        backend = self._loader.wait(is_cancelled)
        with self._turns.turn(is_cancelled):
            yield from self._draw(backend, recipe, is_cancelled)

    def _kept(
        self, visitor: str, series: Generator[ComparisonProgress | GeneratedImage], with_settings: bool
    ) -> Iterator[ComparisonProgress | KeptDrawing]:
        with contextlib.closing(series):
            for item in series:
                if isinstance(item, GeneratedImage):
                    yield self.keep_drawing(visitor, item, with_settings=with_settings)
                else:
                    yield item

    def _receipts(
        self, recipe: Recipe, names: Sequence[str] | None, is_cancelled: Callable[[], bool]
    ) -> Iterator[ComparisonProgress | GeneratedImage | Receipt]:
        self._loader.wait(is_cancelled)  # only a loaded model says what it knows
        planned = plan_receipts(recipe.preferences or Preferences(), self.familiarity, names)
        yield from draw_receipts(recipe, planned, lambda recipes: self._draw_series(recipes, is_cancelled))

    def _blind_round(
        self, visitor: str, recipe: Recipe, protocol: Protocol, count: int, is_cancelled: Callable[[], bool]
    ) -> Iterator[float | BlindRound]:
        self._loader.wait(is_cancelled)  # only a loaded model says what it knows
        plan = plan_round(recipe, protocol, count, self.familiarity)
        files = []
        with contextlib.closing(self._draw_series(plan.recipes, is_cancelled)) as series:
            for item in series:
                if isinstance(item, GeneratedImage):
                    files.append(encode_png(item, metadata=False))
                else:
                    yield item.fraction
        trial = self._store.votes.begin(
            visitor,
            protocol,
            prompt=recipe.prompt,
            beta=recipe.options.beta,
            model=self.model,
            makers=plan.makers,
            mine=plan.mine,
        )
        yield BlindRound(trial.id, protocol, recipe.prompt, plan.as_shown(files))

    def _draw_series(
        self, recipes: Sequence[Recipe], is_cancelled: Callable[[], bool]
    ) -> Generator[ComparisonProgress | GeneratedImage]:
        backend = self._loader.wait(is_cancelled)
        with self._turns.turn(is_cancelled):
            for index, recipe in enumerate(recipes):
                drawing = self._draw(backend, recipe, is_cancelled)
                with contextlib.closing(drawing):
                    for item in drawing:
                        if isinstance(item, GeneratedImage):
                            yield item
                        else:
                            yield ComparisonProgress(index, len(recipes), recipe.options.beta, item)

    def _draw(
        self, backend: Backend, recipe: Recipe, is_cancelled: Callable[[], bool]
    ) -> Generator[SamplingStep | GeneratedImage]:
        """The steps and the finished picture; runs within a turn.

        Raises:
            NotEnoughMemory: it did not fit; what it took is free again.
        """
        from viper_core.devices import release_memory
        from viper_core.exhaustion import is_exhaustion, not_enough_for

        try:
            yield from self._denoise(backend, recipe, is_cancelled)
        except Exception as error:
            if not is_exhaustion(error):
                raise
        else:
            return
        # Not in the handler: the exception holds the frames with everything that was computed.
        release_memory()
        raise not_enough_for(self.model, recipe.options)

    def _denoise(
        self, backend: Backend, recipe: Recipe, is_cancelled: Callable[[], bool]
    ) -> Iterator[SamplingStep | GeneratedImage]:
        from viper_core.drawing import draw
        from viper_core.sampling import SamplingStep

        seconds, begun = 0.0, time.perf_counter()
        taste = recipe.preferences
        acting = taste and familiarity_with(backend.known).taste(taste).acting
        told = dataclasses.replace(recipe, preferences=acting)
        with contextlib.closing(draw(backend, told, is_cancelled)) as drawing:
            for item in drawing:
                seconds += time.perf_counter() - begun
                if isinstance(item, SamplingStep):
                    yield item
                else:
                    prompt, options, start = recipe.prompt, recipe.options, recipe.reference
                    yield GeneratedImage(item, prompt, options, taste, self.model, seconds, start)
                begun = time.perf_counter()


def _load_backend(model: str, device: str | None, report: Callable[[str], None]) -> Backend | LentBackend:
    from viper_core.registry import load_backend
    from viper_core.zero_gpu import is_zero_gpu, lend

    def load() -> Backend:
        return load_backend(model, device=device, on_progress=report)

    return lend(load) if is_zero_gpu() else load()


def _checked(recipe: Recipe) -> Recipe:
    _check_options(recipe.options)
    if recipe.reference is not None:
        recipe.reference.check_steps(recipe.options.num_inference_steps)
    return dataclasses.replace(recipe, prompt=_checked_prompt(recipe.prompt))


def _checked_prompt(prompt: str) -> str:
    prompt = prompt.strip()
    if not prompt:
        raise InputError("The prompt is empty. Write what to draw, for example “a lighthouse by the sea”.")
    _check_text("prompt", prompt)
    return prompt


def _check_options(options: SamplingOptions) -> None:
    """Beyond β 1 a picture may lose its prompt (section 3 of the paper); the sampler could, the studio does not."""
    if options.beta > 1:
        raise InputError(f"β is {options.beta:g}; it must be from 0 (the picture everyone gets) to 1 (fully to taste).")
    _check_text("negative prompt", options.negative_prompt)


def _check_text(what: str, text: str) -> None:
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise InputError(f"The {what} holds half of a surrogate pair, which is no text. Write it again.")
    if len(text) > PROMPT_LENGTH:
        raise InputError(f"The {what} has {len(text)} characters; at most {PROMPT_LENGTH} are taken. Shorten it.")


def _never() -> bool:
    return False
