"""An entry of the table as a loaded model: weights found, checked, and handed to be put together.

Bundled files are checked against viper.json, fetched ones against the hub's checksums, checkpoints of this machine by
their headers. Whether a model fits the device is asked before anything is fetched. Putting a pipeline together is
``backends.assembly``'s part, so is every call of diffusers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from viper_core import hub
from viper_core.bundle import read_manifest, remedy, verify_files
from viper_core.checkpoints import read_header
from viper_core.devices import choose_placement, pick_device, pick_dtype
from viper_core.errors import ModelUnavailable, ViPerError, first_line
from viper_core.exhaustion import is_exhaustion
from viper_core.hub import Repository
from viper_core.pipeline_files import CONFIGURATION, PARTS, REFINER, Chosen, Parts, choose
from viper_core.registry import DEFAULT_MODEL, MODELS, ModelInfo, with_manifest
from viper_core.zero_gpu import is_zero_gpu

if TYPE_CHECKING:
    import torch

    from viper_core.backends import Backend
    from viper_core.devices import Placement

__all__ = ["load"]

_SMALLEST_VOCABULARY = 256  # a byte-level tokenizer knows at least every byte
_UNREADABLE = (OSError, ValueError, KeyError, RuntimeError, TypeError)  # what the libraries raise for damaged files


def load(
    info: ModelInfo,
    *,
    device: str | None = None,
    local_files_only: bool = False,
    on_progress: Callable[[str], None] | None = None,
) -> Backend:
    """The model of an entry, on its device; arguments and errors are those of ``registry.load_backend``."""
    chosen = pick_device(device)
    if info.is_bundled:
        return _load_bundled(info, Path(info.source), chosen)
    placement = _placement(info, chosen)
    getting = _Getting(local_files_only, on_progress)
    if isinstance(info.source, Path):
        return _load_local(info, info.source, chosen, placement, getting)
    return _load_hub(info, info.source, chosen, placement, getting)


@dataclass(frozen=True)
class _Getting:
    """How files may be had."""

    local_files_only: bool
    on_progress: Callable[[str], None] | None

    def folder(self, repository: Repository, parts: Parts) -> tuple[Path, str | None]:
        """The folder of a repository with these parts, and the variant of its weights."""

        def names(there: Sequence[str]) -> Sequence[str]:
            return choose(repository.id, there, parts).names

        folder = self._fetch(repository, names)
        return folder, _chosen(folder, parts).variant

    def file(self, repository: Repository, name: str) -> Path:
        """One file of a repository."""
        return self._fetch(repository, lambda there: _only(repository, name, there)) / name

    def _fetch(self, repository: Repository, names: Callable[[Sequence[str]], Sequence[str]]) -> Path:
        return hub.fetch(repository, names, local_files_only=self.local_files_only, on_progress=self.on_progress)


def _placement(info: ModelInfo, device: torch.device) -> Placement:
    if is_zero_gpu():
        return "whole"  # the GPU that will be lent cannot be asked yet, and is larger than any entry wants
    if device.type != "cpu":
        return choose_placement(info.name, device, whole_gb=info.memory_gb, offloaded_gb=info.offloaded_gb)
    single = 2 * info.size_mb / 1000  # float32 is twice what is fetched
    return choose_placement(info.name, device, whole_gb=single, offloaded_gb=single)


def _load_bundled(info: ModelInfo, folder: Path, device: torch.device) -> Backend:
    import torch

    from viper_core.backends.assembly import load_folder, make_backend
    from viper_core.backends.latent_preview import LatentRGB

    manifest = read_manifest(folder)
    verify_files(folder, manifest)
    try:
        # float32 everywhere: small models lose more to half precision than they gain.
        pipeline = load_folder(info.family, folder, torch.float32, variant=None, low_cpu_mem_usage=False)
    except _UNREADABLE as error:
        raise ModelUnavailable(
            f"The model folder {folder} is incomplete or damaged ({first_line(error)}). {remedy(folder)}"
        ) from error
    table = manifest.latent_rgb
    backend = make_backend(
        pipeline.to(device),
        with_manifest(info, manifest),
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


def _load_hub(info: ModelInfo, source: str, device: torch.device, placement: Placement, getting: _Getting) -> Backend:
    from viper_core.backends.assembly import check_adapters, finish, load_folder, load_refiner, merge_adapter

    if info.adapter is not None:
        check_adapters()
    dtype = pick_dtype(device)
    folder, variant = getting.folder(Repository(source, info.revision), PARTS[info.family])
    refiner_folder = adapter_file = None
    if info.refiner is not None:
        refiner_folder = getting.folder(Repository(info.refiner.repository, info.refiner.revision), REFINER)
    if info.adapter is not None:
        adapter = info.adapter
        adapter_file = getting.file(Repository(adapter.repository, adapter.revision), adapter.file)
    where = f"The files of {info.name} in {folder} are there and whole, and"
    with _reading(info, where, "Install the pinned versions of the libraries: pip install -r requirements.txt"):
        pipeline = load_folder(info.family, folder, dtype, variant=variant)
        if adapter_file is not None:
            merge_adapter(pipeline, adapter_file)
        refiner = None if refiner_folder is None else load_refiner(pipeline, *refiner_folder, dtype)
        return finish(pipeline, info, device, placement, refiner=refiner)


def _load_local(
    info: ModelInfo, source: Path, device: torch.device, placement: Placement, getting: _Getting
) -> Backend:
    from viper_core.backends.assembly import finish, load_file, load_folder

    dtype = pick_dtype(device)
    with _reading(info, f"The checkpoint {source}", "Download it again, or give another one."):
        if source.is_dir():
            chosen = _chosen(source, PARTS[info.family])
            for name in chosen.names:
                if name.endswith(".safetensors"):
                    read_header(source / name)
            pipeline = load_folder(info.family, source, dtype, variant=chosen.variant)
        else:
            make = MODELS[info.make]
            configuration, _ = getting.folder(Repository(str(make.source), make.revision), CONFIGURATION[info.family])
            pipeline = load_file(info.family, source, configuration, dtype)
        return finish(pipeline, info, device, placement)


@contextmanager
def _reading(info: ModelInfo, what: str, remedy: str) -> Iterator[None]:
    """What the libraries raise inside, as a message: ``what`` cannot be read, or there is no memory left."""
    try:
        yield
    except ViPerError:
        raise
    except Exception as error:  # diffusers has errors of its own, which share no base
        if is_exhaustion(error):
            raise ModelUnavailable(
                f"{info.name} ran out of memory while it was being loaded. Close what else uses it, or choose a "
                f"smaller model; {DEFAULT_MODEL} runs anywhere."
            ) from error
        raise ModelUnavailable(f"{what} cannot be read ({first_line(error)}). {remedy}") from error


def _chosen(folder: Path, parts: Parts) -> Chosen:
    names = [path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()]
    return choose(str(folder), names, parts)


def _only(repository: Repository, name: str, there: Sequence[str]) -> Sequence[str]:
    if name in there:
        return [name]
    raise ModelUnavailable(f"The hub's {repository.id} has no file {name} at commit {repository.revision}.")
