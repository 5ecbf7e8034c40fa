"""A model that knows less becomes one that can learn more, without forgetting: more latent channels, more words.

What is new starts where it changes nothing (zero weights) or where it is closest to what was known (a new token at the
mean of the tokens that used to spell it). Knows tensors and token tables; which stages grow is decided by them.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import nn


@torch.no_grad()
def load_overlap(module: nn.Module, state: dict[str, torch.Tensor]) -> None:
    """Load ``state`` into a module whose tensors may be larger; where they are, the rest becomes 0.

    Raises:
        ValueError: a tensor is missing, or smaller than the one to load.
    """
    own = dict(module.state_dict())
    if missing := sorted(own.keys() ^ state.keys()):
        raise ValueError(f"Not the same parts: {', '.join(missing[:4])}.")
    for name, target in own.items():
        given = state[name]
        if target.ndim != given.ndim or any(a < b for a, b in zip(target.shape, given.shape, strict=True)):
            raise ValueError(f"{name} is {tuple(target.shape)}; {tuple(given.shape)} does not fit into it.")
        target.zero_()
        target[tuple(slice(0, size) for size in given.shape)] = given.to(target)


def widened_unet(unet: Any, channels: int) -> Any:
    """The same U-Net with ``channels`` latent channels; what it says of the ones it knew depends on them alone."""
    wider = type(unet).from_config({**unet.config, "in_channels": channels, "out_channels": channels})
    load_overlap(wider, unet.state_dict())
    return wider


def widened_autoencoder(autoencoder: Any, channels: int) -> Any:
    """The same ``AutoencoderTiny`` with ``channels`` latent channels; the new ones change no picture yet."""
    wider = type(autoencoder).from_config({**autoencoder.config, "latent_channels": channels})
    load_overlap(wider, autoencoder.state_dict())
    return wider


@torch.no_grad()
def with_vocabulary(encoder: Any, known: Any, wanted: Any) -> Any:
    """The text encoder for the tokenizer ``wanted``, from one for ``known``; their specials correspond.

    A token that both know keeps its embedding; another starts at the mean of the tokens that spell it in ``known``.
    """
    config = type(encoder.config).from_dict(
        {
            **encoder.config.to_dict(), "vocab_size": len(wanted), "bos_token_id": wanted.bos_token_id,
            "eos_token_id": wanted.eos_token_id, "pad_token_id": wanted.pad_token_id,
        }
    )  # fmt: skip
    grown = type(encoder)(config)
    weights = {name: value for name, value in encoder.state_dict().items() if "token_embedding" not in name}
    grown.load_state_dict(weights, strict=False)
    old, new = encoder.get_input_embeddings().weight, grown.get_input_embeddings().weight
    numbers = known.get_vocab()
    for token, number in wanted.get_vocab().items():
        if token in numbers:
            new[number] = old[numbers[token]]
        elif pieces := known(wanted.decode([number]).strip(), add_special_tokens=False).input_ids:
            new[number] = old[pieces].mean(0)
    return grown
