"""Rows of a table, however they are asked and answered."""

from __future__ import annotations

from typing import Any

import pytest
from monitoring.captures import Exchange, Message
from monitoring.columns import Columns
from monitoring.tabular import columns


def seen(body: bytes, kind: str, answer: bytes = b"", as_kind: str = "text/csv") -> Columns:
    return columns([Exchange(Message(body, kind), Message(answer, as_kind), None)])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"5.1,a\n4.9,b\n", "text/csv"),
        (b"length,kind\n5.1,a\n4.9,b\n", "text/csv; charset=utf-8"),
        (b"\xef\xbb\xbf5.1,a\r\n4.9,b\r\n", "text/csv"),
        (b"5.1,a\r4.9,b\r", "text/csv"),
        (b'[[5.1, "a"], [4.9, "b"]]', "application/json"),
        (b'{"instances": [[5.1, "a"], [4.9, "b"]]}', "application/json"),
        (b'[5.1, "a"]\n[4.9, "b"]\n', "application/jsonlines"),
    ],
)
def test_the_cells_of_a_row_have_the_number_of_their_column(body: bytes, kind: str) -> None:
    found = seen(body, kind)
    assert (found.rows, found.numbers, found.words) == (
        2,
        {"input 1": [5.1, 4.9]},
        {"input 2": {"a": 1, "b": 1}},
    )


@pytest.mark.parametrize(
    ("answer", "kind", "numbers", "words"),
    [
        (b"setosa\nvirginica\n", "text/csv", {}, {"prediction": {"setosa": 1, "virginica": 1}}),
        (b"0.25\n0.75\n", "text/csv", {"prediction": [0.25, 0.75]}, {}),
        (b"[0.25, 0.75]", "application/json", {"prediction": [0.25, 0.75]}, {}),
        (b'{"score": 0.25, "predicted_label": 0.0}\n', "application/jsonlines", {"prediction score": [0.25], "prediction predicted_label": [0.0]}, {}),
        (b'{"predictions": [{"score": 0.25}]}', "application/json", {"prediction score": [0.25]}, {}),
    ],
)  # fmt: skip
def test_what_is_answered_is_the_prediction(
    answer: bytes, kind: str, numbers: dict[str, Any], words: dict[str, Any]
) -> None:
    found = columns([Exchange(None, Message(answer, kind), None)])
    assert (found.numbers, found.words) == (numbers, words)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        *((body, "application/json") for body in (b"\xff\xfe", b"{", b"", b"[" * 200_000)),
        (b"x" * 200_000, "text/csv"),  # a cell beyond what Python's csv takes
        (b"[" * 200_000, "application/jsonlines"),
    ],
    ids=["no text", "half", "nothing", "deep", "one long cell", "deep lines"],
)
def test_what_is_no_table_has_no_row(body: bytes, kind: str) -> None:
    assert seen(body, kind).rows == 0


def test_a_number_beyond_every_float_is_a_word() -> None:
    digits = b"9" * 400
    assert seen(b"[" + digits + b"]", "application/json").words["input 1"] == {digits.decode(): 1}


def test_what_is_no_finite_number_is_a_word() -> None:
    found = seen(b"nan\n1\n", "text/csv")
    assert found.words["input 1"] == {"nan": 1}
