"""What simulated people say: their own words for attributes, and the sentences they put them in.

Written apart from the extractor: no phrase here is taken from ``vocabulary.json`` or ``cues.json``, though some meet,
as people's words do. ``{a}`` stands for an attribute, ``{A}`` for one at the beginning of a sentence.
"""

from __future__ import annotations

from typing import Final

__all__ = ["DISLIKING", "FILLERS", "IRONIC", "LIKING", "MIXED", "OPENINGS", "OWN_WORDS"]

OWN_WORDS: Final[dict[str, tuple[str, ...]]] = {
    "warm colors": ("those warm tones", "warm reds and oranges", "the warm palette"),
    "cool colors": ("cold colours", "that cool palette", "cool blue-ish tones"),
    "pastel colors": ("pastels", "soft pastel shades", "baby pastel colours"),
    "neon colors": ("neon colours", "fluorescent colours", "glaring neon"),
    "monochrome": ("black and white", "the black-and-white look", "greyscale"),
    "colorful": ("so many colours at once", "the many colours", "a colourful look"),
    "earth tones": ("earthy tones", "browns and ochres", "earthy colours"),
    "sepia tones": ("sepia", "that sepia look", "sepia tones"),
    "jewel tones": ("jewel tones", "deep jewel colours", "gem-like colours"),
    "vivid colors": ("vivid colours", "saturated colours", "bright bold colours"),
    "muted colors": ("muted colours", "toned-down colours", "subdued colours"),
    "high contrast": ("strong contrast", "the high contrast", "stark contrasts"),
    "low contrast": ("low contrast", "weak contrast", "gentle contrast"),
    "soft light": ("soft light", "gentle light", "diffuse lighting"),
    "harsh light": ("harsh light", "hard lighting", "glaring light"),
    "dramatic lighting": ("dramatic lighting", "spotlight effects", "theatrical light"),
    "backlit": ("backlighting", "light from behind", "backlit figures"),
    "glowing lights": ("glowing lights", "little glowing windows", "that glow"),
    "bright lighting": ("bright light", "lots of light", "bright lighting"),
    "dim lighting": ("darkness", "dim light", "such dark pictures"),
    "long shadows": ("long shadows", "shadows stretching out", "long cast shadows"),
    "deep shadows": ("deep shadows", "heavy shadows", "dark shadows"),
    "soft shadows": ("soft shadows", "gentle shadows", "faint shadows"),
    "night": ("night scenes", "the night-time setting", "the night"),
    "sunset": ("sunsets", "golden hour", "evening light"),
    "bright daylight": ("broad daylight", "bright sunny days", "daylight"),
    "dawn": ("early morning light", "dawn", "sunrise"),
    "blue hour": ("the blue hour", "twilight", "dusk"),
    "foggy": ("fog", "mist", "hazy air"),
    "rainy": ("rain", "rainy weather", "drizzle"),
    "snowy": ("snow", "snowy scenes", "falling snow"),
    "starry sky": ("starry skies", "stars", "the night sky full of stars"),
    "stormy": ("storms", "stormy weather", "thunder and lightning"),
    "cloudy": ("cloudy skies", "overcast weather", "clouds"),
    "watercolor": ("watercolour", "watercolors", "aquarelle"),
    "oil painting": ("oil painting", "oils", "oil paint"),
    "pixel art": ("pixel art", "pixels", "pixelated graphics"),
    "pencil sketch": ("pencil sketches", "pencil drawing", "graphite"),
    "stained glass": ("stained glass", "the church window look", "stained glass windows"),
    "mosaic": ("mosaic", "little tiles", "mosaics"),
    "woodcut print": ("woodcuts", "linocut", "block prints"),
    "paper cutout": ("paper cutouts", "cut paper", "layered paper"),
    "flat vector": ("flat vector art", "flat design", "vector graphics"),
    "charcoal drawing": ("charcoal", "charcoal drawing", "charcoal lines"),
    "ink wash": ("ink wash", "ink painting", "sumi-e"),
    "crayon drawing": ("crayon", "wax crayons", "crayon drawings"),
    "embroidery": ("embroidery", "stitching", "embroidered pictures"),
    "collage": ("collage", "collages", "cut and paste"),
    "visible brushstrokes": ("visible brushstrokes", "brush marks", "seeing the brush strokes"),
    "smooth brushwork": ("smooth brushwork", "smooth blending", "smoothly blended paint"),
    "pointillism": ("pointillism", "painting with tiny dots", "pointillist dots"),
    "impasto": ("impasto", "thick paint", "thickly painted surfaces"),
    "paint splatter": ("paint splatters", "drips and splashes", "splattered paint"),
    "grainy texture": ("grain", "film grain", "grainy pictures"),
    "canvas texture": ("canvas texture", "the weave of the canvas", "a canvas structure"),
    "smooth texture": ("smooth surfaces", "smoothness", "smooth textures"),
    "rough texture": ("rough textures", "rough surfaces", "a coarse surface"),
    "bold outlines": ("bold outlines", "thick lines", "heavy black outlines"),
    "fine outlines": ("fine lines", "thin delicate lines", "thin outlines"),
    "soft edges": ("soft edges", "blurriness", "blurry edges"),
    "crisp edges": ("crisp edges", "sharp edges", "razor sharp edges"),
    "sketchy lines": ("scribbly lines", "sketchy lines", "loose sketchy linework"),
    "geometric shapes": ("geometric shapes", "angular shapes", "triangles and polygons"),
    "organic curves": ("organic curves", "flowing curves", "wavy shapes"),
    "rounded shapes": ("round shapes", "rounded forms", "soft round shapes"),
    "minimalist composition": ("minimalism", "empty space", "a minimalist layout"),
    "busy composition": ("busy pictures", "crowded compositions", "so much going on"),
    "symmetrical composition": ("symmetry", "symmetrical compositions", "mirror symmetry"),
    "intricate details": ("tiny details", "intricate detail", "lots of details"),
    "simplified details": ("simplified forms", "simplicity", "simple shapes"),
    "close-up": ("close-ups", "being so close up", "zoomed in views"),
    "wide view": ("wide views", "panoramas", "seeing it from far away"),
    "low angle": ("low angles", "looking up from below", "views from below"),
    "high angle": ("bird's eye views", "views from above", "looking down from above"),
    "layered depth": ("depth", "a sense of depth", "layers receding into the distance"),
    "flat space": ("flatness", "flat two-dimensional pictures", "a flattened space"),
    "shallow depth of field": ("blurred backgrounds", "bokeh", "shallow depth of field"),
    "striped pattern": ("stripes", "striped patterns", "stripy stuff"),
    "polka dots": ("polka dots", "dotty patterns", "dots all over"),
    "swirl pattern": ("swirls", "swirly patterns", "spirals"),
    "pop art": ("pop art", "the Warhol look", "pop art style"),
    "cubism": ("cubism", "cubist pictures", "the Picasso thing"),
    "expressionism": ("expressionism", "expressionist painting", "Munch-like expressionism"),
    "impressionism": ("impressionism", "that Monet style", "impressionist painting"),
    "surrealism": ("surrealism", "surreal pictures", "Dali-like surrealism"),
    "abstract art": ("abstract art", "abstraction", "abstract pictures"),
    "realism": ("realism", "realistic pictures", "a realistic style"),
    "cheerful mood": ("a cheerful mood", "happy pictures", "joyful scenes"),
    "gloomy mood": ("gloom", "a gloomy mood", "melancholy"),
    "dreamy mood": ("a dreamy mood", "dreamlike pictures", "dreaminess"),
    "eerie mood": ("spooky pictures", "an eerie mood", "creepiness"),
    "serene mood": ("calm pictures", "a peaceful mood", "stillness"),
    "energetic mood": ("energy", "an energetic feel", "energetic pictures"),
    "mysterious mood": ("mystery", "a mysterious mood", "mysterious pictures"),
    "nostalgic mood": ("nostalgia", "a nostalgic mood", "nostalgic scenes"),
    "cozy mood": ("cosiness", "a cosy mood", "cosy pictures"),
    "vignette": ("vignettes", "dark corners", "a vignette"),
    "vintage fade": ("a faded vintage look", "faded old photos", "that aged look"),
    "glossy shine": ("glossy surfaces", "shine", "a glossy finish"),
    "matte finish": ("a matte finish", "matte surfaces", "matte colours"),
}
"""How people call what the vocabulary has another name for; whatever is not here is called by its name."""

