"""Splits by what each row says: in growing data, with other columns left out, with a corrected label."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Callable

import pytest
import recipe
from campaign.options import Prepare, parse
from campaign.problems import JobProblem

Customers = list
Made = Callable[..., dict]


@pytest.fixture
def made(run: Callable[..., int], tmp_path: Path) -> Made:
    """Prepare customers; the raw rows of the test split, and how many rows each split has."""

    def prepared(customers: Customers, *arguments: str) -> dict:
        recipe.write(tmp_path / "a.csv", customers)
        assert run("prepare", "--data", tmp_path / "a.csv", "--output", tmp_path, *arguments) == 0
        counts = {
            name: len((tmp_path / name / f"{name}.csv").read_text().splitlines())
            for name in ("train", "validation", "test")
        }
        rows = (tmp_path / "rows" / "test.csv").read_text().splitlines()[1:]
        return {"test": rows, "counts": counts}

    return prepared


def test_data_that_grow_at_the_front_leave_every_row_where_it_was(made: Made) -> None:
    customers = recipe.customers(300, 4)
    before = set(made(customers[100:])["test"])
    after = set(made(customers[::-1])["test"])
    assert before <= after
    new = set(made(customers[:100])["test"])
    assert after == before | new


def test_another_choice_of_columns_moves_no_row(made: Made) -> None:
    customers = recipe.customers(200, 5)
    assert made(customers)["test"] == made(customers, "--drop", "job,age")["test"]


def test_a_customer_whose_answer_is_corrected_stays_in_the_split(made: Made) -> None:
    customers = recipe.customers(200, 6)
    turned = [{**one, "y": {"yes": "no", "no": "yes"}[one["y"]]} for one in customers]
    before, after = (
        [row.rpartition(",")[0] for row in made(rows)["test"]] for rows in (customers, turned)
    )
    assert before == after


def test_every_row_is_in_one_split_of_about_its_share(made: Made) -> None:
    counts = made(recipe.customers(1000, 7))["counts"]
    assert sum(counts.values()) == 1000
    assert 650 < counts["train"] < 750
    assert 60 < counts["test"] < 140


def given_shares(*fractions: str) -> tuple:
    names = ("--train-fraction", "--validation-fraction", "--test-fraction")
    options = parse(["prepare", *(word for pair in zip(names, fractions) for word in pair)])
    assert isinstance(options, Prepare)
    shares = options.shares
    return shares.train, shares.validation, shares.test


def test_the_fractions_are_exact() -> None:
    tenth = Fraction(1, 10)
    assert given_shares("0.7", "0.2", "0.1") == (7 * tenth, 2 * tenth, tenth)


def test_fractions_that_were_rounded_when_written_are_taken() -> None:
    assert sum(given_shares("0.3333333", "0.3333333", "0.3333333")) < 1


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
