"""The last part of the chain: bring the endpoint into service on the new configuration.

The first execution creates the endpoint, later ones update it in place while it goes on serving. One
that failed can only be deleted and made anew. One that is being changed by somebody else is waited
for. In service is not enough: SageMaker rolls a failed update back to the old configuration and is
in service then too, so the configuration is compared.
"""

from typing import Any

from pipelines import failures, jsonata
from pipelines.definition import Pipeline
from pipelines.place import Place
from pipelines.run import RUN, tags
from pipelines.steps import retries, sdk
from pipelines.steps.serving import EndpointStep
from pipelines.steps.states import Call, Compute, Decide, Refuse, catch_all
from pipelines.steps.values import Value

_PAUSE_SECONDS = 3
_NAME = Value("$.config.endpoint.name")
_STATUS = "$states.input.endpoint.EndpointStatus"
_CHANGING = _STATUS + ' in ["Creating", "Updating", "SystemUpdating", "RollingBack", "Deleting"]'
_IN_TIME = "$millis() < $states.input.deadline"


def bring_into_service(pipeline: Pipeline, place: Place, then: Any) -> Any:
    """The first of the states that put `$.names.run` into service and go on to `then`."""
    limit = pipeline.serving.max_wait_seconds
    late = Refuse("Endpoint not in service", "EndpointNotInService", failures.of_endpoint(limit))
    refused = Refuse(
        "Endpoint not changed",
        "EndpointNotChanged",
        failures.of_call("The endpoint could not be brought to the new configuration"),
    )
    wait = _wait_until_in_service(then, late, refused)
    create = _endpoint_step(
        "Create endpoint", "The first execution.", wait, refused, tags(pipeline, place)
    )
    update = _endpoint_step("Update endpoint", "It serves on while it is updated.", wait, refused)
    start = Compute(
        "Set a deadline",
        f'$merge([$states.input, {{"deadline": $millis() + {limit * 1000}}}])',
        comment="For the endpoint to become ready.",
    )
    start.next(_find(create, update, late, refused))
    return start


def _find(create: Any, update: Any, late: Any, refused: Any) -> Any:
    """Look for the endpoint, and create, update, delete or wait as its state demands."""
    find = Call(
        "Find endpoint",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": _NAME},
        result_path="$.endpoint",
        comment="Create it, update it, or wait for who is changing it?",
    )
    pause = sdk.Wait("Wait for idle endpoint", seconds=_PAUSE_SECONDS)
    delete = Call(
        "Delete failed endpoint",
        "sagemaker",
        "deleteEndpoint",
        {"EndpointName": _NAME},
        result_path=None,
        comment="A failed endpoint cannot be updated.",
    )
    present = Decide("What can be done with it?", "By the endpoint's status.")
    present.when(_STATUS + ' = "Failed"', delete)
    present.when(f"{_CHANGING} and {_IN_TIME}", pause)
    present.when(_CHANGING, late)
    present.otherwise(update)
    absent = Decide("Is there no endpoint?", "Or could nobody tell, because calls were throttled?")
    absent.when(_cause_says("Could not find endpoint"), create)
    absent.when(
        f"({_cause_says('Throttling')} or {_cause_says('Rate exceeded')}) and {_IN_TIME}", pause
    )
    absent.otherwise(refused)
    find.add_retry(retries.of_a_look("SageMaker"))
    catch_all(find, absent)
    find.next(present)
    delete.add_retry(retries.of_a_look("SageMaker"))
    catch_all(delete, refused)
    delete.next(pause)
    pause.next(find)
    return find


def _endpoint_step(
    name: str, comment: str, then: Any, refused: Any, its_tags: dict[str, Any] | None = None
) -> Any:
    """Creates the endpoint with tags, or updates it: an endpoint keeps the tags it was made with."""
    step = EndpointStep(
        name,
        update=its_tags is None,
        tags=its_tags,
        endpoint_name=_NAME,
        endpoint_config_name=RUN,
        result_path="$.endpoint",
        comment=comment,
        timeout_seconds=60,
    )
    step.add_retry(retries.of_a_creation())
    catch_all(step, refused)
    step.next(then)
    return step


def _wait_until_in_service(then: Any, late: Any, refused: Any) -> Any:
    """Look again and again until the endpoint is in service on the new configuration."""
    wait = sdk.Wait("Wait for endpoint", seconds=_PAUSE_SECONDS)
    look = Call(
        "Look at endpoint",
        "sagemaker",
        "describeEndpoint",
        {"EndpointName": _NAME},
        result_path="$.endpoint",
        comment="Which configuration does it serve, and is it in service?",
    )
    ready = Decide(
        "Is it in service?", "On the new configuration: a rolled back one is in service too."
    )
    ready.when(
        f'{_STATUS} = "InService" and '
        "$states.input.endpoint.EndpointConfigName = $states.input.names.run",
        then,
    )
    ready.when(f"{_CHANGING} and {_IN_TIME}", wait)
    ready.otherwise(late)
    wait.next(look)
    look.add_retry(retries.of_a_poll("SageMaker"))
    catch_all(look, refused)
    look.next(ready)
    return wait


def _cause_says(words: str) -> str:
    cause = "$string($states.input.failure.Cause)"
    return f"$contains({cause}, {jsonata.literal(words)})"
