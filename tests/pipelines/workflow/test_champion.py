"""Which model is the champion, for each state that an endpoint may be found in."""

from typing import Any

import pytest

from tests.pipelines.workflow.walking import cause, walk

MISSING = ("SageMaker.SageMakerException", 'Could not find endpoint "arn:aws:sagemaker:…"')
THROTTLED = ("SageMaker.SageMakerException", "Rate exceeded (Service: SageMaker, Status Code: 400)")
DENIED = ("SageMaker.SageMakerException", "User: … is not authorized to perform: …")
ARTIFACT = "s3://a-bucket/runs/older/model/job/output/model.tar.gz"
ENDPOINT = {
    "EndpointName": "stepline-bank-dev",
    "EndpointConfigName": "older-config",
    "EndpointStatus": "InService",
}
CONFIGURATION = {"ProductionVariants": [{"VariantName": "AllTraffic", "ModelName": "older"}]}
MODEL = {
    "ModelArn": "arn:aws:sagemaker:us-east-1:123456789012:model/older",
    "PrimaryContainer": {"Image": "…", "ModelDataUrl": ARTIFACT},
}
TAGS = {
    "Tags": [
        {"Key": "stepline:run", "Value": "the-run"},
        {"Key": "stepline:processed", "Value": "s3://a-bucket/runs/one-before"},
    ]
}
SERVING = {
    "describeEndpoint": ENDPOINT,
    "describeEndpointConfig": CONFIGURATION,
    "describeModel": MODEL,
    "listTags": TAGS,
}
GIVEN = {"config": {"endpoint": {"name": "stepline-bank-dev"}}, "names": {"run": "new"}}
AFTER = ("Is the champion to be read?",)


@pytest.fixture
def found(definitions: Any) -> Any:
    """Where the way ends that begins at "Find champion", with what is known there; "after" is what comes next."""

    def find(responses: dict[str, Any], pipeline: str = "bank") -> tuple[str, dict[str, Any], int]:
        states = definitions[pipeline]["States"]
        after = AFTER if pipeline == "bank" else ("Create model",)
        name, known, walked = walk(states, "Find champion", GIVEN, SERVING | responses, after)
        looks = walked.count("Find champion")
        return ("after" if name in after else cause(states[name], known)), known, looks

    return find


def test_the_endpoint_leads_to_the_artifact_and_to_the_run_that_made_it(found: Any) -> None:
    end, known, _ = found({})
    assert end == "after"
    assert known["champion"] == {
        "endpoint": "stepline-bank-dev",
        "configuration": "older-config",
        "status": "InService",
        "model": "older",
        "artifact": ARTIFACT,
        "arn": MODEL["ModelArn"],
        "run": "the-run",
        "processed": "s3://a-bucket/runs/one-before",
    }


def test_a_model_that_somebody_else_made_is_called_by_its_name(found: Any) -> None:
    _, known, _ = found({"listTags": {"Tags": []}})
    assert known["champion"]["run"] == "older"
    assert known["champion"]["processed"] == "s3://a-bucket/runs/older"


@pytest.mark.parametrize(
    "status", ["InService", "Creating", "Updating", "RollingBack", "UpdateRollbackFailed"]
)
def test_an_endpoint_that_serves_or_will_has_the_model_of_its_configuration(
    found: Any, status: str
) -> None:
    _, known, _ = found({"describeEndpoint": {**ENDPOINT, "EndpointStatus": status}})
    assert known["champion"]["model"] == "older"


@pytest.mark.parametrize("status", ["Failed", "OutOfService", "Deleting"])
def test_an_endpoint_that_serves_nothing_has_no_champion(found: Any, status: str) -> None:
    end, known, _ = found({"describeEndpoint": {**ENDPOINT, "EndpointStatus": status}})
    assert (end, known["champion"]) == ("after", {})


