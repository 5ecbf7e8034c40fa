"""A chat model behind an address: any endpoint that speaks OpenAI's protocol, or Hugging Face's inference providers.

Knows the request, the time it may take, what can go wrong and what to do about it. Two things are kept apart with care:
a key goes to the address it was given for and nowhere else, never into a message, a log or a traceback; and what a
server says when it fails is not repeated, since it may repeat the key. What is asked is the format's business.
"""

from __future__ import annotations

import base64
import functools
import io
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from viper_core.errors import Cancelled, ModelUnavailable, UnusableAnswer
from viper_core.extractors.conversation import Answer, Question

__all__ = ["Endpoint", "EndpointSettings"]

_LOOK_AGAIN: Final = 0.05  # seconds between two looks at is_cancelled
_PAUSE: Final = 1.0  # seconds before the one further try
_PICTURE_EDGE: Final = 512  # px
_PICTURE_TOKENS: Final = 800  # what a picture of that size costs at most common models
_LETTERS_PER_TOKEN: Final = 3.0  # of English prose nearly 4; of names and JSON fewer


@dataclass(frozen=True, slots=True, kw_only=True)
class EndpointSettings:
    """Where to ask.

    Attributes:
        model: name of the model, as the endpoint calls it.
        url: base URL, ``http://127.0.0.1:8000/v1``; None for Hugging Face's inference providers.
        key: what authorises a request, or None; never shown.
        timeout: seconds until an answer must be there.
        answer_tokens: tokens of the longest answer.
    """

    model: str
    url: str | None = None
    key: str | None = field(default=None, repr=False)
    timeout: float = 120.0
    answer_tokens: int = 4096


class _Again(Exception):
    """A failure that may be gone at the next try; holds what to say if it is not."""


class Endpoint:
    """Asks an endpoint; see :class:`~viper_core.extractors.conversation.ChatModel`."""

    def __init__(self, settings: EndpointSettings | Callable[[], EndpointSettings]) -> None:
        """Nothing is asked yet.

        Args:
            settings: where to ask, or what tells so when it is first needed.
        """
        self._given = settings
        self._known: EndpointSettings | None = None

    @property
    def name(self) -> str:
        """The model and the host, without anything secret that an address may hold."""
        settings = self._settings
        host = urlsplit(settings.url).hostname if settings.url else "Hugging Face"
        return f"{settings.model} at {host}"

    @property
    def identity(self) -> str:
        """The model and its address."""
        return repr((self._settings.model, self._settings.url))

    @property
    def _settings(self) -> EndpointSettings:
        if self._known is None:
            self._known = self._given() if callable(self._given) else self._given
        return self._known

    def load(self) -> None:
        """Check the settings; the endpoint is first asked with the first question.

        Raises:
            ModelUnavailable: the settings cannot be used.
        """
        settings = self._settings
        if settings.url is not None:
            parts = urlsplit(settings.url)
            if parts.scheme not in ("http", "https") or not parts.hostname:
                raise ModelUnavailable("The address of the endpoint must begin with http:// or https:// and a host.")
        elif settings.key is None:
            raise ModelUnavailable(
                f"Hugging Face's inference providers want a token to run {settings.model}. Put one into HF_TOKEN, or "
                "name an endpoint of your own in VIPER_CHAT_URL."
            )
        if settings.key is not None and not (settings.key.isascii() and settings.key.isprintable()):
            raise ModelUnavailable("The key of the endpoint holds letters that no request can carry. Enter it again.")

    def tokens(self, question: Question) -> int:
        """A careful guess; the endpoint's tokenizer is not known."""
        texts = [question.instruction, *(part for part in question.content if isinstance(part, str))]
        pictures = sum(isinstance(part, Path) for part in question.content)
        return int(sum(map(len, texts)) / _LETTERS_PER_TOKEN) + pictures * _PICTURE_TOKENS

    def answer(self, question: Question, *, is_cancelled: Callable[[], bool]) -> Answer:
        """Ask, and once more where the endpoint is busy, out of reach, or refuses the request's settings.

        Raises:
            Cancelled: ``is_cancelled`` said so; the request is left to itself.
            ModelUnavailable: no answer at either try; the message says what to do.
            UnusableAnswer: the answer is empty or not of the protocol.
        """
        is_plain = False
        for is_last in (False, True):
            try:
                return self._within_time(functools.partial(self._ask, question, is_plain=is_plain), is_cancelled)
            except _SettingsRefused as error:
                if is_last:
                    raise ModelUnavailable(str(error)) from None
                is_plain = True
            except _Again as error:
                if is_last:
                    raise ModelUnavailable(str(error)) from None
                _wait(_PAUSE, is_cancelled)
        raise AssertionError("unreachable")

    # -- inside -------------------------------------------------------------------------------------------------------

    def _ask(self, question: Question, *, is_plain: bool) -> Answer:
        """One request; a plain one has nothing but the model's name and the messages."""
        from huggingface_hub import errors

        settings = self._settings
        broken_connection: type[BaseException] = errors.HfHubHTTPError.__bases__[0]  # the HTTP library's own
        try:
            said = self._client().chat_completion(
                messages=_messages(question),
                model=settings.model,
                max_tokens=None if is_plain else settings.answer_tokens,
                temperature=None if is_plain else 0.0,
                response_format=None if is_plain or question.schema is None else _response_format(question.schema),
            )
        except errors.HfHubHTTPError as error:
            raise self._refusal(error.response.status_code, is_plain=is_plain) from None
        except errors.OfflineModeIsEnabled:
            raise ModelUnavailable(f"HF_HUB_OFFLINE is set, so {self.name} is not asked. Unset it.") from None
        except (errors.InferenceTimeoutError, TimeoutError):
            raise _Again(self._silent()) from None
        except (broken_connection, OSError):
            raise _Again(f"{self.name} cannot be reached. Check VIPER_CHAT_URL and the network.") from None
        except (ValueError, TypeError, KeyError, AttributeError):
            raise UnusableAnswer(f"{self.name} did not answer by the protocol of chat completions.") from None
        return _answer(said)

    def _client(self) -> Any:
        from huggingface_hub import InferenceClient

        settings = self._settings
        if settings.url is None:
            return InferenceClient(api_key=settings.key, timeout=settings.timeout)
        # Without a key of our own the client would send the token of Hugging Face, to whatever address this is.
        headers: Any = None if settings.key else {"authorization": None}
        return InferenceClient(
            base_url=settings.url, api_key=settings.key or "none", timeout=settings.timeout, headers=headers
        )

    def _refusal(self, status: int, *, is_plain: bool) -> Exception:
        if status in (400, 422) and not is_plain:
            return _SettingsRefused(f"{self.name} refused the request (status {status}). Check its settings.")
        if status in (401, 403):
            return ModelUnavailable(
                f"{self.name} did not accept the key (status {status}). Put a valid one into VIPER_CHAT_KEY."
            )
        if status == 404:
            return ModelUnavailable(
                f"{self.name} is not there (status 404). Check the model in VIPER_CHAT_MODEL and the address in "
                "VIPER_CHAT_URL."
            )
        if status == 429:
            return _Again(f"{self.name} takes no more requests for now (status 429). Try again later.")
        if status >= 500:
            return _Again(f"{self.name} is out of order (status {status}). Try again later.")
        return ModelUnavailable(f"{self.name} refused the request (status {status}). Check its settings.")

    def _silent(self) -> str:
        return (
            f"{self.name} gave no answer within {self._settings.timeout:g} seconds. Try again, or give it longer with "
            "VIPER_CHAT_TIMEOUT."
        )

    def _within_time(self, ask: Callable[[], Answer], is_cancelled: Callable[[], bool]) -> Answer:
        """The answer of a request in a thread, which is left to itself when it takes too long or is not wanted."""
        outcome: list[Answer | BaseException] = []
        is_done = threading.Event()

        def run() -> None:
            try:
                outcome.append(ask())
            except BaseException as error:  # raised again below, in the thread of the caller
                outcome.append(error)
            is_done.set()

        threading.Thread(target=run, name="ask an endpoint", daemon=True).start()
        end = time.monotonic() + self._settings.timeout + 2 * _LOOK_AGAIN  # the client's own limit comes first
        while not is_done.wait(_LOOK_AGAIN):
            if is_cancelled():
                raise Cancelled
            if time.monotonic() > end:
                raise _Again(self._silent())
        if is_cancelled():
            raise Cancelled
        if isinstance(outcome[0], BaseException):
            raise outcome[0]
        return outcome[0]


