"""A first line: a header, a row, or something else, and what to say of a name that is missing."""

from __future__ import annotations

import pytest
from campaign import header
from campaign.problems import JobProblem

COLUMNS = [
    "age",
    "job",
    "marital",
    "education",
    "default",
    "balance",
    "housing",
    "loan",
    "contact",
    "day",
    "month",
    "duration",
    "campaign",
    "pdays",
    "previous",
    "poutcome",
]


@pytest.mark.parametrize(
    ("last", "meant"),
    [
        ("Y", "is it Y? Rename"),
        ("'y'", "is it 'y'? Rename"),
        ("deposit", "is it deposit? Rename"),
        ("Target", "is it Target? Rename"),
        ("churned", "is it churned? Rename"),
    ],
)
def test_a_misnamed_target_is_told_with_the_columns_and_the_likely_one(
    last: str, meant: str
) -> None:
    names = [*COLUMNS, last]
    header.check(names, ";".join(names), "a.csv", ["y"])  # a header, though y is not in it
    told = str(header.without_label("a.csv", names, "y"))
    assert told.startswith("the header of a.csv has no target column y: the columns are age, job, ")
    assert meant in told


def test_of_many_columns_the_first_and_the_last_are_named() -> None:
    told = str(header.without_label("a.csv", [f"c{n}" for n in range(900)], "y"))
    assert "c0, c1, " in told
    assert "…, c899; is it c899?" in told
    assert len(told) < 400


@pytest.mark.parametrize(
    "row",
    ["41;student;married;no", "41,student", "student;married;yes", "YES", "1;2;3", ";41;student"],
)
def test_a_row_is_no_header(row: str) -> None:
    cells = row.replace(",", ";").split(";")
    with pytest.raises(JobProblem, match=r"^a\.csv has no header: .* with y among them, but is "):
        header.check(cells, row, "a.csv", ["y"])


def test_a_row_s_words_under_an_expected_name_are_a_header() -> None:
    header.check(["yes", "1", "2", "y"], "yes;1;2;y", "a.csv", ["y"])


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("age\tjob\ty\n", "the header of a.csv is divided by tabs, but columns are divided by ; or ,"),
        ("age|job|y\n", "the header of a.csv is divided by |, but columns are divided by ; or ,"),
        ('"age;job;y"\n', "the header of a.csv stands in quotes as a whole"),
        ("age\0;job", "a.csv is no UTF-8 text, perhaps UTF-16: save it as UTF-8"),
        ("\n", "a.csv has no header: the first line should name the columns, with y among them, but is empty"),
    ],
)  # fmt: skip
def test_what_is_neither_is_told_for_what_it_is(line: str, sentence: str) -> None:
    import io

    from campaign.rows import Rows

    with pytest.raises(JobProblem) as told:
        Rows(io.StringIO(line, newline=""), "a.csv", ["y"])
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize(
    ("wanted", "names", "alike"),
    [
        ("emp.var.rate", ["age", "emp_var_rate", "Emp.Var.Rate"], ["emp_var_rate", "Emp.Var.Rate"]),
        ("marital", ["martial", "job"], ["martial"]),
        ("age", ["job"], []),
    ],
)
def test_near_names_differ_in_case_marks_or_a_letter(wanted: str, names: list, alike: list) -> None:
    assert header.near(wanted, names) == alike
