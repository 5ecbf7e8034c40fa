"""A person's visual taste: liked attributes (VP+) and disliked ones (VP−), with the words each came from.

    Evidence      the words of a comment that speak of an attribute, and where they stand
    Attribute     one visual attribute: name, category, weight, on or off, where it came from
    Preferences   the two sides, ordered and disjoint by name; every edit returns a new value
    Comment       what a person wrote about one picture, or about none

Knows the values, their edits and their JSON. How comments become preferences is left to :mod:`viper_core.extractors`,
how preferences steer a picture to :mod:`viper_core.sampling`. All values are frozen and strictly typed: unknown keys,
wrong types, infinite numbers and oversized input are refused with an :class:`~viper_core.errors.InputError`, and where
they come from JSON with a :class:`~viper_core.errors.FormatError` that says where in the document.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, Final, Literal, NoReturn, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from viper_core.categories import Category
from viper_core.errors import FormatError, InputError, unknown_name

__all__ = [
    "ATTRIBUTE_LIMIT",
    "COMMENT_LENGTH",
    "COMMENT_LIMIT",
    "MAX_WEIGHT",
    "NAME_LENGTH",
    "Attribute",
    "Comment",
    "Evidence",
    "Origin",
    "Preferences",
    "Side",
    "fold_name",
    "parse_comments",
]

NAME_LENGTH: Final = 80  # characters of an attribute's or a profile's name
COMMENT_LENGTH: Final = 2000  # characters of one comment
COMMENT_LIMIT: Final = 1000  # comments of one person
ATTRIBUTE_LIMIT: Final = 500  # attributes on both sides together: the size of the paper's whole vocabulary
MAX_WEIGHT: Final = 2.0
SCHEMA_VERSION: Final = 1
_EVIDENCE_LIMIT = 200  # places that one attribute may be read from
_IMAGE_LENGTH = 1024  # characters of an image id or path
_JSON_LENGTH = 4_000_000  # bytes of a JSON document; the largest valid one is smaller in practice
_JOINERS = frozenset("\u200c\u200d")  # invisible, yet part of the spelling in several scripts

Side = Literal["liked", "disliked"]
Origin = Literal["extracted", "edited", "added"]


def fold_name(name: str) -> str:
    """``name`` as names are compared: composed letters, blanks joined, case ignored."""
    return " ".join(unicodedata.normalize("NFC", name).split()).casefold()


def _tidy_name(value: object) -> object:
    return " ".join(unicodedata.normalize("NFC", value).split()) if isinstance(value, str) else value


def _printable(value: str) -> str:
    for letter in value:
        if letter not in _JOINERS and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co", "Cn"):
            raise ValueError("control or invisible characters are not allowed")
    return value


def _short(value: str) -> str:
    if len(value) > NAME_LENGTH:
        raise ValueError(f"a name has at most {NAME_LENGTH} characters; this one has {len(value)}")
    return value


def _filled(value: str) -> str:
    if not value:
        raise ValueError("a name must not be empty")
    return value


def _encodable(value: str) -> str:
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise ValueError("half of a surrogate pair is not text")
    return value


def _as_tuple(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


_Title = Annotated[str, BeforeValidator(_tidy_name), AfterValidator(_short), AfterValidator(_printable)]
_Name = Annotated[_Title, AfterValidator(_filled)]
_Image = Annotated[str, Field(min_length=1, max_length=_IMAGE_LENGTH), AfterValidator(_printable)]


class _Value(BaseModel):
    """A frozen, strict value whose constructor raises :class:`InputError` for what it cannot hold."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            raise InputError(_explain(error, type(self))) from error


_Model = TypeVar("_Model", bound=_Value)


