"""Hyperparameters: strings that are checked as AWS checks them, every problem named at once."""

from __future__ import annotations

from typing import Any

import pytest
from algorithm.training import hyperparameters
from algorithm.training.errors import UserError
from algorithm.versions import Version
from hypothesis import given
from hypothesis import strategies as st


def parse(version: str = "1.7-1", **values: str) -> dict[str, Any]:
    return hyperparameters.parse({"num_round": "10", **values}, Version.parse(version))


def refusal(version: str = "1.7-1", **values: str) -> str:
    with pytest.raises(UserError) as caught:
        parse(version, **values)
    return str(caught.value)


def test_strings_become_numbers_and_words() -> None:
    values = parse(
        max_depth="5",
        eta="0.2",
        objective="binary:logistic",
        eval_metric="auc, error@0.3",
        monotone_constraints="(1,0,-1)",
        interaction_constraints="[[0,1],[2]]",
        tree_method="hist",
    )
    assert values == {
        "num_round": 10,
        "max_depth": 5,
        "eta": 0.2,
        "objective": "binary:logistic",
        "eval_metric": ("auc", "error@0.3"),
        "monotone_constraints": "(1,0,-1)",
        "interaction_constraints": "[[0,1],[2]]",
        "tree_method": "hist",
    }


def test_other_names_mean_the_same() -> None:
    values = parse(learning_rate="0.1", min_split_loss="1", reg_lambda="2", reg_alpha="3")
    assert values.items() >= {"eta": 0.1, "gamma": 1.0, "lambda": 2.0, "alpha": 3.0}.items()
    assert "learning_rate and eta are the same" in refusal(learning_rate="0.1", eta="0.1")


def test_values_in_the_quotes_of_json_are_read() -> None:
    assert parse(objective='"binary:logistic"', max_depth='"4"')["max_depth"] == 4


def test_num_round_is_required() -> None:
    with pytest.raises(UserError, match="num_round is missing, and must be a whole number of at"):
        hyperparameters.parse({}, Version.parse("1.7-1"))


@pytest.mark.parametrize(
    ("name", "value", "legal"),
    [
        ("num_round", "0", "a whole number of at least 1"),
        ("max_depth", "5.0", "a whole number of at least 0"),
        ("max_depth", "deep", "a whole number of at least 0"),
        ("eta", "1.1", "a number of at least 0 and at most 1"),
        ("eta", "nan", "a number of at least 0 and at most 1"),
        ("gamma", "-1", "a number of at least 0"),
        ("subsample", "0", "a number above 0 and at most 1"),
        ("tweedie_variance_power", "2", "a number above 1 and below 2"),
        ("booster", "tree", "one of gbtree, gblinear, dart"),
        ("objective", "binary", "one of binary:logistic, "),
        ("eval_metric", "auc,roc", "some of accuracy, auc, "),
        ("eval_metric", "auc@0.5", "some of accuracy, auc, "),
        ("eval_metric", "error@half", "some of accuracy, auc, "),
        ("monotone_constraints", "(2,0)", "a tuple of -1, 0 and 1"),
        ("monotone_constraints", "__import__('os')", "a tuple of -1, 0 and 1"),
        ("interaction_constraints", "[0,1]", "lists of columns"),
        ("save_model_on_termination", "yes", "one of true, false"),
        ("_kfold", "1", "a whole number of at least 2"),
        ("_tuning_objective_metric", "validation:nothing", "one of validation:accuracy"),
    ],
)
def test_an_illegal_value_is_named_with_what_is_legal(name: str, value: str, legal: str) -> None:
    assert f"{name} is {value!r}, but must be {legal}" in refusal(**{name: value})


def test_an_unknown_one_is_named_with_those_that_are_known() -> None:
    words = refusal(max_dept="5")
    assert "max_dept is unknown (known are aft_loss_distribution, " in words
    assert "max_depth" in words


def test_every_problem_is_named_at_once() -> None:
    words = refusal(eta="2", max_depth="-1", foo="1", bar="2")
    assert words.startswith("Hyperparameters refused: ")
    for part in ("eta is '2'", "max_depth is '-1'", "foo, bar are unknown"):
        assert part in words


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"objective": "multi:softmax"}, "num_class is missing, and objective multi:softmax needs"),
        (
            {"objective": "binary:logistic", "num_class": "2"},
            "num_class is for the objectives multi",
        ),
        ({"eval_metric": "auc"}, "eval_metric auc is for objectives binary:… and rank:…, not reg:"),
        ({"eval_metric": "aft-nloglik"}, "is for objective survival:aft"),
        ({"booster": "gblinear", "updater": "prune"}, "updater of booster gblinear must be one of"),
        ({"process_type": "update", "updater": "sync"}, "must be refresh or prune"),
        ({"updater": "shotgun"}, "updater of a booster of trees must be of"),
        ({"updater": "grow_colmaker,grow_histmaker"}, "only one that grows trees"),
        ({"monotone_constraints": "(1,)"}, "needs tree_method exact or hist, not auto"),
        ({"interaction_constraints": "[[0]]"}, "needs tree_method exact, hist or approx, not auto"),
        ({"use_dask_gpu_training": "true"}, "needs GPUs"),
        ({"_num_cv_round": "2"}, "give _kfold too"),
    ],
)
def test_what_may_not_be_together(values: dict[str, str], rule: str) -> None:
    assert rule in refusal(**values)


def test_each_version_has_its_own() -> None:
    assert parse("0.72", silent="0") == {"num_round": 10, "silent": 0, "objective": "reg:linear"}
    assert parse("0.90-1")["objective"] == "reg:squarederror"
    assert "silent is unknown" in refusal("1.2-1", silent="0")
    assert "verbosity is unknown" in refusal("0.72", verbosity="1")
    assert "_kfold is unknown" in refusal("1.2-2", _kfold="3")


def test_script_mode_is_refused_by_name() -> None:
    assert "sagemaker_program asks for script mode" in refusal(sagemaker_program='"train.py"')
    assert parse(sagemaker_region='"eu-west-1"')["num_round"] == 10


def problem_with(values: dict[str, str]) -> str:
    """ "" if they are read."""
    try:
        hyperparameters.parse(values, Version.parse("1.7-1"))
    except UserError as error:
        return str(error)
    return ""


@given(st.dictionaries(st.text(max_size=8), st.text(max_size=12), max_size=4))
def test_any_strings_without_num_round_are_refused_in_words(values: dict[str, str]) -> None:
    assert "num_round is missing" in problem_with(values)


@given(
    st.sampled_from(["eta", "max_depth", "subsample", "monotone_constraints", "eval_metric"]),
    st.text(alphabet="0123456789.,+-eE_()[] infa", max_size=12),
)
def test_any_value_is_either_read_or_refused_by_name(name: str, value: str) -> None:
    problem = problem_with({"num_round": "1", "tree_method": "hist", name: value})
    assert not problem or f"{name} is " in problem
