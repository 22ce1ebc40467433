"""Which windows share a batch: the split that costs the network least.

Padding a window of 5 tokens to 80 wastes 75 tokens of work; a batch of its own costs what every
pass through the network costs, however little it holds. Between windows sorted by length, the best
places to cut are found by dynamic programming.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate


@dataclass(frozen=True)
class Cost:
    """What a batch costs and holds, counted in tokens."""

    start: int  # a pass through the network costs as much as this many tokens more in a batch
    most: int  # tokens of a batch; more gain no throughput and keep the others waiting
    padded: bool = True  # each window counts as the longest of its batch


def grouped(lengths: list[int], cost: Cost) -> list[list[int]]:
    """Split windows, given by their lengths, into batches of their indexes: shortest first."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    before = list(accumulate((lengths[index] for index in order), initial=0))

    def tokens(begin: int, end: int) -> int:
        longest = lengths[order[end - 1]]
        return longest * (end - begin) if cost.padded else before[end] - before[begin]

    # cheapest[n]: (cost of the first n windows, where the last of their batches begins)
    cheapest: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(order) + 1):
        best = (cheapest[end - 1][0] + cost.start + tokens(end - 1, end), end - 1)
        for begin in range(end - 2, -1, -1):
            held = tokens(begin, end)
            if held > cost.most:
                break
            best = min(best, (cheapest[begin][0] + cost.start + held, begin))
        cheapest.append(best)
    batches = []
    end = len(order)
    while end:
        begin = cheapest[end][1]
        batches.append(order[begin:end])
        end = begin
    return batches[::-1]
