"""Executions that reuse what earlier ones made, and that say why where they do not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from pipelines.workflow.listing import KEYS_A_PAGE

from .three_steps import BROKEN, BUCKET, CODE, TRAIN, Steps, build


@pytest.fixture(scope="module")
def deployed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Steps]:
    home = tmp_path_factory.mktemp("home")
    build(home, TRAIN)
    with EmbeddedAWS(home=home) as aws:
        yield Steps(aws, home)


NEWER = CODE + "# A line more.\n"


def reused(steps: dict[str, Any]) -> dict[str, bool]:
    return {name: step["reused_from"] is not None for name, step in steps.items()}


def test_what_is_as_it_was_is_not_done_again(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    first = deployed.ended(deployed.start(machine, data))
    assert first["status"] == "SUCCEEDED", first
    assert all(step["seconds"] > 0 for step in first["output"]["steps"])
    then = deployed.run(machine, data)
    assert [step["reused_from"] for step in then.values()] == [first["executionArn"]] * 3
    assert [step["job"] for step in then.values()] == [
        step["job"] for step in first["output"]["steps"]
    ]
    assert all(step["seconds"] < 5 for step in then.values())


def test_other_hyperparameters_train_anew_on_what_was_prepared_before(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    deployed.run(machine, data)
    then = deployed.run(machine, data, hyperparameters={"depth": 6})
    assert reused(then) == {"Preprocess": True, "Train": False, "Evaluate": False}
    assert then["Train"]["changed"] == ["hyperparameters.depth: 5, now 6"]
    assert then["Train"]["why"].endswith(": hyperparameters.depth.")
    assert then["Train"]["parts"]["hyperparameters.depth"] == "6"


def test_other_code_runs_all_that_comes_after_it(deployed: Steps) -> None:
    data = deployed.data()
    deployed.run(deployed.machine(), data)
    then = deployed.run(deployed.machine(NEWER), data)
    assert reused(then) == {"Preprocess": False, "Train": False, "Evaluate": False}
    assert [one.split(": ")[0] for one in then["Preprocess"]["changed"]] == ["code"]
    assert [one.split(": ")[0] for one in then["Train"]["changed"]] == ["preprocessing"]


def test_other_machines_and_names_change_no_result(deployed: Steps) -> None:
    data = deployed.data()
    deployed.run(deployed.machine(), data)
    then = deployed.run(
        deployed.machine(endpoint_name="another", tags={"cost-center": "another"}),
        data,
        training={"instance_type": "ml.c5.xlarge"},
    )
    assert reused(then) == {"Preprocess": True, "Train": True, "Evaluate": True}


def test_new_data_are_new_and_markers_are_none(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    prefix = data.removeprefix(f"s3://{BUCKET}/")
    deployed.run(machine, data)
    for marker in ("_SUCCESS", "day=1/.done", "day=2/"):
        deployed.s3.put_object(Bucket=BUCKET, Key=prefix + marker, Body=b"")
    assert all(reused(deployed.run(machine, data)).values())
    deployed.s3.put_object(Bucket=BUCKET, Key=f"{prefix}more.csv", Body=b"3,4\n")
    then = deployed.run(machine, data)
    assert not any(reused(then).values())
    assert "(2 objects, 8 bytes, " in then["Preprocess"]["parts"]["data"]


def test_what_lies_on_a_last_page_counts_as_well(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    prefix = data.removeprefix(f"s3://{BUCKET}/")
    for number in range(KEYS_A_PAGE):
        deployed.s3.put_object(Bucket=BUCKET, Key=f"{prefix}{number:04}", Body=b"1\n")
    first = deployed.run(machine, data)
    assert f"({KEYS_A_PAGE + 1} objects, " in first["Preprocess"]["parts"]["data"]
    assert all(reused(deployed.run(machine, data)).values())
    deployed.s3.put_object(Bucket=BUCKET, Key=f"{prefix}rows.csv", Body=b"2\n")
    assert not any(reused(deployed.run(machine, data)).values())


def test_cache_false_does_all_again_and_is_what_is_reused_from_then_on(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    deployed.run(machine, data)
    forced = deployed.run(machine, data, cache=False)
    assert not any(reused(forced).values())
    assert forced["Train"]["why"] == "It was asked for: cache is false."
    then = deployed.run(machine, data)
    assert [step["job"] for step in then.values()] == [step["job"] for step in forced.values()]


@pytest.mark.parametrize(("folder", "step"), [("test/", "Preprocess"), ("model/", "Train")])
def test_what_is_no_longer_all_there_is_made_again(deployed: Steps, folder: str, step: str) -> None:
    machine, data = deployed.machine(), deployed.data()
    first = deployed.ended(deployed.start(machine, data))["output"]
    deployed.empty(f"{first['run']}/{folder}")
    then = deployed.run(machine, data)
    assert reused(then)[step] is False
    assert then[step]["why"].endswith("is no longer all there, or no longer as it was.")
    assert all(reused(deployed.run(machine, data)).values())


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"parts": "no JSON"}, "What was done before could not be looked up: "),
        ({"parts": "[1"}, "What was done before could not be looked up: "),
        ({"parts": "5"}, None),
        ({"parts": None, "execution": None}, "It is the first time."),
        ({"uri": None}, "What "),
        ({"uri": "nowhere"}, "What "),
        ({"job": None}, "Nothing has changed since "),
        ({"digest": "another"}, "What "),
    ],
)
def test_an_entry_that_a_hand_has_changed_is_a_miss_at_most(
    deployed: Steps, changed: dict[str, str | None], why: str | None
) -> None:
    machine, data = deployed.machine(), deployed.data()
    first = deployed.run(machine, data)
    deployed.rewrite("preprocess", first["Preprocess"]["fingerprint"], changed)
    then = deployed.run(machine, data)["Preprocess"]
    assert (then["reused_from"] is None) is (why is not None)
    assert then["why"].startswith(why or "Nothing has changed since ")
    assert reused(deployed.run(machine, data))["Preprocess"]


def test_an_output_that_was_written_over_is_not_reused(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    run = deployed.ended(deployed.start(machine, data))["output"]["run"]
    key = f"{run.removeprefix(f's3://{BUCKET}/')}/train/rows.csv"
    deployed.s3.put_object(Bucket=BUCKET, Key=key, Body=b"by hand")
    assert reused(deployed.run(machine, data))["Preprocess"] is False


def test_what_succeeded_before_a_job_failed_is_reused_by_the_next_execution(
    deployed: Steps,
) -> None:
    machine, data = deployed.machine(), deployed.data()
    deployed.trains_by(BROKEN)
    failed = [deployed.ended(deployed.start(machine, data)) for _ in range(2)]
    deployed.trains_by(TRAIN)
    assert [(one["status"], one["error"]) for one in failed] == [
        ("FAILED", "States.TaskFailed")
    ] * 2
    assert json.loads(failed[0]["cause"])["FailureReason"].startswith("AlgorithmError: no luck")
    then = deployed.run(machine, data)
    assert then["Preprocess"]["reused_from"] == failed[0]["executionArn"]
    assert then["Train"]["reused_from"] is None


def test_a_killed_execution_is_taken_up_by_another(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    execution = deployed.start(machine, data)
    deployed.await_state(execution, "Train")
    deployed.states.stop_execution(executionArn=execution)
    assert deployed.run(machine, data)["Preprocess"]["reused_from"] == execution


def test_a_failed_job_is_run_again_by_a_redrive_under_a_new_name(deployed: Steps) -> None:
    machine, data = deployed.machine(), deployed.data()
    deployed.trains_by(BROKEN)
    failed = deployed.ended(deployed.start(machine, data))
    deployed.trains_by(TRAIN)
    assert failed["redriveStatus"] == "REDRIVABLE"
    deployed.states.redrive_execution(executionArn=failed["executionArn"])
    ended = deployed.ended(failed["executionArn"])
    assert ended["status"] == "SUCCEEDED"
    jobs = {step["name"]: step["job"] for step in ended["output"]["steps"]}
    assert jobs["Preprocess"].endswith("-prep-0-0")
    assert jobs["Train"].endswith("-1-0")
    assert jobs["Evaluate"].endswith("-eval-1-0")
    record = deployed.record(ended["output"])
    told = {job["job"].removeprefix(f"{record['run']}-"): job["status"] for job in record["jobs"]}
    assert told == {
        "0-0": "Failed",
        "prep-0-0": "Completed",
        "1-0": "Completed",
        "eval-1-0": "Completed",
    }
    # Whoever redrives may have mended the data: what was fingerprinted is not what was read.
    (train,) = (step for step in ended["output"]["steps"] if step["name"] == "Train")
    assert train["unkept"].startswith("It was redriven, ")
    assert train["fingerprint"] is None
    then = deployed.run(machine, data)
    assert reused(then) == {"Preprocess": True, "Train": False, "Evaluate": False}


def test_a_table_that_is_not_there_costs_a_run_and_no_execution(deployed: Steps) -> None:
    steps = deployed.run(deployed.machine(table="missing"), deployed.data())
    assert not any(reused(steps).values())
    for step in steps.values():
        assert step["why"].startswith("What was done before could not be looked up: ")
        assert step["unkept"].startswith("It could not be entered into the table: ")
