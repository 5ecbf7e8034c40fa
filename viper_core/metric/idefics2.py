"""The paper's metric: IDEFICS2-8b with the authors' adapter, M(x, 𝒳) = Pr(x is liked | liked and disliked pictures).

It reads a chat. Each picture of the context is a turn with the question whether it is liked, answered ``-`` or ``+``,
a disliked one and a liked one in turn; then comes the picture in question, and the score is the softmax over the two
answers at the next place. What the context costs is paid once: its keys and values stay, each question is added to
them, and they are cut back afterwards. Environment as for the extractor ``vpe``:

    VIPER_VPE_BASE             folder or hub id of the base model, if not HuggingFaceM4/idefics2-8b
    VIPER_METRIC_ADAPTER       folder or hub id of the adapter, if not EPFL-VILAB/Metric-ViPer
    VIPER_EXTRACTOR_DEVICE     cpu, cuda, … if not the best there is
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final

from viper_core.errors import ModelUnavailable
from viper_core.extractors.local_model import LoadedModel, LocalModelSpec, load_local
from viper_core.extractors.model_files import Precision, Weights, from_environment
from viper_core.extractors.vpe import BASE, PROCESSOR
from viper_core.metric import check_context

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

__all__ = ["ADAPTER", "Idefics2Context", "Idefics2Metric", "idefics2_metric"]

ADAPTER: Final = Weights("EPFL-VILAB/Metric-ViPer")
QUESTION: Final = "Score for this image?"
DISLIKED, LIKED = "-", "+"
_EDGE: Final = 2 * PROCESSOR["size"]["longest_edge"]  # px; the processor scales, this only spares it large pictures


class Idefics2Metric:
    """Loads at the first context; not for several threads at once."""

    def __init__(self, spec: LocalModelSpec, *, device: str | None = None, precision: Precision | None = None) -> None:
        """Nothing is loaded yet; arguments as of :class:`~viper_core.extractors.local_model.LocalModel`."""
        self._spec, self._device, self._precision = spec, device, precision
        self._loaded: LoadedModel | None = None

    def context(self, *, liked: Sequence[Image], disliked: Sequence[Image]) -> Idefics2Context:
        """See :class:`viper_core.metric.Metric`.

        Raises:
            InputError: a side is empty.
            ModelUnavailable: files are missing or damaged, the memory does not suffice, or a package is not installed.
        """
        check_context(liked, disliked)
        if self._loaded is None:
            self._loaded = load_local(self._spec, self._device, precision=self._precision)
        return Idefics2Context.read(self._loaded, list(_turns(liked, disliked)))

    def score(self, images: Sequence[Image], *, liked: Sequence[Image], disliked: Sequence[Image]) -> tuple[float, ...]:
        """See :class:`viper_core.metric.Metric`."""
        return self.context(liked=liked, disliked=disliked).score(images)


@dataclass(frozen=True)
class Idefics2Context:
    """A person's pictures, read once.

    Attributes:
        model: what reads.
        question: tokens ``(1, Q)`` of the turn in question, which are the same for every picture.
        cache: keys and values of all before it.
        answers: the tokens of ``-`` and ``+`` where the answer stands.
    """

    model: LoadedModel
    question: Tensor
    cache: Any
    answers: tuple[int, int]

    @classmethod
    def read(cls, model: LoadedModel, turns: Sequence[tuple[Image, str]]) -> Idefics2Context:
        """Read what was liked and disliked.

        The whole chat is cut into tokens at once, for two texts that are cut apart may differ where they meet.
        """
        import torch

        before = [message for _, answer in turns for message in _turn(answer)]
        whole = _tokens(model, _chat(model, [*before, *_turn(None)]))
        known = _tokens(model, _chat(model, before, ends=True))
        shared = _common(known, whole)
        pixels = _pixels(model, [picture for picture, _ in turns])
        with torch.inference_mode():
            read = model.model(input_ids=whole[:, :shared].to(model.device), **pixels, use_cache=True, logits_to_keep=1)
        cache = read.past_key_values
        cache.activate_past_recording()  # or layers that look back a window forget what a question pushes out of it
        answers = [_tokens(model, _chat(model, [*before, *_turn(sign)], ends=True)) for sign in (DISLIKED, LIKED)]
        first, second = (int(ids[0, _common(ids, whole)]) for ids in answers)
        if first == second or any(_common(ids, whole) != whole.shape[1] for ids in answers):
            raise ModelUnavailable(f"The tokenizer of {model.model.name_or_path} cannot tell {DISLIKED} from {LIKED}.")
        return cls(model, whole[:, shared:], cache, (first, second))

    def score(self, images: Sequence[Image]) -> tuple[float, ...]:
        """Pr(liked) of each picture."""
        return tuple(self._score(image) for image in images)

    def _score(self, image: Image) -> float:
        import torch

        known = self.cache.get_seq_length()
        inputs = {"input_ids": self.question.to(self.model.device), **_pixels(self.model, [image])}
        try:
            with torch.inference_mode():
                told = self.model.model(**inputs, past_key_values=self.cache, use_cache=True, logits_to_keep=1)
                odds = told.logits[0, -1, list(self.answers)].double()
        finally:
            self.cache.crop(known - self.cache.get_seq_length())  # negative: so many tokens are taken off the end
        return float(odds.softmax(0)[1])


def _turns(liked: Sequence[Image], disliked: Sequence[Image]) -> Iterator[tuple[Image, str]]:
    """Disliked and liked pictures in turn, with the answers; the rest of the longer side comes last."""
    for bad, good in zip_longest(disliked, liked):
        if bad is not None:
            yield bad, DISLIKED
        if good is not None:
            yield good, LIKED


def _turn(answer: str | None) -> tuple[dict[str, Any], ...]:
    """A picture with the question, and its answer if it has one."""
    asked = {"role": "user", "content": [{"type": "image"}, {"type": "text", "text": QUESTION}]}
    if answer is None:
        return (asked,)
    return asked, {"role": "assistant", "content": [{"type": "text", "text": answer}]}


def _chat(model: LoadedModel, messages: Sequence[dict[str, Any]], *, ends: bool = False) -> str:
    """The chat as text, up to where the model answers, or with ``ends`` to the end of its last answer."""
    text: str = model.processor.apply_chat_template(
        list(messages), chat_template=model.chat_template, add_generation_prompt=not ends
    )
    return text


def _tokens(model: LoadedModel, text: str) -> Tensor:
    """Tokens ``(1, L)``, those that stand for pictures included."""
    begins = model.processor.tokenizer.bos_token
    own = bool(begins and text.startswith(begins))  # some templates begin with it themselves
    ids: Tensor = model.processor(text=text, return_tensors="pt", add_special_tokens=not own)["input_ids"]
    return ids


def _pixels(model: LoadedModel, pictures: Sequence[Image]) -> dict[str, Tensor]:
    """The pictures as the vision tower takes them, on the model's device."""
    shown = []
    for picture in pictures:
        small = picture.convert("RGB")
        small.thumbnail((_EDGE, _EDGE))
        shown.append(small)
    inputs = model.processor.image_processor([shown], return_tensors="pt")
    return {name: inputs[name].to(model.device) for name in ("pixel_values", "pixel_attention_mask") if name in inputs}


def _common(first: Tensor, second: Tensor) -> int:
    """How many tokens two sequences begin with alike."""
    shorter = min(first.shape[1], second.shape[1])
    differ = (first[0, :shorter] != second[0, :shorter]).nonzero()
    return int(differ[0]) if len(differ) else shorter


def idefics2_metric(
    *,
    base: Weights | None = None,
    adapter: Weights | None = None,
    device: str | None = None,
    precision: Precision | None = None,
) -> Idefics2Metric:
    """The metric, ready to load at the first context; what is left out is the environment's, else the paper's."""
    spec = LocalModelSpec(
        name="the paper's metric",
        weights=base or from_environment("VIPER_VPE_BASE", BASE),
        adapter=adapter or from_environment("VIPER_METRIC_ADAPTER", ADAPTER),
        processor=PROCESSOR,
        picture_edge=_EDGE,
    )
    device = device or os.environ.get("VIPER_EXTRACTOR_DEVICE") or None
    return Idefics2Metric(spec, device=device, precision=precision)
