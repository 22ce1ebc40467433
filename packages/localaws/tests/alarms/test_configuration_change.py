from __future__ import annotations

import json

from localaws.alarms import configuration_change
from localaws.alarms.alarm import Actions, unchecked
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.configuration_change import ConfigurationChange

from .made import alarm, at

NOON = at("2024-03-16 12:00:00")
BELL = alarm(description="rings", configured=NOON)


def test_the_event_of_a_new_alarm_says_no_reason() -> None:
    detail = configuration_change.event_detail(
        ConfigurationChange("create", BELL, unchecked(NOON), NOON)
    )
    assert detail["operation"] == "create"
    assert detail["state"] == {
        "value": "INSUFFICIENT_DATA",
        "timestamp": "2024-03-16T12:00:00.000+0000",
    }
    configuration = detail["configuration"]
    assert configuration["evaluationPeriods"] == 1
    assert configuration["metrics"][0]["metricStat"]["metric"]["name"] == "Errors"
    assert (configuration["alarmName"], configuration["description"]) == ("bell", "rings")
    assert "previousConfiguration" not in detail


def test_the_event_of_an_update_says_what_it_was_before() -> None:
    before = alarm(value=1.0)
    change = ConfigurationChange("update", BELL, unchecked(NOON), NOON, before)
    assert configuration_change.event_detail(change)["previousConfiguration"]["threshold"] == 1.0


def test_of_a_composite_alarm_the_rule_is_told() -> None:
    every = CompositeAlarm(
        "all", "arn", "1", "us-east-1", "ALARM(bell)", actions=Actions(ok=("t",))
    )
    detail = configuration_change.event_detail(
        ConfigurationChange("delete", every, unchecked(NOON), NOON)
    )
    assert detail["configuration"]["alarmRule"] == "ALARM(bell)"
    assert detail["configuration"]["okActions"] == ["t"]
    assert detail["state"]["reason"] == "Unchecked: Initial alarm creation"


def test_the_entry_of_the_history() -> None:
    change = ConfigurationChange("update", BELL, unchecked(NOON), NOON)
    item = configuration_change.history_item(change)
    assert (item.kind, item.summary) == ("ConfigurationUpdate", 'Alarm "bell" updated')
    assert json.loads(item.data)["updatedAlarm"]["alarmDescription"] == "rings"
