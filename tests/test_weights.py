"""Entries of the table loaded for real: from a hub on this machine, from folders and files, whole or not at all."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import save_file
from transformers import CLIPImageProcessor

from tests.fake_hub import REVISION, FakeHub, pointed_at, serve
from tests.single_file import write_single_file
from tests.test_real_models import stock_refined, write_lora
from tests.test_sampling import PROMPT, close, options_for, stock_latents, taste
from tests.tiny import tiny_backend, tiny_refiner, tiny_sd, tiny_sd_2, tiny_sdxl
from viper_core import devices, weights
from viper_core.backends import assembly
from viper_core.errors import ModelUnavailable
from viper_core.pipeline_files import PARTS, choose
from viper_core.registry import MODELS, ModelInfo, load_model
from viper_core.sampling import sample

MAKES: dict[str, Callable[[], Any]] = {"sd-1.5": tiny_sd, "sd-2.1": tiny_sd_2, "sdxl": tiny_sdxl}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Every make as a repository is laid out: half precision beside whole, pickles and other frameworks' files."""
    folders = {}
    for name, make in MAKES.items():
        folder = folders[name] = tmp_path_factory.mktemp("hub") / name
        make().save_pretrained(folder)
        make().to(torch.float16).save_pretrained(folder, variant="fp16")
        (folder / "unet" / "diffusion_pytorch_model.bin").write_bytes(b"a pickle")
        (folder / "vae_1_0").mkdir()
        (folder / "vae_1_0" / "diffusion_pytorch_model.fp16.safetensors").write_bytes(b"another one")
    folders["refiner"] = tmp_path_factory.mktemp("hub") / "refiner"
    tiny_refiner(tiny_sdxl()).save_pretrained(folders["refiner"])
    folders["adapter"] = tmp_path_factory.mktemp("adapter")
    write_lora(folders["adapter"] / "Hyper-SDXL-8steps-CFG-lora.safetensors")
    return folders


@pytest.fixture
def hub(saved: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeHub]:
    hub = FakeHub(saved["sd-1.5"])
    hub.others = {f"tiny/{name}": folder for name, folder in saved.items()}
    with_free(monkeypatch, 64.0)  # the tiny models stand under the entries of the real ones
    with serve(hub) as address, pointed_at(address, tmp_path / "cache"):
        yield hub


def entry(name: str, repository: str | None = None) -> ModelInfo:
    """The table's entry with the tiny repository in the place of the real one."""
    info = replace(MODELS[name], source=f"tiny/{repository or name}", revision=REVISION)
    if info.refiner is not None:
        info = replace(info, refiner=replace(info.refiner, repository="tiny/refiner", revision=REVISION))
    if info.adapter is not None:
        info = replace(info, adapter=replace(info.adapter, repository="tiny/adapter", revision=REVISION))
    return info


def latents_of(backend: Any, **changes: Any) -> torch.Tensor:
    *_, last = sample(backend, PROMPT, None, options_for("sd", **changes))
    return last.latents


# --- from the hub -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKES)
def test_a_model_of_the_hub_is_the_stock_pipeline_in_the_devices_precision(name: str, hub: FakeHub) -> None:
    told: list[str] = []
    info = entry(name)
    backend = load_model(info, device="cpu", on_progress=told.append)
    stock = MAKES[name]().to(torch.float16).to(torch.float32)
    close(latents_of(backend), stock_latents(stock, options_for("sd")))
    assert backend.info is info and told[-1].startswith(f"tiny/{name} is being fetched: 100 %")
    fetched = hub.downloaded()
    assert [file for file in fetched if file.endswith((".safetensors", ".bin"))] == sorted(
        file for file in fetched if ".fp16." in file
    )
    assert not any(file.startswith("vae_1_0/") for file in fetched) and fetched[-1] == "model_index.json"


def test_a_model_that_is_here_is_loaded_without_asking_the_hub(hub: FakeHub) -> None:
    load_model(entry("sd-1.5"), device="cpu")
    hub.requests.clear()
    load_model(entry("sd-1.5"), device="cpu", local_files_only=True)
    assert hub.requests == []


