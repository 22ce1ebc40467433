"""The endpoint: brought to the new configuration, and waited for until it serves.

The first execution creates the endpoint, later ones update it in place while it goes on serving. One
that failed can only be deleted and made anew. One that is being changed by somebody else is waited
for. One that serves another model than the new one was compared with is left alone: an execution that was redriven
may come after one that has released a better model. What served before is `$.previous`, for whoever has to put it back.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import serving, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Choice, Fail, Pass, Task, catch_all, with_also
from pipelines.sdk.values import Value
from pipelines.workflow import failures, retries, scaling, traffic
from pipelines.workflow.run import RUN, guard, tags
from pipelines.workflow.sagemaker_errors import BUSY, NO_ENDPOINT, THROTTLED
from pipelines.workflow.waiting import (
    CHANGING,
    IN_TIME,
    STATUS,
    UNTIL_IDLE,
    WaitUntilServes,
    Words,
    clock,
    longer,
    seconds_of_an_update,
)

_NAME = Value("$.config.endpoint.name")
_CHAMPION, _FOUND = "$states.input.champion", "$states.input.endpoint.EndpointConfigName"
_REPLACED = (
    f'$exists({_CHAMPION}) and {STATUS} = "InService" and '
    f"$not({_FOUND} in [{_CHAMPION}.configuration, $states.input.names.run])"
)
"""JSONata: what serves is not the champion of the gate. A promotion compares with none."""


class EndpointStep(Fragment):
    """Creates the endpoint or updates it to the configuration `$.names.run`, as its state demands."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        pause = upstream.Wait("Wait for idle endpoint", seconds_path=f"$.{UNTIL_IDLE}")
        create, update = _create(pipeline, inputs), _update(inputs, pause)
        limit = seconds_of_an_update(pipeline, inputs)
        start = Pass("Set a deadline", clock(limit), comment="For the endpoint to become ready.")
        way = scaling.make_way(pipeline, inputs, update)
        find, present = _find(pause, create, _late(pipeline, inputs))
        if pipeline.gate:
            cause = failures.of_another_champion()
            present.when(_REPLACED, Fail("Another model serves", "ChampionReplaced", cause))
        present.otherwise(way)
        start.next(find)
        super().__init__(start, [create, update])


class WaitUntilInService(WaitUntilServes):
    """Looks again and again until the endpoint is in service on the new configuration."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        words = Words(
            "Wait for endpoint",
            "Look at endpoint",
            "Is it in service?",
            "On the new configuration: a rolled back one is in service too.",
        )
        late = traffic.after_a_rollback(inputs, _late(pipeline, inputs))
        late = scaling.again(pipeline, inputs, "after a rollback", late)
        super().__init__(words, "$states.input.names.run", late, _refused())


def _find(pause: Any, create: Any, late: Fail) -> tuple[Task, Choice]:
    """Look for the endpoint, and create, delete or wait as its state demands; the choice, for what else it may be."""
    find = Task(
        "Find endpoint",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": _NAME},
        result_path="$.endpoint",
        comment="Create it, update it, or wait for who is changing it?",
    )
    delete = Task(
        "Delete failed endpoint",
        "sagemaker",
        "deleteEndpoint",
        {"EndpointName": _NAME},
        result_path=None,
        comment="A failed endpoint cannot be updated.",
    )
    present = Choice("What can be done with it?", "By the endpoint's status.")
    present.when(STATUS + ' = "Failed"', delete)
    present.when(f"{CHANGING} and {IN_TIME}", pause, longer(UNTIL_IDLE))
    present.when(CHANGING, late)
    absent = Choice("Is there no endpoint?", "Or could nobody tell, because calls were throttled?")
    absent.when(NO_ENDPOINT, create)
    absent.when(f"{THROTTLED} and {IN_TIME}", pause, longer(UNTIL_IDLE))
    absent.otherwise(_refused())
    find.add_retry(retries.of_a_look("SageMaker"))
    catch_all(find, absent)
    find.next(present)
    delete.add_retry(retries.of_a_poll("SageMaker"))
    catch_all(delete, _refused())
    delete.next(pause)
    pause.next(find)
    return find, present


def _create(pipeline: Pipeline, inputs: DeploymentInputs) -> serving.EndpointStep:
    """With tags: an endpoint has those that it was made with."""
    step = serving.EndpointStep(
        "Create endpoint",
        update=False,
        tags=tags(pipeline, inputs),
        endpoint_name=_NAME,
        endpoint_config_name=RUN,
        result_path="$.endpoint",
        comment="The first execution.",
        timeout_seconds=60,
    )
    guard(step, _refused())
    return step


def _update(inputs: DeploymentInputs, pause: Any) -> Call:
    """By the AWS SDK's integration: Step Functions' own knows nothing of how traffic comes.

    Between the look and the update somebody else may begin one, or the scaling may: then it is waited for.
    """
    step = Call(
        "Update endpoint",
        "sagemaker",
        "updateEndpoint",
        {
            "EndpointName": expression("$states.input.config.endpoint.name"),
            "EndpointConfigName": expression("$states.input.names.run"),
            **scaling.keep_the_number(inputs),
            **traffic.deployment(inputs),
        },
        comment="It serves on while it is updated.",
        output=with_also("previous", "$states.input.endpoint.EndpointConfigName"),
    )
    busy = Choice("Is it being changed again?", "By somebody else, or by its scaling.")
    busy.when(f"{BUSY} and {IN_TIME}", pause, longer(UNTIL_IDLE)).otherwise(_refused())
    guard(step, busy)
    return step


def _late(pipeline: Pipeline, inputs: DeploymentInputs) -> Fail:
    cause = failures.of_endpoint(seconds_of_an_update(pipeline, inputs))
    return Fail("Endpoint not in service", "EndpointNotInService", cause)


def _refused() -> Fail:
    cause = failures.of_call("The endpoint could not be brought to the new configuration")
    return Fail("Endpoint not changed", "EndpointNotChanged", cause)
