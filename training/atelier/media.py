"""From a clean vector drawing to a picture in its medium, light and mood.

Knows the order in which raster effects are applied. What each does is in the modules that the table names;
what is drawn at all (palette, weather, outlines,
patterns, composition) is left to the vector half.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from training.atelier import (
    bending,
    brushwork,
    cells,
    crafts,
    drawing,
    focus,
    geometry,
    grading,
    illumination,
    moods,
    movements,
    printmaking,
    strokes,
    surfaces,
    toning,
)
from training.atelier.attributes import ATTRIBUTES
from training.atelier.raster import GRID, Canvas, resize

Effect = Callable[[np.ndarray, Canvas], np.ndarray]

MOVES: dict[str, Callable[[np.ndarray, Canvas], geometry.Moved]] = {
    "geometric shapes": geometry.geometric_shapes,
    "organic curves": geometry.organic_curves,
    "elongated shapes": bending.elongated_shapes,
    "flat space": bending.flat_space,
    "cubism": geometry.cubism,
    "expressionism": geometry.expressionism,
    "diagonal composition": bending.diagonal_composition,
    "tilted view": bending.tilted_view,
    "blocky shapes": bending.blocky_shapes,
    "fisheye view": bending.fisheye_view,
}
"""Effects that move shapes, and the subject's mask with them."""

EFFECTS: tuple[tuple[str, Effect], ...] = (
    ("simplified details", focus.simplified_details),
    ("shallow depth of field", focus.shallow_depth_of_field),
    ("soft edges", focus.soft_edges),
    ("soft light", grading.soft_light),
    ("dramatic lighting", grading.dramatic_lighting),
    ("glowing lights", grading.glowing_lights),
    ("high key", illumination.high_key),
    ("low key", illumination.low_key),
    ("rim light", illumination.rim_light),
    ("sunbeams", illumination.sunbeams),
    ("drop shadow", illumination.drop_shadow),
    ("colored shadows", illumination.colored_shadows),
    ("deep shadows", grading.deep_shadows),
    ("watercolor", drawing.watercolor),
    ("oil painting", strokes.oil_painting),
    ("pixel art", cells.pixel_art),
    ("pencil sketch", drawing.pencil_sketch),
    ("stained glass", cells.stained_glass),
    ("mosaic", cells.mosaic),
    ("woodcut print", drawing.woodcut_print),
    ("paper cutout", drawing.paper_cutout),
    ("charcoal drawing", drawing.charcoal_drawing),
    ("ink wash", drawing.ink_wash),
    ("crayon drawing", strokes.crayon_drawing),
    ("pointillism", cells.pointillism),
    ("embroidery", crafts.embroidery),
    ("blueprint", printmaking.blueprint),
    ("chalk drawing", crafts.chalk_drawing),
    ("spray paint", crafts.spray_paint),
    ("collage", crafts.collage),
    ("risograph print", printmaking.risograph_print),
    ("engraving", printmaking.engraving),
    ("clay model", crafts.clay_model),
    ("neon sign", crafts.neon_sign),
    ("visible brushstrokes", strokes.visible_brushstrokes),
    ("impasto", strokes.impasto),
    ("dry brush", brushwork.dry_brush),
    ("palette knife", brushwork.palette_knife),
    ("pop art", grading.pop_art),
    ("impressionism", movements.impressionism),
    ("ukiyo-e", movements.ukiyo_e),
    ("art deco", movements.art_deco),
    ("vaporwave", movements.vaporwave),
    ("cyberpunk", movements.cyberpunk),
    ("naive art", movements.naive_art),
    ("noir", movements.noir),
    ("bauhaus", movements.bauhaus),
    ("fauvism", movements.fauvism),
    ("psychedelic art", movements.psychedelic_art),
    ("sketchy lines", drawing.sketchy_lines),
    ("paint splatter", brushwork.paint_splatter),
    ("bold outlines", drawing.bold_outlines),
    ("snowy", grading.snowflakes),
    ("cheerful mood", grading.confetti),
    # a grade comes after the medium: tints and contrast would be lost in a pencil drawing
    ("vivid colors", grading.vivid_colors),
    ("muted colors", grading.muted_colors),
    ("high contrast", grading.high_contrast),
    ("low contrast", grading.low_contrast),
    ("rainbow colors", toning.rainbow_colors),
    ("gold accents", toning.gold_accents),
    ("selective color", toning.selective_color),
    ("cheerful mood", grading.cheerful_mood),
    ("gloomy mood", grading.gloomy_mood),
    ("dreamy mood", grading.dreamy_mood),
    ("eerie mood", grading.eerie_mood),
    ("serene mood", moods.serene_mood),
    ("mysterious mood", moods.mysterious_mood),
    ("energetic mood", moods.energetic_mood),
    ("limited palette", toning.limited_palette),
    ("duotone", toning.duotone),
    ("grainy texture", grading.grainy_texture),
    ("canvas texture", grading.canvas_texture),
    ("crumpled paper", surfaces.crumpled_paper),
    ("cracked paint", surfaces.cracked_paint),
    ("wood grain", surfaces.wood_grain),
    ("glossy shine", grading.glossy_shine),
    ("vignette", grading.vignette),
    ("vintage fade", grading.vintage_fade),
    ("halftone dots", printmaking.halftone_dots),
    ("light leaks", surfaces.light_leaks),
    ("glitch effect", surfaces.glitch_effect),
    ("scanlines", surfaces.scanlines),
    ("nostalgic mood", moods.nostalgic_mood),
)
"""Effects in the order of work: focus, light, medium, brush, movement, grade, surface, finish."""

RASTER_ATTRIBUTES = frozenset(MOVES) | frozenset(name for name, _ in EFFECTS)
"""Attributes that this half renders; "flat vector" is the drawing as it comes."""


_MATERIALS = frozenset(name for name in RASTER_ATTRIBUTES if ATTRIBUTES[name].slot in ("medium", "brush", "movement"))
"""Attributes whose marks hide small differences of colour."""


def apply(
    image: np.ndarray, attributes: frozenset[str], *, rng: np.random.Generator, subject: np.ndarray
) -> np.ndarray:
    """The drawing with all its raster attributes, float32 ``(S, S, 3)`` in [0, 1].

    ``image`` is float32 ``(S, S, 3)`` in [0, 1], S from 64 to 1024; ``subject`` float32 ``(S, S)``,
    the main subject's mask. Names without a raster effect are ignored. ``image`` is not changed.
    Raises ``ValueError`` where shapes do not fit.
    """
    size = image.shape[0]
    if image.shape != (size, size, 3) or subject.shape != (size, size):
        raise ValueError(f"image must be (S, S, 3) and subject (S, S); got {image.shape} and {subject.shape}")
    seed = int(rng.integers(2**63))
    # marks finer than a pixel cannot be drawn: small pictures are worked on at grid size and reduced
    work = max(size, GRID)
    picture = resize(np.ascontiguousarray(image.transpose(2, 0, 1), np.float32), work)
    canvas = Canvas(work, resize(np.ascontiguousarray(subject, np.float32), work), attributes, seed)
    for name, move in MOVES.items():
        if name in attributes:
            picture, mask = move(picture, canvas)
            canvas = replace(canvas, subject=mask, _memo={})
    if attributes & _MATERIALS:
        picture = grading.set_apart(picture, canvas)
    for name, effect in EFFECTS:
        if name in attributes:
            picture = effect(picture, canvas)
    picture = grading.lock_palette(resize(picture, size), attributes)
    return np.ascontiguousarray(np.clip(picture, 0.0, 1.0).transpose(1, 2, 0), np.float32)
