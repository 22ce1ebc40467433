"""Which folders of captured files a look reads: all of the days that count, however many files lie in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.stepfunctions.evaluation import jsonata
from pipelines import catalog
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.captures import MOST_FOLDERS
from pipelines.monitoring.state_machine import definition

PREFIX = "captured/an-endpoint/A/"


@pytest.fixture(scope="module")
def folders(inputs: DeploymentInputs) -> Callable[..., list[str]]:
    """What is read where these days have files, from a moment on."""
    machine = definition(catalog.load("iris"), inputs, "arn:aws:states:us-east-1:1:stateMachine:m")
    states = machine["States"]["Look at each variant"]["ItemProcessor"]["States"]

    def found(since: datetime, *days: str) -> list[str]:
        known: Any = {
            "endpoint": "an-endpoint",
            "serving": {
                "destination": "s3://a-bucket/captured",
                "variant": "A",
                "since": int(since.timestamp() * 1000),
            },
        }
        for name, month in (
            ("Find captures", f"{since:%Y/%m/}"),
            ("Find later captures", max([f"{since:%Y/%m/}", *(day[:8] for day in days)])),
        ):
            listed = [{"Prefix": f"{PREFIX}{day}"} for day in days if day.startswith(month)]
            result = {"CommonPrefixes": listed} if listed else {}
            code = states[name]["Output"][3:-3]
            known = jsonata.value(code, {"states": {"input": known, "result": result}})
        folders: list[str] = known["captures"]["folders"]
        return [folder.removeprefix(f"s3://a-bucket/{PREFIX}") for folder in folders]

    return found


def on(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 5, tzinfo=UTC)


def test_the_days_from_the_first_moment_on_are_read(folders: Callable[..., list[str]]) -> None:
    days = ("2026/11/24/", "2026/11/25/", "2026/11/26/")
    assert folders(on(25), *days) == ["2026/11/25/", "2026/11/26/"]


def test_a_single_day_is_a_list_of_one(folders: Callable[..., list[str]]) -> None:
    assert folders(on(26), "2026/11/26/") == ["2026/11/26/"]


def test_a_look_goes_back_into_the_month_and_the_year_before(
    folders: Callable[..., list[str]],
) -> None:
    assert folders(on(31, 12), "2026/12/31/", "2027/01/01/") == ["2026/12/31/", "2027/01/01/"]


def test_nothing_captured_is_an_empty_list(folders: Callable[..., list[str]]) -> None:
    assert folders(on(25)) == []
    assert folders(on(25), "2026/11/24/") == []


def test_more_days_than_a_job_has_inputs_for_are_read_by_their_months(
    folders: Callable[..., list[str]],
) -> None:
    days = [f"2026/11/{day}/" for day in range(24, 31)]
    assert folders(on(24), *days[:MOST_FOLDERS]) == days[:MOST_FOLDERS]
    assert folders(on(24), *days) == ["2026/11/"]
    assert folders(on(24), *days, "2026/12/01/") == ["2026/11/", "2026/12/"]
