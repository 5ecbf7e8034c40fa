"""The extractors that ask a model, reached as a person reaches them: through the studio and the command line."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement

from tests.extractors.fakes import Scripted
from tests.tree import ROOT
from viper_core.__main__ import main
from viper_core.errors import Cancelled, UnusableAnswer
from viper_core.extractors import EXTRACTORS, ReadingProgress
from viper_core.extractors.headed_lists import HeadedLists
from viper_core.extractors.model_based import Limits, ModelExtractor
from viper_core.preferences import Comment, Preferences
from viper_core.studio import Studio

COMMENTS = [
    {"image": "board-01", "comment": "I love the soft light"},
    {"image": "board-02", "comment": "pixel art is not for me"},
]


@pytest.fixture
def tiny_vpe(base: Path, adapter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIPER_VPE_BASE", str(base))
    monkeypatch.setenv("VIPER_VPE_ADAPTER", str(adapter))
    monkeypatch.setenv("VIPER_EXTRACTOR_DEVICE", "cpu")


@pytest.fixture
def say(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Scripted]:
    """Puts a model that says what it is told behind the name vpe."""

    def put(*said: str) -> Scripted:
        model = Scripted(said)
        options: dict[str, Any] = {"sends_pictures": False, "tells_shown": False, "needs_words": False}
        reading = ModelExtractor(model, HeadedLists(), limits=Limits(comments=1, tokens=10_000), **options)
        monkeypatch.setattr("viper_core.extractors.vpe.vpe_extractor", lambda: reading)
        return model

    return put


def test_the_command_line_reads_comments_with_vpe(
    tiny_vpe: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("comments.json").write_text(json.dumps(COMMENTS), encoding="utf-8")
    assert main(["extract", "comments.json", "-o", "prefs.json", "--extractor", "vpe", "--json"]) == 0
    found = Preferences.parse(Path("prefs.json").read_bytes())
    assert [one.name for one in found.liked] == ["soft light", "watercolor"]
    assert found.disliked[0].evidence[0].image == "board-02"
    assert json.loads(capsys.readouterr().out)["read"] == 2


@pytest.mark.parametrize(
    ("name", "words"), [("chat", "Set VIPER_CHAT_MODEL"), ("vlm", "neither a folder nor the id of a hub repository")]
)
def test_what_is_missing_is_one_line_and_status_two(
    name: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VIPER_CHAT_MODEL", raising=False)
    monkeypatch.setenv("VIPER_VLM_MODEL", "no such/model at all")
    Path("comments.json").write_text(json.dumps(COMMENTS), encoding="utf-8")
    assert main(["extract", "comments.json", "-o", "prefs.json", "--extractor", name]) == 2
    said = capsys.readouterr().err
    assert re.search(words, said) and said.startswith("viper: ") and said.count("\n") == 1
    assert not Path("prefs.json").exists()


def test_the_studio_loads_once_and_reads_often(tiny_vpe: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from viper_core.extractors import local_model

    loaded = []
    load = local_model.load_local
    monkeypatch.setattr(local_model, "load_local", lambda *a, **k: loaded.append(1) or load(*a, **k))  # type: ignore[func-returns-value]
    studio = Studio(data_dir=tmp_path, extractor="vpe")
    spoken = [Comment(text="I love the soft light")]
    assert studio.read_comments(spoken).preferences == studio.read_comments(spoken).preferences
    assert len(loaded) == 1


def test_the_studio_tells_progress_and_stores_nothing_when_stopped(
    say: Callable[..., Scripted], tmp_path: Path
) -> None:
    lists = "Liked Art Features: soft light\nDisliked Art Features: none"
    model = say(*[lists] * 5)
    studio = Studio(data_dir=tmp_path, extractor="vpe")
    visitor = studio.new_visitor()
    for image in ("board-01", "board-02", "board-03"):
        studio.save_comment(visitor, image, "soft light, please")
    told: list[ReadingProgress] = []
    with pytest.raises(Cancelled):
        studio.extract(visitor, on_progress=told.append, is_cancelled=lambda: len(model.asked) >= 2)
    assert [one.read for one in told] == [0, 0, 1] and studio.visitor(visitor).preferences.is_empty
    model.asked.clear()
    assert len(studio.extract(visitor).preferences.liked) == 1


def test_an_unusable_answer_changes_nothing(say: Callable[..., Scripted], tmp_path: Path) -> None:
    say("Liked Art Features: fog\nDisliked Art Features: none", "no", "no")
    studio = Studio(data_dir=tmp_path, extractor="vpe")
    visitor = studio.new_visitor()
    studio.save_comment(visitor, "board-01", "nice fog")
    before = studio.extract(visitor).preferences
    with pytest.raises(UnusableAnswer):
        studio.extract(visitor)
    assert studio.visitor(visitor).preferences == before


def test_the_readme_lists_every_extractor_and_every_setting() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    section = readme.split("## Extractors\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \|", section, flags=re.M)
    assert rows == list(EXTRACTORS)
    for module in ("vpe", "vlm", "chat"):
        source = (ROOT / "viper_core" / "extractors" / f"{module}.py").read_text("utf-8")
        for name in re.findall(r'"(VIPER_[A-Z_]+)"', source):
            assert f"`{name}" in readme, name
            assert re.search(rf"^    {name}\s", source, flags=re.M), f"{name} is not in the docstring of {module}"


def test_peft_is_the_same_for_tests_and_for_use() -> None:
    pins = {
        line
        for name in ("requirements-dev.txt", "requirements-models.txt")
        for line in (ROOT / name).read_text("utf-8").splitlines()
        if line.startswith("peft")
    }
    (pin,) = pins
    assert Requirement(pin).specifier.contains(version("peft"))
