"""Votes that are shared with a study: only with consent, nothing that says whose, and copied to a hub."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.tree import ROOT
from viper_core.errors import InputError
from viper_core.studio import Studio
from viper_core.study import Study, study_from
from viper_core.votes import Maker

CANARY = "canary-7d2e"
MAKERS = (Maker(seed=1), Maker(seed=2, liked=(f"{CANARY} haze",), disliked=("fog",)))


@pytest.fixture
def studio(tmp_path: Path) -> Studio:
    studio = Studio(data_dir=tmp_path / "data")
    studio.study = Study(tmp_path / "data" / "study", "somebody/votes")
    return studio


def play(studio: Studio, visitor: str, choice: int | None = 1) -> str:
    """Answer one round; returns its id."""
    trial = studio._store.votes.begin(
        visitor, "others", prompt=f"a house {CANARY}", beta=0.85, model="viper-mini", makers=MAKERS, mine=1
    )
    studio.vote(visitor, trial.id, choice)
    return trial.id


def shared(folder: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for file in (folder / "study").glob("*.jsonl") for line in file.read_text().splitlines()]


def test_nothing_is_shared_before_somebody_agrees(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.new_visitor()
    assert studio.consent(visitor) is None
    play(studio, visitor)
    studio.set_consent(visitor, False)
    play(studio, visitor)
    assert shared(tmp_path / "data") == []
    studio.set_consent(visitor, True)
    play(studio, visitor)
    assert len(shared(tmp_path / "data")) == 1
    studio.set_consent(visitor, False)
    play(studio, visitor)
    assert len(shared(tmp_path / "data")) == 1


def test_the_consent_of_one_is_not_that_of_another(studio: Studio, tmp_path: Path) -> None:
    agreeing, other = studio.new_visitor(), studio.new_visitor()
    studio.set_consent(agreeing, True)
    play(studio, other)
    assert studio.consent(other) is None
    assert shared(tmp_path / "data") == []


def test_a_line_says_how_it_went_and_nothing_of_whose_it_is(studio: Studio, tmp_path: Path) -> None:
    visitor = studio.new_visitor()
    studio.set_consent(visitor, True)
    trials = [play(studio, visitor, 0), play(studio, visitor, None)]
    first, second = shared(tmp_path / "data")
    assert set(first) == {"day", "protocol", "pictures", "mine", "choice", "beta", "model"}
    assert (first["protocol"], first["pictures"], first["mine"], first["choice"]) == ("others", 2, 1, 0)
    assert second["choice"] is None
    text = json.dumps([first, second])
    for secret in (CANARY, visitor, *trials):
        assert secret not in text


def test_deleting_everything_deletes_the_consent(studio: Studio) -> None:
    visitor = studio.new_visitor()
    studio.set_consent(visitor, True)
    studio.forget(visitor)
    assert studio._store.database.rows("SELECT * FROM consents") == []


def test_without_a_dataset_there_is_no_study(tmp_path: Path) -> None:
    assert study_from({}, tmp_path) is None
    assert Studio(data_dir=tmp_path).study is None


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"VIPER_STUDY_DATASET": "votes", "HF_TOKEN": "x"}, "owner/name"),
        ({"VIPER_STUDY_DATASET": "a/b"}, "VIPER_STUDY_TOKEN"),
        ({"VIPER_STUDY_DATASET": "a/b", "HF_TOKEN": "x", "VIPER_STUDY_MINUTES": "soon"}, "at most 1440"),
    ],
)
def test_settings_that_cannot_be_used_are_named(environment: dict[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=said):
        study_from(environment, tmp_path)


class Hub(BaseHTTPRequestHandler):
    """As much of a hub as a commit needs; keeps the files that were committed."""

    files: dict[str, bytes]
    keys: list[str]

    def do_POST(self) -> None:
        body = self._body()
        self.keys.append(self.headers.get("Authorization", ""))
        if self.path == "/api/repos/create":
            self._answer({"url": f"http://{self.headers['Host']}/datasets/somebody/votes"})
        elif "/preupload/" in self.path:
            paths = [one["path"] for one in json.loads(body)["files"]]
            self._answer({"files": [{"path": path, "uploadMode": "regular", "shouldIgnore": False} for path in paths]})
        elif "/commit/" in self.path:
            for line in map(json.loads, body.decode().splitlines()):
                if line["key"] == "file":
                    self.files[line["value"]["path"]] = base64.b64decode(line["value"]["content"])
            commit = f"http://{self.headers['Host']}/datasets/somebody/votes/commit/{'a' * 40}"
            self._answer({"success": True, "commitOid": "a" * 40, "commitUrl": commit})
        else:
            self.send_error(404)

    def do_GET(self) -> None:
        self.send_error(404)

    def log_message(self, *_: object) -> None:
        pass

    def _body(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        chunks = []
        while size := int(self.rfile.readline(), 16):
            chunks.append(self.rfile.read(size))
            self.rfile.readline()
        self.rfile.readline()
        return b"".join(chunks)

    def _answer(self, values: dict[str, Any]) -> None:
        data = json.dumps(values).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def hub() -> Iterator[tuple[str, type[Hub]]]:
    kind = type("OneHub", (Hub,), {"files": {}, "keys": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), kind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}", kind
    server.shutdown()
    server.server_close()


PROGRAM = """
import sys, time
from pathlib import Path
from tests.test_study import play
from viper_core.studio import Studio
from viper_core.study import study_from
import os
folder = Path(sys.argv[1])
studio = Studio(data_dir=folder)
studio.study = study_from(os.environ, folder)
studio.study.start()
visitor = studio.new_visitor()
studio.set_consent(visitor, True)
play(studio, visitor, 1)
while studio.study._scheduler is None:
    time.sleep(0.05)
play(studio, visitor, 0)
studio.study.stop()
"""


def test_votes_arrive_at_the_hub_as_lines_of_json(hub: tuple[str, type[Hub]], tmp_path: Path) -> None:
    address, kept = hub
    environment = {
        **{name: value for name, value in os.environ.items() if name != "HF_HUB_OFFLINE"},
        "HF_ENDPOINT": address,
        "VIPER_STUDY_DATASET": "somebody/votes",
        "VIPER_STUDY_TOKEN": "a-key",
        "NO_PROXY": "127.0.0.1",
    }
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path)], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert result.returncode == 0, result.stderr
    ((path, content),) = kept.files.items()
    assert path.startswith("votes/") and path.endswith(".jsonl")
    assert [json.loads(line)["choice"] for line in content.decode().splitlines()] == [1, 0]
    assert set(kept.keys) == {"Bearer a-key"}
    assert CANARY.encode() not in content
