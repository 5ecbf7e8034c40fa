"""What the page's scripts may ask the server, as strict values.

JSON from a browser is whatever somebody chose to send. Each request is parsed here into a frozen model that forbids
unknown keys and wrong types; what its values mean is checked by the studio.
"""

from __future__ import annotations

import base64
import binascii
from typing import Annotated, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from viper_core.errors import FormatError
from viper_core.preferences import NAME_LENGTH, Side
from viper_core.receipts import MOST_RECEIPTS
from viper_core.reference import DEFAULT_STRENGTH
from viper_core.studio import Add, EditAction, Flip, Protocol, Remove, Rename, SetEnabled, SetWeight
from viper_ui.languages import LANGUAGES, in_words, say
from viper_ui.messages import Refusal

__all__ = [
    "BlendRequest",
    "CommentRequest",
    "ConsentRequest",
    "DrawingRequest",
    "EditRequest",
    "FileRequest",
    "HaltRequest",
    "PictureRequest",
    "ProfileRequest",
    "ReceiptsRequest",
    "RedrawRequest",
    "ReferenceFileRequest",
    "ReferenceRequest",
    "RoundRequest",
    "SuggestRequest",
    "TasteFileRequest",
    "TastesRequest",
    "TrialRequest",
    "VisitorRequest",
    "VoteRequest",
    "decoded",
    "parse",
    "to_action",
]


def _known(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(language)
    return language


Language = Annotated[str, AfterValidator(_known)]
"""In which a request wants what is drawn into a picture; see :mod:`viper_ui.languages`."""


class _Request(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


class VisitorRequest(_Request):
    """Something that concerns a visitor as a whole: export, undo, redo, forget."""

    visitor: str


class ConsentRequest(_Request):
    """Whether one's votes may be shared with a study."""

    visitor: str
    agreed: bool


class CommentRequest(_Request):
    """Keep a comment on a picture."""

    visitor: str
    image: str
    text: str


class PictureRequest(_Request):
    """Something that concerns one picture."""

    visitor: str
    image: str


class SuggestRequest(_Request):
    """Names of attributes that begin like this."""

    text: Annotated[str, Field(max_length=80)]


class TasteFileRequest(_Request):
    """A file that holds a taste, as base64: its content says what kind it is."""

    visitor: str
    name: Annotated[str, Field(max_length=400)]
    data: str


class BlendRequest(_Request):
    """The profile in use with a share of another; kept as a profile of its own or only looked at."""

    visitor: str
    other: str
    share: float
    keep: bool


class ProfileRequest(_Request):
    """Something that is done with the profiles of a visitor."""

    visitor: str
    do: Literal["add", "duplicate", "rename", "use", "delete", "restore"]
    profile: str = ""
    name: str = ""


class RedrawRequest(_Request):
    """Draw a shown picture again without the visitor's taste; what is missing is the model's own."""

    run: int
    prompt: str
    seed: int
    negative_prompt: str | None = None
    num_inference_steps: int | None = None
    guidance_scale: float | None = None
    reference: str = ""
    strength: float = DEFAULT_STRENGTH


class DrawingRequest(_Request):
    """Something that concerns one of the pictures drawn for a visitor."""

    visitor: str
    drawing: str


class FileRequest(_Request):
    """What a picture's file says about itself: its content up to the pixels, as base64."""

    data: str


class ReferenceFileRequest(_Request):
    """A picture to start from, as base64."""

    visitor: str
    data: str


class ReferenceRequest(_Request):
    """A picture to start from that settings name."""

    visitor: str
    reference: str


class ReceiptsRequest(_Request):
    """Draw what each word did: of these, or of the usual ones."""

    run: int
    language: Language
    names: Annotated[list[Annotated[str, Field(max_length=NAME_LENGTH)]], Field(max_length=MOST_RECEIPTS)] | None


class TastesRequest(_Request):
    """Draw one scene to two profiles; "" stands for everyone's."""

    run: int
    language: Language
    left: str
    right: str


class RoundRequest(_Request):
    """Draw a round of a blind test."""

    run: int
    protocol: Protocol
    count: int


class TrialRequest(_Request):
    """Something that concerns one round of a blind test."""

    visitor: str
    trial: str


class VoteRequest(TrialRequest):
    """The picture that is liked best, from 0 in the order shown, or none of them."""

    choice: int | None


class HaltRequest(_Request):
    """Stop a drawing."""

    run: int


class _Edit(_Request):
    visitor: str
    name: str


class _Add(_Edit):
    do: Literal["add"]
    side: Side


class _Remove(_Edit):
    do: Literal["remove"]


class _Flip(_Edit):
    do: Literal["flip"]


class _Rename(_Edit):
    do: Literal["rename"]
    new: str


class _Weight(_Edit):
    do: Literal["weight"]
    weight: float


class _Enable(_Edit):
    do: Literal["enable"]
    enabled: bool


EditRequest = Annotated[_Add | _Remove | _Flip | _Rename | _Weight | _Enable, Field(discriminator="do")]
"""One edit of one chip, told apart by ``do``."""

_Model = TypeVar("_Model")


def parse(kind: type[_Model], data: object) -> _Model:
    """``data`` as a request.

    Raises:
        FormatError: it is none of that kind.
    """
    try:
        return TypeAdapter(kind).validate_python(data)
    except ValidationError as error:
        raise FormatError(in_words(say("core.request"))) from error


def decoded(text: str) -> bytes:
    """A file that came as base64.

    Raises:
        Refusal: it is cut.
    """
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise Refusal("file.cut") from error


def to_action(request: _Add | _Remove | _Flip | _Rename | _Weight | _Enable) -> EditAction:
    """The studio's edit for a request."""
    match request:
        case _Add():
            return Add(request.side, request.name)
        case _Remove():
            return Remove(request.name)
        case _Flip():
            return Flip(request.name)
        case _Rename():
            return Rename(request.name, request.new)
        case _Weight():
            return SetWeight(request.name, request.weight)
        case _Enable():
            return SetEnabled(request.name, request.enabled)
