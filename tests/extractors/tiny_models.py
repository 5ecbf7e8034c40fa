"""Tiny models of the real classes, saved as their real counterparts are, and taught to say one answer each.

What they were taught shows that weights, adapter, processor and chat template have all found their places: a model of
which any part was left out does not say it. Teaching takes a second or two on one core.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import torch
from peft import LoraConfig, get_peft_model
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    Idefics2Config,
    Idefics2ForConditionalGeneration,
    Idefics2ImageProcessorPil,
    Idefics2Processor,
    Idefics3Config,
    Idefics3ForConditionalGeneration,
    Idefics3ImageProcessorPil,
    Idefics3Processor,
    PreTrainedTokenizerFast,
)

LISTS = "Liked Art Features: soft light, watercolor\nDisliked Art Features: pixel art"
OBJECT = json.dumps(
    {
        "attributes": [
            {
                "attribute": "soft light",
                "category": "lighting",
                "side": "liked",
                "comment": 1,
                "quote": "soft light",
                "strength": "strong",
            }
        ]
    }
)
TARGETS = (  # as adapters of this model are usually made
    r".*(text_model|modality_projection|perceiver_resampler)"
    r".*(down_proj|gate_proj|up_proj|k_proj|q_proj|v_proj|o_proj).*$"
)
TEMPLATE = (
    "{% for message in messages %}{{ message['role'].capitalize() }}:{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}<image>{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)


def save_idefics2(folder: Path, *, width: int = 16) -> None:
    """A base model with random weights, and its processor with the settings of the real one's files."""
    processor = Idefics2Processor(
        Idefics2ImageProcessorPil(do_image_splitting=True), _tokenizer([LISTS]), image_seq_len=4, chat_template=TEMPLATE
    )
    config = Idefics2Config(
        image_token_id=processor.image_token_id,
        text_config={"model_type": "mistral", "sliding_window": None, **_text(processor, width)},
        vision_config={
            "hidden_size": width, "intermediate_size": 2 * width, "num_hidden_layers": 1, "num_attention_heads": 2,
            "image_size": 980, "patch_size": 14,
        },
        perceiver_config={
            "hidden_size": width, "resampler_n_latents": 4, "resampler_depth": 1, "resampler_n_heads": 2,
            "resampler_head_dim": width // 2, "num_key_value_heads": 2,
        },
    )  # fmt: skip
    torch.manual_seed(0)
    model = Idefics2ForConditionalGeneration(config)
    with torch.no_grad():  # wide enough for an adapter, which changes neither of the two, to have a choice of words
        model.lm_head.weight.mul_(100)
        model.get_input_embeddings().weight.mul_(50)
    _save(model, processor, folder)


def save_adapter(folder: Path, base: Path, *, answer: str | None = LISTS) -> None:
    """A LoRA adapter on the base model that was taught ``answer``, or nothing, saved by peft."""
    processor = Idefics2Processor.from_pretrained(base)
    model = Idefics2ForConditionalGeneration.from_pretrained(base)
    torch.manual_seed(0)
    adapted = get_peft_model(model, LoraConfig(r=8, lora_alpha=16, target_modules=TARGETS))
    if answer is not None:
        _teach(adapted, processor.tokenizer, answer)
    adapted.save_pretrained(str(folder))


def save_chat_model(folder: Path, *, answer: str = OBJECT) -> None:
    """A whole chat model with eyes, of SmolVLM's class, that was taught ``answer``."""
    signs = ["<fake_token_around_image>", "<image>", "<end_of_utterance>", "<global-img>", "<row_1_col_1>"]
    processor = Idefics3Processor(
        Idefics3ImageProcessorPil(
            size={"longest_edge": 32}, max_image_size={"longest_edge": 32}, do_image_splitting=False
        ),
        _tokenizer([answer], signs),
        image_seq_len=4,
        chat_template=TEMPLATE,
    )
    config = Idefics3Config(
        image_token_id=processor.image_token_id,
        scale_factor=2,
        pad_token_id=0,
        text_config={"model_type": "llama", **_text(processor)},
        vision_config={
            "hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 1, "num_attention_heads": 2,
            "image_size": 32, "patch_size": 8,
        },
    )  # fmt: skip
    torch.manual_seed(0)
    model = Idefics3ForConditionalGeneration(config)
    _teach(model, processor.tokenizer, answer)
    _save(model, processor, folder)


