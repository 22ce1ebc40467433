"""GetExecutionHistory: the events of an execution, page by page, oldest or newest first."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.stepfunctions.operations import errors, pages
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import event


class History:
    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def get(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """GetExecutionHistory."""
        execution = self._ledger.execution(caller, request["executionArn"])
        newest_first = request.get("reverseOrder", False)
        of = ["history", execution.arn, str(newest_first)]
        after = _number(pages.position(request, of))
        size = pages.size(request)
        found = self._ledger.records.some_events(execution.arn, after, size + 1, newest_first)
        shown = found[:size]
        with_data = request.get("includeExecutionData", True)
        response: dict[str, Any] = {"events": [event(each, with_data) for each in shown]}
        if len(found) > size:
            response["nextToken"] = pages.token(of, str(shown[-1].id))
        return response


def _number(position: str | None) -> int | None:
    if position is None:
        return None
    try:
        return int(position)
    except ValueError:
        raise errors.invalid_token() from None
