"""CSV: what is read as it is meant, and what is refused with the place where it stands."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree.table import LARGEST, TableError, read_channel, read_features

numbers = st.floats(-LARGEST, LARGEST, allow_nan=False)


def test_the_label_comes_first(channel):
    (channel / "a.csv").write_text("setosa,5.1,3.5\nvirginica,6,2\n")
    table = read_channel(channel)
    assert table.labels.tolist() == ["setosa", "virginica"]
    np.testing.assert_allclose(table.features, [[5.1, 3.5], [6, 2]], rtol=1e-6)


def test_all_files_of_a_channel_are_read_in_order(channel):
    (channel / "b").mkdir()
    (channel / "b/c.csv").write_text("y,2\n")
    (channel / "a.csv").write_text("x,1\n")
    (channel / "_SUCCESS").touch()
    assert read_channel(channel).labels.tolist() == ["x", "y"]


@pytest.mark.parametrize(
    "content",
    [
        b"x,1,2\r\ny,3,4\r\n",
        b"x,1,2\ny,3,4",
        b"\xef\xbb\xbfx,1,2\n\ny,3,4\n\n",
        b'"x", "1",2 \n y ,3,4\n',
        b"x,1e0,+2.0\ny,03,4.\n",
    ],
    ids=["Windows line ends", "no last line end", "byte order mark", "quotes", "spellings"],
)
def test_harmless_differences_make_none(channel, content):
    (channel / "a.csv").write_bytes(content)
    table = read_channel(channel)
    assert table.labels.tolist() == ["x", "y"]
    assert table.features.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"species,length\nx,1\n",
            "a.csv, line 1: column 2 must be a number, but is 'length'. If this line is a header, "
            "remove it: there must be none.",
        ),
        (b"x,1,2\ny,3,four\n", "a.csv, line 2: column 3 must be a number, but is 'four'."),
        (b"x,1,2\ny,3,\n", "a.csv, line 2: column 3 must be a number, but is ''."),
        (b"x,1,2\ny,3,nan\n", "a.csv, line 2: column 3 must be a number, but is 'nan'."),
        (b"x,1,2\ny,3,1e39\n", "a.csv, line 2: column 3 must be a number, but is '1e39'."),
        (b"x,1,2\ny,3,1_0\n", "a.csv, line 2: column 3 must be a number, but is '1_0'."),
        (b"x,1,2\r\ny,3\r\n", "a.csv, line 2: 2 columns, but 3 in the rows before."),
        (b"x,1\n,2\n", "a.csv, line 2: there is no label in column 1."),
        (b"x\ny\n", "a.csv, line 1: there is a label only; numbers must follow it."),
        (
            b"x;1;2\n",
            "a.csv, line 1: there is a label only; numbers must follow it. Columns are divided by "
            "commas, and this line seems to be by a semicolon.",
        ),
        (
            b"5.1,3.5,Iris-setosa\n",
            "a.csv, line 1: the label 'Iris-setosa' stands last, but must stand first: put the last "
            "column before the others.",
        ),
        (b'x,1\n"y,2\n', "a.csv, line 2: unexpected end of data."),
        (b"x,1\ny,\xe92\n", "a.csv is not text in UTF-8: invalid continuation byte."),
        (b"\n \n", "The channel 'training' has no rows: its files are empty."),
        (b"", "The channel 'training' has no rows: its files are empty."),
    ],
)
def test_a_bad_file_is_refused_with_the_place(channel, content, sentence):
    (channel / "a.csv").write_bytes(content)
    with pytest.raises(TableError) as caught:
        read_channel(channel)
    assert str(caught.value) == sentence


def test_files_must_agree_on_their_columns(channel):
    (channel / "a.csv").write_text("x,1,2\n")
    (channel / "b.csv").write_text("y,1\n")
    with pytest.raises(TableError, match=r"^b\.csv, line 1: 2 columns, but 3 in the rows before"):
        read_channel(channel)


@pytest.mark.parametrize("marker", ["_SUCCESS", "manifest.json", "of-may.manifest", ".listing"])
def test_what_tells_that_data_are_complete_is_no_data(channel, marker):
    (channel / "a.csv").write_text("x,1,2\n")
    (channel / marker).write_text('{"files": ["a.csv"]}\n')
    assert read_channel(channel).labels.tolist() == ["x"]


@pytest.mark.parametrize("made", [True, False])
def test_a_channel_without_files_is_refused(channel, made):
    if not made:
        channel.rmdir()
    with pytest.raises(TableError, match="The channel 'training' has no files"):
        read_channel(channel)


def test_the_rows_of_a_request_have_no_label():
    assert read_features(b"1,2\r\n3,4", columns=2).tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"1,2\n3\n", "line 2: 1 column, but the model was trained on 2."),
        (
            b"setosa,1,2",
            "line 1: 3 columns, but the model was trained on 2. The label does not belong in a request.",
        ),
        (b"1,2\n3,x\n", "line 2: column 2 must be a number, but is 'x'."),
        (b"", "The body has no rows: rows of numbers are expected, separated by commas."),
        (b"\xff", "The body is not text in UTF-8: invalid start byte."),
    ],
)
def test_a_bad_request_is_refused_with_the_place(body, sentence):
    with pytest.raises(TableError) as caught:
        read_features(body, columns=2)
    assert str(caught.value) == sentence


@given(st.lists(st.lists(numbers, min_size=3, max_size=3), min_size=1, max_size=20))
def test_numbers_come_through_in_single_precision(rows):
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    read = read_features(text.getvalue().encode(), columns=3)
    np.testing.assert_array_equal(read, np.array(rows, dtype=np.float32))


@given(st.binary(max_size=60))
def test_any_bytes_are_rows_of_finite_numbers_or_refused(body):
    try:
        features = read_features(body, columns=1)
    except TableError:
        return  # any other exception is a defect
    assert features.shape[1] == 1
    assert np.isfinite(features).all()
