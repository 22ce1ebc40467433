"""Makes moto's interpreter take our tasks for ``arn:aws:states:::sagemaker:…``.

Every other optimised integration is moto's; those that call what is not offered are refused by
``offered_tasks`` when a state machine is made, before moto's interpreter sees them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service import (
    state_task_service_factory as factory,
)

from localaws.jobs.jobs import Jobs
from localaws.moto_mends import guard
from localaws.moto_mends.interpreter import definition_check
from localaws.sagemaker.service import SageMaker
from localaws.stepfunctions import definition_graph, endings, offered_tasks, parameters
from localaws.stepfunctions.actions import SERVICE
from localaws.stepfunctions.sagemaker_task import SageMakerTask

_FACTORY = "22920426d7fc"


def integrate(sagemaker: Callable[[str], SageMaker], jobs: Jobs) -> None:
    """Make ``states:::sagemaker:*`` reach ``sagemaker(region)``, whose jobs are ``jobs``. Call once."""
    endings.apply()
    definition_check.CHECKS += [
        definition_graph.problems,
        offered_tasks.problems,
        parameters.problems,
    ]
    original = guard.take(factory, "state_task_service_for", _FACTORY)

    def state_task_service_for(service_name: str) -> Any:
        if service_name == SERVICE:
            return SageMakerTask(sagemaker, jobs)
        return original(service_name)

    guard.replace_everywhere(original, state_task_service_for)
