"""What a person may do with the pictures that were drawn for them, and with one that somebody hands them.

Knows what is kept of a drawing and what a file says about itself. How drawings are stored is
:mod:`viper_core.drawings`' business, how they come about that of :class:`~viper_core.studio.Studio`.
"""

from __future__ import annotations

from dataclasses import dataclass

from viper_core.drawings import Drawing
from viper_core.generated import GeneratedImage
from viper_core.png import PictureSettings, encode_png, find_settings, settings_of
from viper_core.preferences import Preferences
from viper_core.taste_card import find_taste
from viper_core.visitors import Visitors

__all__ = ["Album", "KeptDrawing", "PictureFindings"]


@dataclass(frozen=True, slots=True)
class KeptDrawing:
    """A finished picture and what is kept of it."""

    generated: GeneratedImage
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class PictureFindings:
    """What a PNG says about itself.

    Attributes:
        settings: what it was drawn with, or None where it does not say.
        taste: the taste it carries, as a card or as a picture drawn to one, or None.
    """

    settings: PictureSettings | None
    taste: Preferences | None


class Album(Visitors):
    """The drawn pictures of all visitors, each out of reach of the others; safe to call from any thread."""

    def drawings(self, visitor: str) -> tuple[Drawing, ...]:
        """What was drawn for the visitor and is still kept, the newest first."""
        return self._store.drawings.newest(visitor)

    def keep_drawing(self, visitor: str, generated: GeneratedImage, *, with_settings: bool = True) -> KeptDrawing:
        """Keep a finished picture; the oldest make room.

        Args:
            visitor: whom it was drawn for.
            generated: the picture and what made it.
            with_settings: whether its file carries them; the album knows them in any case.

        Raises:
            InputError: it cannot be written.
        """
        data = encode_png(generated, metadata=with_settings)
        return KeptDrawing(generated, self._store.drawings.add(visitor, data, settings_of(generated)))

    def delete_drawing(self, visitor: str, drawing: str) -> Drawing:
        """Put a picture away, and return it; :meth:`restore_drawing` brings it back for a while.

        Raises:
            UnknownName: it is not one of the visitor's.
        """
        found = self._store.drawings.get(visitor, drawing)
        self._store.drawings.delete(visitor, drawing)
        return found

    def restore_drawing(self, visitor: str, drawing: str) -> Drawing:
        """Bring a deleted picture back.

        Raises:
            UnknownName: it is not kept any more.
        """
        return self._store.drawings.restore(visitor, drawing)

    def examine(self, data: bytes) -> PictureFindings:
        """What a PNG carries; its pixels are not looked at and need not be there.

        Raises:
            FormatError: no PNG, or one whose settings or taste are damaged.
        """
        return PictureFindings(settings=find_settings(data), taste=find_taste(data))
