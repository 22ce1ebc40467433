"""Which split a sentence belongs to: what its file's name says, or a share of the sentences' hashes.

A split that has files of its own is exactly those. One that has none is cut from the training files,
or from all where no file names a split. Whether a sentence is cut out depends on its own words alone,
not on its place, its labels or a seed: one that is once in the test split stays there, whatever is added
before or behind it, and no model is measured on what it or another one was trained on.

The test split has the least hashes, the validation split the greatest, so that another share of the one
moves nothing into the other. Of so few sentences that none lies within a share, the nearest one does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from evaluating import splits

from .conll import Sentences
from .sources import Source, Split
from .spans import Record

TRAIN, VALIDATION, TEST = range(3)
_BITS = 53  # what a float64 in [0, 1) holds exactly
_ENOUGH = 3  # different sentences: one for each split


@dataclass
class Spread:
    """How far the hashes of the sentences reach that can be divided, and how many are different.

    ``shares``: up to the first is test, from the second on validation; what lies between them may train.
    """

    shares: tuple[float, float] = (-1.0, 2.0)
    least: float = 1.0
    greatest: float = 0.0
    some: set[float] = field(default_factory=set)  # different ones, up to _ENOUGH
    between: set[float] = field(default_factory=set)  # likewise, of those between the shares

    def see(self, hashes: np.ndarray) -> None:
        if not len(hashes):
            return
        self.least = min(self.least, float(hashes.min()))
        self.greatest = max(self.greatest, float(hashes.max()))
        if len(self.some) < _ENOUGH:
            self.some = {*sorted({*self.some, *hashes.tolist()})[:_ENOUGH]}
        if len(self.between) < _ENOUGH:
            test, validation = self.shares
            inside = hashes[(hashes > test) & (hashes < validation)].tolist()
            self.between = {*sorted({*self.between, *inside})[:_ENOUGH]}

    @property
    def is_enough(self) -> bool:
        return len(self.some) >= _ENOUGH


@dataclass(frozen=True)
class Cut:
    """Divides sentences by their hashes in [0, 1): up to ``test``, from ``validation`` on, the rest."""

    test: float
    validation: float

    def assign(self, hashes: np.ndarray) -> np.ndarray:
        """int8 [sentences]: the split of each."""
        cut_out = [hashes <= self.test, hashes >= self.validation]
        assigned: np.ndarray = np.select(cut_out, [TEST, VALIDATION], TRAIN).astype(np.int8)
        return assigned


@dataclass(frozen=True)
class Plan:
    """Where the sentences of each file go.

    ``cut_splits`` are cut from the training sentences (of ``cuttable`` files) by shares.
    """

    cut_splits: tuple[Split, ...]
    fractions: tuple[float, float]  # validation, test; 0 for a split that has files of its own

    def is_cuttable(self, source: Source) -> bool:
        return source.split in (None, "train")

    def spread(self) -> Spread:
        """What a survey of the cuttable files fills in."""
        validation, test = self.fractions
        return Spread((test if test else -1.0, 1 - validation if validation else 2.0))

    def trains(self, spread: Spread) -> bool:
        """Whether a sentence is left to train on. The nearest ones that a share may take are two, and of those
        between the shares three are known."""
        cut = self.cut(spread)
        return any(cut.test < one < cut.validation for one in spread.between)

    def cut(self, spread: Spread) -> Cut:
        """The way to divide sentences whose hashes reach so far: at least one for each split cut."""
        validation, test = self.fractions
        return Cut(
            test=max(test, spread.least) if test else -1.0,
            validation=min(1 - validation, spread.greatest) if validation else 2.0,
        )

    def beyond(self, spread: Spread) -> list[Split]:
        """The splits within whose share no sentence lies."""
        validation, test = self.fractions
        missed: dict[Split, bool] = {
            "validation": bool(validation) and spread.greatest < 1 - validation,
            "test": bool(test) and spread.least > test,
        }
        return [name for name, is_missed in missed.items() if is_missed]


def plan(sources: list[Source], validation_fraction: float, test_fraction: float) -> Plan:
    """Decide from the files' names; the fractions count only for splits without files."""
    named = {source.split for source in sources}
    validation = 0.0 if "validation" in named else validation_fraction
    test = 0.0 if "test" in named else test_fraction
    shares: dict[Split, float] = {"validation": validation, "test": test}
    return Plan(tuple(split for split, share in shares.items() if share), (validation, test))


def hashes(block: Sentences | list[Record]) -> np.ndarray:
    """float64 [sentences] in [0, 1): a number for the words of each, whatever white space is between."""
    numbers = splits.hashes(splits.content([text]) for text in texts(block))
    found: np.ndarray = (numbers >> np.uint64(64 - _BITS)) * 2.0**-_BITS
    return found


def texts(block: Sentences | list[Record]) -> Iterator[str]:
    """The sentences of a block as running text."""
    if isinstance(block, Sentences):
        begin = 0
        for length in block.lengths.tolist():
            yield " ".join(block.words[begin : begin + length])
            begin += length
    else:
        for record in block:
            yield record.text
