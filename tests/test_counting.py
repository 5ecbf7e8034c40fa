from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from tests.tiny import tiny_backend, tiny_mini
from viper_core.backends.counting import WindowCounter
from viper_core.backends.prompts import attribute_windows
from viper_core.preferences import Attribute, Preferences
from viper_core.studio import Studio


@pytest.fixture(scope="module")
def backend() -> Any:
    return tiny_backend(tiny_mini)


def many(count: int, **changes: Any) -> tuple[Attribute, ...]:
    return tuple(Attribute(name=f"soft house {number}", category="mood", **changes) for number in range(count))


def test_it_counts_what_the_encoder_will_read(backend: Any) -> None:
    counter = WindowCounter(backend.towers)
    counts = [counter.count(many(count)) for count in (0, 1, 40, 90)]
    assert counts[:2] == [0, 1]
    assert counts[1:] == [len(attribute_windows(many(count), backend.towers)) for count in (1, 40, 90)]
    assert counts[3] > counts[2] > 1
    assert counter.count(many(3, weight=0.0)) == 0


def test_counting_while_another_thread_encodes_disturbs_neither(backend: Any) -> None:
    counter, failures = WindowCounter(backend.towers), []
    expected = counter.count(many(40))

    def encode() -> None:
        try:
            for _ in range(20):
                backend.encode_attributes(many(40))
        except Exception as error:  # any failure at all is what the test is about
            failures.append(error)

    thread = threading.Thread(target=encode)
    thread.start()
    assert {counter.count(many(40)) for _ in range(40)} == {expected}
    thread.join()
    assert failures == []


def test_the_studio_says_nothing_before_the_model_is_loaded_and_counts_active_attributes_after(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backend: Any
) -> None:
    monkeypatch.setattr("viper_core.registry.load_backend", lambda name, **_: backend)
    studio = Studio(data_dir=tmp_path)
    taste = Preferences(liked=many(40), disliked=(Attribute(name="x", category="mood", enabled=False),))
    assert studio.text_windows(taste) is None
    list(studio.generate("a house", None, studio.default_options(num_inference_steps=1, height=64, width=64)))
    windows = studio.text_windows(taste)
    assert windows == {"liked": WindowCounter(backend.towers).count(many(40)), "disliked": 0}
