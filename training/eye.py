"""viper-mini-eye: one space for pictures and words, trained on drawings and their captions.

A ``CLIPModel`` of transformers (Radford et al. 2021, arXiv 2103.00020), small and from scratch, by two losses:

    captions   a picture and its own caption are nearer than it and the batch's others, in both directions
    names      sigmoid(a cos(picture, name) + b) is the chance that a name (subject or attribute) is true of the
               picture, for every name of the world (the pairwise sigmoid loss of Zhai et al. 2023, arXiv 2303.15343)

The second gives probabilities where the first gives ranks; its ``a`` and ``b`` are kept in the folder's ``viper.json``.
Drawings are shifted, recompressed, toned and softened as for the judge, so that what a decoder paints looks alike.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from training import common, data, text
from training.autoencoder import to_tensor
from training.classifier import SIZE, prepared, reduced, softened, toned

HELD_OUT = 1024
PATCH = 16
NAMES_WEIGHT = 20.0  # of the names' loss (a mean over names, most of them plainly false) beside the captions'


def build_eye(tokenizer: Any) -> Any:
    """An untrained ``CLIPModel``: 2.0 M parameters that see 128 px, 0.9 M that read, 128 dimensions shared."""
    from transformers import CLIPConfig, CLIPModel

    reads = {
        "vocab_size": len(tokenizer), "hidden_size": 160, "intermediate_size": 480, "num_hidden_layers": 2,
        "num_attention_heads": 4, "max_position_embeddings": text.CONTEXT, "hidden_act": "gelu",
        "bos_token_id": tokenizer.bos_token_id, "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
    }  # fmt: skip
    sees = {
        "image_size": SIZE, "patch_size": PATCH, "hidden_size": 192, "intermediate_size": 576,
        "num_hidden_layers": 5, "num_attention_heads": 3, "hidden_act": "gelu",
    }  # fmt: skip
    return CLIPModel(CLIPConfig(text_config=reads, vision_config=sees, projection_dim=128))


class Named(nn.Module):
    """From cosines to the log-odds that a name is true: a cos + b, ``a`` kept as its logarithm."""

    def __init__(self) -> None:
        super().__init__()
        self.log_scale = nn.Parameter(torch.tensor(2.5))
        self.bias = nn.Parameter(torch.tensor(-4.0))

    def forward(self, pictures: torch.Tensor, names: torch.Tensor) -> torch.Tensor:
        """Log-odds ``(B, names)`` of unit vectors ``(B, D)`` and ``(names, D)``."""
        return self.log_scale.exp() * pictures @ names.T + self.bias


def seen(eye: Any, pixels: torch.Tensor) -> torch.Tensor:
    """Unit vectors ``(B, D)`` of pictures ``(B, 3, 128, 128)`` in [-1, 1]."""
    return F.normalize(eye.get_image_features(pixel_values=pixels).pooler_output.float(), dim=-1)


def read(eye: Any, ids: torch.Tensor) -> torch.Tensor:
    """Unit vectors ``(B, D)`` of token ids ``(B, L)``."""
    return F.normalize(eye.get_text_features(input_ids=ids).pooler_output.float(), dim=-1)


def phrases_of(name: str) -> tuple[str, ...]:
    """The ways the artist's captions say a subject or an attribute, its name first."""
    from training.atelier import ATTRIBUTES, SUBJECTS

    if name in ATTRIBUTES:
        return tuple(ATTRIBUTES[name].phrases)
    return (name, *SUBJECTS[name].phrases)


def short_ids(tokenizer: Any, texts: Sequence[str]) -> torch.Tensor:
    """Token ids ``(N, L)`` without more padding than the longest needs."""
    ids = text.token_ids(tokenizer, list(texts)).astype(np.int64)
    longest = int((ids != tokenizer.eos_token_id).sum(1).max()) + 1
    return torch.from_numpy(ids[:, :longest])


def truth_of(records: Sequence[dict[str, Any]], names: Sequence[str]) -> torch.Tensor:
    """``(N, names)``: which names are true of each drawing."""
    shown = [{record["subject"], *record["attributes"]} for record in records]
    return torch.tensor([[name in true for name in names] for true in shown])


@torch.no_grad()
def quality(
    eye: Any, named: Named, pictures: torch.Tensor, ids: torch.Tensor, names: torch.Tensor, truth: torch.Tensor
) -> dict[str, float]:
    """On held-out drawings: how often a picture finds its caption, and how well its names are told.

    ``precision`` and ``recall`` are of names at a probability of one half; ``found`` is the share of pictures whose
    own caption is the nearest of all.
    """
    vectors = torch.cat([seen(eye, some) for some in pictures.split(64)])
    captions = torch.cat([read(eye, some) for some in ids.split(64)])
    told = named(vectors, read(eye, names)) > 0
    hits = float((told & truth).sum())
    nearest = (vectors @ captions.T).argmax(1)
    return {
        "found": round(float((nearest == torch.arange(len(nearest))).float().mean()), 4),
        "precision": round(hits / max(1.0, float(told.sum())), 4),
        "recall": round(hits / max(1.0, float(truth.sum())), 4),
    }


