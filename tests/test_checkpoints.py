"""Community checkpoints by path: told from their headers, and refused with a reason where they cannot draw."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest
import torch
from safetensors.torch import save_file

from viper_core.checkpoints import is_path, read_header, recognise
from viper_core.errors import ModelUnavailable
from viper_core.registry import MODELS, find_model

CONVOLUTION = "model.diffusion_model.input_blocks.0.0.weight"
ATTENTION = "model.diffusion_model.input_blocks.1.1.transformer_blocks.0.attn2.to_k.weight"
VAE = "first_stage_model.decoder.conv_in.weight"


def checkpoint(path: Path, *, channels: int = 4, width: int = 768, leave_out: str = "") -> Path:
    """A file with the telling tensors of a checkpoint, and nothing in them."""
    tensors = {
        CONVOLUTION: torch.zeros(1, channels, 1, 1),
        ATTENTION: torch.zeros(1, width),
        VAE: torch.zeros(1, 4, 1, 1),
    }
    save_file({name: tensor for name, tensor in tensors.items() if name != leave_out}, path)
    return path


@pytest.mark.parametrize(("width", "make"), [(768, "sd-1.5"), (1024, "sd-2.1"), (2048, "sdxl")])
def test_a_single_file_is_described_by_the_entry_of_its_make(tmp_path: Path, width: int, make: str) -> None:
    path = checkpoint(tmp_path / "dreamy.safetensors", width=width)
    info, entry = find_model(str(path)), MODELS[make]
    assert (info.name, info.source, info.origin, info.make) == ("dreamy", path, "local", make)
    assert (info.family, info.defaults, info.memory_gb) == (entry.family, entry.defaults, entry.memory_gb)
    assert info.revision == "" and info.size_mb == 1 and not info.is_bundled
    assert make in info.description


def folder(path: Path, **changes: object) -> Path:
    (path / "unet").mkdir(parents=True)
    unet = {"cross_attention_dim": 768, "in_channels": 4, "sample_size": 96, **changes}
    (path / "unet" / "config.json").write_text(json.dumps(unet), encoding="utf-8")
    (path / "model_index.json").write_text("{}", encoding="utf-8")
    save_file({"weight": torch.zeros(4)}, path / "unet" / "diffusion_pytorch_model.safetensors")
    return path


def test_a_folder_tells_its_own_native_size(tmp_path: Path) -> None:
    info = find_model(str(folder(tmp_path / "dreamy")))
    assert (info.name, info.make, info.native_size) == ("dreamy", "sd-1.5", 768)
    assert (info.defaults.height, info.defaults.width) == (768, 768)


@pytest.mark.parametrize("name", ["a.safetensors", "./a", "folder/a", "~/a", "a.ckpt"])
def test_what_looks_like_a_path_is_one(name: str) -> None:
    assert is_path(name)
    with pytest.raises(ModelUnavailable):
        find_model(name)


@pytest.mark.parametrize("name", MODELS)
def test_no_name_of_the_table_is_taken_for_a_path(name: str) -> None:
    assert not is_path(name)


def refused(path: Path) -> str:
    with pytest.raises(ModelUnavailable) as caught:
        recognise(path)
    message = str(caught.value)
    assert "\n" not in message and str(path) in message
    return message


def test_a_path_that_leads_nowhere_is_said(tmp_path: Path) -> None:
    assert "no checkpoint at" in refused(tmp_path / "nothing.safetensors")


def test_a_file_that_could_run_code_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "dreamy.ckpt"
    path.write_bytes(b"anything")
    assert "can run code" in refused(path)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE html><title>Sign in</title>", "is a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "is a pointer of Git LFS"),
        (b"", "is damaged"),
        (b"\xff" * 64, "header is too long"),
        (b"\x02\x00\x00\x00\x00\x00\x00\x00[]", "is damaged"),
        (b'\x0d\x00\x00\x00\x00\x00\x00\x00{"a": "no"}  ', "is damaged"),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_what_is_no_safetensors_is_named_for_what_it_is(tmp_path: Path, content: bytes, says: str) -> None:
    path = tmp_path / "dreamy.safetensors"
    path.write_bytes(content)
    message = refused(path)
    assert says in message and "download" in message


def test_a_truncated_file_is_told_from_its_header(tmp_path: Path) -> None:
    path = checkpoint(tmp_path / "dreamy.safetensors")
    path.write_bytes(path.read_bytes()[:-1])
    assert "is cut short" in refused(path)


def test_metadata_of_a_file_is_no_tensor(tmp_path: Path) -> None:
    path = tmp_path / "a.safetensors"
    save_file({"weight": torch.zeros(2)}, path, metadata={"format": "pt"})
    assert list(read_header(path)) == ["weight"]


CASES: Mapping[str, tuple[dict[str, object], str]] = {
    "for inpainting": ({"channels": 9}, "inpainting"),
    "of another make": ({"width": 640}, "text of width 640"),
    "a denoiser alone": ({"leave_out": VAE}, "no autoencoder"),
    "something else": ({"leave_out": CONVOLUTION}, "is no checkpoint"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_checkpoint_that_cannot_draw_is_refused_with_the_reason(tmp_path: Path, case: str) -> None:
    changes, says = CASES[case]
    assert says in refused(checkpoint(tmp_path / "dreamy.safetensors", **changes))  # type: ignore[arg-type]


def test_a_lora_is_told_from_a_checkpoint(tmp_path: Path) -> None:
    path = tmp_path / "style.safetensors"
    save_file({"lora_unet_down.lora_up.weight": torch.zeros(4)}, path)
    assert "is a LoRA" in refused(path)


def test_a_folder_without_weights_or_configuration_is_refused(tmp_path: Path) -> None:
    path = folder(tmp_path / "dreamy")
    (path / "unet" / "diffusion_pytorch_model.safetensors").unlink()
    assert "holds no .safetensors" in refused(path)
    (path / "unet" / "config.json").write_text("[", encoding="utf-8")
    assert "is damaged" in refused(path)
    (path / "unet" / "config.json").unlink()
    assert "is missing" in refused(path)


def test_a_refiner_alone_is_refused(tmp_path: Path) -> None:
    assert "A refiner alone cannot draw" in refused(folder(tmp_path / "refiner", cross_attention_dim=1280))
