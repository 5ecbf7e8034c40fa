"""What a person may do with their tastes: edit the one in use, keep several, bring one in and pass one on.

Knows the store of a person's profiles and which value does which edit. How a taste is read from comments is
:class:`~viper_core.visitors.Visitors`' business.
"""

from __future__ import annotations

import threading
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from viper_core.conflicts import Conflict, find_conflicts
from viper_core.preferences import NAME_LENGTH, Preferences
from viper_core.profile import EditAction, Profile, apply_edit, renamed, unused_name
from viper_core.store import Store, data_folder

if TYPE_CHECKING:
    from viper_core.seed_images import SeedImage

__all__ = ["UNNAMED", "Tastes", "printable"]

UNNAMED: Final = "My taste"  # what a profile is called that nobody gave a name


class Tastes:
    """The profiles of all visitors, each out of reach of the others; safe to call from any thread."""

    def __init__(self, *, data_dir: Path | None) -> None:
        self._data_dir = data_dir
        self._opening = threading.Lock()
        self._opened: Store | None = None

    def close(self) -> None:
        """Close the store. Nothing is lost without it; the next call that needs the store opens it again."""
        with self._opening:
            if self._opened is not None:
                self._opened.close()
            self._opened = None

    @cached_property
    def board(self) -> tuple[SeedImage, ...]:
        """The seed images, in the board's order."""
        from viper_core.seed_images import load_board

        return load_board()

    # -- the taste in use ---------------------------------------------------------------------------------------------

    def edit(self, visitor: str, action: EditAction) -> Preferences:
        """Apply one edit and store the outcome; can be undone.

        Raises:
            UnknownName: the attribute is not in the preferences.
            InputError: a value that cannot be used.
        """
        return self._store.update_profile(visitor, lambda profile: apply_edit(profile, action)).preferences

    def undo(self, visitor: str) -> Preferences:
        """Take back the last extraction, edit or import.

        Raises:
            InputError: there is nothing to undo.
        """
        return self._store.undo(visitor).preferences

    def redo(self, visitor: str) -> Preferences:
        """Put back what was undone last.

        Raises:
            InputError: nothing was undone since the last change.
        """
        return self._store.redo(visitor).preferences

    def import_preferences(self, visitor: str, json_text: str | bytes) -> Preferences:
        """Put preferences from JSON in place of the visitor's; can be undone.

        Raises:
            FormatError: no such JSON; nothing is changed.
        """
        preferences = Preferences.parse(json_text)
        return self._store.update_profile(visitor, lambda _: Profile(preferences)).preferences

    def export_preferences(self, visitor: str) -> str:
        """The visitor's preferences as JSON."""
        return self._store.profile(visitor).preferences.to_json()

    def import_taste(self, visitor: str, data: bytes, *, name: str = "") -> str:
        """A taste from a file, as one more profile that is in use from then on; returns its id.

        Args:
            visitor: who brings it.
            data: JSON as it is exported, a taste card, or a picture that was drawn to a taste.
            name: what to call it where the file does not say.

        Raises:
            FormatError: it is none of these, or damaged; nothing is changed.
            InputError: there are :data:`PROFILE_LIMIT` profiles already.
        """
        from viper_core.taste_card import read_taste

        preferences = read_taste(data)
        return self.add_profile(visitor, preferences, name=preferences.name or printable(name)[:NAME_LENGTH])

    def taste_card(self, visitor: str) -> bytes:
        """The profile in use as a picture to pass on: a PNG that carries the taste, without the person's comments.

        Raises:
            InputError: the profile is empty.
        """
        from viper_core.taste_card import draw_card

        return draw_card(self._store.profile(visitor).preferences, self.board)

    def hand_out_card(self, visitor: str) -> str:
        """Let the card of the profile in use be fetched by a link for a short while; returns what the link ends with.

        Raises:
            InputError: the profile is empty.
        """
        return self._store.handouts.hand_out(visitor, self.taste_card(visitor))

    def handed_out_card(self, token: str) -> bytes:
        """The card that is handed out under this token, as a PNG.

        Raises:
            UnknownName: there is none, or not any more.
        """
        return self._store.handouts.fetch(token)

    def conflicts(self, preferences: Preferences) -> tuple[Conflict, ...]:
        """Where a taste speaks against itself."""
        from viper_core.vocabulary import load_vocabulary

        return find_conflicts(preferences, load_vocabulary())

    # -- profiles: several tastes of one person, one of them in use ----------------------------------------------------

    def add_profile(self, visitor: str, preferences: Preferences | None = None, *, name: str = "") -> str:
        """Keep one more profile, empty by default, and take it in use; returns its id.

        Args:
            visitor: whose it is.
            preferences: what it holds.
            name: what to call it; by default as the preferences are. A number is put behind a name that is taken.

        Raises:
            InputError: there are :data:`PROFILE_LIMIT` profiles already, or the name cannot be used.
        """
        profile = Profile(preferences if preferences is not None else Preferences())
        return self._store.add_profile(visitor, self._named(visitor, profile, name or profile.preferences.name))

    def duplicate_profile(self, visitor: str) -> str:
        """A copy of the profile in use, with what was removed from it, in use from then on; returns its id."""
        profile = self._store.profile(visitor)
        return self._store.add_profile(visitor, self._named(visitor, profile, profile.preferences.name))

    def rename_profile(self, visitor: str, name: str) -> Preferences:
        """Give the profile in use a name; can be undone.

        Raises:
            InputError: a name that is too long or not printable.
        """
        return self._store.update_profile(visitor, lambda profile: renamed(profile, name)).preferences

    def use_profile(self, visitor: str, profile: str) -> None:
        """Take another profile in use."""
        self._store.use_profile(visitor, profile)

    def delete_profile(self, visitor: str, profile: str) -> None:
        """Put a profile away; :meth:`restore_profile` brings it back."""
        self._store.delete_profile(visitor, profile)

    def restore_profile(self, visitor: str) -> str:
        """Bring the profile back that was deleted last, and take it in use; returns its id.

        Raises:
            InputError: none is kept.
        """
        return self._store.restore_profile(visitor)

    def profile_preferences(self, visitor: str, profile: str) -> Preferences:
        """What one of the visitor's profiles holds, whichever is in use.

        Raises:
            UnknownName: the visitor has no such profile.
        """
        return self._store.profile(visitor, profile).preferences

    def blend_profiles(self, visitor: str, other: str, share: float) -> Preferences:
        """The profile in use with ``share``, from 0 to 1, of another of the visitor's; nothing is stored.

        Raises:
            UnknownName: the visitor has no such other profile.
            InputError: ``share`` is not from 0 to 1.
        """
        mine, theirs = self._store.profile(visitor), self._store.profile(visitor, other)
        return mine.preferences.blend(theirs.preferences, share)

    def _named(self, visitor: str, profile: Profile, name: str) -> Profile:
        """``profile`` under a name that none of the visitor's other profiles has."""
        taken = [entry.name or UNNAMED for entry in self._store.profiles(visitor)]
        return renamed(profile, unused_name(name or UNNAMED, taken))

    # -- inside -------------------------------------------------------------------------------------------------------

    @property
    def _store(self) -> Store:
        """Opened on first use: who only draws leaves no file behind."""
        with self._opening:
            if self._opened is None:
                self._opened = Store(data_folder(self._data_dir))
            return self._opened


def printable(text: str) -> str:
    """``text`` on one line, as a title may be shown: a file's name may hold anything."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
