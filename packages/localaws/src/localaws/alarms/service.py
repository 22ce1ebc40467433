"""The operations of CloudWatch that have to do with alarms; its others are beside them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from threading import Lock
from typing import Any, Literal, Protocol

from localaws.alarms import asked_for, children, composite, configuration_change, requests
from localaws.alarms.alarm import State, StateRecord
from localaws.alarms.book import Book
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.configuration_change import ConfigurationChange
from localaws.alarms.shown import item, shown
from localaws.alarms.state_change import Alarm, HistoryItem, StateChange
from localaws.alarms.tags import Tags
from localaws.alarms.watch import Watch
from localaws.clock import Clock
from localaws.protocols.json_values import is_object
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]


class Tells(Protocol):
    """Who acts on what happens to alarms."""

    def state_changed(self, change: StateChange, remember: Callable[[HistoryItem], None]) -> None:
        """Tell everybody whom it concerns; what came of the alarm's actions goes to ``remember``."""

    def configured(self, change: ConfigurationChange) -> None:
        """Tell that an alarm was made, changed or deleted."""


class Alarms:
    """Alarms in every account and region."""

    def __init__(self, clock: Clock, watch: Watch, tells: Tells) -> None:
        self._clock = clock
        self._watch = watch
        self._tells = tells
        self._books: dict[tuple[str, str], Book] = {}
        self._lock = Lock()
        self._tags = Tags(lambda account, region, arn: self.state(account, region, arn) is not None)
        self.operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "DeleteAlarms": self._delete,
            "DescribeAlarmHistory": self._history,
            "DescribeAlarms": self._describe,
            "DescribeAlarmsForMetric": self._describe_for_metric,
            "DisableAlarmActions": self._disable,
            "EnableAlarmActions": self._enable,
            "PutCompositeAlarm": self._put_composite,
            "PutMetricAlarm": self._put_metric,
            "SetAlarmState": self._set_state,
            **self._tags.operations,
        }

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``PutMetricAlarm``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self.operations[operation](account, region, request)

    def book(self, account: str, region: str) -> Book:
        """The alarms of an account in a region."""
        with self._lock:
            if (account, region) not in self._books:
                self._books[account, region] = _following(self._tells)
            return self._books[account, region]

    def state(
        self, account: str, region: str, name: str
    ) -> Literal["OK", "ALARM", "INSUFFICIENT_DATA"] | None:
        """The state of the alarm of a name or an ARN; None where there is none."""
        record = self.book(account, region).state(name)
        return None if record is None else record.state.value

    def _put_metric(self, account: str, region: str, request: Request) -> Result:
        alarm = requests.metric_alarm(request, account, region, self._clock.seconds())
        book = self.book(account, region)
        self._keep(book, alarm, request)
        self._watch.watch(alarm, book)
        return {}

    def _put_composite(self, account: str, region: str, request: Request) -> Result:
        now = self._clock.seconds()
        alarm = requests.composite_alarm(request, account, region, now)
        book = self.book(account, region)
        for child in composite.children(composite.read(alarm.rule)):
            if book.get(child) is None:
                raise Refusal("ValidationError", f"Alarm {child} in AlarmRule does not exist.")
        self._keep(book, alarm, request)
        children.begin(book, alarm, now)
        return {}

    def _keep(self, book: Book, alarm: Alarm, request: Request) -> None:
        """Keep an alarm, and tell that it was made or changed. An old one has the tags that it had."""
        previous = book.get(alarm.name)
        if previous is not None and type(previous) is not type(alarm):
            raise Refusal(
                "ValidationError",
                f"Alarm {alarm.name} exists and is a {asked_for.kind(previous)}.",
            )
        new = book.put(alarm)
        if new:
            self._tags.begin(alarm.arn, request.get("Tags"))
        self._tell("create" if new else "update", book, alarm, book.state(alarm.name), previous)

    def _delete(self, account: str, region: str, request: Request) -> Result:
        book, names = self.book(account, region), request["AlarmNames"]
        known = [alarm for alarm, _ in book.alarms()]
        going = [alarm for alarm in known if alarm.name in names]
        needed = [each.name for each in going if asked_for.parents(known, each) - set(names)]
        if needed:
            whom = "it" if len(needed) == 1 else "them"
            raise Refusal(
                "ValidationError",
                f"Cannot delete {','.join(needed)} as there are composite alarm(s) "
                f"depending on {whom}.",
            )
        for alarm in going:
            record = book.state(alarm.name)
            book.delete(alarm.name)
            self._tags.forget(alarm.arn)
            self._tell("delete", book, alarm, record)
        return {}

    def _tell(
        self,
        operation: str,
        book: Book,
        alarm: Alarm,
        record: StateRecord | None,
        previous: Alarm | None = None,
    ) -> None:
        if record is None:  # somebody else deleted it meanwhile
            return
        now = self._clock.seconds()
        change = ConfigurationChange(operation, alarm, record, now, previous)
        book.remember(configuration_change.history_item(change))
        self._tells.configured(change)

    def _describe(self, account: str, region: str, request: Request) -> Result:
        found = asked_for.described(self.book(account, region).alarms(), request)
        page, token = asked_for.page(found, request)
        result: Result = {"MetricAlarms": [], "CompositeAlarms": [], "NextToken": token}
        for alarm, record in page:
            result[f"{asked_for.kind(alarm)}s"].append(shown(alarm, record))
        return result

    def _describe_for_metric(self, account: str, region: str, request: Request) -> Result:
        found = asked_for.for_metric(self.book(account, region).alarms(), request)
        return {"MetricAlarms": [shown(alarm, record) for alarm, record in found]}

    def _history(self, account: str, region: str, request: Request) -> Result:
        found = asked_for.remembered(self.book(account, region).history(), request)
        page, token = asked_for.page(found, request)
        return {"AlarmHistoryItems": [item(entry) for entry in page], "NextToken": token}

    def _set_state(self, account: str, region: str, request: Request) -> Result:
        book = self.book(account, region)
        alarm = book.get(request["AlarmName"])
        if alarm is None:
            raise Refusal("ResourceNotFound", "Unknown", 404)
        data = request.get("StateReasonData")
        if data is not None and not is_object(data):
            raise Refusal("InvalidFormat", "StateReasonData is not valid JSON.")
        now = self._clock.seconds()
        book.enter(alarm, State(request["StateValue"]), request["StateReason"], data, now)
        return {}

    def _enable(self, account: str, region: str, request: Request) -> Result:
        return self._switch(account, region, request, on=True)

    def _disable(self, account: str, region: str, request: Request) -> Result:
        return self._switch(account, region, request, on=False)

    def _switch(self, account: str, region: str, request: Request, on: bool) -> Result:
        book, now = self.book(account, region), self._clock.seconds()
        for name in request["AlarmNames"]:
            old = book.get(name)
            if old is None or old.actions.enabled is on:
                continue
            actions = replace(old.actions, enabled=on)
            alarm = replace(old, actions=actions, configured=now)
            book.put(alarm)
            if not isinstance(alarm, CompositeAlarm):
                self._watch.watch(alarm, book)
            self._tell("update", book, alarm, book.state(name), old)
        return {}


def _following(tells: Tells) -> Book:
    """A book whose changes are told of, and followed by the composite alarms in it."""

    def changed(change: StateChange) -> None:
        tells.state_changed(change, book.remember)
        children.follow(book, change)

    book = Book(changed)
    return book
