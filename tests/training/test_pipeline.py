"""The training pipeline, every stage for seconds at a tiny size, from drawings to a folder that diffusers loads."""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from training import autoencoder, classifier, common, data, diffusion, export, report, text
from training.atelier import WORLDS, captions, draw, sample_scene
from training.codec import CHANNELS, Codec, fit_codec, psnr
from training.unseen import combinations_left_out

COUNT = 24


@dataclass(frozen=True)
class Made:
    run: Path
    data: Path
    model: Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """A whole run: a few steps of every stage."""
    root = tmp_path_factory.mktemp("training")
    at = Made(root / "run", root / "data", root / "viper-mini")
    both = ["--run", str(at.run), "--data", str(at.data), "--threads", "1"]
    drawn = ["--count", str(COUNT), "--out", str(at.data), "--workers", "1", "--run", str(at.run)]
    data.main(drawn)
    autoencoder.main(["fit", "--run", str(at.run), "--data", str(at.data)])
    data.main(drawn)  # encodes what is drawn already
    text.main(["--run", str(at.run), "--samples", "32", "--batch", "16", "--scenes", "60"])
    small = ["--channels", "32", "64", "64", "--look-steps", "2", "--batch", "4"]
    diffusion.main([*both, *small, "--samples", "8"])
    autoencoder.main(["decoder", *both, "--samples", "4", "--batch", "2"])
    autoencoder.main(["encoder", *both, "--samples", "4", "--batch", "2"])
    classifier.main([*both, "--samples", "8", "--batch", "4"])
    export.main(["--run", str(at.run), "--data", str(at.data), "--out", str(at.model)])
    return at


@pytest.fixture(scope="module")
def pictures() -> np.ndarray:
    rng = random.Random(5)
    return np.stack([draw(sample_scene(rng, WORLDS["mini"]), 256) for _ in range(16)])


@pytest.fixture(scope="module")
def codec(pictures: np.ndarray) -> Codec:
    return fit_codec(pictures)


def arguments(**changes: object) -> argparse.Namespace:
    values = {"minutes": None, "samples": 6, "rate": 0.01, "tail": 0.3, "batch": 1, "seed": 0} | changes
    return argparse.Namespace(**values)


def small_run(folder: Path, **changes: object) -> common.Run:
    torch.manual_seed(1)
    module = nn.Conv2d(3, 4, 3).to(memory_format=torch.channels_last)
    return common.Run(folder, {"net": module}, arguments=arguments(**changes), device=torch.device("cpu"), warmup=2)


def advance(run: common.Run, *, stop_after: int | None = None) -> None:
    for step in run.steps():
        x = torch.randn(2, 3, 5, 5, generator=torch.Generator().manual_seed(step))
        run.update(run.modules["net"](x).square().mean(), samples=1)
        run.stop_asked = run.stop_asked or run.step == stop_after


# --- the whole way --------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_exported_folder_draws_with_the_stock_pipeline(made: Made) -> None:
    from diffusers import StableDiffusionPipeline

    pipeline = StableDiffusionPipeline.from_pretrained(made.model)
    pipeline.set_progress_bar_config(disable=True)
    drawn = [
        pipeline(p, num_inference_steps=3, guidance_scale=3.0, generator=torch.Generator().manual_seed(0)).images[0]
        for p in ("a house, watercolor", "a house, watercolor", "a cat, pixel art")
    ]
    assert all(picture.size == (256, 256) for picture in drawn)
    first, again, other = (np.asarray(picture, dtype=np.float32) for picture in drawn)
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