class Evidence(_Value):
    """Words of a comment that speak of an attribute.

    Attributes:
        image: id or path of the picture that the comment is about, or None.
        quote: the words, exactly as they stand in the comment.
        start: offset of the first character of ``quote`` in the comment, in code points.
        end: offset after its last character: ``comment[start:end] == quote``.
    """

    image: _Image | None = None
    quote: Annotated[str, Field(min_length=1, max_length=COMMENT_LENGTH), AfterValidator(_encodable)]
    start: Annotated[int, Field(ge=0, le=COMMENT_LENGTH)]
    end: Annotated[int, Field(ge=0, le=COMMENT_LENGTH)]

    @model_validator(mode="after")
    def _offsets_fit_the_quote(self) -> Evidence:
        if self.end - self.start != len(self.quote):
            raise ValueError(f"end - start must be the length of the quote, {len(self.quote)}")
        return self


class Attribute(_Value):
    """One visual attribute of a person's taste.

    Attributes:
        name: what it is called; compared without regard to case.
        category: id of one of the twenty categories.
        weight: how much it counts, from 0 (not at all) over 1 (as said) to 2.
        enabled: whether it steers pictures at present.
        origin: read from comments, read and then edited by the person, or added by the person.
        evidence: where the comments speak of it.
    """

    name: _Name
    category: Category
    weight: Annotated[float, Field(ge=0.0, le=MAX_WEIGHT)] = 1.0
    enabled: bool = True
    origin: Origin = "extracted"
    evidence: Annotated[tuple[Evidence, ...], BeforeValidator(_as_tuple), Field(max_length=_EVIDENCE_LIMIT)] = ()

    def with_changes(self, **changes: Any) -> Attribute:
        """A validated copy with some fields replaced."""
        return Attribute(**{**_fields(self), **changes})


