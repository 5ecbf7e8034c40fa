"""A chat model with eyes that runs here: any of transformers' image-text-to-text models, with or without an adapter.

Knows how weights, processor and adapter are put together, how a question becomes tokens and tokens an answer, and how
an answer is stopped halfway. Answers are greedy, so that the same comments always give the same preferences. Loading
runs no code of a repository. Which model it is, is the business of :mod:`~viper_core.extractors.vpe` and
:mod:`~viper_core.extractors.vlm`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from viper_core.devices import pick_device
from viper_core.errors import Cancelled, ModelUnavailable, UnusableAnswer, first_line
from viper_core.extractors.conversation import Answer, OutOfMemory, Question
from viper_core.extractors.model_files import (
    Precision,
    Weights,
    choose_precision,
    count_parameters,
    fetch,
    stored_names,
)

if TYPE_CHECKING:
    import torch

__all__ = ["LoadedModel", "LocalModel", "LocalModelSpec", "load_local"]

_MODELS: Final = "pip install -r requirements-models.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalModelSpec:
    """A model that runs here.

    Attributes:
        name: what messages call it.
        weights: the model.
        adapter: a PEFT adapter on it, or None.
        processor: settings of the processor in place of those in its files.
        picture_edge: px; no picture is given to the processor with a longer side.
        answer_tokens: tokens of the longest answer.
    """

    name: str
    weights: Weights
    adapter: Weights | None = None
    processor: Mapping[str, Any] = field(default_factory=dict)
    picture_edge: int = 512
    answer_tokens: int = 1024


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model that is ready to be asked, with its processor and the template of its chats."""

    model: Any
    processor: Any
    chat_template: str
    device: torch.device


class LocalModel:
    """Loads once, at the first question; see :class:`~viper_core.extractors.conversation.ChatModel`.

    Not for several threads at once: one question at a time is its caller's business.
    """

    def __init__(
        self,
        spec: LocalModelSpec,
        *,
        device: str | None = None,
        precision: Precision | None = None,
        local_files_only: bool = False,
    ) -> None:
        """Nothing is loaded yet.

        Args:
            spec: which model.
            device: "cpu", "cuda", "mps"; None takes a GPU where there is one.
            precision: of the weights; None takes the best that fits the device.
            local_files_only: never ask the hub.
        """
        self._spec = spec
        self._device = device
        self._precision = precision
        self._local_files_only = local_files_only
        self._loaded: LoadedModel | None = None

    @property
    def name(self) -> str:
        """What messages call it."""
        return self._spec.name

    @property
    def identity(self) -> str:
        """Weights, adapter and settings."""
        return repr(self._spec)

    def load(self) -> None:
        """Fetch and load model, adapter and processor, unless that is done.

        Raises:
            ModelUnavailable: files are missing or damaged, the memory does not suffice, or a package is not installed.
        """
        if self._loaded is None:
            self._loaded = load_local(
                self._spec, self._device, precision=self._precision, local_files_only=self._local_files_only
            )

    @property
    def loaded(self) -> LoadedModel:
        """The model, loaded now if that is still to be done; raises as :meth:`load`."""
        self.load()
        assert self._loaded is not None
        return self._loaded

    def tokens(self, question: Question) -> int:
        """Length of a question in tokens, those of its pictures included."""
        return int(self._encoded(question)["input_ids"].shape[1])

    def answer(self, question: Question, *, is_cancelled: Callable[[], bool]) -> Answer:
        """The most likely answer, word by word.

        Raises:
            Cancelled: ``is_cancelled`` said so; it is asked before every token.
            OutOfMemory: the question is too long for the device.
            UnusableAnswer: the model has nothing to say.
        """
        import torch
        from transformers import StoppingCriteriaList

        loaded = self.loaded
        inputs = self._encoded(question).to(loaded.device)
        length = inputs["input_ids"].shape[1]
        try:
            with torch.inference_mode():
                ids = loaded.model.generate(
                    **inputs,
                    max_new_tokens=self._spec.answer_tokens,
                    do_sample=False,
                    num_beams=1,
                    temperature=None,
                    top_p=None,
                    top_k=None,
                    stopping_criteria=StoppingCriteriaList([_stop_when(is_cancelled)]),
                )
        except torch.OutOfMemoryError as error:
            raise OutOfMemory(
                f"{self.name} ran out of memory on {loaded.device.type} with {length} tokens. Close what else uses it, "
                "or use another extractor."
            ) from error
        if is_cancelled():
            raise Cancelled
        said = ids[0, length:]
        ends = loaded.model.generation_config.eos_token_id
        has_ended = len(said) > 0 and int(said[-1]) in ([ends] if isinstance(ends, int) else ends or [])
        text = question.opening + loaded.processor.tokenizer.decode(said, skip_special_tokens=True)
        if not text.strip():
            raise UnusableAnswer("The answer is empty.")
        return Answer(text, is_whole=has_ended or len(said) < self._spec.answer_tokens)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _encoded(self, question: Question) -> Any:
        """Token ids and pixels of one question, on the CPU; one turn of the user, in the model's own chat template."""
        from viper_core.pictures import open_picture

        processor = self.loaded.processor
        parts: list[dict[str, str]] = [{"type": "text", "text": self._defused(question.instruction)}]
        pictures = []
        for part in question.content:
            if isinstance(part, Path):
                parts.append({"type": "image"})
                pictures.append(open_picture(part, longest_edge=self._spec.picture_edge))
            else:  # templates put texts side by side; a picture separates by itself
                before = parts[-1].get("text", "\n")
                parts.append({"type": "text", "text": ("" if before.endswith("\n") else "\n") + self._defused(part)})
        prompt = processor.apply_chat_template(
            [{"role": "user", "content": parts}],
            chat_template=self.loaded.chat_template,
            add_generation_prompt=True,
        )
        begins = processor.tokenizer.bos_token
        return processor(
            text=prompt + question.opening,
            images=pictures or None,
            return_tensors="pt",
            add_special_tokens=not (begins and prompt.startswith(begins)),  # some templates begin with it themselves
        )

    def _defused(self, text: str) -> str:
        """``text`` without any of the tokenizer's own signs; most are gone already, with their brackets."""
        for sign in self.loaded.processor.tokenizer.get_added_vocab():
            if not sign.isalnum() and not sign.isspace():
                text = text.replace(sign, " ".join(sign))
        return text


