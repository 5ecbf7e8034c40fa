"""Tokenizer and text encoder: byte-pair encoding of the captions, and a small CLIP text model that reads them.

The encoder is pre-trained to say, at every end-of-text position, which subject, setting and attribute of each slot
the caption *mentions* (what a caption leaves out is not demanded). A minute of this spares the diffusion model tens
of thousands of samples in which it would ignore the style. Classes come from the artist; nothing here draws.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from training import common, data
from training.growth import with_vocabulary

CONTEXT = 40  # positions of the text model; captions of the artist have up to 43 words and commas, nearly all 32
WIDTH = 256
VOCABULARY = 2500
_BOUNDARY = "</w>"


def sample_captions(world_name: str, *, scenes: int, each: int, seed: int) -> list[tuple[Any, str, frozenset[str]]]:
    """``(scene, caption, mentions)`` of fresh scenes; nothing is drawn."""
    from training.atelier import captions

    world = data.world_named(world_name)
    found = []
    for index in range(scenes):
        scene = data.scene_number(index, world=world, seed=seed)
        rng = random.Random(f"{seed}:{index}:words")
        found += [(scene, text, told) for text, told in captions(scene, rng, each, mentions=True)]
    return found


def train_tokenizer(texts: Iterable[str]) -> Any:
    """A ``CLIPTokenizer`` with merges learned from ``texts``; any Unicode text falls back to its bytes."""
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers
    from transformers import CLIPTokenizer

    pattern = CLIPTokenizer()._tokenizer  # the normalizer and the word pattern of every CLIP tokenizer
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    learner = Tokenizer(models.BPE(continuing_subword_prefix="", end_of_word_suffix=_BOUNDARY))
    learner.normalizer, learner.pre_tokenizer = pattern.normalizer, pattern.pre_tokenizer
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, initial_alphabet=alphabet, continuing_subword_prefix="",
        end_of_word_suffix=_BOUNDARY, show_progress=False,
    )  # fmt: skip
    learner.train_from_iterator(texts, trainer)
    merges = [tuple(pair) for pair in json.loads(learner.to_str())["model"]["merges"]]
    # CLIP's order: bytes, bytes that end a word, one token per merge, start and end of text
    words = alphabet + [byte + _BOUNDARY for byte in alphabet] + ["".join(pair) for pair in merges]
    words += ["<|startoftext|>", "<|endoftext|>"]
    vocabulary = {word: number for number, word in enumerate(dict.fromkeys(words))}
    return CLIPTokenizer(vocab=vocabulary, merges=merges, model_max_length=CONTEXT)


def load_tokenizer(folder: Path) -> Any:
    """The tokenizer saved in ``folder``."""
    from transformers import CLIPTokenizer

    return CLIPTokenizer.from_pretrained(folder)


def token_ids(tokenizer: Any, texts: list[str]) -> np.ndarray:
    """``(N, CONTEXT)`` int16, padded with end-of-text; longer texts are cut."""
    parts = [
        np.asarray(tokenizer(texts[i : i + 4096], padding="max_length", truncation=True).input_ids, dtype=np.int16)
        for i in range(0, len(texts), 4096)
    ]
    return np.concatenate(parts)


def build_text_encoder(tokenizer: Any, *, width: int = WIDTH, layers: int = 3) -> Any:
    """An untrained ``CLIPTextModel`` with the tokenizer's ids."""
    from transformers import CLIPTextConfig, CLIPTextModel

    return CLIPTextModel(
        CLIPTextConfig(
            vocab_size=len(tokenizer), hidden_size=width, intermediate_size=3 * width, num_hidden_layers=layers,
            num_attention_heads=4, max_position_embeddings=CONTEXT, hidden_act="gelu", projection_dim=width,
            bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
    )  # fmt: skip


def load_text_encoder(folder: Path) -> Any:
    """The text encoder of a run's stage or of a pipeline folder, in float32."""
    from transformers import CLIPTextModel

    return CLIPTextModel.from_pretrained(folder / "text_encoder").float()


class Reader(nn.Module):
    """One linear layer from hidden states ``(B, L, D)`` to the classes of all heads, split by head."""

    def __init__(self, width: int, heads: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.sizes = [len(classes) for classes in heads.values()]
        self.linear = nn.Linear(width, sum(self.sizes))

    def forward(self, hidden: torch.Tensor) -> list[torch.Tensor]:
        return list(self.linear(hidden).split(self.sizes, dim=-1))


def reading_loss(logits: list[torch.Tensor], labels: torch.Tensor, ends: torch.Tensor) -> torch.Tensor:
    """Sum over heads of the cross-entropy at the end-of-text positions ``ends`` (B, L), averaged per caption."""
    weight = ends / ends.sum(1, keepdim=True)
    total = torch.zeros((), device=labels.device)
    for head, values in enumerate(logits):
        target = labels[:, head, None].expand(-1, values.shape[1])
        losses = F.cross_entropy(values.float().transpose(1, 2), target, reduction="none")
        total = total + (losses * weight).sum(1).mean()
    return total


@torch.no_grad()
def reading_accuracy(
    encoder: Any, reader: Reader, ids: torch.Tensor, labels: torch.Tensor, heads: Iterable[str]
) -> dict[str, float]:
    """Share of captions read right at the last position, by head."""
    right = [
        torch.stack([v[:, -1].argmax(-1) for v in reader(encoder(ids[i : i + 64]).last_hidden_state)], 1)
        == labels[i : i + 64]
        for i in range(0, len(ids), 64)
    ]
    return dict(zip(heads, [round(float(x), 3) for x in torch.cat(right).float().mean(0)], strict=True))


def load_labelled(
    tokenizer: Any, world: str, *, scenes: int, seed: int
) -> tuple[dict[str, tuple[str, ...]], torch.Tensor, torch.Tensor]:
    """The heads of the world, token ids ``(N, CONTEXT)`` and labels ``(N, heads)`` of captions of fresh scenes."""
    heads = data.heads_of(world)
    told = sample_captions(world, scenes=scenes, each=4, seed=seed)
    labels = [
        data.labels_of(heads, subject=s.subject, setting=s.setting, attributes=s.attributes, mentions=mentions)
        for s, _, mentions in told
    ]
    ids = token_ids(tokenizer, [text for _, text, _ in told]).astype(np.int64)
    return heads, torch.from_numpy(ids), torch.tensor(labels)


def start_encoder(shipped: Path | None, tokenizer: Any) -> Any:
    """An untrained encoder, or the shipped one with the embeddings that this tokenizer needs."""
    if shipped is None:
        return build_text_encoder(tokenizer)
    encoder, known = load_text_encoder(shipped), load_tokenizer(shipped / "tokenizer")
    same = known.get_vocab() == tokenizer.get_vocab()
    return encoder if same else with_vocabulary(encoder, known, tokenizer)


def train(a: argparse.Namespace) -> None:
    """Train the tokenizer once, then the encoder; both land in ``RUN/text``."""
    device = common.prepare(a)
    folder = a.run / "text"
    if a.init and not a.new_words:
        load_tokenizer(a.init / "tokenizer").save_pretrained(folder / "tokenizer")
    elif not (folder / "tokenizer" / "tokenizer.json").exists():
        corpus = [text for _, text, _ in sample_captions(a.world, scenes=a.scenes, each=4, seed=-2)]
        train_tokenizer(corpus).save_pretrained(folder / "tokenizer")
    tokenizer = load_tokenizer(folder / "tokenizer")
    heads, ids, labels = load_labelled(tokenizer, a.world, scenes=a.scenes, seed=-3)
    ids, labels = ids.to(device), labels.to(device)
    held = max(1, min(2000, len(ids) // 10))
    lengths = (ids != tokenizer.eos_token_id).sum(1) + 1
    encoder = start_encoder(a.init, tokenizer).to(device)
    reader = Reader(encoder.config.hidden_size, heads).to(device)
    run = common.Run(
        folder, {"encoder": encoder, "reader": reader}, arguments=a, device=device, average=0.995, warmup=50,
        on_save=lambda: encoder.save_pretrained(folder / "text_encoder"),
    )  # fmt: skip
    generator = torch.Generator().manual_seed(a.seed + run.step)
    for _ in run.steps():
        pick = torch.randint(held, len(ids), (a.batch,), generator=generator)
        # padding costs as much as words: three times in four only a little of it is read
        longest = CONTEXT if torch.rand((), generator=generator) < 0.25 else min(CONTEXT, int(lengths[pick].max()) + 2)
        batch = ids[pick, :longest]
        with common.autocast(device):
            logits = reader(encoder(batch).last_hidden_state)
        ends = (batch == tokenizer.eos_token_id).float()
        run.update(reading_loss(logits, labels[pick], ends), samples=a.batch)
        if run.every("accuracy", minutes=0.5):
            with run.averaged():
                run.log(accuracy=reading_accuracy(encoder, reader, ids[:held], labels[:held], heads))
    with run.averaged():
        run.log(final=True, accuracy=reading_accuracy(encoder, reader, ids[:held], labels[:held], heads))


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=1e-3, batch=64, minutes=2.0)
    parser.add_argument("--world", default="mini")
    parser.add_argument("--new-words", action="store_true", help="with --init: a tokenizer of this world's captions")
    parser.add_argument("--scenes", type=int, default=12000, help="scenes whose captions are read")
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