def save_qwen(folder: Path, *, answer: str = OBJECT) -> None:
    """As :func:`save_chat_model`, of the class of the recommended models. Needs torchvision."""
    from transformers import (
        Qwen2VLImageProcessorPil,
        Qwen3VLConfig,
        Qwen3VLForConditionalGeneration,
        Qwen3VLProcessor,
        Qwen3VLVideoProcessor,
    )

    signs = ["<|image_pad|>", "<|video_pad|>", "<|vision_start|>", "<|vision_end|>", "<end_of_utterance>"]
    pictures = Qwen2VLImageProcessorPil(patch_size=16, size={"shortest_edge": 1024, "longest_edge": 4096})
    processor = Qwen3VLProcessor(
        pictures,
        _tokenizer([answer], signs),
        Qwen3VLVideoProcessor(),
        chat_template=TEMPLATE.replace("<image>", "<|vision_start|><|image_pad|><|vision_end|>"),
    )
    number = processor.tokenizer.convert_tokens_to_ids
    config = Qwen3VLConfig(
        image_token_id=number("<|image_pad|>"),
        video_token_id=number("<|video_pad|>"),
        vision_start_token_id=number("<|vision_start|>"),
        vision_end_token_id=number("<|vision_end|>"),
        text_config={
            **_text(processor),
            "rope_parameters": {"rope_type": "default", "rope_theta": 1e4, "mrope_section": [2, 1, 1]},
        },
        vision_config={
            "hidden_size": 16, "intermediate_size": 32, "depth": 1, "num_heads": 2, "out_hidden_size": 16,
            "num_position_embeddings": 16, "deepstack_visual_indexes": [0],
        },
    )  # fmt: skip
    torch.manual_seed(0)
    model = Qwen3VLForConditionalGeneration(config)
    _teach(model, processor.tokenizer, answer)
    _save(model, processor, folder)


def _text(processor: Any, width: int = 16) -> dict[str, Any]:
    return {
        "vocab_size": len(processor.tokenizer), "hidden_size": width, "intermediate_size": 2 * width,
        "num_hidden_layers": 2, "num_attention_heads": 2, "num_key_value_heads": 2, "head_dim": width // 2,
        "max_position_embeddings": 32_768, "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0,
    }  # fmt: skip


def _tokenizer(texts: Iterable[str], signs: Iterable[str] = ()) -> PreTrainedTokenizerFast:
    """Bytes and their frequent sequences in ``texts``: an answer is one token or two, and no text is unknown."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=500, special_tokens=["<unk>", "<s>", "</s>"], initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator([*texts] * 10, trainer)
    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, bos_token="<s>", eos_token="</s>", unk_token="<unk>", pad_token="<unk>"
    )
    fast.add_tokens(list(signs), special_tokens=True)
    return fast


def _save(model: Any, processor: Any, folder: Path) -> None:
    model.generation_config.eos_token_id = 2
    model.save_pretrained(folder)
    processor.save_pretrained(folder)


def _teach(model: Any, tokenizer: Any, answer: str) -> None:
    """Descend on the answer behind openings of many lengths until it is far likelier than anything else."""
    said = [*tokenizer.encode(answer, add_special_tokens=False), tokenizer.eos_token_id]
    turn = tokenizer.encode("<end_of_utterance>\nAssistant:", add_special_tokens=False)
    wanted = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.Adam(wanted, lr=0.02)
    model.train()
    learned = 0
    for step in range(300):
        before = torch.randint(3, 256, (4 + step * 37 % 120,)).tolist()  # bytes that mean nothing
        ids = torch.tensor([before + turn + said])
        labels = torch.tensor([[-100] * len(before + turn) + said])
        loss = model(input_ids=ids, attention_mask=torch.ones_like(ids), labels=labels).loss
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        learned = learned + 1 if loss.item() < 0.01 else 0
        if learned == 5:
            break
    model.eval()