def _stop_when(is_cancelled: Callable[[], bool]) -> Any:
    import torch
    from transformers import StoppingCriteria

    class Stop(StoppingCriteria):  # type: ignore[misc]  # transformers is not followed
        def __call__(self, input_ids: Any, scores: Any, **kwargs: Any) -> Any:
            return torch.full((input_ids.shape[0],), is_cancelled(), device=input_ids.device, dtype=torch.bool)

    return Stop()


# -- loading ----------------------------------------------------------------------------------------------------------


def load_local(
    spec: LocalModelSpec,
    device_name: str | None,
    *,
    precision: Precision | None = None,
    local_files_only: bool = False,
) -> LoadedModel:
    """Fetch and load model, adapter and processor; see :class:`LocalModel`, whose arguments these are."""
    import torch

    device = pick_device(device_name)
    if precision is None and spec.weights.parameters is not None:
        choose_precision(spec.name, spec.weights.parameters, device)  # before gigabytes are fetched in vain
    folder = fetch(spec.weights, local_files_only=local_files_only)
    adapter = None if spec.adapter is None else fetch(spec.adapter, local_files_only=local_files_only)
    precision = precision or choose_precision(spec.name, count_parameters(folder), device)
    options: dict[str, Any] = {"dtype": torch.bfloat16, "device_map": {"": str(device)}}
    safe: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        from transformers import AutoModelForImageTextToText, AutoProcessor, BitsAndBytesConfig

        if precision == "4-bit":
            options["quantization_config"] = BitsAndBytesConfig(
                load_in_4bit=True, bnb_4bit_quant_type="nf4", bnb_4bit_compute_dtype=torch.bfloat16
            )
        processor = AutoProcessor.from_pretrained(folder, **spec.processor, **safe)
        model = AutoModelForImageTextToText.from_pretrained(folder, use_safetensors=True, **options, **safe)
    except ImportError as error:
        raise ModelUnavailable(
            f"{spec.name} needs a package that is not there ({first_line(error)}): {_MODELS}"
        ) from error
    except torch.OutOfMemoryError as error:
        raise ModelUnavailable(
            f"{spec.name} did not fit into the memory of {device.type}. Use a smaller one."
        ) from error
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(
            f"{spec.name} cannot be loaded from {spec.weights.source} ({first_line(error)}). Delete its files and "
            "fetch them again, or choose another model."
        ) from error
    # Older models have it with their tokenizer.
    tokenizer = getattr(processor, "tokenizer", None)
    template = getattr(processor, "chat_template", None) or getattr(tokenizer, "chat_template", None)
    if isinstance(template, dict):
        template = template.get("default")
    if tokenizer is None or not template:
        raise ModelUnavailable(f"{spec.name} has no chat template, so it cannot be asked. Choose an instruct model.")
    if adapter is not None:
        model = _with_adapter(model, adapter, spec.name)
    return LoadedModel(model.eval(), processor, template, device)


def _with_adapter(model: Any, folder: Path, name: str) -> Any:
    """The model with a PEFT adapter on it, every tensor of which has found its place.

    peft itself only warns when an adapter does not fit, and reads pickled weights where there are no others.
    """
    try:
        from peft import PeftModel, get_peft_model_state_dict
    except ImportError as error:
        raise ModelUnavailable(f"{name} needs the package peft, which is not installed: {_MODELS}") from error
    stored = stored_names(folder)
    try:
        adapted = PeftModel.from_pretrained(model, str(folder), autocast_adapter_dtype=False)
        placed = frozenset(get_peft_model_state_dict(adapted))
    except (OSError, ValueError, KeyError, RuntimeError, TypeError) as error:
        raise ModelUnavailable(f"The adapter {folder} of {name} cannot be loaded ({first_line(error)}).") from error
    if placed != stored:
        raise ModelUnavailable(
            f"The adapter {folder} does not fit {name}: {len(stored - placed)} of its {len(stored)} tensors have no "
            f"place in the model, {len(placed - stored)} places are left empty. Use the base model it was trained on."
        )
    return adapted
