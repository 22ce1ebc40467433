"""Answers in the three formats of AWS's algorithms."""

from __future__ import annotations

import json

import pytest
from built_in import responses, tables

ROWS = [{"score": 0.25, "predicted_label": 0}, {"score": [0.5, 0.25], "predicted_label": 1}]


def test_json_has_all_predictions_in_one_object():
    assert json.loads(responses.write(ROWS, responses.JSON)) == {"predictions": ROWS}
    assert responses.write(ROWS[:1], responses.JSON) == (
        b'{"predictions": [{"score": 0.25, "predicted_label": 0}]}'
    )


def test_json_lines_has_an_object_on_each_line():
    assert responses.write(ROWS, responses.JSON_LINES).splitlines() == [
        b'{"score": 0.25, "predicted_label": 0}',
        b'{"score": [0.5, 0.25], "predicted_label": 1}',
    ]


def test_recordio_has_facts_as_labels_of_float32():
    found = list(tables.read(responses.write(ROWS, responses.RECORDIO)))
    assert [sorted(record.label) for record in found] == [["predicted_label", "score"]] * 2
    assert not any(record.features for record in found)
    assert found[1].label["score"].values.tolist() == [0.5, 0.25]
    assert found[1].label["predicted_label"].values.dtype == "float32"


@pytest.mark.parametrize(
    ("accept", "found"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "application/json"),  # as AWS does: these algorithms write no CSV
        ("application/jsonlines", "application/jsonlines"),
        ("text/csv, application/X-recordio-protobuf;q=0.5", "application/x-recordio-protobuf"),
    ],
)
def test_an_answer_is_of_a_type_that_is_asked_for_or_json(accept, found):
    assert responses.media_type(accept) == found
