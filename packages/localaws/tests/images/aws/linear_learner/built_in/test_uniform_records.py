"""Records that differ in their numbers only are read together, with what reading them one by one finds."""

from __future__ import annotations

import numpy as np
import pytest
from built_in import tables, uniform_records
from built_in.record_protobuf import Record, Tensor
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

NUMBERS = arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(1, 40)))


def records(features, labels=None):
    rows = [{"values": Tensor(row)} for row in features]
    marks = [{}] * len(rows) if labels is None else [{"values": Tensor(one)} for one in labels]
    return tables.write(map(Record, rows, marks))


@given(NUMBERS, st.booleans())
def test_it_finds_what_reading_one_by_one_finds(features, labelled):
    labels = features[:, :1] if labelled else None
    content = records(features, labels)
    quick = uniform_records.read(content, b"values")
    assert quick is not None
    one_by_one = [record.features["values"].values for record in tables.read(content)]
    assert quick[0].tobytes() == np.stack(one_by_one).tobytes()
    if labels is None:
        assert quick[1] is None
    else:
        assert quick[1].tobytes() == labels.tobytes()


@given(NUMBERS, st.data())
def test_with_any_byte_changed_it_finds_the_same_or_leaves_it(features, data):
    content = bytearray(records(features, features[:, :1]))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    quick = uniform_records.read(bytes(content), b"values")
    if quick is not None:
        found = list(tables.read(bytes(content)))
        assert quick[0].tobytes() == b"".join(r.features["values"].values.tobytes() for r in found)
        assert quick[1].tobytes() == b"".join(r.label["values"].values.tobytes() for r in found)


@pytest.mark.parametrize(
    "record",
    [
        Record({"values": Tensor(np.array([1.0, 2.0]))}, {}),
        Record({"values": Tensor(np.array([1], np.float32), np.array([0], np.uint64))}, {}),
        Record({"values": Tensor(np.array([1], np.float32), shape=(4,))}, {}),
        Record({"other": Tensor(np.array([1], np.float32))}, {}),
        Record(
            {"values": Tensor(np.array([1], np.float32))},
            {"values": Tensor(np.zeros(2, np.float32))},
        ),
        Record({}, {"values": Tensor(np.array([1], np.float32))}),
        Record({}, {}),
    ],
)
def test_anything_else_is_left(record):
    assert uniform_records.read(tables.write([record]), b"values") is None


def test_many_records_are_a_matrix_with_their_labels():
    features = np.random.default_rng(0).random((20_000, 50), np.float32)
    content = records(features[:1], features[:1, :1]) * 20_000
    table = tables.read_table(content)
    assert table.features.shape == (20_000, 50)
    assert table.labels is not None
    assert table.labels[19_999] == features[0, 0]
