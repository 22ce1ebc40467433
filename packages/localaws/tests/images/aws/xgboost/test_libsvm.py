"""libsvm into sparse numbers, and with the line of what is wrong."""

from __future__ import annotations

import numpy as np
import pytest
from algorithm.formats import libsvm
from algorithm.formats.errors import FormatError
from hypothesis import given
from hypothesis import strategies as st

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
ROWS = st.lists(
    st.tuples(FLOATS, st.dictionaries(st.integers(0, 50), FLOATS, max_size=6)),
    min_size=1,
    max_size=15,
)


@given(ROWS, st.sampled_from(["\n", "\r\n"]), st.sampled_from([" ", "  ", "\t"]))
def test_every_pair_comes_back_exactly(
    rows: list[tuple[float, dict[int, float]]], line_end: str, blank: str
) -> None:
    lines = [
        blank.join([repr(label), *(f"{index}:{value!r}" for index, value in pairs.items())])
        for label, pairs in rows
    ]
    read = libsvm.parse(line_end.join(lines).encode())
    np.testing.assert_array_equal(read.labels, np.array([label for label, _ in rows], np.float32))
    for number, (_, pairs) in enumerate(rows):
        row = read.features[number]
        assert dict(zip(row.indices.tolist(), row.data.tolist(), strict=True)) == pairs
    assert read.features.shape[1] == max((max(p, default=-1) for _, p in rows), default=-1) + 1


@given(st.binary(max_size=40))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        read = libsvm.parse(data)
    except FormatError:
        return
    assert len(read.labels) == read.features.shape[0] > 0


def test_weights_queries_and_comments() -> None:
    read = libsvm.parse(b"# of two\n1:0.5 qid:7 0:1 # first\n\n0:2 qid:7 2:3\n")
    np.testing.assert_array_equal(read.weights, [0.5, 2])
    np.testing.assert_array_equal(read.queries, [7, 7])
    np.testing.assert_array_equal(read.features.toarray(), [[1, 0, 0], [0, 0, 3]])


def test_rows_know_their_lines() -> None:
    data = b"# comment\n1 0:1\n\n0 0:2\n"
    assert [libsvm.line_of_row(data, row) for row in (0, 1)] == [2, 4]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"1 -1:1", "'-1:1' has a bad index"),
        (b"1 2147483647:1", "'2147483647:1' has a bad index"),
        (b"1 99999999999999999999:1", "has a bad index"),
        (b"1 1.0:1", "'1.0:1' has a bad index"),
        (b"1 1", "'1' is not index:value"),
        (b"1 1:", "'1:' has a value that is not a number"),
        (b"1 1:2:3", "'1:2:3' has a value that is not a number"),
        (b"1 3:1 1:1 3:2", "it has the index 3 more than once"),
        (b"x 1:1", "it begins with 'x'"),
        (b"1:heavy 1:1", "it begins with '1:heavy'"),
        (b"1:2 1:1", "line 1: it has no weight, but other rows have"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(line: bytes, problem: str) -> None:
    with pytest.raises(FormatError) as caught:
        libsvm.parse(b"1 1:1 2:2\n0 1:2\n" + line + b"\n1 1:1\n")
    assert problem in str(caught.value)
    assert caught.value.line == (1 if "no weight" in problem else 3)
