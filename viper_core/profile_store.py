"""The profiles of visitors in the store's file: which they have, which is in use, and the way back and forth.

Knows the tables ``profiles`` and ``states``. The profile in use is the one that was chosen last, so that deleting it
leads back to the one before; a deleted one can be brought back until :data:`DELETED_KEPT` others were deleted after it.
What a change of a profile means is :mod:`viper_core.profile`'s business.

    visitors   one row per visitor
    profiles   visitor, id -> preferences and removed names as they stand
    states     earlier states of a profile, and undone ones until the next change; at most HISTORY_LIMIT of each
"""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from viper_core.database import Database
from viper_core.errors import InputError, UnknownName
from viper_core.preferences import Preferences
from viper_core.profile import Profile

__all__ = ["DELETED_KEPT", "HISTORY_LIMIT", "PROFILE_LIMIT", "ProfileEntry", "ProfileStore"]

HISTORY_LIMIT: Final = 50  # undo steps kept per profile
PROFILE_LIMIT: Final = 24  # profiles per visitor
DELETED_KEPT: Final = 5  # deleted profiles per visitor that can be brought back
_HISTORY_LENGTH = 8_000_000  # characters of them together; only very large imported preferences come near it

_TRIM_STATES = """
DELETE FROM states WHERE profile = ? AND undone = 0 AND id NOT IN (
    SELECT id FROM (
        SELECT id, row_number() OVER newest AS place, sum(length(preferences)) OVER newest AS total
        FROM states WHERE profile = ? AND undone = 0 WINDOW newest AS (ORDER BY id DESC)
    ) WHERE place = 1 OR place <= ? AND total <= ?
)
"""
_TRIM_DELETED = """
DELETE FROM profiles WHERE visitor = ? AND deleted IS NOT NULL AND id NOT IN (
    SELECT id FROM profiles WHERE visitor = ? AND deleted IS NOT NULL ORDER BY deleted DESC, id DESC LIMIT ?
)
"""


@dataclass(frozen=True, slots=True)
class ProfileEntry:
    """A profile in the list of a visitor's profiles.

    Attributes:
        id: what it is called in requests.
        name: the person's own name for it, or "".
        liked, disliked: how many attributes stand on each side.
        in_use: whether it is the one that edits and pictures use.
    """

    id: str
    name: str
    liked: int
    disliked: int
    in_use: bool


