"""The executions of a map run's children: what they are called and what they are started with.

Names follow from the map run and the child's number, so that after a restart it is known which were started.
"""

from __future__ import annotations

import json
import uuid

from localaws.stepfunctions.execution import EXPRESS, STANDARD, Execution
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.record import Child, MapRun


def name(run: MapRun, number: int) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"{run.arn}/{number}"))


def arn(run: MapRun, state: Map, child: Child) -> str:
    """The ARN of a child's execution; an EXPRESS child has another for each time that it is started."""
    where, kind = run.state_machine_arn.split(":stateMachine:")
    called = name(run, child.number)
    if not state.express_children:
        return f"{where}:execution:{kind}:{called}"
    return f"{where}:express:{kind}:{called}:{name(run, -1 - child.redrive)}"


def execution(run: MapRun, state: Map, parent: Execution, child: Child, now: float) -> Execution:
    """A child's execution, about to be started."""
    return Execution(
        arn(run, state, child),
        name(run, child.number),
        run.state_machine_arn,
        parent.role_arn,
        parent.definition,
        child.input,
        now,
        type=EXPRESS if state.express_children else STANDARD,
        revision_id=parent.revision_id,
        processor=state.name,
        map_run_arn=run.arn,
        item={"Index": child.number, "Value": json.loads(child.input)},
        mock_case=parent.mock_case,
        logging=parent.logging,
    )


def machine_arn(map_run_arn: str) -> str:
    """What a map run's children run, as their executions have it: ``…:stateMachine:Name/Label``."""
    return map_run_arn.rpartition(":")[0].replace(":mapRun:", ":stateMachine:", 1)
