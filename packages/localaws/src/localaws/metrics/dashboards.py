"""Dashboards: records, as on AWS, that a console draws. moto keeps them, as its CloudFormation makes them too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends

from localaws.clock import Clock
from localaws.metrics.queries import NOT_HERE
from localaws.protocols.json_values import is_object
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]

_PAGE = 1000


class Dashboards:
    """The operations on dashboards, in every account and region."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "DeleteDashboards": self._delete,
            "GetDashboard": self._get,
            "ListDashboards": self._list,
            "PutDashboard": self._put,
        }

    def _put(self, account: str, region: str, request: Request) -> Result:
        if request.get("Tags"):
            raise Refusal("InvalidParameterValue", f"Tags of a dashboard {NOT_HERE}")
        if not is_object(request["DashboardBody"]):
            raise Refusal(
                "InvalidParameterInput",
                "The field DashboardBody must be a valid JSON object",
            )
        backend: Any = cloudwatch_backends[account][region]
        made = backend.put_dashboard(request["DashboardName"], request["DashboardBody"])
        made.last_modified = self._clock.now()
        return {"DashboardValidationMessages": []}

    def _get(self, account: str, region: str, request: Request) -> Result:
        name = request["DashboardName"]
        found: Any = cloudwatch_backends[account][region].get_dashboard(name)
        if found is None:
            raise Refusal("ResourceNotFound", f"Dashboard {name} does not exist", 404)
        return {"DashboardArn": found.arn, "DashboardBody": found.body, "DashboardName": name}

    def _list(self, account: str, region: str, request: Request) -> Result:
        prefix, token = request.get("DashboardNamePrefix") or "", request.get("NextToken") or "0"
        if not token.isdecimal():
            raise Refusal("InvalidParameterValue", "The value of NextToken is invalid.")
        known: Any = cloudwatch_backends[account][region].list_dashboards(prefix)
        found, start = sorted(known, key=lambda each: str(each.name)), int(token)
        entries = [
            {
                "DashboardName": each.name,
                "DashboardArn": each.arn,
                "LastModified": _aware(each.last_modified),
                "Size": len(each.body.encode()),
            }
            for each in found[start : start + _PAGE]
        ]
        rest = len(found) > start + _PAGE
        return {"DashboardEntries": entries, "NextToken": str(start + _PAGE) if rest else None}

    def _delete(self, account: str, region: str, request: Request) -> Result:
        error = cloudwatch_backends[account][region].delete_dashboards(request["DashboardNames"])
        if error is not None:
            raise Refusal("ResourceNotFound", error, 404)
        return {}


def _aware(time: datetime) -> datetime:
    """moto's own times, of dashboards of stacks, say no zone: they are the machine's."""
    return time if time.tzinfo else time.astimezone(UTC)
