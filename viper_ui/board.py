"""The board as a component: the pictures, one of them large, and the box for what a person says about it.

Knows what the script ``static/board.js`` is given and what it may ask. Comments are saved from there while they are
typed; a copy of what is not saved yet stays in the browser. Each saved comment is answered with what was heard in it
and with the picture to look at next.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import gradio as gr

from viper_core.errors import FormatError, PictureError
from viper_core.studio import COMMENT_GOAL, COMMENT_LENGTH, BoardPicture, Studio, VisitorState
from viper_ui.gallery import Gallery, file_data
from viper_ui.languages import Said, say
from viper_ui.messages import answer, told
from viper_ui.requests import CommentRequest, PictureRequest, parse
from viper_ui.static_files import script

if TYPE_CHECKING:
    from viper_core.seed_images import SeedImage

__all__ = ["board_pictures", "board_value", "make_board"]

_TEMPLATE = f"""
<header class="vp-lead">
  <h2 data-t="board.title"></h2>
  <p data-t="board.lead"></p>
  <div class="vp-progress">
    <div class="vp-meter" role="progressbar" data-t-aria-label="board.progress" aria-valuemin="0"
      aria-valuemax="{COMMENT_GOAL}" aria-valuenow="0"></div>
    <p class="vp-count" role="status"></p>
  </div>
  <p class="vp-told"></p>
</header>
@children
<p class="vp-problem" role="alert"></p>
<div class="vp-filters" role="group" data-t-aria-label="board.filters" hidden></div>
<section class="vp-desk" data-t-aria-label="board.board" aria-busy="true" hidden>
  <div>
    <ul class="vp-grid" role="list" data-t-aria-label="board.pictures"></ul>
    <p class="vp-none-here vp-hint" role="status" hidden></p>
  </div>
  <div class="vp-detail"></div>
</section>
"""


def make_board(studio: Studio, gallery: Gallery) -> gr.HTML:
    """The component; its value is that of :func:`board_value`."""

    def save_comment(data: object) -> dict[str, Any]:
        """Keep a comment; answers with what was heard in it, and what to look at next."""

        def work() -> dict[str, Any]:
            request = parse(CommentRequest, data)
            studio.save_comment(request.visitor, request.image, request.text)
            return {**_heard(studio, request.visitor, request.image), "advice": _advice(studio, request.visitor)}

        return answer(work)

    def hear(data: object) -> dict[str, Any]:
        """What was heard in a comment that is kept."""

        def work() -> dict[str, Any]:
            request = parse(PictureRequest, data)
            return _heard(studio, request.visitor, request.image)

        return answer(work)

    def remove_picture(data: object) -> dict[str, Any]:
        """Delete an own picture, and the copies that were shown of it."""

        def work() -> dict[str, Any]:
            request = parse(PictureRequest, data)
            picture = studio.picture(request.visitor, request.image)
            studio.remove_picture(request.visitor, request.image)
            gallery.drop(picture.path)
            return {"advice": _advice(studio, request.visitor)}

        return answer(work)

    board = gr.HTML(
        html_template=_TEMPLATE,
        js_on_load=script("board.js"),
        apply_default_css=False,
        elem_id="board",
        server_functions=[save_comment, hear, remove_picture],
        goal=COMMENT_GOAL,
        limit=COMMENT_LENGTH,
        words=[{"label": group.label, "words": list(group.words)} for group in studio.words()],
        english=studio.extractor == "bundled",
        count=_count(studio),
    )
    with contextlib.suppress(FormatError):  # the page says what is wrong with the board
        for seed in studio.board:
            shown = gallery.places(seed.file)
            board.keep_in_cache.update((str(shown.full), str(shown.thumbnail)))
    return board


def board_pictures(studio: Studio, visitor: VisitorState) -> tuple[BoardPicture, ...]:
    """What the visitor may comment on: the board, then their own.

    Raises:
        FormatError: the board cannot be read.
    """
    return (*(studio.picture(visitor.id, seed.id) for seed in studio.board), *visitor.own_pictures)


def board_value(
    studio: Studio,
    gallery: Gallery,
    visitor: VisitorState,
    *,
    selected: str | None = None,
    refused: Sequence[Said] = (),
) -> dict[str, Any]:
    """The component's value.

    Args:
        studio: for the board's pictures.
        gallery: makes the copies that are shown.
        visitor: whose comments to show.
        selected: id of a picture to open.
        refused: why pictures that were just brought could not be taken in.
    """
    problem: Said | None = None
    try:
        pictures = board_pictures(studio, visitor)
    except FormatError as error:
        pictures, problem = visitor.own_pictures, told(error)
    seeds = {seed.id: seed for seed in studio.board} if problem is None else {}
    shown = []
    for picture in pictures:
        try:
            copies = gallery.show(picture.path)
        except PictureError as error:
            problem = say("board.problem", title=picture.title, problem=told(error))
            continue
        seed = seeds.get(picture.id)
        shown.append(
            {
                "id": picture.id,
                "title": picture.title,
                "alt": picture.alt,
                "scene": _scene(seed),
                "own": picture.own,
                "comment": visitor.comments.get(picture.id, ""),
                "full": file_data(copies.full),
                "thumbnail": file_data(copies.thumbnail),
                "words": {group.label: list(group.words) for group in studio.words(seed.attributes if seed else ())},
            }
        )
    return {
        "visitor": visitor.id,
        "pictures": shown,
        "selected": selected,
        "refused": list(refused),
        "brought": secrets.token_hex(4) if refused else None,  # differs each time, so that the same again is news too
        "problem": problem,
        "advice": _advice(studio, visitor.id) if seeds else None,
    }


def _count(studio: Studio) -> int:
    """How many pictures the board has; none where it cannot be read, which the page says when they come."""
    with contextlib.suppress(FormatError):
        return len(studio.board)
    return 0


def _scene(seed: SeedImage | None) -> dict[str, Any] | None:
    """What the title and the description of a picture of the board are made of, where they say no more than that."""
    if seed is None or seed.companion or seed.season:
        return None
    return {"subject": seed.subject, "setting": seed.setting, "attributes": list(seed.attributes)}


def _advice(studio: Studio, visitor: str) -> dict[str, Any]:
    """What to look at next, and how far the person has come."""
    advice = studio.advise(visitor)
    return {
        "picture": advice.picture,
        "about": list(advice.about),
        "told": advice.told,
        "isEnough": advice.is_enough,
        "isExhausted": advice.is_exhausted,
        "open": list(advice.open),
    }


def _heard(studio: Studio, visitor: str, image: str) -> dict[str, Any]:
    """The attributes that a comment speaks of, by side."""
    preferences = studio.hear(visitor, image)
    return {"heard": {side: [one.name for one in preferences.side(side)] for side in ("liked", "disliked")}}
