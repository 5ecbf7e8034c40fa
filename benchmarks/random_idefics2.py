"""IDEFICS2 with random weights: the real classes at a small size, or those of idefics2-8b for a GPU.

What can be measured without a download: seconds and memory. It lies in folders as the real one does, so the very code
that loads the real one loads it. Its tokenizer is learned from this project's documents, so a text has about as many
tokens as the real one's. What it says means nothing; no sign of its tokenizer is among it, the one that ends an answer
neither, so an answer is as long as it may be.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from benchmarks.common import ROOT
from viper_core.devices import free_memory, release_memory
from viper_core.errors import ModelUnavailable
from viper_core.extractors.model_files import Weights

if TYPE_CHECKING:
    import torch

_SPECIAL = ("<unk>", "<s>", "</s>")
_BYTES = 2  # of a parameter, in bfloat16
_GIGABYTE = 1e9
_MARGIN = 1.15  # of memory and disk, over the weights alone
RANK = 8  # of the authors' adapters, by the size of their files
TARGETS = (  # the layers that adapters of this model are on
    r".*(text_model|modality_projection|perceiver_resampler)"
    r".*(down_proj|gate_proj|up_proj|k_proj|q_proj|v_proj|o_proj).*$"
)
_CHAT = (
    "{% for message in messages %}{{ message['role'].capitalize() }}:{% for part in message['content'] %}"
    "{% if part['type'] == 'text' %}{{ part['text'] }}{% else %}<image>{% endif %}{% endfor %}<end_of_utterance>\n"
    "{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}"
)


@dataclass(frozen=True)
class Size:
    """Widths and depths; ``full`` has those of idefics2-8b's own configuration.

    Attributes:
        text: width, width within, layers, heads, and heads of keys, of the language model.
        vision: width, width within, layers and heads of the vision tower.
        resampler: tokens of a picture, depth, heads, width of a head, and heads of keys.
        words: tokens that are known, without the three signs around a picture and a turn.
    """

    text: tuple[int, int, int, int, int]
    vision: tuple[int, int, int, int]
    resampler: tuple[int, int, int, int, int]
    words: int


SIZES = {
    "tiny": Size((64, 128, 2, 2, 2), (64, 128, 1, 2), (8, 1, 2, 32, 2), 2000),
    "small": Size((512, 1536, 8, 8, 2), (256, 1024, 6, 4), (64, 2, 4, 64, 2), 8000),
    "full": Size((4096, 14_336, 32, 32, 8), (1152, 4304, 27, 16), (64, 3, 16, 96, 4), 32_000),
}


@dataclass(frozen=True)
class Files:
    """A model in folders, as it is loaded from.

    Attributes:
        base: the model with its processor.
        adapter: a PEFT adapter on it, which changes nothing and costs what one costs.
        parameters: of the model.
    """

    base: Weights
    adapter: Weights
    parameters: int

    @property
    def gigabytes(self) -> float:
        """Of the model in bfloat16."""
        return _BYTES * self.parameters / _GIGABYTE


@contextmanager
def random_files(size: Size, *, device: torch.device, seed: int = 0) -> Iterator[Files]:
    """The model of this size in a temporary folder, made on ``device``, the same for the same seed and device.

    Raises:
        ModelUnavailable: the device or the disk has no room for it.
    """
    import torch
    from peft import LoraConfig, get_peft_model

    processor = random_processor(size)
    parameters = sum(one.numel() for one in random_model(size, processor, device=torch.device("meta")).parameters())
    with TemporaryDirectory(prefix="idefics2-") as folder:
        base, adapter = Path(folder, "base"), Path(folder, "adapter")
        files = Files(Weights(str(base)), Weights(str(adapter)), parameters)
        _check_room(device.type, free_memory(device), files.gigabytes, "Try --size small")
        _check_room(folder, shutil.disk_usage(folder).free, files.gigabytes, "Point TMPDIR to a larger disk")
        model = random_model(size, processor, device=device, seed=seed)
        processor.save_pretrained(base)
        model.save_pretrained(base, max_shard_size="4GB")  # each goes through main memory
        get_peft_model(model, LoraConfig(r=RANK, target_modules=TARGETS)).save_pretrained(str(adapter))
        del model  # its memory is wanted by the one that is loaded
        release_memory()
        yield files


def _check_room(where: str, free: float, gigabytes: float, remedy: str) -> None:
    if free < (needed := _MARGIN * gigabytes) * _GIGABYTE:
        raise ModelUnavailable(
            f"The random weights want {needed:.1f} GB of {where}, {free / _GIGABYTE:.1f} GB are free. {remedy}."
        )


def random_model(size: Size, processor: Any, *, device: torch.device, seed: int = 0) -> Any:
    """An ``Idefics2ForConditionalGeneration`` of this size in bfloat16, made where it shall lie."""
    import torch
    from transformers import AutoModelForImageTextToText

    torch.manual_seed(seed)
    with device:
        model = AutoModelForImageTextToText.from_config(_config(size, processor), dtype=torch.bfloat16)
    signs = {*processor.tokenizer.all_special_ids, *processor.tokenizer.get_added_vocab().values()}
    model.generation_config.suppress_tokens = sorted(signs)
    return model.eval()


def random_processor(size: Size) -> Any:
    """The processor, with the settings of the real one's files."""
    from transformers import Idefics2ImageProcessorPil, Idefics2Processor

    pictures = Idefics2ImageProcessorPil(do_image_splitting=True)
    latents = size.resampler[0]
    return Idefics2Processor(pictures, _tokenizer(size.words), image_seq_len=latents, chat_template=_CHAT)


