from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from localaws.alarms.configuration_change import ConfigurationChange
from localaws.alarms.service import Alarms
from localaws.alarms.state_change import StateChange
from localaws.alarms.watch import Watch
from localaws.clock import Clock
from localaws.protocols.refusal import Refusal

BELL = {
    "AlarmName": "bell",
    "MetricName": "Errors",
    "Namespace": "Lab",
    "ExtendedStatistic": "p99",
    "Period": 60,
    "EvaluationPeriods": 3,
    "DatapointsToAlarm": 2,
    "Threshold": 1.0,
    "ComparisonOperator": "GreaterThanThreshold",
}
RING = {"AlarmName": "bell", "StateValue": "ALARM", "StateReason": "A test."}


class Account:
    """Alarms, asked as a client asks."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.told: list[StateChange] = []
        self.configurations: list[ConfigurationChange] = []
        self.watch = Watch(self.clock, lambda *_: [])
        self.alarms = Alarms(self.clock, self.watch, self)

    def state_changed(self, change: StateChange, remember: Any) -> None:
        self.told.append(change)

    def configured(self, change: ConfigurationChange) -> None:
        self.configurations.append(change)

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        return self.alarms.call("123456789012", "us-east-1", operation, request)


@pytest.fixture
def account() -> Iterator[Account]:
    account = Account()
    yield account
    account.watch.stop()
    account.clock.close()


def test_an_alarm_is_described_as_it_was_put(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    (described,) = account.call("DescribeAlarms")["MetricAlarms"]
    assert {name: described[name] for name in BELL} == BELL
    assert described["StateValue"] == "INSUFFICIENT_DATA"
    assert "TreatMissingData" not in described


def test_set_alarm_state_acts_and_is_remembered(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("SetAlarmState", **RING)
    assert [change.new.reason for change in account.told] == ["A test."]
    entries = account.call("DescribeAlarmHistory", AlarmName="bell")["AlarmHistoryItems"]
    assert [(entry["HistoryItemType"], entry["HistorySummary"]) for entry in entries] == [
        ("StateUpdate", "Alarm updated from INSUFFICIENT_DATA to ALARM"),
        ("ConfigurationUpdate", 'Alarm "bell" created'),
    ]


def test_the_state_of_an_alarm_that_is_not_there(account: Account) -> None:
    with pytest.raises(Refusal, match="ResourceNotFound"):
        account.call("SetAlarmState", **RING)


def test_a_composite_alarm_begins_with_what_its_rule_makes_and_follows(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("PutCompositeAlarm", AlarmName="all", AlarmRule="ALARM(bell)")
    account.call("SetAlarmState", **RING)
    assert [(change.alarm.name, change.new.state) for change in account.told] == [
        ("all", "OK"),
        ("bell", "ALARM"),
        ("all", "ALARM"),
    ]
    found = account.call("DescribeAlarms", AlarmTypes=["CompositeAlarm"])
    assert [alarm["AlarmName"] for alarm in found["CompositeAlarms"]] == ["all"]
    assert found["MetricAlarms"] == []


def test_a_child_is_not_deleted_before_its_parent(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("PutCompositeAlarm", AlarmName="all", AlarmRule="ALARM(bell)")
    with pytest.raises(Refusal, match="Cannot delete bell as there are composite alarm"):
        account.call("DeleteAlarms", AlarmNames=["bell"])
    account.call("DeleteAlarms", AlarmNames=["all", "bell"])
    assert account.call("DescribeAlarms")["MetricAlarms"] == []


def test_a_rule_of_an_alarm_that_is_not_there(account: Account) -> None:
    with pytest.raises(Refusal, match="Alarm bell in AlarmRule does not exist"):
        account.call("PutCompositeAlarm", AlarmName="all", AlarmRule="ALARM(bell)")


def test_actions_are_switched(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("DisableAlarmActions", AlarmNames=["bell", "none"])
    assert account.call("DescribeAlarms")["MetricAlarms"][0]["ActionsEnabled"] is False


def test_pages(account: Account) -> None:
    for number in range(3):
        account.call("PutMetricAlarm", **BELL | {"AlarmName": f"bell{number}"})
    first = account.call("DescribeAlarms", MaxRecords=2)
    second = account.call("DescribeAlarms", MaxRecords=2, NextToken=first["NextToken"])
    names = [a["AlarmName"] for a in [*first["MetricAlarms"], *second["MetricAlarms"]]]
    assert (names, second["NextToken"]) == (["bell0", "bell1", "bell2"], None)


def test_alarms_of_a_metric(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    asked = {"Namespace": "Lab", "MetricName": "Errors"}
    assert len(account.call("DescribeAlarmsForMetric", **asked)["MetricAlarms"]) == 1
    other = account.call("DescribeAlarmsForMetric", **asked, Period=300)
    assert other["MetricAlarms"] == []


def test_a_change_of_configuration_is_told(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("PutMetricAlarm", **BELL | {"Threshold": 2.0})
    account.call("DisableAlarmActions", AlarmNames=["bell"])
    account.call("DisableAlarmActions", AlarmNames=["bell"])  # they are off already
    account.call("DeleteAlarms", AlarmNames=["bell", "none"])
    told = [change.operation for change in account.configurations]
    assert told == ["create", "update", "update", "delete"]
    assert account.configurations[1].previous is account.configurations[0].alarm


def test_an_alarm_of_one_kind_does_not_become_one_of_the_other(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    with pytest.raises(Refusal, match="Alarm bell exists and is a MetricAlarm"):
        account.call("PutCompositeAlarm", AlarmName="bell", AlarmRule="TRUE")


def test_the_state_that_others_ask_for(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("SetAlarmState", **RING)
    assert account.alarms.state("123456789012", "us-east-1", "bell") == "ALARM"
    assert account.alarms.state("123456789012", "us-east-1", "none") is None
    assert account.alarms.state("123456789012", "eu-west-1", "bell") is None


def test_children_and_parents_of_a_composite_alarm(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call("PutCompositeAlarm", AlarmName="all", AlarmRule="ALARM(bell)")
    children = account.call("DescribeAlarms", ChildrenOfAlarmName="all")
    assert [alarm["AlarmName"] for alarm in children["MetricAlarms"]] == ["bell"]
    parents = account.call("DescribeAlarms", ParentsOfAlarmName="bell")
    assert [alarm["AlarmName"] for alarm in parents["CompositeAlarms"]] == ["all"]
    with pytest.raises(Refusal, match="InvalidParameterCombination"):
        account.call("DescribeAlarms", ParentsOfAlarmName="bell", AlarmNames=["all"])


def test_an_alarm_on_a_metric_that_does_not_exist_stays_as_it_began(account: Account) -> None:
    account.call("PutMetricAlarm", **BELL)
    account.call(
        "PutMetricAlarm", **BELL | {"AlarmName": "strict", "TreatMissingData": "breaching"}
    )
    account.clock.move(600)
    account.watch.stop()  # once it has looked
    states = {
        alarm["AlarmName"]: (alarm["StateValue"], alarm["StateReason"])
        for alarm in account.call("DescribeAlarms")["MetricAlarms"]
    }
    assert states["bell"] == ("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation")
    assert states["strict"][0] == "ALARM"
    assert "no datapoints were received for 3 periods" in states["strict"][1]
