"""What pictures show: every subject in all its looks, by theme.

Knows the shapes of things. Styling comes from the canvas, surroundings from ``scenery``.
"""

from __future__ import annotations

from training.atelier.subjects import (
    beasts,
    birds,
    boats,
    dwellings,
    fantasy,
    flight,
    landscapes,
    mills,
    people,
    pets,
    plants,
    rails,
    sea,
    still_life,
    towers,
)
from training.atelier.subjects.kinds import Look, Subject

__all__ = ["SUBJECTS", "Look", "Subject"]

_THEMES = (
    dwellings, mills, towers, landscapes, pets, beasts, birds, sea, boats, rails, flight, plants, people, still_life,
    fantasy,
)  # fmt: skip

SUBJECTS: dict[str, Subject] = {subject.name: subject for theme in _THEMES for subject in theme.SUBJECTS}
"""Every subject by name."""
