"""What grows keeps what it knew."""

from __future__ import annotations

import random

import numpy as np
import pytest
import torch

from training import autoencoder, diffusion, growth, text
from training.atelier import WORLDS, draw, sample_scene
from training.codec import Codec, fit_codec, psnr


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    rng = random.Random(8)
    return np.stack([draw(sample_scene(rng, WORLDS["mini"]), 128) for _ in range(24)])


@pytest.fixture(scope="module")
def base(pictures: np.ndarray) -> Codec:
    return fit_codec(pictures[:12])


def test_an_extended_codec_begins_with_the_latents_of_the_first_and_loses_less(
    base: Codec, pictures: np.ndarray
) -> None:
    longer = fit_codec(pictures, channels=24, base=base)
    assert longer.channels == 24
    assert longer.extends(base) and not base.extends(longer)
    assert not fit_codec(pictures, channels=24).extends(base)
    latents = longer.encode(pictures)
    assert np.abs(latents[:, :16] - base.encode(pictures)).max() < 1e-4
    assert psnr(pictures, longer.decode(latents)) > psnr(pictures, base.decode(base.encode(pictures))) + 0.5
    identity = longer.components @ longer.components.T
    assert np.abs(identity - np.eye(24)).max() < 1e-4
    assert np.abs(longer.encode(pictures[:, :, ::-1]) - longer.flip(latents)).max() < 1e-3


def test_the_added_channels_are_about_as_loud_as_the_last_ones_before(base: Codec, pictures: np.ndarray) -> None:
    spread = fit_codec(pictures, channels=24, base=base).encode(pictures).std((0, 2, 3))
    assert 0.3 < spread[16] / spread[15] < 2


def test_a_widened_denoiser_says_the_same_of_what_it_knew() -> None:
    torch.manual_seed(0)
    unet = diffusion.build_unet(channels=(32, 32), text_width=32).eval()
    wider = growth.widened_unet(unet, 24).eval()
    z, more, words, t = torch.randn(2, 16, 8, 8), torch.randn(2, 8, 8, 8), torch.randn(2, 5, 32), torch.tensor(500)
    with torch.no_grad():
        before = unet(z, t, words).sample
        after = wider(torch.cat([z, more], 1), t, words).sample
    assert torch.allclose(after[:, :16], before, atol=1e-5)
    assert after.shape[1] == 24 and (after[:, 16:] == 0).all()


def test_a_widened_decoder_paints_the_same_until_it_learns() -> None:
    torch.manual_seed(0)
    small = autoencoder.build_autoencoder(width=16).eval()
    wider = growth.widened_autoencoder(small, 24).eval()
    z, more = torch.randn(1, 16, 4, 4), torch.randn(1, 8, 4, 4)
    with torch.no_grad():
        assert torch.allclose(wider.decoder(torch.cat([z, more], 1)), small.decoder(z), atol=1e-5)
        seen = wider.encoder(torch.zeros(1, 3, 64, 64))
        assert torch.allclose(seen[:, :16], small.encoder(torch.zeros(1, 3, 64, 64)), atol=1e-5)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="does not fit"):
        growth.load_overlap(torch.nn.Linear(2, 2), torch.nn.Linear(3, 2).state_dict())
    with pytest.raises(ValueError, match="Not the same parts"):
        growth.load_overlap(torch.nn.Linear(2, 2), torch.nn.Conv1d(2, 2, 1, bias=False).state_dict())


def test_new_words_start_as_the_mean_of_what_spelt_them_and_known_ones_stay() -> None:
    torch.manual_seed(0)
    known = text.train_tokenizer(["a cat by a lake", "a house"] * 4)
    wanted = text.train_tokenizer(["a cat by a lake", "a house", "a dragon"] * 4)
    encoder = text.build_text_encoder(known, width=16, layers=1).eval()
    grown = growth.with_vocabulary(encoder, known, wanted).eval()
    old, new = encoder.get_input_embeddings().weight, grown.get_input_embeddings().weight
    assert len(new) == len(wanted)
    number = wanted.get_vocab()["dragon</w>"]
    assert "dragon</w>" not in known.get_vocab()
    assert torch.allclose(new[number], old[known("dragon", add_special_tokens=False).input_ids].mean(0))
    with torch.no_grad():
        before, after = (
            model(torch.tensor(tokenizer(["a cat by a lake"]).input_ids)).last_hidden_state
            for model, tokenizer in ((encoder, known), (grown, wanted))
        )
    assert torch.allclose(before, after, atol=1e-5)
