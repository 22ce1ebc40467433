"""Defects: an execution without a name is named ``None``, so that a second one fails; names are not
checked; the context object has its start as a datetime, which no JSON can hold.

Upstream: docs/moto-issues/execution_identity.md
"""

from __future__ import annotations

import json
import uuid
from datetime import datetime
from typing import Any

from moto.stepfunctions.exceptions import InvalidExecutionInput
from moto.stepfunctions.parser.backend.execution import Execution
from moto.stepfunctions.parser.models import StepFunctionsParserBackend

from localaws.moto_mends import guard

_START = "7359505c79da"
_DETAILS = "105cfee522ac"


def apply() -> None:
    start = guard.take(StepFunctionsParserBackend, "start_execution", _START)
    details = guard.take(Execution, "get_start_execution_details", _DETAILS)

    def start_execution(
        self: Any,
        state_machine_arn: str,
        name: str | None = None,
        execution_input: str | None = None,
        trace_header: str | None = None,
    ) -> Any:
        if name:
            self._validate_name(name)
        try:
            json.loads(execution_input or "{}")
        except ValueError as error:
            raise InvalidExecutionInput(
                f"Invalid State Machine Execution Input: '{error}'"
            ) from error
        return start(
            self, state_machine_arn, name or str(uuid.uuid4()), execution_input, trace_header
        )

    def get_start_execution_details(self: Any) -> Any:
        made = details(self)
        made.start_time = iso(self.start_date)
        return made

    StepFunctionsParserBackend.start_execution = start_execution
    Execution.get_start_execution_details = get_start_execution_details


def iso(moment: Any) -> str:
    """A time as Step Functions writes it into JSON: UTC, milliseconds, ``Z``."""
    text: str = moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"
    return text


def milliseconds(text: str) -> int:
    """Milliseconds since 1970 of a time that ``iso`` or moto wrote."""
    return round(datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp() * 1000)
