"""The files of a model that runs here: fetched once, counted, and weighed against the memory there is.

Knows folders and hub repositories, what can go wrong on the way from there and what to do about it, the number of
parameters in safetensors files, and the choice between bfloat16 and 4 bits. Running the model is left to
:mod:`~viper_core.extractors.local_model`. Only safetensors are ever fetched or read.
"""

from __future__ import annotations

import errno
import importlib.util
import json
import os
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from viper_core.errors import ModelUnavailable, first_line

if TYPE_CHECKING:
    import torch

__all__ = [
    "Precision", "Weights", "choose_precision", "count_parameters", "fetch", "free_memory",
    "from_environment", "stored_names",
]  # fmt: skip

Precision = Literal["bfloat16", "4-bit"]

_PATTERNS: Final = ("*.safetensors", "*.json", "*.jinja", "*.txt", "tokenizer.model", "*.tiktoken")
_LEFT_OUT: Final = ("*/*", "consolidated*")  # other forms of the same weights
_HEADER_LENGTH: Final = 100_000_000  # bytes; the format's own limit
_BYTES_EACH: Final[dict[Precision, float]] = {"bfloat16": 2.0, "4-bit": 0.7}  # norms and embeddings stay in 16 bits
_WORKSPACE: Final = 1.15  # activations and cache of one batch, as a share of the weights …
_WORKSPACE_LEAST: Final = 2e8  # … and bytes that are needed at any size
_GIGABYTE: Final = 1e9


@dataclass(frozen=True, slots=True)
class Weights:
    """Where weights come from.

    Attributes:
        source: id of a hub repository, or path of a folder.
        revision: commit of the repository; "" for a folder or for the newest.
        parameters: how many there are, or None where that is only known once they are here.
    """

    source: str
    revision: str = ""
    parameters: float | None = None


def from_environment(name: str, usual: Weights) -> Weights:
    """The weights that the environment variable names, by folder or hub id, else the usual ones."""
    given = os.environ.get(name)
    return Weights(given) if given else usual


def fetch(weights: Weights, *, local_files_only: bool = False) -> Path:
    """The folder with the files, fetched from the hub if they are not on this machine yet.

    Raises:
        ModelUnavailable: no such repository, no access to it, no network, or no room; the message says what to do.
    """
    folder = Path(weights.source)
    if folder.is_dir():
        return folder
    from huggingface_hub import errors, snapshot_download
    from huggingface_hub.errors import HFValidationError

    def download(*, offline: bool) -> Path:
        return Path(
            snapshot_download(
                weights.source,
                revision=weights.revision or None,
                allow_patterns=list(_PATTERNS),
                ignore_patterns=list(_LEFT_OUT),
                local_files_only=offline,
            )
        )

    try:
        found = download(offline=True)
        if _is_complete(found):
            return found
    except HFValidationError as error:
        raise ModelUnavailable(f"{weights.source!r} is neither a folder nor the id of a hub repository.") from error
    except (OSError, ValueError):
        pass  # not here yet
    if local_files_only:
        raise ModelUnavailable(_absent(weights, "is not on this machine"))
    # Of the HTTP library beneath, which is not the same one in all versions of the hub's client.
    broken_connection: type[BaseException] = errors.HfHubHTTPError.__bases__[0]
    try:
        return download(offline=False)
    except errors.GatedRepoError as error:
        raise ModelUnavailable(
            f"{weights.source} is gated: its owner wants its terms to be accepted. Accept them at "
            f"https://huggingface.co/{weights.source}, put a token of that account into HF_TOKEN, and try again."
        ) from error
    except (errors.RepositoryNotFoundError, errors.RevisionNotFoundError) as error:
        raise ModelUnavailable(
            f"The hub has no {weights.source} at revision {weights.revision or 'main'}, or it is private. Check the "
            "id; for a private one put a token into HF_TOKEN."
        ) from error
    except (OSError, ValueError, RuntimeError, broken_connection) as error:
        if getattr(error, "errno", None) == errno.ENOSPC:
            raise ModelUnavailable(
                f"There is no room on the disk for {weights.source}. Make room, or point HF_HOME to a larger disk."
            ) from error
        raise ModelUnavailable(_absent(weights, f"could not be fetched ({first_line(error)})")) from error


