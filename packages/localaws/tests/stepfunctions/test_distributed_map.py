"""A distributed Map with S3 and the API around it, as a client sees it."""

from __future__ import annotations

import gzip
import json
import uuid
from typing import Any

import pytest

from .conftest import Machines

_PROCESSOR = {
    "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"},
    "StartAt": "Item",
    "States": {"Item": {"Type": "Pass", "End": True}},
}


def mapped(machines: Machines, resource: str = "getObject", **fields: Any) -> dict[str, Any]:
    """A Map that reads what ``$.key`` or ``$.prefix`` names in the test's bucket."""
    named = {"Prefix.$": "$.prefix"} if resource == "listObjectsV2" else {"Key.$": "$.key"}
    reader = {
        "Resource": f"arn:aws:states:::s3:{resource}",
        "Parameters": {"Bucket": machines.bucket, **named},
    }
    if "ReaderConfig" in fields:
        reader["ReaderConfig"] = fields.pop("ReaderConfig")
    return {
        "S": {"Type": "Map", "ItemProcessor": _PROCESSOR, "ItemReader": reader, "End": True}
        | fields
    }


def put(machines: Machines, key: str, content: bytes) -> None:
    machines.aws.client("s3").put_object(Bucket=machines.bucket, Key=key, Body=content)


def read(machines: Machines, key: str) -> Any:
    found = machines.aws.client("s3").get_object(Bucket=machines.bucket, Key=key)
    return json.loads(found["Body"].read())


@pytest.mark.parametrize(
    ("key", "content", "config", "expected"),
    [
        ("a.csv", b"n\n1\n", {"InputType": "CSV", "CSVHeaderLocation": "FIRST_ROW"}, [{"n": "1"}]),
        ("a.json", b'{"l": [1, 2]}', {"InputType": "JSON", "ItemsPointer": "/l"}, [1, 2]),
        ("a.jsonl.gz", gzip.compress(b"1\n2\n", mtime=0), {"InputType": "JSONL"}, [1, 2]),
    ],
)
def test_objects_are_read(
    machines: Machines, key: str, content: bytes, config: Any, expected: Any
) -> None:
    put(machines, key, content)
    ended = machines.run(mapped(machines, ReaderConfig=config), {"key": key})
    assert (ended["status"], ended.get("output")) == ("SUCCEEDED", expected), ended.get("cause")


def test_an_earlier_version_of_an_object_is_read(machines: Machines) -> None:
    s3 = machines.aws.client("s3")
    bucket = f"versions-{uuid.uuid4().hex[:8]}"
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"[1]")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"[2]")
    states = mapped(machines, ReaderConfig={"InputType": "JSON"})
    states["S"]["ItemReader"]["Parameters"] = {"Bucket": bucket, "Key": "k", "VersionId": first}
    assert machines.run(states)["output"] == [1]


def test_objects_are_listed(machines: Machines) -> None:
    put(machines, "list/a", b"123")
    states = mapped(machines, "listObjectsV2")
    (item,) = machines.run(states, {"prefix": "list/"})["output"]
    assert (item["Key"], item["Size"], item["StorageClass"]) == ("list/a", 3, "STANDARD")
    assert isinstance(item["LastModified"], int)


def test_what_is_not_there_fails_in_the_words_of_s3(machines: Machines) -> None:
    states = mapped(machines, ReaderConfig={"InputType": "JSON"})
    ended = machines.run(states, {"key": "none"})
    assert (ended["error"], ended["cause"]) == (
        "States.ItemReaderFailed",
        "The specified key does not exist.",
    )


def test_results_are_written_and_the_api_describes_the_map_run(machines: Machines) -> None:
    put(machines, "b.json", b"[1, 2, 3]")
    writer = {
        "Resource": "arn:aws:states:::s3:putObject",
        "Parameters": {"Bucket": machines.bucket, "Prefix": "out"},
    }
    states = mapped(
        machines,
        ReaderConfig={"InputType": "JSON"},
        ItemBatcher={"MaxItemsPerBatch": 2},
        ResultWriter=writer,
        Label="Label",
    )
    ended = machines.run(states, {"key": "b.json"})
    manifest = read(machines, ended["output"]["ResultWriterDetails"]["Key"])
    (file,) = manifest["ResultFiles"]["SUCCEEDED"]
    results = read(machines, file["Key"])
    assert [json.loads(one["Output"])["Items"] for one in results] == [[1, 2], [3]]

    (listed,) = machines.client.list_map_runs(executionArn=ended["executionArn"])["mapRuns"]
    assert listed["mapRunArn"] == ended["output"]["MapRunArn"]
    run = machines.client.describe_map_run(mapRunArn=listed["mapRunArn"])
    assert (run["itemCounts"]["succeeded"], run["executionCounts"]["succeeded"]) == (3, 2)
    children = machines.client.list_executions(mapRunArn=listed["mapRunArn"])["executions"]
    assert {child["stateMachineArn"] for child in children} == {listed["stateMachineArn"]}
    assert machines.events(children[0]["executionArn"])[-1] == "ExecutionSucceeded"
