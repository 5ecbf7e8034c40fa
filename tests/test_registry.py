"""The table of models, and loading a bundled folder: verified, complete, and equal to the stock pipeline."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from diffusers import StableDiffusionPipeline

from tests.tiny import MINI_SIDE, tiny_mini
from viper_core import registry
from viper_core.errors import InputError, ModelUnavailable, UnknownName
from viper_core.preferences import Preferences
from viper_core.registry import MODELS, ModelInfo, find_model, load_backend, load_model
from viper_core.sampling import sample

BUNDLED = MODELS["viper-mini"]
UNET = "unet/diffusion_pytorch_model.safetensors"


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_manifest(folder: Path, **changes: Any) -> None:
    manifest = {
        "name": "viper-mini",
        "version": "1",
        "known": {"subjects": ["house"], "settings": ["on a hill"], "attributes": ["cool colors"], "words": ["a"]},
        "defaults": {
            "num_inference_steps": 5,
            "guidance_scale": 2.5,
            "guidance_rescale": 0.4,
            "height": MINI_SIDE,
            "width": MINI_SIDE,
        },
        "latent_rgb": {"weight": [[0.1, 0.0, 0.0]] * 16, "bias": [0.5, 0.5, 0.5]},
        "sha256": {path.relative_to(folder).as_posix(): sha256(path) for path in folder.rglob("*.safetensors")},
    }
    (folder / "viper.json").write_text(json.dumps({**manifest, **changes}), encoding="utf-8")


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundled folder as it is shipped: half precision, the U-Net in shards."""
    folder = tmp_path_factory.mktemp("models") / "viper-mini"
    pipeline = tiny_mini().to(torch.float16)
    pipeline.save_pretrained(folder, safe_serialization=True)
    write_manifest(folder)
    return folder


@pytest.fixture
def folder(shipped: Path, tmp_path: Path) -> Path:
    """A copy of the bundled folder to damage."""
    copy = tmp_path / "viper-mini"
    for path in shipped.rglob("*"):
        if path.is_file():
            target = copy / path.relative_to(shipped)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return copy


def entry(folder: Path) -> ModelInfo:
    return replace(BUNDLED, source=folder)


# --- the table -------------------------------------------------------------------------------------------------------


def test_the_table_holds_the_bundled_model_and_pinned_hub_models() -> None:
    assert list(MODELS) == ["viper-mini", "sd-1.5", "sd-2.1", "sdxl", "sdxl-refiner", "sdxl-hyper-8", "sdxl-hyper-12"]
    assert all(name == info.name and info.description for name, info in MODELS.items())
    assert MODELS["viper-mini"].is_bundled
    assert isinstance(BUNDLED.source, Path) and BUNDLED.source.parts[-3:] == ("assets", "models", "viper-mini")
    for info in MODELS.values():
        pinned = [part.revision for part in (info, info.adapter, info.refiner) if part is not None]
        for revision in pinned if not info.is_bundled else ():
            assert len(revision) == 40 and set(revision) <= set("0123456789abcdef")
    assert MODELS["sd-1.5"].source == "stable-diffusion-v1-5/stable-diffusion-v1-5"
    assert MODELS["sdxl"].source == "stabilityai/stable-diffusion-xl-base-1.0"


def test_the_defaults_of_a_model_draw_its_native_size_unpersonalised() -> None:
    for info in MODELS.values():
        assert (info.defaults.height, info.defaults.width) == (info.native_size, info.native_size)
        assert info.defaults.beta == 0.0 and info.defaults.formula == "paper"


@pytest.mark.parametrize("look_up", [find_model, load_backend])
def test_an_unknown_model_lists_the_valid_ones(look_up: Callable[[str], Any]) -> None:
    with pytest.raises(UnknownName, match=r"Unknown model 'viper-mimi'\. Did you mean 'viper-mini'\?.*sd-2\.1, sdxl"):
        look_up("viper-mimi")


