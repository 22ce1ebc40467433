"""What a change of an alarm's state means for the composite alarms that speak of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from localaws.alarms import composite, numbers
from localaws.alarms.alarm import State
from localaws.alarms.book import Book
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.state_change import StateChange


def follow(book: Book, change: StateChange) -> None:
    """Have each composite alarm that speaks of the changed one enter the state that its rule makes now."""
    for alarm, _ in book.alarms():
        if not isinstance(alarm, CompositeAlarm) or alarm.name == change.alarm.name:
            continue
        rule = composite.read(alarm.rule)
        if not {change.alarm.name, change.alarm.arn} & set(composite.children(rule)):
            continue
        state = State.ALARM if composite.holds(rule, lambda name: _state(book, name)) else State.OK
        book.enter(alarm, state, reason(change), reason_data(change), change.new.since)


def begin(book: Book, alarm: CompositeAlarm, now: float) -> None:
    """Have a composite alarm that was just made enter the state that its rule makes."""
    held = composite.holds(composite.read(alarm.rule), lambda name: _state(book, name))
    state = State.ALARM if held else State.OK
    # How AWS words this was not found; that nothing made a transition is all it says.
    book.enter(
        alarm, state, f"{alarm.arn} was created and its alarm rule evaluates to {state}", None, now
    )


def reason(change: StateChange) -> str:
    """StateReason of a composite alarm that this change of another made change."""
    at = datetime.fromtimestamp(change.new.since, UTC).strftime("%A %d %B, %Y %H:%M:%S UTC")
    return f"{change.alarm.arn} transitioned to {change.new.state} at {at}"


def reason_data(change: StateChange) -> str:
    """StateReasonData of it."""
    moment = numbers.timestamp(change.new.since)
    state = {"value": change.new.state, "timestamp": moment}
    data = {"triggeringAlarms": [{"arn": change.alarm.arn, "state": state}]}
    return json.dumps(data, separators=(",", ":"))


def _state(book: Book, name: str) -> State:
    record = book.state(name)
    return State.INSUFFICIENT_DATA if record is None else record.state
