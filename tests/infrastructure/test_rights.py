"""Which rights a definition needs."""

from __future__ import annotations

import pytest

from infrastructure.rights import UnknownIntegration, needed, tasks


def task(integration: str) -> dict[str, object]:
    return {"Type": "Task", "Resource": f"arn:aws:states:::{integration}", "End": True}


def test_a_job_is_created_watched_stopped_and_tagged() -> None:
    rights = needed({"States": {"Train": task("sagemaker:createTrainingJob.sync")}})
    assert rights == {
        "job:training-job": (
            "sagemaker:AddTags",
            "sagemaker:CreateTrainingJob",
            "sagemaker:DescribeTrainingJob",
            "sagemaker:ListTags",
            "sagemaker:StopTrainingJob",
        ),
        "rule:StepFunctionsGetEventsForSageMakerTrainingJobsRule": (
            "events:DescribeRule",
            "events:PutRule",
            "events:PutTargets",
        ),
    }


def test_an_endpoint_is_made_from_a_configuration_which_needs_the_right_as_well() -> None:
    rights = needed({"States": {"Create": task("sagemaker:createEndpoint")}})
    assert rights["endpoint"] == ("sagemaker:AddTags", "sagemaker:CreateEndpoint")
    assert rights["named:endpoint-config"] == ("sagemaker:CreateEndpoint",)


def test_a_pipeline_without_an_endpoint_gets_no_right_to_one() -> None:
    assert "endpoint" not in needed({"States": {"Model": task("sagemaker:createModel")}})


def test_states_without_a_task_need_nothing() -> None:
    assert needed({"States": {"Wait": {"Type": "Wait"}, "Done": {"Type": "Succeed"}}}) == {}


def test_tasks_inside_map_and_parallel_count() -> None:
    inner = {"States": {"Inner": task("sagemaker:createModel")}}
    definition = {
        "States": {
            "Each": {"Type": "Map", "ItemProcessor": inner},
            "Old": {"Type": "Map", "Iterator": inner},
            "Both": {"Type": "Parallel", "Branches": [inner, inner]},
        }
    }
    assert len(list(tasks(definition))) == 4


def test_a_task_of_unknown_rights_is_refused_by_name() -> None:
    with pytest.raises(UnknownIntegration, match=r"glue:startJobRun"):
        needed({"States": {"Call": task("glue:startJobRun")}})