def _config(size: Size, processor: Any) -> Any:
    from transformers import Idefics2Config

    tokenizer = processor.tokenizer
    (width, within, layers, heads, key_heads), seen = size.text, size.vision
    latents, depth, resampler_heads, head, resampler_key_heads = size.resampler
    return Idefics2Config(
        image_token_id=processor.image_token_id,
        text_config={
            "model_type": "mistral", "vocab_size": len(tokenizer), "hidden_size": width, "intermediate_size": within,
            "num_hidden_layers": layers, "num_attention_heads": heads, "num_key_value_heads": key_heads,
            "max_position_embeddings": 32_768, "rms_norm_eps": 1e-5, "sliding_window": 4096,
            "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
            "pad_token_id": tokenizer.pad_token_id,
        },
        vision_config={
            "hidden_size": seen[0], "intermediate_size": seen[1], "num_hidden_layers": seen[2],
            "num_attention_heads": seen[3], "image_size": 980, "patch_size": 14,
        },
        perceiver_config={
            "hidden_size": width, "rms_norm_eps": 1e-5, "resampler_n_latents": latents, "resampler_depth": depth,
            "resampler_n_heads": resampler_heads, "resampler_head_dim": head,
            "num_key_value_heads": resampler_key_heads,
        },
    )  # fmt: skip


def _tokenizer(words: int) -> Any:
    """Bytes and their frequent sequences in the documents, filled up to ``words`` with ones that no text has."""
    import json

    from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
    from transformers import PreTrainedTokenizerFast

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=words,
        special_tokens=list(_SPECIAL),
        initial_alphabet=sorted(pre_tokenizers.ByteLevel.alphabet()),
        show_progress=False,
    )
    documents = [path.read_text("utf-8") for path in sorted((ROOT / "docs").rglob("*.md"))]
    tokenizer.train_from_iterator(documents, trainer)
    table = json.loads(tokenizer.to_str())
    known = table["model"]["vocab"]
    known.update({f"Ġunused{number}": number for number in range(len(known), words)})
    unknown, begins, ends = _SPECIAL
    return PreTrainedTokenizerFast(
        tokenizer_object=Tokenizer.from_str(json.dumps(table)),
        bos_token=begins, eos_token=ends, unk_token=unknown, pad_token=unknown,
    )  # fmt: skip
