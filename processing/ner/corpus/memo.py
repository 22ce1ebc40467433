"""Keeps what a tokenizer makes of strings, so that each distinct one is tokenised once.

Which strings may be tokenised by themselves is for others to know: see ``words`` and ``pieces``.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

CAPACITY = 1 << 20  # strings and their sub-tokens, counted together

Learn = Callable[[list[str]], tuple[np.ndarray, np.ndarray]]


class Memo:
    """Gives the sub-tokens of strings; asks ``learn`` about new ones and forgets all when full.

    ``learn`` takes strings and gives what is known of their sub-tokens, int32 [rows, sub-tokens],
    and how many sub-tokens each string has, int64 [strings].
    """

    def __init__(self, learn: Learn, rows: int, capacity: int = CAPACITY) -> None:
        self._learn = learn
        self._rows = rows
        self._capacity = capacity
        self._forget()

    def _forget(self) -> None:
        self._codes = _Codes()
        self._columns: np.ndarray = np.empty((self._rows, 0), dtype=np.int32)
        self._starts: np.ndarray = np.zeros(1, dtype=np.int64)  # where each string's start; the end

    def of(self, strings: list[str]) -> tuple[np.ndarray, np.ndarray]:
        """Of strings in a row the same as ``learn`` gives."""
        if len(self._codes) + self._columns.shape[1] > self._capacity:
            self._forget()
        codes = np.fromiter(map(self._codes.__getitem__, strings), np.int64, len(strings))
        if self._codes.new:
            columns, counts = self._learn(self._codes.new)
            self._columns = np.concatenate([self._columns, columns], axis=1)
            self._starts = np.concatenate([self._starts, self._starts[-1] + np.cumsum(counts)])
            self._codes.new = []
        starts = self._starts[codes]
        counts = self._starts[codes + 1] - starts
        # Where each sub-token stands in the store: where its string starts, plus where it stands in that.
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        positions = np.arange(total) + np.repeat(starts - (ends - counts), counts)
        return self._columns[:, positions], counts


class _Codes(dict[str, int]):
    """Numbers strings as they turn up; ``new`` has those that are not tokenised yet, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.new: list[str] = []

    def __missing__(self, string: str) -> int:
        self.new.append(string)
        code = self[string] = len(self)
        return code