@pytest.mark.slow
def test_the_manifest_names_every_weight_file_with_its_checksum(made: Made) -> None:
    facts = json.loads((made.model / "viper.json").read_text(encoding="utf-8"))
    files = {path.relative_to(made.model).as_posix(): path for path in made.model.rglob("*.safetensors")}
    assert facts["sha256"] == {name: common.sha256_of(path) for name, path in files.items()}
    assert all(path.stat().st_size < 9.5e6 for path in files.values())
    assert set(facts["known"]["subjects"]) == set(WORLDS["mini"].subjects)
    assert set(facts["known"]["attributes"]) == set(WORLDS["mini"].attributes)
    assert {"watercolor", "house"} <= set(facts["known"]["words"])
    assert not [path for path in made.model.rglob("*") if path.suffix in (".bin", ".pt", ".ckpt", ".pkl")]
    settings = [path.read_text(encoding="utf-8") for path in made.model.rglob("*.json")]
    assert settings and not [text for text in settings if str(made.model.parent) in text or "_name_or_path" in text]


@pytest.mark.slow
def test_the_preview_map_tells_the_mean_colours(made: Made) -> None:
    table = json.loads((made.model / "viper.json").read_text(encoding="utf-8"))["latent_rgb"]
    codec, batch = Codec.load(made.model / "codec" / "codec.safetensors"), data.Drawings(made.data).batch(np.arange(8))
    told = np.einsum("bchw,cr->bhwr", codec.encode(batch), np.array(table["weight"])) + np.array(table["bias"])
    true = batch.reshape(8, 16, 16, 16, 16, 3).mean((2, 4)) / 255
    assert np.abs(told - true).mean() < 0.02


@pytest.mark.slow
def test_training_goes_on_from_the_shipped_folder_alone(made: Made, tmp_path: Path) -> None:
    shipped = str(made.model / "codec" / "codec.safetensors")
    data.main(["--count", "8", "--out", str(tmp_path / "data"), "--workers", "1", "--codec", shipped])
    common_options = ["--run", str(tmp_path / "run"), "--data", str(tmp_path / "data"), "--init", str(made.model)]
    diffusion.main([*common_options, "--samples", "4", "--batch", "4", "--rate", "0", "--look-steps", "2"])
    autoencoder.main(["decoder", *common_options, "--samples", "2", "--batch", "2"])
    before = text.load_text_encoder(made.model).state_dict()
    after = text.load_text_encoder(tmp_path / "run" / "diffusion").state_dict()
    assert all(torch.equal(before[name], after[name]) for name in before)  # at rate 0 nothing moves
    assert (tmp_path / "run" / "decoder" / "weights.safetensors").exists()


@pytest.mark.slow
def test_a_shipped_model_grows_finer_latents_and_new_words(made: Made, tmp_path: Path) -> None:
    run, shipped = tmp_path / "run", str(made.model / "codec" / "codec.safetensors")
    drawn = ["--count", "8", "--out", str(tmp_path / "data"), "--workers", "1", "--run", str(run)]
    data.main(drawn)
    fitted = ["--channels", "20", "--extend", shipped]
    autoencoder.main(["fit", "--run", str(run), "--data", str(tmp_path / "data"), *fitted])
    data.main(drawn)
    grown = ["--run", str(run), "--init", str(made.model)]
    text.main([*grown, "--world", "full", "--new-words", "--samples", "16", "--batch", "8", "--scenes", "30"])
    on_data = [*grown, "--data", str(tmp_path / "data"), "--threads", "1"]
    diffusion.main([*on_data, "--samples", "4", "--batch", "4", "--look-steps", "2"])
    autoencoder.main(["decoder", *on_data, "--samples", "2", "--batch", "2"])
    autoencoder.main(["encoder", *on_data, "--samples", "2", "--batch", "2"])
    pipeline = export.assemble(run, base=made.model)
    assert pipeline.unet.config.in_channels == pipeline.vae.config.latent_channels == 20
    known, wanted = (text.load_tokenizer(folder / "tokenizer") for folder in (made.model, run / "diffusion"))
    assert pipeline.tokenizer.get_vocab() == wanted.get_vocab() != known.get_vocab()


