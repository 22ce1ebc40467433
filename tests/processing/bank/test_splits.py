"""Splits by fractions: exact, seeded, complete, and none empty that was asked for."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from campaign.options import Prepare, parse
from campaign.problems import JobProblem
from campaign.shares import Shares
from campaign.splits import divide
from hypothesis import given
from hypothesis import strategies as st

TENTHS = st.tuples(st.integers(1, 9), st.integers(0, 8)).filter(lambda pair: sum(pair) < 10)


def shares(train: int, validation: int) -> Shares:
    return Shares(
        Fraction(train, 10), Fraction(validation, 10), Fraction(10 - train - validation, 10)
    )


@given(TENTHS, st.integers(10, 3000), st.integers(0, 2**32 - 1))
def test_every_row_is_in_one_split_and_the_counts_are_exact(
    parts: tuple, count: int, seed: int
) -> None:
    rows = np.arange(count) * 2  # which rows there are is for others to say
    splits = divide(rows, shares(*parts), seed)
    sizes = [len(part) for part in splits.values()]
    cuts = [count * parts[0] // 10, count * sum(parts) // 10]
    assert sizes == [cuts[0], cuts[1] - cuts[0], count - cuts[1]]
    assert sorted(np.concatenate(list(splits.values()))) == rows.tolist()


@given(st.integers(30, 300), st.integers(0, 99))
def test_the_same_seed_divides_alike_and_another_otherwise(count: int, seed: int) -> None:
    first, again, other = (
        divide(np.arange(count), shares(5, 2), s) for s in (seed, seed, seed + 1)
    )
    assert all(first[name].tolist() == again[name].tolist() for name in first)
    assert first["train"].tolist() != other["train"].tolist()


@given(TENTHS, st.integers(0, 30))
def test_a_split_that_is_asked_for_is_told_where_it_would_be_empty(
    parts: tuple, count: int
) -> None:
    asked = shares(*parts)
    first, second = parts[0] * count // 10, sum(parts) * count // 10
    wanted = [first, second - first, count - second][:: 1 if parts[1] else 2]
    if 0 in wanted:
        with pytest.raises(
            JobProblem, match=r"^the \w+ split would be empty: .* is less than one$"
        ):
            asked.counts(count)
    else:
        assert [made for made in asked.counts(count) if made] == wanted


def given_shares(*fractions: str) -> Shares:
    names = ("--train-fraction", "--validation-fraction", "--test-fraction")
    options = parse(["prepare", *(word for pair in zip(names, fractions) for word in pair)])
    assert isinstance(options, Prepare)
    return options.shares


def test_the_fractions_are_exact() -> None:
    assert given_shares("0.7", "0.2", "0.1").counts(10) == (7, 2, 1)
    assert given_shares("0.7", "0", "0.3").counts(41_188) == (28_831, 0, 12_357)


def test_fractions_that_were_rounded_when_written_are_taken() -> None:
    assert given_shares("0.3333333", "0.3333333", "0.3333333").counts(9) == (2, 3, 4)


@pytest.mark.parametrize(
    ("fractions", "sentence"),
    [
        (("0.7", "0.2", "0.2"), r"--test-fraction 0\.2 make 1\.1 together, but must make 1"),
        (("0", "0.5", "0.5"), "--train-fraction is 0"),
        (("0.8", "0.2", "0"), "--test-fraction is 0, but the evaluation needs rows"),
        (("1.2", "0", "-0.2"), r"--train-fraction: it is 1\.2, but must be from 0 to 1"),
        (("most", "0", "0"), "--train-fraction: 'most' is no number"),
        (("1/0", "0", "0"), "--train-fraction: '1/0' is no number"),
        (("nan", "0", "0"), "--train-fraction: 'nan' is no number"),
    ],
)
def test_fractions_that_cannot_be_are_told(fractions: tuple, sentence: str) -> None:
    with pytest.raises(JobProblem, match=sentence):
        given_shares(*fractions)
