from __future__ import annotations

from pathlib import Path

import pytest

from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.map_runs.record import Counts, MapRun, ResultFile
from localaws.stepfunctions.state_machine import Alias, Route, StateMachine, Version
from localaws.stepfunctions.store import generations
from localaws.stepfunctions.store.records import StoredRecords

_ARN = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
_MACHINE = StateMachine(
    _ARN, "m", "STANDARD", "{}", "role", 1.0, 2.0, {"level": "OFF"}, {"enabled": False}, {}
)
_VERSION = Version(f"{_ARN}:1", 1, 3.0, None, _MACHINE)
_ALIAS = Alias(f"{_ARN}:live", "live", _ARN, (Route(f"{_ARN}:1", 100),), 4.0, 4.0)


@pytest.fixture
def records(tmp_path: Path) -> StoredRecords:
    return generations.begin(tmp_path, False, 1.0)


def test_records_come_back_as_they_were_put(records: StoredRecords) -> None:
    activity = Activity("arn:aws:states:us-east-1:123456789012:activity:a", "a", 1.0, {})
    run = MapRun(
        "run",
        "execution",
        _ARN,
        1.0,
        items=Counts(pending=3),
        executions=Counts(running=1),
        files=(ResultFile("SUCCEEDED", "a/SUCCEEDED_0.json", 9),),
    )
    records.put_machine(_MACHINE)
    records.put_version(_VERSION)
    records.put_alias(_ALIAS)
    records.put_activity(activity)
    records.put_map_run(run)
    records.put_tags(_ARN, {"a": "b"})
    assert records.machine(_ARN) == _MACHINE
    assert records.machines() == [_MACHINE]
    assert (records.version(f"{_ARN}:1"), records.versions(_ARN)) == (_VERSION, [_VERSION])
    assert (records.alias(f"{_ARN}:live"), records.aliases(_ARN)) == (_ALIAS, [_ALIAS])
    assert (records.activity(activity.arn), records.activities()) == (activity, [activity])
    assert (records.map_run("run"), records.map_runs("execution")) == (run, [run])
    assert records.tags(_ARN) == {"a": "b"}


def test_a_machine_goes_with_all_that_is_of_it(records: StoredRecords) -> None:
    records.put_machine(_MACHINE)
    records.put_version(_VERSION)
    records.put_alias(_ALIAS)
    records.put_tags(_ARN, {"a": "b"})
    records.delete_machine(_ARN)
    assert records.machine(_ARN) is None
    assert (records.versions(_ARN), records.aliases(_ARN), records.tags(_ARN)) == ([], [], {})


def test_what_there_is_not_is_none(records: StoredRecords) -> None:
    assert records.machine(_ARN) is None
    assert records.tags(_ARN) == {}
    records.delete_alias("none")
