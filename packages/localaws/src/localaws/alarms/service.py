"""The operations of CloudWatch that have to do with alarms; its others are moto's."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any, TypeVar

from localaws.alarms import children, composite, requests
from localaws.alarms.alarm import MetricAlarm, State, StateRecord
from localaws.alarms.book import Book
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.shown import item, shown
from localaws.alarms.state_change import Alarm, HistoryItem, StateChange
from localaws.alarms.watch import Watch
from localaws.clock import Clock
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Result = dict[str, Any]
Act = Callable[[StateChange, Callable[[HistoryItem], None]], None]

_T = TypeVar("_T")
_PAGE = 50
_LONGEST_PAGE = 100


class Alarms:
    """Alarms in every account and region. ``act`` is called with each change of a state."""

    def __init__(self, clock: Clock, watch: Watch, act: Act) -> None:
        self._clock = clock
        self._watch = watch
        self._act = act
        self._books: dict[tuple[str, str], Book] = {}
        self._lock = Lock()
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
                self._books[account, region] = _following(self._act)
            return self._books[account, region]

    def _put_metric(self, account: str, region: str, request: Request) -> Result:
        alarm = requests.metric_alarm(request, account, region, self._clock.seconds())
        book = self.book(account, region)
        book.put(alarm)
        self._watch.watch(alarm, book)
        return {}

    def _put_composite(self, account: str, region: str, request: Request) -> Result:
        now = self._clock.seconds()
        alarm = requests.composite_alarm(request, account, region, now)
        book = self.book(account, region)
        for child in composite.children(composite.read(alarm.rule)):
            if book.get(child) is None:
                raise Refusal("ValidationError", f"Alarm {child} in AlarmRule does not exist.")
        book.put(alarm)
        children.begin(book, alarm, now)
        return {}

    def _delete(self, account: str, region: str, request: Request) -> Result:
        book, names = self.book(account, region), request["AlarmNames"]
        needed = [name for name in names if _parents(book, name) - set(names)]
        if needed:
            whom = "it" if len(needed) == 1 else "them"
            raise Refusal(
                "ValidationError",
                f"Cannot delete {','.join(needed)} as there are composite alarm(s) "
                f"depending on {whom}.",
            )
        for name in names:
            book.delete(name)
        return {}

    def _describe(self, account: str, region: str, request: Request) -> Result:
        kinds = request.get("AlarmTypes") or ["MetricAlarm"]
        if request.get("AlarmNames") and request.get("AlarmNamePrefix"):
            raise Refusal(
                "InvalidParameterCombination",
                "AlarmNamePrefix and AlarmNames cannot be used together.",
            )
        found = [
            (alarm, record)
            for alarm, record in self.book(account, region).alarms()
            if _kind(alarm) in kinds and _is_asked_for(alarm, record, request)
        ]
        page, token = _page(found, request)
        result: Result = {"MetricAlarms": [], "CompositeAlarms": [], "NextToken": token}
        for alarm, record in page:
            result[f"{_kind(alarm)}s"].append(shown(alarm, record))
        return result

    def _describe_for_metric(self, account: str, region: str, request: Request) -> Result:
        asked = {each["Name"]: each["Value"] for each in request.get("Dimensions") or ()}
        found = []
        for alarm, record in self.book(account, region).alarms():
            single = alarm.single if isinstance(alarm, MetricAlarm) else None
            if single is None:
                continue
            metric = single.metric
            watched = (metric.namespace, metric.name, dict(metric.dimensions))
            wanted = (request["Namespace"], request["MetricName"], asked)
            stat = request.get("Statistic") or request.get("ExtendedStatistic")
            said = (stat, request.get("Period"), request.get("Unit"))
            of = (single.stat, single.period, single.unit)
            matches = all(a in (None, b) for a, b in zip(said, of, strict=True))
            if watched == wanted and matches:
                found.append(shown(alarm, record))
        return {"MetricAlarms": found}

    def _history(self, account: str, region: str, request: Request) -> Result:
        kinds = request.get("AlarmTypes") or ["MetricAlarm"]
        start, end = request.get("StartDate"), request.get("EndDate")
        found = [
            item(entry)
            for entry in self.book(account, region).history()
            if request.get("AlarmName") in (None, entry.alarm)
            and entry.alarm_type in kinds
            and request.get("HistoryItemType") in (None, entry.kind)
            and (start is None or entry.moment >= _moment(start))
            and (end is None or entry.moment <= _moment(end))
        ]
        if request.get("ScanBy") == "TimestampAscending":
            found.reverse()
        page, token = _page(found, request)
        return {"AlarmHistoryItems": page, "NextToken": token}

    def _set_state(self, account: str, region: str, request: Request) -> Result:
        book = self.book(account, region)
        alarm = book.get(request["AlarmName"])
        if alarm is None:
            raise Refusal("ResourceNotFound", "Unknown", 404)
        data = request.get("StateReasonData")
        if data is not None and not _is_object(data):
            raise Refusal("InvalidFormat", "StateReasonData is not valid JSON.")
        now = self._clock.seconds()
        book.enter(alarm, State(request["StateValue"]), request["StateReason"], data, now)
        return {}

    def _enable(self, account: str, region: str, request: Request) -> Result:
        return self._switch(account, region, request, on=True)

    def _disable(self, account: str, region: str, request: Request) -> Result:
        return self._switch(account, region, request, on=False)

    def _switch(self, account: str, region: str, request: Request, on: bool) -> Result:
        book = self.book(account, region)
        for name in request["AlarmNames"]:
            alarm = book.get(name)
            if alarm is None:
                continue
            actions = replace(alarm.actions, enabled=on)
            if isinstance(alarm, CompositeAlarm):
                book.put(replace(alarm, actions=actions))
            else:
                watched = replace(alarm, actions=actions)
                book.put(watched)
                self._watch.watch(watched, book)
        return {}


def _following(act: Act) -> Book:
    """A book whose changes are acted upon, and followed by the composite alarms in it."""

    def changed(change: StateChange) -> None:
        act(change, book.remember)
        children.follow(book, change)

    book = Book(changed)
    return book


def _moment(time: datetime | float) -> float:
    """A form's times are datetimes, JSON's are seconds since 1970."""
    return time.timestamp() if isinstance(time, datetime) else time


def _kind(alarm: Alarm) -> str:
    return "MetricAlarm" if isinstance(alarm, MetricAlarm) else "CompositeAlarm"


def _is_asked_for(alarm: Alarm, record: StateRecord, request: Request) -> bool:
    names, prefix = request.get("AlarmNames"), request.get("AlarmNamePrefix")
    actions = (*alarm.actions.ok, *alarm.actions.alarm, *alarm.actions.insufficient_data)
    begin = request.get("ActionPrefix")
    return (
        (not names or alarm.name in names)
        and (not prefix or alarm.name.startswith(prefix))
        and request.get("StateValue") in (None, record.state)
        and (not begin or any(action.startswith(begin) for action in actions))
    )


def _parents(book: Book, name: str) -> set[str]:
    """The composite alarms whose rule speaks of an alarm."""
    alarm = book.get(name)
    if alarm is None:
        return set()
    return {
        other.name
        for other, _ in book.alarms()
        if isinstance(other, CompositeAlarm)
        and {alarm.name, alarm.arn} & set(composite.children(composite.read(other.rule)))
    }


def _page(found: Iterable[_T], request: Request) -> tuple[list[_T], str | None]:
    """A page of what was found; its token says how many came before."""
    token = request.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidNextToken", "The next token specified is invalid.")
    start = int(token)
    end = start + min(request.get("MaxRecords") or _PAGE, _LONGEST_PAGE)
    rest = list(found)
    return rest[start:end], str(end) if end < len(rest) else None


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
