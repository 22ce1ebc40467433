"""The operations of Step Functions by their names. Those of TestState are ``test_state/``'s."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from functools import partial
from typing import Any

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.operations.activities import Activities
from localaws.stepfunctions.operations.aliases import Aliases
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.definitions import Check, References, validate
from localaws.stepfunctions.operations.deleting import Deleting
from localaws.stepfunctions.operations.executions import Executions
from localaws.stepfunctions.operations.history import History
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.machines import Machines
from localaws.stepfunctions.operations.map_runs import MapRunOperations, MapRuns
from localaws.stepfunctions.operations.records import Records
from localaws.stepfunctions.operations.starting import Cases, Starting
from localaws.stepfunctions.operations.tags import Tags
from localaws.stepfunctions.operations.task_tokens import TaskTokens
from localaws.stepfunctions.operations.versions import Versions

Request = Mapping[str, Any]
Result = dict[str, Any]
Operation = Callable[[Caller, Request], Result]


class StepFunctions:
    """The service in every account and region.

    Args:
        check: what is wrong with a definition.
        references: the variables that a definition's states refer to.
        cases: of the mock file, if there is one.
        others: operations that are made elsewhere, by their names.
    """

    def __init__(
        self,
        records: Records,
        engine: Engine,
        clock: Clock,
        map_runs: MapRuns,
        check: Check,
        references: References,
        cases: Cases | None = None,
        others: Mapping[str, Operation] | None = None,
    ) -> None:
        ledger = Ledger(records, clock)
        versions = Versions(ledger)
        machines = Machines(ledger, versions, check, references)
        aliases = Aliases(ledger)
        activities = Activities(ledger, engine)
        starting = Starting(ledger, engine, cases)
        executions = Executions(ledger, engine, references)
        runs = MapRunOperations(ledger, map_runs)
        tags = Tags(ledger)
        tokens = TaskTokens(engine)
        deleting = Deleting(ledger, engine.abort)
        engine.observers.append(deleting)
        self._operations: Mapping[str, Operation] = {
            "CreateActivity": activities.create,
            "CreateStateMachine": machines.create,
            "CreateStateMachineAlias": aliases.create,
            "DeleteActivity": activities.delete,
            "DeleteStateMachine": deleting.delete,
            "DeleteStateMachineAlias": aliases.delete,
            "DeleteStateMachineVersion": versions.delete,
            "DescribeActivity": activities.describe,
            "DescribeExecution": executions.describe,
            "DescribeMapRun": runs.describe,
            "DescribeStateMachine": machines.describe,
            "DescribeStateMachineAlias": aliases.describe,
            "DescribeStateMachineForExecution": executions.describe_machine,
            "GetActivityTask": activities.task,
            "GetExecutionHistory": History(ledger).get,
            "ListActivities": activities.list,
            "ListExecutions": executions.list,
            "ListMapRuns": runs.list,
            "ListStateMachineAliases": aliases.list,
            "ListStateMachineVersions": versions.list,
            "ListStateMachines": machines.list,
            "ListTagsForResource": tags.list,
            "PublishStateMachineVersion": versions.publish_asked,
            "RedriveExecution": executions.redrive,
            "SendTaskFailure": tokens.failure,
            "SendTaskHeartbeat": tokens.heartbeat,
            "SendTaskSuccess": tokens.success,
            "StartExecution": starting.start,
            "StartSyncExecution": starting.start_sync,
            "StopExecution": executions.stop,
            "TagResource": tags.add,
            "UntagResource": tags.remove,
            "UpdateMapRun": runs.update,
            "UpdateStateMachine": machines.update,
            "UpdateStateMachineAlias": aliases.update,
            "ValidateStateMachineDefinition": partial(validate, check),
            **(others or {}),
        }

    @property
    def operations(self) -> Collection[str]:
        """The names of those that it does."""
        return self._operations.keys()

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``StartExecution``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations[operation](Caller(account, region), _given(request))


def _given(value: Any) -> Any:
    """A request without its nulls: in JSON they stand for what is not there."""
    if isinstance(value, Mapping):
        return {name: _given(member) for name, member in value.items() if member is not None}
    if isinstance(value, list):
        return [_given(member) for member in value]
    return value