def test_a_refiner_is_fetched_without_what_the_base_has(hub: FakeHub) -> None:
    backend = load_model(entry("sdxl-refiner", "sdxl"), device="cpu")
    by_refiner = [path for method, path, _ in hub.requests if method == "GET" and path.startswith("/tiny/refiner/")]
    names = {path.split(f"/{REVISION}/")[1] for path in by_refiner}
    assert {name for name in names if name.endswith(".safetensors")} == {"unet/diffusion_pytorch_model.safetensors"}
    assert not any(name.startswith(("text_encoder_2/", "vae/")) for name in names)
    base = backend._base.pipeline  # type: ignore[attr-defined]
    refiner = backend._refiner.pipeline  # type: ignore[attr-defined]
    assert refiner.text_encoder_2 is base.text_encoder_2 and refiner.vae is base.vae
    options = options_for("sdxl", num_inference_steps=10)
    *_, last = sample(backend, PROMPT, taste(), options)
    # The base came in half precision; of the refiner there was whole precision only.
    close(last.latents, stock_refined(options, base=tiny_sdxl().to(torch.float16).to(torch.float32)))


def test_a_few_step_adapter_is_merged_and_has_its_scheduler(hub: FakeHub, saved: dict[str, Path]) -> None:
    from diffusers import DDIMScheduler

    backend = load_model(entry("sdxl-hyper-8", "sdxl"), device="cpu")
    stock = tiny_sdxl().to(torch.float16).to(torch.float32)
    stock.load_lora_weights(saved["adapter"], weight_name="Hyper-SDXL-8steps-CFG-lora.safetensors")
    stock.fuse_lora()
    stock.scheduler = DDIMScheduler.from_config(stock.scheduler.config, timestep_spacing="trailing")
    options = options_for("sdxl", num_inference_steps=8)
    *_, last = sample(backend, PROMPT, taste(), options)
    close(last.latents, stock_latents(stock, options))
    run = backend.start(options)
    assert int(run.timesteps[0]) == 999 and len(run.timesteps) == 8


def test_an_adapter_without_its_library_says_what_to_install(hub: FakeHub, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "peft", None)
    with pytest.raises(ModelUnavailable, match=r"peft.*pip install -r requirements-models\.txt"):
        load_model(entry("sdxl-hyper-8", "sdxl"), device="cpu")
    assert hub.requests == []


def test_a_repository_without_safetensors_is_refused_before_anything_is_fetched(hub: FakeHub, tmp_path: Path) -> None:
    folder = tmp_path / "pickles"
    tiny_sd().save_pretrained(folder, safe_serialization=False)
    hub.others["tiny/pickles"] = folder
    with pytest.raises(ModelUnavailable, match=r"tiny/pickles has no safetensors in unet/"):
        load_model(entry("sd-1.5", "pickles"), device="cpu")
    assert hub.downloaded() == []


def test_a_file_that_arrives_damaged_is_no_model(hub: FakeHub) -> None:
    hub.damage = "unet/diffusion_pytorch_model.fp16.safetensors"
    with pytest.raises(ModelUnavailable, match="arrived damaged"):
        load_model(entry("sd-1.5"), device="cpu")
    hub.damage = None
    load_model(entry("sd-1.5"), device="cpu")


def test_files_that_the_libraries_cannot_read_are_said_to_be_whole(hub: FakeHub, monkeypatch: Any) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ValueError("a class that is not there")

    monkeypatch.setattr(assembly, "load_folder", fail)
    with pytest.raises(ModelUnavailable, match=r"there and whole.*a class that is not there.*requirements\.txt"):
        load_model(entry("sd-1.5"), device="cpu")


def test_memory_that_runs_out_while_loading_is_no_damaged_file(hub: FakeHub, monkeypatch: Any) -> None:
    def fail(*_: object, **__: object) -> None:
        raise torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 20 GB")

    monkeypatch.setattr(assembly, "finish", fail)
    with pytest.raises(ModelUnavailable, match=r"sd-1\.5 ran out of memory while.*smaller model; viper-mini"):
        load_model(entry("sd-1.5"), device="cpu")


