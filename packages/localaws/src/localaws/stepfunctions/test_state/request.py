"""A TestState request, looked at whole before anything is evaluated. Pure.

What may be asked of which state: https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html;
the sentences are AWS's where it was recorded to say them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.parallel import Parallel
from localaws.stepfunctions.language.resource import Action, Activity, Pattern, Resource
from localaws.stepfunctions.language.task import Task
from localaws.stepfunctions.tasks.task import Failed, Succeeded
from localaws.stepfunctions.test_state import mock_shape, tested
from localaws.stepfunctions.test_state.mock_shape import WrongShape
from localaws.stepfunctions.test_state.tested import Tested

INFO, TRACE = "INFO", "TRACE"
_CONTEXT = ("Execution", "State", "StateMachine", "Task")
_MAP_OR_PARALLEL = (
    "TestState API does not support Map or Parallel states. Supported state types include: "
    "[Task, Wait, Pass, Succeed, Fail, Choice]"
)
_CONFIGURED = (
    "errorCausedByState",
    "mapItemReaderData",
    "mapIterationFailureCount",
    "retrierRetryCount",
)

Request = Mapping[str, Any]
Refuses = Callable[[Resource], str | None]
"""Why a task's resource cannot be called here; None: it can."""


@dataclass(frozen=True)
class StateTest:
    """What a request asks for.

    Attributes:
        input: the text, as it came: JSON.
        mock: what the state's work gives; None: it is really done.
        context: the context object to be used instead of one made here.
        cause_state: the state within that an error comes from, whose Retry and Catch it meets first.
        retries: how often the retrier that fits has retried already.
        failed_iterations: of a Map.
        reader_data: what a Map's ItemReader reads, as a text.
    """

    tested: Tested
    input: str
    level: str = INFO
    variables: Mapping[str, Any] | None = None
    role_arn: str | None = None
    mock: Succeeded | Failed | None = None
    context: Mapping[str, Any] | None = None
    cause_state: str | None = None
    retries: int = 0
    failed_iterations: int = 0
    reader_data: str | None = None
    reveals_secrets: bool = False


def read(request: Request, refuses: Refuses) -> StateTest:
    """What the request asks for.

    Raises:
        Refusal: it cannot be asked so.
    """
    found = tested.find(request["definition"], request.get("stateName"))
    configuration = request.get("stateConfiguration") or {}
    _check_combination(request, configuration)
    _check_mockable(found, request.get("mock"))
    mock = _mock(found, request.get("mock"), bool(request.get("revealSecrets")))
    if mock is None:
        _check_unmocked(found, request, refuses)
    cause = configuration.get("errorCausedByState")
    found.handlers(cause)
    text = request.get("input") or "{}"
    _check_input(text)
    return StateTest(
        found,
        text,
        request.get("inspectionLevel") or INFO,
        _object(request.get("variables"), "Variables"),
        request.get("roleArn"),
        mock,
        _context(request.get("context")),
        cause,
        configuration.get("retrierRetryCount") or 0,
        configuration.get("mapIterationFailureCount") or 0,
        configuration.get("mapItemReaderData"),
        bool(request.get("revealSecrets")),
    )


def _check_combination(request: Request, configuration: Mapping[str, Any]) -> None:
    if request.get("mock") is not None:
        return
    named = [name for name in _CONFIGURED if configuration.get(name) is not None]
    if request.get("context") is not None:
        named.append("context")
    if named:
        what = named[0][0].upper() + named[0][1:]
        raise _wrong(f"TestState does not support {what} when a mock is not specified.")


def _check_mockable(found: Tested, mock: Any) -> None:
    state = found.state
    if mock is None and isinstance(state, Map | Parallel):
        raise Refusal("InvalidDefinition", _MAP_OR_PARALLEL)
    if mock is not None and not isinstance(state, Task | Map | Parallel):
        raise _wrong(f"State type '{state.type}' is not supported when a mock is specified")


def _check_unmocked(found: Tested, request: Request, refuses: Refuses) -> None:
    state = found.state
    if not isinstance(state, Task) or state.resource is None:
        return
    resource = state.resource
    waits = isinstance(resource, Action) and resource.pattern is not Pattern.REQUEST_RESPONSE
    if waits or isinstance(resource, Activity):
        raise Refusal(
            "InvalidDefinition",
            "TestState API does not support activities, '.sync' or '.waitForTaskToken' integration "
            "patterns when a mock is not specified.",
        )
    if request.get("roleArn") is None:
        raise _wrong("RoleArn must be specified when testing a Task state")
    why = refuses(resource)
    if why is not None:
        raise Refusal("InvalidDefinition", f"Invalid State Machine Definition: '{why}'")


def _mock(found: Tested, mock: Any, reveals: bool) -> Succeeded | Failed | None:
    if mock is None:
        return None
    if reveals:
        raise _wrong("TestState does not support RevealSecrets when a mock is specified.")
    result, error = mock.get("result"), mock.get("errorOutput")
    if (result is None) == (error is None):
        raise _wrong(
            "A test mock should have only one of the following fields: [result, errorOutput]."
        )
    if error is not None:
        if not error.get("error"):
            raise _wrong("A mocked error output must have an error.")
        return Failed(error["error"], error.get("cause") or "")
    try:
        value = json_text.read(result)
    except NoJson:
        raise _wrong("Mocked result must be valid JSON") from None
    _check_result(found, value, mock.get("fieldValidationMode") or mock_shape.STRICT)
    return Succeeded(value)


def _check_result(found: Tested, value: Any, mode: str) -> None:
    match found.state:
        case Map(writer=writer) if writer is not None and writer.resource is not None:
            if not isinstance(value, dict):
                raise _wrong("Mocked result must be a JSON object.")
        case Map() | Parallel() if not isinstance(value, list):
            raise _wrong("Mocked result must be an array.")
        case Parallel(branches=branches) if len(value) != len(branches):
            raise _wrong(
                "Mocked result must contain the same number of items as number of Parallel branches."
            )
        case Task(resource=resource) if resource is not None:
            try:
                mock_shape.check(resource, value, mode)
            except WrongShape as wrong:
                raise _wrong(f"Mock result schema validation error: {wrong}") from None


def _check_input(text: str) -> None:
    try:
        json_text.read(text)
    except NoJson as error:
        raise Refusal(
            "InvalidExecutionInput", f"Invalid State Machine Execution Input: '{error}'"
        ) from None


def _context(text: str | None) -> Mapping[str, Any] | None:
    context = _object(text, "Context object")
    for name in context or {}:
        if name == "Map":
            raise _wrong(
                "Invalid Context object provided: 'Map' field is not supported when mocking a "
                "Context object"
            )
        if name not in _CONTEXT:
            raise _wrong(f"Invalid Context object provided: Field '{name}' is not allowed")
    return context


def _object(text: str | None, what: str) -> Mapping[str, Any] | None:
    if text is None:
        return None
    try:
        found = json_text.read(text)
    except NoJson:
        found = None
    if not isinstance(found, dict):
        raise _wrong(f"Invalid {what} provided: it must be a JSON object")
    return found


def _wrong(sentence: str) -> Refusal:
    return Refusal("ValidationException", sentence)