def save_eye(eye: Any, named: Named, tokenizer: Any, names: Sequence[str], folder: Path, facts: dict[str, Any]) -> None:
    """Write the folder of a ``CLIPModel`` in half precision, with its image processor, tokenizer and viper.json."""
    from transformers import CLIPImageProcessorPil

    weights = {name: value.detach().half().contiguous() for name, value in eye.state_dict().items()}
    eye.save_pretrained(folder, state_dict=weights)
    tokenizer.save_pretrained(folder)
    half = [0.5, 0.5, 0.5]
    CLIPImageProcessorPil(
        size={"height": SIZE, "width": SIZE}, do_center_crop=False, resample=4, image_mean=half, image_std=half
    ).save_pretrained(folder)
    scale = {"scale": named.log_scale.exp().item(), "bias": named.bias.item()}
    about = {"name": "viper-mini-eye", "names": list(names), **scale, **facts}
    files = sorted(path for path in folder.iterdir() if path.name != "viper.json")
    common.write_json(folder / "viper.json", about | {"sha256": {p.name: common.sha256_of(p) for p in files}})


def load_eye(folder: Path) -> tuple[Any, Named]:
    """The eye of a folder in float32, and its log-odds."""
    from transformers import CLIPModel

    about = json.loads((folder / "viper.json").read_text(encoding="utf-8"))
    named = Named()
    with torch.no_grad():
        named.log_scale.fill_(float(np.log(about["scale"])))
        named.bias.fill_(about["bias"])
    return CLIPModel.from_pretrained(folder).float(), named


def train(a: argparse.Namespace) -> None:
    """Train on the drawings of the data folders; the averaged eye is saved at every checkpoint."""
    device = common.prepare(a)
    drawings = data.Collection(a.data)
    world = data.world_named(drawings.world)
    names = [*sorted(world.subjects), *world.attributes]
    truth = truth_of(drawings.records, names)
    tokenizer = text.load_tokenizer(a.init / "tokenizer" if a.init else a.run / "text" / "tokenizer")
    eye, named = build_eye(tokenizer).to(device), Named().to(device)
    held = min(HELD_OUT, len(drawings) // 8)
    test = to_tensor(np.stack([reduced(drawings.picture(i)) for i in range(held)]), device)
    test_ids = short_ids(tokenizer, [r["captions"][0] for r in drawings.records[:held]])
    plain = short_ids(tokenizer, names).to(device)
    folder = a.out or a.run / "viper-mini-eye"
    run: common.Run

    def export() -> None:
        found = quality(eye, named, test, test_ids.to(device), plain, truth[:held].to(device))
        facts = {"world": drawings.world, "samples": run.samples, "held_out": found}
        save_eye(eye, named, tokenizer, names, folder, facts)
        run.log(**found)

    run = common.Run(
        a.run / "eye-clip", {"eye": eye, "named": named}, arguments=a, device=device, weight_decay=0.05,
        average=0.998, on_save=export,
    )  # fmt: skip
    rng, words = np.random.default_rng(a.seed + run.step), random.Random(a.seed + run.step)
    for _ in run.steps():
        pick = rng.integers(held, len(drawings), a.batch)
        pictures = np.stack([prepared(drawings.picture(int(i)), rng, crops=False) for i in pick])
        ids = short_ids(tokenizer, [words.choice(drawings.records[i]["captions"]) for i in pick]).to(device)
        called = short_ids(tokenizer, [words.choice(phrases_of(n)) if words.random() < 0.5 else n for n in names])
        with common.autocast(device):
            vectors = seen(eye, softened(toned(to_tensor(pictures, device))))
            captions, called_vectors = read(eye, ids), read(eye, called.to(device))
        logits = eye.logit_scale.exp().clamp(max=100) * vectors @ captions.T
        own = torch.arange(len(pick), device=device)
        matching = (F.cross_entropy(logits, own) + F.cross_entropy(logits.T, own)) / 2
        odds = named(vectors, called_vectors)
        naming = F.binary_cross_entropy_with_logits(odds, truth[pick].to(device).float())
        run.update(matching + NAMES_WEIGHT * naming, samples=a.batch, matching=matching, naming=naming)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    common.add_run_arguments(parser, rate=1e-3, batch=128)
    parser.add_argument("--data", type=Path, nargs="+", default=[Path("runs/data")], help="folders of drawings")
    parser.add_argument("--out", type=Path, default=None, help="folder of the eye (default RUN/viper-mini-eye)")
    train(parser.parse_args(arguments))


if __name__ == "__main__":
    main()
