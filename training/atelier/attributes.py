"""The table of visual attributes that the artist can render.

Knows names, categories, the slot an attribute fills and how people say it. How an attribute
*looks* is left to ``palettes`` (colours), ``canvas``, ``scenery``, ``omens`` and ``emblems`` (vector drawing) and
``media`` (raster effects).

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


_COLOURS = (
    "warm colors", "cool colors", "pastel colors", "neon colors", "monochrome", "earth tones", "sepia tones",
    "jewel tones", "autumn colors", "candy colors", "gold accents", "rainbow colors", "duotone", "limited palette",
    "vivid colors", "muted colors", "selective color",
)  # fmt: skip
"""What cannot be told of a picture whose colours are fixed by its medium or movement."""

_MEDIA = (
    "watercolor", "oil painting", "pixel art", "pencil sketch", "stained glass", "mosaic", "woodcut print",
    "paper cutout", "charcoal drawing", "ink wash", "crayon drawing", "pointillism", "embroidery", "blueprint",
    "chalk drawing", "spray paint", "collage", "risograph print", "engraving", "clay model", "neon sign",
)  # fmt: skip
"""Media that leave no room for a movement with brushes of its own."""

_SKIES = (
    "night", "sunset", "dawn", "bright daylight", "blue hour", "stormy", "cloudy", "northern lights", "starry sky",
    "rainy",
)  # fmt: skip
"""What cannot be told of a picture that has a sky of its own, or none."""

_LIGHTS = (
    "soft light", "dramatic lighting", "backlit", "glowing lights", "high key", "low key", "rim light", "sunbeams",
    "deep shadows", "colored shadows", "long shadows",
)  # fmt: skip

_BRUSHES = ("visible brushstrokes", "impasto", "dry brush", "palette knife")

_HARD_MEDIA = (
    "pixel art", "mosaic", "stained glass", "woodcut print", "pencil sketch", "charcoal drawing", "embroidery",
    "blueprint", "chalk drawing", "engraving", "clay model", "neon sign", "collage",
)  # fmt: skip
"""Media without a brush."""

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
    _spec("autumn colors", "color_palette", "palette", "autumn palette", "fall colors", "harvest colors"),
    _spec("candy colors", "color_palette", "palette", "candy palette", "candy colored", "bubblegum colors"),
    _spec("gold accents", "color_palette", "palette", "golden accents", "gold details", "touches of gold"),
    _spec("rainbow colors", "color_palette", "palette", "rainbow palette", "rainbow", "colors of the rainbow"),
    _spec("duotone", "color_palette", "palette", "two tone", "bicolor", conflicts=("low contrast",)),
    _spec("limited palette", "color_palette", "palette", "limited colors", "few colors", "restricted palette",
          conflicts=("low contrast",)),
    # saturation and contrast
    _spec("vivid colors", "saturation", "saturation", "vibrant colors", "saturated colors",
          conflicts=("monochrome", "sepia tones", "pastel colors", "duotone", "limited palette", "charcoal drawing")),
    _spec("muted colors", "saturation", "saturation", "desaturated colors", "subdued colors",
          conflicts=("monochrome", "neon colors", "sepia tones", "jewel tones", "stained glass", "candy colors",
                     "rainbow colors", "duotone", "limited palette")),
    _spec("selective color", "saturation", "saturation", "spot color", "color accent",
          conflicts=("monochrome", "sepia tones", "rainbow colors", "duotone", "limited palette", "gold accents")),
    _spec("high contrast", "contrast", "contrast", "strong contrast", "stark contrast"),
    _spec("low contrast", "contrast", "contrast", "soft contrast", "gentle contrast",
          conflicts=("stained glass", "pointillism", "pencil sketch", "woodcut print", "charcoal drawing")),
    # light, shadow, hour, weather
    _spec("soft light", "lighting", "light", "soft lighting", "diffuse light"),
    _spec("dramatic lighting", "lighting", "light", "dramatic light", "spotlight", conflicts=("low contrast",)),
    _spec("backlit", "lighting", "light", "silhouette", "backlighting", conflicts=("night", "low contrast")),
    _spec("glowing lights", "lighting", "light", "glowing light", "light glow"),
    _spec("high key", "lighting", "light", "high key lighting", "bright and airy light",
          conflicts=("night", "high contrast", "low contrast", "neon colors", "jewel tones", "blue hour", "stormy",
                     "northern lights", "starry sky", "sunset", "dawn", "cloudy", "rainy", "vivid colors",
                     "chalk drawing", "neon sign", "gold accents", "bright daylight", "falling leaves")),
    _spec("low key", "lighting", "light", "low key lighting", "mostly darkness",
          conflicts=("bright daylight", "sunset", "dawn", "night", "stormy", "cloudy", "rainy", "falling leaves",
                     "foggy", "snowy", "low contrast", "pastel colors", "candy colors", "neon colors", "long shadows",
                     "framed composition", "vignette", "shallow depth of field")),
    _spec("rim light", "lighting", "light", "rim lighting", "rim lit", conflicts=("low contrast",)),
    _spec("sunbeams", "lighting", "light", "rays of light", "god rays",
          conflicts=("night", "rainy", "stormy", "northern lights", "starry sky", "blue hour")),
    _spec("long shadows", "shadow", "shadow", "long cast shadows", "stretched shadows", conflicts=("night", "backlit")),
    _spec("deep shadows", "shadow", "shadow", "dark shadows", "heavy shadows", conflicts=("low contrast",)),
    _spec("drop shadow", "shadow", "shadow", "drop shadows", "offset shadow"),
    _spec("colored shadows", "shadow", "shadow", "violet shadows", "blue shadows",
          conflicts=("night", "monochrome", "sepia tones", "duotone", "limited palette", "selective color",
                     "high key")),
    _spec("night", "time_of_day", "time", "at night", "night scene", "nighttime"),
    _spec("sunset", "time_of_day", "time", "at sunset", "golden hour", "evening light"),
    _spec("bright daylight", "time_of_day", "time", "daylight", "bright day", "sunny day"),
    _spec("dawn", "time_of_day", "time", "at dawn", "sunrise", "early morning"),
    _spec("blue hour", "time_of_day", "time", "dusk", "twilight", "nightfall",
          conflicts=("monochrome", "sepia tones", "warm colors", "neon colors", "sunbeams", "long shadows")),
    _spec("foggy", "atmosphere", "atmosphere", "fog", "misty", "haze"),
    _spec("rainy", "atmosphere", "atmosphere", "rain", "in the rain", conflicts=("bright daylight",)),
    _spec("snowy", "atmosphere", "atmosphere", "snow", "falling snow"),
    _spec("starry sky", "atmosphere", "atmosphere", "stars", "starry", conflicts=("bright daylight", "sunset")),
    _spec("stormy", "atmosphere", "atmosphere", "storm", "thunderstorm", "lightning",
          conflicts=("bright daylight", "sunset", "dawn", "long shadows", "glowing lights", "pastel colors")),
    _spec("cloudy", "atmosphere", "atmosphere", "overcast", "gray sky", conflicts=("bright daylight", "long shadows")),
    _spec("northern lights", "atmosphere", "atmosphere", "aurora", "aurora borealis",
          conflicts=("bright daylight", "sunset", "dawn", "monochrome", "sepia tones", "duotone", "limited palette",
                     "long shadows", "backlit", "warm colors")),
    _spec("falling leaves", "atmosphere", "atmosphere", "drifting leaves", "leaves in the wind"),
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
    _spec("embroidery", "medium", "medium", "embroidered", "stitched"),
    _spec("blueprint", "medium", "medium", "technical drawing", "cyanotype",
          conflicts=(*_COLOURS, *_LIGHTS, *_SKIES, "foggy", "framed composition", "flat space")),
    _spec("chalk drawing", "medium", "medium", "chalk on blackboard", "chalk", conflicts=("bright daylight",)),
    _spec("spray paint", "medium", "medium", "spray painted", "aerosol"),
    _spec("collage", "medium", "medium", "mixed media", "cut and paste"),
    _spec("risograph print", "medium", "medium", "risograph", "riso print", conflicts=("limited palette", "duotone")),
    _spec("engraving", "medium", "medium", "engraved", "copperplate", conflicts=("low contrast",)),
    _spec("clay model", "medium", "medium", "clay", "plasticine"),
    _spec("neon sign", "medium", "medium", "neon tubes", "neon signage",
          conflicts=("bright daylight", "pastel colors", "low contrast", "muted colors", "monochrome", "sepia tones",
                     "earth tones", "dramatic lighting", "low key", "rim light", "deep shadows", "canvas texture",
                     "cracked paint", "vignette")),
    # brushwork, texture, line, shape
    _spec("visible brushstrokes", "brushwork", "brush", "brush strokes", "loose brushwork",
          conflicts=_HARD_MEDIA),
    _spec("pointillism", "brushwork", "medium", "painted with dots", "tiny dots of color"),
    _spec("impasto", "brushwork", "brush", "thick paint", "thick impasto paint",
          conflicts=(*_HARD_MEDIA, "watercolor", "ink wash", "pointillism")),
    _spec("dry brush", "brushwork", "brush", "drybrush", "dry brushing", conflicts=_HARD_MEDIA),
    _spec("palette knife", "brushwork", "brush", "painting knife", "knife strokes",
          conflicts=(*_HARD_MEDIA, "watercolor", "ink wash", "pointillism")),
    _spec("paint splatter", "brushwork", "brush", "splatter", "splashes"),
    _spec("grainy texture", "texture", "texture", "film grain", "grainy", "grain"),
    _spec("canvas texture", "texture", "texture", "woven canvas", "canvas weave",
          conflicts=("chalk drawing", "halftone dots", "scanlines", "nostalgic mood", "noir")),
    _spec("crumpled paper", "texture", "texture", "crumpled", "creased paper"),
    _spec("cracked paint", "texture", "texture", "cracked", "craquelure"),
    _spec("wood grain", "texture", "texture", "wooden texture", "wood texture"),
    _spec("bold outlines", "line", "line", "thick outlines", "heavy outlines", "bold lines"),
    _spec("fine outlines", "line", "line", "thin outlines", "delicate lines"),
    _spec("soft edges", "line", "line", "blurred edges", "blurry edges",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "paper cutout", "geometric shapes")),
    _spec("sketchy lines", "line", "line", "loose lines", "rough lines", conflicts=("pixel art", "neon sign")),
    _spec("white outlines", "line", "line", "white lines", "outlined in white"),
    _spec("geometric shapes", "shape", "shape", "angular shapes", "low poly", "polygons"),
    _spec("organic curves", "shape", "shape", "wavy shapes", "flowing curves", conflicts=("pixel art",)),
    _spec("rounded shapes", "shape", "shape", "rounded", "round shapes"),
    _spec("blocky shapes", "shape", "shape", "blocky", "boxy shapes",
          conflicts=("pixel art", "mosaic", "stained glass", "pointillism", "soft edges", "high key",
                     "nostalgic mood")),
    _spec("elongated shapes", "shape", "shape", "elongated", "stretched shapes"),
    # composition, detail, perspective, depth
    _spec("minimalist composition", "composition", "composition", "minimalist", "minimal", "lots of empty space"),
    _spec("busy composition", "composition", "composition", "busy", "crowded", "full of things"),
    _spec("framed composition", "composition", "composition", "framed by", "natural frame"),
    _spec("off-center composition", "composition", "composition", "off center", "off to the side",
          conflicts=("symmetrical composition",)),
    _spec("diagonal composition", "composition", "composition", "diagonally composed", "diagonal layout",
          conflicts=("symmetrical composition",)),
    _spec("symmetrical composition", "composition", "symmetry", "symmetrical", "mirror symmetry"),
    _spec("intricate details", "detail", "detail", "highly detailed", "rich details", "ornate",
          conflicts=("minimalist composition",)),
    _spec("simplified details", "detail", "detail", "simplified", "simple forms", conflicts=("busy composition",)),
    _spec("close-up", "perspective", "distance", "close up", "close-up view", "zoomed in"),
    _spec("wide view", "perspective", "distance", "wide shot", "seen from afar", "panoramic view"),
    _spec("low angle", "perspective", "angle", "seen from below", "low viewpoint"),
    _spec("high angle", "perspective", "angle", "seen from above", "high viewpoint"),
    _spec("tilted view", "perspective", "angle", "tilted", "dutch angle",
          conflicts=("symmetrical composition", "diagonal composition")),
    _spec("fisheye view", "perspective", "angle", "fisheye", "fisheye lens"),
    _spec("layered depth", "depth", "depth", "atmospheric depth", "many receding layers"),
    _spec("shallow depth of field", "depth", "depth", "blurred background", "bokeh",
          conflicts=("pixel art", "mosaic", "stained glass", "woodcut print", "paper cutout")),
    _spec("flat space", "depth", "depth", "flatness", "two dimensional",
          conflicts=("clay model", "foggy", "flat vector", "low key")),
    # pattern, movement, mood, finish
    _spec("striped pattern", "pattern", "pattern", "stripes", "striped"),
    _spec("polka dots", "pattern", "pattern", "dotted pattern", "polka dot pattern"),
    _spec("swirl pattern", "pattern", "pattern", "swirls", "swirling pattern"),
    _spec("checkered pattern", "pattern", "pattern", "checkered", "checkerboard"),
    _spec("floral pattern", "pattern", "pattern", "floral", "flowery"),
    _spec("zigzag pattern", "pattern", "pattern", "zigzag", "chevron"),
    _spec("grid pattern", "pattern", "pattern", "grid", "lattice"),
    _spec("pop art", "art_movement", "movement", "pop art style", "halftone comic style",
          conflicts=tuple(name for name in _MEDIA if name != "paper cutout")),
    _spec("cubism", "art_movement", "movement", "cubist", "cubist style", conflicts=("pixel art", "geometric shapes")),
    _spec("expressionism", "art_movement", "movement", "expressionist", "expressionist style",
          conflicts=("pixel art", "monochrome", "sepia tones", "organic curves")),
    _spec("impressionism", "art_movement", "movement", "impressionist", "impressionistic",
          conflicts=(*_MEDIA, *_BRUSHES, "monochrome", "sepia tones")),
    _spec("ukiyo-e", "art_movement", "movement", "ukiyo e", "japanese print",
          conflicts=(*_MEDIA, *_BRUSHES, "neon colors", "geometric shapes", "flat vector")),
    _spec("art deco", "art_movement", "movement", "deco", "art deco style"),
    _spec("vaporwave", "art_movement", "movement", "synthwave", "retrowave",
          conflicts=(*_COLOURS, *_SKIES, "blueprint")),
    _spec("cyberpunk", "art_movement", "movement", "cyber punk", "cyberpunk style",
          conflicts=(*_COLOURS, "blueprint", "bright daylight", "sunset", "dawn", "high key", "snowy", "cloudy",
                     "rainy", "starry sky", "framed composition")),
    _spec("naive art", "art_movement", "movement", "naive", "childlike",
          conflicts=("monochrome", "sepia tones", "muted colors", "low key", "flat vector", "paper cutout",
                     "intricate details")),
    _spec("noir", "art_movement", "movement", "film noir", "noir style",
          conflicts=(*_COLOURS, "blueprint", "bright daylight", "sunset", "dawn", "blue hour", "northern lights",
                     "neon sign", "low contrast", "high key", "cheerful mood")),
    _spec("bauhaus", "art_movement", "movement", "bauhaus style", "swiss design",
          conflicts=(*_COLOURS, *_MEDIA, *_BRUSHES, *_SKIES, "flat vector")),
    _spec("fauvism", "art_movement", "movement", "fauvist", "fauve", conflicts=(*_COLOURS, *_MEDIA, *_BRUSHES)),
    _spec("psychedelic art", "art_movement", "movement", "psychedelic", "psychedelia",
          conflicts=(*_COLOURS, "blueprint", "watercolor", "pencil sketch", "charcoal drawing", "ink wash")),
    _spec("cheerful mood", "mood", "mood", "cheerful", "joyful", "happy mood", conflicts=("night", "monochrome")),
    _spec("gloomy mood", "mood", "mood", "gloomy", "melancholic", "somber",
          conflicts=("bright daylight", "neon colors")),
    _spec("dreamy mood", "mood", "mood", "dreamy", "ethereal", conflicts=("high contrast", "pixel art")),
    _spec("eerie mood", "mood", "mood", "eerie", "creepy", "unsettling",
          conflicts=("bright daylight", "warm colors", "sepia tones", "monochrome", "pastel colors", "vivid colors",
                     "muted colors", "selective color")),
    _spec("serene mood", "mood", "mood", "calm", "peaceful mood",
          conflicts=("stormy", "high contrast", "glitch effect")),
    _spec("mysterious mood", "mood", "mood", "mysterious", "enigmatic",
          conflicts=("bright daylight", "warm colors", "high key", "vivid colors", "muted colors", "selective color",
                     "candy colors", "colored shadows")),
    _spec("energetic mood", "mood", "mood", "energetic", "energy",
          conflicts=("monochrome", "sepia tones", "muted colors", "low contrast")),
    _spec("nostalgic mood", "mood", "mood", "nostalgic", "nostalgia", conflicts=("neon colors", "cool colors")),
    _spec("vignette", "finish", "finish", "dark corners", "vignetting", conflicts=("dramatic lighting",)),
    _spec("vintage fade", "finish", "finish", "faded", "retro print", "aged look"),
    _spec("glossy shine", "finish", "finish", "glossy", "shiny highlights"),
    _spec("light leaks", "finish", "finish", "light leak", "film burn",
          conflicts=("monochrome", "sepia tones", "duotone", "limited palette", "blueprint")),
    _spec("glitch effect", "finish", "finish", "glitch", "glitchy"),
    _spec("scanlines", "finish", "finish", "scan lines", "crt"),
    _spec("halftone dots", "finish", "finish", "halftone", "ben day dots",
          conflicts=("pop art", "pointillism", "risograph print", "engraving")),
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