class _SettingsRefused(Exception):
    """The endpoint may not know JSON schemas, or may want its own temperature."""


class _AsItIs(dict[str, Any]):
    """A response format that reaches an address as it is.

    The client rewrites one of type json_schema into the dialect of a single kind of server, whatever server it is; this
    one does not let it see the type.
    """

    def get(self, key: str, default: Any = None) -> Any:
        return default if key == "type" else super().get(key, default)


def _messages(question: Question) -> list[dict[str, Any]]:
    content: list[dict[str, Any]] = [
        {"type": "image_url", "image_url": {"url": _data_url(part)}}
        if isinstance(part, Path)
        else {"type": "text", "text": part}
        for part in question.content
    ]
    has_pictures = any(part["type"] == "image_url" for part in content)
    # Plain text where there is nothing else: endpoints of models without eyes know only that.
    said: Any = content if has_pictures else "\n\n".join(part["text"] for part in content)
    return [{"role": "system", "content": question.instruction}, {"role": "user", "content": said}]


def _response_format(schema: Any) -> dict[str, Any]:
    return _AsItIs(type="json_schema", json_schema={"name": "preferences", "schema": schema, "strict": True})


def _data_url(path: Path) -> str:
    """A picture made small and clean of metadata."""
    from viper_core.pictures import open_picture

    out = io.BytesIO()
    open_picture(path, longest_edge=_PICTURE_EDGE).save(out, "JPEG", quality=90)
    return "data:image/jpeg;base64," + base64.b64encode(out.getvalue()).decode("ascii")


def _answer(said: Any) -> Answer:
    try:
        choice = said.choices[0]
        text, reason = choice.message.content, choice.finish_reason
    except (AttributeError, IndexError, TypeError):
        raise UnusableAnswer("The answer is not of the protocol of chat completions.") from None
    if not isinstance(text, str) or not text.strip():
        raise UnusableAnswer("The answer is empty.")
    return Answer(text, is_whole=reason != "length")


def _wait(seconds: float, is_cancelled: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if is_cancelled():
            raise Cancelled
        time.sleep(_LOOK_AGAIN)
