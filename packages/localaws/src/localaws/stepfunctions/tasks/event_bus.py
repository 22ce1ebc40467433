"""``events:putEvents``: an event that is not taken fails the task, as the request itself succeeds then.

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
    def told(self, order: Order, asked: Called, response: Response, dialect: Dialect) -> Any:
        output = results.result(asked.model.output_shape, response.result, dialect, order.state)
        if output.get("FailedEntryCount"):
            raise TaskFailure(FAILED_ENTRY, json_text.write(output))
        return output