class Preferences(_Value):
    """The two sides of a taste: ``liked`` is the paper's VP+, ``disliked`` its VP−.

    Both sides keep their order. A name stands at most once in both together, whatever its case.
    """

    liked: Annotated[tuple[Attribute, ...], BeforeValidator(_as_tuple)] = ()
    disliked: Annotated[tuple[Attribute, ...], BeforeValidator(_as_tuple)] = ()
    name: _Title = ""
    schema_version: Literal[1] = 1

    @model_validator(mode="after")
    def _disjoint_and_bounded(self) -> Preferences:
        both = self.liked + self.disliked
        if len(both) > ATTRIBUTE_LIMIT:
            raise ValueError(f"at most {ATTRIBUTE_LIMIT} attributes are possible, {len(both)} were given")
        seen: set[str] = set()
        for attribute in both:
            if fold_name(attribute.name) in seen:
                raise ValueError(f"the attribute {attribute.name!r} is there twice")
            seen.add(fold_name(attribute.name))
        return self

    # -- reading ------------------------------------------------------------------------------------------------------

    def side(self, side: Side) -> tuple[Attribute, ...]:
        """All attributes of one side, in order."""
        return self.liked if side == "liked" else self.disliked

    def active(self, side: Side) -> tuple[Attribute, ...]:
        """The attributes of one side that steer a picture: enabled and of positive weight."""
        return tuple(attribute for attribute in self.side(side) if attribute.enabled and attribute.weight > 0)

    @property
    def is_empty(self) -> bool:
        """Whether no side holds any attribute, active or not."""
        return not self.liked and not self.disliked

    def find(self, name: str) -> tuple[Side, Attribute] | None:
        """The attribute of that name and its side, or None. Case does not matter."""
        key = fold_name(name)
        sides: tuple[Side, ...] = ("liked", "disliked")
        for side in sides:
            for attribute in self.side(side):
                if fold_name(attribute.name) == key:
                    return side, attribute
        return None

    # -- editing: each returns new preferences ------------------------------------------------------------------------

    def add(self, side: Side, attribute: Attribute) -> Preferences:
        """With one more attribute at the end of a side.

        Raises:
            InputError: an attribute of that name is there already, or there are :data:`ATTRIBUTE_LIMIT` of them.
        """
        found = self.find(attribute.name)
        if found is not None:
            raise InputError(f"{attribute.name!r} is already among the {found[0]} attributes; edit or remove that one.")
        return self._with(side, (*self.side(side), attribute))

    def remove(self, name: str) -> Preferences:
        """Without an attribute. Raises :class:`UnknownName` if it is not there."""
        side, attribute = self._get(name)
        return self._with(side, (other for other in self.side(side) if other is not attribute))

    def flip(self, name: str) -> Preferences:
        """With an attribute moved to the end of the other side. Raises :class:`UnknownName` if it is not there."""
        side, attribute = self._get(name)
        return self.remove(name).add("disliked" if side == "liked" else "liked", _edited(attribute))

    def rename(self, name: str, new: str) -> Preferences:
        """With an attribute called otherwise, at its old place.

        Raises:
            UnknownName: no attribute is called ``name``.
            InputError: ``new`` is empty, too long, or the name of another attribute.
        """
        _, attribute = self._get(name)
        taken = self.find(new)
        if taken is not None and taken[1] is not attribute:
            raise InputError(f"{new!r} is already among the {taken[0]} attributes; choose another name.")
        return self._replace(attribute, _edited(attribute, name=new))

    def set_weight(self, name: str, weight: float) -> Preferences:
        """With an attribute's weight changed. Raises :class:`InputError` for a weight outside of [0, 2]."""
        _, attribute = self._get(name)
        return self._replace(attribute, _edited(attribute, weight=weight))

    def set_enabled(self, name: str, enabled: bool) -> Preferences:
        """With an attribute switched on or off. Raises :class:`UnknownName` if it is not there."""
        _, attribute = self._get(name)
        return self._replace(attribute, _edited(attribute, enabled=enabled))

    def merge_extraction(self, new: Preferences, *, removed: frozenset[str] = frozenset()) -> Preferences:
        """What stands after the comments were read again.

        What the person edited or added stays as it is, side and weight included; only its evidence is refreshed where
        the comments still speak of it. What they removed stays away. The rest is replaced by the new extraction.

        Args:
            new: the new extraction.
            removed: names that the person took away, in any case.
        """
        gone = {fold_name(name) for name in removed}
        kept: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
        sides: tuple[Side, ...] = ("liked", "disliked")
        for side in sides:
            for attribute in self.side(side):
                if attribute.origin != "extracted":
                    again = new.find(attribute.name)
                    evidence = again[1].evidence if again else attribute.evidence
                    kept[side].append(attribute.with_changes(evidence=evidence))
        gone |= {fold_name(attribute.name) for side in sides for attribute in kept[side]}
        room = ATTRIBUTE_LIMIT - len(kept["liked"]) - len(kept["disliked"])
        for side in sides:
            for attribute in new.side(side):
                if fold_name(attribute.name) not in gone and room > 0:
                    kept[side].append(attribute)
                    room -= 1
        return Preferences(liked=tuple(kept["liked"]), disliked=tuple(kept["disliked"]), name=self.name)

    def blend(self, other: Preferences, share: float) -> Preferences:
        """A taste between two: w = (1 − share)·w_self + share·w_other, with liked as + and disliked as −.

        The sign of w gives the side, its size the weight; what cancels out is left away. Only active attributes take
        part, except that a share of 0 is this taste itself and a share of 1 the other's attributes as they are.
        Evidence stays with the person whose words it is: only this taste's is kept.

        Args:
            other: the taste to blend in.
            share: how much of it, from 0 to 1.

        Raises:
            InputError: ``share`` is not between 0 and 1, or the union is larger than :data:`ATTRIBUTE_LIMIT`.
        """
        if not 0.0 <= share <= 1.0:
            raise InputError(f"The share of a blend must be between 0 and 1; {share} was given.")
        if share == 0.0:
            return self
        mine, theirs = _signed(self), _signed(other)
        names = dict.fromkeys((*mine, *theirs))
        if share == 1.0:
            mine, names = {}, dict.fromkeys(theirs)
        sides: dict[Side, list[Attribute]] = {"liked": [], "disliked": []}
        for key in names:
            weight = (1.0 - share) * mine[key][0] if key in mine else 0.0
            weight += share * theirs[key][0] if key in theirs else 0.0
            if abs(weight) < 1e-9:
                continue
            attribute = mine[key][1] if key in mine else theirs[key][1].with_changes(evidence=())
            origin: Origin = "edited" if key in mine and attribute.origin == "extracted" else "added"
            changed = attribute.with_changes(weight=min(abs(weight), MAX_WEIGHT), origin=origin)
            sides["liked" if weight > 0 else "disliked"].append(changed)
        title = " + ".join(name for name in (self.name, other.name) if name)[:NAME_LENGTH]
        return Preferences(liked=tuple(sides["liked"]), disliked=tuple(sides["disliked"]), name=title)

    # -- JSON ---------------------------------------------------------------------------------------------------------

    def to_json(self) -> str:
        """The full form as JSON text; :meth:`parse` gives back an equal value."""
        return self.model_dump_json(indent=2)

    @classmethod
    def parse(cls, data: str | bytes | dict[str, Any]) -> Preferences:
        """Preferences from JSON text or from the object it holds.

        The full form is what :meth:`to_json` writes; the bare form has plain names,
        ``{"liked": ["watercolor"], "disliked": ["pixel art"]}``, which get the category that the vocabulary gives
        them. Both may be mixed.

        Raises:
            FormatError: not JSON, or not of this form; says where and what was expected.
        """
        document = _load(data) if isinstance(data, str | bytes) else data
        if not isinstance(document, dict):
            raise FormatError(f"Preferences must be a JSON object with the lists liked and disliked, {_was(document)}.")
        version = document.get("schema_version", SCHEMA_VERSION)
        if type(version) is not int or version != SCHEMA_VERSION:
            raise FormatError(f"schema_version must be {SCHEMA_VERSION}; newer files need a newer version of ViPer.")
        values: dict[str, Any] = dict(document)
        for side in ("liked", "disliked"):
            items = values.get(side, [])
            if not isinstance(items, list | tuple):
                raise FormatError(f"{side} must be a list of attributes, {_was(items)}.")
            if len(items) > ATTRIBUTE_LIMIT:
                raise FormatError(f"{side} has {len(items)} attributes; at most {ATTRIBUTE_LIMIT} are possible.")
            values[side] = tuple(_read_attribute(item, f"{side}[{index}]") for index, item in enumerate(items))
        return _checked(cls, values, "preferences")

    def _get(self, name: str) -> tuple[Side, Attribute]:
        found = self.find(name)
        if found is None:
            raise unknown_name("attribute", name, (attribute.name for attribute in self.liked + self.disliked))
        return found

    def _with(self, side: Side, attributes: Iterable[Attribute]) -> Preferences:
        return Preferences(**{**_fields(self), side: tuple(attributes)})

    def _replace(self, old: Attribute, new: Attribute) -> Preferences:
        return Preferences(
            liked=tuple(new if attribute is old else attribute for attribute in self.liked),
            disliked=tuple(new if attribute is old else attribute for attribute in self.disliked),
            name=self.name,
        )


