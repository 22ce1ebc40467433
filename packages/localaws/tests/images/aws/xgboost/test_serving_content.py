"""The body of a request: what its Content-Type means, and the rows that are in it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from algorithm.formats import csv, digits
from algorithm.formats.errors import FormatError
from algorithm.serving import content, cores
from algorithm.serving.content import Kind
from algorithm.versions import Version
from built_in import tables
from built_in.record_protobuf import Record, Tensor
from hypothesis import given
from hypothesis import strategies as st

LATEST, FIRST = Version(3, 0, 5), Version(0, 72, 1)


@pytest.mark.parametrize(
    ("content_type", "kind"),
    [
        ("text/csv", Kind.CSV),
        ("csv", Kind.CSV),
        ("TEXT/CSV; label_size=1; charset=utf-8", Kind.CSV),
        ("text/csv;label_size = 1", Kind.CSV),
        ("text/libsvm", Kind.LIBSVM),
        ("text/x-libsvm", Kind.LIBSVM),
        ("libsvm", Kind.LIBSVM),
        ("application/x-recordio-protobuf", Kind.RECORDIO),
        ("recordio-protobuf", Kind.RECORDIO),
        (None, Kind.LIBSVM),
        ("", Kind.LIBSVM),
    ],
)
def test_content_types_that_are_read(content_type, kind):
    assert content.kind_of(content_type, LATEST) is kind


def test_the_first_images_take_csv_where_nothing_is_said_and_know_no_short_names():
    assert content.kind_of(None, FIRST) is Kind.CSV
    with pytest.raises(content.UnknownContentType):
        content.kind_of("csv", FIRST)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "text/csv; label_size=5",
        "label_size=1; text/csv",
        "application/x-parquet",
    ],
)
def test_other_content_types_are_refused_by_name(content_type):
    with pytest.raises(content.UnknownContentType, match=f"Content-Type {content_type}"):
        content.kind_of(content_type, LATEST)


def parsed(body, kind=Kind.CSV):
    matrix = content.parse(body, kind)
    return matrix.toarray().tolist() if kind is Kind.LIBSVM else matrix.tolist()


def test_csv_has_no_label_and_any_usual_delimiter():
    assert parsed(b"1,2.5\n3,4\n") == [[1, 2.5], [3, 4]]
    assert parsed(b"1;2.5\r\n3;4\r\n") == [[1, 2.5], [3, 4]]
    assert parsed(b"  7\n8\n\n") == [[7], [8]]
    first, second = parsed(b"1,\n,2")
    assert (first[0], second[1]) == (1, 2)
    assert math.isnan(first[1])
    assert math.isnan(second[0])


def test_libsvm_may_have_labels_or_not_and_rows_without_features():
    assert parsed(b"0:1 2:3\n1 1:2\n0\n\n1:5", Kind.LIBSVM) == [
        [1, 0, 3],
        [0, 2, 0],
        [0, 0, 0],
        [0, 0, 0],
        [0, 5, 0],
    ]


def test_recordio_has_features_and_its_labels_are_ignored():
    rows = [
        Record(
            {"values": Tensor(np.array([1, 2], np.float64))},
            {"values": Tensor(np.array([1.0]))},
        )
    ]
    assert parsed(tables.write(rows), Kind.RECORDIO) == [[1, 2]]


@pytest.mark.parametrize(
    ("body", "kind", "sentence"),
    [
        (b"1,2\n3\n", Kind.CSV, "line 2: it has 1 column, the first row has 2"),
        (b"1,2\n3,abc\n", Kind.CSV, "line 2: column 2 is 'abc', which is not a number"),
        (b"age,job\n3,4\n", Kind.CSV, "line 1: it looks like a header"),
        (b" \n \n", Kind.CSV, "there are no rows"),
        (b"1,inf", Kind.CSV, "a number is infinite or too large for 32 bits"),
        (b"0:-1e39", Kind.LIBSVM, "a number is infinite or too large for 32 bits"),
        (b"a:1", Kind.LIBSVM, "has a bad index"),
        (b"-1:1", Kind.LIBSVM, "has a bad index"),
        (b"0:x", Kind.LIBSVM, "has a value that is not a number"),
        (b"1,2,3,4,5", Kind.RECORDIO, "does not begin with RecordIO's magic number"),
    ],
)
def test_what_is_not_of_its_kind_is_refused_with_its_place(body, kind, sentence):
    with pytest.raises(FormatError, match=sentence):
        content.parse(body, kind)


@st.composite
def csv_tables(draw):
    """CSV with some columns of any numbers, then many of digits, where a few cells may be longer."""
    others, dummies = draw(st.integers(1, 3)), draw(st.integers(0, 20))
    number = st.sampled_from(["", "1", "-2.5", "1e-3", "nan", "77"])
    digit = st.sampled_from("0123456789")
    rare = draw(st.sampled_from([digit, digit, st.one_of(digit, number)]))
    row = st.tuples(*[number] * others, *[rare] * dummies).filter(any)
    delimiter = draw(st.sampled_from(",;"))
    lines = [delimiter.join(cells) for cells in draw(st.lists(row, min_size=1, max_size=6))]
    return "\n".join(lines).encode(), delimiter


@given(csv_tables())
def test_columns_of_digits_are_read_as_any_other_column(table):
    text, delimiter = table
    expected = csv.parse(text.strip(), delimiter)
    assert np.array_equal(content.parse(text, Kind.CSV), expected, equal_nan=True)


@given(csv_tables(), st.data())
def test_damaged_rows_are_refused_with_columns_of_digits_as_without(table, data):
    text, _ = table
    start = data.draw(st.integers(0, len(text)))
    end = start + data.draw(st.integers(0, 3))
    damaged = (
        text[:start] + data.draw(st.sampled_from([b"", b"\n", b"\r\n", b"x", b'"'])) + text[end:]
    )
    damaged = damaged.strip()
    assert outcome(lambda: content.parse(damaged, Kind.CSV)) == outcome(
        lambda: csv.parse(damaged, csv.guess_delimiter(damaged) or ",")
    )


def outcome(parse):
    """The rows as text, since NaN does not equal itself, or why there are none."""
    try:
        return repr(parse().tolist())
    except FormatError as error:
        return str(error)


@pytest.fixture
def _in_parts(monkeypatch):
    monkeypatch.setattr(content, "SMALLEST_PART", 8)
    monkeypatch.setattr(cores, "COUNT", 3)


@pytest.mark.usefixtures("_in_parts")
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_large_body_is_read_in_parts(end):
    for rows in range(1, 30):
        body = "".join(f"{row}.5,,{row % 10}{end}" for row in range(rows)).encode()
        found = content.parse(body, Kind.CSV)
        assert found[:, 0].tolist() == [row + 0.5 for row in range(rows)]
        assert found[:, 2].tolist() == [row % 10 for row in range(rows)]
    assert len(content._parts(b"1,2\n" * 9)) == 3


@pytest.mark.usefixtures("_in_parts")
@pytest.mark.parametrize(
    ("last", "sentence"),
    [("1,x", "line 41: column 2 is 'x'"), ("1", "line 41: it has 1 column, the first row has 2")],
)
def test_the_line_is_right_where_a_body_is_read_in_parts(last, sentence):
    body = ("1,2\n" * 40 + last).encode()
    with pytest.raises(FormatError, match=sentence):
        content.parse(body, Kind.CSV)
    halves = b"1,2\n" * 20 + b"1,2,3\n" * 20
    with pytest.raises(FormatError, match="line 21: it has 3 columns, the first row has 2"):
        content.parse(halves, Kind.CSV)


def test_all_columns_of_digits_but_one_are_cut_off():
    text = b"\n".join([b"1.5,0" + b",1" * 9, b"22,3" + b",0" * 9, b",7" + b",2" * 9])
    cut = digits.cut(text, ",")
    assert cut is not None
    assert cut.text.tobytes() == b"1.5,0\n22,3\n,7"
    assert cut.digits.tolist() == [[1] * 9, [0] * 9, [2] * 9]
    assert digits.cut(b"1,0,1\n2,1,0", ",") is None
