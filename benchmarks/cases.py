"""What is drawn: random prompts of what a model says it knows, and pairs of opposed attributes.

Decided before any picture was looked at, and by seeds alone. Settings belong to subjects in the artist's table, and a
prompt names only attributes that the artist can show in one picture. Knows no model beyond the lists in its viper.json.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.atelier import ATTRIBUTES, SUBJECTS, Scene, compatible
from viper_core.bundle import Known
from viper_core.errors import InputError
from viper_core.preferences import Attribute, Preferences

HEADLINE = (
    # the first ten: palette, hour, weather, paint, print, line, composition
    "warm colors", "cool colors", "monochrome", "night", "snowy", "watercolor", "pixel art", "mosaic", "bold outlines",
    "minimalist composition",
    # one of every category that these leave out
    "vivid colors", "high contrast", "dramatic lighting", "drop shadow", "pointillism", "grainy texture",
    "geometric shapes", "intricate details", "close-up", "layered depth", "polka dots", "ukiyo-e", "eerie mood",
    "halftone dots",
    # what people name most often besides
    "pastel colors", "oil painting", "stained glass", "sunset", "pop art", "serene mood",
    # for models that know fewer of those above
    "neon colors", "foggy", "pencil sketch", "starry sky", "earth tones", "muted colors", "low contrast", "soft edges",
    "busy composition", "bright daylight", "woodcut print", "flat vector",
)  # fmt: skip
"""Attributes that are claimed, in order of preference; ``headline`` takes the first that a model knows."""

HEADLINES = 30

PAIRS = (
    ("warm colors", "cool colors"),
    ("night", "bright daylight"),
    ("monochrome", "vivid colors"),
    ("watercolor", "pixel art"),
    ("pastel colors", "neon colors"),
    ("high contrast", "low contrast"),
    ("minimalist composition", "busy composition"),
    ("oil painting", "flat vector"),
    ("pencil sketch", "stained glass"),
    ("mosaic", "woodcut print"),
    ("bold outlines", "soft edges"),
    ("foggy", "starry sky"),
    ("sunset", "night"),
    ("earth tones", "neon colors"),
    ("vivid colors", "muted colors"),
    ("sepia tones", "rainbow colors"),
    ("serene mood", "eerie mood"),
    ("geometric shapes", "organic curves"),
    ("intricate details", "minimalist composition"),
    ("pop art", "ukiyo-e"),
    ("vaporwave", "art deco"),
    ("blueprint", "oil painting"),
    ("chalk drawing", "neon sign"),
    ("stormy", "bright daylight"),
    ("northern lights", "foggy"),
    ("polka dots", "striped pattern"),
    ("close-up", "layered depth"),
    ("sunbeams", "dramatic lighting"),
    ("wood grain", "grainy texture"),
    ("dreamy mood", "glitch effect"),
    # for models that know fewer of those above
    ("warm colors", "monochrome"),
    ("oil painting", "pixel art"),
    ("watercolor", "woodcut print"),
    ("stained glass", "flat vector"),
    ("pencil sketch", "mosaic"),
    ("sunset", "bright daylight"),
    ("snowy", "foggy"),
    ("pastel colors", "high contrast"),
    ("neon colors", "muted colors"),
    ("cool colors", "earth tones"),
    ("pointillism", "flat vector"),
    ("soft edges", "pixel art"),
    ("bold outlines", "watercolor"),
    ("grainy texture", "soft edges"),
    ("starry sky", "bright daylight"),
)
"""Opposed attributes in order of preference; each pair is tried in both directions."""

PAIRS_TRIED, PAIRS_NEEDED = 30, 12

_MORE = 2  # attributes of a prompt besides the one that its turn asks for


@dataclass(frozen=True)
class Case:
    """A prompt and what it asks for."""

    subject: str
    setting: str
    attributes: tuple[str, ...]
    seed: int

    @property
    def prompt(self) -> str:
        """As captions say it: subject, setting, attributes."""
        what = f"{SUBJECTS[self.subject].phrases[0]} {self.setting}"
        return ", ".join([what, *self.attributes])

    def scene(self, *, jitter: float) -> Scene:
        """The scene that the artist would draw for this prompt."""
        return Scene(self.subject, self.setting, frozenset(self.attributes), self.seed, jitter)


def places(known: Known) -> tuple[tuple[str, str], ...]:
    """Every subject the model knows with every setting it knows for it.

    Raises:
        InputError: it knows no subject with a setting that the artist can draw.
    """
    found = tuple(
        (subject, setting)
        for subject in known.subjects
        if subject in SUBJECTS
        for setting in SUBJECTS[subject].settings
        if setting in known.settings
    )
    if not found:
        raise InputError("The model's viper.json lists no subject with a setting that the artist draws.")
    return found


def headline(known: Known, count: int = HEADLINES) -> tuple[str, ...]:
    """The first ``count`` of ``HEADLINE`` that the model knows and the artist draws.

    Raises:
        InputError: it knows none of them.
    """
    names = tuple(name for name in HEADLINE if name in renderable(known))
    if not names:
        raise InputError("The model's viper.json lists no attribute that these figures are about.")
    return names[:count]


def prompts(known: Known, count: int, *, seed: int = 0, asked: Sequence[str] | None = None) -> tuple[Case, ...]:
    """Random prompts. Each of ``asked`` has its turn, then one prompt without any attribute, and over again.

    ``asked`` is the model's ``headline`` unless it is given.

    A prompt has one to three attributes that can be seen together: the one whose turn it is and up to two more of all
    that the model knows. Subjects have their turns too, so that all are equally frequent.
    """
    known_attributes = renderable(known)
    by_subject: dict[str, list[str]] = {}
    for subject, setting in places(known):
        by_subject.setdefault(subject, []).append(setting)
    turns: tuple[str | None, ...] = (*(headline(known) if asked is None else asked), None)
    cases = []
    for i in range(count):
        rng = random.Random(f"faithfulness:{seed}:{i}")
        subject = _shuffled(tuple(by_subject), f"subjects:{seed}:{i // len(by_subject)}")[i % len(by_subject)]
        turn = turns[i % len(turns)]
        attributes = [] if turn is None else [turn]
        wanted = len(attributes) + rng.randint(0, _MORE) if turn else 0
        for name in rng.sample(known_attributes, len(known_attributes)):
            if len(attributes) < wanted and all(compatible(name, other) for other in attributes):
                attributes.append(name)
        rng.shuffle(attributes)
        cases.append(Case(subject, rng.choice(by_subject[subject]), tuple(attributes), rng.getrandbits(31)))
    return tuple(cases)


def plain_prompts(known: Known, count: int, *, seed: int = 0) -> tuple[Case, ...]:
    """Different prompts of subject and setting alone, every subject before any a second time."""
    rounds: list[tuple[str, str]] = []
    left = list(_shuffled(places(known), f"plain:{seed}"))
    while left:
        seen: set[str] = set()
        for place in tuple(left):
            if place[0] not in seen:
                seen.add(place[0])
                rounds.append(place)
                left.remove(place)
    if len(rounds) < count:
        raise InputError(f"The model knows {len(rounds)} subjects in settings; {count} prompts were asked for.")
    return tuple(Case(subject, setting, (), seed) for subject, setting in rounds[:count])


def directions(known: Known, pairs: Sequence[tuple[str, str]] = PAIRS) -> tuple[tuple[str, str], ...]:
    """(VP+, VP−) of the first thirty pairs whose attributes the model knows, both ways.

    Raises:
        InputError: fewer than twelve pairs are left.
    """
    usable = [pair for pair in pairs if set(pair) <= set(known.attributes)][:PAIRS_TRIED]
    if len(usable) < PAIRS_NEEDED:
        raise InputError(
            f"The model knows both attributes of {len(usable)} of {len(pairs)} pairs; {PAIRS_NEEDED} are needed."
        )
    return tuple(direction for a, b in usable for direction in ((a, b), (b, a)))


def preferences_of(
    liked: Iterable[str], disliked: Iterable[str], *, weights: Mapping[str, float] | None = None
) -> Preferences:
    """A taste of attributes of the artist's table, with its categories; one without a weight counts 1."""
    liked_side, disliked_side = (
        tuple(
            Attribute.model_validate(
                {"name": name, "category": ATTRIBUTES[name].category, "weight": (weights or {}).get(name, 1.0)}
            )
            for name in names
        )
        for names in (liked, disliked)
    )
    return Preferences(liked=liked_side, disliked=disliked_side)


def renderable(known: Known) -> tuple[str, ...]:
    """The attributes the model knows and the artist can draw."""
    return tuple(name for name in known.attributes if name in ATTRIBUTES)


def _shuffled(items: Sequence[tuple[str, str] | str], seed: str) -> tuple:  # type: ignore[type-arg]
    listed = list(items)
    random.Random(seed).shuffle(listed)
    return tuple(listed)
