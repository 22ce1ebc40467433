"""One description, deployed as each variant of the shared workflow."""

from dataclasses import replace
from typing import Any

import pytest

from infrastructure import rights
from pipelines.definition import Pipeline, Transformation, Tuned, Tuning
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.variant import VARIANTS
from pipelines.workflow.state_machine import definition

_JOBS = {
    "createProcessingJob.sync",
    "createTrainingJob.sync",
    "createModel",
}
_ENDPOINT = {"createEndpointConfig", "createEndpoint", "updateEndpoint"}
_OF = {
    "ner": _JOBS | _ENDPOINT,
    "ner-tuned": _JOBS | _ENDPOINT | {"createHyperParameterTuningJob.sync"},
    "ner-transformed": _JOBS | {"createTransformJob.sync"},
    "ner-full": _JOBS
    | _ENDPOINT
    | {"createHyperParameterTuningJob.sync", "createTransformJob.sync"},
}


@pytest.mark.parametrize("name", _OF)
def test_a_variant_has_its_steps_and_no_others(definitions: Any, name: str) -> None:
    called = {task.split(":sagemaker:")[-1] for task in rights.tasks(definitions[name])}
    assert {each for each in called if each.startswith(("create", "update"))} == _OF[name]


def test_all_seven_steps_are_in_one_machine_in_their_order(definitions: Any) -> None:
    names = list(definitions["ner-full"]["States"])
    steps = ["Preprocess", "Tune", "Train", "Create model", "Transform"]
    steps += ["Create endpoint configuration", "Create endpoint"]
    assert sorted(steps, key=names.index) == steps


def test_what_is_tuned_is_not_fixed_as_well(definitions: Any, check: Any, evaluate: Any) -> None:
    given = check({}, "ner-tuned")
    plan = evaluate(definitions["ner-tuned"]["States"]["Prepare tuning"]["Output"], given)["tuning"]
    fixed = set(given["config"]["hyperparameters"])
    assert set(plan["static"]) == fixed - {"learning_rate", "batch_size", "warmup_ratio"}
    assert plan["name"] == "stepline-ner-dev-" + given["names"]["run"][-10:]


def test_the_training_takes_what_the_tuning_found(definitions: Any) -> None:
    states = definitions["ner-tuned"]["States"]
    assert states["Tune"]["Next"] == "Find the best"
    assert states["Find the best"]["Next"] == "Train"
    assert states["Train"]["Parameters"]["HyperParameters.$"] == (
        "States.JsonMerge($.config.hyperparameters, $.tuning.best.TunedHyperParameters, false)"
    )


def test_an_execution_says_how_many_trainings_are_compared(definitions: Any, check: Any) -> None:
    config = definitions["ner-tuned"]["States"]["Tune"]["Parameters"][
        "HyperParameterTuningJobConfig"
    ]
    assert config["ResourceLimits"] == {
        "MaxNumberOfTrainingJobs.$": "$.config.tuning.training_jobs",
        "MaxParallelTrainingJobs.$": "$.config.tuning.parallel_jobs",
        "MaxRuntimeInSeconds": 86400,
    }
    assert config["RandomSeed"] == 13
    assert check({}, "ner-tuned")["config"]["tuning"] == {"training_jobs": 8, "parallel_jobs": 2}
    [problem] = check({"tuning": {"training_jobs": 0}}, "ner-tuned")["problems"]
    assert "tuning.training_jobs must be a whole number from 1 to 500" in problem


def test_the_ranges_are_those_of_the_kinds_of_the_hyperparameters(definitions: Any) -> None:
    config = definitions["ner-tuned"]["States"]["Tune"]["Parameters"][
        "HyperParameterTuningJobConfig"
    ]
    ranges = config["ParameterRanges"]
    continuous = [each["Name"] for each in ranges["ContinuousParameterRanges"]]
    assert sorted(continuous) == ["learning_rate", "warmup_ratio"]
    assert [each["Name"] for each in ranges["IntegerParameterRanges"]] == ["batch_size"]


def test_a_transform_is_in_place_of_the_endpoint(definitions: Any, check: Any) -> None:
    machine = definitions["ner-transformed"]
    assert not [name for name in machine["States"] if "endpoint" in name.lower()]
    assert "endpoint" not in rights.needed(machine)
    config = check({}, "ner-transformed")["config"]
    assert "endpoint" not in config
    assert config["transform"] == {
        "data": "s3://a-bucket/corpus/",
        "instance_type": "ml.m5.large",
        "instance_count": 1,
    }


def test_machines_are_checked_against_the_types_of_transform_jobs(check: Any) -> None:
    [problem] = check({"transform": {"instance_type": "ml.t2.medium"}}, "ner-transformed")[
        "problems"
    ]
    assert "an instance type for transform jobs" in problem


def test_the_model_has_the_image_of_the_machines_that_it_runs_on(check: Any) -> None:
    on_gpu = check({"transform": {"instance_type": "ml.g4dn.xlarge"}}, "ner-transformed")
    assert on_gpu["images"]["transform"].endswith("ner-gpu")


@pytest.mark.parametrize("variant", ["tuned", "transformed", "full"])
def test_what_is_not_described_cannot_be_deployed(
    pipelines: dict[str, Pipeline], inputs: DeploymentInputs, variant: str
) -> None:
    with pytest.raises(ValueError, match="Pipeline 'iris' has no variant that"):
        definition(pipelines["iris"], replace(inputs, variant=VARIANTS[variant]))


def test_names_that_leave_no_room_for_a_tuning_jobs_are_refused(
    ner: Pipeline, inputs: DeploymentInputs
) -> None:
    there = replace(inputs, variant=VARIANTS["tuned"], stage="production1")
    with pytest.raises(ValueError, match="need shorter names"):
        definition(ner, there)


def test_what_is_tuned_is_a_parameter(ner: Pipeline) -> None:
    with pytest.raises(ValueError, match="tunes dropout, which is not among its parameters"):
        replace(ner, tuning=Tuning("validation:f1", (Tuned("dropout", 0, 1),)))


def test_what_transforms_has_machines_for_it(ner: Pipeline) -> None:
    with pytest.raises(ValueError, match=r"cannot have ml.t2.medium: .* for transform jobs"):
        replace(ner, transformation=Transformation("text/csv", fleet=Fleet("ml.t2.medium")))