def test_what_a_model_wants_is_told_alike_everywhere() -> None:
    for info in MODELS.values():
        assert 0 < info.offloaded_gb <= info.memory_gb
        parts = sum(part.size_mb for part in (info.adapter, info.refiner) if part is not None)
        assert info.size_mb > parts and info.memory_gb * 1000 >= info.size_mb
        assert info.is_bundled or f"wants a GPU with {info.memory_gb:g} GB" in info.description
        assert info.adapter is None or f"{info.defaults.num_inference_steps}steps" in info.adapter.file


def test_the_table_cannot_be_changed_by_accident() -> None:
    with pytest.raises(TypeError):
        MODELS["other"] = BUNDLED  # type: ignore[index]


# --- a bundled folder ------------------------------------------------------------------------------------------------


def test_a_bundled_folder_loads_in_float32_and_equals_the_stock_pipeline(shipped: Path) -> None:
    backend = load_model(entry(shipped), device="cpu")
    options = replace(backend.info.defaults, seed=4)
    *_, last = sample(backend, "a house", Preferences(), options)
    stock = StableDiffusionPipeline.from_pretrained(shipped, dtype=torch.float32)
    expected = stock(
        "a house",
        num_inference_steps=5,
        guidance_scale=2.5,
        guidance_rescale=0.4,
        height=MINI_SIDE,
        width=MINI_SIDE,
        generator=torch.Generator("cpu").manual_seed(4),
        output_type="latent",
    ).images
    assert last.latents.dtype == torch.float32
    torch.testing.assert_close(last.latents, expected, rtol=0, atol=1e-5)


def test_the_manifest_gives_defaults_known_words_and_preview(shipped: Path) -> None:
    backend = load_model(entry(shipped), device="cpu")
    assert backend.info.defaults.num_inference_steps == 5
    assert backend.info.defaults.guidance_scale == 2.5
    assert backend.info.defaults.guidance_rescale == 0.4
    assert backend.info.native_size == MINI_SIDE
    assert backend.known is not None
    assert backend.known.every_word() == {"house", "on", "a", "hill", "cool", "colors"}
    grey = backend.preview(torch.zeros(1, 16, 2, 2))
    assert grey.size == (32, 32) and grey.getpixel((0, 0)) == (128, 128, 128)


def test_a_folder_in_shards_loads(folder: Path) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(folder, dtype=torch.float16)
    (folder / UNET).unlink()
    pipeline.unet.save_pretrained(folder / "unet", max_shard_size="60KB")
    assert len(list((folder / "unet").glob("*.safetensors"))) > 1
    write_manifest(folder)
    whole = pipeline.unet.to(torch.float32).state_dict()
    parts = load_model(entry(folder), device="cpu").pipeline.unet.state_dict()  # type: ignore[attr-defined]
    assert all(torch.equal(parts[name], tensor) for name, tensor in whole.items())


def test_the_entry_tells_the_manifests_defaults_before_anything_is_loaded(
    shipped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "MODELS", {"viper-mini": entry(shipped)})
    assert find_model("viper-mini").defaults.num_inference_steps == 5
    monkeypatch.setattr(registry, "MODELS", {"viper-mini": entry(shipped / "nowhere")})
    assert find_model("viper-mini").defaults == BUNDLED.defaults


def refused(folder: Path) -> str:
    """The one line that loading this folder ends with."""
    with pytest.raises(ModelUnavailable) as caught:
        load_model(entry(folder), device="cpu")
    message = str(caught.value)
    assert "\n" not in message
    assert f"git checkout -- {folder}" in message, "the message says what to do"
    return message


def test_a_missing_folder_is_named_with_the_remedy(tmp_path: Path) -> None:
    message = refused(tmp_path / "nowhere")
    assert f"{tmp_path / 'nowhere' / 'viper.json'} is missing" in message


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"name": "viper-mini"}', b"\xff\xfe"], ids=repr)
def test_a_damaged_manifest_is_named(folder: Path, content: bytes) -> None:
    (folder / "viper.json").write_bytes(content)
    assert "viper.json is damaged" in refused(folder)


