"""Every row of the conformance table holds: the language takes the machine, the engine runs it."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from localaws.stepfunctions.language.check import check

from .rows import Row, chapters
from .runs import Runs

ROWS = [row for chapter in chapters() for row in chapter.rows if row.code is None]
REFUSED = [row for chapter in chapters() for row in chapter.rows if row.code is not None]


@pytest.fixture(scope="module")
def runs() -> Iterator[Runs]:
    runs = Runs()
    yield runs
    runs.close()


@pytest.mark.parametrize("row", ROWS, ids=[row.number for row in ROWS])
def test_the_row_holds(row: Row, runs: Runs) -> None:
    execution = runs.run(row.definition, row.given)

    if row.yields is not None:
        assert execution.status == "SUCCEEDED", f"{row.says}: {execution.error} {execution.cause}"
        assert json.loads(execution.output or "") == json.loads(row.yields), row.says
    else:
        assert execution.status == "FAILED", f"{row.says}: {execution.output}"
        assert execution.error == row.fails, f"{row.says}: {execution.cause}"
        assert row.because in (execution.cause or ""), row.says


@pytest.mark.parametrize("row", REFUSED, ids=[row.number for row in REFUSED])
def test_the_definition_is_refused(row: Row) -> None:
    machine, problems = check(json.dumps(row.definition))

    assert machine is None, row.says
    assert any(
        problem.code == row.code and row.at in ("", problem.location) for problem in problems
    ), f"{row.says}: {[str(problem) for problem in problems]}"
