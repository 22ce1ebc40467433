"""AWS::Events::Rule: moto's model replaces the rule at every change, and with it its ARN's history."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class Rule:
    """A rule with its targets. Ref is its name."""

    fixed = frozenset({"Name", "EventBusName"})
    properties = frozenset(
        [
            "Name",
            "EventBusName",
            "Description",
            "ScheduleExpression",
            "EventPattern",
            "State",
            "RoleArn",
            "Targets",
            "Tags",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        rule = properties.get("Name", name)
        client, bus = site.client("events"), values.given(properties, ("EventBusName",))
        if any(one["Name"] == rule for one in client.list_rules(NamePrefix=rule, **bus)["Rules"]):
            raise Refused(f"Rule {rule} already exists")
        with undone_on_failure(lambda: _delete(site, rule, properties)):
            return Made(rule, {"Arn": _put(site, rule, {}, properties), "RuleName": rule})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        arn = _put(site, made.physical_id, old, new)
        tags.change(site.client("events"), "ResourceARN", arn, site, old, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        _delete(site, made.physical_id, properties)


def _delete(site: Site, rule: str, properties: Mapping[str, Any]) -> None:
    """Delete a rule with whatever targets it has."""
    client, bus = site.client("events"), values.given(properties, ("EventBusName",))
    with unless_gone("ResourceNotFoundException"):
        targets = client.list_targets_by_rule(Rule=rule, **bus)["Targets"]
        _drop_targets(client, rule, bus, {target["Id"] for target in targets})
        client.delete_rule(Name=rule, **bus)


def _put(site: Site, rule: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    client, bus = site.client("events"), values.given(new, ("EventBusName",))
    pattern = (
        {"EventPattern": values.document(new["EventPattern"])} if "EventPattern" in new else {}
    )
    arn: str = client.put_rule(
        Name=rule,
        Tags=values.tag_list(site.all_tags(new)),
        State=new.get("State", "ENABLED"),
        **values.given(new, ("Description", "ScheduleExpression", "RoleArn")),
        **pattern,
        **bus,
    )["RuleArn"]
    _drop_targets(client, rule, bus, _ids(old) - _ids(new))
    if new.get("Targets"):
        answer = client.put_targets(Rule=rule, Targets=new["Targets"], **bus)
        if answer["FailedEntryCount"]:
            raise Refused(f"targets were refused: {answer['FailedEntries']}")
    return arn


def _ids(properties: Mapping[str, Any]) -> set[str]:
    return {target["Id"] for target in properties.get("Targets", [])}


def _drop_targets(client: Any, rule: str, bus: Mapping[str, Any], ids: set[str]) -> None:
    if ids:
        client.remove_targets(Rule=rule, Ids=sorted(ids), **bus)
