"""When a new model may serve: the numbers of the pipeline's gate, and whether a human is asked."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, FiniteFloat, ValidationInfo, field_validator

from infrastructure.settings.part import Part
from pipelines.policy import LONGEST_APPROVAL_SECONDS

Hours = Annotated[int, Field(ge=1, le=LONGEST_APPROVAL_SECONDS // 3600)]
Margin = Annotated[FiniteFloat, Field(ge=0)]


class Gate(Part):
    """In place of the pipeline's own floor and margin. None: as the pipeline says."""

    floor: FiniteFloat | None = None
    margin: Margin | None = None


class Approval(Part):
    """required: whether an execution waits for a human before its model serves.

    link: whether the message has the address of a page to decide on, besides the commands. Whoever has the
    message can decide there, without being signed in.
    """

    required: bool = False
    deadline_hours: Hours = 72
    link: bool = False

    @field_validator("link")
    @classmethod
    def _asked_at_all(cls, value: bool, others: ValidationInfo) -> bool:
        if value and not others.data.get("required", value):
            raise ValueError(
                "there is a page to approve on only where stepline:approval-required is true"
            )
        return value
