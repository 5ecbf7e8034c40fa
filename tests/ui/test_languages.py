"""The catalogues of the page's languages: complete, used, and all there is of words in the interface's source."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, get_args

import pytest

from tests.tree import ROOT
from tests.ui.sentences import UNKNOWN, said_by
from viper_core.categories import CATEGORY_LABELS
from viper_core.extractors import EXTRACTORS
from viper_core.familiarity import Unfamiliar
from viper_core.registry import MODELS
from viper_core.seed_images import load_board
from viper_core.studio import UNNAMED, Protocol, Studio
from viper_core.study import study_from
from viper_core.vocabulary import load_vocabulary
from viper_core.word_help import words_in_general
from viper_ui import Kiosk, build_app
from viper_ui.drawing import unknown_words
from viper_ui.languages import LANGUAGES, SOURCE, catalogue, gradio_i18n, in_words, languages_script, recognise, say
from viper_ui.settings import NAMES

UI = ROOT / "viper_ui"
STUDY = {"VIPER_STUDY_DATASET": "somebody/votes", "VIPER_STUDY_TOKEN": "secret"}
OTHERS = [language for language in LANGUAGES if language != SOURCE]
PLACEHOLDER = re.compile(r"\{(\w+)\}")

# Modules of the core whose sentences people on the page meet: what is refused there, and how a model is loaded.
SPEAKING = (
    "blind_test", "database", "drawings", "handouts", "pictures", "profile_store", "receipts", "store", "studio",
    "taste_card", "visitors", "votes", "png",
    "hub", "weights", "bundle", "pipeline_files", "checkpoints", "registry", "devices", "loading", "exhaustion",
    "zero_gpu", "drawing", "turns", "backends/assembly", "extractors/model_files", "extractors/local_model",
    "extractors/model_based", "extractors/chat", "extractors/endpoint",
)  # fmt: skip
ERRORS = (
    "InputError|FormatError|PictureError|NothingExtracted|UnknownName|ModelUnavailable|NotEnoughMemory|Cancelled|"
    "OutOfMemory|UnusableAnswer|_Again|_SettingsRefused"
)
REPORTS = "report|_report|_set|tell|ModelStatus|ReadingProgress"
FOR_OPERATORS = ("Cannot keep data in", "is no ViPer store", "of type ")
WITHIN_OTHERS = ("The answer is",)  # what was wrong with a model's answer


def forms(text: str | dict[str, str]) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


# -- the catalogues ----------------------------------------------------------------------------------------------------


def test_there_are_four_languages_english_first() -> None:
    assert LANGUAGES == ("en", "de", "es", "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_there_twice(language: str) -> None:
    twice: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        keys = [key for key, _ in pairs]
        twice.extend(key for key in set(keys) if keys.count(key) > 1)
        return dict(pairs)

    json.loads((UI / "languages" / f"{language}.json").read_text(encoding="utf-8"), object_pairs_hook=note)
    assert twice == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_has_the_keys_of_english_in_its_order(language: str) -> None:
    assert list(catalogue(language)) == list(catalogue(SOURCE))


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_has_the_placeholders_of_the_english_one(language: str) -> None:
    for key, english in catalogue(SOURCE).items():
        text = catalogue(language)[key]
        assert isinstance(text, dict) == isinstance(english, dict), key
        wanted = {name for form in forms(english) for name in PLACEHOLDER.findall(form)}
        assert {name for form in forms(text) for name in PLACEHOLDER.findall(form)} == wanted, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_says_something_and_has_no_space_around_it(language: str) -> None:
    for key, text in catalogue(language).items():
        assert all(form and form == form.strip() for form in forms(text)), key
        if isinstance(text, dict):
            assert list(text) == ["one", "other"], key
            assert "{count}" in text["other"], f"{key}: nothing else chooses the form"


# -- keys and their uses -----------------------------------------------------------------------------------------------


@cache
def sources() -> dict[str, str]:
    """The interface's modules and scripts, without the scripts' comments."""
    scripts = {path.name: re.sub(r"(?m)(^|\s)//.*$", "", path.read_text("utf-8")) for path in UI.glob("static/*.js")}
    return scripts | {path.name: path.read_text("utf-8") for path in UI.glob("*.py")}


NAMED = re.compile(r"""(?:\bt\(|\bsay\(|\btext\(|\bRefusal\(|_words\(|\bdata-t(?:-[a-z-]+)?=)\s*["'`]([\w.-]+)["'`]""")
GATHERED = re.compile(r"""["'`]([a-z-]+(?:\.[a-z-]+)*\.)\$?\{""")  # `label.${name}`, f"called.{name}"


def test_every_key_that_is_named_exists() -> None:
    missing = []
    for name, source in sources().items():
        for key in NAMED.findall(source):
            if key not in catalogue(SOURCE) and f"field.{key}" not in catalogue(SOURCE):
                missing.append(f"{name}: {key}")
    assert missing == []


def test_every_key_is_used() -> None:
    whole = "\n".join(sources().values())
    families = {prefix for source in sources().values() for prefix in GATHERED.findall(source)}
    assert {"label.", "called.", "model.", "fact.", "chips.conflict."} <= families

    def is_used(key: str) -> bool:
        own = key.removeprefix("field.")
        return (
            key.startswith("core.")
            or any(f"{mark}{own}{mark}" in whole for mark in "\"'`")
            or any(own.startswith(prefix) and prefix not in ("chips.", "board.") for prefix in families)
        )

    # Of the families that share a beginning with keys of their own, each member is named here.
    members = {"chips.edited", "chips.added"}
    assert [key for key in catalogue(SOURCE) if not is_used(key) and key not in members] == []


def test_every_member_of_a_family_is_there() -> None:
    groups = [group.label for group in words_in_general(load_vocabulary())]
    board = load_board()
    wanted = [f"label.{label}" for label in (*CATEGORY_LABELS.values(), *groups)]
    wanted += [f"called.{name}" for name in NAMES]
    wanted += [f"{kind}.{name}" for kind in ("blind.protocol", "blind.missed") for name in get_args(Protocol)]
    wanted += [f"scene.{picture.subject}" for picture in board]
    wanted += [f"place.{picture.setting}" for picture in board if picture.setting]
    wanted += [f"chips.conflict.{kind}" for kind in ("opposites", "contrary", "double")]
    wanted += [f"model.{state}" for state in ("idle", "loading", "ready", "failed", "unreachable")]
    assert [key for key in wanted if key not in catalogue(SOURCE)] == []


def test_the_titles_of_the_board_are_put_together_as_they_are_in_english() -> None:
    english = catalogue(SOURCE)
    for picture in load_board():
        parts = [english[f"scene.{picture.subject}"], picture.setting and english[f"place.{picture.setting}"]]
        assert " ".join(str(part) for part in parts if part) == picture.title


# -- no words outside of the catalogues --------------------------------------------------------------------------------

SENTENCE = re.compile(r"[A-Za-z’]{2,}[,;:]? [a-z’]{2,}|^[A-Z][a-z]{2,}[.…]?$")
OF_SCRIPTS = {
    # what keys and kinds are called
    "Enter", "Escape", "Home", "End", "Files", "true", "use strict",
    # how gradio begins the names of a slider's halves, which are taken away
    "number input for ",
    "range slider for ",
    # English on purpose: words to put into comments, which are read in English
    "I love", "I dislike", "I wish for more", "I love ",
}  # fmt: skip
IS_CODE = re.compile(
    r"^[.#:\[(]|vp-|background-image|[\[\]=>#{}]|^(input|textarea|button|audio)[,\[ ]|opened|^[a-z-]+$"
)
STRING = re.compile(r'"((?:[^"\\\n]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
PHRASE = re.compile(r"[A-Za-z’]{2,}[,;:]? [a-z’]{2,}")
OF_MACHINES = re.compile(r"[<>{};=_]|^vp-| vp-|default-src")
OF_MODULES = {
    "api.py": "programs are answered in English",
    "limits.py": "an answer to a request that no page sends",
    "fields.py": "prompts, which the models know in English",
    "kiosk.py": "what is wrong with a flag, said on the command line",
}


def words_in(script: str) -> Iterator[str]:
    """What in a script looks like words for a person: in its strings, and between the values of its templates."""
    for plain, template in STRING.findall(script):
        for part in [plain] if plain else re.split(r"\$\{[^{}]*\}", template):
            if SENTENCE.search(part.strip()) and part not in OF_SCRIPTS and not IS_CODE.search(part):
                yield part


@pytest.mark.parametrize("name", sorted(path.name for path in UI.glob("static/*.js")))
def test_a_script_has_no_words_of_its_own(name: str) -> None:
    assert list(words_in(sources()[name])) == []


def test_words_in_a_script_would_be_found() -> None:
    found = words_in('say("The picture is deleted."); el("b", {}, "Stop"); note(`Picture ${at + 1} was drawn`)')
    assert list(found) == ["The picture is deleted.", "Stop", "Picture ", " was drawn"]
    assert list(words_in('el("button", { class: "vp-button vp-first" }, icon("down"), t("stop"))')) == []


class Text(HTMLParser):
    """Gathers the text and the spoken attributes of a template."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        self.found.append(data.strip())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if name in ("aria-label", "title", "alt", "placeholder")]


@pytest.fixture(scope="module")
def components(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    """Those of the whole page, the kiosk's parts and the question of a study among them."""
    studio = Studio(data_dir=tmp_path_factory.mktemp("data"))
    studio.study = study_from(STUDY, tmp_path_factory.mktemp("study"))
    found: list[dict[str, Any]] = build_app(studio, kiosk=Kiosk()).get_config_file()["components"]
    return found


def test_no_template_has_words_of_its_own(components: list[dict[str, Any]]) -> None:
    for component in components:
        if component["type"] == "html":
            text = Text()
            text.feed(component["props"]["html_template"])
            said = {one for one in text.found if one and one != "ViPer" and one != "@children"}
            assert not {one for one in said if not one.startswith("a ")}, "only examples of prompts, which are English"


def test_no_component_of_gradio_has_words_of_its_own(components: list[dict[str, Any]]) -> None:
    of_gradio = set(gradio_i18n().translations["en"])
    seen = set()
    for component in components:
        props = component["props"]
        given = [props.get(name) for name in ("label", "info", "placeholder")]
        given += [props.get("value")] if component["type"] == "button" else []
        given += [label for label, _ in props.get("choices") or ()]
        if not props.get("visible", True) or component["type"] in ("html", "browserstate", "state", "api"):
            continue
        for text in (str(one) for one in given if one):
            keys = re.findall(r'"key": "([\w.-]+)"', text)
            assert keys or not re.search("[A-Za-z]", text), f"{component['type']}: {text}"
            seen.update(keys)
    assert seen <= of_gradio
    assert len(seen) >= 25


@pytest.mark.parametrize("path", sorted(UI.glob("*.py")), ids=lambda path: path.name)
def test_a_module_has_no_words_of_its_own(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = (
        node.value.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    )
    documents = set(told)
    strings = (node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str))
    found = [one for one in strings if one not in documents and PHRASE.search(one) and not OF_MACHINES.search(one)]
    assert found == [] or path.name in OF_MODULES


# -- what the core says ------------------------------------------------------------------------------------------------


def sentences(module: str) -> list[str]:
    """What a module says, but for what it only passes on."""
    return [said for said in said_by(module, errors=ERRORS, reports=REPORTS) if said != UNKNOWN]


@pytest.mark.parametrize("module", SPEAKING)
def test_what_the_core_says_to_visitors_is_recognised(module: str) -> None:
    said = [one for one in sentences(module) if not any(words in one for words in (*FOR_OPERATORS, *WITHIN_OTHERS))]
    assert [one for one in said if isinstance(recognise(one), str)] == []


def test_the_sentences_of_the_core_are_found() -> None:
    found = [one for module in SPEAKING for one in sentences(module)]
    assert "This comment has 7 characters; at most 7 are kept. Shorten it." in found
    assert "7 is being fetched: 7 % of 7 GB. It is kept, so this happens once." in found
    room = "There is no room on the disk for 7: it ran out at 7 of 7. Make room, or point HF_HOME to a larger disk, "
    assert f"{room}and try again." in found
    memory = "7 ran out of memory at 7 × 7 pixels. The memory is free again. Try 7 × 7"
    assert {f"{memory}.", f"{memory}, or β 0, which needs half as much."} <= set(found)
    assert len(set(found)) > 170


@pytest.mark.parametrize("key", [key for key in catalogue(SOURCE) if key.startswith("core.")])
def test_a_sentence_is_not_taken_for_another(key: str) -> None:
    said = recognise(PLACEHOLDER.sub(UNKNOWN, str(catalogue(SOURCE)[key])))
    assert isinstance(said, dict) and said["key"] == key


def test_what_models_are_is_recognised() -> None:
    told = [info.description for info in MODELS.values()]
    assert [one for one in told if isinstance(recognise(one), str)] == []


def test_a_sentence_is_recognised_with_its_values_and_said_in_another_language() -> None:
    said = recognise("This comment has 5001 characters; at most 5000 are kept. Shorten it.")
    assert said == say("core.comment.long", length="5001", most="5000")
    assert in_words(said, "de") == "Dieser Kommentar hat 5001 Zeichen; höchstens 5000 werden behalten. Kürz ihn."
    assert recognise("Something that nobody has foreseen.") == "Something that nobody has foreseen."


def test_of_two_sentences_the_one_with_more_words_of_its_own_is_recognised() -> None:
    assert recognise("'fog' is already among the liked attributes; choose another name.") == say(
        "core.renamed.liked", name="'fog'"
    )
    damaged = "The settings in this picture are damaged: they are not JSON."
    assert recognise(damaged) == say("core.png.json")


def test_who_reads_the_comments_is_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIPER_CHAT_PICTURES", raising=False)
    notices = [info.notice() for info in EXTRACTORS.values() if info.notice()]
    assert len(notices) >= 3
    assert [notice for notice in notices if isinstance(recognise(notice), str)] == []


def test_what_a_model_does_not_know_is_said_with_what_it_knows() -> None:
    words = [Unfamiliar("dog", ("cat", "owl")), Unfamiliar("zeppelin", ("balloon",)), Unfamiliar("xyzzy")]
    assert [in_words(one, "fr") for one in unknown_words(words)] == [
        "dog (il connaît cat ou owl)",
        "zeppelin (il connaît balloon)",
        "xyzzy",
    ]
    assert [in_words(one) for one in unknown_words(words)] == [str(word) for word in words]


def test_a_profile_that_nobody_named_is_known_by_its_name_in_the_store() -> None:
    assert catalogue(SOURCE)["profiles.unnamed"] == UNNAMED


def test_a_catalogue_cannot_end_the_script_that_it_is_in() -> None:
    assert "<" not in languages_script()
