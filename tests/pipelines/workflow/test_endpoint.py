"""Which way an execution goes for each state that it may find the endpoint in."""

import time
from typing import Any

import pytest

LATER, EARLIER = 4_102_444_800_000, 0  # milliseconds since 1970: in the year 2100, and long ago


@pytest.fixture
def goes(definitions: Any, evaluate: Any) -> Any:
    """Where a choice of the machine leads."""

    def choose(name: str, given: dict[str, Any]) -> str:
        state = definitions["ner"]["States"][name]
        for choice in state["Choices"]:
            if evaluate(choice["Condition"], given):
                return str(choice["Next"])
        return str(state["Default"])

    return choose


@pytest.mark.parametrize(
    ("status", "deadline", "then"),
    [
        ("InService", LATER, "Update endpoint"),
        ("OutOfService", LATER, "Update endpoint"),
        ("UpdateRollbackFailed", LATER, "Update endpoint"),
        ("Failed", LATER, "Delete failed endpoint"),
        ("Creating", LATER, "Wait for idle endpoint"),
        ("Updating", LATER, "Wait for idle endpoint"),
        ("Deleting", LATER, "Wait for idle endpoint"),
        ("Updating", EARLIER, "Endpoint not in service"),
    ],
)
def test_an_endpoint_that_is_there_is_treated_by_its_status(
    goes: Any, status: str, deadline: float, then: str
) -> None:
    given = {"endpoint": {"EndpointStatus": status}, "deadline": deadline}
    assert goes("What can be done with it?", given) == then


@pytest.mark.parametrize(
    ("cause", "deadline", "then"),
    [
        ('Could not find endpoint "arn:aws:sagemaker:…". (Service: …)', LATER, "Create endpoint"),
        ("Rate exceeded (Service: SageMaker, Status Code: 400)", LATER, "Wait for idle endpoint"),
        ("Rate exceeded (Service: SageMaker, Status Code: 400)", EARLIER, "Endpoint not changed"),
        ("User: … is not authorized to perform", LATER, "Endpoint not changed"),
        (None, LATER, "Endpoint not changed"),
    ],
)
def test_only_an_endpoint_that_is_missing_is_created(
    goes: Any, cause: str | None, deadline: float, then: str
) -> None:
    failure = {"Error": "SageMaker.SageMakerException", **({"Cause": cause} if cause else {})}
    assert goes("Is there no endpoint?", {"failure": failure, "deadline": deadline}) == then


@pytest.mark.parametrize(
    ("status", "configuration", "deadline", "then"),
    [
        ("InService", "new", LATER, "Sum up"),
        ("InService", "old", LATER, "Endpoint not in service"),
        ("Updating", "old", LATER, "Wait for endpoint"),
        ("RollingBack", "old", LATER, "Wait for endpoint"),
        ("Creating", "new", EARLIER, "Endpoint not in service"),
        ("Failed", "new", LATER, "Endpoint not in service"),
    ],
)
def test_only_the_new_configuration_in_service_ends_the_waiting(
    goes: Any, status: str, configuration: str, deadline: float, then: str
) -> None:
    endpoint = {"EndpointStatus": status, "EndpointConfigName": configuration}
    given = {"endpoint": endpoint, "names": {"run": "new"}, "deadline": deadline}
    assert goes("Is it in service?", given) == then


def test_the_deadline_is_added_to_what_is_known(definitions: Any, evaluate: Any) -> None:
    state = definitions["ner"]["States"]["Set a deadline"]
    before = time.time() * 1000
    output = evaluate(state["Output"], {"names": {"run": "r"}})
    assert output["names"] == {"run": "r"}
    assert output["deadline"] >= before + 3_600_000 - 1


def test_data_is_there_as_soon_as_one_object_is(goes: Any) -> None:
    assert goes("Is there any data?", {"found": {"KeyCount": 1}}) == "Find checkpoint"
    assert goes("Is there any data?", {"found": {"KeyCount": 0}}) == "No data"


def test_an_input_that_is_right_goes_on(goes: Any) -> None:
    assert goes("Is the input right?", {"accepted": True}) == "Find data"
    assert goes("Is the input right?", {"accepted": False}) == "Refuse input"


@pytest.mark.parametrize("metrics", [None, [], [{"MetricName": "test:f1", "Value": 0.57}]])
def test_the_execution_sums_up_what_it_made(
    definitions: Any, evaluate: Any, check: Any, metrics: Any
) -> None:
    training = {
        "TrainingJobName": "job-0",
        "ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/model.tar.gz"},
        **({} if metrics is None else {"FinalMetricDataList": metrics}),
    }
    output = evaluate(
        definitions["ner"]["States"]["Sum up"]["Output"], {**check({}), "training": training}
    )
    assert output["endpoint"] == "stepline-ner-dev"
    assert output["model_artifact"] == "s3://a-bucket/model.tar.gz"
    assert output["metrics"] == ({"test:f1": 0.57} if metrics else {})
