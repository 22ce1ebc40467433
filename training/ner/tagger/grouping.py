"""Which windows share a batch: the split that costs the network least.

Padding a window of 5 tokens to 80 wastes 75 tokens of work; a batch of its own costs what every
pass through the network costs, however little it holds. Between windows sorted by length, the best
places to cut are found by dynamic programming.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Cost:
    """What a batch costs and holds, counted in tokens with padding."""

    start: int  # a pass through the network costs as much as this many tokens more in a batch
    most: int  # tokens of a batch; more gain no throughput and keep the others waiting


def grouped(lengths: list[int], cost: Cost) -> list[list[int]]:
    """Split windows, given by their lengths, into batches of their indexes: shortest first."""
    order = sorted(range(len(lengths)), key=lengths.__getitem__)
    # cheapest[n]: (cost of the first n windows, where the last of their batches begins)
    cheapest: list[tuple[int, int]] = [(0, 0)]
    for end in range(1, len(order) + 1):
        longest = lengths[order[end - 1]]
        first = max(0, end - max(1, cost.most // longest))
        cheapest.append(
            min(
                (cheapest[begin][0] + cost.start + longest * (end - begin), begin)
                for begin in range(first, end)
            )
        )
    batches = []
    end = len(order)
    while end:
        begin = cheapest[end][1]
        batches.append(order[begin:end])
        end = begin
    return batches[::-1]