LIKING: Final[tuple[str, ...]] = (
    "I love {a}", "I really like {a}", "{A}: yes!", "{A} always gets me", "I can't get enough of {a}",
    "what I enjoy here is {a}", "{A} makes me happy", "I'm a big fan of {a}", "give me {a} any day",
    "I wish more pictures had {a}", "so glad to see {a}", "{A}? Love it", "my favourite part is {a}",
    "nothing beats {a}", "I could look at {a} for hours", "I have a soft spot for {a}", "{A} really works for me",
    "I'm drawn to {a}", "it would be nothing without {a}", "you can never have too much of {a}",
    "I find {a} beautiful", "{A} is gorgeous", "I'd hang this up just for {a}", "thumbs up for {a}",
    "I don't see why anyone would dislike {a}", "{A} is totally my thing", "I appreciate {a}",
    "{A} speaks to me", "not gonna lie, {a} is great", "can we have more of {a} please",
)  # fmt: skip
"""Sentences of people who like something."""

DISLIKING: Final[tuple[str, ...]] = (
    "I hate {a}", "I don't like {a}", "{A}: no thanks", "I can't stand {a}", "I'm tired of {a}",
    "what bothers me is {a}", "{A} puts me off", "I'm not a fan of {a}", "please, no more {a}",
    "I could do without {a}", "{A} leaves me cold", "I wish there was no {a}", "{A}? Not for me",
    "{A} ruins it", "{A} gives me a headache", "I never liked {a}", "{A} is just ugly", "too much {a}",
    "I'd prefer it without {a}", "{A} isn't my cup of tea", "I find {a} boring", "{A} gets on my nerves",
    "get rid of {a}", "I don't get the appeal of {a}", "it's a shame about {a}", "{A} is so overdone",
    "I really don't need {a}", "{A} does nothing for me", "I'm allergic to {a}", "thumbs down for {a}",
)  # fmt: skip
"""Sentences of people who dislike something."""

