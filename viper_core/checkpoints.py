"""What a checkpoint on this machine is, told from its own files: its make, its size, and whether it can be drawn with.

A checkpoint is a file of safetensors in Stability AI's layout, as communities share them, or the folder of a diffusers
pipeline with safetensors in it. Only headers and configurations are read here. What an entry of the table adds
(defaults, licence) is ``registry``'s part, loading is ``weights``'.
"""

from __future__ import annotations

import json
import math
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from viper_core.errors import ModelUnavailable, first_line

__all__ = ["Checkpoint", "Family", "Make", "is_path", "read_header", "recognise"]

Family = Literal["stable-diffusion", "stable-diffusion-xl"]
Make = Literal["sd-1", "sd-2", "sdxl"]

_SUFFIX = ".safetensors"
_HEADER_LENGTH = 100_000_000  # bytes; the format's own limit
_LATENT_CHANNELS = 4
_CELL = 8  # pixels a side that one latent of these makes covers
_WIDTHS: Mapping[int, Make] = {768: "sd-1", 1024: "sd-2", 2048: "sdxl"}  # of the text that the U-Net attends to
_CROSS_ATTENTION = ".attn2.to_k.weight"
_FIRST_CONVOLUTION = "model.diffusion_model.input_blocks.0.0.weight"
_OTHER_FILES = (".ckpt", ".pt", ".pth", ".bin")


@dataclass(frozen=True)
class Checkpoint:
    """A checkpoint that can be drawn with.

    Attributes:
        path: of the file or folder.
        make: which architecture it has.
        native_size: the side in pixels it was trained for, where it says so; else None.
        size_mb: of its weights, in megabytes.
    """

    path: Path
    make: Make
    native_size: int | None
    size_mb: int


def is_path(name: str) -> bool:
    """Whether a person who types this means a file or folder, not a name of the table."""
    return name.endswith((_SUFFIX, *_OTHER_FILES)) or os.sep in name or "/" in name or name.startswith("~")


def recognise(path: Path) -> Checkpoint:
    """What lies at ``path``.

    Raises:
        ModelUnavailable: nothing, or nothing that can be drawn with; the message says what was found and what to do.
    """
    if path.is_dir():
        return _folder(path)
    if not path.is_file():
        raise ModelUnavailable(f"There is no checkpoint at {path}. Give the path of a {_SUFFIX} file or of a folder.")
    if path.suffix in _OTHER_FILES:
        raise ModelUnavailable(
            f"{path} is not read: files of that kind can run code when they are opened. Use the {_SUFFIX} version of "
            "the checkpoint, or convert it on a machine that you can afford to lose."
        )
    return _file(path)


def read_header(path: Path) -> dict[str, Any]:
    """The table of tensors of a safetensors file: name to ``{"dtype": …, "shape": […], "data_offsets": […]}``.

    Raises:
        ModelUnavailable: the file is something else, or cut short; the message says which, and what to do.
    """
    try:
        with path.open("rb") as file:
            start = file.read(8)
            if start.lstrip()[:1] == b"<" or start.startswith(b"version "):
                kind = "a web page" if start.lstrip()[:1] == b"<" else "a pointer of Git LFS"
                raise ModelUnavailable(f"{path} is {kind} and no weights. Delete it and download the file itself.")
            (length,) = struct.unpack("<Q", start)
            if length > _HEADER_LENGTH:
                raise ValueError("its header is too long")
            header = json.loads(file.read(length))
        header.pop("__metadata__", None)
        end = max((int(tensor["data_offsets"][1]) for tensor in header.values()), default=0)
        if not all(isinstance(tensor["shape"], list) for tensor in header.values()):
            raise ValueError("its header is no table of tensors")
    except (OSError, ValueError, struct.error, AttributeError, KeyError, TypeError, IndexError) as error:
        raise ModelUnavailable(f"{path} is damaged ({first_line(error)}). Delete it and download it again.") from error
    expected = 8 + length + end
    if path.stat().st_size != expected:
        raise ModelUnavailable(
            f"{path} is cut short: it has {path.stat().st_size} bytes of {expected}. Delete it and download it again."
        )
    result: dict[str, Any] = header
    return result


def _file(path: Path) -> Checkpoint:
    header = read_header(path)
    if _FIRST_CONVOLUTION not in header:
        if any("lora" in name for name in header):
            raise ModelUnavailable(f"{path} is a LoRA, which changes a model and is none. Give a whole checkpoint.")
        raise ModelUnavailable(
            f"{path} is no checkpoint of Stable Diffusion 1.x, 2.x or XL: it has no tensor {_FIRST_CONVOLUTION}. For "
            "one in the layout of diffusers give its folder."
        )
    channels = int(header[_FIRST_CONVOLUTION]["shape"][1])
    widths = {int(one["shape"][1]) for name, one in header.items() if name.endswith(_CROSS_ATTENTION)}
    if not any(name.startswith("first_stage_model.") for name in header):
        raise ModelUnavailable(f"{path} has a denoiser and no autoencoder. Give a whole checkpoint.")
    size = path.stat().st_size
    return Checkpoint(path, _make(path, channels, widths), None, math.ceil(size / 1e6))


def _folder(path: Path) -> Checkpoint:
    unet = _configuration(path / "unet" / "config.json")
    _configuration(path / "model_index.json")
    weights = list(path.rglob(f"*{_SUFFIX}"))
    if not list((path / "unet").glob(f"*{_SUFFIX}")):
        raise ModelUnavailable(f"The folder {path / 'unet'} holds no {_SUFFIX}. Other kinds of weights are not read.")
    try:
        width, channels, side = unet["cross_attention_dim"], unet["in_channels"], unet.get("sample_size")
        make = _make(path, int(channels), {int(width)})
        native = None if side is None else int(side) * _CELL
    except (KeyError, TypeError, ValueError) as error:
        raise ModelUnavailable(f"{path / 'unet' / 'config.json'} is damaged ({first_line(error)}).") from error
    return Checkpoint(path, make, native, math.ceil(sum(file.stat().st_size for file in weights) / 1e6))


def _make(path: Path, channels: int, widths: set[int]) -> Make:
    if len(widths) != 1 or not widths <= set(_WIDTHS):
        shown = ", ".join(str(width) for width in sorted(widths)) or "none"
        raise ModelUnavailable(
            f"{path} is no checkpoint of Stable Diffusion 1.x, 2.x or XL: its denoiser reads text of width {shown}, "
            f"theirs of {', '.join(map(str, _WIDTHS))}. A refiner alone cannot draw."
        )
    if channels != _LATENT_CHANNELS:
        raise ModelUnavailable(
            f"{path} takes {channels} channels where a model that draws from text takes {_LATENT_CHANNELS}; it is one "
            "for inpainting or editing. Give the checkpoint for drawing from text."
        )
    (width,) = widths
    return _WIDTHS[width]


def _configuration(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except FileNotFoundError:
        raise ModelUnavailable(f"The file {path} is missing; a folder of diffusers has one.") from None
    except (OSError, ValueError) as error:
        raise ModelUnavailable(f"{path} is damaged ({first_line(error)}). Download it again.") from error
    if not isinstance(found, dict):
        raise ModelUnavailable(f"{path} is damaged (it is no object). Download it again.")
    return found
