"""RecordIO of protobuf records: what is written is read again, and damage is said where it is."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from built_in import tables
from built_in.errors import FormatError
from built_in.record_protobuf import Record, Tensor, parse, serialise
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

DTYPES = st.sampled_from([np.float32, np.float64, np.int32])
KEYS = st.lists(st.integers(0, 2**64 - 1), min_size=1, max_size=6).map(
    lambda keys: np.array(keys, np.uint64)
)


@st.composite
def tensors(draw):
    keys = draw(st.none() | KEYS)
    length = draw(st.integers(0, 6)) if keys is None else len(keys)
    values = draw(DTYPES.flatmap(lambda dtype: arrays(dtype, length)))
    return Tensor(values, keys, tuple(draw(st.lists(st.integers(0, 2**64 - 1), max_size=2))))


RECORDS = st.lists(
    st.builds(
        Record,
        st.dictionaries(st.text(max_size=5), tensors(), max_size=2),
        st.dictionaries(st.text(max_size=5), tensors(), max_size=2),
    ),
    max_size=4,
)


def plain(tensors):
    """What can be compared: bit for bit, so that NaN equals itself."""
    return {
        name: (
            tensor.values.dtype.name,
            tensor.values.tobytes(),
            None if tensor.keys is None else tensor.keys.tolist(),
            tensor.shape,
        )
        for name, tensor in tensors.items()
    }


@settings(max_examples=40)
@given(RECORDS)
def test_what_is_written_is_read_again(records):
    again = list(tables.read(tables.write(records)))
    assert [(plain(one.features), plain(one.label)) for one in again] == [
        (plain(one.features), plain(one.label)) for one in records
    ]


@settings(max_examples=60)
@given(RECORDS.filter(len), st.data())
def test_whatever_is_cut_off_or_changed_is_read_or_refused(records, data):
    content = bytearray(tables.write(records))
    content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    del content[data.draw(st.integers(0, len(content))) :]
    with suppress(FormatError):  # anything else fails this test
        tables.read_table(bytes(content))


def test_the_bytes_are_those_of_protobuf_in_recordio():
    features = {"values": Tensor(np.array([4, -1], np.int32))}
    tensor = b"\x0a\x0b\x04" + b"\xff" * 9 + b"\x01"  # values, packed: -1 takes ten bytes
    value = b"\x3a" + bytes([len(tensor)]) + tensor  # field 7: an int32 tensor
    entry = b"\x0a\x06values\x12" + bytes([len(value)]) + value
    message = b"\x0a" + bytes([len(entry)]) + entry
    assert serialise(Record(features, {})) == message
    length = len(message).to_bytes(4, "little")
    framed = b"\x0a\x23\xd7\xce" + length + message + bytes(-len(message) % 4)
    assert tables.write([Record(features, {})]) == framed


def test_values_need_not_be_packed_and_unknown_fields_are_skipped():
    tensor = b"\x0d\x00\x00\x80\x3f" + b"\x0d\x00\x00\x00\x40" + b"\x10\x05\x10\x09"
    value = b"\x12" + bytes([len(tensor)]) + tensor
    entry = b"\x0a\x01v\x12" + bytes([len(value)]) + value
    found = parse(b"\x0a" + bytes([len(entry)]) + entry + b"\x1a\x02id" + b"\x28\x07").features["v"]
    assert found.values.tolist() == [1.0, 2.0]
    assert found.keys is not None
    assert found.keys.tolist() == [5, 9]


def row(values, keys=None, shape=(), label=None):
    tensor = Tensor(
        np.array(values, np.float32), None if keys is None else np.array(keys, np.uint64), shape
    )
    labels = {} if label is None else {"values": Tensor(np.array([label], np.float64))}
    return Record({"values": tensor}, labels)


def test_dense_rows_make_a_matrix_with_its_labels():
    table = tables.read_table(tables.write([row([1, 2], label=0), row([3, 4], label=1)]))
    assert table.features.tolist() == [[1, 2], [3, 4]]
    assert table.features.dtype == np.float32
    assert table.labels.tolist() == [0, 1]


def test_sparse_rows_are_as_wide_as_their_shape_says():
    records = [row([5], keys=[2], shape=(4,)), row([], shape=(4,)), row([7, 8], keys=[0, 1])]
    table = tables.read_table(tables.write(records))
    assert table.features.shape == (3, 4)
    assert table.features.toarray().tolist() == [[0, 0, 5, 0], [0, 0, 0, 0], [7, 8, 0, 0]]
    assert table.labels is None


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "there are no records"),
        (b"1,2,3,4,5", "record 1 does not begin with RecordIO's magic number"),
        (tables.write([row([1])]) + b"\x0a", "record 2 ends within its head"),
        (tables.write([row([1])])[:-5], "record 1 ends before its 20 bytes do"),
        (
            tables.write([row([1]), row([1, 2])]),
            "record 2 has 2 features, the first record has 1",
        ),
        (
            tables.write([row([5], keys=[2], shape=(3,)), row([1])]),
            "record 2 has 1 features, other records have 3",
        ),
        (tables.write([Record({}, {})]), "record 1 has no features that are called 'values'"),
        (tables.write([row([1], keys=[2, 3])]), "record 1 has 1 values for 2 sparse keys"),
        (tables.write([row([1], keys=[2**40])]), "a record has 1099511627777 columns"),
        (
            tables.write([row([1], keys=[0], shape=(2**64 - 1,))]),
            "at most 2147483647 are possible",
        ),
    ],
)
def test_what_is_damaged_is_said_with_its_record(content, sentence):
    with pytest.raises(FormatError, match=sentence):
        tables.read_table(content)
