"""AWS::Scheduler::Schedule and AWS::Scheduler::ScheduleGroup, which moto's CloudFormation skips. The API spells
them the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, unless_gone

_NONE = "ResourceNotFoundException"


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
            "KmsKeyArn",
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
        with unless_gone(_NONE):
            site.client("scheduler").delete_schedule(
                Name=made.physical_id, **values.given(properties, ("GroupName",))
            )


class ScheduleGroup:
    """A group of schedules, which are deleted with it. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        wanted = properties.get("Name", name)
        site.client("scheduler").create_schedule_group(
            Name=wanted, Tags=values.tag_list(site.all_tags(properties))
        )
        return _group(site, wanted)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        arn = str(made.attributes["Arn"])
        tags.change(site.client("scheduler"), "ResourceArn", arn, site, old, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone(_NONE):
            site.client("scheduler").delete_schedule_group(Name=made.physical_id)


def _group(site: Site, name: str) -> Made:
    shown = site.client("scheduler").get_schedule_group(Name=name)
    moments = {
        each: shown[each].strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        for each in ("CreationDate", "LastModificationDate")
    }
    return Made(name, {"Arn": shown["Arn"], "State": shown["State"], **moments})
