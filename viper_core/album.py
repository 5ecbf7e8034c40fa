"""What a person may do with the pictures that were drawn for them, and with one that somebody hands them.

Knows what is kept of a drawing, what a file says about itself, and how a picture becomes one to start from. How they
are stored is the business of :mod:`viper_core.drawings` and :mod:`viper_core.reference_store`, how drawings come about
that of :class:`~viper_core.studio.Studio`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from pathlib import Path

from viper_core.drawings import Drawing
from viper_core.generated import GeneratedImage
from viper_core.png import PictureSettings, encode_png, find_settings, settings_of
from viper_core.preferences import Preferences
from viper_core.reference import DEFAULT_STRENGTH, Reference, load_reference
from viper_core.taste_card import find_taste
from viper_core.visitors import Visitors

__all__ = ["Album", "KeptDrawing", "KeptReference", "PictureFindings"]


@dataclass(frozen=True, slots=True)
class KeptDrawing:
    """A finished picture and what is kept of it."""

    generated: GeneratedImage
    drawing: Drawing


@dataclass(frozen=True, slots=True)
class KeptReference:
    """A picture that a visitor may start from.

    Attributes:
        sha256: what it is called in requests; see :attr:`viper_core.reference.Reference.sha256`.
        path: of its file, a PNG without anything but its pixels.
    """

    sha256: str
    path: Path


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

    # -- pictures to start from ---------------------------------------------------------------------------------------

    def keep_reference(self, visitor: str, source: Path | str | bytes) -> KeptReference:
        """Take in a picture to start from: cleaned, made smaller, and kept in the private folder.

        Raises:
            UnknownName: no such visitor.
            PictureError: broken, too large, or of an unknown format.
            InputError: it cannot be written.
        """
        self._store.profile(visitor)  # an unknown visitor's file is not even opened
        reference = load_reference(source)
        out = io.BytesIO()
        reference.image.save(out, "PNG")
        return KeptReference(reference.sha256, self._store.references.keep(visitor, reference.sha256, out.getvalue()))

    def keep_drawing_as_reference(self, visitor: str, drawing: str) -> KeptReference:
        """Let the visitor start from one of the pictures that were drawn for them.

        Raises:
            UnknownName: it is not one of the visitor's.
            PictureError: its file is gone.
        """
        return self.keep_reference(visitor, self._store.drawings.get(visitor, drawing).path)

    def find_reference(self, visitor: str, sha256: str) -> KeptReference:
        """One of the pictures that the visitor may start from.

        Raises:
            UnknownName: there is none of this hash.
        """
        return KeptReference(sha256, self._store.references.find(visitor, sha256))

    def open_reference(self, visitor: str, sha256: str, strength: float = DEFAULT_STRENGTH) -> Reference:
        """The same, opened to draw from.

        Raises:
            UnknownName: there is none of this hash.
            PictureError: its file is gone.
            InputError: the strength is out of its range.
        """
        return load_reference(self.find_reference(visitor, sha256).path, strength)
