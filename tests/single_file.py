"""A Stable Diffusion pipeline as one file in Stability AI's layout, as communities share checkpoints.

The way back from diffusers' names, for the tiny pipelines of ``tests.tiny``: each name of theirs, to where the original
code keeps the same tensor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors.torch import save_file
from torch import Tensor

RESNET = {
    "norm1": "in_layers.0",
    "conv1": "in_layers.2",
    "time_emb_proj": "emb_layers.1",
    "norm2": "out_layers.0",
    "conv2": "out_layers.3",
    "conv_shortcut": "skip_connection",
}
AROUND = {
    "time_embedding.linear_1": "time_embed.0",
    "time_embedding.linear_2": "time_embed.2",
    "conv_in": "input_blocks.0.0",
    "conv_norm_out": "out.0",
    "conv_out": "out.2",
}
ATTENTION = {"group_norm": "norm", "to_q": "q", "to_k": "k", "to_v": "v", "to_out.0": "proj_out"}


def write_single_file(pipeline: Any, path: Path) -> Path:
    """Write U-Net, autoencoder and text encoder of a Stable Diffusion 1.x pipeline into one file."""
    layers = pipeline.unet.config.layers_per_block
    has_attention = ["CrossAttn" in kind for kind in pipeline.unet.config.up_block_types]
    levels = len(pipeline.vae.config.block_out_channels)
    tensors: dict[str, Tensor] = {}
    for name, tensor in pipeline.unet.state_dict().items():
        tensors[f"model.diffusion_model.{_unet_name(name, layers, has_attention)}"] = tensor
    for name, tensor in pipeline.vae.state_dict().items():
        is_projection = ".attentions." in name and name.endswith("weight") and tensor.ndim == 2
        tensors[f"first_stage_model.{_vae_name(name, levels)}"] = tensor[:, :, None, None] if is_projection else tensor
    for name, tensor in pipeline.text_encoder.state_dict().items():
        tensors[f"cond_stage_model.transformer.{_text_name(name)}"] = tensor
    save_file({name: tensor.contiguous().clone() for name, tensor in tensors.items()}, path)
    return path


def _unet_name(name: str, layers: int, has_attention: list[bool]) -> str:
    for ours, theirs in AROUND.items():
        if name.startswith(f"{ours}."):
            return name.replace(ours, theirs, 1)
    if match := re.fullmatch(r"mid_block\.(resnets|attentions)\.(\d)\.(.+)", name):
        kind, number, rest = match.groups()
        return f"middle_block.{2 * int(number)}.{_resnet(rest)}" if kind == "resnets" else f"middle_block.1.{rest}"
    match = re.fullmatch(r"(down|up)_blocks\.(\d)\.(\w+)\.(\d)\.(.+)", name)
    assert match is not None, name
    side, level, kind, number, rest = match[1], int(match[2]), match[3], int(match[4]), match[5]
    first = level * (layers + 1) + (1 if side == "down" else 0)  # conv_in is the first of the input blocks
    places = {
        "resnets": f"{first + number}.0",
        "attentions": f"{first + number}.1",
        "downsamplers": f"{first + layers}.0",
        "upsamplers": f"{first + layers}.{2 if has_attention[level] else 1}",
    }
    if kind == "resnets":
        rest = _resnet(rest)
    elif kind == "downsamplers":
        rest = rest.replace("conv.", "op.", 1)
    return f"{'input' if side == 'down' else 'output'}_blocks.{places[kind]}.{rest}"


def _resnet(rest: str) -> str:
    part, _, kind = rest.rpartition(".")
    return f"{RESNET[part]}.{kind}"


def _vae_name(name: str, levels: int) -> str:
    name = _replaced(name, (("conv_norm_out", "norm_out"), ("conv_shortcut", "nin_shortcut")))
    if ".mid_block.attentions." in name:
        name = _replaced(name, ATTENTION.items())
        return name.replace("mid_block.attentions.0", "mid.attn_1")
    if match := re.match(r"(.+)\.mid_block\.resnets\.(\d)", name):
        return name.replace(match[0], f"{match[1]}.mid.block_{int(match[2]) + 1}")
    if match := re.match(r"encoder\.down_blocks\.(\d)\.", name):
        name = name.replace(match[0], f"encoder.down.{match[1]}.")
    if match := re.match(r"decoder\.up_blocks\.(\d)\.", name):
        name = name.replace(match[0], f"decoder.up.{levels - 1 - int(match[1])}.")
    return _replaced(name, (("resnets.", "block."), ("downsamplers.0", "downsample"), ("upsamplers.0", "upsample")))


def _text_name(name: str) -> str:
    return name if name.startswith("text_model.") else f"text_model.{name}"


def _replaced(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    for ours, theirs in pairs:
        name = name.replace(ours, theirs)
    return name
