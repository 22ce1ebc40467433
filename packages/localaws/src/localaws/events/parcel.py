"""What is sent to a target with one attempt, and what belongs to all attempts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import Any


@dataclass(frozen=True)
class Parcel:
    """One attempt's.

    Attributes:
        sender: the ARN of the rule or schedule.
        principal: the service that sends it: ``events.amazonaws.com``, ``scheduler.amazonaws.com``.
        text: what the target gets.
        execution: how an execution of a state machine is called that it starts.
        event: where it is an event, all of it.
    """

    sender: str
    principal: str
    target: Mapping[str, Any]
    text: str
    execution: str
    event: Mapping[str, Any] | None = None


class Outcome(Enum):
    """What became of an attempt, or in the end of all of them."""

    ATTEMPTED = auto()
    RETRIED = auto()  # an attempt that is not the first
    TAKEN = auto()
    THROTTLED = auto()
    FAILED = auto()  # the attempt
    DROPPED = auto()  # for good
    DEAD_LETTER = auto()
    LOST_LETTER = auto()  # the dead-letter queue did not take it


@dataclass(frozen=True)
class Letter:
    """A dead letter."""

    body: str
    attributes: Mapping[str, str]


@dataclass(frozen=True)
class Ended:
    """How the attempts ended.

    Attributes:
        retries: how many attempts there were after the first.
        condition: what of the retry policy was exhausted, if it was that.
    """

    code: str
    message: str
    retries: int
    condition: str | None


@dataclass(frozen=True)
class Sending:
    """What is to reach a target, in as many attempts as it takes.

    Attributes:
        parcel: what is sent with the attempt of that number, of which 1 is the first; raises
            ``DeliveryFailed`` where nothing can be made of it.
        letter: what is written when it could not be delivered for good.
        count: told of each outcome.
    """

    sender: str
    target: Mapping[str, Any]
    parcel: Callable[[int], Parcel]
    letter: Callable[[Ended], Letter]
    count: Callable[[Outcome], None]
