"""What visitors entered, kept in one SQLite file and a private folder of pictures.

Knows comments, own pictures with their files, and what belongs to a visitor as a whole; their profiles are
:mod:`viper_core.profile_store`'s, what was drawn for them :mod:`viper_core.drawings`', what they start from
:mod:`viper_core.reference_store`'s, readings of comments :mod:`viper_core.reading_store`'s, the file itself
:mod:`viper_core.database`'s. Every write is a transaction of its own. Who has not been here for long can be deleted.
Whether an image exists is :mod:`viper_core.visitors`' business.

    comments   visitor, image -> text
    pictures   visitor, id -> title and file of an own picture
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from viper_core.consents import Consents
from viper_core.database import Database, new_visitor_id, visitor_key
from viper_core.drawings import Drawings
from viper_core.errors import FormatError, InputError, UnknownName
from viper_core.files import PrivateFolder
from viper_core.handouts import Handouts
from viper_core.profile import Profile
from viper_core.profile_store import ProfileStore
from viper_core.reading_store import ReadingStore, drop_reading
from viper_core.reference_store import References
from viper_core.votes import Votes

__all__ = ["PICTURE_LIMIT", "OwnPicture", "Store", "data_folder"]

PICTURE_LIMIT = 60  # own pictures per visitor
_DATABASE = "viper.sqlite3"
_PICTURES = "pictures"
_SPACE_STORAGE = Path("/data")  # where a Space mounts its persistent storage, if it has one


@dataclass(frozen=True, slots=True)
class OwnPicture:
    """A picture that a visitor brought along."""

    id: str
    title: str
    path: Path


def data_folder(data_dir: Path | None = None) -> Path:
    """Where data is kept: ``data_dir``, else ``VIPER_DATA_DIR``, else the user's data folder of this system.

    A hosted Space has no user: there it is the persistent storage, or a folder that goes when the Space restarts.
    """
    if data_dir is not None:
        return Path(data_dir)
    if configured := os.environ.get("VIPER_DATA_DIR"):
        return Path(configured)
    if os.environ.get("SPACE_ID"):
        return (_SPACE_STORAGE if os.access(_SPACE_STORAGE, os.W_OK) else Path(tempfile.gettempdir())) / "viper-data"
    from platformdirs import user_data_path

    return user_data_path("viper", appauthor=False)


class Store(ProfileStore):
    """The data of all visitors; each method that takes a visitor sees that visitor's data only.

    Every such method raises :class:`~viper_core.errors.UnknownName` for an id that is malformed or not in the store.
    """

    def __init__(self, folder: Path) -> None:
        """Open the store in ``folder``, making it if it is not there.

        Raises:
            InputError: the folder cannot be used.
            FormatError: the file is no store, or a newer version of this program wrote it.
        """
        self._folder = Path(folder).absolute()
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._pictures = PrivateFolder(self._folder / _PICTURES)
            path = self._folder / _DATABASE
            path.touch(mode=0o600, exist_ok=True)
            super().__init__(Database(path))
            self.drawings = Drawings(self.database, self._folder)
            self.references = References(self.database, self._folder)
        except (OSError, sqlite3.OperationalError) as error:
            raise InputError(
                f"Cannot keep data in {self._folder}: {error}. Give a folder that can be written with --data-dir."
            ) from error
        except sqlite3.DatabaseError as error:
            raise FormatError(f"{path} is no ViPer store: {error}. Move it away or choose another folder.") from error
        self.readings = ReadingStore(self.database)
        self.votes = Votes(self.database)
        self.handouts = Handouts(self.database)
        self.consents = Consents(self.database)
        self._pictures.sweep(kept={row[0] for row in self.database.rows("SELECT file FROM pictures")})
        self.drawings.sweep()
        self.references.sweep()
        self.handouts.sweep()

    @property
    def folder(self) -> Path:
        """The folder that holds everything."""
        return self._folder

    def close(self) -> None:
        """Close the file. Nothing is lost without it: every write is on disk when it returns."""
        self.database.close()

    # -- visitors -----------------------------------------------------------------------------------------------------

    def new_visitor(self) -> str:
        """Make a visitor with an empty profile, and return their id, a secret."""
        visitor, now = new_visitor_id(), time.time()
        with self.database.write() as db:
            row = (visitor_key(visitor), now, now)
            db.execute("INSERT INTO visitors (visitor, created, seen) VALUES (?, ?, ?)", row)
            self.add_profile(visitor, Profile())
        return visitor

    def forget(self, visitor: str) -> None:
        """Delete the visitor with everything they entered, files included."""
        self._forget(lambda _: [self.database.known(visitor)])

    def forget_absent(self, days: float) -> int:
        """Delete everyone who has not been here for so many days; returns how many these were."""
        query, late = "SELECT visitor FROM visitors WHERE seen < ?", time.time() - days * 86400
        return self._forget(lambda db: [row[0] for row in db.execute(query, (late,))])

    # -- comments -----------------------------------------------------------------------------------------------------

    def comments(self, visitor: str) -> dict[str, str]:
        """Image id -> comment, in the order in which the images were first commented on."""
        query = "SELECT image, text FROM comments WHERE visitor = ? ORDER BY id"
        return dict(self.database.rows(query, (self.database.known(visitor),)))

    def save_comment(self, visitor: str, image: str, text: str) -> None:
        """Keep ``text`` as the comment on ``image``; blank text deletes the comment."""
        with self.database.write() as db:
            key = self.database.known(visitor)
            drop_reading(db, key, image)
            if text.strip():
                db.execute(
                    "INSERT INTO comments (visitor, image, text) VALUES (?, ?, ?)"
                    " ON CONFLICT (visitor, image) DO UPDATE SET text = excluded.text",
                    (key, image, text),
                )
            else:
                db.execute("DELETE FROM comments WHERE visitor = ? AND image = ?", (key, image))

    # -- own pictures -------------------------------------------------------------------------------------------------

    def pictures(self, visitor: str) -> tuple[OwnPicture, ...]:
        """The visitor's own pictures in the order in which they came."""
        query = "SELECT picture, title, file FROM pictures WHERE visitor = ? ORDER BY id"
        rows = self.database.rows(query, (self.database.known(visitor),))
        return tuple(OwnPicture(picture, title, self._pictures.path(file)) for picture, title, file in rows)

    def add_picture(self, visitor: str, data: bytes, *, title: str, suffix: str) -> OwnPicture:
        """Keep a picture: the file first, then its row, so that a row always has its file.

        Args:
            visitor: whose it is.
            data: the file's content, already checked and cleaned.
            title: what to call it.
            suffix: of the file name, ``.png`` or the like.

        Raises:
            InputError: the visitor has :data:`PICTURE_LIMIT` pictures already.
        """
        if len(self.pictures(visitor)) >= PICTURE_LIMIT:  # spares writing a file that the check below would refuse
            raise _too_many()
        path = self._pictures.put(data, suffix=suffix)
        own = OwnPicture(f"own-{path.stem}", title, path)
        try:
            with self.database.write() as db:
                key = self.database.known(visitor)
                count = db.execute("SELECT count(*) FROM pictures WHERE visitor = ?", (key,)).fetchone()[0]
                if count >= PICTURE_LIMIT:
                    raise _too_many()
                db.execute(
                    "INSERT INTO pictures (visitor, picture, title, file) VALUES (?, ?, ?, ?)",
                    (key, own.id, title, own.path.name),
                )
        except BaseException:
            self._pictures.unlink([path.name])
            raise
        return own

    def remove_picture(self, visitor: str, picture: str) -> None:
        """Delete an own picture, its comment and its file.

        Raises:
            UnknownName: the visitor has no such picture.
        """
        with self.database.write() as db:
            key = self.database.known(visitor)
            row = db.execute("SELECT file FROM pictures WHERE visitor = ? AND picture = ?", (key, picture)).fetchone()
            if row is None:
                raise UnknownName("This is not one of your pictures; only own pictures can be removed.")
            db.execute("DELETE FROM pictures WHERE visitor = ? AND picture = ?", (key, picture))
            db.execute("DELETE FROM comments WHERE visitor = ? AND image = ?", (key, picture))
            drop_reading(db, key, picture)
        self._pictures.unlink(row)

    # -- inside -------------------------------------------------------------------------------------------------------

    def _forget(self, choose: Callable[[sqlite3.Connection], list[str]]) -> int:
        """Delete the visitors with the keys that ``choose`` finds; returns how many."""
        with self.database.write() as db:
            keys = choose(db)
            files, drawn, references = list[str](), list[str](), list[str]()
            for key in keys:
                files += [row[0] for row in db.execute("SELECT file FROM pictures WHERE visitor = ?", (key,))]
                drawn += self.drawings.files(db, key)
                references += self.references.files(db, key)
                db.execute("DELETE FROM visitors WHERE visitor = ?", (key,))
        self._pictures.unlink(files)
        self.drawings.folder.unlink(drawn)
        self.references.folder.unlink(references)
        if keys:
            self.database.leave_nothing_behind()
        return len(keys)


def _too_many() -> InputError:
    return InputError(f"At most {PICTURE_LIMIT} own pictures are kept. Remove one to make room for another.")
