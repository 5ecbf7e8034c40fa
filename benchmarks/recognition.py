"""Whether a person is known by their comments: the paper's VP-vs-VP and Author tests on simulated people.

    VP-vs-VP   from comments on some pictures, whose true taste among five is it?
    Author     given the tastes read from five people's comments, who of them wrote some further comments?

The first asks whether what was read is true, the second whether it is enough to tell people apart: its judge knows what
the further comments truly say and sees nothing but the five tastes as they were read. Both match by

    s(A, B) = Σ w_A(a) · (+1 where B has a on the same side, −1 where on the other)

and a tie is a miss. People, pictures and words are :mod:`training.people`'s; chance is 20 %.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence

from benchmarks.common import Figure, Report, Share, emit, parser_of, positive, run_command
from training.people import Person, Said, make_comments, make_people
from viper_core.extractors.bundled import BundledExtractor
from viper_core.preferences import Comment, Preferences, fold_name

CANDIDATES = 5
COMMENTS = 10  # as the paper's agents write
CURVE = (2, 4, 8, 10, 16)
AUTHOR_COMMENTS = 5  # further comments that the judge of the Author test sees
BOUND = 0.95

Taste = Mapping[str, float]  # name -> weight, negative for dislike


def true_taste(person: Person) -> Taste:
    """What a person truly likes and dislikes."""
    return {fold_name(name): 1.0 for name in person.liked} | {fold_name(name): -1.0 for name in person.disliked}


def read_taste(comments: Sequence[Said]) -> Taste:
    """What the bundled extractor reads from comments, each picture knowing what it shows."""
    board = {str(index): said.picture for index, said in enumerate(comments)}
    spoken = [Comment(image=str(index), text=said.text) for index, said in enumerate(comments)]
    return as_taste(BundledExtractor(board).extract(spoken))


def as_taste(preferences: Preferences) -> Taste:
    """Preferences as signed weights."""
    liked = {fold_name(one.name): one.weight for one in preferences.liked}
    return liked | {fold_name(one.name): -one.weight for one in preferences.disliked}


def meant_taste(comments: Sequence[Said]) -> Taste:
    """What comments truly say."""
    return {fold_name(name): 1.0 if side == "liked" else -1.0 for said in comments for name, side in said.meant}


def agreement(first: Taste, second: Taste) -> float:
    """Σ w · (+1 same side, −1 other side) over what both know, with the first one's weights."""
    return sum(
        abs(weight) * (1.0 if weight * second[name] > 0 else -1.0) for name, weight in first.items() if name in second
    )


def finds(taste: Taste, right: Taste, others: Sequence[Taste]) -> bool:
    """Whether the right one agrees more than every other."""
    score = agreement(taste, right)
    return all(score > agreement(taste, other) for other in others)


def vp_vs_vp(people: Sequence[Person], comments: int, *, seed: int) -> Share:
    """How often the person's own taste is found among five from this many comments."""
    outcomes = []
    for person in people:
        rng = random.Random(f"{seed}-{person.id}")
        others = rng.sample([one for one in people if one is not person], CANDIDATES - 1)
        taste = read_taste(make_comments(person, comments, seed=seed))
        outcomes.append(finds(taste, true_taste(person), [true_taste(one) for one in others]))
    return Share.of(outcomes)


def author(people: Sequence[Person], comments: int, further: int, *, seed: int) -> Share:
    """How often the author of further comments is found among five by the tastes that were read."""
    written = {one.id: make_comments(one, comments + further, seed=seed) for one in people}
    tastes = {one.id: read_taste(written[one.id][:comments]) for one in people}
    outcomes = []
    for person in people:
        rng = random.Random(f"{seed}-author-{person.id}")
        others = rng.sample([one.id for one in people if one is not person], CANDIDATES - 1)
        said = meant_taste(written[person.id][comments:])
        outcomes.append(finds(said, tastes[person.id], [tastes[other] for other in others]))
    return Share.of(outcomes)


def same_author(people: Sequence[Person], comments: int, *, seed: int) -> Share:
    """The Author test on the very comments that the tastes were read from, as the paper's judge had them."""
    written = {one.id: make_comments(one, comments, seed=seed) for one in people}
    tastes = {one.id: read_taste(written[one.id]) for one in people}
    outcomes = []
    for person in people:
        rng = random.Random(f"{seed}-author-{person.id}")
        others = rng.sample([one.id for one in people if one is not person], CANDIDATES - 1)
        outcomes.append(finds(meant_taste(written[person.id]), tastes[person.id], [tastes[one] for one in others]))
    return Share.of(outcomes)


def recovered(people: Sequence[Person], comments: int, *, seed: int) -> tuple[Share, Share]:
    """Of what people meant, the share that was read; of that, the share on the right side."""
    found, sided = [], []
    for person in people:
        written = make_comments(person, comments, seed=seed)
        read = read_taste(written)
        for name, weight in meant_taste(written).items():
            found.append(name in read)
            if name in read:
                sided.append(read[name] * weight > 0)
    return Share.of(found), Share.of(sided)


def report_of(people: Sequence[Person], *, seed: int) -> Report:
    """The figures of both tests and the curve over the number of comments."""
    curve = {count: vp_vs_vp(people, count, seed=seed) for count in CURVE}
    authors = {count: same_author(people, count, seed=seed) for count in CURVE}
    unseen = {count: author(people, count, AUTHOR_COMMENTS, seed=seed) for count in CURVE}
    found, sided = recovered(people, COMMENTS, seed=seed)
    rows = [(str(n), str(curve[n]), str(authors[n]), str(unseen[n])) for n in CURVE]
    steps = "; ".join(f"{n}: {curve[n].percent}" for n in CURVE)
    return Report(
        name="recognition",
        figures=(
            Figure(
                f"VP-vs-VP, {COMMENTS} comments: the right taste of {CANDIDATES}",
                f"{curve[COMMENTS]} (bound {100 * BOUND:.0f} %)",
                curve[COMMENTS].value >= BOUND,
            ),
            Figure(
                f"Author, {COMMENTS} comments: who of {CANDIDATES} wrote them",
                f"{authors[COMMENTS]} (bound {100 * BOUND:.0f} %)",
                authors[COMMENTS].value >= BOUND,
            ),
            Figure(
                f"Author, {AUTHOR_COMMENTS} further comments after {COMMENTS} that were read", f"{unseen[COMMENTS]}"
            ),
            Figure("VP-vs-VP by the number of comments", steps),
            Figure("simulated people: attributes that they meant and that were read", f"{found}"),
            Figure("simulated people: of those read, on the right side", f"{sided}"),
        ),
        facts={
            "vp_vs_vp": {str(n): curve[n] for n in CURVE},
            "author": {str(n): authors[n] for n in CURVE},
            "author_unseen": {str(n): unseen[n] for n in CURVE},
        },
        tables=((("comments", "VP-vs-VP", "Author", "Author, further comments"), rows),),
        remarks=(f"{len(people)} simulated people, seed {seed}",),
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=positive, default=300, help="people (default %(default)s)")
    parser.add_argument("--seed", type=int, default=5, help="of people, pictures and words (default %(default)s)")
    a = parser.parse_args(arguments)
    emit(report_of(make_people(a.limit, seed=a.seed), seed=a.seed), a)


if __name__ == "__main__":
    run_command(main)
