"""A tiny eye and a tiny model of liking with random weights, as folders of the make of the bundled ones."""

from __future__ import annotations

from pathlib import Path

import torch

COLOURS = ("red", "blue")


def write_eye(folder: Path, *, seed: int = 0) -> None:
    """A ``CLIPModel`` that sees 128 px in patches of 32 and names two colours."""
    from transformers import CLIPConfig, CLIPModel

    from tests.tiny import tiny_tokenizer
    from training.eye import Named, save_eye

    tokenizer = tiny_tokenizer()
    torch.manual_seed(seed)
    common = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    eye = CLIPModel(
        CLIPConfig(
            text_config={**common, "vocab_size": len(tokenizer), "max_position_embeddings": 77,
                         "eos_token_id": tokenizer.eos_token_id, "bos_token_id": tokenizer.bos_token_id},
            vision_config={**common, "image_size": 128, "patch_size": 32},
            projection_dim=12,
        )
    )  # fmt: skip
    named = Named()
    with torch.no_grad():
        named.log_scale.fill_(torch.tensor(3.0).log())
        named.bias.fill_(-1.0)
    save_eye(eye, named, tokenizer, COLOURS, folder, {})


def write_liking(folder: Path, *, eye: Path) -> None:
    """A model of liking of that eye's vectors."""
    from training.liking import save_liking
    from viper_core.metric.liking import Liking

    torch.manual_seed(1)
    save_liking(Liking(features=12, width=16, heads=2, layers=2), eye, folder, {})
