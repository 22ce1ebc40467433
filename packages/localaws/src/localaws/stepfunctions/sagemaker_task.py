"""A Task state of ``arn:aws:states:::sagemaker:…``, for moto's interpreter.

Calls the SageMaker service in this process. With ``.sync`` it waits for the job's own event, and
stops the job when the state times out, the execution is stopped or a sibling fails. What the output
and the errors look like on AWS is in ``responses``.
"""

from __future__ import annotations

import copy
import logging
import threading
from collections.abc import Callable
from typing import Any

from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.resource import (
    ResourceCondition,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_callback import (
    StateTaskServiceCallback,
)

from localaws.jobs.jobs import Jobs
from localaws.jobs.kind import JobKind
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.service import SageMaker
from localaws.stepfunctions import actions, responses
from localaws.stepfunctions.actions import JOBS
from localaws.stepfunctions.endings import when_ended
from localaws.stepfunctions.errors import failed

log = logging.getLogger(__name__)


class SageMakerTask(StateTaskServiceCallback):  # type: ignore[misc]
    """One state. ``services`` gives the SageMaker of a region, whose jobs are ``jobs``."""

    def __init__(self, services: Callable[[str], SageMaker], jobs: Jobs) -> None:
        super().__init__(supported_integration_patterns={ResourceCondition.Sync})
        self._services = services
        self._jobs = jobs

    def __deepcopy__(self, memo: dict[int, Any]) -> SageMakerTask:
        return self  # the interpreter copies definitions; the services are not part of one

    def _validate_service_integration_is_supported(self) -> None:
        resource = self.resource
        problem = actions.refusal(resource.resource_arn, resource.api_action, resource.condition)
        if problem is not None:
            raise ValueError(problem)

    def _eval_body(self, env: Any) -> None:
        # The base class makes a task token here, which these actions do not have.
        super(StateTaskServiceCallback, self)._eval_body(env=env)

    def _eval_service_task(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        service = self._services(resource_runtime_part.region)
        parameters = copy.deepcopy(normalised_parameters)
        if self._is_integration_pattern():
            execution = env.states.context_object.context_object_data["Execution"]["Id"]
            parameters["Tags"] = responses.tagged(parameters.get("Tags"), execution)
        try:
            response = service.call(actions.operation(self.resource.api_action), parameters)
        except ApiError as error:
            raise self._failed(env, responses.error_name(error), responses.cause(error)) from error
        env.stack.append(responses.request_response(response))

    def _eval_integration_pattern(
        self,
        env: Any,
        resource_runtime_part: Any,
        normalised_parameters: dict[str, Any],
        state_credentials: Any,
    ) -> None:
        env.stack.pop()
        kind = JOBS[self.resource.api_action]
        service = self._services(resource_runtime_part.region)
        name = normalised_parameters[kind.name_member]
        over = threading.Event()
        finished = self._jobs.job(service.region, kind.noun, name).finished
        threading.Thread(
            target=_pass_on, args=(finished, over), name=f"await {name}", daemon=True
        ).start()
        with when_ended(env, over.set):
            over.wait()
        if not finished.is_set():
            _stop(service, kind, name)
            env.stack.append(None)  # nobody reads it: the state is over
            return
        self._take_result(env, service, kind, name)

    def _take_result(self, env: Any, service: SageMaker, kind: JobKind, name: str) -> None:
        describe = service.call(f"Describe{kind.noun}", {kind.name_member: name})
        result = responses.job(describe, service.tags.of(describe[kind.arn_member]))
        if describe[kind.status_member] != "Completed" and env.is_running():
            raise self._failed(env, "States.TaskFailed", responses.compact(result))
        env.stack.append(result)

    def _failed(self, env: Any, error: str, cause: str) -> Exception:
        return failed(env, error, cause, self._get_sfn_resource_type(), self._get_sfn_resource())


def _pass_on(finished: threading.Event, over: threading.Event) -> None:
    finished.wait()
    over.set()


def _stop(service: SageMaker, kind: JobKind, name: str) -> None:
    """Ask for the job's end, and do not wait for it, as AWS does."""
    try:
        service.call(f"Stop{kind.noun}", {kind.name_member: name})
    except ApiError as error:
        log.info("%s %s could not be stopped, it may just have ended: %s", kind.noun, name, error)
