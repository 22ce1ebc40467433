"""The channels of a job, and the rows in their files."""

from __future__ import annotations

import os
import threading

import numpy as np
import pytest
from built_in import channels, tables
from built_in.failure import CustomerError
from built_in.folders import Folders
from built_in.record_protobuf import Record, Tensor

KNOWN = ("train", "validation", "test")
CSV = {"ContentType": "text/csv"}


def record(values, label=None, keys=None, shape=()):
    index = None if keys is None else np.array(keys, np.uint64)
    labels = {} if label is None else {"values": Tensor(np.array([label], np.float32))}
    return Record({"values": Tensor(np.array(values, np.float32), index, shape)}, labels)


@pytest.fixture
def read(tmp_path):
    """Reads a channel with these files."""

    def read(config, columns=None, **files):
        for name, content in files.items():
            path = tmp_path / "input/data/train" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        [channel] = channels.parse({"train": config}, KNOWN).values()
        return channels.read(Folders(tmp_path), channel, columns)

    return read


def test_the_first_column_of_csv_is_the_label(read):
    rows = read(CSV, a=b"1,2,3\n0,4,5\n", b=b"1,6,7")
    assert rows.features.tolist() == [[2, 3], [4, 5], [6, 7]]
    assert rows.labels.tolist() == [1, 0, 1]


def test_unless_the_content_type_says_that_there_is_none(read):
    rows = read({"ContentType": "text/csv; label_size=0"}, a=b"1,2,3\n")
    assert rows.features.tolist() == [[1, 2, 3]]
    assert rows.labels is None


def test_without_a_content_type_it_is_recordio(read):
    rows = read({}, a=tables.write([record([1, 2], 0)]), b=tables.write([record([3, 4], 1)]))
    assert rows.features.tolist() == [[1, 2], [3, 4]]
    assert rows.labels.tolist() == [0, 1]


def test_sparse_files_are_as_wide_as_the_widest_and_as_is_known(read):
    files = {
        "a": tables.write([record([5], 1, keys=[1])]),
        "b": tables.write([record([6], 0, keys=[3])]),
    }
    assert read({}, **files).features.toarray().tolist() == [[0, 5, 0, 0], [0, 0, 0, 6]]
    assert read({}, columns=6, **files).columns == 6


def test_files_in_folders_are_read_and_hidden_or_empty_ones_are_not(read):
    rows = read(CSV, x__a=b"1,2", _SUCCESS=b"no", **{".b": b"no"}, empty=b"")
    assert len(rows) == 1


def test_in_pipe_mode_the_first_pipe_is_read(tmp_path):
    pipe = tmp_path / "input/data/train_0"
    pipe.parent.mkdir(parents=True)
    os.mkfifo(pipe)
    writing = threading.Thread(target=lambda: pipe.write_bytes(tables.write([record([1], 0)] * 3)))
    writing.start()
    [channel] = channels.parse({"train": {"TrainingInputMode": "Pipe"}}, KNOWN).values()
    assert len(channels.read(Folders(tmp_path), channel)) == 3
    writing.join()


@pytest.mark.parametrize(
    ("config", "files", "sentence"),
    [
        (CSV, {}, "No data in the train channel"),
        (CSV, {"a": b""}, "No data in the train channel"),
        (
            CSV,
            {"a": b"1,2\n" * 1500 + b"1,x"},
            "Unable to parse csv: rows 1001-2000, file /opt/ml/input/data/train/a: line 1501",
        ),
        (CSV, {"a": b"1,2\n" * 1500 + b"1,x"}, "train/a: line 1501: column 2 is 'x', which is not"),
        (CSV, {"a": b"1,2\n", "b": b"1,2,3"}, "differ in their number of features: 1, 2"),
        (
            {},
            {
                "a": tables.write([record([1, 2], 0)]),
                "b": tables.write([record([5], 1, [2], (3,))]),
            },
            "differ in their number of features: 2, 3",
        ),
        (CSV, {"a": b"1\n2\n"}, "there is no feature after the label"),
        (CSV, {"a": b"1,2\n1,nan\n"}, "NaN or infinite values: a feature of row 2 is one"),
        (CSV, {"a": b"inf,2\n"}, "NaN or infinite values: the label of row 1 is one"),
        ({}, {"a": b"1,2\n3,4\n"}, "record 1 does not begin with RecordIO's magic number"),
        ({}, {"a": tables.write([record([1], 0)] * 2)[:-9]}, "record 2 ends before its"),
        ({}, {"a": tables.write([record([np.nan], 0, keys=[3])])}, "a feature of row 1 is one"),
        (
            {},
            {"a": tables.write([record([1], 0)]), "b": tables.write([record([1])])},
            "only some have labels",
        ),
    ],
)
def test_what_cannot_be_read_is_said_with_its_place(read, config, files, sentence):
    with pytest.raises(CustomerError) as refused:
        read(config, **files)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("config", "sentence"),
    [
        ({"validation": CSV}, "Caused by: 'train' is a required property"),
        ({"train": CSV, "valid": CSV}, "not allowed ('valid' was unexpected)"),
        ({"train": {"ContentType": "text/libsvm"}}, "Unsupported content type 'text/libsvm'"),
        ({"train": {"ContentType": "text/csv;label_size=2"}}, "label_size must be 0 or 1"),
    ],
)
def test_channels_are_those_that_the_algorithm_has(config, sentence):
    with pytest.raises(CustomerError) as refused:
        channels.parse(config, KNOWN)
    assert sentence in str(refused.value)