class ProfileStore:
    """The profiles of all visitors; each method sees one visitor's only. Edits go to the profile in use.

    Every method raises :class:`~viper_core.errors.UnknownName` for a visitor or profile that is not in the store.
    """

    def __init__(self, database: Database) -> None:
        self.database = database

    # -- which there are ----------------------------------------------------------------------------------------------

    def profiles(self, visitor: str) -> tuple[ProfileEntry, ...]:
        """The visitor's profiles in the order in which they were made."""
        with self.database.reading() as db:
            key = self.database.known(visitor)
            rows = db.execute(
                "SELECT id, profile, preferences FROM profiles WHERE visitor = ? AND deleted IS NULL ORDER BY id",
                (key,),
            ).fetchall()
            in_use = _in_use(db, key)
        return tuple(_entry(profile, text, in_use=row == in_use) for row, profile, text in rows)

    def last_deleted(self, visitor: str) -> ProfileEntry | None:
        """The profile that :meth:`restore_profile` would bring back, or None."""
        with self.database.reading() as db:
            row = _last_deleted(db, self.database.known(visitor))
        return None if row is None else _entry(row[1], row[2], in_use=False)

    def add_profile(self, visitor: str, profile: Profile) -> str:
        """Keep one more profile, which is in use from then on; returns its id.

        Raises:
            InputError: the visitor has :data:`PROFILE_LIMIT` profiles already.
        """
        with self.database.write() as db:
            return _add(db, self.database.known(visitor), profile)

    def use_profile(self, visitor: str, profile: str) -> None:
        """Take another profile in use."""
        with self.database.write() as db:
            key = self.database.known(visitor)
            _use(db, key, _row(db, key, profile))

    def delete_profile(self, visitor: str, profile: str) -> None:
        """Put a profile away; the one used before it is in use then, or an empty one where none is left."""
        with self.database.write() as db:
            key = self.database.known(visitor)
            row = _row(db, key, profile)
            latest = db.execute("SELECT coalesce(max(deleted), 0) FROM profiles WHERE visitor = ?", (key,)).fetchone()
            db.execute("UPDATE profiles SET deleted = ? WHERE id = ?", (latest[0] + 1, row))
            db.execute(_TRIM_DELETED, (key, key, DELETED_KEPT))
            if not db.execute("SELECT 1 FROM profiles WHERE visitor = ? AND deleted IS NULL", (key,)).fetchone():
                _add(db, key, Profile())

    def restore_profile(self, visitor: str) -> str:
        """Bring the profile back that was deleted last, and take it in use; returns its id.

        Raises:
            InputError: none is kept, or the visitor has :data:`PROFILE_LIMIT` profiles again.
        """
        with self.database.write() as db:
            key = self.database.known(visitor)
            found = _last_deleted(db, key)
            if found is None:
                raise InputError(f"No deleted profile is kept. The last {DELETED_KEPT} can be brought back.")
            _drop_stand_in(db, key)
            _refuse_too_many(db, key)
            db.execute("UPDATE profiles SET deleted = NULL WHERE id = ?", (found[0],))
            _use(db, key, found[0])
            return str(found[1])

    # -- the one in use -----------------------------------------------------------------------------------------------

    def profile(self, visitor: str, profile: str | None = None) -> Profile:
        """Preferences and removed names as they stand, by default of the profile in use."""
        with self.database.reading() as db:
            key = self.database.known(visitor)
            row = _in_use(db, key) if profile is None else _row(db, key, profile)
            return _from_row(db.execute("SELECT preferences, removed FROM profiles WHERE id = ?", (row,)).fetchone())

    def update_profile(
        self, visitor: str, change: Callable[[Profile], Profile], *, profile: str | None = None
    ) -> Profile:
        """Put ``change`` of the profile in its place and keep the former one for :meth:`undo`.

        Reading, changing and writing are one transaction, so of two edits at the same time none is lost. A change that
        raises, or changes nothing, leaves everything as it was. What was undone before cannot be redone after it.

        Args:
            visitor: whose it is.
            change: gives the new profile.
            profile: which; by default the one in use.
        """
        with self.database.write() as db:
            key = self.database.known(visitor)
            row = _in_use(db, key) if profile is None else _row(db, key, profile)
            before = self.profile(visitor, profile)
            after = change(before)
            if after == before:
                return before
            db.execute("DELETE FROM states WHERE profile = ? AND undone = 1", (row,))
            _keep_state(db, row, before, undone=False)
            db.execute(_TRIM_STATES, (row, row, HISTORY_LIMIT, _HISTORY_LENGTH))
            _put(db, row, after)
        return after

    def can_undo(self, visitor: str) -> bool:
        """Whether an earlier state of the profile in use is kept."""
        return self._has_state(visitor, undone=False)

    def can_redo(self, visitor: str) -> bool:
        """Whether a state that was undone is kept."""
        return self._has_state(visitor, undone=True)

    def undo(self, visitor: str) -> Profile:
        """Put the state before the last change back.

        Raises:
            InputError: no earlier state is kept.
        """
        return self._travel(visitor, undone=False)

    def redo(self, visitor: str) -> Profile:
        """Put the state back that was undone last.

        Raises:
            InputError: nothing was undone since the last change.
        """
        return self._travel(visitor, undone=True)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _has_state(self, visitor: str, *, undone: bool) -> bool:
        with self.database.reading() as db:
            row = _in_use(db, self.database.known(visitor))
            return _last_state(db, row, undone=undone) is not None

    def _travel(self, visitor: str, *, undone: bool) -> Profile:
        """Swap the profile in use with the latest of its earlier states, or of its undone ones."""
        with self.database.write() as db:
            row = _in_use(db, self.database.known(visitor))
            state = _last_state(db, row, undone=undone)
            if state is None:
                raise InputError(
                    "There is nothing to redo: nothing was undone since the last change."
                    if undone
                    else f"There is nothing to undo. The last {HISTORY_LIMIT} changes are kept."
                )
            _keep_state(db, row, self.profile(visitor), undone=not undone)
            db.execute("DELETE FROM states WHERE id = ?", (state[0],))
            there = _from_row(state[1:])
            _put(db, row, there)
        return there


