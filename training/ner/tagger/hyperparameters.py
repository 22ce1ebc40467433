"""The hyperparameters of the training job, as SageMaker gives them: strings, one and all.

Every problem is named at once, because a job that is started again for each typing error wastes
minutes each time.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from .failure import JobError


class Hyperparameters(BaseModel):
    """What a user may set, with the bounds within which training makes sense."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    epochs: int = Field(default=3, ge=1, le=200)
    batch_size: int = Field(default=16, ge=1, le=1024, description="windows of text in one step")
    learning_rate: float = Field(default=1e-4, gt=0, le=0.1)
    warmup_ratio: float = Field(default=0.1, ge=0, le=1, description="share of all steps")
    weight_decay: float = Field(default=0.01, ge=0, le=1)
    early_stopping_patience: int = Field(
        default=3, ge=1, le=200, description="epochs without a better F1"
    )
    seed: int = Field(default=13, ge=0, lt=2**32)
    model_name: str = Field(
        default="",
        max_length=200,
        pattern=r"^([A-Za-z0-9][\w.-]*(/[A-Za-z0-9][\w.-]*)?)?$",
        description="a checkpoint on the Hugging Face hub; empty: the pretrained channel, or none",
    )


def parse(values: dict[str, Any]) -> Hyperparameters:
    """Turn SageMaker's strings into hyperparameters.

    Names that begin with an underscore are SageMaker's own, such as a tuning job's ``_tuning_objective_metric``.

    Raises:
        JobError: naming every hyperparameter that is unknown or illegal.
    """
    try:
        own = {name: value for name, value in values.items() if not name.startswith("_")}
        return Hyperparameters.model_validate(own)
    except ValidationError as error:
        problems = [_problem(dict(one)) for one in error.errors()]
    many = "Hyperparameters" if len(problems) > 1 else "Hyperparameter"
    raise JobError(f"{many} refused: {'; '.join(problems)}.")


def read(path: Path) -> Hyperparameters:
    """Read the job's ``hyperparameters.json``; a job without the file has the defaults.

    Raises:
        JobError: the file is no JSON object, or ``parse`` refuses its content.
    """
    if not path.exists():
        return Hyperparameters()
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise JobError(f"{path.name} is not JSON: {error}.") from error
    if not isinstance(values, dict):
        raise JobError(f"{path.name} must hold a JSON object, not {type(values).__name__}.")
    return parse(values)


def _problem(error: dict[str, Any]) -> str:
    name = str(error["loc"][0])
    if error["type"] == "extra_forbidden":
        known = ", ".join(Hyperparameters.model_fields)
        return f"{name} is unknown (known are {known})"
    message = str(error["msg"]).removeprefix("Input ")
    return f"{name} {message[0].lower()}{message[1:]}, but is {error['input']!r}"
