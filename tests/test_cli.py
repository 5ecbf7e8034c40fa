from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.small_studio import TASTE
from tests.tree import ROOT
from viper_core.__main__ import main
from viper_core.errors import ModelUnavailable
from viper_core.png import read_settings
from viper_core.preferences import Preferences
from viper_core.registry import MODELS

SMALL = ["--steps", "2", "--height", "64", "--width", "64"]


@pytest.fixture(scope="module")
def backend() -> Any:
    from tests.tiny import tiny_backend, tiny_mini

    return tiny_backend(tiny_mini)


@pytest.fixture
def drawing(backend: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that draw do so with a real pipeline at a tiny configuration."""
    monkeypatch.setattr("viper_core.registry.load_backend", lambda name, **_: backend)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def taste(folder: Path) -> str:
    (folder / "prefs.json").write_text(TASTE.to_json(), encoding="utf-8")
    return "prefs.json"


def lines(path: Path | str, *values: Any) -> str:
    """A JSONL file; a text stands as it is."""
    text = "".join((value if isinstance(value, str) else json.dumps(value)) + "\n" for value in values)
    Path(path).write_text(text, encoding="utf-8")
    return str(path)


def asked(capsys: pytest.CaptureFixture[str], *arguments: str) -> Any:
    """The JSON that a command prints; it must succeed and print nothing else."""
    assert main([*arguments, "--json"]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    return json.loads(out)


def refused(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line that a command says on standard error when it exits with 2."""
    assert main(list(arguments)) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("viper: ")
    assert err.endswith("\n")
    assert err.count("\n") == 1
    assert "Traceback" not in err
    return err


# -- models ------------------------------------------------------------------------------------------------------------


def test_models_are_listed_for_people_and_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    listed = asked(capsys, "models")
    assert listed["default"] == "viper-mini"
    assert [model["name"] for model in listed["models"]] == list(MODELS)
    assert [model["memory_gb"] for model in listed["models"]] == [info.memory_gb for info in MODELS.values()]
    assert all(model["licence"] and model["description"] for model in listed["models"])
    assert main(["models"]) == 0
    assert "* viper-mini" in capsys.readouterr().out


def test_the_module_runs_as_a_command_without_loading_a_model_library() -> None:
    program = (
        "import runpy, sys\nsys.argv = ['viper_core', 'models', '--json']\n"
        "try:\n    runpy.run_module('viper_core', run_name='__main__')\n"
        "except SystemExit as end:\n    assert not end.code\n"
        "print(sorted({'torch', 'diffusers', 'transformers', 'gradio'} & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert json.loads(result.stdout)["default"] == "viper-mini"
    assert result.stderr.strip() == "[]"


def test_a_terminal_without_greek_letters_still_gets_its_message(tmp_path: Path) -> None:
    (tmp_path / "prefs.json").write_text(TASTE.to_json(), encoding="utf-8")
    arguments = ["a house", "-p", str(tmp_path / "prefs.json"), "--beta", "1.5", "-o", str(tmp_path / "out.png")]
    result = subprocess.run(
        [sys.executable, "-m", "viper_core", "generate", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONIOENCODING": "latin-1"},
        capture_output=True,
        check=False,
    )
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.startswith(b"viper: ? is 1.5")


def test_a_mistake_ends_the_process_with_status_2_and_one_line() -> None:
    command = [sys.executable, "-m", "viper_core", "generate", "a house", "--model", "viper-mimi", "-o", "out.png"]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.count("\n") == 1
    assert "Did you mean 'viper-mini'?" in result.stderr
    assert not (ROOT / "out.png").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required"),
        (["paint"], "invalid choice: 'paint'"),
        (["generate"], "required: PROMPT"),
        (["generate", "a house"], "required: -o"),
        (["generate", "a house", "-o", "x.png", "--beta", "much"], "invalid float value: 'much'"),
        (["generate", "a house", "-o", "x.png", "--colour", "red"], "unrecognized arguments: --colour red"),
        (["compare", "a house", "-o", "x.png"], "required: -p"),
    ],
)
def test_wrong_arguments_are_one_line(capsys: pytest.CaptureFixture[str], arguments: list[str], words: str) -> None:
    assert words in refused(capsys, *arguments)


# -- generate ----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawing")
def test_generate_draws_one_picture_with_its_settings(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    result = asked(capsys, "generate", "a house", "-p", taste, "--seed", "7", *SMALL, "-o", "new/out.png")
    (entry,) = result["files"]
    facts = {"file": "new/out.png", "seed": 7, "beta": 0.85, "model": "viper-mini", "unknown": []}
    assert entry == facts | {"seconds": entry["seconds"]}
    settings = read_settings("new/out.png")
    assert (settings.prompt, settings.options.seed, settings.options.beta) == ("a house", 7, 0.85)
    assert settings.preferences == TASTE
    assert Image.open("new/out.png").size == (64, 64)


@pytest.mark.usefixtures("drawing")
def test_every_option_reaches_the_picture(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    given = ["--beta", "0.25", "--formula", "released", "--guidance-scale", "2.5", "--negative-prompt", "blurry"]
    asked(capsys, "generate", "a house", "-p", taste, *given, *SMALL, "-o", "out.png")
    options = read_settings("out.png").options
    assert (options.beta, options.formula, options.guidance_scale) == (0.25, "released", 2.5)
    assert (options.negative_prompt, options.num_inference_steps, options.height) == ("blurry", 2, 64)


@pytest.mark.usefixtures("drawing")
def test_without_preferences_it_is_the_picture_everyone_gets(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    asked(capsys, "generate", "a house", *SMALL, "-o", "plain.png")
    asked(capsys, "generate", "a house", "-p", taste, "--beta", "0", *SMALL, "-o", "zero.png")
    asked(capsys, "generate", "a house", "-p", taste, *SMALL, "-o", "mine.png")
    plain, zero, mine = (Image.open(f"{name}.png").tobytes() for name in ("plain", "zero", "mine"))
    assert plain == zero
    assert plain != mine
    assert read_settings("plain.png").options.beta == 0.0


@pytest.mark.usefixtures("drawing")
def test_several_pictures_are_numbered_and_have_consecutive_seeds(capsys: pytest.CaptureFixture[str]) -> None:
    result = asked(capsys, "generate", "a house", "-n", "3", "--seed", "5", *SMALL, "-o", "out.png")
    assert [(entry["file"], entry["seed"]) for entry in result["files"]] == [
        ("out-1.png", 5),
        ("out-2.png", 6),
        ("out-3.png", 7),
    ]
    assert not Path("out.png").exists()
    asked(capsys, "generate", "a house", "--seed", "6", *SMALL, "-o", "alone.png")
    assert Path("alone.png").read_bytes() == Path("out-2.png").read_bytes()


@pytest.mark.usefixtures("drawing")
def test_settings_are_left_out_on_request(capsys: pytest.CaptureFixture[str]) -> None:
    asked(capsys, "generate", "a house", "--no-metadata", *SMALL, "-o", "out.png")
    assert Image.open("out.png").info == {}


@pytest.mark.usefixtures("drawing")
def test_without_json_a_line_says_what_was_made(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "a house", "--seed", "3", *SMALL, "-o", "out.png"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("out.png: seed 3, β 0, ")
    assert err == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["", "-o", "x.png"], "prompt is empty"),
        (["   ", "-o", "x.png"], "prompt is empty"),
        (["a house", "-o", "x.jpg"], "does not end in .png"),
        (["a house", "-o", "busy.png"], "Cannot write busy.png: it is a folder"),
        (["a house", "-o", "file/x.png"], "Cannot write file/x.png"),
        (["a house", "-o", "x.png", "--beta", "0.5"], "needs preferences"),
        (["a house", "-o", "x.png", "-n", "0"], "-n 0 is not valid"),
        (["a house", "-o", "x.png", "--steps", "0"], "number of steps is 0"),
        (["a house", "-o", "x.png", "--formula", "papr"], "Did you mean 'paper'?"),
        (["a house", "-o", "x.png", "--seed", "-1"], "seed is -1"),
        (["a house", "-o", "x.png", "--height", "100"], "height in pixels is 100"),
        (["a house", "-o", "x.png", "-p", "none.json"], "Cannot read none.json: No such file"),
        (["a house", "-o", "x.png", "-p", "bad.json"], "bad.json: "),
        (["a house", "-o", "x.png", "-p", "prefs.json", "--beta", "1.5"], "β is 1.5"),
        (["a house", "-o", "x.png", "-p", "prefs.json", "--beta", "nan"], "β is nan"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_one_line(
    capsys: pytest.CaptureFixture[str], folder: Path, taste: str, arguments: list[str], words: str
) -> None:
    (folder / "busy.png").mkdir()
    (folder / "file").write_text("")
    (folder / "bad.json").write_text("{")
    assert words in refused(capsys, "generate", *arguments)
    assert not Path("x.png").exists()


def test_missing_weights_are_said_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def load(name: str, **_: Any) -> None:
        raise ModelUnavailable("unet/weights.safetensors is missing.\nFetch it again.")

    monkeypatch.setattr("viper_core.registry.load_backend", load)
    said = refused(capsys, "generate", "a house", "-o", "x.png")
    assert said == "viper: unet/weights.safetensors is missing. Fetch it again.\n"


# -- compare -----------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("drawing")
def test_compare_writes_one_strip_of_the_pictures_that_generate_draws(
    capsys: pytest.CaptureFixture[str], taste: str
) -> None:
    given = ["-p", taste, "--seed", "4", *SMALL]
    result = asked(capsys, "compare", "a house", "--betas", "0", "0.5", "1", *given, "-o", "strip.png")
    assert (result["file"], result["seed"]) == ("strip.png", 4)
    assert [picture["beta"] for picture in result["pictures"]] == [0.0, 0.5, 1.0]
    strip = Image.open("strip.png")
    assert strip.width == 3 * 64 + 4 * 8
    for index, beta in enumerate(("0", "0.5", "1")):
        asked(capsys, "generate", "a house", "--beta", beta, *given, "-o", "one.png")
        left = 8 + index * 72
        assert strip.crop((left, 8, left + 64, 72)).tobytes() == Image.open("one.png").tobytes()
    assert "ViPer beta: 0 0.5 1" in strip.info["parameters"]


@pytest.mark.usefixtures("drawing")
def test_compare_draws_five_degrees_unless_told_otherwise(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    result = asked(capsys, "compare", "a house", "-p", taste, *SMALL, "-o", "strip.png")
    assert [picture["beta"] for picture in result["pictures"]] == [0.0, 0.25, 0.5, 0.75, 1.0]


def test_a_comparison_that_cannot_be_drawn_is_said_in_one_line(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    assert "β is 2" in refused(capsys, "compare", "a house", "-p", taste, "--betas", "0", "2", "-o", "x.png")
    assert "prompt is empty" in refused(capsys, "compare", " ", "-p", taste, "-o", "x.png")


# -- batch -------------------------------------------------------------------------------------------------------------

JOB = {"id": "a", "prompt": "a house", "steps": 2, "height": 64, "width": 64}


@pytest.mark.usefixtures("drawing")
def test_batch_draws_every_job_under_its_id_as_generate_would(capsys: pytest.CaptureFixture[str], taste: str) -> None:
    preferences = json.loads(TASTE.to_json())
    jobs = lines(
        "jobs.jsonl",
        {**JOB, "seed": 3, "preferences": preferences, "beta": 0.5, "formula": "released"},
        "",
        {**JOB, "id": "b.2_x", "preferences": {"liked": [], "disliked": []}},
    )
    result = asked(capsys, "batch", jobs, "-o", "pictures")
    assert [entry["file"] for entry in result["files"]] == ["pictures/a.png", "pictures/b.2_x.png"]
    asked(
        capsys, "generate", "a house", "-p", taste, "--seed", "3", "--beta", "0.5", "--formula", "released", *SMALL,
        "-o", "one.png",
    )  # fmt: skip
    assert Path("one.png").read_bytes() == Path("pictures/a.png").read_bytes()


@pytest.mark.parametrize(
    ("job", "words"),
    [
        ("{", "line 2: this is not JSON"),
        ("[" * 100_000, "line 2: this is not JSON"),
        ("7", "line 2: expected a JSON object"),
        ({**JOB, "id": "b", "colour": "red"}, "line 2: unknown key 'colour'. Valid keys: id, prompt"),
        ({**JOB, "id": "../b"}, "line 2: id must be a file name"),
        ({**JOB, "id": ".b"}, "line 2: id must be"),
        ({**JOB, "id": ""}, "line 2: id must be"),
        ({**JOB, "id": 7}, "line 2: id must be"),
        ({**JOB, "id": "A"}, "line 2: the id 'A' is there twice"),
        ({"id": "b"}, "line 2: prompt must be"),
        ({**JOB, "id": "b", "prompt": " "}, "line 2: prompt must be"),
        ({**JOB, "id": "b", "preferences": "prefs.json"}, "line 2: preferences must be an object"),
        ({**JOB, "id": "b", "preferences": {"likes": []}}, "line 2: "),
        ({**JOB, "id": "b", "beta": "much"}, "line 2: "),
        ({**JOB, "id": "b", "beta": 1.5, "preferences": {"liked": []}}, "line 2: β is 1.5"),
        ({**JOB, "id": "b", "beta": 0.5}, "line 2: beta 0.5 needs preferences"),
        ({**JOB, "id": "b", "formula": "papr"}, "line 2: Unknown formula 'papr'"),
        ({**JOB, "id": "b", "seed": 1.5}, "line 2: The seed is 1.5"),
        ({**JOB, "id": "b", "strength": 0.5}, "line 2: strength 0.5 needs a picture to start from"),
        ({**JOB, "id": "b", "reference": "none.png"}, "line 2: "),
        ({**JOB, "id": "b", "reference": 7}, "line 2: reference must be the path"),
        ({**JOB, "id": "b", "reference": "jobs.jsonl", "strength": "0.5"}, "line 2: strength must be a number"),
        ({**JOB, "id": "b", "reference": "jobs.jsonl"}, "line 2: This is no picture"),
    ],
    ids=lambda value: str(value)[:60],
)
def test_a_job_that_cannot_be_drawn_is_said_before_any_is(
    capsys: pytest.CaptureFixture[str], job: Any, words: str
) -> None:
    assert words in refused(capsys, "batch", lines("jobs.jsonl", JOB, job), "-o", "pictures")
    assert not list(Path("pictures").iterdir())


def test_a_batch_of_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert "is empty" in refused(capsys, "batch", lines("jobs.jsonl", "", " "), "-o", "pictures")
    assert "Cannot read none.jsonl" in refused(capsys, "batch", "none.jsonl", "-o", "pictures")


# -- a picture to start from -------------------------------------------------------------------------------------------


@pytest.fixture
def start(folder: Path) -> str:
    Image.linear_gradient("L").convert("RGB").save(folder / "start.png")
    return "start.png"


@pytest.mark.usefixtures("drawing")
def test_a_picture_is_started_from_another_and_says_so(
    capsys: pytest.CaptureFixture[str], taste: str, start: str
) -> None:
    given = ["-p", taste, "--reference", start, "--strength", "0.5", "--seed", "4", *SMALL]
    asked(capsys, "generate", "a house", *given, "-o", "one.png")
    asked(capsys, "generate", "a house", "-p", taste, "--seed", "4", *SMALL, "-o", "plain.png")
    assert Image.open("one.png").tobytes() != Image.open("plain.png").tobytes()
    reference = read_settings("one.png").reference
    assert reference is not None and reference.strength == 0.5
    assert "Denoising strength: 0.5" in Image.open("one.png").info["parameters"]
    asked(capsys, "compare", "a house", "--betas", "0.85", *given, "-o", "strip.png")
    assert Image.open("strip.png").crop((8, 8, 72, 72)).tobytes() == Image.open("one.png").tobytes()


@pytest.mark.usefixtures("drawing")
def test_a_job_names_what_it_starts_from_beside_the_jobs(
    capsys: pytest.CaptureFixture[str], folder: Path, start: str
) -> None:
    (folder / "given").mkdir()
    (folder / start).rename(folder / "given" / start)
    jobs = lines("given/jobs.jsonl", {**JOB, "seed": 4, "reference": start, "strength": 0.5})
    asked(capsys, "batch", jobs, "-o", "pictures")
    given = ["--reference", f"given/{start}", "--strength", "0.5", "--seed", "4"]
    asked(capsys, "generate", "a house", *given, *SMALL, "-o", "one.png")
    assert Path("one.png").read_bytes() == Path("pictures/a.png").read_bytes()


def test_a_start_that_cannot_be_is_said_in_one_line(capsys: pytest.CaptureFixture[str], start: str) -> None:
    given = ["generate", "a house", *SMALL, "-o", "x.png"]
    assert "needs a picture to start from" in refused(capsys, *given, "--strength", "0.5")
    assert "The strength is 2" in refused(capsys, *given, "--reference", start, "--strength", "2")
    assert "leaves none of 2 steps" in refused(capsys, *given, "--reference", start, "--strength", "0.2")
    assert refused(capsys, *given, "--reference", "none.png")


# -- extract -----------------------------------------------------------------------------------------------------------

COMMENTS = [
    {"image": None, "comment": "I love watercolor"},
    {"image": None, "comment": "I hate pixel art"},
    {"comment": "my aunt has a dog"},
]


def names(preferences: Preferences) -> tuple[list[str], list[str]]:
    return [one.name for one in preferences.liked], [one.name for one in preferences.disliked]


def test_extract_writes_preferences_that_generate_can_read(capsys: pytest.CaptureFixture[str]) -> None:
    Path("comments.json").write_text(json.dumps(COMMENTS), encoding="utf-8")
    result = asked(capsys, "extract", "comments.json", "-o", "new/prefs.json")
    written = Preferences.parse(Path("new/prefs.json").read_bytes())
    assert names(written) == (["watercolor"], ["pixel art"])
    assert Preferences.parse(result["preferences"]) == written
    assert (result["file"], result["read"]) == ("new/prefs.json", 3)


def test_extract_reads_many_people_one_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    people = lines(
        "people.jsonl",
        {"id": "anna", "comments": COMMENTS},
        {"id": 2, "comments": [{"comment": "my aunt has a dog"}]},
        {"id": "nobody", "comments": []},
        {"id": "ben", "comments": [{"comment": "I love pixel art"}]},
    )
    result = asked(capsys, "extract", people, "-o", "prefs.jsonl", "--extractor", "bundled")
    assert (result["people"], result["empty"]) == (4, [2, "nobody"])
    rows = [json.loads(line) for line in Path("prefs.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["id"] for row in rows] == ["anna", 2, "nobody", "ben"]
    assert [names(Preferences.parse(row["preferences"])) for row in rows] == [
        (["watercolor"], ["pixel art"]),
        ([], []),
        ([], []),
        (["pixel art"], []),
    ]


def test_a_bare_aspect_is_read_from_a_picture_beside_the_comments(
    capsys: pytest.CaptureFixture[str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "album").mkdir()
    Image.new("RGB", (64, 64), (255, 20, 0)).save("album/sunset.png")
    comments = [{"image": "sunset.png", "comment": "I love the saturation"}]
    Path("album/comments.json").write_text(json.dumps(comments), encoding="utf-8")
    result = asked(capsys, "extract", "album/comments.json", "-o", "prefs.json")
    (liked,) = result["preferences"]["liked"]
    assert liked["category"] == "saturation"
    assert liked["evidence"][0]["image"] == "sunset.png"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "comments.json: This is not valid JSON"),
        ("{}", "comments.json: Comments must be a JSON list"),
        ("[7]", "comments.json: comment 1"),
        ('[{"text": "nice"}]', "comments.json: comment 1: unknown key 'text'"),
        ("[]", "no comments"),
        ('[{"comment": "my aunt has a dog"}]', "visual attribute"),
        ('[{"image": "none.png", "comment": "lovely colours"}]', "'none.png' is neither"),
        ('[{"image": "text.png", "comment": "lovely colours"}]', "viper: "),
    ],
)
def test_comments_that_cannot_be_read_are_said_in_one_line(
    capsys: pytest.CaptureFixture[str], text: str, words: str
) -> None:
    Path("comments.json").write_text(text, encoding="utf-8")
    Path("text.png").write_text("no picture")
    assert words in refused(capsys, "extract", "comments.json", "-o", "prefs.json")
    assert not Path("prefs.json").exists()


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"id": "b"}', '{"id": null, "comments": []}', '{"id": "b", "comments": 7}']
)
def test_a_line_of_people_that_cannot_be_read_is_named(capsys: pytest.CaptureFixture[str], line: str) -> None:
    people = lines("people.jsonl", {"id": "anna", "comments": COMMENTS}, line)
    assert "people.jsonl, line 2: " in refused(capsys, "extract", people, "-o", "prefs.jsonl")
    assert not Path("prefs.jsonl").exists()


def test_an_unknown_extractor_is_said_with_the_valid_ones(capsys: pytest.CaptureFixture[str]) -> None:
    Path("comments.json").write_text(json.dumps(COMMENTS), encoding="utf-8")
    said = refused(capsys, "extract", "comments.json", "-o", "prefs.json", "--extractor", "bundeld")
    assert "Did you mean 'bundled'?" in said