def _in_use(db: sqlite3.Connection, key: str) -> int:
    """The row of the profile that was taken in use last."""
    query = "SELECT id FROM profiles WHERE visitor = ? AND deleted IS NULL ORDER BY used DESC, id DESC LIMIT 1"
    return int(db.execute(query, (key,)).fetchone()[0])


def _row(db: sqlite3.Connection, key: str, profile: str) -> int:
    query = "SELECT id FROM profiles WHERE visitor = ? AND profile = ? AND deleted IS NULL"
    found = db.execute(query, (key, str(profile))).fetchone()
    if found is None:
        raise UnknownName("There is no such profile: it was deleted meanwhile. Reload the page.")
    return int(found[0])


def _last_deleted(db: sqlite3.Connection, key: str) -> Any:
    """Row, id and preferences of the profile that was deleted last, or None."""
    query = (
        "SELECT id, profile, preferences FROM profiles WHERE visitor = ? AND deleted IS NOT NULL"
        " ORDER BY deleted DESC, id DESC LIMIT 1"
    )
    return db.execute(query, (key,)).fetchone()


def _last_state(db: sqlite3.Connection, row: int, *, undone: bool) -> Any:
    query = "SELECT id, preferences, removed FROM states WHERE profile = ? AND undone = ? ORDER BY id DESC LIMIT 1"
    return db.execute(query, (row, undone)).fetchone()


def _add(db: sqlite3.Connection, key: str, profile: Profile) -> str:
    _refuse_too_many(db, key)
    name = secrets.token_hex(8)
    row = db.execute(
        "INSERT INTO profiles (visitor, profile, used, preferences, removed) VALUES (?, ?, 0, ?, ?)",
        (key, name, *_to_row(profile)),
    ).lastrowid
    _use(db, key, int(row or 0))
    return name


def _use(db: sqlite3.Connection, key: str, row: int) -> None:
    query = "UPDATE profiles SET used = 1 + (SELECT max(used) FROM profiles WHERE visitor = ?) WHERE id = ?"
    db.execute(query, (key, row))


def _refuse_too_many(db: sqlite3.Connection, key: str) -> None:
    query = "SELECT count(*) FROM profiles WHERE visitor = ? AND deleted IS NULL"
    if db.execute(query, (key,)).fetchone()[0] >= PROFILE_LIMIT:
        raise InputError(f"At most {PROFILE_LIMIT} profiles are kept. Delete one to make room for another.")


def _drop_stand_in(db: sqlite3.Connection, key: str) -> None:
    """Delete the empty profile that took the place of a deleted one and was left as it was."""
    rows = db.execute("SELECT id, preferences, removed FROM profiles WHERE visitor = ? AND deleted IS NULL", (key,))
    for row, *values in rows.fetchall():
        touched = db.execute("SELECT 1 FROM states WHERE profile = ?", (row,)).fetchone()
        if _from_row(values) == Profile() and touched is None:
            db.execute("DELETE FROM profiles WHERE id = ?", (row,))


def _keep_state(db: sqlite3.Connection, row: int, profile: Profile, *, undone: bool) -> None:
    db.execute(
        "INSERT INTO states (profile, undone, preferences, removed) VALUES (?, ?, ?, ?)",
        (row, undone, *_to_row(profile)),
    )


def _put(db: sqlite3.Connection, row: int, profile: Profile) -> None:
    db.execute("UPDATE profiles SET preferences = ?, removed = ? WHERE id = ?", (*_to_row(profile), row))


def _entry(profile: str, text: str, *, in_use: bool) -> ProfileEntry:
    values = json.loads(text)
    return ProfileEntry(profile, values["name"], len(values["liked"]), len(values["disliked"]), in_use)


def _to_row(profile: Profile) -> tuple[str, str]:
    return profile.preferences.to_json(), json.dumps(sorted(profile.removed), ensure_ascii=False)


def _from_row(row: Sequence[str]) -> Profile:
    return Profile(Preferences.parse(row[0]), frozenset(json.loads(row[1])))
