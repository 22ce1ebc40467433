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
    ("champion", "status", "then"),
    [
        ({"configuration": "serving"}, "InService", "Update endpoint"),
        ({"configuration": "before"}, "InService", "Another model serves"),
        ({"configuration": "before"}, "Updating", "Wait for idle endpoint"),
        ({"configuration": "before"}, "Failed", "Delete failed endpoint"),
        ({}, "InService", "Another model serves"),
        ({}, "OutOfService", "Update endpoint"),
        (None, "InService", "Update endpoint"),
    ],
)
def test_what_serves_is_replaced_only_if_the_gate_compared_with_it(
    goes: Any, champion: dict[str, str] | None, status: str, then: str
) -> None:
    """A redriven execution may come after one that released a better model; a promotion compares with none."""
    given = {
        "endpoint": {"EndpointStatus": status, "EndpointConfigName": "serving"},
        "names": {"run": "new"},
        "deadline": LATER,
        **({} if champion is None else {"champion": champion}),
    }
    assert goes("What can be done with it?", given) == then
    of_this_run = {**given["endpoint"], "EndpointConfigName": "new"}
    if status == "InService":
        assert goes("What can be done with it?", {**given, "endpoint": of_this_run}) != (
            "Another model serves"
        )


def test_what_serves_by_now_is_named_beside_what_it_was_compared_with(
    definitions: Any, evaluate: Any
) -> None:
    cause = definitions["ner"]["States"]["Another model serves"]["Cause"]
    endpoint = {"EndpointName": "e", "EndpointConfigName": "newer"}
    for champion, compared in (({"configuration": "older"}, "older"), ({}, "none")):
        assert evaluate(cause, {"endpoint": endpoint, "champion": champion}) == (
            f"Endpoint e serves newer by now, but the new model was compared with {compared}: nothing was "
            "changed. Start an execution: it compares with what serves."
        )


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
    ("cause", "deadline", "then"),
    [
        ('Cannot update in-progress endpoint "arn:…".', LATER, "Wait for idle endpoint"),
        ('Cannot update in-progress endpoint "arn:…".', EARLIER, "Endpoint not changed"),
        ("Rate exceeded (Service: SageMaker, Status Code: 400)", LATER, "Wait for idle endpoint"),
        ('Could not find endpoint configuration "arn:…".', LATER, "Endpoint not changed"),
    ],
)
def test_an_update_that_comes_after_anothers_waits_for_it(
    goes: Any, definitions: Any, cause: str, deadline: float, then: str
) -> None:
    (caught,) = definitions["ner"]["States"]["Update endpoint"]["Catch"]
    failure = {"Error": "SageMaker.SageMakerException", "Cause": cause}
    given = {"failure": failure, "deadline": deadline, "pause_until_idle": 1}
    assert goes(caught["Next"], given) == then


def test_what_served_before_an_update_is_known_for_whoever_puts_it_back(
    definitions: Any, evaluate: Any
) -> None:
    given = {"endpoint": {"EndpointConfigName": "before"}, "names": {"run": "new"}}
    known = evaluate(definitions["ner"]["States"]["Update endpoint"]["Output"], given)
    assert known == {**given, "previous": "before"}


@pytest.mark.parametrize(
    ("status", "configuration", "deadline", "then"),
    [
        ("InService", "new", LATER, "Smoke test"),
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


EVENTS_OF_A_WAIT, EVENTS_OF_A_LOOK, EVENTS_OF_A_CHOICE = 2, 5, 2
"""In an execution's history: entered and exited, and for a task also scheduled, started and succeeded."""


def longer(definitions: Any, evaluate: Any, choice: str, given: dict[str, Any]) -> dict[str, Any]:
    """What is known after a choice that leads to a pause."""
    (rule,) = [
        rule
        for rule in definitions["ner"]["States"][choice]["Choices"]
        if rule["Next"].startswith("Wait for")
    ]
    known: dict[str, Any] = evaluate(rule["Output"], given)
    return known


def pauses(definitions: Any, evaluate: Any, wait: str, choice: str, limit: float) -> list[int]:
    """How long the execution waits each time, until an endpoint that takes `limit` seconds is ready."""
    states = definitions["ner"]["States"]
    given = evaluate(states["Set a deadline"]["Output"], {})
    if wait == "Wait for idle endpoint":  # the choice comes first
        given = longer(definitions, evaluate, choice, given)
    waited: list[int] = []
    while sum(waited) < limit:
        waited.append(given[states[wait]["SecondsPath"].removeprefix("$.")])
        given = longer(definitions, evaluate, choice, given)
    return waited


UNTIL_SERVED = ("Wait for endpoint", "Is it in service?")
UNTIL_IDLE = ("Wait for idle endpoint", "What can be done with it?")
THROTTLED = ("Wait for idle endpoint", "Is there no endpoint?")


@pytest.mark.parametrize("way", [UNTIL_SERVED, UNTIL_IDLE, THROTTLED])
def test_the_pauses_between_two_looks_grow(definitions: Any, evaluate: Any, way: Any) -> None:
    assert pauses(definitions, evaluate, *way, 200) == [2, 4, 8, 16, 32, 60, 60, 60]


def test_an_update_of_ten_minutes_is_few_events_of_the_history(
    definitions: Any, evaluate: Any
) -> None:
    looks = len(pauses(definitions, evaluate, *UNTIL_SERVED, 600))
    assert looks * (EVENTS_OF_A_WAIT + EVENTS_OF_A_LOOK + EVENTS_OF_A_CHOICE) == 126


def test_each_waiting_begins_with_a_short_pause_and_keeps_what_is_known(
    definitions: Any, evaluate: Any
) -> None:
    given = evaluate(
        definitions["ner"]["States"]["Set a deadline"]["Output"], {"names": {"run": "r"}}
    )
    later = longer(definitions, evaluate, "What can be done with it?", given)
    assert later["names"] == {"run": "r"}
    assert later["pause_until_in_service"] == given["pause_until_in_service"]


def test_no_pause_outlasts_the_deadline(definitions: Any, evaluate: Any) -> None:
    soon = {"deadline": time.time() * 1000 + 4_500, "pause_until_in_service": 60}
    known = longer(definitions, evaluate, "Is it in service?", soon)
    assert known["pause_until_in_service"] in (4, 5)


def test_an_input_that_is_right_goes_on(goes: Any) -> None:
    assert goes("Is the input right?", {"accepted": True}) == "Find data"
    assert goes("Is the input right?", {"accepted": False}) == "Refuse input"


DONE = {"name": "In service", "sentence": "Well."}


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
        definitions["ner"]["States"]["Sum up"]["Output"],
        {**check({}), "training": training, "outcome": DONE},
    )
    assert (output["outcome"], output["sentence"]) == ("In service", "Well.")
    assert output["endpoint"] == "stepline-ner-dev"
    assert output["model_artifact"] == "s3://a-bucket/model.tar.gz"
    assert output["metrics"] == ({"test:f1": 0.57} if metrics else {})
