"""Real pipeline classes at a tiny configuration with random weights, made in memory: no download, no file.

The classes, and with them the calls they make and the shapes they pass, are those of Stable Diffusion, SDXL and
viper-mini; only the widths and depths are small. Each function returns a new pipeline with the same weights every time.
"""

from __future__ import annotations

from typing import Any

import torch
from diffusers import (
    AutoencoderKL,
    AutoencoderTiny,
    DDIMScheduler,
    DPMSolverMultistepScheduler,
    EulerDiscreteScheduler,
    StableDiffusionPipeline,
    StableDiffusionXLImg2ImgPipeline,
    StableDiffusionXLPipeline,
    UNet2DConditionModel,
)
from tokenizers import pre_tokenizers
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer

from viper_core.backends.refined import RefinedBackend
from viper_core.backends.sdxl import StableDiffusionXLBackend, StableDiffusionXLRefinerBackend
from viper_core.backends.stable_diffusion import StableDiffusionBackend
from viper_core.registry import MODELS

SIDE = 32  # pixels of the tiny SD and SDXL pictures; 16 × 16 latents
MINI_SIDE = 128  # pixels of the tiny viper-mini pictures; 8 × 8 latents


def tiny_tokenizer(*, pad_token: str = "<|endoftext|>", length: int = 77) -> CLIPTokenizer:
    """A CLIP tokenizer of single bytes and a few merges: long words are many tokens, as rare words are in CLIP."""
    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    # In CLIP's order: bytes, bytes at the end of a word, merges, special tokens last, end-of-text the highest id.
    pieces = [*alphabet, *(letter + "</w>" for letter in alphabet), "wa", "te", "ter</w>", "water</w>"]
    vocab = {piece: index for index, piece in enumerate([*pieces, "<|startoftext|>", "<|endoftext|>"])}
    merges = [("w", "a"), ("t", "e"), ("te", "r</w>"), ("wa", "ter</w>")]
    return CLIPTokenizer(vocab=vocab, merges=merges, pad_token=pad_token, model_max_length=length)


def _text_config(tokenizer: CLIPTokenizer, *, width: int, projection: int = 16) -> CLIPTextConfig:
    return CLIPTextConfig(
        vocab_size=len(tokenizer),
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=3,
        num_attention_heads=2,
        max_position_embeddings=tokenizer.model_max_length,
        projection_dim=projection,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
        initializer_factor=3.0,  # random weights of the usual spread hardly let the text through
    )


def _unet(*, channels: int, side: int, text_width: int, **more: Any) -> UNet2DConditionModel:
    unet = UNet2DConditionModel(
        sample_size=side,
        in_channels=channels,
        out_channels=channels,
        block_out_channels=(16, 32),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"),
        up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        layers_per_block=1,
        norm_num_groups=4,
        attention_head_dim=4,
        cross_attention_dim=text_width,
        **more,
    )
    return unet.eval()


def _vae() -> AutoencoderKL:
    return AutoencoderKL(
        block_out_channels=(8, 8),
        down_block_types=("DownEncoderBlock2D",) * 2,
        up_block_types=("UpDecoderBlock2D",) * 2,
        latent_channels=4,
        norm_num_groups=4,
        sample_size=SIDE,
    ).eval()


