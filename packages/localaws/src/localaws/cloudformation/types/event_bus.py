"""AWS::Events::EventBus and AWS::Events::EventBusPolicy. moto's model makes a new bus at each change, without
its rules, and knows no policy.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import Refused
from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone

_SETTINGS = ("Description", "KmsKeyIdentifier", "DeadLetterConfig")
_NONE = "ResourceNotFoundException"


class EventBus:
    """A bus. Ref is its name."""

    fixed = frozenset({"Name"})
    properties = frozenset({"Name", "Policy", "Tags", *_SETTINGS})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        client, bus = site.client("events"), properties["Name"]
        client.create_event_bus(
            Name=bus,
            Tags=values.tag_list(site.all_tags(properties)),
            **values.given(properties, _SETTINGS),
        )
        made = Made(bus)
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _put_policy(site, bus, {}, properties)
            return _made(site, bus)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client, bus = site.client("events"), made.physical_id
        client.update_event_bus(Name=bus, **values.given(new, _SETTINGS))
        _put_policy(site, bus, old, new)
        tags.change(client, "ResourceARN", str(made.attributes["Arn"]), site, old, new)
        return _made(site, bus)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        site.client("events").delete_event_bus(Name=made.physical_id)


class EventBusPolicy:
    """One statement of a bus's policy. Ref is the bus's name and the statement's id."""

    fixed = frozenset({"EventBusName", "StatementId"})
    properties = frozenset(
        {"EventBusName", "StatementId", "Statement", "Action", "Principal", "Condition"}
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        bus, sid = properties.get("EventBusName", "default"), properties["StatementId"]
        client = site.client("events")
        if "Statement" in properties:
            statement = {**properties["Statement"], "Sid": sid}
            others = [each for each in _statements(client, bus) if each["Sid"] != sid]
            policy = {"Version": "2012-10-17", "Statement": [*others, statement]}
            client.put_permission(EventBusName=bus, Policy=json.dumps(policy))
        elif "Principal" in properties:
            client.put_permission(
                EventBusName=bus,
                StatementId=sid,
                Action=properties.get("Action", "events:PutEvents"),
                **values.given(properties, ("Principal", "Condition")),
            )
        else:
            raise Refused("An EventBusPolicy needs a Statement, or an Action and a Principal")
        return Made(f"{bus}|{sid}")

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self.create(site, "", new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        bus, _, sid = made.physical_id.partition("|")
        with unless_gone(_NONE):
            site.client("events").remove_permission(EventBusName=bus, StatementId=sid)


def _made(site: Site, bus: str) -> Made:
    shown = site.client("events").describe_event_bus(Name=bus)
    policy = shown.get("Policy") or json.dumps({})
    return Made(bus, {"Arn": shown["Arn"], "Name": bus, "Policy": policy})


def _statements(client: Any, bus: str) -> list[Any]:
    found: list[Any] = json.loads(
        client.describe_event_bus(Name=bus).get("Policy") or '{"Statement": []}'
    )["Statement"]
    return found


def _put_policy(site: Site, bus: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    client = site.client("events")
    if "Policy" in new:
        client.put_permission(EventBusName=bus, Policy=values.document(new["Policy"]))
    elif "Policy" in old:
        with unless_gone(_NONE):
            client.remove_permission(EventBusName=bus, RemoveAllPermissions=True)
