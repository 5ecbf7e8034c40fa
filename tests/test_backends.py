"""Prompt windows and weights, decoding, previews and known words, on real classes at a tiny size."""

from __future__ import annotations

import random
from typing import Any

import pytest
import torch
from torch import Tensor

from tests.tiny import MINI_SIDE, SIDE, tiny_backend, tiny_mini, tiny_sd, tiny_sdxl
from viper_core.backends.latent_preview import LatentRGB, fit_latent_rgb, smooth_latents
from viper_core.backends.pipeline import PipelineBackend
from viper_core.backends.prompts import attribute_windows, text_windows
from viper_core.bundle import Known
from viper_core.preferences import Attribute
from viper_core.sampling import SamplingOptions

MAKES = {"sd": tiny_sd, "sdxl": tiny_sdxl, "mini": tiny_mini}
LONG_PROMPT = (
    "a small house on a hill beside the sea under a wide sky with many birds and boats and, at last, a red balloon"
)

every_family = pytest.mark.parametrize("family", MAKES)


def attributes(*names: str, weight: float = 1.0) -> list[Attribute]:
    return [Attribute(name=name, category="mood", weight=weight) for name in names]


def stock(backend: PipelineBackend, text: str) -> Tensor:
    """The sequence of the stock pipeline's own encode_prompt."""
    with torch.no_grad():
        encoded = backend.pipeline.encode_prompt(
            text, device=torch.device("cpu"), num_images_per_prompt=1, do_classifier_free_guidance=False
        )
    sequence: Tensor = encoded[0]
    return sequence


# --- prompts of any length -------------------------------------------------------------------------------------------


@every_family
@pytest.mark.parametrize("text", ["", "a house on a hill", "  Two   Houses,\non a hill!  ", "ein Häuschen 家"])
def test_a_text_that_fits_is_encoded_as_the_stock_pipeline_does(family: str, text: str) -> None:
    backend = tiny_backend(MAKES[family])
    assert torch.equal(backend.encode(text).embeds, stock(backend, text))


@every_family
def test_a_long_prompt_keeps_its_shape_and_its_last_word(family: str) -> None:
    """The stock pipeline cuts it: there the last words change nothing."""
    backend = tiny_backend(MAKES[family])
    other = LONG_PROMPT.replace("balloon", "kite")
    assert torch.equal(stock(backend, LONG_PROMPT), stock(backend, other))
    encoded = backend.encode(LONG_PROMPT).embeds
    assert encoded.shape == stock(backend, "").shape
    assert (encoded - backend.encode(other).embeds).abs().max() > 1e-3


@every_family
def test_a_long_prompt_is_split_between_words_and_nothing_is_lost(family: str) -> None:
    towers = tiny_backend(MAKES[family]).towers
    windows = text_windows(LONG_PROMPT, towers)
    assert len(windows) == 2
    assert " ".join(window.text for window in windows) == LONG_PROMPT
    assert all(tower.fits(window.text) for window in windows for tower in towers)


def test_a_word_longer_than_a_window_is_split_inside_and_nothing_is_lost() -> None:
    towers = tiny_backend(tiny_sd).towers
    word = "".join(random.Random(0).choices("abcdefgh", k=400))
    windows = text_windows(f"before {word} after", towers)
    assert "".join(window.text for window in windows).replace(" ", "") == f"before{word}after"
    assert all(tower.fits(window.text) for window in windows for tower in towers)


def test_windows_are_pooled_by_their_number_of_tokens() -> None:
    backend = tiny_backend(tiny_sd)
    windows = text_windows(LONG_PROMPT, backend.towers)
    sizes = [backend.towers[0].count(window.text) for window in windows]
    parts = [stock(backend, window.text) for window in windows]
    expected = sum(size * part for size, part in zip(sizes, parts, strict=True)) / sum(sizes)
    torch.testing.assert_close(backend.encode(LONG_PROMPT).embeds, expected, rtol=0, atol=1e-5)


# --- attribute lists -------------------------------------------------------------------------------------------------