class Comment(_Value):
    """What a person wrote about a picture.

    Attributes:
        image: id of a seed image, id or path of an own picture, or None for a remark about none.
        text: their words, untouched; offsets of evidence count in it.
    """

    image: _Image | None = None
    text: Annotated[str, Field(max_length=COMMENT_LENGTH), AfterValidator(_encodable)]


def parse_comments(data: str | bytes | Sequence[Any]) -> tuple[Comment, ...]:
    """Comments from the JSON of a COMMENTS.json, ``[{"image": "board-01", "comment": "..."}]``, or from that list.

    ``image`` may be null or missing. The order is kept.

    Raises:
        FormatError: not JSON, or not of this form; says where and what was expected.
    """
    document = _load(data) if isinstance(data, str | bytes) else data
    if not isinstance(document, list | tuple):
        raise FormatError(f'Comments must be a JSON list of {{"image": ..., "comment": ...}}, {_was(document)}.')
    if len(document) > COMMENT_LIMIT:
        raise FormatError(f"At most {COMMENT_LIMIT} comments can be read at once; there are {len(document)}.")
    comments = []
    for index, item in enumerate(document):
        where = f"comment {index + 1}"
        if not isinstance(item, dict):
            raise FormatError(f'{where}: expected an object {{"image": ..., "comment": ...}}, {_was(item)}.')
        extra = [key for key in item if key not in ("image", "comment")]
        if extra or "comment" not in item:
            problem = f"unknown key {str(extra[0])[:40]!r}" if extra else "the key 'comment' is missing"
            raise FormatError(f"{where}: {problem}. Valid keys: image, comment.")
        comments.append(_checked(Comment, {"image": item.get("image"), "text": item["comment"]}, where))
    return tuple(comments)