def test_a_manifest_that_checks_nothing_is_damaged(folder: Path) -> None:
    write_manifest(folder, sha256={})
    assert "sha256" in refused(folder)


def test_a_manifest_that_points_outside_its_folder_is_refused(folder: Path) -> None:
    write_manifest(folder, sha256={"../viper.json": "0" * 64})
    assert "outside its folder" in refused(folder)


def test_a_single_changed_byte_is_found(folder: Path) -> None:
    weights = bytearray((folder / UNET).read_bytes())
    weights[-1] ^= 1
    (folder / UNET).write_bytes(weights)
    assert f"{folder / UNET} is damaged" in refused(folder)


def test_missing_weights_are_named(folder: Path) -> None:
    (folder / UNET).unlink()
    assert f"{folder / UNET} is missing" in refused(folder)


def test_weights_that_nobody_listed_are_refused(folder: Path) -> None:
    """diffusers would prefer some of these names to the listed file, unchecked."""
    (folder / "unet" / "diffusion_pytorch_model.fp16.safetensors").write_bytes((folder / UNET).read_bytes())
    assert "diffusion_pytorch_model.fp16.safetensors is not listed" in refused(folder)


@pytest.mark.parametrize("name", ["model_index.json", "unet/config.json", "tokenizer/tokenizer.json"])
def test_a_missing_configuration_is_an_incomplete_folder(folder: Path, name: str) -> None:
    (folder / name).unlink()
    assert "incomplete or damaged" in refused(folder)


def test_pickled_weights_are_never_loaded(folder: Path) -> None:
    pipeline = StableDiffusionPipeline.from_pretrained(folder)
    (folder / UNET).unlink()
    torch.save(pipeline.unet.state_dict(), folder / "unet" / "diffusion_pytorch_model.bin")
    write_manifest(folder)
    assert "incomplete or damaged" in refused(folder)


def test_defaults_that_are_no_options_are_refused(folder: Path) -> None:
    defaults = {"num_inference_steps": 0, "guidance_scale": 3.0, "height": MINI_SIDE, "width": MINI_SIDE}
    write_manifest(folder, defaults=defaults)
    with pytest.raises(ModelUnavailable, match="number of steps is 0"):
        load_model(entry(folder), device="cpu")


# --- devices and the hub ---------------------------------------------------------------------------------------------


def test_a_device_that_is_not_there_is_refused(shipped: Path) -> None:
    with pytest.raises(ModelUnavailable, match=r"device 'cuda:99' cannot be used.*Use cpu"):
        load_model(entry(shipped), device="cuda:99")
    with pytest.raises(ModelUnavailable, match="device 'toaster' cannot be used"):
        load_model(entry(shipped), device="toaster")


def test_bad_options_are_not_mistaken_for_a_missing_model() -> None:
    with pytest.raises(InputError):
        replace(BUNDLED.defaults, num_inference_steps=0)


# --- the real one ----------------------------------------------------------------------------------------------------


@pytest.mark.weights
def test_viper_mini_at_beta_zero_is_the_stock_pipeline() -> None:
    assert isinstance(BUNDLED.source, Path)
    if not BUNDLED.source.exists():
        pytest.skip("assets/models/viper-mini is not trained yet")
    backend = load_backend("viper-mini", device="cpu")
    options = replace(backend.info.defaults, num_inference_steps=4, seed=9)
    *_, last = sample(backend, "a house on a hill", None, options)
    stock = StableDiffusionPipeline.from_pretrained(BUNDLED.source, dtype=torch.float32)
    expected = stock(
        "a house on a hill",
        num_inference_steps=4,
        guidance_scale=options.guidance_scale,
        guidance_rescale=options.guidance_rescale,
        height=options.height,
        width=options.width,
        generator=torch.Generator("cpu").manual_seed(9),
        output_type="latent",
    ).images
    torch.testing.assert_close(last.latents, expected, rtol=0, atol=1e-5)