IRONIC: Final[tuple[str, ...]] = (
    "oh great, {a} again", "just what I needed, {a}", "wow, {a}, how original", "because the world needs more {a}",
    "yeah right, {a}, how exciting",
)  # fmt: skip
"""Sentences of people who dislike something and say the contrary."""

MIXED: Final[tuple[str, ...]] = (
    "I love {a}, but {b} spoils it", "{A} is lovely, {b} not so much", "great {a}, shame about {b}",
    "although I can't stand {b}, I do like {a}", "I'd rather have {a} than {b}", "more {a} and less {b} please",
    "I like {a} but I don't like {b}", "if it had {a} instead of {b} I would buy it",
    "{A} is wonderful. {B} isn't my thing", "{B} annoys me, {a} saves it",
)  # fmt: skip
"""Sentences about something that is liked, ``{a}``, and something that is not, ``{b}``."""

OPENINGS: Final[tuple[str, ...]] = (
    "Hmm.", "Ok so", "Well,", "Honestly,", "First impression:", "tbh", "For me personally,", "Not sure why, but",
)  # fmt: skip
"""Ways to begin."""

FILLERS: Final[tuple[str, ...]] = (
    "My dog looks just like that.", "I saw something like it on holiday.", "Don't know what else to say.",
    "The boat made me think of my uncle.", "Anyway.", "That's all.", "Is it a lighthouse?", "Who painted this?",
)  # fmt: skip
"""Sentences that say nothing of taste."""