def choose_precision(name: str, parameters: float, device: torch.device) -> Precision:
    """bfloat16 where it fits, else 4 bits on a CUDA device.

    Args:
        name: what messages call the model.
        parameters: how many there are.
        device: where they are to lie.

    Raises:
        ModelUnavailable: neither fits; the message says how much is there and what to do.
    """
    free = free_memory(device)
    if free >= _needed(parameters, "bfloat16"):
        return "bfloat16"
    has_library = importlib.util.find_spec("bitsandbytes") is not None
    can_quantize = device.type == "cuda" and free >= _needed(parameters, "4-bit")
    if can_quantize and has_library:
        return "4-bit"
    need = f"{_needed(parameters, 'bfloat16') / _GIGABYTE:.1f} GB in bfloat16"
    if device.type == "cuda":
        need += f", {_needed(parameters, '4-bit') / _GIGABYTE:.1f} GB in 4 bits"
    remedy = (
        "Install bitsandbytes for 4 bits (pip install -r requirements-models.txt)"
        if can_quantize
        else "Close what else uses it, choose a smaller model with the extractor vlm (VIPER_VLM_MODEL)"
    )
    raise ModelUnavailable(
        f"{name} needs {need}; {device.type} has {free / _GIGABYTE:.1f} GB of memory free. {remedy}, ask an endpoint "
        "with the extractor chat, or stay with bundled, which needs no model."
    )


def free_memory(device: torch.device) -> float:
    """Bytes that are free on a device."""
    if device.type == "cuda":
        import torch

        return float(torch.cuda.mem_get_info(device)[0])
    import psutil  # type: ignore[import-untyped]  # comes with accelerate

    return float(psutil.virtual_memory().available)


def count_parameters(folder: Path) -> float:
    """How many parameters the safetensors files of a folder hold; their headers alone are read.

    Raises:
        ModelUnavailable: there is no such file, or one is damaged.
    """
    total = 0.0
    for header in _headers(folder):
        for tensor in header.values():
            size = 1.0
            for edge in tensor["shape"]:
                size *= edge
            total += size
    return total


def stored_names(folder: Path) -> frozenset[str]:
    """Names of all tensors in the safetensors files of a folder. Raises as :func:`count_parameters`."""
    return frozenset(name for header in _headers(folder) for name in header)


def _headers(folder: Path) -> Iterable[dict[str, Any]]:
    files = _shards(folder) or sorted(folder.glob("*.safetensors"))
    if not files:
        raise ModelUnavailable(f"The folder {folder} holds no safetensors. Other kinds of weights are not read.")
    for path in files:
        try:
            with path.open("rb") as file:
                (length,) = struct.unpack("<Q", file.read(8))
                if length > _HEADER_LENGTH:
                    raise ValueError("its header is too long")
                header = json.loads(file.read(length))
            header.pop("__metadata__", None)
            if not all(isinstance(one["shape"], list) for one in header.values()):
                raise ValueError("its header is no table of tensors")
        except (OSError, ValueError, struct.error, AttributeError, KeyError, TypeError) as error:
            raise ModelUnavailable(f"{path} is damaged ({first_line(error)}). Delete it and fetch it again.") from error
        yield header


def _shards(folder: Path) -> list[Path]:
    """The files that a sharded model says it consists of; none for a model in one file."""
    index = folder / "model.safetensors.index.json"
    if not index.is_file():
        return []
    try:
        return [folder / name for name in sorted(set(json.loads(index.read_bytes())["weight_map"].values()))]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelUnavailable(f"{index} is damaged ({first_line(error)}). Delete it and fetch it again.") from error


def _is_complete(folder: Path) -> bool:
    """Whether all files of a model are there; a broken-off download leaves some of them."""
    shards = _shards(folder)
    return all(shard.is_file() for shard in shards) if shards else any(folder.glob("*.safetensors"))


def _needed(parameters: float, precision: Precision) -> float:
    return parameters * _BYTES_EACH[precision] * _WORKSPACE + _WORKSPACE_LEAST


def _absent(weights: Weights, what: str) -> str:
    size = f" ({weights.parameters / 1e9:.1f} billion parameters)" if weights.parameters else ""
    return (
        f"{weights.source}{size} {what}. Connect to the network and try again: it is fetched once and kept. Or use the "
        "extractor bundled, which needs no model."
    )