# --- from this machine ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MAKES)
def test_a_folder_on_this_machine_is_the_stock_pipeline(name: str, saved: dict[str, Path]) -> None:
    info = replace(MODELS[name], source=saved[name], origin="local", make=name)
    stock = MAKES[name]().to(torch.float16).to(torch.float32)
    close(latents_of(load_model(info, device="cpu")), stock_latents(stock, options_for("sd")))


def test_a_single_file_is_the_stock_pipeline_with_the_configuration_of_its_make(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pipeline = tiny_sd()
    pipeline.register_modules(feature_extractor=CLIPImageProcessor())
    pipeline.save_pretrained(tmp_path / "make")
    hub.others["tiny/make"] = tmp_path / "make"
    monkeypatch.setattr(weights, "MODELS", {"sd-1.5": entry("sd-1.5", "make")})
    file = write_single_file(tiny_sd(), tmp_path / "dreamy.safetensors")
    info = replace(MODELS["sd-1.5"], source=file, revision="", origin="local", make="sd-1.5")
    backend = load_model(info, device="cpu")
    close(latents_of(backend), stock_latents(tiny_sd(), options_for("sd")))
    latents = torch.randn(1, 4, 8, 8, generator=torch.Generator().manual_seed(2))
    expected = tiny_backend(tiny_sd).decode(latents)
    assert backend.decode(latents).tobytes() == expected.tobytes()
    assert not any(name.endswith(".safetensors") for name in hub.downloaded())
    hub.requests.clear()
    load_model(info, device="cpu", local_files_only=True)
    assert hub.requests == []


def test_a_single_file_of_other_tensors_is_refused_with_its_name(
    hub: FakeHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "MODELS", {"sd-1.5": entry("sd-1.5")})
    file = tmp_path / "dreamy.safetensors"
    save_file({"model.diffusion_model.input_blocks.0.0.weight": torch.zeros(3)}, file)
    with pytest.raises(ModelUnavailable, match=rf"The checkpoint {file} cannot be read"):
        load_model(replace(MODELS["sd-1.5"], source=file, origin="local", make="sd-1.5"), device="cpu")


def test_a_folder_that_is_cut_short_is_refused_with_the_file(saved: dict[str, Path], tmp_path: Path) -> None:
    folder = tmp_path / "dreamy"
    tiny_sd().save_pretrained(folder)
    file = folder / "vae" / "diffusion_pytorch_model.safetensors"
    file.write_bytes(file.read_bytes()[:-3])
    with pytest.raises(ModelUnavailable, match=rf"{file} is cut short"):
        load_model(replace(MODELS["sd-1.5"], source=folder, origin="local"), device="cpu")


# --- which files ------------------------------------------------------------------------------------------------------

PLAIN = ["model_index.json", "scheduler/scheduler_config.json", "tokenizer/vocab.json", "tokenizer/merges.txt"]


def listing(weight: str) -> list[str]:
    return [*PLAIN, *(f"{part}/{weight}" for part in ("text_encoder", "unet", "vae")), *CONFIGURATIONS]


CONFIGURATIONS = ["text_encoder/config.json", "unet/config.json", "vae/config.json"]


def test_half_precision_is_chosen_only_where_every_part_has_it() -> None:
    whole, half = listing("model.safetensors"), listing("model.fp16.safetensors")
    assert choose("it", whole + half, PARTS["stable-diffusion"]).variant == "fp16"
    some = [*whole, "unet/model.fp16.safetensors"]
    chosen = choose("it", some, PARTS["stable-diffusion"])
    assert chosen.variant is None and "unet/model.fp16.safetensors" not in chosen.names


def test_shards_are_chosen_together_with_their_index_or_not_at_all() -> None:
    base = [name for name in listing("model.safetensors") if name != "unet/model.safetensors"]
    shards = [f"unet/diffusion_pytorch_model-0000{i}-of-00002.safetensors" for i in (1, 2)]
    index = "unet/diffusion_pytorch_model.safetensors.index.json"
    assert {*shards, index} <= set(choose("it", [*base, *shards, index], PARTS["stable-diffusion"]).names)
    for missing in (*shards, index):
        there = [name for name in (*base, *shards, index) if name != missing]
        with pytest.raises(ModelUnavailable, match="no safetensors in unet/"):
            choose("it", there, PARTS["stable-diffusion"])


@pytest.mark.parametrize("missing", ["model_index.json", "scheduler/scheduler_config.json", "vae/config.json"])
def test_a_repository_that_is_no_whole_pipeline_is_refused(missing: str) -> None:
    there = [name for name in listing("model.safetensors") if name != missing]
    with pytest.raises(ModelUnavailable, match="not a whole pipeline"):
        choose("it", there, PARTS["stable-diffusion"])


def test_a_checker_is_fetched_where_there_is_one() -> None:
    there = [*listing("model.safetensors"), "safety_checker/config.json", "safety_checker/model.safetensors"]
    assert "safety_checker/model.safetensors" in choose("it", there, PARTS["stable-diffusion"]).names
    there[-1] = "safety_checker/pytorch_model.bin"
    with pytest.raises(ModelUnavailable, match="safety_checker"):
        choose("it", there, PARTS["stable-diffusion"])


# --- where it fits ----------------------------------------------------------------------------------------------------


def with_free(monkeypatch: pytest.MonkeyPatch, gigabytes: float) -> None:
    monkeypatch.setattr(devices, "free_memory", lambda _: gigabytes * 1e9)


def test_a_model_that_is_too_big_is_refused_before_anything_is_fetched(
    hub: FakeHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_free(monkeypatch, 3.0)
    with pytest.raises(ModelUnavailable, match=r"sdxl is too big.*wants 13\.88 GB of cpu.*3\.0 GB are free"):
        load_model(entry("sdxl"), device="cpu")
    assert hub.requests == []


@pytest.mark.parametrize(("free", "expected"), [(16.0, "whole"), (12.0, "whole"), (9.0, "offloaded")])
def test_a_gpu_with_less_room_takes_the_parts_in_turn(
    free: float, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_free(monkeypatch, free)
    device, info = torch.device("cuda"), MODELS["sdxl"]
    limits = {"whole_gb": info.memory_gb, "offloaded_gb": info.offloaded_gb}
    assert devices.choose_placement("sdxl", device, **limits) == expected
    with_free(monkeypatch, 7.0)
    with pytest.raises(ModelUnavailable, match="wants 8 GB of cuda's memory"):
        devices.choose_placement("sdxl", device, **limits)


def test_parts_in_turn_are_moved_by_the_stock_hooks_and_decoded_in_tiles(monkeypatch: pytest.MonkeyPatch) -> None:
    pipeline, moved = tiny_sdxl(), []
    monkeypatch.setattr(type(pipeline), "enable_model_cpu_offload", lambda self, device: moved.append(device))
    backend = assembly.finish(pipeline, MODELS["sdxl"], torch.device("cuda:1"), "offloaded")
    assert moved == [torch.device("cuda:1")] and pipeline.vae.use_tiling
    assert backend.info.name == "sdxl"


def test_a_part_that_waits_in_main_memory_is_still_said_to_run_on_its_device() -> None:
    from accelerate import cpu_offload_with_hook

    backend = assembly.finish(tiny_sd(), MODELS["sd-1.5"], torch.device("cpu"), "whole")
    expected = latents_of(backend, beta=0.85)
    for part in (backend.pipeline.text_encoder, backend.pipeline.unet, backend.pipeline.vae):  # type: ignore[union-attr]
        cpu_offload_with_hook(part, torch.device("cpu"))
    assert torch.equal(latents_of(backend, beta=0.85), expected)
    backend.pipeline.unet._hf_hook.execution_device = torch.device("meta")  # type: ignore[union-attr]
    assert backend.device == torch.device("meta")  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("device", "capability", "expected"),
    [
        ("cpu", (0, 0), torch.float32),
        ("cuda", (8, 0), torch.bfloat16),
        ("cuda", (12, 0), torch.bfloat16),
        ("cuda", (7, 5), torch.float16),
        ("mps", (0, 0), torch.float16),
    ],
)
def test_the_precision_is_the_devices(
    device: str, capability: tuple[int, int], expected: torch.dtype, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _: capability)
    assert devices.pick_dtype(torch.device(device)) is expected
