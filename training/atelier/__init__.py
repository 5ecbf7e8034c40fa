"""The procedural artist: draws any scene in any mix of renderable attributes, and knows the truth about it.

``sample_scene`` makes a scene of a world, ``draw`` paints it, ``captions`` says it in words.
"""

from __future__ import annotations

from training.atelier.artist import draw, paint
from training.atelier.attributes import ATTRIBUTES, CATEGORIES, SLOTS, AttributeSpec, compatible, consistent
from training.atelier.scene import Scene, scene_of
from training.atelier.scenery import SEASONS, SETTINGS
from training.atelier.subjects import SUBJECTS, Look, Subject
from training.atelier.words import captions, plain_words
from training.atelier.worlds import WORLDS, World, sample_attributes, sample_scene

__all__ = [
    "ATTRIBUTES",
    "CATEGORIES",
    "SEASONS",
    "SETTINGS",
    "SLOTS",
    "SUBJECTS",
    "WORLDS",
    "AttributeSpec",
    "Look",
    "Scene",
    "Subject",
    "World",
    "captions",
    "compatible",
    "consistent",
    "draw",
    "paint",
    "plain_words",
    "sample_attributes",
    "sample_scene",
    "scene_of",
]
