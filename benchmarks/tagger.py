"""What a tagger trained from scratch would do in place of the rules: like, dislike or neither for each thing named.

The vocabulary finds what is named, as for the rules; a logistic regression over the words and pairs of words round it,
left and right, near and far, says what is felt. It is trained on simulated people's comments, on the labelled ones to
tune on, or on both, and measured as the bundled extractor is. Weighed in ``docs/decisions/0005-bundled-extractor.md``;
not part of the app.

    p(feeling) = softmax(Σ_features w)        trained by Adam on cross-entropy
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

import torch
from torch import nn

from benchmarks.common import Figure, Report, emit, parser_of, positive, run_command
from benchmarks.extraction import Labelled, load
from training.people import make_comments, make_people
from viper_core.matching import Mention
from viper_core.vocabulary import load_vocabulary
from viper_core.words import Token, tokenize

CLASSES = ("", "liked", "disliked")
PARTS = ("held_out", "untouched")
NEAR = 3  # words from what is named that count as near
TUNED_TIMES = 8  # how often a labelled comment counts beside a simulated one
EPOCHS, BATCH, RATE = 12, 64, 0.03

Example = tuple[frozenset[str], int]


def features(tokens: Sequence[Token], mention: Mention, named: set[int]) -> frozenset[str]:
    """Words and pairs round a mention with their side and nearness; other things named are masked."""
    words = ["NAMED" if index in named else token.word for index, token in enumerate(tokens)]
    found = {"bias"}
    for index, word in enumerate(words):
        if index in mention.parts:
            continue
        left = index < mention.first
        far = abs(index - (mention.first if left else mention.last)) > NEAR
        found.add(f"{'L' if left else 'R'}{'f' if far else 'n'}:{word}")
        if index + 1 < len(words) and index + 1 not in mention.parts:
            found.add(f"{'L' if left else 'R'}:{word} {words[index + 1]}")
    return frozenset(found)


def named_in(text: str) -> list[tuple[str, frozenset[str]]]:
    """Name and features of each attribute that a text names."""
    tokens = tokenize(text)
    mentions = [one for one in load_vocabulary().matcher.find(tokens) if one.entry is not None]
    named = {index for one in mentions for index in one.parts}
    return [(one.entry.name, features(tokens, one, named)) for one in mentions if one.entry is not None]


def simulated(people: int, *, seed: int) -> list[Example]:
    """Examples from simulated people, ten comments each."""
    found = []
    for person in make_people(people, seed=seed):
        for said in make_comments(person, 10, seed=seed):
            truth = dict(said.meant)
            found += [(known, CLASSES.index(truth.get(name, ""))) for name, known in named_in(said.text)]
    return found


def labelled(comments: Sequence[Labelled]) -> list[Example]:
    """Examples from labelled comments."""
    found = []
    for one in comments:
        for name, known in named_in(one.text):
            if name not in one.optional:
                found.append((known, 1 if name in one.liked else 2 if name in one.disliked else 0))
    return found


class Tagger:
    """The regression; what is not among the training's features is passed over."""

    def __init__(self, examples: Sequence[Example], *, seed: int) -> None:
        counts = Counter(feature for known, _ in examples for feature in known)
        self.index = {feature: place for place, (feature, count) in enumerate(sorted(counts.items())) if count > 1}
        self.weights = nn.EmbeddingBag(max(self.index.values()) + 1, len(CLASSES), mode="sum")
        nn.init.zeros_(self.weights.weight)
        optimizer = torch.optim.Adam(self.weights.parameters(), lr=RATE)
        rng = random.Random(seed)
        rows = [([self.index[f] for f in sorted(known) if f in self.index], wanted) for known, wanted in examples]
        for _ in range(EPOCHS):
            rng.shuffle(rows)
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                flat = torch.tensor([place for places, _ in batch for place in places])
                offsets = torch.tensor([0, *(len(places) for places, _ in batch[:-1])]).cumsum(0)
                loss = nn.functional.cross_entropy(self.weights(flat, offsets), torch.tensor([w for _, w in batch]))
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()

    def feeling(self, known: frozenset[str]) -> str:
        """One of :data:`CLASSES`."""
        places = [self.index[feature] for feature in sorted(known) if feature in self.index]
        if not places:
            return ""
        return CLASSES[int(self.weights(torch.tensor(places), torch.tensor([0]))[0].argmax())]


def measure(tagger: Tagger, comments: Sequence[Labelled]) -> tuple[float, float]:
    """F1 and the share of polarity errors, as :mod:`benchmarks.extraction` counts them."""
    found = right = true = flipped = 0
    for one in comments:
        sides = {name: side for name, known in named_in(one.text) if (side := tagger.feeling(known))}
        gold = dict.fromkeys(one.liked, "liked") | dict.fromkeys(one.disliked, "disliked")
        names = {name for name in sides if name in gold or name not in one.optional}
        found, right, true = found + len(names), right + len(names & set(gold)), true + len(gold)
        flipped += sum(sides[name] != gold[name] for name in names & set(gold))
    return 2 * right / max(found + true, 1), flipped / max(right, 1)


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line."""
    parser = parser_of(__doc__)
    parser.add_argument("--limit", type=positive, default=250, help="simulated people (default %(default)s)")
    parser.add_argument("--seed", type=int, default=77, help="of people and training (default %(default)s)")
    a = parser.parse_args(arguments)
    comments = load()
    spoken, tuned = simulated(a.limit, seed=a.seed), labelled([one for one in comments if one.split == "tune"])
    sets = {"simulated": spoken, "simulated and labelled": spoken + TUNED_TIMES * tuned, "labelled": tuned}
    figures, facts = [], {}
    for name, examples in sets.items():
        tagger = Tagger(examples, seed=a.seed)
        for part in PARTS:
            f1, errors = measure(tagger, [one for one in comments if one.split == part])
            facts[f"{name}, {part}"] = {"f1": f1, "polarity_errors": errors, "examples": len(examples)}
            figures.append(Figure(f"tagger on {name} comments, {part}: F1, polarity errors", f"{f1:.3f}, {errors:.1%}"))
    remarks = (f"{a.limit} simulated people, seed {a.seed}",)
    emit(Report(name="tagger", figures=tuple(figures), facts=facts, remarks=remarks), a)


if __name__ == "__main__":
    run_command(main)
