"""The command that measures what IDEFICS2 costs, and that what it measures is of IDEFICS2's make."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any

import pytest
import torch
from peft import LoraConfig, get_peft_model

from benchmarks import idefics2_cost, random_idefics2
from benchmarks.idefics2_cost import FIRST, NEXT, READ, Unread, reader
from benchmarks.random_idefics2 import SIZES, TARGETS, Files, random_files, random_model, random_processor
from viper_core.errors import ModelUnavailable
from viper_core.extractors.conversation import SeenComment
from viper_core.extractors.vpe import BASE, vpe_model

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def files() -> Iterator[Files]:
    with random_files(SIZES["tiny"], device=CPU) as made:
        yield made


def test_reading_and_scoring_are_measured(capsys: pytest.CaptureFixture[str]) -> None:
    idefics2_cost.main(["--json", "--size", "tiny", "--device", "cpu", "--answer-tokens", "4", "--runs", "1"])
    said = capsys.readouterr()
    printed = json.loads(said.out)
    has_four_bits = find_spec("bitsandbytes") is not None
    assert list(printed["reading"]) == list(printed["scoring"]) == ["bfloat16"] + ["4-bit"] * has_four_bits
    assert said.err.count("4-bit is not measured") == (not has_four_bits)
    for costs, works in (("reading", [READ]), ("scoring", [FIRST, NEXT])):
        for cost in printed[costs].values():
            assert list(cost["median_seconds"]) == works
            assert 0 < cost["held_gb"] < cost["peak_gb"]
    assert "says nothing of IDEFICS2" in " ".join(printed["remarks"])


def test_without_bitsandbytes_the_rest_is_measured(
    files: Files, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("transformers.quantizers.quantizer_bnb_4bit.is_bitsandbytes_available", lambda: False)

    def make(precision: Any) -> Any:
        return reader(precision, files=files, device=CPU, answer_tokens=1)

    costs = idefics2_cost.measure(make, idefics2_cost.PRECISIONS, device=CPU, runs=1)
    assert list(costs) == ["bfloat16"]
    (line,) = [line for line in capsys.readouterr().err.splitlines() if "4-bit" in line]
    assert line.startswith("4-bit is not measured: VPE") and "pip install -r requirements-models.txt" in line


def test_an_answer_is_as_long_as_it_may_be_and_holds_no_sign(files: Files) -> None:
    model = vpe_model(base=files.base, adapter=files.adapter, device="cpu", precision="bfloat16", answer_tokens=20)
    torch.nn.init.zeros_(model.loaded.model.get_base_model().lm_head.weight)  # all are as likely, and signs come first
    answer = model.answer(Unread().question([SeenComment("I love the fog")]), is_cancelled=lambda: False)
    assert not answer.is_whole
    assert answer.text.strip()
    assert not any(sign in answer.text for sign in model.loaded.processor.tokenizer.get_added_vocab())


def test_a_person_is_one_question_of_ten_pictures(files: Files) -> None:
    subject = reader("bfloat16", files=files, device=CPU, answer_tokens=1)
    shown: list[int] = []
    subject.model.get_base_model().model.vision_model.register_forward_pre_hook(
        lambda module, args, given: shown.append(len(given["pixel_values"])), with_kwargs=True
    )
    subject.work[READ]()
    assert shown == [idefics2_cost.COMMENTS]


def test_the_full_size_is_that_of_idefics2_and_its_adapter() -> None:
    """Counted without memory: idefics2-8b has 8.403 billion parameters, the authors' adapters have 93 MB in float32."""
    size = SIZES["full"]
    processor = random_processor(size)
    assert (len(processor.tokenizer), processor.image_token_id) == (32_003, 32_001)
    model = random_model(size, processor, device=torch.device("meta"))
    assert sum(one.numel() for one in model.parameters()) == 8_402_768_112 == pytest.approx(BASE.parameters, rel=1e-3)
    adapted = get_peft_model(model, LoraConfig(r=random_idefics2.RANK, target_modules=TARGETS))
    adapter = sum(one.numel() for name, one in adapted.named_parameters() if "lora" in name)
    assert 4 * adapter == pytest.approx(93e6, rel=0.01)


def test_a_machine_that_is_too_small_is_told_before_anything_is_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(random_idefics2, "free_memory", lambda device: 8e9)
    too_little = r"want 19\.3 GB of cpu, 8\.0 GB are free\. Try --size small\."
    with pytest.raises(ModelUnavailable, match=too_little), random_files(SIZES["full"], device=CPU):
        pytest.fail("made")
