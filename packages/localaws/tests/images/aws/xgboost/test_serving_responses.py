"""Answers: the text of predictions in every type, by the version of AWS's image."""

from __future__ import annotations

import json
import math
from dataclasses import replace

import numpy as np
import pytest
from algorithm.serving import responses
from algorithm.serving.float_text import texts
from algorithm.serving.selection import NotSelectable, select
from algorithm.serving.settings import Settings, SettingsError
from algorithm.versions import Version
from built_in import tables
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

LATEST = Settings(Version(1, 7, 1))
ONE_LINE = Settings(Version(1, 2, 1))
SCORES = np.array([0.25, 0.1, 3.0], np.float32)  # 0.1 is 0.10000000149011612 as a float32
CLASSES = np.array([[0.5, 0.25, 0.25], [0.125, 0.125, 0.75]], np.float32)


@given(arrays(np.float32, st.integers(0, 8), elements=st.floats(width=32)))
def test_numbers_are_printed_as_python_prints_them(values):
    assert texts(values) == [repr(float(value)) for value in values]


@given(st.lists(st.floats(2**-20, 2**40, width=32), min_size=1))
def test_numbers_of_ordinary_size_are_printed_as_python_prints_them(values):
    assert texts(np.array(values, np.float32)) == [repr(value) for value in values]


@given(arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(2, 4))))
def test_csv_has_a_row_for_each_prediction_and_a_column_for_each_class(predictions):
    body = responses.write(predictions, responses.CSV, LATEST)
    assert body.endswith(b"\n")
    again = [[float(cell) for cell in line.split(b",")] for line in body.splitlines()]
    assert np.array_equal(np.array(again, np.float32), predictions, equal_nan=True)


@pytest.mark.parametrize(
    ("settings", "predictions", "body"),
    [
        (LATEST, SCORES, "0.25\n0.10000000149011612\n3.0\n"),
        (LATEST, CLASSES, "0.5,0.25,0.25\n0.125,0.125,0.75\n"),
        (ONE_LINE, SCORES, "0.25,0.10000000149011612,3.0"),
        (ONE_LINE, CLASSES, "[0.5, 0.25, 0.25],[0.125, 0.125, 0.75]"),
        (replace(LATEST, is_batch=True), SCORES, "0.25\n0.10000000149011612\n3.0\n"),
        (replace(ONE_LINE, is_batch=True), SCORES, "0.25\n0.10000000149011612\n3.0\n"),
        (replace(LATEST, is_batch=True), CLASSES, "[0.5, 0.25, 0.25]\n[0.125, 0.125, 0.75]\n"),
    ],
)
def test_csv_by_version_and_in_batches(settings, predictions, body):
    assert responses.write(predictions, responses.CSV, settings).decode() == body


def test_json_and_json_lines_name_each_score():
    as_json = responses.write(SCORES, responses.JSON, LATEST).decode()
    assert as_json == (
        '{"predictions": [{"score": 0.25}, {"score": 0.10000000149011612}, {"score": 3.0}]}'
    )
    lines = responses.write(CLASSES, responses.JSON_LINES, LATEST).decode()
    assert lines == '{"score": [0.5, 0.25, 0.25]}\n{"score": [0.125, 0.125, 0.75]}\n'


def test_recordio_has_the_scores_as_labels():
    records = list(tables.read(responses.write(CLASSES, responses.RECORDIO, LATEST)))
    assert [record.label["score"].values.tolist() for record in records] == CLASSES.tolist()


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, responses.CSV),
        ("*/*", responses.CSV),
        ("Application/JSON;verbose=True", responses.JSON),
        ("application/jsonlines", responses.JSON_LINES),
        ("application/x-recordio-protobuf", responses.RECORDIO),
    ],
)
def test_the_accept_header_chooses_the_type(accept, media_type):
    assert responses.media_type(accept, LATEST) == media_type


def test_without_an_accept_header_the_environment_chooses():
    settings = replace(LATEST, default_accept="application/json")
    assert responses.media_type(None, settings) == responses.JSON
    assert responses.media_type("text/csv", settings) == responses.CSV


