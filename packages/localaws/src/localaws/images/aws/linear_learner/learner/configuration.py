"""The job as SageMaker describes it in ``/opt/ml/input/config``, read and checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from built_in import channels, hyperparameters, log_lines
from built_in.channels import Channel
from built_in.failure import CustomerError
from built_in.folders import Folders
from built_in.instances import require_one

from . import descent
from .hyperparameter_table import LOSSES_OF, MULTICLASS, TABLE

CHANNELS = ("train", "validation", "test")


@dataclass(frozen=True)
class Configuration:
    """``loss`` is never ``auto``. ``outputs`` are as many as classes, or one."""

    values: Mapping[str, Any]
    channels: Mapping[str, Channel]
    loss: str
    outputs: int
    host: str

    @property
    def predictor_type(self) -> str:
        return str(self.values["predictor_type"])


def read(folders: Folders) -> Configuration:
    """Read the configuration of the job.

    Raises:
        CustomerError: the request asks for what is not legal, or for several instances.
        PlatformError: a file is missing or is not JSON.
    """
    values = hyperparameters.parse(TABLE, folders.config("hyperparameters"))
    loss = _loss(values)
    is_multiclass = values["predictor_type"] == MULTICLASS
    if is_multiclass and values["num_classes"] < 3:
        raise CustomerError(
            "num_classes must be at least 3 for predictor_type multiclass_classifier, and is "
            f"{values['num_classes']}; for two classes use binary_classifier"
        )
    found = channels.parse(folders.config("inputdataconfig"), CHANNELS)
    require_one(folders)
    _say_what_has_no_effect(values)
    return Configuration(
        values, found, loss, values["num_classes"] if is_multiclass else 1, folders.host
    )


def _loss(values: Mapping[str, Any]) -> str:
    possible = LOSSES_OF[values["predictor_type"]]
    loss: str = values["loss"]
    if loss == "auto":
        return possible[0]
    if loss not in possible:
        raise CustomerError(
            f"Loss {loss} is not possible with predictor_type {values['predictor_type']}: it must be "
            f"auto or one of {', '.join(possible)}"
        )
    return loss


def _say_what_has_no_effect(values: Mapping[str, Any]) -> None:
    if descent.is_asked_for(dict(values)):
        return
    given = [
        name
        for name in descent.OF_DESCENT
        if values[name] != TABLE[name].kind.parse(TABLE[name].default or "")
    ]
    if given:
        log_lines.warning(
            f"Without a learning_rate these have no effect here: {', '.join(given)}. The least loss is found by "
            "L-BFGS-B, from any start. Set learning_rate to descend by mini batches"
        )
