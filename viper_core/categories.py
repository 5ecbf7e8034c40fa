"""The twenty categories of visual attributes: ids and the words an interface shows.

Knows nothing of single attributes (:mod:`viper_core.vocabulary`) and nothing of people (:mod:`viper_core.preferences`).
"""

from __future__ import annotations

from typing import Final, Literal, get_args

__all__ = ["CATEGORIES", "CATEGORY_LABELS", "Category"]

Category = Literal[
    "color_palette", "saturation", "contrast", "lighting", "shadow", "time_of_day", "atmosphere", "medium",
    "brushwork", "texture", "line", "shape", "composition", "detail", "perspective", "depth", "pattern",
    "art_movement", "mood", "finish",
]  # fmt: skip
"""Id of a category; part of the file format, so it never changes."""

CATEGORIES: Final[tuple[Category, ...]] = get_args(Category)
"""All ids in the order in which an interface lists them."""

CATEGORY_LABELS: Final[dict[Category, str]] = {
    "color_palette": "Color palette",
    "saturation": "Saturation",
    "contrast": "Contrast",
    "lighting": "Lighting",
    "shadow": "Shadow",
    "time_of_day": "Time of day",
    "atmosphere": "Weather and air",
    "medium": "Medium",
    "brushwork": "Brushwork",
    "texture": "Texture",
    "line": "Line",
    "shape": "Shape",
    "composition": "Composition",
    "detail": "Detail",
    "perspective": "Viewpoint",
    "depth": "Depth",
    "pattern": "Pattern",
    "art_movement": "Style and movement",
    "mood": "Mood",
    "finish": "Finish",
}
"""What an interface calls each category."""
