"""MXNet's file of arrays. The bytes that are expected here are MXNet's own, by its NDArray's ``Save``."""

from __future__ import annotations

import numpy as np
import pytest
from built_in.errors import FormatError
from built_in.mxnet_arrays import dump, load
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

ONE = bytes.fromhex(
    "1201000000000000 0000000000000000 0100000000000000"  # a list, reserved, one array
    "c9fa93f9 00000000 02000000 0100000000000000 0200000000000000"  # version 2, dense, of (1, 2)
    "01000000 00000000 00000000 0000803f 00000040"  # on the CPU, float32: 1, 2
)


def test_an_array_without_a_name_is_written_as_mxnet_does() -> None:
    assert dump([np.array([[1, 2]])]) == ONE + bytes(8)


def test_names_follow_the_arrays() -> None:
    assert dump({"s": np.array([[1, 2]])}) == ONE + bytes.fromhex(
        "0100000000000000 0100000000000000 73"
    )


some = arrays(np.float32, array_shapes(max_dims=3, max_side=4), elements=st.floats(width=32))


@given(st.dictionaries(st.text(min_size=1), some, min_size=1, max_size=4))
def test_what_is_written_is_read_again(named: dict[str, np.ndarray]) -> None:
    read = load(dump(named))

    assert isinstance(read, dict)
    assert list(read) == list(named)
    for name, array in named.items():
        np.testing.assert_array_equal(read[name], array)


@given(st.lists(some, min_size=1, max_size=3), st.data())
def test_a_file_that_is_cut_off_is_refused(several: list[np.ndarray], data: st.DataObject) -> None:
    whole = dump(several)
    end = data.draw(st.integers(0, len(whole) - 1))

    with pytest.raises(FormatError):
        load(whole[:end])


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (bytes(40), "it is no file of MXNet's arrays"),
        (ONE.replace(b"\xc9\xfa", b"\xc8\xfa") + bytes(8), "of another version of MXNet"),
        (ONE[:60] + b"\x09" + ONE[61:] + bytes(8), "numbers of the unknown type 9"),
    ],
)
def test_what_is_no_such_file_is_refused(data: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        load(data)