def _edited(attribute: Attribute, **changes: Any) -> Attribute:
    """A copy with changes that a person made: what was extracted becomes edited, what they added stays theirs."""
    return attribute.with_changes(origin="added" if attribute.origin == "added" else "edited", **changes)


def _signed(preferences: Preferences) -> dict[str, tuple[float, Attribute]]:
    """Folded name -> (weight, negative for disliked; attribute) of the active attributes."""
    signed = {fold_name(one.name): (one.weight, one) for one in preferences.active("liked")}
    signed.update((fold_name(one.name), (-one.weight, one)) for one in preferences.active("disliked"))
    return signed


def _fields(value: BaseModel) -> dict[str, Any]:
    return {field: getattr(value, field) for field in type(value).model_fields}


def _read_attribute(item: object, where: str) -> Attribute:
    if isinstance(item, Attribute):
        return item
    if isinstance(item, str):
        from viper_core.vocabulary import load_vocabulary

        name = fold_name(item[: NAME_LENGTH + 1])
        vocabulary = load_vocabulary()
        entry = vocabulary.get(name)
        category = entry.category if entry else vocabulary.best_category(name)
        return _checked(Attribute, {"name": item, "category": category}, where)
    if not isinstance(item, dict):
        raise FormatError(f"{where}: expected a name or an object with name and category, {_was(item)}.")
    values: dict[str, Any] = dict(item)
    evidence = values.get("evidence", [])
    if not isinstance(evidence, list | tuple):
        raise FormatError(f"{where}.evidence: expected a list, {_was(evidence)}.")
    if len(evidence) > _EVIDENCE_LIMIT:
        raise FormatError(f"{where}.evidence: at most {_EVIDENCE_LIMIT} entries are possible.")
    values["evidence"] = tuple(
        one if isinstance(one, Evidence) else _checked(Evidence, one, f"{where}.evidence[{index}]")
        for index, one in enumerate(evidence)
    )
    return _checked(Attribute, values, where)


def _checked(model: type[_Model], values: object, where: str) -> _Model:
    if not isinstance(values, dict):
        raise FormatError(f"{where}: expected an object, {_was(values)}.")
    try:
        return model(**values)
    except (InputError, TypeError) as error:
        raise FormatError(f"{where}: {error}") from error


def _load(data: str | bytes) -> object:
    """The value of a JSON text: finite numbers only, no key twice, bounded in size and nesting."""
    if len(data) > _JSON_LENGTH:
        raise FormatError(f"The JSON is larger than {_JSON_LENGTH // 1_000_000} MB.")
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data.removeprefix("\ufeff")
        return json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise FormatError("This is not text in UTF-8, so it cannot be JSON.") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise FormatError(f"This is not valid JSON: {error.msg} ({where}).") from error
    except RecursionError as error:
        raise FormatError("This is not valid JSON for ViPer: it is nested too deeply.") from error
    except ValueError as error:
        raise FormatError(f"This is not valid JSON: {str(error)[:120]}.") from error


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    keys = dict(pairs)
    if len(keys) != len(pairs):
        raise ValueError("a key is there twice in one object")
    return keys


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a number that JSON knows")


def _was(value: object) -> str:
    names = {dict: "an object", list: "a list", tuple: "a list", str: "a text", bool: "true or false"}
    other = "null" if value is None else "a number" if isinstance(value, int | float) else "something else"
    return f"but it is {names.get(type(value), other)}"


def _explain(error: ValidationError, model: type[BaseModel]) -> str:
    """The first problem in words: where, what is valid."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"])[:60]
    message = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        message = f"unknown key; valid keys: {', '.join(model.model_fields)}"
    message = message[:1].lower() + message[1:]
    more = f" ({error.error_count() - 1} more problems)" if error.error_count() > 1 else ""
    return f"{where}: {message}{more}" if where else f"{message}{more}"
