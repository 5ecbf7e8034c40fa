"""The one table of models: everything that lists, names or loads a model reads it.

Looking a model up loads nothing. ``load_backend`` imports the libraries, finds the weights (in the project's folder, or
in the hub's cache, or on the hub at a pinned revision) and returns the model behind the ``Backend`` protocol. Bundled
files are checked against their SHA-256 before they are used; only safetensors are ever loaded.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from viper_core.bundle import BundleManifest, read_manifest, remedy, verify_files
from viper_core.devices import pick_device
from viper_core.errors import ModelUnavailable, first_line, unknown_name
from viper_core.sampling import SamplingOptions

if TYPE_CHECKING:
    import torch

    from viper_core.backends import Backend
    from viper_core.backends.pipeline import PipelineBackend

__all__ = ["DEFAULT_MODEL", "MODELS", "Family", "ModelInfo", "find_model", "load_backend", "load_model"]

Family = Literal["stable-diffusion", "stable-diffusion-xl"]

_SMALLEST_VOCABULARY = 256  # a byte-level tokenizer knows at least every byte
_BUNDLED = Path(__file__).resolve().parent.parent / "assets" / "models"


@dataclass(frozen=True, kw_only=True)
class ModelInfo:
    """A model, without its weights.

    Attributes:
        name: what a person types.
        family: which backend drives it.
        source: the folder of a bundled model, or the id of a hub repository.
        revision: the pinned commit of a hub repository; "" for a bundled model.
        licence: of the weights, as an SPDX id or the name the authors give it.
        size_mb: to download or on disk, in megabytes.
        native_size: the side in pixels the model was trained for.
        defaults: options to start from.
        description: one sentence for a list of models.
    """

    name: str
    family: Family
    source: Path | str
    revision: str
    licence: str
    size_mb: int
    native_size: int
    defaults: SamplingOptions
    description: str

    @property
    def is_bundled(self) -> bool:
        """Whether the weights come with the project, and no network is needed."""
        return isinstance(self.source, Path)


DEFAULT_MODEL = "viper-mini"

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
                native_size=256,
                defaults=SamplingOptions(num_inference_steps=20, guidance_scale=3.0, height=256, width=256),
                description="Bundled, trained from scratch on the project's own drawings; runs on a laptop, offline.",
            ),
            ModelInfo(
                name="sd-1.5",
                family="stable-diffusion",
                source="stable-diffusion-v1-5/stable-diffusion-v1-5",
                revision="451f4fe16113bff5a5d2269ed5ad43b0592e9a14",
                licence="CreativeML Open RAIL-M",
                size_mb=2750,
                native_size=512,
                defaults=SamplingOptions(num_inference_steps=30, guidance_scale=7.5, height=512, width=512),
                description="Stable Diffusion 1.5; from the hub, wants a GPU with 4 GB.",
            ),
            ModelInfo(
                name="sdxl",
                family="stable-diffusion-xl",
                source="stabilityai/stable-diffusion-xl-base-1.0",
                revision="462165984030d82259a11f4367a4eed129e94a7b",
                licence="CreativeML Open RAIL++-M",
                size_mb=6940,
                native_size=1024,
                defaults=SamplingOptions(num_inference_steps=40, guidance_scale=5.0, height=1024, width=1024),
                description="Stable Diffusion XL base 1.0, as in the paper; from the hub, wants a GPU with 12 GB.",
            ),
        )
    }
)


def find_model(name: str) -> ModelInfo:
    """The entry of this name, with what a bundled model's own viper.json says of its defaults and size.

    A bundled model whose viper.json is missing or damaged keeps the table's values here; loading it says what is wrong.

    Raises:
        UnknownName: no model has this name; the message lists those that exist.
    """
    if name not in MODELS:
        raise unknown_name("model", name, MODELS)
    info = MODELS[name]
    if not isinstance(info.source, Path):
        return info
    try:
        return _with_manifest(info, read_manifest(info.source))
    except ModelUnavailable:
        return info


def load_backend(name: str, *, device: str | None = None, local_files_only: bool = False) -> Backend:
    """Load a model by its name.

    Args:
        name: a key of ``MODELS``.
        device: "cpu", "cuda", "cuda:1", "mps"; None takes a GPU where there is one.
        local_files_only: never ask the hub, use only what is on this machine.

    Raises:
        UnknownName: no model has this name.
        ModelUnavailable: weights are missing, damaged, or out of reach; the message says what to do.
    """
    return load_model(find_model(name), device=device, local_files_only=local_files_only)


def load_model(info: ModelInfo, *, device: str | None = None, local_files_only: bool = False) -> Backend:
    """Load the model of an entry, as ``load_backend`` does; for entries that are not in the table."""
    if isinstance(info.source, Path):
        return _load_bundled(info, info.source, pick_device(device))
    return _load_hub(info, info.source, pick_device(device), local_files_only=local_files_only)


def _load_bundled(info: ModelInfo, folder: Path, device: torch.device) -> Backend:
    import torch

    from viper_core.backends.latent_preview import LatentRGB
    from viper_core.backends.silence import silenced

    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    try:
        # float32 everywhere: small models lose more to half precision than they gain.
        with silenced():
            pipeline = (
                _backend_class(info.family)
                .pipeline_class()
                .from_pretrained(
                    folder, dtype=torch.float32, use_safetensors=True, local_files_only=True, low_cpu_mem_usage=False
                )
            )
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        raise ModelUnavailable(
            f"The model folder {folder} is incomplete or damaged ({first_line(error)}). {remedy(folder)}"
        ) from error
    table = manifest.latent_rgb
    backend = _backend_class(info.family)(
        _quiet(pipeline).to(device),
        _with_manifest(info, manifest),
        known=manifest.known,
        latent_rgb=None if table is None else LatentRGB(table.weight, table.bias),
    )
    # transformers makes a tokenizer of nothing but special tokens, without a word, where tokenizer.json is missing.
    if any(len(tower.tokenizer) < _SMALLEST_VOCABULARY for tower in backend.towers):
        raise ModelUnavailable(
            f"The model folder {folder} is incomplete or damaged (its tokenizer, tokenizer/tokenizer.json, knows no "
            f"words). {remedy(folder)}"
        )
    return backend


def _load_hub(info: ModelInfo, repository: str, device: torch.device, *, local_files_only: bool) -> Backend:
    import torch
    from huggingface_hub import errors

    # What the hub's client raises when a connection breaks off: of the HTTP library beneath, httpx or its successor.
    broken_connection: type[BaseException] = errors.HfHubHTTPError.__bases__[0]

    def load(*, offline: bool) -> Any:
        return (
            _backend_class(info.family)
            .pipeline_class()
            .from_pretrained(
                repository,
                revision=info.revision,
                variant="fp16",  # half the download; widened again where the device computes in float32
                dtype=torch.float32 if device.type == "cpu" else torch.float16,
                use_safetensors=True,
                local_files_only=offline,
            )
        )

    try:
        pipeline = load(offline=True)  # the revision is a commit: what is in the cache cannot be out of date
    except (OSError, ValueError) as absent:
        if local_files_only:
            raise ModelUnavailable(_offline_message(info, "is not on this machine")) from absent
        try:
            pipeline = load(offline=False)
        except (OSError, ValueError, broken_connection) as error:
            raise ModelUnavailable(_offline_message(info, f"could not be fetched ({first_line(error)})")) from error
    return _backend_class(info.family)(_quiet(pipeline).to(device), info)


def _offline_message(info: ModelInfo, what: str) -> str:
    return (
        f"The model {info.name} ({info.source}, {info.size_mb} MB) {what}. Connect to the network and try again: it is "
        f"fetched once and kept. Or choose {DEFAULT_MODEL}, which comes with the project."
    )


def _backend_class(family: Family) -> type[PipelineBackend]:
    from viper_core.backends.sdxl import StableDiffusionXLBackend
    from viper_core.backends.stable_diffusion import StableDiffusionBackend

    classes: dict[Family, type[PipelineBackend]] = {
        "stable-diffusion": StableDiffusionBackend,
        "stable-diffusion-xl": StableDiffusionXLBackend,
    }
    return classes[family]


def _quiet(pipeline: Any) -> Any:
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def _with_manifest(info: ModelInfo, manifest: BundleManifest) -> ModelInfo:
    """The entry with the defaults of the model's own manifest.

    Raises:
        ModelUnavailable: the manifest's defaults are not options that can be used.
    """
    from viper_core.errors import InputError

    try:
        defaults = replace(info.defaults, **manifest.defaults.model_dump())
    except InputError as error:
        raise ModelUnavailable(f"The viper.json in {info.source} has unusable defaults. {error}") from error
    return replace(info, defaults=defaults, native_size=min(defaults.height, defaults.width))