@pytest.mark.slow
def test_the_judge_is_small_and_gives_probabilities_for_every_head(made: Made, pictures: np.ndarray) -> None:
    judge = classifier.load_judge(made.run / "judge")
    told = judge.probabilities(pictures[:3])
    assert set(judge.heads["subject"]) == set(WORLDS["mini"].subjects)
    assert judge.heads["medium"][0] == data.NONE
    for head, classes in judge.heads.items():
        assert told[head].shape == (3, len(classes))
        assert torch.allclose(told[head].sum(1), torch.ones(3), atol=1e-5)
    assert (made.run / "judge" / "model.safetensors").stat().st_size < 4e6
    made_up = autoencoder.to_tensor(pictures[:2, :128, :128]).requires_grad_()
    judge.distance(made_up, autoencoder.to_tensor(pictures[2:4, :128, :128])).backward()
    assert made_up.grad is not None and made_up.grad.abs().sum() > 0


@pytest.mark.slow
def test_a_sample_sheet_is_written_for_a_person_to_look_at(made: Made) -> None:
    assert list((made.run / "diffusion" / "samples").glob("*.png"))


# --- data -----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_larger_count_only_adds_and_workers_do_not_change_a_scene(made: Made, tmp_path: Path) -> None:
    data.make_data(tmp_path, "mini", count=4, seed=1, workers=1)
    data.make_data(tmp_path, "mini", count=6, seed=1, workers=2)
    few, many = data.Drawings(tmp_path), data.Drawings(made.data)
    assert few.pictures == 6
    assert np.array_equal(few.batch(np.arange(6)), many.batch(np.arange(6)))
    assert few.scenes(0) == many.scenes(0)[:6]


def test_another_world_does_not_go_into_the_same_folder(tmp_path: Path) -> None:
    (tmp_path / "data.json").write_text('{"world": "full", "seed": 1, "size": 256}')
    with pytest.raises(SystemExit, match="another folder"):
        data.make_data(tmp_path, "mini", count=1, seed=1)


def test_no_scene_holds_a_combination_that_is_left_out() -> None:
    world = WORLDS["mini"]
    left_out = combinations_left_out(world, 0.3)
    usual = [data.scene_number(i, world=world, seed=1) for i in range(60)]
    scenes = [data.scene_number(i, world=world, seed=1, left_out=left_out) for i in range(60)]
    held = [scene for scene in usual if {(scene.subject, name) for name in scene.attributes} & left_out]
    assert 5 < len(held) < 60
    for before, scene in zip(usual, scenes, strict=True):
        assert not {(scene.subject, name) for name in scene.attributes} & left_out
        assert before in held or scene == before
    assert scenes == [data.scene_number(i, world=world, seed=1, left_out=left_out) for i in range(60)]


def test_a_larger_share_leaves_out_the_same_combinations_and_more() -> None:
    midi = combinations_left_out(WORLDS["midi"], 0.1)
    assert midi < combinations_left_out(WORLDS["midi"], 0.2)
    assert not combinations_left_out(WORLDS["midi"], 0.0)
    mini = WORLDS["mini"]
    everything = len(WORLDS["midi"].subjects) * len(WORLDS["midi"].attributes)
    assert 0.08 < len(midi) / (everything - len(mini.subjects) * len(mini.attributes)) < 0.12
    assert len({name for _, name in midi}) > 40 and {subject for subject, _ in midi} == set(WORLDS["midi"].subjects)


def test_what_the_world_before_taught_is_never_left_out() -> None:
    mini = WORLDS["mini"]
    assert WORLDS["midi"].before is mini
    left_out = combinations_left_out(WORLDS["midi"], 0.5)
    assert not any(subject in mini.subjects and attribute in mini.attributes for subject, attribute in left_out)
    assert combinations_left_out(mini, 0.1)


def test_what_is_left_out_is_written_down_where_the_drawings_are_and_in_the_model(tmp_path: Path) -> None:
    data.make_data(tmp_path, "mini", count=0, seed=1, workers=1, leave_out=0.1)
    assert data.Drawings(tmp_path).about["leave_out"] == 0.1
    with pytest.raises(SystemExit, match="another folder"):
        data.make_data(tmp_path, "mini", count=0, seed=1, workers=1)
    known = export.known_of("mini", leave_out=0.1)
    assert {tuple(pair) for pair in known["unseen"]} == combinations_left_out(WORLDS["mini"], 0.1)
    assert export.known_of("mini")["unseen"] == []


