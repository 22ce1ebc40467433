"""Event buses, of this region or another: the event goes on as it was.

An event that would go round for ever stops after so many buses; AWS lets one pass on over one account and
one region only, which says nothing of a loop within.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextvars import ContextVar
from typing import Any

from moto.events.models import events_backends

from localaws.events import roles
from localaws.events.failure import INVALID_PARAMETER, NO_PERMISSIONS, NO_RESOURCE, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.this_aws.arn import Arn, parse

_MOST_HOPS = 16
_hops: ContextVar[int] = ContextVar("hops", default=0)


def take(parcel: Parcel) -> None:
    """Put the event on the bus.

    Raises:
        DeliveryFailed: there is no such bus, or the event went round.
    """
    roles.check_if_given(parcel)
    arn = parse(str(parcel.target["Arn"]))
    name = arn.resource.removeprefix("event-bus/")
    _check_policy(arn, name, parse(parcel.sender).account)
    hops = _hops.get() + 1
    if hops > _MOST_HOPS:
        raise DeliveryFailed(
            INVALID_PARAMETER, f"the event has passed {_MOST_HOPS} buses and goes no further"
        )
    counting = _hops.set(hops)
    try:
        publish(arn.account, arn.region, name, parcel.event or {})
    finally:
        _hops.reset(counting)


def _check_policy(arn: Arn, name: str, sender: str) -> None:
    """See that a bus of another account lets this one in. Conditions are taken as met.

    Raises:
        DeliveryFailed: it does not.
    """
    bus = events_backends[arn.account][arn.region].event_buses.get(name)
    if arn.account == sender or bus is None:
        return
    policy = json.loads(bus.policy or '{"Statement": []}')
    if not any(_lets(statement, sender) for statement in policy["Statement"]):
        raise DeliveryFailed(
            NO_PERMISSIONS, f"The policy of event bus {name} does not let account {sender} in."
        )


def _lets(statement: Mapping[str, Any], account: str) -> bool:
    named = statement["Principal"]
    given = named.get("AWS", ()) if isinstance(named, Mapping) else named
    principals = {given} if isinstance(given, str) else set(given)
    return statement["Effect"] == "Allow" and any(
        each == "*" or account in each.split(":") for each in principals
    )


def publish(account: str, region: str, name: str, event: Mapping[str, Any]) -> None:
    """Send an event to the rules of a bus.

    Raises:
        DeliveryFailed: there is no such bus.
    """
    bus = events_backends[account][region].event_buses.get(name)
    if bus is None:
        raise DeliveryFailed(NO_RESOURCE, f"Event bus {name} does not exist.")
    for rule in list(bus.rules.values()):
        rule.send_to_targets(dict(event))
