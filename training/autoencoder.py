"""The autoencoder of viper-mini: stages ``fit`` (the latents), ``decoder`` and ``encoder``.

``fit`` fixes the latents in seconds (``training.codec``). ``decoder`` then trains the decoder of a diffusers
``AutoencoderTiny`` to paint pictures from them, textures included; ``encoder`` distils its encoder to measure them,
so that the shipped folder needs nothing but the stock class. Neither moves the latents, so both can run before,
after or beside the diffusion training.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from training import common
from training.codec import CHANNELS, PATCH, Codec, fit_codec, psnr
from training.data import Drawings
from training.growth import widened_autoencoder

CROP = 8  # latents a side of a training crop: 128 px
HELD_OUT = 128  # the last pictures with pixels are never trained on
_SOBEL = torch.tensor([[[-1.0, 0.0, 1.0], [-2.0, 0.0, 2.0], [-1.0, 0.0, 1.0]]]) / 8


def build_autoencoder(*, width: int = 64, channels: int = CHANNELS) -> Any:
    """An untrained ``AutoencoderTiny``, 256 px <-> 16 × 16 latents; all levels need the same width in diffusers."""
    from diffusers import AutoencoderTiny

    return AutoencoderTiny(
        latent_channels=channels, encoder_block_out_channels=(width,) * 5, decoder_block_out_channels=(width,) * 5,
        num_encoder_blocks=(0, 1, 1, 2, 2), num_decoder_blocks=(3, 3, 2, 1, 0),
    )  # fmt: skip


def codec_path(run: Path) -> Path:
    """Where a run keeps its codec."""
    return run / "codec" / "codec.safetensors"


def codec_of(a: argparse.Namespace) -> Codec:
    """The codec of the run; a run that starts from shipped weights takes over theirs, or has extended it."""
    own, shipped = codec_path(a.run), a.init / "codec" / "codec.safetensors" if a.init else None
    if shipped is not None:
        codec = Codec.load(shipped)
        if not own.exists():
            codec.save(own)
        if not (mine := Codec.load(own)).extends(codec):
            raise SystemExit(f"{own} does not extend the codec of {a.init}: use another --run folder.")
        return mine
    if not own.exists():
        raise SystemExit(f"There is no {own}: run `python -m training.autoencoder fit` first.")
    return Codec.load(own)


def to_tensor(pictures: np.ndarray, device: torch.device | None = None) -> torch.Tensor:
    """Bytes ``(B, H, W, 3)`` -> ``(B, 3, H, W)`` in [-1, 1], channels last in memory."""
    return torch.from_numpy(np.ascontiguousarray(pictures)).to(device).permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


def to_bytes(pictures: torch.Tensor) -> np.ndarray:
    """``(B, 3, H, W)`` in [-1, 1] -> bytes ``(B, H, W, 3)``."""
    return pictures.float().clamp(-1, 1).add(1).mul(127.5).round().byte().permute(0, 2, 3, 1).contiguous().cpu().numpy()


def edges(pictures: torch.Tensor) -> torch.Tensor:
    """Horizontal and vertical differences of every channel."""
    kernel = _SOBEL.to(pictures.device)
    both = torch.stack([kernel, kernel.transpose(1, 2)]).repeat(3, 1, 1, 1)
    return F.conv2d(pictures, both, groups=3)


def reconstruction_loss(made: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
    """L1 + edges + twice the squared error, and the first two again at half and at quarter size."""
    loss = F.l1_loss(made, true) + F.l1_loss(edges(made), edges(true)) + 2 * F.mse_loss(made, true)
    for _ in range(2):
        made, true = F.avg_pool2d(made, 2), F.avg_pool2d(true, 2)
        loss = loss + 0.5 * F.l1_loss(made, true) + 0.5 * F.l1_loss(edges(made), edges(true))
    return loss


class PatchCritic(nn.Module):
    """Tells drawn patches of about 40 px from decoded ones: ``(B, 3, H, W)`` -> logits ``(B, 1, h, w)``."""

    def __init__(self, width: int = 32) -> None:
        super().__init__()
        sizes = (3, width, 2 * width, 4 * width)
        self.layers = nn.Sequential(
            *(
                layer
                for i in range(3)
                for layer in (
                    nn.utils.parametrizations.spectral_norm(nn.Conv2d(sizes[i], sizes[i + 1], 4, 2, 1)),
                    nn.LeakyReLU(0.2),
                )
            ),
            nn.Conv2d(sizes[-1], 1, 4, 1, 1),
        )

    def forward(self, pictures: torch.Tensor) -> torch.Tensor:
        return self.layers(pictures)


class Crops:
    """Random aligned crops of the training pictures, half of them mirrored, with their latents."""

    def __init__(self, drawings: Drawings, codec: Codec, *, seed: int) -> None:
        self.drawings, self.codec, self.rng = drawings, codec, np.random.default_rng(seed)
        self.last = max(1, drawings.pictures - HELD_OUT)

    def batch(self, size: int, crop: int = CROP) -> tuple[np.ndarray, np.ndarray]:
        """Bytes ``(size, 16 crop, 16 crop, 3)`` and latents ``(size, C, crop, crop)``."""
        found = []
        for index in self.rng.integers(0, self.last, size):
            picture = self.drawings.picture(int(index))
            row, column = (self.rng.integers(0, side // PATCH - crop + 1) * PATCH for side in picture.shape[:2])
            cut = picture[row : row + crop * PATCH, column : column + crop * PATCH]
            found.append(cut[:, ::-1] if self.rng.random() < 0.5 else cut)
        pictures = np.stack(found)
        return pictures, self.codec.encode(pictures)


def held_out(drawings: Drawings) -> np.ndarray:
    """The pictures that no stage of this module trains on, at most 64 of them for speed."""
    start = max(0, drawings.pictures - HELD_OUT)
    return drawings.batch(np.arange(start, min(start + 64, drawings.pictures)))


@torch.no_grad()
def decode(decoder: nn.Module, latents: np.ndarray, device: torch.device) -> np.ndarray:
    """Latents ``(B, C, h, w)`` -> bytes ``(B, 16 h, 16 w, 3)``."""
    parts = []
    for i in range(0, len(latents), 8):
        with common.autocast(device):
            parts.append(to_bytes(decoder(torch.from_numpy(latents[i : i + 8]).float().to(device))))
    return np.concatenate(parts)


def fit(a: argparse.Namespace) -> None:
    """Stage 1: fix the latents."""
    drawings = Drawings(a.data)
    pictures = drawings.batch(np.random.default_rng(0).permutation(drawings.pictures)[: a.pictures])
    base = Codec.load(a.extend) if a.extend else None
    codec = fit_codec(pictures, channels=a.channels, base=base)
    codec.save(codec_path(a.run))
    latents = codec.encode(pictures[:64])
    quality = psnr(pictures[:64], codec.decode(latents))
    common.write_json(
        a.run / "codec" / "facts.json",
        {"pictures": len(pictures), "psnr_linear": round(quality, 2), "fingerprint": codec.fingerprint,
         "std": [round(float(s), 3) for s in latents.std((0, 2, 3))], "signs": codec.signs.astype(int).tolist()},
    )  # fmt: skip
    print(f"codec: {len(pictures)} pictures, linear reconstruction {quality:.2f} dB, std {latents.std():.3f}")


def _start(a: argparse.Namespace) -> tuple[torch.device, Drawings, Codec, Any]:
    device = common.prepare(a)
    from diffusers import AutoencoderTiny

    codec = codec_of(a)
    model = AutoencoderTiny.from_pretrained(a.init / "vae") if a.init else build_autoencoder(channels=codec.channels)
    if model.config.latent_channels < codec.channels:
        model = widened_autoencoder(model, codec.channels)
    return device, Drawings(a.data), codec, model.float()


def train_decoder(a: argparse.Namespace) -> None:
    """Stage 2: latents to pictures."""
    device, drawings, codec, model = _start(a)
    decoder = model.decoder.to(device, memory_format=torch.channels_last)
    modules: dict[str, nn.Module] = {"decoder": decoder}
    judge = None
    if a.perceptual:
        from training.classifier import load_judge

        judge = load_judge(a.perceptual, device=device)
    run = common.Run(
        a.run / "decoder", modules, arguments=a, device=device, weight_decay=1e-4,
        on_save=lambda: _save_half(decoder, a.run / "decoder"),
    )  # fmt: skip
    critic = _Adversary(a, device) if a.adversarial else None
    crops = Crops(drawings, codec, seed=a.seed + run.step)
    truth = held_out(drawings)
    latents_held = codec.encode(truth)
    for _ in run.steps():
        pictures, latents = crops.batch(a.batch)
        true, z = to_tensor(pictures, device), torch.from_numpy(latents).to(device)
        z = z + torch.randn_like(z) * a.noise * torch.rand(len(z), 1, 1, 1, device=device)
        with common.autocast(device):
            made = decoder(z.contiguous(memory_format=torch.channels_last))
        made = made.float()
        loss = reconstruction_loss(made, true)
        facts: dict[str, torch.Tensor | float] = {"l1": F.l1_loss(made, true)}
        if judge is not None:
            facts["perceptual"] = perceptual = judge.distance(made, true)
            loss = loss + a.perceptual_weight * perceptual
        if critic is not None:
            facts["fooling"] = fooling = critic.step(made, true)
            loss = loss + a.adversarial * fooling
        run.update(loss, samples=a.batch, **facts)
        if run.every("held out", minutes=a.check_minutes):
            with run.averaged():
                run.log(psnr=psnr(truth, decode(decoder, latents_held, device)))
    with run.averaged():
        linear = psnr(truth, codec.decode(latents_held))
        run.log(final=True, psnr=psnr(truth, decode(decoder, latents_held, device)), psnr_linear=linear)


class _Adversary:
    """A light adversarial term: the critic learns beside the decoder (hinge loss) and starts anew on resumption."""

    def __init__(self, a: argparse.Namespace, device: torch.device) -> None:
        self.critic = PatchCritic().to(device)
        self.optimizer = torch.optim.AdamW(self.critic.parameters(), lr=4e-4, betas=(0.5, 0.99))

    def step(self, made: torch.Tensor, true: torch.Tensor) -> torch.Tensor:
        """Train the critic once; the decoder's loss for being told from drawings."""
        loss = F.relu(1 - self.critic(true)).mean() + F.relu(1 + self.critic(made.detach())).mean()
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()
        return -self.critic(made).mean()