@every_family
def test_weight_one_everywhere_is_the_plain_list(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    weighted = backend.encode_attributes(attributes("watercolor", "cool colors", "soft light"))
    assert torch.equal(weighted.embeds, stock(backend, "cool colors, soft light, watercolor"))


@every_family
def test_the_order_of_a_list_does_not_matter(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    names = [f"attribute {number}" for number in range(30)]
    given = [Attribute(name=name, category="mood", weight=1 + index / 30) for index, name in enumerate(names)]
    expected = backend.encode_attributes(given)
    for seed in range(3):
        shuffled = random.Random(seed).sample(given, k=len(given))
        encoded = backend.encode_attributes(shuffled)
        assert torch.equal(encoded.embeds, expected.embeds)
        assert expected.pooled is None or torch.equal(encoded.pooled, expected.pooled)


def test_attributes_are_packed_whole_and_every_one_is_in_exactly_one_window() -> None:
    towers = tiny_backend(tiny_sdxl).towers
    names = [f"attribute {number}" for number in range(200)]
    windows = attribute_windows(attributes(*names), towers)
    packed = [name for window in windows for name in window.text.split(", ")]
    assert packed == sorted(names)
    assert all(tower.fits(window.text) for window in windows for tower in towers)
    # Bytes are tokens here: at most 75 a window, and a window is only closed when the next name does not fit.
    tokens = [towers[0].count(window.text) for window in windows]
    assert len(windows) == -(-sum(tokens) // 75) or min(tokens[:-1]) > 75 - towers[0].count(", attribute 199")


@every_family
def test_of_two_hundred_attributes_none_is_overlooked(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    names = [f"attribute {number}" for number in range(200)]
    expected = backend.encode_attributes(attributes(*names)).embeds
    # The last, the first and a spread over all windows; which window a name is in makes no difference to the code.
    for index in range(0, 200, 7):
        changed = [*names]
        changed[index] = f"attribute {index}q"
        moved = (backend.encode_attributes(attributes(*changed)).embeds - expected).abs().max()
        assert moved > 1e-4, f"{names[index]} is overlooked"


def test_every_single_one_of_two_hundred_attributes_reaches_the_encoder() -> None:
    backend = tiny_backend(tiny_sd)
    names = [f"attribute {number}" for number in range(200)]
    seen: list[str] = []
    tower = backend.towers[0]
    hook = backend.pipeline.text_encoder.register_forward_pre_hook(
        lambda module, given: seen.extend(tower.tokenizer.batch_decode(given[0], skip_special_tokens=True))
    )
    backend.encode_attributes(attributes(*names))
    hook.remove()
    decoded = ", ".join(seen).replace(" ", "")
    assert sorted(decoded.split(",")) == sorted(name.replace(" ", "") for name in names)


def test_one_weight_scales_what_the_list_adds_to_the_empty_text() -> None:
    """A single attribute stands at every position: E(w) − E(∅) = w (E(1) − E(∅))."""
    backend = tiny_backend(tiny_sd)
    empty = stock(backend, "")
    unit = stock(backend, "watercolor") - empty
    for weight in (0.25, 0.5, 1.7, 2.0):
        encoded = backend.encode_attributes(attributes("watercolor", weight=weight)).embeds
        torch.testing.assert_close(encoded - empty, weight * unit, rtol=0, atol=1e-5)


@every_family
def test_a_weight_acts_at_the_tokens_of_its_own_attribute(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    length = backend.towers[0].count("cool, ")
    text, empty = stock(backend, "cool, water"), stock(backend, "")
    cool, water = Attribute(name="cool", category="mood", weight=0.5), Attribute(name="water", category="mood")
    encoded = backend.encode_attributes([cool, water]).embeds
    own = slice(1, 1 + length)  # after the start-of-text token; the comma belongs to what it follows
    torch.testing.assert_close(encoded[:, own], (empty + 0.5 * (text - empty))[:, own], rtol=0, atol=1e-5)
    water_at = 1 + length
    torch.testing.assert_close(encoded[:, water_at], text[:, water_at], rtol=0, atol=1e-6)
    rest = slice(water_at + 1, None)  # end of text and padding take the mean weight, here 0.75
    torch.testing.assert_close(encoded[:, rest], (empty + 0.75 * (text - empty))[:, rest], rtol=0, atol=1e-5)


def test_the_pooled_vector_of_sdxl_takes_the_mean_weight() -> None:
    backend = tiny_backend(tiny_sdxl)
    full = backend.encode("cool, water").pooled
    empty = backend.encode("").pooled
    cool, water = Attribute(name="cool", category="mood", weight=0.5), Attribute(name="water", category="mood")
    pooled = backend.encode_attributes([cool, water]).pooled
    assert full is not None and empty is not None and pooled is not None
    torch.testing.assert_close(pooled, empty + 0.75 * (full - empty), rtol=0, atol=1e-5)
    assert (full - empty).abs().max() > 1e-2


def test_windows_are_pooled_by_the_total_weight_of_their_attributes() -> None:
    backend = tiny_backend(tiny_sd)
    names = [f"attribute {number}" for number in range(12)]
    # Scaled twice over: inside its window, and in what the window counts.
    given = attributes(*names[:6], weight=1.0) + attributes(*names[6:], weight=2.0)
    windows = attribute_windows(given, backend.towers)
    assert len(windows) > 1
    by_name = {attribute.name: attribute.weight for attribute in given}
    parts = [[by_name[name] for name in window.text.split(", ")] for window in windows]
    assert [window.mass for window in windows] == [sum(weights) for weights in parts]
    encoded = [
        backend.encode_attributes([a for a in given if a.name in window.text.split(", ")]).embeds for window in windows
    ]
    total = sum(map(sum, parts))
    expected = sum(sum(weights) * part for weights, part in zip(parts, encoded, strict=True)) / total
    torch.testing.assert_close(backend.encode_attributes(given).embeds, expected, rtol=0, atol=1e-5)


def test_an_attribute_of_weight_zero_is_left_out() -> None:
    backend = tiny_backend(tiny_sd)
    ghost = Attribute(name="cool", category="mood", weight=0.0)
    assert torch.equal(
        backend.encode_attributes([ghost, *attributes("water")]).embeds,
        backend.encode_attributes(attributes("water")).embeds,
    )
    with pytest.raises(ValueError, match="without any weight"):
        backend.encode_attributes([ghost])


def test_a_name_longer_than_a_window_is_split_and_counts_once() -> None:
    backend = tiny_backend(tiny_sd)
    name = "älmö ðøßå þæñü " * 5 + "öäü"  # two bytes, so two tokens, a letter
    assert not backend.towers[0].fits(name)
    long, short = Attribute(name=name, category="mood", weight=1.5), Attribute(name="water", category="mood")
    windows = attribute_windows([long, short], backend.towers)
    assert " ".join(window.text for window in windows).replace("water, ", "") == name
    assert sum(window.mass for window in windows) == pytest.approx(2.5)


def test_unusual_characters_keep_their_places() -> None:
    """Offsets count characters, tokens count bytes: letters of several bytes must not shift the weights."""
    backend = tiny_backend(tiny_sd)
    names = ("Ölfarben & Gold!", "日本画", "rock’n’roll")
    light = [Attribute(name=name, category="mood", weight=0.5) for name in names]
    text = ", ".join(sorted(names, key=str.casefold))
    empty = stock(backend, "")
    torch.testing.assert_close(
        backend.encode_attributes(light).embeds, empty + 0.5 * (stock(backend, text) - empty), rtol=0, atol=1e-5
    )


# --- pictures --------------------------------------------------------------------------------------------------------


def latents_of(backend: PipelineBackend, side: int) -> Tensor:
    scale = backend.pipeline.vae_scale_factor
    shape = (1, backend.pipeline.unet.config.in_channels, side // scale, 2 * side // scale)
    return 3 * torch.randn(shape, generator=torch.Generator().manual_seed(5))


@every_family
def test_a_picture_is_decoded_as_the_stock_pipeline_decodes_it(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    side = MINI_SIDE if family == "mini" else SIDE
    latents = latents_of(backend, side)
    pipeline = backend.pipeline
    with torch.no_grad():
        pixels = pipeline.vae.decode(latents / pipeline.vae.config.scaling_factor).sample
    expected = pipeline.image_processor.postprocess(pixels, output_type="pil")[0]
    picture = backend.decode(latents)
    assert picture.size == (2 * side, side) and picture.mode == "RGB"
    assert picture.tobytes() == expected.tobytes()
    assert len(picture.getcolors(maxcolors=1 << 20)) > 16


def test_a_stock_sdxl_makes_the_same_picture() -> None:
    backend = tiny_backend(tiny_sdxl)
    options = {"num_inference_steps": 2, "guidance_scale": 3.0, "height": SIDE, "width": SIDE}
    from viper_core.sampling import sample

    *_, last = sample(backend, "a house", None, SamplingOptions(seed=3, **options))
    expected = tiny_sdxl()("a house", generator=torch.Generator("cpu").manual_seed(3), **options).images[0]
    assert backend.decode(last.latents).tobytes() == expected.tobytes()


def test_a_vae_with_its_own_mean_and_spread_is_decoded_as_in_stock_sdxl() -> None:
    backend, reference = tiny_backend(tiny_sdxl), tiny_sdxl()
    for pipeline in (backend.pipeline, reference):
        pipeline.vae.register_to_config(latents_mean=[0.5, -0.2, 0.1, 0.0], latents_std=[2.0, 1.0, 0.5, 1.5])
    latents = latents_of(backend, SIDE)
    # With no denoising left to do, the stock pipeline only decodes what it is handed.
    options = {"num_inference_steps": 1, "guidance_scale": 1.0, "height": SIDE, "width": 2 * SIDE}
    reference.scheduler.step = lambda *given, **named: (latents,)
    expected = reference("a house", latents=latents, **options).images[0]
    assert backend.decode(latents).tobytes() == expected.tobytes()


@every_family
def test_a_preview_has_the_size_of_the_picture_and_decodes_once_at_most(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    side = MINI_SIDE if family == "mini" else SIDE
    calls: list[Any] = []
    decoder = backend.pipeline.vae.decoder
    hook = decoder.register_forward_pre_hook(lambda module, given: calls.append(given[0].shape))
    for _ in range(3):
        assert backend.preview(latents_of(backend, side)).size == (2 * side, side)
    hook.remove()
    assert len(calls) == 1


def test_a_given_map_is_used_and_the_vae_is_not() -> None:
    backend = tiny_backend(tiny_sd)
    table = LatentRGB(weight=((0.5, 0, 0), (0, 0.25, 0), (0, 0, 0), (0, 0, 0)), bias=(0.0, 0.5, 1.0))
    given = type(backend)(backend.pipeline, backend.info, latent_rgb=table)
    backend.pipeline.vae.decode = None
    latents = torch.tensor([1.0, -1.0, 3.0, 3.0]).view(1, 4, 1, 1).expand(1, 4, 4, 4)
    assert given.preview(latents).getpixel((3, 3)) == (128, 64, 255)


def test_latents_out_of_range_still_give_a_preview() -> None:
    table = LatentRGB(weight=((1.0, 1.0, 1.0),), bias=(0.0, 0.0, 0.0))
    wild = torch.tensor([[1e9, -1e9], [float("nan"), 0.5]]).view(1, 1, 2, 2)
    assert table.picture(wild, enlarge=1).getdata()[0] == (255, 255, 255)


def test_the_fit_finds_a_map_that_is_linear() -> None:
    generator = torch.Generator().manual_seed(1)
    latents = smooth_latents(6)
    weight, bias = torch.randn((6, 3), generator=generator) / 20, torch.tensor([0.4, 0.5, 0.6])
    pixels = torch.einsum("nchw,cr->nrhw", latents, weight) + bias.view(1, 3, 1, 1)
    found = fit_latent_rgb(latents, pixels.repeat_interleave(8, dim=2).repeat_interleave(8, dim=3))
    torch.testing.assert_close(torch.tensor(found.weight), weight, rtol=0, atol=1e-4)
    torch.testing.assert_close(torch.tensor(found.bias), bias, rtol=0, atol=1e-4)


@every_family
def test_the_fitted_preview_is_nearer_to_the_picture_than_its_mean_colour(family: str) -> None:
    backend = tiny_backend(MAKES[family])
    latents = smooth_latents(backend.pipeline.unet.config.in_channels).flip(-1)
    real, rough = (
        torch.tensor(list(picture.resize((16, 16)).getdata()), dtype=torch.float32)
        for picture in (backend.decode(latents), backend.preview(latents))
    )
    assert (rough - real).square().mean() < 0.8 * (real - real.mean(dim=0)).square().mean()


# --- what is known ---------------------------------------------------------------------------------------------------


def test_a_model_says_what_it_knows_only_where_somebody_listed_it() -> None:
    backend = tiny_backend(tiny_sd)
    assert backend.known is None
    listed = Known(subjects=("house",))
    assert type(backend)(backend.pipeline, backend.info, known=listed).known is listed
