"""Labels: what a tree can tell apart, and columns that only seem to be labels."""

from __future__ import annotations

import pytest
from tree import labels
from tree.failure import JobError


@pytest.mark.parametrize(
    ("counts", "sentence"),
    [
        ({"a": 9}, "Every row has the label 'a': a tree needs two or more."),
        ({"0": 1, "1": 1, "2": 1}, "Each row has a label of its own (0, 1, 2, …): is column 1 the"),
        ({"5.1": 3, "4.9": 2, "5": 9}, "The labels are measured numbers (5.1, 4.9, 5, …)"),
    ],
)
def test_what_is_no_label_is_refused(counts: dict[str, int], sentence: str) -> None:
    with pytest.raises(JobError) as error:
        labels.check(counts)
    assert str(error.value).startswith(sentence)


@pytest.mark.parametrize(
    "counts",
    [
        {"a": 2, "b": 1},
        {"a": 1, "b": 1},
        {"0": 50, "1": 50},
        {"1.0": 50, "2.0": 50},
        {"01": 2, "10": 2},
        {"v1.5": 2, "v1.6": 2},
        {"1.5": 2, "other": 2},
    ],
)
def test_labels_are_fine(counts: dict[str, int]) -> None:
    labels.check(counts)
    assert labels.doubts(counts) == []


def test_labels_that_differ_in_case_alone_are_told() -> None:
    assert labels.doubts({"Setosa": 5, "setosa": 2, "other": 1}) == [
        "the labels 'Setosa' (5 rows) and 'setosa' (2 rows) differ in case or white space alone, and "
        "are learnt as different ones"
    ]
