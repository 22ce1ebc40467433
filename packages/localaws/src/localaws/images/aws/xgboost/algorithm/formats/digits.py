"""Columns of single digits at the end of every row of CSV, read at the speed of copying.

One-hot encoding makes such columns by the dozen, and cell by cell they are what takes the time. But they
stand at the same distance from the end of every row, so all rows are looked at together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

FEWEST = 8  # columns that are worth it
_NEWLINE, _ZERO = ord("\n"), ord("0")


@dataclass(frozen=True)
class Cut:
    """``text`` is the CSV without its last columns, its bytes; ``digits`` are those columns, uint8 of
    (rows, columns)."""

    text: np.ndarray
    digits: np.ndarray


def cut(text: bytes, delimiter: str) -> Cut | None:
    """Cut off the columns of digits that all rows end with, but leave at least two others.

    ``text`` has no line end after its last row. None: there are too few such columns to gain anything;
    also where a line is blank, or ends as on Windows.
    """
    first = text[: text.find(b"\n")] if b"\n" in text else text
    found = re.search(rb"(?:%b[0-9])*\Z" % re.escape(delimiter.encode()), first)
    width = len(found[0]) if found else 0
    if width < 2 * FEWEST:
        return None
    characters = np.frombuffer(text, np.uint8)
    ends: np.ndarray = np.append(np.flatnonzero(characters == _NEWLINE), len(characters))
    # The window of a row that is shorter has a line end in it, which is no digit and no delimiter.
    tails = sliding_window_view(characters, width)[ends - width]
    # Two bytes at once: what is left of a delimiter and a digit is 256 times the digit, no more.
    pairs = tails.view("<u2") - np.uint16(ord(delimiter) | _ZERO << 8)
    has_delimiter = np.bitwise_or.reduce(pairs, axis=0) & 0xFF == 0
    is_digit = pairs.max(axis=0) <= 9 << 8
    is_pair = has_delimiter & is_digit
    columns = len(is_pair) if is_pair.all() else int(np.argmin(is_pair[::-1]))
    columns -= 1  # the first of them stays, so that no line can become blank
    if columns < FEWEST:
        return None
    stays: np.ndarray = np.ones(len(characters), bool)
    sliding_window_view(stays, 2 * columns, writeable=True)[ends - 2 * columns] = False
    return Cut(characters[stays], (pairs[:, -columns:] >> 8).astype(np.uint8))
