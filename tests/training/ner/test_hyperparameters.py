"""Hyperparameters: strings in, bounds kept, every problem named."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tagger.failure import JobError
from tagger.hyperparameters import Hyperparameters, parse, read


def test_strings_become_numbers():
    settings = parse({"epochs": "5", "learning_rate": "2e-5", "model_name": "org/name-1.0"})
    assert (settings.epochs, settings.learning_rate) == (5, 2e-5)
    assert settings.model_name == "org/name-1.0"


def test_a_job_without_the_file_has_the_defaults(tmp_path):
    assert read(tmp_path / "hyperparameters.json") == Hyperparameters()


def test_an_unknown_name_is_refused_with_the_known_ones():
    with pytest.raises(JobError, match=r"epoch is unknown \(known are epochs, batch_size"):
        parse({"epoch": "3"})


def test_every_problem_is_named_at_once():
    with pytest.raises(JobError) as caught:
        parse({"epochs": "0", "learning_rate": "fast", "momentum": "0.9"})
    sentence = str(caught.value)
    assert "epochs should be greater than or equal to 1, but is '0'" in sentence
    assert "learning_rate should be a valid number" in sentence
    assert "momentum is unknown" in sentence


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "", "0x1", "1,5", "None"])
def test_a_learning_rate_that_is_no_sensible_number_is_refused(value):
    with pytest.raises(JobError, match="learning_rate"):
        parse({"learning_rate": value})


@pytest.mark.parametrize("value", ["../etc", "a b", "a/b/c", "/abs", "a\n"])
def test_a_model_name_that_is_no_hub_name_is_refused(value):
    with pytest.raises(JobError, match="model_name"):
        parse({"model_name": value})


@pytest.mark.parametrize("content", ["[]", "{", '"text"'])
def test_a_file_that_is_no_object_is_refused(tmp_path, content):
    path = tmp_path / "hyperparameters.json"
    path.write_text(content)
    with pytest.raises(JobError, match=r"hyperparameters\.json"):
        read(path)


@given(st.dictionaries(st.sampled_from([*Hyperparameters.model_fields, "x"]), st.text()))
def test_any_strings_are_parsed_within_bounds_or_refused(values):
    try:
        settings = parse(values)
    except JobError:
        return  # any other exception is a defect
    assert 1 <= settings.epochs <= 200
    assert 0 < settings.learning_rate <= 0.1


@given(st.integers(1, 200), st.floats(1e-9, 0.1))
def test_what_is_within_bounds_comes_through_unchanged(epochs, rate):
    settings = parse(json.loads(json.dumps({"epochs": str(epochs), "learning_rate": repr(rate)})))
    assert (settings.epochs, settings.learning_rate) == (epochs, rate)


def test_what_a_tuning_job_adds_is_left_alone():
    assert parse({"_tuning_objective_metric": "validation:f1"}) == Hyperparameters()
