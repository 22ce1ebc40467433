"""Hyperparameters as declared, with every problem named at once."""

from __future__ import annotations

import pytest
from built_in.failure import CustomerError
from built_in.hyperparameters import Hyperparameter, parse
from built_in.values import Boolean, auto, choice, real, whole

DECLARED = {
    "k": Hyperparameter(whole(1)),
    "tolerance": Hyperparameter(real(above=0), "0.01"),
    "method": Hyperparameter(choice("a", "b"), "a"),
    "size": Hyperparameter(auto(whole(1)), "auto"),
    "is_on": Hyperparameter(Boolean(), "true"),
}


def test_what_is_not_given_has_its_default(capsys):
    values = parse(DECLARED, {"k": "3", "is_on": "False", "sagemaker_region": "eu-west-1"})
    assert {name: values[name] for name in DECLARED} == {
        "k": 3,
        "tolerance": 0.01,
        "method": "a",
        "size": "auto",
        "is_on": False,
    }
    printed = capsys.readouterr().out
    assert "INFO" in printed
    assert "Reading default configuration" in printed
    assert "Final configuration" in printed


def test_those_of_all_algorithms_are_known():
    values = parse(
        DECLARED, {"k": "1", "_tuning_objective_metric": "test:msd", "_num_gpus": "auto"}
    )
    assert values["_tuning_objective_metric"] == "test:msd"


def test_every_problem_is_named_at_once():
    with pytest.raises(CustomerError) as refused:
        parse(DECLARED, {"tolerance": "0", "method": "c", "size": "1.5", "is_on": "yes", "kk": "1"})
    told = str(refused.value)
    for sentence in (
        "No value(s) were specified for 'k' which are required hyperparameter(s)",
        "Additional hyperparameters are not allowed ('kk' was unexpected)",
        "known are: is_on, k, method, size, tolerance",
        "Hyperparameter tolerance: '0' is not valid, it must be a number above 0",
        "Hyperparameter method: 'c' is not valid, it must be one of a, b",
        "Hyperparameter size: '1.5' is not valid, it must be auto or a whole number of at least 1",
        "Hyperparameter is_on: 'yes' is not valid, it must be true or false",
    ):
        assert sentence in told
