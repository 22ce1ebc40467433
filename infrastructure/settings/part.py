"""What every part of the settings is: frozen, and without a field that nobody declared.

A part is one theme in a module of its own. As a field of `Settings` its keys begin with the field's name
(`training: Training` makes `stepline:training-instance-type`); as a base of `Settings` they stand alone.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, ValidationInfo, field_validator


class Part(BaseModel):
    """Settings of one theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @field_validator("*", mode="before")
    @classmethod
    def _no_switch_for_a_number(cls, value: object, info: ValidationInfo) -> object:
        """Python counts with true and false; who writes `endpoint-instance-count = true` does not mean 1."""
        field = cls.model_fields[info.field_name or ""]
        if isinstance(value, bool) and field.annotation is not bool:
            raise ValueError("only a switch is true or false, and this is none")
        return value
