"""Executions: what is a legal input, and which one is meant."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stepline import executions
from stepline.deployment import Deployment
from stepline.errors import UserError
from tests.stepline.clients import Pages, refusal, target

DEPLOYMENT = Deployment(
    pipeline="ner",
    stage="dev",
    stack="stepline-ner-dev",
    status="CREATE_COMPLETE",
    state_machine="arn:machine",
    bucket="bucket",
    endpoint="endpoint",
    data="s3://bucket/data/",
    pretrained=None,
)
LATEST_FIRST = [
    {"name": "second", "executionArn": "arn:x:second"},
    {"name": "first", "executionArn": "arn:x:first"},
]


def account(*names: dict[str, str]) -> Any:
    pages = Pages([{"executions": [one]} for one in names])
    return target(stepfunctions=SimpleNamespace(get_paginator=lambda _: pages))


def test_the_input_is_json_text_or_that_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "input.json"
    file.write_text('{"data": "s3://b/"}')
    assert executions.parse_input("{}") == "{}"
    assert executions.parse_input(f"@{file}") == '{"data": "s3://b/"}'
    file.write_text('{"data": "s3://b/"}', encoding="utf-16")
    assert executions.parse_input(f"@{file}") == '{"data": "s3://b/"}'


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("{", "The execution input is not JSON"),
        ("[]", "is a JSON list"),
        ("1", "is a JSON int"),
        ('{"a": NaN}', "has no number NaN"),
        ("[" * 100_000, "is not JSON"),
        ("9" * 5000, "is not JSON"),
        ('{"a": "\udce9"}', "a byte that is no UTF-8"),
        ("@", "names no file"),
        ("@nowhere.json", "nowhere.json cannot be read: No such file"),
    ],
)
def test_another_input_is_refused(given: str, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        executions.parse_input(given)


@pytest.mark.parametrize(
    ("name", "arn"),
    [(None, "arn:x:second"), ("first", "arn:x:first"), ("arn:x:first", "arn:x:first")],
)
def test_the_latest_is_meant_or_the_one_of_that_name_on_any_page(
    name: str | None, arn: str
) -> None:
    assert executions.find(account(*LATEST_FIRST), DEPLOYMENT, name) == arn


@pytest.mark.parametrize(("name", "named"), [(None, ""), ("third", " named third")])
def test_where_there_is_none_one_is_to_be_started(name: str | None, named: str) -> None:
    there = LATEST_FIRST if name else []
    with pytest.raises(UserError, match=f"ner has no execution{named} yet. Start one"):
        executions.find(account(*there), DEPLOYMENT, name)


def test_a_start_that_is_refused_says_why() -> None:
    def start_execution(**_: Any) -> None:
        raise refusal("ExecutionLimitExceeded", "too many")

    account = target(stepfunctions=SimpleNamespace(start_execution=start_execution))
    with pytest.raises(UserError, match=r"was not started: .*too many"):
        executions.start(account, DEPLOYMENT)


def test_an_execution_is_read_with_its_whole_history() -> None:
    entered = {
        "type": "PassStateEntered",
        "stateEnteredEventDetails": {"name": "a"},
        "timestamp": 0,
    }
    pages = Pages([{"events": [entered]}, {"events": [entered]}])
    client = SimpleNamespace(
        describe_execution=lambda executionArn: {"status": "SUCCEEDED", "output": '{"a": 1}'},  # noqa: N803
        get_paginator=lambda _: pages,
    )
    found = executions.read(client, "arn:x:one")
    assert (found.name, found.status, found.output) == ("one", "SUCCEEDED", {"a": 1})
    assert [state.name for state in found.states] == ["a", "a"]
