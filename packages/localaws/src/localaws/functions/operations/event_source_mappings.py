"""Event source mappings: made, shown, changed, listed, deleted. For queues of SQS; other kinds are refused by name."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from localaws.functions.errors import invalid
from localaws.functions.operations.ledger import Caller, Ledger, Operation, Request, Result
from localaws.functions.operations.pages import page
from localaws.functions.sources.asked import asked, check_timeout
from localaws.functions.sources.book import Sources
from localaws.functions.sources.mapping import EventSourceMapping
from localaws.functions.versions import exactly
from localaws.protocols.refusal import Refusal
from localaws.this_aws import queues


class EventSourceMappingOperations:
    """``sources`` has the mappings, and reads for them."""

    def __init__(self, ledger: Ledger, sources: Sources) -> None:
        self._ledger = ledger
        self._sources = sources
        self.operations: Mapping[str, Operation] = {
            "CreateEventSourceMapping": self.create,
            "DeleteEventSourceMapping": self.delete,
            "GetEventSourceMapping": self.get,
            "ListEventSourceMappings": self.list,
            "UpdateEventSourceMapping": self.update,
        }

    def create(self, caller: Caller, request: Request) -> Result:
        """CreateEventSourceMapping."""
        source = request.get("EventSourceArn")
        if source is None:
            raise invalid("Unrecognized event source, the event source ARN is required.")
        if source.split(":")[3] != caller.region:
            raise invalid(f"The queue {source} must be in the same Region as the function.")
        function, timeout = self._function(caller, request)
        base = EventSourceMapping(str(uuid.uuid4()), function, source)
        made = self._stamped(
            replace(asked(request, base), tags=dict(request.get("Tags") or {})), timeout
        )
        self._sources.add(made)
        return shown(made, "Creating")

    def get(self, _caller: Caller, request: Request) -> Result:
        """GetEventSourceMapping."""
        return shown(self._sources.get(request["UUID"]))

    def list(self, caller: Caller, request: Request) -> Result:
        """ListEventSourceMappings, of all or of a function or of a queue."""
        found = self._sources.all(caller.account, caller.region)
        if request.get("EventSourceArn"):
            found = [each for each in found if each.source == request["EventSourceArn"]]
        if request.get("FunctionName"):
            function, qualifier = self._ledger.find(caller, request)
            whole = function.qualified(qualifier)
            found = [each for each in found if each.function == whole]
        entries, marker = page(found, lambda each: each.uuid, request)
        return {"EventSourceMappings": [shown(each) for each in entries], "NextMarker": marker}

    def update(self, caller: Caller, request: Request) -> Result:
        """UpdateEventSourceMapping."""
        before = self._sources.get(request["UUID"])
        given = request if request.get("FunctionName") else {"FunctionName": before.function}
        function, timeout = self._function(caller, given)
        made = self._stamped(replace(asked(request, before), function=function), timeout)
        self._sources.change(made)
        if made.enabled == before.enabled:
            return shown(made, "Updating")
        return shown(made, "Enabling" if made.enabled else "Disabling")

    def delete(self, _caller: Caller, request: Request) -> Result:
        """DeleteEventSourceMapping."""
        return shown(self._sources.remove(request["UUID"]), "Deleting")

    def _function(self, caller: Caller, request: Request) -> tuple[str, int]:
        """The ARN of the function, with the qualifier that is asked for, and its timeout in seconds."""
        try:
            function, qualifier = self._ledger.find(caller, request)
            target = exactly(function, qualifier)
        except Refusal as refusal:
            if refusal.code != "ResourceNotFoundException":
                raise
            raise invalid(f"Function does not exist: {request['FunctionName']}") from None
        whole = function.qualified(qualifier)
        return whole, target.configuration.timeout

    def _stamped(self, mapping: EventSourceMapping, timeout: int) -> EventSourceMapping:
        """The same as of now, with its queue looked at."""
        check_timeout(queues.visibility_timeout(mapping.source), timeout)
        return replace(mapping, modified=self._ledger.clock.seconds())


def shown(mapping: EventSourceMapping, state: str | None = None) -> Result:
    """A mapping as the API shows it; ``state`` is what it is becoming."""
    found: dict[str, Any] = {
        "UUID": mapping.uuid,
        "EventSourceMappingArn": mapping.arn,
        "EventSourceArn": mapping.source,
        "FunctionArn": mapping.function,
        "BatchSize": mapping.batch,
        "MaximumBatchingWindowInSeconds": mapping.window,
        "FunctionResponseTypes": list(mapping.responses),
        "LastModified": datetime.fromtimestamp(mapping.modified, UTC),
        "State": state or ("Enabled" if mapping.enabled else "Disabled"),
        "StateTransitionReason": "USER_INITIATED",
    }
    if mapping.filters:
        found["FilterCriteria"] = {"Filters": [{"Pattern": each} for each in mapping.filters]}
    if mapping.most is not None:
        found["ScalingConfig"] = {"MaximumConcurrency": mapping.most}
    return found
