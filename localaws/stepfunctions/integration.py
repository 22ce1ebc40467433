"""Makes moto's interpreter take our tasks for ``arn:aws:states:::sagemaker:…``.

Every other optimised integration of moto stays, except those that it only forwards to an API that is
no match for them, and batch, whose import costs more than all the rest: they are refused by name.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_factory as factory,
)

from localaws.compat import definition_check, guard
from localaws.sagemaker.service import SageMaker
from localaws.stepfunctions import endings, parameters
from localaws.stepfunctions.actions import SERVICE
from localaws.stepfunctions.sagemaker_task import SageMakerTask

_FACTORY = "22920426d7fc"
_REFUSED = frozenset(factory._UNSUPPORTED_SERVICE_NAMES) - {SERVICE} | {"batch", "ecs", "glue"}


class Refused(Exception):
    """A state machine uses an integration that this embedded AWS does not do."""


def integrate(sagemaker: Callable[[str], SageMaker]) -> None:
    """Make ``states:::sagemaker:*`` reach ``sagemaker(region)``. Call once."""
    endings.apply()
    definition_check.CHECKS.append(parameters.problems)
    original = guard.take(factory, "state_task_service_for", _FACTORY)

    def state_task_service_for(service_name: str) -> Any:
        if service_name == SERVICE:
            return SageMakerTask(sagemaker)
        if service_name in _REFUSED:
            raise Refused(
                f"The service integration arn:aws:states:::{service_name} is not supported by this "
                f"embedded AWS. Call the API instead: arn:aws:states:::aws-sdk:{service_name}:…"
            )
        return original(service_name)

    guard.replace_everywhere(original, state_task_service_for)
