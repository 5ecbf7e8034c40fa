"""Votes of blind tests, shared with a study: only of who agreed, and nothing that says who they are.

    {"day": "2026-11-21", "protocol": "others", "pictures": 8, "mine": 2, "choice": 2, "beta": 0.85, "model": "…"}

Knows what such a line holds, the file it is appended to, and the dataset on a hub that the file is copied to by
:class:`huggingface_hub.CommitScheduler`. A line has a day and no hour, no prompt, no taste and nothing by which two
lines are known to be one person's: what has been shared cannot be found again, and therefore not be taken back, which
is said before anybody agrees. Who agreed is in :mod:`viper_core.consents`.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import logging
import re
import threading
import time
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from viper_core.ballots import Ballots
from viper_core.errors import InputError
from viper_core.votes import Trial

if TYPE_CHECKING:
    from huggingface_hub import CommitScheduler

__all__ = ["Participants", "Study", "study_from", "study_line"]

_FOLDER: Final = "study"
_DATASET = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}", re.ASCII)
_TRY_AGAIN: Final = 300.0  # seconds until the hub is asked again after it did not answer
_log = logging.getLogger(__name__)


class Study:
    """A dataset that lines are appended to; safe to use from any thread."""

    def __init__(self, folder: Path, dataset: str, *, token: str | None = None, minutes: float = 10.0) -> None:
        """Nothing is written or asked yet.

        Args:
            folder: for the lines that are shared; one file of it is appended to.
            dataset: on the hub, ``owner/name``.
            token: a key that may write there.
            minutes: between two copies.
        """
        self.dataset = dataset
        self._folder = folder
        self._file = folder / f"votes-{uuid.uuid4()}.jsonl"  # a file for each start: two servers never share one
        self._token = token
        self._minutes = minutes
        self._writing = threading.Lock()
        self._scheduler: CommitScheduler | None = None

    def start(self) -> None:
        """Copy to the hub from now on, in a thread behind; a hub that does not answer is asked again."""
        threading.Thread(target=self._connect, name="study", daemon=True).start()

    def add(self, trial: Trial) -> None:
        """Append what a decided round is worth to the study."""
        line = json.dumps(study_line(trial)) + "\n"
        with self._writing, self._scheduler.lock if self._scheduler is not None else contextlib.nullcontext():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._file.open("a", encoding="utf-8") as file:
                file.write(line)

    def stop(self) -> None:
        """Copy what is left, and end; returns when that is done."""
        if self._scheduler is not None:
            self._scheduler.trigger().result()
            self._scheduler.stop()

    def _connect(self) -> None:
        from huggingface_hub import CommitScheduler

        while self._scheduler is None:
            try:
                self._scheduler = CommitScheduler(
                    repo_id=self.dataset,
                    repo_type="dataset",
                    folder_path=self._folder,
                    path_in_repo="votes",
                    every=self._minutes,
                    allow_patterns="*.jsonl",
                    private=True,
                    token=self._token,
                )
            except Exception as error:  # whatever the hub or the way to it may say; lines wait in their file
                _log.warning("The study's dataset %s cannot be reached: %s", self.dataset, error)
                time.sleep(_TRY_AGAIN)


class Participants(Ballots):
    """Visitors whose votes may be shared with a study, if there is one and if they agree."""

    study: Study | None = None

    def consent(self, visitor: str) -> bool | None:
        """Whether the visitor agreed to share their votes; None where they have not answered."""
        return self._store.consents.get(visitor)

    def set_consent(self, visitor: str, agreed: bool) -> None:
        """Keep the visitor's answer; it counts for the votes after it."""
        self._store.consents.put(visitor, agreed)

    def vote(self, visitor: str, trial: str, choice: int | None) -> Trial:
        """Answer a round as :meth:`Ballots.vote` does, and share the answer if the visitor agreed to that."""
        decided = super().vote(visitor, trial, choice)
        if self.study is not None and self.consent(visitor):
            self.study.add(decided)
        return decided


def study_line(trial: Trial) -> dict[str, Any]:
    """What of a decided round is shared; pictures are counted from 0, ``choice`` is null where none was best."""
    day = datetime.datetime.fromtimestamp(trial.created, tz=datetime.UTC).date()
    return {
        "day": day.isoformat(),
        "protocol": trial.protocol,
        "pictures": len(trial.makers),
        "mine": trial.mine,
        "choice": trial.choice,
        "beta": trial.beta,
        "model": trial.model,
    }


def study_from(environment: Mapping[str, str], data_dir: Path) -> Study | None:
    """The study that ``VIPER_STUDY_DATASET`` names, or None; ``VIPER_STUDY_TOKEN`` or ``HF_TOKEN`` may write there.

    Raises:
        InputError: the name is none of a dataset, or no key is given.
    """
    dataset = environment.get("VIPER_STUDY_DATASET", "")
    if not dataset:
        return None
    if not _DATASET.fullmatch(dataset):
        raise InputError(f"VIPER_STUDY_DATASET is {dataset[:100]!r}; give a dataset as owner/name, or leave it out.")
    token = environment.get("VIPER_STUDY_TOKEN") or environment.get("HF_TOKEN")
    if not token:
        raise InputError("VIPER_STUDY_DATASET is set, and no key that may write there. Set VIPER_STUDY_TOKEN as well.")
    minutes = environment.get("VIPER_STUDY_MINUTES") or "10"
    try:
        every = float(minutes)
    except ValueError:
        every = 0.0
    if not 0 < every <= 1440:
        raise InputError(f"VIPER_STUDY_MINUTES is {minutes[:40]!r}; give minutes, more than 0 and at most 1440.")
    return Study(data_dir / _FOLDER, dataset, token=token, minutes=every)
