"""ResultWriter: files by status, and their manifest."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.result_writer import ResultWriter
from localaws.stepfunctions.map_runs.record import Child, MapRun, ResultFile
from localaws.stepfunctions.map_runs.writing import Destination, Unwritable, Writing

from .maps import Bucket

RUN = MapRun("arn:aws:states:us-east-1:123456789012:mapRun:m/L:id", "e", "m", 0.0)


def child(number: int, status: str = "SUCCEEDED", redrive: int = 0) -> Child:
    found = Child(number, 1, str(number), redrive=redrive)
    if status == "PENDING":
        return found
    execution = Execution("a", "n", "m", "r", "{}", "1", 0.0, status=status, output=str(number))
    return found.ended(execution)


def writing(run: MapRun = RUN, how: str = "COMPACT", kind: str = "JSON", **more: Any) -> Writing:
    writer = ResultWriter("arn:aws:states:::s3:putObject", None, how, kind)
    to = Destination.of({"Bucket": "bucket", "Prefix": "p"}, run)
    return Writing(run, writer, to, Bucket(), **more)


def objects(of: Writing) -> dict[str, bytes]:
    assert isinstance(of.s3, Bucket)
    return of.s3.objects


def test_results_are_divided_by_status() -> None:
    of = writing()
    result, files = of.write([child(0), child(1, "PENDING"), child(2), child(3, "TIMED_OUT")])
    assert json.loads(objects(of)["p/id/SUCCEEDED_0.json"]) == [0, 2]
    assert [file.key for file in files] == [
        "p/id/SUCCEEDED_0.json",
        "p/id/FAILED_0.json",
        "p/id/PENDING_0.json",
    ]
    assert all(len(objects(of)[file.key]) == file.size for file in files)
    assert result["ResultWriterDetails"] == {"Bucket": "bucket", "Key": "p/id/manifest.json"}


def test_no_child_no_file() -> None:
    of = writing()
    assert of.write([])[1] == ()
    manifest = json.loads(objects(of)["p/id/manifest.json"])
    assert manifest["ResultFiles"] == {"FAILED": [], "PENDING": [], "SUCCEEDED": []}


def test_results_may_be_lines() -> None:
    of = writing(kind="JSONL")
    of.write([child(0), child(1)])
    assert objects(of)["p/id/SUCCEEDED_0.jsonl"] == b"0\n1\n"


def test_a_file_that_would_be_too_large_is_followed_by_another() -> None:
    of = writing(largest_file=5)
    _, files = of.write([child(10), child(11), child(12)])
    assert [file.key for file in files] == [f"p/id/SUCCEEDED_{n}.json" for n in range(3)]
    assert [json.loads(objects(of)[file.key]) for file in files] == [[10], [11], [12]]


def test_after_a_redrive_only_what_is_new_is_written_and_all_successes_are_listed() -> None:
    before = (ResultFile("SUCCEEDED", "p/id/SUCCEEDED_0.json", 3), ResultFile("FAILED", "f", 1))
    of = writing(replace(RUN, redrive_count=1, files=before))
    of.write([child(0), child(1, redrive=1)])
    assert json.loads(objects(of)["p/id/Redrive-1/SUCCEEDED_0.json"]) == [1]
    manifest = json.loads(objects(of)["p/id/Redrive-1/manifest.json"])
    assert [file["Key"] for file in manifest["ResultFiles"]["SUCCEEDED"]] == [
        "p/id/SUCCEEDED_0.json",
        "p/id/Redrive-1/SUCCEEDED_0.json",
    ]
    assert manifest["ResultFiles"]["FAILED"] == []


@pytest.mark.parametrize(
    ("prefix", "folder"), [({}, "id"), ({"Prefix": ""}, "id"), ({"Prefix": "a/b/"}, "a/b/id")]
)
def test_a_prefix_is_a_folder(prefix: dict[str, str], folder: str) -> None:
    assert Destination.of({"Bucket": "b"} | prefix, RUN).folder == folder


@pytest.mark.parametrize(
    "given", [None, {}, {"Bucket": 1}, {"Bucket": ""}, {"Bucket": "b", "Prefix": 2}], ids=str
)
def test_a_place_has_to_be_named(given: Any) -> None:
    with pytest.raises(Unwritable, match="has to be a STRING"):
        Destination.of(given, RUN)


def test_a_bucket_that_is_not_there_is_known_before() -> None:
    of = writing()
    of.check()
    with pytest.raises(Unwritable, match="The specified bucket does not exist"):
        replace(of, to=Destination("none", "f")).check()
