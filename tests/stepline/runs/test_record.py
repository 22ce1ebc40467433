"""A record is found by whatever names its run, and what is none is refused in a sentence."""

from __future__ import annotations

import copy
import io
import json
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.runs import differences, differences_report, record, serving_report, shape
from stepline.runs.serving import Serving, Variant
from tests.stepline.clients import refusal, target
from tests.stepline.runs.records import BUCKET, EXECUTION, RUN, run_item
from tests.stepline.runs.records import record as made
from tests.stepline.runs.test_past import account, listed

URI = f"s3://{BUCKET}/runs/{RUN}/record.json"
OUTPUTS = {
    "StateMachineArn": "arn:machine",
    "BucketName": BUCKET,
    "EndpointName": "e",
    "DataPrefix": "s3://b/data/",
    "TableName": "t",
}


def aws(objects: dict[str, bytes], items: list[Any] | None = None) -> Any:
    """An account with the stack of iris, whose one execution is `first`."""

    def get_object(Bucket: str, Key: str) -> Any:  # noqa: N803
        if f"s3://{Bucket}/{Key}" not in objects:
            raise refusal("NoSuchKey")
        return {"Body": io.BytesIO(objects[f"s3://{Bucket}/{Key}"])}

    def describe_stacks(StackName: str) -> Any:  # noqa: N803
        if StackName != "stepline-iris-dev":
            raise refusal("ValidationError", f"Stack with id {StackName} does not exist")
        return {"Stacks": [stack]}

    outputs = [{"OutputKey": k, "OutputValue": v} for k, v in OUTPUTS.items()]
    stack = {"StackStatus": "CREATE_COMPLETE", "Outputs": outputs}
    of_runs = account([listed("first")], items or [])
    return target(
        **of_runs.clients,
        s3=SimpleNamespace(get_object=get_object),
        cloudformation=SimpleNamespace(describe_stacks=describe_stacks),
    )


@pytest.mark.parametrize("named", [RUN, EXECUTION, URI, URI.removesuffix("record.json")])
def test_a_run_is_named_in_many_ways(named: str) -> None:
    account = aws({URI: json.dumps(made()).encode()}, [run_item()])
    assert record.find(account, named, None, "dev")["run"] == RUN


@pytest.mark.parametrize("name", ["first", RUN])
def test_an_executions_own_name_needs_its_pipeline(name: str) -> None:
    account = aws({URI: json.dumps(made()).encode()}, [run_item()])
    assert record.find(account, name, "iris", "dev")["run"] == RUN
    with pytest.raises(UserError, match=r"first names no run\. Give a run's name"):
        record.find(account, "first", None, "dev")


def test_a_record_that_was_saved_to_a_file_is_read(tmp_path: Path) -> None:
    file = tmp_path / "record.json"
    file.write_text(json.dumps(made()))
    assert record.find(target(), str(file), None, "dev")["run"] == RUN


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"{", "is not JSON"), (b"[]", "is no record of a run"), (b"{}", "is no record of a run")],
)
def test_what_is_no_record_is_refused(content: bytes, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        record.find(aws({URI: content}), URI, None, "dev")


def test_one_that_is_not_there_is_another_error_than_one_that_may_not_be_read() -> None:
    with pytest.raises(record.NoRecord, match="There is no record at"):
        record.fetch(aws({}).client("s3"), URI)

    def get_object(**_: Any) -> None:
        raise refusal("AccessDenied")

    with pytest.raises(UserError, match="cannot be read: not permitted"):
        record.fetch(SimpleNamespace(get_object=get_object), URI)


def test_an_execution_that_left_none_says_how_it_ended() -> None:
    with pytest.raises(record.NoRecord, match="ended as SUCCEEDED and has left no record"):
        record.find(aws({}), "first", "iris", "dev")
    with pytest.raises(UserError, match="iris has no execution named second"):
        record.find(aws({}), "second", "iris", "dev")


WRONG: list[Any] = [7, -1.5, float("nan"), 10**400, "text", "", True, [], [1], {}, {"a": 1}, None]


def _paths(value: Any, before: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value)
    return [
        path
        for name, inner in items
        for path in [
            (*before, name),
            *(_paths(inner, (*before, name)) if isinstance(inner, dict | list) else []),
        ]
    ]


@pytest.mark.parametrize("path", _paths(made()), ids=lambda path: ".".join(map(str, path)))
def test_whatever_somebody_has_made_of_a_record_is_shown_or_refused(path: tuple[Any, ...]) -> None:
    for value in WRONG:
        changed = copy.deepcopy(made())
        inside: Any = changed
        for name in path[:-1]:
            inside = inside[name]
        inside[path[-1]] = value
        account = aws({URI: json.dumps(changed).encode()})
        if shape.problem(json.loads(json.dumps(changed))):
            with pytest.raises(UserError, match=f"^{URI} is no record of a run: "):
                record.find(account, URI, None, "dev")
            continue
        read = record.find(account, URI, None, "dev")
        found = differences.compare(read, made())
        assert differences_report.shown(found).plain
        assert differences_report.document(found)
        assert serving_report.shown(serving(read)).plain


def serving(read: Any) -> Serving:
    """An endpoint whose one model that run made."""
    since = datetime(2026, 1, 2, tzinfo=UTC)
    image = ("image", None, None, None)
    variant = Variant("AllTraffic", "m", 1.0, 1, "ml.m5.large", *image, RUN, read, None)
    return Serving("e", "InService", "c", since, None, (variant,))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b'{"run": 1, "execution": 2}', "run is to be a text, and is 1"),
        (b'{"run": "r", "execution": []}', r"execution is to be an object, and is \[\]"),
        (b"[" * 100_000, "it is not JSON"),
    ],
)
def test_a_record_of_another_shape_is_none(content: bytes, why: str) -> None:
    with pytest.raises(UserError, match=why):
        record.find(aws({URI: content}), URI, None, "dev")


@pytest.mark.parametrize("address", ["s3://", "s3:///record.json", "s3://b_d/record.json"])
def test_an_address_that_there_cannot_be_is_refused_in_a_sentence(address: str) -> None:
    with pytest.raises(UserError, match=f"^{address} is no address of a record"):
        record.find(aws({}), address, None, "dev")
