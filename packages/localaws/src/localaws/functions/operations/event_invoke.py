"""What becomes of the events of a function, of a version or of an alias: retries, age, destinations."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from localaws.functions.asynchronous.destinations import check
from localaws.functions.function import LATEST, EventConfig, Function
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.operations.pages import page
from localaws.functions.versions import exactly
from localaws.protocols.refusal import Refusal


class EventInvokeOperations:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.operations: Mapping[str, Operation] = {
            "DeleteFunctionEventInvokeConfig": self.delete,
            "GetFunctionEventInvokeConfig": self.get,
            "ListFunctionEventInvokeConfigs": self.list,
            "PutFunctionEventInvokeConfig": self.put,
            "UpdateFunctionEventInvokeConfig": self.update,
        }

    def put(self, caller: Caller, request: Request) -> Result:
        """PutFunctionEventInvokeConfig: what it does not say is AWS's default from now on."""
        function, qualifier = self._find(caller, request)
        return self._set(function, qualifier, _asked(request, EventConfig(), function.arn))

    def update(self, caller: Caller, request: Request) -> Result:
        """UpdateFunctionEventInvokeConfig: what it does not say stays as it is."""
        function, qualifier = self._find(caller, request)
        base = function.events.get(qualifier)
        if base is None:
            raise _none(function, qualifier)
        return self._set(function, qualifier, _asked(request, base, function.arn))

    def get(self, caller: Caller, request: Request) -> Result:
        """GetFunctionEventInvokeConfig."""
        function, qualifier = self._find(caller, request)
        found = function.events.get(qualifier)
        if found is None:
            raise _none(function, qualifier)
        return _shown(function, qualifier, found)

    def list(self, caller: Caller, request: Request) -> Result:
        """ListFunctionEventInvokeConfigs."""
        function, _ = self._ledger.find(caller, request)
        entries = sorted(function.events.items())
        found, marker = page(entries, lambda entry: entry[0], request)
        return {
            "FunctionEventInvokeConfigs": [_shown(function, *entry) for entry in found],
            "NextMarker": marker,
        }

    def delete(self, caller: Caller, request: Request) -> Result:
        """DeleteFunctionEventInvokeConfig."""
        function, qualifier = self._find(caller, request)

        def change(found: Function) -> Function:
            if qualifier not in found.events:
                raise _none(found, qualifier)
            left = {name: each for name, each in found.events.items() if name != qualifier}
            return replace(found, events=left)

        self._ledger.functions.change(function.arn, change)
        return {}

    def _find(self, caller: Caller, request: Request) -> tuple[Function, str]:
        function, qualifier = self._ledger.find(caller, request)
        exactly(function, qualifier)
        return function, qualifier or LATEST

    def _set(self, function: Function, qualifier: str, config: EventConfig) -> Result:
        made = replace(config, modified=self._ledger.clock.seconds())
        changed = self._ledger.functions.change(
            function.arn,
            lambda found: replace(found, events={**found.events, qualifier: made}),
        )
        return _shown(changed, qualifier, made)


def _asked(request: Request, base: EventConfig, function_arn: str) -> EventConfig:
    """What a request asks for, over what there is. A destination of "" takes it away."""
    changes: dict[str, Any] = {}
    if request.get("MaximumRetryAttempts") is not None:
        changes["attempts"] = request["MaximumRetryAttempts"]
    if request.get("MaximumEventAgeInSeconds") is not None:
        changes["age"] = float(request["MaximumEventAgeInSeconds"])
    destinations = request.get("DestinationConfig")
    if destinations is not None:
        for member, ours in (("OnSuccess", "on_success"), ("OnFailure", "on_failure")):
            if destinations.get(member) is not None:
                changes[ours] = destinations[member].get("Destination") or None
    made = replace(base, **changes)
    check(made.on_success, made.on_failure, function_arn)
    return made


def _shown(function: Function, qualifier: str, config: EventConfig) -> Result:
    return {
        "LastModified": datetime.fromtimestamp(config.modified, UTC),
        "FunctionArn": f"{function.arn}:{qualifier}",
        "MaximumRetryAttempts": config.attempts,
        "MaximumEventAgeInSeconds": int(config.age),
        "DestinationConfig": {
            "OnSuccess": {"Destination": config.on_success} if config.on_success else {},
            "OnFailure": {"Destination": config.on_failure} if config.on_failure else {},
        },
    }


def _none(function: Function, qualifier: str) -> Refusal:
    return Refusal(
        "ResourceNotFoundException",
        f"The function {function.arn}:{qualifier} doesn't have an EventInvokeConfig",
        404,
    )
