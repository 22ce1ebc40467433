"""DeleteStateMachine: the machine is gone once its executions are.

By the API reference: its status becomes DELETING, what still runs is ended at its next state transition,
and the machine goes with the last of them. So this watches the engine.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import EXPRESS, RUNNING, Execution
from localaws.stepfunctions.operations import arns
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.state_machine import DELETING

_ENTERED = "StateEntered"

Abort = Callable[[str], None]
"""The engine's: end an execution soon, and wait for nothing."""


class Deleting:
    """An observer of the engine."""

    def __init__(self, ledger: Ledger, abort: Abort) -> None:
        self._ledger = ledger
        self._abort = abort
        self._deleting = {each.arn for each in ledger.records.machines() if each.status == DELETING}

    def delete(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DeleteStateMachine, with its versions and aliases: one that is not there is deleted already."""
        arn = arns.unqualified(request["stateMachineArn"])
        records = self._ledger.records
        with self._ledger.lock:
            machine = records.machine(arn.text) if caller.owns(arn) else None
            if machine is None:
                return {}
            if machine.type != EXPRESS and self._runs(arn.text):
                records.put_machine(replace(machine, status=DELETING))
                self._deleting.add(arn.text)
            else:
                records.delete_machine(arn.text)
        return {}

    def happened(self, execution: Execution, events: Sequence[Event]) -> None:
        """End what enters a state of a machine that is being deleted; delete it after its last."""
        machine_arn = arns.of_machine(execution.machine_arn).machine_arn
        if machine_arn not in self._deleting:
            return
        if execution.status == RUNNING:
            if any(event.type.endswith(_ENTERED) for event in events):
                self._abort(execution.arn)
            return
        with self._ledger.lock:
            if machine_arn in self._deleting and not self._runs(machine_arn):
                self._ledger.records.delete_machine(machine_arn)
                self._deleting.discard(machine_arn)

    def _runs(self, machine_arn: str) -> bool:
        records = self._ledger.records
        return bool(records.some_executions(None, 1, machine_arn=machine_arn, status=RUNNING))