def test_no_endpoint_is_a_first_run_and_no_failure(found: Any) -> None:
    end, known, _ = found({"describeEndpoint": MISSING})
    assert end == "after"
    assert known == {**GIVEN, "champion": {}}


def test_a_throttled_call_is_made_again_and_is_no_missing_endpoint(found: Any) -> None:
    end, known, looks = found({"describeEndpoint": [THROTTLED, THROTTLED, ENDPOINT]})
    assert (end, looks) == ("after", 3)
    assert known["champion"]["model"] == "older"


def test_who_is_throttled_for_ever_fails(found: Any) -> None:
    end, _, looks = found({"describeEndpoint": THROTTLED})
    assert looks == 31
    assert end.startswith("The model that serves could not be found: Rate exceeded")


@pytest.mark.parametrize(
    "action", ["describeEndpoint", "describeEndpointConfig", "describeModel", "listTags"]
)
def test_a_call_that_is_refused_is_a_failure_that_says_what_to_do(found: Any, action: str) -> None:
    end, _, _ = found({action: DENIED})
    assert "is not authorized" in end
    assert end.endswith("see to it that this can be looked up, and start again.")


@pytest.mark.parametrize(
    ("responses", "sentence"),
    [
        (
            {"describeEndpointConfig": {"ProductionVariants": [{"VariantName": "x"}]}},
            "Endpoint configuration older-config names no model.",
        ),
        (
            {"describeModel": {**MODEL, "PrimaryContainer": {"Image": "…"}}},
            "Model older names no artifact in S3.",
        ),
    ],
)
def test_what_serves_and_cannot_be_measured_is_told(
    found: Any, responses: dict[str, Any], sentence: str
) -> None:
    end, known, _ = found({"describeEndpoint": [THROTTLED, ENDPOINT], **responses})
    assert (end, known["champion"]["problem"]) == ("after", sentence)
    assert known["champion"]["configuration"] == "older-config"
    assert "failure" not in known


@pytest.mark.parametrize("action", ["describeEndpointConfig", "describeModel", "listTags"])
def test_what_was_deleted_beneath_its_endpoint_ends_nothing_and_is_told(
    found: Any, action: str
) -> None:
    gone = ("SageMaker.SageMakerException", 'Could not find model "arn:aws:sagemaker:…".')
    end, known, _ = found({action: gone})
    assert end == "after"
    assert known["champion"]["problem"] == (f"The model that serves could not be found: {gone[1]}")
    assert "failure" not in known


@pytest.mark.parametrize(
    ("weights", "then"), [((1, 9), "b"), ((9, 1), "a"), ((1, 1), "a"), ((None, 0.5), "a")]
)
def test_of_two_variants_the_one_with_more_traffic_is_the_champion(
    found: Any, weights: tuple[Any, ...], then: str
) -> None:
    variants = [
        {"ModelName": name, **({} if weight is None else {"InitialVariantWeight": weight})}
        for name, weight in zip("ab", weights, strict=True)
    ]
    _, known, _ = found({"describeEndpointConfig": {"ProductionVariants": variants}})
    assert known["champion"]["model"] == then


@pytest.mark.parametrize(
    "containers",
    [
        {"Containers": [{"ModelDataUrl": ARTIFACT}, {}]},
        {"PrimaryContainer": {"ModelDataSource": {"S3DataSource": {"S3Uri": ARTIFACT}}}},
    ],
)
def test_a_model_may_name_its_artifact_in_other_ways(found: Any, containers: Any) -> None:
    _, known, _ = found({"describeModel": {"ModelArn": MODEL["ModelArn"], **containers}})
    assert known["champion"]["artifact"] == ARTIFACT


def test_where_nothing_is_evaluated_a_champion_that_cannot_be_read_stops_nobody(found: Any) -> None:
    end, known, _ = found({"describeModel": DENIED}, "tree")
    assert end == "after"
    assert known["champion"]["configuration"] == "older-config"
    assert "failure" not in known
