"""Assembles viper-mini: an ordinary diffusers ``StableDiffusionPipeline`` folder in half precision.

Takes the averaged weights of a run, writes shards under 9 MB, ``viper.json`` (what the model knows, its defaults, the
map for previews, a checksum of every weight file) and a model card. Knows nothing of how the parts were trained
beyond what their logs say. The codec travels along, so that training can go on from the shipped folder alone.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from training import common, data, text
from training.autoencoder import codec_path, load_autoencoder
from training.codec import PATCH, Codec
from training.diffusion import build_scheduler
from training.unseen import combinations_left_out

SHARD_LIMIT = "9MB"
STAGES = ("text", "decoder", "encoder", "diffusion")
DEFAULTS = {"num_inference_steps": 20, "guidance_scale": 4.0, "guidance_rescale": 0.85, "height": 256, "width": 256}


def known_of(world_name: str, *, leave_out: float = 0.0) -> dict[str, list[Any]]:
    """Subjects, settings and attributes of the world, every word that captions were made of, and what was left out."""
    heads = data.heads_of(world_name)
    words: set[str] = set()
    for _, caption, _ in text.sample_captions(world_name, scenes=3000, each=4, seed=-4):
        words.update(re.findall(r"[^\W_]+(?:['-][^\W_]+)*", caption.lower()))
    attributes = [name for head, classes in heads.items() if head not in ("subject", "setting") for name in classes[1:]]
    unseen = combinations_left_out(data.world_named(world_name), leave_out)
    return {
        "subjects": list(heads["subject"][1:]), "settings": list(heads["setting"][1:]), "attributes": attributes,
        "words": sorted(words), "unseen": sorted(map(list, unseen)),
    }  # fmt: skip


def latent_rgb(codec: Codec, pictures: np.ndarray) -> dict[str, list[Any]]:
    """Least-squares map from a latent to the mean colour of its patch, in 0 … 1: ``rgb = z @ weight + bias``."""
    latents = codec.encode(pictures).transpose(0, 2, 3, 1).reshape(-1, codec.channels)
    count, height, width, _ = pictures.shape
    blocks = pictures.reshape(count, height // PATCH, PATCH, width // PATCH, PATCH, 3)
    colours = blocks.mean((2, 4), dtype=np.float64).reshape(-1, 3) / 255
    design = np.concatenate([latents, np.ones((len(latents), 1))], 1)
    solution, *_ = np.linalg.lstsq(design, colours, rcond=None)
    return {"weight": solution[:-1].round(5).tolist(), "bias": solution[-1].round(5).tolist()}


def assemble(run: Path, *, base: Path | None = None) -> Any:
    """The pipeline of a run, in half precision; parts that it did not train come from the pipeline folder ``base``."""
    import torch
    from diffusers import StableDiffusionPipeline, UNet2DConditionModel

    folder = run / "diffusion"
    if not (folder / "unet").exists():
        if base is None:
            raise SystemExit(f"There is no {folder / 'unet'}: run `python -m training.diffusion` first.")
        folder = base
    if base is not None and Codec.load(codec_path(base)).fingerprint != Codec.load(codec_path(run)).fingerprint:
        base = None  # its autoencoder speaks of other latents
    pipeline = StableDiffusionPipeline(
        vae=load_autoencoder(run, base=base), text_encoder=text.load_text_encoder(folder),
        tokenizer=text.load_tokenizer(folder / "tokenizer"), unet=UNet2DConditionModel.from_pretrained(folder / "unet"),
        scheduler=build_scheduler(), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    return pipeline.to(torch.float16)


def last_of(log: Path) -> dict[str, Any]:
    """All facts of a stage's log, the latest value of each."""
    facts: dict[str, Any] = {}
    if log.exists():
        for line in log.read_text(encoding="utf-8").splitlines():
            facts |= json.loads(line)
    return facts


def training_of(run: Path, before: dict[str, Any]) -> dict[str, dict[str, int]]:
    """Samples and minutes of every stage: those of the run, and those ``before`` it where it went on from weights."""
    totals = {}
    for stage in STAGES:
        facts, earlier = last_of(run / stage / "log.jsonl"), before.get(stage, {})
        total = {key: round(facts.get(key, 0)) + earlier.get(key, 0) for key in ("samples", "minutes")}
        totals |= {stage: total} if any(total.values()) else {}
    return totals


