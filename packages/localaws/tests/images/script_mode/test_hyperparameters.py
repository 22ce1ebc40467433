"""Which hyperparameters are the script's, and what they are."""

from __future__ import annotations

from localaws.images.aws.script_mode.hyperparameters import Hyperparameters, decoded

WRITTEN = {
    "depth": "3",
    "sagemaker_program": '"train.py"',
    "_tuning_objective_metric": "validation:auc",
    "sagemaker_mpi_enabled": "true",
}


def test_each_hyperparameter_goes_where_it_belongs() -> None:
    read = Hyperparameters.of(WRITTEN)
    assert read.users == {"depth": 3}
    assert read.own == {
        "sagemaker_program": "train.py",
        "_tuning_objective_metric": "validation:auc",
    }
    assert read.framework == {"sagemaker_mpi_enabled": True}


def test_a_value_is_what_json_says_and_else_the_text_itself() -> None:
    written = ["1", '"1"', "[1]", "null", "ml.m5.large", "1e-3", ""]
    assert [decoded(value) for value in written] == [1, "1", [1], None, "ml.m5.large", 0.001, ""]
