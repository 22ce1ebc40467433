"""What a change of state says to people: the mail and the text message of a topic's subscribers.

As in mails that people published. Of composite alarms and of expressions none was found: those lines are
worded by us, and so is that a text message is a mail's subject.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.parse import quote

from localaws.alarms import numbers, state_change
from localaws.alarms.alarm import MetricAlarm
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.region_names import region_name
from localaws.alarms.state_change import StateChange


def by_protocol(change: StateChange) -> str:
    """The message to a topic, as Publish takes it with the MessageStructure ``json``."""
    told = {
        "default": state_change.message(change),
        "email": text(change),
        "sms": state_change.subject(change),
    }
    return json.dumps(told, separators=(",", ":"))


def text(change: StateChange) -> str:
    """A mail's text."""
    alarm, new = change.alarm, change.new
    at = datetime.fromtimestamp(new.since, UTC).strftime("%A %d %B, %Y %H:%M:%S UTC")
    console = f"https://{alarm.region}.console.aws.amazon.com/cloudwatch/deeplink.js"
    watched = _metric(alarm) if isinstance(alarm, MetricAlarm) else ["Alarm Rule:", alarm.rule]
    lines = [
        f'You are receiving this email because your Amazon CloudWatch Alarm "{alarm.name}" in the '
        f"{region_name(alarm.region)} region has entered the {new.state} state, because "
        f'"{new.reason}" at "{at}".',
        "",
        "View this alarm in the AWS Management Console:",
        f"{console}?region={alarm.region}#alarmsV2:alarm/{quote(alarm.name, safe='')}",
        "",
        "Alarm Details:",
        f"- Name:                       {alarm.name}",
        f"- Description:                {alarm.description or ''}",
        f"- State Change:               {change.old.state} -> {new.state}",
        f"- Reason for State Change:    {new.reason}",
        f"- Timestamp:                  {at}",
        f"- AWS Account:                {alarm.account}",
        f"- Alarm Arn:                  {alarm.arn}",
        "",
        *watched,
        "",
        *_actions(alarm),
    ]
    return "\n".join(lines) + "\n"


def _metric(alarm: MetricAlarm) -> Iterator[str]:
    """What is watched, and by which threshold."""
    threshold = alarm.threshold
    yield "Threshold:"
    yield (
        f"- The alarm is in the ALARM state when the metric is {threshold.comparison} "
        f"{numbers.double(threshold.value)} for at least {threshold.needed} of the last "
        f"{threshold.periods} period(s) of {alarm.period} seconds."
    )
    yield ""
    treatment = f"- TreatMissingData:                    {alarm.treatment}"
    if (stat := alarm.single) is None:
        yield "Monitored Metrics:"
        yield f"- MetricExpression:                    {alarm.watched.expression or alarm.watched.id}"
        yield f"- MetricLabel:                         {alarm.watched.label or ''}"
        yield treatment
        return
    dimensions = ", ".join(f"{name} = {value}" for name, value in stat.metric.dimensions)
    yield "Monitored Metric:"
    yield f"- MetricNamespace:                     {stat.metric.namespace}"
    yield f"- MetricName:                          {stat.metric.name}"
    yield f"- Dimensions:                          {f'[{dimensions}]' if dimensions else ''}"
    yield f"- Period:                              {stat.period} seconds"
    yield f"- Statistic:                           {stat.stat}"
    yield f"- Unit:                                {stat.unit or 'not specified'}"
    yield treatment


def _actions(alarm: MetricAlarm | CompositeAlarm) -> Iterator[str]:
    """What is done in each state."""
    actions = alarm.actions
    yield "State Change Actions:"
    for state, targets in (
        ("OK", actions.ok),
        ("ALARM", actions.alarm),
        ("INSUFFICIENT_DATA", actions.insufficient_data),
    ):
        yield f"- {state}: " + (f"[{', '.join(targets)}]" if targets else "")