def tiny_sd(*, pad_token: str = "<|endoftext|>", **scheduler: Any) -> StableDiffusionPipeline:
    """Stable Diffusion 1.x: DDIM, ε-prediction, 4 latent channels."""
    torch.manual_seed(1)
    tokenizer = tiny_tokenizer(pad_token=pad_token)
    betas = {"beta_start": 0.00085, "beta_end": 0.012, "beta_schedule": "scaled_linear"}
    return _silent(
        StableDiffusionPipeline(
            vae=_vae(),
            text_encoder=CLIPTextModel(_text_config(tokenizer, width=16)).eval(),
            tokenizer=tokenizer,
            unet=_unet(channels=4, side=SIDE // 2, text_width=16),
            scheduler=DDIMScheduler(**betas, clip_sample=False, set_alpha_to_one=False, steps_offset=1, **scheduler),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
    )


def tiny_sd_2() -> StableDiffusionPipeline:
    """Stable Diffusion 2.1: v-prediction, and prompts padded with a letter."""
    return tiny_sd(pad_token="!", prediction_type="v_prediction")


def tiny_sdxl(**config: Any) -> StableDiffusionXLPipeline:
    """SDXL: Euler, two text encoders of different widths and padding, pooled text and time ids."""
    torch.manual_seed(2)
    first, second = tiny_tokenizer(), tiny_tokenizer(pad_token="!")
    return _silent(
        StableDiffusionXLPipeline(
            vae=_vae(),
            text_encoder=CLIPTextModel(_text_config(first, width=16)).eval(),
            text_encoder_2=CLIPTextModelWithProjection(_text_config(second, width=24, projection=12)).eval(),
            tokenizer=first,
            tokenizer_2=second,
            unet=_unet(
                channels=4,
                side=SIDE // 2,
                text_width=40,
                addition_embed_type="text_time",
                addition_time_embed_dim=8,
                projection_class_embeddings_input_dim=12 + 6 * 8,
            ),
            scheduler=EulerDiscreteScheduler(
                beta_start=0.00085,
                beta_end=0.012,
                beta_schedule="scaled_linear",
                timestep_spacing="leading",
                steps_offset=1,
            ),
            add_watermarker=False,
            **config,
        )
    )


def tiny_refiner(base: StableDiffusionXLPipeline, **config: Any) -> StableDiffusionXLImg2ImgPipeline:
    """SDXL's refiner: the second text encoder alone, an aesthetic score in the place of the target size."""
    torch.manual_seed(4)
    return _silent(
        StableDiffusionXLImg2ImgPipeline(
            vae=base.vae,
            text_encoder=None,
            text_encoder_2=base.text_encoder_2,
            tokenizer=None,
            tokenizer_2=base.tokenizer_2,
            unet=_unet(
                channels=4,
                side=SIDE // 2,
                text_width=24,
                addition_embed_type="text_time",
                addition_time_embed_dim=8,
                projection_class_embeddings_input_dim=12 + 5 * 8,
            ),
            scheduler=EulerDiscreteScheduler.from_config(base.scheduler.config),
            **{
                "add_watermarker": False,
                "requires_aesthetics_score": True,
                "force_zeros_for_empty_prompt": False,
                **config,
            },
        )
    )


def tiny_refined_backend(*, hand_over: float = 0.8) -> RefinedBackend:
    """SDXL with its refiner."""
    base = tiny_sdxl()
    info = MODELS["sdxl-refiner"]
    refiner = StableDiffusionXLRefinerBackend(tiny_refiner(base), info)
    return RefinedBackend(StableDiffusionXLBackend(base, info), refiner, hand_over=hand_over)


def tiny_mini() -> StableDiffusionPipeline:
    """The make of viper-mini: five-level tiny autoencoder, text in the time embedding, zero-SNR v-prediction."""
    torch.manual_seed(3)
    tokenizer = tiny_tokenizer()
    vae = AutoencoderTiny(
        encoder_block_out_channels=(8,) * 5,
        decoder_block_out_channels=(8,) * 5,
        num_encoder_blocks=(1,) * 5,
        num_decoder_blocks=(1,) * 5,
        latent_channels=16,
    )
    return _silent(
        StableDiffusionPipeline(
            vae=vae.eval(),
            text_encoder=CLIPTextModel(_text_config(tokenizer, width=16)).eval(),
            tokenizer=tokenizer,
            unet=_unet(
                channels=16,
                side=MINI_SIDE // 16,
                text_width=16,
                addition_embed_type="text",
                addition_embed_type_num_heads=2,
            ),
            scheduler=DPMSolverMultistepScheduler(
                beta_schedule="squaredcos_cap_v2",
                prediction_type="v_prediction",
                rescale_betas_zero_snr=True,
                timestep_spacing="trailing",
                steps_offset=1,
            ),
            safety_checker=None,
            feature_extractor=None,
            requires_safety_checker=False,
        )
    )


def tiny_backend(make: Any = tiny_sd, **config: Any) -> StableDiffusionBackend | StableDiffusionXLBackend:
    """A backend on a tiny pipeline, under the registry entry of the real model."""
    if make is tiny_sdxl:
        return StableDiffusionXLBackend(make(**config), MODELS["sdxl"])
    return StableDiffusionBackend(make(**config), MODELS["viper-mini" if make is tiny_mini else "sd-1.5"])


def _silent(pipeline: Any) -> Any:
    pipeline.set_progress_bar_config(disable=True)
    return pipeline
