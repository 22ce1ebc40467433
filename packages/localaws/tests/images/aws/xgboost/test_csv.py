"""CSV into numbers: exact, and with the line of what is wrong."""

from __future__ import annotations

import signal
import threading

import numpy as np
import pytest
from algorithm.formats import csv
from algorithm.formats.errors import FormatError
from hypothesis import given
from hypothesis import strategies as st

FLOATS = st.floats(width=32, allow_nan=False, allow_infinity=False)
TABLES = st.integers(1, 5).flatmap(
    lambda columns: st.lists(
        st.lists(FLOATS, min_size=columns, max_size=columns), min_size=1, max_size=20
    )
)


@given(TABLES, st.sampled_from(",;\t| "), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
def test_every_number_comes_back_exactly(
    table: list[list[float]], delimiter: str, line_end: str, is_last_ended: bool
) -> None:
    text = line_end.join(delimiter.join(map(repr, row)) for row in table)
    data = (text + (line_end if is_last_ended else "")).encode()
    numbers = csv.parse(data, delimiter)
    assert numbers.dtype == np.float32
    assert numbers.flags.c_contiguous
    np.testing.assert_array_equal(numbers, np.array(table, np.float32))


@given(TABLES)
def test_the_quick_way_and_the_exact_way_agree(table: list[list[float]]) -> None:
    plus = [[f"{cell:+}" for cell in row] for row in table]
    quick = csv.parse("\n".join(",".join(map(repr, row)) for row in table).encode())
    exact = csv.parse("\n".join(",".join(row) for row in plus).encode())
    np.testing.assert_array_equal(quick, exact)


@given(st.binary(max_size=60))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        numbers = csv.parse(data, csv.guess_delimiter(data) or ",")
    except FormatError:
        return
    assert numbers.ndim == 2
    assert len(numbers) > 0


@given(TABLES, st.data())
def test_text_is_refused_with_its_line_and_column(
    table: list[list[float]], data: st.DataObject
) -> None:
    cells = [[repr(cell) for cell in row] for row in table]
    row = data.draw(st.integers(0, len(cells) - 1))
    column = data.draw(st.integers(0, len(cells[0]) - 1))
    cells[row][column] = "red"
    text = "\n".join(",".join(row) for row in cells).encode()
    with pytest.raises(FormatError) as caught:
        csv.parse(text)
    assert caught.value.line == row + 1
    assert f"column {column + 1} is 'red'" in str(caught.value) or "header" in str(caught.value)


def test_missing_cells_are_nan() -> None:
    numbers = csv.parse(b"1,,nan\n,2,NaN\n")
    np.testing.assert_array_equal(numbers, [[1, np.nan, np.nan], [np.nan, 2, np.nan]])


def test_a_byte_order_mark_blank_lines_and_quotes_are_no_matter() -> None:
    np.testing.assert_array_equal(csv.parse(b'\xef\xbb\xbf"1",2\n\n3, 4 \n'), [[1, 2], [3, 4]])


@pytest.mark.parametrize("cell", ["0x10", "1_000", "1e", "--1", "1 2", "\u0661"])
def test_what_other_languages_take_for_a_number_is_text(cell: str) -> None:
    with pytest.raises(FormatError, match="is not a number"):
        csv.parse(f"1,2\n1,{cell}\n".encode())


def test_a_first_line_of_any_length_is_found() -> None:
    wide = ",".join(["1.25"] * 20000)
    assert csv.parse(f"{wide}\n{wide}\n".encode()).shape == (2, 20000)


def test_rows_know_their_lines() -> None:
    data = b"\n1,2\r\n\r\n3,4\n"
    assert [csv.line_of_row(data, row) for row in (0, 1)] == [2, 4]


@pytest.mark.parametrize(
    ("line", "delimiter"),
    [(b"1,2", ","), (b"1;2", ";"), (b"1\t2", "\t"), (b" 1 2 ", " "), (b"1", None)],
)
def test_the_delimiter_is_guessed_from_the_first_line(line: bytes, delimiter: str | None) -> None:
    assert csv.guess_delimiter(b"\n" + line + b"\n") == delimiter


def test_a_signal_does_not_stop_the_reading() -> None:
    """SIGTERM asks a job to stop: what becomes of that is the job's to say, between two rounds."""
    data = b"1,2,3\n" * 200_000
    came, done = [], threading.Event()
    reader = threading.get_ident()

    def ask() -> None:
        while not done.wait(0.0005):
            signal.pthread_kill(reader, signal.SIGTERM)

    before = signal.signal(signal.SIGTERM, lambda number, _: came.append(number))
    asking = threading.Thread(target=ask)
    asking.start()
    try:
        numbers = csv.parse(data, ",")
    finally:
        done.set()
        asking.join()
        signal.signal(signal.SIGTERM, before)
    assert came
    assert numbers.shape == (200_000, 3)
