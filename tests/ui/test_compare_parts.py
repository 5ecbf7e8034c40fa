"""The tab that compares: what its scripts may ask, and what a round's files say. No browser is needed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from viper_core.errors import FormatError
from viper_core.receipts import MOST_RECEIPTS
from viper_core.studio import BlindRound
from viper_ui.blind import _round_value
from viper_ui.requests import ReceiptsRequest, RoundRequest, TastesRequest, VoteRequest, parse


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (ReceiptsRequest, {"run": 1, "language": "en"}),
        (ReceiptsRequest, {"run": 1, "language": "tlh", "names": None}),
        (ReceiptsRequest, {"run": 1, "language": "en", "names": ["x"] * (MOST_RECEIPTS + 1)}),
        (ReceiptsRequest, {"run": 1, "language": "en", "names": ["x" * 81]}),
        (ReceiptsRequest, {"run": 1, "language": "en", "names": "watercolor"}),
        (ReceiptsRequest, {"run": 1, "language": "en", "names": [{"path": "/etc/passwd"}]}),
        (TastesRequest, {"run": 1, "language": "en", "left": "a"}),
        (TastesRequest, {"run": 1, "language": "en", "left": "a", "right": None}),
        (RoundRequest, {"run": 1, "protocol": "mine", "count": 4}),
        (RoundRequest, {"run": 1, "protocol": "others", "count": 4.5}),
        (RoundRequest, {"run": 1, "protocol": "others", "count": 4, "seed": 7}),
        (VoteRequest, {"visitor": "v", "trial": "t"}),
        (VoteRequest, {"visitor": "v", "trial": "t", "choice": True}),
        (VoteRequest, {"visitor": "v", "trial": "t", "choice": "1"}),
    ],
)
def test_what_is_no_request_of_these_is_refused(kind: Any, data: Any) -> None:
    with pytest.raises(FormatError):
        parse(kind, data)


def test_a_request_of_the_right_form_is_taken() -> None:
    assert parse(ReceiptsRequest, {"run": 1, "language": "de", "names": None}).names is None
    assert parse(ReceiptsRequest, {"run": 1, "language": "de", "names": ["fog"]}).names == ["fog"]
    assert parse(VoteRequest, {"visitor": "v", "trial": "t", "choice": None}).choice is None
    assert parse(RoundRequest, {"run": 1, "protocol": "unpersonalized", "count": 8}).count == 8


def test_the_files_of_a_round_say_their_place_and_nothing_else() -> None:
    contents = (b"the first", b"mine is the second", b"3")
    value = _round_value(BlindRound("0123", "others", "a house", contents))
    assert set(value) == {"trial", "protocol", "prompt", "pictures"}
    paths = [Path(picture["path"]) for picture in value["pictures"]]
    assert [path.name for path in paths] == ["picture-1.png", "picture-2.png", "picture-3.png"]
    assert [path.read_bytes() for path in paths] == list(contents)
    assert len({path.parent for path in paths}) == 1
    times = {(path.stat().st_mtime_ns, path.stat().st_mode) for path in paths}
    assert len(times) == 1, "dates tell in which order they were drawn"
    assert len({repr({**picture, "path": "", "orig_name": ""}) for picture in value["pictures"]}) == 1
