"""The table of visual attributes that the artist can render.

Knows names, categories, the slot an attribute fills and how people say it. How an attribute
*looks* is left to ``palettes`` (colours), ``scenery`` (vector drawing) and ``media`` (raster effects).

Two attributes of one slot exclude each other: a picture is either a watercolour or a mosaic.
"""

from __future__ import annotations

from dataclasses import dataclass

CATEGORIES = (
    "color_palette", "saturation", "contrast", "lighting", "shadow", "time_of_day", "atmosphere", "medium",
    "brushwork", "texture", "line", "shape", "composition", "detail", "perspective", "depth", "pattern",
    "art_movement", "mood", "finish",
)  # fmt: skip


@dataclass(frozen=True)
class AttributeSpec:
    """One renderable attribute.

    ``phrases`` are ways to say it in a caption, the first being ``name``. ``conflicts`` names
    attributes of *other* slots that would cancel it (neon colours cannot be monochrome: same
    slot; muted neon: a conflict).
    """

    name: str
    category: str
    slot: str
    phrases: tuple[str, ...]
    conflicts: frozenset[str] = frozenset()


def _spec(name: str, category: str, slot: str, *phrases: str, conflicts: tuple[str, ...] = ()) -> AttributeSpec:
    return AttributeSpec(name, category, slot, (name, *phrases), frozenset(conflicts))


