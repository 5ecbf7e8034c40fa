"""Stable Diffusion XL with random weights: the real classes at a small size, or at full size for a GPU.

What can be measured without a download: equality of formulas, seconds, memory. No picture of it is worth looking at.
Its tokenizers know single bytes, so a word is about as many tokens as it has letters.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from viper_core.registry import MODELS


@dataclass(frozen=True)
class Size:
    """Widths and depths; ``full`` has those of SDXL's own configuration.

    Attributes:
        text: width, layers and heads of both text encoders.
        channels: of the U-Net's levels; the first has no attention.
        blocks: transformer blocks on each level.
        vae: channels of the autoencoder's levels.
        side: of a picture in pixels.
    """

    text: tuple[tuple[int, int, int], tuple[int, int, int]]
    channels: tuple[int, ...]
    blocks: tuple[int, ...]
    vae: tuple[int, ...]
    side: int

    @property
    def latent_side(self) -> int:
        """Of a picture in latents."""
        return self.side // 2 ** (len(self.vae) - 1)


SIZES = {
    "tiny": Size(((16, 3, 2), (24, 3, 2)), (16, 32), (1, 1), (8, 8), 32),
    "full": Size(((768, 12, 12), (1280, 32, 20)), (320, 640, 1280), (1, 2, 10), (128, 256, 512, 512), 1024),
}


def random_sdxl(size: Size, *, seed: int = 0) -> Any:
    """A ``StableDiffusionXLPipeline`` of this size, the same for the same seed."""
    import torch
    from diffusers import EulerDiscreteScheduler, StableDiffusionXLPipeline
    from transformers import CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(seed)
    tokenizers = [_tokenizer(pad) for pad in ("<|endoftext|>", "!")]
    configs = [_text_config(one, *shape) for one, shape in zip(tokenizers, size.text, strict=True)]
    pipeline = StableDiffusionXLPipeline(
        vae=random_vae(size),
        text_encoder=CLIPTextModel(configs[0]).eval(),
        text_encoder_2=CLIPTextModelWithProjection(configs[1]).eval(),
        tokenizer=tokenizers[0],
        tokenizer_2=tokenizers[1],
        unet=random_unet(size),
        scheduler=EulerDiscreteScheduler(
            beta_start=0.00085,
            beta_end=0.012,
            beta_schedule="scaled_linear",
            timestep_spacing="leading",
            steps_offset=1,
        ),
        add_watermarker=False,
    )
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def random_unet(size: Size) -> Any:
    """SDXL's ``UNet2DConditionModel`` of this size."""
    from diffusers import UNet2DConditionModel

    (first, *_), (second, *_) = size.text
    levels, time_width = len(size.channels), 256 if size.side > 256 else 8
    return UNet2DConditionModel(
        sample_size=size.latent_side,
        block_out_channels=size.channels,
        down_block_types=("DownBlock2D", *("CrossAttnDownBlock2D",) * (levels - 1)),
        up_block_types=(*("CrossAttnUpBlock2D",) * (levels - 1), "UpBlock2D"),
        transformer_layers_per_block=size.blocks,
        layers_per_block=2,
        norm_num_groups=min(32, size.channels[0] // 4),
        attention_head_dim=tuple(max(1, channels // 64) for channels in size.channels),
        cross_attention_dim=first + second,
        use_linear_projection=True,
        addition_embed_type="text_time",
        addition_time_embed_dim=time_width,
        projection_class_embeddings_input_dim=second + 6 * time_width,
    ).eval()


def random_vae(size: Size) -> Any:
    """SDXL's ``AutoencoderKL`` of this size."""
    from diffusers import AutoencoderKL

    levels = len(size.vae)
    return AutoencoderKL(
        block_out_channels=size.vae,
        down_block_types=("DownEncoderBlock2D",) * levels,
        up_block_types=("UpDecoderBlock2D",) * levels,
        layers_per_block=2,
        norm_num_groups=min(32, size.vae[0] // 2),
        scaling_factor=0.13025,
    ).eval()


def backend_of(pipeline: Any, *, side: int | None = None, steps: int | None = None) -> Any:
    """The pipeline as our own loop drives it, with SDXL's own defaults but for the side of a picture and the steps."""
    from viper_core.backends.sdxl import StableDiffusionXLBackend

    info = MODELS["sdxl"]
    given = {"height": side, "width": side, "num_inference_steps": steps}
    changed = {name: value for name, value in given.items() if value is not None}
    return StableDiffusionXLBackend(pipeline, replace(info, defaults=replace(info.defaults, **changed)))


def _tokenizer(pad_token: str) -> Any:
    from tokenizers import pre_tokenizers
    from transformers import CLIPTokenizer

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    pieces = [*alphabet, *(letter + "</w>" for letter in alphabet), "<|startoftext|>", "<|endoftext|>"]
    vocabulary = {piece: index for index, piece in enumerate(pieces)}
    return CLIPTokenizer(vocab=vocabulary, merges=[], pad_token=pad_token, model_max_length=77)


def _text_config(tokenizer: Any, width: int, layers: int, heads: int) -> Any:
    from transformers import CLIPTextConfig

    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=4 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        projection_dim=width,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        initializer_factor=3.0,  # random weights of the usual spread hardly let the text through
    )