def model_card(run: Path, known: dict[str, list[Any]], training: dict[str, dict[str, int]], size_mb: float) -> str:
    """README.md of the weights: facts only, from the logs of the run and of those it went on from."""
    stages = {stage: last_of(run / stage / "log.jsonl") for stage in STAGES}
    rows = "\n".join(f"| {stage} | {of['samples']:,} | {of['minutes']:,} |" for stage, of in training.items())
    quality, channels = stages["decoder"].get("psnr"), Codec.load(codec_path(run)).channels
    pictures = stages["diffusion"].get("pictures")
    drawn = f"{pictures:,} drawings" if pictures else "drawings"
    fidelity = f"{quality:.1f} dB PSNR" if quality else "a quality not yet measured"
    return f"""---
license: apache-2.0
library_name: diffusers
pipeline_tag: text-to-image
---
# viper-mini

A small latent text-to-image model that draws the world of ViPer's procedural artist, so that personalisation can be
tried on a laptop with no GPU and no network. It is an ordinary `StableDiffusionPipeline` folder of {size_mb:.0f} MB.

## What it knows

Subjects: {", ".join(known["subjects"])}.

Settings: {", ".join(known["settings"])}.

Attributes: {", ".join(known["attributes"])}.

Other words have no meaning to it. `viper.json` holds these lists, the defaults and the checksums of the weights.

## How it was made

All parts were trained from scratch on {drawn} of `training/atelier` and captions made with them;
no photograph, no picture of anyone else, no pretrained weight. `training/README.md` has the commands.

| part | samples | minutes |
|---|---|---|
{rows}

The decoder reconstructs held-out drawings at {fidelity}. Latents are a fixed linear projection
({channels} × 16 × 16 for 256 px); the denoiser predicts v with zero terminal SNR; text conditions it by cross-attention
and through the time embedding.

## Limits

256 px; the subjects, settings and attributes above, and captions in English of the kind it was trained on; one subject
a picture. It draws no people and writes no text. Licence: Apache-2.0.
"""


def export(
    run: Path, data_folder: Path, out: Path, *, version: str, defaults: dict[str, Any], continues: bool = False
) -> dict[str, Any]:
    """Write the folder, replacing the previous one at the end; returns ``viper.json``.

    Parts that the run did not train are kept as the previous folder has them. With ``continues`` the run went on from
    that folder's weights, and what these had seen counts as well.
    """
    previous = out / "viper.json"
    before = json.loads(previous.read_text(encoding="utf-8")).get("training", {}) if continues else {}
    training = training_of(run, before)
    scratch = out.with_name(out.name + ".part")
    shutil.rmtree(scratch, ignore_errors=True)
    base = out if (out / "vae").exists() else None
    assemble(run, base=base).save_pretrained(scratch, safe_serialization=True, max_shard_size=SHARD_LIMIT)
    settings = scratch / "text_encoder" / "config.json"
    # transformers takes the type named here, diffusers float32 where none is asked for: one folder, one type
    common.write_json(settings, json.loads(settings.read_text(encoding="utf-8")) | {"dtype": "float32"})
    for config in scratch.rglob("config.json"):  # where on this machine a part came from is nobody's business
        kept = json.loads(config.read_text(encoding="utf-8"))
        common.write_json(config, {key: value for key, value in kept.items() if key != "_name_or_path"})
    codec = Codec.load(codec_path(run))
    codec.save(scratch / "codec" / "codec.safetensors")
    drawings = data.Drawings(data_folder)
    known = known_of(drawings.about["world"], leave_out=drawings.about.get("leave_out", 0.0))
    weights = sorted(scratch.rglob("*.safetensors"))
    for path in weights:
        path.chmod(0o644)  # safetensors writes files that only their owner can read
    facts = {
        "name": "viper-mini", "version": version, "known": known, "defaults": DEFAULTS | defaults, "training": training,
        "latent_rgb": latent_rgb(codec, drawings.batch(np.arange(min(256, drawings.pictures)))),
        "sha256": {path.relative_to(scratch).as_posix(): common.sha256_of(path) for path in weights},
    }  # fmt: skip
    common.write_json(scratch / "viper.json", facts)
    size = sum(path.stat().st_size for path in scratch.rglob("*") if path.is_file()) / 1e6
    (scratch / "README.md").write_text(model_card(run, known, training, size), encoding="utf-8")
    largest = max(path.stat().st_size for path in weights)
    if largest >= 9.5e6:
        raise SystemExit(f"A weight file has {largest / 1e6:.1f} MB; a Space takes less than 9.5 MB without LFS.")
    shutil.rmtree(out, ignore_errors=True)
    scratch.rename(out)
    print(f"export: {out}, {size:.1f} MB in {len(weights)} weight files, the largest {largest / 1e6:.1f} MB")
    return facts


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--run", type=Path, default=Path("runs/mini"))
    parser.add_argument("--data", type=Path, default=Path("runs/data"))
    parser.add_argument("--out", type=Path, default=Path("assets/models/viper-mini"))
    parser.add_argument("--version", default="1")
    parser.add_argument("--guidance-scale", type=float, default=DEFAULTS["guidance_scale"])
    parser.add_argument("--guidance-rescale", type=float, default=DEFAULTS["guidance_rescale"])
    parser.add_argument("--steps", type=int, default=DEFAULTS["num_inference_steps"])
    parser.add_argument("--continues", action="store_true", help="the run went on from the weights in --out")
    a = parser.parse_args(arguments)
    calibration = {"guidance_scale": a.guidance_scale, "guidance_rescale": a.guidance_rescale}
    a.out.parent.mkdir(parents=True, exist_ok=True)
    defaults = {"num_inference_steps": a.steps, **calibration}
    export(a.run, a.data, a.out, version=a.version, defaults=defaults, continues=a.continues)


if __name__ == "__main__":
    main()
