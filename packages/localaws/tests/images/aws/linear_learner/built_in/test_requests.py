"""Every format of a request gives the same rows, and what is none is said."""

from __future__ import annotations

import json

import numpy as np
import pytest
from built_in import requests, tables
from built_in.errors import FormatError
from built_in.record_protobuf import Record, Tensor
from scipy.sparse import issparse

ROWS = [[1.5, 16.0, 14.0], [0.0, -2.0, 3.25]]


def recordio(rows):
    return tables.write(Record({"values": Tensor(np.array(row, np.float32))}, {}) for row in rows)


def instances(*each):
    return json.dumps({"instances": each}).encode()


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("text/csv", b"1.5,16,14\n0,-2,3.25"),
        ("text/csv;label_size=0", b"\n1.5,16,14\r\n\r\n0, -2,3.25\r\n"),
        ("application/json", instances(*({"features": row} for row in ROWS))),
        (
            "application/json; charset=utf-8",
            instances(*({"data": {"features": {"values": row}}} for row in ROWS)),
        ),
        (
            "application/json",
            instances(*({"data": {"features": row}, "configuration": {}} for row in ROWS)),
        ),
        (
            "application/jsonlines",
            b'{"features": [1.5, 16, 14]}\n\n{"data": {"features": {"values": [0, -2, 3.25]}}}',
        ),
        ("Application/X-RecordIO-Protobuf", recordio(ROWS)),
    ],
)
def test_each_format_has_the_same_rows(content_type, body):
    assert requests.read(content_type, body, 3).tolist() == ROWS


@pytest.mark.parametrize(
    "body",
    [
        instances({"data": {"features": {"keys": [0, 2], "shape": [4], "values": [7, 8]}}}),
        instances({"features": {"keys": [2, 0], "shape": 4, "values": [8, 7]}}),
        instances({"features": {"keys": [0, 2], "values": [7, 8]}}),
    ],
)
def test_sparse_instances_are_as_wide_as_the_model(body):
    rows = requests.read("application/json", body, 4)
    assert issparse(rows)
    assert rows.toarray().tolist() == [[7, 0, 8, 0]]


@pytest.mark.parametrize(
    ("content_type", "body", "sentence"),
    [
        ("text/csv", b"1,2", "rows have 2 features, the model was trained on 3"),
        ("text/csv", b"1,2,x", "line 1: column 3 is 'x', which is not a number"),
        ("text/csv", b"1,2,", "line 1: column 3 is empty"),
        ("text/csv", b"1,2,nan", "NaN or infinite"),
        ("text/csv", b"1,2,1e39", "NaN or infinite"),
        ("text/csv", b"1,2,3\n1,2", "line 2: it has 2 columns, the first row has 3"),
        ("text/csv", b"a,b,c\n1,2,3", "line 1: it looks like a header"),
        ("application/json", b"[[1,2,3]]", 'JSON must be {"instances"'),
        ("application/json", b"{", "it is no JSON"),
        ("application/json", b'{"instances": []}', "there are no instances"),
        ("application/json", instances({"values": [1, 2, 3]}), "instance 1 has no features"),
        ("application/json", instances({"features": [1, 2, "x"]}), "features that are no numbers"),
        ("application/json", instances({"features": [[1, 2, 3]]}), "must be one list"),
        ("application/json", instances({"features": [1, 2, 3]}, 5), "instance 2 has no features"),
        (
            "application/json",
            instances({"features": {"keys": [3], "shape": [3], "values": [1]}}),
            "has the key 3, its shape says 3 columns",
        ),
        (
            "application/json",
            instances({"features": {"keys": [1, 1], "values": [1, 2]}}),
            "a sparse key twice",
        ),
        (
            "application/json",
            instances({"features": {"keys": [0.5], "shape": [3], "values": [1]}}),
            "features that are no numbers",
        ),
        (
            "application/json",
            instances({"features": {"keys": [0], "shape": [3], "values": [1]}}, {"features": [1]}),
            "record 2 has 1 features, other records have 3",
        ),
        ("application/x-recordio-protobuf", recordio(ROWS)[:-5], "record 2 ends before its"),
    ],
)  # fmt: skip
def test_what_is_no_request_is_said(content_type, body, sentence):
    with pytest.raises(FormatError) as refused:
        requests.read(content_type, body, 3)
    assert sentence in str(refused.value)


@pytest.mark.parametrize("content_type", [None, "", "text/libsvm", "application/x-npy"])
def test_other_types_are_none_of_these_algorithms(content_type):
    with pytest.raises(requests.UnsupportedContentType, match="not supported; send text/csv"):
        requests.read(content_type, b"1,2,3", 3)
