"""A row's split is what its content says: wherever it lies, whatever lies beside it."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from evaluating.problems import Unusable
from evaluating.splits import TEST, TRAIN, Shares, assign, content, divide, hashes
from hypothesis import given
from hypothesis import strategies as st

SHARES = Shares(Fraction(1, 5), Fraction(1, 5))
ROWS = st.lists(st.binary(max_size=6), max_size=40)
CELLS = st.lists(st.text(max_size=8), min_size=1, max_size=4)


def where(rows: list) -> dict:
    """The split of each content."""
    return dict(zip(rows, assign(hashes(rows), SHARES).tolist()))


@given(ROWS, ROWS, ROWS)
def test_a_row_stays_in_its_split_whatever_is_added_before_and_after_it(
    before: list, rows: list, after: list
) -> None:
    grown = where([*before, *rows, *after])
    assert {row: grown[row] for row in rows} == where(rows)


@given(st.lists(st.binary(max_size=6), min_size=1, max_size=40), st.randoms())
def test_the_order_of_the_rows_decides_nothing(rows: list, random: object) -> None:
    mixed = list(rows)
    random.shuffle(mixed)  # type: ignore[attr-defined]
    assert where(mixed) == where(rows)


@given(st.lists(st.binary(max_size=1), min_size=1, max_size=40))
def test_duplicates_land_together(rows: list) -> None:
    assigned = assign(hashes(rows), SHARES)
    for row in set(rows):
        assert len({int(split) for one, split in zip(rows, assigned) if one == row}) == 1


@given(st.integers(0, 9), st.integers(0, 9))
def test_each_split_has_about_its_share(validation: int, test: int) -> None:
    if validation + test < 10:
        rows = [str(number).encode() for number in range(2000)]
        shares = Shares(Fraction(validation, 10), Fraction(test, 10))
        counts = np.bincount(assign(hashes(rows), shares), minlength=3) / 2000
        expected = (float(shares.train), validation / 10, test / 10)
        assert all(abs(count - share) < 0.05 for count, share in zip(counts, expected))


def test_a_larger_test_fraction_keeps_every_row_that_tested() -> None:
    numbers = hashes([str(number).encode() for number in range(500)])
    smaller = assign(numbers, Shares(Fraction(0), Fraction(1, 10))) == TEST
    larger = assign(numbers, Shares(Fraction(1, 4), Fraction(3, 10))) == TEST
    assert larger[smaller].all()


def test_the_hashes_are_those_that_every_earlier_run_has_had() -> None:
    assert hashes([b"", b"a"]).tolist() == [16_476_032_584_258_269_876, 4_681_665_781_835_383_343]
    rows = [content(["5.1", "3.5"]), content(["4.9", "3.0"])]
    assert assign(hashes(rows), SHARES).tolist() == [TRAIN, TEST]


@given(CELLS)
def test_white_space_and_the_way_a_letter_is_composed_are_not_content(cells: list) -> None:
    assert content([f" {cell}\n" for cell in cells]) == content(cells)
    assert content(["cafe\u0301  noir"]) == content([" caf\u00e9 noir"])


@given(CELLS, CELLS)
def test_different_cells_are_different_content(one: list, other: list) -> None:
    def said(cells: list) -> list:
        return [" ".join(cell.split()) for cell in cells]

    if all(cell.isascii() for cell in one + other):
        assert (content(one) == content(other)) == (said(one) == said(other))


@given(st.lists(st.binary(min_size=1, max_size=3), min_size=60, max_size=90, unique=True))
def test_every_row_is_in_one_split_in_an_order_that_its_place_does_not_decide(rows: list) -> None:
    try:
        parts, backwards = divide(rows, SHARES), divide(rows[::-1], SHARES)
    except Unusable:
        return
    assert sorted(np.concatenate(list(parts.values()))) == list(range(len(rows)))
    for name in parts:
        there = [rows[::-1][number] for number in backwards[name]]
        assert [rows[number] for number in parts[name]] == there


def test_a_split_that_is_asked_for_and_would_be_empty_is_told() -> None:
    with pytest.raises(Unusable, match=r"^the train split would be empty: of 3 rows \(1 of"):
        divide([b"e"] * 3, SHARES)
    assert [len(part) for part in divide([b"b"], Shares(Fraction(0), Fraction(0))).values()] == [
        1,
        0,
        0,
    ]


@pytest.mark.parametrize(
    ("validation", "test", "sentence"),
    [
        (Fraction(-1, 10), Fraction(0), "the validation fraction is -0.1, but must be from 0 to 1"),
        (Fraction(0), Fraction(3, 2), "the test fraction is 1.5, but must be from 0 to 1"),
        (Fraction(1, 2), Fraction(1, 2), "leave no row to train on"),
    ],
)
def test_fractions_that_cannot_be_are_told(
    validation: Fraction, test: Fraction, sentence: str
) -> None:
    with pytest.raises(Unusable, match=sentence):
        Shares(validation, test)
