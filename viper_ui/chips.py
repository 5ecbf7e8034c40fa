"""The chips as a component: each attribute with its reason, and what can be done to it.

Knows how preferences are shown: sides, categories in their order, for each attribute the words of the comment it came
from, marked, with the picture's id, and what speaks against it; and what could not be told, for the person to answer.
The script ``static/chips.js`` draws that and asks for edits; the pictures it has from the board.
"""

from __future__ import annotations

import dataclasses
import secrets
from collections.abc import Sequence
from typing import Any

import gradio as gr

from viper_core.categories import CATEGORIES, CATEGORY_LABELS
from viper_core.preferences import MAX_WEIGHT, NAME_LENGTH, Attribute, Evidence
from viper_core.studio import UNNAMED, Studio, VisitorState
from viper_ui.languages import Said
from viper_ui.messages import answer
from viper_ui.requests import EditRequest, SuggestRequest, VisitorRequest, parse, to_action
from viper_ui.static_files import script

__all__ = ["chips_value", "chips_view", "make_chips"]

_CONTEXT = 60  # characters of the comment shown on either side of the marked words
_SUGGESTIONS = 8

_TEMPLATE = """
<div class="vp-tools" role="toolbar" data-t-aria-label="chips.changes"></div>
<p class="vp-note" role="status"></p>
<ul class="vp-conflicts" data-t-aria-label="chips.conflicts" hidden></ul>
<ul class="vp-unclear" data-t-aria-label="chips.unclear" hidden></ul>
<div class="vp-sides"></div>
"""


def make_chips(studio: Studio) -> gr.HTML:
    """The component; its value is that of :func:`chips_value`."""

    def view(visitor: str) -> dict[str, Any]:
        return {"view": chips_view(studio, studio.visitor(visitor))}

    def edit(data: object) -> dict[str, Any]:
        """One edit of one chip."""

        def work() -> dict[str, Any]:
            request: Any = parse(EditRequest, data)  # type: ignore[arg-type]
            studio.edit(request.visitor, to_action(request))
            return view(request.visitor)

        return answer(work)

    def undo(data: object) -> dict[str, Any]:
        """Take back the last change."""

        def work() -> dict[str, Any]:
            visitor = parse(VisitorRequest, data).visitor
            studio.undo(visitor)
            return view(visitor)

        return answer(work)

    def redo(data: object) -> dict[str, Any]:
        """Put back what was undone last."""

        def work() -> dict[str, Any]:
            visitor = parse(VisitorRequest, data).visitor
            studio.redo(visitor)
            return view(visitor)

        return answer(work)

    def look(data: object) -> dict[str, Any]:
        """The view as it is now: with what is known only once the model is loaded."""
        return answer(lambda: view(parse(VisitorRequest, data).visitor))

    def export_preferences(data: object) -> dict[str, Any]:
        """The preferences as JSON text."""
        return answer(lambda: {"text": studio.export_preferences(parse(VisitorRequest, data).visitor)})

    def suggest(data: object) -> dict[str, Any]:
        """Attributes of the vocabulary that begin like what is typed."""

        def work() -> dict[str, Any]:
            from viper_core.vocabulary import load_vocabulary

            entries = load_vocabulary().suggest(parse(SuggestRequest, data).text, _SUGGESTIONS)
            return {
                "names": [{"name": entry.name, "category": CATEGORY_LABELS[entry.category]} for entry in entries],
            }

        return answer(work)

    return gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("evidence.js", "chips.js"),
        apply_default_css=False,
        elem_id="chips",
        server_functions=[edit, undo, redo, look, export_preferences, suggest],
        most=MAX_WEIGHT,
        length=NAME_LENGTH,
    )


def chips_value(
    studio: Studio, visitor: VisitorState, *, note: Sequence[Said] = (), is_new: bool = False
) -> dict[str, Any]:
    """The component's value.

    Args:
        studio: for the view.
        visitor: whose preferences to show.
        note: how they came about.
        is_new: they were just learned, and the page goes to them.
    """
    return {
        "visitor": visitor.id,
        "view": chips_view(studio, visitor),
        "note": list(note),
        "learned": secrets.token_hex(4) if is_new else None,  # differs each time, so that the same outcome is news too
    }


def chips_view(studio: Studio, visitor: VisitorState) -> dict[str, Any]:
    """What is drawn: both sides by category, what can be undone, and which profiles there are."""
    preferences = visitor.preferences
    deleted = visitor.last_deleted
    return {
        "sides": [
            {"side": side, "groups": _groups(studio, preferences.side(side), visitor.comments)}
            for side in ("liked", "disliked")
        ],
        "active": {side: len(preferences.active(side)) for side in ("liked", "disliked")},
        "canUndo": visitor.can_undo,
        "canRedo": visitor.can_redo,
        "isEmpty": preferences.is_empty,
        "windows": studio.text_windows(preferences),
        "conflicts": [dataclasses.asdict(conflict) for conflict in studio.conflicts(preferences)],
        "unclear": [
            {"name": one.name, "evidence": [_quote(place, visitor.comments) for place in one.evidence]}
            for one in visitor.unclear
        ],
        "profiles": [
            {
                "id": entry.id,
                "name": entry.name or UNNAMED,
                "liked": entry.liked,
                "disliked": entry.disliked,
                "inUse": entry.in_use,
            }
            for entry in visitor.profiles
        ],
        "deleted": None if deleted is None else deleted.name or UNNAMED,
    }


def _groups(studio: Studio, attributes: tuple[Attribute, ...], comments: dict[str, str]) -> list[dict[str, Any]]:
    """The attributes of one side by category, in the order of categories."""
    groups = []
    for category in CATEGORIES:
        chips = [_chip(studio, one, comments) for one in attributes if one.category == category]
        if chips:
            groups.append({"label": CATEGORY_LABELS[category], "chips": chips})
    return groups


def _chip(studio: Studio, attribute: Attribute, comments: dict[str, str]) -> dict[str, Any]:
    return {
        "name": attribute.name,
        "weight": attribute.weight,
        "enabled": attribute.enabled,
        "origin": attribute.origin,
        "isKnown": studio.familiarity.attribute(attribute.name) is not None,
        "evidence": [_quote(evidence, comments) for evidence in attribute.evidence],
    }


def _quote(evidence: Evidence, comments: dict[str, str]) -> dict[str, Any]:
    """The marked words between what stands before and after them, if the comment still says so."""
    text = comments.get(evidence.image or "", "")
    before = after = ""
    if text[evidence.start : evidence.end] == evidence.quote:
        before, after = _clip_left(text[: evidence.start]), _clip_right(text[evidence.end :])
    return {"image": evidence.image, "before": before, "quote": evidence.quote, "after": after}


def _clip_left(text: str) -> str:
    """The end of ``text``, from the beginning of a word on."""
    if len(text) <= _CONTEXT:
        return text
    _, _, rest = text[-_CONTEXT:].partition(" ")
    return "…" + rest


def _clip_right(text: str) -> str:
    """The beginning of ``text``, to the end of a word."""
    if len(text) <= _CONTEXT:
        return text
    rest, _, _ = text[:_CONTEXT].rpartition(" ")
    return rest + "…"
