"""Defects: a definition whose StartAt or Next names no state is accepted; a definition that is
refused is refused with the interpreter's raw exception; bare ``$`` in JSONata fails only when it is
executed; there is no ValidateStateMachineDefinition.

Upstream: docs/moto-issues/definition_check.md
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import AWSError
from moto.stepfunctions.parser.asl.parse.asl_parser import (
    AmazonStateLanguageParser,
    ASLParserException,
)
from moto.stepfunctions.parser.models import StepFunctionsParserBackend
from moto.stepfunctions.responses import StepFunctionResponse

from localaws.moto_mends import guard


class InvalidDefinition(AWSError):  # type: ignore[misc]
    """The API's error for a definition that Step Functions does not take."""

    TYPE = "InvalidDefinition"
    STATUS = 400


_VALIDATE = "bfcf91a54b1c"


def apply() -> None:
    guard.take(StepFunctionsParserBackend, "_validate_definition", _VALIDATE)
    StepFunctionsParserBackend._validate_definition = staticmethod(_validate_definition)
    StepFunctionResponse.validate_state_machine_definition = _validate_operation


def problem(definition: str) -> str | None:
    """What is wrong with a definition, in a sentence; None if nothing is."""
    try:
        machine = json.loads(definition)
    except (TypeError, ValueError) as error:
        return f"INVALID_JSON_DESCRIPTION: {error}"
    if not isinstance(machine, dict):
        return "INVALID_JSON_DESCRIPTION: the definition is not a JSON object"
    for check in CHECKS:
        found = check(machine)
        if found:
            return f"SCHEMA_VALIDATION_FAILED: {'; '.join(found)}"
    try:
        AmazonStateLanguageParser.parse(definition)
    except ASLParserException as error:
        return f"SCHEMA_VALIDATION_FAILED: {'; '.join(error.errors)}"
    except Exception as error:  # noqa: BLE001  (the interpreter raises anything for a definition that it refuses)
        return f"SCHEMA_VALIDATION_FAILED: {error}"
    return None


# Each gives the problems of a parsed definition; whoever serves Step Functions adds them.
CHECKS: list[Callable[[dict[str, Any]], list[str]]] = []


def _validate_definition(definition: str) -> None:
    found = problem(definition)
    if found is not None:
        raise InvalidDefinition(f"Invalid State Machine Definition: '{found}'")


def _validate_operation(self: Any) -> ActionResult:
    found = problem(self._get_param("definition"))
    if found is None:
        return ActionResult({"result": "OK", "diagnostics": [], "truncated": False})
    code, _, message = found.partition(": ")
    diagnostic = {"severity": "ERROR", "code": code, "message": message}
    return ActionResult({"result": "FAIL", "diagnostics": [diagnostic], "truncated": False})
