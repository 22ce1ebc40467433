"""The jobs that run a pipeline's processing code, before training and after it."""

from typing import Any

import pytest


@pytest.fixture
def states(definitions: Any) -> Any:
    return definitions["split"]["States"]


def test_a_model_is_evaluated_before_it_is_served(states: Any) -> None:
    row = [states[name]["Next"] for name in ("Gather what is measured", "Note evaluation")]
    assert row == ["Evaluate", "Read scores"]


def test_a_pipeline_without_an_evaluation_serves_what_it_trained(definitions: Any) -> None:
    assert definitions["tree"]["States"]["Find its run"]["Next"] == "Create model"


def test_both_jobs_run_the_same_code(states: Any) -> None:
    before, after = (states[name]["Parameters"] for name in ("Preprocess", "Evaluate"))
    entrypoints = [p["AppSpecification"]["ContainerEntrypoint"] for p in (before, after)]
    assert entrypoints[0] == entrypoints[1]
    assert after["AppSpecification"]["ContainerArguments"] == ["evaluate"]


def test_the_two_jobs_of_a_run_have_different_names(states: Any) -> None:
    names = {
        states[name]["Parameters"]["ProcessingJobName.$"] for name in ("Preprocess", "Evaluate")
    }
    assert len(names) == 2


def test_a_job_that_fails_is_the_executions_own_error(states: Any) -> None:
    assert all("Catch" not in states[name] for name in ("Preprocess", "Train", "Evaluate"))


def test_the_execution_says_where_the_evaluation_lies(states: Any, evaluate: Any) -> None:
    done = {
        "training": {"FinalMetricDataList": [], "ModelArtifacts": {"S3ModelArtifacts": ""}},
        "where": {"run": "s3://b/runs/r", "evaluated": "s3://b/runs/q"},
        "evaluation": {"ProcessingJobName": "r-eval-0"},
    }
    output = evaluate(states["Sum up"]["Output"], done)
    assert output["evaluation"] == "s3://b/runs/q/evaluation/"
