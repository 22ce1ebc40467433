"""A record is found by whatever names its run, and what is none is refused in a sentence."""

from __future__ import annotations

import io
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.runs import record
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
