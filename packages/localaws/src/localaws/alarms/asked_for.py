"""Which alarms a request speaks of, and the page of them that it gets. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar

from localaws.alarms import composite
from localaws.alarms.alarm import MetricAlarm, StateRecord
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.state_change import Alarm, HistoryItem
from localaws.metrics.queries import combination, moment
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]
Alarms = Iterable[tuple[Alarm, StateRecord]]

_T = TypeVar("_T")
_PAGE = 50
_LONGEST_PAGE = 100
_RELATIVES = ("ChildrenOfAlarmName", "ParentsOfAlarmName")


def kind(alarm: Alarm) -> str:
    """As the API calls it."""
    return "MetricAlarm" if isinstance(alarm, MetricAlarm) else "CompositeAlarm"


def described(alarms: Alarms, request: Request) -> list[tuple[Alarm, StateRecord]]:
    """Those that DescribeAlarms asks for.

    Raises:
        Refusal: what it asks by cannot be combined.
    """
    known = list(alarms)
    if relatives := [name for name in _RELATIVES if request.get(name)]:
        others = set(request) - {*relatives, "MaxRecords", "NextToken", "AlarmTypes"}
        if len(relatives) > 1 or any(request[name] for name in others):
            raise combination(f"{relatives[0]} cannot be used together with other parameters.")
        return _relatives([alarm for alarm, _ in known], known, request)
    if request.get("AlarmNames") and request.get("AlarmNamePrefix"):
        raise combination("AlarmNamePrefix and AlarmNames cannot be used together.")
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    return [
        (alarm, record)
        for alarm, record in known
        if kind(alarm) in kinds and _is_asked_for(alarm, record, request)
    ]


def for_metric(alarms: Alarms, request: Request) -> list[tuple[Alarm, StateRecord]]:
    """Those on the one metric that DescribeAlarmsForMetric names; none on math of metrics."""
    asked = {each["Name"]: each["Value"] for each in request.get("Dimensions") or ()}
    wanted = (request["Namespace"], request["MetricName"], asked)
    stat = request.get("Statistic") or request.get("ExtendedStatistic")
    said = (stat, request.get("Period"), request.get("Unit"))
    found: list[tuple[Alarm, StateRecord]] = []
    for alarm, record in alarms:
        single = alarm.single if isinstance(alarm, MetricAlarm) else None
        if single is None:
            continue
        metric = single.metric
        watched = (metric.namespace, metric.name, dict(metric.dimensions))
        of = (single.stat, single.period, single.unit)
        if watched == wanted and all(a in (None, b) for a, b in zip(said, of, strict=True)):
            found.append((alarm, record))
    return found


def remembered(history: Iterable[HistoryItem], request: Request) -> list[HistoryItem]:
    """The entries that DescribeAlarmHistory asks for, in the order that it wants."""
    kinds = request.get("AlarmTypes") or ["MetricAlarm"]
    start, end = request.get("StartDate"), request.get("EndDate")
    found = [
        entry
        for entry in history
        if request.get("AlarmName") in (None, entry.alarm)
        and entry.alarm_type in kinds
        and request.get("HistoryItemType") in (None, entry.kind)
        and (start is None or entry.moment >= moment(start))
        and (end is None or entry.moment <= moment(end))
    ]
    if request.get("ScanBy") == "TimestampAscending":
        found.reverse()
    return found


def page(found: Iterable[_T], request: Request) -> tuple[list[_T], str | None]:
    """A page of what was found; its token says how many came before."""
    token = request.get("NextToken") or "0"
    if not token.isdecimal():
        raise Refusal("InvalidNextToken", "The next token specified is invalid.")
    start = int(token)
    end = start + min(request.get("MaxRecords") or _PAGE, _LONGEST_PAGE)
    rest = list(found)
    return rest[start:end], str(end) if end < len(rest) else None


def parents(alarms: Iterable[Alarm], of: Alarm) -> set[str]:
    """The names of the composite alarms whose rule speaks of an alarm."""
    return {
        other.name
        for other in alarms
        if isinstance(other, CompositeAlarm)
        and {of.name, of.arn} & set(composite.children(composite.read(other.rule)))
    }


def _relatives(
    alarms: list[Alarm], known: list[tuple[Alarm, StateRecord]], request: Request
) -> list[tuple[Alarm, StateRecord]]:
    """Children or parents of a composite alarm, of either kind."""
    name = request.get("ChildrenOfAlarmName") or request["ParentsOfAlarmName"]
    of = next((alarm for alarm in alarms if alarm.name == name), None)
    if of is None:
        return []
    if request.get("ParentsOfAlarmName"):
        wanted = parents(alarms, of)
        return [(alarm, record) for alarm, record in known if alarm.name in wanted]
    rule = composite.read(of.rule) if isinstance(of, CompositeAlarm) else None
    said = set() if rule is None else set(composite.children(rule))
    return [(alarm, record) for alarm, record in known if {alarm.name, alarm.arn} & said]


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
