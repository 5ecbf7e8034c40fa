"""A rough picture of latents without the VAE: one linear map from a latent's channels to a colour.

    rgb = weight^T z + bias        z (C,) one latent, rgb in 0 … 1

Good enough to see a picture come into being, and about a thousand times cheaper than decoding. A bundled model ships
its map in viper.json; for any other the map is fitted by least squares to what its own VAE decodes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image
    from torch import Tensor

__all__ = ["LatentRGB", "fit_latent_rgb", "smooth_latents"]

_FIT_SEED = 0
_FIT_SIZE = 16  # latents a side that are decoded for the fit
_FIT_PATCH = 4  # latents a side of one patch of colour; real latents are smooth at about this scale


@dataclass(frozen=True)
class LatentRGB:
    """The map: ``weight`` has one (r, g, b) for each latent channel, ``bias`` is one (r, g, b); colours in 0 … 1."""

    weight: tuple[tuple[float, float, float], ...]
    bias: tuple[float, float, float]

    def picture(self, latents: Tensor, *, enlarge: int) -> Image:
        """The picture of ``(1, C, h, w)`` latents, each latent ``enlarge`` pixels wide and high."""
        import torch
        from PIL import Image

        z = latents[0].detach().float().cpu()
        rgb = torch.einsum("chw,cr->hwr", z, torch.tensor(self.weight)) + torch.tensor(self.bias)
        small = Image.fromarray((rgb.nan_to_num().clamp(0, 1) * 255).round().to(torch.uint8).numpy())
        return small.resize((small.width * enlarge, small.height * enlarge), Image.Resampling.BILINEAR)


def smooth_latents(channels: int) -> Tensor:
    """Latents ``(1, channels, 16, 16)`` of unit variance, constant over patches of 4 × 4; the same every time."""
    import torch

    patches = _FIT_SIZE // _FIT_PATCH
    generator = torch.Generator("cpu").manual_seed(_FIT_SEED)
    noise = torch.randn((1, channels, patches, patches), generator=generator)
    return noise.repeat_interleave(_FIT_PATCH, dim=2).repeat_interleave(_FIT_PATCH, dim=3)


def fit_latent_rgb(latents: Tensor, pixels: Tensor) -> LatentRGB:
    """The least-squares map from latents to the colours of their pictures.

    Args:
        latents: ``(N, C, h, w)``.
        pixels: ``(N, 3, H, W)`` in 0 … 1, the pictures of these latents; averaged down to ``h × w``.
    """
    import torch
    from torch.nn.functional import adaptive_avg_pool2d

    colours = adaptive_avg_pool2d(pixels.double(), (latents.shape[2], latents.shape[3])).movedim(1, -1).reshape(-1, 3)
    z = latents.double().movedim(1, -1).reshape(-1, latents.shape[1])
    design = torch.cat([z, torch.ones(len(z), 1, dtype=z.dtype)], dim=1)
    # A little ridge keeps the map finite where channels are dependent or there are fewer pixels than channels.
    gram = design.T @ design + 1e-6 * len(z) * torch.eye(design.shape[1], dtype=z.dtype)
    rows = torch.linalg.solve(gram, design.T @ colours).tolist()
    weight = tuple((row[0], row[1], row[2]) for row in rows[:-1])
    return LatentRGB(weight, (rows[-1][0], rows[-1][1], rows[-1][2]))