_TABLE = (
    # palette: the colours everything is painted with
    _spec("warm colors", "color_palette", "palette", "warm palette", "warm tones", "warm hues"),
    _spec("cool colors", "color_palette", "palette", "cool palette", "cool tones", "cold colors"),
    _spec("pastel colors", "color_palette", "palette", "pastel palette", "pastels", "soft pastel tones"),
    _spec("neon colors", "color_palette", "palette", "neon palette", "neon", "glowing neon tones"),
    _spec("monochrome", "color_palette", "palette", "black and white", "grayscale", "shades of gray"),
    _spec("earth tones", "color_palette", "palette", "earthy colors", "earthy palette", "browns and ochres"),
    _spec("sepia tones", "color_palette", "palette", "sepia", "sepia toned"),
    _spec("jewel tones", "color_palette", "palette", "jewel colors", "deep rich colors"),
    # saturation and contrast
    _spec("vivid colors", "saturation", "saturation", "vibrant colors", "saturated colors",
          conflicts=("monochrome", "sepia tones", "pastel colors")),
    _spec("muted colors", "saturation", "saturation", "desaturated colors", "subdued colors",
          conflicts=("monochrome", "neon colors", "sepia tones", "jewel tones", "stained glass")),
    _spec("high contrast", "contrast", "contrast", "strong contrast", "stark contrast"),
    _spec("low contrast", "contrast", "contrast", "soft contrast", "gentle contrast",
          conflicts=("stained glass", "pointillism", "pencil sketch", "woodcut print", "charcoal drawing")),
    # light, shadow, hour, weather
    _spec("soft light", "lighting", "light", "soft lighting", "diffuse light"),
    _spec("dramatic lighting", "lighting", "light", "dramatic light", "spotlight", conflicts=("low contrast",)),
    _spec("backlit", "lighting", "light", "silhouette", "backlighting", conflicts=("night", "low contrast")),
    _spec("glowing lights", "lighting", "light", "glowing light", "light glow"),
    _spec("long shadows", "shadow", "shadow", "long cast shadows", "stretched shadows", conflicts=("night", "backlit")),
    _spec("deep shadows", "shadow", "shadow", "dark shadows", "heavy shadows", conflicts=("low contrast",)),
    _spec("night", "time_of_day", "time", "at night", "night scene", "nighttime"),
    _spec("sunset", "time_of_day", "time", "at sunset", "golden hour", "evening light"),
    _spec("bright daylight", "time_of_day", "time", "daylight", "bright day", "sunny day"),
    _spec("dawn", "time_of_day", "time", "at dawn", "sunrise", "early morning"),
    _spec("foggy", "atmosphere", "atmosphere", "fog", "misty", "haze"),
    _spec("rainy", "atmosphere", "atmosphere", "rain", "in the rain", conflicts=("bright daylight",)),
    _spec("snowy", "atmosphere", "atmosphere", "snow", "falling snow"),
    _spec("starry sky", "atmosphere", "atmosphere", "stars", "starry", conflicts=("bright daylight", "sunset")),
    # medium: what it is made of
    _spec("watercolor", "medium", "medium", "watercolor painting", "watercolour", "aquarelle"),
    _spec("oil painting", "medium", "medium", "oil paint", "painted in oil"),
    _spec("pixel art", "medium", "medium", "pixelated", "8-bit pixels"),
    _spec("pencil sketch", "medium", "medium", "pencil drawing", "sketch"),
    _spec("stained glass", "medium", "medium", "stained glass window", "leaded glass"),
    _spec("mosaic", "medium", "medium", "mosaic tiles", "tile mosaic"),
    _spec("woodcut print", "medium", "medium", "woodcut", "linocut print"),
    _spec("paper cutout", "medium", "medium", "paper cut", "layered paper"),
    _spec("flat vector", "medium", "medium", "flat illustration", "vector art", "flat design"),
    _spec("charcoal drawing", "medium", "medium", "charcoal", "smudged charcoal"),
    _spec("ink wash", "medium", "medium", "ink painting", "sumi ink"),
    _spec("crayon drawing", "medium", "medium", "crayon", "wax crayons"),
    # brushwork, texture, line, shape
    _spec("visible brushstrokes", "brushwork", "brush", "brush strokes", "loose brushwork",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "pencil sketch", "charcoal drawing")),
    _spec("pointillism", "brushwork", "medium", "painted with dots", "tiny dots of color"),
    _spec("impasto", "brushwork", "brush", "thick paint", "thick impasto paint",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "pencil sketch", "charcoal drawing",
                     "watercolor", "ink wash", "pointillism")),
    _spec("grainy texture", "texture", "texture", "film grain", "grainy", "grain"),
    _spec("canvas texture", "texture", "texture", "woven canvas", "canvas weave"),
    _spec("bold outlines", "line", "line", "thick outlines", "heavy outlines", "bold lines"),
    _spec("fine outlines", "line", "line", "thin outlines", "delicate lines"),
    _spec("soft edges", "line", "line", "blurred edges", "blurry edges",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "paper cutout", "geometric shapes")),
    _spec("geometric shapes", "shape", "shape", "angular shapes", "low poly", "polygons"),
    _spec("organic curves", "shape", "shape", "wavy shapes", "flowing curves", conflicts=("pixel art",)),
    # composition, detail, perspective, depth
    _spec("minimalist composition", "composition", "composition", "minimalist", "minimal", "lots of empty space"),
    _spec("busy composition", "composition", "composition", "busy", "crowded", "full of things"),
    _spec("symmetrical composition", "composition", "symmetry", "symmetrical", "mirror symmetry"),
    _spec("intricate details", "detail", "detail", "highly detailed", "rich details", "ornate",
          conflicts=("minimalist composition",)),
    _spec("simplified details", "detail", "detail", "simplified", "simple forms", conflicts=("busy composition",)),
    _spec("close-up", "perspective", "distance", "close up", "close-up view", "zoomed in"),
    _spec("wide view", "perspective", "distance", "wide shot", "seen from afar", "panoramic view"),
    _spec("low angle", "perspective", "angle", "seen from below", "low viewpoint"),
    _spec("high angle", "perspective", "angle", "seen from above", "high viewpoint"),
    _spec("layered depth", "depth", "depth", "atmospheric depth", "many receding layers"),
    _spec("shallow depth of field", "depth", "depth", "blurred background", "bokeh",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "paper cutout")),
    # pattern, movement, mood, finish
    _spec("striped pattern", "pattern", "pattern", "stripes", "striped"),
    _spec("polka dots", "pattern", "pattern", "dotted pattern", "polka dot pattern"),
    _spec("swirl pattern", "pattern", "pattern", "swirls", "swirling pattern"),
    _spec("pop art", "art_movement", "movement", "pop art style", "halftone comic style",
          conflicts=("watercolor", "oil painting", "pixel art", "pencil sketch", "stained glass", "mosaic",
                     "woodcut print", "charcoal drawing", "ink wash", "crayon drawing", "pointillism")),
    _spec("cubism", "art_movement", "movement", "cubist", "cubist style", conflicts=("pixel art", "geometric shapes")),
    _spec("expressionism", "art_movement", "movement", "expressionist", "expressionist style",
          conflicts=("pixel art", "monochrome", "sepia tones", "organic curves")),
    _spec("cheerful mood", "mood", "mood", "cheerful", "joyful", "happy mood", conflicts=("night", "monochrome")),
    _spec("gloomy mood", "mood", "mood", "gloomy", "melancholic", "somber",
          conflicts=("bright daylight", "neon colors")),
    _spec("dreamy mood", "mood", "mood", "dreamy", "ethereal", conflicts=("high contrast", "pixel art")),
    _spec("eerie mood", "mood", "mood", "eerie", "creepy", "unsettling",
          conflicts=("bright daylight", "warm colors", "sepia tones", "monochrome", "pastel colors")),
    _spec("vignette", "finish", "finish", "dark corners", "vignetting"),
    _spec("vintage fade", "finish", "finish", "faded", "retro print", "aged look"),
    _spec("glossy shine", "finish", "finish", "glossy", "shiny highlights"),
)  # fmt: skip

ATTRIBUTES: dict[str, AttributeSpec] = {spec.name: spec for spec in _TABLE}
"""Every renderable attribute by name."""

SLOTS: dict[str, tuple[str, ...]] = {
    slot: tuple(spec.name for spec in _TABLE if spec.slot == slot) for slot in dict.fromkeys(s.slot for s in _TABLE)
}
"""Attributes by slot; at most one of each slot fits a picture."""


def compatible(first: str, second: str) -> bool:
    """Whether both attributes can be seen in one picture."""
    a, b = ATTRIBUTES[first], ATTRIBUTES[second]
    return a.slot != b.slot and second not in a.conflicts and first not in b.conflicts


def consistent(attributes: frozenset[str]) -> bool:
    """Whether all attributes can be seen together."""
    names = sorted(attributes)
    return all(compatible(a, b) for i, a in enumerate(names) for b in names[i + 1 :])
