"""Which split a row belongs to: decided by what the row says, and by nothing else.

A row's content is hashed to a share in [0, 1): below ``test`` it tests, below ``test + validation`` it
validates, the rest trains. So a row that is once test stays test for ever, whatever is added to the data, in
whatever order or file; duplicates land together; and no later model is trained on what an earlier one was
tested on, as long as the fractions stay the same.

A row's content is what a model is told of it, without its label: corrected, a row stays where it is.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from .problems import Unusable

TRAIN, VALIDATION, TEST = range(3)
NAMES = ("train", "validation", "test")
_BYTES = 8
_ALL = 1 << (8 * _BYTES)
_NEAR = Fraction(1, 1_000_000)  # 0.333333 three times is meant to be 1
_BETWEEN = "\x1f"  # white space to str.split, so that no normalised cell holds one


@dataclass(frozen=True)
class Shares:
    """The fractions of validation and test, exact (0.7 is 7/10); training has what they leave.

    Raises:
        Unusable: a fraction is outside of 0 to 1, or nothing is left to train on or to test with.
    """

    validation: Fraction
    test: Fraction

    def __post_init__(self) -> None:
        for name, share in (("validation", self.validation), ("test", self.test)):
            if not 0 <= share <= 1:
                raise Unusable(f"the {name} fraction is {float(share):g}, but must be from 0 to 1")
        if self.validation + self.test > 1 - _NEAR:
            raise Unusable(
                f"validation ({float(self.validation):g}) and test ({float(self.test):g}) leave no row to "
                "train on: make them smaller"
            )

    @property
    def train(self) -> Fraction:
        return 1 - self.validation - self.test


def content(cells: Iterable[str]) -> bytes:
    """The normalised bytes of a row: composed characters, single blanks, cells told apart.

    Give the cells in an order of your own, such as that of the columns' names, and leave the label out.
    """
    joined = _BETWEEN.join(" ".join(cell.split()) for cell in cells)
    return unicodedata.normalize("NFC", joined).encode("utf-8", "surrogatepass")


def hashes(contents: Iterable[bytes]) -> np.ndarray:
    """uint64 [rows]: a number for each row, evenly spread, the same on every machine."""
    digests = b"".join(hashlib.blake2b(one, digest_size=_BYTES).digest() for one in contents)
    numbers: np.ndarray = np.frombuffer(digests, dtype=">u8").astype(np.uint64)
    return numbers


def assign(numbers: np.ndarray, shares: Shares) -> np.ndarray:
    """int8 [rows]: the split of each row, by its hash alone."""
    assigned: np.ndarray = np.full(len(numbers), TRAIN, dtype=np.int8)
    for split, below in ((VALIDATION, shares.test + shares.validation), (TEST, shares.test)):
        # Inclusive: 2^64, which a share of 1 would need, is no uint64.
        last = int(below * _ALL) - 1
        if last >= 0:
            assigned[numbers <= np.uint64(last)] = split
    return assigned


def divide(contents: Iterable[bytes], shares: Shares) -> dict[str, np.ndarray]:
    """The numbers of the rows of each split, in the order of their hashes.

    That order mixes the rows, and is the same however they lay in the files.

    Raises:
        Unusable: a split that is asked for would be empty.
    """
    numbers = hashes(contents)
    assigned = assign(numbers, shares)
    order = np.argsort(numbers, kind="stable")
    made = {name: order[assigned[order] == split] for split, name in enumerate(NAMES)}
    for name, share in zip(NAMES, (shares.train, shares.validation, shares.test)):
        if share and not len(made[name]):
            raise Unusable(
                f"the {name} split would be empty: of {len(numbers)} rows ({len(np.unique(numbers))} of them "
                f"different) none falls into its share of {float(share):g}, which the rows' content decides: "
                "it needs more rows, or a larger share"
            )
    return made
