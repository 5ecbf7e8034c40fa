from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import pytest
from PIL import Image, ImageDraw
from PIL.PngImagePlugin import PngInfo

from viper_core.errors import FormatError, InputError
from viper_core.generated import GeneratedImage
from viper_core.png import PictureSettings, encode_png, read_settings, save_png, without_evidence
from viper_core.preferences import Attribute, Evidence, Preferences
from viper_core.sampling import SamplingOptions
from viper_core.strip import make_strip

OPTIONS = SamplingOptions(
    num_inference_steps=7, guidance_scale=3.5, height=64, width=80, beta=0.85, seed=2**63 - 1, formula="released"
)
QUOTE = Evidence(image="board-01", quote="my private words", start=0, end=16)
TASTE = Preferences(
    liked=(
        Attribute(name="watercolor", category="medium", weight=0.1 + 0.2, evidence=(QUOTE,)),
        Attribute(name="Tusche 墨", category="medium", origin="added"),
        Attribute(name="grain", category="texture", enabled=False, origin="edited"),
    ),
    disliked=(Attribute(name="pixel art", category="medium"),),
    name="mine",
)


def picture(**changes: object) -> GeneratedImage:
    image = Image.linear_gradient("L").resize((80, 64)).convert("RGB")
    made = GeneratedImage(image, "a house by the sea", OPTIONS, TASTE, "viper-mini", 1.5)
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "prompt",
    [
        "a house",
        "Ein Häuschen — am 海, ☀️",
        'two\nlines: with, marks "quoted"',
        "x" * 2000,
        "Negative prompt: no\nSteps: 9",
    ],
)
@pytest.mark.parametrize("taste", [TASTE, None])
def test_what_is_saved_is_read_back(tmp_path: Path, prompt: str, taste: Preferences | None) -> None:
    path = save_png(picture(prompt=prompt, preferences=taste), tmp_path / "out.png")
    assert read_settings(path) == PictureSettings(prompt, OPTIONS, without_evidence(taste), "viper-mini")
    assert read_settings(path.read_bytes()) == read_settings(path)


def test_the_pixels_are_the_pictures() -> None:
    made = picture()
    for metadata in (True, False):
        assert Image.open(io.BytesIO(encode_png(made, metadata=metadata))).tobytes() == made.image.tobytes()


def test_without_metadata_nothing_of_it_is_in_the_file() -> None:
    data = encode_png(picture(), metadata=False)
    assert Image.open(io.BytesIO(data)).info == {}
    with pytest.raises(FormatError, match="holds no ViPer settings"):
        read_settings(data)


def test_a_persons_words_do_not_travel_with_the_picture() -> None:
    info = Image.open(io.BytesIO(encode_png(picture()))).info
    assert "watercolor" in info["viper"]
    assert "private" not in str(info)
    assert "board-01" not in str(info)


def test_the_parameters_chunk_reads_as_others_write_it() -> None:
    options = dataclasses.replace(OPTIONS, negative_prompt="blurry", seed=42)
    info = Image.open(io.BytesIO(encode_png(picture(options=options)))).info
    assert info["parameters"].split("\n") == [
        "a house by the sea",
        "Negative prompt: blurry",
        "Steps: 7, CFG scale: 3.5, Seed: 42, Size: 80x64, Model: viper-mini, ViPer beta: 0.85, "
        'ViPer formula: released, ViPer liked: "watercolor, Tusche 墨", ViPer disliked: pixel art',
    ]


def with_chunk(text: str) -> bytes:
    chunks, out = PngInfo(), io.BytesIO()
    chunks.add_text("viper", text)
    Image.new("RGB", (8, 8)).save(out, "PNG", pnginfo=chunks)
    return out.getvalue()


VALID = {
    "schema_version": 1,
    "prompt": "a house",
    "model": "viper-mini",
    "options": dataclasses.asdict(OPTIONS),
    "preferences": None,
}


def test_the_example_of_valid_settings_is_valid() -> None:
    assert read_settings(with_chunk(json.dumps(VALID))).options == OPTIONS


@pytest.mark.parametrize(
    "changes",
    [
        {"schema_version": 2},
        {"prompt": 7},
        {"prompt": None},
        {"model": ["viper-mini"]},
        {"options": []},
        {"options": {}},
        {"options": {**dataclasses.asdict(OPTIONS), "beta": 1e9}},
        {"options": {**dataclasses.asdict(OPTIONS), "beta": "much"}},
        {"options": {**dataclasses.asdict(OPTIONS), "path": "/etc/passwd"}},
        {"preferences": ["watercolor"]},
        {"preferences": {"liked": [{"name": "x", "category": "no such"}]}},
        {"preferences": {"liked": [], "path": "/etc/passwd"}},
        {"path": "/etc/passwd"},
    ],
    ids=str,
)
def test_settings_of_another_form_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        read_settings(with_chunk(json.dumps({**VALID, **changes})))


@pytest.mark.parametrize("text", ["", "{", "null", "[]", '"text"', "NaN", "[" * 100_000, "{}"])
def test_settings_that_are_no_object_are_refused(text: str) -> None:
    with pytest.raises(FormatError):
        read_settings(with_chunk(text))


def jpeg() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    "data", [b"", b"GIF89a", encode_png(picture())[:20], b"\x89PNG\r\n\x1a\n" + b"\0" * 99, jpeg()]
)
def test_what_is_no_png_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError, match="no PNG"):
        read_settings(data)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError):
        read_settings(tmp_path / "none.png")


def test_saving_replaces_whole_files_and_leaves_nothing_beside_them(tmp_path: Path) -> None:
    path = tmp_path / "new" / "out.png"
    for prompt in ("first", "second"):
        save_png(picture(prompt=prompt), path)
        assert read_settings(path).prompt == prompt
    assert [entry.name for entry in path.parent.iterdir()] == ["out.png"]


def test_saving_over_a_folder_names_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Cannot write"):
        save_png(picture(), tmp_path)


def test_a_strip_holds_every_picture_in_order_with_its_own_caption() -> None:
    colours = [(200, 30, 30), (30, 200, 30), (30, 30, 200)]
    pictures = [
        picture(image=Image.new("RGB", (80, 64), colour), options=dataclasses.replace(OPTIONS, beta=beta))
        for colour, beta in zip(colours, (0.0, 0.5, 1.0), strict=True)
    ]
    strip = make_strip(pictures)
    lefts = [8 + index * 88 for index in range(3)]
    for left, colour in zip(lefts, colours, strict=True):
        assert strip.crop((left, 8, left + 80, 72)).getcolors() == [(80 * 64, colour)]
    captions = [strip.crop((left, 72, left + 80, strip.height)) for left in lefts]
    assert len({caption.tobytes() for caption in captions}) == 3
    assert all(caption.getcolors() != [(80 * (strip.height - 72), (255, 255, 255))] for caption in captions)


def test_lettering_of_the_strip_has_every_sign_it_needs() -> None:
    """Greek letters are not in the font that comes with Pillow: they would all look alike."""
    from PIL import ImageFont

    font = ImageFont.load_default(14)
    missing = bytes(font.getmask("\uffff"))
    assert all(bytes(font.getmask(sign)) != missing for sign in "beta 0.123456789")
    assert ImageDraw.Draw(Image.new("L", (9, 9))).textlength("beta 0.25", font=font) < 80


def test_a_strip_is_saved_with_all_its_betas() -> None:
    data = encode_png(picture(), image=make_strip([picture(), picture()]), betas=(0.0, 0.85))
    assert "ViPer beta: 0 0.85" in Image.open(io.BytesIO(data)).info["parameters"]
    assert read_settings(data).options == OPTIONS