def test_what_a_caption_leaves_out_is_not_demanded() -> None:
    heads = data.heads_of("mini")
    scene = next(
        s for s in (sample_scene(random.Random(i), WORLDS["mini"]) for i in range(99)) if len(s.attributes) > 2
    )
    seen = {"subject": scene.subject, "setting": scene.setting, "attributes": scene.attributes}
    spoken = [text_and_names[1] for text_and_names in captions(scene, random.Random(0), 64, mentions=True)]
    assert len(set(spoken)) > 1
    for mentions in spoken:
        labels = data.labels_of(heads, **seen, mentions=mentions)
        named = {classes[label] for classes, label in zip(heads.values(), labels, strict=True) if label}
        assert named == mentions & {*scene.attributes, scene.subject, scene.setting}
    everything = data.labels_of(heads, **seen)
    assert sum(map(bool, everything)) == len(scene.attributes) + 2


# --- the codec ------------------------------------------------------------------------------------------------------


def test_latents_survive_their_pictures_and_pictures_their_latents(codec: Codec, pictures: np.ndarray) -> None:
    latents = codec.encode(pictures)
    assert latents.shape == (16, CHANNELS, 16, 16)
    assert abs(latents.std() - 1) < 0.02
    assert psnr(pictures, codec.decode(latents)) > 18
    faint = latents * 0.3  # far from black and white, so that only rounding is lost
    assert np.abs(codec.encode(codec.decode(faint)) - faint).max() < 0.1


def test_the_components_are_even_or_odd_under_a_flip(codec: Codec, pictures: np.ndarray) -> None:
    mirrored = codec.encode(pictures[:, :, ::-1])
    assert set(np.unique(codec.signs)) == {-1.0, 1.0}
    assert np.abs(mirrored - codec.flip(codec.encode(pictures))).max() < 1e-3
    tensor = codec.flip(torch.from_numpy(codec.encode(pictures)))
    assert np.abs(mirrored - tensor.numpy()).max() < 1e-3


def test_a_saved_codec_measures_the_same(codec: Codec, pictures: np.ndarray, tmp_path: Path) -> None:
    codec.save(tmp_path / "codec.safetensors")
    loaded = Codec.load(tmp_path / "codec.safetensors")
    assert loaded.fingerprint == codec.fingerprint
    assert np.array_equal(loaded.encode(pictures[:2]), codec.encode(pictures[:2]))


# --- words ----------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_tokenizer_takes_any_unicode_and_pads_with_end_of_text(made: Made) -> None:
    tokenizer = text.load_tokenizer(made.model / "tokenizer")
    assert [path.name for path in (made.model / "tokenizer").glob("*.json") if "config" not in path.name] == [
        "tokenizer.json"
    ]
    strange = ["", "Zürich, naïve!", "猫と家", "🦊🏠", "a\u0000b", "x" * 500]
    ids = text.token_ids(tokenizer, strange)
    assert ids.shape == (len(strange), tokenizer.model_max_length)
    assert ids.min() >= 0 and ids.max() < len(tokenizer)
    assert (ids[0, 1:] == tokenizer.eos_token_id).all() and ids[0, 0] == tokenizer.bos_token_id
    assert tokenizer.decode(ids[2], skip_special_tokens=True).strip() == "猫と家"


# --- runs -----------------------------------------------------------------------------------------------------------


def test_an_interrupted_run_ends_where_an_uninterrupted_one_does(tmp_path: Path) -> None:
    whole = small_run(tmp_path / "whole")
    advance(whole)
    advance(small_run(tmp_path / "parts"), stop_after=3)
    second = small_run(tmp_path / "parts")
    assert (second.step, second.samples) == (3, 3)
    advance(second)
    assert second.step == whole.step == 6
    for key in whole.parameters:
        assert torch.allclose(whole.parameters[key], second.parameters[key], atol=1e-6)
        assert torch.allclose(whole.ema[key], second.ema[key], atol=1e-6)


