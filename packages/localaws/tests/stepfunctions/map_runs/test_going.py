"""Map runs from their start to their end, on an engine."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.stepfunctions.map_runs.record import Counts

from ..engine.running import eventually, failing, one, task
from .maps import Bucket, Maps


@pytest.fixture
def maps() -> Iterator[Maps]:
    maps = Maps()
    yield maps
    maps.close()
    maps.clock.close()


PASS = {"Type": "Pass", "End": True}
LINES = b"name,size\na,1\nb,2\nc,3\n"


def mapped(
    state: dict[str, Any] | None = None, kind: str = "STANDARD", **fields: Any
) -> dict[str, Any]:
    """A machine that is one distributed Map of one state."""
    processor = {
        "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": kind},
        "StartAt": "Item",
        "States": {"Item": state or PASS},
    }
    return one({"Type": "Map", "ItemProcessor": processor, "End": True, **fields})


def reader(**config: Any) -> dict[str, Any]:
    return {
        "Resource": "arn:aws:states:::s3:getObject",
        "ReaderConfig": config,
        "Parameters": {"Bucket": "bucket", "Key.$": "$.key"},
    }


CSV = reader(InputType="CSV", CSVHeaderLocation="FIRST_ROW")
WRITER = {
    "Resource": "arn:aws:states:::s3:putObject",
    "Parameters": {"Bucket": "bucket", "Prefix": "jobs"},
}


def test_every_item_has_an_execution_of_its_own(maps: Maps) -> None:
    arn = maps.start(mapped(Label="Each"), ["a", {"b": 1}])
    assert json.loads(maps.ended(arn).output or "") == ["a", {"b": 1}]
    assert maps.types(arn)[1:-1] == [
        *("MapStateEntered", "MapStateStarted", "MapRunStarted"),
        *("MapRunSucceeded", "MapStateSucceeded", "MapStateExited"),
    ]
    first = maps.children(arn)[0].execution
    assert first is not None
    child = maps.journal.execution(first.arn)
    assert child is not None
    assert child.machine_arn.endswith(":stateMachine:machine/Each")
    assert child.arn.startswith("arn:aws:states:us-east-1:123456789012:execution:machine/Each:")
    assert child.map_run_arn == maps.map_run(arn).arn
    assert maps.types(child.arn)[0] == "ExecutionStarted"


def test_express_children_have_arns_of_express(maps: Maps) -> None:
    arn = maps.start(mapped(kind="EXPRESS", Label="L"), [1])
    maps.ended(arn)
    child = maps.children(arn)[0].execution
    assert child is not None
    assert (child.type, child.arn.split(":")[5], child.arn.count(":")) == ("EXPRESS", "express", 8)


def test_a_map_run_says_what_became_of_its_items(maps: Maps) -> None:
    arn = maps.start(mapped(MaxConcurrency=1), [1, 2])
    maps.ended(arn)
    run = maps.map_run(arn)
    assert run.items == run.executions == Counts(succeeded=2, results_written=2)
    assert (run.status, run.max_concurrency, run.execution_arn) == ("SUCCEEDED", 1, arn)
    assert run.stopped is not None


def test_nothing_to_do_is_done(maps: Maps) -> None:
    assert maps.output(mapped(), []) == []


def test_items_are_read_and_selected(maps: Maps) -> None:
    maps.s3.objects["a.csv"] = LINES
    selector = {
        "size.$": "$$.Map.Item.Value.size",
        "at.$": "$$.Map.Item.Index",
        "from.$": "$$.Map.Item.Source",
        "by.$": "$.by",
    }
    definition = mapped(ItemReader=CSV, ItemSelector=selector)
    found = maps.output(definition, {"key": "a.csv", "by": "me"})
    assert found[2] == {"size": "3", "at": 2, "from": "s3://bucket/a.csv", "by": "me"}
    assert len(found) == 3


def test_items_are_batched(maps: Maps) -> None:
    maps.s3.objects["a.csv"] = LINES
    batcher = {"MaxItemsPerBatch": 2, "BatchInput": {"by.$": "$.by"}}
    arn = maps.start(mapped(ItemReader=CSV, ItemBatcher=batcher), {"key": "a.csv", "by": "me"})
    found = json.loads(maps.ended(arn).output or "")
    assert [len(batch["Items"]) for batch in found] == [2, 1]
    assert found[1] == {"BatchInput": {"by": "me"}, "Items": [{"name": "c", "size": "3"}]}
    run = maps.map_run(arn)
    assert (run.items.succeeded, run.executions.succeeded) == (3, 2)


def test_in_jsonata(maps: Maps) -> None:
    maps.s3.objects["a.json"] = b'{"list": [1, 2, 3]}'
    definition = mapped(
        ItemReader={
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {
                "InputType": "JSON",
                "ItemsPointer": "/list",
                "MaxItems": "{% $states.input.most %}",
            },
            "Arguments": {"Bucket": "bucket", "Key": "{% $states.input.key %}"},
        },
        ItemSelector={"twice": "{% $states.context.Map.Item.Value * 2 %}"},
        ItemBatcher={"MaxItemsPerBatch": "{% $states.input.most %}"},
    )
    found = maps.output(definition | {"QueryLanguage": "JSONata"}, {"key": "a.json", "most": 2})
    assert found == [{"Items": [{"twice": 2}, {"twice": 4}]}]


@pytest.mark.parametrize(("most", "count"), [(0, 3), (2, 2), ("2", 2), (100_000_001, 3)], ids=str)
def test_most_items_may_be_any_number_that_is_not_negative(
    maps: Maps, most: Any, count: int
) -> None:
    maps.s3.objects["a.csv"] = LINES
    config = CSV["ReaderConfig"] | {"MaxItemsPath": "$.most"}
    definition = mapped(ItemReader=CSV | {"ReaderConfig": config})
    assert len(maps.output(definition, {"key": "a.csv", "most": most})) == count


def test_fewer_items_than_none_are_refused(maps: Maps) -> None:
    maps.s3.objects["a.csv"] = LINES
    config = CSV["ReaderConfig"] | {"MaxItemsPath": "$.most"}
    arn = maps.start(
        mapped(ItemReader=CSV | {"ReaderConfig": config}), {"key": "a.csv", "most": -1}
    )
    execution = maps.ended(arn)
    assert (execution.error, execution.cause) == (
        "States.ItemReaderFailed",
        "field MaxItems must be positive",
    )
    assert maps.types(arn)[-3:] == ["MapRunFailed", "MapStateFailed", "ExecutionFailed"]
    assert maps.map_run(arn).status == "FAILED"


def test_what_is_not_there_cannot_be_read(maps: Maps) -> None:
    execution = maps.run(mapped(ItemReader=CSV), {"key": "none.csv"})
    assert (execution.error, execution.cause) == (
        "States.ItemReaderFailed",
        "The specified key does not exist.",
    )


def test_a_failing_item_fails_the_map(maps: Maps) -> None:
    arn = maps.start(mapped({"Type": "Fail", "Error": "Bad"}, MaxConcurrency=1), [1, 2])
    execution = maps.ended(arn)
    assert (execution.error, execution.cause) == (
        "States.ExceedToleratedFailureThreshold",
        "The specified tolerated failure threshold was exceeded",
    )
    assert maps.map_run(arn).items == Counts(failed=1, pending=1, results_written=2)


def test_failures_within_the_threshold_are_part_of_the_result(maps: Maps) -> None:
    choosing = {
        "Type": "Choice",
        "Choices": [{"Variable": "$", "NumericEquals": 2, "Next": "Bad"}],
        "Default": "Good",
    }
    definition = mapped(choosing, ToleratedFailureCount=1)
    definition["States"]["S"]["ItemProcessor"]["States"] |= {
        "Bad": {"Type": "Fail", "Error": "Bad", "Cause": "why"},
        "Good": {"Type": "Succeed"},
    }
    first, second, third = maps.output(definition, [1, 2, 3])
    assert (first, third) == (1, 3)
    assert {"Status": "FAILED", "Error": "Bad", "Cause": "why", "Input": "2"}.items() <= (
        second.items()
    )


def test_no_more_run_at_once_than_may(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken"), MaxConcurrency=2), [1, 2, 3])
    eventually(lambda: len(maps.tasks.calls) == 2)
    assert maps.map_run(arn).executions == Counts(running=2, pending=1)
    maps.engine.task_success(maps.tasks.calls[0].token, "{}")
    eventually(lambda: len(maps.tasks.calls) == 3)
    for order in maps.tasks.calls[1:]:
        maps.engine.task_success(order.token, "{}")
    assert maps.ended(arn).status == "SUCCEEDED"


def test_its_limits_can_be_changed_while_it_runs(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken"), MaxConcurrency=1), [1, 2, 3])
    eventually(lambda: len(maps.tasks.calls) == 1)
    run = maps.map_run(arn).arn
    maps.maps.update(run, max_concurrency=3, tolerated_count=1)
    changed = maps.map_run(arn)
    assert (changed.max_concurrency, changed.tolerated_count) == (3, 1)
    eventually(lambda: len(maps.tasks.calls) == 3)
    maps.engine.task_failure(maps.tasks.calls[0].token, "Bad", None)
    for order in maps.tasks.calls[1:]:
        maps.engine.task_success(order.token, "{}")
    assert maps.ended(arn).status == "SUCCEEDED"
    with pytest.raises(KeyError):
        maps.maps.update(run, max_concurrency=1)


def test_children_of_an_execution_that_is_stopped_are_aborted(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken"), MaxConcurrency=2), [1, 2, 3])
    eventually(lambda: len(maps.tasks.calls) == 2)
    maps.engine.stop(arn, None, None)
    assert maps.types(arn)[-3:] == ["MapRunAborted", "MapStateAborted", "ExecutionAborted"]
    eventually(lambda: maps.map_run(arn).status == "ABORTED")
    assert maps.map_run(arn).executions == Counts(aborted=2, pending=1)
    assert [child.status for child in maps.children(arn)] == ["ABORTED", "ABORTED", "PENDING"]


def test_running_children_are_aborted_when_too_many_failed(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken")), [1, 2])
    eventually(lambda: len(maps.tasks.calls) == 2)
    maps.engine.task_failure(maps.tasks.calls[0].token, "Bad", None)
    assert maps.ended(arn).error == "States.ExceedToleratedFailureThreshold"
    assert maps.map_run(arn).executions == Counts(failed=1, aborted=1, results_written=2)


def test_results_go_where_the_writer_says(maps: Maps) -> None:
    arn = maps.start(mapped(ResultWriter=WRITER, Label="L"), ["Hello", "World"])
    output = json.loads(maps.ended(arn).output or "")
    run = maps.map_run(arn)
    key = f"jobs/{run.id}/manifest.json"
    details = {"Bucket": "bucket", "Key": key}
    assert output == {"MapRunArn": run.arn, "ResultWriterDetails": details}
    results = f"jobs/{run.id}/SUCCEEDED_0.json"
    assert maps.s3.json(key) == {
        "DestinationBucket": "bucket",
        "MapRunArn": run.arn,
        "ResultFiles": {
            "FAILED": [],
            "PENDING": [],
            "SUCCEEDED": [{"Key": results, "Size": len(maps.s3.objects[results])}],
        },
    }
    assert [record["Output"] for record in maps.s3.json(results)] == ['"Hello"', '"World"']


def test_what_failed_and_what_never_ran_is_written_too(maps: Maps) -> None:
    arn = maps.start(
        mapped({"Type": "Fail", "Error": "Bad"}, ResultWriter=WRITER, MaxConcurrency=1), [1, 2]
    )
    assert maps.ended(arn).error == "States.ExceedToleratedFailureThreshold"
    folder = f"jobs/{maps.map_run(arn).id}"
    assert maps.s3.json(f"{folder}/FAILED_0.json")[0]["Error"] == "Bad"
    assert maps.s3.json(f"{folder}/PENDING_0.json") == [
        {"Input": "2", "InputDetails": {"Included": True}, "Status": "PENDING"}
    ]


def test_nothing_runs_for_results_that_have_no_place(maps: Maps) -> None:
    writer = WRITER | {"Parameters": {"Bucket": "none"}}
    arn = maps.start(mapped(task(), ResultWriter=writer), [1])
    assert maps.ended(arn).error == "States.ResultWriterFailed"
    assert maps.tasks.calls == []


def test_results_that_are_too_large_for_a_payload_fail(maps: Maps) -> None:
    execution = maps.run(mapped(), ["x" * 200_000, "y" * 200_000])
    assert execution.error == "States.DataLimitExceeded"


def test_a_redrive_runs_what_did_not_succeed(maps: Maps) -> None:
    maps.tasks.respond = failing("Bad")
    definition = mapped(task(), MaxConcurrency=1, ResultWriter=WRITER, ToleratedFailureCount=1)
    arn = maps.start(definition, [1, 2, 3])
    failed = maps.ended(arn)
    assert maps.map_run(arn).executions.failed == 2
    maps.tasks.respond = lambda order: order.arguments
    maps.engine.redrive(failed)
    assert maps.ended(arn).status == "SUCCEEDED"
    run = maps.map_run(arn)
    assert run.executions == Counts(succeeded=3, results_written=3)
    assert (run.redrive_count, run.redriven is not None) == (1, True)
    first = maps.children(arn)[0].execution
    assert first is not None
    assert first.redrive_count == 1
    folder = f"jobs/{run.id}/Redrive-1"
    files = maps.s3.json(f"{folder}/manifest.json")["ResultFiles"]["SUCCEEDED"]
    assert [file["Key"] for file in files] == [f"{folder}/SUCCEEDED_0.json"]
    assert len(maps.s3.json(f"{folder}/SUCCEEDED_0.json")) == 3


def test_a_redrive_of_express_children_starts_them_anew(maps: Maps) -> None:
    maps.tasks.respond = failing("Bad")
    arn = maps.start(mapped(task(), kind="EXPRESS"), [1])
    failed = maps.ended(arn)
    before = maps.children(arn)[0].execution
    maps.tasks.respond = lambda order: order.arguments
    maps.engine.redrive(failed)
    assert maps.ended(arn).status == "SUCCEEDED"
    after = maps.children(arn)[0].execution
    assert before is not None
    assert after is not None
    assert before.name == after.name
    assert before.arn != after.arn


def test_a_dataset_that_could_not_be_read_is_read_by_the_redrive(maps: Maps) -> None:
    arn = maps.start(mapped(ItemReader=CSV), {"key": "a.csv"})
    failed = maps.ended(arn)
    maps.s3.objects["a.csv"] = LINES
    maps.engine.redrive(failed)
    assert len(json.loads(maps.ended(arn).output or "")) == 3


def test_it_goes_on_after_a_restart(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken"), MaxConcurrency=2), [1, 2, 3])
    eventually(lambda: len(maps.tasks.calls) == 2)
    first = maps.tasks.calls[0]  # of either of the two that began
    maps.engine.task_success(first.token, '"first"')
    eventually(lambda: len(maps.tasks.calls) == 3)
    waiting = maps.tasks.calls[1:]
    eventually(lambda: all("TaskSubmitted" in maps.types(o.execution.arn) for o in waiting))
    maps.s3 = Bucket()  # nothing in S3 outlives the server
    following = maps.restarted()
    for order in waiting:
        following.engine.task_success(order.token, f'"{order.arguments}"')
    given = ["first" if item == first.arguments else str(item) for item in (1, 2, 3)]
    assert json.loads(following.ended(arn).output or "") == given
    assert following.map_run(arn).executions == Counts(succeeded=3, results_written=3)
    following.close()


def test_children_that_wait_are_not_started_again_by_a_restart(maps: Maps) -> None:
    arn = maps.start(mapped(task(".waitForTaskToken")), [1, 2])
    eventually(lambda: len(maps.tasks.calls) == 2)
    waiting = list(maps.tasks.calls)
    eventually(lambda: all("TaskSubmitted" in maps.types(o.execution.arn) for o in waiting))
    following = maps.restarted()
    eventually(lambda: following.map_run(arn).executions == Counts(running=2))
    for order in waiting:
        following.engine.task_success(order.token, "{}")
    assert following.ended(arn).status == "SUCCEEDED"
    assert following.tasks.calls == []
    following.close()


def test_a_redrive_goes_on_after_a_restart(maps: Maps) -> None:
    maps.tasks.respond = failing("Bad")
    definition = mapped(task(".waitForTaskToken"), MaxConcurrency=1, ToleratedFailureCount=1)
    arn = maps.start(definition, [1, 2])
    failed = maps.ended(arn)
    maps.tasks.respond = lambda order: {}
    maps.tasks.calls.clear()
    maps.engine.redrive(failed)
    eventually(lambda: len(maps.tasks.calls) == 1)
    first = maps.tasks.calls[0]
    eventually(lambda: "TaskSubmitted" in maps.types(first.execution.arn))
    following = maps.restarted()
    following.engine.task_success(first.token, "1")
    eventually(lambda: len(following.tasks.calls) == 1)
    following.engine.task_success(following.tasks.calls[0].token, "2")
    assert json.loads(following.ended(arn).output or "") == [1, 2]
    following.close()


def test_more_children_wait_at_once_than_one_turn_starts(maps: Maps) -> None:
    maps.start(mapped({"Type": "Wait", "Seconds": 3600, "End": True}), list(range(450)))
    eventually(lambda: len(maps.journal.running()) == 451)


def test_items_of_an_object_are_its_members(maps: Maps) -> None:
    maps.s3.objects["a.json"] = b'{"x": 1, "y": 2}'
    selector = {"name.$": "$$.Map.Item.Key", "value.$": "$$.Map.Item.Value"}
    definition = mapped(ItemReader=reader(InputType="JSON"), ItemSelector=selector)
    assert maps.output(definition, {"key": "a.json"}) == [
        {"name": "x", "value": 1},
        {"name": "y", "value": 2},
    ]


@pytest.mark.parametrize("language", ["JSONPath", "JSONata"])
def test_an_object_may_be_the_input_itself(maps: Maps, language: str) -> None:
    definition = mapped() | {"QueryLanguage": language}
    arn = maps.start(definition, {"x": 1, "y": 2})
    assert json.loads(maps.ended(arn).output or "") == [1, 2]
    assert maps.events(arn)[2].details == {"length": 2}


def test_neither_an_array_nor_an_object_has_items(maps: Maps) -> None:
    assert maps.run(mapped(ItemsPath="$.x"), {"x": 1}).error == "States.Runtime"
    conflict = maps.run(mapped(ItemsPath="$.y"), {"x": 1})
    assert conflict.error == "States.ReferencePathConflict"


def test_a_fault_of_ours_fails_the_state(
    maps: Maps, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(bucket: str) -> bool:
        raise RuntimeError("a fault")

    monkeypatch.setattr(maps.s3, "has_bucket", broken)
    arn = maps.start(mapped(ResultWriter=WRITER), [1])
    execution = maps.ended(arn)
    assert execution.error == "States.Runtime"
    assert "a fault" in caplog.text
    request = (execution.cause or "").rpartition(" ")[2]
    assert request in caplog.text
    eventually(lambda: maps.map_run(arn).status == "FAILED")


def test_a_thousand_children_run_on_two_workers(maps: Maps) -> None:
    assert maps.output(mapped(), list(range(1000))) == list(range(1000))
