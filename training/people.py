"""Simulated people: 50 things they like and 50 they dislike, and what they say about pictures.

The agents of the paper (section 3): any two differ by a Jaccard distance of at least 0.85, d(A, B) = 1 − |A∩B| / |A∪B|
over attributes with their side. A person's pictures show some of what they like or dislike beside what they do not care
about; a comment speaks of a part of that, in the voice of the person: short or chatty, careful or full of typing
errors, now and then ironic. What a comment truly says is kept beside it, so that readers can be measured.

Knows people, pictures as lists of attributes, and how sentences are put together; the words are
:mod:`training.people_words`'s.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

from training.people_words import DISLIKING, FILLERS, IRONIC, LIKING, MIXED, OPENINGS, OWN_WORDS
from viper_core.preferences import Side
from viper_core.vocabulary import load_vocabulary

SIDE_SIZE = 50  # attributes that a person likes, and as many that they dislike
DISTANCE = 0.85  # of any two people at least
SHOWN = 5  # attributes of a picture that a person cares about, at most
BESIDE = 2  # and that they do not
IRONY = 0.06  # share of dislikes that are said by their contrary


@dataclass(frozen=True)
class Person:
    """A simulated person.

    Attributes:
        id: number in the group.
        liked: names of what they like.
        disliked: names of what they dislike.
        typos: share of words with a typing error.
        chatty: how likely they are to say more than they must, from 0 to 1.
        casing: "plain", "lower" or "shouting".
    """

    id: int
    liked: tuple[str, ...]
    disliked: tuple[str, ...]
    typos: float
    chatty: float
    casing: str

    def side_of(self, name: str) -> Side | None:
        """On which side an attribute is, or None."""
        return "liked" if name in self.liked else "disliked" if name in self.disliked else None


@dataclass(frozen=True)
class Said:
    """A comment on a picture, and what it truly says.

    Attributes:
        picture: names of what the picture shows.
        text: the comment.
        meant: name and side of each attribute that it speaks of.
    """

    picture: tuple[str, ...]
    text: str
    meant: tuple[tuple[str, Side], ...]


def distance(first: Person, second: Person) -> float:
    """Jaccard distance of two tastes: 1 − |A∩B| / |A∪B| over attributes with their side."""
    a = {(name, True) for name in first.liked} | {(name, False) for name in first.disliked}
    b = {(name, True) for name in second.liked} | {(name, False) for name in second.disliked}
    return 1.0 - len(a & b) / len(a | b)


def make_people(count: int, *, seed: int, names: Sequence[str] | None = None) -> tuple[Person, ...]:
    """``count`` people, any two at least :data:`DISTANCE` apart, no opposites on one side.

    Args:
        count: how many.
        seed: the same seed makes the same people.
        names: attributes to choose from; by default the whole vocabulary.

    Raises:
        ValueError: there are too few attributes for so many people so far apart.
    """
    vocabulary = load_vocabulary()
    chosen = tuple(names) if names is not None else tuple(entry.name for entry in vocabulary.entries)
    opposite = {entry.name: entry.opposite for entry in vocabulary.entries}
    rng = random.Random(seed)
    people: list[Person] = []
    tries = 0
    while len(people) < count:
        tries += 1
        if tries > 50 * count + 100:
            raise ValueError(f"{len(chosen)} attributes are too few for {count} people at a distance of {DISTANCE}.")
        liked, disliked = _two_sides(rng, chosen, opposite)
        person = with_voice(len(people), liked, disliked, rng)
        if all(distance(person, other) >= DISTANCE for other in people):
            people.append(person)
    return tuple(people)


def with_voice(number: int, liked: tuple[str, ...], disliked: tuple[str, ...], rng: random.Random) -> Person:
    """The person of that taste, with a random way of speaking."""
    typos, chatty = rng.choice((0.0, 0.0, 0.02, 0.06)), rng.random()
    casings = ("plain", "plain", "lower", "shouting") if rng.random() < 0.2 else ("plain", "plain", "lower")
    return Person(number, liked, disliked, typos, chatty, rng.choice(casings))


def _two_sides(
    rng: random.Random, names: Sequence[str], opposite: dict[str, str | None]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    shuffled = rng.sample(names, len(names))
    liked: list[str] = []
    disliked: list[str] = []
    for name in shuffled:
        side, other = (liked, disliked) if len(liked) <= len(disliked) else (disliked, liked)
        if len(side) == SIDE_SIZE:
            side = other
        if len(side) < SIDE_SIZE and opposite.get(name) not in side:
            side.append(name)
    return tuple(liked), tuple(disliked)


def make_comments(person: Person, count: int, *, seed: int) -> tuple[Said, ...]:
    """What a person says about ``count`` pictures; the first ones are the same however many follow."""
    said = []
    for index in range(count):
        rng = random.Random(f"{seed}-{person.id}-{index}")
        picture = _picture(person, rng)
        said.append(comment_on(person, picture, rng))
    return tuple(said)


def _picture(person: Person, rng: random.Random) -> tuple[str, ...]:
    """A picture that mixes in a part of what the person likes, dislikes, or both."""
    mixed = (*person.liked, *person.disliked)
    source = rng.choice((person.liked, person.disliked, mixed))
    names = [entry.name for entry in load_vocabulary().entries]
    beside = [name for name in rng.sample(names, 4 * BESIDE) if name not in mixed][:BESIDE]
    return (*rng.sample(source, rng.randint(2, SHOWN)), *beside)


def comment_on(person: Person, picture: Sequence[str], rng: random.Random) -> Said:
    """What a person says about a picture that shows these attributes, of which they care about some."""
    cares = [(name, side) for name in picture if (side := person.side_of(name)) is not None]
    spoken = cares[: rng.randint(1, 2 + round(2 * person.chatty))]
    liked = [name for name, side in spoken if side == "liked"]
    disliked = [name for name, side in spoken if side == "disliked"]
    sentences = []
    if liked and disliked and rng.random() < 0.6:
        sentences.append(_filled(rng.choice(MIXED), rng, liked.pop(), disliked.pop()))
    sentences += [_filled(rng.choice(LIKING), rng, name) for name in liked]
    for name in disliked:
        frames = IRONIC if rng.random() < IRONY else DISLIKING
        sentences.append(_filled(rng.choice(frames), rng, name))
    rng.shuffle(sentences)
    if rng.random() < 0.4 * person.chatty:
        sentences.insert(rng.randrange(len(sentences) + 1), rng.choice(FILLERS))
    text = _joined(sentences, rng)
    if rng.random() < 0.4 * person.chatty:
        text = f"{rng.choice(OPENINGS)} {text}"
    return Said(tuple(picture), _voice(text, person, rng), tuple(spoken))


def _filled(frame: str, rng: random.Random, name: str, other: str = "") -> str:
    first, second = _called(name, rng), _called(other, rng) if other else ""
    return frame.format(a=first, A=_capital(first), b=second, B=_capital(second))


def _called(name: str, rng: random.Random) -> str:
    return rng.choice(OWN_WORDS.get(name, (name,)))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(sentences: Sequence[str], rng: random.Random) -> str:
    ends = rng.choice(((".",), (".", "!"), ("\n",), (".", "...", "")))
    text = ""
    for sentence in sentences:
        plain = sentence.rstrip(".!?")
        text += _capital(plain) + (sentence[len(plain) :] or rng.choice(ends) or ".").replace("\n", ".\n") + " "
    return text.strip()


def _voice(text: str, person: Person, rng: random.Random) -> str:
    """The text as this person types it."""
    if person.typos:
        text = " ".join(_mistyped(word, rng) if rng.random() < person.typos else word for word in text.split(" "))
    if person.casing == "lower":
        return text.lower()
    return text.upper() if person.casing == "shouting" else text


def _mistyped(word: str, rng: random.Random) -> str:
    """A word of at least five letters with two neighbours swapped, or one letter left out or doubled; not the first."""
    if len(word) < 5 or not word.isalpha():
        return word
    place = rng.randrange(1, len(word) - 1)
    match rng.randrange(3):
        case 0:
            return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case 1:
            return word[:place] + word[place + 1 :]
        case _:
            return word[:place] + word[place] + word[place:]
