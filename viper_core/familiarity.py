"""What a model knows of a text, and what it knows instead: nobody shall wonder why a word changed nothing.

A bundled model lists what it was trained on (``viper.json``). Here a prompt's unknown words are found and each is given
the nearest thing that the model does know: the same attribute under another name, one of its category, the word that
was probably meant, or a subject of the same kind. A taste is divided into the attributes that act and those that would
be noise. Models that list nothing (large ones) count as knowing everything. Knows no model, only its list.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, get_args

from viper_core.preferences import Attribute, Preferences, Side
from viper_core.vocabulary import load_vocabulary
from viper_core.words import closest_word, plain_form, tokenize, word_set

if TYPE_CHECKING:
    from viper_core.bundle import Known
    from viper_core.vocabulary import Entry, Vocabulary

__all__ = ["Familiarity", "Taste", "Unfamiliar", "familiarity_with"]

_MOST_NEAREST = 3
# Words of grammar carry no picture: a caption model ignores them whether or not it has seen them.
_GRAMMAR: Final = word_set(
    """
    a an and are as at be but by for from has have her his i in into is it its me my near no not of on onto or our out
    over s she he so some than that the their them then there these they this those to under up very was we were with
    without you your very quite rather really just picture image photo drawing painting illustration style styled
    """
)
_KINDS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "animal": word_set(
            """
            animal ant bear bee bird bunny butterfly calf camel cat chicken cow crab crow deer dog dolphin donkey duck
            eagle elephant fish fox frog giraffe goat goldfish goose hamster hare hedgehog hen horse kitten koala lamb
            lion lizard monkey mouse octopus otter owl panda parrot penguin pet pig pony puppy rabbit rat raven salmon
            seal shark sheep snail snake spider squirrel swan tiger trout turtle whale wolf zebra unicorn dragon
            """
        ),
        "building": word_set(
            """
            apartment barn bridge building cabin castle cathedral chapel church city cottage farm farmhouse fort
            fortress gate home hotel house hut lighthouse mansion mill mosque museum pagoda palace pyramid ruin school
            shed shop skyscraper station temple tent tower town village windmill
            """
        ),
        "vehicle": word_set(
            """
            aeroplane airplane airship automobile balloon bicycle bike boat bus canoe car carriage cart ferry helicopter
            jet lorry motorbike motorcycle plane raft rocket sailboat ship spaceship spacecraft submarine taxi tractor
            train tram truck van vessel wagon yacht zeppelin
            """
        ),
        "plant": word_set(
            """
            bouquet bush cactus daisy fern flower flowers grass leaf lily mushroom oak orchid palm pine plant rose
            sunflower toadstool tree trees tulip willow
            """
        ),
        "person": word_set(
            """
            boy child clown dancer girl king knight lady man musician people person portrait princess queen robot witch
            wizard woman
            """
        ),
        "thing": word_set(
            """
            apple book bottle bowl bread cake chair clock cup fruit guitar jug kite lamp pear piano pot table teapot toy
            umbrella vase violin
            """
        ),
        "landscape": word_set(
            """
            beach canyon cliff coast desert field forest garden glacier hill hills island jungle lake landscape meadow
            mountain mountains ocean park pond river sea seaside shore valley volcano waterfall woods
            """
        ),
    }
)
"""Nouns that people ask for, by kind: enough to offer a cat to who wants a dog."""


@dataclass(frozen=True, slots=True)
class Unfamiliar:
    """A word or phrase the model does not know, in lower case, and what it knows instead, nearest first."""

    said: str
    nearest: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.said} (it knows {' or '.join(self.nearest)})" if self.nearest else self.said


@dataclass(frozen=True, slots=True)
class Taste:
    """A taste as one model can follow it.

    Attributes:
        acting: the active attributes that the model knows, under the names it knows them by.
        idle: the active ones it does not know. They are left out of the drawing.
    """

    acting: Preferences
    idle: tuple[Unfamiliar, ...]


class Familiarity:
    """What a model with this list knows. ``known`` None is a model that lists nothing and so knows everything."""

    def __init__(self, known: Known | None, vocabulary: Vocabulary) -> None:
        self._known = known
        self._vocabulary = vocabulary

    @property
    def words(self) -> frozenset[str] | None:
        """Every single word of the model's lists, in lower case; None for a model without them."""
        return None if self._known is None else self._known.every_word()

    def attribute(self, name: str) -> str | None:
        """The name by which the model knows this attribute; None where it does not.

        It does where the attribute, or the vocabulary's entry for it, is on its list, or all of its words are.
        """
        if self._known is None:
            return name
        key = " ".join(name.split()).casefold()
        if key in self._attributes:
            return self._attributes[key]
        entry = self._entry(name)
        if entry is not None:
            return self._attributes.get(entry.name.casefold())
        return name if self._reads(key) else None

    def nearest_attributes(self, name: str) -> tuple[str, ...]:
        """What the model knows of the same category, those of similar words first; never the opposite."""
        if self._known is None:
            return ()
        entry = self._entry(name)
        category = entry.category if entry is not None else self._vocabulary.best_category(name)
        rest = [self._vocabulary.get(other) for other in self._known.attributes]
        found = [other for other in rest if other is not None and other.category == category and other is not entry]
        if entry is not None:
            found = [other for other in found if entry.name != other.opposite and other.name != entry.opposite]
        stems = _stems((name,) if entry is None else entry.forms)
        ranked = sorted(found, key=lambda other: -len(stems & _stems(other.forms)))
        return tuple(other.name for other in ranked[:_MOST_NEAREST])

    def unfamiliar(self, text: str) -> tuple[Unfamiliar, ...]:
        """The words and attributes of a prompt that the model does not know, each once, in order of appearance."""
        if self._known is None:
            return ()
        return tuple({one.said: one for one in self._unfamiliar(text)}.values())

    def taste(self, preferences: Preferences) -> Taste:
        """The part of a taste that this model can follow, and what it cannot."""
        idle: list[Unfamiliar] = []
        sides: dict[str, tuple[Attribute, ...]] = {}
        seen: set[str] = set()  # two names of one attribute meet here; the first one counts
        for side in get_args(Side):
            kept = []
            for one in self._acting(preferences.active(side), idle):
                if (key := one.name.casefold()) not in seen:
                    seen.add(key)
                    kept.append(one)
            sides[side] = tuple(kept)
        return Taste(preferences.model_copy(update=sides), tuple(idle))

    # -- inside -------------------------------------------------------------------------------------------------------

    @cached_property
    def _attributes(self) -> dict[str, str]:
        return {name.casefold(): name for name in (self._known.attributes if self._known else ())}

    @cached_property
    def _plain(self) -> frozenset[str]:
        """The model's words and their plain forms: who knows a house knows houses."""
        words = self.words or frozenset()
        return words | {plain_form(word) for word in words}

    def _entry(self, name: str) -> Entry | None:
        """The vocabulary's entry that ``name`` means as a whole, in whatever spelling."""
        if (entry := self._vocabulary.get(name)) is not None:
            return entry
        mentions = self._vocabulary.match(name)
        whole = len(mentions) == 1 and (mentions[0].start, mentions[0].end) == (0, len(name))
        return mentions[0].entry if whole else None

    def _reads(self, text: str) -> bool:
        words = [word for word in re.findall(r"[^\W\d_]+", text.lower()) if word not in _GRAMMAR]
        return bool(words) and all(self._knows(word) for word in words)

    def _knows(self, word: str) -> bool:
        return word in _GRAMMAR or word in self._plain or plain_form(word) in self._plain

    def _unfamiliar(self, text: str) -> Iterator[Unfamiliar]:
        tokens = tokenize(text)
        named: dict[int, tuple[str, Entry]] = {}
        for mention in self._vocabulary.matcher.find(tokens):
            if mention.entry is not None:
                said = " ".join(tokens[i].text.lower() for i in mention.parts)
                named |= dict.fromkeys(mention.parts, (said, mention.entry))
        for index, token in enumerate(tokens):
            for word in re.findall(r"[^\W\d_]+", token.text.lower()):
                if self._knows(word):
                    continue
                if index in named:
                    said, entry = named[index]
                    known = self._attributes.get(entry.name.casefold())
                    yield Unfamiliar(said, (known,) if known else self.nearest_attributes(entry.name))
                else:
                    yield Unfamiliar(word, self._nearest_words(word))

    def _nearest_words(self, word: str) -> tuple[str, ...]:
        """The word that was probably meant, or subjects of the same kind."""
        if (meant := closest_word(word, self._plain)) is not None:
            return (meant,)
        plain = plain_form(word)
        kind = next((nouns for nouns in _KINDS.values() if plain in nouns or word in nouns), frozenset())
        subjects = self._known.subjects if self._known else ()
        return tuple(name for name in subjects if name in kind or plain_form(name) in kind)[:_MOST_NEAREST]

    def _acting(self, attributes: Sequence[Attribute], idle: list[Unfamiliar]) -> Iterator[Attribute]:
        for one in attributes:
            name = self.attribute(one.name)
            if name is not None:
                yield one if name == one.name else one.model_copy(update={"name": name})
            else:
                idle.append(Unfamiliar(one.name, self.nearest_attributes(one.name)))


@lru_cache(maxsize=8)
def familiarity_with(known: Known | None) -> Familiarity:
    """The familiarity of a model with this list, in the bundled vocabulary; made once."""
    return Familiarity(known, load_vocabulary())


def _stems(forms: Sequence[str]) -> frozenset[str]:
    """The plain words of all forms, without those that say nothing by themselves."""
    words = (plain_form(word) for form in forms for word in re.findall(r"[^\W\d_]+", form.lower()))
    return frozenset(word for word in words if word not in _GRAMMAR and len(word) > 2) - {"color", "tone", "light"}
