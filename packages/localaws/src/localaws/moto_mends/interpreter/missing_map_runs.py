"""Defect: DescribeMapRun of a map run that there is not is answered 500: moto says so with an error that
wants to know more.

Upstream: docs/moto-issues/missing_map_runs.md
"""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.exceptions import ResourceNotFound
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from localaws.moto_mends import guard

_DESCRIBE = "703b1ca138df"


def apply() -> None:
    original = guard.take(StepFunctionsParserBackend, "describe_map_run", _DESCRIBE)

    def describe_map_run(self: Any, map_run_arn: str) -> Any:
        pools = (e.exec_worker.env.map_run_record_pool_manager for e in self._get_executions())
        if all(pool.get(map_run_arn) is None for pool in pools):
            raise ResourceNotFound(map_run_arn)
        return original(self, map_run_arn)

    StepFunctionsParserBackend.describe_map_run = describe_map_run
