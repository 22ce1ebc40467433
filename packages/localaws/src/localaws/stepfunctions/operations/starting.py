"""StartExecution and StartSyncExecution: of a state machine, a version or an alias, once for a name."""

from __future__ import annotations

import math
import random
import threading
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from localaws.stepfunctions.evaluation.failure import LARGEST
from localaws.stepfunctions.execution import EXPRESS, RUNNING, STANDARD, Execution
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.operations import arns, errors, names, routing
from localaws.stepfunctions.operations.arns import Arn, Caller
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import data, moment, present
from localaws.stepfunctions.state_machine import DELETING, StateMachine

_REUSED_AFTER = 90 * 24 * 3600
_BILLED_MEMORY = 64  # MB, the least there is
_BILLED_STEP = 0.1  # seconds
_SYNC_SECONDS = 330  # of the real clock; the engine ends an EXPRESS execution after 300 of its own

Ended = Callable[[Execution], None]


class Starter(Protocol):
    """The engine, as far as it starts."""

    def start(self, execution: Execution, ended: Ended | None = None) -> None: ...


class Cases(Protocol):
    """The test cases of a mock file."""

    def check(self, machine_name: str, case: str) -> None:
        """
        Raises:
            Refusal: the state machine has no such case.
        """


class Starting:
    """``cases`` None: there is no mock file, and no ARN may end with the name of a case."""

    def __init__(
        self,
        ledger: Ledger,
        engine: Starter,
        cases: Cases | None = None,
        dice: random.Random | None = None,
    ) -> None:
        self._ledger = ledger
        self._engine = engine
        self._cases = cases
        self._dice = dice or random.Random()

    def start(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartExecution. A STANDARD one that runs with the same name and input is told again."""
        asked = self._asked(caller, request)
        with self._ledger.lock:
            found = self._ledger.records.current(asked.arn) if asked.type == STANDARD else None
            if found is None or self._is_forgotten(found):
                self._engine.start(asked)
            elif found.status == RUNNING and found.input == asked.input:
                asked = found
            else:
                raise errors.execution_exists(asked.arn)
        return {"executionArn": asked.arn, "startDate": moment(asked.started)}

    def start_sync(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """StartSyncExecution: of EXPRESS machines only; the response has how it ended."""
        asked = self._asked(caller, request)
        if asked.type != EXPRESS:
            raise errors.wrong_type()
        ended = _Ending()
        self._engine.start(asked, ended.told)
        execution = ended.wait()
        included = request.get("includedData") != "METADATA_ONLY"
        return present(
            executionArn=execution.arn,
            stateMachineArn=execution.machine_arn,
            name=execution.name,
            status=execution.status,
            startDate=moment(execution.started),
            stopDate=moment(execution.stopped or execution.started),
            traceHeader=execution.trace_header,
            billingDetails=_billed(execution),
            **data(execution, included),
        )

    def _asked(self, caller: Caller, request: Mapping[str, Any]) -> Execution:
        """The execution that a request asks for."""
        text, _, case = request["stateMachineArn"].partition("#")
        arn = arns.of_machine(text)
        if arn.label:
            raise errors.validation(
                f"The ARN of a Distributed Map is not supported by this operation: {text}"
            )
        name = names.check(request["name"]) if "name" in request else str(uuid.uuid4())
        given = _input(request.get("input"))
        with self._ledger.lock:
            machine, version_arn = self._routed(caller, arn)
        if case:
            self._check_case(machine, case)
        if machine.type == EXPRESS:
            execution_arn = caller.arn(
                arns.EXPRESS_EXECUTION, machine.name, name, str(uuid.uuid4())
            )
        else:
            execution_arn = caller.arn(arns.EXECUTION, machine.name, name)
        return Execution(
            arn=execution_arn,
            name=name,
            machine_arn=machine.arn,
            role_arn=machine.role_arn,
            definition=machine.definition,
            input=given,
            started=self._ledger.clock.seconds(),
            type=machine.type,
            revision_id=machine.revision_id or "",
            version_arn=version_arn,
            alias_arn=text if arn.is_alias else None,
            trace_header=request.get("traceHeader"),
            mock_case=case or None,
            logging=machine.logging,
        )

    def _routed(self, caller: Caller, arn: Arn) -> tuple[StateMachine, str | None]:
        """What is executed, and the ARN of its version where the request leads to one."""
        records = self._ledger.records
        whole = records.machine(arn.machine_arn) if caller.owns(arn) else None
        if whole is None:
            raise errors.no_machine(arn.text)
        if whole.status == DELETING:
            raise errors.machine_deleting(arn.machine_arn)
        if arn.qualifier is None:
            return whole, None
        version_arn = arn.text
        if arn.is_alias:
            alias = records.alias(arn.text)
            if alias is None:
                raise errors.no_machine(arn.text)
            version_arn = routing.choose(alias.routes, self._dice)
        return self._ledger.version(version_arn).machine, version_arn

    def _check_case(self, machine: StateMachine, case: str) -> None:
        if self._cases is None:
            raise errors.validation(
                f"The ARN names the test case '{case}', but the server has no mock file"
            )
        self._cases.check(machine.name, case)

    def _is_forgotten(self, execution: Execution) -> bool:
        """Whether it ended so long ago that its name may be used again."""
        if execution.stopped is None:
            return False
        return self._ledger.clock.seconds() - execution.stopped > _REUSED_AFTER


class _Ending:
    """Waits for an execution's end."""

    def __init__(self) -> None:
        self._came = threading.Event()
        self._execution: Execution | None = None

    def told(self, execution: Execution) -> None:
        self._execution = execution
        self._came.set()

    def wait(self) -> Execution:
        """
        Raises:
            Refusal: the server ends before it does.
        """
        if not self._came.wait(_SYNC_SECONDS) or self._execution is None:
            raise errors.internal("The execution did not end in time")
        return self._execution


def _input(text: str | None) -> str:
    """
    Raises:
        Refusal: it is no JSON, or too long.
    """
    if text is None:
        return "{}"
    if not text.strip():
        raise errors.invalid_input("Invalid execution input.")
    if len(text.encode()) > LARGEST:
        raise errors.invalid_input(f"Execution input exceeds {LARGEST} bytes of UTF-8")
    try:
        json_text.read(text)
    except NoJson as error:
        raise errors.invalid_input(str(error)) from None
    return text


def _billed(execution: Execution) -> dict[str, int]:
    """In steps of 100 ms, as AWS bills."""
    seconds = (execution.stopped or execution.started) - execution.started
    steps = max(1, math.ceil(round(seconds / _BILLED_STEP, 6)))
    return {"billedMemoryUsedInMB": _BILLED_MEMORY, "billedDurationInMilliseconds": steps * 100}
