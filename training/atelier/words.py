"""Captions: how people say what a picture shows.

Knows order, synonyms and completeness of captions. The phrases themselves are in the tables of ``subjects``,
``attributes`` and ``scenery``.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from training.atelier.attributes import ATTRIBUTES
from training.atelier.scene import Scene
from training.atelier.scenery import SEASONS
from training.atelier.subjects import SUBJECTS

_MEDIA_PHRASE = {
    "watercolor": "a watercolor of {}", "oil painting": "an oil painting of {}", "pixel art": "pixel art of {}",
    "pencil sketch": "a pencil sketch of {}", "mosaic": "a mosaic of {}", "woodcut print": "a woodcut print of {}",
    "stained glass": "a stained glass window of {}", "charcoal drawing": "a charcoal drawing of {}",
    "crayon drawing": "a crayon drawing of {}", "paper cutout": "a paper cutout of {}",
    "embroidery": "an embroidery of {}", "blueprint": "a blueprint of {}", "chalk drawing": "a chalk drawing of {}",
    "collage": "a collage of {}", "risograph print": "a risograph print of {}", "engraving": "an engraving of {}",
    "clay model": "a clay model of {}", "neon sign": "a neon sign of {}",
}  # fmt: skip
_LISTED = 0.14  # share of captions that are lists of tastes, where there are any
_LONGEST_LIST = 9  # names; more than that are cut by a text model of 40 positions
_BESIDE = ("{} and {}", "{} with {}", "{} next to {}", "{} beside {}")
_ABOVE = ("{} and {}", "{} with {}", "{} with {} in the air", "{} under {}")


def plain_words(scene: Scene) -> str:
    """Subject, companion, setting and season as an unadorned prompt says them."""
    what = SUBJECTS[scene.subject].phrases[0]
    if scene.companion:
        what = f"{what} and {SUBJECTS[scene.companion].phrases[0]}"
    return " ".join([what, scene.setting, *([SEASONS[scene.season].phrases[0]] if scene.season else [])])


def _who(scene: Scene, rng: random.Random) -> str:
    """The subject, and the companion if there is one."""
    phrases = SUBJECTS[scene.subject].phrases_of(scene.variant)
    what = phrases[0] if rng.random() < 0.6 else rng.choice(phrases)
    if scene.companion is None:
        return what
    other = SUBJECTS[scene.companion]
    said = other.names[0] if rng.random() < 0.6 else rng.choice(other.names)
    return rng.choice(_BESIDE if other.aloft is None else _ABOVE).format(what, said)


def caption(scene: Scene, rng: random.Random) -> tuple[str, frozenset[str]]:
    """One caption and the names it mentions (subject, companion, setting and season included).

    Captions vary in order, synonyms and completeness: most say everything, some only the
    attributes (as lists of preferences do), some leave the setting or one attribute out. A caption
    without attributes is only ever given to a plain picture, so that an unadorned prompt has one
    look.
    """
    mentioned = set(scene.attributes)
    if len(mentioned) > 1 and rng.random() < 0.15:
        mentioned.discard(rng.choice(sorted(mentioned)))
    phrases = {name: rng.choice(ATTRIBUTES[name].phrases) if rng.random() < 0.6 else name for name in sorted(mentioned)}
    order = list(phrases)
    rng.shuffle(order)
    if mentioned and rng.random() < 0.16:
        return ", ".join(phrases[n] for n in order), frozenset(mentioned)
    what = _who(scene, rng)
    mentioned |= {scene.subject, scene.companion or scene.subject}
    if rng.random() < 0.85:
        what += " " + scene.setting
        mentioned.add(scene.setting)
    if scene.season and (not scene.attributes or rng.random() < 0.85):
        what += " " + rng.choice(SEASONS[scene.season].phrases)
        mentioned.add(scene.season)
    medium = next((n for n in order if n in _MEDIA_PHRASE), None)
    if medium and rng.random() < 0.3:
        order.remove(medium)
        what = _MEDIA_PHRASE[medium].format(what)
    rest = [phrases[n] for n in order]
    parts = [*rest, what] if rng.random() < 0.25 else [what, *rest]
    if len(rest) == 1 and parts[0] == what and not scene.companion and rng.random() < 0.3:
        return f"{what} with {rest[0]}", frozenset(mentioned)
    return ", ".join(parts), frozenset(mentioned)


def taste_list(scene: Scene, rng: random.Random, attributes: Sequence[str]) -> tuple[str, frozenset[str]]:
    """A list of things liked of which the picture shows some: its attributes among up to six others, by name.

    Such a list is sorted, as the lists that people's tastes are encoded from (``viper_core.backends.prompts``). What it
    mentions is what the picture shows.
    """
    others = sorted(set(attributes) - scene.attributes)
    room = max(1, _LONGEST_LIST - len(scene.attributes))
    added = rng.sample(others, min(len(others), rng.randint(1, min(6, room))))
    return ", ".join(sorted([*scene.attributes, *added])), scene.attributes


def captions(  # type: ignore[type-arg]
    scene: Scene, rng: random.Random, n: int, *, mentions: bool = False, tastes: Sequence[str] = ()
) -> list:
    """n captions; with ``mentions`` each as (text, names it mentions); with ``tastes`` a few are lists of these."""
    made = []
    for _ in range(n):
        listed = tastes and scene.attributes and rng.random() < _LISTED
        made.append(taste_list(scene, rng, tastes) if listed else caption(scene, rng))
    return made if mentions else [text for text, _ in made]
