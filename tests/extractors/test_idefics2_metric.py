"""The paper's metric on the real classes at a tiny size, through the very code that loads the large ones."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
import torch
from PIL import Image

from viper_core.errors import InputError
from viper_core.extractors.model_files import Weights
from viper_core.metric.idefics2 import DISLIKED, LIKED, QUESTION, Idefics2Metric, _turns, idefics2_metric


def _pictures(*names: str) -> list[Image.Image]:
    return [Image.new("RGB", (120, 90), name) for name in names]


GOOD, BAD = _pictures("red", "orange", "gold"), _pictures("blue", "navy")
ASKED = _pictures("crimson", "teal")


@pytest.fixture(scope="module")
def metric(base: Path, adapter: Path) -> Idefics2Metric:
    return idefics2_metric(base=Weights(str(base)), adapter=Weights(str(adapter)), device="cpu")


@pytest.fixture
def counted(metric: Idefics2Metric) -> list[int]:
    """The number of tokens of every call of the model from now on."""
    metric.score(ASKED[:1], liked=GOOD[:1], disliked=BAD[:1])  # loads it
    assert metric._loaded is not None
    lengths: list[int] = []
    handle = metric._loaded.model.register_forward_pre_hook(
        lambda module, args, given: lengths.append(given["input_ids"].shape[1]), with_kwargs=True
    )
    yield lengths
    handle.remove()


def whole(metric: Idefics2Metric, turns: list[tuple[Image.Image, str]], image: Image.Image) -> float:
    """The score by its definition: the whole chat in one go, nothing kept."""
    assert metric._loaded is not None
    loaded: Any = metric._loaded
    messages: list[dict[str, Any]] = []
    for _, answer in [*turns, (image, "")]:
        messages.append({"role": "user", "content": [{"type": "image"}, {"type": "text", "text": QUESTION}]})
        if answer:
            messages.append({"role": "assistant", "content": [{"type": "text", "text": answer}]})
    text = loaded.processor.apply_chat_template(messages, add_generation_prompt=True)
    inputs = loaded.processor(text=text, images=[picture for picture, _ in [*turns, (image, "")]], return_tensors="pt")
    with torch.inference_mode():
        logits = loaded.model(**inputs).logits[0, -1].double()
    tokenizer = loaded.processor.tokenizer
    signs = [tokenizer(text + sign)["input_ids"][len(tokenizer(text)["input_ids"])] for sign in (DISLIKED, LIKED)]
    return float(logits[signs].softmax(0)[1])


def test_the_turns_are_disliked_and_liked_by_turns() -> None:
    turns = list(_turns(GOOD, BAD))
    assert [answer for _, answer in turns] == [DISLIKED, LIKED, DISLIKED, LIKED, LIKED]
    assert [picture for picture, _ in turns] == [BAD[0], GOOD[0], BAD[1], GOOD[1], GOOD[2]]


def test_the_score_is_that_of_the_whole_chat(metric: Idefics2Metric) -> None:
    scores = metric.score(ASKED, liked=GOOD, disliked=BAD)
    assert all(0 < score < 1 for score in scores)
    expected = [whole(metric, list(_turns(GOOD, BAD)), image) for image in ASKED]
    assert scores == pytest.approx(expected, abs=0.02)  # bfloat16, and pictures padded together or each alone


def test_the_context_is_read_once_and_a_question_leaves_nothing_behind(
    metric: Idefics2Metric, counted: list[int]
) -> None:
    context = metric.context(liked=GOOD, disliked=BAD)
    first = context.score(ASKED)
    again = context.score(ASKED[::-1])[::-1]
    assert first == again
    reading, *questions = counted
    assert len(questions) == 4 and len(set(questions)) == 1
    assert 5 * questions[0] - 10 <= reading <= 6 * questions[0]


def test_a_context_that_is_longer_than_the_models_window_is_kept_too(base: Path, adapter: Path, tmp_path: Path) -> None:
    """The layers of the real one look back 4096 tokens, of which 57 pictures are as many."""
    folder = shutil.copytree(base, tmp_path / "base")
    table = json.loads((folder / "config.json").read_text())
    table["text_config"]["sliding_window"] = 100
    (folder / "config.json").write_text(json.dumps(table))
    metric = idefics2_metric(base=Weights(str(folder)), adapter=Weights(str(adapter)), device="cpu")
    context = metric.context(liked=GOOD, disliked=BAD)
    assert context.cache.get_seq_length() > 100
    first = context.score(ASKED)
    assert first == context.score(ASKED[::-1])[::-1]
    assert first == pytest.approx([whole(metric, list(_turns(GOOD, BAD)), image) for image in ASKED], abs=0.02)


def test_the_callers_lists_stay_as_they_are_and_a_side_that_is_empty_is_refused(metric: Idefics2Metric) -> None:
    images, good, bad = list(ASKED), list(GOOD), list(BAD)
    first = metric.score(images, liked=good, disliked=bad)
    assert (images, good, bad) == (ASKED, GOOD, BAD)
    assert metric.score(images, liked=good, disliked=bad) == first
    with pytest.raises(InputError, match="at least one"):
        metric.context(liked=good, disliked=[])