def test_a_terminated_run_saves_and_ends(tmp_path: Path) -> None:
    run = small_run(tmp_path, samples=10_000)
    for step in run.steps():
        run.update(run.modules["net"](torch.ones(1, 3, 3, 3)).square().mean(), samples=1)
        if step == 1:
            os.kill(os.getpid(), signal.SIGTERM)
    assert run.step == 2
    assert small_run(tmp_path, samples=10_000).step == 2


def test_a_run_says_how_it_was_made(tmp_path: Path) -> None:
    advance(small_run(tmp_path / "decoder", batch=3, out=Path("elsewhere"), compile=True, calm=None), stop_after=4)
    advance(small_run(tmp_path / "decoder", batch=5))
    stale = {"step": 2, "samples": 120, "minutes": 2.0, "accuracy": {"subject": 1.0, "line": 0.9}}
    (tmp_path / "judge").mkdir()
    (tmp_path / "judge" / "log.jsonl").write_text(json.dumps(stale) + '\n{"step": 3, "sam')
    header, rule, first, second = report.table_of(tmp_path).splitlines()
    assert header.count("|") == rule.count("|") == first.count("|") == second.count("|") == 8
    assert first.startswith("| decoder | 6 | 0 |")
    assert "`--samples 6 --rate 0.01 --tail 0.3 --batch 5 --seed 0`" in first  # of the last start
    assert "elsewhere" not in first and f"torch {torch.__version__}" in first
    assert second == "| judge | 120 | 2 | 1000.0 | named right 95.0 % | – | – |"
    started = [line for line in report.lines_of(tmp_path / "decoder" / "log.jsonl") if "settings" in line]
    assert [line["step"] for line in started] == [0, 4]
    assert started[0]["settings"]["compile"] is True and started[0]["settings"]["batch"] == 3
    with pytest.raises(SystemExit, match="No stage"):
        report.table_of(tmp_path / "decoder")


def test_a_checkpoint_of_another_architecture_is_refused(tmp_path: Path) -> None:
    advance(small_run(tmp_path))
    with pytest.raises(SystemExit, match="another architecture"):
        common.Run(tmp_path, {"other": nn.Linear(2, 2)}, arguments=arguments(), device=torch.device("cpu"))


def test_the_average_is_lent_and_given_back(tmp_path: Path) -> None:
    run = small_run(tmp_path)
    advance(run)
    own = run.modules["net"].weight.detach().clone()
    with run.averaged():
        assert torch.equal(run.modules["net"].weight, run.ema["net/weight"])
        assert not torch.equal(run.modules["net"].weight, own)
    assert torch.equal(run.modules["net"].weight, own)


def test_the_rate_warms_up_stays_and_falls() -> None:
    shares = [common.rate_factor(p, 10_000, warmup=200, tail=0.3) for p in (0.0, 0.5, 0.7, 0.85, 1.0)]
    assert shares[:3] == [1.0, 1.0, 1.0]
    assert 1 > shares[3] > shares[4] == pytest.approx(common.RATE_FLOOR)
    assert common.rate_factor(0.0, 0, warmup=200, tail=0.3) == pytest.approx(1 / 200)


def test_a_run_without_a_length_says_what_is_missing() -> None:
    with pytest.raises(SystemExit, match="--minutes or --samples"):
        common.Budget().progress(seconds=1, samples=1)


def test_the_last_timestep_is_pure_noise_and_weights_stay_within_one() -> None:
    alphas = diffusion.noise_levels()
    assert alphas[-1] < 1e-6 < alphas[-2] and alphas[0] > 0.999
    weights = diffusion.loss_weight(alphas, 5.0)
    assert weights[-1] == 1 and weights[0] < 0.01 and weights.max() <= 1
    assert torch.equal(diffusion.loss_weight(alphas, 0.0), torch.ones_like(alphas))


def test_timesteps_cover_the_whole_range_in_every_batch() -> None:
    steps = diffusion.stratified(10, torch.device("cpu"))
    assert (steps // 100).tolist() == list(range(10))
