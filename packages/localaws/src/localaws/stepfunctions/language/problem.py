"""What is wrong with a definition: a code of AWS's, a sentence and the place.

https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinitionDiagnostic.html
lists most of the codes; those of JSONata and of variables are seen in what AWS answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """With an ERROR no machine can be made; a WARNING is advice."""

    ERROR = "ERROR"
    WARNING = "WARNING"


class Code(StrEnum):
    """The codes that ValidateStateMachineDefinition answers with."""

    INVALID_JSON = "INVALID_JSON_DESCRIPTION"
    SCHEMA = "SCHEMA_VALIDATION_FAILED"
    MISSING_TARGET = "MISSING_TRANSITION_TARGET"
    NO_END = "MISSING_END_STATE"
    DUPLICATE_NAME = "DUPLICATE_STATE_NAME"
    STATE_NAME = "INVALID_STATE_NAME"
    DUPLICATE_LABEL = "DUPLICATE_LABEL_NAME"
    LABEL = "INVALID_LABEL_NAME"
    TOO_DEEP = "TOO_DEEPLY_NESTED"
    INVALID_JSONATA = "INVALID_JSONATA_EXPRESSION"
    UNSUPPORTED_JSONATA = "UNSUPPORTED_JSONATA_EXPRESSION"
    RESERVED_VARIABLE = "RESERVED_VARIABLE_NAME"
    VARIABLE_NAME = "INVALID_VARIABLE_NAME"
    NO_DOLLAR = "NO_DOLLAR"
    NO_PATH = "NO_PATH"
    STATIC_RESULT = "PASS_RESULT_IS_STATIC"


@dataclass(frozen=True)
class Problem:
    """``location`` leads into the definition, as ``/States/Train/Resource``; None: it is nowhere."""

    message: str
    location: str | None
    code: Code = Code.SCHEMA
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        """As InvalidDefinition says it, AWS's ``null`` for no place included."""
        return f"{self.code}: {self.message} at {self.location or 'null'}"
