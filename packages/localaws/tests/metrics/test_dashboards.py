from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.metrics.dashboards import Dashboards
from localaws.protocols.refusal import Refusal

REGION = "ap-south-1"


@pytest.fixture
def clock() -> Iterator[Clock]:
    clock = Clock()
    yield clock
    clock.close()


def call(clock: Clock, operation: str, **request: Any) -> dict[str, Any]:
    return Dashboards(clock).operations[operation]("123456789012", REGION, request)


def test_they_are_records(clock: Clock) -> None:
    call(clock, "PutDashboard", DashboardName="b", DashboardBody='{"widgets":[]}')
    call(clock, "PutDashboard", DashboardName="a", DashboardBody="{}")
    found = call(clock, "ListDashboards")["DashboardEntries"]
    assert [(each["DashboardName"], each["Size"]) for each in found] == [("a", 2), ("b", 14)]
    assert abs((found[0]["LastModified"] - clock.now()).total_seconds()) < 60
    assert call(clock, "ListDashboards", DashboardNamePrefix="b")["DashboardEntries"] == found[1:]
    assert call(clock, "GetDashboard", DashboardName="b")["DashboardBody"] == '{"widgets":[]}'
    call(clock, "DeleteDashboards", DashboardNames=["a", "b"])
    assert call(clock, "ListDashboards")["DashboardEntries"] == []


@pytest.mark.parametrize(
    ("operation", "request_", "said"),
    [
        ("PutDashboard", {"DashboardName": "a", "DashboardBody": "x"}, "must be a valid JSON"),
        ("PutDashboard", {"DashboardName": "a", "DashboardBody": "{}", "Tags": [1]}, "Tags of"),
        ("GetDashboard", {"DashboardName": "none"}, "Dashboard none does not exist"),
        ("DeleteDashboards", {"DashboardNames": ["none"]}, "ResourceNotFound"),
        ("ListDashboards", {"NextToken": "x"}, "NextToken"),
    ],
)
def test_what_is_refused(clock: Clock, operation: str, request_: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        call(clock, operation, **request_)
