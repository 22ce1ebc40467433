"""AWS::Scheduler::Schedule, which moto's CloudFormation skips. The API spells it the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone


class Schedule:
    """A schedule of EventBridge Scheduler. Ref is its name."""

    fixed = frozenset({"Name", "GroupName"})
    properties = frozenset(
        [
            "Name",
            "GroupName",
            "Description",
            "ScheduleExpression",
            "ScheduleExpressionTimezone",
            "StartDate",
            "EndDate",
            "FlexibleTimeWindow",
            "State",
            "Target",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        wanted = {"Name": name, **properties}
        arn = site.client("scheduler").create_schedule(**wanted)["ScheduleArn"]
        return Made(wanted["Name"], {"Arn": arn})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        site.client("scheduler").update_schedule(**{"Name": made.physical_id, **new})
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("scheduler").delete_schedule(
                Name=made.physical_id, **values.given(properties, ("GroupName",))
            )
