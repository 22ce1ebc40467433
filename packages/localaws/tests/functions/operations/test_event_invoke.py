"""EventInvokeConfigs, and whether loops are stopped."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from localaws.functions.function import Alias, Code, Configuration, Function, Version
from localaws.functions.functions import Functions
from localaws.functions.operations.event_invoke import EventInvokeOperations
from localaws.functions.operations.ledger import Caller, Ledger
from localaws.functions.operations.recursion import RecursionOperations
from localaws.functions.versions import without_events
from localaws.protocols.refusal import Refusal

ME = Caller("000000000000", "eu-west-1")
ARN = "arn:aws:lambda:eu-west-1:000000000000:function:greet"
LATEST = Configuration("r", Code("1" * 64, 1), "python3.12", "app.h")
QUEUE = "arn:aws:sqs:eu-west-1:000000000000:queue"
TOPIC = "arn:aws:sns:eu-west-1:000000000000:topic"


class Api:
    """The operations, on one function with a version and an alias."""

    def __init__(self) -> None:
        def none(_: object) -> None:
            raise AssertionError("nothing is started here")

        self.functions = Functions(none, lambda: 0.0)  # type: ignore[arg-type]
        self.functions.add(
            Function("greet", ARN, LATEST, (Version("1", LATEST),), {"live": Alias("live", "1")})
        )
        clock = SimpleNamespace(seconds=lambda: 1_700_000_000.5)
        ledger = Ledger(self.functions, cast("Any", None), cast("Any", None), cast("Any", clock))
        self._operations = {
            **EventInvokeOperations(ledger).operations,
            **RecursionOperations(ledger).operations,
        }

    def __call__(self, operation: str, **request: Any) -> dict[str, Any]:
        return self._operations[operation](ME, {"FunctionName": "greet", **request})


@pytest.fixture
def api() -> Iterator[Api]:
    made = Api()
    yield made
    made.functions.close()


def test_put_replaces_and_update_changes(api: Api) -> None:
    api(
        "PutFunctionEventInvokeConfig",
        MaximumRetryAttempts=0,
        DestinationConfig={"OnSuccess": {"Destination": QUEUE}},
    )
    updated = api(
        "UpdateFunctionEventInvokeConfig", DestinationConfig={"OnFailure": {"Destination": TOPIC}}
    )
    assert updated["MaximumRetryAttempts"] == 0
    assert updated["DestinationConfig"] == {
        "OnSuccess": {"Destination": QUEUE},
        "OnFailure": {"Destination": TOPIC},
    }
    replaced = api("PutFunctionEventInvokeConfig", MaximumEventAgeInSeconds=60)
    assert (replaced["MaximumRetryAttempts"], replaced["MaximumEventAgeInSeconds"]) == (2, 60)
    assert replaced["DestinationConfig"] == {"OnSuccess": {}, "OnFailure": {}}


def test_an_empty_destination_is_taken_away(api: Api) -> None:
    api("PutFunctionEventInvokeConfig", DestinationConfig={"OnFailure": {"Destination": QUEUE}})
    updated = api(
        "UpdateFunctionEventInvokeConfig", DestinationConfig={"OnFailure": {"Destination": ""}}
    )
    assert updated["DestinationConfig"]["OnFailure"] == {}


def test_each_qualifier_has_its_own(api: Api) -> None:
    for qualifier in (None, "live", "1"):
        api("PutFunctionEventInvokeConfig", Qualifier=qualifier, MaximumRetryAttempts=1)
    listed = api("ListFunctionEventInvokeConfigs")["FunctionEventInvokeConfigs"]
    assert [each["FunctionArn"] for each in listed] == [
        f"{ARN}:{each}" for each in ("$LATEST", "1", "live")
    ]
    api("DeleteFunctionEventInvokeConfig", Qualifier="live")
    with pytest.raises(Refusal, match=f"{ARN}:live doesn't have an EventInvokeConfig"):
        api("GetFunctionEventInvokeConfig", Qualifier="live")
    assert api("GetFunctionEventInvokeConfig", Qualifier="1")["MaximumRetryAttempts"] == 1


def test_pages_of_the_list_go_on_where_the_last_one_ended(api: Api) -> None:
    for qualifier in ("$LATEST", "live"):
        api("PutFunctionEventInvokeConfig", Qualifier=qualifier)
    first = api("ListFunctionEventInvokeConfigs", MaxItems=1)
    second = api("ListFunctionEventInvokeConfigs", Marker=first["NextMarker"])
    assert second["FunctionEventInvokeConfigs"][0]["FunctionArn"] == f"{ARN}:live"
    assert second["NextMarker"] is None


@pytest.mark.parametrize(
    "operation",
    [
        "GetFunctionEventInvokeConfig",
        "UpdateFunctionEventInvokeConfig",
        "DeleteFunctionEventInvokeConfig",
    ],
)
def test_what_is_not_there_is_refused(api: Api, operation: str) -> None:
    with pytest.raises(Refusal, match="doesn't have an EventInvokeConfig") as refused:
        api(operation)
    assert (refused.value.code, refused.value.status) == ("ResourceNotFoundException", 404)


@pytest.mark.parametrize("name", ["other", "greet:7", "greet:none"])
def test_what_is_no_function_has_none(api: Api, name: str) -> None:
    with pytest.raises(Refusal, match="Function not found"):
        api("PutFunctionEventInvokeConfig", FunctionName=name)


def test_a_bad_destination_changes_nothing(api: Api) -> None:
    with pytest.raises(Refusal, match="is invalid"):
        api("PutFunctionEventInvokeConfig", DestinationConfig={"OnFailure": {"Destination": "x:y"}})
    assert api("ListFunctionEventInvokeConfigs")["FunctionEventInvokeConfigs"] == []


def test_an_alias_that_is_gone_takes_its_configuration_along(api: Api) -> None:
    api("PutFunctionEventInvokeConfig", Qualifier="live")
    api.functions.change(ARN, lambda found: without_events(replace(found, aliases={}), "live"))
    assert api("ListFunctionEventInvokeConfigs")["FunctionEventInvokeConfigs"] == []


def test_loops_are_stopped_unless_one_says_otherwise(api: Api) -> None:
    assert api("GetFunctionRecursionConfig") == {"RecursiveLoop": "Terminate"}
    assert api("PutFunctionRecursionConfig", RecursiveLoop="Allow") == {"RecursiveLoop": "Allow"}
    assert api("GetFunctionRecursionConfig") == {"RecursiveLoop": "Allow"}
