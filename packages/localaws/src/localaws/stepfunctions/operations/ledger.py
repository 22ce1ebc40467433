"""The records behind one lock: what is asked for by its ARN is there, or the request is refused."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from localaws.clock import Clock
from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.operations import arns, errors
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.records import Records
from localaws.stepfunctions.state_machine import DELETING, StateMachine, Version


@dataclass(frozen=True)
class Ledger:
    """Whoever reads, decides and writes holds ``lock``, and waits for nothing meanwhile."""

    records: Records
    clock: Clock
    lock: threading.RLock = field(default_factory=threading.RLock)

    def machine(self, caller: Caller, text: str) -> StateMachine:
        """The state machine that an unqualified ARN names.

        Raises:
            Refusal: there is none.
        """
        arn = arns.unqualified(text)
        machine = self.records.machine(text) if caller.owns(arn) else None
        if machine is None:
            raise errors.no_machine(text)
        return machine

    def active_machine(self, caller: Caller, text: str) -> StateMachine:
        """The same, for what changes it.

        Raises:
            Refusal: there is none, or it is being deleted.
        """
        machine = self.machine(caller, text)
        if machine.status == DELETING:
            raise errors.machine_deleting(text)
        return machine

    def version(self, text: str) -> Version:
        """
        Raises:
            Refusal: there is none of this ARN.
        """
        version = self.records.version(text)
        if version is None:
            raise errors.no_machine(text)
        return version

    def activity(self, caller: Caller, text: str) -> Activity:
        """
        Raises:
            Refusal: there is none of this ARN.
        """
        arn = arns.read(text, arns.ACTIVITY)
        activity = self.records.activity(text) if caller.owns(arn) else None
        if activity is None:
            raise errors.no_activity(text)
        return activity

    def execution(self, caller: Caller, text: str) -> Execution:
        """A STANDARD execution: one of EXPRESS is only known by its log.

        Raises:
            Refusal: there is none of this ARN.
        """
        arn = arns.read(text, arns.EXECUTION)
        execution = self.records.execution(text) if caller.owns(arn) else None
        if execution is None:
            raise errors.no_execution(text)
        return execution
