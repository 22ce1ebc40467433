"""What can be read and is plausibly not what was meant, in sentences; and what training cannot use.

Pure: figures in, sentences out. How offsets and columns are read is judged by ``offsets`` and ``layout``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .problems import JobProblem
from .splits import Plan, Spread
from .tags import OUTSIDE, begin
from .texts import Fit

LONG = 1000  # words of a sentence, from which on it is rather a text
PAGE = 100  # words of a file that is one sentence, from which on it is rather several
_ENOUGH = 20  # sentences, from which on what is true of all is no chance
_REPEATED = 0.05  # share of a split that may be in training too before it is worth a word


@dataclass
class Shape:
    """The lengths of a CoNLL file's sentences, in words."""

    sentences: int = 0
    words: int = 0
    longest: int = 0
    long: int = 0  # sentences of more than LONG words
    single: int = 0  # sentences of one word

    def see(self, lengths: np.ndarray) -> None:
        if len(lengths):
            self.sentences += len(lengths)
            self.words += int(lengths.sum())
            self.longest = max(self.longest, int(lengths.max()))
            self.long += int((lengths > LONG).sum())
            self.single += int((lengths == 1).sum())

    @property
    def is_one(self) -> bool:
        """Whether a whole file is one sentence that cannot well be one."""
        return self.sentences == 1 and self.words > PAGE


def of_shapes(shapes: Mapping[str, Shape], lines: Mapping[str, int]) -> list[str]:
    """Doubts about the lengths of sentences; ``lines``: where the longest of a file begins."""
    doubts = []
    for name, shape in shapes.items():
        if shape.is_one:
            doubts.append(
                f"{name} is one sentence of {shape.words:,} words: is the empty line behind each "
                "sentence missing?"
            )
        elif shape.long:
            doubts.append(
                f"{name} has {shape.long:,} sentences of more than {LONG:,} words, the longest, of "
                f"{shape.longest:,}, from line {lines.get(name, 0)} on: is an empty line between "
                "sentences missing?"
            )
        elif shape.sentences >= _ENOUGH and shape.single == shape.sentences:
            doubts.append(
                f"each of the {shape.sentences:,} sentences of {name} has one word: does an empty line "
                "stand behind each token?"
            )
    return doubts


def of_types(names: Sequence[str], labels: np.ndarray) -> list[str]:
    """Doubts about types that differ in case or marks alone; ``labels`` counts each label id."""
    alike: dict[str, list[str]] = defaultdict(list)
    counts = {name: int(labels[begin(number)]) for number, name in enumerate(names)}
    for name in sorted(names):
        alike["".join(letter for letter in name.casefold() if letter.isalnum())].append(name)
    return [
        "the types "
        + " and ".join(f"{name!r} ({counts[name]:,} entities)" for name in group)
        + " differ in case or marks alone, and are learnt as different ones"
        for plain, group in alike.items()
        if plain and len(group) > 1
    ]


def of_outside(shapes: Mapping[str, Shape], labels: np.ndarray) -> list[str]:
    """A doubt where no word of the CoNLL files lies outside of an entity."""
    words = sum(shape.words for shape in shapes.values())
    if words < _ENOUGH or labels[OUTSIDE]:
        return []
    return [f"none of the {words:,} words is tagged O: every word is a part of an entity"]


def of_fit(fit: Fit, unit: str) -> list[str]:
    """Doubts about entities that are not what their spans say, because units cannot be divided."""
    doubts = []
    parts = "words" if unit == "word" else "sub-tokens"
    if fit.widened:
        doubts.append(
            f"{fit.widened:,} of {fit.entities:,} entities do not begin and end with whole {parts} and "
            f"were widened to them{fit.widened_example}"
        )
    if fit.lost:
        doubts.append(
            f"{fit.lost:,} of {fit.entities:,} entities were left out: another one has their {parts}, "
            "or the tokenizer makes nothing of their text"
        )
    return doubts


def of_repetition(names: Sequence[str], shares: Sequence[tuple[int, int]]) -> list[str]:
    """Doubts about splits whose sentences are in training as well: (those, all) of each split."""
    return [
        f"{repeated:,} of {count:,} sentences of the {name} split ({repeated / count:.0%}; short ones "
        "aside) are in training as well: its figures will flatter the model"
        for name, (repeated, count) in zip(names, shares, strict=True)
        if repeated >= 3 and repeated >= _REPEATED * count
    ]


def of_shares(beyond: Sequence[str]) -> list[str]:
    """A doubt about each split that no sentence fell into by its share, as there are so few."""
    return [
        f"the data is so small that no sentence lies within the share of the {name} split: the nearest one "
        "is all of it"
        for name in beyond
    ]


def refuse_too_few(
    plan: Plan, files: set[str], spread: Spread, shapes: Mapping[str, Shape]
) -> None:
    """Refuse data of which a split would be empty: training needs all three.

    ``files`` are the splits that have files of their own, ``spread`` tells of the sentences to divide.

    Raises:
        JobProblem: it says what is missing.
    """
    missing = [
        name for name in ("validation", "test") if name not in files and name not in plan.cut_splits
    ]
    if missing:
        name = missing[0]
        raise JobProblem(
            f"there would be no {name} split, which training needs: no file has {name} in its name, and "
            f"--{name}-fraction is 0"
        )
    if not plan.cut_splits:
        return
    if spread.is_enough:
        if not plan.trains(spread):
            cut = " and the ".join(plan.cut_splits)
            fractions = " and ".join(f"--{name}-fraction" for name in plan.cut_splits)
            raise JobProblem(
                f"no sentence is left to train on: all of them fall to the {cut} split, which the words of each "
                f"decide: it needs more sentences, or a smaller {fractions}"
            )
        return
    wanted, none = (word.join(plan.cut_splits) for word in (" and a ", " or "))
    few = len(spread.some)
    told = f"a {wanted} split cannot be cut from {few} different sentence{'s' * (few != 1)}"
    for name, shape in shapes.items():
        if shape.is_one:
            told = (
                f"{name} is one sentence of {shape.words:,} words, of which no {none} split can be "
                "cut: put an empty line behind each sentence"
            )
    raise JobProblem(told)
