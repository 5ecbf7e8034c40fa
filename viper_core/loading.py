"""A model that is loaded in a thread behind the page.

Knows the states idle, loading, ready and failed, and how to wait for the end of loading. What loading means is a
function handed in; the registry's in the application.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from viper_core.errors import Cancelled, ModelUnavailable, ViPerError

if TYPE_CHECKING:
    from viper_core.backends import Backend

__all__ = ["ModelLoader", "ModelStatus"]

_LOOK_AGAIN = 0.05  # seconds between two looks at is_cancelled while waiting
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """Where loading stands.

    Attributes:
        state: idle (not asked for yet), loading, ready, or failed.
        name: name of the model in the registry.
        message: one sentence for a person.
    """

    state: Literal["idle", "loading", "ready", "failed"]
    name: str
    message: str


class ModelLoader:
    """Loads one backend once, in a daemon thread; a failed attempt may be repeated."""

    def __init__(self, name: str, load: Callable[[Callable[[str], None]], Backend]) -> None:
        """Nothing is loaded yet.

        Args:
            name: what messages call the model.
            load: loads it; is given a function that takes a sentence on how far it has come.
        """
        self._name = name
        self._load = load
        self._changed = threading.Condition()
        self._status = ModelStatus("idle", name, f"{name} is not loaded yet.")
        self._backend: Backend | None = None
        self._failure: Exception | None = None

    @property
    def status(self) -> ModelStatus:
        """Where loading stands now."""
        return self._status

    @property
    def backend(self) -> Backend | None:
        """The loaded backend, or None before it is ready."""
        return self._backend

    def start(self) -> None:
        """Begin loading unless it is under way or done; after a failure, try again."""
        with self._changed:
            if self._status.state in ("loading", "ready"):
                return
            self._set("loading", f"{self._name} is being loaded; drawing begins as soon as it is ready.")
            threading.Thread(target=self._run, name=f"load {self._name}", daemon=True).start()

    def load_here(self) -> None:
        """Load in the calling thread; a failure is told by :attr:`status`, as that of a thread behind is."""
        with self._changed:
            if self._status.state in ("loading", "ready"):
                return
            self._set("loading", f"{self._name} is being loaded; drawing begins as soon as it is ready.")
        self._run()

    def wait(self, is_cancelled: Callable[[], bool]) -> Backend:
        """The backend, waiting for it if need be; begins loading if nobody has.

        Raises:
            Cancelled: ``is_cancelled`` said so while waiting.
            ModelUnavailable: loading failed; every call says so until :meth:`start` is called again and succeeds.
        """
        if self._status.state == "idle":
            self.start()
        with self._changed:
            while self._status.state == "loading":
                if is_cancelled():
                    raise Cancelled(f"Stopped while {self._name} was being loaded.")
                self._changed.wait(_LOOK_AGAIN)
            if self._backend is None:
                raise ModelUnavailable(self._status.message) from self._failure
            return self._backend

    def _run(self) -> None:
        try:
            backend = self._load(self._report)
        except Exception as error:  # whatever it is, the page must be able to show it and offer another try
            if not isinstance(error, ViPerError):
                _log.exception("Loading %s failed", self._name)
            with self._changed:
                self._failure = _without_frames(error)
                self._set("failed", _reason(self._name, error))
        else:
            with self._changed:
                self._backend, self._failure = backend, None
                self._set("ready", f"{self._name} is ready.")

    def _report(self, message: str) -> None:
        with self._changed:
            self._set("loading", message)

    def _set(self, state: Literal["loading", "ready", "failed"], message: str) -> None:
        self._status = ModelStatus(state, self._name, message)
        self._changed.notify_all()


def _without_frames(error: Exception) -> Exception:
    """The error and what caused it without their tracebacks: their frames would keep half a model in memory."""
    cause: BaseException | None = error
    while cause is not None:
        cause.__traceback__ = None
        cause = cause.__cause__ or cause.__context__
    return error


def _reason(name: str, error: Exception) -> str:
    """What to tell a person: our own errors speak for themselves, anything else is named and given a remedy."""
    if isinstance(error, ViPerError):
        return str(error)
    detail = " ".join(str(error).split()) or type(error).__name__
    return f"{name} could not be loaded: {detail[:300]}. Mend this and load it again."
