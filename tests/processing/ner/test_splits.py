"""Splits by share: seeded, without memory, and never empty where enough is there."""

from pathlib import Path

import numpy as np
import pytest
from corpus.sources import Source, Split
from corpus.splits import TEST, TRAIN, VALIDATION, plan
from hypothesis import given
from hypothesis import strategies as st


def sources(*splits: Split | None) -> list[Source]:
    return [Source(Path("a"), "a", "CoNLL", split) for split in splits]


@pytest.mark.parametrize(
    ("named", "cut"),
    [
        ((None,), ("validation", "test")),
        (("train",), ("validation", "test")),
        (("train", "validation"), ("test",)),
        (("train", "test"), ("validation",)),
        (("train", "validation", "test"), ()),
    ],
)
def test_a_split_without_files_is_cut_from_training(
    named: tuple[Split | None, ...], cut: tuple[Split, ...]
) -> None:
    assert plan(sources(*named), 0.1, 0.2).cut_splits == cut


@given(
    count=st.integers(3, 3000),
    seed=st.integers(0, 2**63 - 1),
    validation=st.floats(0.01, 0.4),
    test=st.floats(0.01, 0.4),
)
def test_shares_are_exact_and_no_split_is_empty(
    count: int, seed: int, validation: float, test: float
) -> None:
    assigned = plan(sources(None), validation, test).cut(count, seed).assign(0, count)
    counts = np.bincount(assigned, minlength=3)
    assert counts[VALIDATION] == max(round(validation * count), 1)
    assert counts[TEST] == max(round(test * count), 1)
    assert counts[TRAIN] >= 1


@given(st.lists(st.integers(1, 50), min_size=1, max_size=10), st.integers(0, 9))
def test_blocks_of_any_size_are_divided_alike(sizes: list[int], seed: int) -> None:
    cut = plan(sources(None), 0.2, 0.2).cut(sum(sizes), seed)
    parts, first = [], 0
    for size in sizes:
        parts.append(cut.assign(first, size))
        first += size
    assert np.concatenate(parts).tolist() == cut.assign(0, first).tolist()


def test_another_seed_divides_otherwise() -> None:
    first, second = (plan(sources(None), 0.3, 0.3).cut(100, seed).assign(0, 100) for seed in (1, 2))
    assert first.tolist() != second.tolist()


def test_of_a_million_sentences_the_shares_are_about_right() -> None:
    assigned = plan(sources(None), 0.1, 0.1).cut(1_000_000, 13).assign(0, 1_000_000)
    assert np.abs(np.bincount(assigned) / 1e6 - [0.8, 0.1, 0.1]).max() < 0.002
