"""Batches of like length, and batches of what waits at the endpoint."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tagger.batches import by_length, collate, like_length
from tagger.dataset import NOT_OWNED, read_split
from tagger.grouping import Cost, grouped

from .conftest import LABELS, write_channel

lengths = st.lists(st.integers(1, 128), min_size=1, max_size=300).map(np.array)


@given(lengths, st.integers(1, 32), st.integers(1, 8), st.integers(0, 2**32 - 1))
def test_an_epoch_has_every_row_once_in_full_batches(lengths, size, pool, seed):
    batches = like_length(lengths, size, np.random.default_rng(seed), pool)
    assert sorted(np.concatenate(batches)) == list(range(len(lengths)))
    assert len(batches) == -(-len(lengths) // size)


def test_batches_hold_rows_of_like_length_and_come_in_no_order_of_length():
    random = np.random.default_rng(1)
    lengths = random.integers(1, 100, 1600)
    batches = like_length(lengths, 16, random)
    padded = sum(len(rows) * lengths[rows].max() for rows in batches)
    assert padded < 1.1 * lengths.sum()
    longest = [lengths[rows].max() for rows in batches]
    rises = sum(later > earlier for earlier, later in itertools.pairwise(longest))
    assert 0.3 < rises / len(longest) < 0.7


def test_each_epoch_has_other_batches_and_the_same_seed_has_the_same():
    lengths = np.random.default_rng(1).integers(1, 100, 160)

    def batches(seed):
        return [rows.tolist() for rows in like_length(lengths, 16, np.random.default_rng(seed))]

    assert batches([7, 0]) == batches([7, 0])
    assert batches([7, 0]) != batches([7, 1])


@given(lengths, st.integers(1, 32))
def test_evaluation_reads_every_row_once(lengths, size):
    assert sorted(np.concatenate(by_length(lengths, size))) == list(range(len(lengths)))


def test_padding_is_masked_and_not_learned(tmp_path):
    write_channel(tmp_path / "train", range(3))
    split = read_split(tmp_path / "train", len(LABELS))
    batch = collate(split, np.arange(3), padding_id=0)
    assert (batch.input_ids.shape, batch.input_ids.dtype) == ((3, 8), batch.labels.dtype)
    assert (batch.labels[batch.attention_mask == 0] == NOT_OWNED).all()


def least_cost(lengths, cost):
    """The least cost of any split of sorted lengths, by trying all of them."""
    ordered = sorted(lengths)
    best = None
    for cuts in itertools.product([False, True], repeat=len(ordered) - 1):
        edges = [0, *(position + 1 for position, cut in enumerate(cuts) if cut), len(ordered)]
        parts = [ordered[a:b] for a, b in itertools.pairwise(edges)]
        held = [len(part) * part[-1] if cost.padded else sum(part) for part in parts]
        if all(len(part) == 1 or n <= cost.most for part, n in zip(parts, held, strict=True)):
            total = sum(cost.start + n for n in held)
            best = total if best is None else min(best, total)
    return best


@given(
    st.lists(st.integers(1, 50), min_size=1, max_size=9),
    st.builds(Cost, start=st.integers(0, 80), most=st.integers(1, 200), padded=st.booleans()),
)
def test_windows_are_grouped_at_the_least_cost(lengths, cost):
    batches = grouped(lengths, cost)
    assert sorted(itertools.chain(*batches)) == list(range(len(lengths)))
    parts = [[lengths[index] for index in batch] for batch in batches]
    held = [len(part) * max(part) if cost.padded else sum(part) for part in parts]
    assert all(len(part) == 1 or n <= cost.most for part, n in zip(parts, held, strict=True))
    assert sum(cost.start + n for n in held) == least_cost(lengths, cost)
