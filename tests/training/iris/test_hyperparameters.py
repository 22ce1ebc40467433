"""Hyperparameters: strings in, bounds kept, every problem named."""

from __future__ import annotations

import json
from dataclasses import asdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tree.failure import JobError
from tree.hyperparameters import BOUNDS, CRITERIA, Hyperparameters, parse, read


def test_strings_become_numbers():
    chosen = parse({"max_depth": "3", "criterion": "entropy"})
    assert (chosen.max_depth, chosen.criterion) == (3, "entropy")


def test_a_job_without_the_file_has_the_defaults(tmp_path):
    assert read(tmp_path / "hyperparameters.json") == Hyperparameters()


def test_the_file_is_read(tmp_path):
    path = tmp_path / "hyperparameters.json"
    path.write_text('{"seed": "7"}')
    assert read(path).seed == 7


@pytest.mark.parametrize("content", [b"[]", b"{", b'"text"', b"\xff"])
def test_a_file_that_is_no_object_is_refused(tmp_path, content):
    path = tmp_path / "hyperparameters.json"
    path.write_bytes(content)
    with pytest.raises(JobError, match=r"hyperparameters\.json"):
        read(path)


def test_every_problem_is_named_at_once():
    with pytest.raises(JobError) as caught:
        parse({"max_depth": "0", "criterion": "mse", "max_leafs": "3"})
    sentence = str(caught.value)
    assert "max_depth must be a whole number from 1 to 100, but is '0'" in sentence
    assert "criterion must be one of gini, entropy, log_loss, but is 'mse'" in sentence
    assert "max_leafs is unknown (known are criterion, max_depth" in sentence


@pytest.mark.parametrize("value", ["1.5", "", "many", "-1", "1e3", "nan", "101"])
def test_a_depth_that_is_no_whole_number_within_bounds_is_refused(value):
    with pytest.raises(JobError, match="max_depth"):
        parse({"max_depth": value})


def test_what_a_tuning_job_adds_is_left_alone():
    assert parse({"_tuning_objective_metric": "accuracy"}) == Hyperparameters()


@given(st.fixed_dictionaries({name: st.integers(*bounds) for name, bounds in BOUNDS.items()}))
def test_what_is_within_bounds_comes_through_unchanged(values):
    asked = values | {"criterion": CRITERIA[-1]}
    assert asdict(parse({name: str(value) for name, value in asked.items()})) == asked


@given(st.dictionaries(st.sampled_from([*BOUNDS, "criterion", "x"]), st.text()))
def test_any_strings_are_parsed_within_bounds_or_refused(values):
    try:
        chosen = parse(json.loads(json.dumps(values)))
    except JobError:
        return  # any other exception is a defect
    assert all(least <= getattr(chosen, n) <= most for n, (least, most) in BOUNDS.items())
