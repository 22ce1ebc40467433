"""``events:putEvents``: an event that is not taken fails the task, as the request itself succeeds then.

Each event also names the execution that sends it, and its machine.
https://docs.aws.amazon.com/step-functions/latest/dg/connect-eventbridge.html
"""

from __future__ import annotations

from typing import Any

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks import results
from localaws.stepfunctions.tasks.api_call import ApiCall
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.requests import Response
from localaws.stepfunctions.tasks.services import Called
from localaws.stepfunctions.tasks.task import Order, TaskFailure

FAILED_ENTRY = "EventBridge.FailedEntry"


class EventBus(ApiCall):
    def ask(self, order: Order, asked: Called, given: Any, dialect: Dialect) -> Response:
        return super().ask(order, asked, _with_resources(given, order), dialect)

    def told(self, order: Order, asked: Called, response: Response, dialect: Dialect) -> Any:
        output = results.result(asked.model.output_shape, response.result, dialect, order.state)
        if output.get("FailedEntryCount"):
            raise TaskFailure(FAILED_ENTRY, json_text.write(output))
        return output


def _with_resources(given: Any, order: Order) -> Any:
    """The arguments with machine and execution among the resources of each event."""
    entries = given.get("Entries") if isinstance(given, dict) else None
    if not isinstance(entries, list):
        return given
    own = [order.execution.machine_arn, order.execution.arn]
    return given | {"Entries": [_with(entry, own) for entry in entries]}


def _with(entry: Any, own: list[str]) -> Any:
    resources = entry.get("Resources") if isinstance(entry, dict) else entry
    if not isinstance(entry, dict) or not (resources is None or isinstance(resources, list)):
        return entry
    return entry | {"Resources": [*(resources or []), *own]}
