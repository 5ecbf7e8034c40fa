"""Which files of a diffusers repository a model needs, told from their names alone.

A repository holds the same weights several times over: whole and half precision, safetensors and pickles, for other
frameworks. One set of safetensors is chosen, half precision where there is one for every part. Knows names; fetching is
``hub``'s part, loading is ``backends.assembly``'s.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from viper_core.errors import ModelUnavailable

if TYPE_CHECKING:
    from viper_core.checkpoints import Family

__all__ = ["CONFIGURATION", "PARTS", "REFINER", "Chosen", "Parts", "choose"]

_HALF = "fp16"
_INDEX_OF_PARTS = "model_index.json"
_HEAVY = (".safetensors", ".bin")

_WEIGHTS = re.compile(
    r"(?:model|diffusion_pytorch_model)(?P<half>\.fp16)?(?:-\d{5}-of-(?P<shards>\d{5}))?\.safetensors"
)
_INDEX = re.compile(r"(?:model|diffusion_pytorch_model)\.safetensors\.index(?P<half>\.fp16)?\.json")


@dataclass(frozen=True)
class Parts:
    """The folders of a pipeline.

    Attributes:
        weights: must hold weights, with their small files.
        if_there: the same, where the repository has them.
        plain: hold small files.
    """

    weights: tuple[str, ...] = ()
    if_there: tuple[str, ...] = ()
    plain: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """Names that were chosen, and the variant that loading has to name; None for whole precision."""

    names: tuple[str, ...]
    variant: str | None


PARTS: Mapping[Family, Parts] = {
    "stable-diffusion": Parts(
        weights=("text_encoder", "unet", "vae"),
        if_there=("safety_checker", "feature_extractor"),
        plain=("scheduler", "tokenizer"),
    ),
    "stable-diffusion-xl": Parts(
        weights=("text_encoder", "text_encoder_2", "unet", "vae"), plain=("scheduler", "tokenizer", "tokenizer_2")
    ),
}
REFINER = Parts(weights=("unet",), plain=("scheduler",))
CONFIGURATION: Mapping[Family, Parts] = {
    family: Parts(plain=(*parts.weights, *parts.plain), if_there=("feature_extractor",))
    for family, parts in PARTS.items()
}


def choose(where: str, names: Iterable[str], parts: Parts) -> Chosen:
    """The names to fetch out of those that there are, in the order in which to fetch them.

    ``model_index.json`` comes last, so where it is, all the others have arrived.

    Args:
        where: what messages call the repository.
        names: of all its files.
        parts: the folders that are needed.

    Raises:
        ModelUnavailable: a part is missing, or has no safetensors, or not all of them; the message names it.
    """
    by_folder: dict[str, list[str]] = {}
    for name in sorted(names):
        folder, _, file = name.rpartition("/")
        by_folder.setdefault(folder, []).append(file)
    chosen: list[str] = []
    for folder in (*parts.plain, *parts.weights, *parts.if_there):
        plain = [f"{folder}/{file}" for file in by_folder.get(folder, []) if _is_plain(file)]
        if not plain and folder not in parts.if_there:
            raise ModelUnavailable(f"{where} has nothing in {folder}/, so it is not a whole pipeline of diffusers.")
        chosen += plain
    if _INDEX_OF_PARTS not in by_folder.get("", []):
        raise ModelUnavailable(f"{where} has no {_INDEX_OF_PARTS}, so it is not a whole pipeline of diffusers.")

    heavy = {folder for folder, files in by_folder.items() if any(file.endswith(_HEAVY) for file in files)}
    present = (*parts.weights, *(folder for folder in parts.if_there if folder in heavy))
    is_half = all(_complete_set(by_folder.get(folder, []), is_half=True) for folder in present) and bool(present)
    for folder in present:
        files = _complete_set(by_folder.get(folder, []), is_half=is_half)
        if not files:
            raise ModelUnavailable(
                f"{where} has no safetensors in {folder}/, or not all of them. Other kinds of weights are not read; "
                "choose another model, or a version of this one with safetensors."
            )
        chosen += [f"{folder}/{file}" for file in files]
    return Chosen((*chosen, _INDEX_OF_PARTS), _HALF if is_half else None)


def _is_plain(file: str) -> bool:
    """Configurations and tokenizers; an index of shards goes with its weights."""
    return file.endswith((".json", ".txt", ".model")) and ".index." not in file


def _complete_set(files: Sequence[str], *, is_half: bool) -> list[str]:
    """The weights of a folder in half or in whole precision; empty where there are none or a shard is missing."""
    found = [match for match in map(_WEIGHTS.fullmatch, files) if match and bool(match["half"]) is is_half]
    whole = [match.string for match in found if match["shards"] is None]
    if whole:
        return whole[:1]
    index = [match.string for match in map(_INDEX.fullmatch, files) if match and bool(match["half"]) is is_half]
    if not index or not found or len(found) != int(found[0]["shards"]):
        return []
    return [*index, *(match.string for match in found)]
