"""What is asked of a new model, and which way an execution goes by its responses."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Recorded, SmokeTest
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.calls import request, said
from tests.pipelines.workflow.walking import cause, walk

FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:stepline-iris-dev-ask"
ANSWER = {"Payload": {"body": "setosa\nversicolor\nvirginica\n"}}
SERVES = {"EndpointStatus": "InService", "EndpointConfigName": "before"}
KNOWN = {
    "config": {"endpoint": {"name": "an-endpoint"}},
    "names": {"run": "a-run"},
    "where": {"processed": "s3://a-bucket/runs/a-run"},
    "release": {"asked": "AllTraffic", "model": "a-run"},
    "previous": "before",
}
END = ["Released", "Wait for the previous model", "Begin to tidy up"]


@pytest.fixture(scope="module")
def states(inputs: DeploymentInputs) -> dict[str, Any]:
    own = replace(inputs, asking_function=FUNCTION, keep=None)
    found: dict[str, Any] = definition(catalog.load("iris"), own)["States"]
    return found


@pytest.fixture(scope="module")
def two(inputs: DeploymentInputs) -> dict[str, Any]:
    """A request of JSON, and one that the processing job has recorded."""
    tests = (
        SmokeTest('{"text": "Oslo"}', "application/json", "^ok$"),
        SmokeTest(Recorded("report", "request.json"), "application/json", "^[0-9]$"),
    )
    pipeline = replace(catalog.load("bank"), smoke_tests=tests)
    found: dict[str, Any] = definition(pipeline, inputs)["States"]
    return found


def test_csv_is_asked_by_the_function_as_it_is(states: Any) -> None:
    payload = states["Smoke test"]["Arguments"]["Payload"]
    assert states["Smoke test"]["Arguments"]["FunctionName"] == FUNCTION
    assert payload["body"].startswith("5.0,3.4,1.5,0.2\n")
    assert payload["content_type"] == "text/csv"


def test_without_a_function_what_it_would_ask_is_left_out(inputs: DeploymentInputs) -> None:
    left = definition(catalog.load("iris"), replace(inputs, asking_function=None))["States"]
    assert "Smoke test" not in left


def test_json_is_asked_by_step_functions_as_a_value(two: Any) -> None:
    asked = two["Smoke test 1"]["Arguments"]
    assert asked["Body"] == {"text": "Oslo"}
    assert asked["ContentType"] == "application/json"


def test_it_is_the_new_models_variant_that_is_asked(states: Any, two: Any) -> None:
    known = {**KNOWN, "release": {"asked": "Candidate"}}
    assert said(states["Smoke test"]["Arguments"]["Payload"]["variant"], known) == "Candidate"
    for each in ("Smoke test 1", "Smoke test 2"):
        assert said(two[each]["Arguments"]["TargetVariant"], known) == "Candidate"
        assert said(two[each]["Arguments"]["EndpointName"], known) == "an-endpoint"


def test_a_right_answer_goes_on(states: Any) -> None:
    name, known, _ = walk(states, "Smoke test", KNOWN, {"invoke": ANSWER}, END)
    assert name == "Released"
    assert known["smoke"] == {"right": 1}


def test_a_wrong_answer_puts_the_previous_model_back(states: Any) -> None:
    wrong = {"invoke": {"Payload": {"body": "banana"}}, "updateEndpoint": {}}
    name, known, walked = walk(states, "Smoke test", KNOWN, wrong, END)
    assert name == "Wait for the previous model"
    assert "Put previous model back" in walked
    again = states["Put previous model back"]
    assert request(again, known) == {"EndpointName": "an-endpoint", "EndpointConfigName": "before"}
    served = {**known, "endpoint": SERVES}
    name, known, _ = walk(states, "Does the previous model serve?", served, {}, END)
    assert name == "Smoke test failed"
    said = cause(states[name], known)
    assert 'as text/csv and answered "banana", in which nothing matches ^setosa' in said
    assert "The previous configuration before serves again." in said


def test_no_answer_is_as_bad_as_a_wrong_one(states: Any) -> None:
    failed = ("NoAnswer", '{"errorMessage": "An error occurred (ModelError)"}')
    _, known, _ = walk(states, "Smoke test", KNOWN, {"invoke": failed, "updateEndpoint": {}}, END)
    assert "did not answer: An error occurred (ModelError)" in known["problem"]


def test_the_first_model_that_is_wrong_is_not_left_to_serve(states: Any) -> None:
    first = {key: value for key, value in KNOWN.items() if key != "previous"}
    wrong = {"invoke": {"Payload": {"body": "banana"}}, "deleteEndpoint": {}}
    name, known, walked = walk(states, "Smoke test", first, wrong, END)
    assert name == "Smoke test failed"
    assert "Delete the endpoint" in walked
    assert "There was none before it: the endpoint was deleted." in cause(states[name], known)


def test_what_cannot_be_put_back_is_told_as_such(states: Any) -> None:
    stuck = {"invoke": {"Payload": {"body": "banana"}}, "updateEndpoint": ("SageMaker", "busy")}
    name, known, _ = walk(states, "Smoke test", KNOWN, stuck, END)
    assert name == "Previous model not put back"
    assert "look at it now" in cause(states[name], known)
    assert "busy" in cause(states[name], known)


BUSY = ("SageMaker.SageMakerException", 'Cannot update in-progress endpoint "arn:aws:sagemaker:…".')


def test_an_endpoint_that_is_being_changed_is_waited_for_and_then_put_back(states: Any) -> None:
    wrong = {"invoke": {"Payload": {"body": "banana"}}, "updateEndpoint": [BUSY, BUSY, {}]}
    name, _, walked = walk(states, "Smoke test", KNOWN, wrong, END)
    assert name == "Wait for the previous model"
    assert walked.count("Wait to put back") == 2


def test_a_first_models_endpoint_that_is_being_changed_is_deleted_afterwards(states: Any) -> None:
    first = {key: value for key, value in KNOWN.items() if key != "previous"}
    throttled = ("SageMaker.SageMakerException", "Rate exceeded (Service: SageMaker)")
    wrong = {"invoke": {"Payload": {"body": "banana"}}, "deleteEndpoint": [BUSY, throttled, {}]}
    name, _, walked = walk(states, "Smoke test", first, wrong, END)
    assert name == "Smoke test failed"
    assert walked.count("Wait to put back") == 2


def test_what_is_never_idle_is_told_at_the_deadline(states: Any) -> None:
    late = {**KNOWN, "deadline": 0, "failure": dict(zip(("Error", "Cause"), BUSY, strict=True))}
    late["problem"] = "It is wrong."
    name, known, _ = walk(states, "Is it being changed meanwhile?", late, {}, END)
    assert name == "Previous model not put back"
    assert "Cannot update in-progress endpoint" in cause(states[name], known)


def test_the_second_request_is_the_recorded_one_and_its_failure_says_so(two: Any) -> None:
    responses = {
        "invokeEndpoint": [{"Body": "ok"}, {"Body": "seven"}],
        "getObject": {"Body": '{"rows": [1]}'},
        "updateEndpoint": {},
    }
    name, known, walked = walk(two, "Smoke test 1", KNOWN, responses, END)
    assert name == "Wait for the previous model"
    assert walked.count("Read recorded request 2") == 1
    assert request(two["Read recorded request 2"], KNOWN) == {
        "Bucket": "a-bucket",
        "Key": "runs/a-run/report/request.json",
    }
    assert 'was asked "{"rows": [1]}" as application/json and answered "seven"' in known["problem"]
