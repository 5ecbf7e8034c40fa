"""The languages of the page: every text that people read on it, once in each.

Each language is a catalogue beside this file, ``de.json``: key to text, in the order of the page. English is the
source: the others have its keys and its ``{placeholders}``, which ``tests/ui/test_languages.py`` holds. A text that
depends on a number is an object of two, ``{"one": ..., "other": ...}``, chosen by ``{count}``.

The server does not know who speaks what. It sends a :data:`Said`, a key with its values, and the browser puts that in
words (``static/languages.js``); what gradio itself renders goes through its own i18n, from the same catalogues. The
core speaks English: :func:`recognise` finds the key of a sentence of it. Only what the server draws into a picture is
put in words here, by :func:`in_words`, in the language that the request names.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

import gradio as gr
from gradio.i18n import I18nData

from viper_ui.static_files import read_static

__all__ = [
    "LANGUAGES",
    "SOURCE",
    "Said",
    "catalogue",
    "choice_script",
    "gradio_i18n",
    "in_words",
    "languages_script",
    "recognise",
    "say",
    "text",
]

Said = str | dict[str, Any]
"""Something for a person: words as they are, or ``{"key": ..., "values": {...}}``."""

SOURCE: Final = "en"
_FOLDER: Final = Path(__file__).resolve().parent
LANGUAGES: Final = (SOURCE, *sorted(path.stem for path in _FOLDER.glob("*.json") if path.stem != SOURCE))
"""Every language by its code, English first."""

_OF_GRADIO: Final = "field."  # keys of what gradio renders
_OF_CORE: Final = "core."  # keys of sentences of the core
_PLACEHOLDER: Final = re.compile(r"\{(\w+)\}")


@cache
def catalogue(language: str) -> Mapping[str, str | dict[str, str]]:
    """The texts of a language by key."""
    texts: dict[str, str | dict[str, str]] = json.loads((_FOLDER / f"{language}.json").read_text(encoding="utf-8"))
    return texts


def say(key: str, **values: Any) -> dict[str, Any]:
    """Something that the browser puts in words; a value may be said too, or be a list of what is joined by commas."""
    return {"key": key, "values": values}


def text(key: str) -> I18nData:
    """What gradio renders: a label, a button, a placeholder."""
    return I18nData(_OF_GRADIO + key)


def gradio_i18n() -> gr.I18n:
    """The catalogues as :meth:`gradio.Blocks.launch` takes them, with what gradio renders."""
    return gr.I18n(**{
        language: {key: str(words) for key, words in catalogue(language).items() if key.startswith(_OF_GRADIO)}
        for language in LANGUAGES
    })  # fmt: skip


def choice_script() -> str:
    """The script that finds out which language the page speaks, for the very beginning of the page."""
    return f"const LANGUAGES = {json.dumps(LANGUAGES)};\n{read_static('language.js')}"


def languages_script() -> str:
    """The catalogues as a script of the page's head."""
    catalogues = {language: catalogue(language) for language in LANGUAGES}
    return f"window.viperLanguages = {json.dumps(catalogues, ensure_ascii=False)};\n".replace("<", "\\u003c")


def recognise(sentence: str) -> Said:
    """A sentence of the core as its key and values; one that no catalogue knows stays as it is."""
    for key, pattern in _sentences():
        if found := pattern.fullmatch(sentence):
            return say(key, **found.groupdict())
    return sentence


def in_words(said: Said | float, language: str = SOURCE) -> str:
    """The words for something said, for what is not put in words by a browser; of texts that have a single form."""
    if not isinstance(said, dict):
        return str(said)
    values = said["values"]
    words = str(catalogue(language)[said["key"]])
    return _PLACEHOLDER.sub(lambda found: in_words(values[found[1]], language), words)


@cache
def _sentences() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The sentences of the core as patterns, those with the most words of their own first."""
    known = [(key, str(words)) for key, words in catalogue(SOURCE).items() if key.startswith(_OF_CORE)]
    known.sort(key=lambda one: -len(_PLACEHOLDER.sub("", one[1])))
    return tuple((key, _pattern(words)) for key, words in known)


def _pattern(words: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(words)  # text and names of placeholders in turn
    whole = [f"(?P<{part}>.+?)" if place % 2 else re.escape(part) for place, part in enumerate(parts)]
    return re.compile("".join(whole), re.DOTALL)
