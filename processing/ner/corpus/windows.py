"""Cuts sentences that are too long into overlapping windows, each unit owned by one of them.

Pure: arrays in, arrays out. All lengths are sub-tokens. A cut never falls inside an entity, so a
window sees each entity that it owns whole; only an entity longer than a window is divided.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import numpy as np

from .annotated import Annotated
from .tags import NOT_OWNED, OUTSIDE


@dataclass(frozen=True)
class Window:
    """Sub-tokens [start, stop) of a sentence are seen, those of [own_start, own_stop) owned."""

    start: int
    stop: int
    own_start: int
    own_stop: int


@dataclass(frozen=True)
class Rows:
    """Windows with special tokens, ready to be written; row i is ``starts[i]:starts[i + 1]``."""

    sentence: np.ndarray  # int64 [rows]: which sentence of those given
    window: np.ndarray  # int32 [rows]: which window of it
    starts: np.ndarray  # int32 [rows + 1]
    input_ids: np.ndarray  # int32
    labels: np.ndarray  # int16
    cut: int = 0  # sentences that became more than one window
    divided: int = 0  # entities longer than a window
    shortened: int = 0  # units longer than a window


def plan(labels: np.ndarray, capacity: int, overlap: int) -> list[Window]:
    """The windows of one sentence, of at most ``capacity``, with about ``overlap`` in common."""
    starts = np.flatnonzero(labels != NOT_OWNED)
    edges = [*starts.tolist(), len(labels)]
    count = len(starts)
    # Where a window may begin to own: label ids are O, then B- (odd) and I- (even) of each type.
    unit_labels = labels[starts]
    free = np.flatnonzero((unit_labels % 2 == 1) | (unit_labels == OUTSIDE)).tolist()
    windows: list[Window] = []
    own = left = 0
    while True:
        if edges[own + 1] - edges[left] > capacity:
            left = own  # no room for context before a long unit
        right = max(bisect_right(edges, edges[left] + capacity) - 1, own + 1)
        stop = min(edges[right], edges[left] + capacity)
        if right == count:
            windows.append(Window(edges[left], stop, edges[own], edges[count]))
            return windows
        positions = free[bisect_right(free, own) : bisect_right(free, right)]
        wanted = edges[right] - overlap // 2
        # None: an entity fills the whole window.
        cut = (
            min(positions, key=lambda position: abs(edges[position] - wanted))
            if positions
            else right
        )
        windows.append(Window(edges[left], stop, edges[own], edges[cut]))
        # Context before the next window's own part, less of it where an entity needs the room.
        behind = bisect_right(free, cut)
        entity = edges[free[behind] if behind < len(free) else count] - edges[cut]
        context = max(min(overlap - overlap // 2, capacity - entity), 0)
        left = bisect_left(edges, edges[cut] - context)
        own = cut


def cut(
    sentences: Annotated, prefix: np.ndarray, suffix: np.ndarray, max_length: int, overlap: int
) -> Rows:
    """The windows of sentences, ``prefix`` and ``suffix`` (special tokens) around each.

    Sentences without sub-tokens get none.
    """
    capacity = max_length - len(prefix) - len(suffix)
    ends = np.cumsum(sentences.lengths)
    begins = ends - sentences.lengths
    short = np.flatnonzero((sentences.lengths > 0) & (sentences.lengths <= capacity))
    pieces = [
        np.stack(
            [short, np.zeros_like(short), begins[short], ends[short], begins[short], ends[short]]
        )
    ]
    divided = shortened = 0
    long = np.flatnonzero(sentences.lengths > capacity)
    for sentence in long:
        offset = begins[sentence]
        labels = sentences.labels[offset : ends[sentence]]
        for number, window in enumerate(plan(labels, capacity, overlap)):
            own = labels[window.own_start]
            divided += int(own != OUTSIDE and own % 2 == 0)
            shortened += int(window.stop < window.own_stop)
            bounds = [window.start, window.stop, window.own_start, window.own_stop]
            pieces.append(np.array([[sentence], [number], *([offset + p] for p in bounds)]))
    table = np.concatenate(pieces, axis=1)
    if len(long):
        table = table[:, np.lexsort((table[1], table[0]))]
    sentence, number, start, stop, own_start, own_stop = table
    lengths = stop - start
    whole = lengths + len(prefix) + len(suffix)
    edges = np.concatenate([[0], np.cumsum(whole)])
    source = np.arange(int(lengths.sum())) + np.repeat(
        start - (np.cumsum(lengths) - lengths), lengths
    )
    target = source + np.repeat(edges[:-1] + len(prefix) - start, lengths)
    input_ids: np.ndarray = np.empty(int(edges[-1]), dtype=np.int32)
    for index, token in enumerate(prefix):
        input_ids[edges[:-1] + index] = token
    for index, token in enumerate(suffix):
        input_ids[edges[1:] - len(suffix) + index] = token
    input_ids[target] = sentences.ids[source]
    labels = np.full(len(input_ids), NOT_OWNED, dtype=np.int16)
    owned = sentences.labels[source]
    if len(long):
        mine = (source >= np.repeat(own_start, lengths)) & (source < np.repeat(own_stop, lengths))
        owned = np.where(mine, owned, NOT_OWNED)
    labels[target] = owned
    return Rows(
        sentence=sentence,
        window=number.astype(np.int32),
        starts=edges.astype(np.int32),
        input_ids=input_ids,
        labels=labels,
        cut=len(long),
        divided=divided,
        shortened=shortened,
    )
