"""The procedural artist: draws any scene in any mix of renderable attributes, and knows the truth about it.

``sample_scene`` makes a scene of a world, ``draw`` paints it, ``captions`` says it in words.
"""

from __future__ import annotations

from training.atelier.artist import draw
from training.atelier.attributes import ATTRIBUTES, CATEGORIES, SLOTS, AttributeSpec, compatible, consistent
from training.atelier.scene import WORLDS, Scene, World, captions, sample_attributes, sample_scene
from training.atelier.subjects import SUBJECTS, Subject

__all__ = [
    "ATTRIBUTES",
    "CATEGORIES",
    "SLOTS",
    "SUBJECTS",
    "WORLDS",
    "AttributeSpec",
    "Scene",
    "Subject",
    "World",
    "captions",
    "compatible",
    "consistent",
    "draw",
    "sample_attributes",
    "sample_scene",
]
