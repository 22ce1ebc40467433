"""What every part of the settings is: frozen, and without a field that nobody declared.

A part is one theme in a module of its own. As a field of `Settings` its keys begin with the field's name
(`training: Training` makes `stepline:training-instance-type`); as a base of `Settings` they stand alone.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """Settings of one theme."""

    model_config = ConfigDict(frozen=True, extra="forbid")
