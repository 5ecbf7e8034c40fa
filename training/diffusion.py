"""The denoiser of viper-mini: a text-conditioned U-Net on the fixed latents, v-prediction with zero terminal SNR.

    x_t = alpha_t z + sigma_t e        v = alpha_t e - sigma_t z        L = w(t) |v_theta(x_t, t, c) - v|^2

Text reaches the network twice: through cross-attention, and pooled into the time embedding, which modulates every
residual block. The text encoder is trained along at a fraction of the rate. Latents and token ids are in memory;
new shards of the data folder are taken up while training.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from training import common, text
from training.autoencoder import build_autoencoder, codec_of, decode
from training.codec import CHANNELS, Codec
from training.data import Drawings
from training.growth import widened_unet
from training.team import Team, train_together

TEXTURED_SLOTS = ("medium", "brush", "texture", "movement")
CALM_MEDIA = frozenset({"flat vector", "paper cutout"})
NO_CAPTION = 0.1  # share of samples trained without text, for classifier-free guidance
PROMPTS = (
    "a house on a green hill", "a castle, watercolor", "a lighthouse, oil painting, sunset", "a cat, pixel art",
    "a fish, stained glass, cool colors", "a boat, night, starry sky", "a rocket, neon colors, bold outlines",
    "a balloon, pastel colors", "a house, monochrome, woodcut print", "a cat, warm colors, mosaic",
    "watercolor, cool colors", "a lighthouse, foggy, muted colors",
)  # fmt: skip


def build_unet(
    *, channels: tuple[int, ...] = (128, 192, 256), text_width: int = text.WIDTH, latent_channels: int = CHANNELS
) -> Any:
    """An untrained ``UNet2DConditionModel`` on latents ``(latent_channels, 16, 16)``."""
    from diffusers import UNet2DConditionModel

    attends = [False] + [True] * (len(channels) - 1)  # 256 positions at the top are the dearest and the least verbal
    return UNet2DConditionModel(
        sample_size=16, in_channels=latent_channels, out_channels=latent_channels, layers_per_block=1,
        block_out_channels=channels,
        down_block_types=tuple("CrossAttnDownBlock2D" if yes else "DownBlock2D" for yes in attends),
        up_block_types=tuple("CrossAttnUpBlock2D" if yes else "UpBlock2D" for yes in reversed(attends)),
        cross_attention_dim=text_width, attention_head_dim=4, norm_num_groups=32, use_linear_projection=True,
        resnet_time_scale_shift="scale_shift", addition_embed_type="text", addition_embed_type_num_heads=8,
    )  # fmt: skip


def noise_levels() -> torch.Tensor:
    """alpha_t² for the 1000 timesteps: squared cosine, rescaled so that the last step is pure noise."""
    from diffusers import DDPMScheduler

    schedule = DDPMScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", rescale_betas_zero_snr=True
    )
    return schedule.alphas_cumprod.float()


def build_scheduler() -> Any:
    """The sampler shipped with the model."""
    from diffusers import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler(
        beta_schedule="squaredcos_cap_v2", prediction_type="v_prediction", rescale_betas_zero_snr=True,
        timestep_spacing="trailing", algorithm_type="dpmsolver++", solver_order=2, final_sigmas_type="zero",
        steps_offset=1,  # trailing steps ignore it; the stock pipeline warns of any other value
    )  # fmt: skip


def loss_weight(alphas: torch.Tensor, gamma: float) -> torch.Tensor:
    """min-SNR weighting for v: min(SNR + 1, gamma) / (SNR + 1); the noisiest steps keep weight 1 (Hang et al. 2023).

    SNR + 1 = 1 / (1 - alpha²), ``alphas`` being alpha². ``gamma`` 0 switches it off.
    """
    if not gamma:
        return torch.ones_like(alphas)
    return (gamma * (1 - alphas)).clamp(max=1)


def is_calm(attributes: Sequence[str]) -> bool:
    """Whether a picture with these attributes has no texture over it."""
    from training.atelier import ATTRIBUTES

    return not any(ATTRIBUTES[n].slot in TEXTURED_SLOTS and n not in CALM_MEDIA for n in attributes)


class Latents:
    """All latents (float16) and token ids (int16) of a data folder, in memory on the training device."""

    def __init__(self, folder: Path, codec: Codec, tokenizer: Any, device: torch.device) -> None:
        self.folder, self.codec, self.tokenizer, self.device = folder, codec, tokenizer, device
        self.shards: dict[int, int] = {}
        self.z = torch.empty(0)
        self.ids = torch.empty(0)
        self.calm = torch.empty(0, dtype=torch.long, device=device)
        self.signs = torch.from_numpy(codec.signs).to(device)[:, None, None]
        self.refresh()

    def refresh(self) -> int:
        """Take up new shards; the number of pictures."""
        drawings = Drawings(self.folder)
        if drawings.about.get("codec") != self.codec.fingerprint:
            raise SystemExit(f"{self.folder} was not encoded with this run's codec: run training.data again.")
        for shard in drawings.latent_shards():
            if shard in self.shards:
                continue
            z = torch.from_numpy(drawings.latents(shard))
            calm = [len(self.z) + i for i, r in enumerate(drawings.scenes(shard)[: len(z)]) if is_calm(r["attributes"])]
            self.calm = torch.cat([self.calm, torch.tensor(calm, dtype=torch.long, device=self.device)])
            captions = [record["captions"] for record in drawings.scenes(shard)[: len(z)]]
            each = len(captions[0])
            ids = text.token_ids(self.tokenizer, [caption for group in captions for caption in group])
            tokens = torch.from_numpy(ids).view(len(z), each, -1)
            self.z = torch.cat([self.z, z.to(self.device)]) if self.shards else z.to(self.device)
            self.ids = torch.cat([self.ids, tokens.to(self.device)]) if self.shards else tokens.to(self.device)
            self.shards[shard] = len(z)
        if not self.shards:
            raise SystemExit(f"{self.folder} holds no latents: run training.data with the codec first.")
        return len(self.z)

    def batch(self, size: int, empty: torch.Tensor, *, calm: float = 0.0) -> tuple[torch.Tensor, torch.Tensor]:
        """``(B, C, h, w)`` float32, half of them mirrored, and token ids ``(B, CONTEXT)``, some of them ``empty``.

        A share ``calm`` of the batch is taken from the pictures without texture, which show shapes most clearly.
        """
        pick = torch.randint(len(self.z), (size,), device=self.device)
        if calm:
            from_calm = self.calm[torch.randint(len(self.calm), (size,), device=self.device)]
            pick = torch.where(torch.rand(size, device=self.device) < calm, from_calm, pick)
        z, ids = self.z[pick].float(), self.ids[pick, torch.randint(self.ids.shape[1], (size,), device=self.device)]
        mirrored = torch.rand(size, 1, 1, 1, device=self.device) < 0.5
        z = torch.where(mirrored, z.flip(-1) * self.signs, z)
        return z, torch.where(torch.rand(size, 1, device=self.device) < NO_CAPTION, empty, ids.long())


def stratified(size: int, device: torch.device) -> torch.Tensor:
    """One timestep from each of ``size`` equal parts of 0 … 999."""
    return (((torch.arange(size, device=device) + torch.rand(size, device=device)) / size) * 1000).long().clamp(max=999)


@torch.no_grad()
def sample(
    unet: Any, encoder: Any, tokenizer: Any, prompts: tuple[str, ...], *, steps: int = 20, guidance: float = 3.0,
    seed: int = 0,
) -> torch.Tensor:  # fmt: skip
    """Latents ``(len(prompts), C, 16, 16)`` for a look at the model; the product samples with ``viper_core``."""
    device = next(unet.parameters()).device
    ids = text.token_ids(tokenizer, [*prompts, *[""] * len(prompts)]).astype(np.int64)
    scheduler = build_scheduler()
    scheduler.set_timesteps(steps)
    with common.autocast(device):
        words = encoder(torch.from_numpy(ids).to(device)).last_hidden_state
    size = unet.config.sample_size
    shape = (len(prompts), unet.config.in_channels, size, size)
    x = torch.randn(shape, generator=torch.Generator().manual_seed(seed)).to(device)
    for t in scheduler.timesteps:
        with common.autocast(device):
            cond, uncond = unet(torch.cat([x, x]), t.to(device), words).sample.float().chunk(2)
        x = scheduler.step(uncond + guidance * (cond - uncond), t, x).prev_sample
    return x


def contact_sheet(pictures: np.ndarray, labels: tuple[str, ...], path: Path, *, columns: int = 4) -> None:
    """Labelled pictures ``(B, H, W, 3)`` in a grid."""
    from PIL import Image, ImageDraw

    side, strip = pictures.shape[1], 16
    rows = -(-len(pictures) // columns)
    sheet = Image.new("RGB", (columns * side, rows * (side + strip)), "white")
    pen = ImageDraw.Draw(sheet)
    for i, (picture, label) in enumerate(zip(pictures, labels, strict=True)):
        x, y = i % columns * side, i // columns * (side + strip)
        sheet.paste(Image.fromarray(picture), (x, y + strip))
        pen.text((x + 3, y + 2), label, fill="black")
    path.parent.mkdir(parents=True, exist_ok=True)
    sheet.save(path)


def look(a: argparse.Namespace, modules: dict[str, Any], tokenizer: Any, codec: Codec, samples: int) -> None:
    """Write a sample sheet, painted by the trained decoder if there is one, else by the codec."""
    latents = sample(modules["unet"], modules["text_encoder"], tokenizer, PROMPTS, steps=a.look_steps)
    trained = a.run / "decoder" / "weights.safetensors"
    if trained.exists():
        decoder = build_autoencoder(channels=codec.channels).decoder.eval()
        decoder.load_state_dict({name: value.float() for name, value in load_file(trained).items()})
        pictures = decode(decoder, latents.cpu().numpy(), torch.device("cpu"))
    else:
        pictures = codec.decode(latents.cpu().numpy())
    contact_sheet(pictures, PROMPTS, a.run / "diffusion" / "samples" / f"{samples:09d}.png")


def start_modules(a: argparse.Namespace, codec: Codec, device: torch.device) -> tuple[dict[str, Any], Any]:
    """U-Net and text encoder from the shipped folder, or new ones.

    A text encoder that the run has pre-trained comes before the shipped one; a shipped U-Net of fewer latent channels
    is widened.
    """
    from diffusers import UNet2DConditionModel
    from diffusers.models.attention_processor import AttnProcessor

    own = a.run / "text"
    source = own if a.init is None or (own / "text_encoder").exists() else a.init
    tokenizer = text.load_tokenizer(source / "tokenizer")
    encoder = text.load_text_encoder(source)
    if a.init:
        unet = UNet2DConditionModel.from_pretrained(a.init / "unet").float()
        unet = widened_unet(unet, codec.channels) if unet.config.in_channels < codec.channels else unet
    else:
        unet = build_unet(channels=a.channels, latent_channels=codec.channels)
    unet = unet.to(device, memory_format=torch.channels_last).train()
    if device.type == "cpu":  # plain matrix products: the fused attention's backward pass is slower there, by a fifth
        unet.set_attn_processor(AttnProcessor())
    return {"unet": unet, "text_encoder": encoder.to(device).train()}, tokenizer


def train(a: argparse.Namespace, team: Team) -> None:
    """Train on the latents of the data folder until the budget is used up."""
    device = common.prepare(a)
    torch.manual_seed(a.seed + 1000 * team.rank)
    codec = codec_of(a)
    modules, tokenizer = start_modules(a, codec, device)
    if team.leads:
        tokenizer.save_pretrained(a.run / "diffusion" / "tokenizer")
    latents = Latents(a.data, codec, tokenizer, device)
    unet, encoder, folder = modules["unet"], modules["text_encoder"], a.run / "diffusion"

    def export() -> None:
        common.contiguous(unet).save_pretrained(folder / "unet")
        encoder.save_pretrained(folder / "text_encoder")
        unet.to(memory_format=torch.channels_last)

    run = common.Run(
        folder, modules, arguments=a, device=device, rates={"text_encoder": 0.3}, average=a.average,
        checkpoint_minutes=a.checkpoint_minutes, on_save=export, team=team,
    )  # fmt: skip
    size = sum(p.numel() for p in unet.parameters())
    run.log(pictures=len(latents.z), parameters=size, threads=torch.get_num_threads(), device=str(device))
    empty = torch.from_numpy(text.token_ids(tokenizer, [""]).astype(np.int64)).to(device)
    alphas = noise_levels().to(device)
    predict = torch.compile(unet) if a.compile else unet
    for step in run.steps():
        z, ids = latents.batch(a.batch, empty, calm=a.calm)
        t = stratified(a.batch, device)
        alpha2 = alphas[t].view(-1, 1, 1, 1)
        noise = torch.randn_like(z)
        noisy = alpha2.sqrt() * z + (1 - alpha2).sqrt() * noise
        velocity = alpha2.sqrt() * noise - (1 - alpha2).sqrt() * z
        with common.autocast(device):
            with torch.set_grad_enabled(step % a.text_every == 0):
                words = encoder(ids).last_hidden_state.requires_grad_()  # always: one graph to compile, not two
            guess = predict(noisy.contiguous(memory_format=torch.channels_last), t, words).sample
        error = F.mse_loss(guess.float(), velocity, reduction="none").mean((1, 2, 3))
        run.update((loss_weight(alphas[t], a.min_snr) * error).mean(), samples=a.batch, v_error=error.mean())
        if team.leads and run.every("look", minutes=a.look_minutes):
            with run.averaged():
                look(a, modules, tokenizer, codec, run.samples)
            run.log(pictures=latents.refresh())
    if team.leads:
        with run.averaged():
            look(a, modules, tokenizer, codec, run.samples)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=8e-4, batch=32)
    parser.add_argument("--data", type=Path, default=Path("runs/data"))
    parser.add_argument("--channels", type=int, nargs="+", default=(128, 192, 256), help="widths of the U-Net's levels")
    parser.add_argument("--average", type=float, default=0.999, help="weight kept per step by the moving average")
    parser.add_argument("--min-snr", type=float, default=0.0, help="gamma of the min-SNR weighting, e.g. 5; 0 for none")
    parser.add_argument("--text-every", type=int, default=4, help="the text encoder learns at every Nth step")
    parser.add_argument("--calm", type=float, default=0.0, help="share of every batch from pictures without texture")
    parser.add_argument("--compile", action="store_true", help="torch.compile the U-Net")
    parser.add_argument("--look-minutes", type=float, default=10.0, help="between two sample sheets")
    parser.add_argument("--look-steps", type=int, default=20)
    parser.add_argument("--checkpoint-minutes", type=float, default=5.0)
    parser.add_argument("--workers", type=int, default=1, help="processes that train together, one CPU core each")
    a = parser.parse_args(arguments)
    train_together(train, a, size=a.workers)


if __name__ == "__main__":
    main()