def test_what_cannot_be_written_is_refused():
    with pytest.raises(responses.NotAcceptable, match="Accept text/html is not supported"):
        responses.media_type("text/html", LATEST)


def test_older_images_answer_csv_whatever_is_accepted_unless_facts_are_selected():
    assert responses.media_type("application/json", ONE_LINE) == responses.CSV
    selecting = replace(ONE_LINE, output_keys=("labels",))
    assert responses.media_type("application/json", selecting) == responses.JSON


ALL = ("predicted_label", "labels", "probability", "probabilities", "raw_score", "raw_scores")


@pytest.mark.parametrize(
    ("objective", "prediction", "facts"),
    [
        ("binary:logistic", 0.75, (1, [0, 1], 0.75, [0.25, 0.75], 0.75, [0.25, 0.75])),
        ("binary:logitraw", -2.0, (0, [0, 1], math.nan, math.nan, -2.0, [3.0, -2.0])),
        ("binary:hinge", 1.0, (1.0, [0, 1], math.nan, math.nan, 1.0, [0.0, 1.0])),
        ("multi:softmax", 2.0, (2.0, [0, 1, 2], math.nan, math.nan, 2.0, [-1.0, 2.0])),
        (
            "multi:softprob",
            [0.25, 0.5, 0.25],
            (1, [0, 1, 2], 0.5, [0.25, 0.5, 0.25], 0.5, [0.25, 0.5, 0.25]),
        ),
    ],
)
def test_facts_of_a_classification(objective, prediction, facts):
    (row,) = select(np.array([prediction], np.float32), ALL, objective, classes=3)
    assert list(row) == list(ALL)
    assert json.dumps(row) == json.dumps(dict(zip(ALL, facts, strict=True)))


def test_a_regression_has_a_score_and_nan_for_every_other_fact():
    (row,) = select(np.array([1.5]), ("predicted_score", "labels", "no_fact"), "reg:gamma", 0)
    assert json.dumps(row) == '{"predicted_score": 1.5, "labels": NaN, "no_fact": NaN}'


def test_other_objectives_have_no_facts():
    with pytest.raises(NotSelectable, match="objective rank:pairwise"):
        select(SCORES, ("labels",), "rank:pairwise", 0)


FACTS = [{"predicted_label": 1, "probabilities": [0.4, 0.6]}, {"predicted_label": 0, "x": [0.5]}]


def test_selected_facts_in_every_type():
    selected = '1,"[0.4, 0.6]"\n0,"[0.5]"'
    assert responses.write_selected(FACTS, responses.CSV, LATEST).decode() == selected
    batch = replace(LATEST, is_batch=True)
    assert responses.write_selected(FACTS, responses.CSV, batch).decode() == selected + "\n"
    assert json.loads(responses.write_selected(FACTS, responses.JSON, LATEST)) == {
        "predictions": FACTS
    }
    lines = responses.write_selected(FACTS, responses.JSON_LINES, LATEST).splitlines()
    assert [json.loads(line) for line in lines] == FACTS
    first, _ = tables.read(responses.write_selected(FACTS, responses.RECORDIO, LATEST))
    assert first.label["predicted_label"].values.tolist() == [1]
    assert first.label["probabilities"].values == pytest.approx([0.4, 0.6])


def test_settings_come_from_the_variables_of_the_image():
    settings = Settings.of(
        {
            "SAGEMAKER_BIND_TO_PORT": "9090",
            "MAX_CONTENT_LENGTH": "1024",
            "SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT": "application/json",
            "SAGEMAKER_BATCH": "true",
            "SAGEMAKER_INFERENCE_ENSEMBLE": "false",
            "SAGEMAKER_INFERENCE_OUTPUT": "Predicted_Label, probability",
        }
    )
    assert settings == Settings(
        version=settings.version,
        port=9090,
        largest_body=1024,
        default_accept="application/json",
        is_batch=True,
        is_ensemble=False,
        output_keys=("predicted_label", "probability"),
    )
    assert Settings.of({}) == Settings(settings.version)


def test_a_setting_that_is_no_number_is_named():
    with pytest.raises(SettingsError, match="MAX_CONTENT_LENGTH must be a whole number, not '6MB'"):
        Settings.of({"MAX_CONTENT_LENGTH": "6MB"})
