"""What a task may call here, and why not what it may not: the one place that knows.

What AWS does not have either is refused in AWS's words; what only this embedded AWS lacks, by its name
and with the reason that ``offer`` gives for the same operation asked for over HTTP. A machine is refused
when it is made, and not an hour later when it comes to the state.
"""

from __future__ import annotations

from localaws import offer
from localaws.stepfunctions.execution import EXPRESS
from localaws.stepfunctions.language.resource import (
    Action,
    Activity,
    Function,
    Pattern,
    Resource,
    not_recognised,
    too_long_for_express,
)
from localaws.stepfunctions.tasks.optimised import OPTIMISED
from localaws.stepfunctions.tasks.services import Called, called, optimised_service

_HTTP = "http"  # no service's operation: it is done here
_SDK_PATTERNS = frozenset({Pattern.REQUEST_RESPONSE, Pattern.TASK_TOKEN})


def refusal(resource: Resource, machine_type: str) -> str | None:
    """Why a task of a machine of that type cannot have the resource, as one sentence; None if it can."""
    if machine_type == EXPRESS and (problem := too_long_for_express(resource)) is not None:
        return problem
    match resource:
        case Activity():
            return None
        case Function(arn):
            return _not_here(arn, Called("lambda", "Invoke"))
        case Action() as action:
            return _of_action(action)


def is_here_only(resource: Resource, machine_type: str) -> bool:
    """Whether a refusal is this embedded AWS's alone: AWS would take the resource."""
    fits = machine_type != EXPRESS or too_long_for_express(resource) is None
    return fits and is_known(resource)


def is_known(resource: Resource) -> bool:
    """Whether AWS has it."""
    return not isinstance(resource, Action) or resource.pattern in _patterns(resource)


def _of_action(action: Action) -> str | None:
    if not is_known(action):
        return not_recognised(action.arn)
    if not action.is_sdk and action.service == _HTTP:
        return None
    return _not_here(action.arn, _operation(action))


def _patterns(action: Action) -> frozenset[Pattern]:
    """How an action can wait; empty where AWS has none of that name."""
    if action.is_sdk:
        return _SDK_PATTERNS if called(action) is not None else frozenset()
    return OPTIMISED.get(action.service, {}).get(action.action, frozenset())


def _operation(action: Action) -> Called:
    """What a known action calls; some optimised actions do more than one operation."""
    name = action.action[:1].upper() + action.action[1:]
    return called(action) or Called(optimised_service(action.service), name)


def _not_here(arn: str, asked: Called) -> str | None:
    why = offer.refusal(asked.service, asked.operation)
    return None if why is None else f"The resource {arn} cannot be used: {why}"
