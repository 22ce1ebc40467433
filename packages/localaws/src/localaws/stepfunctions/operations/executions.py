"""Executions: described, listed, stopped and redriven. How they are started is in ``starting``."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Protocol

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.execution import EXPRESS, REDRIVABLE, Execution
from localaws.stepfunctions.operations import arns, errors, pages, redriving
from localaws.stepfunctions.operations.arns import Caller
from localaws.stepfunctions.operations.definitions import References
from localaws.stepfunctions.operations.ledger import Ledger
from localaws.stepfunctions.operations.shown import configured, data, listed, moment, present
from localaws.stepfunctions.state_machine import DELETING, StateMachine

_REMEMBERED = 1000


class Runner(Protocol):
    """The engine, as far as it goes on or stops."""

    def stop(self, arn: str, error: str | None, cause: str | None) -> float | None: ...

    def redrive(self, execution: Execution) -> float: ...


class Executions:
    def __init__(self, ledger: Ledger, engine: Runner, references: References) -> None:
        self._ledger = ledger
        self._engine = engine
        self._references = references
        self._redriven: OrderedDict[tuple[str, str], float] = OrderedDict()

    def describe(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeExecution."""
        execution = self._ledger.execution(caller, request["executionArn"])
        status, reason = self._redrivable(execution)
        included = request.get("includedData") != "METADATA_ONLY"
        return (
            listed(execution)
            | data(execution, included)
            | present(
                traceHeader=execution.trace_header,
                redriveStatus=status,
                redriveStatusReason=reason,
            )
        )

    def describe_machine(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """DescribeStateMachineForExecution: the machine as it was when the execution was started."""
        execution = self._ledger.execution(caller, request["executionArn"])
        machine = self._machine_then(execution)
        arn = arns.of_machine(execution.machine_arn)
        return configured(machine) | present(
            stateMachineArn=execution.machine_arn,
            updateDate=moment(machine.updated),
            mapRunArn=execution.map_run_arn,
            label=arn.label,
            variableReferences=self._references(execution.definition) or None,
        )

    def list(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """ListExecutions of a state machine, a version, an alias or a map run; the latest first."""
        wanted = self._wanted(caller, request)
        of = ["executions", *(f"{name}={value}" for name, value in sorted(wanted.items()))]
        after, size = pages.position(request, of), pages.size(request)
        found = self._ledger.records.some_executions(after, size + 1, **wanted)
        shown = found[:size]
        response: dict[str, Any] = {"executions": [self._listed(each) for each in shown]}
        if len(found) > size:
            response["nextToken"] = pages.token(of, shown[-1].arn)
        return response

    def stop(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """StopExecution: of one that has ended, the date when it did."""
        execution = self._ledger.execution(caller, request["executionArn"])
        stopped = self._engine.stop(execution.arn, request.get("error"), request.get("cause"))
        if stopped is None:
            execution = self._ledger.execution(caller, request["executionArn"])
            stopped = execution.stopped
        return {"stopDate": moment(stopped or self._ledger.clock.seconds())}

    def redrive(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """RedriveExecution: asked again with the same token, it says the same."""
        arn = request["executionArn"]
        with self._ledger.lock:
            execution = self._ledger.execution(caller, arn)
            asked = (arn, request.get("clientToken", ""))
            if asked[1] and asked in self._redriven:
                return {"redriveDate": moment(self._redriven[asked])}
            status, reason = self._redrivable(execution)
            if status != REDRIVABLE:
                raise Refusal(
                    "ExecutionNotRedrivable",
                    reason or "Execution is a child of a Map Run and is redriven with it",
                )
            date = self._engine.redrive(execution)
            self._redriven[asked] = date
            if len(self._redriven) > _REMEMBERED:
                self._redriven.popitem(last=False)
        return {"redriveDate": moment(date)}

    def _wanted(self, caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """Which executions ListExecutions is asked for, as the records have it."""
        if "stateMachineArn" in request and "mapRunArn" in request:
            raise errors.validation("Only one of a state machine ARN or a map run ARN may be set.")
        status = {"status": request["statusFilter"]} if "statusFilter" in request else {}
        if "mapRunArn" in request:
            of_run = self._of_map_run(caller, request["mapRunArn"])
            redriven = request.get("redriveFilter")
            return of_run | status | ({"redriven": redriven == "REDRIVEN"} if redriven else {})
        of_machine = self._of_machine(caller, request["stateMachineArn"])
        if "redriveFilter" in request:
            raise errors.validation("redriveFilter can only be set with a map run ARN.")
        return of_machine | status

    def _of_map_run(self, caller: Caller, text: str) -> dict[str, str]:
        arn = arns.read(text, arns.MAP_RUN)
        if not caller.owns(arn) or self._ledger.records.map_run(text) is None:
            raise errors.no_resource(text)
        return {"map_run_arn": text}

    def _of_machine(self, caller: Caller, text: str) -> dict[str, str]:
        arn, records = arns.of_machine(text), self._ledger.records
        machine = records.machine(arn.machine_arn) if caller.owns(arn) else None
        if machine is None:
            raise errors.no_machine(text)
        if machine.type == EXPRESS:
            raise errors.wrong_type()
        if arn.label:
            raise errors.validation(
                f"The executions of a Distributed Map are listed by its map run's ARN: {text}"
            )
        if arn.is_version:
            self._ledger.version(text)
            return {"machine_arn": machine.arn, "version_arn": text}
        if arn.is_alias:
            if records.alias(text) is None:
                raise errors.no_resource(text)
            return {"machine_arn": machine.arn, "alias_arn": text}
        return {"machine_arn": machine.arn}

    def _redrivable(self, execution: Execution) -> tuple[str, str | None]:
        machine = self._ledger.records.machine(arns.of_machine(execution.machine_arn).machine_arn)
        return redriving.status(
            execution,
            self._ledger.clock.seconds(),
            self._ledger.records.count_events(execution.arn),
            machine_deleting=machine is not None and machine.status == DELETING,
            of_this_account=self._ledger.records.current(execution.arn) is not None,
        )

    def _machine_then(self, execution: Execution) -> StateMachine:
        """What the execution runs; what it does not know itself is the machine's, if that is still there."""
        records = self._ledger.records
        version = records.version(execution.version_arn) if execution.version_arn else None
        own = arns.of_machine(execution.machine_arn)
        machine = version.machine if version is not None else records.machine(own.machine_arn)
        if machine is None:
            machine = StateMachine(
                arn=own.machine_arn,
                name=own.name,
                type=execution.type,
                definition=execution.definition,
                role_arn=execution.role_arn,
                created=execution.started,
                updated=execution.started,
                logging=execution.logging or {},
                tracing={"enabled": False},
                encryption={"type": "AWS_OWNED_KEY"},
            )
        return replace(
            machine,
            definition=execution.definition,
            role_arn=execution.role_arn,
            logging=execution.logging or machine.logging,
            revision_id=execution.revision_id or None,
        )

    def _listed(self, execution: Execution) -> dict[str, Any]:
        """``itemCount`` is of a map run's children: how many items each was given."""
        shown = listed(execution)
        if execution.map_run_arn is not None and execution.item is not None:
            number = execution.item["Index"]
            count = self._ledger.records.item_count(execution.map_run_arn, number)
            shown |= present(itemCount=count)
        return shown
