"""A bundled model folder: what its viper.json says, and whether its files are the ones that were shipped.

The folder is an ordinary diffusers pipeline folder with one file more:

    {"name": "viper-mini", "version": "1",
     "known": {"subjects": [...], "settings": [...], "attributes": [...], "words": [...],
               "unseen": [["cat", "mosaic"], ...]},
     "defaults": {"num_inference_steps": 20, "guidance_scale": 3.0, "guidance_rescale": 0.0,
                  "height": 256, "width": 256},
     "latent_rgb": {"weight": [[r, g, b] for each latent channel], "bias": [r, g, b]},
     "sha256": {"unet/diffusion_pytorch_model.safetensors": "<64 hex digits>", ...}}

``unseen`` names the combinations of a subject and an attribute that no picture of the training held, ``latent_rgb``
maps a latent to a colour in 0 … 1; both may be left out. Further keys are for other readers. Loading the model itself
is ``registry``'s part.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path, PurePosixPath
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from viper_core.errors import ModelUnavailable

__all__ = [
    "BundleDefaults", "BundleManifest", "Known", "Listing", "read_listing", "read_manifest", "remedy", "verify_files",
]  # fmt: skip

MANIFEST = "viper.json"
_CHUNK = 1 << 20  # bytes read at a time while hashing

_Triple = tuple[FiniteFloat, FiniteFloat, FiniteFloat]
_Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Known(_Model):
    """What the model was trained to draw; ``words`` are all words of its captions.

    ``unseen`` are combinations of a subject and an attribute that no picture of the training held, on purpose.
    """

    subjects: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    unseen: tuple[tuple[str, str], ...] = ()

    def every_word(self) -> frozenset[str]:
        """The single words of subjects, settings, attributes and captions, in lower case."""
        phrases = (*self.subjects, *self.settings, *self.attributes, *self.words)
        return frozenset(word for phrase in phrases for word in re.findall(r"[^\W\d_]+", phrase.lower()))


class BundleDefaults(_Model):
    """The sampling options the model was tuned for."""

    num_inference_steps: int
    guidance_scale: FiniteFloat
    guidance_rescale: FiniteFloat = 0.0
    height: int
    width: int


class LatentRGBTable(_Model):
    """The linear preview: one (r, g, b) for each latent channel, and one more."""

    weight: tuple[_Triple, ...]
    bias: _Triple


class Listing(_Model):
    """What every bundled folder's viper.json says: the SHA-256 of its files."""

    sha256: dict[str, _Digest] = Field(min_length=1)


AnyListing = TypeVar("AnyListing", bound=Listing)


class BundleManifest(Listing):
    """The viper.json of a model that draws."""

    name: str
    version: str
    known: Known
    defaults: BundleDefaults
    latent_rgb: LatentRGBTable | None = None


def read_manifest(folder: Path) -> BundleManifest:
    """The viper.json of a model that draws.

    Raises:
        ModelUnavailable: the file is missing or does not match its format.
    """
    return read_listing(folder, BundleManifest)


def read_listing(folder: Path, kind: type[AnyListing]) -> AnyListing:
    """The folder's viper.json, as the kind of manifest it should be.

    Raises:
        ModelUnavailable: the file is missing or does not match its format.
    """
    path = folder / MANIFEST
    try:
        return kind.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        raise ModelUnavailable(f"The file {path} is missing. {remedy(folder)}") from None
    except OSError as error:
        raise ModelUnavailable(f"The file {path} cannot be read ({error.strerror}). {remedy(folder)}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"]) or "the file"
        raise ModelUnavailable(f"The file {path} is damaged ({place}: {first['msg']}). {remedy(folder)}") from error


def verify_files(folder: Path, manifest: Listing) -> None:
    """Check every listed file against its SHA-256, and that no weights lie beside the listed ones.

    Raises:
        ModelUnavailable: a file is missing, differs, or is not listed; the message names it and the remedy.
    """
    for name, expected in manifest.sha256.items():
        if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
            raise ModelUnavailable(f"{folder / MANIFEST} lists {name!r}, outside its folder. {remedy(folder)}")
        path = folder / name
        if not path.is_file():
            raise ModelUnavailable(f"The file {path} is missing. {remedy(folder)}")
        if _sha256(path) != expected:
            raise ModelUnavailable(f"The file {path} is damaged: its SHA-256 is not the listed one. {remedy(folder)}")
    for path in sorted(folder.rglob("*.safetensors")):
        if path.relative_to(folder).as_posix() not in manifest.sha256:
            raise ModelUnavailable(
                f"The file {path} is not listed in {MANIFEST}, so it cannot be trusted. {remedy(folder)}"
            )


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def remedy(folder: Path) -> str:
    """What a person does about a bundled folder that cannot be used, as a sentence."""
    return f"Restore the folder with: git checkout -- {folder} (or clone the project again)."
