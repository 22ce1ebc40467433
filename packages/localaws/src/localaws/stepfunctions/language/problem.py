"""What is wrong with a definition: a code of AWS's, a sentence and the place."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Code(StrEnum):
    """The codes that ValidateStateMachineDefinition answers with."""

    INVALID_JSON = "INVALID_JSON_DESCRIPTION"
    SCHEMA = "SCHEMA_VALIDATION_FAILED"
    MISSING_START = "MISSING_START_AT"
    MISSING_TARGET = "MISSING_TRANSITION_TARGET"
    NO_END = "MISSING_END_STATE"
    DUPLICATE_NAME = "DUPLICATE_STATE_NAME"
    NOT_RECOGNISED = "INVALID_RESOURCE"


@dataclass(frozen=True)
class Problem:
    """``location`` is a JSON pointer into the definition, such as ``/States/Train/Resource``."""

    message: str
    location: str
    code: Code = Code.SCHEMA
    severity: str = "ERROR"

    def __str__(self) -> str:
        return f"{self.code}: {self.message} at {self.location}"
