"""The fixed latent space: a principal component analysis of 16 × 16 pixel patches.

A picture of 256 px becomes 16 × 16 latents of C channels, each a linear measurement of its own patch:

    z = gain * U (x - mean)        x = mean + U^T (z / gain)        gain = scale / std^power

Because nothing is learned by gradient, diffusion training can start seconds after the first pictures exist, and all
that is trained later (decoder, encoder) aims at latents that never move. ``power`` = 1/2 whitens half way: the
colour of a patch stays louder than its texture, as it is in pictures. The components are exactly even or odd under
a left-right flip of the patch, so that the latents of a flipped picture are the flipped latents times ``signs``.
A codec can be extended: the components it has stay as they are, and what was trained on them goes on.

NumPy only: the workers that draw use it without loading torch.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

PATCH = 16
CHANNELS = 16
_SCRATCH_PICTURES = 64  # pictures encoded at a time: 64 × 196,608 floats is 50 MB

Floats = NDArray[np.float32]


def patches_of(pictures: NDArray[np.uint8]) -> Floats:
    """``(B, H, W, 3)`` bytes -> ``(B, H/16, W/16, 768)`` in [-1, 1]."""
    count, height, width, _ = pictures.shape
    if height % PATCH or width % PATCH:
        raise ValueError(f"A picture of {width} × {height} pixels has no whole number of {PATCH}-pixel patches.")
    grid = pictures.reshape(count, height // PATCH, PATCH, width // PATCH, PATCH, 3).transpose(0, 1, 3, 2, 4, 5)
    flat = grid.reshape(count, height // PATCH, width // PATCH, PATCH * PATCH * 3)
    return np.multiply(flat, np.float32(2 / 255), dtype=np.float32) - np.float32(1)


@dataclass(frozen=True, eq=False)
class Codec:
    """``mean`` (768,), orthonormal ``components`` (C, 768), ``gain`` (C,) and flip ``signs`` (C,), all float32."""

    mean: Floats
    components: Floats
    gain: Floats
    signs: Floats

    @cached_property
    def fingerprint(self) -> str:
        """Names these latents: other components, other latents."""
        return hashlib.sha256(self.mean.tobytes() + self.components.tobytes() + self.gain.tobytes()).hexdigest()[:16]

    @property
    def channels(self) -> int:
        """C, the numbers that stand for a patch."""
        return len(self.components)

    def extends(self, other: Codec) -> bool:
        """Whether the first channels of these latents are exactly the latents of ``other``."""
        count = other.channels
        return np.array_equal(self.mean, other.mean) and all(
            np.array_equal(getattr(self, name)[:count], getattr(other, name))
            for name in ("components", "gain", "signs")
        )

    def encode(self, pictures: NDArray[np.uint8]) -> Floats:
        """``(B, H, W, 3)`` bytes -> ``(B, C, H/16, W/16)``."""
        matrix = np.ascontiguousarray((self.components * self.gain[:, None]).T)
        offset = self.mean @ matrix
        parts = [
            (patches_of(pictures[i : i + _SCRATCH_PICTURES]) @ matrix - offset).transpose(0, 3, 1, 2)
            for i in range(0, len(pictures), _SCRATCH_PICTURES)
        ]
        return np.ascontiguousarray(np.concatenate(parts), dtype=np.float32)

    def decode(self, latents: Floats) -> NDArray[np.uint8]:
        """``(B, C, h, w)`` -> ``(B, 16h, 16w, 3)`` bytes: the best linear reconstruction."""
        count, _, rows, columns = latents.shape
        flat = (latents.transpose(0, 2, 3, 1) / self.gain) @ self.components + self.mean
        grid = flat.reshape(count, rows, columns, PATCH, PATCH, 3).transpose(0, 1, 3, 2, 4, 5)
        pixels = grid.reshape(count, rows * PATCH, columns * PATCH, 3)
        return ((pixels.clip(-1, 1) + 1) * 127.5).round().astype(np.uint8)

    def flip(self, latents: Any) -> Any:
        """Latents of the left-right flipped picture; ``(..., C, h, w)``, NumPy or torch."""
        if isinstance(latents, np.ndarray):
            return latents[..., ::-1] * self.signs[:, None, None].astype(latents.dtype)
        import torch

        signs = torch.from_numpy(self.signs).to(latents.device, latents.dtype)
        return latents.flip(-1) * signs[:, None, None]

    def save(self, path: Path) -> None:
        from safetensors.numpy import save_file

        path.parent.mkdir(parents=True, exist_ok=True)
        tensors = {name: np.ascontiguousarray(getattr(self, name)) for name in ("mean", "components", "gain", "signs")}
        save_file(tensors, path)

    @classmethod
    def load(cls, path: Path) -> Codec:
        from safetensors.numpy import load_file

        return cls(**load_file(path))


def fit_codec(
    pictures: NDArray[np.uint8], *, channels: int = CHANNELS, power: float = 0.5, base: Codec | None = None
) -> Codec:
    """The principal components of the pictures' patches and of their mirror images.

    The covariance of a flip-augmented sample commutes with the flip F, so its eigenvectors can be taken from the
    even (F u = u) and the odd (F u = -u) subspaces; each is diagonalised by itself and the ``channels`` largest
    variances of both are kept. ``scale`` makes the standard deviation over all latents 1.

    With ``base`` its mean, components and gains come first, unchanged, and what is added are the principal components
    of what these leave over, at the same ``scale``.
    """
    patches = np.concatenate([patches_of(pictures[i : i + 64]).reshape(-1, 768) for i in range(0, len(pictures), 64)])
    mirror = np.arange(768).reshape(PATCH, PATCH, 3)[:, ::-1].reshape(-1)
    mean = patches.mean(0, dtype=np.float64)
    covariance = (patches.T @ patches).astype(np.float64) / len(patches) - np.outer(mean, mean)
    mean = (mean + mean[mirror]) / 2
    covariance = (covariance + covariance[mirror][:, mirror]) / 2
    if base is not None:
        mean = base.mean.astype(np.float64)
        left = np.eye(768) - base.components.T.astype(np.float64) @ base.components.astype(np.float64)
        before, covariance = covariance, left @ covariance @ left
    flip = np.eye(768)[mirror]
    found = []
    for sign in (1.0, -1.0):
        values, vectors = np.linalg.eigh((np.eye(768) + sign * flip) / 2)
        basis = vectors[:, values > 0.5]  # the 384 dimensions that the projector keeps
        variances, directions = np.linalg.eigh(basis.T @ covariance @ basis)
        found += [(variances[i], sign, basis @ directions[:, i]) for i in range(len(variances))]
    found.sort(key=lambda item: -item[0])
    kept = found[: channels - (base.channels if base else 0)]
    std = np.sqrt(np.maximum([variance for variance, _, _ in kept], 1e-8))
    components = np.stack([direction * np.sign(direction.sum() or 1) for _, _, direction in kept])
    signs = np.array([sign for _, sign, _ in kept])
    gain = std**-power
    if base is None:
        gain /= np.sqrt(np.mean((std * gain) ** 2))
    else:
        known = np.sqrt(np.einsum("ci,ij,cj->c", base.components, before, base.components))
        gain *= np.exp(np.mean(np.log(base.gain * known**power)))
        components, gain, signs = (
            np.concatenate([getattr(base, name), more])
            for name, more in (("components", components), ("gain", gain), ("signs", signs))
        )
    return Codec(*(np.ascontiguousarray(a, dtype=np.float32) for a in (mean, components, gain, signs)))


def psnr(pictures: NDArray[np.uint8], reconstructions: NDArray[np.uint8]) -> float:
    """Mean peak signal-to-noise ratio in dB over pictures ``(B, H, W, 3)``."""
    error = (pictures.astype(np.float32) - reconstructions.astype(np.float32)) ** 2
    return float(np.mean(10 * np.log10(255**2 / np.maximum(error.mean((1, 2, 3)), 1e-6))))
