"""Whatever an execution is called, what it makes has legal and unique names."""

import re
from typing import Any

from botocore.loaders import Loader
from hypothesis import given
from hypothesis import strategies as st

from pipelines.definition import Pipeline, Training
from pipelines.deployment_inputs import DeploymentInputs

SHAPES = Loader().load_service_model("sagemaker", "service-2")["shapes"]
NAMES = {
    operation: SHAPES[shape]
    for operation, shape in {
        "CreateProcessingJob": "ProcessingJobName",
        "CreateTrainingJob": "TrainingJobName",
        "CreateModel": "ModelName",
        "CreateEndpointConfig": "EndpointConfigName",
    }.items()
}
TAG_VALUE = re.compile(r"[\w\s_.:/=+\-@]*")
EVENTBRIDGE = "3f1c9b0e-6f5e-4c58-9a51-2f0a0c1f7f9b_0b9d5f2e-8d3c-4a6e-b6d7-1f2e3d4c5b6a"

# What StartExecution admits as a name: anything but these, up to 80 characters.
_REFUSED = set(' <>{}[]?*"#%\\^|~`$&,;:/')
execution_names = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp"), exclude_characters=_REFUSED),
    min_size=1,
    max_size=80,
)


def _names_of(check: Any, name: str, started: str = "2026-03-01T10:00:00.000Z") -> Any:
    arn = f"arn:aws:states:us-east-1:123456789012:execution:stepline-ner-dev:{name}"
    return check({}, execution={"Id": arn, "Name": name, "StartTime": started})["names"]


def _legal(name: str, operation: str) -> bool:
    shape = NAMES[operation]
    return len(name) <= shape["max"] and re.fullmatch(shape["pattern"], name) is not None


@given(name=execution_names)
def test_every_name_is_one_that_sagemaker_takes(check: Any, name: str) -> None:
    run = _names_of(check, name)["run"]
    for redrive, retry in ((0, 0), (7, 7), (999, 99)):
        assert _legal(f"{run}-prep-{redrive}-{retry}", "CreateProcessingJob")
        assert _legal(f"{run}-{redrive}-{retry}", "CreateTrainingJob")
        assert _legal(f"{run}-eval-{redrive}-{retry}", "CreateProcessingJob")
    assert _legal(run, "CreateModel")
    assert _legal(run, "CreateEndpointConfig")


@given(name=execution_names)
def test_the_execution_can_be_told_by_a_legal_tag(check: Any, name: str) -> None:
    tag = _names_of(check, name)["execution"]
    assert TAG_VALUE.fullmatch(tag)
    assert len(tag) <= 256


@given(one=execution_names, other=execution_names)
def test_two_executions_have_two_names(check: Any, one: str, other: str) -> None:
    same = _names_of(check, one)["run"] == _names_of(check, other)["run"]
    assert same == (one == other)


def test_eventbridges_long_name_with_its_underscore_is_made_legal(check: Any) -> None:
    assert len(EVENTBRIDGE) == 73
    run = _names_of(check, EVENTBRIDGE)["run"]
    assert run.startswith("stepline-ner-dev-3f1c9b0e-6f5e-4c58-9a51-")
    assert _legal(f"{run}-99", "CreateTrainingJob")


def test_a_name_without_any_legal_character_still_makes_a_run(check: Any) -> None:
    assert re.fullmatch(r"stepline-ner-dev-[0-9a-f]{10}", _names_of(check, "再学習")["run"])


def test_a_name_is_the_same_at_each_evaluation(check: Any) -> None:
    assert _names_of(check, "nightly") == _names_of(check, "nightly")


def test_a_name_used_again_months_later_makes_another_run(check: Any) -> None:
    earlier, later = (
        _names_of(check, "nightly", f"2026-0{month}-01T00:00:00.000Z")["run"] for month in (1, 6)
    )
    assert earlier != later


def test_every_name_begins_with_what_the_roles_are_limited_to(
    check: Any, ner: Pipeline, inputs: DeploymentInputs
) -> None:
    assert _names_of(check, "first")["run"].startswith(ner.prefix(inputs.stage) + "-")


def test_the_longest_prefix_leaves_room_for_the_execution() -> None:
    longest = Pipeline("a" * 20, "", training=Training(channels=())).prefix("b" * 12)
    assert len(longest) + len("-a-0123456789-eval-99") <= 63
