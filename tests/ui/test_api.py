"""The programming interface, called as docs/api.md says, against the running app."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gradio_client import Client
from gradio_client.exceptions import AppError

from tests.tree import ROOT
from tests.ui.conftest import Server
from viper_core.png import read_settings
from viper_core.preferences import Preferences

PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```", PAGE, flags=re.M | re.S)
TASTE = {"liked": ["watercolor", "soft light"], "disliked": ["pixel art"]}
SLOW = 0.5  # seconds that each evaluation of the denoiser takes on the slow server
STEPS = 8


def connect(server: Server, tmp_path: Path) -> Client:
    return Client(server.url, verbose=False, download_files=str(tmp_path))


@pytest.fixture(scope="module")
def client(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Client:
    return connect(server, tmp_path_factory.mktemp("client"))


@pytest.fixture(scope="module")
def slow_server(serve: Callable[..., Server]) -> Server:
    return serve(slow=SLOW)


def refusal(client: Client, *arguments: Any, **named: Any) -> str:
    with pytest.raises(AppError) as caught:
        client.predict(*arguments, **named)
    return str(caught.value)


def stored(server: Server) -> list[str]:
    """Everything in the data folder."""
    return sorted(str(path.relative_to(server.home)) for path in (server.home / "data").rglob("*"))


def test_every_example_of_the_documentation_runs(server: Server, tmp_path: Path) -> None:
    assert len(EXAMPLES) >= 5
    program = "\n".join(EXAMPLES).replace("http://127.0.0.1:7860", server.url)
    environment = {**os.environ, "GRADIO_TEMP_DIR": str(tmp_path)}
    result = subprocess.run(
        [sys.executable, "-c", program], env=environment, cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert result.returncode == 0, result.stderr
    liked, picture, strip, scores, refused = result.stdout.splitlines()[-5:]
    assert "watercolor" in liked
    assert picture.endswith(" []")
    assert strip.endswith("[0, 0.5, 1]")
    assert len(json.loads(scores)) == 2 and all(0 < score < 1 for score in json.loads(scores))
    assert refused.startswith("beta 0.5 needs preferences to draw to.")


def test_the_example_without_python_answers(server: Server) -> None:
    body = re.search(r"-d '(.*)'", PAGE)
    assert body is not None
    address = server.url + "gradio_api/call/v2/generate"
    headers = {"Content-Type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(address, body[1].encode(), headers), timeout=30) as answer:
        event = json.load(answer)["event_id"]
    with urllib.request.urlopen(f"{address}/{event}", timeout=60) as stream:
        told = stream.read().decode()
    assert "event: complete" in told
    assert ".png" in told


def test_comments_become_preferences_with_their_evidence(client: Client) -> None:
    answer = client.predict(
        [
            {"image": "board-01", "comment": "I love the watercolor."},
            {"image": None, "comment": "I hate pixel art."},
            {"image": "board-02", "comment": "My aunt has one of these."},
        ],
        api_name="/extract",
    )
    preferences = Preferences.parse(answer["preferences"])
    assert [one.name for one in preferences.liked] == ["watercolor"]
    assert [one.name for one in preferences.disliked] == ["pixel art"]
    assert preferences.liked[0].evidence[0].quote == "watercolor"
    assert (answer["read"], answer["silent"]) == (3, ["board-02"])


def test_the_picture_carries_what_was_asked_for(client: Client) -> None:
    answer = client.predict(
        "a house", preferences=TASTE, beta=0.5, seed=11, steps=4, formula="released", api_name="/generate"
    )
    settings = read_settings(answer["picture"])
    assert (settings.prompt, settings.options.seed, settings.options.beta) == ("a house", 11, 0.5)
    assert (settings.options.num_inference_steps, settings.options.formula) == (4, "released")
    assert settings.preferences is not None
    assert [one.name for one in settings.preferences.liked] == TASTE["liked"]


def test_the_same_call_draws_the_same_picture_and_taste_changes_it(client: Client) -> None:
    def drawn(**named: Any) -> bytes:
        return Path(client.predict("a house", seed=3, api_name="/generate", **named)["picture"]).read_bytes()

    assert drawn() == drawn()
    assert drawn(preferences=TASTE) == drawn(preferences=json.dumps(TASTE), beta=0.85)
    assert drawn(preferences=TASTE) != drawn()


def test_a_picture_is_started_from_one_of_the_board_or_one_that_is_sent(client: Client) -> None:
    given = {"preferences": TASTE, "seed": 7, "reference": "board-01", "strength": 0.5}
    answer = client.predict("a house", **given, api_name="/generate")
    first = read_settings(Path(answer["picture"]).read_bytes())
    assert first.reference is not None and first.reference.strength == 0.5
    sent = "data:image/png;base64," + base64.b64encode(Path(answer["picture"]).read_bytes()).decode()
    answer = client.predict("a house", **{**given, "reference": sent}, api_name="/compare")
    strip = read_settings(Path(answer["strip"]).read_bytes())
    assert strip.reference is not None and strip.reference != first.reference


def test_what_the_model_does_not_know_is_named(client: Client) -> None:
    answer = client.predict("a dodecahedron", preferences={"liked": ["woodcut"]}, api_name="/generate")
    assert answer["unknown"] == ["dodecahedron", "woodcut"]


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("/generate", {"prompt": "  "}, "prompt must be a text that is not empty"),
    ("/generate", {"prompt": 7}, "prompt must be a text"),
    ("/generate", {"prompt": "a" * 2001}, "at most 2000 are taken"),
    ("/generate", {"prompt": "a house", "beta": 0.5}, "needs preferences"),
    ("/generate", {"prompt": "a house", "beta": 1.5, "preferences": TASTE}, "must be from 0"),
    ("/generate", {"prompt": "a house", "seed": -1}, "The seed is -1"),
    ("/generate", {"prompt": "a house", "seed": "7"}, "The seed is '7'"),
    ("/generate", {"prompt": "a house", "steps": 101}, "at most 100"),
    ("/generate", {"prompt": "a house", "formula": "mine"}, "Unknown formula 'mine'"),
    ("/generate", {"prompt": "a house", "preferences": "{"}, "preferences must be a JSON object"),
    ("/generate", {"prompt": "a house", "preferences": []}, "preferences must be an object"),
    ("/generate", {"prompt": "a house", "preferences": {"loved": ["fog"]}}, "unknown key"),
    ("/generate", {"prompt": "a house", "strength": 0.5}, "strength 0.5 needs a picture to start from"),
    ("/generate", {"prompt": "a house", "reference": "/etc/passwd"}, "reference: a picture is the id of one of"),
    ("/generate", {"prompt": "a house", "reference": "board-01", "strength": 2}, "The strength is 2"),
    ("/generate", {"prompt": "a house", "reference": "board-01", "strength": "much"}, "strength must be a number"),
    ("/generate", {"prompt": "a house", "reference": "board-01", "strength": 0.01}, "leaves none of"),
    ("/compare", {"prompt": "a house", "preferences": TASTE, "betas": []}, "0 values of β"),
    ("/compare", {"prompt": "a house", "preferences": TASTE, "betas": ["x"]}, "degree of personalisation"),
    ("/compare", {"prompt": "a house", "preferences": TASTE, "betas": [0.5] * 22}, "22 values of β"),
    ("/extract", {"comments": []}, "There are no comments"),
    ("/extract", {"comments": "I love fog"}, "This is not valid JSON"),
    ("/extract", {"comments": [{"image": "board-01", "text": "fog"}]}, "Valid keys: image, comment"),
    ("/extract", {"comments": [{"image": "/etc/passwd", "comment": "I love fog"}]}, "Unknown picture"),
    ("/extract", {"comments": [{"image": None, "comment": "My aunt has one."}]}, "No visual attribute"),
    ("/score", {"pictures": ["board-01"], "liked": [], "disliked": ["board-02"]}, "Give at least one picture"),
    ("/score", {"pictures": [], "liked": ["board-01"], "disliked": ["board-02"]}, "at least one picture to be scored"),
    ("/score", {"pictures": "board-01", "liked": ["board-01"], "disliked": ["board-02"]}, "must be a list"),
    ("/score", {"pictures": ["board-01"] * 70, "liked": ["board-01"], "disliked": ["board-02"]}, "At most 64"),
    ("/score", {"pictures": ["/etc/passwd"], "liked": ["board-01"], "disliked": ["board-02"]}, "the id of one of"),
    ("/score", {"pictures": ["data:image/png;base64,?"], "liked": ["board-01"], "disliked": ["board-02"]}, "base64"),
    ("/score", {"pictures": ["data:image/png;base64,AAAA"], "liked": ["board-01"], "disliked": ["board-02"]}, "pictur"),
)


@pytest.mark.parametrize(("endpoint", "named", "said"), WRONG, ids=[f"{one[0]} {one[2]}" for one in WRONG])
def test_what_cannot_be_used_is_refused_in_words(
    client: Client, endpoint: str, named: dict[str, Any], said: str
) -> None:
    assert said in refusal(client, api_name=endpoint, **named)


def test_a_file_named_in_json_is_not_handed_out(client: Client, server: Server) -> None:
    secret = server.home / "board" / "manifest.json"
    forged = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    body = {"data": ["a house", forged], "fn_index": None, "session_hash": "forger"}
    body["fn_index"] = next(one["id"] for one in client.config["dependencies"] if one["api_name"] == "generate")
    request = urllib.request.Request(
        server.url + "gradio_api/queue/join", json.dumps(body).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=30):
        pass
    with urllib.request.urlopen(server.url + "gradio_api/queue/data?session_hash=forger", timeout=30) as stream:
        told = stream.read().decode()
    assert '"success":false' in told
    assert "schema_version" not in told


def test_nothing_is_stored(server: Server, client: Client) -> None:
    before = stored(server)
    client.predict([{"image": None, "comment": "I love the watercolor, canary-api."}], api_name="/extract")
    client.predict("a house canary-api", api_name="/generate")
    assert stored(server) == before
    for path in (server.home / "data").rglob("*"):
        assert path.is_dir() or b"canary-api" not in path.read_bytes()


def test_what_the_page_asks_for_is_not_offered_to_programs(client: Client) -> None:
    for dependency in client.config["dependencies"]:
        if dependency["api_name"] not in ("extract", "generate", "compare", "score"):
            assert dependency["api_visibility"] == "private", dependency["api_name"]


def test_a_cancelled_job_ends_within_a_step_and_the_next_begins(slow_server: Server, tmp_path: Path) -> None:
    client = connect(slow_server, tmp_path)
    client.predict("a house", steps=1, api_name="/generate")  # the model is there
    job = client.submit("a house", api_name="/generate")
    wait_for(job, lambda told: told.get("step") == 2)
    job.cancel()
    cancelled = time.monotonic()
    following = client.submit("a house", api_name="/generate")
    wait_for(following, lambda told: told.get("step") == 1)
    assert time.monotonic() - cancelled < 4 * SLOW + 1.5, "the cancelled job still held the model"
    following.cancel()


def test_a_job_that_waits_can_be_cancelled_and_never_draws(slow_server: Server, tmp_path: Path) -> None:
    # A client each: gradio cancels by session and endpoint, so a cancelled job takes its client's others along.
    one, two, three = (connect(slow_server, tmp_path) for _ in range(3))
    first = one.submit("a house", api_name="/generate")
    wait_for(first, lambda told: told.get("step") == 1)
    second = two.submit("a castle", api_name="/generate")
    wait_for(second, lambda told: told["state"] == "waiting")
    second.cancel()
    third = three.submit("a cat", api_name="/generate")  # of two calls at once, the second's place is free again
    wait_for(third, lambda told: told["state"] == "waiting")
    assert not first.done()
    assert first.result(timeout=60)["state"] == "done"
    assert third.result(timeout=60)["prompt"] == "a cat"
    assert all(told["state"] == "waiting" for told in second.outputs())


def test_a_program_that_goes_away_lets_the_next_one_begin(slow_server: Server, tmp_path: Path) -> None:
    client = connect(slow_server, tmp_path)
    client.predict("a house", steps=1, api_name="/generate")
    endpoint = next(one for one in client.config["dependencies"] if one["api_name"] == "generate")
    values = ["a house", *[None] * (len(endpoint["inputs"]) - 1)]
    body = {"data": values, "fn_index": endpoint["id"], "session_hash": "leaver"}
    headers = {"Content-Type": "application/json"}
    address = slow_server.url + "gradio_api/queue/"
    urllib.request.urlopen(urllib.request.Request(address + "join", json.dumps(body).encode(), headers), timeout=30)
    with urllib.request.urlopen(address + "data?session_hash=leaver", timeout=30) as stream:
        for _ in range(3):  # waiting, step 1, step 2
            while b'"process_generating"' not in (line := stream.readline()):
                assert line, "the job ended"
    left = time.monotonic()
    following = client.submit("a castle", api_name="/generate")
    wait_for(following, lambda told: told.get("step") == 1)
    assert time.monotonic() - left < (STEPS - 3) * SLOW, "the job was drawn to its end for nobody"
    following.cancel()


def test_two_programs_at_once_take_turns(server: Server, tmp_path: Path) -> None:
    answers: dict[str, Any] = {}

    def call(name: str) -> None:
        answers[name] = connect(server, tmp_path).predict(f"a {name}", seed=5, api_name="/generate")

    callers = [threading.Thread(target=call, args=(name,)) for name in ("house", "castle", "cat")]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join(timeout=90)
    assert {name: read_settings(answer["picture"]).prompt for name, answer in answers.items()} == {
        "house": "a house",
        "castle": "a castle",
        "cat": "a cat",
    }


def wait_for(job: Any, is_there: Callable[[dict[str, Any]], bool], *, seconds: float = 60.0) -> None:
    """Wait until a job has told something."""
    begun = time.monotonic()
    while not any(is_there(told) for told in job.outputs()):
        assert time.monotonic() - begun < seconds, job.outputs()
        assert not job.done() or any(is_there(told) for told in job.outputs()), job.outputs()
        time.sleep(0.02)
