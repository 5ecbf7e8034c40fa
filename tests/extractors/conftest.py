"""Tiny models, made once for all tests of this folder, and a picture to comment on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "own.png"
    Image.new("RGB", (500, 400), (200, 60, 40)).save(path)
    return path


@pytest.fixture(scope="session")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.extractors.tiny_models import save_idefics2

    folder = tmp_path_factory.mktemp("idefics2")
    save_idefics2(folder)
    return folder


@pytest.fixture(scope="session")
def adapter(tmp_path_factory: pytest.TempPathFactory, base: Path) -> Path:
    from tests.extractors.tiny_models import save_adapter

    folder = tmp_path_factory.mktemp("adapter")
    save_adapter(folder, base)
    return folder


@pytest.fixture(scope="session")
def chat_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.extractors.tiny_models import save_chat_model

    folder = tmp_path_factory.mktemp("chat-model")
    save_chat_model(folder)
    return folder
