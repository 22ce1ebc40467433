"""Hands what is sent to a target of whatever kind: those that there are here, others are refused by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.clock import Clock
from localaws.events.failure import INVALID_PARAMETER, DeliveryFailed, failure_of
from localaws.events.parcel import Parcel
from localaws.events.targets import (
    api_destinations,
    buses,
    functions,
    log_groups,
    operations,
    queues,
    state_machines,
    topics,
)
from localaws.events.targets.api_destinations import Leave
from localaws.events.targets.state_machines import StartExecution
from localaws.this_aws.arn import parse
from localaws.this_aws.invoking import InvokeFunction

Take = Callable[[Parcel], None]


@dataclass(frozen=True)
class Targets:
    """What rules and schedules reach: what runs code by whoever runs it, the others in moto's stores.

    Attributes:
        start: starts an execution of a state machine.
        invoke: invokes a function by an event.
        leave: is told of a request that would leave this AWS.
    """

    start: StartExecution
    clock: Clock
    invoke: InvokeFunction = functions.none_here
    leave: Leave = api_destinations.nowhere

    def take(self, parcel: Parcel) -> None:
        """Give a parcel to its target.

        Raises:
            DeliveryFailed: it does not take it, or there are no such targets here.
        """
        take = self._kind(str(parcel.target["Arn"]))
        if take is None:
            raise DeliveryFailed(
                INVALID_PARAMETER,
                f"{parcel.target['Arn']} is of a kind that this embedded AWS delivers nothing to",
            )
        try:
            take(parcel)
        except Exception as error:
            raise failure_of(error) from error

    def lets_wait(self, target: Mapping[str, Any]) -> bool:
        """Whether whoever sends would have to wait for what takes time."""
        arn = str(target["Arn"])
        return api_destinations.is_one(arn) or operations.lets_wait(arn)

    def _kind(self, text: str) -> Take | None:
        if operations.is_one(text):
            return lambda parcel: operations.take(parcel, self.start)
        arn = parse(text)
        match arn.service, arn.resource.partition(":")[0].partition("/")[0]:
            case "states", "stateMachine":
                return lambda parcel: state_machines.take(parcel, self.start)
            case "lambda", "function":
                return lambda parcel: functions.take(parcel, self.invoke)
            case "sqs", _:
                return queues.take
            case "sns", _:
                return topics.take
            case "logs", "log-group":
                return lambda parcel: log_groups.take(parcel, self.clock)
            case "events", "event-bus":
                return buses.take
            case "events", "api-destination":
                return lambda parcel: api_destinations.take(parcel, self.leave)
        return None
