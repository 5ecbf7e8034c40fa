"""What an extractor read in a visitor's comments, in the store's file, so that it is not read again.

Knows the table ``readings`` and the JSON of what was found. A reading is good for the very comment, picture and reader
that it was made of, and is kept for as long as the comment stays as it is; the words themselves are not in it, only
their places. What a reading is, and what a reader's fingerprint says, is the extractors' business.

    readings   visitor, image -> what was found in the comment on it, and of what it was made
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import sqlite3
from collections.abc import Iterable
from typing import Final

from viper_core.database import Database
from viper_core.extractors.readings import CommentReading, Finding
from viper_core.preferences import Comment

__all__ = ["ReadingStore", "drop_reading"]

_PUT: Final = """
INSERT INTO readings (visitor, image, key, reading) VALUES (?, ?, ?, ?)
    ON CONFLICT (visitor, image) DO UPDATE SET key = excluded.key, reading = excluded.reading
"""


class ReadingStore:
    """The readings of all visitors; each method sees one visitor's only.

    Every method raises :class:`~viper_core.errors.UnknownName` for a visitor that is not in the store.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, visitor: str, comments: Iterable[Comment], *, reader: str) -> tuple[CommentReading, ...]:
        """The readings there are of these comments, made by this very reader.

        Args:
            visitor: whose.
            comments: as they are now.
            reader: fingerprint of the extractor that would read them.
        """
        query = "SELECT image, key, reading FROM readings WHERE visitor = ?"
        kept = {image: row for image, *row in self._database.rows(query, (self._database.known(visitor),))}
        return tuple(
            CommentReading(comment, tuple(Finding(*values) for values in json.loads(kept[comment.image][1])))
            for comment in comments
            if comment.image in kept and kept[comment.image][0] == _key(comment, reader)
        )

    def keep(self, visitor: str, readings: Iterable[CommentReading], *, reader: str) -> None:
        """Keep readings for the next time; those of comments that are about no picture are not kept.

        A comment that was changed or deleted while it was read leaves nothing: its reading is not of what stands there.
        """
        with self._database.write() as db:
            owner = self._database.known(visitor)
            now = dict(db.execute("SELECT image, text FROM comments WHERE visitor = ?", (owner,)).fetchall())
            for reading in readings:
                comment = reading.comment
                if comment.image is not None and now.get(comment.image) == comment.text:
                    found = [dataclasses.astuple(one) for one in reading.findings]
                    db.execute(_PUT, (owner, comment.image, _key(comment, reader), json.dumps(found)))


def drop_reading(db: sqlite3.Connection, owner: str, image: str) -> None:
    """Delete the reading of a comment that is about to change; ``owner`` is the visitor's key."""
    db.execute("DELETE FROM readings WHERE visitor = ? AND image = ?", (owner, image))


def _key(comment: Comment, reader: str) -> str:
    """What a reading was made of, as one SHA-256."""
    made_of = json.dumps([reader, comment.image, comment.text])
    return hashlib.sha256(made_of.encode()).hexdigest()
