"""The endpoint: brought to the new configuration, and waited for until it serves.

The first execution creates the endpoint, later ones update it in place while it goes on serving. One
that failed can only be deleted and made anew. One that is being changed by somebody else is waited
for. In service is not enough: SageMaker rolls a failed update back to the old configuration and is
in service then too, so the configuration is compared.

An endpoint is ready after seconds on the embedded AWS, after many minutes on AWS. Each look is an entry of the
execution's history several times over, so the pauses between them grow.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, serving, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Fail, Pass, Task, catch_all
from pipelines.sdk.values import Value
from pipelines.workflow import failures, retries
from pipelines.workflow.run import RUN, guard, tags

_FIRST_PAUSE_SECONDS, _LONGEST_PAUSE_SECONDS = 2, 60
_UNTIL_IDLE, _UNTIL_SERVED = "pause_until_idle", "pause_until_in_service"
_NAME = Value("$.config.endpoint.name")
_STATUS = "$states.input.endpoint.EndpointStatus"
_CHANGING = _STATUS + ' in ["Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"]'
_IN_TIME = "$millis() < $states.input.deadline"


class EndpointStep(Fragment):
    """Creates the endpoint or updates it to the configuration `$.names.run`, as its state demands."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        create = _change("Create endpoint", "The first execution.", tags(pipeline, inputs))
        update = _change("Update endpoint", "It serves on while it is updated.")
        limit = pipeline.serving.max_wait_seconds
        clock = {
            "deadline": f"$millis() + {limit * 1000}",
            _UNTIL_IDLE: "1",  # the choice before the first pause makes it longer already
            _UNTIL_SERVED: str(_FIRST_PAUSE_SECONDS),
        }
        start = Pass(
            "Set a deadline",
            f"$merge([$states.input, {jsonata.mapping(clock)}])",
            comment="For the endpoint to become ready.",
        )
        start.next(_find(create, update, _late(pipeline)))
        super().__init__(start, [create, update])


class WaitUntilInService(Fragment):
    """Looks again and again until the endpoint is in service on the new configuration."""

    def __init__(self, pipeline: Pipeline) -> None:
        wait = upstream.Wait("Wait for endpoint", seconds_path=f"$.{_UNTIL_SERVED}")
        look = Task(
            "Look at endpoint",
            "sagemaker",
            "describeEndpoint",
            {"EndpointName": _NAME},
            result_path="$.endpoint",
            comment="Which configuration does it serve, and is it in service?",
        )
        ready = Choice(
            "Is it in service?", "On the new configuration: a rolled back one is in service too."
        )
        ready.go_on_when(
            f'{_STATUS} = "InService" and '
            "$states.input.endpoint.EndpointConfigName = $states.input.names.run"
        )
        ready.when(f"{_CHANGING} and {_IN_TIME}", wait, _longer(_UNTIL_SERVED))
        ready.otherwise(_late(pipeline))
        wait.next(look)
        look.add_retry(retries.of_a_poll("SageMaker"))
        catch_all(look, _refused())
        look.next(ready)
        super().__init__(wait, [ready])


def _find(create: Any, update: Any, late: Fail) -> Task:
    """Look for the endpoint, and create, update, delete or wait as its state demands."""
    find = Task(
        "Find endpoint",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": _NAME},
        result_path="$.endpoint",
        comment="Create it, update it, or wait for who is changing it?",
    )
    pause = upstream.Wait("Wait for idle endpoint", seconds_path=f"$.{_UNTIL_IDLE}")
    delete = Task(
        "Delete failed endpoint",
        "sagemaker",
        "deleteEndpoint",
        {"EndpointName": _NAME},
        result_path=None,
        comment="A failed endpoint cannot be updated.",
    )
    present = Choice("What can be done with it?", "By the endpoint's status.")
    present.when(_STATUS + ' = "Failed"', delete)
    present.when(f"{_CHANGING} and {_IN_TIME}", pause, _longer(_UNTIL_IDLE))
    present.when(_CHANGING, late)
    present.otherwise(update)
    absent = Choice("Is there no endpoint?", "Or could nobody tell, because calls were throttled?")
    absent.when(_cause_says("Could not find endpoint"), create)
    absent.when(
        f"({_cause_says('Throttling')} or {_cause_says('Rate exceeded')}) and {_IN_TIME}",
        pause,
        _longer(_UNTIL_IDLE),
    )
    absent.otherwise(_refused())
    find.add_retry(retries.of_a_look("SageMaker"))
    catch_all(find, absent)
    find.next(present)
    delete.add_retry(retries.of_a_look("SageMaker"))
    catch_all(delete, _refused())
    delete.next(pause)
    pause.next(find)
    return find


def _change(
    name: str, comment: str, its_tags: dict[str, Any] | None = None
) -> serving.EndpointStep:
    """Creates the endpoint with tags, or updates it: an endpoint has the tags it was made with."""
    step = serving.EndpointStep(
        name,
        update=its_tags is None,
        tags=its_tags,
        endpoint_name=_NAME,
        endpoint_config_name=RUN,
        result_path="$.endpoint",
        comment=comment,
        timeout_seconds=60,
    )
    guard(step, _refused())
    return step


def _longer(pause: str) -> str:
    """What is known, with the pause of that name twice as long; never past the deadline."""
    doubled = f"2 * $states.input.{pause}"
    left = "$max([1, $ceil(($states.input.deadline - $millis()) / 1000)])"
    seconds = f"$min([{_LONGEST_PAUSE_SECONDS}, {doubled}, {left}])"
    return f"$merge([$states.input, {jsonata.mapping({pause: seconds})}])"


def _late(pipeline: Pipeline) -> Fail:
    cause = failures.of_endpoint(pipeline.serving.max_wait_seconds)
    return Fail("Endpoint not in service", "EndpointNotInService", cause)


def _refused() -> Fail:
    cause = failures.of_call("The endpoint could not be brought to the new configuration")
    return Fail("Endpoint not changed", "EndpointNotChanged", cause)


def _cause_says(words: str) -> str:
    cause = "$string($states.input.failure.Cause)"
    return f"$contains({cause}, {jsonata.literal(words)})"