def train_encoder(a: argparse.Namespace) -> None:
    """Stage 3: the network that measures the latents, a regression onto the codec's."""
    device, drawings, codec, model = _start(a)
    encoder = model.encoder.to(device, memory_format=torch.channels_last)
    run = common.Run(
        a.run / "encoder", {"encoder": encoder}, arguments=a, device=device, weight_decay=1e-4,
        on_save=lambda: _save_half(encoder, a.run / "encoder"),
    )  # fmt: skip
    crops = Crops(drawings, codec, seed=a.seed + run.step)
    for _ in run.steps():
        pictures, latents = crops.batch(a.batch)
        with common.autocast(device):
            seen = encoder(to_tensor(pictures, device))
        run.update(F.mse_loss(seen.float(), torch.from_numpy(latents).to(device)), samples=a.batch)


def _save_half(module: nn.Module, folder: Path) -> None:
    from safetensors.torch import save_file

    weights = {k: v.detach().half().cpu().contiguous() for k, v in module.state_dict().items()}
    save_file(weights, folder / "weights.safetensors")


def load_autoencoder(run: Path, *, base: Path | None = None) -> Any:
    """The autoencoder of a run; a half that it did not train is that of the pipeline folder ``base``."""
    from diffusers import AutoencoderTiny
    from safetensors.torch import load_file

    channels = Codec.load(codec_path(run)).channels
    model = AutoencoderTiny.from_pretrained(base / "vae").float() if base else build_autoencoder(channels=channels)
    for half in ("decoder", "encoder"):
        path = run / half / "weights.safetensors"
        if path.exists():
            getattr(model, half).load_state_dict({k: v.float() for k, v in load_file(path).items()})
        elif base is None:
            raise SystemExit(f"There is no {path}: run `python -m training.autoencoder {half}` first.")
    return model.eval()


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line: one of the three stages."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    stages = parser.add_subparsers(dest="stage", required=True)
    first = stages.add_parser("fit", help="fix the latents")
    first.add_argument("--run", type=Path, default=Path("runs/mini"))
    first.add_argument("--pictures", type=int, default=2048)
    first.add_argument("--channels", type=int, default=CHANNELS, help="of the latents")
    first.add_argument("--extend", type=Path, default=None, help="a codec whose channels come first, unchanged")
    second = common.add_run_arguments(stages.add_parser("decoder"), rate=1e-3, batch=8)
    second.add_argument("--noise", type=float, default=0.1, help="largest noise on the latents")
    second.add_argument("--check-minutes", type=float, default=3.0)
    second.add_argument("--perceptual", type=Path, default=None, help="folder of a judge trained with its own seed")
    second.add_argument("--perceptual-weight", type=float, default=0.3)
    second.add_argument("--adversarial", type=float, default=0.0, help="weight of the patch critic, e.g. 0.02")
    third = common.add_run_arguments(stages.add_parser("encoder"), rate=1e-3, batch=8)
    for stage in (first, second, third):
        stage.add_argument("--data", type=Path, default=Path("runs/data"))
    a = parser.parse_args(arguments)
    {"fit": fit, "decoder": train_decoder, "encoder": train_encoder}[a.stage](a)


if __name__ == "__main__":
    main()
