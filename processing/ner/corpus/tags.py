"""CoNLL tags: their grammar, which scheme a file follows, and the way to IOB2.

Label ids are used throughout the job: 0 is O, ``1 + 2 * t`` is B- and ``2 + 2 * t`` is I- of the
type with number ``t``. Types are numbered as they turn up; ``settle`` sorts them at the end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

OUTSIDE = 0
NOT_OWNED = -100  # the label of a position that has none: special tokens, inner sub-tokens
_O, _B, _I, _E, _S = range(5)
# BILOU, BMES and BMEWO are BIOES with other letters.
_KINDS = {"B": _B, "I": _I, "M": _I, "E": _E, "L": _E, "S": _S, "U": _S, "W": _S}


def begin(type_number: int) -> int:
    """The label id of B- of a type."""
    return 1 + 2 * type_number


def inside(type_number: int) -> int:
    """The label id of I- of a type."""
    return 2 + 2 * type_number


class Types:
    """Numbers the entity types in the order in which they turn up."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def names(self) -> list[str]:
        return list(self._numbers)


@dataclass(frozen=True)
class Labels:
    """The labels of the data set, and the way to them from the ids used while reading."""

    names: list[str]  # "O", then B- and I- of each type, sorted by type
    order: np.ndarray  # int16 [ids while reading]: the place in ``names``; NOT_OWNED where unused

    @property
    def types(self) -> list[str]:
        return [name[2:] for name in self.names[1::2]]


def settle(types: Types, counts: np.ndarray) -> Labels:
    """The labels of the types that occur; ``counts`` has the units of each label id.

    Sorted, so that the same data gives the same labels in whatever order its files are read.
    """
    numbers = [n for n in range(len(types.names)) if counts[[begin(n), inside(n)]].any()]
    numbers.sort(key=lambda number: types.names[number])
    names = ["O"]
    order: np.ndarray = np.full(1 + 2 * len(types.names), NOT_OWNED, dtype=np.int16)
    order[OUTSIDE] = OUTSIDE
    for number in numbers:
        order[begin(number)], order[inside(number)] = len(names), len(names) + 1
        names += [f"B-{types.names[number]}", f"I-{types.names[number]}"]
    return Labels(names, order)


class TagCodes(dict[str, int]):
    """The code of each distinct tag, made when it is first met."""

    def __init__(self, types: Types) -> None:
        super().__init__()
        self._types = types
        self._kinds: list[int] = []
        self._type_numbers: list[int] = []

    def __missing__(self, tag: str) -> int:
        """Add a tag.

        Raises:
            ValueError: the tag belongs to no scheme; its text says why.
        """
        kind, dash, name = tag[:1], tag[1:2], tag[2:]
        if tag == "O":
            self._kinds.append(_O)
            self._type_numbers.append(-1)
        elif kind in _KINDS and dash == "-" and name:
            self._kinds.append(_KINDS[kind])
            self._type_numbers.append(self._types.number(name))
        else:
            raise ValueError(
                f"the tag {tag[:60]!r} is of no known scheme: IOB1, IOB2 and BIOES have O, and B-, "
                "I-, E- or S- before a type (BILOU: L- and U-)"
            )
        self[tag] = len(self._kinds) - 1
        return self[tag]

    def to_iob2(self, codes: np.ndarray, lengths: np.ndarray) -> tuple[np.ndarray, Scheme]:
        """Label ids (int16) of tag codes, sentences of ``lengths`` one after another.

        One rule serves all schemes: I- and E- go on with the entity before them if that is of
        their type and was begun or continued there; everything else but O begins an entity.
        """
        kinds = np.array(self._kinds, dtype=np.int8)[codes]
        types = np.array(self._type_numbers, dtype=np.int16)[codes]
        before = np.empty_like(kinds)
        before[1:], before[:1] = kinds[:-1], _O
        before[np.cumsum(lengths[:-1])] = _O
        same: np.ndarray = np.zeros(len(codes), dtype=bool)
        same[1:] = types[1:] == types[:-1]
        open_before = same & ((before == _B) | (before == _I))
        goes_on = ((kinds == _I) | (kinds == _E)) & open_before
        labels = np.where(goes_on, inside(types), begin(types))
        labels[kinds == _O] = OUTSIDE
        return labels.astype(np.int16), Scheme(
            closing=int(((kinds == _E) | (kinds == _S)).sum()),
            begun_by_b=int(((kinds == _B) & ~open_before).sum()),
            begun_by_i=int((((kinds == _I) | (kinds == _E)) & ~goes_on).sum()),
        )


@dataclass(frozen=True)
class Scheme:
    """The evidence for a tag scheme in some sentences; add them up for a file."""

    closing: int = 0  # E- and S- tags
    begun_by_b: int = 0  # entities that begin with B- although none of their type ends before
    begun_by_i: int = 0  # entities that begin with I- or E-

    def __add__(self, other: Scheme) -> Scheme:
        return Scheme(
            self.closing + other.closing,
            self.begun_by_b + other.begun_by_b,
            self.begun_by_i + other.begun_by_i,
        )

    @property
    def name(self) -> str:
        if self.closing:
            return "BIOES"
        if not self.begun_by_i:
            return "IOB2"
        if not self.begun_by_b:
            return "IOB1"
        # Nearly all well-formed: IOB2 with slips. Neither: an annotator changed the scheme half-way.
        return "IOB2" if self.begun_by_i * 20 <= self.begun_by_b else "IOB1 and IOB2 mixed"

    @property
    def repaired(self) -> int:
        """Tags that the file's own scheme does not allow where they stand."""
        return 0 if self.name == "IOB1" else self.begun_by_i
